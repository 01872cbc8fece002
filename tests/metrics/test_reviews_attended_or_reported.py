"""Services at annual reviews: somebody came or a report was sent, out of invitations of which one of the two is recorded."""

from harness import assert_rows, run_query


def test_who_came_or_reported_counts_and_what_is_not_recorded_is_left_out():
    rows = run_query(
        "reviews_attended_or_reported",
        as_at="2026-01-15",
        review_contributions="""
        review_contribution_id | person_id | service | review_date | is_invited | has_attended | has_reported
        came                   | 11        | salt    | 2025-11-03  | true       | true         | false
        reported               | 11        | ot      | 2025-11-03  | true       | false        | true
        both                   | 12        | ep      | 2025-11-04  | true       | true         | true
        neither                | 12        | camhs   | 2025-11-04  | true       | false        | false
        only_attendance        | 13        | ot      | 2025-11-05  | true       | false        |
        only_report            | 13        | ep      | 2025-11-05  |            |              | true
        not_recorded           | 13        | salt    | 2025-11-05  | true       |              |
        not_known_at_all       | 13        | camhs   | 2025-11-05  |            |              |
        """,
    )
    nothing = "Neither attendance nor report recorded"
    assert_rows(
        rows,
        f"""
        review_contribution_id | person_id | service | period_date | is_counted | left_out
        came                   | 11        | salt    | 2025-11-03  | true       |
        reported               | 11        | ot      | 2025-11-03  | true       |
        both                   | 12        | ep      | 2025-11-04  | true       |
        neither                | 12        | camhs   | 2025-11-04  | false      |
        only_attendance        | 13        | ot      | 2025-11-05  | false      |
        only_report            | 13        | ep      | 2025-11-05  | true       |
        not_recorded           | 13        | salt    | 2025-11-05  | false      | {nothing}
        not_known_at_all       | 13        | camhs   | 2025-11-05  | false      | {nothing}
        """,
    )


def test_who_was_not_invited_is_left_out_even_where_somebody_came():
    rows = run_query(
        "reviews_attended_or_reported",
        as_at="2026-01-15",
        review_contributions="""
        review_contribution_id | review_date | is_invited | has_attended | has_reported
        stayed_away            | 2025-11-03  | false      | false        | false
        came                   | 2025-11-03  | false      | true         |
        not_recorded           | 2025-11-03  | false      |              |
        """,
    )
    assert_rows(
        rows,
        """
        review_contribution_id | left_out
        stayed_away            | Not invited
        came                   | Not invited
        not_recorded           | Not invited
        """,
    )


def test_a_review_counts_from_its_own_day():
    reviews = """
        review_contribution_id | review_date | has_attended
        a                      | 2025-11-03  | true
        """
    assert run_query("reviews_attended_or_reported", "2025-11-02", review_contributions=reviews) == []
    rows = run_query("reviews_attended_or_reported", "2025-11-03", review_contributions=reviews)
    assert_rows(rows, "review_contribution_id | period_date | is_counted\na | 2025-11-03 | true")
