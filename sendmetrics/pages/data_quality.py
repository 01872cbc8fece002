"""Data quality: every file's rows accounted for, findings with what to do, and how well joins match."""

import streamlit as st

from sendmetrics.contracts.findings import SEVERITIES
from sendmetrics.exports.templates import render_services_template, render_template, template_feeds, template_name
from sendmetrics.extracts.own_services import FILE as SERVICES_FILE
from sendmetrics.pages.html import render_lead, render_note, render_table
from sendmetrics.pages.view import Desk
from sendmetrics.panels.data_quality import (
    sum_of_rows,
    table_of_days,
    table_of_files,
    table_of_findings,
    table_of_matches,
    why_no_numbers,
)
from sendmetrics.warehouse.quality import read_findings
from sendmetrics.words import say_count

MOST_FINDINGS = 200


def show(desk: Desk) -> None:
    """Findings first, then files, joins, freshness and templates."""
    warehouse, reader = desk.engine.warehouse, desk.reader
    st.html(render_lead(sum_of_rows(warehouse, reader)))
    if why_no_numbers(reader):
        st.html(render_note(why_no_numbers(reader)))
    st.header("Findings", anchor="findings")
    _show_findings(desk)
    st.header("Files", anchor="files")
    files = table_of_files(warehouse, reader)
    st.html(render_table(files, frozenset({1, len(files.headings) - 2, len(files.headings) - 1})))
    matches = table_of_matches(warehouse, reader)
    if matches is not None:
        st.header("How well records match", anchor="matches")
        st.html(render_table(matches))
    st.header("How fresh it is", anchor="freshness")
    st.html(render_table(table_of_days(warehouse)))
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
        st.download_button(
            SERVICES_FILE,
            data=render_services_template(),
            file_name=SERVICES_FILE,
            mime="application/toml",
            key="template-services",
            on_click="ignore",
            icon=":material/download:",
            help="Standards of your own, and services we do not know",
        )


def _show_findings(desk: Desk) -> None:
    findings = read_findings(desk.engine.warehouse)
    if not findings:
        st.write("No findings.")
        return
    severities = [severity for severity in SEVERITIES if any(finding.severity == severity for finding in findings)]
    wanted = st.segmented_control("Severity", ["all", *severities], default="all", key="severity", required=True)
    shown = [finding for finding in findings if wanted in ("all", finding.severity)]
    caption = say_count(len(shown), "finding", "findings")
    if len(shown) > MOST_FINDINGS:
        caption += f", the first {MOST_FINDINGS} shown; python -m sendmetrics check prints all"
    table = table_of_findings(shown[:MOST_FINDINGS], desk.reader, caption)
    st.html(render_table(table, frozenset(range(1, len(table.headings)))))
