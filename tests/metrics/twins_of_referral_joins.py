"""Measures that join referrals to education once more, deliberately dull: lists of dicts in, rows out. See twins.py."""

import datetime

from twins import advice_on, assessments_on, find_one, how_it_ended, requests_on, roll_on, why_not_placed
from twins_of_losses import Row, Tables, a_year_on, of_child, open_waits, referrals_on
from twins_of_plans import plans_on

SIX_WEEKS = datetime.timedelta(days=42)
SERVICE_OF = {
    "ep": "ep", "health_salt": "salt", "health_camhs": "camhs", "social_care": "social_care", "other": "other",
    "school": None,
}  # fmt: skip


def assessments_held_up_by_service(tables: Tables, as_at: datetime.date) -> list[Row]:
    late: dict[tuple, list[Row]] = {}
    for piece in advice_on(tables, as_at):
        if piece["received_date"] is None:
            late.setdefault((piece["request_id"] or piece["advice_id"], piece["adviser_service"]), []).append(piece)
    rows = []
    for pieces in late.values():
        piece = min(
            pieces,
            key=lambda one: (one["missing_from_date"] is not None, one["requested_date"], one["advice_id"]),
        )
        reasons = set()
        request = find_one(requests_on(tables, as_at), "request_id", piece["request_id"])
        if request is not None:
            assessment = find_one(assessments_on(tables, as_at), "request_id", request["request_id"])
            how, ended = how_it_ended(request, assessment)
            if how == "historical" or ended is not None:
                continue
            reasons |= why_not_placed(request, how, ended)
        if piece["missing_from_date"] is not None:
            reasons.add("Outstanding in an earlier extract, not in the newest")
        service = SERVICE_OF[piece["adviser_service"]]
        rows.append(
            {
                "advice_id": piece["advice_id"],
                **of_child(piece),
                "adviser_service": piece["adviser_service"],
                "service": service,
                "own_list": _own_list(piece["person_id"], service, tables, as_at),
                "period_date": as_at,
                "is_counted": piece["requested_date"] + SIX_WEEKS < min(as_at, piece["observed_to_date"]),
                "left_out": reasons,
            }
        )
    return rows


def _own_list(person: object, service: str | None, tables: Tables, as_at: datetime.date) -> str:
    referrals = referrals_on(tables, as_at)
    if service in (None, "other") or not any(row["service"] == service for row in referrals):
        return "no_list"
    of_person = [row for row in referrals if row["person_id"] == person]
    for newest, _ in open_waits(tables, as_at):
        if newest["missing_from_date"] is None and (newest["person_id"], newest["service"]) == (person, service):
            return "waiting"
    if any(row["service"] == service for row in of_person):
        return "known"
    return "not_referred" if of_person else "not_found"


def referrals_matched_to_education(tables: Tables, as_at: datetime.date) -> list[Row]:
    referrals = referrals_on(tables, as_at)
    found = {row["person_id"] for row in requests_on(tables, as_at)} | {
        row["person_id"] for row in plans_on(tables, as_at)
    }
    for row in referrals:
        if row["year_group"] is not None or row["is_fsm_eligible"] is not None:
            found.add(row["person_id"])
    return [
        {
            "referral_id": row["referral_id"],
            **of_child(row, "service", "provider_code"),
            "period_date": row["received_date"],
            "is_counted": row["person_id"] in found,
        }
        for row in referrals
    ]


def pupils_referred(tables: Tables, as_at: datetime.date) -> list[Row]:
    referrals = referrals_on(tables, as_at)
    rows = []
    for pupil in roll_on(tables, as_at):
        same = [other["census_date"] for other in roll_on(tables, as_at) if other["la_code"] == pupil["la_code"]]
        if pupil["census_date"] != max(same):
            continue
        days = [row["received_date"] for row in referrals if row["la_code"] == pupil["la_code"]]
        own = [row["received_date"] for row in referrals if row["person_id"] == pupil["person_id"]]
        reaches_back = bool(days) and a_year_on(min(days)) <= as_at
        rows.append(
            {
                "roll_id": pupil["roll_id"],
                **{name: pupil[name] for name in ("la_code", "person_id", "school_urn", "locality_code")},
                "year_group": pupil["year_group"],
                "is_fsm_eligible": pupil["is_fsm_eligible"],
                "period_date": as_at,
                "is_counted": any(a_year_on(day) > as_at for day in own),
                "left_out": set() if reaches_back else {"Referrals of the authority do not reach back 12 months"},
            }
        )
    return rows


TWINS_OF_REFERRAL_JOINS = {
    twin.__name__: twin for twin in (assessments_held_up_by_service, pupils_referred, referrals_matched_to_education)
}
