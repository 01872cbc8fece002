"""How the published waiting list of a service stands on a page beside our own."""

import streamlit as st

from sendmetrics.exports.outlook import to_csv
from sendmetrics.metrics.definition import find_metric
from sendmetrics.pages.failing import said_in_place
from sendmetrics.pages.html import render_note, render_table
from sendmetrics.pages.view import ABOUT, TABLE, Desk, show_figure, show_quiet_row
from sendmetrics.panels.published_lists import NAME, WAITING, ask_published, caption_of, draw, tabulate, title_of


@st.fragment
def show_published(desk: Desk, service: str) -> None:
    """NHS England's list of the service beside ours, or a box that says why there is nothing to set beside it."""
    with st.container(border=True, key=f"panel-{NAME}"), said_in_place():
        beside = ask_published(desk.engine, desk.reader, desk.filters, service)
        finding, said = title_of(beside), caption_of(beside, desk.limits)
        st.subheader(finding, anchor=NAME.replace("_", "-"))
        if beside.published is None:
            st.info(said, icon=":material/inbox:")
            return
        shows = st.session_state.get(f"shows-{NAME}")
        if shows == TABLE:
            for table in tabulate(beside):
                st.html(render_table(table))
        elif shows == ABOUT:
            metric = find_metric(WAITING)
            lines = [f"**{metric.title}.** {metric.definition}", *(f"- {caveat}" for caveat in metric.caveats)]
            st.markdown("\n".join([*lines, *(f"- {text}" for text in beside.published.differences)]))
        else:
            show_figure(NAME, draw(beside), finding)
        st.html(render_note(said))
        show_quiet_row(NAME, finding, lambda: to_csv(tabulate(beside), beside, finding, said))
