"""Decisions made in a period, and those of them within 6 weeks of receipt: undecided requests do not show."""

from harness import assert_rows, run_query

METRIC = "decisions_made_within_6_weeks"


def test_a_decision_counts_in_its_own_period_on_the_last_day_and_not_on_the_next():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="""
        request_id | received_date | appears_date | decision | decided_date | decision_known_date | observed_from_date
        day_42     | 2025-12-01    | 2025-12-01   | Y        | 2026-01-12   | 2026-01-12     | 2020-01-01
        day_43     | 2025-12-01    | 2025-12-01   | N        | 2026-01-13   | 2026-01-13     | 2020-01-01
        undecided  | 2025-12-01    | 2025-12-01   | A        |              |                | 2020-01-01
        withdrawn  | 2025-12-01    | 2025-12-01   | W        | 2025-12-20   | 2025-12-20     | 2020-01-01
        undated    |               | 2025-12-01   | Y        | 2026-01-12   | 2026-01-12     | 2020-01-01
        backwards  | 2026-02-01    | 2026-02-01   | N        | 2026-01-12   | 2026-01-12     | 2020-01-01
        untold     | 2025-12-01    | 2025-12-01   | Y        |              | 2026-03-01     | 2020-01-01
        early      | 2025-12-01    | 2025-12-01   | Y        | 2025-12-31   | 2025-12-31     | 2026-01-01
        begun      | 2025-12-01    | 2025-12-01   | Y        | 2026-01-01   | 2026-01-01     | 2026-01-01
        """,
    )
    assert_rows(
        rows,
        """
        request_id | period_date | is_counted | left_out
        day_42     | 2026-01-12  | true       |
        day_43     | 2026-01-13  | false      |
        undated    | 2026-01-12  | false      | Date received missing
        backwards  | 2026-01-12  | true       | Decided before it was received
        untold     | 2026-03-01  | false      | Decided, no date recorded
        early      | 2025-12-31  | true       | Decided before the files begin
        begun      | 2026-01-01  | true       |
        """,
    )


def test_a_decision_is_there_from_its_day():
    requests = "request_id | received_date | decision | decided_date\nr1 | 2026-01-05 | N | 2026-02-16"
    assert run_query(METRIC, "2026-02-15", requests=requests) == []
    assert_rows(run_query(METRIC, "2026-02-16", requests=requests), "request_id | is_counted\nr1 | true")
