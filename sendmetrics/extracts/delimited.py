"""A CSV of a known layout into its raw relation: every row kept, or listed as broken with its number."""

import csv
from pathlib import Path

from sendmetrics.contracts.shapes import Column, Feed, normalise_heading
from sendmetrics.extracts.mapping import FileMapping
from sendmetrics.extracts.recognise import Layout
from sendmetrics.extracts.sources import Source
from sendmetrics.extracts.staging import Staging

LONGEST_LINE = 10_000_000


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


def unused_headings(feed: Feed, layout: Layout, renamed: dict[str, str]) -> list[str]:
    """Headings of the file that no column of the contract takes."""
    used = set(positions(feed, layout, renamed).values())
    return [heading for place, heading in enumerate(layout.headings) if place not in used]


def constant_for(column: Column, mapping: FileMapping) -> str | None:
    """The value mapping.toml gives this column for the whole file, under our name or a heading of the layout."""
    spellings = (normalise_heading(column.name), *column.headings)
    return next((mapping.values[spelling] for spelling in spellings if spelling in mapping.values), None)


def load_csv(staging: Staging, source: Source, path: Path, layout: Layout, mapping: FileMapping) -> None:
    """Append the file's rows to ``raw_<feed>``; rows with too many or too few fields go to ``broken_rows``."""
    feed = layout.feed
    places = positions(feed, layout, mapping.headings)
    con = staging.con
    values = {"path": str(path), "file_id": source.file_id}
    chosen = []
    constants = {column.name: constant_for(column, mapping) for column in feed.columns}
    for name in ("record_key", "parent_key", *constants):
        constant = constants.get(name)
        if name in places:
            chosen.append(f"c{places[name]}")
        elif constant is not None:
            values[f"constant_{name}"] = constant
            chosen.append(f"$constant_{name}")
        else:
            chosen.append("null")
    fields = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(layout.headings)))
    con.execute(
        f"""
        insert into raw_{feed.name}
        select $file_id, row_number() over () + 1, {", ".join(chosen)}
        from read_csv(
            $path, columns = {{{fields}}}, auto_detect = false, all_varchar = true, header = true,
            delim = '{layout.delimiter}', quote = '"', escape = '"', strict_mode = true,
            max_line_size = {LONGEST_LINE}, store_rejects = true, rejects_limit = 0,
            rejects_table = 'rejected_lines', rejects_scan = 'rejected_scans'
        )
        """,
        values,
    )
    _keep_broken_rows(staging, feed, source)


def _keep_broken_rows(staging: Staging, feed: Feed, source: Source) -> None:
    """Move what the reader refused to ``broken_rows`` and give the rows after it their own numbers back."""
    con = staging.con
    lines = con.execute("select line, any_value(csv_line) from rejected_lines group by line order by line").fetchall()
    con.execute("drop table if exists rejected_lines")
    con.execute("drop table if exists rejected_scans")
    if not lines:
        return
    for line, text in lines:
        con.execute("insert into broken_rows values (?, ?, ?, ?)", [feed.name, source.file_id, line, text])
        con.execute("insert into refused values (?, ?, ?, 'row_broken')", [feed.name, source.file_id, line])
    # The reader numbers only the rows it kept: the k-th broken row pushes all rows after it down by one.
    thresholds = [line - place for place, (line, _) in enumerate(lines)]
    con.execute(
        f"""
        update raw_{feed.name}
        set row = row + len(list_filter($thresholds::bigint[], lambda threshold: threshold <= row))
        where file_id = $file_id
        """,
        {"thresholds": thresholds, "file_id": source.file_id},
    )


def split_line(text: str, delimiter: str) -> list[str]:
    """The fields of a broken line, as far as they can be told apart."""
    return next(csv.reader([text], delimiter=delimiter), [])
