"""Pupils with an EHC plan: codes E and S of pupils on roll, published numbers where no pupils were loaded."""

from harness import assert_rows, run_query


def test_a_statement_counts_as_a_plan_and_sen_support_does_not():
    rows = run_query(
        "ehc_plan_share",
        as_at="2026-01-15",
        roll="""
        roll_id | person_id | school_urn | census_date | sen_provision | year_group | is_fsm_eligible
        1       | 11        | 900001     | 2026-01-15  | E             | R          | true
        2       | 12        | 900001     | 2026-01-15  | S             | 1          |
        3       | 13        | 900001     | 2026-01-15  | K             | 2          | false
        4       | 14        | 900001     | 2026-01-15  | A             | 3          | false
        5       | 15        | 900001     | 2026-01-15  | P             | 4          | false
        6       | 16        | 900001     | 2026-01-15  | N             | 5          | false
        """,
    )
    assert_rows(
        rows,
        """
        counted_id | person_id | school_urn | period_date | year_group | is_fsm_eligible | is_counted | weight | is_published | left_out
        1          | 11        | 900001     | 2026-01-15  | R          | true            | true       | 1      | false        |
        2          | 12        | 900001     | 2026-01-15  | 1          |                 | true       | 1      | false        |
        3          | 13        | 900001     | 2026-01-15  | 2          | false           | false      | 1      | false        |
        4          | 14        | 900001     | 2026-01-15  | 3          | false           | false      | 1      | false        |
        5          | 15        | 900001     | 2026-01-15  | 4          | false           | false      | 1      | false        |
        6          | 16        | 900001     | 2026-01-15  | 5          | false           | false      | 1      | false        |
        """,
    )


def test_a_school_with_published_numbers_is_two_rows_beside_the_pupils_of_others():
    rows = run_query(
        "ehc_plan_share",
        as_at="2026-01-15",
        roll="""
        roll_id | person_id | school_urn | census_date | sen_provision
        1       | 11        | 900001     | 2026-01-15  | N
        """,
        school_counts="""
        school_count_id | school_urn | locality_code | census_date | pupils | sen_support | ehc_plans
        1               | 900002     | north         | 2026-01-15  | 210    | 31          | 6
        2               | 900003     | south         | 2026-01-15  | 80     | 0           | 80
        """,
    )
    assert_rows(
        rows,
        """
        school_urn | locality_code | person_id | is_counted | weight | is_published | left_out
        900001     |               | 11        | false      | 1      | false        |
        900002     | north         |           | true       | 6      | true         |
        900002     | north         |           | false      | 204    | true         |
        900003     | south         |           | true       | 80     | true         |
        900003     | south         |           | false      | 0      | true         |
        """,
    )
    assert len({row["counted_id"] for row in rows}) == 5


def test_a_school_with_missing_or_impossible_published_numbers_is_left_out_by_reason():
    rows = run_query(
        "ehc_plan_share",
        as_at="2026-01-15",
        school_counts="""
        school_count_id | school_urn | census_date | pupils | sen_support | ehc_plans
        1               | 900001     | 2026-01-15  | 210    | 31          |
        2               | 900002     | 2026-01-15  |        | 31          | 6
        3               | 900003     | 2026-01-15  | 5      | 0           | 6
        4               | 900004     | 2026-01-15  | 210    |             | 6
        """,
    )
    assert_rows(
        rows,
        """
        school_urn | is_counted | weight | left_out
        900001     | true       | 0      | School without published numbers
        900002     | true       | 0      | School without published numbers
        900003     | true       | 0      | School with more such pupils than pupils
        900004     | true       | 6      |
        900004     | false      | 204    |
        """,
    )
    assert len({row["counted_id"] for row in rows}) == 5


def test_each_census_is_there_from_its_own_day():
    tables = {
        "roll": """
        roll_id | person_id | school_urn | census_date | sen_provision
        1       | 11        | 900001     | 2025-01-16  | K
        2       | 11        | 900001     | 2026-01-15  | E
        """,
        "school_counts": """
        school_count_id | school_urn | census_date | pupils | ehc_plans
        1               | 900002     | 2026-01-15  | 210    | 6
        """,
    }
    rows = run_query("ehc_plan_share", "2026-01-14", **tables)
    assert_rows(rows, "period_date | is_counted | weight\n2025-01-16 | false | 1")
    rows = run_query("ehc_plan_share", "2026-01-15", **tables)
    assert_rows(
        rows,
        """
        period_date | is_counted | weight
        2025-01-16  | false      | 1
        2026-01-15  | true       | 1
        2026-01-15  | true       | 6
        2026-01-15  | false      | 204
        """,
    )
