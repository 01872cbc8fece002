"""The panel on amended plans: what it says, worked by hand, and what would fill it where there is no log of case events."""

import pytest
from harness import CASEWORK, LEADERS, make_engine
from small_files import build, write_return
from streamlit.testing.v1 import AppTest
from test_not_collected import one_panel

from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.plans import AMENDED_PLANS, PANELS


def test_its_title_and_caption_by_hand(tmp_path):
    """Day 84 is in time; day 85 and a notice alone are late; one is too young to tell, and one had no amendment."""
    engine = make_engine(
        tmp_path,
        "2026-01-15",
        annual_reviews="""
        annual_review_id | request_id | review_meeting_date
        v1               | r1         | 2025-03-03
        v2               | r2         | 2025-03-03
        v3               | r3         | 2025-03-03
        v4               | r4         | 2025-12-01
        v5               | r5         | 2025-03-03
        """,
        case_events="""
        event_id | request_id | event            | event_date
        e0       | other      | panel            | 2024-01-01
        e1       | r1         | amended_plan     | 2025-05-26
        e2       | r2         | amended_plan     | 2025-05-27
        e3       | r3         | amendment_notice | 2025-03-31
        e4       | r4         | amended_plan     | 2026-01-05
        """,
    )
    answer = answer_panel(engine, CASEWORK, AMENDED_PLANS, Filters())
    assert AMENDED_PLANS.find(answer) == "33.3% of amended plans within 12 weeks, 2025"
    said = caption(AMENDED_PLANS, answer, "")
    assert "by quarter of the meeting" in said
    assert "Left out: 1 no amendment in the log and 1 twelve weeks not yet passed." in said


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
def test_without_a_log_of_case_events_it_says_what_would_fill_it(tmp_path, reader):
    write_return(tmp_path / "in", "2026-01-15", "upn | received | decision\nA123456789012 | 2025-03-01 | A")
    engine = build(tmp_path / "in").engine
    assert not answer_panel(engine, reader, AMENDED_PLANS, Filters()).is_collected
    page = AppTest.from_function(
        one_panel, kwargs={"engine": engine, "reader": reader, "panel": AMENDED_PLANS}, default_timeout=60
    ).run()
    assert len(page.exception) == 0
    assert [note.value for note in page.info] == [
        "Not collected. This panel is filled by: Events of EHC cases (ehc_events.csv)."
    ]
    assert [button.label for button in page.get("download_button")] == ["Template ehc_events.csv"]
    assert len(page.get("plotly_chart")) == 0


def test_it_stands_after_the_decisions_of_reviews():
    names = [panel.name for panel in PANELS]
    assert names[names.index("annual_review_decisions") + 1] == AMENDED_PLANS.name
