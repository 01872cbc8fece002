"""The frame around every page: who is reading, navigation, filters, and how fresh the data is."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from sendmetrics.metrics.standards import refuse_unknown_services
from sendmetrics.pages import (
    data_quality,
    ehc,
    filtering,
    local_areas,
    methodology,
    referrals,
    school,
    sen_support,
    sencos,
    summary,
)
from sendmetrics.pages.choices import read_address, read_choices
from sendmetrics.pages.html import STYLE, render_facts, render_lead, render_note, render_printed
from sendmetrics.pages.opening import Opened, newest_day, open_engine
from sendmetrics.pages.view import Desk
from sendmetrics.panels.fitting import say_extent
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.sentences import has_sentence, sentence_for
from sendmetrics.settings import read_settings
from sendmetrics.warehouse.quality import count_findings
from sendmetrics.words import say_count, say_date, upper_first


@dataclass(frozen=True)
class Page:
    """A page of the navigation. ``unused`` gives the reason for each filter it cannot use.

    ``show`` may give a sentence of its own for the head of the page.
    """

    name: str
    title: str
    icon: str
    says: str
    show: Callable[[Desk], str | None]
    unused: tuple[tuple[str, str], ...] = ()
    has_filters: bool = True


NO_PLANS_COUNTED = "No figure here is a share of plans issued within 20 weeks."
NATIONAL_RULE = "The comparison keeps to the national rule as we read it: mediation and tribunal cases are left out."
OF_REFERRALS = "Only referrals are made to a service."
NOT_BY_CHILD = "SENCo time is known by school, not by child."
NEEDS_OF_ALL = "The share is of all pupils, and only pupils with SEN have a type of need."
PAGES = (
    Page("summary", "Summary", ":material/monitoring:", "The headlines on one page.", summary.show),
    Page(
        "ehc",
        "EHC assessments",
        ":material/assignment:",
        "How long children wait for an EHC assessment and plan.",
        ehc.show,
        (("service", OF_REFERRALS),),
    ),
    Page(
        "referrals",
        "Referrals",
        ":material/forward_to_inbox:",
        "Which services children wait for, and why.",
        referrals.show,
        (("appeals", NO_PLANS_COUNTED),),
    ),
    Page(
        "sencos",
        "SENCo time",
        ":material/schedule:",
        "How much time SENCos are given, against the need in their school.",
        sencos.show,
        (
            ("service", OF_REFERRALS),
            ("need", NOT_BY_CHILD),
            ("year_group", NOT_BY_CHILD),
            ("appeals", NO_PLANS_COUNTED),
        ),
    ),
    Page(
        "sen_support",
        "SEN support",
        ":material/groups:",
        "What share of pupils is on SEN support or has an EHC plan.",
        sen_support.show,
        (("service", OF_REFERRALS), ("need", NEEDS_OF_ALL), ("appeals", NO_PLANS_COUNTED)),
    ),
    Page(
        "school",
        "School",
        ":material/school:",
        "One school's figures on all four questions.",
        school.show,
        (("appeals", NO_PLANS_COUNTED),),
    ),
    Page(
        "local_areas",
        "Local areas",
        ":material/map:",
        "The headlines by local area and authority.",
        local_areas.show,
        (("appeals", NATIONAL_RULE),),
    ),
    Page(
        "data_quality",
        "Data quality",
        ":material/fact_check:",
        "What was loaded, and what is wrong with it.",
        data_quality.show,
        (),
        False,
    ),
    Page(
        "methodology", "Methodology", ":material/menu_book:", "How every figure is made.", methodology.show, (), False
    ),
)


def run() -> None:
    """Draw the frame, then the page the reader is on."""
    settings = read_settings()
    reader = settings.reader()
    opened = open_engine(settings)
    refuse_unknown_services(opened.engine.warehouse, reader)
    st.html(STYLE)
    page = _navigate()
    st.title(page.title)
    if opened.is_demo:
        st.html(
            render_note(
                "A made-up authority: none of these children, schools or services exists. "
                "The README says how to load your own files."
            )
        )
    engine = opened.engine
    choices = read_choices(engine, reader)
    extent = say_extent(engine.warehouse, reader)
    if extent:
        st.html(render_facts(f"{upper_first(extent)}: your settings limit what you see."))
    read_address(engine, choices, reader)
    filters, chosen = Filters(), ""
    if page.has_filters:
        place = st.container() if page.name == "school" else None
        filters = filtering.show_filters(engine, reader, dict(page.unused), place)
        chosen = filtering.say_filters(filters, choices)
        filtering.show_chips(filters, choices)
    else:
        filtering.keep_filters(engine, reader)
    status = _say_status(opened, reader.audience)
    _show_status(status)
    # Its questions are those of several panels: asked last, the first chart need not wait for them.
    lead = st.container(key="lead") if has_sentence(page.name) else None
    said = page.show(Desk(engine, reader, filters, chosen, extent))
    if lead is not None:
        lead.html(render_lead(said or sentence_for(page.name, engine, reader, filters)))
    in_force = filtering.say_settings(filters, chosen)
    st.html(render_printed(f"{status} {f'Filters: {in_force}.' if in_force else ''}"))


def _navigate() -> Page:
    """The page the reader is on, once the way to all is drawn."""
    places = {
        page.name: st.Page(
            lambda: None,
            title=page.title,
            icon=page.icon,
            url_path=page.name,
            help=page.says,
            default=page.name == "summary",
        )
        for page in PAGES
    }
    current = st.navigation(list(places.values()))
    st.session_state["pages"] = places
    return next(
        page for page in PAGES if places[page.name] is current or places[page.name].url_path == current.url_path
    )


def _say_status(opened: Opened, audience: str) -> str:
    warehouse = opened.engine.warehouse
    newest = newest_day(opened.engine)
    count = count_findings(warehouse)
    return (
        f"Audience: {audience}. Newest data: {say_date(newest) if newest else 'none'}. "
        f"Built {say_date(warehouse.built_at.date())}, {warehouse.built_at:%H:%M}. "
        f"{say_count(count, 'finding', 'findings')} on the files."
    )


def _show_status(status: str) -> None:
    with st.sidebar:
        st.html(render_note(status))
        st.page_link(st.session_state["pages"]["data_quality"], label="Data quality", icon=":material/fact_check:")
