"""Facts of a queue: the published worked example to the decimals, small queues by hand, and what cannot be said."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendmetrics.metrics import queueing
from sendmetrics.metrics.queue_meanings import MEANINGS
from sendmetrics.metrics.queueing import QueueFacts, ServiceWeeks, study_queue


def level(weeks: int = 52, arrivals: int = 30, starts: int = 27, others: int = 0, queue: int = 1_200, **more):
    """The same week over and over, up to a queue."""
    growth = arrivals - starts - others
    return ServiceWeeks(
        (arrivals,) * weeks,
        (starts,) * weeks,
        (others,) * weeks,
        tuple(queue - growth * (weeks - 1 - week) for week in range(weeks)),
        **more,
    )


def test_the_published_example_to_the_decimals():
    """Demand 30, capacity 27, 1,200 waiting for 63 weeks on average, a standard of 52 weeks."""
    facts = study_queue(level(days_waited=(63 * 7,) * 1_200, standard_days=52 * 7))
    assert round(facts.load, 2) == 1.11
    assert facts.target_mean_wait == 13
    assert facts.target_queue == 390
    assert round(facts.relief_capacity, 2) == 61.15
    assert round(facts.relief_more, 2) == 34.15
    assert facts.mean_wait == 63
    assert round(facts.pressure, 2) == 2.42


def test_a_small_queue_by_hand():
    """Three join, two are seen and one leaves unseen in each of 12 weeks; four wait, of 1, 2, 3 and 6 weeks; standard 4 weeks.

    Target mean wait 1 week, target queue 3 * 1 = 3: four is not twice that. Clearance 4 / 3. Pressure 2 * 3 / 4.
    """
    facts = study_queue(level(12, 3, 2, 1, 4, days_waited=(7, 14, 21, 42), standard_days=28))
    assert (facts.demand, facts.capacity, facts.leaving) == (3, 2, 1)
    assert (facts.load, facts.load_on_departures, facts.net_growth) == (1.5, 1, 0)
    assert facts.clearance_weeks == pytest.approx(4 / 3)
    assert (facts.target_mean_wait, facts.target_queue, facts.relief_capacity, facts.relief_more) == (1, 3, None, None)
    assert (facts.mean_wait, facts.pressure) == (3, 1.5)
    assert facts.target_capacity is None, "twelve weeks do not show how much weeks vary"
    assert facts.little is None


def test_relief_begins_above_twice_the_target_queue():
    assert queueing.relief_capacity(10, 40, 20.0) is None
    assert queueing.relief_capacity(10, 41, 20.0) == 10 + 21 / 26


def test_clearance_and_growth_are_of_twelve_weeks_and_demand_of_fifty_two():
    weeks = ServiceWeeks((1,) * 48 + (5,) * 12, (1,) * 48 + (3,) * 12, (0,) * 60, (4,) * 48 + tuple(range(6, 30, 2)))
    facts = study_queue(weeks)
    assert (facts.clearance_weeks, facts.net_growth) == (28 / 3, 2)
    assert facts.demand == (40 * 1 + 12 * 5) / 52


def test_children_who_come_by_chance_have_a_variation_of_one_whatever_their_number():
    """Blocks of four weeks with 4, 16, 4, 16, 4, 16: mean 10, variance 43.2, variation the root of 4.32."""
    counts = [1, 1, 1, 1, 4, 4, 4, 4] * 3
    assert queueing.variation(counts) == pytest.approx(4.32**0.5)
    assert queueing.variation([9, 9, 9, *counts]) == pytest.approx(4.32**0.5), "blocks count back from the last week"
    assert queueing.variation(counts[:-1]) is None
    assert queueing.variation([0] * 52) is None
    poisson = [10 + way for way in (-3, 3, -4, 4, 0, 2, -2, 3, -3, 1, -1, 5, -5)]
    assert queueing.variation([each for mean in poisson for each in (mean, 10, 10, 10)]) < 1


def test_a_clinic_once_a_month_is_no_variation():
    assert queueing.variation([0, 0, 0, 80] * 13) == 0
    assert queueing.variation([20] * 52) == 0


def test_target_capacity_by_hand():
    """Demand 30, standard 52, both by chance: 30 + (1 + 1) / 2 * 4 / 52."""
    assert queueing.target_capacity(30, 52, 1, 1) == pytest.approx(30 + 4 / 52)
    assert queueing.target_capacity(30, 18, 2, 1) == pytest.approx(30 + (4 + 1) / 2 * 4 / 18)
    assert queueing.target_capacity(30, 18, 0, 0) == 30


@pytest.mark.parametrize(
    ("weeks", "wrong"),
    [
        (level(11, standard_days=126), ("demand", "load", "clearance_weeks", "net_growth", "target_queue", "little")),
        (level(52, 0, 0, 0, 5, standard_days=126), ("load", "clearance_weeks", "demand_variation", "target_capacity")),
        (level(52, 3, 0, 0, 200, standard_days=126), ("load", "clearance_weeks", "capacity_variation")),
        (level(52, 3, 3, 0, 0, standard_days=126), ("mean_wait", "pressure", "relief_capacity", "relief_more")),
        (level(52), ("target_mean_wait", "target_queue", "relief_capacity", "target_capacity", "pressure")),
        (ServiceWeeks((), (), (), ()), tuple(sorted(set(MEANINGS) - {"waiting", "weeks_behind"}))),
    ],
)
def test_what_cannot_be_said_is_none(weeks, wrong):
    facts = study_queue(weeks)
    assert {name: getattr(facts, name) for name in wrong} == dict.fromkeys(wrong)


def test_no_capacity_at_all_is_relieved_by_numbers():
    facts = study_queue(level(52, 2, 0, 0, 104, standard_days=28))
    assert facts.relief_capacity == 2 + (104 - 2) / 26 == facts.relief_more


def test_a_week_without_first_appointments_is_idle_only_while_somebody_waits():
    starts, queue = [0, 3] * 26, [5, 5] * 20 + [0, 0] * 6
    facts = study_queue(ServiceWeeks([2] * 52, starts, [0] * 52, queue))
    assert (facts.idle_weeks, facts.weeks_behind) == (20, 52)
    assert study_queue(ServiceWeeks([2] * 60, [0] * 60, [0] * 60, [5] * 60)).idle_weeks == 52


def test_littles_law_holds_in_a_level_queue_and_is_not_asked_of_a_growing_one():
    """Five join a week and each waits 8 weeks: forty wait."""
    level_queue = level(52, 5, 5, 0, 40, days_when_leaving=(56,) * 260)
    little = study_queue(level_queue).little
    assert (little.counted, little.expected, little.is_stable, little.agrees) == (40, 40, True, True)
    growing = study_queue(level(52, 5, 4, 0, 100, days_when_leaving=(56,) * 208)).little
    assert (growing.is_stable, growing.agrees) == (False, False)
    forgotten = study_queue(dataclasses.replace(level_queue, days_when_leaving=(28,) * 260)).little
    assert (forgotten.expected, forgotten.is_stable, forgotten.agrees) == (20, True, False)


@pytest.mark.parametrize(
    ("older", "newer", "stable"), [(95, 105, True), (90, 110, False), (4, 6, True), (4, 7, False), (0, 0, True)]
)
def test_stable_is_within_a_tenth_or_two_children(older, newer, stable):
    assert queueing.is_stable([older] * 26 + [newer] * 26) is stable
    assert queueing.is_stable([older] * 12 + [newer] * 13) is None


small_counts = st.integers(0, 4)


@given(st.lists(st.tuples(small_counts, small_counts, small_counts, small_counts), max_size=60),
       st.lists(st.integers(0, 300), max_size=5), st.sampled_from([None, 0, 42, 126]))  # fmt: skip
def test_no_weeks_at_all_make_it_fail(rows, days, standard):
    series = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
    facts = study_queue(ServiceWeeks(*series, days, standard, days))
    assert facts.demand is None or facts.demand >= 0


def test_series_of_different_lengths_and_fewer_than_none_are_refused():
    with pytest.raises(ValueError, match="same weeks"):
        ServiceWeeks((1, 2), (1,), (0, 0), (1, 1))
    with pytest.raises(ValueError, match="fewer than none"):
        ServiceWeeks((1,), (-1,), (0,), (1,))


def test_every_fact_has_its_unit_meaning_and_source():
    assert set(MEANINGS) == {field.name for field in dataclasses.fields(QueueFacts)}
    for name, told in MEANINGS.items():
        assert told.unit and told.source, name
        assert told.meaning.endswith(".") and len(told.meaning.split()) <= 25, name
