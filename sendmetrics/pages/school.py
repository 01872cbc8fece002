"""School: one school's figures on all four questions."""

import streamlit as st

from sendmetrics.pages.html import render_facts
from sendmetrics.pages.view import Desk, show_panels
from sendmetrics.panels import ehc, referrals, sen_support, sencos
from sendmetrics.panels.school import read_facts


def show(desk: Desk) -> None:
    """The school's facts, then its panels; without a school, how to choose one."""
    chosen = dict(desk.filters.where).get("school")
    if not chosen:
        st.info("Choose a school above: type part of its name or its URN.", icon=":material/search:")
        return
    st.html(render_facts(read_facts(desk.engine, chosen[0])))
    st.header("The four questions", anchor="four-questions")
    show_panels(
        desk,
        (
            sen_support.SUPPORT_TREND,
            sen_support.PLAN_TREND,
            sencos.OVERALL,
            ehc.OPEN_OF_SCHOOL,
            referrals.OPEN,
            ehc.REQUESTS_YEARLY,
        ),
    )
