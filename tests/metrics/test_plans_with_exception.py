"""The share of plans with an exception, and what becomes of the rate without exceptions where every plan has one."""

import datetime

from harness import CASEWORK, ask, assert_rows, make_engine, run_query

from sendmetrics.metrics.question import Question

METRIC = "plans_with_exception"
REQUESTS = """
    request_id | received_date | has_mediation
    r1         | 2026-01-05    | false
    r2         | 2026-01-05    | false
    r3         | 2026-01-05    | true
    """


def test_an_exception_counts_whether_in_time_or_not_and_mediation_is_left_out_as_in_the_rate():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests=REQUESTS,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | has_20_week_exception
        in_time       | r1         | Y       | 2026-05-25   | true
        plain         | r2         | Y       | 2026-05-26   | false
        mediated      | r3         | Y       | 2026-05-26   | true
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | period_date | is_counted | left_out
        in_time       | 2026-05-25  | true       |
        plain         | 2026-05-26  | false      |
        mediated      | 2026-05-26  | true       | Mediation or tribunal
        """,
    )


def test_a_year_in_which_every_plan_was_an_exception_has_no_rate_and_is_not_nought(tmp_path):
    engine = make_engine(
        tmp_path,
        "2026-12-31",
        requests=REQUESTS,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | has_20_week_exception
        a1            | r1         | Y       | 2025-12-30   | false
        a2            | r2         | Y       | 2026-05-26   | true
        a3            | r3         | Y       | 2026-05-26   | true
        """,
    )
    for name, counted in (
        ("plans_issued_within_20_weeks_excluding_exceptions", 0),
        ("plans_issued_within_20_weeks_excluding_exceptions_with_appeals", 0),
    ):
        newest = ask(engine, name, every="year", start="2026-01-01")[-1]
        assert (newest["value"], newest["denominator"], newest["symbol"]) == (None, counted, "x")
    for name in ("plans_issued_after_20_to_52_weeks", "plans_issued_after_52_weeks", "weeks_to_plan"):
        newest = ask(engine, name, every="year", start="2026-01-01", where={"exception": "false"})[-1]
        assert (newest["value"], newest["symbol"]) == (None, "x")
    newest = ask(engine, METRIC, every="year", start="2026-01-01")[-1]
    assert (newest["value"], newest["denominator"]) == (100, 1)


def test_what_was_left_out_is_of_the_period_asked(tmp_path):
    engine = make_engine(
        tmp_path,
        "2026-12-31",
        requests=REQUESTS,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | has_20_week_exception
        a1            | r1         | Y       | 2025-12-30   | true
        a2            | r2         | Y       | 2026-05-26   | true
        a3            | r3         | Y       | 2026-05-26   | false
        """,
    )
    name = "plans_issued_within_20_weeks_excluding_exceptions"

    def left_out(year: int) -> dict[str, int]:
        asked = Question(name, start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31))
        return {entry["reason"]: entry["count"] for entry in engine.answer(asked, CASEWORK).left_out}

    assert left_out(2025) == {"Exception to the 20 weeks": 1}
    assert left_out(2026) == {"Exception to the 20 weeks": 1, "Mediation or tribunal": 1}
