"""Time with a plan and no school place: one row a stretch of settings without one, finished when a place begins."""

from harness import assert_rows, run_query

PLAN = "request_id | start_date\nr1 | 2024-03-01"
HEAD = "placement_id | request_id | placement_group | setting_type | entry_date | ended_date"


def settings(*rows: str) -> str:
    return "\n".join([HEAD, *rows])


def test_a_place_ends_the_wait_on_its_first_day():
    placements = settings(
        "p1 | r1 | mainstream |      | 2024-03-01 | 2024-09-01",
        "p2 | r1 | none       | NIEO | 2024-09-01 | 2025-02-10",
        "p3 | r1 | special    |      | 2025-02-10 |",
    )
    for as_at, expected in (
        ("2024-08-31", "start_date"),
        ("2024-09-01", "start_date | end_date | exit | setting_type\n2024-09-01 | | | NIEO"),
        ("2025-02-09", "start_date | end_date | exit | setting_type\n2024-09-01 | | | NIEO"),
        ("2025-02-10", "start_date | end_date | exit | setting_type\n2024-09-01 | 2025-02-10 | finished | NIEO"),
    ):
        assert_rows(run_query("plans_without_school_place_wait", as_at, plans=PLAN, placements=placements), expected)


def test_one_setting_without_a_place_after_another_is_one_wait_and_a_second_loss_another():
    rows = run_query(
        "plans_without_school_place_wait",
        as_at="2026-01-15",
        plans=PLAN,
        placements=settings(
            "p1 | r1 | none       | OTH  | 2024-03-01 | 2024-06-01",
            "p2 | r1 | none       | EHE  | 2024-06-01 | 2024-09-01",
            "p3 | r1 | mainstream |      | 2024-09-01 | 2025-05-01",
            "p4 | r1 | none       | NIEO | 2025-05-01 |",
        ),
    )
    assert_rows(
        rows,
        """
        start_date | end_date   | exit     | setting_type | limit_days
        2024-03-01 | 2024-09-01 | finished | EHE          |
        2025-05-01 |            |          | NIEO         |
        """,
    )


def test_before_the_plan_nobody_waits_under_it():
    rows = run_query(
        "plans_without_school_place_wait",
        as_at="2026-01-15",
        plans="request_id | start_date\nr1 | 2024-03-01\nr2 | 2024-03-01",
        placements=settings(
            "p1 | r1 | none       | EHE | 2022-09-01 |",
            "p2 | r2 | none       | EHE | 2022-09-01 | 2024-02-29",
            "p3 | r2 | mainstream |     | 2024-02-29 |",
        ),
    )
    assert_rows(
        rows,
        """
        start_date | left_out
        2024-03-01 |
        2024-03-01 | Placed before the plan began
        """,
    )


def test_how_a_wait_that_no_place_ended_leaves_the_count():
    rows = run_query(
        "plans_without_school_place_wait",
        as_at="2026-01-15",
        plans="""
        request_id | start_date | is_ceased | ceased_date | ceased_known_date | missing_from_date
        ceased     | 2024-03-01 | true      | 2025-03-01  | 2025-03-01        |
        undated    | 2024-03-01 | true      |             | 2026-01-15        |
        lost       | 2024-03-01 | false     |             |                   | 2026-01-15
        unsaid     | 2024-03-01 | false     |             |                   |
        """,
        placements=settings(
            "p1 | ceased  | none | OTH | 2024-03-01 |",
            "p2 | undated | none | OTH | 2024-03-01 |",
            "p3 | lost    | none | OTH | 2024-03-01 |",
            "p4 | unsaid  | none | OTH | 2024-03-01 | 2026-01-15",
        ),
    )
    assert_rows(
        rows,
        """
        end_date   | exit    | left_out
        2025-03-01 | removed |
                   | removed | Ended, no date recorded
                   |         | Held in an earlier return, not in the newest
                   |         |
        """,
    )


def test_whose_last_setting_ended_without_another_waits_from_that_day():
    """Whether it was a place or none: 2024-09-01 begins a wait of the first, and goes on with that of the second."""
    rows = run_query(
        "plans_without_school_place_wait",
        as_at="2026-01-15",
        plans="""
        request_id | start_date | is_ceased | ceased_date | ceased_known_date
        placed     | 2024-03-01 | false     |             |
        none       | 2024-03-01 | false     |             |
        ceased     | 2024-03-01 | true      | 2025-03-01  | 2025-03-01
        with plan  | 2024-03-01 | true      | 2024-09-01  | 2024-09-01
        two        | 2024-03-01 | false     |             |
        followed   | 2024-03-01 | false     |             |
        """,
        placements=settings(
            "p1 | placed    | mainstream |     | 2024-03-01 | 2024-09-01",
            "p2 | none      | none       | OTH | 2024-03-01 | 2024-09-01",
            "p3 | ceased    | special    |     | 2024-03-01 | 2024-09-01",
            "p4 | with plan | special    |     | 2024-03-01 | 2024-09-01",
            "p5 | two       | special    |     | 2024-03-01 |",
            "p6 | two       | mainstream |     | 2024-04-01 | 2024-09-01",
            "p7 | followed  | mainstream |     | 2024-03-01 | 2024-07-20",
            "p8 | followed  | special    |     | 2024-09-02 |",
        ),
    )
    assert_rows(
        rows,
        """
        start_date | end_date   | exit    | setting_type | left_out
        2024-09-01 |            |         | not_recorded |
        2024-03-01 |            |         | not_recorded |
        2024-09-01 | 2025-03-01 | removed | not_recorded |
        """,
    )


def test_a_plan_in_force_without_any_setting_is_left_out_and_one_that_ended_is_not_there():
    rows = run_query(
        "plans_without_school_place_wait",
        as_at="2026-01-15",
        plans="""
        request_id | start_date | is_ceased | ceased_date | ceased_known_date | missing_from_date
        never      | 2024-03-01 | false     |             |                   |
        lost       | 2024-03-01 | false     |             |                   | 2026-01-15
        ended      | 2024-03-01 | true      | 2025-03-01  | 2025-03-01        |
        """,
        placements=settings(),
    )
    assert_rows(
        rows,
        """
        start_date | left_out
        2024-03-01 | No setting recorded
        2024-03-01 | Held in an earlier return, not in the newest
        """,
    )


def test_a_second_setting_or_the_one_the_plan_names_is_no_place_lost():
    rows = run_query(
        "plans_without_school_place_wait",
        as_at="2026-01-15",
        plans=PLAN,
        placements="""
        placement_id | request_id | placement_group | setting_type | placement_rank | is_named | entry_date
        p1           | r1         | none            | OTH          | 2              | false    | 2024-03-01
        p2           | r1         | none            | OTH          | 1              | true     | 2024-03-01
        """,
    )
    assert_rows(rows, "left_out\nNo setting recorded")
