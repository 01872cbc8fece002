"""The calendar of school holidays in the time for advice, as it stands on a page: it asks no measure and counts no child."""

import streamlit as st

from sendmetrics.pages.failing import said_in_place
from sendmetrics.pages.html import render_note, render_table
from sendmetrics.pages.opening import newest_day
from sendmetrics.pages.view import Desk, show_figure
from sendmetrics.panels.holiday_calendar import (
    NONE_ENTERED,
    draw_calendar,
    explain_calendar,
    find_worst_week,
    read_holiday_calendar,
    tabulate_calendar,
)

ANCHOR = "holiday-calendar"
LAST_COLUMN = frozenset({6})


@st.fragment
def show_holiday_calendar(desk: Desk) -> None:
    """Finding, chart, table and what it means; where no holidays are entered, what to write where."""
    with st.container(border=True, key="panel-holiday_calendar"), said_in_place():
        day = desk.filters.as_at or newest_day(desk.engine)
        chosen = dict(desk.filters.where).get("authority", ())
        calendar = read_holiday_calendar(desk.engine.warehouse, desk.reader, day, chosen) if day else None
        if calendar is None:
            st.subheader("School holidays in the time for advice", anchor=ANCHOR)
            st.info(NONE_ENTERED, icon=":material/event_busy:")
            return
        finding = find_worst_week(calendar)
        st.subheader(finding, anchor=ANCHOR)
        if calendar.weeks:
            show_figure("holiday_calendar", draw_calendar(calendar), finding)
            with st.expander("Table"):
                st.html(render_table(tabulate_calendar(calendar), LAST_COLUMN))
        st.html(render_note(explain_calendar(calendar)))
