"""Rows as a reader expects them: every period there, groups in their order and by their names."""

import datetime
from collections import Counter
from collections.abc import Iterable

from sendmetrics.metrics.coverage import Span
from sendmetrics.metrics.definition import CURVE, EVERY_VIEW, Metric
from sendmetrics.metrics.periods import periods_between
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.metrics.scope import UNKNOWN, read_values
from sendmetrics.metrics.standards import read_labels
from sendmetrics.warehouse.opened import Warehouse

NO_WAIT = dict.fromkeys(("median_days", "p92_days", "longest_days", "value", "low", "high", "incidence")) | {
    "count": 0,
    "within_limit": 0,
    "over_limit": 0,
    "symbol": "x",
}
NO_CURVE = dict.fromkeys(("median_days", "mean_days", "value", "low", "high", "incidence", "other_exits")) | {
    "count": 0,
    "is_provisional": False,
    "symbol": "x",
}


def fill_view(metric: Metric, question: Question, view: str, counted: list[dict], span: Span) -> list[dict]:
    """One row a period and group; in a curve one for each of its weeks."""
    if view != CURVE:
        found = {(row["period"], row["breakdown"]): row for row in counted}
        return fill_periods(metric, question, found, NO_WAIT, span)
    rows = []
    for weeks in metric.curve_weeks:
        found = {(row["period"], row["breakdown"]): row for row in counted if row["weeks"] == weeks}
        rows += fill_periods(metric, question, found, NO_CURVE | {"weeks": weeks}, span)
    return sorted(rows, key=lambda row: row["period"] or datetime.date.min)


def part_figures(fetched: list[dict]) -> tuple[dict, dict[str, int]]:
    """Counted rows by period and group, and how many are left out by reason."""
    left_out: dict[str, int] = {}
    found = {}
    for row in fetched:
        if row["left_out"] is not None:
            left_out[row["left_out"]] = left_out.get(row["left_out"], 0) + row.get("rows", row["numerator"])
        else:
            found[row["period"], row["breakdown"]] = row
    return found, left_out


def fill_periods(metric: Metric, question: Question, found: dict, nothing: dict, span: Span) -> list[dict]:
    """Found rows, by period and group, in order; a row of nothing for each period between that has none.

    ``span`` is the first and the newest day the measure's files speak for.
    """
    begins, newest = span
    breakdowns = list(dict.fromkeys(breakdown for _, breakdown in found)) or ([None] if question.by is None else [])
    periods: Iterable = dict.fromkeys(period for period, _ in found)
    if question.every == "all":
        periods = [None]
    elif metric.counts_on == "event" and (found or question.start):
        until = min(question.end or question.as_at, question.as_at, newest)
        starts = [period for period, _ in found]
        first = max(question.start, begins) if question.start else min(starts)
        periods = periods_between(question.every, metric.year, min([first, *starts]), max([until, *starts]))
    return [
        nothing | {"period": period, "breakdown": breakdown} | found.get((period, breakdown), {})
        for period in sorted(periods, key=lambda period: period or datetime.date.min)
        for breakdown in breakdowns
    ]


def tell_apart(labels: dict[str, str]) -> dict[str, str]:
    """The same words, with the code after those that two codes share: two schools of one name are two schools."""
    times = Counter(labels.values())
    return {code: f"{label} ({code})" if times[label] > 1 else label for code, label in labels.items()}


def label_rows(
    warehouse: Warehouse, metric: Metric, question: Question, reader: Reader, rows: list[dict]
) -> list[dict]:
    """Each row with the words for its breakdown, in the order of the code list or the alphabet."""
    if question.by is None:
        return [row | {"label": ""} for row in rows]
    labels = read_values(warehouse, metric.dimension(question.by), reader)
    codes = metric.dimension(question.by).codes
    if codes:
        labels = read_labels(warehouse, codes) | labels
    labels = tell_apart(labels)
    order = {code: place for place, code in enumerate(labels)}
    named = [
        row | {"label": "Not known" if row["breakdown"] == UNKNOWN else labels.get(row["breakdown"], row["breakdown"])}
        for row in rows
    ]
    last = len(order)
    return sorted(
        named,
        key=lambda row: (
            row.get("view") and EVERY_VIEW.index(row["view"]),
            row["period"] or datetime.date.min,
            row["breakdown"] == UNKNOWN,
            order.get(row["breakdown"], last),
            row["label"],
            row.get("weeks") or 0,
        ),
    )
