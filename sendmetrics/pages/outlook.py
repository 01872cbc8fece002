"""How panels on what is expected stand on a page: finding, chart or tables, caption, download, like any other panel."""

import streamlit as st

from sendmetrics.exports.outlook import to_csv
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.outlook import WAIT
from sendmetrics.pages.failing import said_in_place
from sendmetrics.pages.html import render_note, render_table
from sendmetrics.pages.view import ABOUT, CHART, TABLE, Desk, show_figure, show_quiet_row
from sendmetrics.panels.fitting import NOT_FIXED_TABLES
from sendmetrics.panels.outlook import ABOUT as METHOD
from sendmetrics.panels.outlook import OutlookPanel, ask_outlook, caption_of, title_of
from sendmetrics.panels.registry import all_outlook_panels
from sendmetrics.panels.wording import files_that_fill
from sendmetrics.words import say_list


def show_outlook(desk: Desk) -> None:
    """All panels on what is expected; where there is nothing to expect from, or none may be given, one note that says why."""
    panels = list(all_outlook_panels().values())
    with said_in_place():
        foretold = ask_outlook(desk.engine, desk.reader, desk.filters)
        if desk.reader.audience == "shared":
            st.html(
                render_note(
                    f"Left out, since {NOT_FIXED_TABLES}: what is expected of open cases and of this year's rate."
                )
            )
        elif foretold.refused:
            st.info(foretold.refused, icon=":material/shield_person:")
        elif not foretold.is_collected:
            needed = say_list(files_that_fill(find_metric(WAIT)))
            st.info(f"Not collected. This is filled by: {needed}.", icon=":material/inbox:")
        elif not foretold.is_predicted:
            with st.container(border=True, key="panel-outlook"):
                st.subheader(title_of(panels[0], foretold.outlook), anchor="outlook")
                st.html(render_note(caption_of(panels[0], foretold, desk.limits)))
        else:
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
        elif shows == TABLE or chart is None or not chart.figure["data"]:
            for table in panel.tabulate(foretold.outlook):
                st.html(render_table(table))
        else:
            show_figure(panel.name, chart, finding)
        said = caption_of(panel, foretold, desk.limits)
        st.html(render_note(said))
        show_quiet_row(
            panel.name, finding, lambda: to_csv(panel.tabulate(foretold.outlook), foretold.outlook, finding, said)
        )
