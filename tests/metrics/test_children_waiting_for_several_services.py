"""Children waiting for several services: one row a child who waits, counted where two services or more are waited for."""

from harness import assert_rows, run_query


def test_a_child_waiting_at_two_services_counts_and_one_with_two_referrals_to_one_service_does_not():
    rows = run_query(
        "children_waiting_for_several_services",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | chain_id | chain_start_date | service | received_date | next_received_date | earlier_closed_date
        two_salt    | 1         | salt     | 2025-02-03       | salt    | 2025-02-03    |                    |
        two_camhs   | 1         | camhs    | 2025-06-02       | camhs   | 2025-06-02    |                    |
        one_first   | 2         | one      | 2025-02-03       | salt    | 2025-02-03    | 2025-03-03         |
        one_second  | 2         | one      | 2025-02-03       | salt    | 2025-03-03    |                    | 2999-12-31
        alone       | 3         | alone    | 2025-02-03       | salt    | 2025-02-03    |                    |
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | person_id | period_date | is_counted | services_waited_for | left_out
        two_salt    | 1         | 2026-01-15  | true       | ['camhs', 'salt']   |
        one_second  | 2         | 2026-01-15  | false      | ['salt']            |
        alone       | 3         | 2026-01-15  | false      | ['salt']            |
        """,
    )


def test_a_wait_that_ended_is_none_and_who_waits_for_nothing_is_not_there():
    rows = run_query(
        "children_waiting_for_several_services",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | service | received_date | rejected_date | first_contact_date | discharge_date
        waits       | 1         | salt    | 2025-02-03    |               |                    |
        seen        | 1         | camhs   | 2025-02-03    |               | 2025-06-02         |
        rejected    | 1         | ot      | 2025-02-03    | 2025-03-03    |                    |
        all_over    | 2         | salt    | 2025-02-03    |               |                    | 2025-03-03
        """,
    )
    assert_rows(rows, "referral_id | is_counted\nwaits | false")


def test_the_second_wait_begins_on_its_day_and_not_the_day_before():
    referrals = """
        referral_id | person_id | service | received_date | first_contact_date
        salt        | 1         | salt    | 2025-02-03    | 2025-09-01
        camhs       | 1         | camhs   | 2025-06-02    |
        """
    for as_at, expected in (
        ("2025-06-01", "salt | false"),
        ("2025-06-02", "salt | true"),
        ("2025-08-31", "salt | true"),
        ("2025-09-01", "camhs | false"),
    ):
        rows = run_query("children_waiting_for_several_services", as_at, referrals=referrals)
        assert_rows(rows, f"referral_id | is_counted\n{expected}")


def test_a_service_not_named_is_no_second_one_and_what_the_newest_extract_lacks_is_not_waited_for():
    rows = run_query(
        "children_waiting_for_several_services",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | service | received_date | missing_from_date
        named       | 1         | salt    | 2025-02-03    |
        not_named   | 1         |         | 2025-01-06    |
        held        | 2         | salt    | 2025-02-03    |
        lost        | 2         | camhs   | 2025-01-06    | 2025-09-30
        gone        | 3         | camhs   | 2025-02-03    | 2025-09-30
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | is_counted | services_waited_for | left_out
        not_named   | false      | ['salt']            |
        held        | false      | ['salt']            |
        gone        | false      | []                  | Open in an earlier extract, not in the newest
        """,
    )
