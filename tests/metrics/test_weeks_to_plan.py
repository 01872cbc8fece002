"""Weeks from request to plan: days added up over the plans whose time can be told."""

import pytest
from harness import ask, assert_rows, make_engine, run_query

METRIC = "weeks_to_plan"
REQUESTS = """
    request_id | received_date | appears_date | has_tribunal
    r1         | 2026-01-05    | 2026-01-05   | false
    r2         | 2026-01-05    | 2026-01-05   | false
    heard      | 2026-01-05    | 2026-01-05   | true
    undated    |               | 2026-01-05   | false
    backwards  | 2026-05-26    | 2026-05-26   | false
    same_day   | 2026-05-25    | 2026-05-25   | false
    """
ASSESSMENTS = """
    assessment_id | request_id | outcome | outcome_date | has_20_week_exception
    a1            | r1         | Y       | 2026-05-25   | false
    a2            | r2         | Y       | 2026-08-03   | true
    a3            | heard      | Y       | 2026-05-25   | false
    a4            | undated    | Y       | 2026-05-25   | false
    a5            | backwards  | Y       | 2026-05-25   | false
    a6            | same_day   | Y       | 2026-05-25   | false
    """


def test_days_from_request_to_plan_and_dates_from_which_none_can_be_told():
    rows = run_query(METRIC, as_at="2026-12-31", requests=REQUESTS, assessments=ASSESSMENTS)
    counted = [row for row in rows if row["left_out"] is None]
    assert_rows(
        counted,
        """
        assessment_id | numerator | denominator | people | has_20_week_exception
        a1            | 140.0     | 1.0         | 1      | false
        a2            | 210.0     | 1.0         | 1      | true
        a6            | 0.0       | 1.0         | 1      | false
        """,
    )
    assert_rows(
        [row for row in rows if row["left_out"]],
        """
        assessment_id | left_out
        a3            | Mediation or tribunal
        a4            | Date received missing
        a5            | Issued before it was received
        """,
    )


def test_the_mean_is_in_weeks_both_ways(tmp_path):
    engine = make_engine(tmp_path, "2026-12-31", requests=REQUESTS, assessments=ASSESSMENTS)
    (row,) = ask(engine, METRIC)
    assert (row["value"], row["numerator"], row["denominator"]) == (pytest.approx(350 / 3 / 7), 350, 3)
    (row,) = ask(engine, METRIC, where={"exception": "false"})
    assert row["value"] == pytest.approx(10)
    (row,) = ask(engine, METRIC, where={"exception": "Yes"})
    assert row["value"] == pytest.approx(30)
