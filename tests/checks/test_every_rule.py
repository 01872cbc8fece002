"""Every rule of queries/checks, on files so small that one can see why it speaks, and about which rows only."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from made_files import FILES, Made, accounts, assert_plain, check, make_blades, make_upn, write_files

from sendmetrics.checks import rules as rules_module
from sendmetrics.checks.rules import read_rules
from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.reference import QUERIES
from sendmetrics.errors import SendMetricsError

ONE, TWO, THREE = make_upn(1), make_upn(2), make_upn(3)


@dataclass(frozen=True)
class Case:
    """Files, and which rows of the rule's own feed it speaks of: the first, and how many. The other rows are near misses."""

    files: tuple[Made, ...]
    first: int
    count: int = 1


def files(*feeds: str, **rows: list[dict[str, str]]) -> tuple[Made, ...]:
    """Sound files of those feeds and, by feed, files with these rows."""
    return (*(FILES[feed] for feed in feeds), *(FILES[feed].with_rows(*changed) for feed, changed in rows.items()))


def sen2(without: str = "", **rows: list[dict[str, str]]) -> tuple[Made, ...]:
    """A whole return, but for the feeds named, with these rows in some of its tables."""
    return files(
        *(feed for feed in FILES if feed.startswith("sen2_") and feed not in (*without.split(), *rows)), **rows
    )


def newer_census() -> tuple[Made, ...]:
    """A census of the summer after, of the one school of the sound files."""
    schools, pupils = FILES["census_schools"], FILES["census_pupils"]
    return (
        replace(
            schools.with_rows(
                {"schoolcensustableid": "su1", "term": "Summer", "referencedate": "2026-May-21 00:00:00"}
            ),
            name="2026_summer_la_schoolcensus.csv",
        ),
        replace(
            pupils.with_rows({"pupilonrolltableid": "su1", "schoolcensustableid": "su1"}),
            name="2026_summer_la_pupilonroll.csv",
        ),
    )


def earlier_return(**rows: list[dict[str, str]]) -> tuple[Made, ...]:
    """The return of the year before, with keys and a folder of its own, and with these rows in some of its tables."""
    before = []
    for feed, made in make_blades(2025).items():
        written = made.with_rows(*rows.get(feed, [{}]))
        own = [
            {heading: f"b{value}" if heading.endswith("tableid") else value for heading, value in row.items()}
            for row in written.rows
        ]
        before.append(replace(written, name=f"before/{made.name}", rows=tuple(own)))
    return tuple(before)


def two_children(*received: str) -> dict[str, list[dict[str, str]]]:
    """Rows of two children with a plan of the same day of issue, and the day each was asked for."""
    keys = {
        "sen2_persons": ({}, {"persontableid": "p2", "upn": TWO}),
        "sen2_requests": ({}, {"requeststableid": "r2", "persontableid": "p2"}),
        "sen2_assessments": ({}, {"assessmenttableid": "a2", "requeststableid": "r2"}),
        "sen2_named_plans": ({}, {"namedplantableid": "n2", "assessmenttableid": "a2"}),
        "sen2_plan_details": ({}, {"plandetailtableid": "d2", "namedplantableid": "n2"}),
        "sen2_active_plans": ({}, {"activeplanstableid": "c2", "requeststableid": "r2"}),
        "sen2_placements": ({}, {"placementdetailtableid": "l2", "activeplanstableid": "c2"}),
        "sen2_needs": ({}, {"senneedtableid": "s2", "activeplanstableid": "c2"}),
    }
    days = {
        "sen2_requests": {"requestoutcomedate": "2024-Oct-07"},
        "sen2_assessments": {"assessmentoutcomedate": "2025-Jan-13"},
        "sen2_named_plans": {"startdate": "2025-Jan-13"},
    }
    rows = {feed: [days.get(feed, {}) | own for own in both] for feed, both in keys.items()}
    rows["sen2_requests"] = [
        row | {"receiveddate": day} for row, day in zip(rows["sen2_requests"], received, strict=True)
    ]
    return rows


BELOW_REQUESTS = "sen2_assessments sen2_named_plans sen2_plan_details sen2_active_plans sen2_placements sen2_needs"
COUNTED = FILES["school_counts"].with_headings("time_period")

CASES: dict[str, Case] = {
    "accepted_and_rejected": Case(
        files(
            referrals=[
                {"accepted_date": "2025-04-01"},
                {"referral_id": "R2", "person_ref": TWO, "accepted_date": "2025-04-01", "rejected_date": "2025-04-02"},
                {"referral_id": "R3", "person_ref": THREE, "rejected_date": "2025-04-02"},
            ]
        ),
        first=3,
    ),
    "advice_date_out_of_range": Case(
        files(
            advice_requests=[
                {},
                {"request_id": "2", "person_ref": TWO, "requested_date": "1989-12-31", "received_date": ""},
                {"request_id": "3", "person_ref": THREE, "received_date": "2026-01-16"},
                {"request_id": "4", "person_ref": make_upn(4), "received_date": "2026-01-15"},
            ]
        ),
        first=3,
        count=2,
    ),
    "advice_without_request": Case(
        sen2() + files(advice_requests=[{}, {"person_ref": TWO, "adviser_service": "health_ot"}, {"request_id": "other", "adviser_service": "school"}]),
        first=3,
    ),
    "age_outside_range": Case(
        sen2(
            sen2_persons=[
                {"personbirthdate": "2000-Jan-16 00:00:00"},
                {"persontableid": "p2", "upn": TWO, "personbirthdate": "2000-Jan-15 00:00:00"},
                {"persontableid": "p3", "upn": THREE, "personbirthdate": "2026-Jan-16 00:00:00"},
                {"persontableid": "p4", "upn": make_upn(4), "personbirthdate": "2026-Jan-15 00:00:00"},
            ]
        ),
        first=3,
        count=2,
    ),
    "appointment_attended_after_extract": Case(
        files(
            "referrals",
            appointments=[
                {"appointment_date": "2026-01-15"},
                {"appointment_date": "2026-01-16", "sequence": "2"},
                {"appointment_date": "2026-01-16", "attendance": "booked", "sequence": "3"},
            ],
        ),
        first=3,
    ),
    "appointment_before_referral": Case(
        files(
            "referrals",
            appointments=[
                {"offered_date": "2025-03-03", "appointment_date": "2025-03-03"},
                {"offered_date": "2025-03-02", "appointment_date": "2025-03-02", "sequence": "2"},
            ],
        ),
        first=3,
    ),
    "appointment_offered_before_referral": Case(
        files(
            "referrals",
            appointments=[
                {"offered_date": "2025-03-03"},
                {"offered_date": "2025-03-02", "sequence": "2"},
                {"offered_date": "2025-03-02", "appointment_date": "", "attendance": "booked", "sequence": "3"},
            ],
        ),
        first=3,
        count=2,
    ),
    "appointment_sequence_not_positive": Case(
        files("referrals", appointments=[{}, {"sequence": "0"}, {"sequence": "-1"}, {"sequence": ""}]), first=3, count=2
    ),
    "appointment_sequence_repeated": Case(
        files(
            referrals=[{}, {"referral_id": "R2", "person_ref": TWO}],
            appointments=[
                {},
                {"sequence": "2", "kind": "assessment"},
                {"sequence": "2", "kind": "review"},
                {"sequence": "", "kind": "review"},
                {"sequence": "", "kind": "assessment"},
                {"referral_id": "R2"},
            ],
        ),
        first=4,
    ),
    "appointment_without_referral": Case(
        files("referrals", appointments=[{}, {"referral_id": "R9"}, {"referral_id": "r1"}]), first=3, count=2
    ),
    "assessment_without_agreement": Case(
        sen2(
            sen2_requests=[
                {"requestoutcome": "N"},
                {"requeststableid": "r2", "requestoutcome": "N", "receiveddate": "2025-Mar-04", "requestmediation": "True"},
                {"requeststableid": "r3", "requestoutcome": "W", "receiveddate": "2025-Mar-05", "requestoutcomedate": ""},
            ],
            sen2_assessments=[
                {},
                {"assessmenttableid": "a2", "requeststableid": "r2"},
                {"assessmenttableid": "a3", "requeststableid": "r3"},
            ],
        ),
        first=2,
        count=2,
    ),
    "census_repeated": Case(
        (
            *files("gias_schools", "census_schools"),
            replace(
                FILES["census_pupils"].with_rows(
                    {"ncyearactual": "6"},
                    {"pupilonrolltableid": "pu2", "upn": TWO},
                    {"pupilonrolltableid": "pu3", "upn": THREE, "enrolstatus": "S"},
                ),
                name="2026_spring_la_earlier.csv",
            ),
            FILES["census_pupils"].with_rows(
                {"pupilonrolltableid": "pu9", "upn": make_upn(9)}, {}, {"pupilonrolltableid": "pu3", "upn": THREE}
            ),
        ),
        first=3,
    ),
    "census_school_missing": Case(
        files(
            gias_schools=[
                {},
                {"URN": "900002", "EstablishmentNumber": "2002"},
                {"URN": "900003", "EstablishmentNumber": "2003"},
                {"URN": "900004", "EstablishmentNumber": "2004", "CloseDate": "31-03-2026"},
            ],
            census_schools=[{}, *({"schoolcensustableid": f"sc{n}", "NativeId": f"999200{n}", "estab": f"200{n}"} for n in (2, 3, 4))],
            census_pupils=[
                {},
                *({"pupilonrolltableid": f"pu{n}", "upn": make_upn(n), "NativeId": f"999200{n}", "schoolcensustableid": f"sc{n}"} for n in (2, 3, 4)),
                {"pupilonrolltableid": "pu5", "upn": make_upn(5), "NativeId": "9992002", "schoolcensustableid": "sc2"},
            ],
        )
        + newer_census(),
        first=3,
        count=2,
    ),
    "census_school_unknown": Case(
        files("gias_schools", "census_schools", census_pupils=[{}, {"pupilonrolltableid": "pu2", "upn": TWO, "NativeId": "9992009", "schoolcensustableid": ""}]),
        first=3,
    ),
    "decided_before_received": Case(
        sen2(
            sen2_requests=[
                {"requestoutcomedate": "2025-Mar-03"},
                {"requeststableid": "r2", "receiveddate": "2024-Mar-03", "requestoutcomedate": "2024-Mar-02"},
            ]
        ),
        first=3,
    ),
    "exception_without_plan": Case(
        sen2(sen2_assessments=[{"week20": "True"}, {"assessmenttableid": "a2", "assessmentoutcome": "N", "week20": "True"}, {"assessmenttableid": "a3", "assessmentoutcome": "N"}]),
        first=3,
    ),
    "extract_repeated": Case(
        (
            # In a file later by name R1 comes again for the day; R2 for another day, R3 of another source, R4 for itself.
            FILES["referrals"].with_rows(
                {}, {"referral_id": "R2", "person_ref": TWO}, {"referral_id": "R3", "person_ref": THREE}
            ),
            replace(
                FILES["referrals"].with_rows(
                    {"first_contact_date": "2025-05-07"},
                    {"referral_id": "R2", "person_ref": TWO, "snapshot_date": "2025-12-15"},
                    {"referral_id": "R3", "person_ref": THREE, "source": "another trust"},
                    {"referral_id": "R4", "person_ref": make_upn(4)},
                ),
                name="referrals.later.csv",
            ),
        ),
        first=2,
    ),
    "contribution_date_out_of_range": Case(
        sen2()
        + files(
            review_contributions=[
                {},
                {"service": "ot", "review_date": "2026-01-16"},
                {"service": "ep", "review_date": "2026-01-15"},
                {"service": "camhs", "review_date": "1989-12-31"},
            ]
        ),
        first=3,
        count=2,
    ),
    "contribution_not_invited": Case(
        sen2()
        + files(
            review_contributions=[
                {},
                {"service": "ot", "was_invited": "no", "reported": ""},
                {"service": "ep", "was_invited": "no"},
                {"service": "camhs", "was_invited": ""},
            ]
        ),
        first=4,
    ),
    "contribution_without_plan": Case(sen2() + files(review_contributions=[{}, {"person_ref": TWO}]), first=3),
    "held_plan_without_need": Case(sen2("sen2_needs"), first=2),
    "held_plan_without_setting": Case(sen2("sen2_placements"), first=2),
    "event_before_request": Case(
        sen2()
        + files(
            ehc_events=[
                {},
                {"event": "panel", "event_date": "2025-03-02"},
                {"event": "panel", "event_date": "2025-03-03"},
                {"person_ref": "", "event": "panel", "event_date": "2025-03-02"},
            ]
        ),
        first=3,
        count=2,
    ),
    "event_date_out_of_range": Case(
        files(
            ehc_events=[
                {},
                {"request_id": "2", "event_date": "1989-12-31"},
                {"request_id": "3", "event_date": "2026-01-16"},
                {"request_id": "4", "event_date": "2026-01-15"},
            ]
        ),
        first=3,
        count=2,
    ),
    "event_exception_without_code": Case(
        files(
            ehc_events=[
                {},
                {"request_id": "2", "exception_from": "2025-05-01"},
                {"request_id": "3", "exception_evidence": "a letter"},
                {"request_id": "4", "exception_code": "absent", "exception_evidence": "a letter"},
            ]
        ),
        first=3,
        count=2,
    ),
    "event_without_request": Case(
        sen2()
        + files(
            ehc_events=[
                {},
                {"person_ref": TWO},
                {"request_id": "other"},
                {"request_id": "other", "person_ref": ""},
                {"request_id": "r1", "person_ref": ""},
            ]
        ),
        first=3,
        count=2,
    ),
    "historical_in_year": Case(
        sen2(
            sen2_assessments=[
                {"assessmentoutcome": "H", "assessmentoutcomedate": "2024-Dec-31"},
                {"assessmenttableid": "a2", "assessmentoutcome": "H", "assessmentoutcomedate": "2025-Jan-01"},
                {"assessmenttableid": "a3", "assessmentoutcome": "H", "assessmentoutcomedate": ""},
            ],
            sen2_requests=[{"receiveddate": "2024-Jun-01", "requestoutcomedate": "2024-Jul-01"}],
        ),
        first=3,
    ),
    "historical_without_match": Case(
        sen2(
            BELOW_REQUESTS,
            sen2_requests=[
                {},
                {"requeststableid": "r2", "requestoutcome": "H", "requestoutcomedate": ""},
                {"requeststableid": "r3", "requestoutcome": "H", "requestoutcomedate": "", "receiveddate": "2019-May-01"},
            ],
        ),
        first=4,
    ),
    "identifier_shared": Case(
        sen2(
            sen2_persons=[
                {"upn": ONE, "uniquelearnernumber": "1234567890"},
                {"persontableid": "p2", "upn": TWO, "uniquelearnernumber": "1234567890"},
                {"persontableid": "p3", "upn": THREE, "uniquelearnernumber": "1234567891"},
            ]
        ),
        first=2,
        count=2,
    ),
    "local_area_of_two_authorities": Case(
        files(
            local_areas=[
                {},
                {"local_area_code": "NOR", "match_value": "900002"},
                {"local_area_code": "NOR", "match_value": "900003"},
                {"la_code": "998", "match_value": "900004"},
                {"la_code": "998", "local_area_code": "SOU", "match_value": "900005"},
            ]
        ),
        first=2,
        count=2,
    ),
    "local_area_of_two_quintiles": Case(
        files(
            local_areas=[
                {"deprivation_quintile": "1"},
                {"match_value": "900002", "deprivation_quintile": "1"},
                {"local_area_code": "NOR", "match_value": "900003", "deprivation_quintile": "2"},
                {"local_area_code": "NOR", "match_value": "900004", "deprivation_quintile": ""},
                {"local_area_code": "SOU", "match_value": "900005", "deprivation_quintile": "3"},
                {"local_area_code": "SOU", "match_value": "900006", "deprivation_quintile": "4"},
            ]
        ),
        first=6,
        count=2,
    ),
    "looked_after_child_unknown": Case(
        sen2() + files(looked_after=[{}, {"person_ref": "LCS 17"}, {"person_ref": TWO}]), first=3
    ),
    "looked_after_date_out_of_range": Case(
        sen2()
        + files(
            looked_after=[
                {},
                {"person_ref": TWO, "looked_after_from": "1989-12-31"},
                {"person_ref": THREE, "looked_after_to": "2026-01-16"},
                {"person_ref": make_upn(4), "looked_after_from": "1990-01-01", "looked_after_to": "2026-01-15"},
            ]
        ),
        first=3,
        count=2,
    ),
    "looked_after_none_ended": Case(
        sen2()
        + files(
            looked_after=[
                {"looked_after_to": ""},
                {"person_ref": TWO, "looked_after_to": ""},
                {"person_ref": THREE, "source": "another system"},
            ]
        ),
        first=2,
        count=2,
    ),
    "looked_after_not_used": Case(files(looked_after=[{}, {"person_ref": TWO}]), first=2, count=2),
    "looked_after_periods_overlap": Case(
        sen2()
        + files(
            looked_after=[
                {},
                {"looked_after_from": "2025-11-27", "looked_after_to": ""},
                {"person_ref": TWO},
                {"person_ref": TWO, "looked_after_from": "2025-11-28", "looked_after_to": ""},
            ]
        ),
        first=3,
    ),
    "more_plans_than_pupils": Case(
        (COUNTED.with_rows({"time_period": "202324", "NOR": "38"}, {"time_period": "202324", "URN": "900003", "NOR": "37"}),),
        first=3,
    ),
    "outcome_date_too_early": Case(
        sen2(
            sen2_assessments=[
                {},
                {"assessmenttableid": "a2", "assessmentoutcome": "A"},
                {"assessmenttableid": "a3", "assessmentoutcome": "W"},
                {"assessmenttableid": "a4", "assessmentoutcome": "A", "assessmentoutcomedate": ""},
            ]
        ),
        first=3,
        count=2,
    ),
    "person_without_identifier": Case(
        sen2(
            sen2_persons=[
                {},
                {"persontableid": "p2", "upn": "", "surname": "A"},
                {"persontableid": "p3", "upn": "", "surname": "B", "upnunknown": "UN1"},
                {"persontableid": "p4", "upn": "", "surname": "C", "uniquelearnernumber": "1234567890"},
            ]
        ),
        first=3,
    ),
    "placement_without_setting": Case(
        sen2(
            sen2_placements=[
                {},
                {"placementdetailtableid": "l2", "urn": ""},
                {"placementdetailtableid": "l3", "urn": "", "sensetting": "OTH"},
                {"placementdetailtableid": "l4", "urn": "", "ukprn": "10012345"},
            ]
        ),
        first=3,
    ),
    "plan_before_request": Case(
        sen2(
            sen2_assessments=[
                {"assessmentoutcomedate": "2025-Mar-03"},
                {"assessmenttableid": "a2", "assessmentoutcomedate": "2025-Mar-02"},
            ]
        ),
        first=3,
    ),
    # Of two children whose plan is in both returns, one has had the day of request corrected between them.
    "plan_under_another_request_date": Case(
        (*sen2(**two_children("2024-Sep-03", "2024-Sep-02")), *earlier_return(**two_children("2024-Sep-02", "2024-Sep-02"))),
        first=2,
    ),
    # A follows C, B follows A and C follows B; one follows itself; D and E follow the circle and are not of it.
    "previous_referral_circular": Case(
        files(
            referrals=[
                {"received_date": "2025-03-03", "previous_referral_id": "R3"},
                {"referral_id": "R2", "service": "ot", "received_date": "2025-03-04", "previous_referral_id": "R1"},
                {"referral_id": "R3", "service": "ep", "received_date": "2025-03-05", "previous_referral_id": "R2"},
                {"referral_id": "R4", "service": "physio", "previous_referral_id": "R5"},
                {"referral_id": "R5", "service": "camhs", "previous_referral_id": "R3"},
                {"referral_id": "R6", "service": "audiology", "previous_referral_id": "R6"},
            ]
        ),
        first=2,
        count=4,
    ),
    "previous_referral_missing": Case(
        files(
            referrals=[
                {},
                {"referral_id": "R2", "service": "ot", "previous_referral_id": "R1"},
                {"referral_id": "R3", "service": "physio", "previous_referral_id": "R9"},
            ]
        ),
        first=4,
    ),
    # R1 and R2 name each other, of two children. R4 names one of its own child, whose local number is linked to its UPN;
    # R5 the number of another child and of its own, as two sources use it.
    "previous_referral_of_another_child": Case(
        files(
            "person_links",
            referrals=[
                {"previous_referral_id": "R2"},
                {"referral_id": "R2", "person_ref": TWO, "previous_referral_id": "R1"},
                {"referral_id": "R3", "service": "ot", "person_ref": "mh 1", "received_date": "2025-03-02"},
                {"referral_id": "R4", "service": "ep", "previous_referral_id": "R3"},
                {"referral_id": "R3", "source": "school", "person_ref": THREE, "received_date": "2025-03-02"},
                {"referral_id": "R5", "person_ref": THREE, "service": "ot", "previous_referral_id": "R3"},
            ],
        ),
        first=2,
        count=2,
    ),
    # R1 and R3 ended in time, R1 before it was received: that child came back. R2 before the child came to either.
    "prerequisite_ended_too_early": Case(
        files(
            referrals=[
                {"prereq_service": "ot", "prereq_end_date": "2025-03-02"},
                {"referral_id": "R2", "person_ref": TWO, "prereq_service": "ot", "prereq_end_date": "2025-03-02"},
                {"referral_id": "R3", "person_ref": THREE, "prereq_service": "ot", "prereq_end_date": "2025-03-03"},
                {"referral_id": "R0", "received_date": "2024-12-02", "first_contact_date": "", "rejected_date": "2024-12-09"},
                {"referral_id": "R4", "person_ref": make_upn(4), "prereq_service": "ot", "prereq_end_date": "2025-06-02"},
                {"referral_id": "R5", "person_ref": make_upn(4), "service": "ot", "received_date": "2025-06-03", "first_contact_date": ""},
                {"referral_id": "R6", "person_ref": make_upn(6), "prereq_service": "ot", "prereq_end_date": "2025-06-03"},
                {"referral_id": "R7", "person_ref": make_upn(6), "service": "ot", "received_date": "2025-06-03", "first_contact_date": ""},
            ]
        ),
        first=3,
        count=2,
    ),
    "pupil_registered_twice": Case(
        files(
            "gias_schools",
            census_schools=[{}, {"schoolcensustableid": "sc2", "estab": "2001"}],
            census_pupils=[{}, {"pupilonrolltableid": "pu2"}, {"pupilonrolltableid": "pu3", "enrolstatus": "S"}],
        ),
        first=3,
    ),
    "pupil_without_identifier": Case(
        files(
            "gias_schools",
            "census_schools",
            census_pupils=[
                {"upn": ""},
                {"pupilonrolltableid": "pu2", "upn": "", "surname": ""},
                {"pupilonrolltableid": "pu3", "upn": "unknown", "dob": ""},
            ],
        ),
        first=3,
        count=2,
    ),
    "received_after_reference_date": Case(
        sen2(
            BELOW_REQUESTS,
            sen2_requests=[
                {"receiveddate": "2026-Jan-15", "requestoutcome": "A", "requestoutcomedate": ""},
                {"requeststableid": "r2", "persontableid": "p2", "receiveddate": "2026-Jan-16", "requestoutcome": "A", "requestoutcomedate": ""},
                {"requeststableid": "r3", "receiveddate": "2025-Dec-16", "requestoutcomedate": "2026-Jan-16"},
            ],
            sen2_persons=[{}, {"persontableid": "p2", "upn": TWO}],
        ),
        first=3,
        count=2,
    ),
    "reference_linked_twice": Case(
        files(person_links=[{}, {"person_ref": "MH2", "upn": TWO}, {"person_ref": "MH2", "upn": THREE}]), first=3, count=2
    ),
    "referral_area_unknown": Case(
        files(
            "local_areas",
            referrals=[
                {"local_area_code": "CEN"},
                {"referral_id": "R2", "service": "ot", "local_area_code": "NOR"},
                {"referral_id": "R3", "service": "ep", "local_area_code": "x"},
            ],
        ),
        first=3,
    ),
    "referral_board_unknown": Case(
        files(
            "local_areas",
            referrals=[
                {"icb_code": "qzz1"},
                {"referral_id": "R2", "service": "ot", "icb_code": "QZZ"},
                {"referral_id": "R3", "service": "ep"},
            ],
        ),
        first=2,
    ),
    "referral_date_too_early": Case(
        files(
            referrals=[
                {"received_date": "1990-01-01"},
                {"referral_id": "R2", "person_ref": TWO, "received_date": "1989-12-31"},
                {"referral_id": "R3", "person_ref": THREE},
            ]
        ),
        first=3,
    ),
    "referral_snapshot_far_off": Case(
        files(
            referrals=[
                {"received_date": "2025-05-01"},
                {"referral_id": "R2", "person_ref": TWO, "snapshot_date": "2062-01-15"},
                {"referral_id": "R3", "person_ref": THREE, "snapshot_date": "2027-05-01"},
            ]
        ),
        first=3,
    ),
    "referral_date_after_snapshot": Case(
        files(
            referrals=[
                {"received_date": "2026-01-15", "first_contact_date": ""},
                {"referral_id": "R2", "person_ref": TWO, "received_date": "2026-01-16", "first_contact_date": ""},
                {"referral_id": "R3", "person_ref": THREE, "discharge_date": "2026-01-16"},
                # A booked appointment lies ahead as a rule; one attended does not.
                {"referral_id": "R4", "person_ref": make_upn(4), "first_contact_date": "2026-02-16", "attendance_code": "0"},
                {"referral_id": "R5", "person_ref": make_upn(5), "first_contact_date": "2026-02-16"},
            ]
        ),
        first=3,
        count=3,
    ),
    "referral_repeated": Case(
        files(
            referrals=[
                {},
                {"referral_id": "R2"},
                {"referral_id": "R3", "service": "ot"},
                {"referral_id": "R4", "received_date": "2025-03-04"},
                {"referral_id": "R5", "person_ref": TWO},
                # The same referral in the next month's snapshot is no other referral.
                {"referral_id": "R1", "snapshot_date": "2026-02-15"},
            ]
        ),
        first=3,
    ),
    "referral_service_unknown": Case(
        files(referrals=[{}, {"referral_id": "R2", "service": ""}, {"referral_id": "R3", "person_ref": TWO, "service": "", "team_type_code": "23"}]),
        first=3,
    ),
    "refusal_without_date": Case(
        sen2(sen2_assessments=[{}, {"assessmenttableid": "a2", "assessmentoutcome": "N", "assessmentoutcomedate": ""}, {"assessmenttableid": "a3", "assessmentoutcome": "N"}]),
        first=3,
    ),
    "request_received_too_early": Case(
        sen2(
            sen2_requests=[
                {"receiveddate": "1990-Jan-01 00:00:00"},
                {"requeststableid": "r2", "receiveddate": "1989-Dec-31 00:00:00"},
            ],
        ),
        first=3,
    ),
    "request_date_missing": Case(
        sen2(
            sen2_requests=[{}, {"requeststableid": "r2", "receiveddate": ""}],
        ),
        first=3,
    ),
    "request_date_without_outcome": Case(
        sen2(
            BELOW_REQUESTS,
            sen2_requests=[
                {},
                {"requeststableid": "r2", "requestoutcome": "A", "receiveddate": "2025-Mar-04"},
                {"requeststableid": "r3", "requestoutcome": "W", "receiveddate": "2025-Mar-05"},
                {"requeststableid": "r4", "requestoutcome": "W", "requestoutcomedate": "", "receiveddate": "2025-Mar-06"},
            ],
        ),
        first=3,
        count=2,
    ),
    "request_outcome_without_date": Case(
        sen2(
            BELOW_REQUESTS,
            sen2_requests=[
                {},
                {"requeststableid": "r2", "requestoutcome": "N", "requestoutcomedate": "", "receiveddate": "2025-Mar-04"},
                {"requeststableid": "r3", "requestoutcome": "Y", "requestoutcomedate": "", "receiveddate": "2025-Mar-05"},
                {"requeststableid": "r4", "requestoutcome": "A", "requestoutcomedate": "", "receiveddate": "2025-Mar-06"},
            ],
        ),
        first=3,
        count=2,
    ),
    "return_repeated": Case(
        sen2(
            sen2_returns=[{}, {"sen2tableid": "h2"}, {"sen2tableid": "h3", "referencedate": "2025-Jan-16", "year": "2025"}, {"sen2tableid": "h4", "lea": "998"}]
        ),
        first=3,
    ),
    "route_after_the_census": Case(
        files("gias_schools", "census_schools", "census_pupils")
        + files(
            commissioned_routes=[
                {},
                {"snapshot_date": "2026-01-16", "source": "board"},
                {"snapshot_date": "2026-01-16", "source": "board", "need_code": "HI", "commissioned_from": ""},
                {"snapshot_date": "2026-01-16", "need_code": "VI", "commissioned_from": ""},
                {"snapshot_date": "2026-01-15", "source": "health", "commissioned_from": ""},
            ]
        ),
        first=4,
    ),
    "route_commissioned_after_its_end": Case(
        files("gias_schools", "census_schools", "census_pupils")
        + files(
            commissioned_routes=[
                {},
                {"need_code": "HI", "commissioned_to": "2025-09-01"},
                {"need_code": "VI", "commissioned_to": "2025-08-31"},
                {"need_code": "PD", "commissioned_to": "2025-08-31", "is_commissioned": "no"},
            ]
        ),
        first=4,
    ),
    "route_registers_not_used": Case(files(commissioned_routes=[{}, {"need_code": "HI"}]), first=2, count=2),
    "route_service_unknown": Case(
        files("gias_schools", "census_schools", "census_pupils")
        + files(
            commissioned_routes=[
                {},
                {"need_code": "HI", "service": "", "is_commissioned": "no"},
                {"need_code": "VI", "service": ""},
            ]
        ),
        first=4,
    ),
    "senco_hours_exceed_contract": Case(
        files(
            "gias_schools",
            "census_schools",
            "census_pupils",
            senco_return=[
                {"hours_senco_duties_pw": "12.5", "hours_teaching_pw": "20"},
                {"senco_ref": "S2", "hours_senco_duties_pw": "12.6", "hours_teaching_pw": "20"},
                {"senco_ref": "S3", "hours_senco_duties_pw": "40", "hours_teaching_pw": "x"},
            ],
        ),
        first=3,
    ),
    "senco_school_unknown": Case(
        files("gias_schools", "census_schools", "census_pupils", senco_return=[{}, {"urn": "900009"}]), first=3
    ),
    "two_active_plans": Case(
        sen2(
            sen2_persons=[{}, {"persontableid": "p2", "upn": TWO}],
            sen2_requests=[
                {},
                {"requeststableid": "r2", "receiveddate": "2025-Mar-04"},
                {"requeststableid": "r3", "persontableid": "p2"},
            ],
            sen2_active_plans=[{}, *({"activeplanstableid": f"c{n}", "requeststableid": f"r{n}"} for n in (2, 3))],
            sen2_placements=[{}, *({"placementdetailtableid": f"l{n}", "activeplanstableid": f"c{n}"} for n in (2, 3))],
            sen2_needs=[{}, *({"senneedtableid": f"s{n}", "activeplanstableid": f"c{n}"} for n in (2, 3))],
        ),
        first=3,
    ),
    "two_open_requests": Case(
        sen2(
            BELOW_REQUESTS,
            sen2_persons=[{}, {"persontableid": "p2", "upn": TWO}],
            sen2_requests=[
                {"requestoutcome": "A", "requestoutcomedate": ""},
                {"requeststableid": "r2", "requestoutcome": "A", "requestoutcomedate": "", "receiveddate": "2025-Mar-04"},
                {"requeststableid": "r3", "persontableid": "p2", "requestoutcome": "A", "requestoutcomedate": ""},
                {"requeststableid": "r4", "receiveddate": "2025-Mar-05"},
            ],
        ),
        first=3,
    ),
    "unit_and_resourced_provision": Case(
        sen2(
            sen2_placements=[
                {"senunitindicator": "True"},
                {"placementdetailtableid": "l2", "senunitindicator": "True", "resourcedprovisionindicator": "True"},
                {"placementdetailtableid": "l3", "resourcedprovisionindicator": "True"},
            ]
        ),
        first=3,
    ),
    "upn_check_letter_census": Case(
        files(
            "gias_schools",
            "census_schools",
            census_pupils=[
                {"upn": "A123456789012"},
                {"pupilonrolltableid": "pu2", "upn": "B123456789012"},
                {"pupilonrolltableid": "pu3", "upn": "n999 123426001 "},
                {"pupilonrolltableid": "pu4", "upn": "H12345678901A"},
            ],
        ),
        first=3,
    ),
    "upn_check_letter_sen2": Case(
        sen2(
            sen2_persons=[
                {"upn": "A123456789012"},
                {"persontableid": "p2", "upn": "I123456789012"},
                {"persontableid": "p3", "upn": "N999123426001"},
                {"persontableid": "p4", "upn": "H12345678901A"},
            ]
        ),
        first=3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", [rule.name for rule in read_rules()])
def test_the_rule_speaks_of_its_rows_and_nothing_else_does(name: str, folder: Path):
    assert name in CASES, f"queries/checks/{name}.sql has no example: add one to CASES, with a row that just misses it"
    case = CASES[name]
    rule = next(rule for rule in read_rules() if rule.name == name)
    report = check(write_files(folder, *case.files))
    assert [(finding.rule, finding.row, finding.count) for finding in report.findings] == [
        (name, case.first, case.count)
    ], report.findings
    (finding,) = report.findings
    assert (finding.severity, finding.sheet, finding.column) == (rule.severity, FEEDS[rule.feed].title, rule.column)
    assert finding.file == FILES[rule.feed].name
    assert_plain(finding)
    assert finding.message.startswith(rule.message)
    assert f"row {case.first}" in finding.message
    refused = case.count if rule.severity == "record rejected" else 0
    assert accounts(report)[finding.file][4] == refused


def test_no_example_is_left_of_a_rule_that_is_gone():
    assert not set(CASES) - {rule.name for rule in read_rules()}


@pytest.mark.parametrize("rule", read_rules(), ids=lambda rule: rule.name)
def test_every_rule_is_put_in_words(rule):
    feed = FEEDS[rule.feed]
    headings = {heading for column in feed.columns for heading in (column.heading or column.name).split("|")}
    assert rule.column in headings | {feed.record}, f"{rule.name} names a column {feed.title} does not print"
    assert rule.message[0].isupper() and not rule.message.endswith(".")
    assert rule.action[0].isupper() and rule.action.endswith(".")
    assert "_" not in rule.message
    assert not rule.counts or (rule.counts.count("{file}") == 1 and rule.counts.endswith("."))


@pytest.mark.parametrize("path", sorted((QUERIES / "checks").glob("*.sql")), ids=lambda path: path.stem)
def test_every_rule_asks_no_clock_and_changes_nothing(path: Path):
    words = path.read_text(encoding="utf-8").split("*/", 1)[1].casefold().replace("(", " ").split()
    assert not {
        "now",
        "today",
        "current_date",
        "current_timestamp",
        "random",
        "insert",
        "update",
        "delete",
        "create",
    } & set(words)
    assert "select" in words


def test_a_rule_with_a_wrong_header_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "checks").mkdir()
    monkeypatch.setattr(rules_module, "QUERIES", tmp_path)
    head = 'feed = "referrals"\nseverity = "to know"\ncolumn = "c"\nmessage = "M"\naction = "A."\n'
    for header, words in (
        (head + 'stge = "tables"\n', "bad.sql: .*stge"),
        (head.replace("to know", "warning"), "bad.sql: unknown severity, feed or stage"),
        (head.replace("referrals", "referal"), "bad.sql: unknown severity, feed or stage"),
        ("", "bad.sql: .*missing"),
        ("feed = ", "bad.sql: the header is not valid TOML"),
    ):
        (tmp_path / "checks" / "bad.sql").write_text(f"/*\n{header}*/\nselect 1\n", encoding="utf-8")
        with pytest.raises(SendMetricsError, match=words):
            read_rules.__wrapped__()
    (tmp_path / "checks" / "bad.sql").write_text("select 1\n", encoding="utf-8")
    with pytest.raises(SendMetricsError, match=r"bad.sql: the file must begin with its header"):
        read_rules.__wrapped__()
