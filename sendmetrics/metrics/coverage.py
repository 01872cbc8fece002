"""The days that files speak for: where they do not, nothing found is not nothing there."""

import datetime
from collections.abc import Iterable, Mapping

from sendmetrics.contracts.dimensions import EXTENT_KEYS
from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics.definition import Metric
from sendmetrics.metrics.disclosure import NOT_AVAILABLE
from sendmetrics.metrics.periods import next_first_day
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.warehouse.opened import Warehouse
from sendmetrics.warehouse.places import read_authority_of

KEPT = ("period", "breakdown", "label", "view")


def first_day_of(metric: Metric, dates: Mapping[str, datetime.date]) -> datetime.date | None:
    """The first day the metric can speak for, of the first dates of tables that have rows."""
    return max((min(days) for days in grouped(metric.needs or metric.sources, dates)), default=None)


def newest_day_of(metric: Metric, dates: Mapping[str, datetime.date]) -> datetime.date | None:
    """The last day any of the metric's tables speaks for."""
    return max((max(days) for days in grouped(metric.needs or metric.sources, dates)), default=None)


def grouped(names: tuple[str, ...], dates: Mapping[str, datetime.date]) -> Iterable[list[datetime.date]]:
    """Dates of the tables that have rows, those that stand in for each other together."""
    groups: dict[str, list[datetime.date]] = {}
    for name in names:
        if name in dates:
            groups.setdefault(TABLES[name].stands_in_for or name, []).append(dates[name])
    return groups.values()


def without_unspoken(
    warehouse: Warehouse, metric: Metric, question: Question, reader: Reader, rows: list[dict]
) -> list[dict]:
    """Protected rows; a period before or after the files of its authority is not available.

    One authority's years before its files begin, beside another's, would read as years without cases.
    """
    if len(warehouse.spans) < 2 or question.every == "all":
        return rows
    spans = {code: _span(metric, tables) for code, tables in warehouse.spans.items()}
    asked = set(spans)
    wanted = [(metric.dimension(name), codes) for name, codes in question.where]
    keys = [(dimension.key, codes) for dimension, codes in wanted if dimension.table is None]
    for key, codes in keys + [(EXTENT_KEYS[kind], codes) for kind, codes in reader.extent]:
        asked &= _authorities_of(warehouse, spans, key, codes)
    by = metric.dimension(question.by) if question.by else None
    spoken = []
    for row in rows:
        is_place = by is not None and by.table is None
        own = _authorities_of(warehouse, spans, by.key, (row["breakdown"],)) if is_place else asked
        is_spoken = any(_meets(spans[code], row["period"], question.every) for code in own & asked)
        spoken.append(row if is_spoken else _not_available(row))
    return spoken


def _span(metric: Metric, tables: dict[str, tuple[datetime.date, datetime.date]]) -> tuple:
    """The first and the newest day of one authority's files for a measure; None twice where it has none."""
    return (
        first_day_of(metric, {name: first for name, (first, _) in tables.items()}),
        newest_day_of(metric, {name: newest for name, (_, newest) in tables.items()}),
    )


def _authorities_of(warehouse: Warehouse, spans: dict, key: str, codes: tuple[str, ...]) -> set:
    """The authorities of places; all of them where the key is of no place, or a place's authority is not known."""
    of = dict.fromkeys(spans) if key == "la_code" else read_authority_of(warehouse, key)
    found = {code if key == "la_code" else of.get(code) for code in codes}
    return found if found <= set(spans) - {None} else set(spans)


def _meets(span: tuple[datetime.date | None, datetime.date | None], period: datetime.date, every: str) -> bool:
    first, newest = span
    return first is not None and newest is not None and period <= newest and next_first_day(every, period) > first


def _not_available(row: dict) -> dict:
    empty = dict.fromkeys(row) | {name: row[name] for name in KEPT if name in row} | {"symbol": NOT_AVAILABLE}
    return empty | {"longest_band": ""} if "longest_band" in row else empty
