"""Discharged after missed appointments and back: one row a discharge of that kind, counted where the child was back."""

import pytest
from harness import assert_rows, run_query


def test_back_on_the_last_day_of_the_6_months_counts_and_a_day_later_does_not():
    rows = run_query(
        "missed_and_back_within_6_months",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | service | received_date | discharge_date | discharge_reason
        in_time     | 1         | salt    | 2025-01-06    | 2025-03-03     | was_not_brought
        in_time_2   | 1         | salt    | 2025-09-03    |                |
        too_late    | 2         | salt    | 2025-01-06    | 2025-03-03     | was_not_brought
        too_late_2  | 2         | salt    | 2025-09-04    |                |
        elsewhere   | 3         | salt    | 2025-01-06    | 2025-03-03     | was_not_brought
        elsewhere_2 | 3         | camhs   | 2025-04-07    |                |
        complete    | 4         | salt    | 2025-01-06    | 2025-03-03     | complete
        complete_2  | 4         | salt    | 2025-04-07    |                |
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | period_date | is_counted | left_out
        in_time     | 2025-03-03  | true       |
        too_late    | 2025-03-03  | false      |
        elsewhere   | 2025-03-03  | false      |
        """,
    )


def test_a_discharge_counts_once_its_6_months_have_passed_and_its_own_file_tells_of_them():
    referrals = """
        referral_id | person_id | service | received_date | discharge_date | discharge_reason | known_to
        back        | 1         | salt    | 2025-01-06    | 2025-03-03     | was_not_brought  | 2026-01-15
        back_2      | 1         | salt    | 2025-04-07    |                |                  | 2026-01-15
        old_file    | 2         | salt    | 2025-01-06    | 2025-03-03     | was_not_brought  | 2025-04-30
        """
    for as_at, left_out in (("2025-09-03", "Six months not yet passed"), ("2025-09-04", "")):
        rows = run_query("missed_and_back_within_6_months", as_at, referrals=referrals)
        assert_rows(
            rows,
            f"""
            referral_id | is_counted | left_out
            back        | true       | {left_out}
            old_file    | false      | Six months not yet passed
            """,
        )


def test_a_discharge_beside_another_open_referral_let_nobody_go():
    rows = run_query(
        "missed_and_back_within_6_months",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | service | received_date | discharge_date | discharge_reason
        missed      | 1         | salt    | 2025-01-06    | 2025-03-03     | was_not_brought
        beside      | 1         | salt    | 2024-01-08    | 2025-03-04     | complete
        no_service  | 2         |         | 2025-01-06    | 2025-03-03     | was_not_brought
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | left_out
        missed      | Another referral of the child to the service was open
        no_service  | Service not recorded
        """,
    )


@pytest.mark.parametrize(("discharged", "duplicate"), [("r1", "r2"), ("r2", "r1")])
@pytest.mark.parametrize("rejected", ["2025-05-01", "2025-05-08"])
def test_a_duplicate_rejected_beside_the_discharge_or_later_takes_none_away(discharged, duplicate, rejected):
    referrals = f"""
        referral_id  | spell_id | person_id | received_date | rejected_date | rejection_reason | discharge_date | discharge_reason | spell_closed_date
        {discharged} | a        | 1         | 2025-02-03    |               |                  | 2025-05-01     | was_not_brought  | {rejected}
        {duplicate}  | a        | 1         | 2025-04-07    | {rejected}    | duplicate        |                |                  | {rejected}
        again        | again    | 1         | 2025-11-01    |               |                  |                |                  |
        """
    rows = run_query("missed_and_back_within_6_months", "2026-01-15", referrals=referrals)
    assert_rows(rows, f"referral_id | period_date | is_counted | left_out\n{discharged} | 2025-05-01 | true |")


def test_a_referral_open_beside_and_rejected_for_another_reason_was_no_duplicate():
    rows = run_query(
        "missed_and_back_within_6_months",
        as_at="2026-01-15",
        referrals="""
        referral_id | spell_id | person_id | received_date | rejected_date | rejection_reason | discharge_date | discharge_reason | spell_closed_date
        missed      | a        | 1         | 2025-02-03    |               |                  | 2025-05-01     | was_not_brought  | 2025-05-08
        beside      | a        | 1         | 2025-04-07    | 2025-05-08    | threshold        |                |                  | 2025-05-08
        """,
    )
    assert_rows(rows, "referral_id | left_out\nmissed | Another referral of the child to the service was open")


def test_a_referral_that_newer_extracts_no_longer_hold_was_not_open_beside():
    rows = run_query(
        "missed_and_back_within_6_months",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | service | received_date | discharge_date | discharge_reason | missing_from_date
        gone        | 1         | salt    | 2021-03-01    |                |                  | 2021-09-30
        missed      | 1         | salt    | 2025-01-06    | 2025-03-03     | was_not_brought  |
        """,
    )
    assert_rows(rows, "referral_id | is_counted | left_out\nmissed | false |")
