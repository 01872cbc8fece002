"""How the diagnosis stands on the page Referrals: the finding, its evidence by service, and what the words are measured by."""

import streamlit as st

from sendmetrics.exports.outlook import to_csv
from sendmetrics.pages.failing import said_in_place
from sendmetrics.pages.html import render_note, render_table
from sendmetrics.pages.view import ABOUT, TABLE, Desk, show_quiet_row
from sendmetrics.panels.diagnosis import ask_diagnoses, can_be_diagnosed
from sendmetrics.panels.diagnosis_words import (
    NOTHING_FOUND,
    caption_of,
    find_diagnosis,
    say_mechanisms,
    say_thresholds,
    say_why,
    tabulate_diagnoses,
)

# The columns whose text is set from the left.
TEXT = frozenset({2, 3})


@st.fragment
def show_diagnoses(desk: Desk) -> None:
    """Why children wait, one row a service, the bottleneck first; its own controls run it alone."""
    if not can_be_diagnosed(desk.reader):
        return
    with said_in_place():
        diagnosed = ask_diagnoses(desk.engine, desk.reader, desk.filters)
        if diagnosed.refused or not diagnosed.services:
            return
        finding, said = find_diagnosis(diagnosed), caption_of(diagnosed, desk.limits)
        st.header("Why do children wait?", anchor="why-children-wait")
        st.subheader(finding, anchor="diagnosis")
        table = tabulate_diagnoses(diagnosed)
        if st.session_state.get("shows-diagnosis") == ABOUT:
            st.markdown("\n".join(say_thresholds()))
        else:
            st.html(render_table(table, TEXT))
        st.html(render_note(said))
        show_quiet_row("diagnosis", finding, lambda: to_csv((table,), diagnosed, finding, said), (TABLE, ABOUT))


def show_diagnosis(desk: Desk, service: str) -> str:
    """Why children wait for one service: each mechanism with its evidence. Gives the same in a sentence, for the page's head."""
    if not can_be_diagnosed(desk.reader):
        return ""
    with said_in_place():
        diagnosed = ask_diagnoses(desk.engine, desk.reader, desk.filters)
        found = diagnosed.of(service)
        if found is None:
            return ""
        with st.container(key="diagnosis"):
            st.header("Why do children wait?", anchor="why-children-wait")
            st.markdown("\n".join(f"- {reason}." for reason in say_mechanisms(found)) or NOTHING_FOUND)
            st.html(render_note(caption_of(diagnosed, desk.limits, service)))
            with st.expander("What each mechanism is named from"):
                st.markdown("\n".join(say_thresholds()))
        return say_why(found)
    return ""
