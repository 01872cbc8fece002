"""Wait from the first draft to the plan: 4 weeks between a draft at 16 weeks, a local milestone, and the plan at 20."""

from harness import assert_rows, run_query


def test_it_runs_from_the_first_draft_to_the_plan():
    events = """
        event_id | request_id | event             | event_date
        e0       | r1         | panel             | 2026-04-01
        e1       | r1         | draft_sent        | 2026-04-27
        e2       | r1         | draft_sent        | 2026-05-11
        e3       | r1         | consultation_sent | 2026-04-20
        """
    for as_at, expected in (
        ("2026-04-26", "request_id | start_date"),
        ("2026-05-24", "request_id | start_date | end_date | exit | limit_days\nr1 | 2026-04-27 | | | 28"),
        ("2026-05-25", "request_id | start_date | end_date | exit | limit_days\nr1 | 2026-04-27 | 2026-05-25 | finished | 28"),
    ):  # fmt: skip
        rows = run_query(
            "draft_to_plan_wait",
            as_at,
            requests="request_id | received_date | decision | decided_date\nr1 | 2026-01-05 | Y | 2026-02-16",
            assessments="assessment_id | request_id | outcome | outcome_date\na1 | r1 | Y | 2026-05-25",
            case_events=events,
        )
        assert_rows(rows, expected)


def test_another_end_is_no_plan_and_plans_without_a_draft_are_left_out():
    rows = run_query(
        "draft_to_plan_wait",
        as_at="2026-12-31",
        requests="""
        request_id | received_date | decision | decided_date
        no_plan    | 2026-01-05    | Y        | 2026-02-16
        no_draft   | 2026-01-05    | Y        | 2026-02-16
        backwards  | 2026-01-05    | Y        | 2026-02-16
        not_yet    | 2026-01-05    | Y        | 2026-02-16
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | no_plan    | N       | 2026-05-25
        a2            | no_draft   | Y       | 2026-05-25
        a3            | backwards  | Y       | 2026-05-25
        """,
        case_events="""
        event_id | request_id | event      | event_date
        e1       | no_plan    | draft_sent | 2026-04-27
        e2       | backwards  | draft_sent | 2026-05-26
        e3       |            | draft_sent | 2026-05-26
        """,
    )
    assert_rows(
        rows,
        """
        request_id | period_date | end_date   | exit     | left_out
        no_plan    | 2026-04-27  | 2026-05-25 | no_plan  |
        no_draft   | 2026-05-25  | 2026-05-25 | finished | Plan issued, no draft in the log
        backwards  | 2026-05-26  | 2026-05-25 | finished | Ended before the draft was sent
        """,
    )
