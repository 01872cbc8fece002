"""What is expected, or queues, as a CSV: the tables of a panel, after lines on what they are, as at which day and for whom."""

import csv
import datetime
import io
from collections.abc import Iterable
from typing import Protocol

from sendmetrics.panels.tables import Table


class Told(Protocol):
    """What was worked out: as at which day, for whom, and from which warehouse."""

    as_at: datetime.date | None
    audience: str
    warehouse: str


def to_csv(tables: Iterable[Table], outlook: Told, title: str, said: str) -> str:
    """Each table under its caption; what was hidden is hidden here too, since these are the tables of the page."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for name, words in (
        ("title", title),
        ("what", said),
        ("as at", outlook.as_at.isoformat()),
        ("audience", outlook.audience),
        ("warehouse", outlook.warehouse),
    ):
        # Quoted where it holds a comma: one cell, which no spreadsheet takes for a formula.
        writer.writerow([f"# {name}: {words}"])
    for table in tables:
        writer.writerow([f"# {table.caption}"])
        writer.writerow(table.headings)
        writer.writerows(table.rows)
    return file.getvalue()
