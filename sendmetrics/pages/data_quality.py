"""Data quality: every file's rows accounted for, findings with what to do, and how well joins match."""

import streamlit as st

from sendmetrics.contracts.findings import SEVERITIES
from sendmetrics.contracts.tables import TABLES
from sendmetrics.exports.templates import render_template, template_feeds, template_name
from sendmetrics.pages.html import render_lead, render_table
from sendmetrics.pages.view import Desk
from sendmetrics.panels.tables import Table
from sendmetrics.warehouse.quality import read_departures, read_findings, read_loads, read_match_rates
from sendmetrics.words import say_count, say_date, say_number

MOST_FINDINGS = 200


def show(desk: Desk) -> None:
    """Findings first, then files, joins, freshness and templates."""
    warehouse = desk.engine.warehouse
    findings = read_findings(warehouse)
    loads = read_loads(warehouse)
    rows_in, loaded = sum(load.rows_in for load in loads), sum(load.rows_loaded for load in loads)
    aside, rejected = sum(load.rows_set_aside for load in loads), sum(load.rows_rejected for load in loads)
    st.html(
        render_lead(
            f"{say_count(len(loads), 'file', 'files')}: {rows_in:,} rows in = {loaded:,} loaded + {aside:,} set aside + {rejected:,} rejected"
        )
    )
    st.header("Findings", anchor="findings")
    severities = [severity for severity in SEVERITIES if any(finding.severity == severity for finding in findings)]
    if not findings:
        st.write("No findings.")
    else:
        wanted = st.segmented_control("Severity", ["all", *severities], default="all", key="severity", required=True)
        shown = [finding for finding in findings if wanted in ("all", finding.severity)]
        rows = tuple(
            (f.severity, f.file, f.sheet, "" if f.row is None else str(f.row), f.column, f.message, f.action)
            for f in shown[:MOST_FINDINGS]
        )
        table = Table(
            say_count(len(shown), "finding", "findings")
            + (
                ""
                if len(shown) <= MOST_FINDINGS
                else f", the first {MOST_FINDINGS} shown; python -m sendmetrics check prints all"
            ),
            ("Severity", "File", "Kind of record", "First row", "Column", "What is wrong", "What to do"),
            rows,
        )
        st.html(render_table(table, frozenset(range(1, 7))))
    st.header("Files", anchor="files")
    by_file: dict[int, list[str]] = {}
    for departure in read_departures(warehouse):
        by_file.setdefault(departure.file_id, []).append(f"{departure.rows:,} {departure.kind}: {departure.reason}")
    rows = tuple(
        (
            load.file,
            load.layout,
            f"{load.rows_in:,}",
            f"{load.rows_loaded:,}",
            f"{load.rows_set_aside:,}",
            f"{load.rows_rejected:,}",
            "; ".join(by_file.get(load.file_id, [])),
            load.sha256[:12],
        )
        for load in loads
    )
    st.html(
        render_table(
            Table(
                "Rows in = loaded + set aside + rejected",
                ("File", "Layout", "Rows in", "Loaded", "Set aside", "Rejected", "Why not loaded", "SHA-256"),
                rows,
            ),
            frozenset({1, 6, 7}),
        )
    )
    st.header("How well records match", anchor="matches")
    rows = tuple(
        (rate.name, f"{rate.matched:,}", f"{rate.rows:,}", f"{say_number(rate.percent, 1)}%")
        for rate in read_match_rates(warehouse)
    )
    st.html(
        render_table(
            Table(
                "Records that meet the record of another kind they belong to", ("Join", "Matched", "Of", "Share"), rows
            )
        )
    )
    st.header("How fresh it is", anchor="freshness")
    rows = tuple(
        (TABLES[name].meaning, say_date(warehouse.first_dates[name]), say_date(day))
        for name, day in sorted(warehouse.last_dates.items())
    )
    st.html(render_table(Table("Days each kind of record can speak for", ("What it holds", "From", "To"), rows)))
    st.header("Templates", anchor="templates")
    st.write("For what no national return carries. Fill one in and put it in the folder of extracts.")
    with st.container(horizontal=True):
        for feed in template_feeds().values():
            st.download_button(
                template_name(feed),
                data=render_template(feed),
                file_name=template_name(feed),
                mime="text/csv",
                key=f"template-{feed.name}",
                on_click="ignore",
                icon=":material/download:",
            )
