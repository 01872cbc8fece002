"""A panel: the questions it asks, how they are drawn, and the sentence that says what came out."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.errors import RefusedError
from sendmetrics.metrics.comparators import Comparator, read_comparators
from sendmetrics.metrics.definition import Metric, find_metric
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Question, Reader, Result

# Outside casework, cells by school and month would nearly all be under five.
COARSER_FOR_SCHOOLS = {"month": "year", "quarter": "year"}


@dataclass(frozen=True)
class Filters:
    """What the reader has chosen: values by dimension, a period, an as-at day, and whom to compare with."""

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    start: datetime.date | None = None
    end: datetime.date | None = None
    as_at: datetime.date | None = None
    compare: tuple[str, ...] = ("England", "Region")


@dataclass(frozen=True)
class Ask:
    """One question of a panel, before the reader's filters; ``only`` is a filter of the panel's own."""

    metric: str
    by: str | None = None
    every: str = "all"
    view: str | None = None
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def fit(self, filters: Filters, reader: Reader) -> tuple[Question, tuple[str, ...]]:
        """The question under the filters, and the titles of filters this measure cannot use."""
        metric = find_metric(self.metric)
        own = dict(self.only)
        used = tuple((name, values) for name, values in filters.where if _can_use(metric, name) and name not in own)
        used += self.only
        unused = tuple(DIMENSIONS[name].title for name, _ in filters.where if not _can_use(metric, name))
        every = self.every
        if reader.audience != "casework" and (self.by == "school" or any(name == "school" for name, _ in used)):
            every = COARSER_FOR_SCHOOLS.get(every, every)
        question = Question(self.metric, self.by, every, filters.start, filters.end, used, self.view, filters.as_at)
        return question, unused


def _can_use(metric: Metric, name: str) -> bool:
    return DIMENSIONS[name].key in metric.columns


@dataclass(frozen=True)
class Answer:
    """What came back for a panel. ``refused`` says in words why nothing did."""

    results: tuple[Result, ...] = ()
    unused: tuple[str, ...] = ()
    comparators: tuple[Comparator, ...] = ()
    refused: str = ""

    @property
    def is_collected(self) -> bool:
        return bool(self.results) and self.results[0].is_collected

    @property
    def has_rows(self) -> bool:
        return any(_is_something(row) for result in self.results for row in result.rows)

    def latest(self, level: str) -> Comparator | None:
        """The newest published figure of a level."""
        found = [comparator for comparator in self.comparators if comparator.level == level]
        return found[-1] if found else None


def _is_something(row: dict) -> bool:
    return row.get("symbol") == "c" or bool(row.get("count") or row.get("denominator") or row.get("numerator"))


@dataclass(frozen=True)
class Chart:
    """A figure as a plain dict of the drawing library's own words, its height in pixels, and the same in a sentence."""

    figure: dict
    height: int
    alt: str


@dataclass(frozen=True)
class Panel:
    """``find`` gives the title (at most ten words), ``draw`` the chart, ``says`` the caption's first sentence.

    ``compares`` is true where published figures of England and the region are drawn beside ours.
    """

    name: str
    asks: tuple[Ask, ...]
    find: Callable[[Answer], str]
    draw: Callable[[Answer], Chart | None]
    says: str
    compares: bool = False

    @property
    def metric(self) -> Metric:
        return find_metric(self.asks[0].metric)


def answer_panel(engine: Engine, reader: Reader, panel: Panel, filters: Filters) -> Answer:
    """Ask everything a panel asks. A refusal is an answer too: it says which filter to drop."""
    results, unused = [], []
    try:
        for ask in panel.asks:
            question, not_used = ask.fit(filters, reader)
            results.append(engine.answer(_as_listed(question, reader), reader))
            unused += not_used
    except RefusedError as error:
        return Answer(refused=str(error))
    published = read_comparators(engine.warehouse, panel.metric, reader) if panel.compares else []
    chosen = {"National": "England" in filters.compare, "Regional": "Region" in filters.compare}
    return Answer(
        tuple(results),
        tuple(dict.fromkeys(unused)),
        tuple(comparator for comparator in published if chosen[comparator.level]),
    )


def _as_listed(question: Question, reader: Reader) -> Question:
    """A ``shared`` reader's tables are fixed, so a panel asks without the reader's period."""
    return replace(question, start=None, end=None) if reader.audience == "shared" and not question.where else question
