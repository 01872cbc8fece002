"""SENCo time: hours against need."""

import streamlit as st

from sendmetrics.pages.view import Desk, show_left_out, show_panel, show_tabs
from sendmetrics.panels import sencos as panels
from sendmetrics.panels.fitting import fit_panels


def show(desk: Desk) -> None:
    """The schools with the least time beside what holds for all."""
    above = (panels.BY_SCHOOL, panels.BY_PHASE, panels.TEACHING)
    first = fit_panels(above, desk.reader)
    if first:
        st.header("How much time, against which need?", anchor="time-against-need")
        schools, others = st.columns(2, gap="medium")
        with schools:
            show_panel(desk, first[0])
        with others:
            for panel in first[1:]:
                show_panel(desk, panel)
    show_tabs(desk, {"Local areas": (panels.BY_LOCALITY,)}, above, "tabs-sencos")
    show_left_out(desk, (*above, panels.BY_LOCALITY))
