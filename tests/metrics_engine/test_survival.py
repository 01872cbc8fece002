"""Waits estimated with those still waiting: Kaplan-Meier, its interval, Aalen-Johansen, percentiles, and when there is none."""

import datetime
import math
import random
from dataclasses import dataclass
from fractions import Fraction

import pytest
from dull_runner import describe_cohort, nearest_rank
from harness import CASEWORK, ask, make_engine
from hypothesis import given, settings
from hypothesis import strategies as st
from made_metrics import MadeWarehouse, stand_in, write_metric

from sendmetrics.metrics.definition import Metric
from sendmetrics.metrics.question import Question

START = datetime.date(2024, 1, 1)
AS_AT = datetime.date(2026, 1, 31)
Member = tuple[int, str | None, int, int]  # days, exit or None while open, limit, days it could be followed


@dataclass(frozen=True)
class Made:
    warehouse: MadeWarehouse
    metric: Metric


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    return Made(MadeWarehouse(folder / "access_log.jsonl"), write_metric(folder, "wait"))


def waits(made: Made, view: str, groups: dict[str, list[Member]]) -> dict[str, dict]:
    """The engine's row for each group of members, all of whom started on one day."""
    rows = []
    for group, members in groups.items():
        for days, way_out, limit, followed in members:
            rows.append(
                {
                    "referral_id": f"r{len(rows)}",
                    "provider_code": group,
                    "received_date": START,
                    "discharge_date": START + datetime.timedelta(days) if way_out else None,
                    "discharge_reason": way_out,
                    "observed_to_date": START + datetime.timedelta(followed if way_out else days),
                    "known_to": AS_AT,
                    "file_id": limit,
                }
            )
    engine = made.warehouse.engine(AS_AT, referrals=rows)
    with stand_in(made.metric):
        return {row["breakdown"]: row for row in ask(engine, "made", CASEWORK, by="provider", view=view)}


def open_for(days: int, limit: int) -> Member:
    return days, None, limit, days


def left(days: int, way_out: str, limit: int, followed: int = 700) -> Member:
    return days, way_out, limit, followed


# METHODS.md section 12.
GOLDEN_DAYS = [4, 6, 6, 9, 12, 12, 15, 20, 22, 30]
GOLDEN_EVENTS = [1, 1, 0, 1, 1, 0, 1, 0, 1, 0]


def golden_members(limit: int) -> list[Member]:
    pairs = zip(GOLDEN_DAYS, GOLDEN_EVENTS, strict=True)
    return [left(days, "finished", limit) if is_event else open_for(days, limit) for days, is_event in pairs]


def test_the_golden_survival_curve(made):
    expected = {3: 1, 4: 0.9, 5: 0.9, 6: 0.8, 9: 0.6857, 12: 0.5714, 15: 0.4286, 20: 0.4286, 22: 0.2143, 30: 0.2143}
    rows = waits(made, "cohort", {f"by day {limit}": golden_members(limit) for limit in expected})
    for limit, surviving in expected.items():
        row = rows[f"by day {limit}"]
        assert row["value"] == pytest.approx(100 * (1 - surviving), abs=0.005), limit
        assert row["incidence"] == pytest.approx(row["value"]), "with one way out both estimates are the same"
        assert row["median_days"] == 15
        assert row["p92_days"] is None, "the curve never comes down to 8%"


def test_a_censored_row_becomes_a_competing_exit_and_the_estimate_stays(made):
    """Kaplan-Meier censors the other exits; Aalen-Johansen counts them, and is never larger."""
    others = [
        left(days, "finished" if is_event else "refused", 22)
        for days, is_event in zip(GOLDEN_DAYS, GOLDEN_EVENTS, strict=True)
    ]
    row = waits(made, "cohort", {"g": others})["g"]
    assert row["value"] == pytest.approx(100 * (1 - 0.2143), abs=0.005)
    assert row["incidence"] == pytest.approx(60.0), "six of ten had it by day 22"


def test_the_golden_completed_waits_understate(made):
    row = waits(made, "completed", {"g": golden_members(22)})["g"]
    assert (row["count"], row["median_days"]) == (6, 9)


def test_aalen_johansen_by_hand(made):
    members = [left(5, "refused", 20), left(10, "finished", 20), left(20, "finished", 20), open_for(30, 20)]
    row = waits(made, "cohort", {"g": members})["g"]
    assert row["value"] == pytest.approx(100 * (1 - Fraction(2, 3) * Fraction(1, 2)))
    assert row["incidence"] == pytest.approx(50.0)
    assert (row["count"], row["within_limit"], row["over_limit"]) == (4, 2, 1)


def test_the_last_day_of_the_limit_counts_and_the_next_does_not(made):
    rows = waits(
        made,
        "cohort",
        {
            "on it": [left(140, "finished", 140), open_for(200, 140)],
            "after it": [left(141, "finished", 140), open_for(200, 140)],
        },
    )
    assert (rows["on it"]["value"], rows["on it"]["within_limit"], rows["on it"]["over_limit"]) == (50, 1, 1)
    assert (rows["after it"]["value"], rows["after it"]["within_limit"], rows["after it"]["over_limit"]) == (0, 0, 2)


def test_exits_come_before_those_last_seen_on_the_same_day(made):
    members = [left(10, "finished", 20), open_for(10, 20), open_for(30, 20)]
    assert waits(made, "cohort", {"g": members})["g"]["value"] == pytest.approx(100 / 3)


def test_two_exits_on_one_day_share_the_risk_of_that_morning(made):
    members = [left(10, "finished", 20), left(10, "refused", 20), open_for(30, 20)]
    row = waits(made, "cohort", {"g": members})["g"]
    assert row["value"] == pytest.approx(100 / 3)
    assert row["incidence"] == pytest.approx(100 / 3)


def test_nobody_or_everybody_has_no_interval(made):
    rows = waits(
        made,
        "cohort",
        {
            "nobody": [open_for(30, 20)] * 3,
            "everybody": [left(5, "finished", 20)] * 3,
            "some": [left(5, "finished", 20), open_for(30, 20), open_for(30, 20)],
        },
    )
    assert (rows["nobody"]["value"], rows["nobody"]["low"], rows["nobody"]["high"]) == (0, None, None)
    assert (rows["everybody"]["value"], rows["everybody"]["low"], rows["everybody"]["high"]) == (100, None, None)
    assert 0 < rows["some"]["low"] < rows["some"]["value"] < rows["some"]["high"] < 100


def test_the_log_log_interval_by_hand(made):
    """One of three by day 5: S = 2/3, Greenwood's sum 1/6."""
    row = waits(made, "cohort", {"g": [left(5, "finished", 20), open_for(30, 20), open_for(30, 20)]})["g"]
    theta = 1.959963984540054 * math.sqrt(1 / 6) / math.log(2 / 3)
    assert row["high"] == pytest.approx(100 * (1 - (2 / 3) ** math.exp(-theta)), abs=1e-9)
    assert row["low"] == pytest.approx(100 * (1 - (2 / 3) ** math.exp(theta)), abs=1e-9)


def assert_not_available(row: dict) -> None:
    assert row["symbol"] == "x"
    assert [row[name] for name in ("value", "low", "high", "incidence")] == [None] * 4


def test_a_cohort_not_followed_as_long_as_its_limit_has_no_value(made):
    rows = waits(
        made,
        "cohort",
        {
            "one day short": [open_for(139, 140)] * 5,
            "all seen already": [left(5, "finished", 140, followed=139)] * 5,
            "long enough": [open_for(140, 140)] * 5,
        },
    )
    assert_not_available(rows["one day short"])
    assert_not_available(rows["all seen already"])
    assert (rows["long enough"]["value"], rows["long enough"]["symbol"]) == (0, "")


def test_one_refused_long_ago_does_not_stand_for_one_who_asked_last_week(made):
    """Neither was there on day 140, so nothing is known of it: x, and never 0%."""
    rows = waits(
        made,
        "cohort",
        {
            "refused, then new": [left(42, "refused", 140), open_for(44, 140)],
            "new, then refused": [open_for(30, 140), left(42, "refused", 140)],
            "finished, then new": [left(30, "finished", 140), open_for(44, 140)],
        },
    )
    for row in rows.values():
        assert_not_available(row)


def test_a_cohort_all_refused_has_nobody_going_on_to_a_plan(made):
    assert_not_available(waits(made, "cohort", {"g": [left(42, "refused", 140)] * 5})["g"])


def test_a_cohort_whose_every_end_is_known_has_a_value(made):
    rows = waits(
        made,
        "cohort",
        {
            "all issued": [left(100, "finished", 140)] * 5,
            "one refused": [left(42, "refused", 140), left(100, "finished", 140)],
            "new one overtaken": [open_for(20, 140), left(30, "finished", 140)],
        },
    )
    assert {row["value"] for row in rows.values()} == {100}
    assert rows["one refused"]["incidence"] == pytest.approx(50)


def test_rows_held_to_different_limits_have_no_cohort_value(made):
    members = [left(5, "finished", 20), open_for(300, 20), open_for(300, 126), left(100, "finished", 126)]
    row = waits(made, "cohort", {"g": members})["g"]
    assert_not_available(row)
    assert (row["within_limit"], row["over_limit"]) == (2, 2), "each row is still held to its own"
    assert waits(made, "open", {"g": members})["g"]["over_limit"] == 2
    assert waits(made, "completed", {"g": members})["g"]["within_limit"] == 2


members = st.integers(0, 300).flatmap(
    lambda days: st.sampled_from(
        [
            open_for(days, 126),
            open_for(days, 126),
            *(left(days, way, 126) for way in ("finished", "finished", "refused", "moved")),
        ]
    )
)


@settings(max_examples=25)
@given(groups=st.lists(st.lists(members, min_size=1, max_size=12), min_size=1, max_size=6))
def test_small_cohorts_agree_with_fractions(made, groups):
    assert_cohorts_agree(made, {f"g{number}": group for number, group in enumerate(groups)})


@pytest.mark.parametrize("seed", range(3))
def test_large_cohorts_agree_with_fractions_to_a_billionth(made, seed):
    chance = random.Random(seed)
    ways = ["finished"] * 5 + ["refused", "withdrawn", None, None]
    groups = {
        f"g{number}": [
            left(days, way, 126) if (way := chance.choice(ways)) else open_for(days, 126)
            for days in (chance.randrange(1, 400) for _ in range(size))
        ]
        for number, size in enumerate((2, 9, 40, 150))
    }
    assert_cohorts_agree(made, groups)


def assert_cohorts_agree(made: Made, groups: dict[str, list[Member]]) -> None:
    rows = waits(made, "cohort", groups)
    assert set(rows) == set(groups)
    for name, group in groups.items():
        expected = describe_cohort(group)
        for column, value in expected.items():
            if isinstance(value, float):
                assert rows[name][column] == pytest.approx(value, abs=1e-9), (name, column)
            else:
                assert rows[name][column] == value, (name, column)


@pytest.mark.parametrize("view", ["open", "completed"])
def test_percentiles_are_of_the_nearest_rank(made, view):
    """Where a share of the count is whole (92% of 25, 50 or 75) the rank is that one and not the next."""
    sizes = [1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 24, 25, 26, 50, 75, 100]
    chance = random.Random(5)
    days = {size: chance.sample(range(700), size) for size in sizes}
    end = {"open": lambda wait: open_for(wait, 126), "completed": lambda wait: left(wait, "finished", 126)}[view]
    rows = waits(made, view, {str(size): [end(wait) for wait in days[size]] for size in sizes})
    for size in sizes:
        row = rows[str(size)]
        assert row["median_days"] == nearest_rank(days[size], Fraction(1, 2)), size
        assert row["p92_days"] == nearest_rank(days[size], Fraction(92, 100)), size
    by_hand = {1: 1, 10: 10, 12: 12, 13: 12, 25: 23, 26: 24, 50: 46, 100: 92}
    for size, rank in by_hand.items():
        assert rows[str(size)]["p92_days"] == sorted(days[size])[rank - 1]


def test_requests_from_before_the_files_begin_are_left_out_of_the_cohort_only(tmp_path):
    """Of those that started earlier only the slow ones are in the first return."""
    engine = make_engine(
        tmp_path,
        "2026-01-15",
        requests="""
        request_id | received_date | observed_from_date
        early      | 2024-06-01    | 2025-01-01
        first day  | 2025-01-01    | 2025-01-01
        open still | 2024-11-01    | 2025-01-01
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | early      | Y       | 2025-03-01
        a2            | first day  | Y       | 2025-04-01
        """,
    )
    rows = {row["view"]: row for row in ask(engine, "request_to_plan_wait")}
    assert {view: row["count"] for view, row in rows.items()} == {"open": 1, "completed": 2, "cohort": 1}
    assert rows["cohort"]["value"] == 100
    for view, expected in ((None, 2), ("cohort", 2), ("open", 0), ("completed", 0)):
        left_out = engine.answer(Question("request_to_plan_wait", view=view), CASEWORK).left_out
        assert sum(entry["count"] for entry in left_out) == expected, view


def test_a_row_is_aged_no_further_than_the_file_that_last_held_it(tmp_path):
    """A November file does not age a January return's open cases, nor the other way round."""
    engine = make_engine(
        tmp_path,
        "2026-01-15",
        referrals="""
        referral_id | received_date | known_to   | observed_to_date
        old file    | 2025-10-01    | 2025-11-01 | 2025-11-01
        new file    | 2025-10-01    | 2026-01-15 | 2026-01-15
        """,
    )
    (row,) = ask(engine, "referral_to_first_contact_wait", view="open")
    assert (row["count"], row["median_days"], row["longest_days"]) == (2, 31, 106)
    (row,) = ask(engine, "referral_to_first_contact_wait", view="open", as_at="2025-10-31")
    assert (row["count"], row["median_days"], row["longest_days"]) == (2, 30, 30)
