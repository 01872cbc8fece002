"""Summary: six headlines, where it is worst, and what cannot be known yet."""

import streamlit as st

from sendmetrics.metrics.definition import read_metrics
from sendmetrics.pages.html import render_note, render_table
from sendmetrics.pages.view import Desk, show_left_out
from sendmetrics.panels.charts_over_time import draw_spark
from sendmetrics.panels.headlines import HEADLINES, WORST, Card, can_be_ranked, make_cards, worst_tables
from sendmetrics.panels.wording import files_that_fill
from sendmetrics.words import say_list


def show(desk: Desk) -> None:
    """Six cards, three short tables, and what is not collected."""
    st.header("Headlines", anchor="headlines")
    with st.grid(3, min_column_width=300, gap="small"):
        for card in make_cards(desk.engine, desk.reader, desk.filters):
            _show_card(card)
    if can_be_ranked(desk.reader):
        st.header("Where it is worst", anchor="where-it-is-worst")
        with st.grid(3, min_column_width=300, gap="medium"):
            for table in worst_tables(desk.engine, desk.reader, desk.filters):
                with st.container():
                    st.html(render_table(table))
    show_left_out(desk, (*(headline.panel for headline in HEADLINES), *(panel for panel, *_ in WORST)))
    _show_unknown(desk)


def _show_card(card: Card) -> None:
    with st.container(border=True, height="stretch", key=f"card-{card.question}"):
        st.html(render_note(card.question))
        st.subheader(card.finding, anchor=False)
        spark = draw_spark(card.trend)
        if spark:
            st.image(spark, width=220, alt=card.trend_says)
        st.html(render_note(card.detail))
        st.page_link(st.session_state["pages"][card.page], label="See why", icon=":material/arrow_forward:")


def _show_unknown(desk: Desk) -> None:
    missing = [metric for metric in read_metrics().values() if not desk.engine.is_collected(metric)]
    if missing:
        st.header("What we cannot know yet", anchor="what-we-cannot-know")
        lines = [
            f"- {metric.title}: not collected. It is filled by {say_list(files_that_fill(metric))}."
            for metric in missing
        ]
        st.markdown("\n".join(lines))
