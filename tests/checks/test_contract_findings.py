"""What the contracts find by themselves: which rows, how severe, in which words, and what becomes of the row."""

from pathlib import Path

import pytest
from made_files import (
    FILES,
    UPN,
    accounts,
    assert_plain,
    check,
    found,
    make_person,
    make_xml,
    only,
    staged,
    write_file,
    write_files,
)

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.findings import describe_rows, describe_value, rows_belong
from sendmetrics.contracts.shapes import normalise_heading


def referrals(*rows: dict[str, str]):
    """Referrals R1, R2 ... of that many children, each with its own changes."""
    return FILES["referrals"].with_rows(
        *({"referral_id": f"R{n}", "person_ref": f"child {n}"} | row for n, row in enumerate(rows, start=1))
    )


def test_a_text_that_is_no_date_rejects_the_row(folder: Path):
    write_files(
        folder,
        referrals({}, {"received_date": "31/02/2025"}, {"received_date": "02/14/2025"}, {"received_date": "soon"}),
    )
    report = check(folder)
    first, second = found(report, "value_not_readable")
    assert (first.severity, first.row, first.column, first.count) == ("record rejected", 3, "received_date", 2)
    assert (
        first.message
        == "received_date holds a value like 99/99/9999 that is not a date we can read (row 3 and 1 more)."
    )
    assert first.action == "Write dates as 2026-01-15 or 15/01/2026."
    assert (second.row, second.message) == (5, "received_date holds a value that is not a date we can read (row 5).")
    assert accounts(report) == {"referrals.csv": ("Template", 4, 1, 0, 3)}


@pytest.mark.parametrize(
    ("feed", "heading", "text", "words"),
    [
        ("referrals", "missed_count", "1.5", 'missed_count "1.5" is not a whole number (row 2).'),
        ("referrals", "missed_count", "many", "missed_count holds a value that is not a whole number (row 2)."),
        ("senco_return", "hours_teaching_pw", "10 h", "hours_teaching_pw holds a value that is not a number (row 2)."),
        ("senco_return", "on_slt", "2", 'on_slt "2" is neither yes nor no (row 2).'),
        ("sen2_requests", "exported", "perhaps", "exported holds a value that is neither yes nor no (row 2)."),
    ],
)
def test_other_texts_that_cannot_be_read(feed: str, heading: str, text: str, words: str, folder: Path):
    report = check(write_files(folder, FILES[feed].with_rows({heading: text})))
    finding = only(report, "value_not_readable")
    assert (finding.severity, finding.column, finding.message) == ("record rejected", heading, words)
    assert_plain(finding)


def test_what_nothing_reads_rejects_no_row(folder: Path):
    """A national item that no rule and no table uses may hold what it will."""
    write_files(
        folder,
        *(made for feed, made in FILES.items() if feed.startswith("sen2_") and feed != "sen2_requests"),
        FILES["sen2_requests"].with_rows({"rya": "perhaps"}),
    )
    assert not check(folder).findings


def test_symbols_for_no_figure_are_no_fault(folder: Path):
    symbols = ["x", "X", "z", "c", "k", "low", "u", "NA", "n/a", ":", "~", "*", "..", "supp", ""]
    write_files(
        folder,
        FILES["senco_return"].with_rows(
            *[
                {"senco_ref": f"S{n}", "hours_actual_pw": symbol, "ehc_requests_year": symbol}
                for n, symbol in enumerate(symbols)
            ]
        ),
    )
    report = check(folder)
    assert not [finding for finding in report.findings if finding.severity != "to know"]
    assert accounts(report)["senco_return.csv"][1:] == (15, 15, 0, 0)


def test_a_figure_a_row_needs_may_not_be_a_symbol(folder: Path):
    report = check(write_files(folder, FILES["senco_return"].with_rows({"hours_senco_duties_pw": "x"})))
    finding = only(report, "value_missing")
    assert finding.message == "hours_senco_duties_pw is empty (row 2)."
    assert finding.action == "Give hours_senco_duties_pw: hours a week protected for SENCo duties."


REQUIRED = [
    (feed.name, column.printed_heading) for feed in FEEDS.values() for column in feed.columns if column.required
]


def test_every_value_a_row_needs_is_asked_for(folder: Path):
    """All at once: in each file one row more for each required column, with that column empty."""
    for feed, made in FILES.items():
        as_filed = {normalise_heading(heading): heading for heading in made.headings}
        needed = [as_filed[normalise_heading(heading)] for name, heading in REQUIRED if name == feed]
        spoilt = [{heading: "", **_own_keys(feed, n)} for n, heading in enumerate(needed)]
        write_files(folder, made.with_rows({}, *spoilt))
    told = {(f.file, f.column): f for f in found(check(folder), "value_missing")}
    for feed, heading in REQUIRED:
        finding = told.pop((FILES[feed].name, heading))
        assert (finding.severity, finding.count) == ("record rejected", 1)
        assert finding.message.startswith(f"{heading} is empty (row ")
        assert_plain(finding)
    assert not told


def _own_keys(feed: str, number: int) -> dict[str, str]:
    keys = {FEEDS[feed].record.split("|")[0]: f"own {number}"} if FEEDS[feed].record else {}
    return {key: value for key, value in keys.items() if key in FILES[feed].headings}


def test_an_unknown_code_keeps_its_row_and_is_told(folder: Path):
    write_files(
        folder,
        referrals({}, {"service": "portage"}, {"service": "dietetics"}, {"service": "portage"}, {"service": "Z"}),
    )
    report = check(folder)
    several, single = found(report, "code_unknown")
    assert (several.severity, several.row, several.column, several.count) == ("to know", 3, "service", 3)
    assert several.message == "service holds 2 different values, which are not in the list (row 3 and 2 more)."
    assert single.message == 'service holds "Z", which is not in the list (row 6).'
    assert "paediatrics, salt, ot" in single.action
    assert "[codes.service]" in single.action
    assert single.action.endswith(
        'The row is kept; until then its value counts as "Service not in the list", with a number.'
    )
    assert accounts(report) == {"referrals.csv": ("Template", 5, 5, 0, 0)}


def test_unknown_codes_stay_apart_under_numbers(folder: Path):
    write_files(folder, referrals({"service": "portage"}, {"service": "dietetics"}, {"service": "Portage"}))
    with staged(folder) as result:
        rows = result.staging.con.execute("select row, service from referrals order by 1").fetchall()
    portage, dietetics = "Service not in the list 2", "Service not in the list 1"
    assert rows == [(2, portage), (3, dietetics), (4, portage)]


def test_a_text_of_the_wrong_form_is_left_empty_and_told(folder: Path):
    write_files(
        folder, referrals({}, {"school_urn": "Hope Street"}, {"school_urn": "x"}, {"provider_code": "the trust"})
    )
    report = check(folder)
    urn, provider = sorted(found(report, "value_not_readable"), key=lambda finding: finding.row)
    assert (urn.severity, urn.row, urn.count) == ("to know", 3, 1)
    assert urn.message == "school_urn holds a value that is not a school's number (row 3)."
    assert urn.action == "Give the school's URN. It was left empty; the row is kept."
    assert (provider.severity, provider.row) == ("to know", 5)
    assert accounts(report) == {"referrals.csv": ("Template", 4, 4, 0, 0)}


def test_a_board_written_in_words_is_left_empty_and_told_of_referrals_and_local_areas(folder: Path):
    write_files(
        folder,
        referrals({"icb_code": "QZZ"}, {"icb_code": "Marlshire ICB"}),
        FILES["local_areas"].with_rows({}, {"match_value": "900002", "icb_code": "Marlshire ICB"}),
    )
    told = found(check(folder), "value_not_readable")
    assert [(finding.file, finding.row, finding.severity) for finding in told] == [
        ("local_areas.csv", 3, "to know"), ("referrals.csv", 3, "to know"),
    ]  # fmt: skip
    assert all(f.message == "icb_code holds a value that is not an organisation's code (row 3)." for f in told)


def test_a_board_in_small_letters_is_the_same_board_and_a_forename_is_none(folder: Path):
    write_files(
        folder,
        referrals(
            {"icb_code": "qzz"}, {"icb_code": "QZZ"}, {"icb_code": "q1a"}, {"icb_code": "amy"}, {"icb_code": "Quy"}
        ),
        FILES["local_areas"].with_rows(
            {"icb_code": "qzz"}, {"local_area_code": "NOR", "match_value": "900002", "icb_code": "Q1A"}
        ),
    )
    with staged(folder) as result:
        boards = result.staging.con.execute("select icb_code from referrals order by row").fetchall()
        areas = result.staging.con.execute("select icb_code from localities order by locality_code").fetchall()
    assert ([board for (board,) in boards], areas) == (["QZZ", "QZZ", "Q1A", None, None], [("QZZ",), ("Q1A",)])
    told = [(finding.file, finding.row, finding.count) for finding in found(result, "value_not_readable")]
    assert told == [("referrals.csv", 5, 2)]
    assert not found(result, "referral_board_unknown")


def test_a_needed_text_of_the_wrong_form_rejects_the_row(folder: Path):
    write_files(folder, FILES["senco_return"].with_rows({}, {"urn": "Hope Street", "senco_ref": "S2"}))
    report = check(folder)
    finding = only(report, "value_not_readable")
    assert (finding.severity, finding.row) == ("record rejected", 3)
    assert finding.action == "Give the school's URN."
    assert not found(report, "value_missing")


def test_figures_out_of_bounds(folder: Path):
    rows = [
        {"hours_senco_duties_pw": "60"},
        {"hours_senco_duties_pw": "60.5"},
        {"hours_senco_duties_pw": "-1"},
        {"hours_senco_duties_pw": "9434765919"},
        {"hours_senco_duties_pw": "0"},
    ]
    write_files(folder, FILES["senco_return"].with_rows(*[row | {"senco_ref": f"S{n}"} for n, row in enumerate(rows)]))
    report = check(folder)
    assert {finding.message for finding in found(report, "value_too_high")} == {
        'hours_senco_duties_pw "60.5" is above 60 (row 3).',
        "hours_senco_duties_pw a value is above 60 (row 5).",
    }
    assert only(report, "value_too_low").message == 'hours_senco_duties_pw "-1" is below 0 (row 4).'
    assert accounts(report)["senco_return.csv"][4] == 3


def test_a_repeated_key_keeps_the_first_row(folder: Path):
    write_files(
        folder,
        FILES["senco_return"].with_rows(
            {}, {"hours_senco_duties_pw": "3"}, {"senco_ref": "S2"}, {"hours_senco_duties_pw": "4"}
        ),
    )
    report = check(folder)
    finding = only(report, "key_repeated")
    assert (finding.severity, finding.row, finding.count) == ("record rejected", 3, 2)
    assert finding.column == "urn, academic_year, term, senco_ref"
    assert "the first was kept" in finding.action
    with staged(folder) as result:
        kept = result.staging.con.execute("select protected_hours from senco_posts order by 1").fetchall()
    assert kept == [(12,), (12,)]


def test_the_same_key_in_two_files_is_no_repeat(folder: Path):
    write_files(
        folder, FILES["referrals"], next__csv=FILES["referrals"].with_rows({"snapshot_date": "2026-02-15"}).text()
    )
    report = check(folder)
    assert not found(report, "key_repeated")
    assert sorted(account[1:] for account in accounts(report).values()) == [(1, 0, 1, 0), (1, 1, 0, 0)]


def test_monthly_snapshots_in_one_file_keep_the_newest_of_each_referral(folder: Path):
    """As community services send them: every referral again in each month's rows."""
    made = FILES["referrals"].with_rows(
        {"snapshot_date": "2025-12-15", "first_contact_date": ""},
        {"snapshot_date": "2026-01-15"},
        {"snapshot_date": "2025-11-15", "first_contact_date": ""},
    )
    report = check(write_files(folder, made))
    assert accounts(report) == {"referrals.csv": ("Template", 3, 1, 2, 0)}
    assert not report.findings
    with staged(folder) as result:
        rows = result.staging.con.execute(
            "select first_contact_date::varchar, known_to::varchar from referrals"
        ).fetchall()
    assert rows == [("2025-05-06", "2026-01-15")]


def test_a_repeated_record_key_of_the_return(folder: Path):
    made = FILES["sen2_requests"].with_rows({}, {"receiveddate": "2025-Apr-03"})
    blades = [file for feed, file in FILES.items() if feed.startswith("sen2_") and feed != "sen2_requests"]
    report = check(write_files(folder, made, *blades))
    finding = only(report, "key_repeated")
    assert (finding.row, finding.column) == (3, "requeststableid")
    # What hangs below that key belongs to the record that was kept.
    assert {account[4] for name, account in accounts(report).items() if "requests" not in name} == {0}


IN_ORDER = [(feed.name, early, late) for feed in FEEDS.values() for early, late in feed.in_order]


@pytest.mark.parametrize(("feed", "early", "late"), IN_ORDER)
def test_dates_in_order(feed: str, early: str, late: str, folder: Path):
    first, second = FEEDS[feed].column(early).printed_heading, FEEDS[feed].column(late).printed_heading
    apart = {
        name: "" for pair in FEEDS[feed].in_order for name in (FEEDS[feed].column(c).printed_heading for c in pair)
    }
    day, before = "2025-05-02", "2025-05-01"
    rows = [
        apart | {first: day, second: day} | _second_row(feed, 1, first, second),
        apart | {first: day, second: before} | _second_row(feed, 2, first, second),
    ]
    report = check(write_files(folder, FILES[feed].with_rows(*[_needed(feed, row, before) for row in rows])))
    finding = only(report, "dates_out_of_order")
    assert (finding.severity, finding.row, finding.column, finding.count) == ("record rejected", 3, second, 1)
    assert finding.message == f"{second} is before {first} (row 3)."


def _second_row(feed: str, number: int, *_: str) -> dict[str, str]:
    return {
        "referrals": {"referral_id": f"R{number}"},
        "census_free_meals": {"fsmperiodtableid": f"f{number}"},
        "advice_requests": {"request_id": f"r{number}"},
        "ehc_events": {"request_id": f"r{number}"},
        "looked_after": {"person_ref": f"L{number}"},
        "commissioned_routes": {"provider_code": f"ZMH0{number}"},
    }[feed]


def _needed(feed: str, row: dict[str, str], before: str) -> dict[str, str]:
    """Dates that every row needs, early enough to be in nobody's way."""
    return (
        {heading: row.get(heading) or before for name, heading in REQUIRED if name == feed and heading in row}
        | row
        | ({"received_date": row.get("received_date") or before} if feed == "referrals" else {})
    )


def test_findings_come_most_severe_first_then_by_file_and_row(folder: Path):
    write_files(
        folder,
        referrals({}, {"received_date": ""}, {"missed_count": "-1"}, {"service": "?"}),
        FILES["appointments"].with_rows({"referral_id": "R9"}),
    )
    write_file(folder, "zz", "nothing")
    severities = [finding.severity for finding in check(folder).findings]
    assert severities == sorted(severities, key=["file rejected", "record rejected", "to know"].index)
    assert len(set(severities)) == 3


def test_findings_on_xml_count_records_of_the_kind(folder: Path):
    write_file(folder, "r.xml", make_xml(make_person(), make_person(birth="06/02"), make_person(birth="x")))
    finding = only(check(folder), "value_not_readable")
    assert (finding.sheet, finding.row, finding.column) == ("SEN2 return, persons", 2, "personbirthdate")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7", '"7"'),
        ("12.50", '"12.50"'),
        ("-3", '"-3"'),
        ("2025", '"2025"'),
        ("Z", '"Z"'),
        ("UN4", '"UN4"'),
        (" E3 ", '"E3"'),
        ("04/03/2012", "a value like 99/99/9999"),
        ("2012-03-04", "a value like 9999-99-99"),
        ("04.03.12", "a value like 99.99.99"),
        ("2012-03-04 00:00:00", "a value like 9999-99-99 99:99:99"),
        ("Jo", "a value"),
        ("JO", "a value"),
        ("ROSE", "a value"),
        ("Kit Yardley", "a value"),
        ("12345", "a value"),
        ("943 476 5919", "a value like 999 999 9999"),
        ("9434765919", "a value"),
        (UPN, "a value"),
        ("ZZ3 3RE", "a value"),
        ("SW1A", "a value"),
        ("04032012", "a value"),
        ("", "a value"),
        (None, "a value"),
    ],
)
def test_a_value_is_quoted_only_where_it_can_single_nobody_out(text: str | None, said: str):
    assert describe_value(text, may_identify=False) == said
    assert describe_value(text, may_identify=True) == "a value"


def test_rows_in_words():
    assert describe_rows(5, 1) == "row 5"
    assert describe_rows(5, 1201) == "row 5 and 1,200 more"
    assert rows_belong(5, 1) == "Row 5 belongs"
    assert rows_belong(5, 3) == "Row 5 and 2 more belong"
