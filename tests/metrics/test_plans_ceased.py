"""EHC plans ceased: on the day the plan ended, with the reason the return gives."""

from harness import assert_rows, run_query


def test_a_plan_counts_on_the_day_it_ended_with_its_last_setting():
    plans = """
        request_id | start_date | ceased_date | cease_reason
        ended      | 2024-03-01 | 2025-06-30  | 2
        held       | 2024-03-01 |             |
        """
    placements = """
        placement_id | request_id | school_urn | placement_group | entry_date | ended_date
        p1           | ended      | 900001     | mainstream      | 2024-03-01 | 2025-01-01
        p2           | ended      | 900003     | special         | 2025-01-01 | 2025-06-30
        """
    assert run_query("plans_ceased", "2025-06-29", plans=plans, placements=placements) == []
    assert_rows(
        run_query("plans_ceased", "2025-06-30", plans=plans, placements=placements),
        """
        plan_id | period_date | cease_reason | placement_group | school_urn | left_out
        ended   | 2025-06-30  | 2            | special         | 900003     |
        """,
    )


def test_an_end_without_a_day_or_out_of_order_is_left_out_by_reason():
    rows = run_query(
        "plans_ceased",
        as_at="2026-01-15",
        plans="""
        request_id | start_date | is_ceased | ceased_date | ceased_known_date | cease_reason | observed_from_date
        undated    | 2023-03-01 | true      |             | 2026-01-15        | 5            | 2022-01-01
        backwards  | 2023-03-01 | true      | 2023-02-28  | 2023-02-28        | 9            | 2022-01-01
        long_ago   | 2019-03-01 | true      | 2021-12-31  | 2021-12-31        | 9            | 2022-01-01
        first_day  | 2019-03-01 | true      | 2022-01-01  | 2022-01-01        | 9            | 2022-01-01
        """,
    )
    assert_rows(
        rows,
        """
        plan_id   | cease_reason | left_out
        undated   | 5            | Ended, no date recorded
        backwards | 9            | Ended before it began
        long_ago  | 9            | Ended before the files begin
        first_day | 9            |
        """,
    )


def test_the_need_is_the_last_told_of():
    rows = run_query(
        "plans_ceased",
        as_at="2026-01-15",
        plans="request_id | start_date | ceased_date | census_need_type\nended | 2024-03-01 | 2025-06-30 | SLCN",
        needs="""
        need_id | request_id | need_type | need_rank | appears_date | ended_date
        n1      | ended      | SEMH      | 1         | 2024-03-01   | 2025-01-16
        n2      | ended      | ASD       | 1         | 2025-01-16   |
        """,
    )
    assert_rows(rows, "plan_id | need_type\nended | ASD")
