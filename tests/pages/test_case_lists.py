"""The fold that lists cases under a panel: for casework alone, empty of questions until it is opened."""

import json

import pytest
from harness import BUILT_AT, CASEWORK, LEADERS, SHARED
from streamlit.testing.v1 import AppTest

from sendmetrics.metrics.access_log import LOG_NAME, AccessLog
from sendmetrics.metrics.engine import Engine

FOLD = "cases-rate_reconciliation"


def a_fold(engine, reader):
    """The fold below the reconciliation."""
    from sendmetrics.pages.cases import show_cases
    from sendmetrics.pages.view import Desk
    from sendmetrics.panels.panel import Filters
    from sendmetrics.panels.published import RECONCILIATION

    show_cases(Desk(engine, reader, Filters(where=(("locality", ("COA",)),)), "Coast"), RECONCILIATION)


@pytest.fixture
def engine(authority, tmp_path) -> Engine:
    return Engine(authority.engine.warehouse, AccessLog(tmp_path / LOG_NAME, lambda: BUILT_AT))


def run(engine, reader, is_open: bool) -> AppTest:
    page = AppTest.from_function(a_fold, kwargs={"engine": engine, "reader": reader}, default_timeout=60)
    if is_open:
        page.session_state[FOLD] = True
    page.run()
    assert len(page.exception) == 0
    return page


def test_a_closed_fold_asks_nothing_and_nobody_else_has_one(engine):
    for reader in (CASEWORK, LEADERS, SHARED):
        page = run(engine, reader, is_open=False)
        assert [fold.label for fold in page.expander] == (["List the cases"] if reader is CASEWORK else [])
    assert not engine.log.path.exists()


def test_an_open_fold_lists_the_cases_of_the_view_and_of_one_standing(engine):
    page = run(engine, CASEWORK, is_open=True)
    (told,) = (json.loads(line) for line in engine.log.path.read_text(encoding="utf-8").splitlines())
    assert (told["what"], told["filters"]) == ("cases", {"locality": ["COA"]})
    assert page.selectbox[0].label == "Standing in the 20-week rate"
    page.selectbox[0].select("Out: refused").run()
    last = json.loads(engine.log.path.read_text(encoding="utf-8").splitlines()[-1])
    assert last["filters"] == {"locality": ["COA"], "rate_standing": ["refused"]}
    assert 0 < last["rows"] < told["rows"]
