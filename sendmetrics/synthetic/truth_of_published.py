"""What was planted of the published figure: bands, exceptions, appeals, the reconciliation, and how old open cases are."""

import datetime
from collections.abc import Callable

from sendmetrics.synthetic.casework import Case
from sendmetrics.synthetic.counting import (
    DECISION_DAYS,
    NO_PLAN_DAYS,
    PLAN_DAYS,
    days_taken,
    is_lost,
    is_open,
    ratio,
    ratios,
    stage_of,
    tally,
)
from sendmetrics.synthetic.people import People

YEAR_OF_WEEKS, STALLED_DAYS, MONTH = 364, 28, 30
AGE_BANDS = {
    "0_to_6_weeks": 42,
    "6_to_16_weeks": 112,
    "16_to_20_weeks": 140,
    "20_to_26_weeks": 182,
    "26_to_40_weeks": 280,
    "40_to_52_weeks": 364,
    "52_to_104_weeks": 728,
}

Counted = tuple[str, bool, Case]


def tell_published(
    people: People,
    told: list[Case],
    begins: datetime.date,
    as_at: datetime.date,
    returns: list[datetime.date],
    census_date: datetime.date,
    locality: Callable[[Case], str],
) -> dict:
    """Counts behind the measures of the published figure, of drop-outs and of the open cases' ages."""
    lost = [case for case in told if is_open(case) and is_lost(case, as_at, returns)]
    gone = {id(case) for case in lost}
    waiting = [case for case in told if is_open(case) and id(case) not in gone]
    last_event = {id(case): _last_event(case, people.has_upn_on(case.child, census_date)) for case in waiting}
    standings = {id(case): "missing" if id(case) in gone else _standing(case, begins) for case in told}
    return {
        **_plans(told, begins, locality),
        **_decisions(told, begins, locality),
        "cases_in_the_20_week_rate": _numbers([(standings[id(case)], locality(case)) for case in told]),
        "assessments_stalled": {
            "all": ratio((as_at - last_event[id(case)]).days >= STALLED_DAYS for case in waiting),
            "stage": ratios((stage_of(case), (as_at - last_event[id(case)]).days >= STALLED_DAYS) for case in waiting),
        },
    }


def tell_ages(told: list[Case], as_at: datetime.date, returns: list[datetime.date]) -> dict[str, dict[str, int]]:
    """Open cases by age and by the time left of the 20 weeks."""
    ages = [(as_at - case.received).days for case in told if is_open(case) and not is_lost(case, as_at, returns)]
    bands = (next((band for band, days in AGE_BANDS.items() if age <= days), "over_104_weeks") for age in ages)
    left = ("past" if age > PLAN_DAYS else "within_30_days" if age >= PLAN_DAYS - MONTH else "later" for age in ages)
    return {"age_band": tally(bands), "due": tally(left)}


def _by_year_and_area(rows: list[Counted], locality: Callable[[Case], str]) -> dict:
    """All, by calendar year and by local area."""
    return {
        "all": ratio(is_counted for _, is_counted, _ in rows),
        "year": ratios((year, is_counted) for year, is_counted, _ in rows),
        "locality": ratios((locality(case), is_counted) for _, is_counted, case in rows),
    }


def _plans(told: list[Case], begins: datetime.date, locality: Callable[[Case], str]) -> dict:
    every = [case for case in told if case.is_issued and case.ended >= begins]
    published = [case for case in every if not case.has_mediation]

    def share(cases: list[Case], is_counted: Callable[[Case], bool]) -> dict:
        return _by_year_and_area([(str(case.ended.year), is_counted(case), case) for case in cases], locality)

    def both_ways(is_counted: Callable[[Case], bool]) -> dict:
        by_exception = ratios(("true" if case.has_exception else "false", is_counted(case)) for case in published)
        return share(published, is_counted) | {"exception": by_exception}

    lawful = [case for case in every if not case.has_exception]
    by_exception = {
        flag: [case for case in published if case.has_exception == (flag == "true")] for flag in ("true", "false")
    }
    return {
        "plans_issued_within_20_weeks_with_appeals": share(every, lambda case: days_taken(case) <= PLAN_DAYS),
        "plans_issued_within_20_weeks_excluding_exceptions_with_appeals": share(
            lawful, lambda case: days_taken(case) <= PLAN_DAYS
        ),
        "plans_issued_after_20_to_52_weeks": both_ways(lambda case: PLAN_DAYS < days_taken(case) <= YEAR_OF_WEEKS),
        "plans_issued_after_52_weeks": both_ways(lambda case: days_taken(case) > YEAR_OF_WEEKS),
        "plans_with_exception": share(published, lambda case: case.has_exception),
        "weeks_to_plan": {
            "all": ratio(map(days_taken, published)),
            "exception": {flag: ratio(map(days_taken, cases)) for flag, cases in by_exception.items() if cases},
        },
    }


def _decisions(told: list[Case], begins: datetime.date, locality: Callable[[Case], str]) -> dict:
    refused_plans = [case for case in told if case.outcome == "N" and case.ended >= begins]
    ended = [case for case in told if case.outcome in ("Y", "N") and case.ended is not None and case.ended >= begins]
    decided = [case for case in told if case.decision in ("Y", "N") and case.decided >= begins]
    return {
        "no_plan_decisions_within_16_weeks": _by_year_and_area(
            [(str(case.ended.year), days_taken(case) <= NO_PLAN_DAYS, case) for case in refused_plans],
            locality,
        ),
        "assessments_ended_without_plan": _by_year_and_area(
            [(str(case.ended.year), case.outcome == "N", case) for case in ended], locality
        ),
        "decisions_made_within_6_weeks": _by_year_and_area(
            [(str(case.decided.year), (case.decided - case.received).days <= DECISION_DAYS, case) for case in decided],
            locality,
        ),
        "requests_refused_of_decided": _by_year_and_area(
            [
                (str(case.received.year), case.decision == "N", case)
                for case in told
                if case.received >= begins and case.decision in ("Y", "N")
            ],
            locality,
        ),
    }


def _standing(case: Case, begins: datetime.date) -> str:
    """Where a case that a return still tells of stands: in the rate, or out of it and why."""
    if case.outcome in ("Y", "N") and case.ended is not None and case.ended < begins:
        return "historical"
    if case.is_issued:
        if case.has_mediation:
            return "appeal"
        kind = "exception" if case.has_exception else "rate"
        return f"{kind}_in_time" if days_taken(case) <= PLAN_DAYS else f"{kind}_late"
    if case.outcome in ("N", "W"):
        return "no_plan" if case.outcome == "N" else "withdrawn"
    if not case.outcome and case.decision in ("N", "W"):
        return "refused" if case.decision == "N" else "withdrawn"
    return stage_of(case)


def _numbers(rows: list[tuple[str, str]]) -> dict:
    return {
        "all": len(rows),
        "rate_standing": tally(standing for standing, _ in rows),
        "locality": tally(place for _, place in rows),
    }


def _last_event(case: Case, is_child_known: bool) -> datetime.date:
    """The day of the last thing that the files date; advice and case events only where the files tell whose they are."""
    days = [case.received, *([case.decided] if case.decided is not None else [])]
    if is_child_known:
        days += [day for _, asked, came in case.advice for day in (asked, came) if day is not None] + case.noted
    return max(days)
