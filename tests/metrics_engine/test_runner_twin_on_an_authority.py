"""Every measure, asked of a made-up authority, equals its own unscoped rows filtered and summed by hand.

No filter or extent shows a row outside it or changes what a row says: the twin
takes the measure's rows as they are without either, and only chooses among them.
"""

import datetime
import functools

import pytest
from dull_runner import (
    DIMENSIONS,
    EXTENT_KEYS,
    KEY_OF_TABLE,
    Case,
    dull_figures,
    dull_waits,
    is_refused,
    lookups,
    protect_dull,
    value_of,
)
from harness import Authority
from hypothesis import given, settings
from hypothesis import strategies as st
from test_runner_twin_on_made_up_rows import assert_same_rows

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.definition import find_metric, read_metrics
from sendmetrics.metrics.question import EVERY, Question, Reader
from sendmetrics.metrics.replay import replay_sources

DAYS = [
    datetime.date.fromisoformat(day)
    for day in ("2023-09-01", "2024-02-29", "2024-08-31", "2025-01-01", "2025-03-31", "2025-12-31", "2026-01-15")
]
LAST = DAYS[-1]
OFFERED = {"authorities": "is_loaded", "schools": "has_figures"}


def fetch(authority: Authority, sql: str, **values: object) -> list[dict]:
    cursor = authority.engine.warehouse.query(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class Known:
    """The authority's tables and each measure's rows without any scope, read once."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.tables = {name: fetch(authority, f"from main.{name}") for name in KEY_OF_TABLE}
        self.lookups = lookups(self.tables)
        self.rows = functools.cache(self._rows)

    def _rows(self, metric: str, as_at: datetime.date) -> list[dict]:
        definition = find_metric(metric)
        ctes = ",\n".join(replay_sources(definition))
        return fetch(self.authority, f"with {ctes}\nselect * from (\n{definition.sql}\n)", as_at=as_at)

    def case(self, metric: str, as_at: datetime.date) -> Case:
        definition = find_metric(metric)
        warehouse = self.authority.engine.warehouse
        needed = definition.needs or definition.sources
        first = [warehouse.first_dates[name] for name in needed if name in warehouse.first_dates]
        last = [warehouse.last_dates[name] for name in needed if name in warehouse.last_dates]
        return Case(
            definition.kind,
            self.rows(metric, as_at),
            max(first),
            max(last),
            self.tables,
            definition.counts_on,
            definition.year,
            definition.per,
        )

    def values(self, metric: str, dimension: str, extent: tuple) -> list[str]:
        """What a reader of that extent may choose: what the tables list, else what the rows hold."""
        _, key, table, column = DIMENSIONS[dimension]
        listing = table or {"la_code": "authorities", "locality_code": "localities", "school_urn": "schools"}.get(key)
        if listing is None or listing == "people":
            rows = [
                row
                for row in self.rows(metric, LAST)
                if all(row.get(EXTENT_KEYS[kind]) in codes for kind, codes in extent)
            ]
            return sorted({value for row in rows if (value := value_of(row, dimension, self.lookups))})
        rows = [row for row in self.tables[listing] if row.get(OFFERED.get(listing, ""), True)]
        for kind, codes in extent:
            if EXTENT_KEYS[kind] in rows[0]:
                rows = [row for row in rows if row[EXTENT_KEYS[kind]] in codes]
        return sorted({row[column or key] for row in rows if row[column or key]})


@pytest.fixture(scope="module")
def known(authority: Authority) -> Known:
    return Known(authority)


def dimensions_of(metric: str) -> list[str]:
    columns = find_metric(metric).columns
    return [name for name, (_, key, _, _) in DIMENSIONS.items() if key in columns]


@st.composite
def questions(draw: st.DrawFn, metric: str, known: Known) -> tuple[Question, Reader]:
    definition = find_metric(metric)
    kinds = [kind for kind, key in EXTENT_KEYS.items() if key in definition.columns]
    codes = {kind: sorted({row[EXTENT_KEYS[kind]] for row in known.rows(metric, LAST)} - {None}) for kind in kinds}
    extent = tuple(
        (kind, tuple(draw(st.lists(st.sampled_from(codes[kind]), min_size=1, max_size=3, unique=True))))
        for kind in draw(st.lists(st.sampled_from(kinds), max_size=2, unique=True))
    )
    where = {}
    for name in draw(st.lists(st.sampled_from(dimensions_of(metric)), max_size=2, unique=True)):
        offered = known.values(metric, name, extent)
        if offered:
            where[name] = tuple(sorted(draw(st.sets(st.sampled_from(offered), min_size=1, max_size=3))))
    days = st.one_of(st.none(), st.sampled_from(DAYS))
    start, end = draw(days), draw(days)
    if start and end and start > end:
        start, end = end, start
    question = Question(
        metric,
        by=draw(st.sampled_from([None, *dimensions_of(metric)])),
        every=draw(st.sampled_from(EVERY)),
        start=start,
        end=end,
        where=tuple(sorted(where.items())),
        view=draw(st.sampled_from([None, "open", "completed", "cohort"])) if definition.kind == "wait" else None,
        as_at=draw(st.sampled_from([LAST, LAST, *DAYS])),
    )
    return question, Reader("tester", "casework", extent)


@pytest.mark.parametrize("metric", sorted(read_metrics()))
@settings(max_examples=8)
@given(data=st.data())
def test_scope_chooses_among_rows_and_changes_none(authority, known, metric, data):
    check_scope(authority, known, metric, data)


@pytest.mark.long
@pytest.mark.parametrize("metric", sorted(read_metrics()))
@settings(max_examples=100)
@given(data=st.data())
def test_scope_chooses_among_rows_whatever_is_asked(authority, known, metric, data):
    check_scope(authority, known, metric, data)


def check_scope(authority: Authority, known: Known, metric: str, data: st.DataObject) -> None:
    question, reader = data.draw(questions(metric, known))
    case = known.case(metric, question.as_at)
    if is_refused(case, question):
        with pytest.raises(RefusedError, match=r"begin on|begins after"):
            authority.engine.answer(question, reader)
        return
    rows, left_out = (dull_waits if case.kind == "wait" else dull_figures)(case, question, reader.extent)
    result = authority.engine.answer(question, reader)
    columns = ("period", "breakdown", "value", "numerator", "denominator", "symbol")
    if case.kind != "wait":
        expected = protect_dull(case.kind, rows, "casework", case.per)
        rows = [{name: row[name] for name in columns} for row in expected]
    assert_same_rows(list(result.rows), rows)
    assert {entry["reason"]: entry["count"] for entry in result.left_out} == left_out


@pytest.mark.parametrize("metric", sorted(read_metrics()))
def test_every_dimension_parts_the_whole(authority, metric):
    """The parts of each breakdown, the unknown included, add up to the whole: no join loses or repeats a row."""
    whole = _counts(authority.engine.answer(Question(metric), Reader("tester", "casework")))
    for name in dimensions_of(metric):
        parts = _counts(authority.engine.answer(Question(metric, by=name), Reader("tester", "casework")))
        assert parts == pytest.approx(whole), name


def _counts(result) -> dict[str, float]:
    columns = ("count", "within_limit", "over_limit", "numerator", "denominator")
    totals: dict[str, float] = {}
    for row in result.rows:
        for column in columns:
            place = f"{row.get('view')} {column}"
            totals[place] = totals.get(place, 0) + (row.get(column) or 0)
    # A whole of nothing is a row of noughts; its parts are no rows at all.
    return {place: total for place, total in totals.items() if total}
