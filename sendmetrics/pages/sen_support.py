"""SEN support and EHC plans among pupils."""

import streamlit as st

from sendmetrics.pages.view import Desk, show_panels, show_tabs
from sendmetrics.panels import sen_support as panels


def show(desk: Desk) -> None:
    """The first panels in view, the rest behind tabs."""
    show_panels(desk, panels.FIRST)
    st.header("More detail", anchor="more-detail")
    show_tabs(desk, panels.TABS, "tabs-sen_support")
