"""EHC plans in force: each from the day it was issued or first held to the day it ended, with where the child is."""

from harness import ask, assert_rows, make_engine, run_query

PLANS = """
    request_id | start_date | ceased_date
    held       | 2024-03-01 |
    ended      | 2024-03-01 | 2025-06-30
    """


def test_a_plan_is_in_force_until_the_day_it_ends():
    for as_at, expected in (
        ("2024-02-29", "plan_id | end_date"),
        ("2024-03-01", "plan_id | end_date\nheld |\nended |"),
        ("2025-06-29", "plan_id | end_date\nheld |\nended |"),
        ("2025-06-30", "plan_id | end_date\nheld |\nended | 2025-06-30"),
    ):
        assert_rows(run_query("plans_in_force", as_at, plans=PLANS), expected)


def test_it_has_no_limit_and_says_neither_within_nor_over(tmp_path):
    engine = make_engine(tmp_path, "2025-12-31", plans=PLANS)
    (row,) = ask(engine, "plans_in_force", view="open")
    assert (row["count"], row["within_limit"], row["over_limit"], row["value"]) == (1, None, None, None)
    by_month = {str(row["period"]): row["count"] for row in ask(engine, "plans_in_force", view="open", every="month")}
    assert by_month["2024-03-01"] == by_month["2025-05-01"] == 2
    assert by_month["2025-06-01"] == by_month["2025-12-01"] == 1


def test_a_plan_that_cannot_be_placed_is_left_out_by_reason():
    rows = run_query(
        "plans_in_force",
        as_at="2026-01-15",
        plans="""
        request_id | start_date | is_ceased | ceased_date | ceased_known_date | missing_from_date
        lost       | 2023-03-01 | false     |             |                   | 2026-01-15
        undated    | 2023-03-01 | true      |             | 2026-01-15        | 2026-01-15
        ended      | 2023-03-01 | true      | 2025-03-01  | 2025-03-01        | 2026-01-15
        backwards  | 2023-03-01 | true      | 2023-02-28  | 2023-02-28        |
        """,
    )
    assert_rows(
        rows,
        """
        plan_id   | exit    | left_out
        lost      |         | Held in an earlier return, not in the newest
        undated   | removed | Ended, no date recorded
        ended     | removed |
        backwards | removed | Ended before it began
        """,
    )


def test_a_return_that_comes_later_does_not_yet_say_that_a_plan_was_lost_or_ended_on_an_unknown_day():
    rows = run_query(
        "plans_in_force",
        as_at="2026-01-14",
        plans="""
        request_id | start_date | is_ceased | ceased_known_date | missing_from_date
        lost       | 2023-03-01 | false     |                   | 2026-01-15
        undated    | 2023-03-01 | true      | 2026-01-15        | 2026-01-15
        """,
    )
    assert_rows(rows, "plan_id | exit | left_out\nlost | |\nundated | |")


def test_the_setting_is_the_main_one_attended_on_the_day():
    placements = """
        placement_id | request_id | school_urn | locality_code | placement_group | setting_type | placement_rank | is_named | entry_date | ended_date
        p1           | moved      | 900001     | north         | mainstream      |              | 1              | false    | 2024-03-01 | 2025-09-01
        p2           | moved      | 900003     | south         | special         |              | 1              | false    | 2025-09-01 |
        p3           | out        |            |               | none            | NIEO         | 1              | false    | 2025-02-01 |
        p4           | out        | 900001     | north         | mainstream      |              | 2              | false    | 2025-03-01 |
        p5           | out        | 900001     | north         | mainstream      |              | 1              | true     | 2025-03-01 |
        p6           | left       | 900001     | north         | mainstream      |              | 1              | false    | 2024-03-01 | 2025-01-31
        """
    plans = """
        request_id | start_date | home_locality_code
        moved      | 2024-03-01 | home
        out        | 2024-03-01 | home
        left       | 2024-03-01 | home
        """
    assert_rows(
        run_query("plans_in_force", as_at="2025-08-31", plans=plans, placements=placements),
        """
        plan_id | school_urn | locality_code | placement_group | setting_type
        moved   | 900001     | north         | mainstream      | place
        out     |            | home          | none            | NIEO
        left    |            | home          | not_known       | not_recorded
        """,
    )
    rows = run_query("plans_in_force", as_at="2025-09-01", plans=plans, placements=placements)
    assert_rows(
        [row for row in rows if row["plan_id"] == "moved"],
        "school_urn | locality_code | placement_group\n900003 | south | special",
    )


def test_a_setting_without_a_code_is_an_establishment_or_none_is_recorded():
    rows = run_query(
        "plans_in_force",
        as_at="2025-08-31",
        plans="""
        request_id | start_date
        of_no_type | 2024-03-01
        college    | 2024-03-01
        empty      | 2024-03-01
        """,
        placements="""
        placement_id | request_id | school_urn | placement_group | entry_date
        p1           | of_no_type | 900001     | not_known       | 2024-03-01
        p2           | college    |            | post_16         | 2024-03-01
        p3           | empty      |            | not_known       | 2024-03-01
        """,
    )
    assert_rows(rows, "plan_id | setting_type\nof_no_type | place\ncollege | place\nempty | not_recorded")


def test_need_is_that_of_the_plan_on_the_day_else_that_of_the_census():
    rows = run_query(
        "plans_in_force",
        as_at="2025-08-31",
        plans="""
        request_id | start_date | census_need_type
        by_plan    | 2024-03-01 | SLCN
        by_census  | 2024-03-01 | SLCN
        """,
        needs="""
        need_id | request_id | need_type | need_rank | appears_date | ended_date
        n1      | by_plan    | SEMH      | 1         | 2025-01-16   | 2025-07-31
        n2      | by_plan    | ASD       | 1         | 2025-07-31   |
        n3      | by_plan    | ADHD      | 2         | 2025-01-16   |
        n4      | by_plan    | PD        | 1         | 2025-09-01   |
        """,
    )
    assert_rows(rows, "plan_id | need_type\nby_plan | ASD\nby_census | SLCN")


def test_the_age_group_is_that_of_the_31_august_before():
    # Reception in 2021/22 is age 4 on 31 August 2021, and 5 on 31 August 2022; nobody's birth date is kept.
    plans = """
        request_id | start_date | reception_year
        one        | 2022-03-01 | 2021
        older      | 2022-03-01 | 2010
        unknown    | 2022-03-01 |
        """
    for as_at, one, older in (
        ("2022-08-31", "under_5", "11_to_15"),
        ("2022-09-01", "5_to_10", "16_to_19"),
        ("2028-08-31", "5_to_10", "20_and_over"),
        ("2028-09-01", "11_to_15", "20_and_over"),
    ):
        rows = run_query("plans_in_force", as_at=as_at, plans=plans)
        assert_rows(rows, f"plan_id | age_range\none | {one}\nolder | {older}\nunknown |")
