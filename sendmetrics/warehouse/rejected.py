"""Rejected rows go to files beside the extracts, for their owner alone, to be corrected and loaded again.

They are the authority's own rows, unchanged, so they may name children: this
folder is the one place for that, and each build writes it afresh.
"""

import csv
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.shapes import Feed
from sendmetrics.extracts.census_dates import census_day
from sendmetrics.extracts.delimited import REJECTED_HEADINGS, positions
from sendmetrics.extracts.ragged import split_line
from sendmetrics.extracts.sources import REJECTED_FOLDER
from sendmetrics.extracts.staging import Staging

LONGEST_STEM = 120


def write_rejected(staging: Staging) -> list[Path]:
    """One CSV per file and kind of record that had rows rejected, under the layout's own headings; the paths written."""
    folder = staging.folder / REJECTED_FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    written: list[Path] = []
    for feed in FEEDS.values():
        files = staging.con.execute(
            "select distinct file_id from refused where feed = ? order by 1", [feed.name]
        ).fetchall()
        for (file_id,) in files:
            folder.mkdir(mode=0o700, exist_ok=True)
            path = folder / _file_name(staging, feed, file_id, written)
            _write(staging, feed, file_id, path)
            written.append(path)
    return written


def _file_name(staging: Staging, feed: Feed, file_id: int, written: list[Path]) -> str:
    stem = staging.source(file_id).name.replace("/", "_").rsplit(".", 1)[0][:LONGEST_STEM]
    name = f"{stem}.{feed.name}.csv"
    taken = {path.name.casefold() for path in written}
    return name if name.casefold() not in taken else f"{stem}.file {file_id}.{feed.name}.csv"


def _write(staging: Staging, feed: Feed, file_id: int, path: Path) -> None:
    columns = _columns(staging, feed, file_id)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*REJECTED_HEADINGS, *(heading for heading, _ in columns)])
        writer.writerows(_rejected_rows(staging, feed, file_id, [name for _, name in columns]))
        writer.writerows(_broken_rows(staging, feed, file_id, [name for _, name in columns]))


def _columns(staging: Staging, feed: Feed, file_id: int) -> list[tuple[str, str | None]]:
    """Heading and our name of each column: those the file does not have, then the file's own in its order.

    Broken rows are as long as they are, so the file's own columns come last.
    """
    printed = {column.name: column.printed_heading for column in feed.columns}
    for name, heading in (("record_key", feed.record), ("parent_key", feed.parent)):
        if heading:
            printed[name] = heading.split("|")[0]
    layout = staging.layouts[file_id]
    mapping = staging.mapping.for_file(staging.source(file_id).name)
    places = positions(feed, layout, mapping.headings)
    names = {place: name for name, place in places.items()}
    own = [(printed.get(names.get(place), heading), names.get(place)) for place, heading in enumerate(layout.headings)]
    return [(heading, name) for name, heading in printed.items() if name not in places] + own


def _rejected_rows(staging: Staging, feed: Feed, file_id: int, names: list[str | None]) -> Iterator[tuple]:
    told = _told_by_the_file(staging, feed, file_id)
    chosen = ", ".join(
        "null" if name is None else f"coalesce(raw.{name}, ${name})" if name in told else f"raw.{name}"
        for name in names
    )
    yield from staging.con.execute(
        f"select refusals.row, refusals.rules, {chosen} "
        "from (select row, string_agg(distinct rule, ', ' order by rule) as rules from refused "
        "where feed = $feed and file_id = $file_id group by row) as refusals "
        f"inner join raw_{feed.name} as raw on raw.file_id = $file_id and raw.row = refusals.row order by 1",
        {"feed": feed.name, "file_id": file_id, **told},
    ).fetchall()


def _told_by_the_file(staging: Staging, feed: Feed, file_id: int) -> dict[str, str]:
    """What only the file as a whole said of its day: a few rows of it, in a file of their own, must say it themselves."""
    if feed.name not in DATED_AS_A_WHOLE:
        return {}
    table, say = DATED_AS_A_WHOLE[feed.name]
    days = staging.con.execute(f"select distinct census_date from {table} where file_id = ?", [file_id]).fetchall()
    if len(days) != 1 or days[0][0] != census_day(days[0][0].year, days[0][0].month):
        return {}
    return say(days[0][0])


DATED_AS_A_WHOLE = {
    "census_pupils": ("census_days", lambda day: {"census_year": f"{day:%Y}", "term": f"{day:%B}"}),
    "school_counts": ("count_days", lambda day: {"time_period": f"{day:%Y}"}),
}


def _broken_rows(staging: Staging, feed: Feed, file_id: int, names: list[str | None]) -> Iterator[list]:
    """Broken rows as far as they can be told apart, each field under the heading of its place."""
    layout = staging.layouts[file_id]
    before = [None] * (len(names) - len(layout.headings))
    for number, line in staging.con.execute(
        "select row, line from broken_rows where feed = ? and file_id = ? order by row", [feed.name, file_id]
    ).fetchall():
        yield [number, "row_broken", *before, *split_line(line, layout.delimiter)]
