"""Words that panels share: how a row reads, which words fit a hidden number, which files a figure is from."""

import datetime
from collections.abc import Iterable

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics.definition import Metric, find_metric
from sendmetrics.metrics.disclosure import LEADERS_SMALLEST_BASE, LEADERS_SMALLEST_COUNT, SHARED_LARGEST_HIDDEN
from sendmetrics.metrics.periods import say_period
from sendmetrics.metrics.question import Result
from sendmetrics.panels.panel import is_not_available
from sendmetrics.words import lower_first, say_date, say_days, say_number

WEEK = 7
APPEALS_COUNTED = "mediation and tribunal cases counted"


def hidden_words(audience: str) -> str:
    """What stands for a count that is not shown."""
    return f"fewer than {SHARED_LARGEST_HIDDEN + 1 if audience == 'shared' else LEADERS_SMALLEST_COUNT}"


def say_count_of(count: float | None, audience: str) -> str:
    return hidden_words(audience) if count is None else say_number(count, 0 if count == int(count) else 1)


def say_part(row: dict, name: str, audience: str) -> str:
    """Those within or over the limit in words; what is kept back for the other's sake may be many."""
    if row["count"] is None:
        return "not available" if is_not_available(row) else "too few"
    return "not given" if is_kept_back(row, name, audience) else say_count_of(row[name], audience)


def has_limit(metric: Metric) -> bool:
    """Whether a wait is held to a limit; a stock, such as plans in force, is not."""
    return "null::integer as limit_days" not in metric.sql


def is_kept_back(row: dict, name: str, audience: str) -> bool:
    """Whether a part is hidden not for its own smallness: with the count and this one, the other could be worked out."""
    if audience == "shared":
        return name == ("within_limit" if row["view"] == "open" else "over_limit")
    return (
        row["view"] != "cohort"
        and row["count"] is not None
        and row["within_limit"] is None
        and row["over_limit"] is None
    )


def say_value(row: dict, metric: Metric, audience: str) -> str:
    """A row's figure in words: 46.4%, 1.6, 1,649, "fewer than 5 of 40", "no cases", "too few to show"."""
    if is_not_available(row):
        return "not available"
    if row["symbol"] == "x":
        return "not followed long enough" if metric.kind == "wait" and row["count"] != 0 else "no cases"
    if metric.kind == "count":
        return say_count_of(row["value"], audience)
    if row["value"] is None:
        is_of_few = audience == "leaders" and (row.get("denominator") or 0) < LEADERS_SMALLEST_BASE
        # Of a base too small for a share the number is hidden, be it few or all.
        if row.get("numerator", 0) is None and row["denominator"] is not None and not is_of_few:
            return f"{hidden_words(audience)} of {say_number(row['denominator'])}"
        return "too few to show"
    return say_number(row["value"], 1) + ("%" if metric.unit == "%" or metric.kind == "wait" else "")


def say_hidden(row: dict, audience: str) -> str:
    """What stands in place of a count of those waiting; nothing where the count itself may."""
    return "not available" if is_not_available(row) else hidden_words(audience) if row["count"] is None else ""


def _where(row: dict, result: Result) -> str:
    """A row's group and period; empty where it is of all."""
    period = say_period(row["period"], result.question.every, find_metric(result.metric).year)
    return ", ".join(filter(None, (row["label"], period)))


def say_interval(low: float, high: float) -> str:
    return f"{say_number(low, 1)} to {say_number(high, 1)}"


def _interval(row: dict) -> str:
    return "" if row["low"] is None else f" ({say_interval(row['low'], row['high'])})"


def say_row(row: dict, result: Result) -> str:
    """What a point says when pointed at: its period and group, the figure and the count behind it; nothing finer."""
    metric = find_metric(result.metric)
    where = _where(row, result)
    figure = say_value(row, metric, result.audience)
    if metric.kind == "proportion" and row["value"] is not None:
        figure += f" ({say_number(row['numerator'])} of {say_number(row['denominator'])})"
    if metric.kind == "ratio" and row["value"] is not None:
        figure += (
            f" ({say_number(row['numerator'], 1)} for {say_number(row['denominator'])} pupils)"
            if metric.per > 1
            else f" ({say_number(row['denominator'])} {lower_first(metric.denominator)})"
        )
    return f"{where}: {figure}" if where else figure


def say_of_1000(row: dict, result: Result) -> str:
    """The same for a share told of every 1,000: "Coast: 16.2 of 1,000 (62 of 3,827)"."""
    if row["value"] is None:
        return say_row(row, result)
    where = _where(row, result)
    figure = f"{say_number(10 * row['value'], 1)} of 1,000"
    figure += f" ({say_number(row['numerator'])} of {say_number(row['denominator'])})"
    return f"{where}: {figure}" if where else figure


def say_wait(row: dict, result: Result) -> str:
    """The same for a wait."""
    where = _where(row, result)
    if is_not_available(row):
        return f"{where}: not available" if where else "not available"
    parts = [say_count_of(row["count"], result.audience) if row["count"] != 0 else "none"]
    if row["median_days"] is not None:
        parts.append(f"median {say_days(row['median_days'])}")
    if row["over_limit"] is not None and row["count"]:
        parts.append(f"{say_number(row['over_limit'])} over the limit")
    return f"{where}: {', '.join(parts)}" if where else ", ".join(parts)


def say_cohort(row: dict, result: Result) -> str:
    """A cohort's share: "Coast: 41.0% (35.2 to 47.3), of 120"."""
    said = f"{say_value(row, find_metric(result.metric), result.audience)}{_interval(row)}"
    where = _where(row, result)
    return f"{where or 'All'}: {said}, of {say_count_of(row['count'], result.audience)}"


def say_curve(row: dict, result: Result) -> str:
    """A point of a curve: "March 2025, by 20 weeks: 62.3% (54.1 to 70.2), of 34, provisional"."""
    metric = find_metric(result.metric)
    where = ", ".join(filter(None, (_where(row, result), f"by {row['weeks']} weeks")))
    parts = [f"{say_value(row, metric, result.audience)}{_interval(row)}"]
    if row["value"] is not None:
        parts.append(f"of {say_number(row['count'])}")
        if row["is_provisional"]:
            parts.append("provisional")
    return f"{where}: {', '.join(parts)}"


def say_short_period(period: datetime.date | None, result: Result) -> str:
    """A period short enough for a title or an axis: Jan 2026, Oct to Dec 2025, 2025, 2025/26."""
    if period is None or result.question.every == "all":
        return ""
    if result.question.every == "month":
        return f"{period:%b %Y}"
    if result.question.every == "quarter":
        return f"{period:%b} to {period.replace(month=period.month + 2):%b %Y}"
    return say_period(period, result.question.every, find_metric(result.metric).year)


def say_day(result: Result) -> str:
    """The day a result holds for: "at 31 December 2025" for what was open when a past period ended, else the as-at day."""
    end = past_end(result)
    return f"as at {say_date(result.as_at)}" if end is None else f"at {say_date(end)}"


def past_end(result: Result) -> datetime.date | None:
    """The last day of the period asked for, where it is that day's open cases which are shown."""
    end = result.question.end
    return end if result.question.view == "open" and end is not None and end < result.as_at else None


def weeks(days: float | None) -> float | None:
    return None if days is None else round(days / WEEK, 1)


def say_sources(metrics: Iterable[str], tables: tuple[str, ...] = (), absent: tuple[str, ...] = ()) -> list[str]:
    """The files behind some measures and tables, each once, without those of tables that no file fills."""
    words = []
    read = (*(source for metric in metrics for source in find_metric(metric).sources), *tables)
    for source in (source for source in read if source not in absent):
        for feed in TABLES[source].filled_by:
            family, title = FEEDS[feed].family, FEEDS[feed].title
            words.append(family if family != "Template" else title.split(" (")[0])
    named = [word if word.startswith(("SEN2", "SEN", "GIAS", "EHC")) else lower_first(word) for word in words]
    return list(dict.fromkeys(named))


def files_that_fill(metric: Metric, tables: tuple[str, ...] = ()) -> list[str]:
    """Titles of the feeds without which a measure has nothing to count; of certain ``tables``, where given."""
    needed = tables or metric.needs or metric.sources
    return list(dict.fromkeys(FEEDS[feed].title for source in needed for feed in TABLES[source].filled_by))


def leave_out(name: str, said: str) -> str:
    """Filters in words without one that is said anyhow: a caption names its service once."""
    return f", {said}, ".replace(f", {name}, ", ", ").strip(", ")
