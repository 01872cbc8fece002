"""Titles that state the finding, in at most ten words; each a function of the rows a reader may see.

Differences between groups are given as a range: which of them is more than
chance is for intervals to say, not for a title.
"""

from collections.abc import Callable

from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.periods import next_first_day
from sendmetrics.metrics.question import Result
from sendmetrics.panels.intervals import Z_998, wilson
from sendmetrics.panels.panel import Answer
from sendmetrics.panels.wording import say_count_of, say_short_period, say_value
from sendmetrics.words import say_days, say_number

TOO_FEW = "Too few cases to say"
NOTHING = "No cases in this view"
LIMIT_OF_NOISE = 1


def last_whole(result: Result) -> dict | None:
    """The newest row with a value whose period is over by the as-at day, else the newest with a value."""
    rows = [row for row in result.rows if row["value"] is not None]
    if result.question.every == "all" or find_metric(result.metric).counts_on == "snapshot":
        return rows[-1] if rows else None
    whole = [row for row in rows if next_first_day(result.question.every, row["period"]) <= result.as_at]
    return (whole or rows or [None])[-1]


def _nothing_known(answer: Answer) -> str:
    return TOO_FEW if answer.has_rows else NOTHING


def _named(answer: Answer, column: str = "value") -> list[dict]:
    """Rows of known groups that have a figure."""
    return [row for row in answer.results[0].rows if row[column] is not None and row["breakdown"] != "unknown"]


def share_latest(noun: str) -> Callable[[Answer], str]:
    """99.1% of plans within 20 weeks, 2025; from the last result asked, which may be coarser than the chart."""

    def find(answer: Answer) -> str:
        result = answer.results[-1]
        row = last_whole(result)
        if row is None:
            return _nothing_known(answer)
        when = say_short_period(row["period"], result)
        return f"{say_value(row, find_metric(result.metric), result.audience)} {noun}" + (f", {when}" if when else "")

    return find


def share_against_england(noun: str) -> Callable[[Answer], str]:
    """13.9% on SEN support; England 14.2% (January 2025)."""

    def find(answer: Answer) -> str:
        result = answer.results[-1]
        row = last_whole(result)
        if row is None:
            return _nothing_known(answer)
        england = answer.latest("National")
        said = f"{say_value(row, find_metric(result.metric), result.audience)} {noun}"
        return said + (f"; England {say_number(england.value, 1)}% ({england.when})" if england else "")

    return find


def range_of(noun: str) -> Callable[[Answer], str]:
    """12.4% to 14.6% on SEN support."""

    def find(answer: Answer) -> str:
        rows = _named(answer)
        if not rows:
            return _nothing_known(answer)
        metric, audience = find_metric(answer.results[0].metric), answer.results[0].audience
        least, most = (say_value(row, metric, audience) for row in _ends(rows))
        return f"{least} {noun}" if least == most else f"{least} to {most} {noun}"

    return find


def _ends(rows: list[dict]) -> tuple[dict, dict]:
    return min(rows, key=lambda row: row["value"]), max(rows, key=lambda row: row["value"])


def highest(noun: str) -> Callable[[Answer], str]:
    """CAMHS highest: 33.9% of referrals rejected."""
    return _extreme(noun, "highest", 1)


def lowest(noun: str) -> Callable[[Answer], str]:
    """Secondary lowest: 1.5 hours for 10 pupils."""
    return _extreme(noun, "lowest", 0)


def _extreme(noun: str, word: str, end: int) -> Callable[[Answer], str]:
    def find(answer: Answer) -> str:
        rows = _named(answer)
        if not rows:
            return _nothing_known(answer)
        row = _ends(rows)[end]
        result = answer.results[0]
        return f"{short_name(row)} {word}: {say_value(row, find_metric(result.metric), result.audience)} {noun}"

    return find


def open_over(limit: str, noun: str) -> Callable[[Answer], str]:
    """100 of 247 open cases past 20 weeks; "at least" where a group's number is hidden."""

    def find(answer: Answer) -> str:
        result = answer.results[0]
        rows = result.rows if result.question.every == "all" else result.rows[-1:]
        if not answer.has_rows:
            return NOTHING
        over, count = (sum(row[name] or 0 for row in rows) for name in ("over_limit", "count"))
        if not count:
            return TOO_FEW
        if any(row["count"] is None for row in rows):
            return f"At least {over:,} {noun} past {limit}"
        least = "At least " if any(row["over_limit"] is None for row in rows) else ""
        return f"{least}{over:,} of {count:,} {noun} past {limit}"

    return find


def apart_from_all(noun: str) -> Callable[[Answer], str]:
    """2 of 36 primary schools stand apart."""

    def find(answer: Answer) -> str:
        result, whole = answer.results
        rows = [row for row in result.rows if row["value"] is not None]
        if not rows or whole.rows[0]["value"] is None:
            return _nothing_known(answer)
        overall = whole.rows[0]["value"] / 100
        limits = [wilson(row["numerator"], row["denominator"], Z_998) for row in rows]
        apart = sum(not low <= overall <= high for low, high in limits)
        return f"{apart or 'None'} of {len(rows)} {noun} {'stands' if apart <= 1 else 'stand'} apart"

    return find


def most_over(limit: str) -> Callable[[Answer], str]:
    """Speech and language: 100 of 200 waiting past the standard."""

    def find(answer: Answer) -> str:
        known = [row for row in _named(answer, "over_limit") if row["over_limit"]]
        if not known:
            return NOTHING if not answer.has_rows else f"Few are past {limit} in any group"
        row = max(known, key=lambda row: row["over_limit"])
        return f"{short_name(row)}: {row['over_limit']:,} of {row['count']:,} past {limit}"

    return find


def rise_over(limit: str, noun: str) -> Callable[[Answer], str]:
    """100 open cases past 20 weeks; 20 a year ago."""

    def find(answer: Answer) -> str:
        result = answer.results[0]
        steps = {"month": 12, "quarter": 4, "year": 1}[result.question.every]
        rows = result.rows
        if len(rows) <= steps or rows[-1]["over_limit"] is None:
            return open_over(limit, noun)(answer)
        before = rows[-1 - steps]["over_limit"]
        said = "very few" if before is None else f"{before:,}"
        return f"{rows[-1]['over_limit']:,} {noun} past {limit}; {said} last year"

    return find


def longest_wait(noun: str) -> Callable[[Answer], str]:
    """Speech and language longest: median 18 weeks."""

    def find(answer: Answer) -> str:
        rows = _named(answer, "median_days")
        if not rows:
            return _nothing_known(answer)
        row = max(rows, key=lambda row: row["median_days"])
        return f"{short_name(row)} longest: {noun} {say_days(row['median_days'])}"

    return find


def change_of_count(noun: str) -> Callable[[Answer], str]:
    """444 requests in 2025, 5% more than before; from the last result asked."""

    def find(answer: Answer) -> str:
        result = answer.results[-1]
        row = last_whole(result)
        if row is None:
            return _nothing_known(answer)
        place = result.rows.index(row)
        before = result.rows[place - 1]["value"] if place else None
        said = f"{say_count_of(row['value'], result.audience)} {noun} in {say_short_period(row['period'], result)}"
        if not before:
            return said
        change = 100 * (row["value"] - before) / before
        if abs(change) < LIMIT_OF_NOISE:
            return f"{said}, as many as before"
        return f"{said}, {say_number(abs(change))}% {'more' if change > 0 else 'fewer'} than before"

    return find


SHORT_NAMES = {
    "salt": "Speech and language",
    "health_salt": "Speech and language",
    "camhs": "CAMHS",
    "health_camhs": "CAMHS",
    "neurodevelopmental": "Neurodevelopmental",
    "plan_not_issued": "Plan agreed",
    "in_assessment": "In assessment",
    "undecided": "Undecided",
}


def short_name(row: dict) -> str:
    """A group's name, short enough for a title."""
    return SHORT_NAMES.get(row["breakdown"], row["label"] or "Here")
