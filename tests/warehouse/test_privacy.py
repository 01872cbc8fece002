"""Nothing that tells who a child is leaves the reading of files: planted names and numbers are nowhere after it."""

import datetime
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from harness import CASEWORK, LEADERS
from made_files import FILES, Made, make_person, make_xml, write_file, write_files

from sendmetrics.__main__ import main
from sendmetrics.contracts import FEEDS
from sendmetrics.errors import RefusedError
from sendmetrics.exports.cases import cases_to_csv, cases_to_json, cases_to_table
from sendmetrics.exports.results import to_csv, to_json, to_table
from sendmetrics.extracts.sources import REJECTED_FOLDER
from sendmetrics.metrics.access_log import LOG_NAME, AccessLog
from sendmetrics.metrics.cases import RECORDS
from sendmetrics.metrics.definition import VIEWS, read_metrics
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Question
from sendmetrics.warehouse.opened import open_warehouse
from sendmetrics.warehouse.publish import current_file

BUILT_AT = datetime.datetime(2026, 2, 1, 9, 0, tzinfo=datetime.UTC)
BIRTH = datetime.date(2013, 11, 23)
SURNAME, FORENAME, MIDDLE, FORMER_NAME, PREFERRED = (
    "Quillfeather",
    "Zebedianne",
    "Ottoline",
    "Brambleworth",
    "Fennimark",
)
UPN, FORMER_UPN, WRONG_UPN, ULN = "H801200001001", "K801200001002", "Z801200001003", "7391846205"
POSTCODE, FREE_TEXT = "QX77 7XQ", "moved in with her aunt Peridotta"
REFERENCE, SHORT_REFERENCE, SENCO = "MHQ-778-41X", "Q77", "Wilhelmsdotter"
PLANTED = (
    *(SURNAME, FORENAME, MIDDLE, FORMER_NAME, PREFERRED, UPN, FORMER_UPN, WRONG_UPN, ULN, POSTCODE),
    *(POSTCODE.replace(" ", ""), FREE_TEXT, REFERENCE, SHORT_REFERENCE, SENCO, "Peridotta"),
    # However a birth date may be written.
    *(f"{BIRTH:{style}}" for style in ("%Y-%m-%d", "%Y-%b-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%d.%m.%Y")),
    f"{BIRTH:%Y%m%d}",
)  # fmt: skip
COLLECT_BIRTH = f"{BIRTH:%Y-%b-%d} 00:00:00"
WHO = {
    "surname": SURNAME,
    "forename": FORENAME,
    "middlenames": MIDDLE,
    "preferredsurname": PREFERRED,
    "formersurname": FORMER_NAME,
    "personbirthdate": COLLECT_BIRTH,
    "dob": COLLECT_BIRTH,
    "postcode": POSTCODE,
    "upn": UPN,
    "formerupn": FORMER_UPN,
    "uniquelearnernumber": ULN,
    "sensettingother": FREE_TEXT,
    "person_ref": UPN,
    "uln": ULN,
    "senco_ref": SENCO,
    "exception_evidence": FREE_TEXT,
}


def about(made: Made, **others: str) -> dict[str, str]:
    """Every heading of the file that could tell who a child is, filled with what is planted."""
    return {heading: value for heading, value in {**WHO, **others}.items() if heading in made.headings}


A_DAY = re.compile(r"date|dob|start|from|_to$|ordue|reviewmeeting|reviewdraft|lastreview")


def spoilt_rows(made: Made) -> Iterator[dict[str, str]]:
    """Rows with a name or a birth date where another value belongs: what an export shifted by a column looks like."""
    for place, heading in enumerate(made.headings):
        # A birth date in a column of days is a day like any other: nobody could tell.
        wrong = (
            (SURNAME, UPN, FREE_TEXT, POSTCODE) if A_DAY.search(heading) else (SURNAME, COLLECT_BIRTH, UPN, FREE_TEXT)
        )
        key = {name: f"{value}{place}" for name, value in made.rows[0].items() if name.endswith(("tableid", "_id"))}
        yield {**about(made), **key, heading: wrong[place % 4]}


def write_planted(folder: Path) -> Path:
    """A folder in which every file names the child, soundly, in the wrong column, and in broken lines."""
    for feed, made in FILES.items():
        # Schools, areas and authorities are public; the head row of a return or a census is about no child.
        if feed in (
            "gias_schools",
            "school_counts",
            "school_names",
            "authority_names",
            "local_areas",
            "published_lists",
        ):
            write_files(folder, made)
            continue
        others = about(made, person_ref=REFERENCE, upn=WRONG_UPN)
        sound = [
            about(made),
            others,
            about(made, upn=SHORT_REFERENCE, dob=SHORT_REFERENCE, personbirthdate=SHORT_REFERENCE),
        ]
        text = made.with_rows(*sound, *spoilt_rows(made)).text()
        broken = f'{SURNAME},{UPN},"{FREE_TEXT}"\n' if set(made.headings) & set(WHO) else ""
        write_file(folder, made.name, text + broken)
    xml = make_xml(
        make_person(SURNAME, BIRTH.isoformat(), UPN, more=f"<UniqueLearnerNumber>{ULN}</UniqueLearnerNumber>"),
        make_person(SURNAME, SURNAME, "", received=COLLECT_BIRTH, decision=SURNAME),
        year=2025,
    )
    write_file(folder, "return.xml", xml.replace("ZZ3 3RE", POSTCODE))
    write_file(folder, "cut off.xml", xml[: xml.index("<ReceivedDate>") + 9].replace("2015", "2014"))
    write_file(folder, "not well formed.xml", xml.replace("</Surname>", "</Forename>"))
    write_file(folder, "no heading.csv", f"{SURNAME},{FORENAME},{BIRTH.isoformat()},{UPN}\n{SURNAME},b,c,d\n")
    write_file(folder, "letter.txt", f"Dear {FORENAME} {SURNAME},\n{FREE_TEXT}\n")
    write_file(folder, "bytes.bin", b"\x00\xff\xfe" + SURNAME.encode("utf-16-le"))
    write_file(folder, "packed.csv.gz", b"\x1f\x8b\x08\x00" + SURNAME.encode())
    return folder


def planted_in(text: str) -> list[str]:
    folded = text.casefold()
    return [secret for secret in PLANTED if secret.casefold() in folded]


class Run:
    """Everything the commands said and wrote, part by part."""

    def __init__(self, folder: Path, warehouse: Path) -> None:
        self.folder, self.warehouse = folder, warehouse
        self.said: dict[str, str] = {}


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Iterator[Run]:
    """check, build and metric over the planted files, as from the command line."""
    place = tmp_path_factory.mktemp("planted")
    (place / "extracts").mkdir()
    found = Run(write_planted(place / "extracts"), place / "warehouse")
    with pytest.MonkeyPatch.context() as patch:
        (place / "settings.toml").write_text("", encoding="utf-8")
        patch.setenv("SENDMETRICS_SETTINGS", str(place / "settings.toml"))
        patch.setenv("SENDMETRICS_KEY_FILE", str(place / "person.key"))
        patch.setenv("SENDMETRICS_NAME", "tester")
        records = _Records()
        logging.getLogger().addHandler(records)
        try:
            for name, arguments in _commands(found):
                found.said[name] = _said_by(patch, place / "said", arguments)
        finally:
            logging.getLogger().removeHandler(records)
        found.said["log records"] = "\n".join(records.lines)
        yield found


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def _commands(found: Run) -> Iterator[tuple[str, list[str]]]:
    folder, warehouse = str(found.folder), ["--warehouse", str(found.warehouse)]
    yield "check", ["check", folder]
    yield "check as JSON", ["check", folder, "--json"]
    yield "build", ["build", "--extracts", folder, *warehouse]
    yield "build again", ["build", "--extracts", folder, *warehouse]
    yield "metric", ["metric", "requests_received", "--audience", "casework", *warehouse]
    # What a reader types is repeated to them, but is not looked up among children.
    yield "metric refused", ["metric", "requests_received", "--where", "school=nobody", *warehouse]


def _said_by(patch: pytest.MonkeyPatch, path: Path, arguments: list[str]) -> str:
    """Standard output and standard error of a command."""
    with open(path, "w", encoding="utf-8") as stream, patch.context() as here:
        here.setattr("sys.stdout", stream)
        here.setattr("sys.stderr", stream)
        main(arguments)
    return path.read_text(encoding="utf-8")


def test_what_is_planted_is_in_the_files_and_is_read(run):
    """Were nothing loaded, there would be nothing to find."""
    everything = "\n".join(
        path.read_bytes().decode("utf-8", "replace") for path in run.folder.iterdir() if path.is_file()
    )
    assert set(planted_in(everything)) >= {SURNAME, FORENAME, UPN, ULN, POSTCODE, FREE_TEXT, REFERENCE, SENCO}
    with duckdb.connect(str(current_file(run.warehouse)), read_only=True) as con:
        for table in ("requests", "roll", "referrals", "advice", "case_events", "plans", "senco_posts", "people"):
            assert con.execute(f"select count(*) from {table}").fetchone()[0], f"nothing of {table} was loaded"


def test_every_column_that_identifies_is_planted():
    """A new column that could tell who a child is must be planted here too."""
    # Numbers of referrals are spoilt a row at a time, as every heading is: planted in all, they would be one referral.
    planted = {heading.casefold() for heading in WHO} | {"referral_id", "previous_referral_id"}
    for feed in FEEDS.values():
        for column in feed.columns:
            if column.identifies and feed.name in FILES:
                spellings = {heading.casefold() for heading in (column.name, column.printed_heading)}
                in_file = {heading.casefold() for heading in FILES[feed.name].headings} & spellings
                assert not in_file or in_file & planted, f"plant something in {feed.name}.{column.printed_heading}"


def test_no_table_of_the_warehouse_holds_it(run):
    with duckdb.connect(str(current_file(run.warehouse)), read_only=True) as con:
        tables = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        assert {"requests", "roll", "findings", "loads", "departures", "about", "sources"} <= set(tables)
        for table in tables:
            rows = con.execute(f'select rows::varchar from "{table}" as rows').fetchall()
            assert not planted_in("\n".join(text for (text,) in rows)), f"{table} tells who a child is"


def test_no_file_of_the_warehouse_holds_it(run):
    """Byte for byte, with the access log: nor in what a file keeps of rows no longer in any table."""
    files = [path for path in run.warehouse.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".duckdb", ".jsonl"}
    for path in files:
        content = path.read_bytes().lower()
        for secret in PLANTED:
            for encoding in ("utf-8", "utf-16-le"):
                assert secret.lower().encode(encoding) not in content, f"{path.name} holds {secret!r}"


def test_nothing_is_left_of_what_the_build_worked_with(run):
    assert not list(run.warehouse.glob(".work-*"))
    assert {path.name for path in run.folder.iterdir() if path.is_dir()} <= {REJECTED_FOLDER}


@pytest.mark.parametrize(
    "command", ["check", "check as JSON", "build", "build again", "metric", "metric refused", "log records"]
)
def test_no_command_says_it(run, command):
    assert command == "log records" or run.said[command]
    assert not planted_in(run.said[command]), run.said[command]


def test_the_findings_speak_of_the_spoilt_rows_all_the_same(run):
    """They are told by file, row and column: silence would be no proof."""
    for rule in ("value_not_readable", "code_unknown", "row_broken", "upn_check_letter_census", "file_not_recognised"):
        assert f"[{rule}]" in run.said["check"], f"{rule} is not found: {run.said['check']}"


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
def test_no_export_of_any_measure_by_any_breakdown_holds_it(run, reader, tmp_path):
    engine = Engine(open_warehouse(run.warehouse), AccessLog(tmp_path / LOG_NAME, lambda: BUILT_AT))
    answered = 0
    for metric in read_metrics().values():
        for by in (None, *metric.breakdowns):
            try:
                result = engine.answer(Question(metric.name, by=by), reader)
            except RefusedError as error:
                assert not planted_in(str(error))
                continue
            answered += bool(result.rows)
            for render in (to_table, to_csv, to_json):
                assert not planted_in(render(result)), f"{metric.name} by {by}"
        if reader is CASEWORK and metric.columns[0] in RECORDS:
            for view in VIEWS if metric.kind == "wait" else (None,):
                cases = engine.list_cases(Question(metric.name, view=view), reader)
                for render in (cases_to_table, cases_to_csv, cases_to_json):
                    assert not planted_in(render(cases)), f"cases of {metric.name}"
    assert answered > len(read_metrics())
    assert not planted_in((tmp_path / LOG_NAME).read_text(encoding="utf-8"))


def test_rejected_rows_are_the_one_place_that_holds_it_and_their_owners_alone(run):
    """The documented exception (warehouse/rejected.py): rows go back to be corrected as they were."""
    rejects = run.folder / REJECTED_FOLDER
    assert planted_in("\n".join(path.read_text(encoding="utf-8") for path in rejects.iterdir()))
    assert all(path.stat().st_mode & 0o077 == 0 for path in [rejects, *rejects.iterdir()])


def test_a_mapping_that_cannot_be_read_does_not_repeat_itself(run, tmp_path, capsys):
    """It is the analyst's own file, but a pasted row in it must not travel into a ticket."""
    write_files(tmp_path / "in", FILES["referrals"])
    write_file(tmp_path / "in", "mapping.toml", f"[columns]\n{SURNAME}, {UPN}, {FREE_TEXT}\n")
    assert main(["check", str(tmp_path / "in")]) == 2
    said = "".join(capsys.readouterr())
    assert "mapping.toml" in said
    assert not planted_in(said)


def test_the_search_itself_finds_what_is_planted():
    for secret in PLANTED:
        assert planted_in(f"row 5: {secret.upper()} was read")
    assert not planted_in("row 5: a value was read")
    assert re.fullmatch(r"[A-Z]\d{12}", UPN)
