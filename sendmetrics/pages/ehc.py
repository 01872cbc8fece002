"""EHC assessments: are we in time, who is waiting, where does the time go."""

import itertools

from sendmetrics.pages.view import Desk, show_left_out, show_sections, show_tabs
from sendmetrics.panels import ehc as panels


def show(desk: Desk) -> None:
    """Each question with its panels, the rest behind tabs."""
    show_sections(desk, panels.SECTIONS)
    show_tabs(desk, panels.TABS, "tabs-ehc")
    show_left_out(desk, itertools.chain(*panels.SECTIONS.values(), *panels.TABS.values()))
