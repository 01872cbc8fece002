"""How the truth counts: clocks, ratios, waits and tallies, and what every count asks of a case."""

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from sendmetrics.synthetic.casework import Case
from sendmetrics.synthetic.plans import PlanLife
from sendmetrics.synthetic.sen2_files import is_told

# Clocks of data/reference/clocks.csv, repeated here so that a slip there is seen.
DECISION_DAYS, ADVICE_DAYS, NO_PLAN_DAYS, DRAFT_DAYS, PLAN_DAYS = 42, 42, 112, 112, 140


def ratio(values: Iterable[int]) -> dict[str, int]:
    """Their sum over their number: of days the parts of a mean; of truths a share, those that hold out of all."""
    listed = list(values)
    return {"numerator": sum(listed), "denominator": len(listed)}


def ratios(pairs: Iterable[tuple[str, int]]) -> dict[str, dict[str, int]]:
    """The same by key, in the order of the keys."""
    groups: dict[str, list[int]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: ratio(groups[key]) for key in sorted(groups)}


def proportion(rows: list[tuple[bool, dict[str, str]]]) -> dict:
    """All, and by each dimension of the rows: ``rows`` are (counted, {dimension: value})."""
    dimensions = list(rows[0][1]) if rows else []
    return {
        "all": ratio(counted for counted, _ in rows),
        **{name: ratios((values[name], counted) for counted, values in rows) for name in dimensions},
    }


def tally(values: Iterable[str]) -> dict[str, int]:
    """How many of each, in their order."""
    return dict(sorted(Counter(values).items()))


def wait(days: Iterable[int], limit: int | None = None, over: int | None = None) -> dict:
    """Count and spread of waits. Those over the limit are ``over`` where rows are held to limits of their own.

    With neither, as for a stock, nothing is within or over anything, unless nobody waits at all.
    """
    ordered = sorted(days)
    count = len(ordered)
    if limit is not None:
        over = sum(day > limit for day in ordered)
    elif not count:
        over = 0
    return {
        "count": count,
        "within_limit": None if over is None else count - over,
        "over_limit": over,
        "median_days": ordered[math.ceil(count * 0.5) - 1] if count else None,
        "p92_days": ordered[math.ceil(round(count * 0.92, 9)) - 1] if count else None,
        "longest_days": ordered[-1] if count else None,
    }


def a_year_on(day: datetime.date) -> datetime.date:
    """The same day of the next year; of 29 February, the 28th."""
    return datetime.date(day.year + 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def told_by_any(cases: list[Case], returns: list[datetime.date]) -> list[Case]:
    """Cases that some return holds: of the others no file knows."""
    return [case for case in cases if any(is_told(case, day, returns) for day in returns)]


def is_lost(case: Case, as_at: datetime.date, returns: list[datetime.date]) -> bool:
    """Whether the newest return, that of ``as_at``, no longer tells of a case."""
    return not is_told(case, as_at, returns)


def is_open(case: Case) -> bool:
    """Whether the request has neither led to a plan nor ended without one."""
    return case.ended is None if case.outcome else case.decision in ("A", "Y")


def stage_of(case: Case) -> str:
    """How far an open case has come, as the returns tell it."""
    if case.agreed is not None:
        return "plan_not_issued"
    return "in_assessment" if case.decision == "Y" or case.outcome else "undecided"


def days_taken(case: Case) -> int:
    """From the request to the end of an assessment that has ended."""
    return (case.ended - case.received).days


def days_told(case: Case, life: PlanLife, returns: list[datetime.date]) -> list[datetime.date]:
    """Reference dates of the returns that tell of a plan."""
    return [day for day in returns if is_told(case, day, returns) and life.is_told(day) and day >= life.issued]


def is_told_to_end(life: PlanLife, tells: list[datetime.date]) -> bool:
    """Whether one of the returns that tell of a plan came after its end."""
    return life.ceased is not None and any(day >= life.ceased for day in tells)
