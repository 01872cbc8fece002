"""How a service has worked, read from its own last weeks: what a simulation of its next ones is drawn from.

A week shows what a service can do only where children were still waiting at its
end. What it could have done in a week that ended with nobody waiting is at least
what it did: those weeks are censored, and the product-limit estimate over all
weeks says how much more.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy

from sendmetrics.metrics.queueing import BLOCK_WEEKS, LEAST_BLOCKS, WEEK_DAYS, YEAR_WEEKS, ServiceWeeks

LEAST_WEEKS = BLOCK_WEEKS * LEAST_BLOCKS
# Of fewer first contacts the order of service cannot be told from chance.
LEAST_SEEN = 30
TOO_SHORT = (
    f"Nothing is simulated: {LEAST_WEEKS} whole weeks of this service's own arrivals and first contacts are needed to say "
    "what its next weeks may be like."
)
NO_AGES = "Nothing is simulated: for some of those waiting it is not known since when."
NEVER_FULL = (
    "Nothing is simulated: in hardly any week were children left waiting at its end, so that how many the service could "
    "have seen is not known."
)


@dataclass(frozen=True)
class Order:
    """To whom first contacts go, as shares that sum to one: who waits longest, anyone who waits, who has just joined."""

    oldest: float = 1.0
    anyone: float = 0.0
    newest: float = 0.0
    is_estimated: bool = False


@dataclass(frozen=True)
class Pattern:
    """A service's weeks in whole blocks of four, oldest first, and those waiting now by whole weeks waited.

    ``slots`` has for each week the first contacts it may have had room for and
    ``chances`` how likely each is: one for a week with children left waiting.
    """

    arrivals: numpy.ndarray
    slots: tuple[numpy.ndarray, ...]
    chances: tuple[numpy.ndarray, ...]
    leaving: float
    order: Order
    by_age: numpy.ndarray
    waiting: int
    weeks_not_full: int

    @property
    def weeks(self) -> int:
        return len(self.arrivals)

    @property
    def demand(self) -> float:
        """Children a week who join."""
        return float(self.arrivals.mean())

    @property
    def capacity(self) -> float:
        """First contacts a week there is room for."""
        return float(numpy.mean([slots @ chances for slots, chances in zip(self.slots, self.chances, strict=True)]))


def say_why_not(weeks: ServiceWeeks) -> str:
    """In words why a service's pattern cannot be read; empty where it can."""
    known = _whole_blocks(weeks.queue)
    if len(known) < LEAST_WEEKS:
        return TOO_SHORT
    if len(weeks.days_waited) != weeks.waiting:
        return NO_AGES
    # Rules of our own, both: a quarter of the weeks, or the rest is guessed from too few.
    return NEVER_FULL if BLOCK_WEEKS * numpy.count_nonzero(known) < len(known) else ""


def read_pattern(weeks: ServiceWeeks) -> Pattern:
    """A service's pattern; ask ``say_why_not`` first."""
    every = (weeks.arrivals, weeks.starts, weeks.other_departures, weeks.queue)
    arrivals, starts, others, queue = (_whole_blocks(each) for each in every)
    # All who waited at some time of a week, in the order in which a simulated week goes: joined, left, seen.
    in_reach = int((queue + starts + others).sum())
    slots, chances = _read_slots(starts, queue > 0)
    return Pattern(
        arrivals=arrivals,
        slots=slots,
        chances=chances,
        leaving=int(others.sum()) / in_reach if in_reach else 0.0,
        order=estimate_order(weeks.shares_ahead),
        by_age=numpy.bincount(numpy.array(weeks.days_waited, dtype=int) // WEEK_DAYS, minlength=1).astype(float),
        waiting=weeks.waiting,
        weeks_not_full=int(numpy.count_nonzero(queue == 0)),
    )


def _whole_blocks(counts: Sequence[int]) -> numpy.ndarray:
    known = min(len(counts), YEAR_WEEKS) // BLOCK_WEEKS * BLOCK_WEEKS
    return numpy.array(counts[len(counts) - known :], dtype=int)


def _read_slots(starts: numpy.ndarray, is_full: numpy.ndarray) -> tuple[tuple[numpy.ndarray, ...], ...]:
    """For each week the numbers of children it had room for, and their chances."""
    values, chances = estimate_room(starts, is_full)
    slots, likely = [], []
    for seen, full in zip(starts, is_full, strict=True):
        above = values > seen
        mass = chances[above].sum()
        if full or not mass:
            slots.append(numpy.array([seen]))
            likely.append(numpy.ones(1))
        else:
            slots.append(values[above])
            likely.append(chances[above] / mass)
    return tuple(slots), tuple(likely)


def estimate_room(starts: numpy.ndarray, is_full: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Numbers of children a week has room for, in rising order, and the chance of each: the product-limit estimate.

    What of it lies beyond the last week that was full is left out: how much more there may be was never seen.
    """
    values = numpy.unique(starts[is_full])
    chances, still = numpy.zeros(len(values)), 1.0
    for place, value in enumerate(values):
        ended = numpy.count_nonzero(is_full & (starts == value)) / numpy.count_nonzero(starts >= value)
        chances[place] = still * ended
        still *= 1 - ended
    return values, chances


def estimate_order(shares_ahead: Sequence[float]) -> Order:
    """From the shares of others who had waited longer when each child was seen (0: it was its turn, 1: all had).

    Contacts that go to anyone fall evenly on all shares, so that half of them
    lie between a quarter and three quarters; what the ends hold beyond their
    quarter goes to those who wait longest and to those who have just joined.
    """
    if len(shares_ahead) < LEAST_SEEN:
        return Order()
    low, high = sum(each < 0.25 for each in shares_ahead), sum(each > 0.75 for each in shares_ahead)
    anyone = 2 * (len(shares_ahead) - low - high)
    oldest, newest = max(low - anyone / 4, 0), max(high - anyone / 4, 0)
    whole = oldest + anyone + newest
    return Order(oldest / whole, anyone / whole, newest / whole, True)


def share_ahead(joined: float, others: Sequence[float]) -> float | None:
    """Of the others waiting when a child is seen, the share that had joined before it, on the same day as half.

    Nought where it was the child's turn. ``others`` are their days of joining in rising order; None where nobody else waits.
    """
    if not others:
        return None
    return (bisect_left(others, joined) + bisect_right(others, joined)) / 2 / len(others)


def read_shares_ahead(stays: Iterable[tuple[float, float | None, bool]], since: float) -> list[float]:
    """The share ahead of each child seen from a day on, among those left waiting when the day ended.

    A stay is the day on which a child joined, that on which it left (None while
    it waits) and whether it was seen then. Those seen on one day are not ahead
    of each other: a clinic that takes the next ten takes each in turn.
    """
    listed = sorted((stay for stay in stays if stay[1] is None or stay[1] >= since), key=lambda stay: stay[0])
    seen: dict[float, list[float]] = {}
    leaving: dict[float, list[float]] = {}
    for joined, left, is_seen in (stay for stay in listed if stay[1] is not None):
        leaving.setdefault(left, []).append(joined)
        if is_seen:
            seen.setdefault(left, []).append(joined)
    waiting, found, place = [], [], 0
    for day in sorted(leaving):
        while place < len(listed) and listed[place][0] <= day:
            # In the order of joining: a rising list stays one.
            waiting.append(listed[place][0])
            place += 1
        for joined in leaving[day]:
            del waiting[bisect_left(waiting, joined)]
        found += [share_ahead(joined, waiting) for joined in seen.get(day, ()) if waiting]
    return found
