"""How queues stand on a page: all services compared, one service's flow, whether it keeps up, and what if.

Each part draws nothing where no queue may be given at all: ``show_queues``,
which comes first, says why.
"""

from collections.abc import Callable

import streamlit as st

from sendmetrics.exports.outlook import to_csv
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.queue_questions import WAIT
from sendmetrics.metrics.what_if import Change
from sendmetrics.pages.choices import say_not_used
from sendmetrics.pages.failing import said_in_place
from sendmetrics.pages.html import render_note, render_table
from sendmetrics.pages.view import ABOUT, CHART, TABLE, Desk, show_figure, show_quiet_row
from sendmetrics.panels.fitting import NOT_FIXED_TABLES
from sendmetrics.panels.queue_facts import KEEPING_UP, caption_of_services, find_slowest, tabulate_services
from sendmetrics.panels.queue_flow import CHANGES, FLOW
from sendmetrics.panels.queue_what_if import (
    HORIZONS,
    LONGEST_HORIZON,
    SHARES_WANTED,
    Answered,
    Slider,
    ask_what_if,
    change_of,
    draw_answer,
    find_answer,
    reaches_of,
    say_answer,
    tabulate_answer,
)
from sendmetrics.panels.queues import (
    ABOUT_FACTS,
    NO_WEEKS,
    AskedQueues,
    QueuePanel,
    Shown,
    ask_queues,
    caption_of,
    say_rate,
    say_scope,
)
from sendmetrics.panels.wording import files_that_fill, leave_out
from sendmetrics.words import say_list

# The columns of the table of facts whose text is set from the left.
FACT_TEXT = frozenset({1, 2})
# What the address calls the question: the first two with the service behind them.
SEEN, JOINED, WEEKS_KEY, SHARE_KEY = "seen_", "joined_", "weeks_ahead", "share_wanted"


def show_queues(desk: Desk) -> None:
    """One row a service; where nothing may be given, or nothing is there, why."""
    with said_in_place():
        asked = ask_queues(desk.engine, desk.reader, desk.filters)
        if desk.reader.audience == "shared":
            st.html(render_note(f"Left out, since {NOT_FIXED_TABLES}: queues of services by week."))
        elif asked.refused or not asked.is_collected:
            _say_why_none(asked)
        elif not asked.queues.services:
            st.info(f"{NO_WEEKS} for these filters. Take a filter away.", icon=":material/filter_alt_off:")
        else:
            _show_services(desk, asked)


def _say_why_none(asked: AskedQueues) -> None:
    if asked.refused:
        st.info(asked.refused, icon=":material/shield_person:")
        return
    needed = say_list(files_that_fill(find_metric(WAIT)))
    st.info(f"Not collected. This is filled by: {needed}.", icon=":material/inbox:")


def _show_services(desk: Desk, asked: AskedQueues) -> None:
    finding, said = find_slowest(asked.queues), caption_of_services(asked, desk.limits)
    st.subheader(finding, anchor="queues")
    table = tabulate_services(asked.queues)
    if st.session_state.get("shows-queues") == ABOUT:
        st.markdown("\n".join(ABOUT_FACTS))
    else:
        st.html(render_table(table))
    st.html(render_note(said))
    show_quiet_row("queues", finding, lambda: to_csv((table,), asked.queues, finding, said), (TABLE, ABOUT))


def show_keeping_up(desk: Desk, service: str) -> None:
    """Who joins, is seen and waits at one service, and beside it the facts of its queue."""
    if _is_there(desk, service, says_why=True):
        with st.grid(2, min_column_width=380, gap="medium"):
            show_queue_panel(desk, FLOW, service)
            show_queue_panel(desk, KEEPING_UP, service)


def show_changes(desk: Desk, service: str) -> None:
    """Whether the ups and downs of who joins, is seen and leaves are more than usual."""
    if _is_there(desk, service):
        with st.grid(2, min_column_width=380, gap="medium"):
            for panel in CHANGES:
                show_queue_panel(desk, panel, service)


def show_what_if(desk: Desk, service: str) -> None:
    """Two sliders, and the queue's path."""
    if _is_there(desk, service):
        show_what_if_panel(desk, service)


def _is_there(desk: Desk, service: str, says_why: bool = False) -> bool:
    """Whether one service's queue is known; where others are and it is not, that is said, and once why none is."""
    with said_in_place():
        asked = ask_queues(desk.engine, desk.reader, desk.filters)
        if asked.refused or not asked.is_collected:
            if says_why and desk.reader.audience != "shared":
                _say_why_none(asked)
            return False
        if asked.of(service) is None:
            st.html(render_note(f"{NO_WEEKS} of this service, with these filters."))
        return asked.of(service) is not None
    return False


@st.fragment
def show_queue_panel(desk: Desk, panel: QueuePanel, service: str) -> None:
    """One panel; its own controls run it alone."""
    with st.container(border=True, key=f"panel-{panel.name}"), said_in_place():
        asked = ask_queues(desk.engine, desk.reader, desk.filters)
        shown = asked.of(service)
        finding, tables = panel.find(shown), panel.tabulate(shown)
        said = caption_of(panel, shown, asked, desk.limits)
        st.subheader(finding, anchor=panel.name.replace("_", "-"))
        ways = (TABLE, ABOUT) if panel.is_table else (CHART, TABLE, ABOUT)
        _show_way(panel, shown, st.session_state.get(f"shows-{panel.name}", ways[0]))
        st.html(render_note(said))
        show_quiet_row(panel.name, finding, lambda: to_csv(tables, asked.queues, finding, said), ways)


def _show_way(panel: QueuePanel, shown: Shown, way: str) -> None:
    """A panel as its chart, its tables or what stands behind it; where there is no chart, the caption says why."""
    if way == ABOUT:
        st.markdown("\n".join(panel.about))
    elif way == TABLE:
        for table in panel.tabulate(shown):
            st.html(render_table(table, FACT_TEXT if panel.is_table else frozenset()))
    elif (chart := panel.draw(shown)) is not None:
        show_figure(panel.name, chart, panel.find(shown))


@st.fragment
def show_what_if_panel(desk: Desk, service: str) -> None:
    """The question as controls that the address holds, and the answer; moving one runs this panel alone."""
    with st.container(border=True, key="panel-what_if"), said_in_place():
        asked = ask_queues(desk.engine, desk.reader, desk.filters)
        shown = asked.of(service)
        ask: Callable[[Change], Answered] = lambda change: ask_what_if(  # noqa: E731
            desk.engine, desk.reader, desk.filters, shown, change
        )
        as_now = ask(Change(weeks=LONGEST_HORIZON, share_wanted=shown.queue.share_wanted))
        place = st.container()
        change = as_now.found.change if as_now.found.too_thin else _choose_change(as_now)
        answered = ask(change)
        finding, table = find_answer(answered), tabulate_answer(answered)
        others = leave_out(shown.queue.label, desk.limits)
        said = " ".join([say_answer(answered), f"{shown.queue.label}.", *say_scope(asked, others)])
        place.subheader(finding, anchor="what-if")
        if answered.found.too_thin:
            st.html(render_note(said))
            return
        if st.session_state.get("shows-what_if", CHART) == TABLE:
            st.html(render_table(table))
        else:
            show_figure("what_if", draw_answer(answered), finding)
        st.html(render_note(said))
        st.markdown("**Taken to be so**\n\n" + "\n".join(f"- {each}" for each in answered.found.assumptions))
        show_quiet_row("what_if", finding, lambda: to_csv((table,), asked.queues, finding, said), (CHART, TABLE))


def _choose_change(as_now: Answered) -> Change:
    """Two sliders, how far ahead, and the share that is to be within the standard."""
    queue, found = as_now.queue, as_now.found
    reach = reaches_of(queue, found)
    shares = sorted({*SHARES_WANTED, queue.share_wanted})
    _say_not_offered(queue.service, reach, shares)
    with st.grid(2, min_column_width=240):
        seen = _slide(f"{SEEN}{queue.service}", "Children seen a week", found.capacity_now, reach[0])
        joined = _slide(f"{JOINED}{queue.service}", "Children joining a week", found.demand_now, reach[1])
        weeks = st.segmented_control(
            "Weeks ahead", HORIZONS, default=LONGEST_HORIZON, key=WEEKS_KEY, bind="query-params", required=True
        )
        wanted = st.selectbox(
            "To be within the standard",
            shares,
            index=shares.index(queue.share_wanted),
            format_func=_say_share,
            key=SHARE_KEY,
            bind="query-params",
            disabled=queue.standard_days is None,
            help=None if queue.standard_days is not None else "This service has no standard.",
        )
    return change_of(seen, joined, reach, weeks, float(wanted))


def _say_share(share: int) -> str:
    return f"{share}%"


def _say_not_offered(service: str, reach: tuple[Slider, Slider], shares: list[int]) -> None:
    """What the address asks for and cannot be asked: Streamlit would put what stands at first in its place, unsaid."""
    for key, words, slider in ((SEEN, "children seen a week", reach[0]), (JOINED, "children joining a week", reach[1])):
        asked = st.query_params.get(f"{key}{service}")
        if asked and not slider.holds(asked):
            ends = f"{say_rate(slider.least, 2)} to {say_rate(slider.most, 2)} can be asked"
            say_not_used(words, asked, f"{ends}, and as many as now are taken")
    for key, words, offered, instead in (
        (WEEKS_KEY, "weeks ahead", tuple(map(str, HORIZONS)), f"{LONGEST_HORIZON} are shown"),
        (SHARE_KEY, "a share within the standard", tuple(map(_say_share, shares)), "the service's own is taken"),
    ):
        asked = st.query_params.get(key)
        if asked and asked not in offered:
            say_not_used(words, asked, instead)


def _slide(key: str, label: str, now: float, reach: Slider) -> float:
    return st.slider(
        label,
        reach.least,
        reach.most,
        value=reach.now,
        step=reach.step,
        format="%.2f" if reach.step < 0.5 else "%.1f" if reach.step < 1 else "%.0f",
        key=key,
        bind="query-params",
        help=f"Now {say_rate(now)} a week. Where it stands at first, nothing changes.",
    )
