"""Referrals: what is waiting at each service, who is turned away, is it keeping up."""

import streamlit as st

from sendmetrics.pages.html import render_table
from sendmetrics.pages.view import Desk, show_panels, show_tabs
from sendmetrics.panels import referrals as panels
from sendmetrics.panels.panel import answer_panel
from sendmetrics.panels.tables import as_table


def show(desk: Desk) -> None:
    """One row a service first, then the same as charts, the rest behind tabs."""
    answer = answer_panel(desk.engine, desk.reader, panels.OPEN, desk.filters)
    if answer.is_collected and answer.has_rows:
        st.header("What is waiting", anchor="what-is-waiting")
        st.html(render_table(as_table(answer.results[0])))
    show_panels(desk, panels.FIRST)
    st.header("More detail", anchor="more-detail")
    show_tabs(desk, panels.TABS, "tabs-referrals")
