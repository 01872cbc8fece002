"""From an answer by period to what can be said of its change: whole periods, limits or why there are none, and targets."""

import datetime
import functools
import math
from dataclasses import dataclass

from sendmetrics.contracts.reference import read_reference
from sendmetrics.metrics.definition import Metric, find_metric
from sendmetrics.metrics.periods import next_first_day
from sendmetrics.metrics.question import Result
from sendmetrics.metrics.targets import Annotation, Targets
from sendmetrics.panels.panel import Answer
from sendmetrics.panels.xmr import Signal, Xmr, judge_assurance, judge_variation, study_series

# Our own rules: below such a base a share swings by chance alone and a count is near nought, where these limits are wrong;
# and what is left of a series with more gaps is no fair picture of it.
SMALLEST_BASE = 10
MOST_GAPS = 0.25
TOO_SMALL, TOO_MANY_GAPS = "too small", "too many gaps"
HIGHEST_SHARE = 100.0
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Study:
    """The rows of one measure by period; ``is_whole`` says which periods are over and all their cases due.

    Limits and signals are of whole periods alone. ``refused`` says why there
    are none: ``TOO_SMALL`` or ``TOO_MANY_GAPS``, empty where there are.
    """

    result: Result
    is_whole: tuple[bool, ...]
    chart: Xmr
    refused: str
    targets: Targets

    @property
    def metric(self) -> Metric:
        return find_metric(self.result.metric)

    @property
    def newest(self) -> int | None:
        """The place of the newest whole period; what it is, an older one is not taken for."""
        whole = [place for place, is_whole in enumerate(self.is_whole) if is_whole]
        return whole[-1] if whole else None

    @property
    def is_told(self) -> bool:
        """Whether there are limits by which a change may be called one, and a newest figure to judge."""
        return self.is_judged and self.newest is not None and self.result.rows[self.newest]["value"] is not None

    @property
    def signal(self) -> Signal | None:
        return self.chart.signals[self.newest] if self.is_told else None

    @property
    def variation(self) -> str:
        """What the newest whole period means; empty where nothing can be said."""
        return judge_variation(self.signal, self.metric.polarity) if self.is_told else ""

    @property
    def target(self) -> float | None:
        """The target in force at the end of the newest whole period."""
        return None if self.newest is None else self.targets.target_on(last_day_of(self.result, self.newest))

    def planned_for(self, place: int) -> float | None:
        """Where the planned way stood at the end of a month; the figure of a year is not that of its last day."""
        is_of_a_month = self.result.question.every == "month"
        return self.targets.planned_for(last_day_of(self.result, place)) if is_of_a_month else None

    @property
    def is_judged(self) -> bool:
        """Whether there are limits, so that a point without a signal is known to be one of the usual."""
        return not self.refused and not self.chart.is_trial

    @property
    def marked(self) -> list[Annotation]:
        """What happened within the periods there are."""
        if not self.result.rows:
            return []
        first, last = self.result.rows[0]["period"], last_day_of(self.result, len(self.result.rows) - 1)
        return [each for each in self.targets.annotations if first <= each.day <= last]

    @property
    def limits(self) -> tuple[float, float] | None:
        """Lower and upper limit as they are shown: no share lies beyond 0 and 100 and no count below nought."""
        if self.chart.lower is None:
            return None
        highest = HIGHEST_SHARE if self.metric.kind == "proportion" else math.inf
        return max(self.chart.lower, 0.0), min(self.chart.upper, highest)

    @property
    def assurance(self) -> str:
        return judge_assurance(self.chart, self.target, self.metric.polarity) if self.is_told else ""


def study_answer(answer: Answer, clock: str = "") -> Study:
    """The study of an answer's first result. With a ``clock``, a period is whole once the last of its cases is due."""
    result = answer.results[0]
    is_whole = tuple(_is_whole(result, place, clock) for place in range(len(result.rows)))
    whole = [row for row, is_one in zip(result.rows, is_whole, strict=True) if is_one]
    refused = _why_no_limits(find_metric(result.metric), whole)
    values = [row["value"] if is_one else None for row, is_one in zip(result.rows, is_whole, strict=True)]
    if refused:
        values = [None] * len(values)
    return Study(result, is_whole, study_series(values), refused, answer.targets)


def last_day_of(result: Result, place: int) -> datetime.date:
    """The last day of a row's period."""
    return next_first_day(result.question.every, result.rows[place]["period"]) - ONE_DAY


def _is_whole(result: Result, place: int, clock: str) -> bool:
    question, first, last = result.question, result.rows[place]["period"], last_day_of(result, place)
    if question.start is not None and first < question.start:
        return False
    due = last + datetime.timedelta(days=_limit_days(clock, last)) if clock else last
    # On the last day a decision may still be in time, so that whoever was received last counts from the day after.
    is_due = due < result.as_at if clock else due <= result.as_at
    return is_due and last <= (question.end or result.as_at)


def _limit_days(clock: str, day: datetime.date) -> int:
    """The limit of a clock in force on a day."""
    return next(days for first, last, days in _limits_of(clock) if first <= day <= last)


@functools.cache
def _limits_of(clock: str) -> tuple[tuple[datetime.date, datetime.date, int], ...]:
    """First and last day in force, and the days, of each law of a clock."""
    rows = [row for row in read_reference("clocks") if row["macro"] == clock]
    return tuple(
        (
            datetime.date.fromisoformat(row["effective_from"]),
            datetime.date.fromisoformat(row["effective_to"]) if row["effective_to"] else datetime.date.max,
            int(row["limit_days"]),
        )
        for row in rows
    )


def _why_no_limits(metric: Metric, rows: list[dict]) -> str:
    """By the bases that are shown: those that are not are smaller still."""
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return TOO_SMALL if rows else ""
    if len(rows) - len(known) > MOST_GAPS * len(rows):
        return TOO_MANY_GAPS
    base = "value" if metric.kind == "count" else "denominator"
    return TOO_SMALL if sum(row[base] for row in known) < SMALLEST_BASE * len(known) else ""
