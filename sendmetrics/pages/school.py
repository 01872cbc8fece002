"""School: one school's figures on all four questions."""

import streamlit as st

from sendmetrics.pages.html import render_facts
from sendmetrics.pages.view import Desk, show_left_out, show_panels
from sendmetrics.panels import ehc, referrals, sen_support, sencos
from sendmetrics.panels.panel import only_school
from sendmetrics.panels.school import read_facts

PANELS = (
    sen_support.SUPPORT_TREND,
    sen_support.PLAN_TREND,
    sencos.OVERALL,
    ehc.OPEN_OF_SCHOOL,
    referrals.OPEN,
    ehc.REQUESTS_YEARLY,
)


def show(desk: Desk) -> None:
    """The school's facts, then its panels; without a school, how to choose one."""
    if desk.reader.audience == "shared":
        st.info(
            "No figures of single schools are among the fixed tables that may leave the building. "
            "The other pages show those of the whole authority.",
            icon=":material/school:",
        )
        return
    only = only_school(desk.reader)
    chosen = (only,) if only else dict(desk.filters.where).get("school")
    if not chosen:
        st.info("Choose a school above: type part of its name or its URN.", icon=":material/search:")
        return
    st.html(render_facts(read_facts(desk.engine, chosen[0])))
    st.header("The four questions", anchor="four-questions")
    show_panels(desk, PANELS)
    show_left_out(desk, PANELS)
