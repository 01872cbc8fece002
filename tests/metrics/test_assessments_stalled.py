"""Open assessments without news: no request, decision or advice dated within the last 28 days."""

from harness import ask, assert_rows, make_engine, run_query

METRIC = "assessments_stalled"


def test_day_27_is_news_and_day_28_is_silence_whatever_the_event():
    rows = run_query(
        METRIC,
        as_at="2026-03-31",
        requests="""
        request_id | received_date | decision | decided_date
        came_27    | 2026-03-04    | A        |
        came_28    | 2026-03-03    | A        |
        decided_27 | 2025-06-01    | Y        | 2026-03-04
        decided_28 | 2025-06-01    | Y        | 2026-03-03
        asked_27   | 2025-06-01    | Y        | 2025-07-01
        told_27    | 2025-06-01    | Y        | 2025-07-01
        told_28    | 2025-06-01    | Y        | 2025-07-01
        noted_27   | 2025-06-01    | Y        | 2025-07-01
        noted_28   | 2025-06-01    | Y        | 2025-07-01
        ended      | 2025-06-01    | N        | 2025-07-01
        """,
        advice="""
        advice_id | request_id | requested_date | received_date
        v1        | asked_27   | 2025-07-02     |
        v2        | asked_27   | 2026-03-04     |
        v3        | told_27    | 2025-07-02     | 2026-03-04
        v4        | told_28    | 2025-07-02     | 2026-03-03
        v5        | ended      | 2025-07-02     | 2026-03-30
        """,
        case_events="""
        event_id | request_id | event | event_date
        e1       | noted_27   | panel | 2026-03-04
        e2       | noted_28   | panel | 2026-03-03
        """,
    )
    assert_rows(
        rows,
        """
        request_id | period_date | is_counted | left_out
        came_27    | 2026-03-31  | false      |
        came_28    | 2026-03-31  | true       |
        decided_27 | 2026-03-31  | false      |
        decided_28 | 2026-03-31  | true       |
        asked_27   | 2026-03-31  | false      |
        told_27    | 2026-03-31  | false      |
        told_28    | 2026-03-31  | true       |
        noted_27   | 2026-03-31  | false      |
        noted_28   | 2026-03-31  | true       |
        """,
    )


def test_the_day_of_a_return_is_no_event_though_an_assessment_is_known_from_it():
    rows = run_query(
        METRIC,
        as_at="2026-03-31",
        requests="request_id | received_date | decision | decided_date | has_mediation\nr1 | 2025-06-01 | N | 2025-07-01 | true",
        assessments="assessment_id | request_id | agreed_date\na1 | r1 | 2026-03-30",
    )
    assert_rows(rows, "request_id | stage | is_counted\nr1 | in_assessment | true")


def test_silence_is_told_only_as_far_as_the_older_file_speaks():
    """The advice ends on 1 March: what came to be asked since is not known, so nothing later is called silence."""
    rows = run_query(
        METRIC,
        as_at="2026-03-31",
        requests="""
        request_id | received_date
        old        | 2026-02-01
        silent     | 2026-01-31
        new        | 2026-03-02
        """,
        advice="""
        advice_id | requested_date | known_to
        v1        | 2025-07-02     | 2026-03-01
        """,
    )
    assert_rows(
        rows,
        """
        request_id | is_counted | left_out
        old        | true       |
        silent     | true       |
        new        | false      | Received after the newest extract of advice or events
        """,
    )


def test_an_older_log_of_case_events_bounds_it_too():
    rows = run_query(
        METRIC,
        as_at="2026-03-31",
        requests="request_id | received_date\nold | 2026-02-01\nnew | 2026-03-02",
        case_events="event_id | event | event_date | known_to\ne1 | panel | 2025-07-02 | 2026-02-28",
    )
    assert_rows(
        rows,
        """
        request_id | is_counted | left_out
        old        | false      |
        new        | false      | Received after the newest extract of advice or events
        """,
    )


def test_without_an_extract_of_advice_the_returns_own_dates_are_all_there_is():
    rows = run_query(METRIC, as_at="2026-03-31", requests="request_id | received_date\nr1 | 2026-03-03")
    assert_rows(rows, "request_id | is_counted\nr1 | true")


def test_its_day_is_that_of_the_older_file(tmp_path):
    engine = make_engine(
        tmp_path,
        "2026-03-31",
        requests="request_id | received_date\nr1 | 2026-02-01",
        advice="advice_id | request_id | requested_date | known_to\nv1 | r1 | 2026-02-20 | 2026-03-01",
    )
    (row,) = ask(engine, METRIC)
    assert (row["numerator"], row["denominator"]) == (0, 1)
    (row,) = ask(engine, METRIC, as_at="2026-03-31")
    assert (row["numerator"], row["denominator"]) == (0, 1)
