"""A file is known by what is in it: any name, any encoding, any order and spelling of headings."""

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from made_files import (
    BLADES,
    FILES,
    Made,
    accounts,
    assert_plain,
    check,
    make_blades,
    make_xml,
    only,
    write_file,
    write_files,
)

from sendmetrics.contracts import FEEDS
from sendmetrics.extracts.read import read_extracts
from sendmetrics.extracts.recognise import Layout, recognise_layout
from sendmetrics.extracts.sources import as_utf8, find_sources

Raw = dict[str, list[tuple]]


def read_raw(folder: Path) -> Raw:
    """What was read of each kind of record, as text, without the number of its file."""
    staging, _ = read_extracts(folder)
    try:
        return {
            name: staging.con.execute(f"select * exclude (file_id) from raw_{name} order by all").fetchall()
            for name in FEEDS
        }
    finally:
        staging.close()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Raw:
    return read_raw(write_files(tmp_path_factory.mktemp("plain"), *FILES.values()))


def recognise(folder: Path, name: str, content: str | bytes) -> Layout:
    write_file(folder, name, content)
    (source,) = (source for source in find_sources(folder) if source.name == name)
    return recognise_layout(as_utf8(source, folder), {})


def _reversed(made: Made) -> str:
    return replace(made, headings=made.headings[::-1]).text()


def _with_extra_columns(made: Made) -> str:
    rows = tuple(row | {"Notes": "n", "": "", "Column 99": "z"} for row in made.rows)
    return replace(made, headings=("Notes", *made.headings, "", "Column 99"), rows=rows).text()


def _respelled(made: Made) -> str:
    """Other case, spaces and dashes about, a line end within each heading."""
    spelled = {heading: f" {heading.upper()[:3]}\n{heading.upper()[3:]} " for heading in made.headings}
    rows = tuple({spelled[heading]: value for heading, value in row.items()} for row in made.rows)
    return replace(made, headings=tuple(spelled.values()), rows=rows).text()


VARIANTS: dict[str, Callable[[Made], str | bytes]] = {
    "a silly name": lambda made: made.text(),
    "headings in reverse": _reversed,
    "headings respelled, with line ends": _respelled,
    "headings respelled, semicolons": lambda made: _respelled(replace(made, delimiter=";")),
    "columns nobody asked for": _with_extra_columns,
    "gzip": lambda made: gzip.compress(made.text().encode(), mtime=0),
    "a byte order mark": lambda made: made.text().encode("utf-8-sig"),
    "UTF-16": lambda made: made.text().encode("utf-16"),
    "UTF-16, the other way round": lambda made: b"\xfe\xff" + made.text().encode("utf-16-be"),
    "semicolons": lambda made: replace(made, delimiter=";").text(),
    "tabs": lambda made: replace(made, delimiter="\t").text(),
    "line ends of Windows": lambda made: made.text(end="\r\n"),
    "line ends of an old Mac": lambda made: made.text(end="\r"),
    "no line end at the end": lambda made: made.text().rstrip("\n"),
    "blank lines before and after": lambda made: f"\n\n{made.text()}\n\n\n",
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_layout_is_read_alike(variant: str, plain: Raw, folder: Path):
    for number, made in enumerate(FILES.values()):
        write_file(folder, f"Kopie von x ({number})", VARIANTS[variant](made))
    moved = 2 if variant == "blank lines before and after" else 0
    expected = {name: [(row + moved, *rest) for row, *rest in rows] for name, rows in plain.items()}
    assert read_raw(folder) == expected


def test_there_is_a_sound_file_for_every_feed(plain: Raw):
    missing = [name for name, rows in plain.items() if not rows]
    assert not missing, f"add a sound file to FILES in tests/made_files.py for {missing}"


def test_the_sound_files_load_whole_and_without_a_word(folder: Path):
    report = check(write_files(folder, *FILES.values()))
    assert all(rows_in == loaded for _, rows_in, loaded, _, _ in accounts(report).values())
    # The one thing told: a file of school counts says its year in its name only.
    assert [finding.rule for finding in report.findings] == ["census_date_worked_out"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_arrive_whatever_the_encoding(encoding: str, folder: Path):
    name = "Zoë Müller-Œuvré’s Primary – Rhôs"
    made = FILES["gias_schools"].with_rows({"EstablishmentName": name})
    write_file(folder, "schools", made.text().encode(encoding))
    (row,) = read_raw(folder)["gias_schools"]
    assert name in row


@pytest.mark.parametrize("year", BLADES)
def test_every_yearly_version_of_the_sen2_tables(year: int, folder: Path):
    blades = make_blades(year)
    raw = read_raw(write_files(folder, *blades.values()))
    assert {name for name, rows in raw.items() if rows} == set(blades)
    assert "Yardley" in raw["sen2_persons"][0]
    assert ("1" if year == 2023 else "M") in raw["sen2_persons"][0]


def test_a_name_that_says_something_else_is_not_believed(folder: Path):
    assert recognise(folder, "edubasealldata20260115.csv", FILES["referrals"].text()).feed.name == "referrals"
    assert recognise(folder, "return.xml", FILES["senco_return"].text()).feed.name == "senco_return"
    assert recognise(folder, "referrals.csv", make_xml()).kind == "sen2_xml"
    assert recognise(folder, "plain.csv.gz", FILES["appointments"].text()).feed.name == "appointments"


@pytest.mark.parametrize(
    "name",
    [
        "final [2].csv",
        "what?.csv",
        "all*.csv",
        'it\'s "new" {x}.csv',
        "year=2026/term=spring.csv",
        "plain.zst",
        "plain.gz",
        "Prüfung – März.csv",
        "-rf.csv",
        "a" * 200,
    ],
)
def test_signs_in_a_name_are_only_a_name(name: str, plain: Raw, folder: Path):
    write_file(folder, name, FILES["referrals"].text())
    write_file(folder, "whatx.csv", FILES["appointments"].text())
    raw = read_raw(folder)
    assert (raw["referrals"], raw["appointments"]) == (plain["referrals"], plain["appointments"])


def test_hidden_files_settings_and_rejected_rows_are_not_extracts(folder: Path):
    for name in (".DS_Store", ".git/config", "mapping.toml", "README.md", "rejected/referrals.csv", "truth.json"):
        write_file(folder, name, "")
    write_files(folder, FILES["referrals"])
    assert [source.name for source in find_sources(folder)] == ["referrals.csv"]


def test_an_unknown_file_is_told_its_nearest_layout_and_what_it_lacks(folder: Path):
    write_file(folder, "salt.csv", "referral_id,person_ref,date in\nR1,P1,2025-03-03\n")
    finding = only(check(folder), "file_not_recognised")
    assert (finding.severity, finding.file, finding.sheet) == ("file rejected", "salt.csv", FEEDS["referrals"].title)
    assert finding.message == 'Nearest to "Referrals to services (referrals.csv)", but without: received_date.'
    assert "mapping.toml" in finding.action


def test_a_column_every_row_needs_may_not_be_missing(folder: Path):
    write_files(folder, FILES["senco_return"].without("snapshot_date"))
    finding = only(check(folder), "file_not_recognised")
    assert finding.severity == "file rejected"
    assert finding.message.endswith("but without: snapshot_date.")


def _packed(**contents: str) -> bytes:
    """A zip of these files; ``__`` stands for a stroke."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        for name, content in contents.items():
            book.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


TYPES = {"[Content_Types].xml": "<Types/>"}
WORKBOOK = _packed(**TYPES, **{"xl/workbook.xml": "<workbook/>"})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b" \r\n \n\t\n", "The file is empty."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "The file is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "The file is a workbook or document of an older kind"),
        (bytes(range(256)) * 9, "The file is not text."),
        (FILES["referrals"].text().encode("utf-16")[2:], "The file is not text."),
        (b"Dear all, please find attached.\n", "No heading in it belongs to a layout we read."),
        (b'{"rows": []}', "No heading in it belongs to a layout we read."),
        (make_xml(collection="CIN").encode(), "The XML is not a SEN2 return"),
        (b"<rss><channel><title>SEN2 news</title></channel></rss>", "The XML is not a SEN2 return"),
        (b"<!DOCTYPE html>\n<html><body><br></body></html>", "The XML is broken at line 2"),
        (b"<Message", "The XML is broken at line 1"),
        (gzip.compress(b"x" * 999, mtime=0)[:-9], "The file cannot be opened or unpacked"),
        (gzip.compress(bytes(range(256)), mtime=0)[:12] + b"\xff" * 40, "The file cannot be opened or unpacked"),
    ],
)
def test_what_cannot_be_read_is_explained(content: bytes, reason: str, folder: Path):
    write_file(folder, "thing", content)
    write_files(folder, FILES["appointments"])
    report = check(folder)
    finding = only(report, "file_not_recognised")
    assert (finding.severity, finding.file) == ("file rejected", "thing")
    assert finding.message.startswith(reason)
    assert finding.action
    assert accounts(report)["thing"] == ("not recognised", 0, 0, 0, 0)


SHEETS = "Save each of its sheets as CSV, and put those files in its place."
UNZIP = "Unzip it, and put the files that are in it in its place."


@pytest.mark.parametrize(
    ("content", "message", "action"),
    [
        (WORKBOOK, "The file is a workbook.", SHEETS),
        (_packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content="<x/>"), "The file is a workbook.", SHEETS),
        (_packed(**{"return.csv": "a,b"}), "The file is a zip of other files.", UNZIP),
        # A zip that holds a workbook is a zip, one of the parts of a workbook without its list of types too.
        (_packed(**{"return.xlsx": "PK"}), "The file is a zip of other files.", UNZIP),
        (_packed(**{"xl/workbook.xml": "<workbook/>"}), "The file is a zip of other files.", UNZIP),
        (_packed(mimetype="text/plain"), "The file is a zip of other files.", UNZIP),
        (_packed(), "The file is a zip of other files.", UNZIP),
        (_packed(**TYPES, **{"word/document.xml": "<w/>"}), "The file is a document, not a table.", "Take it out of the folder, or see the README for the layouts that are read."),
        (_packed(mimetype="application/vnd.oasis.opendocument.text"), "The file is a document, not a table.", "Take it out of the folder, or see the README for the layouts that are read."),
        (WORKBOOK[:-9], "The file is a workbook or a zip that cannot be opened.", "Get it again, and save each of its sheets as CSV, or unzip it."),
        (gzip.compress(WORKBOOK, mtime=0), "The file is a workbook.", SHEETS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "The file is a workbook or document of an older kind, or one with a password.", "Save each of its sheets as CSV, without a password, and put those files in its place."),
        (bytes(range(256)) * 9, "The file is not text.", "Export it again as CSV, in UTF-8."),
    ],
)  # fmt: skip
def test_what_is_packed_is_told_by_what_it_is(content: bytes, message: str, action: str, folder: Path):
    write_file(folder, "return.csv", content)
    (finding,) = check(folder).findings
    assert (finding.rule, finding.message, finding.action) == ("file_not_recognised", message, action)


def test_a_table_that_begins_like_a_zip_is_a_table(folder: Path):
    made = FILES["senco_return"]
    write_file(folder, "sencos.csv", replace(made, headings=("PK", *made.headings)).text())
    assert accounts(check(folder))["sencos.csv"] == ("Template", 1, 1, 0, 0)


def test_the_same_content_twice_is_read_once(folder: Path):
    write_files(folder, FILES["referrals"], again__csv=FILES["referrals"].text())
    report = check(folder)
    assert only(report, "file_repeated").message == "The same content as again.csv."
    assert accounts(report) == {"again.csv": ("Template", 1, 1, 0, 0), "referrals.csv": ("Template", 1, 0, 1, 0)}


def test_a_file_of_headings_alone_is_recognised(folder: Path):
    write_files(folder, replace(FILES["referrals"], rows=()))
    assert accounts(check(folder)) == {"referrals.csv": ("Template", 0, 0, 0, 0)}


def test_a_file_without_rows_is_told_and_one_of_broken_rows_has_some(folder: Path):
    empty, blade = replace(FILES["referrals"], rows=()), replace(make_blades(2026)["sen2_persons"], rows=())
    broken = replace(FILES["appointments"], rows=()).text() + "R1,2025-04-01\n"
    write_files(folder, replace(empty, name="health/none.csv"), blade, FILES["person_links"], appointments__csv=broken)
    # Blank lines and rows of commas are no rows.
    write_file(folder, "blank.csv", replace(FILES["senco_return"], rows=({},)).text() + "\n\n")
    told = [finding for finding in check(folder).findings if finding.rule == "file_without_rows"]
    assert sorted((finding.file, finding.sheet) for finding in told) == [
        (blade.name, FEEDS["sen2_persons"].title),
        ("blank.csv", FEEDS["senco_return"].title),
        ("health/none.csv", FEEDS["referrals"].title),
    ]
    (finding,) = (finding for finding in told if finding.file == "health/none.csv")
    assert (finding.severity, finding.row, finding.column) == ("to know", None, "")
    assert finding.message == 'It has the headings of "Referrals to services (referrals.csv)" and no rows below them.'
    assert_plain(finding)


def test_columns_a_template_does_not_have_are_told_by_their_letters(folder: Path):
    made = FILES["appointments"].with_headings("Kit Yardley", "sequance")
    finding = only(check(write_files(folder, made)), "column_not_used")
    assert (finding.severity, finding.row, finding.column, finding.count) == ("to know", 1, "G and H", 2)
    assert finding.message == "Columns G and H are not part of the template and not read."


@pytest.mark.parametrize(
    ("feed", "gone", "message"),
    [
        ("advice_requests", {"provider_code"}, None),
        (
            "referrals",
            {"rejected_date", "discharge_date"},
            "Columns rejected_date and discharge_date of the template are not in the file.",
        ),
        ("referrals", {"missed_count", "icb_code"}, None),
    ],
)
def test_a_column_whose_lack_would_change_what_is_counted_is_missed_in_words(feed, gone, message, folder: Path):
    lines = [line.split(",") for line in FILES[feed].text().splitlines()]
    kept = [place for place, heading in enumerate(lines[0]) if heading not in gone]
    write_file(folder, "cut.csv", "\n".join(",".join(line[place] for place in kept) for line in lines) + "\n")
    staging, findings = read_extracts(folder)
    staging.close()
    told = [finding.message for finding in findings if finding.rule == "column_absent"]
    assert [text.split(". What")[0] + "." for text in told] == ([message] if message else [])


def test_a_log_of_advice_without_the_day_advice_came_is_no_log(folder: Path):
    """All would be outstanding, and every adviser late."""
    heading, *rows = FILES["advice_requests"].text().splitlines()
    place = heading.split(",").index("received_date")
    lines = [[cell for number, cell in enumerate(line.split(",")) if number != place] for line in (heading, *rows)]
    write_file(folder, "cut.csv", "\n".join(map(",".join, lines)) + "\n")
    staging, findings = read_extracts(folder)
    staging.close()
    (finding,) = [finding for finding in findings if finding.rule == "file_not_recognised"]
    assert "without: received_date" in finding.message
