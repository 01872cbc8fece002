"""A private, in-memory database in which files become relations of text, every record with its file and row."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.reference import REFERENCE
from sendmetrics.contracts.shapes import Feed
from sendmetrics.extracts.mapping import Mapping
from sendmetrics.extracts.own_services import OwnServices
from sendmetrics.extracts.recognise import Layout
from sendmetrics.extracts.sources import Source
from sendmetrics.extracts.targets import Targets

Progress = Callable[[str], None]


@dataclass
class Staging:
    """Files on their way into the warehouse.

    For each feed there is ``raw_<feed>`` (all text: file_id, row, record_key,
    parent_key, then the contract's columns), and in its turn ``linked_<feed>``
    (the same rows with values of the contract's types, and the file and row of
    the parent). ``reference_<name>`` holds each reference list,
    that of services and of team types with what the authority says of its own.
    ``rows_read`` counts the rows of each feed by file, ``lines_unread`` the
    lines below the headings of each text file whose layout is not known.
    ``refused`` keeps rows that will not be loaded and the rule that says so,
    ``set_aside`` rows that are sound but not needed, with the reason.
    """

    folder: Path
    work: Path
    mapping: Mapping
    progress: Progress
    con: duckdb.DuckDBPyConnection = field(default_factory=lambda: duckdb.connect(":memory:"))
    sources: list[Source] = field(default_factory=list)
    layouts: dict[int, Layout] = field(default_factory=dict)
    repeats: dict[int, Source] = field(default_factory=dict)
    rows_read: dict[str, dict[int, int]] = field(default_factory=dict)
    lines_unread: dict[int, int] = field(default_factory=dict)
    targets: Targets = field(default_factory=Targets)
    own_services: OwnServices = field(default_factory=OwnServices)

    def __post_init__(self) -> None:
        self.con.execute(f"set temp_directory = '{self.work / 'spill'}'")
        for feed in FEEDS.values():
            columns = ", ".join(f"{column.name} varchar" for column in feed.columns)
            self.con.execute(
                f"create table raw_{feed.name} "
                f"(file_id integer, row integer, record_key varchar, parent_key varchar, {columns})"
            )
        for path in sorted(REFERENCE.glob("*.csv")):
            # Our own lists: how they are written is known, and need not be found out.
            self.con.execute(
                f"create table reference_{path.stem} as "
                """from read_csv($path, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')""",
                {"path": str(path)},
            )
        self.con.execute("create table refused (feed varchar, file_id integer, row integer, rule varchar)")
        self.con.execute("create table set_aside (feed varchar, file_id integer, row integer, reason varchar)")
        self.con.execute("create table unlisted_codes (codes varchar, text varchar, place integer)")
        self.con.execute("create table broken_rows (feed varchar, file_id integer, row integer, line varchar)")

    def source(self, file_id: int) -> Source:
        return self.sources[file_id - 1]

    def rows_in(self, feed: Feed) -> int:
        """Rows read of that kind; counted once, when all files have been read, in ``rows_read``."""
        if feed.name in self.rows_read:
            return sum(self.rows_read[feed.name].values())
        return self.con.execute(f"select count(*) from raw_{feed.name}").fetchone()[0]

    def append_rows(self, feed: Feed, file_id: int, rows: list[tuple]) -> None:
        """Add rows to ``raw_<feed>``: each its number, record key and parent key, then the contract's columns as text."""
        self._append(f"raw_{feed.name}", ("row", "record_key", "parent_key", *feed.column_names), rows, file_id=file_id)

    def append_broken_rows(self, feed: Feed, file_id: int, rows: list[tuple[int, str]]) -> None:
        """Keep rows that could not be taken apart, each its number and text, and refuse them."""
        self._append("broken_rows", ("row", "line"), rows, file_id=file_id, feed=feed.name)
        self.refuse_rows(feed, file_id, [number for number, _ in rows], "row_broken")

    def refuse_rows(self, feed: Feed, file_id: int, numbers: list[int], rule: str) -> None:
        """Rows that will not be loaded, by the rule that says so."""
        self._append("refused", ("row",), [(number,) for number in numbers], file_id=file_id, feed=feed.name, rule=rule)

    def _append(self, table: str, names: tuple[str, ...], rows: list[tuple], **constants: object) -> None:
        if not rows:
            return
        types = [pyarrow.int32(), *([pyarrow.string()] * (len(names) - 1))]
        columns = zip(*rows, strict=True)
        arrays = [pyarrow.array(column, type=kind) for column, kind in zip(columns, types, strict=True)]
        self.con.register("rows_to_append", pyarrow.table(arrays, names=list(names)))
        same = ", ".join(f"${name} as {name}" for name in constants)
        self.con.execute(f"insert into {table} by name select {same}, * from rows_to_append", constants)
        self.con.unregister("rows_to_append")

    def close(self) -> None:
        self.con.close()
        shutil.rmtree(self.work, ignore_errors=True)
