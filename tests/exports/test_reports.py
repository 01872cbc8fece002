"""What a check or a build tells the analyst: accounts first, then findings, worst first, each with what to do."""

import json
from pathlib import Path

from sendmetrics.contracts.findings import REJECT_FILE, REJECT_RECORD, SEVERITIES, TELL, Finding
from sendmetrics.exports.reports import render_findings, render_report
from sendmetrics.warehouse.build import Report
from sendmetrics.warehouse.provenance import Departure, Load

LOADS = [
    Load(1, "spring.csv", "School census", "aa", 1_250, 1_200, 49, 1),
    Load(2, "notes.csv", "not recognised", "bb", 0, 0, 0, 0),
]
DEPARTURES = [
    Departure(1, "School census, pupils on roll (pupilonroll)", "set aside", "Not a main registration", 49),
    Departure(1, "School census", "rejected", "No school of that number", 1),
]
KNOWN = Finding(TELL, "spring.csv", "", None, "", "later", "Something is odd.", "Look at it.", 3)
ROW = Finding(REJECT_RECORD, "spring.csv", "pupils", 7, "urn", "school", "No such school.", "Correct it.", 1)
FILE = Finding(REJECT_FILE, "notes.csv", "", None, "", "unknown", "Nobody knows it.", "Take it out.", 1)


def report(*findings: Finding, is_new: bool = True, rejected: tuple[Path, ...] = ()) -> Report:
    return Report(
        Path("/w/warehouse-000001-aaaaaaaa.duckdb"), is_new, LOADS, DEPARTURES, list(findings), list(rejected)
    )


def test_a_build_accounts_for_every_file_and_says_where_the_warehouse_is():
    assert render_report(report(KNOWN, ROW, FILE, rejected=(Path("/x/rejected/spring.csv"),))) == (
        "spring.csv (School census): 1,250 rows in = 1,200 loaded + 49 set aside + 1 rejected\n"
        "    49 set aside: Not a main registration (School census, pupils on roll (pupilonroll))\n"
        "    1 rejected: No school of that number\n"
        "notes.csv (not recognised): 0 rows in = 0 loaded + 0 set aside + 0 rejected\n"
        "\n"
        "Findings: 1 file rejected, 1 record rejected, 1 to know. "
        "All of them: python -m sendmetrics check DIR, or the page Data quality.\n"
        "\n"
        "Rejected rows, to be corrected: /x/rejected\n"
        "Copy them out of there first: each build writes that folder afresh.\n"
        "\n"
        "Warehouse: /w/warehouse-000001-aaaaaaaa.duckdb"
    )


def test_a_build_without_findings_says_so_and_one_without_changes_too():
    said = render_report(report(is_new=False))
    assert said.startswith("Nothing changed since the last build; nothing was rebuilt.\n\nspring.csv")
    assert "Findings: none." in said
    assert "Rejected rows" not in said


def test_a_check_lists_findings_worst_first_with_the_place_and_what_to_do():
    said = render_findings(report(KNOWN, ROW, FILE), as_json=False)
    assert said.endswith(
        "\n\nFile rejected (1)\n  notes.csv\n    Nobody knows it.\n    Take it out.  [unknown]"
        "\n\nRecord rejected (1)\n  spring.csv, pupils, row 7, urn\n    No such school.\n    Correct it.  [school]"
        "\n\nTo know (1)\n  spring.csv\n    Something is odd.\n    Look at it.  [later]"
    )
    assert SEVERITIES == (REJECT_FILE, REJECT_RECORD, TELL)


def test_a_check_without_findings_says_so():
    assert render_findings(report(), as_json=False).endswith("\n\nNo findings.")


def test_a_check_as_json_holds_the_same():
    told = json.loads(render_findings(report(KNOWN, ROW), as_json=True))
    assert [(file["file"], file["rows_in"], len(file["departures"])) for file in told["files"]] == [
        ("spring.csv", 1250, 2),
        ("notes.csv", 0, 0),
    ]
    assert told["files"][0]["departures"][0]["reason"] == "Not a main registration"
    assert told["findings"] == [KNOWN.as_dict(), ROW.as_dict()]
    assert told["findings"][1]["row"] == 7


def test_only_what_rejects_counts_as_rejecting():
    assert not report(KNOWN).rejects
    assert report(KNOWN, ROW).rejects
    assert report(FILE).rejects
