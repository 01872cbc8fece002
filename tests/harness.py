"""What the tests stand on: pipe tables in, a metric's rows or an engine out.

``run_query`` runs one metric file on rows written as pipe tables, with as-at
replay in front, exactly as the engine does. ``make_engine`` puts such rows into
a published warehouse, so that questions go through the production door.
"""

import datetime
import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow

from sendmetrics.contracts.reference import QUERIES, code_labels
from sendmetrics.contracts.shapes import Table
from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics.access_log import AccessLog
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.metrics.replay import replay_sources
from sendmetrics.synthetic.demo import write_demo
from sendmetrics.warehouse.build import Report, assumption_macros, build_warehouse, clock_macros
from sendmetrics.warehouse.layout import layout
from sendmetrics.warehouse.opened import open_warehouse
from sendmetrics.warehouse.person_key import PersonKey
from sendmetrics.warehouse.publish import publish

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
BUILT_AT = datetime.datetime(2026, 2, 1, 9, 0, tzinfo=datetime.UTC)
CASEWORK = Reader("tester", "casework")
LEADERS = Reader("tester", "leaders")
SHARED = Reader("tester", "shared")

Rows = list[dict[str, object]]
MANY = 500

# Columns a pipe table need not name: what a plain row of that table would hold.
# A callable is given the row so far and the as-at date.
DEFAULTS: dict[str, dict[str, object]] = {
    "requests": {
        "la_code": "999",
        "decision": lambda row, as_at: "Y" if row.get("decided_date") else "A",
        "decision_known_date": lambda row, as_at: row.get("decided_date"),
        "appears_date": lambda row, as_at: row.get("received_date") or as_at,
        "is_exported": False,
        "has_mediation": False,
        "has_tribunal": False,
        "observed_from_date": datetime.date(2000, 1, 1),
        "known_to": lambda row, as_at: as_at,
        "observed_to_date": lambda row, as_at: row.get("known_to"),
    },
    "assessments": {
        "la_code": "999",
        "agreed_date": datetime.date(2000, 1, 1),
        "outcome": "A",
        "outcome_known_date": lambda row, as_at: row.get("outcome_date"),
        "is_plan_agreed": lambda row, as_at: row.get("outcome") == "Y",
        "plan_agreed_known_date": lambda row, as_at: row.get("outcome_date"),
        "has_20_week_exception": False,
        "has_mediation": False,
        "has_tribunal": False,
        "known_to": lambda row, as_at: as_at,
    },
    "plans": {
        "la_code": "999",
        "plan_id": lambda row, as_at: row.get("request_id"),
        "person_id": 1,
        "plan_origin": "issued",
        "appears_date": lambda row, as_at: row.get("start_date"),
        "start_date": lambda row, as_at: row.get("appears_date"),
        "is_ceased": lambda row, as_at: row.get("ceased_date") is not None,
        "ceased_known_date": lambda row, as_at: row.get("ceased_date"),
        "observed_from_date": datetime.date(2000, 1, 1),
        "known_to": lambda row, as_at: as_at,
        "observed_to_date": lambda row, as_at: row.get("known_to"),
    },
    "placements": {
        "la_code": "999",
        "placement_rank": "1",
        "placement_group": "mainstream",
        "is_named": False,
        "appears_date": lambda row, as_at: row.get("entry_date"),
    },
    "needs": {"la_code": "999", "need_rank": "1", "appears_date": datetime.date(2000, 1, 1)},
    "annual_reviews": {
        "la_code": "999",
        "appears_date": lambda row, as_at: row.get("review_meeting_date") or row.get("review_decided_date"),
        "observed_from_date": datetime.date(2000, 1, 1),
        "known_to": lambda row, as_at: as_at,
        "observed_to_date": lambda row, as_at: row.get("known_to"),
    },
    "phase_transfers": {
        "la_code": "999",
        "appears_date": lambda row, as_at: row.get("due_date") or as_at,
        "known_to": lambda row, as_at: as_at,
        "observed_to_date": lambda row, as_at: row.get("known_to"),
    },
    "advice": {
        "la_code": "999",
        "adviser_service": "ep",
        "known_to": lambda row, as_at: as_at,
        "observed_to_date": lambda row, as_at: row.get("known_to"),
    },
    "case_events": {"la_code": "999", "has_exception_evidence": False, "known_to": lambda row, as_at: as_at},
    "referrals": {
        "la_code": "999",
        "service": "salt",
        "chain_id": lambda row, as_at: row.get("referral_id"),
        "chain_start_date": lambda row, as_at: row.get("received_date"),
        "chain_contact_date": lambda row, as_at: row.get("first_contact_date"),
        "spell_id": lambda row, as_at: row.get("referral_id"),
        "spell_start_date": lambda row, as_at: row.get("received_date"),
        "came_by": "first_referral",
        "spell_triaged_date": lambda row, as_at: row.get("triaged_date"),
        "spell_accepted_date": lambda row, as_at: row.get("accepted_date"),
        "spell_offer_date": lambda row, as_at: row.get("first_offer_date"),
        "spell_contact_date": lambda row, as_at: row.get("first_contact_date"),
        "spell_assessed_date": lambda row, as_at: row.get("assessed_date"),
        "spell_support_date": lambda row, as_at: row.get("intervention_started_date"),
        "spell_closed_date": lambda row, as_at: min(
            filter(None, (row.get("rejected_date"), row.get("discharge_date"))), default=None
        ),
        "spell_exit": lambda row, as_at: _spell_exit(row),
        "known_to": lambda row, as_at: as_at,
        "observed_to_date": lambda row, as_at: row.get("known_to"),
    },
    "roll": {"la_code": "999", "school_urn": "900001", "year_group": "3", "sen_provision": "N"},
    "school_counts": {"la_code": "999"},
    "senco_posts": {
        "la_code": "999",
        "academic_year": "2025/26",
        "term": "spring",
        "contracted_hours": 32.5,
        "protected_hours": 10,
        "teaching_hours": 10,
    },
    "commissioned_routes": {"la_code": "999", "register_number": 1},
    "review_contributions": {"la_code": "999", "service": "salt", "known_to": lambda row, as_at: as_at},
    "schools": {"la_code": "999", "phase": "Primary", "has_figures": True},
    "authorities": {"is_loaded": True, "region_name": "East Midlands"},
    "localities": {"la_code": "999"},
    "services": {
        "service_name": lambda row, as_at: code_labels("service").get(row["service"]),
        "standard_days": 126,
        "sector": "health",
        "standard": "made up",
        "certainty": "P",
        "share_wanted": 92,
    },
}


def _spell_exit(row: dict) -> str | None:
    rejected, discharged = row.get("rejected_date"), row.get("discharge_date")
    if rejected and rejected <= (discharged or rejected):
        return "refused"
    if discharged:
        return "moved" if row.get("discharge_reason") == "moved" else "removed"
    return None


def parse_table(text: str) -> list[dict[str, str | None]]:
    """Rows of a pipe table; an empty cell is None."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    heading, *rows = lines
    assert all(len(row) == len(heading) for row in rows), "every row of a pipe table needs as many cells as its heading"
    return [dict(zip(heading, (cell or None for cell in row), strict=True)) for row in rows]


def _typed(table: Table, name: str, text: object) -> object:
    if not isinstance(text, str):
        return text
    kind = table.column(name).kind
    read: dict[str, Callable[[str], object]] = {
        "date": datetime.date.fromisoformat,
        "integer": int,
        "key": int,
        "number": float,
        "flag": lambda word: {"true": True, "false": False}[word],
    }
    return read.get(kind, str)(text)


def complete_rows(name: str, text: str | Rows, as_at: datetime.date) -> Rows:
    """Rows with every column of the contract: as written, else the default, else None."""
    table = TABLES[name]
    rows = []
    for written in parse_table(text) if isinstance(text, str) else text:
        unknown = set(written) - set(table.column_names)
        assert not unknown, f"{name} has no columns {unknown}"
        row = {column: _typed(table, column, value) for column, value in written.items()}
        for column, default in DEFAULTS.get(name, {}).items():
            if column not in row:
                row[column] = default(row, as_at) if callable(default) else default
        rows.append({column: row.get(column) for column in table.column_names})
    return rows


def fill_tables(con: duckdb.DuckDBPyConnection, as_at: datetime.date, tables: dict[str, str | Rows]) -> None:
    """Create every table of the warehouse, empty where nothing is given, and the macros."""
    _create_tables(con)
    _insert_rows(con, as_at, tables)


def _create_tables(con: duckdb.DuckDBPyConnection) -> None:
    for table in TABLES.values():
        columns = ", ".join(f"{column.name} {column.sql_type}" for column in table.columns)
        con.execute(f"create table {table.name} ({columns})")
    for macro in (*clock_macros(), *assumption_macros()):
        con.execute(macro)
    con.execute((QUERIES / "macros.sql").read_text(encoding="utf-8"))


def _insert_rows(con: duckdb.DuckDBPyConnection, as_at: datetime.date, tables: dict[str, str | Rows]) -> None:
    given = {"services": [{"service": code} for code in ("salt", "camhs", "other")]} | tables
    for table in TABLES.values():
        rows = complete_rows(table.name, given.get(table.name, []), as_at)
        if len(rows) > MANY:
            # One by one they would take a minute.
            columns = {name: [row[name] for row in rows] for name in table.column_names}
            con.register("many", pyarrow.table(columns))
            con.execute(f"insert into {table.name} select * from many")
            con.unregister("many")
        elif rows:
            marks = ", ".join("?" * len(table.columns))
            con.executemany(f"insert into {table.name} values ({marks})", [list(row.values()) for row in rows])


@functools.cache
def _empty_tables() -> duckdb.DuckDBPyConnection:
    """Kept, since making tables and macros takes six times as long as most queries; each use is rolled back."""
    con = duckdb.connect(":memory:", config={"threads": 1})
    _create_tables(con)
    return con


def _as_date(day: str | datetime.date) -> datetime.date:
    return datetime.date.fromisoformat(day) if isinstance(day, str) else day


def run_query(metric: str, as_at: str | datetime.date, **tables: str | Rows) -> Rows:
    """The rows of a metric as at a day, from tables written as pipe tables or lists of dicts."""
    as_at = _as_date(as_at)
    definition = find_metric(metric)
    con = _empty_tables()
    con.execute("begin")
    try:
        _insert_rows(con, as_at, tables)
        ctes = ",\n".join(replay_sources(definition))
        cursor = con.execute(f"with {ctes}\nselect * from (\n{definition.sql}\n)", {"as_at": as_at})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    finally:
        con.execute("rollback")


def assert_rows(rows: Rows, expected: str) -> None:
    """The rows, in any order, have exactly these values in the columns named; values are compared as text."""
    wanted = parse_table(expected)
    columns = list(wanted[0]) if wanted else expected.strip().split("|")
    found = [{column.strip(): _text(row[column.strip()]) for column in columns} for row in rows]
    key = lambda row: tuple(str(row[column]) for column in row)  # noqa: E731
    assert sorted(found, key=key) == sorted(wanted, key=key), f"found:\n{found}\nexpected:\n{wanted}"


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def make_engine(folder: Path, as_at: str | datetime.date, **tables: str | Rows) -> Engine:
    """An engine over a published warehouse that holds these rows; the log is in the same folder."""
    as_at = _as_date(as_at)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "made.duckdb"
    with duckdb.connect(str(path)) as con:
        fill_tables(con, as_at, tables)
        con.execute("create table sources (table_name varchar, la_code varchar, first_date date, last_date date)")
        for table in TABLES.values():
            if table.last_date:
                con.execute(
                    f"insert into sources select '{table.name}', la_code, min({table.first_date}), max({table.last_date}) "
                    f"from {table.name} group by la_code"
                )
        con.execute("create table about (name varchar, value varchar)")
        con.executemany(
            "insert into about values (?, ?)",
            [
                ["fingerprint", "made"],
                ["key_fingerprint", "made"],
                ["layout", layout()],
                ["built_at", BUILT_AT.isoformat()],
            ],
        )
        for name, columns in (
            ("loads", "file_id integer, file varchar, layout varchar, sha256 varchar, rows_in integer, "
                      "rows_loaded integer, rows_set_aside integer, rows_rejected integer"),
            ("departures", "file_id integer, record varchar, kind varchar, reason varchar, rows integer"),
            ("findings", 'severity varchar, file varchar, sheet varchar, row integer, "column" varchar, rule varchar, '
                         "message varchar, action varchar, count integer"),
        ):  # fmt: skip
            con.execute(f"create table {name} ({columns})")
    publish(folder, path, "0" * 8)
    return Engine(open_warehouse(folder), AccessLog(folder / "access_log.jsonl", lambda: BUILT_AT))


def ask(engine: Engine, metric: str, reader: Reader = CASEWORK, **question: object) -> list[dict]:
    """The rows of one answer; dates and filters may be written as text."""
    for name in ("start", "end", "as_at"):
        if isinstance(question.get(name), str):
            question[name] = datetime.date.fromisoformat(question[name])
    where = question.pop("where", {})
    question["where"] = tuple(
        (name, (values,) if isinstance(values, str) else tuple(values)) for name, values in where.items()
    )
    return list(engine.answer(Question(metric, **question), reader).rows)


KEY = PersonKey(b"k" * 32)


@dataclass(frozen=True)
class Authority:
    """A made-up authority: its extracts, its truth, its warehouse and what the build said."""

    extracts: Path
    warehouse: Path
    truth: dict
    report: Report
    engine: Engine


def build_demo(folder: Path, **options: object) -> Authority:
    """Write and build a made-up authority below ``folder``."""
    extracts, warehouse = folder / "extracts", folder / "warehouse"
    write_demo(extracts, **options)
    report = build_warehouse(extracts, warehouse, KEY, BUILT_AT, lambda _: None)
    engine = Engine(open_warehouse(warehouse), AccessLog(warehouse / "access_log.jsonl", lambda: BUILT_AT))
    truth = json.loads((extracts / "truth.json").read_text(encoding="utf-8"))
    return Authority(extracts, warehouse, truth, report, engine)
