"""A gap between groups is stated where its interval says so, and nowhere else."""

import math

import pytest
from harness import CASEWORK

from sendmetrics.metrics.question import Question, Result
from sendmetrics.panels.intervals import Z_95, Z_998, difference, widen, wilson
from sendmetrics.panels.panel import Answer
from sendmetrics.panels.who_waits import WHO_WAITS, gap_between, groups_apart


def test_the_gap_of_two_shares_is_newcombes():
    """56 of 70 and 48 of 80: Newcombe 1998, method 10, gives 0.0524 to 0.3339."""
    first, second = ((counted / base, *wilson(counted, base)) for counted, base in ((56, 70), (48, 80)))
    assert difference(first, second) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_an_interval_is_widened_on_the_scale_it_was_made_on():
    survival, spread = 0.4, 0.2

    def ends(z: float) -> tuple[float, float]:
        return tuple(100 * (1 - survival ** math.exp(sign * z * spread)) for sign in (-1, 1))

    assert widen(60, *ends(Z_95), Z_998) == pytest.approx(ends(Z_998))


def row(breakdown: str, value: float | None, low: float | None, high: float | None, label: str = "") -> dict:
    return {"breakdown": breakdown, "label": label or breakdown, "value": value, "low": low, "high": high, "count": 100,
            "period": None, "symbol": "", "view": "cohort"}  # fmt: skip


def answer(rows: list[dict], overall: float | None = 60.0, by: str = "fsm") -> Answer:
    def result(rows: list[dict], by: str | None) -> Result:
        question = Question("request_to_plan_wait", by=by, view="cohort")
        return Result("request_to_plan_wait", question, None, CASEWORK.audience, "made", tuple(rows))

    return Answer((result(rows, by), result([row("", overall, 55.0, 65.0)], None)))


def test_a_gap_whose_interval_leaves_out_nought_is_named():
    rows = [row("true", 40.0, 35.0, 45.0, "Yes"), row("false", 60.0, 55.0, 65.0, "No")]
    assert gap_between("fsm")(answer(rows)) == "Children on free meals: 20.0 points fewer in time"


def test_a_gap_that_may_be_chance_is_not_named():
    rows = [row("true", 55.0, 45.0, 65.0, "Yes"), row("false", 60.0, 55.0, 65.0, "No")]
    assert gap_between("fsm")(answer(rows)) == "No clear gap by free school meals"


def test_a_hidden_group_leaves_nothing_to_compare():
    rows = [row("true", None, None, None), row("false", 60.0, 55.0, 65.0)]
    assert "gap" not in gap_between("fsm")(answer(rows))


def test_groups_stand_apart_by_the_wider_interval():
    apart, near = row("slow", 40.0, 35.0, 45.0, "Slow"), row("near", 50.0, 43.0, 57.5, "Near")
    low, high = widen(50.0, 43.0, 57.5, Z_998)
    assert high > 60 > 57.5, "outside 95%, inside 99.8%"
    assert low < 43
    assert groups_apart("locality")(answer([apart, near], by="locality")) == "Slow stands apart: 40.0% in time"
    assert groups_apart("locality")(answer([near], by="locality")) == "No clear gap by local area"


def test_without_the_share_of_all_no_group_stands_apart():
    rows = [row("slow", 40.0, 35.0, 45.0)]
    assert groups_apart("locality")(answer(rows, overall=None, by="locality")) == "No clear gap by local area"


def test_every_way_to_divide_is_there():
    by = {panel.asks[0].by for panel in WHO_WAITS}
    assert by == {"locality", "need", "age_group", "phase", "sex", "ethnicity_group", "fsm", "school"}
