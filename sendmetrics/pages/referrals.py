"""Referrals: what is waiting at each service, who is turned away, is it keeping up."""

import itertools
from dataclasses import replace

import streamlit as st

from sendmetrics.pages.html import render_table
from sendmetrics.pages.view import Desk, show_left_out, show_panels, show_tabs
from sendmetrics.panels import referrals as panels
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.fitting import why_not
from sendmetrics.panels.panel import Answer
from sendmetrics.panels.tables import as_table


def show(desk: Desk) -> None:
    """One row a service first, then the same as charts, the rest behind tabs."""
    answer = (
        Answer()
        if why_not(panels.OPEN, desk.reader)
        else answer_panel(desk.engine, desk.reader, panels.OPEN, desk.filters)
    )
    if answer.is_collected and answer.has_rows:
        st.header("What is waiting", anchor="what-is-waiting")
        result = answer.results[0]
        worst_first = sorted(result.rows, key=lambda row: (-(row["over_limit"] or 0), -(row["count"] or 0)))
        st.html(render_table(as_table(replace(result, rows=tuple(worst_first)))))
    show_panels(desk, panels.FIRST)
    show_tabs(desk, panels.TABS, panels.FIRST, "tabs-referrals")
    show_left_out(desk, itertools.chain(panels.FIRST, *panels.TABS.values()))
