"""Statutory clocks: golden days, the law of the day a clock started, and nothing before there was one."""

import datetime

import duckdb
import pytest
from harness import fill_tables

from sendmetrics.contracts.reference import read_reference
from sendmetrics.warehouse import build
from sendmetrics.warehouse.build import clock_macros

MACROS = sorted({clock["macro"] for clock in read_reference("clocks") if clock["macro"]})
FIRST_DAY_OF_THE_LAW = datetime.date(2014, 9, 1)
FIFTH_OF_JANUARY = datetime.date(2026, 1, 5)


def _ask(sql: str, **values: object) -> tuple:
    with duckdb.connect(":memory:") as con:
        fill_tables(con, FIFTH_OF_JANUARY, {})
        return con.execute(f"select {sql}", values).fetchone()


@pytest.mark.parametrize(
    ("macro", "days", "last_day"),
    [
        ("decision", 42, datetime.date(2026, 2, 16)),
        ("advice", 42, datetime.date(2026, 2, 16)),
        ("no_plan", 112, datetime.date(2026, 4, 27)),
        ("plan", 140, datetime.date(2026, 5, 25)),
    ],
)
def test_golden_days_from_the_fifth_of_january(macro, days, last_day):
    found = _ask(f"{macro}_limit_days($started), {macro}_due_date($started)", started=FIFTH_OF_JANUARY)
    assert found == (days, last_day)


def test_the_25th_of_may_is_in_time_and_the_26th_is_late():
    days = {"started": FIFTH_OF_JANUARY, "last": datetime.date(2026, 5, 25), "next": datetime.date(2026, 5, 26)}
    assert _ask("$last <= plan_due_date($started), $next <= plan_due_date($started)", **days) == (True, False)


def test_limits_count_calendar_days_over_a_leap_day_and_a_change_of_year():
    assert _ask("plan_due_date(date '2023-10-12')") == (datetime.date(2024, 2, 29),)
    assert _ask("decision_due_date(date '2025-12-01')") == (datetime.date(2026, 1, 12),)


@pytest.mark.parametrize("macro", MACROS)
def test_there_is_no_limit_before_the_law_nor_for_a_missing_date(macro):
    before = FIRST_DAY_OF_THE_LAW - datetime.timedelta(1)
    asked = f"{macro}_limit_days($started), {macro}_due_date($started)"
    assert _ask(asked, started=before) == (None, None)
    assert _ask(f"{macro}_limit_days(null::date), {macro}_due_date(null::date)") == (None, None)
    days, due = _ask(asked, started=FIRST_DAY_OF_THE_LAW)
    assert due == FIRST_DAY_OF_THE_LAW + datetime.timedelta(days)


def test_every_clock_used_in_sql_has_its_limit_its_basis_and_its_first_day():
    for clock in read_reference("clocks"):
        if clock["macro"]:
            limit = clock["limit_days"] or clock["limit_months"]
            assert int(limit or 0) > 0, f"{clock['clock_id']}: give limit_days or limit_months in clocks.csv"
            assert clock["basis"], f"{clock['clock_id']}: give its basis in clocks.csv"
            assert datetime.date.fromisoformat(clock["effective_from"]) == FIRST_DAY_OF_THE_LAW


def test_the_next_law_is_a_new_row_and_each_case_keeps_the_law_of_the_day_it_started(monkeypatch):
    today = {"macro": "plan", "limit_days": "140", "effective_from": "2014-09-01", "effective_to": "2029-08-31"}
    to_come = {"macro": "plan", "limit_days": "112", "effective_from": "2029-09-01", "effective_to": ""}
    monkeypatch.setattr(build, "read_reference", lambda name: [today, to_come])
    with duckdb.connect(":memory:") as con:
        for macro in clock_macros():
            con.execute(macro)
        found = con.execute(
            "select started, plan_limit_days(started), plan_due_date(started) "
            "from (values (date '2014-08-31'), (date '2029-08-31'), (date '2029-09-01')) as days (started)"
        ).fetchall()
    assert found == [
        (datetime.date(2014, 8, 31), None, None),
        (datetime.date(2029, 8, 31), 140, datetime.date(2030, 1, 18)),
        (datetime.date(2029, 9, 1), 112, datetime.date(2029, 12, 22)),
    ]


def test_a_clock_of_twelve_months_ends_on_the_same_day_a_year_on():
    for started, due, days in (
        ("2025-01-06", "2026-01-06", 365),
        ("2023-03-01", "2024-03-01", 366),
        # The day that the next year does not have.
        ("2024-02-29", "2025-02-28", 365),
    ):
        day = datetime.date.fromisoformat(started)
        found = _ask("review_limit_days($started), review_due_date($started)", started=day)
        assert found == (days, datetime.date.fromisoformat(due))
