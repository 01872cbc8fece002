"""The cases behind a panel, for casework readers: asked for one by one, each list logged, none on a page unasked."""

from dataclasses import replace

import streamlit as st

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.exports.cases import FOR_WHOM, cases_to_csv, rows_in_words
from sendmetrics.metrics.cases import CaseList
from sendmetrics.metrics.question import Question
from sendmetrics.metrics.standards import read_labels
from sendmetrics.pages.failing import said_in_place
from sendmetrics.pages.html import render_note, render_table
from sendmetrics.pages.view import Desk
from sendmetrics.panels.panel import Panel
from sendmetrics.panels.tables import Table
from sendmetrics.words import say_count

MOST_SHOWN = 200
ALL = "All"


@st.fragment
def show_cases(desk: Desk, panel: Panel) -> None:
    """A closed fold under a panel that lists the cases behind its first question; nothing for other audiences."""
    if desk.reader.audience != "casework":
        return
    fold = st.expander("List the cases", key=f"cases-{panel.name}", on_change="rerun")
    if fold.open:
        with fold, said_in_place():
            _show_list(desk, panel, desk.engine.list_cases(_question(desk, panel), desk.reader))


def _question(desk: Desk, panel: Panel) -> Question:
    """The panel's first question undivided, of the one group the reader chooses, where it is by code."""
    ask = panel.asks[0]
    question, _ = ask.fit(desk.filters, desk.reader)
    where = dict(question.where)
    codes = DIMENSIONS[ask.by].codes if ask.by else None
    if codes:
        labels = {label: code for code, label in read_labels(desk.engine.warehouse, codes).items()}
        chosen = st.selectbox(DIMENSIONS[ask.by].title, [ALL, *labels], key=f"cases-of-{panel.name}")
        if chosen != ALL:
            where[ask.by] = (labels[chosen],)
    return replace(question, by=None, every="all", where=tuple(sorted(where.items())))


def _show_list(desk: Desk, panel: Panel, cases: CaseList) -> None:
    rows = rows_in_words(cases)
    caption = say_count(len(rows), "case", "cases")
    if len(rows) > MOST_SHOWN:
        caption += f", the first {MOST_SHOWN} shown; the CSV holds all"
    headings = tuple(cases.columns.values())
    table = Table(caption, headings, tuple(map(tuple, rows[:MOST_SHOWN])))
    st.html(render_note(f"{FOR_WHOM} File and row lead back to the case."))
    st.html(render_table(table, frozenset(range(1, len(headings)))))
    st.download_button(
        "CSV of the cases",
        data=cases_to_csv(cases).encode("utf-8-sig"),
        file_name=f"{panel.name}_cases.csv",
        mime="text/csv",
        key=f"csv-cases-{panel.name}",
        on_click="ignore",
        icon=":material/download:",
        help=f"Download every case of this list: {len(rows):,}",
    )
