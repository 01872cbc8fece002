"""Open EHC assessments by stage reached: the return says how far a case has come, the logs divide the assessment."""

import pytest
from harness import ask, assert_rows, make_engine, run_query

from sendmetrics.metrics.definition import find_metric

METRIC = "assessments_open_by_stage_reached"
REQUESTS = """
request_id | received_date | decision | decided_date
undecided  | 2025-12-01    | A        |
no_log     | 2025-08-01    | Y        | 2025-09-10
out        | 2025-08-01    | Y        | 2025-09-10
all_in     | 2025-08-01    | Y        | 2025-09-10
drafted    | 2025-08-01    | Y        | 2025-09-10
gone       | 2025-08-01    | Y        | 2025-09-10
agreed     | 2025-06-01    | Y        | 2025-07-10
issued     | 2025-02-01    | Y        | 2025-03-10
"""
ASSESSMENTS = """
assessment_id | request_id | outcome | outcome_date | outcome_known_date | plan_agreed_known_date
a1            | agreed     | Y       |              | 2026-01-15         | 2026-01-15
a2            | issued     | Y       | 2025-06-01   | 2025-06-01         | 2025-06-01
"""
ADVICE = """
advice_id | request_id | adviser_service | requested_date | received_date | missing_from_date
v1        | undecided  | ep              | 2025-12-02     |               |
v2        | out        | ep              | 2025-09-11     | 2025-10-20    |
v3        | out        | health_salt     | 2025-09-11     |               |
v4        | all_in     | ep              | 2025-09-11     | 2025-10-20    |
v5        | all_in     | social_care     | 2025-09-11     | 2025-12-01    |
v6        | drafted    | ep              | 2025-09-11     |               |
v7        | gone       | ep              | 2025-09-11     |               | 2026-01-10
v8        | agreed     | ep              | 2025-09-11     |               |
"""
EVENTS = """
event_id | request_id | event      | event_date
e1       | drafted    | draft_sent | 2025-12-20
e2       | out        | panel      | 2025-12-20
"""
TABLES = {"requests": REQUESTS, "assessments": ASSESSMENTS, "advice": ADVICE, "case_events": EVENTS}


def test_the_assessment_is_divided_by_advice_and_drafts():
    assert_rows(
        run_query(METRIC, "2026-01-15", **TABLES),
        """
        request_id | period_date | open_stage    | left_out
        undecided  | 2026-01-15  | undecided     |
        no_log     | 2026-01-15  | in_assessment |
        out        | 2026-01-15  | advice        |
        all_in     | 2026-01-15  | drafting      |
        drafted    | 2026-01-15  | drafting      |
        gone       | 2026-01-15  | in_assessment |
        agreed     | 2026-01-15  | final         |
        """,
    )


@pytest.mark.parametrize(
    ("as_at", "all_in", "drafted", "gone"),
    [
        ("2025-09-10", "in_assessment", "in_assessment", "in_assessment"),
        ("2025-09-11", "advice", "advice", "advice"),
        ("2025-11-30", "advice", "advice", "advice"),
        ("2025-12-01", "drafting", "advice", "advice"),
        ("2025-12-20", "drafting", "drafting", "advice"),
        ("2026-01-10", "drafting", "drafting", "in_assessment"),
    ],
)
def test_looking_back_advice_and_drafts_stand_as_they_stood(as_at, all_in, drafted, gone):
    found = {row["request_id"]: row["open_stage"] for row in run_query(METRIC, as_at, **TABLES)}
    assert (found["all_in"], found["drafted"], found["gone"]) == (all_in, drafted, gone)


def test_who_left_on_an_unknown_day_or_was_lost_is_left_out_by_reason():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        requests="""
        request_id | received_date | decision | decision_known_date | missing_from_date
        withdrawn  | 2025-06-02    | W        | 2026-01-15          |
        lost       | 2024-06-02    | A        |                     | 2026-01-15
        """,
    )
    assert_rows(
        rows,
        """
        request_id | left_out
        withdrawn  | Withdrawn, no date recorded
        lost       | Open in an earlier return, not in the newest
        """,
    )


def test_an_older_log_does_not_pull_back_the_day_nor_hide_a_case(tmp_path):
    """The log of advice ends in October: the day stays that of the return, all cases count, and stand where it last told."""
    told = [line.rpartition("|")[0] for line in ADVICE.strip().splitlines() if not line.startswith("v5")]
    advice = "\n".join([f"{told[0]}| known_to", *(f"{line}| 2025-10-31" for line in told[1:])])
    engine = make_engine(tmp_path, "2026-01-15", **TABLES | {"advice": advice})
    (row,) = ask(engine, METRIC)
    (whole,) = ask(engine, "assessments_open")
    assert row["value"] == whole["value"] == 7
    stages = {row["breakdown"]: row["value"] for row in ask(engine, METRIC, by="open_stage")}
    assert stages == {"undecided": 1, "advice": 2, "drafting": 2, "final": 1, "in_assessment": 1}
    assert engine.last_date(find_metric(METRIC)).isoformat() == "2026-01-15"
