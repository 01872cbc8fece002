"""Methodology: generated from the definitions themselves."""

import streamlit as st

from sendmetrics.exports.methodology import render_methodology
from sendmetrics.metrics.standards import read_services
from sendmetrics.pages.view import Desk


def show(desk: Desk) -> None:
    """The text the command line prints, one tab a chapter, and the whole of it as a file."""
    text = render_methodology(read_services(desk.engine.warehouse))
    st.download_button(
        "Download as Markdown",
        data=text,
        file_name="methodology.md",
        mime="text/markdown",
        on_click="ignore",
        icon=":material/download:",
    )
    chapters = dict(chapter.split("\n", 1) for chapter in text.split("\n## ")[1:])
    for tab, body in zip(st.tabs(list(chapters), key="chapters", on_change="rerun"), chapters.values(), strict=True):
        if tab.open:
            with tab:
                # Themes before measures: the other way round, what has just become ### would become ## with them.
                st.markdown(body.replace("\n### ", "\n## ").replace("\n#### ", "\n### "), anchors=False)
