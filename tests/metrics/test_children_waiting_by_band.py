"""Children waiting by how long they have waited: NHS England's bands, of the child's clock."""

import datetime

from harness import assert_rows, run_query

DAY = datetime.date(2026, 1, 15)


def test_a_bands_last_day_is_in_it_and_the_next_is_not():
    edges = {
        0: "0_to_7_days",
        7: "0_to_7_days",
        8: "8_to_14_days",
        14: "8_to_14_days",
        15: "2_to_4_weeks",
        28: "2_to_4_weeks",
        29: "4_to_12_weeks",
        84: "4_to_12_weeks",
        85: "12_to_18_weeks",
        126: "12_to_18_weeks",
        127: "18_to_52_weeks",
        364: "18_to_52_weeks",
        365: "52_to_104_weeks",
        728: "52_to_104_weeks",
        729: "over_104_weeks",
    }
    referrals = [{"referral_id": str(age), "received_date": DAY - datetime.timedelta(age)} for age in edges]
    rows = run_query("children_waiting_by_band", DAY, referrals=referrals)
    assert {int(row["chain_id"]): row["wait_band"] for row in rows} == edges


def test_whoever_was_seen_or_closed_does_not_wait_and_a_removal_is_no_first_contact():
    rows = run_query(
        "children_waiting_by_band",
        DAY,
        referrals="""
        referral_id | received_date | triaged_date | first_contact_date | rejected_date | discharge_date | discharge_reason
        waiting     | 2025-11-03    |              |                    |               |                |
        triaged     | 2025-11-03    | 2025-11-10   |                    |               |                |
        seen        | 2025-11-03    |              | 2026-01-15         |               |                |
        seen_next   | 2025-11-03    |              | 2026-01-16         |               |                |
        rejected    | 2025-11-03    |              |                    | 2025-11-17    |                |
        moved       | 2025-11-03    |              |                    |               | 2025-12-01     | moved
        missed      | 2025-11-03    |              |                    |               | 2025-12-01     | was_not_brought
        """,
    )
    assert_rows(rows, "chain_id | left_out\nwaiting |\ntriaged |\nseen_next |")


def test_the_clock_is_the_childs_and_two_open_referrals_are_one_waiting_child():
    rows = run_query(
        "children_waiting_by_band",
        DAY,
        referrals="""
        referral_id | chain_id | chain_start_date | received_date | rejected_date | next_received_date | earlier_closed_date
        r1          | r1       | 2024-12-02       | 2024-12-02    | 2025-01-06    | 2025-12-01         |
        r2          | r1       | 2024-12-02       | 2025-12-01    |               |                    | 2025-01-06
        s1          | s1       | 2025-12-29       | 2025-12-29    |               | 2026-01-05         |
        s2          | s1       | 2025-12-29       | 2026-01-05    | 2026-01-12    |                    | 2999-12-31
        """,
    )
    assert_rows(
        rows, "chain_id | wait_band | period_date\nr1 | 52_to_104_weeks | 2026-01-15\ns1 | 2_to_4_weeks | 2026-01-15"
    )


def test_a_wait_is_observed_no_further_than_the_file_that_told_of_it():
    rows = run_query(
        "children_waiting_by_band",
        DAY,
        referrals="""
        referral_id | received_date | known_to   | observed_to_date | missing_from_date
        told        | 2025-09-01    | 2025-09-30 | 2025-09-30       |
        lost        | 2025-09-01    | 2025-09-30 | 2025-12-31       | 2025-10-31
        """,
    )
    assert_rows(
        rows,
        """
        chain_id | wait_band     | left_out
        told     | 4_to_12_weeks |
        lost     | 12_to_18_weeks | Open in an earlier extract, not in the newest
        """,
    )
