"""Late plans by whose advice came last, and which would have been in time with it: six plans, worked out by hand.

All six were received on 5 January 2026, so 25 May is the last day in time, and
their advice was asked on 16 February, so due by 30 March.

1. Speech and language came 20 April, 21 days after it was due; psychology by
   1 March. Issued 10 June: 21 days sooner is 20 May, in time.
2. The same advice, issued 16 June: 21 days sooner is 26 May, one day late.
3. Speech and language 20 April, but psychology on 10 April was next: with
   speech and language in time all would have been in on 10 April, 10 days
   sooner. Issued 4 June: 25 May, in time on the last day.
4. The same, issued 5 June: 26 May, late.
5. The last advice came in time, on 30 March: nothing is gained. Late.
6. Both came 20 April: with either in time the other still comes that day.
"""

import pytest
from harness import assert_rows, run_query

REQUESTS = "request_id | received_date | decision | decided_date\n" + "\n".join(
    f"r{number} | 2026-01-05 | Y | 2026-02-16" for number in range(1, 7)
)
ASSESSMENTS = """
    assessment_id | request_id | outcome | outcome_date
    a1            | r1         | Y       | 2026-06-10
    a2            | r2         | Y       | 2026-06-16
    a3            | r3         | Y       | 2026-06-04
    a4            | r4         | Y       | 2026-06-05
    a5            | r5         | Y       | 2026-06-10
    a6            | r6         | Y       | 2026-06-10
    """
ADVICE = """
    advice_id | request_id | adviser_service | requested_date | received_date
    s1        | r1         | health_salt     | 2026-02-16     | 2026-04-20
    e1        | r1         | ep              | 2026-02-16     | 2026-03-01
    s2        | r2         | health_salt     | 2026-02-16     | 2026-04-20
    e2        | r2         | ep              | 2026-02-16     | 2026-03-01
    s3        | r3         | health_salt     | 2026-02-16     | 2026-04-20
    e3        | r3         | ep              | 2026-02-16     | 2026-04-10
    s4        | r4         | health_salt     | 2026-02-16     | 2026-04-20
    e4        | r4         | ep              | 2026-02-16     | 2026-04-10
    s5        | r5         | health_salt     | 2026-02-16     | 2026-03-30
    e5        | r5         | ep              | 2026-02-16     | 2026-03-01
    s6        | r6         | health_salt     | 2026-02-16     | 2026-04-20
    e6        | r6         | ep              | 2026-02-16     | 2026-04-20
    """


def test_six_late_plans_worked_out_by_hand():
    rows = run_query(
        "late_plans_by_last_advice", "2026-12-31", requests=REQUESTS, assessments=ASSESSMENTS, advice=ADVICE
    )
    assert_rows(
        rows,
        """
        assessment_id | adviser_service | period_date | is_counted | left_out
        a1            | health_salt     | 2026-06-10  | true       |
        a2            | health_salt     | 2026-06-16  | false      |
        a3            | health_salt     | 2026-06-04  | true       |
        a4            | health_salt     | 2026-06-05  | false      |
        a5            | health_salt     | 2026-06-10  | false      |
        a6            | ep              | 2026-06-10  | false      |
        """,
    )


def test_plans_in_time_are_no_rows_and_what_is_not_known_is_left_out_by_reason():
    rows = run_query(
        "late_plans_by_last_advice",
        as_at="2026-12-31",
        requests="""
        request_id | received_date | decision | decided_date | decision_known_date | has_mediation | appeal_known_date | appears_date
        in_time    | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16          | false         |                   | 2026-01-05
        late       | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16          | false         |                   | 2026-01-05
        mediated   | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16          | true          | 2026-03-01        | 2026-01-05
        no_start   |               | Y        | 2026-02-16   | 2026-02-16          | false         |                   | 2026-02-16
        no_log     | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16          | false         |                   | 2026-01-05
        undated    | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16          | false         |                   | 2026-01-05
        after      | 2026-01-05    | Y        | 2026-02-16   | 2026-02-16          | false         |                   | 2026-01-05
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        in_time       | in_time    | Y       | 2026-05-25
        late          | late       | Y       | 2026-05-26
        mediated      | mediated   | Y       | 2026-06-10
        no_start      | no_start   | Y       | 2026-06-10
        no_log        | no_log     | Y       | 2026-06-10
        undated       | undated    | Y       | 2026-06-10
        after         | after      | Y       | 2026-06-10
        """,
        advice="""
        advice_id | request_id | requested_date | received_date
        v1        | in_time    | 2026-02-16     | 2026-03-31
        v2        | late       | 2026-02-16     | 2026-03-31
        v3        | mediated   | 2026-02-16     | 2026-03-31
        v4        | no_start   | 2026-02-16     | 2026-03-31
        v5        | no_log     | 2026-06-11     |
        v6        | undated    | 2026-02-16     | 2026-03-31
        v7        | undated    | 2026-02-16     |
        v8        | after      | 2026-02-16     | 2026-06-11
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | is_counted | left_out
        late          | true       |
        mediated      | false      | Mediation or tribunal
        no_start      | false      | Date received missing or after the plan
        no_log        | false      | No advice in the log for the case
        undated       | false      | Plan issued while advice was outstanding
        after         | false      | Plan issued while advice was outstanding
        """,
    )


def test_of_two_that_came_last_together_the_one_asked_first_is_named():
    rows = run_query(
        "late_plans_by_last_advice",
        as_at="2026-12-31",
        requests="request_id | received_date | decision | decided_date\nr1 | 2026-01-05 | Y | 2026-02-16",
        assessments="assessment_id | request_id | outcome | outcome_date\na1 | r1 | Y | 2026-06-10",
        advice="""
        advice_id | request_id | adviser_service | requested_date | received_date
        v1        | r1         | ep              | 2026-02-17     | 2026-04-20
        v2        | r1         | social_care     | 2026-02-16     | 2026-04-20
        """,
    )
    assert_rows(rows, "assessment_id | adviser_service | is_counted\na1 | social_care | false")


def test_looking_back_a_plan_not_yet_issued_is_no_late_plan():
    for as_at, number in (("2026-06-03", 0), ("2026-06-04", 1), ("2026-06-16", 6)):
        rows = run_query("late_plans_by_last_advice", as_at, requests=REQUESTS, assessments=ASSESSMENTS, advice=ADVICE)
        assert len(rows) == number


@pytest.mark.parametrize("as_at", ["2026-06-15", "2026-12-31"])
def test_advice_outstanding_when_the_plan_was_issued_is_told_alike_before_and_after_it_comes(as_at):
    rows = run_query(
        "late_plans_by_last_advice",
        as_at=as_at,
        requests="request_id | received_date | decision | decided_date\nr1 | 2026-01-05 | Y | 2026-02-16",
        assessments="assessment_id | request_id | outcome | outcome_date\na1 | r1 | Y | 2026-06-10",
        advice="""
        advice_id | request_id | adviser_service | requested_date | received_date
        v1        | r1         | ep              | 2026-02-16     | 2026-03-31
        v2        | r1         | health_salt     | 2026-02-16     | 2026-07-20
        """,
    )
    assert_rows(rows, "assessment_id | left_out\na1 | Plan issued while advice was outstanding")


def test_an_adviser_asked_twice_is_taken_to_keep_to_the_limit_both_times():
    """Both pieces came late, the last by 16 weeks: had that adviser kept to 6 weeks, all would have been in on 15 April."""
    rows = run_query(
        "late_plans_by_last_advice",
        as_at="2026-12-31",
        requests="request_id | received_date | decision | decided_date\nr1 | 2026-01-05 | Y | 2026-02-16",
        assessments="assessment_id | request_id | outcome | outcome_date\na1 | r1 | Y | 2026-08-10",
        advice="""
        advice_id | request_id | adviser_service | requested_date | received_date
        v1        | r1         | health_salt     | 2026-02-16     | 2026-07-21
        v2        | r1         | health_salt     | 2026-03-04     | 2026-07-20
        v3        | r1         | ep              | 2026-02-16     | 2026-03-31
        """,
    )
    assert_rows(rows, "assessment_id | adviser_service | is_counted\na1 | health_salt | true")
