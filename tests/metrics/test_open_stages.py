"""Where an open case stands, by the return, the advice log and the case's events together."""

import datetime

import duckdb
import pytest
from harness import fill_tables

from sendmetrics.contracts.reference import code_labels


@pytest.fixture(scope="module")
def macros():
    with duckdb.connect() as con:
        fill_tables(con, datetime.date(2026, 1, 15), {})
        yield con


@pytest.mark.parametrize(
    ("decision", "outcome", "is_plan_agreed", "asked", "outstanding", "has_draft", "stage"),
    [
        ("A", None, None, None, None, None, "undecided"),
        # Advice asked before the decision does not begin the assessment.
        ("A", None, None, 2, 1, False, "undecided"),
        ("Y", None, None, None, None, False, "in_assessment"),
        ("Y", "A", False, 0, 0, None, "in_assessment"),
        ("Y", "A", False, 3, 1, False, "advice"),
        ("Y", "A", False, 3, 0, False, "drafting"),
        # Drafted before the last advice came, or with none in the log.
        ("Y", "A", False, 3, 1, True, "drafting"),
        ("Y", "A", False, None, None, True, "drafting"),
        ("Y", "Y", True, 3, 1, True, "final"),
        ("N", "A", False, 2, 2, False, "advice"),
        ("H", None, None, None, None, None, "in_assessment"),
    ],
)
def test_the_stage_an_open_case_has_reached(
    macros, decision, outcome, is_plan_agreed, asked, outstanding, has_draft, stage
):
    values = [decision, outcome, is_plan_agreed, asked, outstanding, has_draft]
    (found,) = macros.execute("select request_open_stage(?, ?, ?, ?, ?, ?)", values).fetchone()
    assert found == stage
    assert found in code_labels("open_stage")
    (coarse,) = macros.execute("select request_stage(?, ?, ?)", values[:3]).fetchone()
    assert (coarse == "undecided") == (found == "undecided")
    assert (coarse == "plan_not_issued") == (found == "final")
