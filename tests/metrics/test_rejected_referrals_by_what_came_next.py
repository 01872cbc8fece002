"""Referrals rejected by what became of the child: one row a rejection, and how it stands on the day looked at."""

from harness import assert_rows, run_query


def test_each_child_turned_away_is_back_or_was_sent_on_or_was_not_seen_again():
    rows = run_query(
        "rejected_referrals_by_what_came_next",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | service | received_date | rejected_date | rejection_reason          | redirected_to | prereq_service | first_contact_date | discharge_date | missing_from_date
        seen        | 1         | salt    | 2024-02-05    | 2024-03-04    | threshold                 |               |                |                    |                |
        seen_2      | 1         | salt    | 2024-06-03    |               |                           |               |                | 2025-06-02         |                |
        waits       | 2         | salt    | 2024-02-05    | 2024-03-04    | needs_other_service_first |               | ot             |                    |                |
        waits_2     | 2         | salt    | 2024-06-03    |               |                           |               |                |                    |                |
        rejected    | 3         | salt    | 2024-02-05    | 2024-03-04    | threshold                 |               |                |                    |                |
        rejected_2  | 3         | salt    | 2024-06-03    | 2024-07-01    | threshold                 | camhs         |                |                    |                |
        closed      | 4         | salt    | 2024-02-05    | 2024-03-04    | threshold                 |               |                |                    |                |
        closed_2    | 4         | salt    | 2024-06-03    |               |                           |               |                |                    | 2024-09-02     |
        lost        | 5         | salt    | 2024-02-05    | 2024-03-04    | threshold                 |               |                |                    |                |
        lost_2      | 5         | salt    | 2024-06-03    |               |                           |               |                |                    |                | 2025-09-30
        told_first  | 6         | salt    | 2024-02-05    | 2024-03-04    | needs_other_service_first |               |                |                    |                |
        not_again   | 7         | salt    | 2024-02-05    | 2024-03-04    | threshold                 |               |                |                    |                |
        repeats     | 8         | salt    | 2024-02-12    | 2024-03-04    | duplicate                 |               |                |                    |                |
        repeated    | 8         | salt    | 2024-02-05    |               |                           |               |                | 2024-05-06         |                |
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | period_date | came_next      | rejection_reason          | left_out
        seen        | 2024-03-04  | again_seen     | threshold                 |
        waits       | 2024-03-04  | again_waiting  | needs_other_service_first |
        rejected    | 2024-03-04  | again_rejected | threshold                 |
        rejected_2  | 2024-07-01  | sent_on        | threshold                 |
        closed      | 2024-03-04  | again_closed   | threshold                 |
        lost        | 2024-03-04  | again_lost     | threshold                 |
        told_first  | 2024-03-04  | sent_on        | needs_other_service_first |
        not_again   | 2024-03-04  | not_again      | threshold                 |
        repeats     | 2024-03-04  | another_open   | duplicate                 |
        """,
    )


def test_looking_back_it_is_too_soon_to_say_until_the_child_is_back_or_12_months_have_passed():
    referrals = """
        referral_id | person_id | service | received_date | rejected_date | first_contact_date
        back        | 1         | salt    | 2024-02-05    | 2024-03-04    |
        back_2      | 1         | salt    | 2024-06-03    |               | 2025-06-02
        never       | 2         | salt    | 2024-02-05    | 2024-03-04    |
        """
    for as_at, back, never in (
        ("2024-03-04", "too_soon", "too_soon"),
        ("2024-06-02", "too_soon", "too_soon"),
        ("2024-06-03", "again_waiting", "too_soon"),
        ("2025-03-04", "again_waiting", "too_soon"),
        ("2025-03-05", "again_waiting", "not_again"),
        ("2025-06-02", "again_seen", "not_again"),
    ):
        rows = run_query("rejected_referrals_by_what_came_next", as_at, referrals=referrals)
        assert_rows(rows, f"referral_id | came_next\nback | {back}\nnever | {never}")
    assert run_query("rejected_referrals_by_what_came_next", "2024-03-03", referrals=referrals) == []


def test_a_rejection_that_was_taken_back_or_names_no_service_is_left_out():
    rows = run_query(
        "rejected_referrals_by_what_came_next",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | service | received_date | rejected_date | first_contact_date
        taken_back  | 1         | salt    | 2024-02-05    | 2024-03-04    | 2024-05-06
        no_service  | 2         |         | 2024-02-05    | 2024-03-04    |
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | left_out
        taken_back  | Seen, though recorded as rejected
        no_service  | Service not recorded
        """,
    )


def test_a_referral_that_newer_extracts_no_longer_hold_was_not_open_beside():
    rows = run_query(
        "rejected_referrals_by_what_came_next",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | service | received_date | rejected_date | missing_from_date
        gone        | 1         | salt    | 2021-03-01    |               | 2021-09-30
        turned_away | 1         | salt    | 2024-01-08    | 2024-02-05    |
        gone_later  | 2         | salt    | 2021-03-01    |               | 2024-02-06
        repeats     | 2         | salt    | 2024-01-08    | 2024-02-05    |
        """,
    )
    assert_rows(rows, "referral_id | came_next\nturned_away | not_again\nrepeats | another_open")
