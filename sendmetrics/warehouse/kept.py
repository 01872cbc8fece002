"""Rows worked out once and asked many times, in a connection that alone sees them."""

import threading

import duckdb


class KeptRows:
    """What one statement left in a temporary table; questions about it wait for each other, not for other tables.

    The table is gone with the last reference to this object, so it may be let go of while somebody still asks.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con.cursor()
        self._lock = threading.Lock()
        self._is_filled = False

    def fetch(
        self, fill: tuple[str, dict[str, object]], sql: str, values: dict[str, object]
    ) -> tuple[list[str], list[tuple]]:
        """Names of columns and rows of a query, after ``fill``, a statement with its values, has made the table."""
        with self._lock:
            if not self._is_filled:
                self._con.execute(*fill)
                self._is_filled = True
            cursor = self._con.execute(sql, values)
            return [column[0] for column in cursor.description], cursor.fetchall()
