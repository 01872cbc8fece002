"""The made-up authority's EHC casework: requests come, are decided, assessed and planned for, week by week.

In the story the capacity to issue plans falls 18 months before the newest day
while cases that can still be in time go first, so that the published rate
stays high and a late list grows behind it. Speech and language advice is the
slowest, and one local area waits longer. Plain: capacity follows demand.
"""

import datetime
from dataclasses import dataclass, field

import numpy

from sendmetrics.synthetic.people import People, third_thursday
from sendmetrics.synthetic.places import SLOW_LOCALITY

RETURNS = 4
REQUESTS_A_YEAR = 0.018
PLAN_DAYS = 140
FALL_OF_CAPACITY = 0.62
WEEKS_SINCE_FALL = 78
SLOW_ADVISER = "health_salt"
ADVISERS = {"ep": (1.0, 30), "school": (1.0, 16), "health_paediatrics": (0.7, 34), "health_salt": (0.6, 30), "health_ot": (0.3, 36), "social_care": (1.0, 26)}  # fmt: skip


@dataclass
class Case:
    """One request and what became of it; a date is None until the event has happened.

    ``noted`` are the days of what the case system holds of it.
    """

    number: int
    child: int
    received: datetime.date
    decided: datetime.date | None = None
    decision: str = "A"
    agreed: datetime.date | None = None
    outcome: str = ""
    ended: datetime.date | None = None
    has_exception: bool = False
    has_mediation: bool = False
    is_unrecorded: bool = False
    advice: list[tuple[str, datetime.date, datetime.date | None]] = field(default_factory=list)
    noted: list[datetime.date] = field(default_factory=list)
    is_special: bool = False
    is_old: bool = False
    is_looked_after: bool | None = None

    @property
    def is_issued(self) -> bool:
        """Whether a plan was issued."""
        return self.outcome == "Y" and self.ended is not None


def return_dates(as_at: datetime.date) -> list[datetime.date]:
    """Reference dates of the four SEN2 returns: three past January days, and the newest day."""
    januaries = [third_thursday(year) for year in range(as_at.year - RETURNS, as_at.year + 1)]
    return [*[day for day in januaries if day < as_at][-(RETURNS - 1) :], as_at]


def first_day_told(reference: datetime.date) -> datetime.date:
    """First day of the calendar year that a return tells of: the one before that of its reference date."""
    return datetime.date(reference.year - 1, 1, 1)


def simulate_cases(
    people: People, pupils: int, as_at: datetime.date, rng: numpy.random.Generator, is_plain: bool, volume: float = 1.0
) -> list[Case]:
    """All cases up to ``as_at``, plans from before the first return's year included; ``volume`` multiplies the requests."""
    begins = first_day_told(return_dates(as_at)[0]) - datetime.timedelta(weeks=30)
    fall = as_at - datetime.timedelta(weeks=WEEKS_SINCE_FALL)
    cases = _old_plans(people, begins, rng, volume)
    taken = {case.child for case in cases}
    waiting: list[tuple[datetime.date, Case]] = []
    weekly = pupils * REQUESTS_A_YEAR * volume / 52
    capacity = weekly * 0.69
    carried = 0.0
    week, number = begins, len(cases)
    while week <= as_at:
        years = (week - begins).days / 365
        for _ in range(rng.poisson(weekly * (1 + 0.05 * years))):
            child = _choose_child(people, week, taken, rng)
            taken.add(child)
            number += 1
            case = Case(number, child, week + datetime.timedelta(days=int(rng.integers(0, 7))))
            ready = _decide_and_assess(case, people, as_at, rng, is_plain, fall)
            cases.append(case)
            if ready is not None:
                waiting.append((ready, case))
        wanted = capacity * (1 + 0.05 * years) * 1.15
        if not is_plain and week >= fall:
            wanted *= FALL_OF_CAPACITY
        carried += wanted
        carried = _issue_plans(week, waiting, carried, as_at, rng)
        week += datetime.timedelta(days=7)
    return [case for case in cases if case.received <= as_at]


def _choose_child(people: People, week: datetime.date, taken: set[int], rng: numpy.random.Generator) -> int:
    """A child between two years before Reception and Year 10, without an earlier case."""
    school_year = week.year - (week.month < 9)
    while True:
        child = int(rng.integers(0, len(people)))
        if child not in taken and -2 <= school_year - people.cohort[child] <= 10 and people.joined[child] == 0:
            return child


def _old_plans(people: People, begins: datetime.date, rng: numpy.random.Generator, volume: float) -> list[Case]:
    """Plans issued before the files begin: the returns know them as historical."""
    started = numpy.flatnonzero((people.cohort < begins.year - 1) & (people.joined == 0))
    chosen = rng.choice(started, min(len(started) // 2, round(len(started) * 0.034 * volume)), replace=False)
    cases = []
    for number, child in enumerate(sorted(int(child) for child in chosen), start=1):
        in_school = max(1, min(6, begins.year - int(people.cohort[child])))
        received = begins - datetime.timedelta(days=int(rng.integers(150, 150 + 365 * in_school)))
        case = Case(number, child, received, received + datetime.timedelta(days=38), "Y", is_old=True)
        case.agreed = received + datetime.timedelta(days=110)
        case.outcome, case.ended = "Y", received + datetime.timedelta(days=130)
        case.is_special = bool(rng.random() < 0.3)
        cases.append(case)
    return cases


def _decide_and_assess(
    case: Case, people: People, as_at: datetime.date, rng: numpy.random.Generator, is_plain: bool, fall: datetime.date
) -> datetime.date | None:
    """Everything up to the draft; the day the case is ready for its plan, if that has come by then."""
    draw = rng.random()
    wait = int(numpy.clip(rng.normal(34, 7), 8, 75))
    decided = case.received + datetime.timedelta(days=wait)
    # A little under one in a hundred leaves the books without a trace.
    case.is_unrecorded = bool(rng.random() < 0.008)
    if decided > as_at:
        return None
    case.decided = decided
    case.decision = "N" if draw < 0.23 else "W" if draw < 0.26 else "Y"
    overturned = case.decision == "N" and rng.random() < 0.04
    if overturned:
        case.has_mediation = True
        decided += datetime.timedelta(days=int(rng.integers(40, 90)))
    if (case.decision != "Y" and not overturned) or decided > as_at:
        return None
    case.outcome = "A"
    case.advice = _ask_for_advice(decided, as_at, rng, is_plain, fall)
    slow = 0 if is_plain or people.home[case.child] != SLOW_LOCALITY else int(rng.integers(35, 65))
    ready = decided + datetime.timedelta(days=int(numpy.clip(rng.normal(60, 9), 40, 90)) + slow)
    if ready > as_at:
        return None
    if rng.random() < 0.06:
        return _refuse_plan(case, ready, as_at, rng)
    if rng.random() < 0.015:
        case.outcome, case.ended = "W", ready
        return None
    case.agreed = ready
    case.has_exception = bool(rng.random() < 0.04)
    return ready


def _refuse_plan(case: Case, ready: datetime.date, as_at: datetime.date, rng: numpy.random.Generator) -> None:
    told = ready + datetime.timedelta(days=int(rng.integers(2, 12)))
    if told <= as_at:
        case.outcome, case.ended = "N", told


def _ask_for_advice(
    decided: datetime.date, as_at: datetime.date, rng: numpy.random.Generator, is_plain: bool, fall: datetime.date
) -> list[tuple[str, datetime.date, datetime.date | None]]:
    asked = decided + datetime.timedelta(days=int(rng.integers(0, 4)))
    if asked > as_at:
        return []
    advice = []
    for adviser, (share, middle) in ADVISERS.items():
        if rng.random() >= share:
            continue
        middle = middle * 2.2 if adviser == SLOW_ADVISER and not is_plain and decided >= fall else middle
        came = asked + datetime.timedelta(days=max(2, int(rng.lognormal(numpy.log(middle), 0.3))))
        advice.append((adviser, asked, came if came <= as_at else None))
    return advice


def _issue_plans(
    week: datetime.date,
    waiting: list[tuple[datetime.date, Case]],
    carried: float,
    as_at: datetime.date,
    rng: numpy.random.Generator,
) -> float:
    """Issue as many plans as the week allows: first those that can still be in time, then the oldest. Returns what is left over."""
    last = min(week + datetime.timedelta(days=6), as_at)
    ready = [entry for entry in waiting if entry[0] <= last]

    def order(entry: tuple[datetime.date, Case]) -> tuple[bool, datetime.date, int]:
        due = entry[1].received + datetime.timedelta(days=PLAN_DAYS)
        return (due < week, due, entry[1].number)

    for entry in sorted(ready, key=order):
        if carried < 1:
            break
        carried -= 1
        waiting.remove(entry)
        _, case = entry
        earliest = max(week, entry[0])
        due = case.received + datetime.timedelta(days=PLAN_DAYS)
        # What can be in time is: nobody posts a plan the day after its limit if it lay ready the day before.
        latest = min(last, due) if due >= earliest else last
        case.outcome = "Y"
        case.ended = earliest + datetime.timedelta(days=int(rng.integers(0, (latest - earliest).days + 1)))
    # Capacity nobody needed this week is gone.
    return min(carried, 1.0)
