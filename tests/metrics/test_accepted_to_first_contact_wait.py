"""Wait from acceptance to first contact: the service's clock, which a rejection does not start and a closing stops."""

from harness import assert_rows, run_query

METRIC = "accepted_to_first_contact_wait"


def test_the_clock_runs_from_the_acceptance_and_every_end_but_being_seen_is_no_success():
    rows = run_query(
        "accepted_to_first_contact_wait",
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | triaged_date | accepted_date | first_contact_date | rejected_date | discharge_date | discharge_reason
        seen        | 2025-02-03    | 2025-02-10   | 2025-02-17    | 2025-06-09         |               |                |
        seen_closed | 2025-02-03    |              | 2025-02-17    | 2025-06-09         |               | 2025-09-01     | complete
        waiting     | 2025-02-03    |              | 2025-02-17    |                    |               |                |
        moved       | 2025-02-03    |              | 2025-02-17    |                    |               | 2025-03-03     | moved
        removed     | 2025-02-03    |              | 2025-02-17    |                    |               | 2025-03-03     | not_needed
        turned_away | 2025-02-03    |              | 2025-02-17    |                    | 2025-03-03    |                |
        """,
        services="service | standard_days\nsalt | 91",
    )
    assert_rows(
        rows,
        """
        spell_id    | period_date | start_date | end_date   | exit     | limit_days | left_out
        seen        | 2025-02-17  | 2025-02-17 | 2025-06-09 | finished | 91         |
        seen_closed | 2025-02-17  | 2025-02-17 | 2025-06-09 | finished | 91         |
        waiting     | 2025-02-17  | 2025-02-17 |            |          | 91         |
        moved       | 2025-02-17  | 2025-02-17 | 2025-03-03 | moved    | 91         |
        removed     | 2025-02-17  | 2025-02-17 | 2025-03-03 | removed  | 91         |
        turned_away | 2025-02-17  | 2025-02-17 | 2025-03-03 | refused  | 91         |
        """,
    )


def test_what_was_never_accepted_is_not_on_the_services_list():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | triaged_date | rejected_date | discharge_date | first_contact_date
        rejected    | 2025-02-03    |              | 2025-03-03    |                |
        closed      | 2025-02-03    |              |               | 2025-03-03     |
        undecided   | 2025-02-03    | 2025-02-10   |               |                |
        just_seen   | 2025-02-03    |              |               |                | 2025-03-03
        seen_closed | 2025-02-03    |              |               | 2025-04-07     | 2025-03-03
        """,
    )
    assert_rows(
        rows,
        """
        spell_id    | period_date | end_date   | left_out
        undecided   | 2025-02-03  |            | Neither accepted nor rejected yet
        just_seen   | 2025-02-03  | 2025-03-03 | Seen, and no acceptance recorded
        seen_closed | 2025-02-03  | 2025-03-03 | Seen, and no acceptance recorded
        """,
    )


REJECTED_THEN_ACCEPTED = """
    referral_id | chain_id | chain_start_date | received_date | rejected_date | next_received_date | earlier_closed_date | accepted_date | first_contact_date | came_by
    r1          | r1       | 2025-02-03       | 2025-02-03    | 2025-03-03    | 2025-04-07         |                     |               |                    | first_referral
    r2          | r1       | 2025-02-03       | 2025-04-07    |               |                    | 2025-03-03          | 2025-04-14    | 2025-09-01         | rejected
    """


def test_a_rejected_child_referred_again_starts_this_clock_only_with_the_acceptance():
    """The child's own clock, in referral_to_first_contact_wait, has run since 3 February."""
    rows = run_query(METRIC, "2026-01-15", referrals=REJECTED_THEN_ACCEPTED)
    assert_rows(
        rows,
        """
        spell_id | came_by  | start_date | end_date   | exit
        r2       | rejected | 2025-04-14 | 2025-09-01 | finished
        """,
    )


def test_looking_back_each_step_is_undone():
    undecided = "Neither accepted nor rejected yet"
    for as_at, expected in (
        ("2025-02-03", f"r1 | 2025-02-03 | | | {undecided}"),
        ("2025-03-02", f"r1 | 2025-02-03 | | | {undecided}"),
        ("2025-04-07", f"r2 | 2025-04-07 | | | {undecided}"),
        ("2025-04-13", f"r2 | 2025-04-07 | | | {undecided}"),
        ("2025-04-14", "r2 | 2025-04-14 | | |"),
        ("2025-08-31", "r2 | 2025-04-14 | | |"),
        ("2025-09-01", "r2 | 2025-04-14 | 2025-09-01 | finished |"),
    ):
        rows = run_query(METRIC, as_at, referrals=REJECTED_THEN_ACCEPTED)
        assert_rows(rows, f"spell_id | start_date | end_date | exit | left_out\n{expected}")
    for as_at in ("2025-02-02", "2025-03-03", "2025-04-06"):
        assert run_query(METRIC, as_at, referrals=REJECTED_THEN_ACCEPTED) == []


def test_a_discharge_after_misses_ends_a_wait_unseen_and_a_new_referral_is_a_new_wait_of_the_service():
    referrals = """
        referral_id | chain_id | received_date | accepted_date | missed_count | discharge_date | discharge_reason | next_received_date | earlier_closed_date | first_contact_date
        r1          | r1       | 2025-02-03    | 2025-02-10    | 2            | 2025-06-02     | was_not_brought  | 2025-09-01         |                     |
        r2          | r1       | 2025-09-01    | 2025-09-08    | 0            |                |                  |                    | 2025-06-02          | 2025-12-01
        """
    assert_rows(
        run_query(METRIC, "2026-01-15", referrals=referrals),
        """
        spell_id | start_date | end_date   | exit
        r1       | 2025-02-10 | 2025-06-02 | removed
        r2       | 2025-09-08 | 2025-12-01 | finished
        """,
    )
    assert_rows(
        run_query(METRIC, "2025-06-01", referrals=referrals), "spell_id | start_date | end_date\nr1 | 2025-02-10 |"
    )


# The second came while the first was open: one wait, accepted with the first, over when both are closed.
TWO_OPEN = """
    referral_id | chain_id | spell_id | provider_code | received_date | accepted_date | spell_accepted_date | discharge_date | rejected_date | spell_closed_date | spell_exit | next_in_spell_date | earlier_closed_date
    r1          | r1       | r1       | RXX           | 2025-02-03    | 2025-02-17    | 2025-02-17          | 2025-05-05     |               | 2025-06-02        | refused    | 2025-02-10         |
    r2          | r1       | r1       | RYY           | 2025-02-10    |               | 2025-02-17          |                | 2025-06-02    | 2025-06-02        | refused    |                    | 2025-05-05
    """


def test_two_open_referrals_are_one_waiting_child_until_both_are_closed():
    for as_at, provider, end_date, leaving in (
        ("2025-02-09", "RXX", "", ""),
        ("2025-02-17", "RYY", "", ""),
        ("2025-05-05", "RYY", "", ""),
        ("2025-06-01", "RYY", "", ""),
        ("2025-06-02", "RYY", "2025-06-02", "refused"),
    ):
        rows = run_query(METRIC, as_at, referrals=TWO_OPEN)
        assert_rows(rows, f"spell_id | provider_code | end_date | exit\nr1 | {provider} | {end_date} | {leaving}")


def test_referred_again_on_the_day_of_the_closing_is_a_new_wait():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | chain_id | received_date | accepted_date | discharge_date | next_received_date | earlier_closed_date
        r1          | r1       | 2025-02-03    | 2025-02-10    | 2025-06-02     | 2025-06-02         |
        r2          | r1       | 2025-06-02    | 2025-06-09    |                |                    | 2025-06-02
        """,
    )
    assert_rows(rows, "spell_id | start_date | end_date\nr1 | 2025-02-10 | 2025-06-02\nr2 | 2025-06-09 |")


def test_a_chain_sent_on_to_another_service_waits_there_from_that_services_acceptance():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | chain_id | chain_start_date | service | received_date | rejected_date | accepted_date | came_by
        c1          | c1       | 2025-02-03       | camhs   | 2025-02-03    | 2025-03-03    |               | first_referral
        n1          | n1       | 2025-02-03       |         | 2025-03-17    |               | 2025-03-24    | sent_on
        """,
        services="service | standard_days\ncamhs | 126\nother | 100",
    )
    assert_rows(rows, "spell_id | came_by | start_date | limit_days\nn1 | sent_on | 2025-03-24 | 100")


def test_days_that_contradict_each_other_are_left_out_and_the_same_day_is_none():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id   | received_date | accepted_date | first_contact_date | rejected_date
        seen_before   | 2025-02-03    | 2025-02-17    | 2025-02-16         |
        seen_then     | 2025-02-03    | 2025-02-17    | 2025-02-17         |
        closed_before | 2025-02-03    | 2025-02-17    |                    | 2025-02-16
        closed_then   | 2025-02-03    | 2025-02-17    |                    | 2025-02-17
        """,
    )
    assert_rows(
        rows,
        """
        spell_id      | exit     | left_out
        seen_before   | finished | Seen before it was accepted
        seen_then     | finished |
        closed_before | refused  | Closed before it was accepted
        closed_then   | refused  |
        """,
    )


def test_open_in_an_earlier_extract_but_not_in_the_newest_is_left_out():
    referrals = """
        referral_id | received_date | accepted_date | discharge_date | known_to   | observed_to_date | missing_from_date
        lost        | 2025-02-03    | 2025-02-10    |                | 2025-06-30 | 2026-01-15       | 2025-09-30
        closed      | 2025-02-03    | 2025-02-10    | 2025-03-03     | 2025-06-30 | 2026-01-15       | 2025-09-30
        held        | 2025-02-03    | 2025-02-10    |                | 2026-01-15 | 2026-01-15       |
        """
    assert_rows(
        run_query(METRIC, "2026-01-15", referrals=referrals),
        """
        spell_id | known_to   | left_out
        lost     | 2026-01-15 | Open in an earlier extract, not in the newest
        closed   | 2026-01-15 |
        held     | 2026-01-15 |
        """,
    )
    rows = run_query(METRIC, "2025-09-29", referrals=referrals)
    assert_rows(rows, "spell_id | left_out\nlost |\nclosed |\nheld |")
