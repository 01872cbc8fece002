"""Check, load, publish: a new warehouse from a folder of files, or none where nothing changed."""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from sendmetrics.contracts.findings import REJECT_FILE, REJECT_RECORD, Finding
from sendmetrics.contracts.reference import PROJECT, QUERIES, REFERENCE, read_reference
from sendmetrics.contracts.tables import TABLES
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.own_services import FILE as SERVICES_FILE
from sendmetrics.extracts.sources import Source, find_sources, hash_file
from sendmetrics.extracts.staging import Progress, Staging
from sendmetrics.extracts.targets import FILE as TARGETS_FILE
from sendmetrics.warehouse.layout import layout
from sendmetrics.warehouse.opened import connect_locked
from sendmetrics.warehouse.person_key import PersonKey, throwaway_key
from sendmetrics.warehouse.provenance import Departure, Load, Undated, account_for_rows, write_rows
from sendmetrics.warehouse.publish import building_in, current_file, publish
from sendmetrics.warehouse.rejected import write_rejected
from sendmetrics.warehouse.stage import stage_extracts


@dataclass(frozen=True)
class Report:
    """What a check or a build found: files, rows that were not loaded, findings; ``path`` is the warehouse, if any."""

    path: Path | None
    is_new: bool
    loads: list[Load]
    departures: list[Departure]
    findings: list[Finding]
    rejected_files: list[Path]

    @property
    def rejects(self) -> bool:
        return any(finding.severity in (REJECT_FILE, REJECT_RECORD) for finding in self.findings)


def check_extracts(folder: Path, progress: Progress) -> Report:
    """Everything a build would find in the folder, without building or keeping anything.

    Raises SendMetricsError when there is no file in it.
    """
    staged = stage_extracts(folder, throwaway_key(), progress)
    try:
        if not staged.staging.sources:
            raise SendMetricsError(f"There is no file to check in {folder}. Put the authority's files there.")
        loads, departures = account_for_rows(staged.staging)
        return Report(None, False, loads, departures, staged.findings, [])
    finally:
        staged.close()


def build_warehouse(
    extracts: Path, folder: Path, key: PersonKey, built_at: datetime.datetime, progress: Progress
) -> Report:
    """Build and publish a new warehouse from ``extracts`` into ``folder``.

    Where files, code, reference data and key are those of the current
    warehouse, that one is kept and its own report returned. Raises
    SendMetricsError when another key built the current warehouse, when another
    build is running, or when there is nothing to load.
    """
    _refuse_other_key(folder, key)
    if not extracts.is_dir():
        raise SendMetricsError(f"There is no folder {extracts}. Make it and put the authority's files in it.")
    progress("Looking for changes")
    sources = find_sources(extracts)
    fingerprint = _fingerprint(extracts, sources, key)
    current = current_file(folder)
    if current is not None:
        report = read_report(current)
        if report[0] == fingerprint:
            return report[1]
    with building_in(folder) as building:
        staged = stage_extracts(extracts, key, progress, work_in=folder, sources=sources)
        try:
            loads, departures = account_for_rows(staged.staging)
            # Targets and services alone are nothing to look at.
            if not any(load.rows_loaded for load in loads if load.file not in (TARGETS_FILE, SERVICES_FILE)):
                raise SendMetricsError(_nothing_to_load(extracts, staged.findings))
            progress("Writing the warehouse")
            _write_warehouse(staged.staging, building)
            with duckdb.connect(str(building)) as con:
                write_rows(con, "loads", Load, loads)
                write_rows(con, "departures", Departure, departures)
                write_rows(con, "findings", Finding, staged.findings)
                write_rows(con, "undated", Undated, staged.undated)
                _write_about(con, fingerprint, key, built_at)
            rejected = write_rejected(staged.staging)
        finally:
            staged.close()
        path = publish(folder, building, fingerprint)
    return Report(path, True, loads, departures, staged.findings, rejected)


def _refuse_other_key(folder: Path, key: PersonKey) -> None:
    current = current_file(folder)
    if current is None:
        return
    # As a dashboard in this process may have it open: DuckDB wants one configuration of all.
    with connect_locked(current) as con:
        (fingerprint,) = con.execute("select value from about where name = 'key_fingerprint'").fetchone()
    if fingerprint != key.fingerprint:
        raise SendMetricsError(
            f"{folder} was built with another key: children could not be matched to earlier work. "
            "Put back that key, or remove the warehouse to start afresh."
        )


def _fingerprint(extracts: Path, sources: list[Source], key: PersonKey) -> str:
    """Changes whenever the result of a build could: files, mapping, targets, services, queries, reference data, code that loads, key."""
    digest = hashlib.sha256(key.fingerprint.encode())
    for source in sources:
        digest.update(f"{source.name}\0{source.sha256}\n".encode())
    package = PROJECT / "sendmetrics"
    code = [path for room in ("contracts", "extracts", "checks", "warehouse") for path in (package / room).glob("*.py")]
    ours = [
        *code,
        package / "errors.py",
        package / "words.py",
        *REFERENCE.glob("*.csv"),
        *QUERIES.glob("tables/*.sql"),
        *QUERIES.glob("checks/*.sql"),
        QUERIES / "macros.sql",
    ]
    said = [path for name in ("mapping.toml", TARGETS_FILE, SERVICES_FILE) for path in extracts.glob(name)]
    for path in sorted([*ours, *said]):
        digest.update(f"{path.name}\0{hash_file(path)}\n".encode())
    return digest.hexdigest()


def _write_warehouse(staging: Staging, building: Path) -> None:
    con = staging.con
    con.execute(f"attach '{str(building).replace(chr(39), chr(39) * 2)}' as built")
    for table in TABLES.values():
        columns = ", ".join(f"{column.name}::{column.sql_type} as {column.name}" for column in table.columns)
        order = ", ".join(table.sorted_by or table.key)
        con.execute(f"create table built.{table.name} as select {columns} from {table.name} order by {order}")
    con.execute("create table built.sources (table_name varchar, la_code varchar, first_date date, last_date date)")
    for table in TABLES.values():
        if table.last_date:
            # A return speaks for all its records, also for a kind of which it holds none.
            is_of_returns = any(feed.startswith("sen2_") for feed in table.filled_by)
            returns = "sound_sen2_returns as returns where returns.la_code = rows.la_code"
            returned = f"(select max(reference_date) from {returns})" if is_of_returns else "null::date"
            con.execute(
                f"insert into built.sources select '{table.name}', la_code, min({table.first_date}), "
                f"greatest(max({table.last_date}), {returned}) from {table.name} as rows group by la_code"
            )
    con.execute("use built")
    for macro in (*clock_macros(), *assumption_macros(), *_statements(QUERIES / "macros.sql")):
        con.execute(macro)
    con.execute("use memory")
    con.execute("detach built")


def clock_macros() -> list[str]:
    """Statutory limits as SQL: ``plan_due_date(received_date)`` and ``plan_limit_days(received_date)``, by the law of that day."""
    rows: dict[str, list[dict[str, str]]] = {}
    for clock in read_reference("clocks"):
        if clock["macro"]:
            rows.setdefault(clock["macro"], []).append(clock)
    macros = []
    for name, clocks in rows.items():
        cases = " ".join(
            f"when started >= date '{clock['effective_from']}'"
            + (f" and started <= date '{clock['effective_to']}'" if clock["effective_to"] else "")
            + f" then {_days_of(clock)}"
            for clock in clocks
        )
        macros.append(f"create macro {name}_limit_days(started) as case {cases} end")
        macros.append(f"create macro {name}_due_date(started) as started + case {cases} end")
    return macros


def _days_of(clock: dict[str, str]) -> str:
    """The length of a clock in days: its own, else to the same day so many calendar months on, the last of a shorter month."""
    if clock["limit_days"]:
        return str(int(clock["limit_days"]))
    return f"((started + interval {int(clock['limit_months'])} months)::date - started)::integer"


def assumption_macros() -> list[str]:
    """An authority's own thresholds as SQL, such as ``full_time_teaching_hours()``."""
    return [f"create macro {row['assumption']}() as {float(row['value'])}" for row in read_reference("assumptions")]


def _statements(path: Path) -> list[str]:
    return [statement.query for statement in duckdb.extract_statements(path.read_text(encoding="utf-8"))]


def _write_about(con: duckdb.DuckDBPyConnection, fingerprint: str, key: PersonKey, built_at: datetime.datetime) -> None:
    con.execute("create table about (name varchar, value varchar)")
    con.executemany(
        "insert into about values (?, ?)",
        [
            ["fingerprint", fingerprint],
            ["key_fingerprint", key.fingerprint],
            ["layout", layout()],
            ["built_at", built_at.isoformat(timespec="seconds")],
        ],
    )


def read_report(path: Path) -> tuple[str, Report]:
    """Fingerprint and report of a warehouse built before."""
    with connect_locked(path) as con:
        (fingerprint,) = con.execute("select value from about where name = 'fingerprint'").fetchone()
        loads = [Load(*row) for row in con.execute("from loads order by file_id").fetchall()]
        departures = [Departure(*row) for row in con.execute("from departures").fetchall()]
        findings = [Finding(*row) for row in con.execute("from findings").fetchall()]
    return fingerprint, Report(path, False, loads, departures, findings, [])


def _nothing_to_load(extracts: Path, findings: list[Finding]) -> str:
    first = f" {findings[0].file}: {findings[0].message}" if findings else " The folder is empty."
    return f"Nothing in {extracts} could be loaded, so no warehouse was built.{first} Run check for all findings."
