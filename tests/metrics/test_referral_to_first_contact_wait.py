"""Wait from referral to first contact: the child's clock, carried across rejections and re-referrals."""

from harness import assert_rows, run_query

# What the build notes of a chain: its first referral and day, its first contact, the day the next
# referral came, and the day the last of the earlier ones was closed (far ahead while one is open).


def test_a_wait_ends_with_the_first_contact_and_every_other_end_is_named():
    rows = run_query(
        "referral_to_first_contact_wait",
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | triaged_date | first_contact_date | rejected_date | discharge_date | discharge_reason
        seen        | 2025-02-03    |              | 2025-06-09         |               |                |
        seen_closed | 2025-02-03    |              | 2025-06-09         |               | 2025-09-01     | complete
        triaged     | 2025-02-03    | 2025-02-10   |                    |               |                |
        rejected    | 2025-02-03    |              |                    | 2025-03-03    |                |
        moved       | 2025-02-03    |              |                    |               | 2025-03-03     | moved
        not_needed  | 2025-02-03    |              |                    |               | 2025-03-03     | not_needed
        no_reason   | 2025-02-03    |              |                    |               | 2025-03-03     |
        both        | 2025-02-03    |              |                    | 2025-03-03    | 2025-03-31     | moved
        """,
    )
    assert_rows(
        rows,
        """
        chain_id    | period_date | start_date | end_date   | exit     | left_out
        seen        | 2025-02-03  | 2025-02-03 | 2025-06-09 | finished |
        seen_closed | 2025-02-03  | 2025-02-03 | 2025-06-09 | finished |
        triaged     | 2025-02-03  | 2025-02-03 |            |          |
        rejected    | 2025-02-03  | 2025-02-03 | 2025-03-03 | refused  |
        moved       | 2025-02-03  | 2025-02-03 | 2025-03-03 | moved    |
        not_needed  | 2025-02-03  | 2025-02-03 | 2025-03-03 | removed  |
        no_reason   | 2025-02-03  | 2025-02-03 | 2025-03-03 | removed  |
        both        | 2025-02-03  | 2025-02-03 | 2025-03-03 | refused  |
        """,
    )


def test_of_a_rejection_and_a_discharge_the_earlier_day_ends_the_wait():
    rows = run_query(
        "referral_to_first_contact_wait",
        as_at="2026-01-15",
        referrals="""
        referral_id      | received_date | rejected_date | discharge_date
        rejected_first   | 2025-02-03    | 2025-03-03    | 2025-03-31
        discharged_first | 2025-02-03    | 2025-03-31    | 2025-03-03
        """,
    )
    assert_rows(rows, "chain_id | end_date\nrejected_first | 2025-03-03\ndischarged_first | 2025-03-03")


REJECTED_THEN_SEEN = """
    referral_id | chain_id | chain_start_date | received_date | rejected_date | next_received_date | earlier_closed_date | first_contact_date | chain_contact_date
    r1          | r1       | 2025-02-03       | 2025-02-03    | 2025-03-03    | 2025-04-07         |                     |                    | 2025-09-01
    r2          | r1       | 2025-02-03       | 2025-04-07    |               |                    | 2025-03-03          | 2025-09-01         | 2025-09-01
    """


def test_the_clock_runs_on_from_the_first_referral_when_a_rejected_child_is_referred_again():
    rows = run_query("referral_to_first_contact_wait", "2026-01-15", referrals=REJECTED_THEN_SEEN)
    assert_rows(
        rows,
        """
        chain_id | start_date | end_date   | exit
        r1       | 2025-02-03 | 2025-09-01 | finished
        """,
    )


def test_looking_back_each_step_of_the_chain_is_undone():
    for as_at, end_date, leaving in (
        ("2025-02-03", "", ""),
        ("2025-03-02", "", ""),
        ("2025-03-03", "2025-03-03", "refused"),
        ("2025-04-06", "2025-03-03", "refused"),
        ("2025-04-07", "", ""),
        ("2025-08-31", "", ""),
        ("2025-09-01", "2025-09-01", "finished"),
    ):
        rows = run_query("referral_to_first_contact_wait", as_at, referrals=REJECTED_THEN_SEEN)
        assert_rows(rows, f"chain_id | start_date | end_date | exit\nr1 | 2025-02-03 | {end_date} | {leaving}")
    assert run_query("referral_to_first_contact_wait", "2025-02-02", referrals=REJECTED_THEN_SEEN) == []


def test_needing_another_service_first_does_not_stop_the_clock():
    # Turned away on 3 March until speech therapy was over; referred back in November and still waiting.
    rows = run_query(
        "referral_to_first_contact_wait",
        as_at="2026-01-15",
        referrals="""
        referral_id | chain_id | chain_start_date | service            | received_date | rejected_date | rejection_reason          | next_received_date | earlier_closed_date | first_contact_date | chain_contact_date
        r1          | r1       | 2025-02-03       | neurodevelopmental | 2025-02-03    | 2025-03-03    | needs_other_service_first | 2025-11-03         |                     |                    |
        r2          | r1       | 2025-02-03       | neurodevelopmental | 2025-11-03    |               |                  |                    | 2025-03-03          |                    |
        s1          | s1       | 2025-03-10       | salt               | 2025-03-10    |               |                  |                    |                     | 2025-05-12         | 2025-05-12
        """,
        services="""
        service            | standard_days
        neurodevelopmental | 91
        salt               | 126
        """,
    )
    assert_rows(
        rows,
        """
        chain_id | service            | start_date | end_date   | exit     | limit_days
        r1       | neurodevelopmental | 2025-02-03 |            |          | 91
        s1       | salt               | 2025-03-10 | 2025-05-12 | finished | 126
        """,
    )


def test_two_open_referrals_of_one_child_are_one_wait_until_both_are_closed():
    referrals = """
        referral_id | chain_id | chain_start_date | received_date | rejected_date | next_received_date | earlier_closed_date | discharge_date | discharge_reason
        r1          | r1       | 2025-02-03       | 2025-02-03    |               | 2025-02-10         |                     | 2025-05-05     | complete
        r2          | r1       | 2025-02-03       | 2025-02-10    | 2025-02-17    |                    | 2025-05-05          |                |
        """
    for as_at, expected in (
        ("2025-02-09", "r1 | 2025-02-03 | |"),
        ("2025-02-16", "r1 | 2025-02-03 | |"),
        ("2025-02-17", "r1 | 2025-02-03 | |"),
        ("2025-05-04", "r1 | 2025-02-03 | |"),
        ("2025-05-05", "r1 | 2025-02-03 | 2025-05-05 | refused"),
    ):
        rows = run_query("referral_to_first_contact_wait", as_at, referrals=referrals)
        assert_rows(rows, f"chain_id | start_date | end_date | exit\n{expected}")


def test_a_duplicate_on_the_same_day_is_the_same_wait_and_contact_on_either_ends_it():
    rows = run_query(
        "referral_to_first_contact_wait",
        as_at="2026-01-15",
        referrals="""
        referral_id | chain_id | chain_start_date | received_date | next_received_date | earlier_closed_date | first_contact_date | chain_contact_date
        r1          | r1       | 2025-02-03       | 2025-02-03    | 2025-02-03         |                     | 2025-06-09         | 2025-06-09
        r2          | r1       | 2025-02-03       | 2025-02-03    |                    | 2999-12-31          |                    | 2025-06-09
        """,
    )
    assert_rows(rows, "chain_id | start_date | end_date | exit\nr1 | 2025-02-03 | 2025-06-09 | finished")


def test_each_service_has_its_own_standard_and_an_unknown_one_that_of_other():
    rows = run_query(
        "referral_to_first_contact_wait",
        as_at="2026-01-15",
        referrals="""
        referral_id | service            | received_date
        r1          | neurodevelopmental | 2025-02-03
        r2          | salt               | 2025-02-03
        r3          |                    | 2025-02-03
        """,
        services="""
        service            | standard_days
        neurodevelopmental | 91
        salt               | 126
        other              | 100
        """,
    )
    assert_rows(
        rows,
        """
        chain_id | service            | limit_days
        r1       | neurodevelopmental | 91
        r2       | salt               | 126
        r3       |                    | 100
        """,
    )


def test_a_contact_before_the_referral_is_left_out_and_one_on_the_day_counts():
    rows = run_query(
        "referral_to_first_contact_wait",
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | first_contact_date
        before      | 2025-02-03    | 2025-02-02
        same_day    | 2025-02-03    | 2025-02-03
        """,
    )
    assert_rows(
        rows, "chain_id | exit | left_out\nbefore | finished | Seen before it was referred\nsame_day | finished |"
    )


def test_open_in_an_earlier_extract_but_not_in_the_newest_is_left_out():
    referrals = """
        referral_id | received_date | rejected_date | known_to   | observed_to_date | missing_from_date
        lost        | 2025-02-03    |               | 2025-06-30 | 2026-01-15       | 2025-09-30
        rejected    | 2025-02-03    | 2025-03-03    | 2025-06-30 | 2026-01-15       | 2025-09-30
        held        | 2025-02-03    |               | 2026-01-15 | 2026-01-15       |
        """
    assert_rows(
        run_query("referral_to_first_contact_wait", "2026-01-15", referrals=referrals),
        """
        chain_id | known_to   | left_out
        lost     | 2026-01-15 | Open in an earlier extract, not in the newest
        rejected | 2026-01-15 |
        held     | 2026-01-15 |
        """,
    )
    rows = run_query("referral_to_first_contact_wait", "2025-09-29", referrals=referrals)
    assert_rows(rows, "chain_id | left_out\nlost |\nrejected |\nheld |")
