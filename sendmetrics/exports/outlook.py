"""What is expected, or queues, as a CSV: the tables of a panel, after lines on what they are, as at which day and for whom."""

import csv
import io
from collections.abc import Iterable

from sendmetrics.metrics.outlook import Outlook
from sendmetrics.metrics.queues import Queues
from sendmetrics.panels.tables import Table


def to_csv(tables: Iterable[Table], outlook: Outlook | Queues, title: str, said: str) -> str:
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
