"""A service followed child by child, hour by hour, with simpy: it shares no code with what it is held against
(but for reading, from the days of its children, in what order it saw them).

Children join at any moment of the five working days. A clinic at the end of each
day sees the day's share of the week's places: each goes to the child waiting
longest, with the chance of jumping to any child who waits, with that of being
urgent to the one who joined last. A child leaves
unseen when its patience, drawn when it joins, is over.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy
import simpy

from sendmetrics.metrics.queueing import ServiceWeeks
from sendmetrics.metrics.service_pattern import read_shares_ahead

DAYS = 5


@dataclass(frozen=True)
class Setting:
    """A true service: children joining a week, places in the weeks of a cycle, and what is asked of it.

    The cycle goes on in its turn, or each week to come is any of its weeks.
    """

    demand: float
    places: tuple[int, ...]
    at_first: int
    jumping: float = 0.0
    urgent: float = 0.0
    leaving: float = 0.0
    capacity_factor: float = 1.0
    demand_factor: float = 1.0
    is_in_turn: bool = True

    @property
    def capacity(self) -> float:
        return sum(self.places) / len(self.places)


@dataclass
class Service:
    """One run. Times are weeks from now; a child is the time at which it joined."""

    random: random.Random
    setting: Setting
    waiting: list[float] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    queue: list[int] = field(default_factory=list)
    stays: list[tuple[int, int, bool]] = field(default_factory=list)

    def run(self, start: int, arrivals: Sequence[int], places: Sequence[int], already: Sequence[float]) -> None:
        """From the beginning of week ``start``, one entry a week."""
        self.world = simpy.Environment(initial_time=start)
        for child in already:
            self._join(child)
        self.world.process(self._door(start, arrivals))
        self.world.process(self._clinics(start, places))
        self.world.run(until=start + len(arrivals))

    def _join(self, child: float) -> None:
        self.waiting.append(child)
        if self.setting.leaving:
            self.world.process(self._patience(child))

    def _patience(self, child: float) -> Iterator[simpy.Event]:
        yield self.world.timeout(self.random.expovariate(self.setting.leaving))
        if child in self.waiting:
            self.waiting.remove(child)
            self.left[-1] += 1
            self._part_with(child, False)

    def _door(self, start: int, arrivals: Sequence[int]) -> Iterator[simpy.Event]:
        for week, count in enumerate(arrivals, start):
            yield self.world.timeout(week - self.world.now)
            for series in (self.joined, self.seen, self.left):
                series.append(0)
            for moment in sorted(self.random.random() * 0.95 for _ in range(count)):
                yield self.world.timeout(max(week + moment - self.world.now, 0))
                self.joined[-1] += 1
                self._join(self.world.now)

    def _clinics(self, start: int, places: Sequence[int]) -> Iterator[simpy.Event]:
        for week, count in enumerate(places, start):
            for day in range(DAYS):
                yield self.world.timeout(week + (day + 1) / DAYS - 0.01 - self.world.now)
                for _ in range(min(count * (day + 1) // DAYS - count * day // DAYS, len(self.waiting))):
                    self._see()
            self.queue.append(len(self.waiting))

    def _see(self) -> None:
        dice = self.random.random() - self.setting.jumping
        is_jump, is_urgent = dice < 0, 0 <= dice < self.setting.urgent
        child = self.waiting.pop(self.random.randrange(len(self.waiting)) if is_jump else -is_urgent)
        self.seen[-1] += 1
        self._part_with(child, True)

    def _part_with(self, child: float, is_seen: bool) -> None:
        self.stays.append((math.floor(7 * child), math.floor(7 * self.world.now), is_seen))

    def days_waited(self, now: float) -> list[int]:
        return sorted(int(7 * (now - child)) for child in self.waiting)


def places_of(setting: Setting, first: int, weeks: int, factor: float = 1.0) -> list[int]:
    """Places of each week, in the turn of the cycle; a part of a place adds up to one over the weeks."""
    cycle = setting.places
    exact = numpy.cumsum([factor * cycle[(first + week) % len(cycle)] for week in range(weeks)])
    whole = numpy.floor(exact + 1e-9).astype(int)
    return numpy.diff(whole, prepend=0).tolist()


def typical_arrivals(demand: float, weeks: int, seed: int) -> list[int]:
    """Counts of chance arrivals with the mean and spread that they have on average, in any order.

    A year of counts as it falls would tell demand no better than to a few per cent, and that is not what is tested.
    """
    many = numpy.sort(numpy.random.default_rng(seed).poisson(demand, 200 * weeks))
    counts = many.reshape(weeks, 200).mean(axis=1).round().astype(int)
    counts[weeks // 2] += round(demand * weeks) - counts.sum()
    return numpy.random.default_rng(seed + 1).permutation(counts).tolist()


def live_a_year(setting: Setting, seed: int, is_typical: bool = True) -> tuple[ServiceWeeks, list[float]]:
    """A year of a service up to now, as an authority would have it, and when those now waiting joined."""
    weeks = 52
    service = Service(random.Random(seed), setting)
    arrivals = (typical_arrivals if is_typical else any_arrivals)(setting.demand, weeks, seed)
    long_ago = sorted(
        -weeks - service.random.random() * setting.at_first / setting.demand for _ in range(setting.at_first)
    )
    service.run(
        -weeks, arrivals, places_of(_draw_places(setting, weeks, service.random, is_typical), -weeks, weeks), long_ago
    )
    known = ServiceWeeks(
        service.joined, service.seen, service.left, service.queue, service.days_waited(0), 126,
        [left - joined for joined, left, _ in service.stays],
        read_shares_ahead([*service.stays, *((math.floor(7 * child), None, False) for child in service.waiting)], -364),
    )  # fmt: skip
    return known, sorted(service.waiting)


def any_arrivals(demand: float, weeks: int, seed: int) -> list[int]:
    """Counts of chance arrivals as they fall."""
    return numpy.random.default_rng(seed).poisson(demand, weeks).tolist()


def _draw_places(setting: Setting, weeks: int, dice: random.Random, is_in_turn: bool) -> Setting:
    """The setting itself, or where its weeks come in no turn one with as many of them as they fall."""
    if is_in_turn or setting.is_in_turn:
        return setting
    return replace(setting, places=tuple(dice.choices(setting.places, k=weeks)))


@dataclass(frozen=True)
class Future:
    """What came of all runs: mean queue by week, and at the end the middle runs' median and 92nd percentile wait and share within."""

    queue: list[float]
    median_days: float | None
    long_days: float | None
    within: float


def live_on(
    setting: Setting, waiting: Sequence[float], weeks: int, runs: int, seed: int, is_typical: bool = True
) -> Future:
    """From now on, with the change that is asked for, run by run.

    Typical are each week's arrivals over the runs: 200 runs of them as they fall would themselves be off by a few children.
    """
    queues, waits = [], []
    demand = setting.demand * setting.demand_factor
    arrivals = typical_arrivals if is_typical else any_arrivals
    by_run = zip(*(arrivals(demand, runs, seed * 1_000 + 2 * week) for week in range(weeks)), strict=True)
    for run, counts in enumerate(by_run):
        dice = random.Random(seed * 10_000 + run)
        places = places_of(_draw_places(setting, weeks, dice, False), 0, weeks, setting.capacity_factor)
        service = Service(dice, setting)
        service.run(0, counts, places, waiting)
        queues.append(service.queue)
        waits.append(service.days_waited(weeks))
    return Future(
        numpy.mean(queues, axis=0).tolist(),
        _middle([days[len(days) // 2] for days in waits if days], runs),
        _middle([days[min(int(0.92 * len(days)), len(days) - 1)] for days in waits if days], runs),
        _middle([100 * sum(day <= 126 for day in days) / len(days) if days else 100 for days in waits], runs),
    )


def _middle(by_run: Sequence[float], runs: int) -> float | None:
    """Of the runs in which anybody waits; None where that is not half of them."""
    return float(numpy.median(by_run)) if 2 * len(by_run) >= runs else None
