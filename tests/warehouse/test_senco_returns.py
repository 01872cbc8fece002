"""SENCo returns that come late, come again or write the year otherwise: each school and term counts once, in its place."""

from pathlib import Path

from harness import ask
from small_files import Built, build, write_census, write_csv, write_gias

ANN, BEN, CAT = "A999200118001", "B999200118002", "C999200118003"
HOURS, TEACHING = "senco_hours_per_10_pupils_with_sen", "sencos_teaching_full_time"


def write_schools(folder: Path) -> None:
    write_gias(folder, "urn | estab | name\n900001 | 2001 | Elm\n900002 | 2002 | Ash\n900003 | 2003 | Oak")
    for day, year_group in (("2025-10-02", 3), ("2026-01-08", 4)):
        pupils = f"""
            school  | upn   | provision | year_group
            9992001 | {ANN} | K         | {year_group}
            9992002 | {BEN} | K         | {year_group}
            9992003 | {CAT} | K         | {year_group}
            """
        write_census(folder / day, day, pupils)


def write_return(folder: Path, name: str, rows: str) -> None:
    heading = "snapshot_date | urn | academic_year | term | senco_ref | hours_senco_duties_pw | hours_teaching_pw"
    heading += " | qualification | date_appointed"
    lines = [f"{line.strip()} | none | 2020-09-01" for line in rows.strip().splitlines()]
    write_csv(folder / f"{name}.csv", "\n".join([heading, *lines]))


def hours(built: Built) -> dict[str, float]:
    return {row["breakdown"]: row["numerator"] for row in ask(built.engine, HOURS, by="school")}


def test_a_late_return_of_the_autumn_does_not_take_the_place_of_the_spring(tmp_path):
    folder = tmp_path / "in"
    write_schools(folder)
    write_return(folder, "autumn", "2025-10-17|900001|2025/26|autumn|s1|5|0\n2025-10-17|900002|2025/26|autumn|s2|5|0")
    write_return(folder, "spring", "2026-01-10|900001|2025/26|spring|s1|9|0\n2026-01-10|900002|2025/26|spring|s2|9|0")
    write_return(folder, "late", "2026-01-14 | 900003 | 2025/26 | autumn | s3 | 1 | 25")
    built = build(folder)
    assert hours(built) == {"900001": 9, "900002": 9}
    assert [row["denominator"] for row in ask(built.engine, TEACHING)] == [2]


def test_a_file_sent_again_replaces_the_schools_sencos_of_that_term_whatever_their_references(tmp_path):
    folder = tmp_path / "in"
    write_schools(folder)
    write_return(
        folder,
        "first",
        """
        2026-01-10 | 900001 | 2025/26 | spring | anna  | 9 | 0
        2026-01-10 | 900002 | 2025/26 | spring | bert  | 7 | 0
        2025-10-10 | 900001 | 2025/26 | autumn | anna  | 4 | 0
        """,
    )
    write_return(
        folder,
        "again",
        """
        2026-01-14 | 900001 | 2025/26 | spring | anna1 | 9 | 0
        2026-01-14 | 900001 | 2025/26 | spring | cleo  | 2 | 0
        """,
    )
    built = build(folder)
    assert hours(built) == {"900001": 11, "900002": 7}
    assert built.value("select count(*) from senco_posts") == 4
    (aside,) = built.report.departures
    assert (aside.reason, aside.rows) == ("The school sent a newer return for the term", 1)


def test_a_year_written_otherwise_is_the_same_year(tmp_path):
    folder = tmp_path / "in"
    write_schools(folder)
    write_return(folder, "first", "2026-01-10 | 900001 | 2025/26 | spring | anna | 9 | 0")
    write_return(folder, "other", "2026-01-10 | 900002 | 2025-26 | spring | bert | 7 | 0")
    write_return(folder, "again", "2026-01-14 | 900001 | 202526 | spring | anna | 8 | 0")
    built = build(folder)
    assert hours(built) == {"900001": 8, "900002": 7}
    assert built.value("select string_agg(distinct academic_year) from senco_posts") == "2025/26"
