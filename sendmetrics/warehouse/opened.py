"""A warehouse opened for reading: one locked connection, a cursor for each query."""

import datetime
import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from sendmetrics.errors import OutdatedError, SendMetricsError
from sendmetrics.warehouse.layout import layout
from sendmetrics.warehouse.publish import POINTER, current_file

# The dashboard's engine may read this one file and nothing else, whatever a query says.
LOCKED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "4GB",
    "threads": "2",
    # Rows worked out once are written a third faster so; what has an order is given it by its statement.
    "preserve_insertion_order": "false",
    # Given here, not set afterwards: a version may be opened twice in one process, and is one database to DuckDB.
    "lock_configuration": "true",
}


# By authority and table, the first and the last day it speaks for.
Spans = dict[str, dict[str, tuple[datetime.date, datetime.date]]]


@dataclass(frozen=True)
class Warehouse:
    """One published version; ``version`` belongs in every cache key.

    ``spans`` gives the first and last day of each authority's part of each table that has rows.
    """

    path: Path
    con: duckdb.DuckDBPyConnection
    built_at: datetime.datetime
    spans: Spans

    @functools.cached_property
    def first_dates(self) -> dict[str, datetime.date]:
        """The first day of each table that has rows."""
        return self._ends(0, min)

    @functools.cached_property
    def last_dates(self) -> dict[str, datetime.date]:
        """The last day that each table with rows speaks for."""
        return self._ends(1, max)

    def _ends(self, end: int, pick: Callable) -> dict[str, datetime.date]:
        names = {name for tables in self.spans.values() for name in tables}
        return {name: pick(tables[name][end] for tables in self.spans.values() if name in tables) for name in names}

    @functools.cached_property
    def services(self) -> tuple[tuple, ...]:
        """Every service with its standard. Read once: a version never changes, and labels are looked up for every figure."""
        return tuple(
            self.query(
                "select service, coalesce(service_name, service), sector, standard_days, standard, certainty, "
                "share_wanted, share_standard from main.services order by service"
            ).fetchall()
        )

    @property
    def version(self) -> str:
        return self.path.stem

    def query(self, sql: str, values: dict[str, object] | None = None) -> duckdb.DuckDBPyConnection:
        """Run one query on a cursor of its own; fetch the result to the end."""
        return self.con.cursor().execute(sql, values or {})

    def close(self) -> None:
        self.con.close()


def connect_locked(path: Path) -> duckdb.DuckDBPyConnection:
    """A version, read-only. Raises SendMetricsError when its file cannot be read."""
    try:
        return duckdb.connect(str(path), read_only=True, config=LOCKED)
    except duckdb.Error as error:
        raise SendMetricsError(
            f"The warehouse {path} cannot be opened: its file is damaged, or not one of ours. "
            f"Remove {path.parent / POINTER} and build again."
        ) from error


def open_warehouse(folder: Path) -> Warehouse:
    """The current warehouse of that folder, read-only.

    Raises SendMetricsError when nothing has been built there, or what was
    built cannot be read; OutdatedError, one of them, when another version
    built it.
    """
    path = current_file(folder)
    if path is None:
        raise SendMetricsError(
            f"There is no warehouse in {folder}. Build one: python -m sendmetrics build --warehouse {folder}"
        )
    con = connect_locked(path)
    about = dict(con.execute("from about").fetchall())
    if about.get("layout") != layout():
        con.close()
        raise OutdatedError(
            f"The warehouse in {folder} was built by another version of sendmetrics, whose tables mean something else. "
            f"Build again from the same files: python -m sendmetrics build --warehouse {folder}"
        )
    spans: Spans = {}
    for name, la_code, first, last in con.execute("from sources").fetchall():
        spans.setdefault(la_code, {})[name] = (first, last)
    return Warehouse(path, con, datetime.datetime.fromisoformat(about["built_at"]), spans)
