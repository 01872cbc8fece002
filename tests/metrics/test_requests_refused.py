"""Requests refused: decisions not to assess, out of all requests received."""

from harness import assert_rows, run_query


def test_only_a_decision_not_to_assess_counts_and_every_request_is_in_the_denominator():
    rows = run_query(
        "requests_refused",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decided_date
        agreed     | 2025-03-03    | Y        | 2025-04-10
        refused    | 2025-03-03    | N        | 2025-04-10
        withdrawn  | 2025-03-03    | W        |
        undecided  | 2025-12-01    | A        |
        """,
    )
    assert_rows(
        rows,
        """
        request_id | period_date | is_counted | left_out
        agreed     | 2025-03-03  | false      |
        refused    | 2025-03-03  | true       |
        withdrawn  | 2025-03-03  | false      |
        undecided  | 2025-12-01  | false      |
        """,
    )


def test_a_refusal_overturned_by_mediation_or_tribunal_stays_a_refusal():
    rows = run_query(
        "requests_refused",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decided_date | has_mediation | has_tribunal
        mediation  | 2025-03-03    | N        | 2025-04-10   | true          | false
        tribunal   | 2025-03-03    | N        | 2025-04-10   | false         | true
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | mediation  | Y       | 2025-10-01
        a2            | tribunal   | A       |
        """,
    )
    assert_rows(
        rows,
        """
        request_id | is_counted | left_out
        mediation  | true       |
        tribunal   | true       |
        """,
    )


def test_a_refusal_without_its_date_is_a_refusal_all_the_same():
    rows = run_query(
        "requests_refused",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decision_known_date
        undated    | 2025-03-03    | N        | 2026-01-15
        """,
    )
    assert_rows(rows, "request_id | is_counted | left_out\nundated | true |")


def test_requests_that_cannot_be_placed_are_left_out_by_reason():
    rows = run_query(
        "requests_refused",
        as_at="2026-01-15",
        requests="""
        request_id  | received_date | appears_date | decision | decided_date | observed_from_date
        historical  | 2024-05-01    | 2024-05-01   | H        |              | 2024-01-01
        undated     |               | 2025-02-10   | N        | 2025-02-10   | 2024-01-01
        too_early   | 2023-12-31    | 2023-12-31   | N        | 2024-01-05   | 2024-01-01
        first_day   | 2024-01-01    | 2024-01-01   | N        | 2024-01-05   | 2024-01-01
        """,
    )
    assert_rows(
        rows,
        """
        request_id | period_date | left_out
        historical | 2024-05-01  | Historical, and no return holds the decision
        undated    | 2025-02-10  | Date received missing
        too_early  | 2023-12-31  | Received before the files begin
        first_day  | 2024-01-01  |
        """,
    )


def test_before_the_refusal_the_request_is_undecided():
    requests = """
        request_id | received_date | decision | decided_date
        refused    | 2025-03-03    | N        | 2025-04-10
        """
    assert_rows(
        run_query("requests_refused", "2025-04-09", requests=requests), "request_id | is_counted\nrefused | false"
    )
    assert_rows(
        run_query("requests_refused", "2025-04-10", requests=requests), "request_id | is_counted\nrefused | true"
    )
