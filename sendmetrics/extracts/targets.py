"""targets.toml: what an authority has set itself, what happened when, and when its schools are closed.

[[targets]]
metric = "plans_issued_within_20_weeks"
value = 60                      # a percentage, or a number for each month
from = 2025-04-01               # from and to may be left out
to = 2026-03-31

[[trajectories]]
metric = "plans_issued_within_20_weeks"
points = { 2025-04-01 = 40, 2026-03-31 = 60 }

[[annotations]]
date = 2025-03-01
text = "Two caseworkers left"   # every reader sees it: no names, no numbers of children
metric = "requests_received"    # left out: on every chart over time

[[holidays]]                    # first and last day on which schools are closed
name = "Summer"
from = 2026-07-22
to = 2026-09-01

Each may say authority = "383", and must where the files are of several.
"""

import datetime
import difflib
import functools
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from sendmetrics.contracts.reference import QUERIES
from sendmetrics.contracts.shapes import AUTHORITY
from sendmetrics.contracts.sql_files import read_sql_file
from sendmetrics.contracts.tables_of_targets import ANNOTATIONS, HOLIDAYS, TARGETS, TRAJECTORIES
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.plain_words import why_not_shown
from sendmetrics.extracts.small_toml import parse_small_toml
from sendmetrics.extracts.sources import hash_file

FILE = "targets.toml"
LONGEST_TEXT = 60
# A term is longer than this, and no holiday is.
LONGEST_HOLIDAY_DAYS = 70
EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
HIGHEST_SHARE = 100
# Nothing an authority counts comes near; beyond it, a number is a slip or an attack.
HIGHEST_VALUE = 1e12
KINDS_OF_SHARES = ("proportion", "wait")
KEYS = {
    "targets": ({"metric", "value"}, {"from", "to", "authority"}),
    "trajectories": ({"metric", "points"}, {"authority"}),
    "annotations": ({"date", "text"}, {"metric", "authority"}),
    "holidays": ({"name", "from", "to"}, {"authority"}),
}


@dataclass(frozen=True)
class Targets:
    """What the file says, as rows of the tables of the same names without their authority where none is given.

    ``sha256`` is empty where there is no file.
    """

    sha256: str = ""
    targets: tuple[dict, ...] = ()
    trajectories: tuple[dict, ...] = ()
    annotations: tuple[dict, ...] = ()
    holidays: tuple[dict, ...] = ()

    @property
    def entries(self) -> int:
        """How many rows it makes."""
        return len(self.targets) + len(self.trajectories) + len(self.annotations) + len(self.holidays)


def read_targets_file(folder: Path) -> Targets:
    """The folder's targets.toml, empty where there is none.

    Raises SendMetricsError when the file cannot be understood: a line for each
    fault, naming the table and the key. What was written is not repeated.
    """
    path = folder / FILE
    if not path.exists():
        return Targets()
    content = parse_small_toml(path)
    reading = _Reading()
    targets = reading.targets(content, hash_file(path))
    if reading.faults:
        raise SendMetricsError("\n".join(reading.faults))
    return targets


def stage_targets(con: duckdb.DuckDBPyConnection, targets: Targets) -> None:
    """Create ``entered_<table>`` for each table of the file, as it was written."""
    for table in (TARGETS, TRAJECTORIES, ANNOTATIONS, HOLIDAYS):
        columns = ", ".join(f"{column.name} {column.sql_type}" for column in table.columns)
        con.execute(f"create table entered_{table.name} ({columns})")
        rows = [[row[name] for name in table.column_names] for row in getattr(targets, table.name)]
        if rows:
            marks = ", ".join("?" * len(table.columns))
            con.executemany(f"insert into entered_{table.name} values ({marks})", rows)


class _Reading:
    """One reading of the file, and what was wrong in it: all of it is told at once."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def targets(self, content: dict, sha256: str) -> Targets:
        self._refuse_unknown(FILE, set(content), set(KEYS))
        targets = [self._target(where, entry) for where, entry in self._entries(content, "targets")]
        points = [self._points(where, entry) for where, entry in self._entries(content, "trajectories")]
        annotations = [self._annotation(where, entry) for where, entry in self._entries(content, "annotations")]
        holidays = [self._holiday(where, entry) for where, entry in self._entries(content, "holidays")]
        self._refuse_two_at_once(targets)
        self._refuse_two_ways([rows[0] for rows in points if rows])
        return Targets(
            sha256, tuple(targets), tuple(row for rows in points for row in rows), tuple(annotations), tuple(holidays)
        )

    def _entries(self, content: dict, table: str) -> list[tuple[str, dict]]:
        """Each entry with the words for where it stands; those without a needed key are told and left out."""
        listed = content.get(table, [])
        if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
            self.faults.append(f"{FILE}, {table}: write each one below a line [[{table}]].")
            return []
        needed, others = KEYS[table]
        sound = []
        for number, entry in enumerate(listed, start=1):
            where = f"{FILE}, [[{table}]] number {number}"
            self._refuse_unknown(where, set(entry), needed | others)
            missing = sorted(needed - set(entry))
            if missing:
                self.faults.append(f"{where} lacks {', '.join(missing)}.")
            else:
                sound.append((where, entry))
        return sound

    def _target(self, where: str, entry: dict) -> dict:
        metric = self._metric(where, entry)
        return {
            "la_code": self._authority(where, entry),
            "metric": metric,
            **self._days(where, entry),
            "value": self._value(f"{where}: value", entry["value"], metric),
        }

    def _points(self, where: str, entry: dict) -> list[dict]:
        metric, la_code, points = self._metric(where, entry), self._authority(where, entry), entry["points"]
        if not isinstance(points, dict) or len(points) < 2:
            self.faults.append(
                f"{where}: points must be two or more days with their values, such as {{ 2025-04-01 = 40, 2026-03-31 = 60 }}."
            )
            return []
        rows = []
        for number, (text, value) in enumerate(points.items(), start=1):
            day = _read_day(text)
            rows.append(
                {
                    "la_code": la_code,
                    "metric": metric,
                    "point_date": self._day(f"{where}: the day of point {number}", day),
                    "value": self._value(f"{where}: the value of point {number}", value, metric),
                }
            )
        return rows

    def _annotation(self, where: str, entry: dict) -> dict:
        return {
            "la_code": self._authority(where, entry),
            "metric": self._metric(where, entry) if "metric" in entry else None,
            "event_date": self._day(f"{where}: date", entry["date"]),
            "note": self._text(f"{where}: text", entry["text"]),
        }

    def _holiday(self, where: str, entry: dict) -> dict:
        days = self._days(where, entry)
        if None not in days.values() and (days["to_date"] - days["from_date"]).days >= LONGEST_HOLIDAY_DAYS:
            self.faults.append(
                f"{where} lasts longer than {LONGEST_HOLIDAY_DAYS} days. Give the days on which schools are closed, not those "
                "of the term; is the year right?"
            )
        return {
            "la_code": self._authority(where, entry),
            "holiday_name": self._text(f"{where}: name", entry["name"]),
            **days,
        }

    def _metric(self, where: str, entry: dict) -> str | None:
        name = entry["metric"]
        if isinstance(name, str) and name in _kinds():
            return name
        near = difflib.get_close_matches(name, _kinds(), n=1) if isinstance(name, str) else []
        meant = f" Is {near[0]} meant?" if near else " python -m sendmetrics metrics lists them."
        self.faults.append(f"{where}: metric is none of our measures.{meant}")
        return None

    def _authority(self, where: str, entry: dict) -> str | None:
        code = entry.get("authority")
        if code is None or (isinstance(code, str) and re.fullmatch(AUTHORITY.form, code)):
            return code
        self.faults.append(f'{where}: authority must be three digits in quotes, such as "383".')
        return None

    def _days(self, where: str, entry: dict) -> dict:
        first, last = (self._day(f"{where}: {name}", entry[name]) if name in entry else None for name in ("from", "to"))
        if first and last and last < first:
            self.faults.append(f"{where}: to is before from. Exchange the two days.")
        return {"from_date": first, "to_date": last}

    def _day(self, where: str, day: object) -> datetime.date | None:
        # A moment is a date to Python, and not to us.
        if type(day) is datetime.date and EARLIEST <= day <= LATEST:
            return day
        self.faults.append(
            f"{where} must be a day from {EARLIEST.year} to {LATEST.year} such as 2026-03-31, without quotes."
        )
        return None

    def _value(self, where: str, value: object, metric: str | None) -> float | None:
        # True is a number to Python.
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        is_share = metric is not None and _kinds()[metric] in KINDS_OF_SHARES
        # Compared, never converted first: a whole number may be longer than any float.
        if is_number and 0 <= value <= (HIGHEST_SHARE if is_share else HIGHEST_VALUE):
            return float(value)
        self.faults.append(
            f"{where} must be a number from 0{f' to {HIGHEST_SHARE}, a percentage' if is_share else ' up'}."
        )
        return None

    def _text(self, where: str, text: object) -> str:
        if not isinstance(text, str) or not text.strip() or len(text.strip()) > LONGEST_TEXT:
            self.faults.append(f"{where} must be a few words in quotes, at most {LONGEST_TEXT} letters.")
            return ""
        self.faults += [
            f"{where} holds {says}. Every reader sees these words: take it out." for says in why_not_shown(text.strip())
        ]
        return text.strip()

    def _refuse_two_at_once(self, rows: list[dict]) -> None:
        """Of two targets on one day, nobody could say which is meant."""
        meets = [row["metric"] for place, row in enumerate(rows) if any(_meet(row, other) for other in rows[:place])]
        for metric in dict.fromkeys(meets):
            self.faults.append(
                f"{FILE}, [[targets]]: two targets for {metric} hold on the same days. "
                "Give each its from and to, or keep one."
            )

    def _refuse_two_ways(self, rows: list[dict]) -> None:
        meets = [row["metric"] for place, row in enumerate(rows) if any(_same(row, other) for other in rows[:place])]
        for metric in dict.fromkeys(meets):
            self.faults.append(f"{FILE}, [[trajectories]]: {metric} has two. Put all points into one, or keep one.")

    def _refuse_unknown(self, where: str, given: set[str], known: set[str]) -> None:
        """Each is told by what it may have meant, never as it was written: that may be a pupil's number."""
        unknown = sorted(given - known)
        near = {match for name in unknown for match in difflib.get_close_matches(name, known, n=1)}
        if unknown:
            keys = "an unknown key" if len(unknown) == 1 else f"{len(unknown)} unknown keys"
            meant = f" Is {' or '.join(sorted(near))} meant?" if near else ""
            self.faults.append(f"{where} has {keys}. Known are: {', '.join(sorted(known))}.{meant}")


def _read_day(text: str) -> datetime.date | None:
    """A key written as 2026-03-31; Python would also read 20260331, and the same day twice."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _same(row: dict, other: dict) -> bool:
    """Whether two rows are of one measure and authority; one that names none is of the same as any."""
    if row["metric"] is None or row["metric"] != other["metric"]:
        return False
    return row["la_code"] == other["la_code"] or None in (row["la_code"], other["la_code"])


def _meet(row: dict, other: dict) -> bool:
    """Whether two targets of the same hold on one day."""
    starts, ends = ([each[name] for each in (row, other)] for name in ("from_date", "to_date"))
    return _same(row, other) and max(day or EARLIEST for day in starts) <= min(day or LATEST for day in ends)


@functools.cache
def _kinds() -> dict[str, str]:
    """The kind of every measure, by name."""
    return {path.stem: read_sql_file(path)[0]["kind"] for path in sorted((QUERIES / "metrics").glob("*.sql"))}
