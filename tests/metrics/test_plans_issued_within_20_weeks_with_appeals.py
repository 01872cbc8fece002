"""EHC plans issued within 20 weeks with cases after mediation or tribunal counted: the other reading of the national rule."""

from harness import assert_rows, run_query

METRIC = "plans_issued_within_20_weeks_with_appeals"
REQUESTS = """
    request_id | received_date | appears_date | has_mediation | has_tribunal
    plain      | 2026-01-05    | 2026-01-05   | false         | false
    mediated   | 2026-01-05    | 2026-01-05   | true          | false
    heard      | 2026-01-05    | 2026-01-05   | false         | true
    undated    |               | 2026-01-05   | false         | false
    """
ASSESSMENTS = """
    assessment_id | request_id | outcome | outcome_date | has_20_week_exception | has_tribunal
    a1            | plain      | Y       | 2026-05-25   | true                  | false
    a2            | mediated   | Y       | 2026-05-25   | false                 | false
    a3            | heard      | Y       | 2026-05-26   | false                 | true
    a4            | undated    | Y       | 2026-05-25   | false                 | false
    """


def test_a_case_after_mediation_or_tribunal_counts_on_the_last_day_and_is_late_on_the_next():
    rows = run_query(METRIC, as_at="2026-12-31", requests=REQUESTS, assessments=ASSESSMENTS)
    assert_rows(
        rows,
        """
        assessment_id | period_date | is_counted
        a1            | 2026-05-25  | true
        a2            | 2026-05-25  | true
        a3            | 2026-05-26  | false
        a4            | 2026-05-25  | false
        """,
    )
    assert "left_out" not in rows[0]


def test_a_plan_agreed_or_refused_or_brought_along_is_no_new_plan():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="request_id | received_date\nr1 | 2026-01-05\nr2 | 2026-01-05\nr3 | 2026-01-05",
        assessments="""
        assessment_id | request_id | outcome | outcome_date | outcome_known_date
        agreed        | r1         | Y       |              | 2026-06-30
        refused       | r2         | N       | 2026-04-01   | 2026-04-01
        brought       | r3         | H       |              |
        """,
    )
    assert rows == []
