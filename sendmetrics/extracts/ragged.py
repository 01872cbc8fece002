"""A delimited file read row by row, for files the fast reader cannot place: every row kept, or told to be broken.

Slower by far, so only files with something odd in them come here: rows with
too many or too few fields, quotation marks left open, text over several lines,
blank lines, line ends of two kinds. Rows are numbered as a spreadsheet would.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# A quotation mark still open after so many lines was never meant to span them.
LONGEST_RECORD = 100
# With fewer fields than this, a line of ordinary text may pass for a row.
TELLING_WIDTH = 4


@dataclass(frozen=True)
class Row:
    """One row: its number in a spreadsheet, its fields where it is whole, and its text."""

    number: int
    fields: list[str] | None
    text: str


class _Lines:
    """The lines of a file, of which those just taken can be given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines
        self.returned: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) == LONGEST_RECORD:
            raise StopIteration
        line = self.returned.popleft() if self.returned else next(self.lines)
        self.taken.append(line)
        return line

    def keep_first(self) -> None:
        self.returned.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def read_rows(path: Path, delimiter: str, width: int) -> Iterator[Row]:
    """Every row below the heading; rows that hold nothing at all are counted in the numbers and left out."""
    with open(path, encoding="utf-8", newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        number, is_below_heading = 0, False
        while True:
            lines.taken.clear()
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error:
                fields = None
            if is_below_heading and _swallowed_rows(lines.taken, fields, delimiter, width):
                fields = None
                lines.keep_first()
            number += 1
            if not is_below_heading:
                is_below_heading = fields is None or any(map(str.strip, fields))
            elif fields is None or any(map(str.strip, fields)):
                is_whole = fields is not None and _fits(fields, width)
                yield Row(number, fields[:width] if is_whole else None, "".join(lines.taken).rstrip("\r\n"))


def _fits(fields: list[str], width: int) -> bool:
    """As many fields as headings; empty ones after the last do no harm."""
    return len(fields) == width or (len(fields) > width and not any(fields[width:]))


def _swallowed_rows(taken: list[str], fields: list[str] | None, delimiter: str, width: int) -> bool:
    """Whether a quotation mark left open made one record of several rows."""
    if len(taken) == 1:
        return False
    return fields is None or (width >= TELLING_WIDTH and any(_is_row(line, delimiter, width) for line in taken[1:]))


def _is_row(line: str, delimiter: str, width: int) -> bool:
    """Whether a line is a whole row by itself; one with half a pair of quotation marks is the end of another."""
    if line.count('"') % 2:
        return False
    try:
        return len(next(csv.reader([line], delimiter=delimiter, strict=True), [])) == width
    except csv.Error:
        return False


def split_line(text: str, delimiter: str) -> list[str]:
    """The fields of a broken row, as far as they can be told apart."""
    try:
        return next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), [])
    except csv.Error:
        return text.split(delimiter)
