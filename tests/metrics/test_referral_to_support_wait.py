"""Wait from referral to support started: neither a rejection nor a first appointment ends it."""

from harness import assert_rows, run_query

METRIC = "referral_to_support_wait"


def test_only_support_itself_ends_the_wait_and_every_other_way_out_is_named():
    rows = run_query(
        "referral_to_support_wait",
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | accepted_date | first_contact_date | intervention_started_date | rejected_date | discharge_date | discharge_reason
        reached     | 2025-02-03    | 2025-02-10    | 2025-06-09         | 2025-07-07    |               |                |
        then_closed | 2025-02-03    | 2025-02-10    | 2025-06-09         | 2025-07-07    |               | 2025-09-01     | complete
        same_day    | 2025-02-03    | 2025-02-03    | 2025-02-03         | 2025-02-03    |               |                |
        only_seen   | 2025-02-03    | 2025-02-10    | 2025-06-09         |               |               |                |
        seen_closed | 2025-02-03    | 2025-02-10    | 2025-06-09         |               |               | 2025-09-01     | complete
        unseen      | 2025-02-03    | 2025-02-10    |                    |               |               |                |
        rejected    | 2025-02-03    |               |                    |               | 2025-03-03    |                |
        moved       | 2025-02-03    | 2025-02-10    |                    |               |               | 2025-03-03     | moved
        """,
    )
    assert_rows(
        rows,
        """
        chain_id    | period_date | start_date | end_date   | exit     | limit_days | left_out
        reached     | 2025-02-03  | 2025-02-03 | 2025-07-07 | finished |            |
        then_closed | 2025-02-03  | 2025-02-03 | 2025-07-07 | finished |            |
        same_day    | 2025-02-03  | 2025-02-03 | 2025-02-03 | finished |            |
        only_seen   | 2025-02-03  | 2025-02-03 |            |          |            |
        seen_closed | 2025-02-03  | 2025-02-03 | 2025-09-01 | removed  |            |
        unseen      | 2025-02-03  | 2025-02-03 |            |          |            |
        rejected    | 2025-02-03  | 2025-02-03 | 2025-03-03 | refused  |            |
        moved       | 2025-02-03  | 2025-02-03 | 2025-03-03 | moved    |            |
        """,
    )


def test_a_rejected_child_referred_again_keeps_the_clock_step_by_step_looking_back():
    referrals = """
        referral_id | chain_id | chain_start_date | received_date | rejected_date | next_received_date | earlier_closed_date | first_contact_date | intervention_started_date | came_by
        r1          | r1       | 2025-02-03       | 2025-02-03    | 2025-03-03    | 2025-04-07         |                     |                    |               | first_referral
        r2          | r1       | 2025-02-03       | 2025-04-07    |               |                    | 2025-03-03          | 2025-09-01         | 2025-11-03    | rejected
        """
    for as_at, came_by, end_date, leaving in (
        ("2025-02-03", "first_referral", "", ""),
        ("2025-03-03", "first_referral", "2025-03-03", "refused"),
        ("2025-04-06", "first_referral", "2025-03-03", "refused"),
        ("2025-04-07", "rejected", "", ""),
        ("2025-09-01", "rejected", "", ""),
        ("2025-11-02", "rejected", "", ""),
        ("2025-11-03", "rejected", "2025-11-03", "finished"),
    ):
        rows = run_query(METRIC, as_at, referrals=referrals)
        assert_rows(
            rows,
            f"chain_id | came_by | start_date | end_date | exit\nr1 | {came_by} | 2025-02-03 | {end_date} | {leaving}",
        )


def test_two_open_referrals_are_one_waiting_child_until_both_are_closed():
    referrals = """
        referral_id | chain_id | chain_start_date | spell_id | received_date | next_received_date | earlier_closed_date | rejected_date | discharge_date | spell_closed_date | spell_exit
        r1          | r1       | 2025-02-03       | r1       | 2025-02-03    | 2025-02-10         |                     |               | 2025-05-05     | 2025-05-05        | removed
        r2          | r1       | 2025-02-03       | r1       | 2025-02-10    |                    | 2025-05-05          | 2025-02-17    |                | 2025-05-05        | removed
        """
    for as_at, end_date, leaving in (
        ("2025-02-09", "", ""),
        ("2025-02-17", "", ""),
        ("2025-05-04", "", ""),
        ("2025-05-05", "2025-05-05", "removed"),
    ):
        rows = run_query(METRIC, as_at, referrals=referrals)
        assert_rows(rows, f"chain_id | start_date | end_date | exit\nr1 | 2025-02-03 | {end_date} | {leaving}")


def test_sent_to_another_service_first_the_wait_goes_on_and_what_that_service_does_ends_its_own():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | chain_id | chain_start_date | service     | received_date | rejected_date | rejection_reason          | next_received_date | earlier_closed_date | intervention_started_date | came_by
        p1          | p1       | 2025-02-03       | paediatrics | 2025-02-03    | 2025-03-03    | needs_other_service_first | 2025-11-03         |                     |               | first_referral
        p2          | p1       | 2025-02-03       | paediatrics | 2025-11-03    |               |                           |                    | 2025-03-03          |               | other_service_first
        s1          | s1       | 2025-02-03       | salt        | 2025-03-10    |               |                           |                    |                     | 2025-07-07    | sent_on
        """,
    )
    assert_rows(
        rows,
        """
        chain_id | came_by             | start_date | end_date
        p1       | other_service_first | 2025-02-03 |
        s1       | sent_on             | 2025-02-03 | 2025-07-07
        """,
    )


def test_assessed_and_closed_without_support_is_no_success_and_not_waiting():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | first_contact_date | assessed_date | discharge_date | discharge_reason
        no_need     | 2025-02-03    | 2025-06-09         | 2025-07-07    | 2025-07-14     | complete
        waiting     | 2025-02-03    | 2025-06-09         | 2025-07-07    |                |
        """,
    )
    assert_rows(rows, "chain_id | end_date | exit\nno_need | 2025-07-14 | removed\nwaiting | |")


def test_a_day_before_the_referral_is_left_out_and_one_on_the_day_counts():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | intervention_started_date
        before      | 2025-02-03    | 2025-02-02
        same_day    | 2025-02-03    | 2025-02-03
        """,
    )
    assert_rows(
        rows, "chain_id | exit | left_out\nbefore | finished | Supported before it was referred\nsame_day | finished |"
    )


def test_open_in_an_earlier_extract_but_not_in_the_newest_is_left_out():
    referrals = """
        referral_id | received_date | first_contact_date | intervention_started_date | discharge_date | missing_from_date
        lost        | 2025-02-03    | 2025-06-09         |               |                | 2025-09-30
        reached     | 2025-02-03    | 2025-06-09         | 2025-07-07    |                | 2025-09-30
        closed      | 2025-02-03    | 2025-06-09         |               | 2025-09-01     | 2025-09-30
        """
    assert_rows(
        run_query(METRIC, "2026-01-15", referrals=referrals),
        """
        chain_id | left_out
        lost     | Open in an earlier extract, not in the newest
        reached  |
        closed   |
        """,
    )
    assert_rows(
        run_query(METRIC, "2025-09-29", referrals=referrals), "chain_id | left_out\nlost |\nreached |\nclosed |"
    )
