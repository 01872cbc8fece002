"""Wait for the annual review: from the plan or the last meeting to the next, due within 12 calendar months."""

from harness import ask, assert_rows, make_engine, run_query

HEAD = "annual_review_id | request_id | review_meeting_date | review_decided_date"
ELSEWHERE = "v0 | another | 2024-01-01 |"


def reviews(*rows: str) -> str:
    return "\n".join([HEAD, ELSEWHERE, *rows])


def test_every_meeting_ends_one_wait_and_begins_the_next():
    plans = "request_id | start_date\nr1 | 2023-02-06"
    meetings = """
    annual_review_id | request_id | review_meeting_date | next_meeting_date
    v0               | another    | 2024-01-01          |
    v1               | r1         | 2024-02-06          | 2025-03-10
    v2               | r1         | 2025-03-10          |
    """
    for as_at, expected in (
        ("2024-02-05", "2023-02-06 | | | 365"),
        ("2024-02-06", "2023-02-06 | 2024-02-06 | finished | 365\n2024-02-06 | | | 366"),
        (
            "2025-03-10",
            "2023-02-06 | 2024-02-06 | finished | 365\n2024-02-06 | 2025-03-10 | finished | 366\n2025-03-10 | | | 365",
        ),
    ):
        rows = run_query("annual_review_wait", as_at, plans=plans, annual_reviews=meetings)
        assert_rows(rows, f"start_date | end_date | exit | limit_days\n{expected}")


def test_the_last_day_of_twelve_months_is_in_time_and_the_next_is_not(tmp_path):
    plans = "request_id | start_date\nr1 | 2023-03-01\nr2 | 2023-03-01"
    meetings = reviews("v1 | r1 | 2024-03-01 |", "v2 | r2 | 2024-03-02 |")
    engine = make_engine(tmp_path, "2024-12-31", plans=plans, annual_reviews=meetings)
    (done,) = ask(engine, "annual_review_wait", view="completed")
    assert (done["count"], done["within_limit"], done["over_limit"]) == (2, 1, 1)
    for as_at, over in (("2025-03-01", 0), ("2025-03-02", 1), ("2025-03-03", 2)):
        folder = tmp_path / as_at
        engine = make_engine(folder, as_at, plans=plans, annual_reviews=meetings)
        (waiting,) = ask(engine, "annual_review_wait", view="open")
        assert (waiting["count"], waiting["over_limit"]) == (2, over)


def test_a_plan_that_ended_leaves_and_a_lost_one_is_left_out():
    rows = run_query(
        "annual_review_wait",
        as_at="2026-01-15",
        plans="""
        request_id | start_date | is_ceased | ceased_date | ceased_known_date | missing_from_date
        ended      | 2024-03-01 | true      | 2025-06-30  | 2025-06-30        |
        undated    | 2024-03-01 | true      |             | 2026-01-15        |
        lost       | 2024-03-01 | false     |             |                   | 2026-01-15
        too_late   | 2024-03-01 | true      | 2025-01-31  | 2025-01-31        |
        """,
        annual_reviews=reviews("v1 | ended | 2025-02-01 |", "v2 | lost | 2025-02-01 |", "v3 | too_late | 2025-02-01 |"),
    )
    assert_rows(
        rows,
        """
        start_date | end_date   | exit     | left_out
        2024-03-01 | 2025-02-01 | finished |
        2025-02-01 | 2025-06-30 | removed  |
        2024-03-01 |            | removed  | Ended, no date recorded
        2024-03-01 | 2025-02-01 | finished |
        2025-02-01 |            |          | Held in an earlier return, not in the newest
        2024-03-01 | 2025-01-31 | removed  |
        2025-02-01 | 2025-01-31 | removed  | Plan ended before the review
        """,
    )


def test_where_the_clock_cannot_have_started_with_the_plan_the_reason_is_given():
    rows = run_query(
        "annual_review_wait",
        as_at="2026-01-15",
        plans="""
        request_id | start_date | appears_date | plan_origin
        came       | 2020-03-01 | 2026-01-15   | transferred
        turned_up  | 2020-03-01 | 2025-01-16   | not_known
        old        | 2019-03-01 | 2019-03-01   | before_files
        never      | 2019-03-01 | 2019-03-01   | before_files
        renewed    | 2025-05-01 | 2021-12-31   | before_files
        unknown    |            | 2021-12-31   | before_files
        """,
        annual_reviews=reviews(
            "v1 | old | 2025-02-01 |", "v2 | turned_up | 2025-02-01 |", "v3 | renewed | 2025-02-01 |"
        ),
    )
    assert_rows(
        rows,
        """
        start_date | end_date   | left_out
        2020-03-01 |            | Came from elsewhere, no review recorded before
        2020-03-01 | 2025-02-01 | Came from elsewhere, no review recorded before
        2025-02-01 |            |
        2019-03-01 | 2025-02-01 | Earlier reviews are not in the files
        2025-02-01 |            |
        2019-03-01 |            |
        2025-02-01 |            |
                   |            | Start of the plan not recorded
        """,
    )


def test_a_letter_without_its_meeting_and_returns_without_meetings_are_no_overdue_reviews():
    plans = "request_id | start_date | la_code\nr1 | 2023-02-06 | 999\nr2 | 2023-02-06 | 998"
    rows = run_query("annual_review_wait", "2026-01-15", plans=plans, annual_reviews=reviews("v1 | r1 | | 2025-03-01"))
    assert_rows(
        rows,
        """
        la_code | left_out
        999     | Reviewed, day of the meeting not recorded
        998     | The returns do not give review meetings
        """,
    )
