"""How a panel stands on a page: finding, chart or table, caption, definition, download."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import streamlit as st

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.contracts.tables import TABLES
from sendmetrics.exports.methodology import POLARITY_WORDS
from sendmetrics.exports.results import to_csv
from sendmetrics.exports.templates import render_template, template_feeds, template_name
from sendmetrics.metrics.definition import Metric, find_metric
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Reader
from sendmetrics.pages.failing import said_in_place
from sendmetrics.pages.html import render_note, render_table
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.fitting import fit_panels, fit_tabs, say_left_out
from sendmetrics.panels.panel import Answer, Chart, Filters, Panel
from sendmetrics.panels.tables import tables_of
from sendmetrics.panels.wording import files_that_fill
from sendmetrics.warehouse.quality import read_loads
from sendmetrics.words import say_date, say_list, say_number

CHART, TABLE, ABOUT = "Chart", "Table", "About this figure"
CHART_SETTINGS = {"displayModeBar": False, "scrollZoom": False}
AUDIENCE_WORDS = {
    "casework": "Casework: exact figures; every query is logged.",
    "leaders": "Leaders: counts under 5 are not shown, shares and medians need a base of 10, the 92nd percentile one of 25; "
    "where a base is too small for a share the number counted is not shown either (of a larger one 12 of 13 is); "
    "of those within and over a limit neither is shown where one of the two is 1 to 4. "
    "This guards against the glance, not against subtraction: do not pass these figures on. Every query is logged.",
    "shared": "Shared: counts of 1 to 7 are hidden, all others rounded to the nearest 5, shares worked out from the rounded counts.",
}


@dataclass(frozen=True)
class Desk:
    """What every page works with: the engine, who reads, and what they have chosen.

    ``chosen`` says that in words; ``extent`` what the reader's settings limit them to, empty where nothing is.
    """

    engine: Engine
    reader: Reader
    filters: Filters
    chosen: str
    extent: str = ""

    @property
    def limits(self) -> str:
        """Both in words, for a caption."""
        return ", ".join(filter(None, (self.extent, self.chosen)))


def show_panels(desk: Desk, panels: tuple[Panel, ...]) -> None:
    """Panels side by side where there is room, one below the other where there is not; those the reader can be given."""
    with st.grid(2, min_column_width=380, gap="medium"):
        for panel in fit_panels(panels, desk.reader):
            show_panel(desk, panel)


def show_sections(desk: Desk, sections: dict[str, tuple[Panel, ...]]) -> None:
    """Panels under the question they answer; a question that none can answer for this reader is left out."""
    for question, panels in sections.items():
        if not fit_panels(panels, desk.reader):
            continue
        st.header(question, anchor=question.strip("?").lower().replace(" ", "-"))
        show_panels(desk, panels)


def show_tabs(
    desk: Desk,
    tabs: dict[str, tuple[Panel, ...]],
    above: Iterable[Panel],
    key: str,
    heading: str = "More detail",
    after: dict[str, Callable[[], None]] | None = None,
) -> None:
    """More behind tabs; only the open tab asks its questions, and an address holds which one that is.

    A tab without panels for this reader, besides those ``above``, is left out.
    ``after`` shows what else belongs below the panels of a tab.
    """
    filled = fit_tabs(tabs, above, desk.reader)
    if not filled:
        return
    st.header(heading, anchor=heading.lower().replace(" ", "-"))
    opened = st.tabs(list(filled), key=key, on_change="rerun", bind="query-params")
    for tab, (name, panels) in zip(opened, filled.items(), strict=True):
        if tab.open:
            with tab:
                show_panels(desk, panels)
                if after and name in after:
                    after[name]()


def show_left_out(desk: Desk, panels: Iterable[Panel]) -> None:
    """What of these the reader is not given, and why; nothing where all are there."""
    for line in say_left_out(panels, desk.reader):
        st.html(render_note(line))


@st.fragment
def show_panel(desk: Desk, panel: Panel) -> None:
    """One panel; its own controls run it alone."""
    with st.container(border=True, key=f"panel-{panel.name}"), said_in_place():
        answer = answer_panel(desk.engine, desk.reader, panel, desk.filters)
        if answer.refused or not answer.is_collected:
            _show_empty(panel, answer)
            return
        finding = panel.find(answer)
        st.subheader(finding, anchor=panel.name.replace("_", "-"))
        shows = st.session_state.get(f"shows-{panel.name}", CHART)
        if shows == TABLE:
            for table in tables_of(panel, answer):
                st.html(render_table(table))
        elif shows == ABOUT:
            for name in dict.fromkeys(result.metric for result in answer.results):
                show_definition(desk, name, answer)
        else:
            _show_chart(panel, answer, finding)
        st.html(render_note(caption(panel, answer, desk.limits)))
        title = find_metric(answer.results[0].metric).title
        show_quiet_row(panel.name, title, lambda: as_csv(answer, desk.extent))


def _show_chart(panel: Panel, answer: Answer, finding: str) -> None:
    """The chart; where there is nothing to draw, what the reader can do about it."""
    chart = panel.draw(answer) if answer.has_rows and answer.results[0].rows else None
    # A figure without a trace cannot be shown at all: rows may all be hidden, or of no period that is over.
    if chart is None or not chart.figure["data"]:
        st.write("Take away a filter, or choose another period.")
        return
    show_figure(panel.name, chart, finding)


def show_figure(name: str, chart: Chart, finding: str) -> None:
    """A panel's chart, with the finding and the chart in words for whoever cannot see it."""
    st.plotly_chart(chart.figure, key=f"chart-{name}", config=CHART_SETTINGS, alt=f"{finding}. {chart.alt}")


def show_quiet_row(
    name: str, title: str, as_text: Callable[[], str], ways: tuple[str, ...] = (CHART, TABLE, ABOUT)
) -> None:
    """Below a panel: how to show it, the first way unless chosen, and its figures to download, written only when asked for."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            f"How to show: {title}",
            ways,
            default=ways[0],
            key=f"shows-{name}",
            label_visibility="collapsed",
            required=True,
        )
        st.download_button(
            "CSV",
            data=lambda: as_text().encode("utf-8-sig"),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"csv-{name}",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
            help=f"Download the figures of this panel: {title}",
        )


def as_csv(answer: Answer, extent: str) -> str:
    """The answer's tables, each once, after a line on what the reader is limited to."""
    file = io.StringIO()
    if extent:
        # Quoted where it holds a comma: one cell, which no spreadsheet takes for a formula.
        csv.writer(file, lineterminator="\n").writerow([f"# limited to: {extent}"])
    unlike = {result.question: result for result in answer.results}
    return file.getvalue() + "\n".join(to_csv(result) for result in unlike.values())


def show_definition(desk: Desk, name: str, answer: Answer) -> None:
    """Everything that stands behind a figure: meaning, basis, caveats, what was left out, files with hashes, the SQL."""
    metric = find_metric(name)
    result = next(result for result in answer.results if result.metric == name)
    counted = f"{metric.numerator}, out of: {metric.denominator}." if metric.denominator else f"{metric.numerator}."
    lines = [
        f"**{metric.title}.** {metric.definition}",
        f"- Counted: {counted}",
        f"- Statutory basis: {metric.statutory_basis}",
        f"- {POLARITY_WORDS[metric.polarity]}.",
        *(f"- {caveat}" for caveat in metric.caveats),
        f"- {AUDIENCE_WORDS[result.audience]}"
        if metric.disclosure_unit == "pupils"
        else "- Figures on staff are for the authority and the school itself.",
        *(
            f"- Left out: {entry['reason'].lower()}, {'few' if entry['count'] is None else say_number(entry['count'])}"
            for entry in result.left_out
        ),
        f"- Reviewed {say_date(metric.reviewed)} by the {metric.owner}.",
    ]
    st.markdown("\n".join(lines))
    files = _source_files(desk.engine, metric)
    if files:
        st.markdown("Source files (first letters of their SHA-256): " + say_list(files))
    st.code(metric.sql, language="sql", wrap_lines=True)


def _source_files(engine: Engine, metric: Metric) -> list[str]:
    families = {FEEDS[feed].family for source in metric.sources for feed in TABLES[source].filled_by}
    titles = {FEEDS[feed].title for source in metric.sources for feed in TABLES[source].filled_by}
    loads = [
        load
        for load in read_loads(engine.warehouse)
        if load.rows_loaded and (load.layout in families - {"Template"} or load.layout in titles)
    ]
    shown = [f"`{load.file}` ({load.sha256[:8]})" for load in loads]
    return shown if len(shown) <= 12 else [*shown[:12], f"{len(shown) - 12} more on the page Data quality"]


def _show_empty(panel: Panel, answer: Answer) -> None:
    """Why there is nothing here, and what would fill it."""
    by = panel.asks[0].by
    title = f"{panel.metric.title} by {DIMENSIONS[by].title.lower()}" if answer.lacks and by else panel.metric.title
    st.subheader(answer.nothing or title, anchor=panel.name.replace("_", "-"))
    if answer.nothing:
        st.write("Take away a filter to see them, where you may.")
        return
    if answer.refused:
        st.info(answer.refused, icon=":material/shield_person:")
        return
    needed = files_that_fill(panel.metric, answer.lacks)
    st.info(f"Not collected. This panel is filled by: {say_list(needed)}.", icon=":material/inbox:")
    feeds = [feed for feed in template_feeds().values() if feed.title in needed]
    for feed in feeds:
        st.download_button(
            f"Template {template_name(feed)}",
            data=render_template(feed),
            file_name=template_name(feed),
            mime="text/csv",
            key=f"template-{panel.name}-{feed.name}",
            on_click="ignore",
            icon=":material/download:",
        )
