"""EHC plans issued within 20 weeks without exceptions, cases after mediation or tribunal counted."""

from harness import assert_rows, run_query

METRIC = "plans_issued_within_20_weeks_excluding_exceptions_with_appeals"


def test_mediation_counts_and_only_an_exception_is_left_out():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="""
        request_id | received_date | has_mediation
        r1         | 2026-01-05    | true
        r2         | 2026-01-05    | true
        r3         | 2026-01-05    | true
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | has_20_week_exception
        in_time       | r1         | Y       | 2026-05-25   | false
        late          | r2         | Y       | 2026-05-26   | false
        excepted      | r3         | Y       | 2026-05-26   | true
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | is_counted | left_out
        in_time       | true       |
        late          | false      |
        excepted      | false      | Exception to the 20 weeks
        """,
    )
