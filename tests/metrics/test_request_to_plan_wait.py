"""Wait from request to EHC plan: from receipt to issue, open cases included, exits told apart."""

from harness import assert_rows, run_query


def test_a_wait_ends_with_the_plan_and_every_other_end_is_named():
    rows = run_query(
        "request_to_plan_wait",
        as_at="2026-01-15",
        requests="""
        request_id  | received_date | decision | decided_date | known_to
        issued      | 2025-02-03    | Y        | 2025-03-10   | 2026-01-15
        no_plan     | 2025-02-03    | Y        | 2025-03-10   | 2026-01-15
        given_up    | 2025-02-03    | Y        | 2025-03-10   | 2026-01-15
        refused     | 2025-02-03    | N        | 2025-03-10   | 2026-01-15
        withdrawn   | 2025-02-03    | W        | 2025-03-01   | 2026-01-15
        in_progress | 2025-02-03    | Y        | 2025-03-10   | 2026-01-15
        undecided   | 2025-12-31    | A        |              | 2026-01-15
        """,
        assessments="""
        assessment_id | request_id  | outcome | outcome_date
        a1            | issued      | Y       | 2025-06-23
        a2            | no_plan     | N       | 2025-05-12
        a3            | given_up    | W       | 2025-05-01
        a4            | in_progress | A       |
        """,
    )
    assert_rows(
        rows,
        """
        request_id  | period_date | start_date | end_date   | exit      | known_to   | limit_days | left_out
        issued      | 2025-02-03  | 2025-02-03 | 2025-06-23 | finished  | 2026-01-15 | 140        |
        no_plan     | 2025-02-03  | 2025-02-03 | 2025-05-12 | no_plan   | 2026-01-15 | 140        |
        given_up    | 2025-02-03  | 2025-02-03 | 2025-05-01 | withdrawn | 2026-01-15 | 140        |
        refused     | 2025-02-03  | 2025-02-03 | 2025-03-10 | refused   | 2026-01-15 | 140        |
        withdrawn   | 2025-02-03  | 2025-02-03 | 2025-03-01 | withdrawn | 2026-01-15 | 140        |
        in_progress | 2025-02-03  | 2025-02-03 |            |           | 2026-01-15 | 140        |
        undecided   | 2025-12-31  | 2025-12-31 |            |           | 2026-01-15 | 140        |
        """,
    )


def test_a_plan_agreed_and_not_issued_is_still_waited_for():
    rows = run_query(
        "request_to_plan_wait",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decided_date
        agreed     | 2025-02-03    | Y        | 2025-03-10
        historical | 2024-10-07    | H        |
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_known_date | plan_agreed_known_date
        a1            | agreed     | Y       | 2026-01-15         | 2026-01-15
        a2            | historical | Y       | 2026-01-15         | 2026-01-15
        """,
    )
    assert_rows(
        rows,
        """
        request_id | end_date | exit | stage           | left_out
        agreed     |          |      | plan_not_issued |
        historical |          |      | plan_not_issued |
        """,
    )


def test_an_exception_or_an_appeal_never_pauses_the_clock():
    rows = run_query(
        "request_to_plan_wait",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | has_mediation
        plain      | 2025-02-03    | false
        exception  | 2025-02-03    | false
        mediation  | 2025-02-03    | true
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | has_20_week_exception | has_tribunal
        a1            | plain      | Y       | 2025-06-24   | false                 | false
        a2            | exception  | Y       | 2025-06-24   | true                  | false
        a3            | mediation  | Y       | 2025-06-24   | false                 | true
        """,
    )
    assert_rows(
        rows,
        """
        request_id | start_date | end_date   | limit_days | left_out
        plain      | 2025-02-03 | 2025-06-24 | 140        |
        exception  | 2025-02-03 | 2025-06-24 | 140        |
        mediation  | 2025-02-03 | 2025-06-24 | 140        |
        """,
    )


def test_refused_then_overturned_by_mediation_the_wait_runs_on_to_the_plan():
    rows = run_query(
        "request_to_plan_wait",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decided_date | has_mediation
        issued     | 2025-02-03    | N        | 2025-03-10   | true
        waiting    | 2025-02-03    | N        | 2025-03-10   | true
        upheld     | 2025-02-03    | N        | 2025-03-10   | true
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | issued     | Y       | 2025-10-01
        a2            | waiting    | A       |
        """,
    )
    assert_rows(
        rows,
        """
        request_id | end_date   | exit     | left_out
        issued     | 2025-10-01 | finished |
        waiting    |            |          |
        upheld     | 2025-03-10 | refused  |
        """,
    )


def test_ends_without_a_date_are_left_out_by_reason():
    rows = run_query(
        "request_to_plan_wait",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decided_date | decision_known_date | is_exported
        withdrawn  | 2025-02-03    | W        |              | 2026-01-15          | false
        given_up   | 2025-02-03    | Y        | 2025-03-10   | 2025-03-10          | false
        no_plan    | 2025-02-03    | Y        | 2025-03-10   | 2025-03-10          | false
        refused    | 2025-02-03    | N        |              | 2026-01-15          | false
        moved      | 2025-02-03    | Y        | 2025-03-10   | 2025-03-10          | true
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_known_date
        a1            | given_up   | W       | 2026-01-15
        a2            | no_plan    | N       | 2026-01-15
        a3            | moved      | A       |
        """,
    )
    assert_rows(
        rows,
        """
        request_id | end_date | exit      | left_out
        withdrawn  |          | withdrawn | Withdrawn, no date recorded
        given_up   |          | withdrawn | Withdrawn, no date recorded
        no_plan    |          | no_plan   | Ended, no date recorded
        refused    |          | refused   | Ended, no date recorded
        moved      |          | moved     | Moved to another authority, no date recorded
        """,
    )


def test_a_later_move_is_a_flag_and_never_replaces_what_was_decided():
    rows = run_query(
        "request_to_plan_wait",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decided_date | is_exported | exported_known_date
        refused    | 2025-02-03    | N        | 2025-03-10   | true        | 2026-01-15
        withdrawn  | 2025-02-03    | W        | 2025-03-10   | true        | 2026-01-15
        issued     | 2025-02-03    | Y        | 2025-03-10   | true        | 2026-01-15
        no_plan    | 2025-02-03    | Y        | 2025-03-10   | true        | 2026-01-15
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | issued     | Y       | 2025-06-23
        a2            | no_plan    | N       | 2025-05-12
        """,
    )
    assert_rows(
        rows,
        """
        request_id | end_date   | exit      | left_out
        refused    | 2025-03-10 | refused   |
        withdrawn  | 2025-03-10 | withdrawn |
        issued     | 2025-06-23 | finished  |
        no_plan    | 2025-05-12 | no_plan   |
        """,
    )


def test_historical_undated_backwards_and_lost_requests_are_left_out_by_reason():
    rows = run_query(
        "request_to_plan_wait",
        as_at="2026-01-15",
        requests="""
        request_id      | received_date | appears_date | decision | decided_date | missing_from_date
        historical      | 2022-05-02    | 2022-05-02   | H        |              |
        held            | 2022-05-02    | 2022-05-02   | Y        | 2022-06-01   |
        no_day_received |               | 2025-03-10   | Y        | 2025-03-10   |
        backwards       | 2025-02-03    | 2025-02-03   | N        | 2025-02-02   |
        same_day        | 2025-02-03    | 2025-02-03   | N        | 2025-02-03   |
        lost            | 2024-02-05    | 2024-02-05   | A        |              | 2026-01-15
        decided         | 2024-02-05    | 2024-02-05   | N        | 2024-03-01   | 2026-01-15
        """,
        assessments="""
        assessment_id | request_id | outcome
        a1            | held       | H
        """,
    )
    assert_rows(
        rows,
        """
        request_id      | period_date | start_date | stage         | left_out
        historical      | 2022-05-02  | 2022-05-02 | in_assessment | Historical, and no return holds the decision
        held            | 2022-05-02  | 2022-05-02 | in_assessment | Historical, and no return holds the decision
        no_day_received | 2025-03-10  |            | in_assessment | Date received missing
        backwards       | 2025-02-03  | 2025-02-03 | undecided     | Ended before it was received
        same_day        | 2025-02-03  | 2025-02-03 | undecided     |
        lost            | 2024-02-05  | 2024-02-05 | undecided     | Open in an earlier return, not in the newest
        decided         | 2024-02-05  | 2024-02-05 | undecided     |
        """,
    )


def test_a_wait_is_known_to_the_newest_return_and_says_where_the_files_begin():
    rows = run_query(
        "request_to_plan_wait",
        as_at="2026-11-30",
        requests="""
        request_id | received_date | observed_from_date | observed_to_date
        r1         | 2025-02-03    | 2024-01-01         | 2026-01-15
        """,
    )
    assert_rows(rows, "request_id | known_to | observed_from_date\nr1 | 2026-01-15 | 2024-01-01")


def test_the_twenty_weeks_bind_only_requests_made_under_that_law():
    rows = run_query(
        "request_to_plan_wait",
        as_at="2026-01-15",
        requests="""
        request_id | received_date
        before     | 2014-08-31
        since      | 2014-09-01
        """,
    )
    assert_rows(rows, "request_id | limit_days\nbefore |\nsince | 140")


def test_looking_back_undoes_the_plan_the_refusal_and_the_withdrawal():
    requests = """
        request_id | received_date | decision | decided_date | decision_known_date
        issued     | 2025-02-03    | Y        | 2025-03-10   | 2025-03-10
        refused    | 2025-02-03    | N        | 2025-06-23   | 2025-06-23
        withdrawn  | 2025-02-03    | W        |              | 2025-06-23
        """
    assessments = """
        assessment_id | request_id | agreed_date | outcome | outcome_date
        a1            | issued     | 2025-03-10  | Y       | 2025-06-23
        """
    assert_rows(
        run_query("request_to_plan_wait", "2025-06-22", requests=requests, assessments=assessments),
        """
        request_id | end_date | exit | stage         | left_out
        issued     |          |      | in_assessment |
        refused    |          |      | undecided     |
        withdrawn  |          |      | undecided     |
        """,
    )
    assert_rows(
        run_query("request_to_plan_wait", "2025-06-23", requests=requests, assessments=assessments),
        """
        request_id | end_date   | exit      | left_out
        issued     | 2025-06-23 | finished  |
        refused    | 2025-06-23 | refused   |
        withdrawn  |            | withdrawn | Withdrawn, no date recorded
        """,
    )
