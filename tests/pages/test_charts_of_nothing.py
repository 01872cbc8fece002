"""A chart without anything in it is no chart: the page says so in words, and stays."""

import datetime
from dataclasses import replace

import pytest
from harness import CASEWORK, build_demo
from streamlit.testing.v1 import AppTest

from sendmetrics.panels.panel import Chart, Filters
from sendmetrics.panels.registry import all_outlook_panels, all_panels

FEW_DATA = Filters(as_at=datetime.date(2022, 1, 31))
WORDS = "Take away a filter, or choose another period."


def one_panel(engine, reader, panel, filters):
    """One panel alone."""
    from sendmetrics.pages.view import Desk, show_panel

    show_panel(Desk(engine, reader, filters, ""), panel)


def one_outlook_panel(engine, reader, panel, filters):
    """One panel on what is expected, alone."""
    from sendmetrics.pages.outlook import show_outlook_panel
    from sendmetrics.pages.view import Desk

    show_outlook_panel(Desk(engine, reader, filters, ""), panel)


def run(page, engine, panel, filters) -> AppTest:
    given = {"engine": engine, "reader": CASEWORK, "panel": panel, "filters": filters}
    ran = AppTest.from_function(page, kwargs=given, default_timeout=60).run()
    assert len(ran.exception) == 0
    assert len(ran.get("plotly_chart")) == 0
    assert len(ran.get("download_button")) == 1
    return ran


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return build_demo(tmp_path_factory.mktemp("area"), pupils=4_000, seed=7, case_volume=3.0).engine


def draw_nothing(_):
    return Chart({"data": [], "layout": {}}, "")


def test_a_chart_without_a_trace_is_said_in_words(engine):
    panel = replace(next(iter(all_panels().values())), draw=draw_nothing)
    assert WORDS in [text.value for text in run(one_panel, engine, panel, Filters()).markdown]


def test_growth_as_at_a_day_before_any_year_was_over(engine):
    assert WORDS in [text.value for text in run(one_panel, engine, all_panels()["growth_by_year"], FEW_DATA).markdown]


def test_an_outlook_without_a_trace_shows_its_tables(engine):
    panel = replace(all_outlook_panels()["back_test"], draw=draw_nothing)
    ran = run(one_outlook_panel, engine, panel, Filters())
    assert any("<table" in each.proto.body for each in ran.get("html"))
