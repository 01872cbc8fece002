"""Amended plans within 12 weeks: the plan by day 84, of reviews whose log tells of an amendment and of no other."""

import pytest
from harness import ask, assert_rows, make_engine, run_query

METRIC = "amended_plans_within_12_weeks"
# The log begins before any of the reviews.
BEGINS = "e0 | other | panel | 2024-01-01"
HEAD = "event_id | request_id | event | event_date\n" + BEGINS


def events(*rows: str) -> str:
    return "\n".join([HEAD, *(f"e{number} | {row}" for number, row in enumerate(rows, start=1))])


def test_day_84_counts_and_day_85_does_not():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        annual_reviews="""
        annual_review_id | request_id | review_meeting_date
        last_day         | r1         | 2025-03-03
        a_day_late       | r2         | 2025-03-03
        same_day         | r3         | 2025-03-03
        notice_alone     | r4         | 2025-03-03
        nothing          | r5         | 2025-03-03
        another_event    | r6         | 2025-03-03
        """,
        case_events=events(
            "r1 | amendment_notice | 2025-03-31",
            "r1 | amended_plan     | 2025-05-26",
            "r2 | amended_plan     | 2025-05-27",
            "r3 | amended_plan     | 2025-03-03",
            "r4 | amendment_notice | 2025-03-31",
            "r6 | note             | 2025-03-31",
        ),
    )
    assert_rows(
        rows,
        """
        annual_review_id | period_date | is_counted | left_out
        last_day         | 2025-03-03  | true       |
        a_day_late       | 2025-03-03  | false      |
        same_day         | 2025-03-03  | true       |
        notice_alone     | 2025-03-03  | false      |
        nothing          | 2025-03-03  | false      | No amendment in the log
        another_event    | 2025-03-03  | false      | No amendment in the log
        """,
    )


@pytest.mark.parametrize(("as_at", "reason"), [("2025-05-26", "Twelve weeks not yet passed"), ("2025-05-27", "")])
def test_a_meeting_whose_twelve_weeks_have_not_passed_is_left_out_even_if_amended_early(as_at, reason):
    rows = run_query(
        METRIC,
        as_at,
        annual_reviews="""
        annual_review_id | request_id | review_meeting_date
        early            | r1         | 2025-03-03
        noticed          | r2         | 2025-03-03
        nothing          | r3         | 2025-03-03
        """,
        case_events=events("r1 | amended_plan | 2025-04-07", "r2 | amendment_notice | 2025-03-31"),
    )
    assert_rows(
        rows,
        "annual_review_id | is_counted | left_out\n"
        f"early | true | {reason}\nnoticed | false | {reason}\nnothing | false | No amendment in the log",
    )


def test_a_log_older_than_the_day_asked_for_bounds_what_is_late():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        annual_reviews="annual_review_id | request_id | review_meeting_date\nv1 | r1 | 2025-03-03\nv2 | r2 | 2025-03-04",
        case_events="""
        event_id | request_id | event            | event_date | known_to
        e0       | other      | panel            | 2024-01-01 | 2025-05-27
        e1       | r1         | amendment_notice | 2025-03-31 | 2025-05-27
        e2       | r2         | amendment_notice | 2025-03-31 | 2025-05-27
        """,
    )
    assert_rows(rows, "annual_review_id | left_out\nv1 |\nv2 | Twelve weeks not yet passed")


def test_an_amendment_is_of_the_last_meeting_before_it():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        annual_reviews="""
        annual_review_id | request_id | review_meeting_date | next_meeting_date
        without          | r1         | 2024-03-04          | 2025-03-03
        amended          | r1         | 2025-03-03          |
        late             | r2         | 2024-03-04          | 2025-03-03
        again            | r2         | 2025-03-03          |
        before           | r3         | 2025-03-03          |
        """,
        case_events=events(
            "r1 | amended_plan     | 2025-03-03",
            "r2 | amendment_notice | 2024-04-01",
            "r2 | amended_plan     | 2025-03-02",
            "r2 | amended_plan     | 2025-05-26",
            "r2 | amended_plan     | 2025-12-01",
            "r3 | amended_plan     | 2025-03-02",
        ),
    )
    assert_rows(
        rows,
        """
        annual_review_id | is_counted | left_out
        without          | false      | No amendment in the log
        amended          | true       |
        late             | false      |
        again            | true       |
        before           | false      | No amendment in the log
        """,
    )


def test_after_the_newest_return_a_late_amendment_may_be_of_a_review_not_yet_told():
    """Returned in January 2025, looked at in May 2026: what was under way by day 84 is of this review, the rest is not sure."""
    rows = run_query(
        METRIC,
        as_at="2026-05-31",
        annual_reviews="""
        annual_review_id | request_id | review_meeting_date | known_to
        in_time          | r1         | 2024-12-02          | 2025-01-16
        noticed          | r2         | 2024-12-02          | 2025-01-16
        perhaps_another  | r3         | 2024-12-02          | 2025-01-16
        """,
        case_events=events(
            "r1 | amended_plan     | 2025-02-20",
            "r2 | amendment_notice | 2025-02-24",
            "r2 | amended_plan     | 2025-12-20",
            "r3 | amended_plan     | 2025-12-20",
        ),
    )
    assert_rows(
        rows,
        """
        annual_review_id | is_counted | left_out
        in_time          | true       |
        noticed          | false      |
        perhaps_another  | false      | Amendment after the newest return, perhaps of a later review
        """,
    )


def test_a_plan_that_ended_within_the_twelve_weeks_could_not_be_amended_in_them():
    notices = [f"{name} | amendment_notice | 2025-03-31" for name in ("ended", "ended_late", "lost", "in_time")]
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        plans="""
        request_id | start_date | ceased_date | missing_from_date
        ended      | 2023-01-09 | 2025-05-26  |
        ended_late | 2023-01-09 | 2025-05-27  |
        lost       | 2023-01-09 |             | 2026-01-15
        in_time    | 2023-01-09 | 2025-05-01  |
        """,
        annual_reviews="""
        annual_review_id | request_id | review_meeting_date
        v1               | ended      | 2025-03-03
        v2               | ended_late | 2025-03-03
        v3               | lost       | 2025-03-03
        v4               | in_time    | 2025-03-03
        """,
        case_events=events(*notices, "in_time | amended_plan | 2025-04-30"),
    )
    assert_rows(
        rows,
        """
        annual_review_id | is_counted | left_out
        v1               | false      | Plan ended within the 12 weeks
        v2               | false      |
        v3               | false      | Held in an earlier return, not in the newest
        v4               | true       |
        """,
    )


def test_what_files_or_log_cannot_tell_of_is_left_out():
    rows = run_query(
        METRIC,
        as_at="2026-01-15",
        annual_reviews="""
        annual_review_id | request_id | la_code | review_meeting_date | review_decided_date | observed_from_date
        letter_alone     | r1         | 999     |                     | 2025-03-10          | 2022-01-01
        long_ago         | r3         | 999     | 2021-12-31          |                     | 2022-01-01
        before_the_log   | r4         | 999     | 2023-12-31          |                     | 2022-01-01
        first_day        | r5         | 999     | 2024-01-01          |                     | 2022-01-01
        no_log           | r6         | 998     | 2025-03-03          |                     | 2022-01-01
        """,
        case_events=events(
            "r4 | amended_plan | 2024-01-20", "r5 | amended_plan | 2024-01-20", "r3 | amended_plan | 2024-02-01"
        ),
    )
    assert_rows(
        rows,
        """
        annual_review_id | left_out
        letter_alone     | Day of the meeting not recorded
        long_ago         | Held before the files begin
        before_the_log   | Held before the log of case events begins
        first_day        |
        no_log           | No log of case events
        """,
    )


def test_looking_back_an_amended_plan_is_not_known_before_its_day():
    tables = {
        "annual_reviews": "annual_review_id | request_id | review_meeting_date | known_to\nv1 | r1 | 2025-01-06 | 2026-01-15",
        "case_events": events("r1 | amendment_notice | 2025-02-03", "r1 | amended_plan | 2025-06-30"),
    }
    for as_at, expected in (
        ("2025-02-02", "No amendment in the log"),
        ("2025-02-03", "Twelve weeks not yet passed"),
        ("2025-04-01", ""),
        ("2025-12-31", ""),
    ):
        assert_rows(
            run_query(METRIC, as_at, **tables), f"annual_review_id | is_counted | left_out\nv1 | false | {expected}"
        )


def test_without_a_log_of_case_events_nothing_is_collected_and_nothing_is_late(tmp_path):
    reviews = "annual_review_id | request_id | review_meeting_date\nv1 | r1 | 2025-03-03"
    engine = make_engine(tmp_path, "2026-01-15", annual_reviews=reviews)
    assert ask(engine, METRIC) == []
