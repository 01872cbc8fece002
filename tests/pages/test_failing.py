"""What a reader can act on is said in the place of the panel it concerns; the others are drawn."""

from harness import LEADERS
from streamlit.testing.v1 import AppTest


def two_panels(engine, reader):
    """A page of two panels, the first of which cannot be drawn."""
    from dataclasses import replace

    from sendmetrics.errors import SendMetricsError
    from sendmetrics.pages.view import Desk, show_panel
    from sendmetrics.panels.panel import Filters
    from sendmetrics.panels.registry import all_panels

    def fail(_):
        raise SendMetricsError("The access log cannot be written.")

    good, bad = list(all_panels().values())[:2]
    desk = Desk(engine, reader, Filters(), "")
    show_panel(desk, replace(bad, draw=fail))
    show_panel(desk, good)


def test_a_panel_that_cannot_be_drawn_says_why_and_the_next_is_drawn(authority):
    page = AppTest.from_function(
        two_panels, kwargs={"engine": authority.engine, "reader": LEADERS}, default_timeout=60
    ).run()
    assert len(page.exception) == 0
    assert [said.value for said in page.error] == ["The access log cannot be written."]
    assert len(page.get("plotly_chart")) == 1
