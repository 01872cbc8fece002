"""Every request in the files is accounted for: in the 20-week rate, or out of it for a reason.

The standings add up to the requests known on any day, and those in the rate
are the numerators and denominators of both rates, on rows of any kind, on the
files of an event log and on the made-up authority.
"""

import datetime
from collections import Counter

import pytest
from event_log import NEWEST, EventLog
from harness import CASEWORK, assert_rows, complete_rows, run_query
from hypothesis import given
from hypothesis import strategies as st
from small_files import build
from small_tables import AS_AT_DAYS
from small_tables_of_published import ended_casework, open_casework

from sendmetrics.contracts.reference import code_labels
from sendmetrics.metrics.question import Question

METRIC = "cases_in_the_20_week_rate"
RATE = "plans_issued_within_20_weeks"
IN = {"in_time": ("rate_in_time",), "all": ("rate_in_time", "rate_late", "rate_undated")}
WITH = {
    "in_time": (*IN["in_time"], "exception_in_time"),
    "all": (*IN["all"], "exception_in_time", "exception_late", "exception_undated"),
}


def test_each_case_has_one_standing():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="""
        request_id  | received_date | appears_date | decision | decision_known_date | is_exported | exported_known_date | has_mediation | missing_from_date
        in_time     | 2026-01-05    | 2026-01-05   | Y        | 2026-02-01          | false       |                     | false         |
        late        | 2026-01-05    | 2026-01-05   | Y        | 2026-02-01          | true        | 2026-06-30          | false         | 2026-06-30
        undated     |               | 2026-01-05   | Y        | 2026-02-01          | false       |                     | false         |
        lawful      | 2026-01-05    | 2026-01-05   | Y        | 2026-02-01          | false       |                     | false         |
        lawful_late | 2026-01-05    | 2026-01-05   | Y        | 2026-02-01          | false       |                     | false         |
        mediated    | 2026-01-05    | 2026-01-05   | N        | 2026-02-01          | false       |                     | true          |
        agreed      | 2026-01-05    | 2026-01-05   | Y        | 2026-02-01          | false       |                     | false         |
        assessed    | 2026-01-05    | 2026-01-05   | Y        | 2026-02-01          | false       |                     | false         |
        undecided   | 2026-01-05    | 2026-01-05   | A        |                     | false       |                     | false         |
        refused     | 2026-01-05    | 2026-01-05   | N        | 2026-02-01          | false       |                     | false         |
        no_plan     | 2026-01-05    | 2026-01-05   | Y        | 2026-02-01          | false       |                     | false         |
        withdrawn   | 2026-01-05    | 2026-01-05   | W        | 2026-06-30          | false       |                     | false         |
        moved       | 2026-01-05    | 2026-01-05   | Y        | 2026-02-01          | true        | 2026-06-30          | false         |
        historical  | 2023-01-05    | 2023-01-05   | H        |                     | false       |                     | false         |
        missing     | 2026-01-05    | 2026-01-05   | A        |                     | false       |                     | false         | 2026-06-30
        """,
        assessments="""
        assessment_id | request_id  | outcome | outcome_date | outcome_known_date | plan_agreed_known_date | has_20_week_exception
        a1            | in_time     | Y       | 2026-05-25   | 2026-05-25         | 2026-05-25             | false
        a2            | late        | Y       | 2026-05-26   | 2026-05-26         | 2026-05-26             | false
        a3            | undated     | Y       | 2026-05-26   | 2026-05-26         | 2026-05-26             | false
        a4            | lawful      | Y       | 2026-05-25   | 2026-05-25         | 2026-05-25             | true
        a5            | lawful_late | Y       | 2026-05-26   | 2026-05-26         | 2026-05-26             | true
        a6            | mediated    | Y       | 2026-05-25   | 2026-05-25         | 2026-05-25             | true
        a7            | agreed      | Y       |              | 2026-06-30         | 2026-06-30             | false
        a8            | assessed    | A       |              |                    |                        | false
        a9            | no_plan     | N       | 2026-04-27   | 2026-04-27         |                        | false
        """,
    )
    assert_rows(
        rows,
        """
        request_id  | rate_standing     | period_date
        in_time     | rate_in_time      | 2026-05-25
        late        | rate_late         | 2026-05-26
        undated     | rate_undated      | 2026-05-26
        lawful      | exception_in_time | 2026-05-25
        lawful_late | exception_late    | 2026-05-26
        mediated    | appeal            | 2026-05-25
        agreed      | plan_not_issued   | 2026-12-31
        assessed    | in_assessment     | 2026-12-31
        undecided   | undecided         | 2026-12-31
        refused     | refused           | 2026-02-01
        no_plan     | no_plan           | 2026-04-27
        withdrawn   | withdrawn         | 2026-06-30
        moved       | moved             | 2026-06-30
        historical  | historical        | 2023-01-05
        missing     | missing           | 2026-06-30
        """,
    )


def test_a_plan_known_before_its_request_is_listed_as_the_rate_counts_it():
    tables = {
        "requests": "request_id | received_date\nr1 | 2026-06-01",
        "assessments": "assessment_id | request_id | outcome | outcome_date\na1 | r1 | Y | 2026-05-25",
    }
    for as_at in ("2026-05-31", "2026-06-01"):
        assert_rows(
            run_query(METRIC, as_at, **tables),
            "request_id | rate_standing | period_date\nr1 | rate_undated | 2026-05-25",
        )


def check_rates(standings: Counter, rate: tuple[int, int], rate_without: tuple[int, int]) -> None:
    """Numerator and denominator of each rate, read off the standings."""
    for parts, found in ((WITH, rate), (IN, rate_without)):
        told = tuple(sum(standings[code] for code in parts[part]) for part in ("in_time", "all"))
        assert told == found, standings


@given(tables=st.one_of(ended_casework(), open_casework()), as_at=st.sampled_from(AS_AT_DAYS))
def test_whatever_the_rows_every_case_stands_somewhere_and_both_rates_can_be_read_off(tables, as_at):
    tables = {name: complete_rows(name, rows, as_at) for name, rows in tables.items()}
    rows = run_query(METRIC, as_at, **tables)
    known = {row["request_id"] for row in tables["requests"] if row["appears_date"] <= as_at}
    known |= {row["request_id"] for row in tables["assessments"] if row["agreed_date"] <= as_at}
    assert sorted(row["request_id"] for row in rows) == sorted(known)
    assert {row["rate_standing"] for row in rows} <= set(code_labels("rate_standing"))
    shares = []
    for name in (RATE, f"{RATE}_excluding_exceptions"):
        counted = [row["is_counted"] for row in run_query(name, as_at, **tables) if row["left_out"] is None]
        shares.append((sum(counted), len(counted)))
    check_rates(Counter(row["rate_standing"] for row in rows), *shares)


def check_engine(engine, as_at: datetime.date) -> None:
    """In all and by year, through the engine; by year too, since a plan stands in the year it was issued."""
    standings: dict = {}
    for row in engine.answer(Question(METRIC, by="rate_standing", every="year", as_at=as_at), CASEWORK).rows:
        standings.setdefault(row["period"], Counter())[row["breakdown"]] += row["value"]
    (whole,) = engine.answer(Question(METRIC, as_at=as_at), CASEWORK).rows
    (known,) = engine.warehouse.query(
        "select count(*) from main.requests where appears_date <= $as_at", {"as_at": as_at}
    ).fetchone()
    assert sum(map(Counter.total, standings.values())) == whole["value"] == known > 0
    rates: dict = {}
    for name in (RATE, f"{RATE}_excluding_exceptions"):
        for row in engine.answer(Question(name, every="year", as_at=as_at), CASEWORK).rows:
            rates.setdefault(row["period"], {})[name] = (row["numerator"] or 0, row["denominator"])
    assert rates
    for year, found in rates.items():
        check_rates(standings[year], *(found.get(name, (0, 0)) for name in (RATE, f"{RATE}_excluding_exceptions")))


@pytest.mark.parametrize("day", ["2023-08-31", "2024-12-31", "2025-11-14", "2026-01-15"])
def test_every_request_of_the_made_up_authority_is_accounted_for_on_any_day(authority, day):
    check_engine(authority.engine, datetime.date.fromisoformat(day))


@pytest.mark.parametrize("seed", [1, 2])
def test_every_request_of_an_event_log_is_accounted_for_on_any_day(tmp_path, seed):
    log = EventLog(seed, children=200)
    log.export(tmp_path / "in", NEWEST, is_early=False)
    engine = build(tmp_path / "in").engine
    for as_at in (datetime.date(2023, 1, 19), datetime.date(2024, 7, 31), datetime.date(2025, 6, 30), NEWEST):
        check_engine(engine, as_at)
