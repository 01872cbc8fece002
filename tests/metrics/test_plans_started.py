"""EHC plans started: issued after an assessment, or come with a child, counted on the day the files can vouch for."""

from harness import assert_rows, run_query


def test_plans_issued_and_plans_that_came_are_told_apart():
    rows = run_query(
        "plans_started",
        as_at="2026-01-15",
        plans="""
        request_id | start_date | appears_date | plan_origin  | observed_from_date
        issued     | 2025-03-01 | 2025-03-01   | issued       | 2022-01-01
        came       | 2020-03-01 | 2026-01-15   | transferred  | 2022-01-01
        turned_up  | 2022-03-01 | 2025-01-16   | not_known    | 2022-01-01
        undated    |            | 2025-01-16   | not_known    | 2022-01-01
        """,
    )
    assert_rows(
        rows,
        """
        plan_id   | period_date | plan_origin | left_out
        issued    | 2025-03-01  | issued      |
        came      | 2026-01-15  | transferred |
        turned_up | 2025-01-16  | not_known   |
        undated   | 2025-01-16  | not_known   |
        """,
    )


def test_what_began_before_the_files_is_left_out():
    rows = run_query(
        "plans_started",
        as_at="2026-01-15",
        plans="""
        request_id  | start_date | appears_date | plan_origin  | observed_from_date
        long_ago    | 2019-05-01 | 2019-05-01   | before_files | 2022-01-01
        the_day     | 2022-01-01 | 2022-01-01   | issued       | 2022-01-01
        day_before  | 2021-12-31 | 2021-12-31   | issued       | 2022-01-01
        """,
    )
    assert_rows(
        rows,
        """
        plan_id    | left_out
        long_ago   | Started before the files begin
        the_day    |
        day_before | Started before the files begin
        """,
    )


def test_a_plan_told_late_that_began_before_the_files_did_not_start_when_it_was_told():
    """A corrected date of receipt makes of one plan two: one missing, one first told in the newest return."""
    rows = run_query(
        "plans_started",
        as_at="2026-01-15",
        plans="""
        request_id | start_date | appears_date | plan_origin | observed_from_date | missing_from_date
        before     | 2021-12-31 | 2021-12-31   | issued      | 2022-01-01         | 2026-01-15
        corrected  | 2021-12-31 | 2026-01-15   | not_known   | 2022-01-01         |
        the_day    | 2022-01-01 | 2026-01-15   | not_known   | 2022-01-01         |
        came       | 2021-12-31 | 2026-01-15   | transferred | 2022-01-01         |
        """,
    )
    assert_rows(
        rows,
        """
        plan_id   | left_out
        before    | Started before the files begin
        corrected | First told later, started before
        the_day   |
        came      |
        """,
    )


def test_a_plan_that_ended_since_was_started_all_the_same_and_its_age_group_is_of_that_day():
    rows = run_query(
        "plans_started",
        as_at="2026-01-15",
        plans="""
        request_id | start_date | ceased_date | missing_from_date | reception_year
        ended      | 2022-08-31 | 2025-03-01  |                   | 2021
        lost       | 2022-09-01 |             | 2026-01-15        | 2021
        """,
    )
    assert_rows(rows, "plan_id | age_range | left_out\nended | under_5 |\nlost | 5_to_10 |")
