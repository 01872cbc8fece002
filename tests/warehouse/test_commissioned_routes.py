"""Registers of what is commissioned, from the files on: every row accounted for, both registers held against each census."""

from small_files import Built, build, write_census, write_csv, write_gias
from test_row_accounting import check_every_row_is_accounted_for, rows_of_tables

HEADINGS = "snapshot_date | source | need_code | service | is_commissioned | commissioned_from | commissioned_to | note"
TITLE = "Services commissioned for each need (commissioned_routes.csv)"
METRIC = "pupils_without_commissioned_route"


def write_pupils(folder, *needs: str) -> None:
    """A census of 15 January 2026: one pupil on SEN support for each need."""
    write_gias(folder, "urn | estab | name | phase | opened\n900001 | 2001 | Ash | Primary | 01-09-1995")
    rows = [
        {"school": "9992001", "upn": f"A9992001180{number:02d}", "provision": "K", "need": need, "year_group": "3"}
        | {"surname": f"Surname{number}", "forename": "Kit", "birth": "2018-01-01", "sex": "F"}
        | {"entered": "2022-09-03"}
        for number, need in enumerate(needs)
    ]
    write_census(folder, "2026-01-15", rows)


def write_register(folder, *rows: str, name: str = "one") -> None:
    write_csv(folder / f"commissioned_routes {name}.csv", "\n".join([HEADINGS, *(f"{row} |" for row in rows)]))


def reasons(built: Built) -> dict[str, int]:
    return {gone.reason: gone.rows for gone in built.report.departures if gone.record == TITLE}


def test_two_registers_are_one_answer_and_the_note_stays_behind(tmp_path):
    folder = tmp_path / "in"
    write_pupils(folder, "SLCN", "SPLD", "HI", "VI")
    write_register(
        folder,
        "2025-09-01 | authority | SLCN | salt | no | |",
        "2025-09-01 | authority | SPLD | ep | no | |",
        "2025-09-01 | authority | hi | sensory | yes | 2026-01-16 |",
    )
    write_register(folder, "2026-01-15 | board | SLCN | salt | Yes | 2020-04-01 | 2026-01-15", name="two")
    built = build(folder)
    assert not built.report.rejects
    assert built.count(METRIC) == 2
    assert built.left_out(METRIC) == {"Need not in the register": 1}
    assert "note" not in built.rows("from commissioned_routes")[0]
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))


def test_the_same_route_in_two_files_of_one_day_counts_as_the_later_by_name_says(tmp_path):
    folder = tmp_path / "in"
    write_pupils(folder, "SPLD")
    write_register(folder, "2026-01-15 | authority | SPLD | ep | yes | |", name="one")
    write_register(folder, "2026-01-15 | authority | SPLD | ep | no | |", name="two")
    built = build(folder)
    assert built.count(METRIC) == 1
    assert reasons(built) == {"The same route once more for that day: of two files the later by name counts": 1}
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))


def test_an_answer_that_is_none_is_rejected_and_told(tmp_path):
    folder = tmp_path / "in"
    write_pupils(folder, "SPLD")
    write_register(
        folder,
        "2026-01-15 | authority | SPLD | ep | | |",
        "2026-01-15 | authority | SPLD | ot | yes | 2025-02-01 | 2025-01-01",
        "2026-01-15 | authority | HI | sensory | yes | |",
    )
    built = build(folder)
    assert (built.findings("value_missing"), built.findings("dates_out_of_order")) == (1, 1)
    assert built.left_out(METRIC) == {"Need not in the register": 1}
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))
