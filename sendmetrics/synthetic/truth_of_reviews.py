"""What was planted of amended plans after annual reviews, counted from the simulation and never by the product's SQL."""

import datetime
from collections import defaultdict

from sendmetrics.synthetic.case_events import CaseEvent
from sendmetrics.synthetic.casework import Case, first_day_told
from sendmetrics.synthetic.counting import days_told, is_told_to_end, ratio, ratios
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.plans import PlanLife

AMENDED_PLAN_DAYS = 84
KINDS = ("amendment_notice", "amended_plan")


def tell_truth_of_reviews(
    people: People,
    cases: list[Case],
    lives: dict[int, PlanLife],
    events: list[CaseEvent],
    returns: list[datetime.date],
    census_date: datetime.date,
) -> dict:
    """Counts behind the measure of amended plans on the day of the newest return; ``events`` are all of the log."""
    noted = [event for event in events if people.has_upn_on(event.case.child, census_date)]
    begins = max(first_day_told(returns[0]), min((event.day for event in noted), default=returns[-1]))
    log: dict[int, list[CaseEvent]] = defaultdict(list)
    for event in noted:
        if event.event in KINDS:
            log[event.case.number].append(event)
    counted: list[tuple[int, bool]] = []
    for case in cases:
        if case.number in log:
            counted += _reviews(case, lives[case.number], log[case.number], begins, returns)
    return {
        "amended_plans_within_12_weeks": {
            "all": ratio(in_time for _, in_time in counted),
            "year": ratios((str(year), in_time) for year, in_time in counted),
        }
    }


def _reviews(
    case: Case, life: PlanLife, log: list[CaseEvent], begins: datetime.date, returns: list[datetime.date]
) -> list[tuple[int, bool]]:
    """Year of the meeting, and whether the amended plan came in time, of each review that counts."""
    tells = days_told(case, life, returns)
    held = [day for day in tells if life.is_active(day)]
    meetings = sorted({meeting for day in held if (meeting := life.review_on(day)[0])})
    counted = []
    for meeting, following in zip(meetings, [*meetings[1:], datetime.date.max], strict=False):
        due = meeting + datetime.timedelta(days=AMENDED_PLAN_DAYS)
        own = [event for event in log if meeting <= event.day < following]
        if meeting < begins or not own or due >= returns[-1]:
            continue
        issued = [event.day for event in own if event.event == "amended_plan"]
        is_in_time = bool(issued) and min(issued) <= due
        is_over = is_told_to_end(life, tells)
        is_gone = is_over and life.ceased <= due
        is_lost = not issued and not is_over and returns[-1] not in held
        if is_in_time or not (is_gone or is_lost):
            counted.append((meeting.year, is_in_time))
    return counted
