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
