"""Shapes and titles of panels on what is in force or open on a day, where no limit divides it: numbers over time and by group."""

from collections.abc import Callable

from sendmetrics.metrics.disclosure import LEADERS_SMALLEST_COUNT
from sendmetrics.metrics.question import Result
from sendmetrics.panels.charts_by_group import draw_bars
from sendmetrics.panels.charts_over_time import draw_columns
from sendmetrics.panels.figures import MOST_LABELLED, MOST_SAID
from sendmetrics.panels.findings import TOO_FEW, nothing_known, short_name
from sendmetrics.panels.panel import Answer, Chart, is_not_available, last_whole
from sendmetrics.panels.wording import say_count_of, say_short_period
from sendmetrics.words import say_days

A_YEAR_OF = {"month": 12, "quarter": 4, "year": 1}


def _say(row: dict, result: Result, with_median: bool = False) -> str:
    where = ", ".join(filter(None, (row["label"], say_short_period(row["period"], result))))
    said = "not available" if is_not_available(row) else say_count_of(row["count"], result.audience)
    if with_median and row["median_days"] is not None:
        said += f", median {say_days(row['median_days'])}"
    return f"{where}: {said}" if where else said


def _in_words(said: list[str]) -> str:
    more = f"; and {len(said) - MOST_SAID} more" if len(said) > MOST_SAID else ""
    # By group and by place alone, every group may be too small to be named.
    return "; ".join(said[:MOST_SAID]) + more or TOO_FEW


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
            [row["label"] or "All" for row in result.rows], [row["count"] for row in result.rows], labels, said
        )
        return Chart(figure, _in_words(said))

    return draw


def number_now(noun: str) -> Callable[[Answer], str]:
    """2,345 plans in force; 2,100 last year."""

    def find(answer: Answer) -> str:
        result = answer.results[0]
        rows = result.rows
        if not answer.has_rows:
            return nothing_known(answer)
        if rows[-1]["count"] is None:
            return TOO_FEW
        steps = A_YEAR_OF.get(result.question.every, len(rows))
        before = rows[-1 - steps]["count"] if len(rows) > steps else None
        return f"{rows[-1]['count']:,} {noun}" + (f"; {before:,} last year" if before else "")

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
        return f"{short_name(row)}: {row['count']:,}{of_all} {noun}"

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
