"""How texts become values: dates, numbers, flags and codes read one way, everything else left empty and told."""

import datetime
from pathlib import Path

import pytest
from made_files import FILES, UPN, Made, write_file, write_files

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.dimensions import NOT_IN_THE_LIST
from sendmetrics.contracts.reference import code_labels
from sendmetrics.extracts.read import read_extracts

DAY = datetime.date(2026, 1, 5)


def read(folder: Path, feed: str, heading: str, texts: list[str], column: str = "") -> list[object]:
    """The value of each text in that column of the feed, in order."""
    made: Made = FILES[feed]
    write_files(folder, made.with_rows(*[{heading: text} for text in texts]))
    staging, findings = read_extracts(folder)
    values = staging.con.execute(f"select {column or heading} from linked_{feed} order by row").fetchall()
    staging.close()
    assert not findings
    assert len(values) == len(texts)
    return [value for (value,) in values]


DATES = {
    "2026-01-05": DAY,
    "2026-1-5": DAY,
    " 2026-01-05 ": DAY,
    "2026-Jan-05 00:00:00": DAY,
    "2026-JAN-05 00:00:00": DAY,
    "2026-jan-05": DAY,
    "2026-01-05 00:00:00": DAY,
    "2026-01-05T00:00:00": DAY,
    "2026-01-05 00:00:00.000": DAY,
    "2026-01-05T13:45:00": DAY,
    "05/01/2026": DAY,
    "5/1/2026": DAY,
    "05-01-2026": DAY,
    "05/01/2026 00:00": DAY,
    "05/01/2026 13:45:59": DAY,
    "05-Jan-2026": DAY,
    "5 Jan 2026": DAY,
    "5 January 2026": DAY,
    "29/02/2024": datetime.date(2024, 2, 29),
    "1900-01-01": datetime.date(1900, 1, 1),
    "2099-12-31": datetime.date(2099, 12, 31),
    # British order, also where the American one would read.
    "03/04/2026": datetime.date(2026, 4, 3),
    # Not dates: no such day, American order, two digits of a year, another calendar's day, words.
    "31/02/2026": None,
    "2026-02-29": None,
    "2026-13-01": None,
    "01/13/2026": None,
    "2026/01/05": None,
    "05/01/26": None,
    "05-Jan-26": None,
    "46027": None,
    "20260105": None,
    "2026": None,
    "1899-12-31": None,
    "2100-01-01": None,
    "0026-01-05": None,
    "9999-12-31": None,
    "05.01.2026": None,
    "05/01/2026 approx": None,
    "N/A": None,
    "x": None,
    "": None,
}


def test_dates(folder: Path):
    values = read(folder, "referrals", "discharge_date", list(DATES))
    assert dict(zip(DATES, values, strict=True)) == DATES


INTEGERS = {
    "3": 3,
    "3.0": 3,
    "3.00": 3,
    "3.": 3,
    "+3": 3,
    "-3": -3,
    "007": 7,
    "1.5": None,
    "1e3": None,
    "0x1F": None,
    "1_000": None,
    "1,000": None,
    "99999999999": None,
    "three": None,
    "nan": None,
    "x": None,
    "c": None,
    "": None,
}


def test_whole_numbers(folder: Path):
    values = read(folder, "referrals", "missed_count", list(INTEGERS))
    assert dict(zip(INTEGERS, values, strict=True)) == INTEGERS


NUMBERS = {
    "6.5": 6.5,
    "6": 6.0,
    ".5": 0.5,
    "6.": 6.0,
    "-1.25": -1.25,
    "6,5": None,
    "6.5 hours": None,
    "nan": None,
    "inf": None,
    "1e999": None,
    "£5": None,
    "low": None,
    "x": None,
    "": None,
}


def test_numbers(folder: Path):
    values = read(folder, "senco_return", "hours_admin_support_pw", list(NUMBERS), "admin_support_hours")
    assert dict(zip(NUMBERS, values, strict=True)) == NUMBERS


FLAGS = dict.fromkeys(["1", "1.0", "True", "TRUE", "yes", "Y", "t"], True)
FLAGS |= dict.fromkeys(["0", "0.0", "False", "FALSE", "no", "N", "f"], False)
FLAGS |= dict.fromkeys(["2", "-1", "maybe", "x", "", "ja"], None)


def test_flags(folder: Path):
    values = read(folder, "senco_return", "on_slt", list(FLAGS), "is_in_leadership_team")
    assert dict(zip(FLAGS, values, strict=True)) == FLAGS


CODES = {
    ("referrals", "service", "service"): {
        "salt": "salt",
        "SALT": "salt",
        " Salt ": "salt",
        "Speech and Language Therapy": "salt",
        "x": None,
        "": None,
        "portage": "Service not in the list 2",
        "Dietetics": "Service not in the list 1",
        "PORTAGE": "Service not in the list 2",
    },
    ("sen2_persons", "sex", "sex"): {"M": "M", "f": "F", "1": "M", "2.0": "F", "0": None, "9": None, "Male": "M", "U": None, "Q": "Sex not in the list 1"},
    ("census_pupils", "ncyearactual", "year_group"): {"R": "R", "0": "R", "7": "7", "7.0": "7", "x": "X", "e1": "E1", "15": "Year group not in the list 1"},
    ("census_pupils", "senprovision", "sen_provision"): {"K": "K", "e": "E", "N": "N", "S": "S", "A": "A", "P": "P", "Z": "SEN provision not in the list 1"},
    ("referrals", "rejection_reason", "rejection_reason"): {"01": "duplicate", "03": "incomplete", "threshold": "threshold", "1": "Reason not in the list 1"},
    ("sen2_needs", "sentype", "need_type"): {"ASD": "ASD", "ds": "DS", "NSA": "NSA", "autism": "Type of need not in the list 1"},
}  # fmt: skip


@pytest.mark.parametrize("which", CODES, ids=lambda which: f"{which[0]}.{which[1]}")
def test_codes_and_their_spellings(which: tuple[str, str, str], folder: Path):
    feed, heading, column = which
    made = FILES[feed].with_rows(*[{heading: text} for text in CODES[which]])
    write_files(folder, made)
    staging, _ = read_extracts(folder)
    values = [value for (value,) in staging.con.execute(f"select {column} from linked_{feed} order by row").fetchall()]
    staging.close()
    assert dict(zip(CODES[which], values, strict=True)) == CODES[which]


def test_no_list_has_a_code_that_could_be_taken_for_an_unknown_one():
    lists = {column.codes for feed in FEEDS.values() for column in feed.columns if column.codes}
    assert not [
        code for name in lists for code in (*code_labels(name), *code_labels(name).values()) if NOT_IN_THE_LIST in code
    ]


PATTERNS = {
    ("referrals", "school_urn", "school_urn"): {
        "900001": "900001",
        "900001.0": "900001",
        "1e+05": "1e+05",
        "Hope Street Primary": None,
        UPN: None,
        "04/03/2012": None,
        "x": None,
    },
    ("referrals", "provider_code", "provider_code"): {
        "RQM": "RQM",
        "RQM01": "RQM01",
        "8HK48": "8HK48",
        "999": "999",
        "Kit Yardley": None,
        "YARDLEY": None,
        "Kit": None,
        "ZZ3 3RE": None,
        UPN: None,
        "9434765919": None,
        "060215": None,
    },
    ("census_pupils", "NativeId", "census_school"): {
        "9992001": "9992001",
        "SCH7": "SCH7",
        "999/2001": "999/2001",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301": "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "Kit": None,
        UPN: None,
        "9434765919": None,
        "06/02/2015": None,
    },
    ("senco_return", "academic_year", "academic_year"): {
        "2025/26": "2025/26",
        "2025-26": "2025-26",
        "202526": "202526",
        "2025/2026": "2025/2026",
        "this year": None,
    },
    ("sen2_active_plans", "transferla", "transferred_from"): {"383": "383", "Leeds": None, "3": None},
    ("sen2_active_plans", "reviewoutcome", "review_outcome"): {"A": "A", "M": "M", "Maintain": "Maintain", "Kit moved house": None},
}  # fmt: skip


@pytest.mark.parametrize("which", PATTERNS, ids=lambda which: f"{which[0]}.{which[1]}")
def test_texts_that_must_have_a_form(which: tuple[str, str, str], folder: Path):
    feed, heading, column = which
    write_files(folder, FILES[feed].with_rows(*[{heading: text} for text in PATTERNS[which]]))
    staging, _ = read_extracts(folder)
    values = [value for (value,) in staging.con.execute(f"select {column} from linked_{feed} order by row").fetchall()]
    staging.close()
    assert dict(zip(PATTERNS[which], values, strict=True)) == PATTERNS[which]


def test_a_local_area_is_one_of_the_list_or_none(folder: Path):
    referrals = FILES["referrals"].with_rows(*[{"local_area_code": text} for text in ("CEN", "Kit Yardley", "", "x")])
    write_files(folder, FILES["local_areas"], referrals)
    staging, _ = read_extracts(folder)
    values = staging.con.execute("select locality_code from linked_referrals order by row").fetchall()
    staging.close()
    assert values == [("CEN",), (None,), (None,), (None,)]


def test_mapping_gives_codes_columns_and_values(folder: Path):
    write_file(
        folder,
        "mapping.toml",
        '\ufeff[columns]\nperson_ref = "Child-ref"\n\n[codes.service]\n"S&LT" = "salt"\n"Dropped" = ""\n\n'
        '[files."SLT May.csv"]\ncolumns = { referral_id = "Ref no" }\nvalues = { snapshot_date = "31/01/2026", provider_code = "RQM" }\n',
    )
    text = (
        "CHILD REF,Ref No,received_date,service\nP1,R1,2025-03-03,s&lt\nP2,R2,2025-03-04,dropped\nP3,R3,2025-03-05,OT\n"
    )
    write_file(folder, "below/slt may.csv", text)
    staging, findings = read_extracts(folder)
    rows = staging.con.execute(
        "select referral_number, person_ref, service, snapshot_date::varchar, provider_code from linked_referrals order by row"
    ).fetchall()
    staging.close()
    assert [finding.rule for finding in findings] == ["column_absent"]
    assert findings[0].message.startswith(
        "Columns accepted_date, rejected_date, previous_referral_id, first_contact_date"
    )
    assert rows == [
        ("R1", "P1", "salt", "2026-01-31", "RQM"),
        ("R2", "P2", None, "2026-01-31", "RQM"),
        ("R3", "P3", "ot", "2026-01-31", "RQM"),
    ]


def test_two_texts_that_no_list_holds_are_two_wherever_they_stand(folder: Path):
    """One text is one group in both columns; another is another, though each is the first of its column."""
    write_file(
        folder,
        "referrals.csv",
        "snapshot_date,referral_id,person_ref,received_date,service,redirected_to\n"
        "2026-01-31,R1,P1,2025-03-03,portage,aardvark\n2026-01-31,R2,P2,2025-03-04,Aardvark,salt\n",
    )
    staging, _ = read_extracts(folder)
    rows = staging.con.execute("select service, redirected_to from linked_referrals order by row").fetchall()
    staging.close()
    (portage, aardvark), (aardvark_again, salt) = rows
    assert aardvark == aardvark_again != portage
    assert salt == "salt"
    assert all(text.startswith("Service not in the list ") for text in (portage, aardvark))
