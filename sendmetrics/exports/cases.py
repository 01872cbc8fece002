"""A list of cases as table, CSV or JSON: for casework readers, to be looked up in the files it names."""

import csv
import datetime
import io
import json

from sendmetrics.exports.results import safe_cell, safe_line
from sendmetrics.metrics.cases import CaseList
from sendmetrics.metrics.definition import find_metric
from sendmetrics.words import say_count, say_date

FOR_WHOM = "For casework only: single children. Every list is logged."


def _provenance(cases: CaseList) -> list[tuple[str, str]]:
    """What every list says of itself before its rows."""
    metric = find_metric(cases.metric)
    filters = "; ".join(
        f"{name}: {', '.join(value) if isinstance(value, list) else value}"
        for name, value in cases.question.as_filters().items()
    )
    return [
        ("cases behind", metric.title),
        ("metric", f"{metric.name}, reviewed {metric.reviewed.isoformat()}"),
        ("for", FOR_WHOM),
        ("view", cases.question.view or "none"),
        ("as at", cases.as_at.isoformat() if cases.as_at else "no data"),
        ("filters", filters or "none"),
        ("warehouse", cases.warehouse),
        ("cases", f"{len(cases.rows)}"),
    ]


def cases_to_csv(cases: CaseList) -> str:
    """UTF-8 CSV: lines of provenance beginning with #, then a heading and one line a case."""
    file = io.StringIO()
    for name, text in _provenance(cases):
        file.write(f"# {name}: {safe_line(text)}\n")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(cases.columns.values())
    for row in cases.rows:
        writer.writerow([safe_cell(row[name]) for name in cases.columns])
    return file.getvalue()


def cases_to_json(cases: CaseList) -> str:
    """One object: what was asked, as of when, from which warehouse, and the cases."""
    content = {
        "metric": cases.metric,
        "as_at": cases.as_at,
        "view": cases.question.view,
        "filters": cases.question.as_filters(),
        "audience": "casework",
        "warehouse": cases.warehouse,
        "columns": cases.columns,
        "cases": [{name: row[name] for name in cases.columns} for row in cases.rows],
    }
    return json.dumps(content, indent=2, ensure_ascii=False, default=datetime.date.isoformat)


def cases_to_table(cases: CaseList) -> str:
    """Plain text for a terminal."""
    metric = find_metric(cases.metric)
    rows = [list(cases.columns.values()), *rows_in_words(cases)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    as_at = say_date(cases.as_at) if cases.as_at else "no data"
    title = f"{say_count(len(cases.rows), 'case', 'cases')} behind {metric.title}, as at {as_at}. {FOR_WHOM}"
    return "\n".join([title, "", *lines]) + "\n"


def rows_in_words(cases: CaseList) -> list[list[str]]:
    """Every cell as text, dates as they are written in files."""
    return [["" if row[name] is None else str(row[name]) for name in cases.columns] for row in cases.rows]
