"""The calendar of school holidays on a page: with holidays a chart and a table, without them what to write where."""

import datetime
import re

import pytest
from harness import CASEWORK, LEADERS, SHARED, make_engine
from streamlit.testing.v1 import AppTest


def the_calendar(engine, reader, as_at):
    """The calendar below its frame."""
    from sendmetrics.pages.holidays import show_holiday_calendar
    from sendmetrics.pages.view import Desk
    from sendmetrics.panels.panel import Filters

    show_holiday_calendar(Desk(engine, reader, Filters(as_at=as_at), ""))


def run(engine, reader=LEADERS, as_at=None) -> AppTest:
    page = AppTest.from_function(
        the_calendar, kwargs={"engine": engine, "reader": reader, "as_at": as_at}, default_timeout=60
    ).run()
    assert len(page.exception) == 0
    return page


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS, SHARED], ids=lambda reader: reader.audience)
def test_it_is_there_for_every_audience_and_says_that_no_clock_stops(authority, reader):
    page = run(authority.engine, reader)
    assert len(page.info) == 0
    assert len(page.get("plotly_chart")) == 1
    said = " ".join(each.proto.body for each in page.get("html"))
    assert "no school holiday pauses or lengthens a clock" in said
    assert '<th scope="row">12 January 2026</th>' in said
    assert re.fullmatch(r"Week of \d+ \w+: \d+ of 42 days are holiday", page.subheader[0].value)


def test_it_answers_to_the_as_at_day(authority):
    then = run(authority.engine, as_at=datetime.date(2025, 3, 31))
    body = " ".join(each.proto.body for each in then.get("html"))
    assert '<th scope="row">31 March 2025</th>' in body
    assert '<th scope="row">20 April 2026</th>' not in body


def test_without_holidays_it_says_what_to_write_where(tmp_path):
    engine = make_engine(tmp_path, "2026-01-15", requests="request_id | la_code | received_date\nr1 | 999 | 2026-01-05")
    page = run(engine)
    assert "targets.toml" in page.info[0].value
    assert len(page.get("plotly_chart")) == 0
