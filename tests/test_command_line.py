"""Every command as an analyst types it: what it prints, how it ends, and what it says when it cannot."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from harness import Authority
from made_files import FILES, write_file, write_files

from sendmetrics.__main__ import main
from sendmetrics.contracts.findings import SEVERITIES
from sendmetrics.contracts.reference import PROJECT
from sendmetrics.metrics.definition import VIEWS, read_metrics
from sendmetrics.metrics.shared_tables import read_shared_tables
from sendmetrics.warehouse.publish import current_file

COMMANDS = ("demo", "check", "build", "metric", "metrics", "methodology")
RESULT_KEYS = ["metric", "title", "unit", "as_at", "filters", "audience", "warehouse", "rows", "left_out"]
FIGURE_KEYS = ["period", "breakdown", "value", "numerator", "denominator", "symbol"]
WAIT_KEYS = [
    "period", "breakdown", "view", "count", "median_days", "p92_days", "longest_days", "within_limit", "over_limit",
    "value", "low", "high", "incidence", "symbol",
]  # fmt: skip
# Besides: whether there is anything to count, the words for a code, and the band a longest wait lies in.
EXTRA_KEYS = {"is_collected", "label", "longest_band"}
ACCOUNT = re.compile(
    r"^(?P<file>.+) \((?P<layout>[^()]+)\): (?P<rows>[\d,]+) rows in = (?P<loaded>[\d,]+) loaded "
    r"\+ (?P<aside>[\d,]+) set aside \+ (?P<rejected>[\d,]+) rejected$",
    re.MULTILINE,
)
# Enough files for every account there can be, and few enough to be quick.
SOME = [FILES[name] for name in ("referrals", "appointments", "senco_return", "local_areas", "gias_schools")]
UNREADABLE = FILES["referrals"].with_rows({}, {"referral_id": "R2", "received_date": "soon"})


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        return self.err.strip().splitlines()[-1]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs one command in this process."""

    def run(*arguments: object) -> Said:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = stopped.code
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return run


@pytest.fixture
def ask(run: Callable[..., Said], authority: Authority) -> Callable[..., Said]:
    """Runs ``metric`` on the made-up authority."""
    return lambda *arguments: run("metric", *arguments, "--warehouse", authority.warehouse)


@pytest.fixture
def figures(ask: Callable[..., Said]) -> Callable[..., dict]:
    """The JSON of ``metric``, for casework unless told otherwise."""

    def figures(*arguments: str) -> dict:
        audience = () if "--audience" in arguments else ("--audience", "casework")
        said = ask(*arguments, *audience, "--format", "json")
        assert (said.code, said.err) == (0, ""), said
        return json.loads(said.out)

    return figures


def call(*arguments: object, **environment: str) -> subprocess.CompletedProcess:
    """One command in a process of its own, from another folder's point of view."""
    return subprocess.run(
        [sys.executable, "-m", "sendmetrics", *map(str, arguments)],
        cwd=PROJECT,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def assert_one_sentence(said: Said) -> None:
    """Refused: nothing but one plain sentence or two, and exit code 2."""
    assert said.code == 2, said
    assert said.out == "", said
    assert "Traceback" not in said.err, said
    assert said.last_line == said.err.strip(), f"more than one line: {said.err}"
    assert said.last_line.endswith((".", "?")), said


# Help


def test_help_lists_exactly_the_commands_tested_here(run):
    said = run("--help")
    assert said.code == 0
    assert tuple(re.findall(r"^    (\w+)\b", said.out, re.MULTILINE)) == COMMANDS, "test the new command too"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_every_option_is_for(command, run):
    said = run(command, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"usage: python -m sendmetrics {command}")
    lines = said.out.splitlines()
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if re.match(r"  [-\w]", line):
            assert re.search(r"\S {2,}\w", line) or after.startswith(" " * 20), f"{command} does not explain {line}"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_option_and_no_other(command, run, project):
    (written,) = re.findall(rf"^\| `({command}\b[^`]*)`", (project / "README.md").read_text(encoding="utf-8"), re.M)
    offered = set(re.findall(r"--[a-z-]+", run(command, "--help").out)) - {"--help"}
    assert set(re.findall(r"--[a-z-]+", written)) == offered


# Exit codes


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("demo",),
        ("demo", "somewhere", "--pupils", "many"),
        ("demo", "somewhere", "--as-at", "yesterday"),
        ("check",),
        ("check", "one", "two"),
        ("build", "--folder", "x"),
        ("metric",),
        ("metric", "requests_received", "--every", "week"),
        ("metric", "requests_received", "--from", "2026-02-31"),
        ("metric", "requests_received", "--audience", "everyone"),
        ("metric", "requests_received", "--format", "xlsx"),
        ("metric", "request_to_plan_wait", "--view", "closed"),
        ("metrics", "--format", "csv"),
        ("methodology", "--format", "html"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_which_argument(arguments, run):
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: python -m sendmetrics")
    assert re.match(r"python -m sendmetrics( \w+)?: error: .*\w", said.last_line), said


@pytest.mark.parametrize("nothing", ["", " "])
@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("demo",),
        ("build", "--extracts"),
        ("build", "--warehouse"),
        ("metric", "requests_received", "--warehouse"),
    ],
)
def test_a_folder_without_a_name_is_never_the_one_we_are_in(arguments, nothing, run, folder, monkeypatch):
    """As when a script passes a variable that was never set."""
    monkeypatch.chdir(write_files(folder, *SOME))
    said = run(*arguments, nothing)
    assert (said.code, said.out) == (2, "")
    assert said.last_line.endswith(": the name of the folder is empty; for the folder you are in, write .")
    assert sorted(path.name for path in folder.iterdir()) == sorted(made.name for made in SOME)


def test_a_dot_is_the_folder_we_are_in(run, folder, monkeypatch):
    monkeypatch.chdir(write_files(folder, FILES["appointments"], FILES["referrals"]))
    assert run("check", ".").code == 0


def test_check_ends_with_0_when_all_is_fine(run, folder):
    write_files(folder, FILES["local_areas"], FILES["gias_schools"])
    said = run("check", folder)
    assert said.code == 0
    assert said.out.rstrip().endswith("No findings.")


def test_check_ends_with_0_when_there_is_only_something_to_know(run, folder):
    write_files(folder, *FILES.values(), notes__csv="Dear all,thank you\n")
    said = run("check", folder, "--json")
    severities = {finding["severity"] for finding in json.loads(said.out)["findings"]}
    assert (said.code, severities) == (1, {"to know", "file rejected"})
    (folder / "notes.csv").unlink()
    said = run("check", folder, "--json")
    severities = {finding["severity"] for finding in json.loads(said.out)["findings"]}
    assert (said.code, severities) == (0, {"to know"})


def test_check_ends_with_1_when_a_row_is_rejected(run, folder):
    write_files(folder, UNREADABLE)
    said = run("check", folder)
    assert said.code == 1
    assert "Record rejected (1)" in said.out


def test_build_ends_with_1_when_a_row_is_rejected_and_again_when_nothing_changed(run, folder, tmp_path):
    write_files(folder, UNREADABLE)
    first = run("build", "--extracts", folder, "--warehouse", tmp_path / "built")
    again = run("build", "--extracts", folder, "--warehouse", tmp_path / "built")
    assert (first.code, again.code) == (1, 1)
    assert f"Rejected rows, to be corrected: {folder / 'rejected'}" in first.out
    assert "1 record rejected" in first.out
    assert "1 record rejected" in again.out


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("check", "{tmp}/none"), "There is no folder {tmp}/none."),
        (("check", "{tmp}/file"), "There is no folder {tmp}/file."),
        (("build", "--extracts", "{tmp}/none"), "There is no folder {tmp}/none."),
        (("build", "--extracts", "{tmp}", "--warehouse", "{tmp}/file"), "{tmp}/file cannot be used"),
        (
            ("metric", "requests_received", "--warehouse", "{tmp}/none"),
            "There is no warehouse in {tmp}/none. Build one: ",
        ),
        (("demo", "{tmp}/file"), "{tmp}/file cannot be used"),
    ],
)
def test_a_folder_that_is_not_there_is_said_in_one_sentence(command, words, run, tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    said = run(*(part.format(tmp=tmp_path) for part in command))
    assert said.code == 2
    assert said.out == ""
    assert said.last_line.startswith(words.format(tmp=tmp_path)), said
    assert "Traceback" not in said.err


def test_a_build_of_an_empty_folder_is_refused(run, folder, tmp_path):
    said = run("build", "--extracts", folder, "--warehouse", tmp_path / "built")
    assert (said.code, said.out) == (2, "")
    assert said.last_line.startswith(f"Nothing in {folder} could be loaded, so no warehouse was built.")
    assert current_file(tmp_path / "built") is None


def test_a_fault_of_the_settings_is_said_in_one_sentence(run, monkeypatch):
    monkeypatch.setenv("SENDMETRICS_AUDIENCE", "everyone")
    assert_one_sentence(run("metrics"))


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 500, None])
def test_a_damaged_warehouse_is_said_in_one_sentence_and_can_be_built_again(content, run, folder, tmp_path):
    write_files(folder, FILES["referrals"])
    warehouse = tmp_path / "built"
    assert run("build", "--extracts", folder, "--warehouse", warehouse).code == 0
    built = current_file(warehouse)
    built.write_bytes(content) if content is not None else built.unlink()
    asked = run("metric", "referrals_received", "--warehouse", warehouse)
    assert_one_sentence(asked)
    assert asked.last_line.endswith(f"Remove {warehouse / 'current'} and build again.")
    again = run("build", "--extracts", folder, "--warehouse", warehouse)
    assert (again.code, again.last_line) == (2, asked.last_line)
    (warehouse / "current").unlink()
    assert run("build", "--extracts", folder, "--warehouse", warehouse).code == 0
    assert run("metric", "referrals_received", "--warehouse", warehouse).code == 0


# check and build


def read_accounts(text: str) -> dict[str, tuple[int, int, int, int]]:
    """For each file named: rows in, loaded, set aside, rejected."""
    return {
        found["file"]: tuple(int(found[name].replace(",", "")) for name in ("rows", "loaded", "aside", "rejected"))
        for found in ACCOUNT.finditer(text)
    }


def test_build_prints_rows_in_for_every_file_and_they_add_up(run, folder, tmp_path):
    write_files(folder, *SOME)
    write_files(folder, UNREADABLE)
    said = run("build", "--extracts", folder, "--warehouse", tmp_path / "built")
    accounts = read_accounts(said.out)
    lines = {file.name: len(file.read_text(encoding="utf-8").splitlines()) - 1 for file in folder.glob("*.csv")}
    assert {name: account[0] for name, account in accounts.items()} == lines
    assert all(rows == loaded + aside + rejected for rows, loaded, aside, rejected in accounts.values())
    assert accounts["referrals.csv"] == (2, 1, 0, 1)
    assert said.out.rstrip().endswith(f"Warehouse: {current_file(tmp_path / 'built')}")


def test_a_second_build_does_nothing_and_says_so(run, folder, tmp_path):
    write_files(folder, *SOME)
    warehouse = tmp_path / "built"
    first = run("build", "--extracts", folder, "--warehouse", warehouse)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in warehouse.iterdir()}
    second = run("build", "--extracts", folder, "--warehouse", warehouse)
    assert (first.code, second.code) == (0, 0)
    assert second.out == "Nothing changed since the last build; nothing was rebuilt.\n\n" + first.out
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in warehouse.iterdir()} == before


def test_build_takes_its_folders_from_the_settings(run, tmp_path):
    write_files(tmp_path / "extracts", FILES["referrals"])
    assert run("build").code == 0
    assert current_file(tmp_path / "warehouse") is not None
    assert run("metric", "referrals_received").code == 0


def test_check_finds_what_build_finds_and_writes_nothing(run, folder, tmp_path):
    write_files(folder, *SOME)
    write_files(folder, UNREADABLE)
    before = sorted(tmp_path.rglob("*"))
    checked = run("check", folder)
    assert sorted(tmp_path.rglob("*")) == before
    built = run("build", "--extracts", folder)
    assert read_accounts(checked.out) == read_accounts(built.out)


def test_check_as_json_holds_every_file_and_every_finding(run, folder):
    write_files(folder, *SOME, notes__csv="Dear all,thank you\n")
    write_files(folder, UNREADABLE)
    said, plain = run("check", folder, "--json"), run("check", folder)
    told = json.loads(said.out)
    assert (said.code, list(told)) == (1, ["files", "findings"])
    accounts = {
        file["file"]: (file["rows_in"], file["rows_loaded"], file["rows_set_aside"], file["rows_rejected"])
        for file in told["files"]
    }
    assert accounts == read_accounts(plain.out)
    assert set(accounts) == {path.name for path in folder.iterdir()}
    for file in told["files"]:
        assert file["rows_in"] == file["rows_loaded"] + sum(departure["rows"] for departure in file["departures"])
    for finding in told["findings"]:
        assert list(finding) == [
            "severity", "file", "sheet", "row", "column", "rule", "message", "action", "count"
        ]  # fmt: skip
        assert finding["severity"] in SEVERITIES
        assert finding["message"] in plain.out
        assert finding["action"] in plain.out
    assert {finding["rule"] for finding in told["findings"]} == set(re.findall(r"\[(\w+)\]$", plain.out, re.M))


def test_progress_goes_to_the_side_so_that_json_can_be_piped(run, folder):
    write_files(folder, FILES["referrals"])
    said = run("check", folder, "--json")
    assert "referrals.csv" in said.err
    assert json.loads(said.out)


# metric


@pytest.mark.parametrize("name", sorted(read_metrics()))
def test_json_has_the_same_shape_for_every_measure(name, figures, authority):
    metric = read_metrics()[name]
    told = figures(name)
    assert [key for key in told if key not in EXTRA_KEYS] == RESULT_KEYS
    assert (told["metric"], told["title"], told["unit"]) == (name, metric.title, metric.unit)
    assert (told["as_at"], told["filters"], told["audience"]) == ("2026-01-15", {}, "casework")
    assert told["warehouse"] == current_file(authority.warehouse).stem
    assert told["rows"]
    for row in told["rows"]:
        assert [key for key in row if key not in EXTRA_KEYS] == (WAIT_KEYS if metric.kind == "wait" else FIGURE_KEYS)
        assert (row["period"], row["breakdown"]) == (None, None)
        # Of services held to different standards there is no one share within the limit.
        assert row["symbol"] == ("x" if row["value"] is None else "")
    assert [set(entry) >= {"reason", "count"} for entry in told["left_out"]] == [True] * len(told["left_out"])


@pytest.mark.parametrize("name", sorted(name for name, metric in read_metrics().items() if metric.kind != "wait"))
def test_values_follow_from_numerator_and_denominator_unrounded(name, figures):
    metric = read_metrics()[name]
    rows = figures(name, "--every", "year", "--by", metric.breakdowns[0])["rows"]
    assert len(rows) > 1
    for row in rows:
        assert re.fullmatch(r"20\d\d-(01|09)-01", row["period"])
        if metric.kind == "count":
            assert (row["value"], row["denominator"]) == (row["numerator"], None)
        elif not row["denominator"]:
            assert (row["value"], row["symbol"]) == (None, "x")
        else:
            assert (
                row["value"]
                == {"proportion": 100, "ratio": metric.per}[metric.kind] * row["numerator"] / row["denominator"]
            )
        if metric.kind == "proportion" and row["value"] is not None:
            assert 0 <= row["value"] <= 100


def test_shares_are_in_percent_and_not_rounded(figures):
    (row,) = figures("sen_support_share")["rows"]
    assert row["value"] == 100 * row["numerator"] / row["denominator"]
    assert 1 < row["value"] < 100
    assert row["value"] != round(row["value"], 3)


@pytest.mark.parametrize("name", sorted(name for name, metric in read_metrics().items() if metric.kind == "wait"))
def test_a_wait_has_three_views_and_its_shares_are_within_bounds(name, figures):
    rows = figures(name)["rows"]
    assert [row["view"] for row in rows] == list(VIEWS)
    for row in rows:
        assert row["median_days"] is None or row["median_days"] <= row["longest_days"]
        if row["within_limit"] is None:
            assert (row["over_limit"], row["value"], row["symbol"]) == (None, None, "x"), "held to no limit"
        elif row["view"] != "cohort" and row["count"]:
            assert row["within_limit"] + row["over_limit"] == row["count"]
            assert row["value"] == 100 * row["within_limit"] / row["count"]
            assert (row["low"], row["high"], row["incidence"]) == (None, None, None)
    cohort = rows[-1]
    if cohort["value"] is not None:
        assert 0 <= cohort["low"] < cohort["value"] < cohort["high"] <= 100
        assert cohort["incidence"] <= cohort["value"] + 1e-9


def test_one_view_of_a_wait_may_be_asked_for(figures):
    whole = figures("advice_wait", "--by", "adviser")["rows"]
    for view in VIEWS:
        assert figures("advice_wait", "--by", "adviser", "--view", view)["rows"] == [
            row for row in whole if row["view"] == view
        ]


def test_where_may_be_repeated_for_more_values_and_for_more_dimensions(figures):
    by_phase = {row["breakdown"]: row["numerator"] for row in figures("requests_received", "--by", "phase")["rows"]}
    both = figures("requests_received", "--where", "phase=Primary", "--where", "phase=Secondary")
    assert both["filters"] == {"phase": ["Primary", "Secondary"]}
    assert both["rows"][0]["value"] == by_phase["Primary"] + by_phase["Secondary"]
    narrower = figures("requests_received", "--where", "phase=Primary", "--where", "locality=COA")
    assert narrower["filters"] == {"locality": ["COA"], "phase": ["Primary"]}
    assert 0 < narrower["rows"][0]["value"] < by_phase["Primary"]


def test_where_takes_a_code_or_its_words(figures):
    code = figures("referrals_received", "--where", "service=salt")
    words = figures("referrals_received", "--where", "service = Speech and language therapy")
    assert code == words
    assert code["filters"] == {"service": ["salt"]}


def test_from_and_to_bound_the_period_with_both_days_included(figures):
    months = figures("requests_received", "--every", "month", "--from", "2024-01-01", "--to", "2024-12-31")
    assert [row["period"][:7] for row in months["rows"]] == [f"2024-{month:02d}" for month in range(1, 13)]
    assert months["filters"] == {"from": "2024-01-01", "to": "2024-12-31"}
    (year,) = figures("requests_received", "--from", "2024-01-01", "--to", "2024-12-31")["rows"]
    assert year["value"] == sum(row["value"] for row in months["rows"])


def test_as_at_looks_back(figures):
    then = figures("requests_received", "--as-at", "2025-06-30")
    assert then["as_at"] == "2025-06-30"
    assert then["rows"][0]["value"] < figures("requests_received")["rows"][0]["value"]


# Lists of cases


@pytest.mark.parametrize("how", ["table", "csv", "json"])
def test_the_cases_behind_a_figure_are_listed_for_casework(how, ask):
    asked = ("plans_issued_within_20_weeks", "--where", "locality=COA", "--audience", "casework")
    said = ask(*asked, "--cases", "--format", how)
    assert (said.code, said.err) == (0, "")
    figure = json.loads(ask(*asked, "--format", "json").out)
    listed = figure["rows"][0]["denominator"] + sum(entry["count"] for entry in figure["left_out"])
    if how == "json":
        assert len(json.loads(said.out)["cases"]) == listed
    elif how == "csv":
        lines = [line for line in said.out.splitlines() if not line.startswith("# ")]
        assert lines[0].startswith("File,Row,Received,Decided")
        assert len(lines) == 1 + listed
        assert "# filters: locality: COA" in said.out
    else:
        assert said.out.startswith(f"{listed} cases behind EHC plans issued within 20 weeks, as at 15 January 2026.")


@pytest.mark.parametrize(
    "arguments",
    [
        ("plans_issued_within_20_weeks", "--audience", "leaders"),
        ("plans_issued_within_20_weeks", "--audience", "shared"),
        ("plans_issued_within_20_weeks",),
        ("plans_issued_within_20_weeks", "--by", "sex", "--audience", "casework"),
        ("plans_issued_within_20_weeks", "--every", "year", "--audience", "casework"),
        ("request_to_plan_wait", "--audience", "casework"),
        ("sen_support_share", "--audience", "casework"),
    ],
)
def test_a_list_that_is_not_given_is_refused_in_one_sentence(arguments, ask):
    said = ask(*arguments, "--cases")
    assert said.code == 2
    assert said.out == ""
    assert "Traceback" not in said.err
    assert said.last_line == said.err.strip()


# Formats


@pytest.mark.parametrize("audience", ["casework", "leaders"])
@pytest.mark.parametrize(
    "asked",
    [
        ("requests_refused", "--by", "locality", "--every", "year"),
        ("requests_received", "--by", "phase"),
        ("senco_hours_per_10_pupils_with_sen", "--by", "school"),
        ("referral_to_first_contact_wait", "--by", "service"),
    ],
)
def test_the_three_formats_say_the_same_figures(audience, asked, ask, figures):
    told = figures(*asked, "--audience", audience)
    printed = ask(*asked, "--audience", audience, "--format", "csv").out
    lines = [line for line in printed.splitlines() if not line.startswith("# ")]
    in_csv = list(csv.DictReader(lines))
    assert in_csv == [
        {name: "" if value is None else str(value) for name, value in row.items()} for row in told["rows"]
    ]
    in_table = read_table(ask(*asked, "--audience", audience).out)
    assert len(in_table) == len(told["rows"])
    for shown, row in zip(in_table, told["rows"], strict=True):
        first, second = ("count", "over limit") if "view" in row else ("numerator", "denominator")
        assert shown[first] == as_printed(row[first])
        assert shown[second] == as_printed(row[second.replace(" ", "_")])
        share = shown["share within" if "view" in row else "value"]
        if row["value"] is None:
            assert share == ("too few to show" if row["symbol"] == "c" else "not available")
        else:
            # Printed to one decimal, halves upwards.
            assert abs(float(share.rstrip("%").replace(",", "")) - row["value"]) <= 0.05 + 1e-9


def as_printed(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.1f}"


def read_table(printed: str) -> list[dict[str, str]]:
    """The rows of a table for the terminal, cut where its headings begin."""
    heading, *lines = printed.split("\n\n")[1].splitlines()
    starts = [match.start() for match in re.finditer(r"(?<=  )\S|^\S", heading)]
    # Of a table that is not divided the second heading is empty.
    starts = starts if len(starts) != len(set(starts)) or starts[0] == 0 else [0, *starts]
    ends = [*starts[1:], None]
    names = [heading[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [
        dict(zip(names, (line[start:end].strip() for start, end in zip(starts, ends, strict=True)), strict=True))
        for line in lines
    ]


def test_the_table_is_what_the_readme_shows(ask, project):
    said = ask("assessments_open", "--by", "stage")
    assert said.out.splitlines()[0] in (project / "README.md").read_text(encoding="utf-8")


def test_csv_begins_with_where_it_came_from(ask, authority):
    lines = io.StringIO(ask("requests_received", "--format", "csv").out).readlines()
    assert f"# warehouse: {current_file(authority.warehouse).stem}\n" in lines
    assert "# as at: 2026-01-15\n" in lines
    assert "# audience: leaders\n" in lines


# Audiences and extent


def test_leaders_is_the_default_and_hides_what_is_small(figures):
    exact = figures("assessments_open", "--by", "school")["rows"]
    hidden = figures("assessments_open", "--by", "school", "--audience", "leaders")
    assert hidden["audience"] == "leaders"
    for row, protected in zip(exact, hidden["rows"], strict=True):
        assert (protected["value"], protected["symbol"]) == ((None, "c") if row["value"] < 5 else (row["value"], ""))
    assert any(row["value"] is None for row in hidden["rows"])


@pytest.mark.parametrize(
    "cut",
    [
        (),
        ("--every", "month"),
        ("--every", "year", "--by", "phase"),
        ("--every", "year", "--by", "school"),
        ("--every", "year", "--where", "phase=Primary"),
        ("--every", "year", "--from", "2025-01-01"),
        ("--every", "year", "--to", "2025-12-31"),
        ("--every", "year", "--as-at", "2025-12-31"),
    ],
)
def test_shared_refuses_every_other_cut_in_words(cut, ask, authority):
    log = authority.warehouse / "access_log.jsonl"
    before = log.read_bytes() if log.exists() else b""
    said = ask("requests_received", *cut, "--audience", "shared")
    assert_one_sentence(said)
    assert said.last_line.startswith("Figures that leave the building come as fixed tables only")
    assert "Of requests_received there is: --every year." in said.last_line
    assert (log.read_bytes() if log.exists() else b"") == before


def test_shared_gives_each_of_its_fixed_tables_rounded(ask):
    for table in read_shared_tables():
        cut = [*(("--by", table.by) if table.by else ()), *(("--view", table.view) if table.view else ())]
        said = ask(table.metric, "--every", table.every, *cut, "--audience", "shared", "--format", "json")
        told = json.loads(said.out)
        assert (said.code, told["audience"], told["left_out"]) == (0, "shared", [])
        for row in told["rows"]:
            counts = [row.get(name) for name in ("count", "within_limit", "over_limit", "numerator", "denominator")]
            if read_metrics()[table.metric].kind != "ratio":
                assert all(count is None or count % 5 == 0 for count in counts), (table, row)


def test_what_the_settings_allow_cannot_be_widened_on_the_command_line(ask, monkeypatch):
    monkeypatch.setenv("SENDMETRICS_AUDIENCE", "leaders")
    said = ask("requests_received", "--audience", "casework")
    assert_one_sentence(said)
    assert said.last_line.startswith("This installation is set to the audience leaders; casework would show more.")


def test_a_headteacher_sees_one_school(figures, ask, monkeypatch):
    monkeypatch.setenv("SENDMETRICS_SCHOOLS", "900001")
    rows = figures("sen_support_share", "--by", "school")["rows"]
    assert [row["breakdown"] for row in rows] == ["900001"]
    other = ask("sen_support_share", "--where", "school=900002", "--audience", "casework")
    assert_one_sentence(other)
    assert other.last_line.startswith('School: there is no "900002".')


# What cannot be answered


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("no_such_measure",), "There is no metric no_such_measure. There are: accepted_to_first_contact_wait, "),
        (("requests_received", "--by", "weather"), "cannot be split or filtered by weather. It can be by: age_group"),
        (("requests_received", "--by", "service"), "cannot be split or filtered by service."),
        (("requests_received", "--by", ""), "cannot be split or filtered by"),
        (("requests_received", "--where", "weather=fine"), "cannot be split or filtered by weather."),
        (("requests_received", "--where", "phase"), "--where takes DIM=VALUE"),
        (("requests_received", "--where", "phase="), 'Phase: there is no "". There are: '),
        (("requests_received", "--where", "phase=Infant"), 'Phase: there is no "Infant". There are: '),
        (("requests_received", "--where", "locality='; drop table requests"), "Local area: there is no"),
        (("requests_received", "--view", "open"), "is a count."),
        (("requests_received", "--from", "2025-02-01", "--to", "2025-01-01"), "The period ends before it begins."),
        (("requests_received", "--as-at", "2001-01-01"), "the day looked back to. Choose a later day."),
        (("requests_received", "--from", "2030-01-01"), "the newest they hold"),
        (("requests_received", "--by", "school", "--every", "month"), "School figures go by year"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_sentence(arguments, words, ask):
    said = ask(*arguments)
    assert_one_sentence(said)
    assert words in said.last_line


def test_a_split_given_twice_is_wrong_usage(ask):
    said = ask("requests_received", "--by", "stage", "--by", "locality")
    assert said.code == 2
    assert "argument --by: give it once" in said.last_line


# The access log


def read_log(authority: Authority) -> list[str]:
    return (authority.warehouse / "access_log.jsonl").read_text(encoding="utf-8").splitlines()


def test_each_query_of_casework_and_leaders_adds_one_line_to_the_log(ask, authority, monkeypatch):
    monkeypatch.setenv("SENDMETRICS_NAME", "SEND data team")
    ask("requests_received", "--audience", "casework")
    before = read_log(authority)
    said = ask(
        "requests_refused", "--by", "locality", "--where", "phase=Primary", "--from", "2025-01-10", "--format", "json"
    )
    ask("advice_wait", "--view", "open", "--by", "adviser", "--audience", "casework")
    ask("requests_received", "--every", "year", "--audience", "shared")
    after = read_log(authority)
    assert after[: len(before)] == before
    leaders, casework = map(json.loads, after[len(before) :])
    when = leaders.pop("when")
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", when)
    assert leaders == {
        "who": "SEND data team",
        "audience": "leaders",
        "extent": {},
        "what": "figures",
        "metric": "requests_refused",
        "by": "locality",
        "every": "all",
        "view": None,
        "as_at": "2026-01-15",
        # Leaders' days are snapped to whole months.
        "filters": {"phase": ["Primary"], "from": "2025-01-01"},
        "rows": len(json.loads(said.out)["rows"]),
    }
    assert (casework["audience"], casework["metric"], casework["view"]) == ("casework", "advice_wait", "open")


def test_the_log_holds_nothing_about_a_child(ask, authority):
    for name, metric in read_metrics().items():
        ask(name, "--by", metric.breakdowns[0], "--every", "year", "--audience", "casework")
    log = "\n".join(read_log(authority)).casefold()
    children = set()
    for path in authority.extracts.glob("*pupilonroll.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                children |= {row["upn"], row["surname"], row["dob"][:11]}
    for path in (*authority.extracts.glob("referrals*.csv"), authority.extracts / "advice_requests.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                children |= {row["person_ref"], row.get("referral_id"), row.get("request_id")}
    children -= {None, ""}
    assert len(children) > 4_000
    keyed = authority.engine.warehouse.query("select person_id from people limit 50").fetchall()
    children |= {str(person_id) for (person_id,) in keyed}
    assert [child for child in children if child.casefold() in log] == []


def test_no_figure_is_given_when_the_log_cannot_be_written(run, folder, tmp_path):
    write_files(folder, FILES["referrals"])
    run("build", "--extracts", folder, "--warehouse", tmp_path / "built")
    (tmp_path / "built" / "access_log.jsonl").mkdir()
    said = run("metric", "referrals_received", "--warehouse", tmp_path / "built")
    assert_one_sentence(said)
    assert "so no figure is given" in said.last_line


# metrics and methodology


def test_metrics_lists_every_measure_as_a_table_and_as_json(run):
    listed = read_metrics()
    table = run("metrics")
    assert table.code == 0
    for line, metric in zip(table.out.splitlines(), listed.values(), strict=True):
        assert re.split(r" {2,}", line) == [metric.name, metric.kind, metric.title]
    told = run("metrics", "--format", "json")
    assert told.code == 0
    for shown, metric in zip(json.loads(told.out), listed.values(), strict=True):
        assert (shown["name"], shown["definition"], shown["caveats"]) == (
            metric.name,
            metric.definition,
            list(metric.caveats),
        )
        assert not {"sql", "columns"} & set(shown)
        assert shown["reviewed"] == metric.reviewed.isoformat()


def test_methodology_prints_markdown(run):
    said = run("methodology")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("# Methodology\n")


# demo


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--pupils", "1999"), "--pupils takes 2,000 to 250,000, not 1,999."),
        (("--pupils", "250001"), "--pupils takes 2,000 to 250,000, not 250,001."),
        (("--pupils", "-5"), "--pupils takes 2,000 to 250,000, not -5."),
        (("--seed", "-1"), "--seed takes 0 or more, not -1."),
        (("--as-at", "2019-12-31"), "--as-at takes 2020-01-01 to 2090-12-31, not 2019-12-31."),
        (("--as-at", "2091-01-01"), "--as-at takes 2020-01-01 to 2090-12-31, not 2091-01-01."),
    ],
)
def test_demo_refuses_what_is_out_of_range_and_writes_nothing(options, words, run, tmp_path):
    said = run("demo", tmp_path / "demo", *options)
    assert_one_sentence(said)
    assert said.last_line == words
    assert not (tmp_path / "demo").exists()


def test_demo_never_writes_among_other_files(run, tmp_path):
    own = write_file(tmp_path / "demo", "children.csv", "ours")
    said = run("demo", tmp_path / "demo", "--pupils", "2000")
    assert_one_sentence(said)
    assert said.last_line.endswith("is not empty. Give a new folder; nothing was written.")
    assert list((tmp_path / "demo").iterdir()) == [own]


# As an analyst starts it


def test_from_nothing_to_a_figure_in_processes_of_their_own(tmp_path):
    """Demo, build and metric, on a computer whose terminal knows only ASCII."""
    plain = {"PYTHONIOENCODING": "ascii", "SENDMETRICS_KEY_FILE": str(tmp_path / "person.key")}
    demo = call("demo", tmp_path / "demo", "--pupils", "2000", **plain)
    assert demo.returncode == 0, demo.stderr
    assert f"Next: python -m sendmetrics build --extracts {tmp_path / 'demo'}" in demo.stdout
    build = call("build", "--extracts", tmp_path / "demo", "--warehouse", tmp_path / "built", **plain)
    assert build.returncode == 0, build.stderr
    files = {path.name for path in (tmp_path / "demo").iterdir()} - {"truth.json"}
    assert set(read_accounts(build.stdout)) == files
    assert f"Wrote {len(files)} files" in demo.stdout
    metric = call("metric", "sen_support_share", "--by", "school", "--warehouse", tmp_path / "built", **plain)
    assert metric.returncode == 0, metric.stderr
    assert "Élmstead Primary School" in metric.stdout
    wrong = call("metric", "nothing", "--warehouse", tmp_path / "built", **plain)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Traceback" not in wrong.stderr


def test_whoever_reads_the_output_may_stop_early():
    with subprocess.Popen(
        [sys.executable, "-m", "sendmetrics", "methodology"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 0
    assert said == b""
