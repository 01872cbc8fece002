"""Small made-up tables for the twins: few rows, few days, so that every limit is met, passed and missed by one.

What the build promises of a row (a date that is known once it has happened, an
outcome only where there was a decision, referrals of a chain in order) holds
here too; everything else is left to chance, missing values included.
"""

import datetime

from hypothesis import strategies as st
from small_tables_of_plans import TABLES_OF_PLANS

MONDAY = datetime.date(2025, 1, 6)


def _day(number: int) -> datetime.date:
    return MONDAY + datetime.timedelta(number)


# Cases start on the first two days and end 42, 43, 140 or 141 days on, so that a limit is often met and passed by one.
STARTS = [_day(number) for number in (0, 1)]
DAYS = [_day(number) for number in (0, 1, 42, 43, 44, 140, 141, 142, 300)]
AS_AT_DAYS = [*DAYS, DAYS[-1], DAYS[-1], DAYS[-1], DAYS[-1]]
STEPS = [datetime.timedelta(number) for number in (42, 43, 140, 141, 0, -1)]

days = st.sampled_from(DAYS)
flags = st.booleans()
rarely = st.integers(0, 7).map(lambda number: number == 7)
sometimes = st.integers(0, 2).map(lambda number: number == 2)
starts = st.one_of(st.sampled_from(STARTS), st.sampled_from(STARTS), days)
AUTHORITY_OF = {"900001": "999", "900002": "999", "900003": "998"}
schools = st.sampled_from(sorted(AUTHORITY_OF))

Tables = dict[str, list[dict]]


def or_none(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(st.none(), values)


def _child(draw: st.DrawFn) -> dict:
    return {
        "la_code": draw(st.sampled_from(["999", "998"])),
        "person_id": draw(st.integers(1, 3)),
        "school_urn": draw(or_none(schools)),
        "locality_code": draw(or_none(st.sampled_from(["north", "south"]))),
        "need_type": draw(or_none(st.sampled_from(["ASD", "SLCN"]))),
        "year_group": draw(or_none(st.sampled_from(["R", "7"]))),
        "is_fsm_eligible": draw(or_none(flags)),
        "is_looked_after": draw(or_none(flags)),
    }


def _step(draw: st.DrawFn, start: datetime.date) -> datetime.date:
    return start + draw(st.sampled_from(STEPS))


def _decision(
    draw: st.DrawFn, codes: str, start: datetime.date
) -> tuple[str, datetime.date | None, datetime.date | None]:
    """A code, its day, and the day it was known: its own, else that of the return that first said so."""
    code = draw(st.sampled_from(codes))
    if code not in "YNW":
        return code, None, None
    day = None if draw(sometimes) else _step(draw, start)
    return code, day, day or draw(days)


def _request(draw: st.DrawFn, number: int) -> dict:
    received = None if draw(rarely) else draw(starts)
    decision, decided, decision_known = _decision(draw, "YYNNNAAWWH", received or MONDAY)
    is_exported, has_mediation, has_tribunal = draw(rarely), draw(rarely), draw(rarely)
    return {
        "request_id": f"r{number}",
        **_child(draw),
        "home_locality_code": draw(or_none(st.sampled_from(["east", "west"]))),
        "received_date": received,
        # A child whose request was decided elsewhere or long ago is known from the first return that tells of it.
        "appears_date": received if received and decision != "H" else draw(days),
        "decision": decision,
        "decided_date": decided,
        "decision_known_date": decision_known,
        "is_exported": is_exported,
        "exported_known_date": draw(days) if is_exported else None,
        "has_mediation": has_mediation,
        "has_tribunal": has_tribunal,
        "appeal_known_date": draw(days) if has_mediation or has_tribunal else None,
        "observed_from_date": DAYS[1] if draw(rarely) else MONDAY,
        "observed_to_date": draw(st.sampled_from(AS_AT_DAYS)),
        "missing_from_date": draw(days) if draw(sometimes) else None,
    }


def _assessment(draw: st.DrawFn, number: int, start: datetime.date) -> dict:
    outcome, outcome_date, outcome_known = _decision(draw, "YYYYNNAAWWH", start)
    agreed = draw(days)
    # A plan agreed may yet be refused or withdrawn before it is issued.
    is_plan_agreed = outcome == "Y" or (outcome in "NW" and draw(rarely))
    return {
        "assessment_id": f"a{number}",
        "request_id": f"r{number}",
        "la_code": draw(st.sampled_from(["999", "998"])),
        "person_id": draw(st.integers(1, 3)),
        "agreed_date": min(agreed, outcome_date) if outcome_date else agreed,
        "outcome": outcome,
        "outcome_date": outcome_date,
        "outcome_known_date": outcome_known,
        "is_plan_agreed": is_plan_agreed,
        "plan_agreed_known_date": min(outcome_known, draw(days)) if is_plan_agreed else None,
        "has_20_week_exception": draw(rarely),
        "has_mediation": draw(rarely),
        "has_tribunal": draw(rarely),
    }


@st.composite
def casework(draw: st.DrawFn) -> Tables:
    """Requests, and for most of them an assessment."""
    requests = [_request(draw, number) for number in range(draw(st.integers(2, 6)))]
    assessments = [
        _assessment(draw, number, request["received_date"] or MONDAY)
        for number, request in enumerate(requests)
        if not draw(sometimes)
    ]
    return {"requests": requests, "assessments": assessments}


@st.composite
def casework_with_advice(draw: st.DrawFn) -> Tables:
    """Advice for one of the requests, for one that is not there, or for none."""
    tables = draw(casework())
    advice = []
    for number in range(draw(st.integers(2, 6))):
        asked = draw(starts)
        came = None if draw(flags) else _step(draw, asked)
        advice.append(
            {
                "advice_id": f"v{number}",
                "request_id": draw(st.sampled_from(["r0", "r0", "r1", None])),
                **_child(draw),
                "adviser_service": draw(st.sampled_from(["ep", "social_care"])),
                "provider_code": draw(or_none(st.just("RXX"))),
                "requested_date": asked,
                "received_date": max(came, asked) if came else None,
                "observed_to_date": draw(days),
                "missing_from_date": draw(days) if draw(sometimes) else None,
            }
        )
    return tables | {"advice": advice}


@st.composite
def pupils_and_counts(draw: st.DrawFn) -> Tables:
    """Pupils of a school and census day, or its published numbers, never both."""
    roll, counts = [], []
    places = draw(st.lists(st.tuples(schools, days), min_size=1, max_size=6, unique=True))
    for urn, day in places:
        where = {
            "la_code": AUTHORITY_OF[urn],
            "school_urn": urn,
            "locality_code": draw(or_none(st.just("north"))),
            "census_date": day,
        }
        if draw(flags):
            number = or_none(st.integers(0, 6))
            published = {"pupils": draw(number), "sen_support": draw(number), "ehc_plans": draw(number)}
            counts.append({"school_count_id": len(counts) + 1, **where, **published})
            continue
        for _ in range(draw(st.integers(1, 3))):
            pupil = {
                "person_id": draw(st.integers(1, 5)),
                "year_group": draw(or_none(st.sampled_from(["R", "7"]))),
                "sen_provision": draw(st.sampled_from("NKAPES")),
                "is_fsm_eligible": draw(or_none(flags)),
            }
            roll.append({"roll_id": len(roll) + 1, **where, **pupil})
    return {"roll": roll, "school_counts": counts}


@st.composite
def senco_returns(draw: st.DrawFn) -> Tables:
    """Posts of several schools in two terms, returned on several days, and the pupils beside them."""
    hours = st.sampled_from([0.0, 4.5, 19.5, 20.0, 20.5, 32.5])
    posts = []
    for number in range(draw(st.integers(2, 6))):
        urn = draw(schools)
        posts.append(
            {
                "senco_post_id": f"s{number}",
                "la_code": AUTHORITY_OF[urn],
                "school_urn": urn,
                "locality_code": f"area of {urn}",
                "snapshot_date": draw(days),
                "academic_year": draw(st.sampled_from(["2023/24", "2024/25"])),
                "term": draw(st.sampled_from(["autumn", "spring", "summer"])),
                "protected_hours": draw(hours),
                "teaching_hours": draw(or_none(hours)),
            }
        )
    return draw(pupils_and_counts()) | {"senco_posts": posts}


TABLES_OF = {
    "advice_wait": casework_with_advice(),
    "assessments_open": casework(),
    "ehc_plan_share": pupils_and_counts(),
    "plans_issued_within_20_weeks": casework(),
    "plans_issued_within_20_weeks_excluding_exceptions": casework(),
    "request_to_plan_wait": casework(),
    "requests_decided_within_6_weeks": casework(),
    "requests_received": casework(),
    "requests_refused": casework(),
    "sen_support_share": pupils_and_counts(),
    "senco_hours_per_10_pupils_with_sen": senco_returns(),
    "sencos_teaching_full_time": senco_returns(),
    "appeals_and_mediation": casework(),
    **TABLES_OF_PLANS,
}
