"""How a panel is asked: its questions put to the engine under a reader's filters, and a refusal kept as an answer."""

import datetime
from dataclasses import replace

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.errors import RefusedError
from sendmetrics.metrics.comparators import Comparator, read_comparators
from sendmetrics.metrics.definition import Metric, find_metric
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.parting import Parting
from sendmetrics.metrics.periods import month_end
from sendmetrics.metrics.question import Question, Reader, Result
from sendmetrics.metrics.scope import authorities_in_view, read_values
from sendmetrics.metrics.standards import read_own_standards
from sendmetrics.metrics.targets import Targets, read_targets
from sendmetrics.panels.logs import told_to
from sendmetrics.panels.panel import Answer, Ask, Filters, Panel, last_whole
from sendmetrics.panels.refusing import can_use, why_not_filtered

# How far a return may lie from the day a year before.
NEAR = datetime.timedelta(days=45)
NOT_A_FIXED_TABLE = "This view is not among the fixed tables that may leave the building."


def answer_panel(engine: Engine, reader: Reader, panel: Panel, filters: Filters) -> Answer:
    """Ask everything a panel asks. A refusal is an answer too: it says which filter to drop."""
    lacks = tuple(name for name in panel.needs if name not in engine.warehouse.last_dates)
    if lacks and engine.is_collected(panel.metric):
        return Answer(lacks=lacks)
    if engine.is_collected(panel.metric) and any(_is_out_of_view(engine, reader, ask, filters) for ask in panel.asks):
        return Answer(nothing=f"No {panel.about} in this view")
    if engine.is_collected(panel.metric) and (refused := _refuse(panel, filters)):
        return Answer(refused=refused)
    try:
        results, unused = _ask_all(engine, reader, panel, filters)
        parting = _compare(engine, reader, panel, filters)
        before = _as_it_stood(engine, reader, panel, filters, results[0])
    except RefusedError as error:
        # The command line's options mean nothing to who reads a page.
        return Answer(refused=NOT_A_FIXED_TABLE if reader.audience == "shared" else str(error))
    asked = panel.asks[0].metric_asked(filters)
    return Answer(
        tuple(results),
        tuple(dict.fromkeys(unused)),
        _published(engine, reader, panel, filters),
        base=_count_base(engine, reader, panel, filters),
        parting=parting,
        since=engine.first_date(panel.metric),
        targets=read_targets(engine.warehouse, panel.metric, results[0].question, reader)
        if panel.has_targets
        else Targets(),
        counts_appeals=filters.counts_appeals,
        before=before,
        told_to=told_to(
            (find_metric(result.metric) for result in results),
            engine.warehouse.spans,
            _in_view(engine, reader, asked, results[0].question),
        ),
        own_standards=read_own_standards(engine.warehouse, panel.metric, results[0].question, reader),
    )


def _ask_all(engine: Engine, reader: Reader, panel: Panel, filters: Filters) -> tuple[list[Result], list[str]]:
    """The results of a panel's questions, and the titles of filters that not all of them can use."""
    results, unused = [], []
    for ask in panel.asks:
        question, not_used = _fit(engine, ask, filters, reader)
        if ask.back and not _is_in_files(engine, question):
            continue
        result = engine.answer(question if ask.months else _as_listed(question, reader), reader)
        results.append(_newest(result) if ask.is_newest else result)
        unused += not_used
    return results, unused


def _published(engine: Engine, reader: Reader, panel: Panel, filters: Filters) -> tuple[Comparator, ...]:
    """Published figures of the levels that the reader compares with."""
    if not panel.compares:
        return ()
    found = read_comparators(engine.warehouse, panel.asks[0].metric_asked(filters), reader)
    chosen = {"National": "England" in filters.compare, "Regional": "Region" in filters.compare}
    return tuple(comparator for comparator in found if chosen[comparator.level])


def _in_view(engine: Engine, reader: Reader, metric: Metric, question: Question) -> dict[str, str]:
    """The authorities whose files a figure can be from, by code and name."""
    names = read_values(engine.warehouse, DIMENSIONS["authority"], reader)
    codes = authorities_in_view(engine.warehouse, metric, question, reader)
    return {code: names.get(code, code) for code in sorted(codes)}


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
    question = replace(question, as_at=_like_for_like(engine, question, now))
    return engine.answer(question, reader) if _is_in_files(engine, question) else None


def _like_for_like(engine: Engine, question: Question, now: Result) -> datetime.date | None:
    """The day to look back to: beside the day of a return the end of the month of one.

    A return tells at once of all that was withdrawn in its year, so a day before
    it is no measure for the day of one. Leaders look at ends of months alone.
    Without a return near it the day stays.
    """
    metric, day = find_metric(question.metric), question.as_at
    if day is None or now.as_at is None or engine.file_date(metric, now.as_at, now.as_at) is None:
        return day
    near = engine.file_date(metric, day - NEAR, day + NEAR)
    return month_end(near) if near is not None and month_end(near) < now.as_at else day


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
