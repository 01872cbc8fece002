"""Requests refused out of those decided: what is undecided or withdrawn is in neither side."""

from harness import assert_rows, run_query

METRIC = "requests_refused_of_decided"
REQUESTS = """
    request_id | received_date | appears_date | decision | decided_date | decision_known_date | is_exported | missing_from_date
    refused    | 2026-01-05    | 2026-01-05   | N        | 2026-02-16   | 2026-02-16          | false       |
    agreed     | 2026-01-05    | 2026-01-05   | Y        | 2026-02-17   | 2026-02-17          | true        |
    undecided  | 2026-01-05    | 2026-01-05   | A        |              |                     | false       |
    withdrawn  | 2026-01-05    | 2026-01-05   | W        |              | 2026-03-01          | false       |
    moved      | 2026-01-05    | 2026-01-05   | A        |              |                     | true        |
    lost       | 2026-01-05    | 2026-01-05   | A        |              |                     | false       | 2026-03-01
    historical | 1999-01-05    | 1999-01-05   | H        |              |                     | false       |
    undated    |               | 2026-01-05   | N        | 2026-02-16   | 2026-02-16          | false       |
    early      | 1999-01-05    | 1999-01-05   | N        | 1999-02-16   | 1999-02-16          | false       |
    """


def test_only_requests_agreed_or_refused_count():
    rows = run_query(METRIC, as_at="2026-12-31", requests=REQUESTS)
    assert_rows(
        rows,
        """
        request_id | period_date | is_counted | left_out
        refused    | 2026-01-05  | true       |
        agreed     | 2026-01-05  | false      |
        undecided  | 2026-01-05  | false      | Not yet decided
        withdrawn  | 2026-01-05  | false      | Withdrawn before a decision
        moved      | 2026-01-05  | false      | Moved to another authority before a decision
        lost       | 2026-01-05  | false      | Open in an earlier return, not in the newest
        historical | 1999-01-05  | false      | Historical, and no return holds the decision
        undated    | 2026-01-05  | true       | Date received missing
        early      | 1999-01-05  | true       | Received before the files begin
        """,
    )


def test_looking_back_a_decision_to_come_is_none():
    rows = run_query(METRIC, as_at="2026-02-16", requests=REQUESTS)
    found = {row["request_id"]: row["left_out"] for row in rows}
    assert found["refused"] is None
    assert found["agreed"] == "Moved to another authority before a decision"
    assert found["withdrawn"] == "Not yet decided"
