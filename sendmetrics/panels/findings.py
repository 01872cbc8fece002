"""Titles that state the finding, in at most ten words; each a function of the rows a reader may see.

Differences between groups are given as a range: which of them is more than
chance is for intervals to say, not for a title.
"""

from collections.abc import Callable

from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.question import Result
from sendmetrics.panels.intervals import Z_998, wilson
from sendmetrics.panels.logs import say_early
from sendmetrics.panels.panel import Answer, is_not_available, last_whole
from sendmetrics.panels.titles import begin_with
from sendmetrics.panels.wording import say_count_of, say_short_period, say_value
from sendmetrics.words import say_days, say_number, upper_first

TOO_FEW = "Too few cases to say"
NOTHING = "No cases in this view"
NOT_KNOWN_THEN = "Not available for this period"
LIMIT_OF_NOISE = 1


def nothing_known(answer: Answer) -> str:
    """Why a panel has no finding: too few to say, no files for the period, or no cases."""
    if answer.has_rows:
        return TOO_FEW
    rows = answer.results[-1].rows
    is_unknown = _is_missed(answer.results[-1]) or (rows and all(map(is_not_available, rows)))
    return NOT_KNOWN_THEN if is_unknown else NOTHING


def _is_missed(result: Result) -> bool:
    """Whether a snapshot was asked of a past period that holds none."""
    end = result.question.end
    return find_metric(result.metric).counts_on == "snapshot" and end is not None and end < result.as_at


def _named(answer: Answer, column: str = "value") -> list[dict]:
    """Rows of known groups that have a figure."""
    return [row for row in answer.results[0].rows if row[column] is not None and row["breakdown"] != "unknown"]


def share_latest(noun: str) -> Callable[[Answer], str]:
    """99.1% of plans within 20 weeks, 2025; from the last result asked, which may be coarser than the chart."""

    def find(answer: Answer) -> str:
        result = answer.results[-1]
        row = last_whole(result)
        if row is None:
            return nothing_known(answer)
        when = say_short_period(row["period"], result)
        return f"{say_value(row, find_metric(result.metric), result.audience)} {noun}" + (f", {when}" if when else "")

    return find


def share_against_england(noun: str) -> Callable[[Answer], str]:
    """13.9% on SEN support; England 14.2% (January 2025), or 25.9% of requests refused, 2025; England 25.6% (2024)."""

    def find(answer: Answer) -> str:
        result = answer.results[-1]
        row = last_whole(result)
        if row is None:
            return nothing_known(answer)
        england = answer.beside("National")
        metric = find_metric(result.metric)
        # A census is the newest; a year of requests is one of several.
        when = say_short_period(row["period"], result) if metric.counts_on == "event" else ""
        said = f"{say_value(row, metric, result.audience)} {noun}" + (f", {when}" if when else "")
        return said + (f"; England {say_number(england.value, 1)}% ({england.when})" if england else "")

    return find


def range_of(noun: str) -> Callable[[Answer], str]:
    """12.4% to 14.6% on SEN support."""

    def find(answer: Answer) -> str:
        rows = _named(answer)
        if not rows:
            return nothing_known(answer)
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
            return nothing_known(answer)
        row = _ends(rows)[end]
        result = answer.results[0]
        metric = find_metric(result.metric)
        figure = f"{say_value(row, metric, result.audience)} {noun}"
        # By group and period, the rows are those of one period.
        figure += f", {say_short_period(row['period'], result)}" if result.question.every != "all" else ""
        if len(rows) == 1:
            return name_alone(result, row, figure)
        if row["value"] == _ends(rows)[1 - end]["value"]:
            return f"{figure}, by {metric.dimension(result.question.by).title.lower()} all alike"
        return begin_with(short_name(row), f" {word}: {figure}")

    return find


def open_over(limit: str, noun: str) -> Callable[[Answer], str]:
    """100 of 247 open cases past 20 weeks, from the last result asked; "at least" where a group's number is hidden."""

    def find(answer: Answer) -> str:
        result = answer.results[-1]
        rows = result.rows if result.question.every == "all" else result.rows[-1:]
        if not answer.has_rows:
            return nothing_known(answer)
        over, count = (sum(row[name] or 0 for row in rows) for name in ("over_limit", "count"))
        if not count:
            return TOO_FEW
        if not over and any(row["over_limit"] is None for row in rows):
            # Hidden because few are over, or because few are not: nothing can be said of the limit.
            is_all = all(row["count"] is not None for row in rows)
            return f"{'' if is_all else 'At least '}{count:,} {noun} in all"
        if any(row["count"] is None for row in rows):
            return f"At least {over:,} {noun} past {limit}"
        least = "At least " if any(row["over_limit"] is None for row in rows) else ""
        return f"{least}{over:,} of {count:,} {noun} past {limit}"

    return find


def share_of_all(whole: Result) -> float | None:
    """The one figure of a result that is not divided; None where it is hidden or there is none."""
    return next((row["value"] for row in whole.rows), None)


def apart_from_all(noun: str) -> Callable[[Answer], str]:
    """2 of 36 primary schools stand apart."""

    def find(answer: Answer) -> str:
        result, whole = answer.results
        rows = [row for row in result.rows if row["value"] is not None]
        overall = share_of_all(whole)
        if not rows or overall is None:
            return nothing_known(answer)
        limits = [wilson(row["numerator"], row["denominator"], Z_998) for row in rows]
        apart = sum(not low <= overall / 100 <= high for low, high in limits)
        if len(rows) == 1:
            return f"Only one of the {noun} can be shown"
        return f"{apart or 'None'} of {len(rows)} {noun} {'stands' if apart <= 1 else 'stand'} apart"

    return find


def may_be_over(row: dict, number: int) -> bool:
    """Whether a row's hidden part may be as large as a number: it is hidden also where nearly all are over."""
    return row["over_limit"] is None and row["count"] is not None and row["count"] >= number


def most_over(limit: str) -> Callable[[Answer], str]:
    """Speech and language: 100 of 200 waiting past the standard."""

    def find(answer: Answer) -> str:
        known = [row for row in _named(answer, "over_limit") if row["over_limit"]]
        if not known:
            if any(row["over_limit"] is None for row in answer.results[0].rows):
                return TOO_FEW
            return f"None past {limit}" if answer.has_rows else nothing_known(answer)
        row = max(known, key=lambda row: row["over_limit"])
        # Where nearly all are over, neither number is shown: that group may be the worst.
        is_sure = not any(may_be_over(other, row["over_limit"]) for other in answer.results[0].rows if other is not row)
        said = f": {row['over_limit']:,} of {row['count']:,} past {limit}{'' if is_sure else ', of those shown'}"
        return begin_with(short_name(row), said)

    return find


def over_before(answer: Answer) -> int | None:
    """How many were over the limit the year before, as it stood then; None where that is hidden or nobody knows.

    The trend itself is no measure of that: what has ended since without a day is not in its past periods.
    """
    rows = answer.before.rows if answer.before else ()
    return rows[-1]["over_limit"] if rows else None


def rise_over(limit: str, noun: str) -> Callable[[Answer], str]:
    """100 open cases past 20 weeks; 20 a year ago."""

    def find(answer: Answer) -> str:
        rows = answer.results[0].rows
        before = over_before(answer)
        if before is None or not rows or rows[-1]["over_limit"] is None:
            return open_over(limit, noun)(answer)
        return f"{rows[-1]['over_limit']:,} {noun} past {limit}; {before:,} last year"

    return find


def longest_wait(noun: str) -> Callable[[Answer], str]:
    """Speech and language longest: median 18 weeks."""

    def find(answer: Answer) -> str:
        rows = _named(answer, "median_days")
        if not rows:
            return nothing_known(answer)
        row = max(rows, key=lambda row: row["median_days"])
        longest = f"{noun} {say_days(row['median_days'])}"
        if len(rows) == 1:
            return name_alone(answer.results[0], row, longest)
        if sum(say_days(other["median_days"]) == say_days(row["median_days"]) for other in rows) > 1:
            return f"Longest {longest}, in more than one group"
        return begin_with(short_name(row), f" longest: {longest}")

    return find


def most_late(which: str) -> Callable[[Answer], str]:
    """Health most often late: 40.0% of what came; no "most" while a group that is not shown may be later still."""

    def find(answer: Answer) -> str:
        rows = _named(answer)
        if not rows:
            return nothing_known(answer)
        row = min(rows, key=lambda row: row["value"])
        is_sure = len(rows) > 1 and all(
            other["value"] is not None or not other["count"] for other in answer.results[0].rows
        )
        late = f"{say_number(100 - row['value'], 1)}% {which}"
        return begin_with(short_name(row), f"{' most often late' if is_sure else ''}: {late}")

    return find


def change_of_count(noun: str) -> Callable[[Answer], str]:
    """444 requests in 2025, 5% more than before; from the last result asked."""

    def find(answer: Answer) -> str:
        result = answer.results[-1]
        row = last_whole(result)
        if row is None:
            return nothing_known(answer)
        place = result.rows.index(row)
        before = result.rows[place - 1]["value"] if place else None
        said = f"{say_count_of(row['value'], result.audience)} {noun} in {say_short_period(row['period'], result)}"
        # Where some files end early the newest period lacks what they would hold: fewer is no fall.
        if not before or say_early(answer):
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
    "advice": "Awaiting advice",
    "drafting": "Drafting",
    "final": "Plan agreed",
}


def name_alone(result: Result, row: dict, said: str) -> str:
    """What is said of the only group there is, with its name; of the one service a reader has chosen the page says the name."""
    is_chosen = result.question.by == "service" and dict(result.question.where).get("service") == (row["breakdown"],)
    return upper_first(said) if is_chosen else begin_with(short_name(row), f": {said}")


def short_name(row: dict) -> str:
    """A group's name, short enough for a title."""
    return SHORT_NAMES.get(row["breakdown"], row["label"] or "Here")
