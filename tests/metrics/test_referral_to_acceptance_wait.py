"""Wait from the first referral to acceptance: the weeks that the service's own clock does not show."""

from harness import assert_rows, run_query

METRIC = "referral_to_acceptance_wait"


def test_it_ends_with_the_acceptance_and_a_rejection_or_a_removal_is_no_success():
    rows = run_query(
        "referral_to_acceptance_wait",
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | accepted_date | rejected_date | discharge_date | discharge_reason | first_contact_date
        accepted    | 2025-02-03    | 2025-02-17    |               |                |                  |
        same_day    | 2025-02-03    | 2025-02-03    |               |                |                  |
        closed      | 2025-02-03    | 2025-02-17    |               | 2025-03-03     | moved            |
        undecided   | 2025-02-03    |               |               |                |                  |
        rejected    | 2025-02-03    |               | 2025-03-03    |                |                  |
        moved       | 2025-02-03    |               |               | 2025-03-03     | moved            |
        removed     | 2025-02-03    |               |               | 2025-03-03     | not_needed       |
        just_seen   | 2025-02-03    |               |               |                |                  | 2025-03-03
        """,
    )
    assert_rows(
        rows,
        """
        chain_id  | period_date | start_date | end_date   | exit     | limit_days | left_out
        accepted  | 2025-02-03  | 2025-02-03 | 2025-02-17 | finished |            |
        same_day  | 2025-02-03  | 2025-02-03 | 2025-02-03 | finished |            |
        closed    | 2025-02-03  | 2025-02-03 | 2025-02-17 | finished |            |
        undecided | 2025-02-03  | 2025-02-03 |            |          |            |
        rejected  | 2025-02-03  | 2025-02-03 | 2025-03-03 | refused  |            |
        moved     | 2025-02-03  | 2025-02-03 | 2025-03-03 | moved    |            |
        removed   | 2025-02-03  | 2025-02-03 | 2025-03-03 | removed  |            |
        just_seen | 2025-02-03  | 2025-02-03 |            |          |            | Seen, and no acceptance recorded
        """,
    )


# Turned away on 4 March 2024 until speech therapy was over; back on 1 December 2025 and accepted a week later.
LOOP = """
    referral_id | chain_id | chain_start_date | service     | received_date | rejected_date | rejection_reason          | prereq_service | next_received_date | earlier_closed_date | accepted_date | came_by
    p1          | p1       | 2024-02-05       | paediatrics | 2024-02-05    | 2024-03-04    | needs_other_service_first | salt           | 2025-12-01         |                     |               | first_referral
    p2          | p1       | 2024-02-05       | paediatrics | 2025-12-01    |               |                           |                |                    | 2024-03-04          | 2025-12-08    | other_service_first
    """


def test_a_prerequisite_loop_counts_whole_and_says_how_the_child_came():
    assert_rows(
        run_query(METRIC, "2026-01-15", referrals=LOOP),
        """
        chain_id | came_by             | start_date | end_date   | exit
        p1       | other_service_first | 2024-02-05 | 2025-12-08 | finished
        """,
    )


def test_looking_back_a_loop_was_a_rejection_and_then_an_open_wait():
    for as_at, came_by, end_date, leaving in (
        ("2024-02-05", "first_referral", "", ""),
        ("2024-03-03", "first_referral", "", ""),
        ("2024-03-04", "first_referral", "2024-03-04", "refused"),
        ("2025-11-30", "first_referral", "2024-03-04", "refused"),
        ("2025-12-01", "other_service_first", "", ""),
        ("2025-12-07", "other_service_first", "", ""),
        ("2025-12-08", "other_service_first", "2025-12-08", "finished"),
    ):
        rows = run_query(METRIC, as_at, referrals=LOOP)
        assert_rows(rows, f"chain_id | came_by | end_date | exit\np1 | {came_by} | {end_date} | {leaving}")
    assert run_query(METRIC, "2024-02-04", referrals=LOOP) == []


def test_a_rejected_child_referred_again_has_waited_since_the_first():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | chain_id | chain_start_date | received_date | rejected_date | next_received_date | earlier_closed_date | accepted_date | came_by
        r1          | r1       | 2025-02-03       | 2025-02-03    | 2025-03-03    | 2025-04-07         |                     |               | first_referral
        r2          | r1       | 2025-02-03       | 2025-04-07    | 2025-05-05    | 2025-06-02         | 2025-03-03          |               | rejected
        r3          | r1       | 2025-02-03       | 2025-06-02    |               |                    | 2025-05-05          | 2025-06-16    | rejected
        """,
    )
    assert_rows(rows, "chain_id | came_by | start_date | end_date\nr1 | rejected | 2025-02-03 | 2025-06-16")


def test_accepted_and_discharged_after_misses_it_runs_on_to_the_acceptance_after_the_new_referral():
    referrals = """
        referral_id | chain_id | chain_start_date | received_date | accepted_date | discharge_date | discharge_reason | next_received_date | earlier_closed_date | came_by
        r1          | r1       | 2025-02-03       | 2025-02-03    | 2025-02-10    | 2025-06-02     | was_not_brought  | 2025-09-01         |                     | first_referral
        r2          | r1       | 2025-02-03       | 2025-09-01    | 2025-09-08    |                |                  |                    | 2025-06-02          | closed_unseen
        """
    for as_at, came_by, end_date in (
        ("2025-08-31", "first_referral", "2025-02-10"),
        ("2025-09-01", "closed_unseen", ""),
        ("2025-09-08", "closed_unseen", "2025-09-08"),
    ):
        rows = run_query(METRIC, as_at, referrals=referrals)
        assert_rows(rows, f"chain_id | came_by | start_date | end_date\nr1 | {came_by} | 2025-02-03 | {end_date}")


def test_two_open_referrals_are_one_wait_to_the_first_acceptance_and_closed_only_with_both():
    referrals = """
        referral_id | chain_id | chain_start_date | spell_id | received_date | accepted_date | spell_accepted_date | rejected_date | next_received_date | earlier_closed_date | spell_closed_date | spell_exit
        r1          | r1       | 2025-02-03       | r1       | 2025-02-03    |               | 2025-03-10          | 2025-03-03    | 2025-02-10         |                     |                   |
        r2          | r1       | 2025-02-03       | r1       | 2025-02-10    | 2025-03-10    | 2025-03-10          |               |                    | 2025-03-03          |                   |
        """
    for as_at, end_date in (("2025-03-03", ""), ("2025-03-09", ""), ("2025-03-10", "2025-03-10")):
        rows = run_query(METRIC, as_at, referrals=referrals)
        assert_rows(rows, f"chain_id | start_date | end_date\nr1 | 2025-02-03 | {end_date}")


def test_sent_on_by_another_service_the_child_has_waited_since_the_referral_there():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | chain_id | chain_start_date | service            | received_date | rejected_date | accepted_date | came_by
        c1          | c1       | 2025-02-03       | camhs              | 2025-02-03    | 2025-03-03    |               | first_referral
        n1          | n1       | 2025-02-03       | neurodevelopmental | 2025-03-17    |               | 2025-03-24    | sent_on
        """,
    )
    assert_rows(
        rows,
        """
        chain_id | service            | came_by        | start_date | end_date   | exit
        c1       | camhs              | first_referral | 2025-02-03 | 2025-03-03 | refused
        n1       | neurodevelopmental | sent_on        | 2025-02-03 | 2025-03-24 | finished
        """,
    )


def test_undecided_in_an_earlier_extract_but_not_in_the_newest_is_left_out():
    referrals = """
        referral_id | received_date | accepted_date | rejected_date | missing_from_date
        lost        | 2025-02-03    |               |               | 2025-09-30
        accepted    | 2025-02-03    | 2025-02-10    |               | 2025-09-30
        rejected    | 2025-02-03    |               | 2025-03-03    | 2025-09-30
        """
    assert_rows(
        run_query(METRIC, "2026-01-15", referrals=referrals),
        """
        chain_id | left_out
        lost     | Open in an earlier extract, not in the newest
        accepted |
        rejected |
        """,
    )
    assert_rows(
        run_query(METRIC, "2025-09-29", referrals=referrals), "chain_id | left_out\nlost |\naccepted |\nrejected |"
    )
