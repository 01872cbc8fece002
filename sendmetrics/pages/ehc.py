"""EHC assessments: are we in time, who is waiting, where does the time go."""

import streamlit as st

from sendmetrics.pages.view import Desk, show_sections, show_tabs
from sendmetrics.panels import ehc as panels


def show(desk: Desk) -> None:
    """Each question with its panels, the rest behind tabs."""
    show_sections(desk, panels.SECTIONS)
    st.header("More detail", anchor="more-detail")
    show_tabs(desk, panels.TABS, "tabs-ehc")
