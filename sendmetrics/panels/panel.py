"""A panel: the questions it asks, how they are drawn, and the sentence that says what came out."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.comparators import Comparator, published_beside
from sendmetrics.metrics.definition import Metric, find_metric
from sendmetrics.metrics.parting import Parting
from sendmetrics.metrics.periods import last_month_end, months_before, next_first_day
from sendmetrics.metrics.question import Question, Reader, Result
from sendmetrics.metrics.standards import Service
from sendmetrics.metrics.targets import Targets
from sendmetrics.panels.logs import Told
from sendmetrics.panels.refusing import can_use

if TYPE_CHECKING:
    from sendmetrics.panels.tables import Table

# Outside casework, cells by school and month would nearly all be under five.
COARSER_FOR_SCHOOLS = {"month": "year", "quarter": "year"}


@dataclass(frozen=True)
class Filters:
    """What the reader has chosen: values by dimension, a period, an as-at day, and whom to compare with.

    ``counts_appeals`` takes the other reading of the national rule: cases after mediation or tribunal are counted.
    """

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    start: datetime.date | None = None
    end: datetime.date | None = None
    as_at: datetime.date | None = None
    compare: tuple[str, ...] = ("England", "Region")
    counts_appeals: bool = False


@dataclass(frozen=True)
class Ask:
    """One question of a panel, before the reader's filters; ``only`` is a filter of the panel's own.

    ``is_newest`` keeps, of an answer by period, the newest whole one; ``months``
    asks of the last so many whole months alone, those that were over
    ``followed_days`` before; ``back`` asks as the data stood so many months
    earlier, and has no answer where the files do not reach back so far;
    ``with_appeals`` names the measure that answers instead where the reader
    counts cases after mediation or tribunal; ``is_of_the_day`` asks of a past
    period as the data stood on its last day, where groups are told by a state
    of the as-at day, such as a setting: in today's, those of then are others.
    """

    metric: str
    by: str | None = None
    every: str = "all"
    view: str | None = None
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_newest: bool = False
    months: int = 0
    followed_days: int = 0
    back: int = 0
    with_appeals: str = ""
    is_of_the_day: bool = False

    def metric_asked(self, filters: Filters) -> Metric:
        """The measure that answers under the filters."""
        return find_metric(self.with_appeals if filters.counts_appeals and self.with_appeals else self.metric)

    def fit(
        self, filters: Filters, reader: Reader, newest: datetime.date | None = None
    ) -> tuple[Question, tuple[str, ...]]:
        """The question under the filters, and the titles of filters this measure cannot use.

        ``newest`` is the day the measure is given for where the reader names none.
        """
        metric = self.metric_asked(filters)
        wanted = {name: values for name, values in filters.where if can_use(metric, name)}
        # Both must hold: the secondary schools of a reader who chose primary ones are none.
        wanted |= {
            name: tuple(value for value in values if value in wanted.get(name, values)) for name, values in self.only
        }
        used = tuple(wanted.items())
        unused = tuple(DIMENSIONS[name].title for name, _ in filters.where if not can_use(metric, name))
        every = self.every
        is_of_school = self.by == "school" or only_school(reader) or any(name == "school" for name, _ in used)
        if reader.audience != "casework" and is_of_school:
            every = COARSER_FOR_SCHOOLS.get(every, every)
        start, end, as_at = filters.start, filters.end, filters.as_at
        day = min(filter(None, (end, as_at, newest)), default=None)
        if self.months and day is not None:
            end = last_month_end(day - datetime.timedelta(days=self.followed_days))
            start = months_before(end, self.months - 1).replace(day=1)
        if self.back and day is not None:
            as_at = months_before(last_month_end(day), self.back)
            end = end and min(end, as_at)
        if self.is_of_the_day and end is not None and day == end:
            as_at = end
        return Question(metric.name, self.by, every, start, end, used, self.view, as_at), unused


def only_school(reader: Reader) -> str | None:
    """The one school a reader's settings limit them to, if it is one."""
    schools = dict(reader.extent).get("schools", ())
    return schools[0] if len(schools) == 1 else None


@dataclass(frozen=True)
class Answer:
    """What came back for a panel. ``refused`` says in words why nothing did, ``nothing`` that the panel's own groups are out of view.

    ``base`` is how many groups (schools) the figures are from, and of how many; ``since`` the first day the
    measure's files speak for; ``parting`` two rates of the same
    journeys beside each other; ``targets`` what the authority has said itself of the panel's own measure;
    ``counts_appeals`` whether the reader counts cases after mediation or tribunal; ``lacks`` are tables without which
    the panel's groups cannot be told; ``before`` the figure as it stood earlier; ``told_to`` how far
    each table is told for each authority in view; ``own_standards`` services held to a standard the authority has set.
    """

    results: tuple[Result, ...] = ()
    unused: tuple[str, ...] = ()
    comparators: tuple[Comparator, ...] = ()
    refused: str = ""
    nothing: str = ""
    base: tuple[int, int] | None = None
    parting: Parting | None = None
    since: datetime.date | None = None
    targets: Targets = field(default_factory=Targets)
    counts_appeals: bool = False
    lacks: tuple[str, ...] = ()
    before: Result | None = None
    told_to: tuple[Told, ...] = ()
    own_standards: tuple[Service, ...] = ()

    @property
    def is_collected(self) -> bool:
        return bool(self.results) and self.results[0].is_collected

    @property
    def has_rows(self) -> bool:
        return any(_is_something(row) for result in self.results for row in result.rows)

    def beside(self, level: str) -> Comparator | None:
        """The published figure of a level to set beside the answer's own, that of its last result."""
        return published_beside(self.comparators, level, self.results[-1], last_whole(self.results[-1]))


def last_whole(result: Result) -> dict | None:
    """A row with a value, of the newest period that is over by the as-at day, else of the newest; None where it is hidden.

    An older figure in place of one that is too small to show would be read as today's.
    """
    rows = [row for row in result.rows if row["value"] is not None or row["symbol"] == "c"]
    if result.question.every != "all" and find_metric(result.metric).counts_on != "snapshot":
        over = result.as_at + datetime.timedelta(days=1)
        whole = [row for row in rows if next_first_day(result.question.every, row["period"]) <= over]
        rows = whole or rows
    shown = [row for row in rows if row["period"] == rows[-1]["period"] and row["value"] is not None]
    return shown[-1] if shown else None


def is_not_available(row: dict) -> bool:
    """Whether no file speaks for a row, which is not to say that it is empty."""
    return row["symbol"] == "x" and all(row.get(name) is None for name in ("count", "numerator", "denominator"))


def _is_something(row: dict) -> bool:
    return row.get("symbol") == "c" or bool(row.get("count") or row.get("denominator") or row.get("numerator"))


@dataclass(frozen=True)
class Chart:
    """A figure as a plain dict of the drawing library's own words, and the same in a sentence."""

    figure: dict
    alt: str


@dataclass(frozen=True)
class Panel:
    """``find`` gives the title (at most ten words), ``draw`` the chart, ``says`` the caption's first sentence.

    ``compares`` is true where published figures of England and the region are drawn beside ours; ``about`` names
    the things a panel with a filter of its own is about; ``base`` are two questions by the same groups: which are
    known, and which there are. ``parts`` are a published rate and the cohort of the same journeys, compared besides;
    ``has_targets`` is true where the authority's own targets and annotations are drawn. ``adds`` gives sentences of its
    own for the caption, ``tabulate`` the table where the first results as they are do not hold the facts of the chart.
    ``before`` asks for the figure as it stood earlier, for the title to compare with.
    ``needs`` are tables without which its groups cannot be told, besides those of its measure. Panels ``instead`` answer
    for a reader who cannot be given this one, the first that fits.
    """

    name: str
    asks: tuple[Ask, ...]
    find: Callable[[Answer], str]
    draw: Callable[[Answer], Chart | None]
    says: str
    compares: bool = False
    about: str = "cases"
    base: tuple[Ask, Ask] | None = None
    instead: tuple["Panel", ...] = ()
    parts: tuple[Ask, Ask] | None = None
    tabulate: Callable[[Answer], "Table"] | None = None
    has_targets: bool = False
    adds: Callable[[Answer], str] | None = None
    needs: tuple[str, ...] = ()
    before: Ask | None = None

    @property
    def metric(self) -> Metric:
        return find_metric(self.asks[0].metric)


def by_and_in_all(metric: str, by: str, **asked: object) -> tuple[Ask, Ask]:
    """A measure by a group and, of the same, undivided: what titles tell of all, and a line across the chart."""
    return Ask(metric, by=by, **asked), Ask(metric, **asked)


def undrawn(name: str, ask: Ask) -> Panel:
    """A question whose answer goes into a table or a sentence of its own."""
    return Panel(name, (ask,), str, lambda _: None, "")
