"""The protected result of every measure at a fixed date is the one on record: what changes a figure shows in the diff.

The files come from an event log, not from the made-up authority, whose story may change without the figures here.
Where a change is meant, run this file with WRITE_GOLDEN_RESULTS=1 and read what it changed in golden_results.json.
"""

import json
import os
from pathlib import Path

import pytest
from event_log import NEWEST, EventLog
from harness import LEADERS
from small_files import build

from sendmetrics.exports.results import to_json
from sendmetrics.metrics.definition import read_metrics
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Question

RECORD = Path(__file__).with_name("golden_results.json")
METRICS = read_metrics()
CHILDREN = 400
# Of so few children fewer than five a year, so that leaders see none; on record all the same.


def answers(engine: Engine, name: str) -> list[dict]:
    """By year, and by the measure's first breakdown, as at the newest day of the files, for leaders."""
    asked = (Question(name, every="year"), Question(name, by=METRICS[name].breakdowns[0]))
    return [_in_short(to_json(engine.answer(question, LEADERS))) for question in asked]


def _in_short(text: str) -> dict:
    """As-at, rows without what is not given, and what was left out; shares to six places."""
    answer = json.loads(text, parse_float=lambda number: round(float(number), 6))
    rows = [{name: value for name, value in row.items() if value is not None} for row in answer["rows"]]
    return {"as_at": answer["as_at"], "rows": rows, "left_out": answer["left_out"]}


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Engine:
    folder = tmp_path_factory.mktemp("golden") / "in"
    EventLog(3, children=CHILDREN).export(folder, NEWEST, is_early=False)
    return build(folder).engine


@pytest.fixture(scope="module")
def record(engine) -> dict[str, list[dict]]:
    if os.environ.get("WRITE_GOLDEN_RESULTS"):
        found = {name: answers(engine, name) for name in METRICS}
        RECORD.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return json.loads(RECORD.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", METRICS)
def test_the_protected_result_is_the_one_on_record(engine, record, name):
    assert name in record, f"no result of {name} is on record: run this file with WRITE_GOLDEN_RESULTS=1"
    assert answers(engine, name) == record[name]


# The log ends with seven children waiting, and few missed appointments: leaders see nothing of so few.
OF_FEW = {"days_waited_over_standard", "missed_and_back_within_6_months"}


def test_the_record_has_figures_shown_and_figures_hidden(record):
    assert set(record) == set(METRICS)
    for name, (by_year, _) in record.items():
        shown = [row.get("count") or row.get("numerator") or row.get("denominator") for row in by_year["rows"]]
        assert any(shown) or name in OF_FEW, f"{name} shows nothing"
    symbols = {row["symbol"] for both in record.values() for answer in both for row in answer["rows"]}
    assert {"", "c"} <= symbols
