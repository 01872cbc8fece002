"""EHC assessments: are we in time, who is waiting, where does the time go."""

import itertools

import streamlit as st

from sendmetrics.pages.cases import show_cases
from sendmetrics.pages.holidays import show_holiday_calendar
from sendmetrics.pages.outlook import show_outlook
from sendmetrics.pages.view import Desk, show_left_out, show_sections, show_tabs
from sendmetrics.panels import ehc_sections as panels
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.cohorts import PUBLISHED_AND_COHORT, say_parting
from sendmetrics.panels.fitting import fit_panel
from sendmetrics.panels.published import RECONCILIATION


def show(desk: Desk) -> None:
    """Each question with its panels, the rest behind tabs."""
    _warn_where_rates_part(desk)
    show_sections(desk, panels.SECTIONS)
    after = {
        "What happens next?": lambda: show_outlook(desk),
        "Are we in time: more": lambda: show_cases(desk, RECONCILIATION),
        "Is it changing?": lambda: show_holiday_calendar(desk),
    }
    above = tuple(itertools.chain(*panels.SECTIONS.values()))
    show_tabs(desk, panels.TABS, above, "tabs-ehc", "Further questions", after)
    show_left_out(desk, itertools.chain(*panels.SECTIONS.values(), *panels.TABS.values()))


def _warn_where_rates_part(desk: Desk) -> None:
    """Before any figure: that the published rate and what becomes of those who ask differ, and by how much."""
    panel = fit_panel(PUBLISHED_AND_COHORT, desk.reader)
    said = say_parting(answer_panel(desk.engine, desk.reader, panel, desk.filters)) if panel else ""
    if said:
        st.warning(said, icon=":material/call_split:")
