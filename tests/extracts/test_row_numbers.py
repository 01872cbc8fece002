"""Every row of a delimited file is kept or listed as broken, under the number a spreadsheet shows: the heading is row 1."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import FILES, accounts, check, only, write_file

from sendmetrics.extracts.ragged import LONGEST_RECORD, read_rows, split_line
from sendmetrics.extracts.read import read_extracts

HEADING = "referral_id,person_ref,snapshot_date,service,received_date"


def row(name: str, **values: str) -> str:
    cells = {"ref": f"p{name}", "snapshot": "2026-01-15", "service": "salt", "received": "2025-03-03"} | values
    return ",".join([name, *cells.values()])


def read(folder: Path, content: str) -> tuple[dict[str, int], dict[int, str]]:
    """Referrals by name with their row, and the text of broken rows by row."""
    write_file(folder, "referrals.csv", content)
    staging, _ = read_extracts(folder)
    kept = dict(staging.con.execute("select referral_number, row from raw_referrals").fetchall())
    broken = dict(staging.con.execute("select row, line from broken_rows").fetchall())
    refused = staging.con.execute("select row from refused where rule = 'row_broken'").fetchall()
    assert staging.con.execute("select count(*) from raw_referrals").fetchone()[0] == len(kept)
    staging.close()
    assert {number for (number,) in refused} == set(broken)
    return kept, broken


def lines(*rows: str, end: str = "\n") -> str:
    return end.join([HEADING, *rows]) + end


def test_a_plain_file(folder: Path):
    assert read(folder, lines(row("a"), row("b"))) == ({"a": 2, "b": 3}, {})


def test_rows_with_too_few_and_too_many_fields(folder: Path):
    kept, broken = read(folder, lines(row("a"), "b,pb", row("c"), row("d") + ",more,still more", row("e")))
    assert kept == {"a": 2, "c": 4, "e": 6}
    assert broken == {3: "b,pb", 5: row("d") + ",more,still more"}


def test_empty_fields_after_the_last_do_no_harm(folder: Path):
    assert read(folder, lines(row("a") + ",", row("b") + ",,,", row("c"))) == ({"a": 2, "b": 3, "c": 4}, {})


def test_text_over_several_lines_is_one_row(folder: Path):
    kept, broken = read(folder, lines(row('"a\nor\n\nb"', ref="p"), row("c"), "d", row('"e ""f"""', ref="p")))
    assert kept == {"a\nor\n\nb": 2, "c": 3, 'e "f"': 5}
    assert broken == {4: "d"}


def test_blank_lines_count_in_the_numbers_and_are_no_rows(folder: Path):
    kept, broken = read(folder, lines(row("a"), "", row("b"), ",,,,", "   ", row("c"), "", ""))
    assert (kept, broken) == ({"a": 2, "b": 4, "c": 7}, {})


def test_blank_lines_above_the_heading_count_too(folder: Path):
    assert read(folder, "\n\n" + lines(row("a"))) == ({"a": 4}, {})


def test_a_quotation_mark_left_open_breaks_its_own_row_only(folder: Path):
    kept, broken = read(folder, lines(row("a"), row("b", ref='"open'), row("c"), row("d")))
    assert kept == {"a": 2, "c": 4, "d": 5}
    assert broken == {3: row("b", ref='"open')}


def test_a_quotation_mark_closed_rows_later_does_not_swallow_them(folder: Path):
    kept, broken = read(folder, lines(row("a"), row("b", ref='"open'), row("c"), row("d", ref='shut"'), row("e")))
    assert kept == {"a": 2, "c": 4, "d": 5, "e": 6}
    assert list(broken) == [3]


def test_a_quotation_mark_left_open_in_every_row(folder: Path):
    kept, broken = read(folder, lines(*[row(f"r{n}", ref='"open') for n in range(300)]))
    assert len(kept) + len(broken) == 300
    assert sorted([*kept.values(), *broken]) == list(range(2, 302))


def test_a_mark_after_a_closed_quotation_breaks_the_row(folder: Path):
    kept, broken = read(folder, lines(row("a", ref='"Kit" Y'), row("b")))
    assert (kept, list(broken)) == ({"b": 3}, [2])


def test_a_mark_within_a_field_is_a_letter(folder: Path):
    assert read(folder, lines(row("a", ref='5" tall'), row("b"))) == ({"a": 2, "b": 3}, {})


@pytest.mark.parametrize("ends", ["\r\n|\n", "\n|\r\n", "\r|\n", "\r\n|\r"])
def test_line_ends_of_two_kinds(ends: str, folder: Path):
    one, other = ends.split("|")
    assert read(folder, f"{HEADING}{one}{row('a')}{other}{row('b')}{one}{row('c')}{other}") == (
        {"a": 2, "b": 3, "c": 4},
        {},
    )


def test_a_field_longer_than_any_note(folder: Path):
    kept, broken = read(folder, lines(row("a", ref="x" * 200_000), row("b"), "c"))
    assert kept["b"] == 3
    assert sorted([*kept.values(), *broken]) == [2, 3, 4]


@pytest.mark.long
def test_a_hundred_thousand_rows_with_three_broken(folder: Path):
    rows = [row(f"r{n}") for n in range(2, 100_002)]
    rows[50_000 - 2] = "r50000,short"
    rows[70_000 - 2] = row("r70000", ref='"two\nlines"')
    rows[99_999 - 2] += ",too,many"
    kept, broken = read(folder, lines(*rows))
    assert set(broken) == {50_000, 99_999}
    assert len(kept) == 99_998
    # A row is named after its number.
    assert all(name == f"r{number}" for name, number in kept.items())


@pytest.mark.long
def test_a_large_sound_file_keeps_its_order(folder: Path):
    """Larger than one buffer of the fast reader, so that several threads read it."""
    rows = [row(f"r{n}", ref="p" * 300) for n in range(2, 120_002)]
    kept, broken = read(folder, lines(*rows))
    assert not broken
    assert len(kept) == 120_000
    assert all(name == f"r{number}" for name, number in kept.items())


def test_the_finding_names_the_first_row_and_how_many(folder: Path):
    write_file(folder, "referrals.csv", lines(row("a"), row("b"), "c", row("d"), "e,f"))
    report = check(folder)
    finding = only(report, "row_broken")
    assert (finding.severity, finding.row, finding.count) == ("record rejected", 4, 2)
    assert "row 4 and 1 more" in finding.message
    assert accounts(report) == {"referrals.csv": ("Template", 5, 3, 0, 2)}


def test_numbers_hold_in_findings_below_odd_rows(folder: Path):
    write_file(folder, "referrals.csv", lines(row('"a\nb"', ref="p"), "", "short", row("c", received="soon")))
    assert only(check(folder), "value_not_readable").row == 5


FIELD = st.text(st.sampled_from("ab \n\r\",'é"), max_size=6).map(lambda text: text.replace("\r", "\r\n"))
SOUND = st.lists(FIELD, min_size=5, max_size=5).filter(lambda fields: any(field.strip() for field in fields))
RAGGED = st.one_of(st.lists(FIELD, min_size=2, max_size=4), st.lists(st.just("z"), min_size=6, max_size=8)).filter(
    lambda fields: any(field.strip() for field in fields)
)


def _has_inner_row(fields: list[str]) -> bool:
    """A row of several lines, one of which looks like a whole row, cannot be told from rows a mark left open swallowed."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(fields)
    inner = out.getvalue().split("\n")[1:]
    return any(len(next(csv.reader([line]), [])) >= 5 for line in inner)


@settings(max_examples=200)
@given(st.lists(st.one_of(SOUND, RAGGED, st.just([])), max_size=12))
def test_row_by_row_reading_loses_and_misnumbers_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
):
    rows = [fields for fields in rows if not _has_inner_row(fields)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["1", "2", "3", "4", "5"])
    for fields in rows:
        out.write("\n") if not fields else writer.writerow(fields)
    path = write_file(tmp_path_factory.mktemp("rows"), "rows.csv", out.getvalue())
    read = {row.number: row.fields for row in read_rows(path, ",", 5)}
    assert read == {
        number: fields if len(fields) == 5 else None for number, fields in enumerate(rows, start=2) if fields
    }


def test_a_record_of_a_hundred_lines_is_the_longest(tmp_path: Path):
    for count, is_whole in ((LONGEST_RECORD, True), (LONGEST_RECORD + 1, False)):
        note = '"' + "\n".join(["x"] * count) + '"'
        path = write_file(tmp_path, "rows.csv", f"a,b\n{note},1\nlast,2\n")
        rows = list(read_rows(path, ",", 2))
        assert (rows[0].fields is not None) == is_whole
        assert rows[-1].fields == ["last", "2"]


def test_a_broken_row_is_taken_apart_as_far_as_it_goes():
    assert split_line("a,b", ",") == ["a", "b"]
    assert split_line('a;"b\nc";d', ";") == ["a", "b\nc", "d"]
    assert split_line('a,"b, c', ",") == ["a", "b, c"]
    assert split_line("", ",") == []
    assert split_line("x" * 200_000 + ",y", ",") == ["x" * 200_000, "y"]


def test_fields_of_a_file_are_those_of_the_sound_one(folder: Path):
    """The two readers agree: the same file with and without something odd in it."""
    text = FILES["referrals"].text()
    plain = write_file(folder, "one.csv", text)
    staging, _ = read_extracts(folder)
    fast = staging.con.execute("select * from raw_referrals").fetchall()
    staging.close()
    plain.write_text(text + "\nodd\n", encoding="utf-8")
    staging, _ = read_extracts(folder)
    slow = staging.con.execute("select * from raw_referrals").fetchall()
    assert staging.con.execute("select row, line from broken_rows").fetchall() == [(4, "odd")]
    staging.close()
    assert slow == fast
