"""The SEN2 return in XML: every spelling read alike, nothing kept of a broken one, no trick of XML taken."""

import gzip
import re
import time
from pathlib import Path

import pytest
from made_files import FILES, accounts, check, make_person, make_xml, only, tag, write_file, write_files

from sendmetrics.contracts import FEEDS
from sendmetrics.extracts.read import read_extracts
from sendmetrics.extracts.staging import Staging

SEN2 = [name for name in FILES if name.startswith("sen2_")]


def read(folder: Path, content: str | bytes, name: str = "return") -> dict[str, list[tuple]]:
    """Rows of each kind of record, without the keys: those carry the hash of the file."""
    write_file(folder, name, content)
    staging, findings = read_extracts(folder)
    try:
        assert not findings, findings
        return {feed: _rows(staging, feed) for feed in SEN2}
    finally:
        staging.close()


def _rows(staging: Staging, feed: str) -> list[tuple]:
    return staging.con.execute(
        f"select * exclude (file_id, record_key, parent_key, parent_file_id) from linked_{feed} order by row"
    ).fetchall()


def _in_namespace(xml: str) -> str:
    return xml.replace("<Message>", '<Message xmlns="urn:made-up">')


def _with_prefix(xml: str) -> str:
    prefixed = re.sub(r"<(/?)(\w)", r"<\1m:\2", xml)
    return prefixed.replace("<m:Message>", '<m:Message xmlns:m="urn:made-up">')


def _recased(xml: str, change: str) -> str:
    return re.sub(r"</?\w+>", lambda match: getattr(match[0], change)(), xml)


def _with_clutter(xml: str) -> str:
    """Comments, instructions, attributes and tags of a supplier's own wherever they may stand."""
    xml = xml.replace("<UPN>", '<?made up?><!-- 2 > 1 --><Extra a="1"><Note>n</Note></Extra><UPN status="ok">')
    return xml.replace("<Collection>", "<!-- made up --><Collection>").replace("SEN2</", "<![CDATA[SEN2]]></")


def _wrapped(xml: str) -> str:
    """Records of a kind in a wrapper of their own, as some suppliers have them."""
    return re.sub(r"(<PlacementDetail>.*?</PlacementDetail>)", r"<PlacementDetails>\1</PlacementDetails>", xml)


SPELLINGS = {
    "namespace": _in_namespace,
    "prefix": _with_prefix,
    "small tags": lambda xml: _recased(xml, "lower"),
    "capital tags": lambda xml: _recased(xml, "upper"),
    "SENsetting": lambda xml: xml.replace("SENSetting", "SENsetting"),
    "GenderCurrent": lambda xml: xml.replace("Sex>", "GenderCurrent>").replace(">M<", ">1<"),
    "clutter": _with_clutter,
    "wrappers": _wrapped,
    "one line": lambda xml: xml.replace("\n", ""),
    "line ends of Windows": lambda xml: xml.replace("\n", "\r\n"),
    "no declaration": lambda xml: xml.split("?>\n", 1)[1],
    "blank line before the declaration": lambda xml: "\n" + xml,
    "gzip": lambda xml: gzip.compress(xml.encode(), mtime=0),
    "byte order mark": lambda xml: xml.encode("utf-8-sig"),
    "UTF-16": lambda xml: xml.replace("UTF-8", "UTF-16").encode("utf-16"),
    "UTF-16 that says it is UTF-8": lambda xml: xml.encode("utf-16"),
    "UTF-8 that says it is UTF-16": lambda xml: xml.replace("UTF-8", "utf-16"),
    "Windows-1252": lambda xml: xml.replace("UTF-8", "windows-1252").encode("cp1252"),
    "Windows-1252 that says it is UTF-8": lambda xml: xml.encode("cp1252"),
    "UTF-8 that says it is Latin-1": lambda xml: xml.replace("UTF-8", "iso-8859-1"),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple]]:
    return read(tmp_path_factory.mktemp("plain"), make_xml(make_person("Müller"), make_person("Yardley")))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_read_alike(spelling: str, plain: dict[str, list[tuple]], folder: Path):
    assert read(folder, SPELLINGS[spelling](make_xml(make_person("Müller"), make_person("Yardley")))) == plain


def test_every_field_finds_its_place(plain: dict[str, list[tuple]]):
    assert all(len(rows) == (1 if feed == "sen2_returns" else 2) for feed, rows in plain.items())
    assert "Müller" in plain["sen2_persons"][0]
    assert "OTH" in plain["sen2_placements"][0]
    assert [row[0] for row in plain["sen2_needs"]] == [1, 2]


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_every_yearly_version_loads(year: int, folder: Path):
    person = make_person(received=f"{year - 1}-03-03", source=year >= 2026).replace("2025-", f"{year - 1}-")
    if year == 2023:
        person = person.replace("<Sex>M</Sex>", "<GenderCurrent>1</GenderCurrent>")
    if year == 2026:
        person = person.replace("</SENneed>", "</SENneed><ReviewDraft>2025-11-01</ReviewDraft>")
    write_file(folder, "return.xml", make_xml(person, year=year))
    report = check(folder)
    assert accounts(report) == {"return.xml": ("SEN2 return", 9, 9, 0, 0)}
    assert not report.findings


def test_a_child_with_two_requests_and_a_request_with_three_needs(folder: Path):
    person = make_person()
    request = re.search("<Requests>.*</Requests>", person)[0]
    need = "<SENneed><SENtype>SLCN</SENtype><SENtypeRank>2</SENtypeRank></SENneed>"
    rows = read(
        folder,
        make_xml(person.replace(request, request + request.replace("</ActivePlans>", need * 2 + "</ActivePlans>"))),
    )
    assert len(rows["sen2_requests"]) == 2
    parents = [row[-1] for row in rows["sen2_needs"]]
    assert parents == [1, 2, 2, 2]


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (lambda xml: xml.replace("</Requests></Person>\n<Person>", "</Person>\n<Person>", 1), 5),
        (lambda xml: xml[: xml.rindex("<Surname>")], 6),
        (lambda xml: xml.replace("Kit</Forename>", "Kit & Co</Forename>", 1), 5),
        (lambda xml: xml.replace("Kit</Forename>", "Kit &who; Co</Forename>", 1), 5),
        (lambda xml: xml.replace("</Persons>", ""), 8),
    ],
)
def test_a_broken_return_names_the_line_and_leaves_nothing(broken, line: int, folder: Path):
    write_file(folder, "return.xml", broken(make_xml(make_person("Quillfeather"), make_person())))
    write_files(folder, FILES["appointments"].with_rows({}), FILES["referrals"])
    report = check(folder)
    finding = only(report, "file_broken")
    assert (finding.severity, finding.file) == ("file rejected", "return.xml")
    assert f"broken at line {line}." in finding.message
    assert "nothing of this file was loaded" in finding.message
    assert "Quillfeather" not in str(report)
    assert accounts(report)["return.xml"] == ("SEN2 return", 0, 0, 0, 0)


def test_a_return_broken_after_many_persons_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sendmetrics.extracts.sen2_xml.FLUSH_AT", 10)
    write_file(folder, "return.xml", make_xml(*[make_person() for _ in range(25)], "<Person><Surname>"))
    staging, findings = read_extracts(folder)
    assert [finding.rule for finding in findings] == ["file_broken"]
    assert all(staging.rows_in(FEEDS[name]) == 0 for name in SEN2)
    staging.close()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 20))
TRICKS = {
    "an entity within": ('<!ENTITY e "WBRI">', "&e;"),
    "a billion laughs": (f'<!ENTITY l0 "ha">{LAUGHS}', "&l19;"),
    "a file": ('<!ENTITY e SYSTEM "{secret}">', "&e;"),
    "a file as parameter": ('<!ENTITY % e SYSTEM "{secret}">%e;', "W"),
    "a web address": ('<!ENTITY e SYSTEM "http://127.0.0.1:1/x">', "&e;"),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_tricks_of_xml_do_nothing(trick: str, folder: Path, tmp_path: Path):
    secret = write_file(tmp_path, "secret.txt", "SECRET")
    entities, use = TRICKS[trick]
    declaration = f'<?xml version="1.0"?>\n<!DOCTYPE Message [{entities.format(secret=secret.as_uri())}]>\n'
    content = make_xml(make_person(more=tag("Language", use)).replace("WBRI", use), declaration=declaration)
    write_file(folder, "return.xml", content)
    began = time.perf_counter()
    staging, findings = read_extracts(folder)
    assert time.perf_counter() - began < 20
    texts = staging.con.execute("select * from raw_sen2_persons").fetchall()
    staging.close()
    assert "SECRET" not in str(texts) + str(findings)
    assert "hahaha" not in str(texts) + str(findings)
    assert not findings or [finding.rule for finding in findings] == ["file_broken"]


def test_a_return_without_its_header_says_so(folder: Path):
    xml = re.sub("<Header>.*</Header>", "", make_xml())
    write_file(folder, "return.xml", xml)
    finding = only(check(folder), "parent_missing")
    assert finding.severity == "file rejected"
    assert finding.message == 'Row 1 belongs to no row of the table "SEN2 return, header".'


def test_rows_are_numbered_by_kind_of_record(folder: Path):
    persons = [make_person(), make_person(decision=""), make_person(), make_person(decision="")]
    write_file(folder, "return.xml", make_xml(*persons))
    finding = only(check(folder), "value_missing")
    assert (finding.sheet, finding.row, finding.column, finding.count) == (
        "SEN2 return, requests",
        2,
        "requestoutcome",
        2,
    )


@pytest.mark.long
def test_forty_thousand_persons_take_seconds(folder: Path):
    """Five seconds on a free machine (the design's goal); the limit leaves room for a busy one."""
    persons = make_person()
    write_file(folder, "return.xml", make_xml(*[persons] * 40_000))
    began = time.process_time()
    staging, findings = read_extracts(folder)
    took = time.process_time() - began
    rows = staging.con.execute("select count(*) from linked_sen2_needs").fetchone()[0]
    staging.close()
    assert (rows, findings) == (40_000, [])
    assert took < 12
