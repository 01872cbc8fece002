"""Mediation and tribunal: one row for each mark of a return, on the day it became known."""

from harness import assert_rows, run_query

REQUESTS = """
    request_id | received_date | decision | decided_date | has_mediation | has_tribunal | appeal_known_date | observed_from_date
    both       | 2025-02-03    | N        | 2025-03-10   | true          | true         | 2026-01-15        | 2024-01-01
    neither    | 2025-02-03    | N        | 2025-03-10   | false         | false        |                   | 2024-01-01
    assessed   | 2025-02-03    | Y        | 2025-03-10   | false         | false        |                   | 2024-01-01
    old        | 2023-02-03    | N        | 2023-03-10   | true          | false        | 2023-12-31        | 2024-01-01
    """
ASSESSMENTS = """
    assessment_id | request_id | outcome | outcome_date | has_mediation | has_tribunal
    a1            | assessed   | N       | 2025-07-01   | false         | true
    """


def test_each_mark_counts_once_when_it_became_known():
    rows = run_query("appeals_and_mediation", "2026-01-15", requests=REQUESTS, assessments=ASSESSMENTS)
    assert_rows(
        rows,
        """
        dispute             | period_date | left_out
        request_mediation   | 2026-01-15  |
        request_tribunal    | 2026-01-15  |
        assessment_tribunal | 2025-07-01  |
        request_mediation   | 2023-12-31  | Known before the files begin
        """,
    )
    assert len({row["mark_id"] for row in rows}) == len(rows)


def test_a_mark_of_a_later_return_is_not_known_before():
    rows = run_query("appeals_and_mediation", "2026-01-14", requests=REQUESTS, assessments=ASSESSMENTS)
    assert_rows(rows, "dispute\nassessment_tribunal\nrequest_mediation")
    rows = run_query("appeals_and_mediation", "2025-06-30", requests=REQUESTS, assessments=ASSESSMENTS)
    assert_rows(rows, "dispute\nrequest_mediation")


def test_a_mark_on_a_request_that_was_agreed_is_not_counted():
    requests = """
        request_id | received_date | decision | decided_date | has_mediation | has_tribunal | appeal_known_date
        agreed     | 2025-02-03    | Y        | 2025-03-10   | true          | true         | 2025-07-01
        refused    | 2025-02-03    | N        | 2025-03-10   | true          | false        | 2025-07-01
        """
    rows = run_query("appeals_and_mediation", "2026-01-15", requests=requests)
    assert_rows(rows, "dispute\nrequest_mediation")
