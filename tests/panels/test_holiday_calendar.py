"""The calendar of advice in school holidays: statutory days that nothing moves, holiday days counted, and no guess beyond what is entered."""

import datetime
import json
import re

import pytest
from harness import CASEWORK, LEADERS, SHARED, Engine, make_engine
from hypothesis import given
from hypothesis import strategies as st

from sendmetrics.contracts.reference import PROJECT
from sendmetrics.metrics.question import Reader
from sendmetrics.metrics.request_weeks import read_request_weeks
from sendmetrics.metrics.targets import Holiday
from sendmetrics.pages.html import render_table
from sendmetrics.panels.holiday_calendar import (
    NEVER_PAUSES,
    NONE_ENTERED,
    HolidayCalendar,
    draw_calendar,
    explain_calendar,
    find_worst_week,
    read_holiday_calendar,
    tabulate_calendar,
)

DAY = datetime.date(2026, 1, 15)
# Received on Monday 5 January: decided by 16 February, advice due 30 March, the plan 25 May.
MONDAY = datetime.date(2026, 1, 5)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def entered(*spans: str) -> tuple[Holiday, ...]:
    return tuple(Holiday(f"Holiday {n}", *map(day, span.split(" to "))) for n, span in enumerate(spans, start=1))


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Engine:
    """Two authorities with files, of which one entered holidays."""
    return make_engine(
        tmp_path_factory.mktemp("holidays"), "2026-01-15",
        requests="request_id | la_code | received_date\nr1 | 999 | 2026-01-05\nr2 | 998 | 2026-01-05",
        holidays="""
        la_code | holiday_name | from_date  | to_date
        999     | Christmas    | 2025-12-22 | 2026-01-02
        999     | Half term    | 2026-02-16 | 2026-02-20
        999     | Easter       | 2026-03-30 | 2026-04-10
        999     | Summer       | 2026-07-22 | 2026-09-01
        """,
    )  # fmt: skip


OURS = Reader("officer", "leaders", (("authorities", ("999",)),))


def week_of(engine, holidays, received: datetime.date = MONDAY):
    (week,) = read_request_weeks(engine.warehouse, holidays, received, 0, 0)
    return week


# Statutory days


def test_the_days_are_those_of_the_clocks(engine):
    week = week_of(engine, ())
    assert (week.received, week.decision_due, week.advice_due, week.plan_due) == tuple(
        map(day, ("2026-01-05", "2026-02-16", "2026-03-30", "2026-05-25"))
    )
    assert week.advice_days == 42


@given(st.lists(st.tuples(st.integers(-100, 300), st.integers(0, 69)), max_size=6))
def test_no_holiday_moves_a_statutory_day_and_days_are_counted_once(engine, spans):
    holidays = tuple(
        Holiday("h", MONDAY + datetime.timedelta(start), MONDAY + datetime.timedelta(start + length))
        for start, length in spans
    )
    week, bare = week_of(engine, holidays), week_of(engine, ())
    assert (week.decision_due, week.advice_due, week.plan_due) == (bare.decision_due, bare.advice_due, bare.plan_due)
    closed = {start + place for start, length in spans for place in range(length + 1)}
    # Days 43 to 84 after receipt.
    assert week.holiday_days == len(closed & set(range(43, 85)))


def test_the_clocks_are_read_and_not_written_down_again():
    for name in ("metrics/request_weeks.py", "panels/holiday_calendar.py", "pages/holidays.py"):
        source = (PROJECT / "sendmetrics" / name).read_text(encoding="utf-8")
        assert not re.search(r"(?<!-)\b(42|84|112|140)\b", re.sub(r'""".*?"""', "", source, flags=re.DOTALL)), name


# Days in holidays


@pytest.mark.parametrize(
    ("span", "days"),
    [
        ("2026-02-16 to 2026-02-16", 0),  # the day of asking itself
        ("2026-02-17 to 2026-02-17", 1),
        ("2026-03-30 to 2026-03-30", 1),  # the day advice is due
        ("2026-03-31 to 2026-04-10", 0),
        ("2026-02-01 to 2026-04-05", 42),
        ("2026-02-16 to 2026-02-20", 4),
    ],
)
def test_the_day_after_asking_counts_and_the_last_day_counts(engine, span, days):
    assert week_of(engine, entered(span)).holiday_days == days


def test_what_lies_beyond_the_holidays_entered_is_not_known(engine):
    around = ("2026-02-10 to 2026-02-12", "2026-03-30 to 2026-04-10")
    assert week_of(engine, entered(*around)).is_known
    assert not week_of(engine, entered(around[1])).is_known
    assert not week_of(engine, entered(around[0], "2026-03-28 to 2026-03-29")).is_known
    assert not week_of(engine, ()).is_known


# What is shown


def test_weeks_from_those_whose_plans_are_not_yet_due_to_where_holidays_end(engine):
    calendar = read_holiday_calendar(engine.warehouse, OURS, DAY)
    assert all(week.received.weekday() == 0 for week in calendar.weeks)
    # 25 August is 143 days before 15 January, and 1 September 136.
    assert calendar.weeks[0].received == day("2025-09-01")
    # Asked for on 31 August, the day before the last one entered.
    assert calendar.weeks[-1].decision_due == day("2026-08-31")
    assert calendar.coming[0].received == day("2026-01-12")
    assert [week.received for week in calendar.weeks] == sorted({week.received for week in calendar.weeks})


def test_the_title_names_the_coming_week_with_most_holidays(engine):
    calendar = read_holiday_calendar(engine.warehouse, OURS, DAY)
    title = find_worst_week(calendar)
    # Received 8 June, advice from 21 July to 31 August: 22 July is the first of 41 closed days.
    assert title == "Week of 8 June: 41 of 42 days are holiday"
    assert len(title.split()) <= 10
    assert find_worst_week(HolidayCalendar((), calendar.holidays, DAY)) == "The holidays entered are over"
    quiet = HolidayCalendar((week_of(engine, entered("2026-05-01 to 2026-05-02")),), calendar.holidays, DAY)
    assert find_worst_week(quiet) == "No advice falls into the holidays entered"


def test_the_table_says_every_week_in_words_and_is_one_a_screen_reader_reads(engine):
    calendar = read_holiday_calendar(engine.warehouse, OURS, DAY)
    table = tabulate_calendar(calendar)
    (row,) = (row for row in table.rows if row[0] == "5 January 2026")
    assert row[1:] == ("16 February 2026", "30 March 2026", "25 May 2026", "42", "5", "Half term and Easter")
    assert all(len(cells) == len(table.headings) for cells in table.rows)
    html = render_table(table)
    assert html.count('scope="row"') == len(calendar.weeks)
    assert "<caption>" in html
    (late,) = (row for row in table.rows if row[1] == "31 August 2026")
    assert late[5] == "at least 1"


def test_the_chart_says_in_words_what_it_shows(engine):
    calendar = read_holiday_calendar(engine.warehouse, OURS, DAY)
    chart = draw_calendar(calendar)
    json.dumps(chart.figure, default=str)
    (trace,) = chart.figure["data"]
    assert trace["y"] == [week.holiday_days for week in calendar.weeks]
    # What may be more is hatched, and not told by colour alone.
    assert [shape == "/" for shape in trace["marker"]["pattern"]["shape"]] == [
        not week.is_known for week in calendar.weeks
    ]
    assert "there may be more" in chart.figure["layout"]["title"]["text"]
    assert "Received 12 January 2026: 8 of 42 days for advice in school holidays (Easter)" in chart.alt


def test_it_says_that_no_clock_stops(engine):
    said = explain_calendar(read_holiday_calendar(engine.warehouse, OURS, DAY))
    assert NEVER_PAUSES in said
    assert "decided within 42 days" in said
    assert "the plan due 140 days after receipt" in said
    assert "22 December 2025 to 1 September 2026; beyond, none are known." in said


# For whom


def test_without_holidays_or_with_two_authorities_it_says_what_to_write(engine):
    other = Reader("officer", "leaders", (("authorities", ("998",)),))
    assert read_holiday_calendar(engine.warehouse, other, DAY) is None
    for reader in (CASEWORK, LEADERS, SHARED):
        assert read_holiday_calendar(engine.warehouse, reader, DAY) is None
        assert read_holiday_calendar(engine.warehouse, reader, DAY, ("999",)) is not None
    assert read_holiday_calendar(engine.warehouse, other, DAY, ("999",)) is None
    assert "targets.toml" in NONE_ENTERED
    assert "[[holidays]]" in NONE_ENTERED
