"""From an answer to a chart: the few shapes that panels use, each taking a Result's own protected rows."""

import datetime
from collections.abc import Callable, Iterable

from sendmetrics.metrics.comparators import Comparator
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.periods import next_first_day
from sendmetrics.metrics.question import Result
from sendmetrics.panels.chart_parts import Reference, Series
from sendmetrics.panels.charts_by_group import draw_bars, draw_intervals, draw_spans, draw_stacked
from sendmetrics.panels.charts_over_time import draw_columns, draw_lines
from sendmetrics.panels.findings import share_of_all
from sendmetrics.panels.intervals import Z_998, wilson
from sendmetrics.panels.panel import Answer, Chart
from sendmetrics.panels.wording import say_hidden, say_of_1000, say_row, say_short_period, say_value, say_wait, weeks
from sendmetrics.words import say_days, say_number

MOST_ROWS = 14
MOST_SAID = 12
# Of each of several lines.
FEWEST_SAID = 4
MOST_LABELLED = 8


def periods_of(result: Result, rows: Iterable[dict] | None = None) -> list[str] | list[datetime.date]:
    """Years by name, months and quarters by their first day; of some rows, or of all."""
    rows = result.rows if rows is None else rows
    if result.question.every == "year":
        return [say_short_period(row["period"], result) for row in rows]
    return [row["period"] for row in rows]


def chart_of(
    figure: dict, result: Result, says: Callable[[dict, Result], str] = say_row, rows: Iterable[dict] | None = None
) -> Chart:
    """The figure with its rows in a sentence for whoever cannot see it."""
    return Chart(figure, _tell(result, says, result.rows if rows is None else rows))


def _tell(result: Result, says: Callable[[dict, Result], str], rows: Iterable[dict], most: int = MOST_SAID) -> str:
    """So many rows in words, and how many more there are; of those over time the newest, which the title speaks of."""
    rows = list(rows)
    said = [says(row, result) for row in rows]
    left = max(len(rows) - most, 0)
    if len({row["period"] for row in rows}) > 1:
        return "; ".join(said[left:]) + (f"; and {left} before" if left else "")
    return say_first(said, most)


def say_first(said: list[str], most: int = MOST_SAID) -> str:
    """The first of these, and how many more there are."""
    return "; ".join(said[:most]) + (f"; and {len(said) - most} more" if len(said) > most else "")


def is_part(result: Result) -> bool:
    """Whether the newest period is not over by the as-at day, and so not yet counted whole; what stands on a day is."""
    question = result.question
    is_on_a_day = question.view == "open" or find_metric(result.metric).counts_on == "snapshot"
    if question.every == "all" or is_on_a_day or not result.rows or result.as_at is None:
        return False
    last = next_first_day(question.every, result.rows[-1]["period"]) - datetime.timedelta(days=1)
    return last > result.as_at


def over_time(names: tuple[str, ...] = ("",), top: float | None = None) -> Callable[[Answer], Chart]:
    """Lines over the results' periods; published figures as lines where both are yearly, else the newest across."""

    def draw(answer: Answer) -> Chart:
        first = answer.results[0]
        suffix = "%" if find_metric(first.metric).kind in ("proportion", "wait") else ""
        series = [
            Series(
                name,
                periods_of(result),
                [row["value"] for row in result.rows],
                [say_row(row, result) for row in result.rows],
                is_part=is_part(result),
            )
            for name, result in zip(names, answer.results, strict=False)
        ]
        references = []
        if first.question.every == "year":
            series += _published_lines(answer, first)
        else:
            references = [_reference(c) for c in (answer.beside("National"), answer.beside("Regional")) if c]
        figure = draw_lines(series, suffix, references, top=top and top * 1.05)
        asked = list(zip(names, answer.results, strict=False))
        most = max(MOST_SAID // len(asked), FEWEST_SAID)
        said = [f"{f'{name}: ' if name else ''}{_tell(result, say_row, result.rows, most)}" for name, result in asked]
        said += [line.said[-1] for line in series if line.is_quiet] + [reference.name for reference in references]
        return Chart(figure, ". ".join(said))

    return draw


def _published_lines(answer: Answer, result: Result) -> list[Series]:
    """England and the region over the years they and we both have."""
    lines = []
    for level in ("National", "Regional"):
        by_period = {c.period: c for c in answer.comparators if c.level == level}
        shared = [row["period"] for row in result.rows if row["period"] in by_period]
        if shared:
            found = [by_period[period] for period in shared]
            lines.append(
                Series(
                    found[0].area,
                    [say_short_period(period, result) for period in shared],
                    [c.value for c in found],
                    [f"{c.area}, {c.when}: {say_number(c.value, 1)}%" for c in found],
                    is_quiet=True,
                )
            )
    return lines


def _reference(comparator: Comparator) -> Reference:
    return Reference(f"{comparator.area} {say_number(comparator.value, 1)}% ({comparator.when})", comparator.value)


def by_group(sort: bool = False, most: int = MOST_ROWS) -> Callable[[Answer], Chart]:
    """One bar a group, with England's newest figure across where the panel compares."""

    def draw(answer: Answer) -> Chart:
        result = answer.results[0]
        metric = find_metric(result.metric)
        rows = list(result.rows)
        if sort:
            rows.sort(key=lambda row: (row["value"] is None, -(row["value"] or 0)))
        shown, rows = rows, rows[:most]
        england = answer.beside("National")
        figure = draw_bars(
            [row["label"] or "All" for row in rows],
            [row["value"] for row in rows],
            [say_value(row, metric, result.audience) for row in rows],
            [say_row(row, result) for row in rows],
            reference=england and _reference(england),
        )
        chart = chart_of(figure, result, rows=shown)
        return Chart(figure, f"{chart.alt}. {_reference(england).name}") if england else chart

    return draw


def open_by_group(limit: str) -> Callable[[Answer], Chart]:
    """Open waits within and over the limit, one row a group, most over the limit first."""

    def draw(answer: Answer) -> Chart:
        result = answer.results[0]
        rows = sorted(result.rows, key=lambda row: (-(row["over_limit"] or 0), -(row["count"] or 0)))
        return _stack(result, rows, [row["label"] or "All" for row in rows], limit, is_over_time=False)

    return draw


def open_over_time(limit: str) -> Callable[[Answer], Chart]:
    """Open waits within and over the limit at the end of each period."""

    def draw(answer: Answer) -> Chart:
        result = answer.results[0]
        return _stack(result, list(result.rows), periods_of(result), limit, is_over_time=True)

    return draw


def _stack(result: Result, rows: list[dict], names: list, limit: str, is_over_time: bool) -> Chart:
    over = [row["over_limit"] for row in rows]
    if result.audience == "shared":
        # Those within are never given. The bar is as long as the count, which may be all that is known.
        rest = [None if row["over_limit"] is None else max(row["count"] - row["over_limit"], 0) for row in rows]
        parts, unlabelled = [("The rest", rest), (f"Over {limit}", over)], ("The rest",)
    else:
        parts, unlabelled = [(f"Within {limit}", [row["within_limit"] for row in rows]), (f"Over {limit}", over)], ()
    hidden = [say_hidden(row, result.audience) for row in rows]
    whole = [undivided(row) for row in rows]
    said = [say_wait(row, result) for row in rows]
    return chart_of(draw_stacked(names, parts, said, is_over_time, hidden, unlabelled, whole), result, say_wait, rows)


def undivided(row: dict) -> int | None:
    """The count of an open wait of which neither part may be shown; None where one may, or no count may."""
    return row["count"] if row["within_limit"] is None and row["over_limit"] is None else None


def wait_spans(limit_days: int | None = None, limit: str = "") -> Callable[[Answer], Chart]:
    """Median and 92nd percentile of a wait by group, in weeks, longest median first."""

    def draw(answer: Answer) -> Chart:
        result = answer.results[0]
        rows = sorted(
            (row for row in result.rows if row["median_days"] is not None), key=lambda row: -row["median_days"]
        )
        figure = draw_spans(
            [row["label"] for row in rows],
            [weeks(row["median_days"]) for row in rows],
            [weeks(row["p92_days"]) for row in rows],
            [say_days(row["median_days"]) for row in rows],
            [f"{say_wait(row, result)}{_say_p92(row)}" for row in rows],
            Reference(limit, weeks(limit_days)) if limit_days else None,
        )
        # Those without a median last: the chart has no row for them.
        others = [row for row in result.rows if row["median_days"] is None]
        return chart_of(figure, result, say_wait, [*rows, *others])

    return draw


def _say_p92(row: dict) -> str:
    return "" if row["p92_days"] is None else f", 92 in 100 within {say_days(row['p92_days'])}"


def standing_apart(of: int = 100) -> Callable[[Answer], Chart]:
    """Groups with their 99.8% intervals against the share of all: those apart first, then those furthest from it.

    Where the share of all is hidden, or not asked for, no group can stand apart and no line is drawn. ``of`` is 100 for
    percentages, 1,000 for so many of every 1,000.
    """
    suffix, says = ("%", say_row) if of == 100 else ("", say_of_1000)

    def draw(answer: Answer) -> Chart:
        result, *whole = answer.results
        overall = share_of_all(whole[0]) if whole else None
        rows = [row for row in result.rows if row["value"] is not None]
        rows.sort(key=lambda row: -row["value"])
        limits = {
            row["breakdown"]: tuple(100 * end for end in wilson(row["numerator"], row["denominator"], Z_998))
            for row in rows
        }
        apart = set()
        if overall is not None:
            apart = {code for code, (low, high) in limits.items() if not low <= overall <= high}
            rows.sort(key=lambda row: (row["breakdown"] not in apart, -abs(row["value"] - overall)))
        shown = sorted(rows[:MOST_ROWS], key=lambda row: -row["value"])
        figure = draw_intervals(
            [row["label"] for row in shown],
            [of * row["value"] / 100 for row in shown],
            [of * limits[row["breakdown"]][0] / 100 for row in shown],
            [of * limits[row["breakdown"]][1] / 100 for row in shown],
            [says(row, result) for row in shown],
            [row["breakdown"] in apart for row in shown],
            None
            if overall is None
            else Reference(f"All: {say_number(of * overall / 100, 1)}{suffix}", of * overall / 100),
            suffix=suffix,
        )
        # In the order of choice: those that stand apart are never among the ones left out.
        others = [row for row in result.rows if row["value"] is None]
        return chart_of(figure, result, says, [*rows, *others])

    return draw


def counts_over_time() -> Callable[[Answer], Chart]:
    """Counts, or other figures of few periods, as columns over time."""

    def draw(answer: Answer) -> Chart:
        result = answer.results[0]
        values = [row["value"] for row in result.rows]
        metric = find_metric(result.metric)
        is_labelled = len(values) <= MOST_LABELLED
        labels = [say_value(row, metric, result.audience) if is_labelled else "" for row in result.rows]
        said = [say_row(row, result) for row in result.rows]
        suffix = "%" if metric.kind == "proportion" else ""
        return chart_of(draw_columns(periods_of(result), values, labels, said, suffix, is_part(result)), result)

    return draw
