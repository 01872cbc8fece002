"""What is expected, on a page: three panels, or one box that says why there is nothing."""

import pytest
from harness import CASEWORK, LEADERS, SHARED, build_demo
from streamlit.testing.v1 import AppTest


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


def test_a_shared_reader_is_told_why_there_is_nothing(large):
    page = run(large, SHARED)
    assert ["fixed tables" in box.value for box in page.info] == [True]
    assert len(page.get("plotly_chart")) == 0
