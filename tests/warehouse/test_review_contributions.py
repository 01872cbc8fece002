"""Services at annual reviews, from the file on: one answer for each service and review, nothing lost, the child's school of the day."""

import datetime

from small_files import Built, build, write_census, write_csv, write_gias, write_return
from test_row_accounting import check_every_row_is_accounted_for, rows_of_tables

ANN, BEN = "A999200118001", "B999200118002"
HEADINGS = "snapshot_date | source | person_ref | review_date | service | was_invited | attended | reported"
TITLE = "Services at annual reviews (review_contributions.csv)"
METRIC = "reviews_attended_or_reported"


def write_reviews(folder, *rows: str, name: str = "one") -> None:
    write_csv(folder / f"review_contributions {name}.csv", "\n".join([HEADINGS, *rows]))


def reasons(built: Built) -> dict[str, int]:
    return {gone.reason: gone.rows for gone in built.report.departures if gone.record == TITLE}


def write_ann(folder) -> None:
    """Ann on the roll of a school from January 2025 on, and a return that holds her plan."""
    write_gias(folder, "urn | estab | name | phase | opened\n900001 | 2001 | Ash | Primary | 01-09-1995")
    pupil = {
        "school": "9992001",
        "upn": ANN,
        "provision": "E",
        "need": "HI",
        "year_group": "3",
        "entered": "2022-09-03",
    }
    pupil |= {"surname": "Birkett", "forename": "Ada", "birth": "2017-01-01", "sex": "F"}
    write_census(folder, "2025-01-16", [pupil])
    write_return(
        folder,
        "2026-01-15",
        f"upn | received | decision | outcome | ended | held | meeting\n"
        f"{ANN} | 2023-03-01 | Y | Y | 2023-06-01 | 1 | 2025-06-02",
    )


def test_a_child_is_at_the_school_of_the_census_before_the_review(tmp_path):
    folder = tmp_path / "in"
    write_ann(folder)
    write_reviews(
        folder,
        f"2026-01-15 | casework | {ANN} | 2025-06-02 | salt | yes | no | yes",
        f"2026-01-15 | casework | {ANN} | 2024-06-03 | SALT | yes | no | no",
        f"2026-01-15 | casework | {BEN} | 2025-06-02 | ep | | yes |",
    )
    built = build(folder)
    assert built.findings("contribution_without_plan") == 1
    assert built.rows("select review_date, service, school_urn, need_type, la_code from review_contributions order by 1, 2") == [
        {"review_date": datetime.date(2024, 6, 3), "service": "salt", "school_urn": None, "need_type": None, "la_code": "999"},
        {"review_date": datetime.date(2025, 6, 2), "service": "ep", "school_urn": None, "need_type": None, "la_code": "999"},
        {"review_date": datetime.date(2025, 6, 2), "service": "salt", "school_urn": "900001", "need_type": "HI", "la_code": "999"},
    ]  # fmt: skip
    assert built.count(METRIC) == 2
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))


def test_of_two_people_of_a_service_the_one_who_came_counts_and_of_two_extracts_the_newer(tmp_path):
    folder = tmp_path / "in"
    write_ann(folder)
    write_reviews(
        folder,
        f"2026-01-15 | casework | {ANN} | 2025-06-02 | salt | yes | no | no",
        f"2026-01-15 | casework | {ANN} | 2025-06-02 | salt | yes | yes |",
        f"2026-01-15 | casework | {ANN} | 2025-06-02 | ot | yes | no | no",
        f"2026-01-15 | casework | {ANN} | 2025-06-02 | ot | yes | | ",
        name="new",
    )
    write_reviews(folder, f"2025-09-01 | casework | {ANN} | 2025-06-02 | ot | yes | yes |", name="old")
    built = build(folder)
    assert built.count(METRIC) == 1
    assert built.left_out(METRIC) == {}
    assert reasons(built) == {
        "Superseded by a newer extract": 1,
        "The same service at the same review once more: one that came or reported counts first": 2,
    }
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))


def test_a_review_still_to_come_is_rejected_and_a_file_without_reports_told(tmp_path):
    folder = tmp_path / "in"
    write_ann(folder)
    heading = "snapshot_date | source | person_ref | review_date | service | attended"
    rows = [
        f"2025-06-02 | casework | {ANN} | 2025-06-02 | salt | no",
        f"2025-06-02 | casework | {ANN} | 2025-06-03 | ot | yes",
    ]
    write_csv(folder / "review_contributions.csv", "\n".join([heading, *rows]))
    built = build(folder)
    assert (built.findings("contribution_date_out_of_range"), built.findings("column_absent")) == (1, 1)
    assert built.count(METRIC) == 0
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))
