"""Small made-up tables for the measures of stages: cases with one or two pieces of advice and, for some, a draft."""

import datetime

from hypothesis import strategies as st
from small_tables import AS_AT_DAYS, DAYS, MONDAY, Tables, casework, casework_with_advice, sometimes

# Limits of the stages, met and passed by one: 28 and 56 days, with those of the cases themselves.
STEPS = [datetime.timedelta(number) for number in (-1, 0, 1, 14, 28, 29, 42, 43, 56, 57, 98, 99, 140)]


@st.composite
def casework_with_drafts(draw: st.DrawFn) -> Tables:
    tables = draw(casework())
    received = {request["request_id"]: request["received_date"] or MONDAY for request in tables["requests"]}
    events = [
        {
            "event_id": f"e{number}",
            "request_id": place,
            "event": draw(st.sampled_from(["draft_sent", "draft_sent", "panel"])),
            "event_date": received.get(place, MONDAY) + draw(st.sampled_from(STEPS)),
        }
        for number in range(draw(st.integers(1, 5)))
        for place in [draw(st.sampled_from(["r0", "r0", "r1", None]))]
    ]
    return tables | {"case_events": events}


@st.composite
def casework_with_advice_and_drafts(draw: st.DrawFn) -> Tables:
    return draw(casework_with_drafts()) | draw(casework_with_advice())


@st.composite
def late_plans(draw: st.DrawFn) -> Tables:
    """Plans issued after 139 to 170 days or never, each with up to three pieces of advice round its limits."""
    requests, assessments, advice = [], [], []
    for number in range(draw(st.integers(1, 3))):
        received = MONDAY + datetime.timedelta(draw(st.integers(0, 1)))
        issued = received + datetime.timedelta(draw(st.sampled_from([139, 140, 141, 145, 150, 170, -1])))
        outcome = draw(st.sampled_from("YYYYYNA"))
        row = {"request_id": f"r{number}", "la_code": "999", "person_id": number}
        requests.append(
            row
            | {
                "received_date": None if draw(st.integers(0, 9)) == 9 else received,
                "appears_date": received,
                "decision": "Y",
                "has_mediation": draw(st.integers(0, 9)) == 9,
                "appeal_known_date": MONDAY,
                "locality_code": draw(st.sampled_from(["north", None])),
            }
        )
        known = outcome in "YN" and draw(st.integers(0, 9)) != 9
        assessments.append(
            row
            | {
                "assessment_id": f"a{number}",
                "agreed_date": min(received, issued),
                "outcome": outcome,
                "outcome_date": issued if known else None,
                "outcome_known_date": issued if outcome in "YN" else None,
            }
        )
        advice += [_advice(draw, row, received, issued, place) for place in range(draw(st.integers(0, 3)))]
    return {"requests": requests, "assessments": assessments, "advice": advice}


def _advice(draw: st.DrawFn, row: dict, received: datetime.date, issued: datetime.date, place: int) -> dict:
    asked = received + datetime.timedelta(draw(st.sampled_from([42, 43, 90])))
    came = draw(
        st.sampled_from(
            [asked + datetime.timedelta(days) for days in (0, 41, 42, 43, 47, 52, 60)]
            + [max(asked, issued), max(asked, issued + datetime.timedelta(1)), None]
        )
    )
    return row | {
        "advice_id": f"v{row['request_id']}{place}",
        "adviser_service": draw(st.sampled_from(["ep", "social_care", "health_salt"])),
        "requested_date": asked,
        "received_date": came,
        "observed_to_date": draw(st.sampled_from(AS_AT_DAYS)),
        "missing_from_date": draw(st.sampled_from(DAYS)) if draw(sometimes) else None,
    }


TABLES_OF_STAGES = {
    "advice_days_late": casework_with_advice(),
    "advice_in_to_plan_wait": st.one_of(casework_with_advice(), late_plans()),
    "advice_received_within_6_weeks": casework_with_advice(),
    "assessments_open_by_stage_reached": casework_with_advice_and_drafts(),
    "decision_to_all_advice_wait": st.one_of(casework_with_advice(), late_plans()),
    "draft_to_plan_wait": casework_with_drafts(),
    "late_plans_by_last_advice": st.one_of(late_plans(), late_plans(), late_plans(), casework_with_advice()),
    "request_to_decision_wait": casework(),
}
