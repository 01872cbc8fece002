"""Annual reviews decided within 4 weeks: the letter by day 28, undecided meetings late once day 28 has passed."""

from harness import assert_rows, run_query


def test_day_28_counts_and_day_29_does_not():
    rows = run_query(
        "annual_reviews_decided_within_4_weeks",
        as_at="2026-01-15",
        annual_reviews="""
        annual_review_id | request_id | review_meeting_date | review_decided_date
        last_day         | r1         | 2025-03-03          | 2025-03-31
        a_day_late       | r2         | 2025-03-03          | 2025-04-01
        same_day         | r3         | 2025-03-03          | 2025-03-03
        undecided        | r4         | 2025-03-03          |
        """,
    )
    assert_rows(
        rows,
        """
        annual_review_id | period_date | is_counted | left_out
        last_day         | 2025-03-03  | true       |
        a_day_late       | 2025-03-03  | false      |
        same_day         | 2025-03-03  | true       |
        undecided        | 2025-03-03  | false      |
        """,
    )


def test_a_meeting_whose_four_weeks_have_not_passed_is_left_out_even_if_decided_early():
    reviews = """
        annual_review_id | request_id | review_meeting_date | review_decided_date
        early            | r1         | 2025-03-03          | 2025-03-10
        undecided        | r2         | 2025-03-03          |
        """
    for as_at, reason in (("2025-03-31", "Four weeks not yet passed when last told"), ("2025-04-01", "")):
        rows = run_query("annual_reviews_decided_within_4_weeks", as_at, annual_reviews=reviews)
        assert_rows(rows, f"annual_review_id | left_out\nearly | {reason}\nundecided | {reason}")


def test_what_no_return_told_of_after_its_four_weeks_is_left_out():
    rows = run_query(
        "annual_reviews_decided_within_4_weeks",
        as_at="2026-01-15",
        annual_reviews="""
        annual_review_id | request_id | review_meeting_date | review_decided_date | known_to
        told             | r1         | 2024-12-18          |                     | 2025-01-16
        not_told         | r2         | 2024-12-19          |                     | 2025-01-16
        """,
    )
    assert_rows(rows, "annual_review_id | left_out\ntold |\nnot_told | Four weeks not yet passed when last told")


def test_letters_without_a_meeting_are_left_out_and_plans_never_reviewed_are_no_meetings():
    rows = run_query(
        "annual_reviews_decided_within_4_weeks",
        as_at="2026-01-15",
        annual_reviews="""
        annual_review_id | request_id | review_meeting_date | review_decided_date | appears_date | observed_from_date
        letter_alone     | r1         |                     | 2025-03-10          | 2025-03-10   | 2022-01-01
        never            | r2         |                     |                     | 2025-01-16   | 2022-01-01
        long_ago         | r3         | 2021-12-31          | 2022-01-10          | 2021-12-31   | 2022-01-01
        first_day        | r4         | 2022-01-01          | 2022-01-10          | 2022-01-01   | 2022-01-01
        """,
    )
    assert_rows(
        rows,
        """
        annual_review_id | is_counted | left_out
        letter_alone     | false      | Day of the meeting not recorded
        long_ago         | true       | Held before the files begin
        first_day        | true       |
        """,
    )
