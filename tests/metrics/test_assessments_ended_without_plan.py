"""Assessments ended by a decision not to issue a plan, out of those ended by a decision."""

from harness import assert_rows, run_query

METRIC = "assessments_ended_without_plan"


def test_plans_and_decisions_not_to_issue_one_count_and_a_withdrawal_is_left_out():
    rows = run_query(
        METRIC,
        as_at="2026-12-31",
        requests="request_id | received_date\nr1 | 2026-01-05\nr2 | 2026-01-05\nr3 | 2026-01-05\nr4 | 2026-01-05",
        assessments="""
        assessment_id | request_id | outcome | outcome_date | outcome_known_date | has_tribunal
        issued        | r1         | Y       | 2026-05-25   | 2026-05-25         | true
        refused       | r2         | N       | 2026-04-27   | 2026-04-27         | false
        withdrawn     | r3         | W       |              | 2026-06-30         | false
        untold        | r4         | N       |              | 2026-06-30         | false
        agreed        |            | Y       |              | 2026-06-30         | false
        going_on      |            | A       |              |                    | false
        brought       |            | H       |              |                    | false
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | period_date | is_counted | left_out
        issued        | 2026-05-25  | false      |
        refused       | 2026-04-27  | true       |
        withdrawn     | 2026-06-30  | false      | Withdrawn during the assessment
        untold        | 2026-06-30  | true       | Ended, no date recorded
        """,
    )


def test_a_decision_shows_from_its_day():
    tables = {
        "requests": "request_id | received_date\nr1 | 2026-01-05",
        "assessments": "assessment_id | request_id | outcome | outcome_date\na1 | r1 | N | 2026-04-27",
    }
    assert run_query(METRIC, "2026-04-26", **tables) == []
    assert_rows(run_query(METRIC, "2026-04-27", **tables), "assessment_id | is_counted\na1 | true")
