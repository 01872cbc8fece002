"""The days that files speak for: where they do not, nothing found is not nothing there."""

import datetime
from collections.abc import Iterable, Mapping

from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics.definition import Metric
from sendmetrics.metrics.disclosure import NOT_AVAILABLE
from sendmetrics.metrics.periods import next_first_day
from sendmetrics.metrics.question import Question
from sendmetrics.warehouse.opened import Spans, Warehouse

KEPT = ("period", "breakdown", "label", "view", "weeks")


def first_day_of(metric: Metric, dates: Mapping[str, datetime.date]) -> datetime.date | None:
    """The first day the metric can speak for, of the first dates of tables that have rows."""
    return max((min(days) for days in _grouped(metric.needs or metric.sources, dates)), default=None)


def newest_day_of(metric: Metric, dates: Mapping[str, datetime.date]) -> datetime.date | None:
    """The last day any of the metric's tables speaks for."""
    return max((max(days) for days in _grouped(metric.needs or metric.sources, dates)), default=None)


def last_day_of(metric: Metric, warehouse: Warehouse) -> datetime.date | None:
    """The earliest last date among the metric's own sources; of tables that stand in for each other, the later counts.

    Not before the first date. A snapshot is bounded by the tables it cannot do without: what it is set against is
    read as it stood before, so an older census hides no SENCo return. What an event may end, such as the case that
    ends a wait for advice, is bounded by every source.
    """
    bounding = metric.needs if metric.needs and metric.counts_on == "snapshot" else metric.sources
    last = min((max(dates) for dates in _grouped(bounding, warehouse.last_dates)), default=None)
    first = first_day_of(metric, warehouse.first_dates)
    return last if last is None or first is None else max(last, first)


def _grouped(names: tuple[str, ...], dates: Mapping[str, datetime.date]) -> Iterable[list[datetime.date]]:
    """Dates of the tables that have rows, those that stand in for each other together."""
    groups: dict[str, list[datetime.date]] = {}
    for name in names:
        if name in dates:
            groups.setdefault(TABLES[name].stands_in_for or name, []).append(dates[name])
    return groups.values()


# Files of one month are of one time.
A_MONTH = datetime.timedelta(days=31)

Span = tuple[datetime.date | None, datetime.date | None]


def spans_of(metric: Metric, spans: Spans) -> dict[str, Span]:
    """The first and the newest day of each authority's files for a measure; None twice where it has none."""
    return {
        code: (
            first_day_of(metric, {name: first for name, (first, _) in tables.items()}),
            newest_day_of(metric, {name: newest for name, (_, newest) in tables.items()}),
        )
        for code, tables in spans.items()
    }


def is_nothing(row: dict) -> bool:
    """Whether nothing at all was counted in an exact row."""
    return not (row.get("count") or row.get("numerator") or row.get("denominator"))


def find_unspoken(rows: list[dict], question: Question, spans: dict[str, Span], of: dict[object, set[str]]) -> set:
    """The rows of nothing for which no file of their authorities speaks; ``of`` gives the authorities of a breakdown.

    What was counted is always told. One authority's years before its files
    begin would, beside another's, read as years without cases.
    """
    return {
        _key(row)
        for row in rows
        if is_nothing(row)
        and not any(_meets(spans[code], row["period"], question) for code in of[row["breakdown"]] if code in spans)
    }


def _key(row: dict) -> tuple:
    return row.get("view"), row["period"], row["breakdown"]


def _meets(span: Span, period: datetime.date | None, question: Question) -> bool:
    first, newest = span
    if first is None or newest is None:
        return False
    if period is None:
        return first <= (question.end or question.as_at) and (question.start or newest) <= newest
    return period <= newest and next_first_day(question.every, period) > first


def without_unspoken(rows: list[dict], unspoken: set) -> list[dict]:
    """Protected rows, those that say nothing told as not available."""
    return [_not_available(row) if _key(row) in unspoken else row for row in rows]


def _not_available(row: dict) -> dict:
    empty = dict.fromkeys(row) | {name: row[name] for name in KEPT if name in row} | {"symbol": NOT_AVAILABLE}
    return empty | {"longest_band": ""} if "longest_band" in row else empty
