"""SENCo hours per 10 pupils with SEN: hours of a school and term over its pupils at the census before."""

from harness import assert_rows, run_query

METRIC = "senco_hours_per_10_pupils_with_sen"


def test_hours_of_all_sencos_of_a_school_stand_over_its_pupils_on_support_or_with_a_plan():
    rows = run_query(
        METRIC,
        as_at="2026-01-31",
        roll="""
        roll_id | person_id | school_urn | census_date | sen_provision
        1       | 1         | 900001     | 2026-01-15  | K
        2       | 2         | 900001     | 2026-01-15  | E
        3       | 3         | 900001     | 2026-01-15  | N
        4       | 4         | 900001     | 2026-01-15  | A
        5       | 5         | 900001     | 2026-01-15  | P
        6       | 6         | 900001     | 2026-01-15  | S
        7       | 7         | 900002     | 2026-01-15  | N
        """,
        senco_posts="""
        senco_post_id | school_urn | locality_code | snapshot_date | protected_hours
        s1            | 900001     | north         | 2026-01-20    | 13
        s2            | 900001     | north         | 2026-01-20    | 6.5
        s3            | 900002     | south         | 2026-01-20    | 0
        """,
    )
    assert_rows(
        rows,
        """
        school_urn | la_code | locality_code | period_date | numerator | denominator | people | left_out
        900001     | 999     | north         | 2026-01-20  | 19.5      | 5.0         | 5      |
        900002     | 999     | south         | 2026-01-20  | 0.0       | 0.0         | 0      |
        """,
    )


def test_the_census_on_or_last_before_the_return_is_the_one_that_counts():
    rows = run_query(
        METRIC,
        as_at="2026-01-31",
        roll="""
        roll_id | person_id | school_urn | census_date | sen_provision
        1       | 1         | 900001     | 2025-01-16  | K
        2       | 2         | 900001     | 2025-01-16  | K
        3       | 1         | 900001     | 2026-01-15  | K
        4       | 1         | 900002     | 2025-01-16  | K
        5       | 2         | 900002     | 2025-01-16  | K
        6       | 1         | 900002     | 2026-01-15  | K
        7       | 1         | 900003     | 2026-01-15  | K
        """,
        senco_posts="""
        senco_post_id | school_urn | snapshot_date
        on_the_day    | 900001     | 2026-01-15
        day_before    | 900002     | 2026-01-14
        no_census_yet | 900003     | 2026-01-14
        """,
    )
    assert_rows(
        rows,
        """
        school_urn | denominator | people | left_out
        900001     | 1.0         | 1      |
        900002     | 2.0         | 2      |
        900003     |             |        | No census of the school before the return
        """,
    )


def test_published_numbers_stand_in_where_there_are_no_pupils_and_missing_ones_are_left_out():
    rows = run_query(
        METRIC,
        as_at="2026-01-31",
        roll="""
        roll_id | person_id | school_urn | census_date | sen_provision
        1       | 1         | 900003     | 2026-01-15  | E
        """,
        school_counts="""
        school_count_id | school_urn | census_date | pupils | sen_support | ehc_plans
        1               | 900001     | 2026-01-15  | 210    | 31          | 6
        2               | 900002     | 2026-01-15  | 210    | 31          |
        3               | 900003     | 2025-01-16  | 210    | 31          | 6
        """,
        senco_posts="""
        senco_post_id | school_urn | snapshot_date | protected_hours
        s1            | 900001     | 2026-01-20    | 11
        s2            | 900002     | 2026-01-20    | 11
        s3            | 900003     | 2026-01-20    | 11
        """,
    )
    assert_rows(
        rows,
        """
        school_urn | numerator | denominator | people | left_out
        900001     | 11.0      | 37.0        | 37     |
        900002     | 11.0      |             |        | School without published numbers
        900003     | 11.0      | 1.0         | 1      |
        """,
    )


def test_returns_of_one_term_on_several_days_are_one_snapshot_and_terms_stay_apart():
    rows = run_query(
        METRIC,
        as_at="2026-03-31",
        roll="""
        roll_id | person_id | school_urn | census_date | sen_provision
        1       | 1         | 900001     | 2025-01-16  | K
        2       | 2         | 900002     | 2025-01-16  | K
        """,
        senco_posts="""
        senco_post_id | school_urn | academic_year | term   | snapshot_date | protected_hours
        s1            | 900001     | 2025/26       | spring | 2026-01-15    | 5
        s2            | 900001     | 2025/26       | spring | 2026-02-02    | 6
        s3            | 900002     | 2025/26       | spring | 2026-02-13    | 7
        s4            | 900001     | 2025/26       | autumn | 2025-10-10    | 8
        s5            | 900001     | 2024/25       | spring | 2025-01-17    | 9
        """,
    )
    assert_rows(
        rows,
        """
        school_urn | period_date | numerator
        900001     | 2026-02-13  | 11.0
        900002     | 2026-02-13  | 7.0
        900001     | 2025-10-10  | 8.0
        900001     | 2025-01-17  | 9.0
        """,
    )
    assert len({row["school_term_id"] for row in rows}) == 4


def test_looking_back_later_returns_and_a_later_census_are_not_there():
    tables = {
        "roll": """
        roll_id | person_id | school_urn | census_date | sen_provision
        1       | 1         | 900001     | 2025-01-16  | K
        2       | 1         | 900001     | 2026-01-15  | K
        3       | 2         | 900001     | 2026-01-15  | K
        """,
        "senco_posts": """
        senco_post_id | school_urn | snapshot_date | protected_hours
        s1            | 900001     | 2026-01-14    | 5
        s2            | 900001     | 2026-02-13    | 6
        """,
    }
    for as_at, expected in (
        ("2026-01-13", "period_date | numerator | denominator"),
        ("2026-01-14", "period_date | numerator | denominator\n2026-01-14 | 5.0 | 1.0"),
        ("2026-02-12", "period_date | numerator | denominator\n2026-01-14 | 5.0 | 1.0"),
        ("2026-02-13", "period_date | numerator | denominator\n2026-02-13 | 11.0 | 2.0"),
    ):
        assert_rows(run_query(METRIC, as_at, **tables), expected)


def test_a_late_return_of_an_older_term_stays_before_the_newer_term():
    rows = run_query(
        METRIC,
        as_at="2026-01-31",
        senco_posts="""
        senco_post_id | school_urn | academic_year | term   | snapshot_date | protected_hours
        s1            | 900001     | 2025/26       | autumn | 2025-10-17    | 5
        s2            | 900001     | 2025/26       | spring | 2026-01-10    | 9
        late          | 900002     | 2025/26       | autumn | 2026-01-14    | 1
        """,
    )
    assert_rows(
        rows,
        """
        school_urn | period_date | numerator
        900001     | 2026-01-09  | 5.0
        900002     | 2026-01-09  | 1.0
        900001     | 2026-01-10  | 9.0
        """,
    )


def test_a_code_of_no_list_is_no_sen():
    rows = run_query(
        METRIC,
        as_at="2026-01-31",
        roll="""
        roll_id | person_id | school_urn | census_date | sen_provision
        1       | 1         | 900001     | 2026-01-15  | K
        2       | 2         | 900001     | 2026-01-15  | Code not in the list 1
        """,
        senco_posts="senco_post_id | school_urn | snapshot_date\ns1 | 900001 | 2026-01-20",
    )
    assert_rows(rows, "school_urn | denominator | people\n900001 | 1.0 | 1")
