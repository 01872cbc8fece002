"""What if a service saw more, or fewer joined: its next weeks, simulated from its own last ones.

Each run draws first a year of blocks of four weeks from the service's own, then
its weeks from that year: the first draw says how well one year tells a service's
rates, the second how its weeks vary. A block keeps arrivals and first contacts
of the same weeks together, and a clinic once a month in its turn. Dice are the
same for every question, so that two answers differ by what was asked alone.
"""

from dataclasses import dataclass

import numpy

from sendmetrics.metrics.queue_ages import Flow, follow_ages
from sendmetrics.metrics.queueing import BLOCK_WEEKS, ServiceWeeks
from sendmetrics.metrics.service_pattern import Pattern, read_pattern, say_why_not
from sendmetrics.words import say_count, say_number

RUNS, SEED = 200, 20_260_105
SHORTEST, LONGEST = 13, 104
# The middle, and where nine in ten lie.
QUANTILES = (0.5, 0.05, 0.95)
# A standard met in the last weeks alone has not been seen to stay met: a rule of our own.
LEAST_WEEKS_MET = 4


@dataclass(frozen=True)
class Change:
    """What is asked: children seen and joining a week from now on, None for as now, over so many weeks.

    The standard is met while ``share_wanted`` per cent of those waiting are within it.
    """

    capacity: float | None = None
    demand: float | None = None
    weeks: int = 52
    share_wanted: float = 92.0

    def __post_init__(self) -> None:
        if not SHORTEST <= self.weeks <= LONGEST:
            raise ValueError(f"from {SHORTEST} to {LONGEST} weeks")
        if min(self.capacity or 0, self.demand or 0) < 0 or not 0 < self.share_wanted <= 100:
            raise ValueError("nobody is fewer than none, and a share is of a hundred")


@dataclass(frozen=True)
class Expected:
    """One figure at the end of each week, from now (the first) on: the middle run, and where nine runs in ten lie.

    All three are of the same runs, and a middle, unlike a mean, never lies outside the range: most runs may end with
    nobody waiting and a few with many. None where there is nothing to tell.
    """

    middle: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclass(frozen=True)
class WhatIf:
    """The answer. ``too_thin`` says in words why there is none; ``is_hidden`` whether something is kept from the reader.

    ``queue`` is in children; ``median_wait`` and ``long_wait`` (the 92nd
    percentile) of those waiting in weeks, of the runs in which anybody waits, and
    None in a week in which that is not half of them (``nobody_waits``); ``within``
    is the per cent of them within the standard, None where there is none, and all
    of them where nobody waits. ``met_from`` is the first week (0 is now) from which
    in half of the runs, week by week, the standard is met, to the end;
    ``surely_met_from`` that from which it is in nineteen of twenty; neither stands where too few are over or within the standard
    now, as ``few_now`` says. ``assumptions`` are sentences for the reader, who asks of no fewer a week than ``least_capacity`` and ``least_demand``.
    """

    change: Change
    too_thin: str = ""
    demand_now: float | None = None
    capacity_now: float | None = None
    queue: Expected | None = None
    median_wait: Expected | None = None
    long_wait: Expected | None = None
    within: Expected | None = None
    met_from: int | None = None
    surely_met_from: int | None = None
    assumptions: tuple[str, ...] = ()
    is_hidden: bool = False
    few_now: str = ""
    least_capacity: float = 0.0
    least_demand: float = 0.0
    runs: int = 0
    # Runs in which nobody waits, by week.
    empty: tuple[int, ...] = ()

    def nobody_waits(self, week: int) -> bool:
        """Whether most runs end a week with nobody waiting: what is a wait in the others is no answer then."""
        return 2 * self.empty[week] > self.runs


def ask_what_if(weeks: ServiceWeeks, change: Change, runs: int = RUNS, tells_leaving: bool = True) -> WhatIf:
    """A service's next weeks as they are expected if its capacity or demand changes.

    ``tells_leaving`` is False where the assumptions may not say how many leave unseen.
    """
    reason = say_why_not(weeks)
    if reason:
        return WhatIf(change, reason)
    pattern = read_pattern(weeks)
    flow = simulate_flow(pattern, change, runs)
    median, long, within = follow_ages(pattern, flow, weeks.days_waited, weeks.standard_days)
    shares = None if weeks.standard_days is None else _expect(within)
    queue = numpy.column_stack([numpy.full(runs, pattern.waiting), flow.queue])
    empty = tuple((queue == 0).sum(axis=0).tolist())
    return WhatIf(
        change,
        demand_now=pattern.demand,
        capacity_now=pattern.capacity,
        queue=_expect(queue),
        median_wait=_expect(median, queue > 0),
        long_wait=_expect(long, queue > 0),
        within=shares,
        met_from=None if shares is None else _first_that_stays(shares.middle, change.share_wanted),
        surely_met_from=None if shares is None else _first_that_stays(shares.low, change.share_wanted),
        assumptions=(
            *_say_assumptions(pattern, change, weeks.standard_days, runs, tells_leaving),
            *_say_empty(empty, runs, weeks.standard_days is not None),
        ),
        runs=runs,
        empty=empty,
    )


def _expect(by_run: numpy.ndarray, is_there: numpy.ndarray | None = None) -> Expected:
    """The middle and the range of runs x weeks; of those runs alone in which the figure ``is_there``, if half have it."""
    if is_there is None or is_there.all():
        found = numpy.quantile(by_run, QUANTILES, axis=0)
        return Expected(*(tuple(each.tolist()) for each in found))
    weeks = [
        numpy.quantile(each[there], QUANTILES).tolist() if 2 * there.sum() >= len(each) else [None] * len(QUANTILES)
        for each, there in zip(by_run.T, is_there.T, strict=True)
    ]
    return Expected(*zip(*weeks, strict=True))


def is_below(share: float, wanted: float) -> bool:
    """Whether a share misses what is wanted; what rounding leaves of it is no miss."""
    return round(share, 6) < wanted


def _first_that_stays(shares: tuple[float, ...], wanted: float) -> int | None:
    """The first week from which the share is never below what is wanted, if that is so for the last few at least."""
    below = [week for week, share in enumerate(shares) if is_below(share, wanted)]
    first = below[-1] + 1 if below else 0
    return first if first <= len(shares) - LEAST_WEEKS_MET else None


def simulate_flow(pattern: Pattern, change: Change, runs: int) -> Flow:
    """Runs of weeks: children join, some leave unseen, and of the others as many are seen as there is room for."""
    dice = {name: numpy.random.Generator(numpy.random.PCG64([SEED, place])) for place, name in enumerate(
        ("weeks", "room", "joined", "left")
    )}  # fmt: skip
    drawn = _draw_weeks(dice["weeks"], pattern.weeks, change.weeks, runs)
    joined = _change_demand(dice["joined"], pattern.arrivals[drawn], pattern.demand, change.demand)
    room = _change_capacity(dice["room"], _draw_room(dice["room"], pattern, drawn), pattern.capacity, change.capacity)
    left, seen, queue = (numpy.empty_like(joined) for _ in range(3))
    waiting = numpy.full(runs, pattern.waiting)
    for week in range(change.weeks):
        waiting = waiting + joined[:, week]
        left[:, week] = dice["left"].binomial(waiting, pattern.leaving)
        waiting = waiting - left[:, week]
        seen[:, week] = numpy.minimum(room[:, week], waiting)
        waiting = waiting - seen[:, week]
        queue[:, week] = waiting
    return Flow(joined, left, seen, queue)


def _draw_weeks(random: numpy.random.Generator, known: int, weeks: int, runs: int) -> numpy.ndarray:
    """Which of the known weeks each week of each run is, as runs x weeks."""
    blocks = known // BLOCK_WEEKS
    # One block fewer than there are: as many would make a year's rates seem surer than they are.
    year = _draw_evenly(random, blocks, blocks - 1, runs)
    drawn = _draw_evenly(random, blocks - 1, -(-weeks // BLOCK_WEEKS), runs)
    first = BLOCK_WEEKS * numpy.take_along_axis(year, drawn, axis=1)
    return (first[:, :, None] + numpy.arange(BLOCK_WEEKS)).reshape(runs, -1)[:, :weeks]


def _draw_evenly(random: numpy.random.Generator, among: int, count: int, runs: int) -> numpy.ndarray:
    """Numbers below ``among``, as runs x count: over the runs each comes up as often, so that their mean wobbles less."""
    ladder = (numpy.arange(runs)[:, None] + random.random((runs, count))) / runs
    return (random.permuted(ladder, axis=0) * among).astype(int)


def _draw_room(random: numpy.random.Generator, pattern: Pattern, drawn: numpy.ndarray) -> numpy.ndarray:
    """First contacts there is room for; where a week ended with nobody waiting, each run has its own guess of it."""
    runs = len(drawn)
    by_week = [random.choice(slots, size=runs, p=likely) if len(slots) > 1 else numpy.repeat(slots, runs)
               for slots, likely in zip(pattern.slots, pattern.chances, strict=True)]  # fmt: skip
    return numpy.take_along_axis(numpy.stack(by_week, axis=1), drawn, axis=1)


def _change_demand(
    random: numpy.random.Generator, joined: numpy.ndarray, now: float, wanted: float | None
) -> numpy.ndarray:
    """Children more join by chance, evenly over the weeks; children fewer are any of those who would have joined."""
    if wanted is None:
        return joined
    if wanted >= now:
        return joined + random.poisson(wanted - now, joined.shape)
    return random.binomial(joined, wanted / now)


def _change_capacity(
    random: numpy.random.Generator, room: numpy.ndarray, now: float, wanted: float | None
) -> numpy.ndarray:
    """Room in the weeks in which there is some, in proportion; where there is none at all, the same each week."""
    if wanted is None:
        return room
    scaled = room * (wanted / now) if now else numpy.full(room.shape, wanted)
    return numpy.floor(scaled + random.random(room.shape)).astype(int)


def _say_assumptions(
    pattern: Pattern, change: Change, standard_days: int | None, runs: int, tells_leaving: bool
) -> list[str]:
    """What was taken to be so, in sentences."""
    said = [
        f"The next {change.weeks} weeks are drawn {runs} times from this service's own last {pattern.weeks} weeks, four "
        "weeks at a time; school terms and holidays fall in any week, not in their own.",
        _say_rate("join", pattern.demand, change.demand, "Those more join evenly over the weeks."),
        _say_rate(
            "can be seen", pattern.capacity, change.capacity, "Appointments are added in the pattern of those now."
        ),
        "The change begins next week and lasts; nothing else changes.",
        _say_order(pattern),
        _say_leaving(pattern.leaving if tells_leaving else None),
        "The middle run is told; nine in ten lie within the range shown: ups and downs, and how well one year tells a service's rates.",
    ]
    if standard_days is not None:
        said.append(
            "Waits run from the acceptance, as the service counts them: weeks before it, of children turned away and referred "
            "again, are in none of this."
        )
        said.append(
            f"The standard is met while {say_number(change.share_wanted)}% of those waiting have waited no longer than "
            f"{say_count(standard_days, 'day', 'days')}, and for {LEAST_WEEKS_MET} weeks at least."
        )
    if pattern.weeks_not_full:
        ended = say_count(pattern.weeks_not_full, "week", "weeks")
        said.append(
            f"{ended} ended with nobody waiting; what the service could have seen in them is taken from the others."
        )
    return said


def _say_empty(empty: tuple[int, ...], runs: int, has_standard: bool) -> list[str]:
    """In how many runs nobody waits at the end, and what that means for the waits told; nothing where there is no such run."""
    if not any(empty):
        return []
    said = (
        f"In {empty[-1]:,} of {runs:,} runs nobody waits at the end. Waits told of a week are of the runs in which anybody waits "
        "then, and none is told where that is less than half of them."
    )
    return [f"{said} A run in which nobody waits meets the standard." if has_standard else said]


def _say_rate(what: str, now: float, wanted: float | None, how: str) -> str:
    as_now = f"{say_number(now, 1)} children a week {what}"
    if wanted is None:
        return f"{as_now}, as now."
    more = f" {how}" if wanted > now else ""
    return f"{say_number(wanted, 1)} children a week {what} instead of {say_number(now, 1)}.{more}"


def _say_leaving(share: float | None) -> str:
    how = "as in those weeks, however long they have waited."
    if share is None:
        return f"Of those waiting some leave each week without being seen, {how}"
    return f"In each week {say_number(100 * share, 1)}% of those waiting leave without being seen, {how}"


def _say_order(pattern: Pattern) -> str:
    order = pattern.order
    if not order.is_estimated:
        return "Those who have waited longest are seen first: how this service chooses is not known."
    oldest, anyone, newest = (say_number(100 * share) for share in (order.oldest, order.anyone, order.newest))
    return (
        f"As in those weeks, {oldest}% of first contacts go to those who have waited longest, {anyone}% to anyone waiting "
        f"and {newest}% to children who have just joined."
    )
