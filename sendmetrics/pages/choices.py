"""What there is to choose in the filters, for this reader and these files, and what an address asks for that is not there."""

import datetime
from dataclasses import dataclass

import streamlit as st

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.filling import tell_apart
from sendmetrics.metrics.question import Reader
from sendmetrics.metrics.scope import read_values
from sendmetrics.pages.opening import newest_day
from sendmetrics.panels.panel import only_school

ALL_YEARS = "All years in the files"
LAST_12_MONTHS = "Last 12 months"
LAST_3_YEARS = "Last 3 years"
COMPARE = ("England", "Region")
# Dimensions offered, in order; the later ones behind "More filters".
OFFERED = ("authority", "locality", "phase")
MORE = ("service", "icb", "trust", "need", "year_group")
PERIOD_KEY, AS_AT_KEY, COMPARE_KEY, SCHOOL_KEY, APPEALS_KEY = "period", "as_at", "compare", "school", "appeals"
# The service that the page Referrals looks at: no filter, but held by the address like one.
ONE_SERVICE_KEY, ALL_SERVICES = "one_service", "All services"
IN_WORDS = {
    PERIOD_KEY: "the period",
    AS_AT_KEY: "the day",
    COMPARE_KEY: "a comparison with",
    APPEALS_KEY: "mediation and tribunal cases",
}
LEFT_OUT, COUNTED = "left out, as we read the rule", "counted"
# Whoever sees one school has no places to choose between.
PLACES = ("authority", "locality", "phase", "icb", "trust", SCHOOL_KEY)


@dataclass(frozen=True)
class Choice:
    """What may be chosen for one dimension: words to codes, in order."""

    name: str
    codes: dict[str, str]


def read_choices(engine: Engine, reader: Reader) -> dict[str, Choice]:
    """Choices by dimension for this reader; words that two codes share are told apart by the code."""
    return _read_choices(engine.warehouse.version, reader, engine)


@st.cache_data(max_entries=20, show_spinner=False)
def _read_choices(version: str, reader: Reader, _engine: Engine) -> dict[str, Choice]:
    choices = {}
    for name in (*OFFERED, *MORE, SCHOOL_KEY):
        values = read_values(_engine.warehouse, DIMENSIONS[name], reader)
        if name == SCHOOL_KEY:
            # Whoever has the URN at hand finds the school by it.
            words = {code: f"{label} ({code})" for code, label in values.items()}
        else:
            words = tell_apart(values)
        choices[name] = Choice(name, {label: code for code, label in words.items()})
    return choices


def is_withheld(name: str, reader: Reader) -> bool:
    """Whether a filter is not offered to a reader at all."""
    if reader.audience == "shared":
        return name != COMPARE_KEY
    return only_school(reader) is not None and name in PLACES


def choices_offered(engine: Engine, reader: Reader) -> dict[str, Choice]:
    """The choices this reader is given, those of a single authority left out."""
    return {
        name: choice
        for name, choice in read_choices(engine, reader).items()
        if not is_withheld(name, reader) and (len(choice.codes) > 1 or name != "authority")
    }


def periods_offered(newest: datetime.date | None) -> list[str]:
    """The periods to choose from, all years first."""
    years = [str(year) for year in range(newest.year, newest.year - 6, -1)] if newest else []
    return [ALL_YEARS, LAST_12_MONTHS, LAST_3_YEARS, *years]


def bounds_of(period: str, newest: datetime.date | None) -> tuple[datetime.date | None, datetime.date | None]:
    """First and last day of a period; the last months are whole ones, so that months can be compared."""
    if newest is None or period == ALL_YEARS:
        return None, None
    if period.isdigit():
        return datetime.date(int(period), 1, 1), datetime.date(int(period), 12, 31)
    years = 1 if period == LAST_12_MONTHS else 3
    return datetime.date(newest.year - years, newest.month, 1), None


def days_to_look_back_to(engine: Engine) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and the last day that can be looked back to."""
    return min(engine.warehouse.first_dates.values(), default=None), newest_day(engine)


def read_address(engine: Engine, choices: dict[str, Choice], reader: Reader) -> None:
    """Before any filter is drawn: codes in the address (a URN, an ICB) become the words offered.

    Values that mean nothing here are named, not silently dropped.
    """
    for name, choice in choices.items():
        if is_withheld(name, reader):
            for value in st.query_params.get_all(name):
                if value and choice.codes.get(value, value) != only_school(reader):
                    say_not_used(DIMENSIONS[name].title.lower(), value)
            continue
        words = {code: label for label, code in choice.codes.items()}
        given = st.query_params.get_all(name)
        if any(value in words and value not in choice.codes for value in given):
            chosen = [words.get(value, value) for value in given]
            st.query_params[name] = chosen
            st.rerun()
        for value in st.query_params.get_all(name):
            if value and value not in choice.codes:
                say_not_used(DIMENSIONS[name].title.lower(), value)
    for key, words in IN_WORDS.items():
        for value in st.query_params.get_all(key):
            if value and (is_withheld(key, reader) or not _is_offered(engine, key, value)):
                say_not_used(words, value)


def say_not_used(asked_for: str, value: str, instead: str = "that filter is not used") -> None:
    """That the address asks for what is not there, and what is shown instead: it is not silently dropped."""
    st.warning(
        f'The address asks for {asked_for} "{value[:60]}", which is not there to choose; {instead}.',
        icon=":material/filter_alt_off:",
    )


def _is_offered(engine: Engine, key: str, value: str) -> bool:
    if key == PERIOD_KEY:
        return value in periods_offered(newest_day(engine))
    if key == COMPARE_KEY:
        return value in COMPARE
    if key == APPEALS_KEY:
        return value in (LEFT_OUT, COUNTED)
    first, last = days_to_look_back_to(engine)
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return first is not None and first <= day <= last
