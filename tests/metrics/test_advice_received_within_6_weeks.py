"""Share of advice within 6 weeks: only advice that was due counts, and what is outstanding past that is late."""

from harness import assert_rows, run_query

CASES = {
    "requests": """
        request_id | received_date | decision | decided_date
        open       | 2026-01-05    | Y        | 2026-01-12
        ended      | 2026-01-05    | Y        | 2026-01-12
        """,
    "assessments": """
        assessment_id | request_id | outcome | outcome_date
        a1            | ended      | Y       | 2026-02-23
        """,
}


def test_the_forty_second_day_is_in_time_and_outstanding_advice_is_late_the_day_after():
    advice = """
        advice_id   | request_id | adviser_service | requested_date | received_date
        last_day    | open       | ep              | 2026-01-12     | 2026-02-23
        day_after   | open       | school          | 2026-01-12     | 2026-02-24
        outstanding | open       | health_salt     | 2026-01-12     |
        """
    day_before, due = "2026-02-22", "2026-02-23"
    rows = run_query("advice_received_within_6_weeks", day_before, **CASES, advice=advice)
    assert [row["left_out"] for row in rows] == ["Six weeks not yet passed"] * 3
    rows = run_query("advice_received_within_6_weeks", due, **CASES, advice=advice)
    assert_rows(
        rows,
        """
        advice_id   | adviser_service | period_date | is_counted | left_out
        last_day    | ep              | 2026-01-12  | true       |
        day_after   | school          | 2026-01-12  | false      |
        outstanding | health_salt     | 2026-01-12  | false      |
        """,
    )


def test_what_ended_or_is_not_known_is_left_out_by_reason():
    rows = run_query(
        "advice_received_within_6_weeks",
        as_at="2026-12-31",
        requests=CASES["requests"] + "withdrawn | 2026-01-05 | Y | 2026-01-12\n",
        assessments="""
        assessment_id | request_id | outcome | outcome_date | outcome_known_date
        a1            | ended      | Y       | 2026-02-23   | 2026-02-23
        a2            | withdrawn  | W       |              | 2026-12-31
        """,
        advice="""
        advice_id      | request_id | requested_date | received_date | missing_from_date | observed_to_date
        ended_in_time  | ended      | 2026-01-12     |               |                   | 2026-12-31
        ended_late     | ended      | 2026-01-11     |               |                   | 2026-12-31
        withdrawn      | withdrawn  | 2026-01-12     |               |                   | 2026-12-31
        lost           | open       | 2026-01-12     |               | 2026-06-30        | 2026-12-31
        not_looked_for | open       | 2026-11-01     |               |                   | 2026-12-12
        looked_for     | open       | 2026-11-01     |               |                   | 2026-12-13
        no_case        |            | 2026-01-12     | 2026-01-20    |                   | 2026-12-31
        """,
    )
    assert_rows(
        rows,
        """
        advice_id      | is_counted | left_out
        ended_in_time  | false      | Case ended within the 6 weeks
        ended_late     | false      |
        withdrawn      | false      | Case ended, no date recorded
        lost           | false      | Outstanding in an earlier extract, not in the newest
        not_looked_for | false      | Six weeks not yet passed
        looked_for     | false      |
        no_case        | true       |
        """,
    )
