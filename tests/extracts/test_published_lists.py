"""NHS England's workbook: three layouts read alike, every figure accounted for, and each thing that can be wrong in it named."""

import datetime
import io
import random
import re
import tempfile
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from made_files import FILES, accounts, build, check, query, write_file
from made_workbooks import Workbook, january_2023, june_2023, october_2025, repacked

from sendmetrics.extracts import workbooks
from sendmetrics.extracts.published_lists import read_figure
from sendmetrics.extracts.published_sheets import find_organisations, find_table, tidy_name
from sendmetrics.extracts.workbooks import MOST_ROWS, WorkbookError, column_letters, read_sheets

LAYOUTS = {"2023-01-01": january_2023, "2023-06-01": june_2023, "2025-10-01": october_2025}
PUBLISHED = {"2023-01-01": "2023-03-09", "2023-06-01": "2023-08-10", "2025-10-01": "2025-12-11"}
A_DAY = datetime.datetime(2025, 10, 1)  # noqa: DTZ001, as the reader of workbooks gives them
FAMILY = "NHS England waiting lists"
ALL = "select {} from published_lists where band = 'total' order by all"


def put(folder: Path, workbook: Workbook | bytes, name: str = "from the web.xlsx") -> Path:
    return write_file(folder, name, workbook if isinstance(workbook, bytes) else workbook.content())


def loaded(folder: Path, tmp_path: Path, sql: str) -> list[tuple]:
    build(folder, tmp_path / "warehouse")
    return query(tmp_path / "warehouse", sql)


@pytest.mark.parametrize("month", LAYOUTS)
def test_every_layout_says_the_same(month: str, folder: Path, tmp_path: Path):
    put(folder, LAYOUTS[month]())
    rows = loaded(folder, tmp_path, ALL.format("level, org_name, service, published_service, waiting, flag"))
    waits = {
        ("england", "England"): (100, 2000, 30, 1000),
        ("region", "East of England"): (60, 1200, "*", 600),
        ("region", "London"): (40, 780, "*", 0),
        ("icb", "Marlshire and the Vale"): (30, 700, "*", 600),
        ("icb", "Oakshire"): (None, None, "*", None),
    }
    services = (
        ("audiology", "audiology"),
        ("paediatrics", "community_paediatrics"),
        (None, "safeguarding"),
        ("salt", "speech_and_language"),
    )
    expected = {
        (*who, *service, *((None, "*") if found == "*" else (found, "blank" if found is None else None)))
        for who, figures in waits.items()
        for service, found in zip(services, figures, strict=True)
    }
    assert (len(rows), set(rows)) == (len(expected), expected)
    (bands,) = loaded(folder, tmp_path, "select count(distinct band) from published_lists")
    assert bands == (9 if month == "2025-10-01" else 8,)
    days = loaded(folder, tmp_path, "select distinct month_date::varchar, published_date::varchar from published_lists")
    assert days == [(month, PUBLISHED[month])]


def test_each_figure_says_where_it_stands(folder: Path, tmp_path: Path):
    put(folder, october_2025())
    rows = loaded(
        folder,
        tmp_path,
        "select sheet, sheet_row, sheet_column, waiting, org_code from published_lists "
        "where org_name = 'Marlshire and the Vale' and service = 'salt' and band in ('total', '104+') order by sheet",
    )
    assert rows == [("Table 4", 9, "H", 600, "QAA"), ("Table 4h", 9, "H", 60, "QAA")]


@pytest.mark.parametrize("month", LAYOUTS)
def test_every_figure_is_accounted_for(month: str, folder: Path, tmp_path: Path):
    put(folder, LAYOUTS[month]())
    report = build(folder, tmp_path / "warehouse")
    sheets = 9 if month == "2025-10-01" else 8
    assert accounts(report) == {"from the web.xlsx": (FAMILY, sheets * 6 * 4, sheets * 5 * 4, sheets * 4, 0)}
    assert [departure.reason for departure in report.departures] == [
        "Of a provider: England, regions and boards are kept"
    ]
    assert not report.findings


def test_a_blank_is_no_nought_and_england_is_its_own_row(folder: Path, tmp_path: Path):
    put(folder, october_2025())
    sql = "select org_name, waiting, flag from published_lists where service = 'salt' and band = 'total' and level = '{}' order by all"
    assert loaded(folder, tmp_path, sql.format("icb")) == [
        ("Marlshire and the Vale", 600, None),
        ("Oakshire", None, "blank"),
    ]
    assert loaded(folder, tmp_path, sql.format("region")) == [("East of England", 600, None), ("London", 0, None)]
    # The regions add up to 600: what England's row says is not what its parts say.
    assert loaded(folder, tmp_path, sql.format("england")) == [("England", 1000, None)]


def test_sheets_may_be_called_and_ordered_otherwise(folder: Path, tmp_path: Path):
    sheets = list(october_2025().sheets.items())
    put(folder, Workbook({f"Blatt {number}": rows for number, (_, rows) in enumerate(reversed(sheets))}))
    assert (
        loaded(folder, tmp_path, "select count(*) from published_lists where waiting is not null")[0][0] == 9 * 13 - 8
    )


def test_a_sheet_with_a_name_of_its_own_goes_by_its_place(folder: Path, tmp_path: Path):
    """It may be called after anything, a child even."""
    sheets = october_2025().with_cell("Table 4", 6, 8, "x y").sheets
    put(folder, Workbook({name.replace("Table 4", "Kit Yardley "): rows for name, rows in sheets.items()}))
    report = build(folder, tmp_path / "warehouse")
    (finding,) = report.findings
    assert (finding.sheet, finding.row, finding.column) == ("sheet 5", 6, "H")
    assert "Yardley" not in str(report)
    assert query(tmp_path / "warehouse", "select distinct left(sheet, 6) from published_lists") == [("sheet ",)]


def test_a_title_may_bear_its_number_and_other_words_for_columns(folder: Path, tmp_path: Path):
    book = october_2025()
    for sheet in [name for name in book.sheets if name.startswith("Table 4")]:

        def respell(rows, sheet=sheet):
            rows[0][0] = f"{sheet}: {rows[0][0]}"
            rows[4] = ["Org type", "ODS code", "Org name", *(heading.lower() for heading in rows[4][3:])]

        book = book.changed(sheet, respell)
    put(folder, book)
    assert loaded(folder, tmp_path, "select count(*) from published_lists where org_code is not null") == [(144,)]


def test_columns_and_rows_may_stand_elsewhere(folder: Path, tmp_path: Path):
    """Two empty rows and a column more, services the other way round."""
    book = october_2025()
    for sheet in [name for name in book.sheets if name.startswith("Table 4")]:

        def move(rows):
            rows[4:] = [[*row[:3], None, *reversed(row[3:])] for row in rows[4:]]
            rows[4:4] = [[], []]

        book = book.changed(sheet, move)
    put(folder, book)
    (row,) = loaded(
        folder,
        tmp_path,
        "select waiting, sheet_row, sheet_column from published_lists where level = 'england' and service = 'salt' and band = 'total'",
    )
    assert row == (1000, 8, "E")


def test_a_workbook_that_declares_one_cell_and_lacks_a_drawing_is_read(folder: Path, tmp_path: Path):
    """As that of October 2025 does."""

    def change(name: str, part: bytes) -> bytes:
        if name.startswith("xl/worksheets/sheet"):
            part = re.sub(rb'<dimension ref="[^"]*" ?/>', b'<dimension ref="A1"/>', part)
            assert b'ref="A1"' in part
            return part.replace(
                b"</worksheet>",
                b'<drawing r:id="rId9" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></worksheet>',
            )
        return part

    put(folder, repacked(october_2025().content(), change))
    assert loaded(folder, tmp_path, "select count(*) from published_lists") == [(180,)]


def test_the_month_published_last_counts(folder: Path, tmp_path: Path):
    put(folder, october_2025(), "b first.xlsx")
    put(folder, october_2025(revised="15/01/2026").with_cell("Table 4", 6, 8, 1100), "a revised.xlsx")
    report = build(folder, tmp_path / "warehouse")
    assert accounts(report)["a revised.xlsx"] == (FAMILY, 216, 180, 36, 0)
    assert accounts(report)["b first.xlsx"] == (FAMILY, 216, 0, 216, 0)
    assert "The same month was published again later" in {departure.reason for departure in report.departures}
    sql = "select waiting, published_date from published_lists where level = 'england' and service = 'salt' and band = 'total'"
    assert query(tmp_path / "warehouse", sql) == [(1100, datetime.date(2026, 1, 15))]


def test_the_same_workbook_saved_twice_counts_once(folder: Path, tmp_path: Path):
    put(folder, october_2025(), "a.xlsx")
    put(
        folder,
        repacked(october_2025().content(), lambda name, part: part + b"\n" * name.endswith("sheet1.xml")),
        "b.xlsx",
    )
    report = build(folder, tmp_path / "warehouse")
    assert [account[2] for _, account in sorted(accounts(report).items())] == [0, 180]
    assert query(tmp_path / "warehouse", "select count(*) from published_lists") == [(180,)]


# One figure, one row, one column spoilt: the rest is loaded.


@pytest.mark.parametrize("cell", ["n/a", "abc", -3, 4.5, "-", "#REF!", True, A_DAY, "1,23", "1e3"])
def test_a_figure_that_is_none_is_named_by_sheet_row_and_column(cell: object, folder: Path, tmp_path: Path):
    put(folder, october_2025().with_cell("Table 4g", 7, 6, cell))
    report = build(folder, tmp_path / "warehouse")
    (finding,) = report.findings
    assert (finding.severity, finding.file, finding.sheet, finding.row, finding.column, finding.rule) == (
        *("record rejected", "from the web.xlsx", "Table 4g", 7, "F"),
        "figure_not_readable",
    )
    assert finding.message.startswith('Sheet "Table 4g", column F: ')
    assert finding.message.endswith(" is not a number of children (row 7).")
    assert finding.action.startswith("Look the figure up where it is published")
    assert accounts(report)["from the web.xlsx"] == (FAMILY, 216, 179, 36, 1)
    sql = "select count(*) from published_lists where band = '52-104' and org_name = 'East of England'"
    assert query(tmp_path / "warehouse", sql) == [(3,)]


def test_a_rejected_figure_comes_back_corrected(folder: Path, tmp_path: Path):
    put(folder, october_2025().with_cell("Table 4", 6, 8, "about 1000"))
    report = build(folder, tmp_path / "warehouse")
    text = report.rejected_files[0].read_text(encoding="utf-8")
    assert "about" not in text
    write_file(folder, "corrected.csv", text.replace(",,not_readable,", ",1000,,"))
    report = build(folder, tmp_path / "warehouse")
    assert accounts(report)["corrected.csv"] == (FAMILY, 1, 1, 0, 0)
    sql = "select waiting, flag, file_id from published_lists where level = 'england' and service = 'salt' and band = 'total'"
    assert query(tmp_path / "warehouse", sql) == [(1000, None, 1)]


def test_an_organisation_a_second_time_is_rejected_and_named(folder: Path, tmp_path: Path):
    put(folder, october_2025().changed("Table 4", lambda rows: rows.append([*rows[6][:3], 1, 1, 1, 1, 1])))
    report = build(folder, tmp_path / "warehouse")
    (finding,) = report.findings
    assert (finding.severity, finding.sheet, finding.row, finding.rule) == (
        "record rejected",
        "Table 4",
        12,
        "organisation_repeated",
    )
    assert accounts(report)["from the web.xlsx"] == (FAMILY, 220, 180, 36, 4)
    assert query(
        tmp_path / "warehouse",
        "select waiting from published_lists where org_name = 'East of England' and service = 'salt' and band = 'total'",
    ) == [(600,)]


def test_a_service_and_a_level_we_do_not_know_are_told_and_set_aside(folder: Path, tmp_path: Path):
    book = october_2025().with_cell("Table 4", 5, 6, "(CYP) Sleep service").with_cell("Table 4", 7, 1, "Place")
    report = build(put(folder, book).parent, tmp_path / "warehouse")
    assert sorted(
        (finding.severity, finding.rule, finding.sheet, finding.row, finding.column) for finding in report.findings
    ) == [
        ("to know", "level_unknown", "Table 4", 7, ""),
        ("to know", "service_unknown", "Table 4", None, "F"),
    ]
    assert accounts(report)["from the web.xlsx"] == (FAMILY, 216, 180 - 4 - 4, 36 + 4 + 4, 0)
    assert not query(tmp_path / "warehouse", "select 1 from published_lists where published_service is null")


def test_bands_that_hold_more_than_wait_in_all_are_told(folder: Path, tmp_path: Path):
    """A tenth of the 1,000 stands in each of eight bands; 300 in the last of them just make 1,000."""
    put(folder, october_2025().with_cell("Table 4h", 6, 8, 300))
    assert not check(folder).findings
    put(folder, october_2025().with_cell("Table 4h", 6, 8, 301))
    (finding,) = check(folder).findings
    assert (finding.severity, finding.rule, finding.sheet, finding.row, finding.column) == (
        *("to know", "bands_exceed_total", "Table 4"),
        *(6, "H"),
    )
    assert accounts(build(folder, tmp_path / "warehouse"))["from the web.xlsx"] == (FAMILY, 216, 180, 36, 0)


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        *[(None, (None, "blank")), ("", (None, "blank")), (" \xa0", (None, "blank")), ("*", (None, "*"))],
        *[(0, ("0", None)), ("0", ("0", None)), (12.0, ("12", None)), ("1,234", ("1234", None)), (" 7 ", ("7", None))],
        *[(float("nan"), (None, "not_readable")), (float("inf"), (None, "not_readable")), (1e12, (None, "not_readable"))],
    ],
)  # fmt: skip
def test_cells_one_by_one(cell: object, figure: tuple):
    assert read_figure(cell) == figure


# A part missing: nothing is loaded, and the finding says where and what.


def drop(place: int):
    return lambda rows: rows.pop(place)


def title(text: str):
    def change(rows: list) -> None:
        rows[0][0] = text

    return change


def add_rows(rows: list) -> None:
    rows.extend(["Provider", "RZ2", f"Trust {number}", 1, 1, 1, 1, 1] for number in range(MOST_ROWS))


SPOILT = {
    "no sheet of all who wait": (lambda book: book.without("Table 4"), "", None, "", 'No sheet has the title "Total waiting list by service".'),
    "a band is missing": (lambda book: book.without("Table 4c"), "", None, "", "Its sheets leave out some weeks of waiting, or hold some twice, from 2 weeks on."),
    "the last band is missing": (lambda book: book.without("Table 4h"), "", None, "", "Its sheets leave out some weeks of waiting, or hold some twice, from 104 weeks on."),
    "bands that overlap": (lambda book: book.changed("Table 4h", title("Number waiting over 52 weeks by service, October 2025")), "", None, "", "Its sheets leave out some weeks of waiting, or hold some twice, from"),
    "a band twice": (lambda book: book.changed("Table 4b", title("Number waiting 0-1 weeks by service, October 2025")), "", None, "", 'Sheets "Table 4a" and "Table 4b" say that they hold the same weeks of waiting.'),
    "weeks nobody knows": (lambda book: book.changed("Table 4b", title("Number waiting some weeks by service, October 2025")), "Table 4b", None, "", 'Sheet "Table 4b" does not say in its title which weeks'),
    "no title": (lambda book: book.changed("Table 4b", title("")), "Table 4b", None, "", 'Sheet "Table 4b" does not say above its headings which weeks'),
    "no month": (lambda book: book.changed("Table 4", title("Total waiting list by service")), "Table 4", None, "", 'Sheet "Table 4" does not say in its title of which month it is.'),
    "two months": (lambda book: book.changed("Table 4d", title("Number waiting >4-12 weeks by service, May 2025")), "", None, "", "Its sheets are of different months: May 2025 and October 2025."),
    "no headings": (lambda book: book.changed("Table 4", drop(4)), "Table 4", None, "", 'Sheet "Table 4" has no row of headings that begin with "(CYP)".'),
    "no column of names": (lambda book: book.with_cell("Table 4", 5, 3, "Trust"), "Table 4", 5, "", 'Sheet "Table 4" has no column of organisations\' types and names.'),
    "a service twice": (lambda book: book.with_cell("Table 4", 5, 6, "(CYP) audiology"), "Table 4", 5, "F", 'Sheet "Table 4" has in column F the same service as column E.'),
    "figures of nobody": (lambda book: book.with_cell("Table 4e", 8, 3, None), "Table 4e", 8, "", 'Sheet "Table 4e" has figures in a row that names no organisation.'),
    "no England": (lambda book: book.changed("Table 4a", drop(5)), "Table 4a", None, "", 'Sheet "Table 4a" has no row for England, whose figures are never added up from others.'),
    "too many rows": (lambda book: book.changed("Table 4", add_rows), "Table 4", None, "", 'Sheet "Table 4" has more than 5,000 rows.'),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILT)
def test_a_workbook_with_a_part_wrong_is_refused_whole_and_told_where(what: str, folder: Path):
    spoil, sheet, row, column, message = SPOILT[what]
    put(folder, spoil(october_2025()))
    write_file(folder, "referrals.csv", FILES["referrals"].text())
    report = check(folder)
    (finding,) = [finding for finding in report.findings if finding.file == "from the web.xlsx"]
    assert (finding.severity, finding.rule) == ("file rejected", "workbook_unsound")
    assert (finding.sheet, finding.row, finding.column) == (sheet, row, column)
    assert finding.message.startswith(message)
    assert finding.action.startswith("Get the workbook again from where NHS England publishes it")
    assert accounts(report)["from the web.xlsx"] == (FAMILY, 0, 0, 0, 0)


# Workbooks that are none, or mean harm.


def cut_a_sheet(content: bytes) -> bytes:
    return repacked(content, lambda name, part: part[: len(part) // 2] if name.endswith("sheet5.xml") else part)


def declare(content: bytes) -> bytes:
    harm = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>'
    return repacked(content, lambda name, part: harm + part if name.endswith("sheet1.xml") else part)


def wide(content: bytes) -> bytes:
    return repacked(
        content, lambda name, part: part.decode().encode("utf-16-le") if name.endswith("sheet1.xml") else part
    )


def twice(content: bytes) -> bytes:
    """The same part two times, of which one reader may take the first and another the last."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as packed, pytest.warns(UserWarning, match="Duplicate name"):
        packed.writestr("xl/workbook.xml", b"<workbook/>")
    return out.getvalue()


def lie_of_size(content: bytes) -> bytes:
    """A part that unpacks to more than its zip says."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, zipfile.ZipFile(io.BytesIO(content)) as old:
        for part in old.infolist():
            packed.writestr(part.filename, old.read(part))
        packed.writestr("xl/more.xml", b" " * 1_000_000)
        entry = packed.getinfo("xl/more.xml")
        entry.file_size, entry.CRC = 10, zlib.crc32(b" " * 10)
    return out.getvalue()


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (cut_a_sheet, "The workbook is damaged: it cannot be opened."),
        (lambda content: repacked(content, lambda name, part: None if name == "xl/workbook.xml" else part), "The workbook is damaged: it cannot be opened."),
        (lambda content: content[: len(content) // 2], "The file is a workbook or a zip that cannot be opened."),
        (twice, "The workbook is damaged: it cannot be opened."),
        (wide, "The workbook holds declarations that no office program writes."),
        (declare, "The workbook holds declarations that no office program writes."),
    ],
)  # fmt: skip
def test_damaged_and_hostile_workbooks_are_refused_in_words(harm, message: str, folder: Path):
    put(folder, harm(october_2025().content()))
    (finding,) = check(folder).findings
    assert (finding.severity, finding.message) == ("file rejected", message)
    assert finding.action


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("LARGEST_FILE", 5_000, "The workbook is larger than"),
        ("LARGEST_UNPACKED", 20_000, "The workbook unpacks to more than"),
        ("MOST_PARTS", 5, "The workbook has more than 5 parts."),
        ("MOST_TAGS", 50, "A part of the workbook has more than 50 tags."),
        ("MOST_TAGS_OF_CELLS", 300, "A part of the workbook has more than 300 tags."),
    ],
)
def test_a_workbook_beyond_a_limit_is_refused(limit: str, value: int, message: str, folder: Path, monkeypatch):
    monkeypatch.setattr(workbooks, limit, value)
    put(folder, october_2025())
    (finding,) = check(folder).findings
    assert finding.message.startswith(message)


def test_a_bomb_is_not_unpacked(folder: Path):
    """130 MB of nothing in 130 kB."""
    content = io.BytesIO(october_2025().content())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet99.xml", b" " * 130_000_000)
    put(folder, content.getvalue())
    (finding,) = check(folder).findings
    assert finding.message == "The workbook unpacks to more than 120 MB."


def test_what_a_zip_says_of_its_size_is_not_believed(folder: Path, tmp_path: Path):
    """Only ten bytes of such a part are ever unpacked, as many as it says there are."""
    put(folder, lie_of_size(october_2025().content()))
    sheets = read_sheets(folder / "from the web.xlsx")
    assert len(sheets) == 13


def test_a_cell_far_out_costs_nothing(folder: Path, tmp_path: Path):
    book = openpyxl.load_workbook(io.BytesIO(october_2025().content()))
    book["Table 4"]["XFD1048576"] = 1
    out = io.BytesIO()
    book.save(out)
    put(folder, out.getvalue())
    assert loaded(folder, tmp_path, "select count(*) from published_lists") == [(180,)]


def test_another_workbook_is_still_to_be_saved_as_csv(folder: Path):
    put(folder, Workbook({"Sheet1": [["Child", "Weeks"], ["a", 3]]}), "list.xlsx")
    (finding,) = check(folder).findings
    assert (finding.rule, finding.message) == ("file_not_recognised", "The file is a workbook.")


def test_whatever_is_changed_in_a_workbook_is_read_or_refused():
    """Bytes of its parts and of the zip changed at random: never another error than the one in words."""
    content, dice = october_2025().content(), random.Random(20251211)
    outcomes = set()
    for _ in range(150):
        changed = bytearray(content)
        for _ in range(dice.choice((1, 3, 30))):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        spoil = dice.random()

        def respell(name: str, part: bytes, spoil: float = spoil) -> bytes:
            place = int(spoil * len(part))
            return part[:place] + bytes([dice.randrange(256)]) + part[place + dice.choice((0, 1, 9)) :]

        for made in (bytes(changed), repacked(content, respell)):
            outcomes.add(outcome_of(made))
    assert outcomes == {"read", "refused"}


def outcome_of(content: bytes) -> str:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "x.xlsx"
        path.write_bytes(content)
        try:
            for sheet in read_sheets(path):
                table = find_table(sheet)
                if table is not None:
                    find_organisations(table)
        except WorkbookError as error:
            assert error.message and error.action
            return "refused"
        return "read"


def test_a_file_that_is_no_zip_raises_the_same_error(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(WorkbookError, match="cannot be opened"):
        read_sheets(path)


# Words.


@pytest.mark.parametrize(
    ("printed", "tidy"),
    [
        ("CORNWALL AND THE ISLES OF SCILLY", "Cornwall and the Isles of Scilly"),
        ("Cornwall and The Isles Of Scilly", "Cornwall and the Isles of Scilly"),
        ("STAFFORDSHIRE AND STOKE-ON-TRENT", "Staffordshire and Stoke-on-Trent"),
        ("NHS Devon ICB", "Devon"),
        ("NHS DEVON INTEGRATED CARE BOARD", "Devon"),
        ("Bath & North East  Somerset, Swindon & Wiltshire", "Bath and North East Somerset, Swindon and Wiltshire"),
    ],
)
def test_names_are_written_one_way(printed: str, tidy: str):
    assert tidy_name(printed) == tidy == tidy_name(tidy)


def test_columns_are_called_as_spreadsheets_do():
    assert [column_letters(place) for place in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
