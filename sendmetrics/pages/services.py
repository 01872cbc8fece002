"""All services beside each other: what waits, and who joined and left in a year; each with its figures and what they mean."""

import streamlit as st

from sendmetrics.exports.outlook import to_csv
from sendmetrics.pages.html import render_note, render_table
from sendmetrics.pages.view import ABOUT, TABLE, Desk, show_definition, show_quiet_row
from sendmetrics.panels.panel import Answer
from sendmetrics.panels.services_flow import caption_of_flows, read_flows, tabulate_flows
from sendmetrics.panels.services_table import Compared, caption_of_services
from sendmetrics.panels.tables import Table


@st.fragment
def show_services(desk: Desk, compared: Compared) -> None:
    """What is waiting, one row a service."""
    said = caption_of_services(desk.engine, desk.reader, desk.filters, desk.limits)
    _show(desk, "services", compared.table, compared.answers, said)


@st.fragment
def show_flows(desk: Desk) -> None:
    """Who joined and left each service in a year; where that cannot be told, why."""
    flows = read_flows(desk.engine, desk.reader, desk.filters)
    if isinstance(flows, str):
        st.info(flows, icon=":material/calendar_month:")
    elif flows is not None:
        said = caption_of_flows(desk.engine, desk.reader, flows, desk.limits)
        _show(desk, "services_flow", tabulate_flows(flows), flows.answers, said)


def _show(desk: Desk, name: str, table: Table, answers: tuple[Answer, ...], said: str) -> None:
    if st.session_state.get(f"shows-{name}") == ABOUT:
        for metric, answer in {answer.results[0].metric: answer for answer in answers}.items():
            show_definition(desk, metric, answer)
    else:
        st.html(render_table(table))
    st.html(render_note(said))
    as_text = lambda: to_csv((table,), answers[-1].results[0], table.caption, said)  # noqa: E731
    show_quiet_row(name, table.caption, as_text, (TABLE, ABOUT))
