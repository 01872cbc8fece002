"""Children waiting without an appointment offered: one row a wait that is open, counted where nothing has been offered."""

from harness import assert_rows, run_query


def test_an_appointment_counts_from_the_day_it_is_offered_whether_or_not_the_child_came():
    referrals = """
        referral_id | person_id | received_date | first_offer_date | first_contact_date
        offered     | 1         | 2025-02-03    | 2025-06-02       |
        seen        | 2         | 2025-02-03    | 2025-06-02       | 2025-06-30
        nothing     | 3         | 2025-02-03    |                  |
        """
    for as_at, expected in (
        ("2025-06-01", "offered | true\nseen | true\nnothing | true"),
        ("2025-06-02", "offered | false\nseen | false\nnothing | true"),
        ("2025-06-29", "offered | false\nseen | false\nnothing | true"),
        ("2025-06-30", "offered | false\nnothing | true"),
    ):
        rows = run_query("waiting_without_appointment", as_at, referrals=referrals)
        assert_rows(rows, f"referral_id | is_counted\n{expected}")


def test_an_offer_on_either_of_two_open_referrals_is_one_and_that_of_a_closed_one_is_none():
    rows = run_query(
        "waiting_without_appointment",
        as_at="2026-01-15",
        referrals="""
        referral_id | chain_id | spell_id | person_id | chain_start_date | received_date | first_offer_date | spell_offer_date | discharge_date | next_received_date | earlier_closed_date
        a1          | a1       | a1       | 1         | 2025-02-03       | 2025-02-03    | 2025-06-02       | 2025-06-02       |                | 2025-03-03         |
        a2          | a1       | a1       | 1         | 2025-02-03       | 2025-03-03    |                  | 2025-06-02       |                |                    | 2999-12-31
        b1          | b1       | b1       | 2         | 2025-02-03       | 2025-02-03    | 2025-06-02       | 2025-06-02       | 2025-07-01     | 2025-09-01         |
        b2          | b1       | b2       | 2         | 2025-02-03       | 2025-09-01    |                  |                  |                |                    | 2025-07-01
        """,
    )
    assert_rows(rows, "referral_id | is_counted\na2 | false\nb2 | true")


def test_where_the_files_give_no_offers_nobody_is_said_to_lack_one():
    rows = run_query(
        "waiting_without_appointment",
        as_at="2026-01-15",
        referrals="""
        referral_id | person_id | provider_code | service | received_date | first_offer_date | first_contact_date | missing_from_date
        silent      | 1         | RXX           | salt    | 2025-02-03    |                  |                    |
        seen        | 2         | RXX           | salt    | 2025-02-03    |                  | 2025-06-30         |
        says        | 3         | RXX           | ot      | 2025-02-03    |                  |                    |
        offered     | 4         | RXX           | ot      | 2025-02-03    | 2025-06-02       |                    |
        new_service | 5         |               | camhs   | 2025-02-03    |                  |                    |
        lost        | 6         |               | camhs   | 2025-02-03    |                  |                    | 2025-09-30
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | is_counted | left_out
        silent      | true       | The files of the service give no offers
        says        | true       |
        offered     | false      |
        new_service | true       |
        lost        | true       | Open in an earlier extract, not in the newest
        """,
    )
