"""Which made-up children the authority looked after, and when: looked_after.csv, from a stream of chance of its own."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy

from sendmetrics.synthetic.casework import Case
from sendmetrics.synthetic.csv_files import write_rows
from sendmetrics.synthetic.people import People

# Of children with a request: looked after on that day, only before it, only after it.
SHARE_THEN, SHARE_BEFORE, SHARE_AFTER = 0.04, 0.015, 0.01
# Of children without one: long ago, so that the extract can speak for the days since.
SHARE_LONG_AGO, FEWEST_LONG_AGO, LONG_AGO = 0.001, 5, datetime.timedelta(days=4200)
# Far from the numbers of the demo's other streams, so that none of their draws changes.
STREAM = 1989


@dataclass(frozen=True)
class Period:
    """A time in which the authority looked after a child; ``end`` is its last day, None while it goes on."""

    child: int
    start: datetime.date
    end: datetime.date | None


def make_periods(people: People, cases: list[Case], as_at: datetime.date, seed: int) -> list[Period]:
    """Periods of children with a request around, before and after its day, and of others long ago."""
    rng = numpy.random.Generator(numpy.random.PCG64(numpy.random.SeedSequence(seed, spawn_key=(STREAM,))))
    periods = []
    for case in cases:
        draw, before, after = rng.random(), int(rng.integers(20, 1600)), int(rng.integers(0, 1400))
        # A return of the day of the request must hold the UPN that the extract names the child by.
        if not people.has_upn_on(case.child, case.received):
            continue
        if draw < SHARE_THEN:
            first, last = case.received - _days(before), case.received + _days(after)
        elif draw < SHARE_THEN + SHARE_BEFORE:
            first, last = case.received - _days(before + 400), case.received - _days(before // 10)
        elif draw < SHARE_THEN + SHARE_BEFORE + SHARE_AFTER:
            first, last = case.received + _days(before // 10), case.received + _days(before // 10 + after)
        else:
            continue
        first = max(first, _birth(people, case.child))
        if first <= min(last, as_at):
            periods.append(Period(case.child, first, last if last <= as_at else None))
    with_case = {case.child for case in cases}
    older = [c for c in range(len(people)) if c not in with_case and _birth(people, c) <= as_at - LONG_AGO]
    for child in sorted(rng.choice(older, max(FEWEST_LONG_AGO, round(len(older) * SHARE_LONG_AGO)), replace=False)):
        first = _birth(people, int(child)) + _days(int(rng.integers(0, 900)))
        periods.append(Period(int(child), first, first + _days(int(rng.integers(30, 900)))))
    return periods


def _days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def _birth(people: People, child: int) -> datetime.date:
    return people.birth[child].astype(object)


def mark_cases(
    cases: list[Case], periods: list[Period], as_at: datetime.date, is_known_by_upn: Callable[[Case], bool]
) -> None:
    """Note on each case whether its child was looked after on the day of the request; None where the extract cannot tell."""
    by_child: dict[int, list[Period]] = defaultdict(list)
    for period in periods:
        by_child[period.child].append(period)
    begins = min(period.end for period in periods if period.end is not None)
    for case in cases:
        if begins <= case.received <= as_at and is_known_by_upn(case):
            case.is_looked_after = any(
                period.start <= case.received <= (period.end or as_at) for period in by_child[case.child]
            )


def write_looked_after(path: Path, people: People, periods: list[Period], as_at: datetime.date) -> Path:
    """looked_after.csv as children's social care would export it: every period, ended ones too."""
    rows = (
        [as_at, "social care", people.upn[period.child], period.start, period.end or ""]
        for period in sorted(periods, key=lambda period: (period.start, period.child))
    )
    return write_rows(path, ["snapshot_date", "source", "person_ref", "looked_after_from", "looked_after_to"], rows)
