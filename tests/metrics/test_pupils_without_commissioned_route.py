"""Pupils whose need has no commissioned route: the first and the last day of a route, registers apart, needs nobody tells of."""

import pytest
from harness import assert_rows, run_query

ROLL = """
    roll_id | person_id | census_date | sen_provision | need_type
    1       | 11        | 2026-01-15  | K             | SLCN
    2       | 12        | 2026-01-15  | E             | SPLD
    3       | 13        | 2026-01-15  | N             | SPLD
    """


def one_pupil(as_at: str = "2026-03-01", **route: str) -> list[dict]:
    """One pupil with a specific learning difficulty, and one route of a register."""
    row = {"snapshot_date": "2025-09-01", "is_commissioned": True, **route}
    return run_query(
        "pupils_without_commissioned_route",
        as_at,
        roll=[{"roll_id": 1, "person_id": 1, "census_date": "2026-01-15", "sen_provision": "K", "need_type": "SPLD"}],
        commissioned_routes=[{"commissioned_route_id": "a", "need_type": "SPLD", **row}],
    )


def test_a_need_has_a_route_where_one_row_says_yes():
    rows = run_query(
        "pupils_without_commissioned_route",
        as_at="2026-01-15",
        roll=ROLL,
        commissioned_routes="""
        commissioned_route_id | snapshot_date | need_type | service | is_commissioned
        a                     | 2025-09-01    | SLCN      | camhs   | false
        b                     | 2025-09-01    | SLCN      | salt    | true
        c                     | 2025-09-01    | SPLD      | ep      | false
        """,
    )
    assert_rows(
        rows,
        """
        roll_id | person_id | need_type | sen_provision | period_date | is_counted | left_out
        1       | 11        | SLCN      | K             | 2026-01-15  | false      |
        2       | 12        | SPLD      | E             | 2026-01-15  | true       |
        """,
    )


def test_a_need_of_which_no_register_tells_and_a_pupil_without_one_are_left_out():
    rows = run_query(
        "pupils_without_commissioned_route",
        as_at="2026-01-15",
        roll="""
        roll_id | person_id | census_date | sen_provision | need_type
        1       | 11        | 2026-01-15  | K             | VI
        2       | 12        | 2026-01-15  | S             |
        3       | 13        | 2026-01-15  | A             | SLCN
        """,
        commissioned_routes="""
        commissioned_route_id | snapshot_date | need_type | is_commissioned
        a                     | 2025-09-01    | SLCN      | false
        """,
    )
    assert_rows(
        rows,
        """
        roll_id | is_counted | left_out
        1       | true       | Need not in the register
        2       | true       | Type of need not recorded
        3       | true       |
        """,
    )


@pytest.mark.parametrize(
    ("first", "last", "is_counted"),
    [
        ("2026-01-15", None, "false"),
        ("2026-01-16", None, "true"),
        (None, "2026-01-15", "false"),
        (None, "2026-01-14", "true"),
        ("2025-01-01", "2026-12-31", "false"),
    ],
)
def test_the_first_and_the_last_day_of_a_route_are_in_it(first, last, is_counted):
    assert_rows(one_pupil(from_date=first, to_date=last), f"roll_id | is_counted | left_out\n1 | {is_counted} |")


@pytest.mark.parametrize(
    ("route", "is_counted", "reason"),
    [
        ({"from_date": "2026-01-15"}, "false", ""),
        ({"from_date": "2026-01-16"}, "true", "Need not in the register"),
        ({"from_date": "2020-01-01", "to_date": "2026-01-14"}, "true", ""),
        ({"from_date": "2020-01-01", "is_commissioned": False}, "true", ""),
        ({}, "true", "The register does not say since when"),
        ({"is_commissioned": False}, "true", "Need not in the register"),
    ],
)
def test_a_register_given_after_the_census_tells_of_it_from_the_day_each_row_holds(route, is_counted, reason):
    rows = one_pupil(snapshot_date="2026-01-16", **route)
    assert_rows(rows, f"roll_id | is_counted | left_out\n1 | {is_counted} | {reason}")


def test_before_a_register_was_given_it_tells_nothing():
    route = {"snapshot_date": "2026-02-01", "from_date": "2020-01-01"}
    assert_rows(one_pupil("2026-01-31", **route), "roll_id | left_out\n1 | Need not in the register")
    assert_rows(one_pupil("2026-02-01", **route), "roll_id | left_out\n1 |")


def test_each_census_is_held_against_the_register_of_its_time_and_every_register_counts():
    """The authority's register is given every year, the board's was given once."""
    rows = run_query(
        "pupils_without_commissioned_route",
        as_at="2026-01-15",
        roll="""
        roll_id | person_id | census_date | sen_provision | need_type
        1       | 11        | 2025-01-16  | K             | SPLD
        2       | 11        | 2026-01-15  | K             | SPLD
        3       | 12        | 2025-01-16  | K             | HI
        4       | 12        | 2026-01-15  | K             | HI
        """,
        commissioned_routes="""
        commissioned_route_id | register_number | snapshot_date | need_type | is_commissioned
        a                     | 1               | 2025-01-16    | SPLD      | true
        b                     | 1               | 2026-01-15    | SPLD      | false
        c                     | 1               | 2025-01-16    | HI        | false
        d                     | 1               | 2026-01-15    | HI        | false
        e                     | 2               | 2025-03-01    | HI        | true
        """,
    )
    assert_rows(
        rows,
        """
        roll_id | period_date | is_counted | left_out
        1       | 2025-01-16  | false      |
        2       | 2026-01-15  | true       |
        3       | 2025-01-16  | true       | The register does not say since when
        4       | 2026-01-15  | false      |
        """,
    )


def test_what_an_authority_commissions_is_no_route_for_the_children_of_another():
    rows = run_query(
        "pupils_without_commissioned_route",
        as_at="2026-01-15",
        roll="""
        roll_id | la_code | person_id | census_date | sen_provision | need_type
        1       | 999     | 11        | 2026-01-15  | K             | SPLD
        2       | 998     | 12        | 2026-01-15  | K             | SPLD
        """,
        commissioned_routes="""
        commissioned_route_id | la_code | snapshot_date | need_type | is_commissioned
        a                     | 999     | 2025-09-01    | SPLD      | true
        """,
    )
    assert_rows(rows, "roll_id | is_counted | left_out\n1 | false |\n2 | true | Need not in the register")
