"""Share of advice within 6 weeks: only advice that was due counts, and what is outstanding past that is late."""

from harness import ask, assert_rows, make_engine, run_query

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
    day_41, day_42, day_43 = "2026-02-22", "2026-02-23", "2026-02-24"
    for day in (day_41, day_42):
        rows = run_query("advice_received_within_6_weeks", day, **CASES, advice=advice)
        assert [row["left_out"] for row in rows] == ["Six weeks not yet passed"] * 3, day
    rows = run_query("advice_received_within_6_weeks", day_43, **CASES, advice=advice)
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
        not_looked_for | open       | 2026-11-01     |               |                   | 2026-12-13
        looked_for     | open       | 2026-11-01     |               |                   | 2026-12-14
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


def test_the_wait_and_the_share_agree_on_days_41_42_and_43(tmp_path):
    """Asked on 12 January, within 6 weeks is to 23 February: only the day after is outstanding advice late, in any of them."""
    asked = {"requested_date": "2026-01-12", "known_to": "2026-12-31"}
    came = [asked | {"advice_id": f"c{number}", "received_date": "2026-01-20"} for number in range(3)]
    out = [asked | {"advice_id": f"o{number}"} for number in range(2)]
    engine = make_engine(tmp_path, "2026-12-31", advice=came + out)
    for day, late, due in (("2026-02-22", 0, 0), ("2026-02-23", 0, 0), ("2026-02-24", 2, 5)):
        (wait,) = ask(engine, "advice_wait", view="open", as_at=day)
        (days_late,) = ask(engine, "advice_days_late", as_at=day)
        (share,) = ask(engine, "advice_received_within_6_weeks", as_at=day)
        assert (wait["within_limit"], wait["over_limit"]) == (2 - late, late), day
        assert (days_late["denominator"] or 0, days_late["numerator"] or 0) == (late, late), day
        assert (share["denominator"], share["numerator"] or 0) == (due, due - late), day
