"""What is expected, on a page: three panels, or one box that says why there is nothing."""

import pytest
from harness import CASEWORK, LEADERS, SHARED, build_demo
from streamlit.testing.v1 import AppTest

from sendmetrics.metrics.question import Reader

HEAD = Reader("head", "casework", (("schools", ("900001",)),))


def page_of_outlook(engine, reader):
    """The panels alone."""
    from sendmetrics.pages.outlook import show_outlook
    from sendmetrics.pages.view import Desk
    from sendmetrics.panels.panel import Filters

    show_outlook(Desk(engine, reader, Filters(), ""))


def run(engine, reader) -> AppTest:
    page = AppTest.from_function(page_of_outlook, kwargs={"engine": engine, "reader": reader}, default_timeout=60)
    page.run()
    assert len(page.exception) == 0
    return page


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return build_demo(tmp_path_factory.mktemp("large"), pupils=4_000, seed=7, case_volume=3.0).engine


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
def test_three_panels_each_with_a_chart_and_a_download(large, reader):
    page = run(large, reader)
    assert len(page.subheader) == 3
    assert len(page.get("plotly_chart")) == 3
    assert len(page.get("download_button")) == 3
    assert len(page.info) == 0


@pytest.mark.parametrize(("reader", "words"), [(SHARED, "fixed tables"), (HEAD, "Too few cases to predict from")])
def test_a_reader_who_can_be_given_nothing_is_told_why_in_a_note(large, reader, words):
    page = run(large, reader)
    assert len(page.info) == 0
    assert len(page.get("plotly_chart")) == 0
    assert [words in note.proto.body for note in page.get("html")] == [True]


def test_the_method_is_told_under_about(large):
    page = AppTest.from_function(page_of_outlook, kwargs={"engine": large, "reader": CASEWORK}, default_timeout=60)
    page.session_state["shows-back_test"] = "About this figure"
    page.run()
    assert len(page.get("plotly_chart")) == 2
    assert any("still open at the end of day 140" in text.value for text in page.markdown)
