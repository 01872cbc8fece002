"""A result as a table, a CSV with its provenance, or JSON; the same numbers, and never one that was hidden."""

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable

from sendmetrics.metrics.definition import CURVE, Metric, find_metric
from sendmetrics.metrics.periods import say_period
from sendmetrics.metrics.question import Question, Result
from sendmetrics.words import say_date, say_days, say_number

FIGURE_COLUMNS = ("period", "breakdown", "label", "value", "numerator", "denominator", "symbol")
WAIT_COLUMNS = (
    "period",
    "breakdown",
    "label",
    "view",
    "count",
    "median_days",
    "p92_days",
    "longest_days",
    "longest_band",
    "within_limit",
    "over_limit",
    "value",
    "low",
    "high",
    "incidence",
    "symbol",
)
CURVE_COLUMNS = (
    "period",
    "breakdown",
    "label",
    "view",
    "weeks",
    "count",
    "value",
    "low",
    "high",
    "incidence",
    "other_exits",
    "median_days",
    "mean_days",
    "is_provisional",
    "symbol",
)
SYMBOL_WORDS = {"c": "too few to show", "x": "not available"}


def columns_of(result: Result) -> tuple[str, ...]:
    """The columns of a result's rows, in the order in which they are exported."""
    if result.question.view == CURVE:
        return CURVE_COLUMNS
    return WAIT_COLUMNS if find_metric(result.metric).kind == "wait" else FIGURE_COLUMNS


def to_json(result: Result) -> str:
    """One object: what was asked, as of when, for whom, from which warehouse, and the rows unrounded."""
    metric = find_metric(result.metric)
    content = {
        "metric": metric.name,
        "title": metric.title,
        "unit": metric.unit,
        "as_at": result.as_at,
        "filters": result.question.as_filters(),
        "audience": result.audience,
        "warehouse": result.warehouse,
        "is_collected": result.is_collected,
        "rows": [{name: row.get(name) for name in columns_of(result)} for row in result.rows],
        "left_out": list(result.left_out),
    }
    return json.dumps(content, indent=2, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a result")


def provenance(result: Result) -> list[tuple[str, str]]:
    """What every exported file says of itself before its figures."""
    metric = find_metric(result.metric)
    none_left_out = "not given in figures that leave the building" if result.audience == "shared" else "nothing"
    return [
        ("title", metric.title),
        ("metric", f"{metric.name}, reviewed {metric.reviewed.isoformat()}"),
        ("definition", metric.definition),
        ("unit", metric.unit),
        ("as at", result.as_at.isoformat() if result.as_at else "no data"),
        ("filters", say_filters(result.question)),
        ("audience", result.audience),
        ("warehouse", result.warehouse),
        (
            "left out",
            "; ".join(f"{entry['reason']}: {say_left_out(entry)}" for entry in result.left_out) or none_left_out,
        ),
        ("symbols", "c = too few to show; x = not available"),
    ]


def say_filters(question: Question) -> str:
    """The filters as a line of provenance has them: locality: COA; phase: Primary, Secondary; or that there are none."""
    filters = question.as_filters().items()
    return (
        "; ".join(f"{name}: {', '.join(value) if isinstance(value, list) else value}" for name, value in filters)
        or "none"
    )


def say_left_out(entry: dict) -> str:
    return "fewer than 5" if entry["count"] is None else f"{entry['count']:,}"


def to_csv(result: Result) -> str:
    """UTF-8 CSV: lines of provenance beginning with #, then a heading and one line a row. Numbers are unrounded."""
    columns = columns_of(result)
    return as_csv(provenance(result), columns, ([row.get(name) for name in columns] for row in result.rows))


def as_csv(said: list[tuple[str, str]], headings: Iterable[str], rows: Iterable[list]) -> str:
    """Lines beginning with #, then headings and rows, nothing of which a spreadsheet takes for a formula."""
    file = io.StringIO()
    for name, text in said:
        file.write(f"# {name}: {safe_line(text)}\n")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return file.getvalue()


def safe_line(text: str) -> str:
    """On one line, and with an apostrophe before whatever a spreadsheet, cutting at commas, would take for a formula."""
    return re.sub(r"""([,;]\s*["']?)(?=[=+\-@])""", r"\1'", " ".join(text.split()))


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return "" if value is None else value


def to_table(result: Result) -> str:
    """Plain text for a terminal, figures rounded as they are on the page."""
    metric = find_metric(result.metric)
    if not result.is_collected:
        return f"{metric.title}: not collected. No file in the warehouse fills it.\n"
    headings = ["period", metric.dimension(result.question.by).title.lower() if result.question.by else ""]
    rows = []
    for row in result.rows:
        first = [say_period(row["period"], result.question.every, metric.year) or "all", row["label"] or "all"]
        rows.append(first + _cells(row, metric))
    headings += _headings(result, metric)
    lines = [f"{metric.title} ({metric.unit}), as at {say_date(result.as_at)}, audience {result.audience}", ""]
    lines += aligned([headings, *rows])
    if result.left_out:
        lines += ["", "Left out: " + "; ".join(f"{entry['reason']} {say_left_out(entry)}" for entry in result.left_out)]
    return "\n".join(lines) + "\n"


WAIT_HEADINGS = ["view", "count", "median", "92nd", "longest", "within limit", "over limit", "share within", "interval"]


CURVE_HEADINGS = ["count", "by week", "share by then", "interval", "of all", "other exits", "median", "mean", ""]


def _headings(result: Result, metric: Metric) -> list[str]:
    if result.question.view == CURVE:
        return CURVE_HEADINGS
    return WAIT_HEADINGS if metric.kind == "wait" else ["value", "numerator", "denominator"]


def _cells(row: dict, metric: Metric) -> list[str]:
    if metric.kind != "wait":
        return _figure_cells(row, metric.unit)
    return _curve_cells(row) if row["view"] == CURVE else _wait_cells(row)


def _curve_cells(row: dict) -> list[str]:
    return [
        _whole(row["count"]),
        str(row["weeks"]),
        *_share_and_interval(row),
        *("" if row[name] is None else say_number(row[name], 1) + "%" for name in ("incidence", "other_exits")),
        *("" if row[name] is None else say_days(row[name]) for name in ("median_days", "mean_days")),
        "provisional" if row["is_provisional"] and row["value"] is not None else "",
    ]


def _share_and_interval(row: dict) -> list[str]:
    share = SYMBOL_WORDS.get(row["symbol"], "") if row["value"] is None else say_number(row["value"], 1) + "%"
    interval = "" if row["low"] is None else f"{say_number(row['low'], 1)} to {say_number(row['high'], 1)}"
    return [share, interval]


def _figure_cells(row: dict, unit: str) -> list[str]:
    if row["symbol"]:
        value = SYMBOL_WORDS[row["symbol"]]
    else:
        value = say_number(row["value"], 0 if row["denominator"] is None else 1) + ("%" if unit == "%" else "")
    return [value, _whole(row["numerator"]), _whole(row["denominator"])]


def _wait_cells(row: dict) -> list[str]:
    return [
        row["view"],
        _whole(row["count"]),
        "" if row["median_days"] is None else say_days(row["median_days"]),
        "" if row["p92_days"] is None else say_days(row["p92_days"]),
        row["longest_band"] if row["longest_days"] is None else say_days(row["longest_days"]),
        _whole(row["within_limit"]),
        _whole(row["over_limit"]),
        *_share_and_interval(row),
    ]


def _whole(value: float | None) -> str:
    return "" if value is None else say_number(value, 0 if value == int(value) else 1)


def aligned(rows: list[list[str]]) -> list[str]:
    """Rows of words as lines whose columns stand under each other."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
