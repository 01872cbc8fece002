"""Rejected rows go to files beside the extracts, for their owner alone, to be corrected and loaded again.

They are the authority's own rows, unchanged, so they may name children: this
folder is the one place for that, and each build writes it afresh.
"""

import csv
import os
import shutil
from pathlib import Path

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.shapes import Feed
from sendmetrics.extracts.delimited import split_line
from sendmetrics.extracts.sources import REJECTED_FOLDER
from sendmetrics.extracts.staging import Staging


def write_rejected(staging: Staging) -> list[Path]:
    """One CSV per file and kind of record that had rows rejected, under the layout's own headings; the paths written."""
    folder = staging.folder / REJECTED_FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    written = []
    for feed in FEEDS.values():
        files = staging.con.execute("select distinct file_id from refused where feed = ? order by 1", [feed.name]).fetchall()
        for (file_id,) in files:
            folder.mkdir(mode=0o700, exist_ok=True)
            stem = staging.source(file_id).name.replace("/", "_").rsplit(".", 1)[0]
            path = folder / f"{stem}.{feed.name}.csv"
            _write(staging, feed, file_id, path)
            written.append(path)
    return written


def _write(staging: Staging, feed: Feed, file_id: int, path: Path) -> None:
    headings = [*filter(None, (feed.record.split("|")[0], feed.parent.split("|")[0]))]
    keys = [name for name, heading in (("record_key", feed.record), ("parent_key", feed.parent)) if heading]
    names = keys + [column.name for column in feed.columns]
    headings += [column.heading.split("|")[0] or column.name for column in feed.columns]
    rows = staging.con.execute(
        f"select refusals.row, refusals.rules, {', '.join(f'raw.{name}' for name in names)} "
        f"from (select row, string_agg(distinct rule, ', ') as rules from refused "
        f"where feed = '{feed.name}' and file_id = $file_id group by row) as refusals "
        f"inner join raw_{feed.name} as raw on raw.file_id = $file_id and raw.row = refusals.row order by 1",
        {"file_id": file_id},
    ).fetchall()
    broken = staging.con.execute(
        "select row, 'row_broken', line from broken_rows where feed = ? and file_id = ? order by row", [feed.name, file_id]
    ).fetchall()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["rejected_row", "rejected_because", *headings])
        writer.writerows(rows)
        for row, rule, line in broken:
            writer.writerow([row, rule, *split_line(line or "", staging.layouts[file_id].delimiter)])
