"""Rows worked out once and asked many times give what rows worked out afresh give, whoever asks meanwhile."""

import datetime
import threading

import duckdb
import pytest
from harness import CASEWORK

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics import engine as engines
from sendmetrics.metrics.definition import read_metrics
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.metrics.scope import read_values
from sendmetrics.warehouse.kept import KeptRows

DAYS = (None, datetime.date(2025, 11, 30), datetime.date(2025, 12, 31))
FILL = ("create temp table metric_rows as select random() as chance from range(3)", {})


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    with duckdb.connect() as con:
        yield con


def test_the_table_is_made_once(con):
    kept = KeptRows(con)
    first = kept.fetch(FILL, "select chance from metric_rows order by 1", {})
    assert len(first[1]) == 3
    assert kept.fetch(FILL, "select chance from metric_rows order by 1", {}) == first


def test_the_table_is_seen_by_nobody_else(con):
    KeptRows(con).fetch(FILL, "from metric_rows", {})
    with pytest.raises(duckdb.CatalogException):
        con.execute("from metric_rows")
    assert len(KeptRows(con).fetch(FILL, "from metric_rows", {})[1]) == 3


def test_a_table_that_could_not_be_made_is_made_by_the_next_question(con):
    kept = KeptRows(con)
    with pytest.raises(duckdb.Error):
        kept.fetch(("create temp table metric_rows as select error('full')", {}), "from metric_rows", {})
    assert len(kept.fetch(FILL, "from metric_rows", {})[1]) == 3


def test_rows_are_kept_where_they_are_looked_up_or_read_for_several_views_and_not_too_many():
    kept = {name for name, metric in read_metrics().items() if metric.is_kept}
    assert {name for name, metric in read_metrics().items() if metric.kind == "wait"} - kept == {
        "annual_review_wait",
        "referral_step_wait",
    }
    assert {"senco_hours_per_10_pupils_with_sen", "plans_issued_within_20_weeks"} <= kept
    assert not {"sen_support_share", "referrals_received", "amended_plans_within_12_weeks"} & kept


def test_rows_are_kept_from_the_third_question_on(authority, monkeypatch):
    asked: list[str] = []
    fetch = KeptRows.fetch

    def counted(self: KeptRows, fill: tuple[str, dict], sql: str, values: dict):
        asked.append(sql)
        return fetch(self, fill, sql, values)

    monkeypatch.setattr(KeptRows, "fetch", counted)
    engine = Engine(authority.engine.warehouse, authority.engine.log)
    for by, times in ((None, 0), ("stage", 0), ("need", 1), ("locality", 2), ("need", 2)):
        engine.answer(Question("assessments_open", by=by), CASEWORK)
        assert len(asked) == times
    engine.answer(Question("assessments_open", as_at=DAYS[1]), CASEWORK)
    assert len(asked) == 2, "another day is another table"


def questions(school: str) -> list[tuple[Question, Reader]]:
    one_school = Reader("one school", "casework", (("schools", (school,)),))
    return [
        (Question(metric.name, by="locality", as_at=day), reader)
        for metric in read_metrics().values()
        if metric.is_kept
        for day in DAYS[:2]
        for reader in (CASEWORK, one_school)
        if reader is CASEWORK or "school_urn" in metric.columns
    ]


def test_many_readers_at_once_get_what_each_would_get_alone(authority, monkeypatch):
    """With room for two tables only, so that they are let go of while others ask them."""
    engine = authority.engine
    asked = questions(next(iter(read_values(engine.warehouse, DIMENSIONS["school"], CASEWORK))))
    alone = {each: Engine(engine.warehouse, engine.log).answer(*each) for each in asked}
    assert sum(bool(result.rows) for result in alone.values()) > len(alone) / 2
    monkeypatch.setattr(engines, "ROWS_KEPT", 2)
    together = Engine(engine.warehouse, engine.log)
    failed: list[object] = []

    def read(order: list) -> None:
        try:
            failed.extend(each for each in order if together.answer(*each) != alone[each])
        except Exception as error:  # noqa: BLE001 - told below, where a test can fail
            failed.append(error)

    threads = [threading.Thread(target=read, args=(order,)) for order in (asked, asked[::-1], asked[5:] + asked[:5])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed[:3]
