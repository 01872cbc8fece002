"""What was planted of the published figure: bands, exceptions, appeals, the reconciliation, and how old open cases are."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from sendmetrics.synthetic.casework import Case
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.sen2_files import is_told

SIX_WEEKS, SIXTEEN_WEEKS, TWENTY_WEEKS, YEAR_OF_WEEKS = 42, 112, 140, 364
STALLED_DAYS, MONTH = 28, 30
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
    stage: Callable[[Case], str],
) -> dict:
    """Counts behind the measures of the published figure, of drop-outs and of the open cases' ages."""
    lost = [case for case in told if _is_open(case) and not is_told(case, as_at, returns)]
    gone = {id(case) for case in lost}
    waiting = [case for case in told if _is_open(case) and id(case) not in gone]
    last_event = {id(case): _last_event(case, people.has_upn_on(case.child, census_date)) for case in waiting}
    standings = {id(case): "missing" if id(case) in gone else _standing(case, begins, stage) for case in told}
    return {
        **_plans(told, begins, locality),
        **_decisions(told, gone, begins, locality),
        "cases_in_the_20_week_rate": _numbers([(standings[id(case)], locality(case)) for case in told]),
        "assessments_stalled": {
            "all": _pair((as_at - last_event[id(case)]).days >= STALLED_DAYS for case in waiting),
            "stage": _pairs((stage(case), (as_at - last_event[id(case)]).days >= STALLED_DAYS) for case in waiting),
        },
    }


def tell_ages(told: list[Case], as_at: datetime.date, returns: list[datetime.date]) -> dict[str, dict[str, int]]:
    """Open cases by age and by the time left of the 20 weeks."""
    ages = [(as_at - case.received).days for case in told if _is_open(case) and is_told(case, as_at, returns)]
    bands = Counter(next((band for band, days in AGE_BANDS.items() if age <= days), "over_104_weeks") for age in ages)
    left = Counter(
        "past" if age > TWENTY_WEEKS else "within_30_days" if age >= TWENTY_WEEKS - MONTH else "later" for age in ages
    )
    return {"age_band": dict(sorted(bands.items())), "due": dict(sorted(left.items()))}


def _is_open(case: Case) -> bool:
    return case.ended is None if case.outcome else case.decision in ("A", "Y")


def _pair(counted: Iterable[bool]) -> dict[str, int]:
    counted = list(counted)
    return {"numerator": sum(counted), "denominator": len(counted)}


def _pairs(counted: Iterable[tuple[str, bool]]) -> dict[str, dict[str, int]]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for key, is_counted in counted:
        groups[key].append(is_counted)
    return {key: _pair(groups[key]) for key in sorted(groups)}


def _proportion(rows: list[Counted], locality: Callable[[Case], str]) -> dict:
    """All, by calendar year and by local area."""
    return {
        "all": _pair(is_counted for _, is_counted, _ in rows),
        "year": _pairs((year, is_counted) for year, is_counted, _ in rows),
        "locality": _pairs((locality(case), is_counted) for _, is_counted, case in rows),
    }


def _plans(told: list[Case], begins: datetime.date, locality: Callable[[Case], str]) -> dict:
    every = [case for case in told if case.outcome == "Y" and case.ended is not None and case.ended >= begins]
    published = [case for case in every if not case.has_mediation]

    def days(case: Case) -> int:
        return (case.ended - case.received).days

    def share(cases: list[Case], is_counted: Callable[[Case], bool]) -> dict:
        return _proportion([(str(case.ended.year), is_counted(case), case) for case in cases], locality)

    def both_ways(is_counted: Callable[[Case], bool]) -> dict:
        by_exception = _pairs(("true" if case.has_exception else "false", is_counted(case)) for case in published)
        return share(published, is_counted) | {"exception": by_exception}

    lawful = [case for case in every if not case.has_exception]
    by_exception = {
        flag: [case for case in published if case.has_exception == (flag == "true")] for flag in ("true", "false")
    }
    return {
        "plans_issued_within_20_weeks_with_appeals": share(every, lambda case: days(case) <= TWENTY_WEEKS),
        "plans_issued_within_20_weeks_excluding_exceptions_with_appeals": share(
            lawful, lambda case: days(case) <= TWENTY_WEEKS
        ),
        "plans_issued_after_20_to_52_weeks": both_ways(lambda case: TWENTY_WEEKS < days(case) <= YEAR_OF_WEEKS),
        "plans_issued_after_52_weeks": both_ways(lambda case: days(case) > YEAR_OF_WEEKS),
        "plans_with_exception": share(published, lambda case: case.has_exception),
        "weeks_to_plan": {
            "all": {"numerator": sum(map(days, published)), "denominator": len(published)},
            "exception": {
                flag: {"numerator": sum(map(days, cases)), "denominator": len(cases)}
                for flag, cases in by_exception.items()
                if cases
            },
        },
    }


def _decisions(told: list[Case], lost: set[int], begins: datetime.date, locality: Callable[[Case], str]) -> dict:
    refused_plans = [case for case in told if case.outcome == "N" and case.ended >= begins]
    ended = [case for case in told if case.outcome in ("Y", "N") and case.ended is not None and case.ended >= begins]
    decided = [case for case in told if case.decision in ("Y", "N") and case.decided >= begins]
    return {
        "no_plan_decisions_within_16_weeks": _proportion(
            [
                (str(case.ended.year), (case.ended - case.received).days <= SIXTEEN_WEEKS, case)
                for case in refused_plans
            ],
            locality,
        ),
        "assessments_ended_without_plan": _proportion(
            [(str(case.ended.year), case.outcome == "N", case) for case in ended], locality
        ),
        "decisions_made_within_6_weeks": _proportion(
            [(str(case.decided.year), (case.decided - case.received).days <= SIX_WEEKS, case) for case in decided],
            locality,
        ),
        "requests_refused_of_decided": _proportion(
            [
                (str(case.received.year), case.decision == "N", case)
                for case in told
                if case.received >= begins and case.decision in ("Y", "N")
            ],
            locality,
        ),
    }


def _standing(case: Case, begins: datetime.date, stage: Callable[[Case], str]) -> str:
    """Where a case that a return still tells of stands: in the rate, or out of it and why."""
    if case.outcome in ("Y", "N") and case.ended is not None and case.ended < begins:
        return "historical"
    if case.outcome == "Y" and case.ended is not None:
        if case.has_mediation:
            return "appeal"
        kind = "exception" if case.has_exception else "rate"
        return f"{kind}_in_time" if (case.ended - case.received).days <= TWENTY_WEEKS else f"{kind}_late"
    if case.outcome in ("N", "W"):
        return "no_plan" if case.outcome == "N" else "withdrawn"
    if not case.outcome and case.decision in ("N", "W"):
        return "refused" if case.decision == "N" else "withdrawn"
    return stage(case)


def _numbers(rows: list[tuple[str, str]]) -> dict:
    return {
        "all": len(rows),
        "rate_standing": dict(sorted(Counter(standing for standing, _ in rows).items())),
        "locality": dict(sorted(Counter(place for _, place in rows).items())),
    }


def _last_event(case: Case, is_child_known: bool) -> datetime.date:
    """The day of the last thing that the files date; advice and case events only where the files tell whose they are."""
    days = [case.received, *([case.decided] if case.decided is not None else [])]
    if is_child_known:
        days += [day for _, asked, came in case.advice for day in (asked, came) if day is not None] + case.noted
    return max(days)
