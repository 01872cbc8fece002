"""EHC plans issued after 20 to 52 weeks: from the day after the limit to day 364."""

from harness import assert_rows, run_query

METRIC = "plans_issued_after_20_to_52_weeks"


def test_a_bands_first_and_last_day_and_the_days_beside_them():
    """Received on 5 January 2026: day 140 is 25 May 2026 and day 364 is 4 January 2027."""
    rows = run_query(
        METRIC,
        as_at="2027-12-31",
        requests="""
        request_id | received_date
        r1         | 2026-01-05
        r2         | 2026-01-05
        r3         | 2026-01-05
        r4         | 2026-01-05
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        day_140       | r1         | Y       | 2026-05-25
        day_141       | r2         | Y       | 2026-05-26
        day_364       | r3         | Y       | 2027-01-04
        day_365       | r4         | Y       | 2027-01-05
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | period_date | is_counted | left_out
        day_140       | 2026-05-25  | false      |
        day_141       | 2026-05-26  | true      |
        day_364       | 2027-01-04  | true      |
        day_365       | 2027-01-05  | false      |
        """,
    )


def test_unknown_dates_stay_among_all_plans_and_are_in_no_band():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="""
        request_id | received_date | appears_date
        undated    |               | 2025-01-05
        backwards  | 2026-06-02    | 2026-06-02
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | undated    | Y       | 2026-05-25
        a2            | backwards  | Y       | 2026-05-25
        a3            |            | Y       | 2026-05-25
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | is_counted | left_out
        a1            | false      |
        a2            | false      |
        a3            | false      |
        """,
    )


def test_mediation_is_left_out_and_an_exception_is_marked_so_that_it_can_be():
    rows = run_query(
        METRIC,
        as_at="2027-12-31",
        requests="""
        request_id | received_date | has_mediation
        r1         | 2026-01-05    | true
        r2         | 2026-01-05    | false
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | has_20_week_exception
        a1            | r1         | Y       | 2027-01-04   | false
        a2            | r2         | Y       | 2027-01-04   | true
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | has_20_week_exception | left_out
        a1            | false                 | Mediation or tribunal
        a2            | true                  |
        """,
    )
