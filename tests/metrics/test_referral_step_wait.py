"""Time in each step of a referral: from one recorded step to the next, and what was closed or lost on the way."""

from harness import assert_rows, run_query

METRIC = "referral_step_wait"


def test_each_step_runs_to_the_next_and_the_last_to_the_discharge():
    rows = run_query(
        "referral_step_wait",
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | triaged_date | accepted_date | first_offer_date | first_contact_date | assessed_date | intervention_started_date | discharge_date | discharge_reason
        r1          | 2025-02-03    | 2025-02-10   | 2025-02-10    | 2025-03-03       | 2025-04-07         | 2025-06-02    | 2025-07-07                | 2025-12-01     | complete
        """,
    )
    assert_rows(
        rows,
        """
        spell_step_id    | referral_step | period_date | start_date | end_date   | exit     | limit_days | left_out
        r1 triage     | triage        | 2025-02-03  | 2025-02-03 | 2025-02-10 | finished |            |
        r1 acceptance | acceptance    | 2025-02-10  | 2025-02-10 | 2025-02-10 | finished |            |
        r1 offer      | offer         | 2025-02-10  | 2025-02-10 | 2025-03-03 | finished |            |
        r1 contact    | contact       | 2025-03-03  | 2025-03-03 | 2025-04-07 | finished |            |
        r1 assessment | assessment    | 2025-04-07  | 2025-04-07 | 2025-06-02 | finished |            |
        r1 support    | support       | 2025-06-02  | 2025-06-02 | 2025-07-07 | finished |            |
        r1 closing    | closing       | 2025-07-07  | 2025-07-07 | 2025-12-01 | finished |            |
        """,
    )


def test_looking_back_a_step_is_open_until_its_day():
    referrals = """
        referral_id | received_date | triaged_date | accepted_date | first_offer_date
        r1          | 2025-02-03    | 2025-02-10   | 2025-02-17    | 2025-03-03
        """
    for as_at, expected in (
        ("2025-02-03", "r1 triage | |"),
        ("2025-02-09", "r1 triage | |"),
        ("2025-02-10", "r1 triage | 2025-02-10 | finished\nr1 acceptance | |"),
        ("2025-02-17", "r1 triage | 2025-02-10 | finished\nr1 acceptance | 2025-02-17 | finished\nr1 offer | |"),
    ):
        assert_rows(run_query(METRIC, as_at, referrals=referrals), f"spell_step_id | end_date | exit\n{expected}")
    assert run_query(METRIC, "2025-02-02", referrals=referrals) == []


def test_closed_before_the_next_step_is_a_loss_there_and_no_success():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | triaged_date | accepted_date | first_offer_date | rejected_date | discharge_date | discharge_reason
        rejected    | 2025-02-03    | 2025-02-10   |               |                  | 2025-02-10    |                |
        not_triaged | 2025-02-03    |              |               |                  | 2025-03-03    |                |
        missed      | 2025-02-03    |              | 2025-02-10    | 2025-03-03       |               | 2025-06-02     | was_not_brought
        moved       | 2025-02-03    |              | 2025-02-10    |                  |               | 2025-06-02     | moved
        """,
    )
    skipped = "Not recorded, though a later step is"
    assert_rows(
        rows,
        f"""
        spell_step_id          | start_date | end_date   | exit     | left_out
        rejected triage     | 2025-02-03 | 2025-02-10 | finished |
        rejected acceptance | 2025-02-10 | 2025-02-10 | refused  |
        not_triaged triage  | 2025-02-03 | 2025-03-03 | refused  |
        missed triage       | 2025-02-03 | 2025-06-02 | removed  | {skipped}
        missed offer        | 2025-02-10 | 2025-03-03 | finished |
        missed contact      | 2025-03-03 | 2025-06-02 | removed  |
        moved triage        | 2025-02-03 | 2025-06-02 | moved    | {skipped}
        moved offer         | 2025-02-10 | 2025-06-02 | moved    |
        """,
    )


def test_a_step_nobody_recorded_is_left_out_and_the_next_begins_with_what_is_recorded():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id  | received_date | accepted_date | first_contact_date | assessed_date | intervention_started_date
        no_offer     | 2025-02-03    | 2025-02-10    | 2025-04-07         |               |
        no_contact   | 2025-02-03    | 2025-02-10    |                    | 2025-06-02    |
        just_support | 2025-02-03    |               |                    |               | 2025-07-07
        """,
    )
    skipped = "Not recorded, though a later step is"
    assert_rows(
        rows,
        f"""
        spell_step_id           | start_date | end_date | left_out
        no_offer triage      | 2025-02-03 |          | {skipped}
        no_offer offer       | 2025-02-10 |          | {skipped}
        no_offer assessment  | 2025-04-07 |          |
        no_contact triage    | 2025-02-03 |          | {skipped}
        no_contact offer     | 2025-02-10 |          | {skipped}
        no_contact support   | 2025-06-02 |          |
        just_support triage  | 2025-02-03 |          | {skipped}
        just_support closing | 2025-07-07 |          |
        """,
    )


def test_steps_out_of_order_are_left_out_and_those_of_one_day_count():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | received_date | triaged_date | accepted_date | first_offer_date
        r1          | 2025-02-03    | 2025-02-10   | 2025-02-09    | 2025-02-09
        """,
    )
    assert_rows(
        rows,
        """
        spell_step_id    | start_date | end_date   | exit     | left_out
        r1 triage     | 2025-02-03 | 2025-02-10 | finished |
        r1 acceptance | 2025-02-10 | 2025-02-09 | finished | Recorded out of order
        r1 offer      | 2025-02-09 | 2025-02-09 | finished |
        r1 contact    | 2025-02-09 |            |          |
        """,
    )


def test_a_rejected_child_referred_again_goes_through_the_steps_again():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        referrals="""
        referral_id | chain_id | chain_start_date | received_date | triaged_date | rejected_date | next_received_date | earlier_closed_date
        r1          | r1       | 2025-02-03       | 2025-02-03    | 2025-02-10   | 2025-02-10    | 2025-04-07         |
        r2          | r1       | 2025-02-03       | 2025-04-07    |              |               |                    | 2025-02-10
        """,
    )
    assert_rows(
        rows,
        """
        spell_step_id    | start_date | end_date   | exit
        r1 triage     | 2025-02-03 | 2025-02-10 | finished
        r1 acceptance | 2025-02-10 | 2025-02-10 | refused
        r2 triage     | 2025-04-07 |            |
        """,
    )


def test_two_open_referrals_are_one_child_in_one_step_each_by_its_first_day():
    referrals = """
        referral_id | chain_id | spell_id | spell_start_date | received_date | triaged_date | spell_triaged_date | accepted_date | spell_accepted_date | next_in_spell_date | earlier_closed_date
        r1          | r1       | r1       | 2025-02-03       | 2025-02-03    |              | 2025-02-17         | 2025-03-03    | 2025-03-03          | 2025-02-10         |
        r2          | r1       | r1       | 2025-02-03       | 2025-02-10    | 2025-02-17   | 2025-02-17         |               | 2025-03-03          |                    | 2999-12-31
        """
    assert_rows(
        run_query(METRIC, "2026-01-15", referrals=referrals),
        """
        spell_step_id    | start_date | end_date
        r1 triage     | 2025-02-03 | 2025-02-17
        r1 acceptance | 2025-02-17 | 2025-03-03
        r1 offer      | 2025-03-03 |
        """,
    )


def test_open_in_an_earlier_extract_but_not_in_the_newest_is_left_out_of_the_step_it_stands_in():
    referrals = """
        referral_id | received_date | triaged_date | missing_from_date
        lost        | 2025-02-03    | 2025-02-10   | 2025-09-30
        """
    assert_rows(
        run_query(METRIC, "2026-01-15", referrals=referrals),
        """
        spell_step_id      | left_out
        lost triage     |
        lost acceptance | Open in an earlier extract, not in the newest
        """,
    )
    rows = run_query(METRIC, "2025-09-29", referrals=referrals)
    assert_rows(rows, "spell_step_id | left_out\nlost triage |\nlost acceptance |")
