"""Referrals: what is waiting, is the service keeping up, where does it stick, what if; all services compared, or one chosen."""

import itertools
from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from sendmetrics.metrics.scope import UNKNOWN
from sendmetrics.pages.cases import show_cases
from sendmetrics.pages.choices import ALL_SERVICES, ONE_SERVICE_KEY, say_not_used
from sendmetrics.pages.diagnosis import show_diagnoses, show_diagnosis
from sendmetrics.pages.failing import said_in_place
from sendmetrics.pages.published_lists import show_published
from sendmetrics.pages.queues import show_changes, show_keeping_up, show_queues, show_what_if
from sendmetrics.pages.services import show_flows, show_services
from sendmetrics.pages.view import Desk, show_left_out, show_panels, show_sections, show_tabs
from sendmetrics.panels import referral_sections as panels
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.fitting import fit_panels, why_not
from sendmetrics.panels.losses import SEVERAL_SERVICES
from sendmetrics.panels.referrals import OPEN
from sendmetrics.panels.services_table import compare_services

# Of one service, or none, there is nothing to choose.
MOST_WITHOUT_CHOICE = 2


def show(desk: Desk) -> str:
    """A chooser, then one service on one screen, or all of them compared. Gives the sentence of the one for the head."""
    chosen = _choose_service(desk)
    if chosen is None:
        _show_all(desk)
        return ""
    return _show_one(_desk_of(desk, *chosen), chosen[0])


def _choose_service(desk: Desk) -> tuple[str, str] | None:
    """Code and name of the service looked at; None of all. Whoever sees or has filtered for one has no choice to make."""
    asked = st.query_params.get(ONE_SERVICE_KEY)
    if desk.reader.audience == "shared" or why_not(OPEN, desk.reader):
        _say_not_there(asked, (), "figures that leave the building are of all services")
        return None
    answer = answer_panel(desk.engine, desk.reader, OPEN, desk.filters)
    rows = answer.results[0].rows if answer.is_collected and not answer.refused else ()
    services = {row["label"]: row["breakdown"] for row in rows if row["breakdown"] != UNKNOWN}
    if len(services) < MOST_WITHOUT_CHOICE:
        shown = next(iter(services), None)
        _say_not_there(asked, services, f"{shown} is shown" if shown else "with these filters none is")
        return next(((code, label) for label, code in services.items()), None)
    by_code = {code: label for label, code in services.items()}
    if asked in by_code and asked not in services:
        st.query_params[ONE_SERVICE_KEY] = by_code[asked]
        st.rerun()
    _say_not_there(asked, services, "all are shown")
    label = st.selectbox(
        "Service",
        (ALL_SERVICES, *sorted(services)),
        key=ONE_SERVICE_KEY,
        bind="query-params",
        help="One service on one screen: what is waiting, whether it keeps up, where it sticks, and what if.",
    )
    return None if label == ALL_SERVICES else (services[label], label)


def _say_not_there(asked: str | None, services: Iterable[str], instead: str) -> None:
    if asked and asked not in (ALL_SERVICES, *services):
        say_not_used("the service", asked, instead)


def _desk_of(desk: Desk, code: str, label: str) -> Desk:
    """The desk with the service among its filters, as if it had been chosen at the side."""
    others = tuple(each for each in desk.filters.where if each[0] != "service")
    filters = replace(desk.filters, where=tuple(sorted((*others, ("service", (code,))))))
    is_said = label in desk.limits
    return replace(
        desk, filters=filters, chosen=desk.chosen if is_said else ", ".join(filter(None, (label, desk.chosen)))
    )


def _show_all(desk: Desk) -> None:
    # Why stands first and rests on ten questions: the first table need not wait for them.
    place = st.container()
    with said_in_place():
        compared = compare_services(desk.engine, desk.reader, desk.filters)
        if compared is not None:
            st.header("What is waiting?", anchor="what-is-waiting")
            show_services(desk, compared)
            show_flows(desk)
    if desk.reader.audience != "shared":
        st.header("Are the services keeping up?", anchor="keeping-up")
        show_queues(desk)
    show_sections(desk, panels.ALL_SECTIONS)
    with place:
        show_diagnoses(desk)
    above = tuple(itertools.chain(*panels.ALL_SECTIONS.values()))
    after = {"How long do they wait?": lambda: show_cases(desk, SEVERAL_SERVICES)}
    show_tabs(desk, panels.ALL_TABS, above, "tabs-referrals", after=after)
    show_left_out(desk, itertools.chain(*panels.ALL_SECTIONS.values(), *panels.ALL_TABS.values()))


def _show_one(desk: Desk, service: str) -> str:
    said = show_diagnosis(desk, service)
    st.header("What is waiting?", anchor="what-is-waiting")
    show_panels(desk, panels.ONE_WAITING)
    st.header("Is the service keeping up?", anchor="keeping-up")
    show_keeping_up(desk, service)
    if fit_panels(panels.ONE_STICKS, desk.reader):
        st.header("Where does it stick?", anchor="where-does-it-stick")
        show_panels(desk, panels.ONE_STICKS)
    st.header("What if?", anchor="what-if")
    show_what_if(desk, service)
    above = (*panels.ONE_WAITING, *panels.ONE_STICKS)
    after = {
        panels.CHANGING: lambda: show_changes(desk, service),
        panels.BESIDE_ENGLAND: lambda: show_published(desk, service),
    }
    show_tabs(desk, panels.ONE_TABS, above, "tabs-service", after=after)
    show_left_out(desk, (*above, *itertools.chain(*panels.ONE_TABS.values())))
    return said
