"""The filters in the sidebar: the same on every page, kept in the address, and said in words above the page."""

import datetime

import streamlit as st

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Reader
from sendmetrics.pages.choices import (
    ALL_SERVICES,
    ALL_YEARS,
    APPEALS_KEY,
    AS_AT_KEY,
    COMPARE,
    COMPARE_KEY,
    COUNTED,
    LEFT_OUT,
    MORE,
    OFFERED,
    ONE_SERVICE_KEY,
    PERIOD_KEY,
    SCHOOL_KEY,
    Choice,
    bounds_of,
    choices_offered,
    days_to_look_back_to,
    periods_offered,
)
from sendmetrics.pages.html import render_note
from sendmetrics.pages.opening import newest_day
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.wording import APPEALS_COUNTED
from sendmetrics.words import say_date, say_list, upper_first

FIXED_TABLES = "Figures that leave the building come as fixed tables, which cannot be filtered."
NOT_FILTERED = "Nothing on this page is filtered."


def show_filters(
    engine: Engine, reader: Reader, unused: dict[str, str], school_place: st.delta_generator.DeltaGenerator | None
) -> Filters:
    """Draw the filters and read them. ``unused`` gives, for filters the page cannot use, the reason; they are greyed.

    ``school_place`` is where the school is chosen, where not in the sidebar.
    """
    with st.sidebar:
        st.subheader("Filters")
        if reader.audience == "shared":
            st.html(render_note(FIXED_TABLES))
            _choose_appeals(FIXED_TABLES)
            return Filters(compare=_choose_comparison())
        choices = choices_offered(engine, reader)
        chosen = {name: _choose_many(choices[name], unused) for name in OFFERED if name in choices}
        if SCHOOL_KEY in choices:
            with school_place if school_place is not None else st.sidebar:
                chosen[SCHOOL_KEY] = _choose_school(choices[SCHOOL_KEY], unused)
        period, as_at = _choose_days(engine)
        counts_appeals = _choose_appeals(unused.get(APPEALS_KEY))
        with st.expander("More filters"):
            chosen |= {name: _choose_many(choices[name], unused) for name in MORE if name in choices}
        compare = _choose_comparison()
    where = tuple((name, codes) for name, codes in chosen.items() if codes)
    start, end = bounds_of(period, newest_day(engine))
    return Filters(tuple(sorted(where)), start, end, as_at, compare, counts_appeals)


def keep_filters(engine: Engine, reader: Reader) -> None:
    """The filters on a page that cannot use them: greyed, out of sight, and still in force on the next.

    Were they not drawn, Streamlit would take them out of the address once the page is: lost to the next page, and one
    more step for the browser's Back.
    """
    with st.sidebar.expander("Filters: none on this page"):
        if reader.audience != "shared":
            choices = choices_offered(engine, reader)
            unused = dict.fromkeys(choices, NOT_FILTERED)
            for name in (*OFFERED, *MORE):
                if name in choices:
                    _choose_many(choices[name], unused)
            if SCHOOL_KEY in choices:
                _choose_school(choices[SCHOOL_KEY], unused)
            _choose_days(engine, is_used=False)
            if "service" in choices:
                _keep_service(choices["service"])
        _choose_appeals(NOT_FILTERED)
        _choose_comparison(is_used=False)


def _keep_service(choice: Choice) -> None:
    """The service that the page Referrals looked at, if it did at one."""
    asked = st.query_params.get(ONE_SERVICE_KEY)
    if asked in choice.codes:
        st.selectbox(
            "Service on the page Referrals",
            (ALL_SERVICES, asked),
            key=ONE_SERVICE_KEY,
            bind="query-params",
            disabled=True,
            help=NOT_FILTERED,
        )


def _choose_days(engine: Engine, is_used: bool = True) -> tuple[str, datetime.date | None]:
    period = st.selectbox(
        "Period",
        periods_offered(newest_day(engine)),
        key=PERIOD_KEY,
        bind="query-params",
        disabled=not is_used,
        help=None if is_used else NOT_FILTERED,
    )
    first, last = days_to_look_back_to(engine)
    as_at = st.date_input(
        "As at",
        value=None,
        min_value=first,
        max_value=last,
        key=AS_AT_KEY,
        bind="query-params",
        format="DD/MM/YYYY",
        disabled=not is_used,
        help="Everything as it stood on that day; for leaders, at the month end before it. Empty: the newest day of each measure's data."
        if is_used
        else NOT_FILTERED,
    )
    return period, as_at


def _choose_appeals(reason: str | None) -> bool:
    """Whether cases after mediation or tribunal are counted; greyed where there is a reason why that cannot be chosen."""
    picked = st.selectbox(
        "Mediation and tribunal cases",
        (LEFT_OUT, COUNTED),
        key=APPEALS_KEY,
        bind="query-params",
        disabled=reason is not None,
        help=reason
        or "Whether plans issued after mediation or tribunal count in the share within 20 weeks. "
        "Left out is how we read the national rule.",
    )
    return reason is None and picked == COUNTED


def _choose_comparison(is_used: bool = True) -> tuple[str, ...]:
    picked = st.multiselect(
        "Compare with",
        COMPARE,
        default=COMPARE,
        key=COMPARE_KEY,
        bind="query-params",
        disabled=not is_used,
        help=None if is_used else NOT_FILTERED,
    )
    return tuple(picked)


def _choose_many(choice: Choice, unused: dict[str, str]) -> tuple[str, ...]:
    reason = unused.get(choice.name)
    if not choice.codes:
        reason = "None is known in the files loaded."
    picked = st.multiselect(
        DIMENSIONS[choice.name].title,
        list(choice.codes),
        key=choice.name,
        bind="query-params",
        disabled=reason is not None,
        help=reason,
        placeholder="All",
    )
    return () if reason is not None else tuple(choice.codes[words] for words in picked if words in choice.codes)


def _choose_school(choice: Choice, unused: dict[str, str]) -> tuple[str, ...]:
    reason = unused.get(choice.name)
    picked = st.selectbox(
        "School",
        list(choice.codes),
        index=None,
        key=SCHOOL_KEY,
        bind="query-params",
        disabled=reason is not None,
        help=reason,
        placeholder="All schools: type a name or URN",
    )
    return () if reason is not None or picked not in choice.codes else (choice.codes[picked],)


def say_filters(filters: Filters, choices: dict[str, Choice]) -> str:
    """The filters in words: Primary, Coast, 2025, as at 15 January 2026."""
    words = []
    for name, codes in filters.where:
        by_code = {code: label for label, code in choices[name].codes.items()}
        words.append(say_list(by_code.get(code, code) for code in codes))
    if filters.start and filters.end:
        words.append(str(filters.start.year))
    elif filters.start:
        words.append(f"since {say_date(filters.start)}")
    if filters.as_at:
        words.append(f"as at {say_date(filters.as_at)}")
    return ", ".join(words)


def say_settings(filters: Filters, chosen: str) -> str:
    """The filters in words with the setting that only some figures know; captions of those figures say it themselves."""
    return ", ".join(filter(None, (chosen, APPEALS_COUNTED if filters.counts_appeals else "")))


def show_chips(filters: Filters, choices: dict[str, Choice]) -> None:
    """The filters in force as buttons that take each away, a link to this view, and a way back to none."""
    with st.container(horizontal=True, key="chips", vertical_alignment="center"):
        for name, codes in filters.where:
            by_code = {code: label for label, code in choices[name].codes.items()}
            for code in codes:
                words = by_code.get(code, code)
                st.button(
                    f"{words} ✕",
                    key=f"chip-{name}-{code}",
                    help=f"Take away this filter: {DIMENSIONS[name].title}",
                    on_click=_take_away,
                    args=(name, words),
                )
        if filters.start:
            st.button(
                f"{st.session_state[PERIOD_KEY]} ✕",
                key="chip-period",
                help="Take away the period",
                on_click=_reset_period,
            )
        if filters.as_at:
            st.button(
                f"As at {say_date(filters.as_at)} ✕",
                key="chip-as-at",
                help="Go to the newest data",
                on_click=_reset_as_at,
            )
        if filters.counts_appeals:
            st.button(
                f"{upper_first(APPEALS_COUNTED)} ✕",
                key="chip-appeals",
                help="Leave them out, as we read the national rule",
                on_click=_reset_appeals,
            )
        if filters.where or filters.start or filters.as_at or filters.counts_appeals:
            st.button(
                "Reset filters",
                key="chip-reset",
                icon=":material/restart_alt:",
                on_click=_reset,
                args=(tuple(choices),),
            )


def _take_away(name: str, words: str) -> None:
    if name == SCHOOL_KEY:
        st.session_state[name] = None
    else:
        st.session_state[name] = [picked for picked in st.session_state[name] if picked != words]


def _reset_period() -> None:
    st.session_state[PERIOD_KEY] = ALL_YEARS


def _reset_as_at() -> None:
    st.session_state[AS_AT_KEY] = None


def _reset_appeals() -> None:
    st.session_state[APPEALS_KEY] = LEFT_OUT


def _reset(names: tuple[str, ...]) -> None:
    for name in names:
        if name in st.session_state:
            st.session_state[name] = None if name == SCHOOL_KEY else []
    _reset_period()
    _reset_as_at()
    _reset_appeals()
