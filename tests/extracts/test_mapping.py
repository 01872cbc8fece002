"""mapping.toml: understood as written, or refused in words that say which key is wrong and what was meant."""

from pathlib import Path

import pytest
from made_files import FILES, accounts, check, only, write_file, write_files

from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.mapping import Mapping, read_mapping


def refusal(folder: Path, content: str | bytes) -> str:
    write_file(folder, "mapping.toml", content)
    with pytest.raises(SendMetricsError) as error:
        read_mapping(folder)
    return str(error.value)


def test_no_file_and_an_empty_one_say_nothing(folder: Path):
    assert read_mapping(folder) == Mapping()
    write_file(folder, "mapping.toml", "")
    assert read_mapping(folder) == Mapping()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[columns", "mapping.toml is not valid TOML: "),
        ("a = 'é'".encode("cp1252"), "mapping.toml is not valid TOML: "),
        ("[colums]\na = 'b'", "mapping.toml has unknown keys: colums. Known are: codes, columns, files."),
        ('[files."a.csv"]\nvalue = {}', 'mapping.toml, [files."a.csv"] has unknown keys: value.'),
        ("columns = 'x'", 'mapping.toml, [columns] must hold pairs such as name = "value".'),
        ("codes = []", "mapping.toml, [codes] must hold pairs"),
        ("files = 3", "mapping.toml, [files] must hold pairs"),
        ('[files]\n"a.csv" = 3', 'mapping.toml, [files."a.csv"] must hold pairs'),
        ('[files."a.csv"]\ncolumns = 3', 'mapping.toml, [files."a.csv"], columns must hold pairs'),
        ("[codes]\nservice = 'salt'", "mapping.toml, [codes.service] must hold pairs"),
        ("[columns]\npersn_ref = 'Child'", "mapping.toml, [columns]: persn_ref is not a heading of any layout we read. Is person_ref meant?"),
        ('[files."a.csv"]\nvalues = { servce = "salt" }', "servce is not a heading of any layout we read. Is service meant?"),
        ("[columns]\nqqqqqqqq = 'Child'", "qqqqqqqq is not a heading of any layout we read."),
        ("[codes.servics]\na = 'salt'", "mapping.toml, [codes] has unknown keys: servics."),
        ("[codes.service]\na = 'slat'", 'mapping.toml, [codes.service]: "slat" is not one of our codes, which are: paediatrics, salt'),
        ("[columns]\nperson_ref = 5", "mapping.toml, [columns]: person_ref must be the file's heading as text, such as person_ref = \"Child ref\"."),
        ("[columns]\nperson_ref = ' '", "mapping.toml, [columns]: person_ref must be the file's heading as text"),
        ("[columns]\nperson_ref = ['a', 'b']", "mapping.toml, [columns]: person_ref must be the file's heading as text"),
        ('[files."a.csv"]\ncolumns = { person_ref = 2026-01-15 }', 'mapping.toml, [files."a.csv"], columns: person_ref must be the file\'s heading as text'),
        ('[files."a.csv"]\nvalues = { service = ["salt"] }', 'mapping.toml, [files."a.csv"], values: service must be one value, such as service = "salt".'),
        (
            "[columns]\nreceived_date = 'Date'\nservice = 'Team'\naccepted_date = ' date '",
            'mapping.toml, [columns]: received_date and accepted_date are both said to be the same column of the file. '
            "A column can be one thing only: keep one of them, or, where files differ, say it below [files] for each file.",
        ),
        (
            '[files."a.csv"]\ncolumns = { received_date = "Date", accepted_date = "Date", service = "DATE" }',
            'mapping.toml, [files."a.csv"], columns: received_date, accepted_date and service are all said to be the same column of the file.',
        ),
        ('[files."a.csv"]\ncensus_date = "2019-01-17"', "census_date must be a date such as 2019-01-17, without quotes."),
        ('[files."a.csv"]\ncensus_date = 2019-01-17T00:00:00', "census_date must be a date such as 2019-01-17, without quotes."),
        ('[files."a.csv"]\ncensus_date = 2019', "census_date must be a date such as 2019-01-17, without quotes."),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_words(content: str | bytes, words: str, folder: Path):
    assert words in refusal(folder, content)


def test_all_that_is_wrong_is_said_at_once_one_line_each(folder: Path):
    content = """
    [columns]
    person_ref = 5
    persn_ref = "Child"
    received_date = "Date"
    accepted_date = "Date"
    [codes.service]
    "S&LT" = "slat"
    [codes.services]
    a = "salt"
    [files."a.csv"]
    census_date = "2019-01-17"
    values = { servce = "salt" }
    """
    lines = refusal(folder, content).splitlines()
    assert [line.split(":")[0].removeprefix("mapping.toml, ") for line in lines] == [
        "[columns]",
        "[columns]",
        "[columns]",
        "[codes] has unknown keys",
        "[codes.service]",
        '[files."a.csv"]',
        '[files."a.csv"], values',
    ]
    assert all(line.endswith((".", "?")) for line in lines)


def test_one_column_may_be_one_thing_in_all_files_and_another_in_one(folder: Path):
    """Nor is it a contradiction to say the same twice, or to name two of our columns' spellings after two of theirs."""
    write_file(
        folder,
        "mapping.toml",
        '[columns]\nreceived_date = "Date"\n"Received date" = "Day in"\n'
        '[files."b.csv"]\ncolumns = { accepted_date = "Date", "accepted-date" = "date" }\n',
    )
    mapping = read_mapping(folder)
    assert mapping.for_file("a.csv").headings == {"date": "receiveddate", "dayin": "receiveddate"}
    assert mapping.for_file("b.csv").headings == {"date": "accepteddate", "dayin": "receiveddate"}


def test_figures_and_dates_may_be_values_of_a_file(folder: Path):
    write_file(folder, "mapping.toml", '[files."a.csv"]\nvalues = { snapshot_date = 2026-01-31, missed_count = 5 }\n')
    assert read_mapping(folder).for_file("a.csv").values == {"snapshotdate": "2026-01-31", "missedcount": "5"}


def test_a_check_ends_with_those_words_and_reads_nothing(folder: Path):
    write_file(folder, "mapping.toml", "[codes.service]\na = 'slat'")
    with pytest.raises(SendMetricsError, match="not one of our codes"):
        check(folder)


def test_every_heading_a_finding_asks_for_can_be_mapped(folder: Path):
    """What "but without: ..." lists is what [columns] takes: a file without any right heading can be mapped whole."""
    made = FILES["referrals"]
    theirs = {heading: f"Spalte {number}" for number, heading in enumerate(made.headings)}
    pairs = "\n".join(f'"{heading}" = "{name}"' for heading, name in theirs.items())
    write_file(folder, "mapping.toml", f"[columns]\n{pairs}\n")
    write_files(folder, made.renamed(**theirs))
    assert accounts(check(folder)) == {"referrals.csv": ("Template", 1, 1, 0, 0)}


def test_keys_of_the_census_and_the_return_can_be_mapped(folder: Path):
    write_file(folder, "mapping.toml", '[columns]\npupilonrolltableid = "Pupil"\n"LA (code)" = "Authority"\n')
    write_files(
        folder,
        FILES["census_pupils"].renamed(pupilonrolltableid="Pupil"),
        FILES["census_needs"].renamed(pupilonrolltableid="Pupil"),
        FILES["gias_schools"].renamed(**{"LA (code)": "Authority"}),
    )
    report = check(folder)
    assert {account[1:] for account in accounts(report).values()} == {(1, 1, 0, 0)}


def test_an_entry_for_a_file_that_is_not_there_is_told(folder: Path):
    write_file(folder, "mapping.toml", '[files."Gone.csv"]\ncensus_date = 2019-01-17\n[files."referrals.csv"]\n')
    write_files(folder, FILES["referrals"])
    finding = only(check(folder), "mapping_unused")
    assert (finding.severity, finding.file) == ("to know", "mapping.toml")
    assert '"gone.csv"' in finding.message


def test_a_files_own_mapping_goes_before_that_of_all_files(folder: Path):
    write_file(
        folder,
        "mapping.toml",
        '[columns]\nreceived_date = "Date"\n[files."b.csv"]\ncolumns = { received_date = "Day" }\n',
    )
    mapping = read_mapping(folder)
    assert mapping.for_file("a.csv").headings == {"date": "receiveddate"}
    assert mapping.for_file("below/B.csv").headings == {"date": "receiveddate", "day": "receiveddate"}


def test_capitals_do_not_make_two_codes_of_one(folder: Path):
    write_file(folder, "mapping.toml", '[codes.service]\n"S&LT" = "salt"\n"s&lt" = "ot"\n')
    with pytest.raises(SendMetricsError, match="one of your codes is written twice"):
        read_mapping(folder)
    write_file(folder, "mapping.toml", '[codes.service]\n"S&LT" = "salt"\n"s&lt" = "salt"\n')
    assert read_mapping(folder).codes["service"] == {"s&lt": "salt"}
