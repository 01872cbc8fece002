"""Referrals whose child is found in education files: on a school census before, or in an EHC return."""

from harness import assert_rows, run_query


def test_a_child_is_found_by_a_census_before_a_referral_by_a_request_or_by_a_plan():
    rows = run_query(
        "referrals_matched_to_education",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | received_date | year_group | is_fsm_eligible
        on_roll     | 1         | 2025-02-03    | 3          | false
        later       | 1         | 2025-06-02    |            |
        requested   | 2         | 2025-02-03    |            |
        with_plan   | 3         | 2025-02-03    |            |
        nowhere     | 4         | 2025-02-03    |            |
        """,
        requests="request_id | person_id | received_date\nr | 2 | 2025-09-01",
        plans="plan_id | request_id | person_id | appears_date\np | q | 3 | 2024-01-08",
    )
    assert_rows(
        rows,
        """
        referral_id | period_date | is_counted
        on_roll     | 2025-02-03  | true
        later       | 2025-06-02  | true
        requested   | 2025-02-03  | true
        with_plan   | 2025-02-03  | true
        nowhere     | 2025-02-03  | false
        """,
    )


def test_looking_back_a_child_is_found_by_what_was_known_then():
    tables = {
        "referrals": "referral_id | person_id | received_date\nr | 2 | 2025-02-03",
        "requests": "request_id | person_id | received_date\nq | 2 | 2025-09-01",
    }
    for as_at, is_found in (("2025-08-31", "false"), ("2025-09-01", "true")):
        rows = run_query("referrals_matched_to_education", as_at, **tables)
        assert_rows(rows, f"referral_id | is_counted\nr | {is_found}")
