"""Two files that speak for the same day: a corrected extract, a census exported again. One row of each counts, and why is said."""

from small_files import build, write_census, write_csv
from test_row_accounting import check_every_row_is_accounted_for, rows_of_tables

ANN, BEN, CAT, DAN = "A999200118001", "B999200118002", "C999200118003", "D999200118004"
REFERRALS = "snapshot_date | source | referral_id | person_ref | service | received_date | first_contact_date"


def write_referrals(folder, name: str, *rows: str) -> None:
    write_csv(folder / f"{name} referrals.csv", "\n".join([REFERRALS, *rows]))


def reasons(built) -> list[tuple[str, str, int]]:
    """File, reason and rows of all that was set aside."""
    names = {load.file_id: load.file for load in built.report.loads}
    return sorted((names[gone.file_id], gone.reason, gone.rows) for gone in built.report.departures)


def said(built, rule: str) -> list[tuple[str, str, int]]:
    return [(finding.file, finding.message, finding.count) for finding in built.report.findings if finding.rule == rule]


def check_rows(folder, built) -> None:
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))


def test_of_two_extracts_of_one_day_the_later_by_name_counts_and_both_are_named(tmp_path):
    folder = tmp_path / "in"
    write_referrals(
        folder,
        "a",
        f"2026-01-15 | trust | R1 | {ANN} | salt | 2025-03-03 |",
        f"2026-01-15 | trust | R2 | {BEN} | salt | 2025-03-03 |",
        f"2026-01-15 | trust | R3 | {CAT} | salt | 2025-03-03 |",
    )
    write_referrals(
        folder,
        "b",
        f"2026-01-15 | trust | R1 | {ANN} | salt | 2025-03-03 | 2025-06-01",
        f"2026-01-15 | trust | R2 | {BEN} | salt | 2025-03-03 |",
        f"2026-01-15 | trust | R4 | {DAN} | salt | 2025-03-03 |",
    )
    built = build(folder)
    assert built.value("select count(*) from referrals") == 4
    assert built.value("select count(*) from referrals where first_contact_date is not null") == 1
    assert reasons(built) == [("a referrals.csv", "The same referral in a file of the same day, later by name", 2)]
    assert said(built, "extract_repeated") == [
        (
            "a referrals.csv",
            "Another file of the same source and day holds the same referral (row 2 and 1 more). "
            "What b referrals.csv says of it counts.",
            2,
        )
    ]
    (finding,) = (finding for finding in built.report.findings if finding.rule == "extract_repeated")
    assert finding.action == (
        "Remove the file that is wrong; or, if it is of another day, correct its snapshot_date, "
        "in the file or, where it has no such column, in mapping.toml. A referral that only one of them holds counts too."
    )
    check_rows(folder, built)


def test_an_extract_of_a_later_day_goes_before_both_and_is_no_repeat(tmp_path):
    folder = tmp_path / "in"
    for name, day in (("a", "2026-01-15"), ("b", "2026-01-15"), ("0", "2026-02-15")):
        row = f"{day} | trust | R1 | {ANN} | salt | 2025-03-03 | {'2025-06-01' if name == 'b' else ''}"
        write_referrals(folder, name, row)
    built = build(folder)
    assert reasons(built) == [
        ("a referrals.csv", "Superseded by a newer extract", 1),
        ("b referrals.csv", "Superseded by a newer extract", 1),
    ]
    assert said(built, "extract_repeated") == []
    check_rows(folder, built)


def test_an_extract_in_several_files_of_one_day_is_no_repeat(tmp_path):
    """A trust that exports each service by itself; two sources that number alike; a row that was rejected and comes back."""
    folder = tmp_path / "in"
    write_referrals(
        folder,
        "a",
        f"2026-01-15 | trust | R1 | {ANN} | salt | 2025-03-03 |",
        "2026-01-15 | trust | R4 | x | salt | soon |",
    )
    write_referrals(
        folder,
        "b",
        f"2026-01-15 | trust | R2 | {ANN} | ot | 2025-03-03 |",
        f"2026-01-15 | trust | R4 | {DAN} | salt | 2025-03-03 |",
    )
    write_referrals(folder, "c", f"2026-01-15 | council | R1 | {ANN} | ep | 2025-03-03 |")
    built = build(folder)
    assert built.value("select count(*) from referrals") == 4
    assert said(built, "extract_repeated") == []
    check_rows(folder, built)


def test_snapshots_of_two_days_in_one_file_are_no_repeat(tmp_path):
    folder = tmp_path / "in"
    write_referrals(
        folder, "a", *(f"{day} | trust | R1 | {ANN} | salt | 2025-03-03 |" for day in ("2026-01-15", "2026-02-15"))
    )
    built = build(folder)
    assert reasons(built) == [("a referrals.csv", "Superseded by a newer extract", 1)]
    assert said(built, "extract_repeated") == []
    check_rows(folder, built)


def test_advice_and_sencos_sent_twice_for_one_day_are_set_aside_with_the_true_reason(tmp_path):
    folder = tmp_path / "in"
    advice = "snapshot_date | source | request_id | person_ref | adviser_service | requested_date | received_date"
    sencos = "snapshot_date | urn | academic_year | term | senco_ref | hours_senco_duties_pw"
    for name, came, hours in (("a", "", 6), ("b", "2025-04-01", 7)):
        write_csv(folder / f"{name} advice.csv", f"{advice}\n2026-01-15 | la | 1 | {ANN} | ep | 2025-03-03 | {came}")
        write_csv(folder / f"{name} senco.csv", f"{sencos}\n2026-01-15 | 900001 | 2025/26 | spring | s1 | {hours}")
    built = build(folder)
    assert built.value("select protected_hours from senco_posts") == 7
    assert built.value("select received_date::varchar from advice") == "2025-04-01"
    again = "once more for that day: of two files the later by name counts"
    assert reasons(built) == [
        ("a advice.csv", f"The same advice {again}", 1),
        ("a senco.csv", f"The same SENCo {again}", 1),
    ]
    check_rows(folder, built)


CENSUS = "school | upn | provision | need"
AGAIN = "The same pupil at the same school in another file of this census"
TWICE = "Registered twice on the same census day"


def write_twice(folder, first: str, second: str) -> None:
    """The same census as two exports of all its tables."""
    write_census(folder, "2026-01-15", f"{CENSUS}\n{first}", stem="a")
    write_census(folder, "2026-01-15", f"{CENSUS}\n{second}", stem="b")


def roll(built) -> list[tuple]:
    rows = built.rows(
        "select school_urn, sen_provision, need_type, count(*)::integer as pupils from roll group by all order by all"
    )
    return [tuple(row.values()) for row in rows]


def test_a_census_exported_twice_is_one_finding_and_no_flood_of_double_registrations(tmp_path):
    folder = tmp_path / "in"
    write_twice(
        folder,
        f"9992001 | {ANN} | K | ASD\n9992001 | {BEN} | N |\n9992002 | {CAT} | N |",
        f"9992001 | {ANN} | E | SLCN\n9992001 | {BEN} | N |\n9992002 | {DAN} | N |",
    )
    built = build(folder)
    # Who is in one of them only is counted too, and nobody twice.
    assert roll(built) == [("9992001", "K", "ASD", 1), ("9992001", "N", None, 1), ("9992002", "N", None, 2)]
    pupils = "b 2026-01-15 pupilonroll.csv"
    assert (pupils, AGAIN, 2) in reasons(built)
    assert said(built, "census_repeated") == [
        (
            pupils,
            "Two files hold this census: the same pupil at the same school on the same census day is in both "
            "(row 2 and 1 more). What a 2026-01-15 pupilonroll.csv says counts.",
            2,
        )
    ]
    assert said(built, "pupil_registered_twice") == []
    check_rows(folder, built)


def test_a_double_registration_is_found_in_a_census_exported_twice_and_told_once(tmp_path):
    """ANN is at two schools, BEN twice at one school, in both exports; CAT moves from the first export to the second."""
    folder = tmp_path / "in"
    both = f"9992001 | {ANN} | K |\n9992002 | {ANN} | K |\n9992001 | {BEN} | N |\n9992001 | {BEN} | N |"
    write_twice(folder, f"{both}\n9992001 | {CAT} | N |", f"{both}\n9992003 | {CAT} | N |\n9992003 | {DAN} | N |")
    built = build(folder)
    assert roll(built) == [("9992001", "K", None, 1), ("9992001", "N", None, 2), ("9992003", "N", None, 1)]
    a, b = (f"{stem} 2026-01-15 pupilonroll.csv" for stem in "ab")
    assert [entry for entry in reasons(built) if "pupil" in entry[0]] == [(a, TWICE, 2), (b, TWICE, 1), (b, AGAIN, 4)]
    assert [(file, count) for file, _, count in said(built, "census_repeated")] == [(b, 4)]
    assert [(file, count) for file, _, count in said(built, "pupil_registered_twice")] == [(a, 2), (b, 1)]
    check_rows(folder, built)


def test_a_census_in_files_of_different_schools_is_no_repeat(tmp_path):
    """Academies and maintained schools arrive apart; CAT is registered in both and BEN is a guest in the second."""
    folder = tmp_path / "in"
    heading = CENSUS.replace("need", "status")
    write_census(
        folder,
        "2026-01-15",
        f"{heading}\n9992001 | {ANN} | K | C\n9992001 | {BEN} | N | C\n9992001 | {CAT} | N | C",
        stem="a",
    )
    write_census(folder, "2026-01-15", f"{heading}\n9994001 | {CAT} | N | C\n9994001 | {BEN} | N | S", stem="b")
    write_census(folder, "2025-05-15", f"{heading}\n9992001 | {ANN} | K | C", stem="c")
    built = build(folder)
    assert said(built, "census_repeated") == []
    assert [(file, count) for file, _, count in said(built, "pupil_registered_twice")] == [
        ("b 2026-01-15 pupilonroll.csv", 1)
    ]
    assert built.value("select count(*) from roll") == 4
    check_rows(folder, built)


def test_rows_of_a_census_that_were_rejected_and_come_back_corrected_are_no_repeat(tmp_path):
    folder = tmp_path / "in"
    _, path, _ = write_census(folder, "2026-01-15", f"{CENSUS}\n9992001 | {ANN} | K | ASD\n9992001 | {BEN} | N |")
    path.write_text(path.read_text(encoding="utf-8").replace(",C,N,3", ",C,,3"), encoding="utf-8")
    (rejected,) = build(folder).report.rejected_files
    corrected = rejected.read_text(encoding="utf-8").replace(",C,,3", ",C,K,3")
    (folder / "corrected.csv").write_text(corrected, encoding="utf-8")
    built = build(folder)
    assert roll(built) == [("9992001", "K", "ASD", 1), ("9992001", "K", None, 1)]
    assert said(built, "census_repeated") == []


def test_pupils_without_an_identifier_in_two_files_all_count_and_a_finding_says_so(tmp_path):
    """Nobody can say whether they are in both: a lost child would be worse than one told of twice."""
    folder = tmp_path / "in"
    heading = "school | upn | sex | year_group | provision"
    rows = "9992001 | | M | 3 | K\n9992001 | | F | 3 | K\n9992002 | | M | 3 | K"
    write_census(folder, "2026-01-15", f"{heading}\n9992001 | {ANN} | F | 3 | K\n{rows}", stem="a")
    write_census(folder, "2026-01-15", f"{heading}\n9992001 | | M | 3 | K\n9992003 | | M | 4 | N", stem="b")
    built = build(folder)
    assert roll(built) == [("9992001", "K", None, 4), ("9992002", "K", None, 1), ("9992003", "N", None, 1)]
    assert said(built, "census_repeated") == []
    told = said(built, "pupil_without_identifier")
    assert [(file[0], count) for file, _, count in told] == [("a", 3), ("b", 2)]
    check_rows(folder, built)


def test_a_corrected_row_of_a_pupil_without_an_identifier_counts(tmp_path):
    folder = tmp_path / "in"
    rows = "\n".join(["9992001 | | M | 3 | N"] * 4)
    _, path = write_census(folder, "2026-01-15", f"school | upn | sex | year_group | provision\n{rows}")
    text = path.read_text(encoding="utf-8")
    at = text.rindex(",N,3")
    path.write_text(text[:at] + ",,3" + text[at + len(",N,3") :], encoding="utf-8")
    (rejected,) = build(folder).report.rejected_files
    corrected = rejected.read_text(encoding="utf-8").replace(",,3", ",K,3")
    (folder / "corrected.csv").write_text(corrected, encoding="utf-8")
    built = build(folder)
    assert roll(built) == [("9992001", "K", None, 1), ("9992001", "N", None, 3)]
