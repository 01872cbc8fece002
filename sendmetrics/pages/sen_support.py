"""SEN support and EHC plans among pupils."""

import itertools

from sendmetrics.pages.view import Desk, show_left_out, show_sections, show_tabs
from sendmetrics.panels import sen_support as panels


def show(desk: Desk) -> None:
    """Each question with its panels, the rest behind tabs."""
    show_sections(desk, panels.SECTIONS)
    show_tabs(desk, panels.TABS, itertools.chain(*panels.SECTIONS.values()), "tabs-sen_support")
    show_left_out(desk, itertools.chain(*panels.SECTIONS.values(), *panels.TABS.values()))
