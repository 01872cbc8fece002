"""Which layout a file has, told by its content: its headings, or the root of its XML; never its name."""

import csv
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.shapes import Feed, normalise_heading

DELIMITERS = ",\t;|"
LONGEST_HEADING = 1 << 16


@dataclass(frozen=True)
class Layout:
    """What a file turned out to be.

    ``kind`` is ``csv``, ``sen2_xml`` or ``unknown``. For a CSV, ``headings``
    are as printed and ``feed`` is what they fit. For an unknown file,
    ``nearest`` and ``missing`` say which layout came closest and what it lacks,
    ``reason`` why it could not be read at all.
    """

    kind: str
    feed: Feed | None = None
    headings: tuple[str, ...] = ()
    delimiter: str = ","
    nearest: Feed | None = None
    missing: tuple[str, ...] = ()
    reason: str = ""


def recognise_layout(path: Path, renamed: dict[str, str]) -> Layout:
    """The layout of a UTF-8 text file; ``renamed`` maps normalised local headings to ours."""
    with open(path, encoding="utf-8", newline="", errors="replace") as file:
        start = file.read(LONGEST_HEADING)
    if not start.strip():
        return Layout("unknown", reason="The file is empty.")
    if "\0" in start or start.startswith(("PK\x03\x04", "%PDF")):
        return Layout("unknown", reason="The file is not text. Save workbooks as CSV, one file a sheet.")
    if start.lstrip("\ufeff \r\n\t").startswith("<"):
        return _recognise_xml(path)
    return _recognise_csv(start, renamed)


def _recognise_xml(path: Path) -> Layout:
    try:
        for _, element in etree.iterparse(str(path), events=("end",), resolve_entities=False, no_network=True):
            name = etree.QName(element).localname.casefold()
            if name == "collection" and "sen2" in (element.text or "").casefold().replace(" ", ""):
                return Layout("sen2_xml")
            if name in ("header", "person"):
                return Layout("sen2_xml") if name == "person" else Layout("unknown", reason=NOT_SEN2)
    except etree.XMLSyntaxError as error:
        return Layout("unknown", reason=f"The XML is broken at line {error.lineno}: it cannot be read beyond that.")
    return Layout("unknown", reason=NOT_SEN2)


NOT_SEN2 = "The XML is not a SEN2 return: its header names another collection."


def _recognise_csv(start: str, renamed: dict[str, str]) -> Layout:
    delimiter = max(DELIMITERS, key=start.split("\n", 1)[0].count)
    headings = tuple(next(csv.reader(start.splitlines(keepends=True), delimiter=delimiter), ()))
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


def _lacking(feed: Feed, present: set[str]) -> list[str]:
    """Headings that tell this layout from others and are not there, as the layout prints them."""
    return [
        wanted.split("|")[0]
        for wanted in feed.recognised_by
        if not any(normalise_heading(spelling) in present for spelling in wanted.split("|"))
    ]
