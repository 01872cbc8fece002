"""What the page Data quality says of files, findings and joins, as far as the reader may see their numbers."""

from sendmetrics.contracts.findings import Finding
from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics.disclosure import LEADERS_SMALLEST_BASE, LEADERS_SMALLEST_COUNT
from sendmetrics.metrics.question import Reader
from sendmetrics.panels.logs import is_log
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import hidden_words
from sendmetrics.warehouse.opened import Warehouse
from sendmetrics.warehouse.provenance import Load
from sendmetrics.warehouse.quality import MatchRate, read_departures, read_loads, read_match_rates, read_undated
from sendmetrics.words import say_count, say_date, say_list, say_number

TOO_FEW = "too few records"
IN_NO_FILE = "in no file"
WITHOUT_NUMBERS_SHARED = (
    "Numbers of rows are not given to this audience, and shares only as whole percentages of at least "
    f"{LEADERS_SMALLEST_BASE} records: an exact total beside a rounded table could be subtracted to find a child."
)
WITHOUT_NUMBERS_LIMITED = (
    "Numbers of rows and of matches are those of all files together, and what you may see is limited to some of them: "
    "they are not given."
)


def why_no_numbers(reader: Reader) -> str:
    """Why this reader is given no numbers of rows; empty where they are."""
    if reader.extent:
        return WITHOUT_NUMBERS_LIMITED
    return WITHOUT_NUMBERS_SHARED if reader.audience == "shared" else ""


def say_undated(warehouse: Warehouse, reader: Reader) -> str:
    """Referrals that are in no figure since nobody can read when their wait began, by service, few of them as too few."""
    without = "without a day received that can be read"
    if why_no_numbers(reader):
        return f"Referrals {without} are in none of it, and their number is not given."
    found = read_undated(warehouse)
    if not found:
        return f"No referral is {without}."
    labels = {code: label for code, label, *_ in warehouse.services}
    said = [
        f"{_say_few(undated.referrals, reader)} of {labels.get(undated.service, 'no known service')}"
        for undated in found
    ]
    return (
        f"In none of it are referrals {without}, of all files whatever is chosen: {say_list(said)}; "
        "the page Data quality says which."
    )


def _say_few(count: int, reader: Reader) -> str:
    is_few = reader.audience != "casework" and count < LEADERS_SMALLEST_COUNT
    return hidden_words(reader.audience) if is_few else say_number(count)


def sum_of_rows(warehouse: Warehouse, reader: Reader) -> str:
    """How many files, and where all of their rows went."""
    loads = read_loads(warehouse)
    files = say_count(len(loads), "file", "files")
    if why_no_numbers(reader):
        return files
    rows_in, loaded, aside, rejected = (
        sum(getattr(load, name) for load in loads)
        for name in ("rows_in", "rows_loaded", "rows_set_aside", "rows_rejected")
    )
    return f"{files}: {rows_in:,} rows in = {loaded:,} loaded + {aside:,} set aside + {rejected:,} rejected"


def table_of_findings(findings: list[Finding], reader: Reader, caption: str) -> Table:
    """One row a finding; where numbers are not given, the rule stands for a message that counts rows."""
    if why_no_numbers(reader):
        rows = ((f.severity, f.file, f.sheet, f.column, _name_of_rule(f), f.action) for f in findings)
        return Table(
            caption, ("Severity", "File", "Kind of record", "Column", "What is wrong", "What to do"), tuple(rows)
        )
    return Table(
        caption,
        ("Severity", "File", "Kind of record", "First row", "Column", "What is wrong", "What to do"),
        tuple(
            (f.severity, f.file, f.sheet, "" if f.row is None else str(f.row), f.column, f.message, f.action)
            for f in findings
        ),
    )


def _name_of_rule(finding: Finding) -> str:
    return finding.rule.replace("_", " ").capitalize()


def table_of_files(warehouse: Warehouse, reader: Reader) -> Table:
    """Every file, and where its rows went."""
    loads = read_loads(warehouse)
    if why_no_numbers(reader):
        rows = tuple((load.file, load.layout, load.sha256[:12]) for load in loads)
        return Table("Files that were read", ("File", "Layout", "SHA-256"), rows)
    gone: dict[int, list[str]] = {}
    for departure in read_departures(warehouse):
        gone.setdefault(departure.file_id, []).append(f"{departure.rows:,} {departure.kind}: {departure.reason}")
    return Table(
        "Rows in = loaded + set aside + rejected",
        ("File", "Layout", "Rows in", "Loaded", "Set aside", "Rejected", "Why not loaded", "SHA-256"),
        tuple(_file_row(load, gone.get(load.file_id, [])) for load in loads),
    )


def _file_row(load: Load, gone: list[str]) -> tuple[str, ...]:
    counts = (load.rows_in, load.rows_loaded, load.rows_set_aside, load.rows_rejected)
    return (load.file, load.layout, *(f"{count:,}" for count in counts), "; ".join(gone), load.sha256[:12])


def table_of_days(warehouse: Warehouse) -> Table:
    """The days each kind of record can speak for; a log that no file holds, such as one taken out, is there too."""
    last = warehouse.last_dates
    logs = [name for name, table in TABLES.items() if table.last_date and is_log(name) and name not in last]
    rows = [
        (TABLES[name].meaning, str(warehouse.first_dates[name].year), say_date(last[name])) for name in sorted(last)
    ]
    rows += [(TABLES[name].meaning, "", IN_NO_FILE) for name in sorted(logs)]
    return Table("Days each kind of record can speak for", ("What it holds", "From", "To"), tuple(rows))


def table_of_matches(warehouse: Warehouse, reader: Reader) -> Table | None:
    """How well the records of one kind meet those of another; None for a reader of a part, since it is that of the whole."""
    if reader.extent:
        return None
    caption = "Records that meet the record of another kind they belong to"
    rates = read_match_rates(warehouse)
    if why_no_numbers(reader):
        return Table(caption, ("Join", "Share"), tuple((rate.name, _whole_percent(rate)) for rate in rates))
    rows = ((rate.name, f"{rate.matched:,}", f"{rate.rows:,}", f"{say_number(rate.percent, 1)}%") for rate in rates)
    return Table(caption, ("Join", "Matched", "Of", "Share"), tuple(rows))


def _whole_percent(rate: MatchRate) -> str:
    return TOO_FEW if rate.rows < LEADERS_SMALLEST_BASE else f"{say_number(rate.percent)}%"
