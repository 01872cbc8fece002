"""XmR charts: which of a figure's ups and downs are more than its usual ones, and whether a target can be relied on.

After the rules of "Making Data Count" as the R package NHSRplotthedots has them.
A value that is hidden or missing is None. It is no nought and it is not
stepped over: the months on either side of a gap are no neighbours, so no
range, trend or run of points reaches across it. Values are worked with as
exact fractions: whether a month lies on the mean must not hang on the last
digit of a division.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

SCREEN, SPREAD, NEAR = Fraction("3.267"), Fraction("2.66"), Fraction(2, 3)
# Limits of fewer points are trial limits, by which nothing is called a change; so many points have a range less.
FEWEST_POINTS = 12
FEWEST_RANGES = FEWEST_POINTS - 1
LONG = 7
# No share has a larger denominator: the nearest such fraction to its figure is the share itself.
LARGEST_DENOMINATOR = 1_000_000

OUTSIDE, TREND, NEAR_LIMIT, ONE_SIDE = "outside the limits", "trend of seven", "near a limit", "seven on one side"
IMPROVEMENT, CONCERN, CHANGE, NO_CHANGE = "improvement", "concern", "change without judgement", "no significant change"
FAILS, PASSES, HIT_AND_MISS = "consistently fails", "consistently passes", "hit and miss"


@dataclass(frozen=True)
class Signal:
    """Why a point is more than the usual ups and downs, and which way: 1 up, -1 down."""

    rule: str
    way: int


@dataclass(frozen=True)
class Xmr:
    """Mean and limits of a series and the signal of each of its points, None where there is none.

    ``moving_range`` and limits are None where no two neighbours are known;
    ``is_trial`` where too few are for anything to be called a change.
    """

    mean: float | None
    moving_range: float | None
    lower: float | None
    upper: float | None
    signals: tuple[Signal | None, ...]
    is_trial: bool


def study_series(values: Sequence[float | None]) -> Xmr:
    """Limits and signals of values in their order, one a period, None where a period is not known."""
    exact = [None if value is None else Fraction(value).limit_denominator(LARGEST_DENOMINATOR) for value in values]
    known = [value for value in exact if value is not None]
    no_signals = (None,) * len(exact)
    if not known:
        return Xmr(None, None, None, None, no_signals, True)
    mean = sum(known) / len(known)
    ranges = [abs(after - before) for before, after in itertools.pairwise(exact) if None not in (before, after)]
    if not ranges:
        return Xmr(float(mean), None, None, None, no_signals, True)
    moving_range = _mean_range(ranges)
    width = SPREAD * moving_range
    is_trial = len(known) < FEWEST_POINTS or len(ranges) < FEWEST_RANGES
    signals = no_signals if is_trial else _find_signals(exact, mean, width)
    return Xmr(float(mean), float(moving_range), float(mean - width), float(mean + width), signals, is_trial)


def _mean_range(ranges: list[Fraction]) -> Fraction:
    """The mean moving range without those beyond the screen, taken out once; a screen that leaves no range is not used.

    Eleven months alike and one that differs would else have limits of no width, and every month would lie outside.
    """
    mean = sum(ranges) / len(ranges)
    usual = [each for each in ranges if each < SCREEN * mean]
    return sum(usual) / len(usual) if any(usual) else mean


def _find_signals(values: list[Fraction | None], mean: Fraction, width: Fraction) -> tuple[Signal | None, ...]:
    """Each point's signal by the first rule it meets, in the order of the rules."""
    offsets = [None if value is None else value - mean for value in values]
    found: dict[int, Signal] = {}
    for rule, hits in (
        (OUTSIDE, _outside(offsets, width)),
        (TREND, _trends(values)),
        (NEAR_LIMIT, _near_limit(offsets, width)),
        (ONE_SIDE, _one_side(offsets)),
    ):
        for place, way in hits:
            found.setdefault(place, Signal(rule, way))
    return tuple(found.get(place) for place in range(len(values)))


def _sign(number: Fraction | None) -> int | None:
    return None if number is None else (number > 0) - (number < 0)


def _outside(offsets: list[Fraction | None], width: Fraction) -> list[tuple[int, int]]:
    return [(place, _sign(each)) for place, each in enumerate(offsets) if each is not None and abs(each) > width]


def _trends(values: list[Fraction | None]) -> list[tuple[int, int]]:
    """All points of six or more steps that go the same way."""
    steps = [None if None in pair else _sign(pair[1] - pair[0]) for pair in itertools.pairwise(values)]
    return [(place, way) for start, stop, way in _runs(steps, LONG - 1) for place in range(start, stop + 1)]


def _near_limit(offsets: list[Fraction | None], width: Fraction) -> list[tuple[int, int]]:
    """The points beyond two thirds of the way to a limit, where two of three neighbours are and all three lie on one side."""
    sides = [_sign(each) for each in offsets]
    is_far = [each is not None and abs(each) > NEAR * width for each in offsets]
    hits = []
    for start in range(len(offsets) - 2):
        three = range(start, start + 3)
        side = sides[start]
        if side and all(sides[place] == side for place in three) and sum(is_far[place] for place in three) >= 2:
            hits += [(place, side) for place in three if is_far[place]]
    return hits


def _one_side(offsets: list[Fraction | None]) -> list[tuple[int, int]]:
    """All points of seven or more in a row on one side of the mean; one on the mean is on neither."""
    sides = [_sign(each) for each in offsets]
    return [(place, way) for start, stop, way in _runs(sides, LONG) for place in range(start, stop)]


def _runs(signs: list[int | None], least: int) -> list[tuple[int, int, int]]:
    """Start, stop and sign of every unbroken run of the same sign that is long enough."""
    runs, start = [], 0
    for sign, group in itertools.groupby(signs):
        stop = start + len(list(group))
        if sign and stop - start >= least:
            runs.append((start, stop, sign))
        start = stop
    return runs


def judge_variation(signal: Signal | None, polarity: str) -> str:
    """What a point's signal means for a measure, by which way is better."""
    if signal is None:
        return NO_CHANGE
    if polarity == "no_judgement":
        return CHANGE
    return IMPROVEMENT if (signal.way > 0) == (polarity == "higher_is_better") else CONCERN


def judge_assurance(chart: Xmr, target: float | None, polarity: str) -> str:
    """Whether the process as it runs can be relied on to meet a target; empty where that cannot be said.

    By limits alone: beyond the limit on its better side, a target is never met but by chance.
    """
    if target is None or chart.is_trial or polarity == "no_judgement":
        return ""
    is_beyond_upper, is_beyond_lower = target > chart.upper, target < chart.lower
    if polarity == "lower_is_better":
        is_beyond_upper, is_beyond_lower = is_beyond_lower, is_beyond_upper
    return FAILS if is_beyond_upper else PASSES if is_beyond_lower else HIT_AND_MISS
