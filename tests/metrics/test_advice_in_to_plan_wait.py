"""Wait from all advice in to the plan or the decision not to issue one: 8 weeks, what is left of the 20."""

from harness import assert_rows, run_query


def test_it_runs_from_the_last_advice_to_the_plan_or_the_decision_not_to_issue():
    rows = run_query(
        "advice_in_to_plan_wait",
        as_at="2026-12-31",
        requests="""
        request_id | received_date | decision | decided_date
        issued     | 2026-01-05    | Y        | 2026-02-16
        no_plan    | 2026-01-05    | Y        | 2026-02-16
        open       | 2026-01-05    | Y        | 2026-02-16
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | issued     | Y       | 2026-05-25
        a2            | no_plan    | N       | 2026-05-26
        a3            | open       | A       |
        """,
        advice="""
        advice_id | request_id | requested_date | received_date
        v1        | issued     | 2026-02-16     | 2026-03-30
        v2        | issued     | 2026-02-16     | 2026-03-29
        v3        | no_plan    | 2026-02-16     | 2026-03-30
        v4        | open       | 2026-02-16     | 2026-03-30
        """,
    )
    assert_rows(
        rows,
        """
        request_id | period_date | start_date | end_date   | exit     | limit_days | left_out
        issued     | 2026-03-30  | 2026-03-30 | 2026-05-25 | finished | 56         |
        no_plan    | 2026-03-30  | 2026-03-30 | 2026-05-26 | finished | 56         |
        open       | 2026-03-30  | 2026-03-30 |            |          | 56         |
        """,
    )


def test_cases_that_have_not_begun_the_stage_or_never_did_are_left_out_by_reason():
    rows = run_query(
        "advice_in_to_plan_wait",
        as_at="2026-12-31",
        requests="""
        request_id  | received_date | decision | decided_date | decision_known_date
        outstanding | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16
        without     | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16
        no_log      | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16
        undecided   | 2026-01-05    | A        |              |
        withdrawn   | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | outcome_known_date
        a1            | without    | Y       | 2026-05-25   | 2026-05-25
        a2            | withdrawn  | W       |              | 2026-12-31
        """,
        advice="""
        advice_id | request_id  | requested_date | received_date
        v1        | outstanding | 2026-02-16     |
        v2        | without     | 2026-02-16     | 2026-05-26
        v3        | withdrawn   | 2026-02-16     | 2026-03-30
        """,
    )
    assert_rows(
        rows,
        """
        request_id  | period_date | left_out
        outstanding | 2026-01-05  | Advice still outstanding
        without     | 2026-05-25  | Ended before all advice was in
        no_log      | 2026-01-05  | No advice in the log for the case
        withdrawn   | 2026-03-30  | Withdrawn, no date recorded
        """,
    )
