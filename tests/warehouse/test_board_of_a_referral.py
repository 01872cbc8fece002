"""In which integrated care board a referral is counted: that which it names, else that of its local area."""

import pytest
from harness import LEADERS, ask
from small_files import Built, build, write_csv

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.question import Reader
from sendmetrics.metrics.scope import read_values

ANN, BEN, CAT, DAN, EVE = (f"{letter}999200118001" for letter in "ABCDE")
AREAS = """
la_code | local_area_code | local_area_name | match_type | match_value | icb_code | effective_from
999     | NOR             | North           | urn        | 900001      | Q1A      | 2014-09-01
999     | SOU             | South           | urn        | 900002      | q2b      | 2014-09-01
"""
# Of the North and silent; of the North, named for the other board; of no known area; of neither; of a board of no area.
REFERRALS = f"""
snapshot_date | source | referral_id | person_ref | service | received_date | local_area_code | icb_code
2026-01-15    | trust  | R1          | {ANN}      | salt    | 2025-03-03    | NOR             |
2026-01-15    | trust  | R2          | {BEN}      | salt    | 2025-03-03    | NOR             | Q2B
2026-01-15    | trust  | R3          | {CAT}      | salt    | 2025-03-03    |                 | q1a
2026-01-15    | trust  | R4          | {DAN}      | ot      | 2025-03-03    |                 |
2026-01-15    | trust  | R5          | {EVE}      | ot      | 2025-03-03    | SOU             | Q9C
"""
APPOINTMENTS = """
referral_id | offered_date | appointment_date | kind | attendance
R2          | 2025-04-07   | 2025-05-05       | first | was_not_brought
R3          | 2025-04-07   | 2025-05-05       | first | was_not_brought
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    folder = tmp_path_factory.mktemp("boards") / "in"
    for name, rows in (("local_areas", AREAS), ("referrals", REFERRALS), ("appointments", APPOINTMENTS)):
        write_csv(folder / f"{name}.csv", rows)
    return build(folder)


@pytest.mark.parametrize(
    ("metric", "view", "expected"),
    [
        ("referrals_received", None, {"Q1A": 2, "Q2B": 1, "Q9C": 1, "Not known": 1}),
        ("referral_to_first_contact_wait", "open", {"Q1A": 2, "Q2B": 1, "Q9C": 1, "Not known": 1}),
        ("appointments_not_attended", None, {"Q1A": 1, "Q2B": 1}),
    ],
)
def test_a_referral_counts_where_it_says_else_where_its_local_area_lies(metric, view, expected, built):
    rows = ask(built.engine, metric, by="icb", view=view)
    assert {row["label"]: row["count" if view else "numerator"] for row in rows} == expected


def test_a_filter_keeps_children_of_no_known_area_and_leaves_out_those_of_no_board_by_reason(built):
    where = {"icb": ("Q1A", "Q9C")}
    assert built.count("referrals_received", where=where) == 3
    assert built.left_out("referrals_received", where=(("icb", ("Q1A",)),)) == {"ICB place not known": 1}


def test_boards_to_choose_are_those_of_areas_and_of_the_referrals_a_reader_may_see(built):
    warehouse = built.engine.warehouse
    assert list(read_values(warehouse, DIMENSIONS["icb"], LEADERS)) == ["Q1A", "Q2B", "Q9C"]
    of_one_service = Reader("salt", "leaders", (("services", ("salt",)),))
    assert list(read_values(warehouse, DIMENSIONS["icb"], of_one_service)) == ["Q1A", "Q2B"]
    assert built.findings("referral_board_unknown") == 1
