"""Panels on what is expected, enumerated: what they say in few words, for whom, as at which day, with which filters."""

import csv
import datetime
import io
import json

import pytest
from harness import CASEWORK, LEADERS, SHARED, Authority, build_demo
from plotly.graph_objects import Figure

from sendmetrics.exports.outlook import to_csv
from sendmetrics.metrics.question import Reader
from sendmetrics.panels.outlook import TOO_THIN, ask_outlook, caption_of, title_of
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.registry import all_outlook_panels, all_panels

PANELS = all_outlook_panels()
MOST_WORDS = 10
MOST_MARKS = 500
COAST = Filters(where=(("locality", ("COA",)),))
THEN = Filters(as_at=datetime.date(2025, 6, 30))
NOBODY = Reader("tester", "leaders", (("schools", ("000000",)),))


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Large enough to be predicted for, and for a local area of it."""
    return build_demo(tmp_path_factory.mktemp("area"), pupils=8_000, seed=7, case_volume=4.0)


@pytest.fixture(params=PANELS.values(), ids=PANELS)
def panel(request):
    return request.param


def everything(panel, foretold) -> str:
    chart = panel.draw(foretold.outlook)
    tables = [[table.caption, table.headings, table.rows] for table in panel.tabulate(foretold.outlook)]
    return json.dumps([chart and [chart.figure, chart.alt], tables, title_of(panel, foretold.outlook)], default=str)


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
@pytest.mark.parametrize(
    "filters", [Filters(), COAST, pytest.param(THEN, marks=pytest.mark.long)], ids=["all", "coast", "then"]
)
def test_title_chart_tables_and_caption(area, panel, reader, filters):
    foretold = ask_outlook(area.engine, reader, filters)
    assert foretold.refused == ""
    assert foretold.is_predicted, foretold.outlook.too_thin
    title = title_of(panel, foretold.outlook)
    assert title
    assert len(title.split()) <= MOST_WORDS, title
    assert not title.endswith(".")
    chart = panel.draw(foretold.outlook)
    Figure(chart.figure)
    assert sum(max(len(trace["x"]), len(trace["y"])) for trace in chart.figure["data"]) <= MOST_MARKS
    for table in panel.tabulate(foretold.outlook):
        assert table.rows
        assert all(len(row) == len(table.headings) for row in table.rows)
        assert len(set(table.headings)) == len(table.headings)
    said = caption_of(panel, foretold, "")
    assert "As at " in said
    assert "from SEN2" in said
    assert said.endswith(".")
    assert ".." not in said
    assert "None" not in chart.alt + said + title


def test_an_as_at_day_and_a_filter_move_every_panel(area, panel):
    shown = {everything(panel, ask_outlook(area.engine, CASEWORK, filters)) for filters in (Filters(), COAST, THEN)}
    assert len(shown) == 3


def test_a_filter_that_cannot_be_used_is_said(area, panel):
    filters = Filters(where=(("stage", ("undecided",)),), start=datetime.date(2025, 1, 1))
    foretold = ask_outlook(area.engine, CASEWORK, filters)
    assert "Not filtered by stage and period." in caption_of(panel, foretold, "").replace(
        "where the case stands", "stage"
    )


def test_a_period_that_is_past_is_refused_in_words(area):
    newest = ask_outlook(area.engine, CASEWORK, Filters()).outlook.as_at
    past = ask_outlook(area.engine, CASEWORK, Filters(end=newest - datetime.timedelta(days=1)))
    assert "ends before it" in past.refused
    assert past.outlook is None
    assert ask_outlook(area.engine, CASEWORK, Filters(end=newest)).refused == ""
    assert ask_outlook(area.engine, CASEWORK, Filters(end=THEN.as_at, as_at=THEN.as_at)).refused == ""


def test_shared_readers_are_refused_in_words(area):
    foretold = ask_outlook(area.engine, SHARED, Filters())
    assert "fixed tables" in foretold.refused
    assert foretold.outlook is None


def test_no_panel_of_leaders_shows_what_is_hidden(area, panel):
    """Counts under five of the exact outlook, and what is expected of fewer than ten, stand nowhere: only words do."""
    protected = ask_outlook(area.engine, LEADERS, COAST).outlook
    for table in panel.tabulate(protected):
        for row in table.rows:
            for heading, cell in zip(table.headings, row, strict=True):
                if heading.split(",")[0] in ("Open", "Passed", "Already past 20 weeks", "Cases", "New plans"):
                    is_expected_plans = row[0] == "Expected for the year"
                    assert is_expected_plans or not cell.replace(",", "").isdigit() or int(cell.replace(",", "")) >= 5
    hidden = [row for row in protected.passing if row["expected"] is None]
    assert hidden
    assert all(row["low"] is row["high"] is None for row in hidden)


def test_too_little_to_predict_from_is_said_and_nothing_is_shown(area, panel):
    few = ask_outlook(area.engine, NOBODY, Filters())
    assert not few.is_predicted
    assert title_of(panel, few.outlook) == TOO_THIN
    assert len(TOO_THIN.split()) <= MOST_WORDS
    said = caption_of(panel, few, "")
    assert said.startswith("Too few cases to predict from")
    assert "%" not in said


def test_names_are_their_own():
    assert not set(PANELS) & set(all_panels())
    assert list(PANELS) == ["expected_rate", "expected_to_pass", "back_test"]


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
def test_a_download_holds_the_tables_of_the_page(area, panel, reader):
    foretold = ask_outlook(area.engine, reader, COAST)
    tables = panel.tabulate(foretold.outlook)
    lines = list(csv.reader(io.StringIO(to_csv(tables, foretold.outlook, "A title", "What, and why"))))
    assert ["# what: What, and why"] in lines
    assert [f"# as at: {foretold.outlook.as_at.isoformat()}"] in lines
    for table in tables:
        start = lines.index([f"# {table.caption}"])
        assert [tuple(line) for line in lines[start + 1 : start + 2 + len(table.rows)]] == [table.headings, *table.rows]
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)
