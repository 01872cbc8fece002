"""Every panel, enumerated: it asks what a metric can answer, says what it found in few words, and shows nothing hidden."""

import datetime
import json
import re

import pytest
from harness import CASEWORK, LEADERS, SHARED

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.definition import find_metric, read_metrics
from sendmetrics.metrics.scope import read_values
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.registry import all_panels
from sendmetrics.panels.tables import as_table, tables_of

PANELS = all_panels()
MOST_WORDS = 10
MOST_MARKS = 500
# A hidden 2 or 100.0 is also somebody else's 2 or an axis's end; a hidden 33.333333 is nobody else's.
FEW_DIGITS = 5
COAST = Filters(where=(("locality", ("COA",)),))
# The returns give phase transfers from 2026 on; SENCo returns began in 2025.
BEGIN_LATER = ("senco", "phase_transfers")
THEN = Filters(as_at=datetime.date(2024, 12, 31))
APPEALS = Filters(counts_appeals=True)


# One code draws these for every group: two groups stand for them by default, the others in the long run.
ALIKE = ("referral_waits_by_", "referrals_rejected_by_")
STAND_FOR_THEM = ("_fsm", "_ethnicity_group", "_provider")


def _when(name: str) -> tuple:
    return (pytest.mark.long,) if name.startswith(ALIKE) and not name.endswith(STAND_FOR_THEM) else ()


@pytest.fixture(params=[pytest.param(panel, marks=_when(name), id=name) for name, panel in PANELS.items()])
def panel(request):
    return request.param


def test_every_metric_has_a_panel():
    shown = {name for panel in PANELS.values() for ask in panel.asks for name in (ask.metric, ask.with_appeals)}
    missing = set(read_metrics()) - shown
    assert not missing, f"add a panel that asks: {', '.join(sorted(missing))}"


def test_every_panel_asks_what_its_metric_can_answer(panel):
    for ask in panel.asks:
        metric = find_metric(ask.metric)
        assert ask.by is None or metric.dimension(ask.by).name in metric.breakdowns, (
            f"{ask.metric} lists no breakdown {ask.by}"
        )
        assert (ask.view is not None) == (metric.kind == "wait")


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
@pytest.mark.parametrize(
    "filters",
    # What the choice of appeals changes, test_appeals_setting asks of every panel; with the rest of it the long run does.
    [Filters(), COAST, THEN, pytest.param(APPEALS, marks=pytest.mark.long)],
    ids=["all", "coast", "then", "appeals"],
)
def test_title_chart_table_and_caption_of_every_panel(authority, panel, reader, filters):
    answer = answer_panel(authority.engine, reader, panel, filters)
    if filters is THEN and panel.metric.name.startswith(BEGIN_LATER):
        assert "begin on" in answer.refused
        return
    assert answer.refused == ""
    title = panel.find(answer)
    assert title
    assert len(title.split()) <= MOST_WORDS, title
    assert not title.endswith(".")
    if answer.has_rows:
        chart = panel.draw(answer)
        assert chart.alt
        json.dumps(chart.figure, default=str)
        marks = sum(max(len(trace.get("x", ())), len(trace.get("y", ()))) for trace in chart.figure["data"])
        assert marks <= MOST_MARKS
    for table in (*map(as_table, answer.results), *tables_of(panel, answer)):
        assert all(len(row) == len(table.headings) for row in table.rows)
        assert len(set(table.headings)) == len(table.headings)
    told = {(row[0], row[2]) for table in tables_of(panel, answer) for row in table.rows if len(row) > 2}
    for each in answer.comparators:
        assert any(area == each.area and f"{each.value:.1f}" in figure for area, figure in told)
    said = caption(panel, answer, "")
    assert "As at " in said
    assert "from " in said
    assert said.endswith(".")


def test_an_as_at_day_moves_every_panel(authority, panel):
    """Looking back gives other rows than now; what is shown is dated."""
    now = answer_panel(authority.engine, CASEWORK, panel, Filters())
    then = answer_panel(authority.engine, CASEWORK, panel, THEN)
    if panel.metric.name.startswith(BEGIN_LATER):
        assert "begin on" in then.refused
        return
    assert then.results[0].as_at == THEN.as_at
    assert then.results[0].rows != now.results[0].rows


def test_a_local_area_narrows_every_panel(authority, panel):
    everywhere = answer_panel(authority.engine, CASEWORK, panel, Filters())
    coast = answer_panel(authority.engine, CASEWORK, panel, COAST)
    base = "count" if panel.metric.kind == "wait" else "numerator" if panel.metric.kind == "count" else "denominator"
    totals = [sum(row[base] or 0 for row in answer.results[0].rows) for answer in (everywhere, coast)]
    assert 0 < totals[1] < totals[0]


def test_a_filter_a_measure_cannot_use_is_said(authority):
    panel = PANELS["sen_support_trend"]
    answer = answer_panel(authority.engine, LEADERS, panel, Filters(where=(("need", ("ASD",)),)))
    assert "Not filtered by type of need" in caption(panel, answer, "")


@pytest.mark.parametrize(
    "name", ["school", "stage", *(pytest.param(name, marks=pytest.mark.long) for name in ("phase", "sex"))]
)
def test_no_filtered_number_stands_beside_one_of_everybody(authority, panel, name):
    """A panel takes a filter with all its measures, or with none and says so, or is not shown; of one school, not at all."""
    value = next(iter(read_values(authority.engine.warehouse, DIMENSIONS[name], CASEWORK)))
    answer = answer_panel(authority.engine, CASEWORK, panel, Filters(where=((name, (value,)),)))
    takes = {DIMENSIONS[name].key in find_metric(ask.metric).columns for ask in panel.asks}
    if takes == {True}:
        assert not answer.unused
        assert not answer.refused
    elif name == "school":
        assert answer.refused == "This cannot be shown for one school."
    elif takes == {False}:
        assert answer.unused == (DIMENSIONS[name].title,)
    else:
        assert answer.refused.endswith("take that filter away to see it.")


def test_plans_started_are_not_those_of_one_school(authority):
    panel, school = (
        PANELS["plans_started_and_ended"],
        (("school", (next(iter(read_values(authority.engine.warehouse, DIMENSIONS["school"], LEADERS))),)),),
    )
    answer = answer_panel(authority.engine, LEADERS, panel, Filters(where=school))
    assert answer.refused == "This cannot be shown for one school."
    answer = answer_panel(authority.engine, LEADERS, panel, Filters(where=(("phase", ("Primary",)),)))
    assert answer.refused == "Not all of this can be filtered by phase; take that filter away to see it."


def test_no_chart_or_table_of_leaders_shows_a_hidden_number(authority, panel):
    """Whatever stands in the figure stands in the protected rows; exact numbers that leaders may not see are nowhere."""
    protected = answer_panel(authority.engine, LEADERS, panel, COAST)
    exact = answer_panel(authority.engine, CASEWORK, panel, COAST)
    said = json.dumps(panel.draw(protected).figure, default=str) + panel.find(protected) if protected.has_rows else ""
    for shown, true in zip(protected.results[0].rows, exact.results[0].rows, strict=True):
        if shown["symbol"] == "c" and shown.get("value") is None and len(repr(true.get("value"))) > FEW_DIGITS:
            assert repr(true["value"]) not in said


def test_shared_readers_get_listed_tables_or_a_refusal_in_words(authority, panel):
    answer = answer_panel(authority.engine, SHARED, panel, Filters())
    if answer.refused:
        assert "fixed tables" in answer.refused
    else:
        assert all(result.audience == "shared" for result in answer.results)


def test_panel_names_are_fit_for_an_address():
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in PANELS)
