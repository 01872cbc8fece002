"""Every measure of a made-up authority equals truth.json, open cases included.

``truth.json`` is counted from the simulation itself and never by the product's
SQL. Below ``metrics``, for each measure, figures of ``as_at`` for casework:

- a count: ``all`` is a number, and each dimension a number by its code;
- a proportion or ratio: ``all`` is {numerator, denominator}, and each dimension
  such a pair by its code; ``year`` is the calendar year, or the first day of
  the academic year where the measure follows that;
- a wait: by view. ``open`` and ``completed`` hold {count, within_limit,
  over_limit, median_days, p92_days, longest_days}, under ``all`` and by service
  or adviser where the measure has those; ``cohort`` holds {count,
  within_limit}. ``left_out`` counts cases not seen since an earlier return
  (``lost``) and those that ended on a day nobody recorded (``undated``).
"""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import CASEWORK, Authority, ask, build_demo

from sendmetrics.metrics.definition import VIEWS, Metric, read_metrics
from sendmetrics.metrics.question import Question
from sendmetrics.synthetic.demo import EARLIEST_AS_AT, LATEST_AS_AT

Figures = dict[str, object]
LEFT_OUT = {"lost": "Open in an earlier return, not in the newest", "undated": "Withdrawn, no date recorded"}


def as_row(figure: object) -> Figures:
    """A figure of the truth as the engine's row names its parts."""
    if isinstance(figure, dict):
        return figure
    return {"value": figure, "numerator": figure}


def compare(what: str, expected: dict[str, object], rows: dict[str, dict]) -> Iterator[str]:
    """Every difference between figures of the truth and the engine's rows, both by code."""
    for code in sorted({*expected, *rows}):
        if code not in expected:
            yield f"{what}, {code}: the truth knows nothing of {rows[code]}"
            continue
        wanted = as_row(expected[code])
        # What nobody waits for has no row.
        found = rows.get(code, dict.fromkeys(wanted, 0) | dict.fromkeys(("median_days", "p92_days", "longest_days")))
        differing = {name: (found[name], value) for name, value in wanted.items() if found[name] != value}
        if differing:
            yield f"{what}, {code}: {differing} (found, true)"


def compare_figures(authority: Authority, metric: Metric, truth: dict, as_at: str | None) -> Iterator[str]:
    for dimension, expected in truth.items():
        asked = {"all": {}, "year": {"every": "year"}}.get(dimension, {"by": dimension})
        rows = ask(authority.engine, metric.name, as_at=as_at, **asked)
        if dimension == "all":
            found, expected = {"all": rows[0]}, {"all": expected}
            assert len(rows) == 1
        elif dimension == "year":
            found = {str(row["period"]): row for row in rows if row["numerator"] or row["denominator"]}
            expected = {year if "-" in year else f"{year}-01-01": figure for year, figure in expected.items()}
        else:
            found = {row["breakdown"]: row for row in rows}
        yield from compare(f"{metric.name} by {dimension}", expected, found)


def compare_wait(authority: Authority, metric: Metric, truth: dict, as_at: str | None) -> Iterator[str]:
    for view in VIEWS:
        expected = truth.get(view)
        if expected is None:
            continue
        what = f"{metric.name}, {view}"
        (whole,) = ask(authority.engine, metric.name, view=view, as_at=as_at)
        if "all" not in expected:
            yield from compare(what, {"all": expected}, {"all": whole})
            continue
        dimension = "adviser" if "adviser_service" in metric.columns else "service"
        rows = ask(authority.engine, metric.name, view=view, by=dimension, as_at=as_at)
        yield from compare(what, expected, {"all": whole} | {row["breakdown"]: row for row in rows})
    if "left_out" in truth:
        day = as_at and datetime.date.fromisoformat(as_at)
        answer = authority.engine.answer(Question(metric.name, as_at=day), CASEWORK)
        found = {entry["reason"]: entry["count"] for entry in answer.left_out}
        for kind, reason in LEFT_OUT.items():
            if found.get(reason, 0) != truth["left_out"][kind]:
                yield f"{metric.name}, left out as {kind}: {found} (found), {truth['left_out'][kind]} (true)"


def differences(authority: Authority, as_at: str | None = None) -> list[str]:
    """All differences between the engine's answers and the truth."""
    found: list[str] = []
    for name, truth in authority.truth["metrics"].items():
        metric = read_metrics()[name]
        comparison = compare_wait if metric.kind == "wait" else compare_figures
        found += comparison(authority, metric, truth, as_at)
    return found


def test_the_truth_knows_every_measure(authority):
    assert set(authority.truth["metrics"]) == set(read_metrics()), "a new measure needs its truth in synthetic/truth.py"


@pytest.mark.parametrize("name", sorted(read_metrics()))
def test_a_measure_equals_the_truth(name, authority):
    metric, truth = read_metrics()[name], authority.truth["metrics"][name]
    comparison = compare_wait if metric.kind == "wait" else compare_figures
    assert list(comparison(authority, metric, truth, None)) == []


def test_the_truth_counts_those_who_still_wait(authority):
    """So that equality means something: open cases at every stage, services and advisers with a queue, cases left out."""
    truth = authority.truth["metrics"]
    assert set(truth["assessments_open"]["stage"]) == {"undecided", "in_assessment", "plan_not_issued"}
    assert truth["assessments_open"]["all"] == truth["request_to_plan_wait"]["open"]["count"] > 40
    assert truth["referral_to_first_contact_wait"]["open"]["all"]["count"] > 50
    assert truth["advice_wait"]["open"]["all"]["count"] > 20
    assert truth["request_to_plan_wait"]["left_out"]["undated"] > 0


def test_a_figure_that_is_one_off_is_noticed(authority):
    """The comparison itself: each kind of figure of the truth changed by one."""
    truth = authority.truth["metrics"]
    for name, spoiled in (
        ("requests_received", {"all": truth["requests_received"]["all"] + 1}),
        ("requests_refused", {"locality": truth["requests_refused"]["locality"] | {"COA": {"numerator": -1, "denominator": 1}}}),
        ("sen_support_share", {"year": {"2020-09-01": {"numerator": 1, "denominator": 1}}}),
    ):  # fmt: skip
        assert list(compare_figures(authority, read_metrics()[name], spoiled, None)), name
    for view in VIEWS:
        whole = truth["request_to_plan_wait"][view]
        spoiled = {view: whole | {"within_limit": whole["within_limit"] + 1}}
        assert len(list(compare_wait(authority, read_metrics()["request_to_plan_wait"], spoiled, None))) == 1
    spoiled = {"left_out": {"lost": 1, "undated": 0}}
    assert list(compare_wait(authority, read_metrics()["request_to_plan_wait"], spoiled, None))


@pytest.mark.long
def test_the_truth_holds_on_a_leap_day_between_two_returns(tmp_path: Path):
    """A newest day that is no census: SENCo time is of that day, and the census before it says the need."""
    authority = build_demo(tmp_path, pupils=2_000, seed=2, as_at=datetime.date(2024, 2, 29))
    assert not authority.report.rejects
    assert authority.truth["metrics"]["request_to_plan_wait"]["left_out"]["lost"] == 1
    assert differences(authority, "2024-02-29") == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 7))
def test_every_measure_equals_the_truth_at_the_usual_size(seed: int, tmp_path: Path):
    authority = build_demo(tmp_path, pupils=20_000, seed=seed, is_plain=seed == 6)
    assert not authority.report.rejects
    assert differences(authority) == []


@pytest.mark.long
@pytest.mark.parametrize("as_at", [EARLIEST_AS_AT, datetime.date(2022, 8, 31), datetime.date(2025, 9, 1), LATEST_AS_AT])
def test_every_measure_equals_the_truth_whatever_the_newest_day(as_at: datetime.date, tmp_path: Path):
    authority = build_demo(tmp_path, pupils=20_000, seed=11, as_at=as_at)
    assert not authority.report.rejects
    assert differences(authority, as_at.isoformat()) == []
