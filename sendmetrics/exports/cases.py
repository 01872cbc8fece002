"""A list of cases as table, CSV or JSON: for casework readers, to be looked up in the files it names."""

import datetime
import json

from sendmetrics.exports.results import aligned, as_csv, say_filters
from sendmetrics.metrics.cases import CaseList
from sendmetrics.metrics.definition import find_metric
from sendmetrics.words import say_count, say_date

FOR_WHOM = "For casework only: single children. Every list is logged."


def _provenance(cases: CaseList) -> list[tuple[str, str]]:
    """What every list says of itself before its rows."""
    metric = find_metric(cases.metric)
    return [
        ("cases behind", metric.title),
        ("metric", f"{metric.name}, reviewed {metric.reviewed.isoformat()}"),
        ("for", FOR_WHOM),
        ("view", cases.question.view or "none"),
        ("as at", cases.as_at.isoformat() if cases.as_at else "no data"),
        ("filters", say_filters(cases.question)),
        ("warehouse", cases.warehouse),
        ("cases", f"{len(cases.rows)}"),
    ]


def cases_to_csv(cases: CaseList) -> str:
    """UTF-8 CSV: lines of provenance beginning with #, then a heading and one line a case."""
    rows = ([row[name] for name in cases.columns] for row in cases.rows)
    return as_csv(_provenance(cases), cases.columns.values(), rows)


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
    lines = aligned([list(cases.columns.values()), *rows_in_words(cases)])
    as_at = say_date(cases.as_at) if cases.as_at else "no data"
    title = f"{say_count(len(cases.rows), 'case', 'cases')} behind {metric.title}, as at {as_at}. {FOR_WHOM}"
    return "\n".join([title, "", *lines]) + "\n"


def rows_in_words(cases: CaseList) -> list[list[str]]:
    """Every cell as text, dates as they are written in files."""
    return [["" if row[name] is None else str(row[name]) for name in cases.columns] for row in cases.rows]
