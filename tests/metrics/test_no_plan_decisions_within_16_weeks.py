"""Decisions not to issue a plan within 16 weeks of the request."""

from harness import assert_rows, run_query

METRIC = "no_plan_decisions_within_16_weeks"


def test_the_last_day_counts_and_the_next_does_not_and_dates_unknown_are_late_or_left_out():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="""
        request_id | received_date | appears_date
        r1         | 2026-01-05    | 2026-01-05
        r2         | 2026-01-05    | 2026-01-05
        undated    |               | 2026-01-05
        untold     | 2026-01-05    | 2026-01-05
        backwards  | 2026-05-05    | 2026-05-05
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | outcome_known_date | has_mediation
        day_112       | r1         | N       | 2026-04-27   | 2026-04-27         | true
        day_113       | r2         | N       | 2026-04-28   | 2026-04-28         | false
        undated       | undated    | N       | 2026-04-27   | 2026-04-27         | false
        untold        | untold     | N       |              | 2026-06-30         | false
        backwards     | backwards  | N       | 2026-04-27   | 2026-04-27         | false
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | period_date | is_counted | left_out
        day_112       | 2026-04-27  | true       |
        day_113       | 2026-04-28  | false      |
        undated       | 2026-04-27  | false      |
        untold        | 2026-06-30  | false      | Ended, no date recorded
        backwards     | 2026-04-27  | false      |
        """,
    )


def test_plans_issued_and_refusals_to_assess_are_no_such_decision():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="""
        request_id | received_date | decision | decided_date
        refused    | 2026-01-05    | N        | 2026-02-10
        issued     | 2026-01-05    | Y        | 2026-02-10
        """,
        assessments="assessment_id | request_id | outcome | outcome_date\na1 | issued | Y | 2026-04-01",
    )
    assert rows == []
