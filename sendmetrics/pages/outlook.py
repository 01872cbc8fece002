"""How panels on what is expected stand on a page: finding, chart or tables, caption, download, like any other panel."""

import streamlit as st

from sendmetrics.exports.outlook import to_csv
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.outlook import WAIT
from sendmetrics.pages.failing import said_in_place
from sendmetrics.pages.html import render_note, render_table
from sendmetrics.pages.view import ABOUT, CHART, CHART_SETTINGS, TABLE, Desk
from sendmetrics.panels.outlook import ABOUT as METHOD
from sendmetrics.panels.outlook import Foretold, OutlookPanel, ask_outlook, caption_of, title_of
from sendmetrics.panels.registry import all_outlook_panels
from sendmetrics.panels.wording import files_that_fill
from sendmetrics.words import say_list


def show_outlook(desk: Desk) -> None:
    """All panels on what is expected; where there is nothing to expect from, one box that says why."""
    panels = list(all_outlook_panels().values())
    with said_in_place():
        foretold = ask_outlook(desk.engine, desk.reader, desk.filters)
        if foretold.refused:
            st.info(foretold.refused, icon=":material/shield_person:")
            return
        if not foretold.is_collected:
            needed = say_list(files_that_fill(find_metric(WAIT)))
            st.info(f"Not collected. This is filled by: {needed}.", icon=":material/inbox:")
            return
        if not foretold.is_predicted:
            st.info(caption_of(panels[0], foretold, desk.chosen), icon=":material/hourglass_empty:")
            return
    with st.grid(2, min_column_width=380, gap="medium"):
        for panel in panels:
            show_outlook_panel(desk, panel)


@st.fragment
def show_outlook_panel(desk: Desk, panel: OutlookPanel) -> None:
    """One panel; its own controls run it alone."""
    with st.container(border=True, key=f"panel-{panel.name}"), said_in_place():
        foretold = ask_outlook(desk.engine, desk.reader, desk.filters)
        finding = title_of(panel, foretold.outlook)
        st.subheader(finding, anchor=panel.name.replace("_", "-"))
        chart = panel.draw(foretold.outlook)
        shows = st.session_state.get(f"shows-{panel.name}", CHART)
        if shows == ABOUT:
            st.markdown("\n".join(METHOD))
        elif shows == TABLE or chart is None:
            for table in panel.tabulate(foretold.outlook):
                st.html(render_table(table))
        else:
            alt = f"{finding}. {chart.alt}"
            st.plotly_chart(chart.figure, key=f"chart-{panel.name}", config=CHART_SETTINGS, alt=alt)
        said = caption_of(panel, foretold, ", ".join(filter(None, (desk.extent, desk.chosen))))
        st.html(render_note(said))
        _show_quiet_row(panel, foretold, finding, said)


def _show_quiet_row(panel: OutlookPanel, foretold: Foretold, finding: str, said: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            f"How to show: {finding}",
            (CHART, TABLE, ABOUT),
            default=CHART,
            key=f"shows-{panel.name}",
            label_visibility="collapsed",
            required=True,
        )
        st.download_button(
            "CSV",
            data=lambda: to_csv(panel.tabulate(foretold.outlook), foretold.outlook, finding, said).encode("utf-8-sig"),
            file_name=f"{panel.name}.csv",
            mime="text/csv",
            key=f"csv-{panel.name}",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
            help=f"Download the figures of this panel: {finding}",
        )
