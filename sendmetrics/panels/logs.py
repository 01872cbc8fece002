"""Files that a figure rests on and that are missing, or end well before the day it is given for, by authority."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics.coverage import A_MONTH
from sendmetrics.metrics.definition import Metric
from sendmetrics.warehouse.opened import Spans
from sendmetrics.words import say_date, say_list

if TYPE_CHECKING:
    from sendmetrics.panels.panel import Answer


@dataclass(frozen=True)
class Told:
    """The last day that one authority's files speak for in a table; None where it has none. ``newest`` is that of anybody's."""

    table: str
    authority: str
    last: datetime.date | None
    newest: datetime.date | None


def told_to(metrics: Iterable[Metric], spans: Spans, in_view: Mapping[str, str]) -> tuple[Told, ...]:
    """For each dated table that measures read, and each authority in view by code and name, how far it is told."""
    names = dict.fromkeys(name for metric in metrics for name in metric.sources if TABLES[name].last_date)
    return tuple(
        Told(
            name,
            authority,
            spans.get(code, {}).get(name, (None, None))[1],
            max((tables[name][1] for tables in spans.values() if name in tables), default=None),
        )
        for name in names
        for code, authority in in_view.items()
    )


def is_log(name: str) -> bool:
    """Whether a table is filled from a template, which an authority may have or not, and not from a national return."""
    feeds = TABLES[name].filled_by
    return bool(feeds) and all(FEEDS[feed].family == "Template" for feed in feeds)


def is_absent(name: str, answer: "Answer") -> bool:
    """Whether a log that a panel could read is in no file of those in view, so that nothing shown is from it."""
    return is_log(name) and all(told.last is None for told in answer.told_to if told.table == name)


def say_logs(answer: "Answer") -> list[str]:
    """That files are missing or end early: else what they alone tell would vanish, or stand as of old, unsaid."""
    day = _day_looked_at(answer)
    if day is None:
        return []
    newest = max((told.last for told in answer.told_to if told.last is not None), default=day)
    said: dict[str, None] = {}
    for table in dict.fromkeys(told.table for told in answer.told_to):
        everybody = [told for told in answer.told_to if told.table == table]
        absent = [told for told in everybody if told.last is None and is_log(table)]
        if absent:
            said[f"{_whose(table, absent, everybody)}: in no file, so nothing here is from them."] = None
        # Where it ends on the very day looked at, and other files go on, it is what bounds that day.
        if is_log(table) and newest > day and {told.last for told in everybody} in ({day}, {day, None}):
            said[f"{_title(table)}: to {say_date(day)} only, so nothing newer is shown."] = None
    said |= {f"{each}, so what they alone tell is as it stood then.": None for each in say_early(answer)}
    return list(said)


def say_early(answer: "Answer") -> list[str]:
    """SEN2 return of Longer: to 16 January 2025 only; for each file that ends well before the day looked at."""
    day = _day_looked_at(answer)
    said: dict[str, None] = {}
    for table in dict.fromkeys(told.table for told in answer.told_to) if day else ():
        everybody = [told for told in answer.told_to if told.table == table]
        early = [told for told in everybody if told.last is not None and told.last < _expected(told, day) - A_MONTH]
        for last in sorted({told.last for told in early}):
            whose = _whose(table, [told for told in early if told.last == last], everybody)
            said[f"{whose}: to {say_date(last)} only"] = None
    return list(said)


def _day_looked_at(answer: "Answer") -> datetime.date | None:
    days = [min(filter(None, (result.as_at, result.question.end))) for result in answer.results if result.as_at]
    return max(days, default=None)


def _expected(told: Told, day: datetime.date) -> datetime.date:
    """A log should reach the day looked at; a return or census is as old as everybody's, and measured by the newest."""
    return day if is_log(told.table) or told.newest is None else min(day, told.newest)


def _whose(table: str, some: list[Told], everybody: list[Told]) -> str:
    """Events of EHC cases; or, where other authorities in view are better told, Events of EHC cases of Shorter."""
    whose = "" if len(some) == len(everybody) else f" of {say_list(told.authority for told in some)}"
    return f"{_title(table)}{whose}"


def _title(table: str) -> str:
    feed = FEEDS[TABLES[table].filled_by[0]]
    return feed.title.split(" (")[0] if is_log(table) else feed.family
