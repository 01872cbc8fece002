"""Days by which late advice was late: beyond the 42nd day, to the day it came, the case ended or it was last looked for."""

from harness import assert_rows, run_query


def test_days_are_counted_from_the_due_day_and_advice_in_time_is_no_row():
    rows = run_query(
        "advice_days_late",
        as_at="2026-03-31",
        requests="""
        request_id | received_date | decision | decided_date | decision_known_date
        open       | 2026-01-05    | Y        | 2026-01-12   | 2026-01-12
        ended      | 2026-01-05    | Y        | 2026-01-12   | 2026-01-12
        withdrawn  | 2026-01-05    | W        |              | 2026-03-31
        """,
        assessments="assessment_id | request_id | outcome | outcome_date\na1 | ended | Y | 2026-03-02",
        advice="""
        advice_id   | request_id | requested_date | received_date | observed_to_date
        last_day    | open       | 2026-01-12     | 2026-02-23    | 2026-03-31
        day_after   | open       | 2026-01-12     | 2026-02-24    | 2026-03-31
        outstanding | open       | 2026-01-12     |               | 2026-03-31
        older_file  | open       | 2026-01-12     |               | 2026-02-25
        after_plan  | ended      | 2026-01-12     | 2026-03-10    | 2026-03-31
        unknown     | withdrawn  | 2026-01-12     |               | 2026-03-31
        """,
    )
    assert_rows(
        rows,
        """
        advice_id   | period_date | numerator | denominator | people | left_out
        day_after   | 2026-01-12  | 1.0       | 1.0         | 1      |
        outstanding | 2026-01-12  | 36.0      | 1.0         | 1      |
        older_file  | 2026-01-12  | 2.0       | 1.0         | 1      |
        after_plan  | 2026-01-12  | 7.0       | 1.0         | 1      |
        unknown     | 2026-01-12  | 36.0      | 1.0         | 1      | Case ended, no date recorded
        """,
    )
