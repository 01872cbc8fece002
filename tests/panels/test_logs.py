"""A log of case events that is in no file, or ends before the returns do: its stage never vanishes or ages unsaid."""

import datetime
from dataclasses import replace

import pytest
from harness import CASEWORK, make_engine

from sendmetrics.panels import open_cases, stages
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.data_quality import table_of_days
from sendmetrics.panels.logs import say_logs
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.tables import tables_of

NEWEST, TWO_YEARS_BEFORE = "2026-01-15", "2024-01-15"
# Twenty cases decided on in time. Ten go back to 2023, their drafts sent by the end of it and five of them a plan
# five weeks later; the others asked in December 2025.
OLD, NEW = ("2023-07-03", "2023-08-14"), ("2025-12-01", "2026-01-12")
STAGE = "Draft to plan"


def twenty_cases() -> dict[str, list[dict]]:
    requests, assessments = [], []
    for number in range(20):
        received, decided = OLD if number < 10 else NEW
        case = {"request_id": f"r{number}", "person_id": number}
        requests.append(
            case | {"received_date": received, "decided_date": decided, "decision": "Y", "known_to": NEWEST}
        )
        issued = {"outcome": "Y", "outcome_date": "2024-01-02"} if number < 5 else {}
        assessments.append(case | {"assessment_id": f"a{number}", "agreed_date": decided} | issued)
    advice = [
        {"advice_id": "d1", "request_id": "r9", "requested_date": "2023-08-14", "received_date": "2023-09-11", "known_to": NEWEST},
        {"advice_id": "d2", "request_id": "r10", "requested_date": NEWEST},
    ]  # fmt: skip
    return {"requests": requests, "assessments": assessments, "advice": advice}


def drafts(known_to: str) -> list[dict]:
    return [
        {"event_id": f"e{number}", "request_id": f"r{number}", "event": "draft_sent", "event_date": "2023-11-28", "known_to": known_to}
        for number in range(10)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def without(tmp_path_factory):
    return make_engine(tmp_path_factory.mktemp("without"), NEWEST, **twenty_cases())


@pytest.fixture(scope="module")
def ended(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ended")
    return make_engine(folder, NEWEST, **twenty_cases(), case_events=drafts(TWO_YEARS_BEFORE))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return make_engine(tmp_path_factory.mktemp("whole"), NEWEST, **twenty_cases(), case_events=drafts(NEWEST))


PANELS = (stages.STAGE_TIMES, stages.STAGE_QUEUES, open_cases.BY_OPEN_STAGE, open_cases.STALLED)


def said_of(engine, panel, **chosen) -> tuple[str, str, str]:
    """The title, the chart in words and the caption."""
    answer = answer_panel(engine, CASEWORK, panel, Filters(**chosen))
    return panel.find(answer), panel.draw(answer).alt, caption(panel, answer, "")


@pytest.mark.parametrize("panel", PANELS)
def test_a_log_in_no_file_is_named_as_missing_and_as_no_source(without, panel):
    _, _, text = said_of(without, panel)
    assert "Events of EHC cases: in no file, so nothing here is from them." in text
    assert "and events of EHC cases" not in text


@pytest.mark.parametrize("panel", PANELS)
def test_a_log_up_to_the_returns_day_needs_no_word(whole, panel):
    _, _, text = said_of(whole, panel)
    assert "events of EHC cases." in text
    assert "only, so" not in text and "Events of EHC cases:" not in text


def test_a_stage_told_to_an_older_day_says_so_wherever_it_stands_and_is_not_the_title(ended, whole):
    title, alt, text = said_of(ended, stages.STAGE_TIMES)
    of_then = f"{STAGE}, as at 15 January 2024"
    assert f"{of_then}: 5, median 5 weeks, 5 over the limit" in alt
    assert "As at 15 January 2026, from" in text
    assert "Events of EHC cases: to 15 January 2024 only, so what they alone tell is as it stood then." in text
    assert title == "Stages told to the newest day: none late"
    answer = answer_panel(ended, CASEWORK, stages.STAGE_TIMES, Filters())
    assert [row[0] for row in tables_of(stages.STAGE_TIMES, answer)[0].rows][-1] == of_then
    assert of_then in stages.STAGE_TIMES.draw(answer).figure["data"][-1]["y"]
    # Up to the same day it is a stage like the others, and the slowest.
    title, alt, _ = said_of(whole, stages.STAGE_TIMES)
    assert title == "After draft most often late: 100.0% past 4 weeks"
    assert f"{STAGE}: 5" in alt


def test_a_figure_held_up_by_a_log_that_ends_early_says_by_which(ended):
    _, _, text = said_of(ended, open_cases.STALLED)
    assert "As at 15 January 2024" in text
    assert "Events of EHC cases: to 15 January 2024 only, so nothing newer is shown." in text


def test_of_a_day_before_the_log_ended_nothing_is_missing(ended):
    _, alt, text = said_of(ended, stages.STAGE_TIMES, as_at=datetime.date(2024, 1, 10))
    assert f"{STAGE}: 5" in alt
    assert "Events of EHC cases:" not in text


def test_data_quality_lists_a_log_that_no_file_holds(without, ended):
    what = "Events of EHC cases that the returns have no date for: drafts, panels, consultations and others."
    assert (what, "", "in no file") in table_of_days(without.warehouse).rows
    assert (what, "2023", "15 January 2024") in table_of_days(ended.warehouse).rows


def test_a_measure_without_any_file_has_no_day_to_be_short_of(without):
    answer = answer_panel(without, CASEWORK, stages.STAGE_TIMES, Filters())
    untold = replace(answer.results[-1], as_at=None, rows=(), is_collected=False)
    said = ["Events of EHC cases: in no file, so nothing here is from them."]
    assert say_logs(replace(answer, results=(*answer.results, untold))) == said
    assert say_logs(replace(answer, results=(untold,))) == []
