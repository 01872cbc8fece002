"""Small numbers, below, at and above every threshold, for every audience."""

import datetime
from collections.abc import Iterable

import pytest
from harness import CASEWORK, LEADERS, SHARED
from made_metrics import MadeWarehouse, stand_in, write_metric

from sendmetrics.metrics import disclosure
from sendmetrics.metrics.definition import Metric
from sendmetrics.metrics.question import Question, Reader, Result
from sendmetrics.metrics.shared_tables import read_shared_tables

AS_AT = datetime.date(2026, 1, 31)
START = datetime.date(2024, 1, 1)
AUDIENCES = {"casework": CASEWORK, "leaders": LEADERS, "shared": SHARED}
ESTIMATES = ("median_days", "p92_days", "value", "low", "high", "incidence")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeWarehouse:
    return MadeWarehouse(tmp_path_factory.mktemp("made") / "access_log.jsonl")


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Metric]:
    folder = tmp_path_factory.mktemp("metrics")
    return {kind: write_metric(folder, kind) for kind in ("count", "proportion", "ratio", "wait")} | {
        f"staff {kind}": write_metric(folder, kind, unit="staff") for kind in ("proportion", "ratio")
    }


def answer(made: MadeWarehouse, metric: Metric, audience: str, rows: Iterable[dict], **asked: object) -> Result:
    """The result for an audience; what is asked is taken for one of the fixed tables where they are shared."""
    question = Question(metric.name, **asked)
    table = "senco_posts" if metric.kind == "ratio" else "referrals"
    key = "senco_post_id" if metric.kind == "ratio" else "referral_id"
    facts = [{key: f"r{number}"} | row for number, row in enumerate(rows)]
    with stand_in(metric), pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("sendmetrics.metrics.shared_tables.read_shared_tables", lambda: (question,))
        return made.engine(AS_AT, **{table: facts}).answer(question, AUDIENCES[audience])


def referral(**columns: object) -> dict:
    return {"received_date": START, "known_to": AS_AT, "file_id": 1, "row": 2} | columns


def by_provider(result: Result) -> dict[str, dict]:
    return {row["breakdown"]: row for row in result.rows}


def groups(sizes: Iterable[int], **columns: object) -> list[dict]:
    return [referral(provider_code=f"{size:03}", **columns) for size in sizes for _ in range(size)]


def test_the_thresholds_are_those_of_the_methods():
    """Those for shared medians aside, which are stricter: the methods say 8, and whom leaders are not told of nobody is."""
    assert disclosure.LEADERS_SMALLEST_COUNT == 5
    assert disclosure.LEADERS_SMALLEST_BASE == 10
    assert disclosure.LEADERS_SMALLEST_BASE_P92 == 25
    assert disclosure.SHARED_LARGEST_HIDDEN == 7
    assert disclosure.SHARED_ROUNDING_BASE == 5
    assert disclosure.SHARED_SMALLEST_BASE_MEDIAN == 10


COUNTS = {
    "casework": {1: 1, 4: 4, 5: 5, 7: 7, 8: 8, 12: 12},
    "leaders": {1: None, 4: None, 5: 5, 7: 7, 8: 8, 12: 12},
    "shared": {1: None, 4: None, 5: None, 7: None, 8: 10, 12: 10, 13: 15, 17: 15, 18: 20, 22: 20, 23: 25},
}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_count_below_at_and_above_the_threshold(made, metrics, audience):
    rows = by_provider(answer(made, metrics["count"], audience, groups(COUNTS[audience]), by="provider"))
    for count, shown in COUNTS[audience].items():
        row = rows[f"{count:03}"]
        assert (row["value"], row["numerator"], row["denominator"]) == (shown, shown, None)
        assert row["symbol"] == ("c" if shown is None else "")


@pytest.mark.parametrize(
    ("audience", "shown", "symbol"), [("casework", 0, ""), ("leaders", None, "c"), ("shared", 0, "")]
)
def test_none_at_all(made, metrics, audience, shown, symbol):
    rows = [referral(), referral(received_date=datetime.date(2025, 3, 1))]
    result = answer(made, metrics["count"], audience, rows, every="quarter")
    empty = [row for row in result.rows if row["period"] == datetime.date(2024, 10, 1)]
    assert [(row["value"], row["symbol"]) for row in empty] == [(shown, symbol)]


# (counted, all) -> value, numerator, denominator, symbol
SHARES = {
    "casework": {
        (1, 3): (100 / 3, 1, 3, ""),
        (0, 3): (0, 0, 3, ""),
    },
    "leaders": {
        (5, 9): (None, None, 9, "c"),
        (9, 9): (None, None, 9, "c"),
        (5, 10): (50, 5, 10, ""),
        (4, 10): (None, None, 10, "c"),
        (4, 4): (None, None, None, "c"),
        (0, 40): (None, None, 40, "c"),
        (11, 11): (100, 11, 11, ""),
        (12, 13): (100 * 12 / 13, 12, 13, ""),
        (6, 20): (30, 6, 20, ""),
    },
    "shared": {
        (7, 40): (None, None, 40, "c"),
        (8, 40): (25, 10, 40, ""),
        (8, 8): (100, 10, 10, ""),
        (7, 7): (None, None, None, "c"),
        (0, 7): (None, 0, None, "c"),
        (0, 8): (0, 0, 10, ""),
        (12, 23): (40, 10, 25, ""),
        (13, 22): (75, 15, 20, ""),
    },
}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_share_below_at_and_above_the_threshold(made, metrics, audience):
    rows = [
        referral(provider_code=f"{counted} of {everyone}", accepted_date=START if number < counted else None)
        for counted, everyone in SHARES[audience]
        for number in range(everyone)
    ]
    found = by_provider(answer(made, metrics["proportion"], audience, rows, by="provider"))
    for (counted, everyone), expected in SHARES[audience].items():
        row = found[f"{counted} of {everyone}"]
        value, *others = expected
        assert [row["numerator"], row["denominator"], row["symbol"]] == others, (counted, everyone)
        assert row["value"] == (value if value is None else pytest.approx(value))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_over_nothing_is_not_available(made, metrics, audience):
    rows = [*groups([20], accepted_date=START), referral(provider_code="weightless", file_id=0)]
    row = by_provider(answer(made, metrics["proportion"], audience, rows, by="provider"))["weightless"]
    assert (row["value"], row["numerator"], row["denominator"], row["symbol"]) == (None, None, 0, "x")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_percentages_are_divided_once_and_never_averaged(made, metrics, audience):
    """1,000 at 80% and 100 at 20% are 74.5%, not 50%; weights count as many rows would."""
    rows = [
        referral(accepted_date=START, file_id=800),
        referral(file_id=200),
        referral(accepted_date=START, file_id=20),
        referral(file_id=80),
    ]
    (row,) = answer(made, metrics["proportion"], audience, rows).rows
    assert row["value"] == pytest.approx(100 * 820 / 1100)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_published_figures_pass_and_mixtures_do_not(made, metrics, audience):
    rows = [
        referral(provider_code="published", accepted_date=START, row=1),
        referral(provider_code="published", row=1),
        referral(provider_code="mixed", accepted_date=START, row=1),
        referral(provider_code="mixed", row=2),
    ]
    found = by_provider(answer(made, metrics["proportion"], audience, rows, by="provider"))
    assert (found["published"]["value"], found["published"]["denominator"]) == (50, 2)
    assert found["mixed"]["symbol"] == ("" if audience == "casework" else "c")


# people -> value, numerator, denominator; each has 0.3 hours and 12.4 pupils a head, except where said.
@pytest.mark.parametrize(
    ("audience", "people", "expected"),
    [
        ("casework", 1, (0.3 / 12.4, 0.3, 12.4, "")),
        ("leaders", 9, (None, None, None, "c")),
        ("leaders", 10, (0.3 / 12.4, 0.3, 12.4, "")),
        ("shared", 7, (None, None, None, "c")),
        ("shared", 8, (0, 0, 10, "")),
    ],
)
def test_a_ratio_is_protected_by_its_people(made, metrics, audience, people, expected):
    row = {"snapshot_date": START, "term": None, "protected_hours": 0.3, "contracted_hours": 12.4, "file_id": people}
    (found,) = answer(made, metrics["ratio"], audience, [row]).rows
    value, *others = expected
    assert [found["numerator"], found["denominator"], found["symbol"]] == others
    assert found["value"] == (value if value is None else pytest.approx(value))


def test_a_ratio_whose_rounded_base_is_nothing_is_hidden(made, metrics):
    row = {"snapshot_date": START, "term": None, "protected_hours": 9, "contracted_hours": 2, "file_id": 30}
    (found,) = answer(made, metrics["ratio"], "shared", [row]).rows
    assert (found["value"], found["symbol"]) == (None, "c")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_ratio_over_nothing_is_not_available(made, metrics, audience):
    row = {"snapshot_date": START, "term": None, "protected_hours": 9, "contracted_hours": 0, "file_id": 30}
    (found,) = answer(made, metrics["ratio"], audience, [row]).rows
    assert (found["value"], found["denominator"], found["symbol"]) == (None, None, "x")


def senco_posts(schools: int) -> list[dict]:
    row = {"snapshot_date": START, "term": None, "protected_hours": 10, "contracted_hours": 30, "file_id": 40}
    return [row | {"school_urn": f"90{number:04}"} for number in range(schools)]


def test_staff_figures_are_exact_within_the_authority(made, metrics):
    (row,) = answer(made, metrics["staff ratio"], "leaders", senco_posts(1)).rows
    assert (row["numerator"], row["symbol"]) == (10, "")
    (row,) = answer(made, metrics["staff proportion"], "leaders", [referral(accepted_date=START)]).rows
    assert (row["value"], row["numerator"], row["symbol"]) == (100, 1, "")


@pytest.mark.parametrize(("schools", "symbol"), [(1, "c"), (7, "c"), (8, "")])
def test_staff_figures_that_leave_are_of_eight_schools_or_more(made, metrics, schools, symbol):
    """Forty pupils do not hide the one SENCo whose hours are divided by them."""
    (row,) = answer(made, metrics["staff ratio"], "shared", senco_posts(schools)).rows
    assert row["symbol"] == symbol
    assert (row["numerator"] is None) == bool(symbol)


def test_no_fixed_table_is_by_school_or_of_one_member_of_staff():
    tables = read_shared_tables()
    assert tables
    for question in tables:
        assert question.by not in ("school", "trust"), question
        assert not question.where, question
        assert question.every in ("year", "all"), question


WAITING = referral(observed_to_date=AS_AT, file_id=126)


def waiting(count: int, days: int = 100, **columns: object) -> list[dict]:
    received = AS_AT - datetime.timedelta(days)
    return [WAITING | {"received_date": received} | columns for _ in range(count)]


@pytest.mark.parametrize("view", ["open", "cohort"])
@pytest.mark.parametrize(
    ("audience", "count", "shown", "has_estimates", "has_p92"),
    [
        ("casework", 1, 1, True, True),
        ("leaders", 4, None, False, False),
        ("leaders", 5, 5, False, False),
        ("leaders", 9, 9, False, False),
        ("leaders", 10, 10, True, False),
        ("leaders", 24, 24, True, False),
        ("leaders", 25, 25, True, True),
        ("shared", 7, None, False, False),
        ("shared", 9, 10, False, False),
        ("shared", 10, 10, True, False),
        ("shared", 24, 25, True, False),
        ("shared", 25, 25, True, True),
    ],
)
def test_a_wait_below_at_and_above_the_thresholds(made, metrics, audience, view, count, shown, has_estimates, has_p92):
    rows = waiting(count, 100) if view == "open" else seen(count, 100)
    (row,) = answer(made, metrics["wait"], audience, rows, view=view).rows
    assert row["count"] == shown
    assert (row["median_days"] is not None) == has_estimates
    assert (row["p92_days"] is not None) == has_p92
    assert (row["value"] is not None) == has_estimates
    assert row["symbol"] == ("" if has_estimates else "c")
    assert (row["longest_band"] != "") == has_estimates
    assert (row["longest_days"] is not None) == (audience == "casework")


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, "up to 6 weeks"), (42, "up to 6 weeks"), (43, "6 to 18 weeks"), (126, "6 to 18 weeks"),
        (127, "18 to 52 weeks"), (364, "18 to 52 weeks"), (365, "52 to 104 weeks"), (728, "52 to 104 weeks"),
        (729, "over 104 weeks"), (5000, "over 104 weeks"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_longest_wait_is_told_as_a_band(made, metrics, audience, days, band):
    rows = [*waiting(10, 0), *waiting(10, days)]
    (row,) = answer(made, metrics["wait"], audience, rows, view="open").rows
    assert row["longest_band"] == band
    assert row["longest_days"] == (days if audience == "casework" else None)


@pytest.mark.parametrize(
    ("audience", "late", "in_time", "expected"),
    [
        # One part of 1 to 4 takes the other with it: 20 in all and 16 within would tell of the 4.
        ("leaders", 4, 16, {"within_limit": None, "over_limit": None, "value": None, "symbol": "c"}),
        ("leaders", 1, 19, {"within_limit": None, "over_limit": None, "value": None, "symbol": "c"}),
        ("leaders", 0, 20, {"within_limit": 20, "over_limit": None, "value": 100, "symbol": ""}),
        ("leaders", 20, 0, {"within_limit": None, "over_limit": 20, "value": None, "symbol": "c"}),
        ("leaders", 5, 15, {"within_limit": 15, "over_limit": 5, "value": 75, "symbol": ""}),
        ("leaders", 16, 4, {"within_limit": None, "over_limit": None, "value": None, "symbol": "c"}),
        ("shared", 7, 33, {"within_limit": None, "over_limit": None, "value": None, "symbol": "c"}),
        ("shared", 8, 32, {"within_limit": None, "over_limit": 10, "value": 75, "symbol": ""}),
        ("shared", 33, 7, {"within_limit": None, "over_limit": 35, "value": 12.5, "symbol": ""}),
    ],
)
def test_a_share_of_waits_is_hidden_with_its_count(made, metrics, audience, late, in_time, expected):
    rows = [*waiting(late, 300), *waiting(in_time, 100)]
    (row,) = answer(made, metrics["wait"], audience, rows, view="open").rows
    assert {name: row[name] for name in expected} == expected
    assert row["count"] is not None
    assert row["median_days"] is not None
    if audience == "leaders":
        assert bool(row["longest_band"]) == any(row[name] is not None for name in ("within_limit", "over_limit"))
    if audience == "shared":
        # The longest of few over the limit is one of those few.
        assert bool(row["longest_band"]) == (row["over_limit"] is not None)


def seen(count: int, days: int, way_out: str = "finished", **columns: object) -> list[dict]:
    ended = AS_AT - datetime.timedelta(300 - days)
    return waiting(count, 300, discharge_date=ended, discharge_reason=way_out, **columns)


@pytest.mark.parametrize(
    ("in_time", "late", "refused", "value", "incidence"),
    [
        (1, 19, 0, None, None),  # 5% of about 20 would be the one
        (7, 20, 0, None, None),
        (8, 32, 0, 25, 25),  # 20% as 10 of 40: no finer than the counts
        (19, 1, 0, 100, 100),  # 95% of about 20 would be all but one
        (20, 0, 1, 100, 100),  # 95% beside 100% would be one refused
        (20, 0, 8, 100, 200 / 3),
        (0, 20, 0, 0, 0),
        (590, 410, 0, 59, 59),
        (594, 406, 0, 59, 59),  # whole percent where that is the coarser
    ],
)
def test_a_shared_cohort_gives_no_estimate_finer_than_its_counts(
    made, metrics, in_time, late, refused, value, incidence
):
    rows = [*seen(in_time, 100), *seen(late, 200), *seen(refused, 30, "refused")]
    (row,) = answer(made, metrics["wait"], "shared", rows, view="cohort").rows
    assert row["count"] is not None
    assert [row[name] for name in ("over_limit", "low", "high")] == [None] * 3
    assert row["value"] == (value if value is None else pytest.approx(value))
    assert row["incidence"] == (incidence if incidence is None else pytest.approx(incidence))
    assert row["symbol"] == ("c" if value is None else "")


def test_a_shared_wait_of_nobody_is_not_available_and_not_hidden(made, metrics):
    (row,) = answer(made, metrics["wait"], "shared", seen(10, 50), view="open").rows
    assert (row["count"], row["symbol"]) == (0, "x")
    (row,) = answer(made, metrics["wait"], "leaders", seen(10, 50), view="open").rows
    assert (row["count"], row["symbol"]) == (None, "c"), "leaders see no count under five, none included"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_cohort_too_young_keeps_its_symbol(made, metrics, audience):
    (row,) = answer(made, metrics["wait"], audience, waiting(30, 50), view="cohort").rows
    assert (row["symbol"], row["value"]) == ("x", None)
    assert row["count"] == 30


LEFT_OUT = {"casework": {4: 4, 5: 5, 7: 7, 8: 8}, "leaders": {4: None, 5: 5, 7: 7, 8: 8}, "shared": {}}


@pytest.mark.parametrize("kind", ["count", "proportion", "wait"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_is_left_out_is_counted_and_protected(made, metrics, audience, kind):
    """To those who share, not at all: it is often all that stands between two of their tables."""
    # Of a wait the file's number is the limit, of a share how many a row stands for.
    one = WAITING | ({"file_id": 1} if kind == "proportion" else {})
    rows = [one | {"redirected_to": f"{size:03}"} for size in (4, 5, 7, 8) for _ in range(size)]
    asked = {"view": "open"} if kind == "wait" else {}
    result = answer(made, metrics[kind], audience, [*rows, WAITING], **asked)
    expected = {f"{size:03}": shown for size, shown in LEFT_OUT[audience].items()}
    assert {entry["reason"]: entry["count"] for entry in result.left_out} == expected
    assert [entry["symbol"] for entry in result.left_out] == [
        "c" if entry["count"] is None else "" for entry in result.left_out
    ]


CELLS = ("numerator", "denominator", "count", "within_limit", "over_limit")


@pytest.mark.parametrize("question", read_shared_tables(), ids=lambda q: f"{q.metric} {q.by} {q.every} {q.view}")
def test_every_fixed_table_of_an_authority_is_hidden_or_rounded(authority, question):
    """Beside the exact table: 1 to 7 hidden, the rest rounded, rates from what is rounded."""
    shown = authority.engine.answer(question, SHARED)
    exact = {
        (row["period"], row["breakdown"]): row
        for row in authority.engine.answer(question, Reader("tester", "casework")).rows
    }
    assert shown.rows
    for row in shown.rows:
        true = exact[row["period"], row["breakdown"]]
        is_ratio = question.metric == "senco_hours_per_10_pupils_with_sen"
        for name in (name for name in CELLS if name in row):
            if row[name] is None:
                continue
            assert row[name] % 5 == 0, (name, row)
            assert abs(row[name] - true[name]) <= 2.5
            assert is_ratio or true[name] == 0 or true[name] > 7
        if row["symbol"]:
            assert row["value"] is None
        elif row.get("denominator"):
            per = 10 if is_ratio else 100
            assert row["value"] == pytest.approx(per * row["numerator"] / row["denominator"])
        elif row.get("view") == "open":
            assert row["value"] == pytest.approx(100 * (row["count"] - row["over_limit"]) / row["count"])
        elif row.get("view") == "completed":
            assert row["value"] == pytest.approx(100 * row["within_limit"] / row["count"])
        assert row.get("longest_days") is None
