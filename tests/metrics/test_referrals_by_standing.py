"""Referrals by how far they have come: the furthest step recorded, and whether they wait there or were closed there."""

from harness import assert_rows, run_query

METRIC = "referrals_by_standing"

STEP_BY_STEP = """
    referral_id | received_date | triaged_date | accepted_date | first_offer_date | first_contact_date | assessed_date | intervention_started_date | discharge_date | discharge_reason
    r1          | 2025-02-03    | 2025-02-10   | 2025-02-17    | 2025-03-03       | 2025-04-07         | 2025-06-02    | 2025-07-07                | 2025-12-01     | complete
    """


def test_a_referral_stands_at_its_furthest_step_day_by_day():
    for as_at, standing in (
        ("2025-02-03", "to_triage"),
        ("2025-02-09", "to_triage"),
        ("2025-02-10", "to_accept"),
        ("2025-02-16", "to_accept"),
        ("2025-02-17", "to_offer"),
        ("2025-03-03", "to_see"),
        ("2025-04-06", "to_see"),
        ("2025-04-07", "to_assess"),
        ("2025-06-02", "to_support"),
        ("2025-07-07", "in_support"),
        ("2025-11-30", "in_support"),
        ("2025-12-01", "closed_supported"),
    ):
        rows = run_query("referrals_by_standing", as_at, referrals=STEP_BY_STEP)
        assert_rows(rows, f"spell_id | period_date | referral_standing | left_out\nr1 | 2025-02-03 | {standing} |")
    assert run_query(METRIC, "2025-02-02", referrals=STEP_BY_STEP) == []


def test_closed_it_is_lost_at_the_step_it_did_not_reach():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id     | received_date | triaged_date | accepted_date | first_offer_date | first_contact_date | assessed_date | rejected_date | discharge_date | discharge_reason
        rejected        | 2025-02-03    | 2025-02-10   |               |                  |                    |               | 2025-02-10    |                |
        both            | 2025-02-03    |              | 2025-02-10    |                  |                    |               | 2025-03-10    |                |
        withdrawn       | 2025-02-03    |              |               |                  |                    |               |               | 2025-03-10     | not_needed
        undecided       | 2025-02-03    | 2025-02-10   |               |                  |                    |               |               | 2025-03-10     | not_needed
        after_accepting | 2025-02-03    |              | 2025-02-10    |                  |                    |               |               | 2025-03-10     | moved
        missed          | 2025-02-03    |              | 2025-02-10    | 2025-03-03       |                    |               |               | 2025-06-02     | was_not_brought
        offered_refused | 2025-02-03    |              | 2025-02-10    | 2025-03-03       |                    |               | 2025-06-02    |                |
        seen            | 2025-02-03    |              | 2025-02-10    | 2025-03-03       | 2025-04-07         |               |               | 2025-06-02     | complete
        assessed        | 2025-02-03    |              | 2025-02-10    | 2025-03-03       | 2025-04-07         | 2025-05-05    |               | 2025-06-02     | complete
        """,
    )
    assert_rows(
        rows,
        """
        spell_id        | referral_standing
        rejected        | rejected
        both            | rejected
        withdrawn       | closed_untriaged
        undecided       | closed_undecided
        after_accepting | closed_unoffered
        missed          | closed_unseen
        offered_refused | closed_unseen
        seen            | closed_unassessed
        assessed        | closed_unsupported
        """,
    )


def test_a_step_that_nobody_recorded_was_passed_where_a_later_one_is():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | accepted_date | first_contact_date | intervention_started_date
        just_seen   | 2025-02-03    |               | 2025-04-07         |
        supported   | 2025-02-03    |               |                    | 2025-07-07
        """,
    )
    assert_rows(rows, "spell_id | referral_standing\njust_seen | to_assess\nsupported | in_support")


def test_a_rejected_child_referred_again_is_two_referrals_and_says_how_it_came():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | chain_id | received_date | rejected_date | next_received_date | earlier_closed_date | came_by
        r1          | r1       | 2025-02-03    | 2025-03-03    | 2025-04-07         |                     | first_referral
        r2          | r1       | 2025-04-07    |               |                    | 2025-03-03          | rejected
        """,
    )
    assert_rows(
        rows,
        """
        spell_id | period_date | came_by        | referral_standing
        r1       | 2025-02-03  | first_referral | rejected
        r2       | 2025-04-07  | rejected       | to_triage
        """,
    )


def test_two_open_referrals_are_one_child_counted_when_the_first_came():
    referrals = """
        referral_id | chain_id | spell_id | spell_start_date | received_date | accepted_date | spell_accepted_date | rejected_date | next_in_spell_date | earlier_closed_date | spell_closed_date | spell_exit
        r1          | r1       | r1       | 2025-02-03       | 2025-02-03    | 2025-02-17    | 2025-02-17          |               | 2025-02-10         |                     |                   |
        r2          | r1       | r1       | 2025-02-03       | 2025-02-10    |               | 2025-02-17          | 2025-02-17    |                    | 2999-12-31          |                   |
        """
    for as_at, standing in (("2025-02-10", "to_triage"), ("2025-02-17", "to_offer")):
        rows = run_query(METRIC, as_at, referrals=referrals)
        assert_rows(rows, f"spell_id | period_date | referral_standing\nr1 | 2025-02-03 | {standing}")


def test_open_in_an_earlier_extract_but_not_in_the_newest_is_left_out_however_far_it_had_come():
    referrals = """
        referral_id | received_date | intervention_started_date | rejected_date | missing_from_date
        lost        | 2025-02-03    |                           |               | 2025-09-30
        in_support  | 2025-02-03    | 2025-07-07                |               | 2025-09-30
        rejected    | 2025-02-03    |                           | 2025-03-03    | 2025-09-30
        """
    assert_rows(
        run_query(METRIC, "2026-01-15", referrals=referrals),
        """
        spell_id   | left_out
        lost       | Open in an earlier extract, not in the newest
        in_support | Open in an earlier extract, not in the newest
        rejected   |
        """,
    )
    rows = run_query(METRIC, "2025-09-29", referrals=referrals)
    assert_rows(rows, "spell_id | left_out\nlost |\nin_support |\nrejected |")
