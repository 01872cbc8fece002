"""A cohort read at several numbers of weeks, beside a well-kept survival library and the golden curve of METHODS.md."""

import datetime
import random
from dataclasses import dataclass, replace

import numpy
import pytest
from harness import CASEWORK, LEADERS, SHARED, ask
from hypothesis import given, settings
from hypothesis import strategies as st
from made_metrics import MadeWarehouse, stand_in, write_metric
from sksurv.nonparametric import cumulative_incidence_competing_risks, kaplan_meier_estimator

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.definition import Metric
from sendmetrics.metrics.question import Question

START = datetime.date(2024, 1, 1)
AS_AT = datetime.date(2026, 1, 31)
FOLLOWED = 700
WEEKS = (1, 2, 3, 4, 6, 9, 12, 15, 20, 22, 26, 30)
Leaver = tuple[int, str | None]  # days, and how it ended; None while open


@dataclass(frozen=True)
class Made:
    warehouse: MadeWarehouse
    metric: Metric


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    metric = replace(write_metric(folder, "wait"), curve_weeks=WEEKS, mean_to_weeks=26)
    return Made(MadeWarehouse(folder / "access_log.jsonl"), metric)


def curve(made: Made, leavers: list[Leaver], reader=CASEWORK, start: datetime.date = START) -> dict[int, dict]:
    """The engine's rows by weeks for a cohort that started on one day."""
    rows = [
        {
            "referral_id": f"r{number}",
            "received_date": start,
            "discharge_date": start + datetime.timedelta(days) if way_out else None,
            "discharge_reason": way_out,
            "observed_to_date": start + datetime.timedelta(FOLLOWED if way_out else days),
            "known_to": AS_AT,
            "file_id": 140,
        }
        for number, (days, way_out) in enumerate(leavers)
    ]
    engine = made.warehouse.engine(AS_AT, referrals=rows)
    with stand_in(made.metric):
        return {row["weeks"]: row for row in ask(engine, "made", reader, view="curve")}


GOLDEN = zip([4, 6, 6, 9, 12, 12, 15, 20, 22, 30], [1, 1, 0, 1, 1, 0, 1, 0, 1, 0], strict=True)
GOLDEN_LEAVERS = [(7 * weeks, "finished" if is_event else None) for weeks, is_event in GOLDEN]


def test_the_golden_curve_its_median_and_its_restricted_mean(made):
    """METHODS.md section 12, in weeks."""
    rows = curve(made, GOLDEN_LEAVERS)
    expected = {3: 1, 4: 0.9, 6: 0.8, 9: 0.6857, 12: 0.5714, 15: 0.4286, 20: 0.4286, 22: 0.2143}
    assert {weeks: round(1 - rows[weeks]["value"] / 100, 4) for weeks in expected} == expected
    assert all(row["median_days"] == 15 * 7 for row in rows.values())
    assert rows[6]["mean_days"] / 7 == pytest.approx(15.829, abs=0.0005)


def test_a_curve_is_provisional_where_somebody_younger_is_still_open(made):
    rows = curve(made, [(28, "finished"), (70, None), (105, None)])
    assert {weeks: rows[weeks]["is_provisional"] for weeks in (4, 9, 12, 15)} == {
        4: False,
        9: False,
        12: True,
        15: True,
    }
    assert rows[12]["value"] == pytest.approx(100 / 3)
    assert (rows[20]["value"], rows[20]["symbol"]) == (None, "x"), "nobody is known of at 20 weeks"
    assert rows[4]["mean_days"] is None, "nor the mean to 26 weeks"


def test_other_ways_out_are_competing_and_said(made):
    leavers = [(28, "refused")] * 2 + [(56, "finished")] * 4 + [(200, None)] * 4
    row = curve(made, leavers)[9]
    assert row["value"] == pytest.approx(50), "four of the eight that were not refused"
    assert (row["incidence"], row["other_exits"]) == (pytest.approx(40), pytest.approx(20))


def test_the_curve_at_the_limit_is_the_cohorts_value(made):
    rows = curve(made, GOLDEN_LEAVERS)
    with stand_in(made.metric):
        (cohort,) = ask(
            made.warehouse.engine(AS_AT, referrals=_as_rows(GOLDEN_LEAVERS)), "made", CASEWORK, view="cohort"
        )
    for name in ("count", "value", "low", "high", "incidence", "median_days"):
        assert cohort[name] == rows[20][name], name


def _as_rows(leavers: list[Leaver]) -> list[dict]:
    return [
        {
            "referral_id": f"r{number}",
            "received_date": START,
            "discharge_date": START + datetime.timedelta(days) if way_out else None,
            "discharge_reason": way_out,
            "observed_to_date": START + datetime.timedelta(FOLLOWED if way_out else days),
            "known_to": AS_AT,
            "file_id": 140,
        }
        for number, (days, way_out) in enumerate(leavers)
    ]


# Beside the oracle.


def assert_like_the_oracle(rows: dict[int, dict], leavers: list[Leaver]) -> int:
    """Every horizon with a figure agrees to 1e-9; how many did."""
    days = numpy.array([days for days, _ in leavers], dtype=float)
    finished = numpy.array([way_out == "finished" for _, way_out in leavers])
    kinds = numpy.array([0 if way_out is None else 1 if way_out == "finished" else 2 for _, way_out in leavers])
    # Day 0 is no time to the library: all are put a day later, which moves no step against another.
    times, survival, bounds = kaplan_meier_estimator(finished, days + 1, conf_type="log-log")
    # With one kind of exit alone the library adds it up wrongly; Aalen-Johansen is then Kaplan-Meier.
    has_both = {1, 2} <= set(kinds)
    if has_both:
        times_of_all, incidences = cumulative_incidence_competing_risks(kinds, days + 1)[:2]
    compared = 0
    for weeks, row in rows.items():
        reached = times <= 7 * weeks + 1
        if row["symbol"] == "x":
            continue
        compared += 1
        surviving = survival[reached][-1] if reached.any() else 1
        assert row["value"] == pytest.approx(100 * (1 - surviving), abs=1e-9)
        if row["low"] is not None:
            assert row["low"] == pytest.approx(100 * (1 - bounds[1][reached][-1]), abs=1e-9)
            assert row["high"] == pytest.approx(100 * (1 - bounds[0][reached][-1]), abs=1e-9)
        if has_both:
            so_far = incidences[:, times_of_all <= 7 * weeks + 1]
            total, had_it = (so_far[place][-1] if so_far.size else 0 for place in (0, 1))
            assert row["incidence"] == pytest.approx(100 * had_it, abs=1e-9)
            assert row["other_exits"] == pytest.approx(100 * (total - had_it), abs=1e-9)
        elif 2 not in kinds:
            assert row["incidence"] == pytest.approx(row["value"], abs=1e-9)
            assert row["other_exits"] == pytest.approx(0, abs=1e-9)
        if row["mean_days"] is not None:
            assert row["mean_days"] == pytest.approx(_area(times - 1, survival, 26 * 7), abs=1e-9)
    return compared


def _area(times: numpy.ndarray, survival: numpy.ndarray, until: int) -> float:
    """The area under the library's steps, day by day."""
    height = {int(day): share for day, share in zip(times, survival, strict=True)}
    area, level = 0.0, 1.0
    for day in range(until):
        level = height.get(day, level)
        area += level
    return area


leavers_strategy = st.lists(
    st.tuples(
        st.one_of(st.integers(0, 30), st.sampled_from([7 * weeks for weeks in WEEKS]), st.integers(0, 400)),
        st.sampled_from(["finished", "finished", "refused", None]),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=120, deadline=None)
@given(leavers=leavers_strategy)
def test_random_cohorts_with_ties_agree_with_a_survival_library(made, leavers):
    assert_like_the_oracle(curve(made, leavers), leavers)


@pytest.mark.parametrize("seed", range(5))
def test_large_cohorts_agree_with_a_survival_library(made, seed):
    rng = random.Random(seed)
    leavers = [(rng.randint(0, 300), rng.choice(["finished", "refused", "moved", None])) for _ in range(800)]
    assert assert_like_the_oracle(curve(made, leavers), leavers) == len(WEEKS)


# Who may see it.


def test_leaders_see_a_curve_on_a_base_of_ten_and_nothing_of_a_smaller_one(made):
    small, large = ([(28, "finished")] * size + [(300, None)] for size in (8, 9))
    hidden, shown = (curve(made, leavers, LEADERS)[20] for leavers in (small, large))
    assert (hidden["count"], hidden["value"], hidden["median_days"], hidden["symbol"]) == (9, None, None, "c")
    assert (shown["count"], shown["value"]) == (10, pytest.approx(90))
    fewest = curve(made, [(28, "finished")] * 4, LEADERS)[20]
    assert (fewest["count"], fewest["value"], fewest["symbol"]) == (None, None, "c")


def test_no_curve_leaves_the_building(authority):
    with pytest.raises(RefusedError, match="fixed tables"):
        authority.engine.answer(Question("request_to_plan_wait", view="curve"), SHARED)


def test_a_curve_of_the_authority_has_each_of_its_weeks_for_each_period_in_order(authority):
    rows = ask(authority.engine, "request_to_plan_wait", view="curve", every="year")
    weeks = (6, 16, 20, 26, 40, 52)
    assert [row["weeks"] for row in rows] == [*weeks] * (len(rows) // len(weeks))
    assert [row["period"] for row in rows] == sorted(row["period"] for row in rows)
    at_limit = [row for row in rows if row["weeks"] == 20]
    cohort = ask(authority.engine, "request_to_plan_wait", view="cohort", every="year")
    assert [(row["count"], row["value"], row["low"]) for row in at_limit] == [
        (row["count"], row["value"], row["low"]) for row in cohort
    ]
