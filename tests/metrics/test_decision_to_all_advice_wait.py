"""Wait from the decision to assess to all advice in: the last piece asked for ends it, and none while one is outstanding."""

from harness import assert_rows, run_query

REQUESTS = """
    request_id | received_date | decision | decided_date
    r1         | 2026-01-05    | Y        | 2026-02-16
    """


def test_the_last_piece_ends_the_stage_and_none_does_while_one_is_outstanding():
    advice = """
        advice_id | request_id | adviser_service | requested_date | received_date
        first     | r1         | ep              | 2026-02-17     | 2026-03-20
        last      | r1         | health_salt     | 2026-02-17     | 2026-03-30
        """
    for as_at, end, leaving in (("2026-03-29", "", ""), ("2026-03-30", "2026-03-30", "finished")):
        rows = run_query("decision_to_all_advice_wait", as_at, requests=REQUESTS, advice=advice)
        assert_rows(
            rows,
            f"""
            request_id | period_date | start_date | end_date | exit      | limit_days | left_out
            r1         | 2026-02-16  | 2026-02-16 | {end}    | {leaving} | 42         |
            """,
        )


def test_advice_held_before_the_decision_took_no_time_and_later_advice_opens_the_stage_again():
    advice = """
        advice_id | request_id | requested_date | received_date
        held      | r1         | 2026-01-20     | 2026-02-01
        more      | r1         | 2026-04-01     |
        """
    for as_at, end in (("2026-03-31", "2026-02-16"), ("2026-04-01", "")):
        rows = run_query("decision_to_all_advice_wait", as_at, requests=REQUESTS, advice=advice)
        assert_rows(rows, f"request_id | start_date | end_date\nr1 | 2026-02-16 | {end}")


def test_a_case_that_ends_with_advice_outstanding_leaves_the_stage_without_it():
    rows = run_query(
        "decision_to_all_advice_wait",
        as_at="2026-12-31",
        requests="""
        request_id | received_date | decision | decided_date
        issued     | 2026-01-05    | Y        | 2026-02-16
        no_plan    | 2026-01-05    | Y        | 2026-02-16
        in_time    | 2026-01-05    | Y        | 2026-02-16
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | issued     | Y       | 2026-05-25
        a2            | no_plan    | N       | 2026-04-27
        a3            | in_time    | Y       | 2026-05-25
        """,
        advice="""
        advice_id | request_id | requested_date | received_date
        too_late  | issued     | 2026-02-17     | 2026-05-26
        never     | no_plan    | 2026-02-17     |
        came      | in_time    | 2026-02-17     | 2026-05-25
        after     | in_time    | 2026-06-01     |
        """,
    )
    assert_rows(
        rows,
        """
        request_id | end_date   | exit     | left_out
        issued     | 2026-05-25 | removed  |
        no_plan    | 2026-04-27 | no_plan  |
        in_time    | 2026-05-25 | finished |
        """,
    )


def test_what_cannot_be_placed_is_left_out_by_reason():
    rows = run_query(
        "decision_to_all_advice_wait",
        as_at="2026-12-31",
        requests="""
        request_id | received_date | decision | decided_date | decision_known_date | missing_from_date | observed_to_date
        no_log     | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16          |                   | 2026-12-31
        overturned | 2026-01-05    | N        | 2026-02-16   | 2026-02-16          |                   | 2026-12-31
        undecided  | 2026-01-05    | A        |              |                     |                   | 2026-12-31
        no_day     | 2026-01-05    | Y        |              | 2026-03-01          |                   | 2026-12-31
        lost       | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16          | 2026-06-30        | 2026-12-31
        gone       | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16          |                   | 2026-12-31
        """,
        assessments="assessment_id | request_id | outcome\na1 | overturned | A",
        advice="""
        advice_id | request_id | requested_date | received_date | missing_from_date | observed_to_date
        v1        | overturned | 2026-03-17     |               |                   | 2026-11-30
        v2        | undecided  | 2026-03-17     |               |                   | 2026-11-30
        v3        | no_day     | 2026-03-17     |               |                   | 2026-11-30
        v4        | lost       | 2026-03-17     |               |                   | 2026-11-30
        v5        | gone       | 2026-03-17     |               | 2026-09-30        | 2026-11-30
        """,
    )
    assert_rows(
        rows,
        """
        request_id | known_to   | left_out
        no_log     | 2026-12-31 | No advice in the log for the case
        overturned | 2026-11-30 | Assessed after a refusal, day of that decision not recorded
        undecided  | 2026-11-30 | Advice asked, no decision to assess recorded
        no_day     | 2026-11-30 | Decided, no date recorded
        lost       | 2026-11-30 | Open in an earlier return, not in the newest
        gone       | 2026-11-30 | Outstanding in an earlier extract, not in the newest
        """,
    )
