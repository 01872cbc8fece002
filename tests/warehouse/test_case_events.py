"""Events of EHC cases: whose they are, which of two extracts counts, and that what was typed of a child stays behind."""

from pathlib import Path

import pytest
from small_files import Built, build, write_blades, write_csv
from test_row_accounting import check_every_row_is_accounted_for, rows_of_tables

ANN, BEN = "A999200118001", "B999200118002"
HEADINGS = "snapshot_date | source | request_id | person_ref | event | event_date | exception_code | exception_evidence"


def write_events(folder: Path, name: str, *rows: str) -> None:
    write_csv(folder / f"{name} ehc_events.csv", "\n".join([HEADINGS, *(f"{row} | |" for row in rows)]))


def write_requests(folder: Path, rows: str) -> None:
    write_blades(
        folder / "return", "2026-01-15", "upn | surname | forename | birth | key | received | decision\n" + rows
    )


@pytest.fixture
def casework(folder) -> Path:
    """Ann asked twice, Ben once."""
    write_requests(
        folder,
        f"{ANN} | A | Ann | 2015-02-06 | 11 | 2025-01-06 | N\n"
        f"{ANN} | A | Ann | 2015-02-06 | 12 | 2025-09-01 | A\n"
        f"{BEN} | B | Ben | 2015-02-06 | 21 | 2025-03-03 | A",
    )
    return folder


def events(built: Built) -> list[tuple]:
    """Event, its day, and the day its request was received, in order."""
    return [
        (row["event"], f"{row['event_date']:%Y-%m-%d}", row["received"])
        for row in built.rows(
            "select event, event_date, requests.received_date::varchar as received from case_events "
            "left join requests on case_events.request_id = requests.request_id order by case_events.row, event_date"
        )
    ]


def reasons(built: Built) -> list[tuple[str, int]]:
    return sorted((gone.reason, gone.rows) for gone in built.report.departures)


def test_an_event_belongs_to_the_number_else_to_the_childs_last_request_by_that_day(casework):
    write_events(
        casework,
        "a",
        f"2026-01-15 | la | 11 | {ANN} | panel | 2025-09-02",
        f"2026-01-15 | la | theirs | {ANN} | panel | 2025-08-31",
        f"2026-01-15 | la | theirs | {ANN} | draft_sent | 2025-09-01",
        f"2026-01-15 | la | 21 | {ANN} | note | 2025-09-01",
        "2026-01-15 | la | 21 | | panel | 2025-03-03",
        "2026-01-15 | la | 21 | | draft_sent | 2025-03-02",
        "2026-01-15 | la | none | | panel | 2025-03-03",
    )
    built = build(casework)
    assert events(built) == [
        ("panel", "2025-09-02", "2025-01-06"),
        ("panel", "2025-08-31", "2025-01-06"),
        ("draft_sent", "2025-09-01", "2025-09-01"),
        # The number is another child's: the child is believed.
        ("note", "2025-09-01", "2025-09-01"),
        ("panel", "2025-03-03", "2025-03-03"),
        ("draft_sent", "2025-03-02", None),
        ("panel", "2025-03-03", None),
    ]
    assert (built.findings("event_before_request"), built.findings("event_without_request")) == (1, 1)
    assert built.value("select count(*) from case_events where person_id is null") == 2
    assert built.value("select count(*) from case_events anti join people using (person_id)") == 2
    check_every_row_is_accounted_for(casework, built.report, rows_of_tables(built.rows))


def test_a_number_that_two_children_bear_settles_nothing_by_itself(folder):
    write_requests(folder, f"{ANN} | A | Ann | 2015-02-06 | 11 | 2025-01-06 | A")
    write_blades(
        folder / "older",
        "2025-01-16",
        f"upn | surname | forename | birth | key | received | decision\n{BEN} | B | Ben | 2015-02-06 | 11 | 2024-09-01 | A",
    )
    write_events(
        folder, "a", "2026-01-15 | la | 11 | | panel | 2025-03-03", f"2026-01-15 | la | 11 | {BEN} | panel | 2025-03-03"
    )
    assert events(build(folder)) == [("panel", "2025-03-03", None), ("panel", "2025-03-03", "2024-09-01")]


def test_a_corrected_date_takes_the_place_of_the_old_one(casework):
    write_events(
        casework,
        "a",
        f"2025-12-15 | la | 21 | {BEN} | panel | 2025-03-20",
        f"2025-12-15 | la | 21 | {BEN} | draft_sent | 2025-06-10",
        f"2025-12-15 | la | 12 | {ANN} | draft_sent | 2025-10-10",
        f"2025-12-15 | other system | 21 | {BEN} | draft_sent | 2025-06-12",
    )
    write_events(
        casework,
        "b",
        f"2026-01-15 | la | 21 | {BEN} | panel | 2025-03-20",
        f"2026-01-15 | la | 21 | {BEN} | draft_sent | 2025-06-11",
    )
    built = build(casework)
    assert {(event, day) for event, day, _ in events(built)} == {
        # Not in the newer extract at all: that may list open cases only.
        ("draft_sent", "2025-10-10"),
        ("draft_sent", "2025-06-11"),
        ("draft_sent", "2025-06-12"),
        ("panel", "2025-03-20"),
    }
    assert reasons(built) == [("Superseded by a newer extract", 2)]
    check_every_row_is_accounted_for(casework, built.report, rows_of_tables(built.rows))


def test_an_extract_of_one_months_events_supersedes_nothing_before_it_begins(casework):
    write_events(casework, "a", f"2025-12-15 | la | 21 | {BEN} | review_meeting | 2025-06-10")
    write_events(casework, "b", f"2026-01-15 | la | 21 | {BEN} | review_meeting | 2026-01-10")
    built = build(casework)
    assert [day for _, day, _ in events(built)] == ["2025-06-10", "2026-01-10"]
    assert reasons(built) == []


def test_three_schools_consulted_on_one_day_are_three_events_and_two_files_of_one_day_do_not_double_them(casework):
    for name in ("a", "b"):
        rows = [f"2026-01-15 | la | 21 | {BEN} | consultation_sent | 2025-06-10"] * 3
        write_events(casework, name, *rows, f"2026-01-15 | la | 21 | {BEN} | note | 2025-06-1{'ab'.index(name)}")
    built = build(casework)
    assert [event for event, _, _ in events(built)].count("consultation_sent") == 3
    assert [event for event, _, _ in events(built)].count("note") == 2
    assert reasons(built) == [("The same event once more for that day: of two files the later by name counts", 3)]
    assert built.value("select count(distinct event_id) from case_events") == 5
    check_every_row_is_accounted_for(casework, built.report, rows_of_tables(built.rows))


def test_of_the_evidence_only_whether_there_is_any_is_kept(casework):
    write_csv(
        casework / "ehc_events.csv",
        f"{HEADINGS}\n"
        f"2026-01-15 | la | 21 | {BEN} | note | 2025-06-10 | personal | stayed with her aunt\n"
        f"2026-01-15 | la | 21 | {BEN} | panel | 2025-06-10 | absent | x\n"
        f"2026-01-15 | la | 21 | {BEN} | draft_sent | 2025-06-10 | | ",
    )
    built = build(casework)
    assert [
        (row["exception_code"], row["has_exception_evidence"])
        for row in built.rows("select exception_code, has_exception_evidence from case_events order by row")
    ] == [("personal", True), ("absent", False), (None, False)]
    assert "aunt" not in str(built.rows("select * from case_events"))
