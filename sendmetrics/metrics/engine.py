"""The only way out of the warehouse: a question in, a protected result out, and a line in the log."""

import datetime
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.access_log import AccessLog
from sendmetrics.metrics.binding import dates_of, keep_newest, name_rows, values_used
from sendmetrics.metrics.cases import CaseList, columns_of_list, compose_cases, refuse_list, say_cases
from sendmetrics.metrics.compose import (
    LEAVERS,
    compose_authorities,
    compose_figures,
    compose_file_date,
    compose_flow,
    compose_kept_rows,
    compose_outlook,
    compose_wait,
    with_rows,
)
from sendmetrics.metrics.coverage import (
    Span,
    find_unspoken,
    first_day_of,
    is_nothing,
    last_day_of,
    newest_day_of,
    spans_of,
    without_unspoken,
)
from sendmetrics.metrics.definition import VIEWS, Metric, find_metric
from sendmetrics.metrics.disclosure import protect_figures, protect_left_out, protect_waits
from sendmetrics.metrics.filling import fill_periods, fill_view, label_rows, part_figures
from sendmetrics.metrics.outlook import NOT_SHARED, PUBLISHED, WAIT, Outlook, protect_outlook, work_out
from sendmetrics.metrics.parting import Parting, gap_of, shown_rate
from sendmetrics.metrics.question import Question, Reader, Result, Where
from sendmetrics.metrics.queue_disclosure import protect_queues, protect_what_if
from sendmetrics.metrics.queue_questions import FLOW_VALUES, ask_of_queues, of_service
from sendmetrics.metrics.queueing import ServiceWeeks
from sendmetrics.metrics.queues import Queues, Studied, study_services, with_order
from sendmetrics.metrics.resolve import at_one_time, resolve_question
from sendmetrics.metrics.scope import Scope, build_scope, read_authorities
from sendmetrics.metrics.standards import read_services
from sendmetrics.metrics.what_if import Change, WhatIf
from sendmetrics.warehouse.kept import KeptRows
from sendmetrics.warehouse.opened import Warehouse

RESULTS_KEPT = 500
# Measures times days looked at: of 500,000 referrals one takes some 60 MB.
ROWS_KEPT = 16
# To keep rows takes about twice as long as to work them out, and most measures are read twice for a page.
READ_BEFORE_KEPT = 2

Known = TypeVar("Known", Result, Parting, Outlook, Studied, Queues, ServiceWeeks, WhatIf)


class Engine:
    """Answers questions for one warehouse. Results are kept by reader, question and warehouse version; every use is logged."""

    def __init__(self, warehouse: Warehouse, log: AccessLog) -> None:
        self.warehouse = warehouse
        self.log = log
        self._results: OrderedDict[tuple, object] = OrderedDict()
        self._readings: OrderedDict[tuple, int] = OrderedDict()
        self._rows: OrderedDict[tuple, KeptRows] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, question: Question, reader: Reader) -> Result:
        """The protected result of a question for a reader.

        Raises RefusedError, in words, when the measure cannot answer it or the
        reader may not ask it.
        """
        metric = find_metric(question.metric)
        question = resolve_question(self.warehouse, metric, question, reader)
        result = self._once((question,), reader, lambda: self._compute(metric, question, reader))
        if reader.audience != "shared":
            self.log.add(reader, question, result.as_at, len(result.rows))
        return result

    def compare_rates(self, published: Question, cohort: Question, reader: Reader) -> Parting:
        """The undivided share of a proportion beside the cohort view of a wait, and whether they part.

        Raises RefusedError as ``answer`` does.
        """
        beside = Parting(self.answer(published, reader), self.answer(cohort, reader))
        asked = (beside.published.question, beside.cohort.question)
        return self._once(asked, reader, lambda: self._estimate_gap(beside, reader))

    def _estimate_gap(self, beside: Parting, reader: Reader) -> Parting:
        rate, share = shown_rate(beside.published), shown_rate(beside.cohort)
        if rate is None or share is None:
            return beside
        metric, question = find_metric(beside.cohort.metric), beside.cohort.question
        scope = build_scope(metric, question, reader)
        fetched = self._fetch(metric, compose_wait(metric, question, scope, LEAVERS), question, scope)
        low, high = gap_of(rate, fetched)
        return replace(beside, gap=rate["value"] - share["value"], low=low, high=high)

    def _once(self, asked: tuple, reader: Reader, work: Callable[[], Known]) -> Known:
        """What was worked out before for such a reader and this warehouse, else what the work gives."""
        key = (self.warehouse.version, reader.audience, reader.extent, *asked)
        with self._lock:
            found = self._results.get(key)
        if found is None:
            found = work()
            with self._lock:
                keep_newest(self._results, key, found, RESULTS_KEPT)
        return found

    def last_date(self, metric: Metric) -> datetime.date | None:
        """The day the metric is given for where none is asked: the earliest last date among its own sources."""
        return last_day_of(metric, self.warehouse)

    def first_date(self, metric: Metric) -> datetime.date | None:
        """The first day the metric can speak for: before it, what its files hold is only what lasted."""
        return first_day_of(metric, self.warehouse.first_dates)

    def newest_date(self, metric: Metric) -> datetime.date | None:
        """The last day any of the metric's files speaks for: after it, nothing found does not mean nothing there."""
        return newest_day_of(metric, self.warehouse.last_dates)

    def file_date(self, metric: Metric, first: datetime.date, last: datetime.date) -> datetime.date | None:
        """The newest day between two for which a file of the metric speaks; None where there is none."""
        names = [name for name in metric.needs or metric.sources if name in self.warehouse.last_dates]
        between = {"first": first, "last": last}
        return self.warehouse.query(compose_file_date(names), between).fetchone()[0] if names else None

    def is_collected(self, metric: Metric) -> bool:
        """Whether the tables the metric cannot do without hold any rows."""
        return any(name in self.warehouse.last_dates for name in metric.needs or metric.sources)

    def list_cases(self, question: Question, reader: Reader) -> CaseList:
        """The cases behind a figure, for casework readers alone, each by the file and row it came from.

        Raises RefusedError, in words, for anybody else and where there is no such list.
        """
        metric = find_metric(question.metric)
        refuse_list(metric, question, reader)
        question = resolve_question(self.warehouse, metric, question, reader)
        scope = build_scope(metric, question, reader)
        rows: list[dict] = []
        if self.is_collected(metric):
            rows = self._fetch(metric, compose_cases(metric, question, scope), question, scope, is_list=True)
        self.log.add(reader, question, question.as_at, len(rows), what="cases")
        columns = columns_of_list(metric)
        return CaseList(metric.name, question, question.as_at, self.warehouse.version, columns, say_cases(metric, rows))

    def outlook(self, where: Where, reader: Reader, as_at: datetime.date | None = None) -> Outlook:
        """What is expected of open assessments and of this year's published rate, protected. Raises RefusedError in words."""
        if reader.audience == "shared":
            raise RefusedError(NOT_SHARED)
        wait = find_metric(WAIT)
        question = resolve_question(self.warehouse, wait, Question(WAIT, where=where, as_at=as_at), reader)
        question = at_one_time(self.warehouse, wait, question, reader)
        outlook = self._once(("outlook", question), reader, lambda: self._look_out(wait, question, reader))
        self.log.add(reader, replace(question, view="outlook"), outlook.as_at, len(outlook.passing))
        return outlook

    def _look_out(self, wait: Metric, question: Question, reader: Reader) -> Outlook:
        scope, published = build_scope(wait, question, reader), find_metric(PUBLISHED)
        empty = Outlook(question, question.as_at, reader.audience, self.warehouse.version)
        if not self.is_collected(wait):
            return replace(empty, is_collected=False)

        def fetch(summary: str, **values: object) -> list[dict]:
            return self._query(with_rows(wait, compose_outlook(wait, scope, summary)), scope.values | values)

        issued = replace(question, metric=PUBLISHED, every="year", start=question.as_at.replace(month=1, day=1))
        rows, _ = self._figure_rows(published, issued, build_scope(published, issued, reader))
        return protect_outlook(work_out(empty, fetch, rows[-1] if rows else {"numerator": 0, "denominator": 0}))

    def study_queues(self, where: Where, reader: Reader, as_at: datetime.date | None = None) -> Queues:
        """The queue of every service in view by week, and what follows from it, protected. Raises RefusedError in words."""
        question = ask_of_queues(self.warehouse, where, reader, as_at)
        queues = self._once(("queues", question), reader, lambda: protect_queues(self._study(question, reader)))
        self.log.add(reader, replace(question, view="queues"), queues.as_at, len(queues.services))
        return queues

    def ask_what_if(
        self, service: str, change: Change, where: Where, reader: Reader, as_at: datetime.date | None = None
    ) -> WhatIf:
        """What is expected of one service's queue if capacity or demand changes, protected. Raises RefusedError in words."""
        question = ask_of_queues(self.warehouse, where, reader, as_at)
        work = lambda: protect_what_if(self._weeks_of(service, question, reader), change, reader.audience)  # noqa: E731
        found = self._once(("what if", question, service, change), reader, work)
        self.log.add(reader, replace(of_service(question, service), view="what_if"), question.as_at, 1)
        return found

    def _study(self, question: Question, reader: Reader) -> Studied:
        """Exact, and for nobody outside: kept, since every what-if begins with it."""
        empty = Queues(question, question.as_at, reader.audience, self.warehouse.version)
        if not self.is_collected(find_metric(question.metric)):
            return Studied(replace(empty, is_collected=False), {})
        fetch = lambda: self._fetch_flow("wait_flow", question, reader)  # noqa: E731
        work = lambda: study_services(empty, fetch(), read_services(self.warehouse))  # noqa: E731
        return self._once(("studied", question), reader, work)

    def _weeks_of(self, service: str, question: Question, reader: Reader) -> ServiceWeeks | None:
        """Exact like what is studied, with the order in which children were seen; None of a service without weeks."""
        studied, one = self._study(question, reader), of_service(question, service)
        if (queue := studied.queues.find(service)) is None:
            return None
        fetch = lambda: self._fetch_flow("wait_stays", one, reader, last_day=queue.ends)  # noqa: E731
        return self._once(("weeks", one), reader, lambda: with_order(studied.weeks[service], fetch(), queue.ends))

    def _fetch_flow(self, summary: str, question: Question, reader: Reader, **values: object) -> list[dict]:
        metric = find_metric(question.metric)
        scope = build_scope(metric, question, reader)
        scope.values |= FLOW_VALUES | values
        return self._fetch(metric, compose_flow(metric, scope, summary), question, scope)

    def _span(self, metric: Metric) -> Span:
        return self.first_date(metric), self.newest_date(metric)

    def _compute(self, metric: Metric, question: Question, reader: Reader) -> Result:
        scope = build_scope(metric, question, reader)
        empty = Result(metric.name, question, question.as_at, reader.audience, self.warehouse.version)
        if not self.is_collected(metric):
            return replace(empty, is_collected=False)
        if metric.kind == "wait":
            rows, left_out = self._wait_rows(metric, question, scope)
        else:
            rows, left_out = self._figure_rows(metric, question, scope)
        rows = label_rows(self.warehouse, metric, question, reader, rows)
        unspoken = self._unspoken(metric, question, reader, scope, rows)
        protect = protect_waits if metric.kind == "wait" else protect_figures
        return replace(
            empty,
            rows=tuple(without_unspoken(protect(metric, rows, reader.audience), unspoken)),
            left_out=tuple(protect_left_out(left_out, reader.audience, metric.disclosure_unit == "staff")),
        )

    def _fetch(self, metric: Metric, sql: str, question: Question, scope: Scope, is_list: bool = False) -> list[dict]:
        dates = dates_of(metric, question, *self._span(metric))
        values = dates | scope.values
        kept = self._rows_of(metric, question.as_at) if metric.is_kept and not is_list else None
        if kept is None:
            return self._query(with_rows(metric, sql), values)
        fill = compose_kept_rows(metric)
        return name_rows(*kept.fetch((fill, values_used(fill, dates)), sql, values_used(sql, values)))

    def _query(self, sql: str, values: dict[str, object]) -> list[dict]:
        cursor = self.warehouse.query(sql, values_used(sql, values))
        return name_rows([column[0] for column in cursor.description], cursor.fetchall())

    def _rows_of(self, metric: Metric, as_at: datetime.date) -> KeptRows | None:
        """The kept rows of a measure on a day, the same for every reader, filter and breakdown.

        None for the first who read them, so that many days looked back to once push no kept rows out. A wait asked in
        all its views reads them once for each.
        """
        key = (metric.name, as_at)
        with self._lock:
            if (times := self._readings.get(key, 0)) < READ_BEFORE_KEPT:
                keep_newest(self._readings, key, times + 1, RESULTS_KEPT)
                return None
            rows = self._rows.pop(key, None) or KeptRows(self.warehouse.con)
            keep_newest(self._rows, key, rows, ROWS_KEPT)
        return rows

    def _figure_rows(self, metric: Metric, question: Question, scope: Scope) -> tuple[list[dict], dict[str, int]]:
        fetched = self._fetch(metric, compose_figures(metric, question, scope), question, scope)
        found, left_out = part_figures(fetched)
        # A snapshot on a day that was not asked for is no count of nought.
        is_missed = metric.counts_on == "snapshot" and question.end is not None and question.end < question.as_at
        nothing = {"numerator": None if is_missed else 0, "denominator": 0, "people": 0, "is_published": False}
        return fill_periods(metric, question, found, nothing, self._span(metric)), left_out

    def _wait_rows(self, metric: Metric, question: Question, scope: Scope) -> tuple[list[dict], dict[str, int]]:
        rows: list[dict] = []
        left_out: dict[str, int] = {}
        for view in (question.view,) if question.view else VIEWS:
            fetched = self._fetch(metric, compose_wait(metric, question, scope, view), question, scope)
            counted = [row for row in fetched if row["left_out"] is None]
            rows += [row | {"view": view} for row in fill_view(metric, question, view, counted, self._span(metric))]
            # The cohort view, the last, leaves out all that the others do.
            left_out = {row["left_out"]: row["rows"] for row in fetched if row["left_out"] is not None}
        return rows, left_out

    def _unspoken(self, metric: Metric, question: Question, reader: Reader, scope: Scope, rows: list[dict]) -> set:
        """Rows of nothing that say nothing; where there is one authority, a refusal or the newest day says it already."""
        if len(self.warehouse.spans) < 2 or not any(map(is_nothing, rows)):
            return set()
        asked = read_authorities(self.warehouse, metric, question, reader)
        of: dict[object, set[str]] = {None: set()}
        for row in self._fetch(metric, compose_authorities(metric, scope), question, scope):
            of.setdefault(row["breakdown"], set()).add(row["la_code"])
        spans = spans_of(metric, self.warehouse.spans)
        return find_unspoken(rows, question, spans, {key: codes or asked for key, codes in of.items()})
