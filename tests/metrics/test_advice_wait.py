"""Wait for advice from each adviser: from asked to come, outstanding advice included."""

from harness import assert_rows, run_query


def test_a_wait_runs_from_the_day_it_was_asked_to_the_day_it_came():
    rows = run_query(
        "advice_wait",
        as_at="2026-03-31",
        requests="""
        request_id | received_date
        r1         | 2026-01-05
        """,
        advice="""
        advice_id   | request_id | adviser_service | requested_date | received_date
        six_weeks   | r1         | ep              | 2026-01-12     | 2026-02-23
        later       | r1         | health_ot       | 2026-01-12     | 2026-02-24
        same_day    | r1         | social_care     | 2026-01-12     | 2026-01-12
        outstanding | r1         | health_salt     | 2026-01-12     |
        """,
    )
    assert_rows(
        rows,
        """
        advice_id   | adviser_service | period_date | start_date | end_date   | exit     | limit_days | left_out
        six_weeks   | ep              | 2026-01-12  | 2026-01-12 | 2026-02-23 | finished | 42         |
        later       | health_ot       | 2026-01-12  | 2026-01-12 | 2026-02-24 | finished | 42         |
        same_day    | social_care     | 2026-01-12  | 2026-01-12 | 2026-01-12 | finished | 42         |
        outstanding | health_salt     | 2026-01-12  | 2026-01-12 |            |          | 42         |
        """,
    )


def test_advice_outstanding_when_the_case_ended_is_removed_on_that_day():
    rows = run_query(
        "advice_wait",
        as_at="2026-12-31",
        requests="""
        request_id | received_date | decision | decided_date
        issued     | 2026-01-05    | Y        | 2026-02-01
        no_plan    | 2026-01-05    | Y        | 2026-02-01
        refused    | 2026-01-05    | N        | 2026-02-01
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | issued     | Y       | 2026-05-25
        a2            | no_plan    | N       | 2026-04-27
        """,
        advice="""
        advice_id      | request_id | requested_date | received_date
        never_came     | issued     | 2026-02-02     |
        came_that_day  | issued     | 2026-02-02     | 2026-05-25
        came_day_after | issued     | 2026-02-02     | 2026-05-26
        asked_after    | issued     | 2026-06-01     |
        no_plan        | no_plan    | 2026-02-02     |
        refused        | refused    | 2026-01-12     |
        """,
    )
    assert_rows(
        rows,
        """
        advice_id      | start_date | end_date   | exit     | left_out
        never_came     | 2026-02-02 | 2026-05-25 | removed  |
        came_that_day  | 2026-02-02 | 2026-05-25 | finished |
        came_day_after | 2026-02-02 | 2026-05-25 | removed  |
        asked_after    | 2026-06-01 | 2026-06-01 | removed  |
        no_plan        | 2026-02-02 | 2026-04-27 | removed  |
        refused        | 2026-01-12 | 2026-02-01 | removed  |
        """,
    )


def test_outstanding_advice_of_a_case_that_ended_on_an_unknown_day_is_left_out():
    rows = run_query(
        "advice_wait",
        as_at="2026-12-31",
        requests="""
        request_id | received_date | decision | decision_known_date | is_exported
        withdrawn  | 2026-01-05    | W        | 2026-12-31          | false
        moved      | 2026-01-05    | Y        | 2026-02-01          | true
        """,
        advice="""
        advice_id   | request_id | requested_date | received_date
        outstanding | withdrawn  | 2026-02-02     |
        came        | withdrawn  | 2026-02-02     | 2026-03-02
        moved       | moved      | 2026-02-02     |
        """,
    )
    assert_rows(
        rows,
        """
        advice_id   | end_date   | exit     | left_out
        outstanding |            |          | Case ended, no date recorded
        came        | 2026-03-02 | finished |
        moved       |            |          | Case ended, no date recorded
        """,
    )


def test_advice_that_no_request_could_be_found_for_waits_all_the_same():
    rows = run_query(
        "advice_wait",
        as_at="2026-12-31",
        advice="""
        advice_id | request_id | requested_date | received_date
        waiting   |            | 2026-02-02     |
        came      |            | 2026-02-02     | 2026-03-02
        """,
    )
    assert_rows(rows, "advice_id | end_date | exit | left_out\nwaiting | | |\ncame | 2026-03-02 | finished |")


def test_outstanding_in_an_earlier_extract_but_not_in_the_newest_is_left_out():
    rows = run_query(
        "advice_wait",
        as_at="2026-12-31",
        requests="""
        request_id | received_date | decision | decided_date
        open       | 2026-01-05    | Y        | 2026-02-01
        ended      | 2026-01-05    | N        | 2026-02-10
        """,
        advice="""
        advice_id | request_id | requested_date | received_date | known_to   | observed_to_date | missing_from_date
        lost      | open       | 2026-02-02     |               | 2026-06-30 | 2026-12-31       | 2026-09-30
        came      | open       | 2026-02-02     | 2026-03-02    | 2026-06-30 | 2026-12-31       | 2026-09-30
        ended     | ended      | 2026-02-02     |               | 2026-06-30 | 2026-12-31       | 2026-09-30
        held      | open       | 2026-02-02     |               | 2026-12-31 | 2026-12-31       |
        """,
    )
    assert_rows(
        rows,
        """
        advice_id | exit     | known_to   | left_out
        lost      |          | 2026-12-31 | Outstanding in an earlier extract, not in the newest
        came      | finished | 2026-12-31 |
        ended     | removed  | 2026-12-31 |
        held      |          | 2026-12-31 |
        """,
    )


def test_looking_back_advice_not_yet_come_and_a_case_not_yet_ended_are_waited_for():
    requests = """
        request_id | received_date | decision | decided_date
        r1         | 2026-01-05    | Y        | 2026-02-01
        """
    assessments = """
        assessment_id | request_id | agreed_date | outcome | outcome_date
        a1            | r1         | 2026-02-01  | Y       | 2026-05-25
        """
    advice = """
        advice_id   | request_id | requested_date | received_date
        came        | r1         | 2026-02-02     | 2026-03-16
        outstanding | r1         | 2026-02-02     |
        """
    for as_at, expected in (
        ("2026-02-01", "advice_id | end_date | exit"),
        ("2026-03-15", "advice_id | end_date | exit\ncame | |\noutstanding | |"),
        ("2026-03-16", "advice_id | end_date | exit\ncame | 2026-03-16 | finished\noutstanding | |"),
        ("2026-05-24", "advice_id | end_date | exit\ncame | 2026-03-16 | finished\noutstanding | |"),
        ("2026-05-25", "advice_id | end_date | exit\ncame | 2026-03-16 | finished\noutstanding | 2026-05-25 | removed"),
    ):
        rows = run_query("advice_wait", as_at, requests=requests, assessments=assessments, advice=advice)
        assert_rows(rows, expected)
