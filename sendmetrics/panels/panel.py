"""A panel: the questions it asks, how they are drawn, and the sentence that says what came out."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.errors import RefusedError
from sendmetrics.metrics.comparators import Comparator, published_beside, read_comparators
from sendmetrics.metrics.definition import Metric, find_metric
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.parting import Parting
from sendmetrics.metrics.periods import last_month_end, months_before, next_first_day
from sendmetrics.metrics.question import Question, Reader, Result
from sendmetrics.metrics.scope import read_values
from sendmetrics.metrics.targets import Targets, read_targets
from sendmetrics.panels.logs import Told, told_to
from sendmetrics.panels.refusing import can_use, why_not_filtered

if TYPE_CHECKING:
    from sendmetrics.panels.tables import Table

NOT_A_FIXED_TABLE = "This view is not among the fixed tables that may leave the building."
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
    the panel's groups cannot be told; ``before`` the figure as it stood earlier; ``told_to`` the last day of each table read.
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
    told_to: Told = ()

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


def answer_panel(engine: Engine, reader: Reader, panel: Panel, filters: Filters) -> Answer:
    """Ask everything a panel asks. A refusal is an answer too: it says which filter to drop."""
    results, unused = [], []
    lacks = tuple(name for name in panel.needs if name not in engine.warehouse.last_dates)
    if lacks and engine.is_collected(panel.metric):
        return Answer(lacks=lacks)
    if engine.is_collected(panel.metric) and any(_is_out_of_view(engine, reader, ask, filters) for ask in panel.asks):
        return Answer(nothing=f"No {panel.about} in this view")
    if engine.is_collected(panel.metric) and (refused := _refuse(panel, filters)):
        return Answer(refused=refused)
    try:
        for ask in panel.asks:
            question, not_used = _fit(engine, ask, filters, reader)
            if ask.back and not _is_in_files(engine, question):
                continue
            result = engine.answer(_as_listed(question, reader), reader)
            results.append(_newest(result) if ask.is_newest else result)
            unused += not_used
        parting = _compare(engine, reader, panel, filters)
        before = _as_it_stood(engine, reader, panel, filters, results[0])
    except RefusedError as error:
        # The command line's options mean nothing to who reads a page.
        return Answer(refused=NOT_A_FIXED_TABLE if reader.audience == "shared" else str(error))
    asked = panel.asks[0].metric_asked(filters)
    published = read_comparators(engine.warehouse, asked, reader) if panel.compares else []
    chosen = {"National": "England" in filters.compare, "Regional": "Region" in filters.compare}
    return Answer(
        tuple(results),
        tuple(dict.fromkeys(unused)),
        tuple(comparator for comparator in published if chosen[comparator.level]),
        base=_count_base(engine, reader, panel, filters),
        parting=parting,
        since=engine.first_date(panel.metric),
        targets=read_targets(engine.warehouse, panel.metric, results[0].question, reader)
        if panel.has_targets
        else Targets(),
        counts_appeals=filters.counts_appeals,
        before=before,
        told_to=told_to((find_metric(result.metric) for result in results), engine.warehouse.last_dates),
    )


def _refuse(panel: Panel, filters: Filters) -> str:
    return why_not_filtered([ask.metric_asked(filters) for ask in panel.asks], (name for name, _ in filters.where))


def _fit(engine: Engine, ask: Ask, filters: Filters, reader: Reader) -> tuple[Question, tuple[str, ...]]:
    return ask.fit(filters, reader, engine.last_date(find_metric(ask.metric)))


def _as_it_stood(engine: Engine, reader: Reader, panel: Panel, filters: Filters, now: Result) -> Result | None:
    """The figure before; None where the panel has none, the files do not reach back so far, or now is itself a past day.

    Of a past day, cases that have ended since without a day are left out; of a day looked back to, they are not.
    """
    is_past = now.question.end is not None and now.question.end < now.as_at
    if panel.before is None or is_past or reader.audience == "shared" or not engine.is_collected(panel.metric):
        return None
    question, _ = _fit(engine, panel.before, replace(filters, start=None), reader)
    return engine.answer(question, reader) if _is_in_files(engine, question) else None


def _is_in_files(engine: Engine, question: Question) -> bool:
    """Whether a day looked back to lies within the files, and not before the reader's period."""
    first = engine.first_date(find_metric(question.metric))
    if first is None or question.as_at is None or question.as_at < first:
        return False
    return question.start is None or question.start <= min(question.as_at, question.end or question.as_at)


def _compare(engine: Engine, reader: Reader, panel: Panel, filters: Filters) -> Parting | None:
    """The two rates that may part; None where the panel has none, or nothing is there to compare."""
    if panel.parts is None or not engine.is_collected(panel.metric):
        return None
    published, cohort = (_fit(engine, ask, filters, reader)[0] for ask in panel.parts)
    begins = max(filter(None, (engine.first_date(find_metric(ask.metric)) for ask in panel.parts)), default=None)
    if begins is None or min(published.start, cohort.start) < begins:
        # A year that the files do not hold whole is no year to compare.
        return None
    return engine.compare_rates(published, cohort, reader)


def _newest(result: Result) -> Result:
    """The rows of the newest whole period alone."""
    whole = last_whole(result) or (result.rows[-1] if result.rows else None)
    return replace(result, rows=tuple(row for row in result.rows if row["period"] == whole["period"]))


def _count_base(engine: Engine, reader: Reader, panel: Panel, filters: Filters) -> tuple[int, int] | None:
    """From how many groups the figures are, of how many; None where the reader may not ask, or nobody knows."""
    if panel.base is None or reader.audience == "shared":
        return None
    # Both under the same filters, those that the panel's own measure can use, and of authorities that have such files.
    usable = replace(filters, where=tuple(pair for pair in filters.where if can_use(panel.metric, pair[0])))
    tables = set(panel.metric.needs or panel.metric.sources)
    with_files = tuple(sorted(code for code, held in engine.warehouse.spans.items() if code and tables & set(held)))
    known, all_there_are = panel.base
    asks = (known, replace(all_there_are, only=(("authority", with_files),)))
    try:
        known, all_there_are = (engine.answer(ask.fit(usable, reader)[0], reader) for ask in asks)
    except RefusedError:
        return None
    if not all_there_are.is_collected:
        return None
    named = {row["breakdown"] for row in known.rows} - {"unknown"}
    return len(named), len(named | {row["breakdown"] for row in all_there_are.rows} - {"unknown"})


def _is_out_of_view(engine: Engine, reader: Reader, ask: Ask, filters: Filters) -> bool:
    """Whether the reader's filters or extent leave none of what a question of the panel's own is limited to."""
    if not ask.only or reader.audience == "shared":
        return False
    question, _ = ask.fit(filters, reader)
    used = dict(question.where)
    return any(
        not set(used[name]) & set(read_values(engine.warehouse, DIMENSIONS[name], reader)) for name, _ in ask.only
    )


def _as_listed(question: Question, reader: Reader) -> Question:
    """A ``shared`` reader's tables are fixed, so a panel asks without the reader's period."""
    return replace(question, start=None, end=None) if reader.audience == "shared" and not question.where else question
