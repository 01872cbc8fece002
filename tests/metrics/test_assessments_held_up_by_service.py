"""Assessments held up by a service: one row an open assessment and adviser whose advice is out, counted past its 6 weeks."""

import pytest
from harness import assert_rows, run_query

from sendmetrics.contracts.reference import read_reference

REQUESTS = """
    request_id | person_id | received_date | decision | decided_date
    r1         | 1         | 2025-09-01    | Y        | 2025-10-06
    """


def test_advice_holds_an_assessment_up_from_the_day_after_its_six_weeks():
    advice = """
        advice_id | request_id | person_id | adviser_service | requested_date | received_date
        came      | r1         | 1         | ep              | 2025-10-06     | 2025-12-01
        out       | r1         | 1         | health_salt     | 2025-10-06     |
        again     | r1         | 1         | health_salt     | 2025-10-07     |
        """
    for as_at, expected in (
        ("2025-10-05", ""),
        ("2025-11-17", "\ncame | ep | ep | false\nout | health_salt | salt | false"),
        ("2025-11-18", "\ncame | ep | ep | true\nout | health_salt | salt | true"),
        ("2025-12-01", "\nout | health_salt | salt | true"),
    ):
        rows = run_query("assessments_held_up_by_service", as_at, requests=REQUESTS, advice=advice)
        assert_rows(rows, f"advice_id | adviser_service | service | is_counted{expected}")


def test_an_assessment_that_ended_is_held_up_no_more_and_one_that_cannot_be_placed_is_left_out():
    rows = run_query(
        "assessments_held_up_by_service",
        as_at="2026-01-15",
        requests="""
        request_id | person_id | received_date | decision | decided_date | missing_from_date
        open       | 1         | 2025-09-01    | A        |              |
        refused    | 2         | 2025-09-01    | N        | 2025-10-06   |
        lost       | 3         | 2024-09-02    | A        |              | 2026-01-15
        """,
        advice="""
        advice_id | request_id | person_id | requested_date | missing_from_date
        a_open    | open       | 1         | 2025-10-06     |
        a_gone    | open       | 1         | 2025-10-06     | 2025-12-15
        a_refused | refused    | 2         | 2025-10-06     |
        a_lost    | lost       | 3         | 2024-10-07     |
        a_nobody  |            | 4         | 2025-10-06     |
        a_older   |            | 5         | 2025-10-06     | 2025-12-15
        """,
    )
    assert_rows(
        rows,
        """
        advice_id | left_out
        a_open    |
        a_lost    | Open in an earlier return, not in the newest
        a_nobody  |
        a_older   | Outstanding in an earlier extract, not in the newest
        """,
    )


@pytest.mark.parametrize(
    ("referral", "adviser", "own_list"),
    [
        ("1 | salt  |            |           ", "health_salt", "waiting"),
        ("1 | salt  | 2025-10-06 |           ", "health_salt", "known"),
        ("1 | salt  |            | 2025-10-06", "health_salt", "known"),
        ("1 | camhs |            |           ", "health_salt", "not_referred"),
        ("2 | camhs |            |           ", "health_salt", "not_found"),
        ("1 | salt  |            |           ", "school", "no_list"),
        ("1 | salt  |            |           ", "social_care", "no_list"),
    ],
)
def test_a_child_may_wait_on_the_very_list_of_the_service_that_owes_the_advice(referral, adviser, own_list):
    rows = run_query(
        "assessments_held_up_by_service",
        as_at="2026-01-15",
        requests=REQUESTS,
        advice=f"advice_id | request_id | person_id | adviser_service | requested_date\na | r1 | 1 | {adviser} | 2025-10-06",
        referrals=f"""
        referral_id | received_date | person_id | service | rejected_date | first_contact_date
        somebody    | 2025-02-03    | 9         | salt    |               |
        own         | 2025-02-03    | {referral}
        """,
    )
    assert_rows(rows, f"adviser_service | own_list\n{adviser} | {own_list}")


def test_every_adviser_is_the_service_that_the_reference_says():
    advisers = {row["adviser_service"]: row["service"] or None for row in read_reference("advisers")}
    rows = run_query(
        "assessments_held_up_by_service",
        as_at="2026-01-15",
        requests=REQUESTS,
        advice=[
            {
                "advice_id": adviser,
                "request_id": "r1",
                "person_id": 1,
                "adviser_service": adviser,
                "requested_date": "2025-10-06",
            }
            for adviser in advisers
        ],
    )
    assert {row["adviser_service"]: row["service"] for row in rows} == advisers
