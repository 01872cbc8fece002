"""Referrals received: one for each referral, a child referred again counted again."""

from harness import assert_rows, run_query


def test_every_referral_counts_on_the_day_it_was_received():
    rows = run_query(
        "referrals_received",
        as_at="2026-01-15",
        referrals="""
        referral_id | chain_id | person_id | service | provider_code | received_date | rejected_date | next_received_date
        first       | first    | 7         | salt    | RXX           | 2025-02-03    | 2025-03-03    | 2025-04-07
        again       | first    | 7         | salt    | RXX           | 2025-04-07    |               |
        other       | other    | 7         | camhs   | RYY           | 2025-04-07    |               |
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | person_id | service | provider_code | period_date
        first       | 7         | salt    | RXX           | 2025-02-03
        again       | 7         | salt    | RXX           | 2025-04-07
        other       | 7         | camhs   | RYY           | 2025-04-07
        """,
    )


def test_a_referral_is_there_from_the_day_it_was_received():
    referrals = """
        referral_id | received_date
        today       | 2025-02-03
        tomorrow    | 2025-02-04
        """
    assert_rows(run_query("referrals_received", "2025-02-03", referrals=referrals), "referral_id\ntoday")
    assert_rows(run_query("referrals_received", "2025-02-04", referrals=referrals), "referral_id\ntoday\ntomorrow")


def test_a_referral_without_service_or_school_still_counts():
    rows = run_query(
        "referrals_received",
        as_at="2026-01-15",
        referrals="""
        referral_id | service | received_date
        r1          |         | 2025-02-03
        """,
    )
    assert_rows(rows, "referral_id | service | school_urn | period_date\nr1 | | | 2025-02-03")
