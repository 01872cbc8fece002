"""Requests for an EHC needs assessment: each counts once, on the day it was received."""

from harness import assert_rows, run_query


def test_a_request_counts_on_the_day_it_was_received_whatever_became_of_it():
    rows = run_query(
        "requests_received",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decided_date
        agreed     | 2025-03-03    | Y        | 2025-04-10
        refused    | 2025-03-03    | N        | 2025-04-10
        withdrawn  | 2025-03-04    | W        |
        undecided  | 2025-12-31    | A        |
        """,
    )
    assert_rows(
        rows,
        """
        request_id | period_date | left_out
        agreed     | 2025-03-03  |
        refused    | 2025-03-03  |
        withdrawn  | 2025-03-04  |
        undecided  | 2025-12-31  |
        """,
    )


def test_requests_from_before_the_files_begin_are_left_out_and_those_of_the_first_day_count():
    rows = run_query(
        "requests_received",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | observed_from_date
        eve        | 2024-12-31    | 2025-01-01
        first_day  | 2025-01-01    | 2025-01-01
        """,
    )
    assert_rows(
        rows,
        """
        request_id | period_date | left_out
        eve        | 2024-12-31  | Received before the files begin
        first_day  | 2025-01-01  |
        """,
    )


def test_a_historical_request_and_one_without_its_date_are_left_out_by_reason():
    rows = run_query(
        "requests_received",
        as_at="2026-01-15",
        requests="""
        request_id  | received_date | appears_date | decision | decided_date
        historical  | 2022-05-01    | 2022-05-01   | H        |
        undated     |               | 2025-02-10   | Y        | 2025-02-10
        neither     |               | 2025-01-16   | H        |
        """,
    )
    assert_rows(
        rows,
        """
        request_id | period_date | left_out
        historical | 2022-05-01  | Historical, and no return holds the decision
        undated    | 2025-02-10  | Date received missing
        neither    | 2025-01-16  | Historical, and no return holds the decision
        """,
    )


def test_a_request_is_known_from_the_day_it_was_received():
    requests = """
        request_id | received_date
        today      | 2025-03-03
        tomorrow   | 2025-03-04
        """
    assert_rows(run_query("requests_received", "2025-03-03", requests=requests), "request_id\ntoday")
    assert_rows(run_query("requests_received", "2025-03-04", requests=requests), "request_id\ntoday\ntomorrow")
