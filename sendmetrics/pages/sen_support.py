"""SEN support and EHC plans among pupils."""

import streamlit as st

from sendmetrics.pages.view import Desk, show_sections, show_tabs
from sendmetrics.panels import sen_support as panels


def show(desk: Desk) -> None:
    """Each question with its panels, the rest behind tabs."""
    show_sections(desk, panels.SECTIONS)
    st.header("More detail", anchor="more-detail")
    show_tabs(desk, panels.TABS, "tabs-sen_support")
