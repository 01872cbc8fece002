"""Open EHC assessments: every request not yet ended, and where it stands."""

import datetime

from harness import assert_rows, run_query


def test_an_open_request_is_undecided_in_assessment_or_awaits_its_plan():
    rows = run_query(
        "assessments_open",
        as_at="2026-01-15",
        requests="""
        request_id  | received_date | decision | decided_date
        undecided   | 2025-12-01    | A        |
        just_agreed | 2025-11-01    | Y        | 2025-12-10
        assessed    | 2025-08-01    | Y        | 2025-09-10
        plan_agreed | 2025-06-01    | Y        | 2025-07-10
        historical  | 2023-06-01    | H        |
        """,
        assessments="""
        assessment_id | request_id  | outcome | outcome_known_date | plan_agreed_known_date
        a1            | assessed    | A       |                    |
        a2            | plan_agreed | Y       | 2026-01-15         | 2026-01-15
        a3            | historical  | A       |                    |
        """,
    )
    assert_rows(
        rows,
        """
        request_id  | period_date | stage           | left_out
        undecided   | 2026-01-15  | undecided       |
        just_agreed | 2026-01-15  | in_assessment   |
        assessed    | 2026-01-15  | in_assessment   |
        plan_agreed | 2026-01-15  | plan_not_issued |
        historical  | 2026-01-15  | in_assessment   |
        """,
    )


def test_a_request_that_ended_is_not_open():
    rows = run_query(
        "assessments_open",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decided_date
        refused    | 2025-02-01    | N        | 2025-03-10
        withdrawn  | 2025-02-01    | W        | 2025-03-10
        issued     | 2025-02-01    | Y        | 2025-03-10
        no_plan    | 2025-02-01    | Y        | 2025-03-10
        given_up   | 2025-02-01    | Y        | 2025-03-10
        long_ago   | 2023-02-01    | H        |
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | issued     | Y       | 2025-06-01
        a2            | no_plan    | N       | 2025-05-01
        a3            | given_up   | W       | 2025-05-01
        """,
    )
    assert rows == []


def test_a_refusal_overturned_by_mediation_is_open_again():
    rows = run_query(
        "assessments_open",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decided_date | has_mediation
        overturned | 2025-06-02    | N        | 2025-07-10   | true
        upheld     | 2025-06-02    | N        | 2025-07-10   | true
        """,
        assessments="""
        assessment_id | request_id | outcome
        a1            | overturned | A
        """,
    )
    assert_rows(rows, "request_id | stage | left_out\noverturned | in_assessment |")


def test_who_left_on_an_unknown_day_was_lost_or_has_no_date_received_is_left_out_by_reason():
    rows = run_query(
        "assessments_open",
        as_at="2026-01-15",
        requests="""
        request_id        | received_date | appears_date | decision | decision_known_date | is_exported | missing_from_date
        withdrawn         | 2025-06-02    | 2025-06-02   | W        | 2026-01-15          | false       |
        given_up          | 2025-06-02    | 2025-06-02   | Y        | 2025-07-01          | false       |
        moved             | 2025-06-02    | 2025-06-02   | Y        | 2025-07-01          | true        |
        refused           | 2025-06-02    | 2025-06-02   | N        | 2026-01-15          | false       |
        lost              | 2024-06-02    | 2024-06-02   | A        |                     | false       | 2026-01-15
        no_day_received   |               | 2025-06-10   | A        |                     | false       |
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_known_date
        a1            | given_up   | W       | 2026-01-15
        a2            | moved      | A       |
        """,
    )
    assert_rows(
        rows,
        """
        request_id      | left_out
        withdrawn       | Withdrawn, no date recorded
        given_up        | Withdrawn, no date recorded
        moved           | Moved to another authority, no date recorded
        refused         | Ended, no date recorded
        lost            | Open in an earlier return, not in the newest
        no_day_received | Date received missing
        """,
    )


def test_a_dated_refusal_is_an_end_even_where_the_family_moved_later():
    rows = run_query(
        "assessments_open",
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decided_date | is_exported | exported_known_date
        refused    | 2025-02-01    | N        | 2025-03-10   | true        | 2026-01-15
        agreed     | 2025-02-01    | Y        | 2025-03-10   | true        | 2026-01-15
        """,
    )
    assert_rows(rows, "request_id | left_out\nagreed | Moved to another authority, no date recorded")


def test_looking_back_the_case_stands_where_it_stood_on_that_day():
    requests = """
        request_id | received_date | decision | decided_date
        r1         | 2025-02-03    | Y        | 2025-03-10
        """
    assessments = """
        assessment_id | request_id | agreed_date | outcome | outcome_date | outcome_known_date | plan_agreed_known_date
        a1            | r1         | 2025-03-10  | Y       | 2025-09-01   | 2025-09-01         | 2025-07-01
        """
    for as_at, expected in (
        ("2025-02-02", "request_id | stage"),
        ("2025-02-03", "request_id | stage\nr1 | undecided"),
        ("2025-03-09", "request_id | stage\nr1 | undecided"),
        ("2025-03-10", "request_id | stage\nr1 | in_assessment"),
        ("2025-06-30", "request_id | stage\nr1 | in_assessment"),
        ("2025-07-01", "request_id | stage\nr1 | plan_not_issued"),
        ("2025-08-31", "request_id | stage\nr1 | plan_not_issued"),
        ("2025-09-01", "request_id | stage"),
    ):
        assert_rows(run_query("assessments_open", as_at, requests=requests, assessments=assessments), expected)


def test_a_plan_agreed_and_withdrawn_before_it_was_issued_was_awaited_until_then():
    requests = """
        request_id | received_date | decision | decided_date
        r1         | 2025-02-03    | Y        | 2025-03-10
        """
    assessments = """
        assessment_id | request_id | outcome | outcome_date | is_plan_agreed | plan_agreed_known_date
        a1            | r1         | W       | 2025-09-01   | true           | 2025-07-01
        """
    rows = run_query("assessments_open", "2025-08-31", requests=requests, assessments=assessments)
    assert_rows(rows, "request_id | stage\nr1 | plan_not_issued")
    assert run_query("assessments_open", "2025-09-01", requests=requests, assessments=assessments) == []


def test_a_return_that_comes_later_does_not_yet_say_that_a_case_was_lost_or_has_left():
    requests = """
        request_id | received_date | decision | decision_known_date | is_exported | exported_known_date | missing_from_date
        lost       | 2024-06-03    | A        |                     | false       |                     | 2026-01-15
        withdrawn  | 2024-06-03    | W        | 2026-01-15          | false       |                     |
        moved      | 2024-06-03    | A        |                     | true        | 2026-01-15          |
        """
    rows = run_query("assessments_open", "2026-01-14", requests=requests)
    assert_rows(rows, "request_id | left_out\nlost |\nwithdrawn |\nmoved |")


def test_a_bands_last_day_is_in_it_and_the_next_is_not():
    """As at 1 January 2026, from the day each case is 42, 43, 112... days old."""
    day = datetime.date(2026, 1, 1)
    edges = {
        42: "0_to_6_weeks",
        43: "6_to_16_weeks",
        112: "6_to_16_weeks",
        113: "16_to_20_weeks",
        140: "16_to_20_weeks",
        141: "20_to_26_weeks",
        182: "20_to_26_weeks",
        183: "26_to_40_weeks",
        280: "26_to_40_weeks",
        281: "40_to_52_weeks",
        364: "40_to_52_weeks",
        365: "52_to_104_weeks",
        728: "52_to_104_weeks",
        729: "over_104_weeks",
    }
    requests = [{"request_id": f"{age}", "received_date": day - datetime.timedelta(age)} for age in edges]
    rows = run_query("assessments_open", day, requests=requests)
    assert {int(row["request_id"]): row["age_band"] for row in rows} == edges


def test_a_plan_due_today_is_not_yet_past_and_one_due_in_31_days_comes_later():
    day = datetime.date(2026, 1, 1)
    ages = {141: "past", 140: "within_30_days", 110: "within_30_days", 109: "later"}
    requests = [{"request_id": f"{age}", "received_date": day - datetime.timedelta(age)} for age in ages]
    rows = run_query("assessments_open", day, requests=requests)
    assert {int(row["request_id"]): row["due"] for row in rows} == ages


def test_a_case_is_not_aged_beyond_the_newest_return_of_its_authority():
    rows = run_query(
        "assessments_open",
        as_at="2026-06-30",
        requests="""
        request_id | received_date | known_to
        r1         | 2025-12-04    | 2026-01-15
        """,
    )
    assert_rows(rows, "request_id | age_band | due\nr1 | 0_to_6_weeks | later")
