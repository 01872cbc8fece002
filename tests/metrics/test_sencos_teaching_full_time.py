"""SENCos who are full-time class teachers: 20 timetabled hours a week or more."""

from harness import assert_rows, run_query


def test_twenty_hours_count_and_a_little_less_does_not():
    rows = run_query(
        "sencos_teaching_full_time",
        as_at="2026-01-15",
        senco_posts="""
        senco_post_id | school_urn | snapshot_date | teaching_hours
        twenty        | 900001     | 2026-01-15    | 20
        a_little_less | 900001     | 2026-01-15    | 19.99
        none          | 900002     | 2026-01-15    | 0
        more          | 900002     | 2026-01-15    | 25
        """,
    )
    assert_rows(
        rows,
        """
        senco_post_id | school_urn | period_date | is_counted | left_out
        twenty        | 900001     | 2026-01-15  | true       |
        a_little_less | 900001     | 2026-01-15  | false      |
        none          | 900002     | 2026-01-15  | false      |
        more          | 900002     | 2026-01-15  | true       |
        """,
    )


def test_hours_not_given_are_left_out():
    rows = run_query(
        "sencos_teaching_full_time",
        as_at="2026-01-15",
        senco_posts="""
        senco_post_id | school_urn | snapshot_date | teaching_hours
        s1            | 900001     | 2026-01-15    |
        """,
    )
    assert_rows(rows, "senco_post_id | left_out\ns1 | Teaching hours not given")


def test_schools_that_return_on_different_days_of_a_term_are_one_snapshot():
    rows = run_query(
        "sencos_teaching_full_time",
        as_at="2026-03-31",
        senco_posts="""
        senco_post_id | school_urn | academic_year | term   | snapshot_date
        autumn        | 900001     | 2025/26       | autumn | 2025-10-10
        early         | 900001     | 2025/26       | spring | 2026-01-15
        late          | 900002     | 2025/26       | spring | 2026-02-13
        last_year     | 900001     | 2024/25       | spring | 2025-01-16
        """,
    )
    assert_rows(
        rows,
        """
        senco_post_id | period_date
        autumn        | 2025-10-10
        early         | 2026-02-13
        late          | 2026-02-13
        last_year     | 2025-01-16
        """,
    )


def test_looking_back_a_return_of_a_later_day_is_not_there_and_does_not_date_the_term():
    senco_posts = """
        senco_post_id | school_urn | snapshot_date
        early         | 900001     | 2026-01-15
        late          | 900002     | 2026-02-13
        """
    rows = run_query("sencos_teaching_full_time", "2026-02-12", senco_posts=senco_posts)
    assert_rows(rows, "senco_post_id | period_date\nearly | 2026-01-15")
    rows = run_query("sencos_teaching_full_time", "2026-02-13", senco_posts=senco_posts)
    assert_rows(rows, "senco_post_id | period_date\nearly | 2026-02-13\nlate | 2026-02-13")


def test_terms_stay_in_order_and_in_their_year_whatever_day_they_are_returned():
    rows = run_query(
        "sencos_teaching_full_time",
        as_at="2026-05-31",
        senco_posts="""
        senco_post_id  | school_urn | academic_year | term   | snapshot_date
        summer         | 900001     | 2024/25       | summer | 2025-06-10
        after_the_year | 900002     | 2024/25       | summer | 2025-09-12
        autumn         | 900001     | 2025/26       | autumn | 2025-10-10
        spring         | 900001     | 2025/26       | spring | 2026-01-15
        late           | 900002     | 2025/26       | autumn | 2026-02-13
        """,
    )
    assert_rows(
        rows,
        """
        senco_post_id  | period_date
        summer         | 2025-08-31
        after_the_year | 2025-08-31
        autumn         | 2026-01-14
        late           | 2026-01-14
        spring         | 2026-01-15
        """,
    )


def test_terms_returned_on_one_day_are_snapshots_of_their_own():
    rows = run_query(
        "sencos_teaching_full_time",
        as_at="2026-05-31",
        senco_posts="""
        senco_post_id | school_urn | academic_year | term   | snapshot_date
        autumn        | 900001     | 2025/26       | autumn | 2026-05-20
        spring        | 900001     | 2025/26       | spring | 2026-05-20
        summer        | 900001     | 2025/26       | summer | 2026-05-20
        """,
    )
    assert_rows(rows, "senco_post_id | period_date\nautumn | 2026-05-18\nspring | 2026-05-19\nsummer | 2026-05-20")
