"""SENCo time: hours against need."""

import streamlit as st

from sendmetrics.pages.view import Desk, show_panel, show_tabs
from sendmetrics.panels import sencos as panels


def show(desk: Desk) -> None:
    """The schools with the least time beside what holds for all."""
    st.header("How much time, against which need?", anchor="time-against-need")
    schools, others = st.columns(2, gap="medium")
    with schools:
        show_panel(desk, panels.BY_SCHOOL)
    with others:
        show_panel(desk, panels.BY_PHASE)
        show_panel(desk, panels.TEACHING)
    st.header("More detail", anchor="more-detail")
    show_tabs(desk, {"Local areas": (panels.BY_LOCALITY,)}, "tabs-sencos")
