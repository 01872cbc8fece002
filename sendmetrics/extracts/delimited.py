"""A CSV of a known layout into its raw relation: every row kept, or listed as broken with its number."""

import re
from pathlib import Path

import duckdb

from sendmetrics.contracts.shapes import Column, Feed, normalise_heading
from sendmetrics.extracts.mapping import FileMapping
from sendmetrics.extracts.ragged import read_rows
from sendmetrics.extracts.recognise import Layout
from sendmetrics.extracts.sources import CHUNK, Source
from sendmetrics.extracts.staging import Staging

LONGEST_LINE = 10_000_000
ROWS_AT_ONCE = 100_000
# What rejected.py writes in front of a row that was refused; read over when the file comes back.
REJECTED_HEADINGS = ("rejected_row", "rejected_because")
# The fast reader takes these in a file's name for a pattern of names.
_GLOB_SIGN = re.compile(r"([*?\[])")


def positions(feed: Feed, layout: Layout, renamed: dict[str, str]) -> dict[str, int]:
    """Where each contract column stands in the file; ``record`` and ``parent`` keys under those names."""
    order: dict[str, int] = {}
    for place, heading in enumerate(layout.headings):
        normal = normalise_heading(heading)
        order.setdefault(renamed.get(normal, normal), place)
    found = {}
    for column in feed.columns:
        place = next((order[heading] for heading in column.headings if heading in order), None)
        if place is not None:
            found[column.name] = place
    for name, headings in (("record_key", feed.record), ("parent_key", feed.parent)):
        place = next((order[normalise_heading(h)] for h in headings.split("|") if normalise_heading(h) in order), None)
        if headings and place is not None:
            found[name] = place
    return found


def unused_places(feed: Feed, layout: Layout, renamed: dict[str, str]) -> list[int]:
    """Places of the file's columns that no column of the contract takes."""
    used = set(positions(feed, layout, renamed).values())
    ours = {normalise_heading(heading) for heading in REJECTED_HEADINGS}
    return [
        place
        for place, heading in enumerate(layout.headings)
        if place not in used and normalise_heading(heading) not in {"", *ours}
    ]


def is_correction(headings: tuple[str, ...]) -> bool:
    """Whether a file is one of rejected rows, come back corrected."""
    ours = {normalise_heading(heading) for heading in REJECTED_HEADINGS}
    return ours <= {normalise_heading(heading) for heading in headings}


def constant_for(column: Column, mapping: FileMapping) -> str | None:
    """The value mapping.toml gives this column for the whole file, under our name or a heading of the layout."""
    spellings = (normalise_heading(column.name), *column.headings)
    return next((mapping.values[spelling] for spelling in spellings if spelling in mapping.values), None)


def load_csv(staging: Staging, source: Source, path: Path, layout: Layout, mapping: FileMapping) -> None:
    """Append the file's rows to ``raw_<feed>``; rows with too many or too few fields go to ``broken_rows``."""
    places = positions(layout.feed, layout, mapping.headings)
    constants = {}
    for column in layout.feed.columns:
        constant = constant_for(column, mapping)
        if column.name not in places and constant is not None:
            constants[column.name] = constant
    if not _load_at_once(staging, source, path, layout, places, constants):
        staging.con.execute(f"delete from raw_{layout.feed.name} where file_id = ?", [source.file_id])
        _load_row_by_row(staging, source, path, layout, places, constants)


def _load_at_once(
    staging: Staging, source: Source, path: Path, layout: Layout, places: dict[str, int], constants: dict[str, str]
) -> bool:
    """Read the file in one go; False where a row is not exactly one line of so many fields, since then rows are missing or misnumbered."""
    feed, con = layout.feed, staging.con
    values = {"path": _GLOB_SIGN.sub(r"[\1]", str(path)), "file_id": source.file_id}
    values |= {f"constant_{name}": constant for name, constant in constants.items()}
    chosen = [
        f"c{places[name]}" if name in places else f"$constant_{name}" if name in constants else "null"
        for name in ("record_key", "parent_key", *feed.column_names)
    ]
    fields = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(layout.headings)))
    try:
        con.execute(
            f"""
            insert into raw_{feed.name}
            select $file_id, row_number() over () + 1, {", ".join(chosen)}
            from read_csv(
                $path, columns = {{{fields}}}, auto_detect = false, all_varchar = true, header = true,
                delim = '{layout.delimiter}', quote = '"', escape = '"', strict_mode = true,
                max_line_size = {LONGEST_LINE}, compression = 'none', hive_partitioning = false
            )
            """,
            values,
        )
    except duckdb.Error:
        return False
    needed = [name for name in places if name.endswith("_key") or feed.column(name).required] or list(places)
    is_blank = " and ".join(f"nullif(trim({name}), '') is null" for name in needed)
    rows, blank = con.execute(
        f"select count(*), count(*) filter (where {is_blank}) from raw_{feed.name} where file_id = ?", [source.file_id]
    ).fetchone()
    lines_of_heading = 1 + sum(heading.count("\n") for heading in layout.headings)
    return blank == 0 and rows + lines_of_heading == _count_lines(path)


def _load_row_by_row(
    staging: Staging, source: Source, path: Path, layout: Layout, places: dict[str, int], constants: dict[str, str]
) -> None:
    feed = layout.feed
    names = ("record_key", "parent_key", *feed.column_names)
    whole, broken = [], []
    for row in read_rows(path, layout.delimiter, len(layout.headings)):
        if row.fields is None:
            broken.append((row.number, row.text))
        else:
            values = [row.fields[places[name]] if name in places else constants.get(name) for name in names]
            whole.append((row.number, *(value or None for value in values)))
        if len(whole) == ROWS_AT_ONCE:
            staging.append_rows(feed, source.file_id, whole)
            whole = []
    staging.append_rows(feed, source.file_id, whole)
    staging.append_broken_rows(feed, source.file_id, broken)


def _count_lines(path: Path) -> int:
    """Lines of the file, blank ones at its end apart."""
    lines, at_end = 1, 0
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            written = chunk.rstrip(b"\r\n")
            if written:
                lines += at_end + written.count(b"\n")
                at_end = 0
            at_end += chunk.count(b"\n", len(written))
    return lines
