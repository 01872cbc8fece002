"""EHC plans issued within 20 weeks, excluding exceptions: an exception leaves numerator and denominator."""

from harness import assert_rows, run_query

METRIC = "plans_issued_within_20_weeks_excluding_exceptions"


def test_the_last_day_counts_and_the_next_does_not():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="""
        request_id | received_date
        r1         | 2026-01-05
        r2         | 2026-01-05
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | r1         | Y       | 2026-05-25
        a2            | r2         | Y       | 2026-05-26
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | period_date | is_counted | left_out
        a1            | 2026-05-25  | true       |
        a2            | 2026-05-26  | false      |
        """,
    )


def test_a_plan_with_an_exception_is_left_out_whether_in_time_or_not():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="""
        request_id | received_date
        r1         | 2026-01-05
        r2         | 2026-01-05
        r3         | 2026-01-05
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | has_20_week_exception
        in_time       | r1         | Y       | 2026-05-25   | true
        late          | r2         | Y       | 2026-05-26   | true
        plain         | r3         | Y       | 2026-05-26   | false
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | left_out
        in_time       | Exception to the 20 weeks
        late          | Exception to the 20 weeks
        plain         |
        """,
    )


def test_mediation_or_tribunal_is_named_before_the_exception():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="""
        request_id | received_date | has_tribunal
        r1         | 2026-01-05    | true
        r2         | 2026-01-05    | false
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | has_20_week_exception | has_mediation
        both          | r1         | Y       | 2026-05-25   | true                  | false
        mediation     | r2         | Y       | 2026-05-25   | false                 | true
        """,
    )
    assert_rows(rows, "assessment_id | left_out\nboth | Mediation or tribunal\nmediation | Mediation or tribunal")


def test_missing_and_impossible_dates_stay_and_what_is_no_new_plan_does_not_count():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="""
        request_id | received_date | appears_date
        undated    |               | 2026-02-01
        backwards  | 2026-05-02    | 2026-05-02
        agreed     | 2026-01-05    | 2026-01-05
        brought    | 2026-01-05    | 2026-01-05
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | outcome_known_date | plan_agreed_known_date
        undated       | undated    | Y       | 2026-05-01   | 2026-05-01         | 2026-05-01
        backwards     | backwards  | Y       | 2026-05-01   | 2026-05-01         | 2026-05-01
        agreed        | agreed     | Y       |              | 2026-06-30         | 2026-06-30
        brought       | brought    | H       |              |                    |
        no_request    |            | Y       | 2026-05-01   | 2026-05-01         | 2026-05-01
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | is_counted | left_out
        undated       | false      |
        backwards     | false      |
        no_request    | false      |
        """,
    )


def test_a_plan_is_there_from_the_day_it_was_issued():
    requests = """
        request_id | received_date
        r1         | 2026-01-05
        """
    assessments = """
        assessment_id | request_id | outcome | outcome_date | has_20_week_exception
        a1            | r1         | Y       | 2026-05-25   | true
        """
    assert run_query(METRIC, "2026-05-24", requests=requests, assessments=assessments) == []
    rows = run_query(METRIC, "2026-05-25", requests=requests, assessments=assessments)
    assert_rows(rows, "assessment_id | left_out\na1 | Exception to the 20 weeks")
