"""Which layout a file has, told by its content: its headings, or the root of its XML; never its name."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from sendmetrics.contracts import FEEDS, sen2
from sendmetrics.contracts.published_lists import PUBLISHED_LISTS
from sendmetrics.contracts.shapes import Feed, normalise_heading
from sendmetrics.extracts.packed import WORKBOOK, find_packed
from sendmetrics.extracts.published_sheets import holds_published_lists
from sendmetrics.extracts.workbooks import WorkbookError, has_sheets

DELIMITERS = ",\t;|"
LONGEST_HEADING = 1 << 16
_DECLARATION = re.compile(rb"\s*<\?xml\s[^>]*\?>")


@dataclass(frozen=True)
class Layout:
    """What a file turned out to be.

    ``kind`` is ``csv``, ``sen2_xml``, ``workbook`` or ``unknown``. For a CSV, ``headings``
    are as printed and ``feed`` is what they fit. For an unknown file,
    ``nearest`` and ``missing`` say which layout came closest and what it lacks,
    ``reason`` why it could not be read at all, and ``action`` what to do, where
    there is more to do than to take it away.
    """

    kind: str
    feed: Feed | None = None
    headings: tuple[str, ...] = ()
    delimiter: str = ","
    nearest: Feed | None = None
    missing: tuple[str, ...] = ()
    reason: str = ""
    action: str = ""

    @property
    def family(self) -> str:
        """What the analyst calls such a file."""
        if self.kind == "sen2_xml":
            return sen2.FAMILY
        return self.feed.family if self.feed else "not recognised"


def recognise_layout(path: Path, renamed: dict[str, str]) -> Layout:
    """The layout of a file, of UTF-8 where it is text; ``renamed`` maps normalised local headings to ours."""
    packed = find_packed(path)
    if packed is WORKBOOK and has_sheets(path):
        return _recognise_workbook(path)
    if packed is not None:
        return Layout("unknown", reason=packed.reason, action=packed.action)
    with open(path, encoding="utf-8", newline="", errors="replace") as file:
        start = file.read(LONGEST_HEADING)
    if not start.strip():
        return Layout("unknown", reason="The file is empty.")
    if "\0" in start:
        return Layout("unknown", reason="The file is not text.", action="Export it again as CSV, in UTF-8.")
    if start.lstrip("\ufeff \r\n\t").startswith("<"):
        return _recognise_xml(path)
    return _recognise_csv(start, renamed)


def _recognise_workbook(path: Path) -> Layout:
    try:
        if holds_published_lists(path):
            return Layout("workbook", PUBLISHED_LISTS)
    except WorkbookError as error:
        return Layout("unknown", reason=error.message, action=error.action)
    return Layout("unknown", reason=WORKBOOK.reason, action=WORKBOOK.action)


def _recognise_xml(path: Path) -> Layout:
    try:
        with open(path, "rb") as file:
            skip_declaration(file)
            for _, element in etree.iterparse(file, events=("end",), resolve_entities=False, no_network=True):
                name = etree.QName(element).localname.casefold()
                if name == "collection" and "sen2" in (element.text or "").casefold().replace(" ", ""):
                    return Layout("sen2_xml")
                if name in ("header", "person"):
                    return Layout("sen2_xml") if name == "person" else Layout("unknown", reason=NOT_SEN2)
    except etree.XMLSyntaxError as error:
        line = broken_line(error)
        return Layout("unknown", reason=f"The XML is broken at line {line}: it cannot be read beyond that.")
    return Layout("unknown", reason=NOT_SEN2)


NOT_SEN2 = "The XML is not a SEN2 return: its header names another collection."


def skip_declaration(file: BinaryIO) -> None:
    """Go behind the XML declaration: the text is UTF-8 by now, whatever encoding that names."""
    match = _DECLARATION.match(file.read(LONGEST_HEADING))
    file.seek(match.end() if match else 0)


def broken_line(error: etree.XMLSyntaxError) -> int:
    """The line an XML file breaks at; the parser gives some errors none of their own."""
    # The log may begin with what other files had.
    return error.lineno or (error.error_log[-1].line if len(error.error_log) else 1)


def _recognise_csv(start: str, renamed: dict[str, str]) -> Layout:
    by_delimiter = {delimiter: _first_record(start, delimiter) for delimiter in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda delimiter: len(by_delimiter[delimiter]))
    headings = by_delimiter[delimiter]
    present = {renamed.get(normal, normal) for normal in map(normalise_heading, headings)}
    lacking = {feed.name: _lacking(feed, present) for feed in FEEDS.values()}
    fitting = [feed for feed in FEEDS.values() if not lacking[feed.name]]
    if fitting:
        feed = max(fitting, key=lambda feed: len(feed.recognised_by))
        return Layout("csv", feed, headings, delimiter)
    nearest = min(FEEDS.values(), key=lambda feed: len(lacking[feed.name]) / len(feed.recognised_by))
    if len(lacking[nearest.name]) == len(nearest.recognised_by):
        return Layout("unknown", headings=headings, reason="No heading in it belongs to a layout we read.")
    return Layout("unknown", headings=headings, nearest=nearest, missing=tuple(lacking[nearest.name]))


def _first_record(start: str, delimiter: str) -> tuple[str, ...]:
    """The first row that is not blank."""
    records = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    return next((tuple(record) for record in records if any(map(str.strip, record))), ())


def _lacking(feed: Feed, present: set[str]) -> list[str]:
    """Headings that tell this layout from others and are not there, as the layout prints them."""
    return [
        wanted.split("|")[0]
        for wanted in feed.recognised_by
        if not any(normalise_heading(spelling) in present for spelling in wanted.split("|"))
    ]
