"""A SEN2 return in XML into its raw relations: streamed, nesting turned into keys by position."""

from pathlib import Path

import pyarrow
from lxml import etree

from sendmetrics.contracts import sen2
from sendmetrics.contracts.shapes import Feed
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.sources import Source
from sendmetrics.extracts.staging import Staging

FEED_OF_TAG = {feed.tag: feed for feed in sen2.FEEDS}
FLUSH_AT = 100_000
# Only these are worth stopping at; the rest is read when its person is complete.
TAGS = [f"{{*}}{spelling}" for name in ("Header", "Person") for spelling in (name, name.lower(), name.upper())]


class _Batch:
    """Records of one feed waiting to be written, as columns of text."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.count = 0
        self.names = ["row", "record_key", "parent_key", *(column.name for column in feed.columns)]
        self.headings = [column.headings[0] for column in feed.columns]
        self.spellings = {other: column.headings[0] for column in feed.columns for other in column.headings[1:]}
        self.rows: list[tuple] = []

    def add(self, values: dict[str, str], parent_key: str | None) -> str:
        self.count += 1
        key = f"{self.feed.name}-{self.count}"
        self.rows.append((self.count, key, parent_key, *map(values.get, self.headings)))
        return key

    def flush(self, staging: Staging, source: Source) -> None:
        types = [pyarrow.int32(), *([pyarrow.string()] * (len(self.names) - 1))]
        arrays = [pyarrow.array(column, type=kind) for column, kind in zip(zip(*self.rows, strict=True), types, strict=True)]
        staging.con.register("xml_batch", pyarrow.table(arrays, names=self.names))
        staging.con.execute(
            f"insert into raw_{self.feed.name} by name select $file_id as file_id, * from xml_batch",
            {"file_id": source.file_id},
        )
        staging.con.unregister("xml_batch")
        self.rows = []


def load_sen2_xml(staging: Staging, source: Source, path: Path) -> None:
    """Append every record of the return to its raw relation; ``row`` counts the records of its kind.

    Raises SendMetricsError when the XML is broken; nothing of the file stays then.
    """
    batches = {tag: _Batch(feed) for tag, feed in FEED_OF_TAG.items()}
    header_key = None
    try:
        stream = etree.iterparse(
            str(path), events=("end",), tag=TAGS, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
        )
        for _, element in stream:
            name = _tag(element)
            if name == "header":
                leaves = {_tag(leaf): leaf.text for leaf in element.iter() if len(leaf) == 0}
                header_key = batches["header"].add(leaves, None)
            elif name == "person":
                _add_records(element, header_key, batches)
                # A person read is dropped, and its place among its elders, so that memory stays flat.
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
                if len(batches["person"].rows) >= FLUSH_AT:
                    _flush(batches, staging, source)
    except etree.XMLSyntaxError as error:
        for feed in FEED_OF_TAG.values():
            staging.con.execute(f"delete from raw_{feed.name} where file_id = ?", [source.file_id])
        raise SendMetricsError(
            f"{source.name}: the XML is broken at line {error.lineno}. Export the return again; nothing of this file was loaded."
        ) from error
    _flush(batches, staging, source)


def _add_records(element: etree._Element, parent_key: str | None, batches: dict[str, _Batch]) -> None:
    """One record and, below it, the records nested in it."""
    batch = batches[_tag(element)]
    values, nested = {}, []
    for child in element:
        name = _tag(child)
        if name in FEED_OF_TAG:
            nested.append(child)
        elif len(child):
            nested.extend(grandchild for grandchild in child if _tag(grandchild) in FEED_OF_TAG)
        else:
            values[batch.spellings.get(name, name)] = child.text
    key = batch.add(values, parent_key)
    for child in nested:
        _add_records(child, key, batches)


def _tag(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].casefold()


def _flush(batches: dict[str, _Batch], staging: Staging, source: Source) -> None:
    for batch in batches.values():
        if batch.rows:
            batch.flush(staging, source)
