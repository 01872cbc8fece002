"""Shapes and titles of panels on what is in force or open on a day, where no limit divides it: numbers over time and by group."""

import datetime
from collections.abc import Callable

from sendmetrics.metrics.disclosure import LEADERS_SMALLEST_COUNT
from sendmetrics.metrics.periods import next_first_day
from sendmetrics.metrics.question import Result
from sendmetrics.panels.charts_by_group import draw_bars
from sendmetrics.panels.charts_over_time import draw_columns
from sendmetrics.panels.figures import MOST_LABELLED, say_first
from sendmetrics.panels.findings import TOO_FEW, nothing_known, short_name
from sendmetrics.panels.panel import Answer, Chart, is_not_available, last_whole
from sendmetrics.panels.titles import begin_with
from sendmetrics.panels.wording import say_count_of, say_short_period
from sendmetrics.words import say_date, say_days

A_YEAR_OF = {"month": 12, "quarter": 4, "year": 1}


def _say(row: dict, result: Result, with_median: bool = False) -> str:
    where = ", ".join(filter(None, (row["label"], say_short_period(row["period"], result))))
    said = "not available" if is_not_available(row) else say_count_of(row["count"], result.audience)
    if with_median and row["median_days"] is not None:
        said += f", median {say_days(row['median_days'])}"
    return f"{where}: {said}" if where else said


def _in_words(said: list[str]) -> str:
    # By group and by place alone, every group may be too small to be named.
    return say_first(said) or TOO_FEW


def numbers_over_time() -> Callable[[Answer], Chart]:
    """One column a period: how many there were on its last day."""

    def draw(answer: Answer) -> Chart:
        result = answer.results[0]
        said = [_say(row, result) for row in result.rows]
        is_yearly = result.question.every == "year"
        periods = [say_short_period(row["period"], result) if is_yearly else row["period"] for row in result.rows]
        is_labelled = len(said) <= MOST_LABELLED
        labels = [say_count_of(row["count"], result.audience) if is_labelled else "" for row in result.rows]
        figure = draw_columns(periods, [row["count"] for row in result.rows], labels, said)
        # The newest are what a listener needs first.
        return Chart(figure, _in_words(said[::-1]))

    return draw


def numbers_by_group(with_median: bool = False) -> Callable[[Answer], Chart]:
    """One bar a group: how many there are on the day, and for how long where that matters."""

    def draw(answer: Answer) -> Chart:
        result = answer.results[0]
        said = [_say(row, result, with_median) for row in result.rows]
        labels = [text.removeprefix(f"{row['label']}: ") for row, text in zip(result.rows, said, strict=True)]
        figure = draw_bars(
            [row["label"] or "All" for row in result.rows],
            [row["count"] for row in result.rows],
            labels,
            said,
            # Beside a bar that stands for a number and a median there is more to write.
            **({"room": 3.2, "name_width": 20} if with_median else {}),
        )
        return Chart(figure, _in_words(said))

    return draw


def number_now(noun: str) -> Callable[[Answer], str]:
    """2,345 plans in force; 2,100 on 31 January 2025.

    The newest period is seldom over, and the one before it has the number of
    its last day: that day is named, for it is hardly ever a year ago.
    """

    def find(answer: Answer) -> str:
        result = answer.results[0]
        rows = result.rows
        if not answer.has_rows:
            return nothing_known(answer)
        if rows[-1]["count"] is None:
            return TOO_FEW
        steps = A_YEAR_OF.get(result.question.every, len(rows))
        before = rows[-1 - steps] if len(rows) > steps else None
        said = f"{rows[-1]['count']:,} {noun}"
        if not before or not before["count"]:
            return said
        day = next_first_day(result.question.every, before["period"]) - datetime.timedelta(days=1)
        return f"{said}; {before['count']:,} on {say_date(day)}"

    return find


def commonest(one: str, many: str, groups: str) -> Callable[[Answer], str]:
    """Left education most often: 12 plans ended; 1 plan ended for each of 3 reasons."""

    def say(count: int) -> str:
        return f"{count:,} {one if count == 1 else many}"

    def find(answer: Answer) -> str:
        rows = answer.results[0].rows
        named = [row for row in rows if row["value"] and row["breakdown"] != "unknown"]
        if not named:
            return nothing_known(answer)
        row = max(named, key=lambda row: row["value"])
        if len(named) == 1:
            return begin_with(short_name(row), f": {say(row['value'])}")
        if row["value"] == min(other["value"] for other in named):
            which = groups if len(named) == len(rows) else f"{groups} shown"
            return f"{say(row['value'])} for each of {len(named)} {which}"
        return begin_with(short_name(row), f" most often: {say(row['value'])}")

    return find


def largest_part(noun: str) -> Callable[[Answer], str]:
    """State-funded mainstream: 1,200 of 2,345 plans; from a result by group and one of all.

    The whole is not said where it would tell how many few are: 52 of 54 beside
    a group of fewer than 5 tells of 2.
    """

    def find(answer: Answer) -> str:
        result, whole = answer.results
        known = [row for row in result.rows if row["count"]]
        total = whole.rows[-1]["count"] if whole.rows else None
        if not known or not total:
            return nothing_known(answer)
        row = max(known, key=lambda row: row["count"])
        others = total - row["count"]
        is_told = result.audience == "casework" or (
            (not others or others >= LEADERS_SMALLEST_COUNT) and all(one["count"] is not None for one in result.rows)
        )
        of_all = f" of {total:,}" if is_told else ""
        return begin_with(short_name(row), f": {row['count']:,}{of_all} {noun}")

    return find


def number_and_median(noun: str) -> Callable[[Answer], str]:
    """72 without a school place, median 30 weeks; from the last result, which is not divided."""

    def find(answer: Answer) -> str:
        rows = answer.results[-1].rows
        if not answer.has_rows or not rows:
            return nothing_known(answer)
        if rows[-1]["count"] is None:
            return TOO_FEW
        median = rows[-1]["median_days"]
        return f"{rows[-1]['count']:,} {noun}" + ("" if median is None else f", median {say_days(median)}")

    return find


def come_and_gone(noun: str, come: str, gone: str) -> Callable[[Answer], str]:
    """312 plans started and 120 ended in 2025."""

    def find(answer: Answer) -> str:
        started, ended = (last_whole(result) for result in answer.results)
        if started is None:
            return nothing_known(answer)
        said = f"{started['value']:,} {noun} {come}"
        if ended is not None and ended["period"] == started["period"]:
            said += f" and {ended['value']:,} {gone}"
        return f"{said} in {say_short_period(started['period'], answer.results[0])}"

    return find
