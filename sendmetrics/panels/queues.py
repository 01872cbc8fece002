"""Panels on queues: who joins, is seen and waits at one service week by week, whether it keeps up, and all services compared.

Like what is expected, a queue is no answer to a question of one measure, so
these panels are a class of their own with the manners of the others.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.errors import RefusedError
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Reader
from sendmetrics.metrics.queue_meanings import MEANINGS, say_meaning
from sendmetrics.metrics.queue_questions import WAIT
from sendmetrics.metrics.queueing import QueueFacts
from sendmetrics.metrics.queues import Queues, ServiceQueue
from sendmetrics.panels.answering import NOT_A_FIXED_TABLE
from sendmetrics.panels.findings import SHORT_NAMES
from sendmetrics.panels.panel import Chart, Filters
from sendmetrics.panels.refusing import can_use
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import hidden_words, leave_out, say_sources
from sendmetrics.words import lower_first, say_count, say_date, say_list, say_number

A_PERIOD = (
    "Queues are worked out from the newest day, and the period chosen ends before it. Take the period away, or choose an "
    "as-at day to see the queue as it was then."
)
# Words of a name in a title of ten: an authority may give a service any name.
LONGEST_NAME = 3
NO_WEEKS = "No whole week in the files"
LONG_AGO = datetime.timedelta(days=31)
# A rule of our own: more than one in twenty of those waiting beside the queue is many.
MANY_LEFT_OUT = 0.05
ABOUT = (
    "**Weeks** are whole ones, Monday to Sunday, up to the last that the service's own files tell. In each, children join, "
    "have a first appointment or leave in another way; a child joins on the day the service accepts the referral. Who waits at its end are those before, more those who joined, less "
    "those who left.",
    "- Not every child who leaves otherwise was helped elsewhere: moved, closed unseen, no longer needed.",
    "- Leaders see blocks of four weeks, since hardly a week of one service has five children.",
)
ABOUT_FACTS = (*ABOUT, *(f"- {say_meaning(name)}" for name in MEANINGS))


@dataclass(frozen=True)
class Shown:
    """What a panel is of: one service's queue, among those of all."""

    queues: Queues
    queue: ServiceQueue

    @property
    def audience(self) -> str:
        return self.queues.audience

    @property
    def name(self) -> str:
        """The service's name, short enough for a title."""
        return SHORT_NAMES.get(self.queue.service, self.queue.label)


@dataclass(frozen=True)
class QueuePanel:
    """``find`` gives the title (at most ten words), ``draw`` the chart, ``tabulate`` the same as tables, ``says`` the caption.

    ``is_table`` where there is no chart and the table stands in its place.
    """

    name: str
    find: Callable[[Shown], str]
    draw: Callable[[Shown], Chart | None]
    tabulate: Callable[[Shown], tuple[Table, ...]]
    says: Callable[[Shown], str]
    about: tuple[str, ...] = ABOUT
    is_table: bool = False


@dataclass(frozen=True)
class AskedQueues:
    """What came back: the queues, what they could not be filtered by, or why there are none."""

    queues: Queues | None = None
    unused: tuple[str, ...] = ()
    refused: str = ""

    @property
    def is_collected(self) -> bool:
        return self.queues is not None and self.queues.is_collected

    def of(self, service: str) -> Shown | None:
        """One service's queue; None where no whole week of it is known."""
        queue = self.queues.find(service) if self.queues is not None else None
        return None if queue is None else Shown(self.queues, queue)


def ask_queues(engine: Engine, reader: Reader, filters: Filters) -> AskedQueues:
    """The queues under the reader's filters; those that the wait cannot use are named, as is a period."""
    used, unused = fit_filters(filters)
    try:
        queues = engine.study_queues(used, reader, filters.as_at)
    except RefusedError as error:
        return AskedQueues(refused=NOT_A_FIXED_TABLE if reader.audience == "shared" else str(error))
    if filters.end and queues.as_at and filters.end < queues.as_at:
        return AskedQueues(refused=A_PERIOD)
    return AskedQueues(queues, unused)


def fit_filters(filters: Filters) -> tuple[tuple, tuple[str, ...]]:
    """The filters that the wait can use, and the titles of the others."""
    metric = find_metric(WAIT)
    used = tuple(pair for pair in filters.where if can_use(metric, pair[0]))
    unused = [DIMENSIONS[name].title for name, _ in filters.where if not can_use(metric, name)]
    if filters.start or filters.end:
        unused.append("Period")
    return used, tuple(dict.fromkeys(unused))


def caption_of(panel: QueuePanel, shown: Shown, asked: AskedQueues, chosen: str) -> str:
    """What is shown, of which service and weeks, for which children, as at which day and from which files."""
    parts = [f"{panel.says(shown)}.", f"{shown.queue.label}, weeks to {say_date(shown.queue.ends)}."]
    return " ".join([*parts, *say_scope(asked, leave_out(shown.queue.label, chosen)), *_say_of_service(shown)])


def say_scope(asked: AskedQueues, chosen: str) -> list[str]:
    """For a caption: the filters, the day, the files, and what it is not filtered by."""
    parts = [f"For {chosen}."] if chosen else []
    parts.append(f"As at {say_date(asked.queues.as_at)}, from {say_list(say_sources([WAIT]))}.")
    if asked.unused:
        parts.append(f"Not filtered by {say_list(title.lower() for title in asked.unused)}.")
    return parts


def _say_of_service(shown: Shown) -> list[str]:
    queue, parts = shown.queue, []
    if shown.queues.as_at - queue.told_to > LONG_AGO:
        parts.append(f"This service's newest file ends on {say_date(queue.told_to)}: what came since is not known.")
    if queue.older != 0:
        older = hidden_words(shown.audience) if queue.older is None else say_number(queue.older)
        parts.append(f"Of those waiting, {older} are in older files only and may have left since.")
    parts += say_left_out(queue, shown.audience)
    if any(row["symbol"] == "c" for row in queue.weeks):
        parts.append(f"Gaps: too few to show ({hidden_words(shown.audience)} children).")
    return parts


def say_left_out(queue: ServiceQueue, audience: str) -> list[str]:
    """What is in none of it, by reason, and that it is many where it is."""
    if not queue.left_out:
        return []
    said = [
        f"{hidden_words(audience) if row['count'] is None else say_number(row['count'])} {lower_first(row['reason'])}"
        for row in queue.left_out
    ]
    known = sum(row["count"] or 0 for row in queue.left_out)
    counted = queue.weeks[-1]["waiting"] or 0
    many = "; many, so that the queue may be longer" if known > MANY_LEFT_OUT * counted and known > 1 else ""
    return [f"Left out: {say_list(said)}{many}."]


def say_rate(value: float | None, places: int = 1) -> str:
    """A rate or ratio; of ten and more a week no decimal is worth its room."""
    if value is None:
        return "not known"
    return say_number(value, 0 if abs(value) >= 10 and places == 1 else places)


def say_average(facts: QueueFacts) -> str:
    """Of how many weeks an average is: average of 20 weeks, where no more are known."""
    return f"average of {say_count(facts.weeks_behind, 'week', 'weeks')}"


def say_cells(row: dict, audience: str) -> tuple[str, ...]:
    """A row's counts in words."""
    return tuple(
        hidden_words(audience) if row[name] is None else say_number(row[name])
        for name in ("joined", "seen", "others", "waiting")
    )


def say_weeks(row: dict) -> str:
    """Week to 16 November 2025; of a block, 20 October to 16 November 2025."""
    if (row["ends"] - row["starts"]).days < 7:
        return f"Week to {say_date(row['ends'])}"
    return f"{row['starts'].day} {row['starts']:%b} to {row['ends'].day} {row['ends']:%b %Y}"


def say_step(weeks_each: int) -> str:
    """By week, or by four weeks."""
    return "week" if weeks_each == 1 else "four weeks"
