"""Logs that local files hold beside the returns: that one is in no file, or ends before the day a figure is given for."""

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics.definition import Metric
from sendmetrics.words import say_date

if TYPE_CHECKING:
    from sendmetrics.panels.panel import Answer

Told = tuple[tuple[str, datetime.date | None], ...]


def told_to(metrics: Iterable[Metric], last_dates: Mapping[str, datetime.date]) -> Told:
    """Each dated table that measures read, and the last day that its files speak for; None where there are none."""
    names = dict.fromkeys(name for metric in metrics for name in metric.sources if TABLES[name].last_date)
    return tuple((name, last_dates.get(name)) for name in names)


def is_log(name: str) -> bool:
    """Whether a table is filled from a template, which an authority may have or not, and not from a national return."""
    feeds = TABLES[name].filled_by
    return bool(feeds) and all(FEEDS[feed].family == "Template" for feed in feeds)


def is_absent(name: str, answer: "Answer") -> bool:
    """Whether a log that a panel could read is in no file, so that nothing shown is from it."""
    return is_log(name) and dict(answer.told_to).get(name, datetime.date.max) is None


def say_logs(answer: "Answer") -> list[str]:
    """That a log is missing or ends early: else a stage that it alone tells of would vanish, or stand as of old, unsaid."""
    days = [min(filter(None, (result.as_at, result.question.end))) for result in answer.results if result.as_at]
    if not days:
        return []
    day = max(days)
    newest = max((last for _, last in answer.told_to if last is not None), default=day)
    said = []
    for name, last in answer.told_to:
        if not is_log(name):
            continue
        title = FEEDS[TABLES[name].filled_by[0]].title.split(" (")[0]
        if last is None:
            said.append(f"{title}: in no file, so nothing here is from them.")
        elif last < day:
            said.append(f"{title}: to {say_date(last)} only, so what they alone tell is as it stood then.")
        elif last == day and newest > day:
            said.append(f"{title}: to {say_date(last)} only, so nothing newer is shown.")
    return said
