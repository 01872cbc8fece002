"""Small made-up reviews with notices of amendments and amended plans round the 12 weeks. See small_tables.py."""

import datetime

from hypothesis import strategies as st
from small_tables_of_plans import AUTHORITY_OF, MONDAY, REQUESTS, Tables, flags, held_plans, rarely, sometimes

# Days 140 to 142 and 300 are looked at: twelve weeks and a day more or less before each of them.
MEETINGS = [MONDAY + datetime.timedelta(number) for number in (0, 0, 1, 56, 57, 58, 120, 216)]
STEPS = [datetime.timedelta(number) for number in (-1, 0, 20, 83, 84, 84, 85, 120, 216)]
ENDS = [MONDAY + datetime.timedelta(number) for number in (120, 141, 142, 300, 300, 300)]


@st.composite
def amended_plans(draw: st.DrawFn) -> Tables:
    """Reviews of up to three plans; most have a notice or an amended plan in the log, some of the next review."""
    tables = draw(held_plans())
    for plan in tables["plans"]:
        if not draw(sometimes):
            plan |= {"is_ceased": False, "ceased_date": None, "cease_reason": None, "ceased_known_date": None}
    reviews = []
    for plan in tables["plans"]:
        name = plan["request_id"]
        meetings = sorted(draw(st.sets(st.sampled_from(MEETINGS), max_size=3)))
        for place, meeting in enumerate([*meetings, *([None] if draw(rarely) else [])]):
            letter = (meeting or MONDAY) + datetime.timedelta(28) if draw(flags) else None
            reviews.append(
                {
                    "annual_review_id": f"{name} {place}",
                    "request_id": name,
                    "la_code": AUTHORITY_OF[name],
                    "person_id": 1,
                    "review_meeting_date": meeting,
                    "review_decided_date": letter,
                    "appears_date": max(meeting or letter or MONDAY, plan["appears_date"]),
                    "next_meeting_date": meetings[place + 1] if place + 1 < len(meetings) else None,
                    "observed_from_date": draw(st.sampled_from([MONDAY, MONDAY, MEETINGS[2]])),
                    "known_to": draw(st.sampled_from(ENDS)),
                    "observed_to_date": draw(st.sampled_from(ENDS)),
                }
            )
    events = [_event(draw, number) for number in range(draw(st.integers(0, 6)))]
    # Every extract notes something on the first day: else few reviews would be held after the log begins.
    begins = [_at_first(code) for code in ("998", "999") if not draw(rarely)]
    return tables | {"annual_reviews": reviews, "case_events": [*events, *begins]}


def _event(draw: st.DrawFn, number: int) -> dict:
    request = draw(st.sampled_from(REQUESTS))
    return {
        "event_id": f"e{number}",
        "request_id": request,
        "la_code": AUTHORITY_OF[request],
        "event": draw(st.sampled_from(["amended_plan", "amended_plan", "amendment_notice", "draft_sent"])),
        "event_date": draw(st.sampled_from(MEETINGS)) + draw(st.sampled_from(STEPS)),
        "known_to": draw(st.sampled_from(ENDS)),
    }


def _at_first(la_code: str) -> dict:
    return {
        "event_id": f"first {la_code}",
        "request_id": "other",
        "la_code": la_code,
        "event": "panel",
        "event_date": MONDAY,
        "known_to": ENDS[0],
    }


TABLES_OF_REVIEWS = {"amended_plans_within_12_weeks": amended_plans()}
