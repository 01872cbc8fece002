"""Workbooks opened with care: what is in their cells, sheet by sheet, in bounded time and memory whatever the file holds.

A workbook is a zip of XML. Its parts are unpacked once, counted as they come,
since what a zip says of its own size may be a lie, and only such a copy is
given to the reader. Rows are streamed: a single cell far out on a sheet costs
nothing.
"""

import datetime
import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from sendmetrics.contracts.published_lists import SHEET_NAME
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.sources import CHUNK

# Ten times what the largest of the layouts we read has; an office workbook is seldom larger.
LARGEST_FILE = 30_000_000
LARGEST_UNPACKED = 120_000_000
MOST_PARTS = 500
# The reader makes an object of each tag: of a row's cells all at once, of formats for good.
MOST_TAGS, MOST_TAGS_OF_CELLS = 200_000, 2_000_000
PARTS_OF_CELLS = ("xl/worksheets/", "xl/sharedstrings")
MOST_ROWS = 5_000
MOST_COLUMNS = 300
READ_PARTS = (".xml", ".rels")
# No office program writes these; they are how a small XML is made to grow without end, or to fetch another file.
_DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
# Text of two bytes a letter, which would hide them; office programs write UTF-8.
_WIDE = (b"\xff\xfe", b"\xfe\xff")
# What the zip and the reader raise on parts that are missing, cut short or hold something else.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, TypeError, IndexError, AttributeError),
    *(EOFError, OSError, NotImplementedError, RuntimeError, ArithmeticError, AssertionError, struct.error),
)  # fmt: skip

Cell = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, or its place where the name is not of the form ``Table 4a``, and its rows from the first on."""

    name: str
    rows: list[tuple[Cell, ...]]


class WorkbookError(SendMetricsError):
    """Why a workbook cannot be read: where it is, what is wrong, what to do."""

    def __init__(self, message: str, action: str, sheet: str = "", row: int | None = None, column: str = "") -> None:
        super().__init__(f"{message} {action}")
        self.message, self.action = message, action
        self.sheet, self.row, self.column = sheet, row, column


def has_sheets(path: Path) -> bool:
    """Whether a zip holds sheets as Excel writes them."""
    try:
        with zipfile.ZipFile(path) as packed:
            return any(name.startswith("xl/worksheets/") for name in packed.namelist())
    except _BROKEN:
        return False


def read_sheets(path: Path, most_rows: int = MOST_ROWS) -> list[Sheet]:
    """The sheets in their order, each with at most ``most_rows`` rows and one more, as values; empty ones at the end apart.

    A formula gives the value last worked out for it. Raises WorkbookError
    where the workbook is too large, or cannot be read.
    """
    copy = _copy_parts(path)
    try:
        return _read_rows(copy, most_rows)
    except _BROKEN as error:
        raise _cannot_be_opened() from error


def _read_rows(copy: io.BytesIO, most_rows: int) -> list[Sheet]:
    workbook = openpyxl.load_workbook(copy, read_only=True, data_only=True, keep_links=False)
    sheets = []
    for place, sheet in enumerate(workbook.worksheets, start=1):
        # Some files declare one cell only.
        sheet.reset_dimensions()
        rows = list(sheet.iter_rows(values_only=True, max_row=most_rows + 1, max_col=MOST_COLUMNS))
        while rows and not any(cell is not None for cell in rows[-1]):
            rows.pop()
        name = sheet.title.strip()
        sheets.append(Sheet(name if re.fullmatch(SHEET_NAME.form, name) else f"sheet {place}", rows))
    return sheets


def _copy_parts(path: Path) -> io.BytesIO:
    """The same workbook with nothing in it but XML, of the size it says it is."""
    if path.stat().st_size > LARGEST_FILE:
        raise _too_large(f"The workbook is larger than {LARGEST_FILE // 1_000_000} MB.")
    copy, left = io.BytesIO(), LARGEST_UNPACKED
    try:
        with zipfile.ZipFile(path) as packed, zipfile.ZipFile(copy, "w") as plain:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS:
                raise _too_large(f"The workbook has more than {MOST_PARTS} parts.")
            if len({part.filename for part in parts}) < len(parts):
                raise _cannot_be_opened()
            for part in parts:
                if part.filename.casefold().endswith(READ_PARTS):
                    content = _unpack(packed, part, left)
                    left -= len(content)
                    plain.writestr(part.filename, content)
    except _BROKEN as error:
        raise _cannot_be_opened() from error
    copy.seek(0)
    return copy


def _unpack(packed: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes:
    content = bytearray()
    with packed.open(part) as file:
        while chunk := file.read(CHUNK):
            content += chunk
            if len(content) > left:
                raise _too_large(f"The workbook unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB.")
    if _DECLARES.search(content) or content.startswith(_WIDE) or b"\0" in content:
        raise WorkbookError(
            "The workbook holds declarations that no office program writes.",
            "Take it out of the folder, and get it again from where it is published.",
        )
    most = MOST_TAGS_OF_CELLS if part.filename.casefold().startswith(PARTS_OF_CELLS) else MOST_TAGS
    if content.count(b"<") > most:
        raise _too_large(f"A part of the workbook has more than {most:,} tags.")
    return bytes(content)


def _too_large(message: str) -> WorkbookError:
    return WorkbookError(message, "Get it again from where it is published, or take it out of the folder.")


def _cannot_be_opened() -> WorkbookError:
    return WorkbookError(
        "The workbook is damaged: it cannot be opened.", "Get it again from where it is published, as .xlsx."
    )


def column_letters(place: int) -> str:
    """A column as spreadsheets call it, the first being 0: A, B ... Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
