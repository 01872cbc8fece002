"""XmR limits and signals: golden numbers, each rule at its edge, gaps, and agreement with a deliberately dull version."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendmetrics.panels.xmr import (
    CHANGE,
    CONCERN,
    FAILS,
    HIT_AND_MISS,
    IMPROVEMENT,
    NEAR_LIMIT,
    NO_CHANGE,
    ONE_SIDE,
    OUTSIDE,
    PASSES,
    TREND,
    Signal,
    judge_assurance,
    judge_variation,
    study_series,
)

YEAR = [62, 58, 65, 60, 55, 57, 63, 59, 61, 56, 48, 45]
LATER = [*YEAR, 44, 47, 43, 42, 46, 41]


def rules(values) -> list[str]:
    return [signal.rule if signal else "" for signal in study_series(values).signals]


# Golden numbers


@pytest.mark.parametrize(
    ("values", "mean", "moving_range", "lower", "upper"),
    [(YEAR, 57.417, 4.636, 45.08, 69.75), (LATER, 52.889, 4.059, 42.09, 63.69)],
)
def test_golden_numbers(values, mean, moving_range, lower, upper):
    chart = study_series(values)
    assert (round(chart.mean, 3), round(chart.moving_range, 3)) == (mean, moving_range)
    assert (round(chart.lower, 2), round(chart.upper, 2)) == (lower, upper)
    assert not chart.is_trial


def test_the_signals_of_the_golden_year():
    # 45 lies under 45.08; 48 and 45 lie under 49.19, two thirds of the way down, and 56 on the same side.
    assert rules(YEAR) == [""] * 10 + [NEAR_LIMIT, OUTSIDE]


# The rules, each at its edge


def test_a_trend_is_seven_points_and_six_are_none():
    base = [50, 52] * 6
    assert TREND not in rules([*base, 50, 50.5, 51, 51.5, 52, 52.5, 50])
    assert rules([*base, 50, 50.5, 51, 51.5, 52, 52.5, 53, 50])[12:] == [TREND] * 7 + [""]
    # A step of nothing ends it.
    assert TREND not in rules([*base, 50, 50.5, 51, 51, 51.5, 52, 52.5, 53, 50])


def test_a_trend_goes_the_way_of_its_steps_on_either_side_of_the_mean():
    signals = study_series([50, 52] * 6 + [53, 52.5, 52, 51.5, 51, 50.5, 50]).signals
    assert {signal for signal in signals if signal} == {Signal(TREND, -1)}


def test_seven_on_one_side_and_six_are_none():
    def with_run(length: int) -> list[float]:
        return [49, 53] * 10 + [53, 52.5] * (length // 2) + [52.5] * (length % 2) + [49]

    assert ONE_SIDE not in rules(with_run(5))
    found = rules(with_run(6))
    assert found.count(ONE_SIDE) == 7, "53 before the run belongs to it"


def test_a_point_on_the_mean_is_on_neither_side():
    # Thirds: the mean of 33.3..., 66.6... and 50 is 50 itself, whatever floats make of it.
    values = [100 / 3, 200 / 3] * 6 + [50.0] * 7
    assert study_series(values).mean == 50
    assert rules(values)[-7:] == [""] * 7


def test_two_of_three_must_lie_on_one_side_with_the_third():
    base = [50, 54] * 10
    high, low = 61.5, 51.9
    assert rules([*base, high, 53, high, low])[-4:] == [NEAR_LIMIT, "", NEAR_LIMIT, ""]
    assert NEAR_LIMIT not in rules([*base, high, low, high, low])


def test_the_first_rule_a_point_meets_is_told():
    values = [50, 52] * 10 + [90, 91, 92, 93, 94, 95, 96]
    assert rules(values)[-7:] == [OUTSIDE] * 7


def test_a_range_beyond_the_screen_is_dropped_once():
    values = [10, 12] * 6 + [40] + [10, 12] * 6
    # 22 ranges of 2, and 28 and 30 that lie beyond 3.267 times their mean.
    assert study_series(values).moving_range == 2


def test_a_screen_that_leaves_no_range_is_not_used():
    chart = study_series([50] * 11 + [61])
    assert chart.moving_range == 1
    assert rules([50] * 11 + [61])[-1] == OUTSIDE
    assert rules([50] * 11 + [61])[:4] == [ONE_SIDE] * 4


def test_what_never_moves_has_no_signal():
    chart = study_series([33.3] * 20)
    assert (chart.lower, chart.upper, chart.moving_range) == (pytest.approx(33.3), pytest.approx(33.3), 0)
    assert set(chart.signals) == {None}


# Gaps and short series


def test_under_twelve_points_the_limits_are_trial_and_nothing_is_a_change():
    chart = study_series(YEAR[:-1])
    assert chart.is_trial
    assert chart.lower is not None
    assert set(chart.signals) == {None}
    assert judge_assurance(chart, 99, "higher_is_better") == ""


def test_a_gap_is_neither_nought_nor_stepped_over():
    whole, gapped = [50, 52, 50, 52] * 4, [50, 52, 50, 52] * 4
    gapped[8] = None
    chart = study_series(gapped)
    assert chart.mean == pytest.approx(sum(value for value in gapped if value is not None) / 15)
    assert chart.moving_range == study_series(whole).moving_range
    # 52 to 54 across the gap would be a range; there is none.
    assert study_series([50, 52, None, 70, 72]).moving_range == 2


def test_no_run_and_no_trend_reach_across_a_gap():
    base = [49, 53] * 10
    run = [52, 52.5, 52, None, 52.5, 52, 52.5, 52]
    assert ONE_SIDE not in rules([*base, 49, *run])
    rising = [50, 50.3, 50.6, 50.9, None, 51.5, 51.8, 52.1]
    assert TREND not in rules([*base, *rising])
    assert NEAR_LIMIT in rules([*base, 60.5, 55, 60.5])
    assert NEAR_LIMIT not in rules([*base, 60.5, None, 60.5])


def test_twelve_points_of_which_few_are_neighbours_are_too_few():
    assert study_series([value for pair in zip(YEAR, [None] * 12, strict=True) for value in pair]).moving_range is None
    scattered = [*YEAR[:6], None, *YEAR[6:]]
    assert study_series(scattered).is_trial, "twelve points, ten ranges"
    assert not study_series([*scattered, 50]).is_trial


@pytest.mark.parametrize("values", [[], [None], [None] * 20])
def test_nothing_known_has_no_mean(values):
    chart = study_series(values)
    assert (chart.mean, chart.lower, chart.is_trial) == (None, None, True)
    assert len(chart.signals) == len(values)


def test_one_point_has_a_mean_and_no_limits():
    chart = study_series([None, 40])
    assert (chart.mean, chart.upper) == (40, None)


# What it means


@pytest.mark.parametrize(
    ("way", "polarity", "means"),
    [
        (1, "higher_is_better", IMPROVEMENT),
        (-1, "higher_is_better", CONCERN),
        (1, "lower_is_better", CONCERN),
        (-1, "lower_is_better", IMPROVEMENT),
        (1, "no_judgement", CHANGE),
        (-1, "no_judgement", CHANGE),
    ],
)
def test_what_a_signal_means_hangs_on_which_way_is_better(way, polarity, means):
    assert judge_variation(Signal(OUTSIDE, way), polarity) == means
    assert judge_variation(None, polarity) == NO_CHANGE


@pytest.mark.parametrize(
    ("target", "higher", "lower"),
    [
        (45.0, PASSES, FAILS),
        (45.1, HIT_AND_MISS, HIT_AND_MISS),
        (60, HIT_AND_MISS, HIT_AND_MISS),
        (69.7, HIT_AND_MISS, HIT_AND_MISS),
        (69.8, FAILS, PASSES),
        (None, "", ""),
    ],
)
def test_a_target_is_met_missed_or_hit_by_chance(target, higher, lower):
    chart = study_series(YEAR)
    assert judge_assurance(chart, target, "higher_is_better") == higher
    assert judge_assurance(chart, target, "lower_is_better") == lower
    assert judge_assurance(chart, target, "no_judgement") == ""


def test_a_target_on_the_limit_itself_is_hit_and_miss():
    chart = study_series([50] * 12)
    assert judge_assurance(chart, 50, "higher_is_better") == HIT_AND_MISS


# The dull version: every rule written out, point by point.


def dull_signals(values: list[Fraction | None]) -> tuple[Fraction, Fraction, list[tuple[str, int] | None]] | None:
    known = [value for value in values if value is not None]
    ranges = []
    for place in range(1, len(values)):
        if values[place] is not None and values[place - 1] is not None:
            ranges.append(abs(values[place] - values[place - 1]))
    if not ranges:
        return None
    mean = sum(known) / Fraction(len(known))
    first = sum(ranges) / Fraction(len(ranges))
    kept = [each for each in ranges if not each >= Fraction(3267, 1000) * first]
    spread = sum(kept) / Fraction(len(kept)) if kept and sum(kept) > 0 else first
    upper, lower = mean + Fraction(266, 100) * spread, mean - Fraction(266, 100) * spread
    far_up, far_down = mean + (upper - mean) * 2 / 3, mean - (mean - lower) * 2 / 3
    if len(known) < 12 or len(ranges) < 11:
        return mean, spread, [None] * len(values)
    return (
        mean,
        spread,
        [dull_signal(values, place, mean, lower, upper, far_down, far_up) for place in range(len(values))],
    )


def dull_signal(values, place, mean, lower, upper, far_down, far_up):
    value = values[place]
    if value is None:
        return None
    if value > upper:
        return OUTSIDE, 1
    if value < lower:
        return OUTSIDE, -1

    def windows(length):
        """All stretches of neighbours, none unknown, that hold this point."""
        for start in range(place - length + 1, place + 1):
            if start >= 0 and start + length <= len(values):
                stretch = values[start : start + length]
                if all(each is not None for each in stretch):
                    yield stretch

    for stretch in windows(7):
        if all(stretch[n] < stretch[n + 1] for n in range(6)):
            return TREND, 1
        if all(stretch[n] > stretch[n + 1] for n in range(6)):
            return TREND, -1
    for stretch in windows(3):
        if value > far_up and min(stretch) > mean and len([each for each in stretch if each > far_up]) > 1:
            return NEAR_LIMIT, 1
        if value < far_down and max(stretch) < mean and len([each for each in stretch if each < far_down]) > 1:
            return NEAR_LIMIT, -1
    for stretch in windows(7):
        if min(stretch) > mean:
            return ONE_SIDE, 1
        if max(stretch) < mean:
            return ONE_SIDE, -1
    return None


figures = st.one_of(
    st.integers(0, 12).map(Fraction),
    st.builds(Fraction, st.integers(0, 60), st.integers(1, 60)),
    st.none(),
)


@given(st.lists(figures, max_size=40))
def test_the_dull_version_agrees(values):
    agrees(values)


@given(st.lists(st.integers(0, 3).map(Fraction), min_size=12, max_size=30), st.integers(-3, 3), st.integers(0, 30))
def test_the_dull_version_agrees_on_trends_and_runs(values, slope, start):
    """Chance alone makes few trends and runs."""
    agrees(
        [value + (slope * (place - start) if start <= place < start + 8 else 0) for place, value in enumerate(values)]
    )


def agrees(values):
    chart, dull = study_series(values), dull_signals(values)
    if dull is None:
        assert chart.moving_range is None
        assert not any(chart.signals)
        return
    mean, spread, signals = dull
    assert (chart.mean, chart.moving_range) == (float(mean), float(spread))
    assert chart.lower == float(mean - Fraction(266, 100) * spread)
    assert [signal and (signal.rule, signal.way) for signal in chart.signals] == signals


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=12, max_size=30))
def test_shares_as_the_engine_gives_them_are_judged_as_the_fractions_they_are(pairs):
    shares = [(min(counted, base), base) for counted, base in pairs]
    as_floats = study_series([100.0 * counted / base for counted, base in shares])
    as_fractions = study_series([Fraction(100 * counted, base) for counted, base in shares])
    assert as_floats == as_fractions
