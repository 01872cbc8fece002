"""A SEN2 return in XML into its raw relations: streamed, nesting turned into keys by position."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from sendmetrics.contracts import sen2
from sendmetrics.contracts.shapes import Feed
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.recognise import broken_line, skip_declaration
from sendmetrics.extracts.sources import Source
from sendmetrics.extracts.staging import Staging

FEED_OF_TAG = {feed.tag: feed for feed in sen2.FEEDS}
FLUSH_AT = 100_000
# Only these are worth stopping at; the rest is read when its person is complete.
TAGS = [f"{{*}}{spelling}" for name in ("Header", "Person") for spelling in (name, name.lower(), name.upper())]


class _Names(dict):
    """Tags as we compare them, without namespace and case; each is worked out once, since a return has millions."""

    def __missing__(self, tag: object) -> str:
        # Comments, instructions and entities have no name; nothing of ours stands in them.
        name = tag.rpartition("}")[2].casefold() if isinstance(tag, str) else ""
        self[tag] = name
        return name


_name_of = _Names()


class _Batch:
    """Records of one feed waiting to be written, as rows of text.

    Keys carry the file's hash, so that a rejected record, corrected and loaded
    again, finds its place in this return and in no other.
    """

    def __init__(self, feed: Feed, source: Source) -> None:
        self.feed = feed
        self.prefix = f"{source.sha256[:8]}-{feed.tag}-"
        self.count = 0
        self.headings = [column.headings[0] for column in feed.columns]
        self.spellings = {other: column.headings[0] for column in feed.columns for other in column.headings[1:]}
        self.rows: list[tuple] = []

    def add(self, values: dict[str, str], parent_key: str | None) -> str:
        for other in self.spellings.keys() & values.keys():
            values[self.spellings[other]] = values[other]
        self.count += 1
        key = f"{self.prefix}{self.count}"
        self.rows.append((self.count, key, parent_key, *map(values.get, self.headings)))
        return key


def load_sen2_xml(staging: Staging, source: Source, path: Path) -> None:
    """Append every record of the return to its raw relation; ``row`` counts the records of its kind.

    Raises SendMetricsError when the XML is broken; nothing of the file stays then.
    """
    batches = {tag: _Batch(feed, source) for tag, feed in FEED_OF_TAG.items()}
    header_key = None
    try:
        with open(path, "rb") as file:
            skip_declaration(file)
            for element in _stream(file):
                if _name_of[element.tag] == "header":
                    leaves = {_name_of[leaf.tag]: leaf.text for leaf in element.iter() if len(leaf) == 0}
                    header_key = batches["header"].add(leaves, None)
                else:
                    _add_records(element, header_key, batches)
                if len(batches["person"].rows) >= FLUSH_AT:
                    _flush(batches, staging, source)
    except etree.XMLSyntaxError as error:
        for feed in FEED_OF_TAG.values():
            staging.con.execute(f"delete from raw_{feed.name} where file_id = ?", [source.file_id])
        raise SendMetricsError(
            f"{source.name}: the XML is broken at line {broken_line(error)}. "
            "Export the return again; nothing of this file was loaded."
        ) from error
    _flush(batches, staging, source)


def _stream(file: BinaryIO) -> Iterator[etree._Element]:
    """Header and persons, one at a time; each is dropped once used, with its place, so that memory stays flat."""
    options = {"resolve_entities": False, "no_network": True, "huge_tree": False}
    for _, element in etree.iterparse(
        file, events=("end",), tag=TAGS, remove_comments=True, remove_pis=True, **options
    ):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _add_records(element: etree._Element, parent_key: str | None, batches: dict[str, _Batch]) -> None:
    """One record and, below it, the records nested in it."""
    values, nested = {}, []
    for child in element:
        name = _name_of[child.tag]
        if name in FEED_OF_TAG:
            nested.append(child)
        elif len(child):
            nested.extend(grandchild for grandchild in child if _name_of[grandchild.tag] in FEED_OF_TAG)
        else:
            values[name] = child.text
    key = batches[_name_of[element.tag]].add(values, parent_key)
    for child in nested:
        _add_records(child, key, batches)


def _flush(batches: dict[str, _Batch], staging: Staging, source: Source) -> None:
    for batch in batches.values():
        staging.append_rows(batch.feed, source.file_id, batch.rows)
        batch.rows = []
