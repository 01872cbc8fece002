"""Local areas: the headlines side by side, by local area and, where several are loaded, by authority."""

import streamlit as st

from sendmetrics.pages.html import render_note, render_table
from sendmetrics.pages.view import Desk, show_left_out, show_panels
from sendmetrics.panels import ehc, referrals, sen_support, sencos
from sendmetrics.panels.fitting import fit_panels, say_no_areas
from sendmetrics.panels.headlines import compare
from sendmetrics.panels.tables import Table
from sendmetrics.warehouse.places import count_loaded_authorities

PANELS = (ehc.OPEN_BY_LOCALITY, referrals.BY_LOCALITY, sencos.BY_LOCALITY, sen_support.BY_LOCALITY)


def show(desk: Desk) -> None:
    """One table by local area, one by authority, then the panels by local area on the same footing."""
    if not fit_panels(PANELS, desk.reader):
        st.info(say_no_areas(desk.reader), icon=":material/map:")
        return
    headings, rows = compare(desk.engine, desk.reader, desk.filters, "locality")
    st.html(
        render_table(
            Table(
                "Headlines by local area; a heading gives its year or day where it is not the newest in view",
                tuple(headings),
                tuple(map(tuple, rows)),
            )
        )
    )
    if count_loaded_authorities(desk.engine.warehouse) > 1:
        headings, rows = compare(desk.engine, desk.reader, desk.filters, "authority")
        st.html(render_table(Table("Headlines by authority", tuple(headings), tuple(map(tuple, rows)))))
    st.html(
        render_note(
            "An area that stands apart is a place to look, not a verdict: areas differ in the children who live there."
        )
    )
    st.header("One measure at a time", anchor="one-measure")
    show_panels(desk, PANELS)
    show_left_out(desk, PANELS)
