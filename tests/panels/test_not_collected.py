"""The panel on children looked after where no extract says who they are: what would fill it, and never an empty chart."""

import datetime
from dataclasses import replace

import pytest
from harness import CASEWORK, LEADERS
from small_files import build, write_return
from streamlit.testing.v1 import AppTest

from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.registry import all_panels

PANEL = all_panels()["who_waits_by_looked_after"]


@pytest.fixture(scope="module")
def without(tmp_path_factory):
    """An authority that has no such extract."""
    folder = tmp_path_factory.mktemp("without") / "in"
    write_return(folder, "2026-01-15", "upn | received | decision\nA123456789012 | 2025-03-01 | A")
    return build(folder).engine


def one_panel(engine, reader, panel):
    """A panel below its frame."""
    from sendmetrics.pages.view import Desk, show_panels
    from sendmetrics.panels.panel import Filters

    show_panels(Desk(engine, reader, Filters(), ""), (panel,))


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
def test_without_an_extract_the_panel_says_what_would_fill_it(without, reader):
    answer = answer_panel(without, reader, PANEL, Filters())
    assert (answer.lacks, answer.is_collected, answer.has_rows) == (("looked_after_days",), False, False)
    page = AppTest.from_function(
        one_panel, kwargs={"engine": without, "reader": reader, "panel": PANEL}, default_timeout=60
    ).run()
    assert len(page.exception) == 0
    assert [heading.value for heading in page.subheader] == ["Wait from request to EHC plan by looked after"]
    assert [note.value for note in page.info] == [
        "Not collected. This panel is filled by: Children looked after (looked_after.csv)."
    ]
    assert [button.label for button in page.get("download_button")] == ["Template looked_after.csv"]
    assert len(page.get("plotly_chart")) == 0


def test_a_measure_that_is_not_there_is_asked_for_first(authority):
    """The template would be of no use without the returns."""
    empty = replace(authority.engine.warehouse, spans={})
    engine = type(authority.engine)(empty, authority.engine.log)
    answer = answer_panel(engine, CASEWORK, PANEL, Filters(as_at=datetime.date(2025, 1, 1)))
    assert (answer.lacks, answer.is_collected) == ((), False)


def test_where_there_is_an_extract_both_groups_are_shown(authority):
    answer = answer_panel(authority.engine, CASEWORK, PANEL, Filters())
    shown = {row["breakdown"]: row["count"] for row in answer.results[0].rows}
    assert shown["true"] >= 10, "let the made-up authority look after more children"
    assert shown["false"] > 200
    assert "from SEN2 return and children looked after." in caption(PANEL, answer, "")
