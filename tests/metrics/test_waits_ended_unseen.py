"""Waits that ended without a first contact: on the day nothing for the need is open any more, once a chain."""

from harness import assert_rows, run_query

NAME = "waits_ended_unseen"


def test_whoever_was_rejected_moved_or_closed_unseen_is_counted_and_whoever_was_seen_or_waits_is_not():
    rows = run_query(
        NAME,
        as_at="2026-01-15",
        referrals="""
        referral_id | service | received_date | first_contact_date | rejected_date | discharge_date | discharge_reason
        waiting     | salt    | 2025-11-03    |                    |               |                |
        seen        | salt    | 2025-11-03    | 2025-12-01         |               | 2026-01-05     | completed
        rejected    | salt    | 2025-11-03    |                    | 2025-11-17    |                |
        moved       | camhs   | 2025-11-03    |                    |               | 2026-01-15     | moved
        closed_next | camhs   | 2025-11-03    |                    |               | 2026-01-16     | moved
        missed      | camhs   | 2025-11-03    |                    |               | 2025-12-01     | was_not_brought
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | service | period_date
        rejected    | salt    | 2025-11-17
        moved       | camhs   | 2026-01-15
        missed      | camhs   | 2025-12-01
        """,
    )


CHAIN = """
    referral_id | chain_id | received_date | next_received_date | rejected_date | chain_start_date | earlier_closed_date
    first       | first    | 2025-03-03    | 2025-06-02         | 2025-04-07    | 2025-03-03       |
    again       | first    | 2025-06-02    |                    | 2025-07-07    | 2025-03-03       | {earlier}
    """


def test_a_child_referred_again_ends_one_wait_and_on_the_later_of_its_closings():
    for earlier, as_at, expected in (
        ("2025-04-07", "2026-01-15", "again       | 2025-07-07"),
        # The first one was closed after the second: until then the wait goes on.
        ("2025-08-04", "2026-01-15", "again       | 2025-08-04"),
        ("2025-08-04", "2025-08-04", "again       | 2025-08-04"),
        ("2025-08-04", "2025-08-03", ""),
        # Looked back to, it had ended with the first rejection.
        ("2025-04-07", "2025-06-01", "first       | 2025-04-07"),
        ("2025-04-07", "2025-06-02", ""),
    ):
        rows = run_query(NAME, as_at, referrals=CHAIN.format(earlier=earlier))
        assert_rows(rows, f"referral_id | period_date\n{expected}")
