"""From a question as it is asked to the question that is answered, or to a refusal in words."""

import datetime
from dataclasses import replace

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.coverage import A_MONTH, first_day_of, last_day_of, newest_day_of
from sendmetrics.metrics.definition import EVERY_VIEW, Metric
from sendmetrics.metrics.periods import month_end
from sendmetrics.metrics.question import EVERY, Question, Reader
from sendmetrics.metrics.scope import authorities_in_view, resolve_values
from sendmetrics.metrics.shared_tables import refuse_extent, refuse_unlisted
from sendmetrics.warehouse.opened import Warehouse
from sendmetrics.words import say_date


def resolve_question(warehouse: Warehouse, metric: Metric, question: Question, reader: Reader) -> Question:
    """The question as it will be answered: names and values settled, dates snapped.

    Raises RefusedError, in words, when the measure cannot answer it or the reader may not ask it.
    """
    if question.every not in EVERY:
        raise RefusedError(f"Periods are {', '.join(EVERY)}, not {question.every}.")
    if question.view is not None and (metric.kind != "wait" or question.view not in EVERY_VIEW):
        raise RefusedError(
            f'Views are {", ".join(EVERY_VIEW)}, and for waits only; "{metric.title}" is a {metric.kind}.'
            if metric.kind != "wait"
            else f"Views are {', '.join(EVERY_VIEW)}, not {question.view}."
        )
    if question.start and question.end and question.start > question.end:
        raise RefusedError("The period ends before it begins. Exchange the two dates.")
    if question.by is not None:
        question = replace(question, by=metric.dimension(question.by).name)
    last = last_day_of(metric, warehouse)
    if reader.audience == "shared":
        refuse_extent(reader)
        refuse_unlisted(replace(question, as_at=None if question.as_at == last else question.as_at))
    question = replace(question, where=resolve_values(warehouse, metric, question, reader))
    if reader.audience == "leaders":
        question = _guard_leaders(metric, question, reader, last)
    if last is not None:
        # Nothing is known beyond the newest file, so no answer is headed with a later day.
        known = max(warehouse.last_dates[name] for name in metric.sources if name in warehouse.last_dates)
        question = replace(question, as_at=min(question.as_at or last, known))
    _refuse_outside(warehouse, metric, question)
    return question


def at_one_time(warehouse: Warehouse, metric: Metric, question: Question, reader: Reader) -> Question:
    """The question as at no later day than the requests in view are told to. Raises RefusedError where that is not one day."""
    codes = authorities_in_view(warehouse, metric, question, reader)
    ends = [tables["requests"][1] for code, tables in warehouse.spans.items() if code in codes and "requests" in tables]
    if ends and max(ends) - min(ends) > A_MONTH:
        raise RefusedError(
            f"The returns of the authorities in view end on different days, from {say_date(min(ends))} to "
            f"{say_date(max(ends))}, so nothing is foretold of them together. Choose one authority."
        )
    return replace(question, as_at=min(question.as_at, max(ends))) if ends and question.as_at else question


def _refuse_outside(warehouse: Warehouse, metric: Metric, question: Question) -> None:
    """Days the files do not speak for are refused: nothing found there would look like nothing there."""
    first = first_day_of(metric, warehouse.first_dates)
    newest = newest_day_of(metric, warehouse.last_dates)
    if first is not None and question.end is not None and question.end < first:
        raise RefusedError(
            f'The files behind "{metric.title}" begin on {say_date(first)}, after the period chosen. '
            "Choose a later period."
        )
    if first is not None and question.as_at < first:
        raise RefusedError(
            f'The files behind "{metric.title}" begin on {say_date(first)}, after {say_date(question.as_at)}, '
            "the day looked back to. Choose a later day."
        )
    if newest is not None and question.start and question.start > min(newest, question.as_at):
        known = min(newest, question.as_at)
        which = "the day looked back to" if question.as_at < newest else "the newest they hold"
        raise RefusedError(
            f'The period chosen begins after {say_date(known)}, {which} in the files behind "{metric.title}". '
            "Choose an earlier period."
        )


def _guard_leaders(metric: Metric, question: Question, reader: Reader, last: datetime.date | None) -> Question:
    """Dates snap to month ends, so that two days apart cannot single out a child; school tables go by year."""
    is_by_school = (
        question.by == "school"
        or any(name == "school" for name, _ in question.where)
        or any(kind == "schools" and len(codes) == 1 for kind, codes in reader.extent)
    )
    if is_by_school and question.every in ("month", "quarter") and metric.disclosure_unit != "staff":
        raise RefusedError(
            "School figures go by year: nearly every smaller cell would be under five. Ask for every year, or for all."
        )
    return replace(
        question,
        start=question.start and question.start.replace(day=1),
        end=question.end and month_end(question.end),
        as_at=_snap(question.as_at, last),
    )


def _snap(as_at: datetime.date | None, last: datetime.date | None) -> datetime.date | None:
    """The newest month end, or day of the newest data, that is not after the day asked for."""
    if as_at is None or as_at == month_end(as_at):
        return as_at
    first_of_month = as_at.replace(day=1)
    if last is not None and first_of_month <= last <= as_at:
        return last
    return max(first_of_month, datetime.date.min + datetime.timedelta(days=1)) - datetime.timedelta(days=1)
