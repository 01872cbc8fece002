"""Children rejected and referred again: one row a rejection, counted where the child was back within 12 months."""

from harness import assert_rows, run_query


def test_back_on_the_last_day_of_the_12_months_counts_and_a_day_later_does_not():
    rows = run_query(
        "rejected_referred_again",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | service | received_date | rejected_date
        in_time     | 1         | salt    | 2024-02-05    | 2024-03-04
        in_time_2   | 1         | salt    | 2025-03-04    |
        too_late    | 2         | salt    | 2024-02-05    | 2024-03-04
        too_late_2  | 2         | salt    | 2025-03-05    |
        elsewhere   | 3         | salt    | 2024-02-05    | 2024-03-04
        elsewhere_2 | 3         | camhs   | 2024-04-01    |
        same_day    | 4         | salt    | 2024-02-05    | 2024-03-04
        same_day_2  | 4         | salt    | 2024-03-04    |
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | period_date | is_counted | left_out
        in_time     | 2024-03-04  | true       |
        too_late    | 2024-03-04  | false      |
        elsewhere   | 2024-03-04  | false      |
        same_day    | 2024-03-04  | true       |
        """,
    )


def test_a_rejection_counts_once_its_12_months_have_passed_and_its_own_file_tells_of_them():
    referrals = """
        referral_id | person_id | service | received_date | rejected_date | known_to
        back        | 1         | salt    | 2024-02-05    | 2024-03-04    | 2026-01-15
        back_2      | 1         | salt    | 2024-06-03    |               | 2026-01-15
        old_file    | 2         | salt    | 2024-02-05    | 2024-03-04    | 2025-01-31
        """
    for as_at, left_out in (("2025-03-04", "Twelve months not yet passed"), ("2025-03-05", "")):
        rows = run_query("rejected_referred_again", as_at, referrals=referrals)
        assert_rows(
            rows,
            f"""
            referral_id | is_counted | left_out
            back        | true       | {left_out}
            old_file    | false      | Twelve months not yet passed
            """,
        )


def test_a_rejection_beside_another_open_referral_turned_nobody_away():
    rows = run_query(
        "rejected_referred_again",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | service | received_date | rejected_date | discharge_date | first_contact_date
        repeats     | 1         | salt    | 2024-02-12    | 2024-03-04    |                |
        open        | 1         | salt    | 2024-02-05    |               | 2024-03-05     |
        after_all   | 2         | salt    | 2024-02-12    | 2024-03-04    |                |
        just_closed | 2         | salt    | 2024-02-05    |               | 2024-03-04     |
        seen        | 3         | salt    | 2024-02-12    | 2024-03-04    |                | 2024-05-06
        no_service  | 4         |         | 2024-02-12    | 2024-03-04    |                |
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | is_counted | left_out
        repeats     | true       | Another referral of the child to the service was open
        after_all   | false      |
        seen        | false      | Seen, though recorded as rejected
        no_service  | false      | Service not recorded
        """,
    )


def test_a_referral_that_newer_extracts_no_longer_hold_was_not_open_beside():
    rows = run_query(
        "rejected_referred_again",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | service | received_date | rejected_date | missing_from_date
        gone        | 1         | salt    | 2021-03-01    |               | 2021-09-30
        turned_away | 1         | salt    | 2024-01-08    | 2024-02-05    |
        gone_that   | 2         | salt    | 2021-03-01    |               | 2024-02-05
        that_day    | 2         | salt    | 2024-01-08    | 2024-02-05    |
        gone_later  | 3         | salt    | 2021-03-01    |               | 2024-02-06
        repeats     | 3         | salt    | 2024-01-08    | 2024-02-05    |
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | is_counted | left_out
        turned_away | false      |
        that_day    | false      |
        repeats     | true       | Another referral of the child to the service was open
        """,
    )
