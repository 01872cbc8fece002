"""Wait from request to the decision whether to assess: 6 weeks, refusals decided too, the undecided still waiting."""

from harness import assert_rows, run_query


def test_a_decision_either_way_ends_the_wait_and_the_undecided_wait_on():
    rows = run_query(
        "request_to_decision_wait",
        as_at="2026-03-31",
        requests="""
        request_id | received_date | decision | decided_date
        last_day   | 2026-01-05    | Y        | 2026-02-16
        day_after  | 2026-01-05    | N        | 2026-02-17
        same_day   | 2026-01-05    | Y        | 2026-01-05
        undecided  | 2026-01-05    | A        |
        """,
    )
    assert_rows(
        rows,
        """
        request_id | period_date | start_date | end_date   | exit     | limit_days | left_out
        last_day   | 2026-01-05  | 2026-01-05 | 2026-02-16 | finished | 42         |
        day_after  | 2026-01-05  | 2026-01-05 | 2026-02-17 | finished | 42         |
        same_day   | 2026-01-05  | 2026-01-05 | 2026-01-05 | finished | 42         |
        undecided  | 2026-01-05  | 2026-01-05 |            |          | 42         |
        """,
    )


def test_who_withdrew_left_without_a_decision_and_what_cannot_be_placed_is_left_out():
    rows = run_query(
        "request_to_decision_wait",
        as_at="2026-12-31",
        requests="""
        request_id | received_date | decision | decided_date | decision_known_date | is_exported | missing_from_date | appears_date
        withdrew   | 2026-01-05    | W        | 2026-02-01   | 2026-02-01          | false       |                   | 2026-01-05
        undated    | 2026-01-05    | W        |              | 2026-12-31          | false       |                   | 2026-01-05
        moved      | 2026-01-05    | A        |              |                     | true        |                   | 2026-01-05
        no_day     | 2026-01-05    | Y        |              | 2026-12-31          | false       |                   | 2026-01-05
        before     | 2026-01-05    | N        | 2026-01-04   | 2026-01-04          | false       |                   | 2026-01-05
        history    | 2020-01-05    | H        |              | 2020-12-31          | false       |                   | 2020-01-05
        no_start   |               | A        |              |                     | false       |                   | 2026-01-15
        lost       | 2025-01-05    | A        |              |                     | false       | 2026-01-15        | 2025-01-05
        """,
    )
    assert_rows(
        rows,
        """
        request_id | end_date   | exit      | left_out
        withdrew   | 2026-02-01 | withdrawn |
        undated    |            | withdrawn | Withdrawn, no date recorded
        moved      |            | moved     | Moved to another authority, no date recorded
        no_day     |            | finished  | Decided, no date recorded
        before     | 2026-01-04 | finished  | Ended before it was received
        history    |            | historical | Historical, and no return holds the decision
        no_start   |            |           | Date received missing
        lost       |            |           | Open in an earlier return, not in the newest
        """,
    )


def test_a_case_in_assessment_whose_decision_no_return_tells_is_not_undecided_for_ever():
    rows = run_query(
        "request_to_decision_wait",
        as_at="2026-12-31",
        requests="request_id | received_date | decision\nr1 | 2026-01-05 | A",
        assessments="assessment_id | request_id | outcome\na1 | r1 | A",
    )
    assert_rows(rows, "request_id | end_date | left_out\nr1 | | Decided, no date recorded")
