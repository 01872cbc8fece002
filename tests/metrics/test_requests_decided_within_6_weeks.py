"""Requests decided within 6 weeks: 42 days from receipt, undecided ones past that day late."""

from harness import ask, assert_rows, make_engine, run_query

# 42 days from Monday 5 January 2026 is Monday 16 February.


def test_the_last_day_counts_and_the_next_does_not():
    rows = run_query(
        "requests_decided_within_6_weeks",
        as_at="2026-12-31",
        requests="""
        request_id   | received_date | decision | decided_date
        same_day     | 2026-01-05    | Y        | 2026-01-05
        last_day     | 2026-01-05    | Y        | 2026-02-16
        day_after    | 2026-01-05    | Y        | 2026-02-17
        refused      | 2026-01-05    | N        | 2026-02-16
        refused_late | 2026-01-05    | N        | 2026-02-17
        """,
    )
    assert_rows(
        rows,
        """
        request_id   | period_date | is_counted | left_out
        same_day     | 2026-01-05  | true       |
        last_day     | 2026-01-05  | true       |
        day_after    | 2026-01-05  | false      |
        refused      | 2026-01-05  | true       |
        refused_late | 2026-01-05  | false      |
        """,
    )


def test_only_requests_whose_six_weeks_have_passed_are_in_either_way():
    requests = """
        request_id | received_date | decision | decided_date
        early      | 2026-01-05    | Y        | 2026-01-20
        undecided  | 2026-01-05    | A        |
        """
    # The forty-second day is within 6 weeks: nobody undecided is late on it.
    for day_41_and_42 in ("2026-02-15", "2026-02-16"):
        assert_rows(
            run_query("requests_decided_within_6_weeks", day_41_and_42, requests=requests),
            """
            request_id | left_out
            early      | Six weeks not yet passed
            undecided  | Six weeks not yet passed
            """,
        )
    assert_rows(
        run_query("requests_decided_within_6_weeks", "2026-02-17", requests=requests),
        """
        request_id | is_counted | left_out
        early      | true       |
        undecided  | false      |
        """,
    )


def test_nobody_is_late_after_the_day_the_newest_return_describes():
    rows = run_query(
        "requests_decided_within_6_weeks",
        as_at="2026-12-31",
        requests="""
        request_id | received_date | known_to   | observed_to_date
        followed   | 2026-01-05    | 2026-02-17 | 2026-02-17
        not_so_far | 2026-01-05    | 2026-02-16 | 2026-02-16
        """,
    )
    assert_rows(
        rows,
        """
        request_id | is_counted | left_out
        followed   | false      |
        not_so_far | false      | Six weeks not yet passed
        """,
    )


def test_a_decision_without_its_date_is_not_in_time():
    rows = run_query(
        "requests_decided_within_6_weeks",
        as_at="2026-12-31",
        requests="""
        request_id | received_date | decision | decision_known_date
        undated    | 2026-01-05    | Y        | 2026-06-30
        """,
    )
    assert_rows(rows, "request_id | is_counted | left_out\nundated | false |")


def test_who_withdrew_or_moved_undecided_is_left_out_and_a_decision_before_the_move_stays():
    rows = run_query(
        "requests_decided_within_6_weeks",
        as_at="2026-12-31",
        requests="""
        request_id      | received_date | decision | decided_date | decision_known_date | is_exported | exported_known_date
        withdrawn       | 2026-01-05    | W        |              | 2026-06-30          | false       |
        withdrawn_dated | 2026-01-05    | W        | 2026-01-20   | 2026-01-20          | false       |
        moved           | 2026-01-05    | A        |              |                     | true        | 2026-06-30
        moved_later     | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16          | true        | 2026-06-30
        """,
    )
    assert_rows(
        rows,
        """
        request_id      | is_counted | left_out
        withdrawn       | false      | Withdrawn before a decision
        withdrawn_dated | false      | Withdrawn before a decision
        moved           | false      | Moved to another authority before a decision
        moved_later     | true       |
        """,
    )


def test_a_request_that_cannot_be_placed_or_was_lost_is_left_out_by_reason():
    rows = run_query(
        "requests_decided_within_6_weeks",
        as_at="2026-12-31",
        requests="""
        request_id  | received_date | appears_date | decision | decided_date | observed_from_date | missing_from_date
        historical  | 2025-05-01    | 2025-05-01   | H        |              | 2025-01-01         |
        undated     |               | 2026-02-10   | Y        | 2026-02-10   | 2025-01-01         |
        before      | 2024-12-31    | 2024-12-31   | Y        | 2025-01-05   | 2025-01-01         |
        backwards   | 2026-01-05    | 2026-01-05   | Y        | 2026-01-04   | 2025-01-01         |
        lost        | 2026-01-05    | 2026-01-05   | A        |              | 2025-01-01         | 2026-06-30
        decided     | 2026-01-05    | 2026-01-05   | Y        | 2026-02-16   | 2025-01-01         | 2026-06-30
        """,
    )
    assert_rows(
        rows,
        """
        request_id | period_date | is_counted | left_out
        historical | 2025-05-01  | false      | Historical, and no return holds the decision
        undated    | 2026-02-10  | false      | Date received missing
        before     | 2024-12-31  | true       | Received before the files begin
        backwards  | 2026-01-05  | true       | Decided before it was received
        lost       | 2026-01-05  | false      | Open in an earlier return, not in the newest
        decided    | 2026-01-05  | true       |
        """,
    )


def test_a_late_decision_a_withdrawal_and_a_move_are_still_to_come_before_they_are_known():
    requests = """
        request_id | received_date | decision | decided_date | decision_known_date | is_exported | exported_known_date
        late       | 2026-01-05    | Y        | 2026-03-10   | 2026-03-10          | false       |
        withdrawn  | 2026-01-05    | W        |              | 2026-03-10          | false       |
        moved      | 2026-01-05    | A        |              |                     | true        | 2026-03-10
        """
    assert_rows(
        run_query("requests_decided_within_6_weeks", "2026-03-09", requests=requests),
        """
        request_id | is_counted | left_out
        late       | false      |
        withdrawn  | false      |
        moved      | false      |
        """,
    )
    assert_rows(
        run_query("requests_decided_within_6_weeks", "2026-03-10", requests=requests),
        """
        request_id | is_counted | left_out
        late       | false      |
        withdrawn  | false      | Withdrawn before a decision
        moved      | false      | Moved to another authority before a decision
        """,
    )


def test_the_wait_and_the_share_agree_on_days_41_42_and_43(tmp_path):
    requests = """
        request_id | received_date | decided_date | known_to
        early      | 2026-01-05    | 2026-01-20   | 2026-12-31
        undecided  | 2026-01-05    |              | 2026-12-31
        """
    engine = make_engine(tmp_path, "2026-12-31", requests=requests)
    for day, late, due in (("2026-02-15", 0, 0), ("2026-02-16", 0, 0), ("2026-02-17", 1, 2)):
        (wait,) = ask(engine, "request_to_decision_wait", view="open", as_at=day)
        (share,) = ask(engine, "requests_decided_within_6_weeks", as_at=day)
        assert (wait["within_limit"], wait["over_limit"]) == (1 - late, late), day
        assert (share["denominator"], share["numerator"] or 0) == (due, due - late), day
