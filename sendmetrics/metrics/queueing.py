"""What a service's weeks say of its queue: load, clearance, what it should be, what would clear it, and whether it adds up.

"Fong 2022" is Fong and others, doi 10.1101/2022.08.23.22279117, from which the
R package NHSRwaitinglist is made. Waits are in weeks, rates in children a week.
Where something cannot be said it is None: too few weeks, nobody seen, nobody
waiting, no standard.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

WEEK_DAYS = 7
# Weeks that an average of demand or capacity looks back, so that each season is in it once, and of clearance and growth.
YEAR_WEEKS, QUARTER_WEEKS = 52, 12
# Where waits fall off evenly, a mean wait of a quarter of the standard leaves one in e to the fourth, 1.8%, beyond it.
PARTS_OF_TARGET = 4
RELIEF_WEEKS = 26
# A queue more than twice its target has more than ups and downs to clear.
OVERFULL = 2
# Rules of our own. A clinic once a month is no chance: how much weeks vary is read from four of them at a time.
BLOCK_WEEKS, LEAST_BLOCKS = 4, 6
LEAST_WEEKS_TO_JUDGE = 26
MOST_DRIFT, MOST_GAP, FEW_CHILDREN = 0.1, 0.2, 2


@dataclass(frozen=True)
class ServiceWeeks:
    """One service in whole weeks, oldest first, and who waits at the end of the last.

    ``arrivals`` join the queue; ``starts`` leave it by a first contact,
    ``other_departures`` in any other way; ``queue`` waits when the week ends.
    ``days_waited`` are of those waiting now; ``days_when_leaving`` of all who
    left in the last 52 weeks, seen or not; ``shares_ahead`` of those seen in
    them (``service_pattern.read_shares_ahead``). ``standard_days`` is the longest wait that is within it.
    """

    arrivals: Sequence[int]
    starts: Sequence[int]
    other_departures: Sequence[int]
    queue: Sequence[int]
    days_waited: Sequence[int] = ()
    standard_days: int | None = None
    days_when_leaving: Sequence[int] = ()
    shares_ahead: Sequence[float] = ()

    def __post_init__(self) -> None:
        series = (self.arrivals, self.starts, self.other_departures, self.queue)
        if len({len(each) for each in series}) != 1:
            raise ValueError("the four series are of the same weeks")
        if min((*self.days_waited, *(count for each in series for count in each)), default=0) < 0:
            raise ValueError("nobody is fewer than none, and nobody waits less than no time")

    @property
    def waiting(self) -> int:
        return self.queue[-1] if self.queue else len(self.days_waited)

    @property
    def standard_weeks(self) -> float | None:
        return None if self.standard_days is None else self.standard_days / WEEK_DAYS


@dataclass(frozen=True)
class Little:
    """Little's law as a check: in the long run a queue is as long as demand times the mean wait.

    ``counted`` is the mean queue, ``expected`` demand times the mean wait of
    those who left, both children. Where ``is_stable`` is False the law does not
    hold, and that they differ says nothing; where it is True and ``agrees`` is
    False, children stay on the list who left it, or leave it unrecorded.
    """

    counted: float
    expected: float
    is_stable: bool
    agrees: bool


@dataclass(frozen=True)
class QueueFacts:
    """What one service's weeks say. Units, meanings and sources are in ``queue_meanings.MEANINGS``.

    None is "cannot be said", or to a reader "too few to show".
    """

    waiting: int | None
    demand: float | None
    capacity: float | None
    leaving: float | None
    load: float | None
    load_on_departures: float | None
    clearance_weeks: float | None
    net_growth: float | None
    mean_wait: float | None
    target_mean_wait: float | None
    target_queue: float | None
    relief_capacity: float | None
    relief_more: float | None
    target_capacity: float | None
    demand_variation: float | None
    capacity_variation: float | None
    pressure: float | None
    weeks_behind: int
    idle_weeks: int | None
    little: Little | None


def study_queue(weeks: ServiceWeeks) -> QueueFacts:
    """All that can be said of a service's queue from its weeks."""
    demand, capacity, leaving = (mean_a_week(each) for each in (weeks.arrivals, weeks.starts, weeks.other_departures))
    departures = None if demand is None else capacity + leaving
    standard = weeks.standard_weeks
    mean_wait = statistics.fmean(weeks.days_waited) / WEEK_DAYS if weeks.days_waited else None
    queue_wanted = target_queue(demand, standard)
    relief = relief_capacity(demand, weeks.waiting, queue_wanted)
    variations = variation(weeks.arrivals), variation(weeks.starts)
    return QueueFacts(
        waiting=weeks.waiting,
        demand=demand,
        capacity=capacity,
        leaving=leaving,
        load=load(demand, capacity),
        load_on_departures=load(demand, departures),
        clearance_weeks=clearance_weeks(weeks),
        net_growth=net_growth(weeks),
        mean_wait=mean_wait,
        target_mean_wait=target_mean_wait(standard),
        target_queue=queue_wanted,
        relief_capacity=relief,
        relief_more=None if relief is None else relief - capacity,
        target_capacity=target_capacity(demand, standard, *variations),
        demand_variation=variations[0],
        capacity_variation=variations[1],
        pressure=pressure(mean_wait, standard),
        weeks_behind=min(len(weeks.queue), YEAR_WEEKS),
        idle_weeks=idle_weeks(weeks),
        little=check_little(weeks),
    )


def mean_a_week(counts: Sequence[int], weeks: int = YEAR_WEEKS) -> float | None:
    """Children a week, on average of the last weeks; None of fewer than twelve."""
    return None if len(counts) < QUARTER_WEEKS else statistics.fmean(counts[-weeks:])


def load(demand: float | None, capacity: float | None) -> float | None:
    """Demand over capacity. Above 1 a queue grows without end (Fong 2022)."""
    return None if demand is None or not capacity else demand / capacity


def clearance_weeks(weeks: ServiceWeeks) -> float | None:
    """Weeks of work in hand: those waiting over those who left a week, seen or not, in the last twelve."""
    seen, left = (mean_a_week(each, QUARTER_WEEKS) for each in (weeks.starts, weeks.other_departures))
    return None if seen is None or not seen + left else weeks.waiting / (seen + left)


def net_growth(weeks: ServiceWeeks) -> float | None:
    """Children a week by which joining exceeded leaving in the last twelve weeks; below nought where the queue shrank."""
    every = zip(weeks.arrivals, weeks.starts, weeks.other_departures, strict=True)
    # Of whole numbers, so that as many who left as joined come to nought.
    return mean_a_week([joined - seen - left for joined, seen, left in every], QUARTER_WEEKS)


def target_mean_wait(standard: float | None) -> float | None:
    """Weeks: a quarter of the standard. Where waits fall off evenly 98.2% are then within it (Fong 2022)."""
    return None if standard is None else standard / PARTS_OF_TARGET


def target_queue(demand: float | None, standard: float | None) -> float | None:
    """Children: demand times the target mean wait (Fong 2022)."""
    return None if demand is None or standard is None else demand * target_mean_wait(standard)


def relief_capacity(demand: float | None, queue: int, wanted: float | None) -> float | None:
    """Children to be seen a week so that the excess is gone in 26 weeks; None where the queue is not twice its target (Fong 2022).

    All who join are to be seen in it: that some leave unseen is not counted on.
    """
    if demand is None or wanted is None or queue <= OVERFULL * wanted:
        return None
    return demand + (queue - wanted) / RELIEF_WEEKS


def target_capacity(
    demand: float | None, standard: float | None, demand_variation: float | None, capacity_variation: float | None
) -> float | None:
    """Children to be seen a week to hold the target queue: demand, and more the less even demand and capacity are (Fong 2022)."""
    if None in (demand, demand_variation, capacity_variation) or not standard:
        return None
    return demand + (demand_variation**2 + capacity_variation**2) / 2 / target_mean_wait(standard)


def variation(counts: Sequence[int]) -> float | None:
    """Coefficient of variation of the time between one child and the next, from counts of four weeks over the last 52.

    The formula means times, not counts: of children who come by chance it is 1,
    however many come. Variance over mean of counts comes to its square. None
    where fewer than six times four weeks are known, or nobody came.
    """
    blocks = [sum(block) for block in blocks_of(counts)]
    if len(blocks) < LEAST_BLOCKS or not any(blocks):
        return None
    return (statistics.variance(blocks) / statistics.fmean(blocks)) ** 0.5


def idle_weeks(weeks: ServiceWeeks) -> int | None:
    """Of the last 52 weeks those in which nobody was seen and somebody still waited at the end; None of fewer than twelve."""
    if len(weeks.queue) < QUARTER_WEEKS:
        return None
    last = zip(weeks.starts[-YEAR_WEEKS:], weeks.queue[-YEAR_WEEKS:], strict=True)
    return sum(seen == 0 and waiting > 0 for seen, waiting in last)


def blocks_of(values: Sequence[int]) -> list[Sequence[int]]:
    """Whole blocks of four weeks among the last 52, counted back from the end, oldest first."""
    known = min(len(values), YEAR_WEEKS) // BLOCK_WEEKS * BLOCK_WEEKS
    first = len(values) - known
    return [values[start : start + BLOCK_WEEKS] for start in range(first, len(values), BLOCK_WEEKS)]


def pressure(mean_wait: float | None, standard: float | None) -> float | None:
    """Twice the mean wait over the standard, both weeks; above 1 the standard is likely to be missed (Fong 2022)."""
    return None if mean_wait is None or not standard else 2 * mean_wait / standard


def is_stable(queue: Sequence[int]) -> bool | None:
    """Whether the mean queues of the older and newer half of the last 52 weeks differ by at most a tenth, or by two children.

    A rule of our own. Halves, since one week may be anything; None of fewer than 26 weeks.
    """
    if len(queue) < LEAST_WEEKS_TO_JUDGE:
        return None
    year = queue[-YEAR_WEEKS:]
    half = len(year) // 2
    older, newer = statistics.fmean(year[:half]), statistics.fmean(year[-half:])
    return abs(newer - older) <= max(MOST_DRIFT * statistics.fmean(year), FEW_CHILDREN)


def check_little(weeks: ServiceWeeks) -> Little | None:
    """The mean queue of 52 weeks beside demand times the mean wait of those who left in them.

    They agree within a fifth, or two children: a rule of our own. None of fewer than 26 weeks, or where nobody left.
    """
    stable = is_stable(weeks.queue)
    if stable is None or not weeks.days_when_leaving:
        return None
    counted = statistics.fmean(weeks.queue[-YEAR_WEEKS:])
    expected = mean_a_week(weeks.arrivals) * statistics.fmean(weeks.days_when_leaving) / WEEK_DAYS
    agrees = abs(counted - expected) <= max(MOST_GAP * max(counted, expected), FEW_CHILDREN)
    return Little(counted, expected, stable, agrees)
