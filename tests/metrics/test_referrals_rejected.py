"""Referrals rejected: out of those accepted or rejected, on the day of the decision."""

from harness import assert_rows, run_query


def test_a_referral_counts_on_the_day_it_was_decided_and_an_undecided_one_not_at_all():
    rows = run_query(
        "referrals_rejected",
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | triaged_date | accepted_date | rejected_date | first_contact_date
        accepted    | 2025-02-03    | 2025-02-10   | 2025-02-17    |               | 2025-06-02
        rejected    | 2025-02-03    | 2025-02-10   |               | 2025-02-24    |
        just_seen   | 2025-02-03    |              |               |               | 2025-03-03
        both        | 2025-02-03    |              | 2025-02-17    | 2025-03-10    | 2025-06-02
        undecided   | 2025-02-03    | 2025-02-10   |               |               |
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | period_date | is_counted
        accepted    | 2025-02-17  | false
        rejected    | 2025-02-24  | true
        just_seen   | 2025-03-03  | false
        both        | 2025-03-10  | true
        """,
    )


def test_a_discharge_by_itself_decides_nothing():
    rows = run_query(
        "referrals_rejected",
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | discharge_date | discharge_reason
        closed      | 2025-02-03    | 2025-03-03     | not_needed
        """,
    )
    assert rows == []


def test_looking_back_a_rejection_is_an_acceptance_or_nothing_until_its_day():
    referrals = """
        referral_id | received_date | accepted_date | rejected_date
        both        | 2025-02-03    | 2025-02-17    | 2025-03-10
        rejected    | 2025-02-03    |               | 2025-03-10
        """
    assert_rows(
        run_query("referrals_rejected", "2025-03-09", referrals=referrals),
        """
        referral_id | period_date | is_counted
        both        | 2025-02-17  | false
        """,
    )
    assert_rows(
        run_query("referrals_rejected", "2025-03-10", referrals=referrals),
        """
        referral_id | period_date | is_counted
        both        | 2025-03-10  | true
        rejected    | 2025-03-10  | true
        """,
    )
