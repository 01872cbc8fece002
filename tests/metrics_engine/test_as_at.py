"""The day a figure is as at: settled by the metric's own files where none is asked for, and never beyond them."""

import datetime

from harness import CASEWORK, make_engine

from sendmetrics.metrics.question import Question


def test_a_day_after_the_newest_file_is_answered_as_at_that_file(authority):
    result = authority.engine.answer(Question("requests_received", as_at=datetime.date(9999, 12, 31)), CASEWORK)
    assert result.as_at == authority.engine.warehouse.last_dates["requests"]
    assert result.rows == authority.engine.answer(Question("requests_received"), CASEWORK).rows


def test_a_first_senco_return_newer_than_the_newest_census_is_answered(tmp_path):
    engine = make_engine(
        tmp_path,
        "2025-06-03",
        schools="school_urn\n900001",
        roll="""
            person_id | school_urn | census_date | sen_provision
            1         | 900001     | 2025-01-16  | K
            2         | 900001     | 2025-01-16  | E
        """,
        senco_posts="""
            senco_post_id | school_urn | snapshot_date | academic_year | term   | protected_hours
            1             | 900001     | 2025-06-03    | 2024/25       | summer | 3
        """,
    )
    result = engine.answer(Question("senco_hours_per_10_pupils_with_sen"), CASEWORK)
    assert result.as_at == datetime.date(2025, 6, 3)
    assert [row["value"] for row in result.rows] == [15.0]


def test_an_older_census_hides_no_senco_return(tmp_path):
    engine = make_engine(
        tmp_path,
        "2026-02-10",
        schools="school_urn\n900001",
        roll="""
            person_id | school_urn | census_date | sen_provision
            1         | 900001     | 2025-10-02  | K
            2         | 900001     | 2026-01-15  | K
        """,
        senco_posts="""
            senco_post_id | school_urn | snapshot_date | academic_year | term   | protected_hours
            1             | 900001     | 2025-10-17    | 2025/26       | autumn | 5
            2             | 900001     | 2026-02-10    | 2025/26       | spring | 9
        """,
    )
    result = engine.answer(Question("senco_hours_per_10_pupils_with_sen"), CASEWORK)
    assert result.as_at == datetime.date(2026, 2, 10)
    assert [row["value"] for row in result.rows] == [90.0]


def test_advice_is_as_at_the_newest_return_since_that_says_which_cases_ended(tmp_path):
    engine = make_engine(
        tmp_path,
        "2026-02-10",
        requests="""
            request_id | person_id | received_date | decided_date | known_to
            r1         | 1         | 2025-11-03    | 2025-12-01   | 2026-01-15
        """,
        advice="""
            advice_id | request_id | person_id | requested_date | known_to
            a1        | r1         | 1         | 2025-12-02     | 2026-02-10
        """,
    )
    result = engine.answer(Question("advice_wait", view="open"), CASEWORK)
    assert result.as_at == datetime.date(2026, 1, 15)
