"""How long those waiting have waited, week by week of a simulation: ages by week of joining, for all runs at once."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from sendmetrics.metrics.queueing import WEEK_DAYS
from sendmetrics.metrics.service_pattern import Pattern

MEDIAN, NEARLY_ALL = 0.5, 0.92


@dataclass(frozen=True)
class Flow:
    """Children who joined, left unseen and were seen, and the queue at the end, all as runs x weeks."""

    joined: numpy.ndarray
    left: numpy.ndarray
    seen: numpy.ndarray
    queue: numpy.ndarray


def follow_ages(
    pattern: Pattern, flow: Flow, days_waited: Sequence[int], standard_days: int | None
) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    """Median and 92nd percentile wait in weeks and per cent within the standard, as runs x weeks from now on.

    ``waiting`` has how many wait who joined in a week or before, by week of
    joining from the longest ago on, so that who is seen in turn comes off its
    start and who is seen or leaves out of turn comes off all alike. Weeks below
    nought are gone, and part of the one in which it is crossed. Children are
    spread evenly over the week in which they joined; what is said of now is of
    their days. Where nobody waits there is no wait, and what stands for it (0) is not to be told.
    """
    runs, weeks = flow.queue.shape
    oldest = len(pattern.by_age)
    waiting = numpy.zeros((runs, oldest + weeks + 1))
    waiting[:, 1 : oldest + 1] = numpy.cumsum(pattern.by_age[::-1])
    order = pattern.order
    standard = None if standard_days is None else standard_days / WEEK_DAYS
    found = [_read_now(days_waited, standard_days, runs)]
    for week in range(weeks):
        now = waiting[:, : oldest + week + 2]
        now[:, -1] = now[:, -2] + flow.joined[:, week]
        _take_from_all(now, flow.left[:, week])
        seen = flow.seen[:, week]
        newest = numpy.minimum(order.newest * seen, now[:, -1] - now[:, -2])
        now[:, -1] -= newest
        # Who would have been seen on joining, had anyone joined, may be anyone.
        _take_from_all(now, (order.anyone + order.newest) * seen - newest)
        now -= (order.oldest * seen)[:, None]
        found.append(_read_ages(now, standard))
    return tuple(numpy.stack(each, axis=1) for each in zip(*found, strict=True))


def _take_from_all(waiting: numpy.ndarray, count: numpy.ndarray) -> None:
    all_of_them = numpy.maximum(waiting[:, -1], 1e-9)
    waiting *= numpy.maximum(1 - count / all_of_them, 0)[:, None]


def _read_ages(waiting: numpy.ndarray, standard: float | None) -> tuple[numpy.ndarray, ...]:
    total, bands = waiting[:, -1], waiting.shape[1] - 1
    # Less than half a child is what rounding leaves of an empty queue.
    is_empty = total < 0.5
    waits = [
        numpy.where(is_empty, 0.0, bands - _place_of(waiting, (1 - share) * total)) for share in (MEDIAN, NEARLY_ALL)
    ]
    if standard is None or standard >= bands:
        return *waits, numpy.full(len(total), 100.0)
    place = bands - standard
    whole = int(place)
    longer = (
        waiting[:, whole] + (place - whole) * (waiting[:, whole + 1] - waiting[:, whole]) if place < bands else total
    )
    return *waits, numpy.where(is_empty, 100.0, 100 * (1 - numpy.maximum(longer, 0) / numpy.maximum(total, 0.5)))


def _place_of(waiting: numpy.ndarray, position: numpy.ndarray) -> numpy.ndarray:
    """At which week of joining so many wait who joined before, with its fraction."""
    whole = numpy.minimum((waiting[:, 1:] <= position[:, None]).sum(axis=1), waiting.shape[1] - 2)
    runs = numpy.arange(len(whole))
    before = waiting[runs, whole]
    return whole + (position - before) / numpy.maximum(waiting[runs, whole + 1] - before, 1e-9)


def _read_now(days_waited: Sequence[int], standard_days: int | None, runs: int) -> tuple[numpy.ndarray, ...]:
    """The same from days, by the nearest rank; all runs begin alike."""
    days, count = sorted(days_waited), len(days_waited)
    # In whole hundredths: 0.92 of 25 is 23, which a product of fractions of two may miss.
    ranks = [
        days[-(-round(100 * share) * count // 100) - 1] / WEEK_DAYS if days else 0.0 for share in (MEDIAN, NEARLY_ALL)
    ]
    inside = count if standard_days is None else bisect_right(days, standard_days)
    return tuple(numpy.full(runs, each) for each in (*ranks, 100 * inside / count if days else 100.0))
