"""Pupils referred: one row a pupil of the newest census, counted where referred to any service in the last 12 months."""

import pytest
from harness import assert_rows, run_query

ROLL = """
    roll_id | person_id | school_urn | census_date
    1       | 1         | 900001     | 2025-01-16
    2       | 1         | 900002     | 2026-01-15
    3       | 2         | 900001     | 2026-01-15
    4       | 3         | 900001     | 2026-01-15
    5       | 4         | 900001     | 2026-01-15
    """


def test_a_pupil_counts_once_and_a_referral_of_12_months_ago_no_more():
    rows = run_query(
        "pupils_referred",
        as_at="2026-01-15",
        roll=ROLL,
        referrals="""
        referral_id | person_id | service | received_date
        first       | 9         | salt    | 2024-01-08
        twice       | 1         | salt    | 2025-06-02
        twice_2     | 1         | camhs   | 2025-09-01
        too_old     | 2         | salt    | 2025-01-15
        just        | 3         | salt    | 2025-01-16
        """,
    )
    assert_rows(
        rows,
        """
        person_id | school_urn | period_date | is_counted | left_out
        1         | 900002     | 2026-01-15  | true       |
        2         | 900001     | 2026-01-15  | false      |
        3         | 900001     | 2026-01-15  | true       |
        4         | 900001     | 2026-01-15  | false      |
        """,
    )


def test_looking_back_pupils_are_those_of_the_census_before_and_too_early_nothing_can_be_said():
    referrals = "referral_id | person_id | received_date\nr | 1 | 2024-06-03"
    for as_at, left_out in (
        ("2025-06-02", "Referrals of the authority do not reach back 12 months"),
        ("2025-06-03", ""),
    ):
        rows = run_query("pupils_referred", as_at, roll=ROLL, referrals=referrals)
        assert_rows(
            rows,
            f"person_id | school_urn | is_counted | left_out\n1 | 900001 | {'false' if not left_out else 'true'} | {left_out}",
        )
    assert run_query("pupils_referred", "2025-01-15", roll=ROLL, referrals=referrals) == []


def test_where_the_referral_files_end_before_the_day_the_12_months_end_with_them():
    referrals = """
        referral_id | person_id | service | received_date | known_to
        first       | 9         | salt    | 2024-01-08    | 2025-12-31
        just        | 1         | salt    | 2025-01-01    | 2025-12-31
        too_old     | 2         | salt    | 2024-12-31    | 2025-12-31
        """
    for as_at, counted, left_out in (
        ("2026-01-16", "true", ""),
        ("2026-01-31", "true", ""),
        ("2026-02-01", "true", "Referral files end before the day"),
        ("2026-11-30", "true", "Referral files end before the day"),
    ):
        rows = run_query("pupils_referred", as_at, roll=ROLL, referrals=referrals)
        assert_rows(
            rows,
            f"""
            person_id | is_counted | left_out
            1         | {counted}  | {left_out}
            2         | false      | {left_out}
            3         | false      | {left_out}
            4         | false      | {left_out}
            """,
        )


@pytest.mark.parametrize(
    ("ends", "counted", "left_out"),
    [
        ("2026-01-15", "true ", ""),
        ("2025-12-31", "true ", ""),
        # Before the first one's own referral: too early a year to hold it.
        ("2025-12-14", "false", "Referral files end before the day"),
        # Stopped: before the 12 months.
        ("2025-01-15", "true ", ""),
    ],
)
def test_one_provider_whose_files_end_earlier_ends_the_12_months_of_all(ends, counted, left_out):
    rows = run_query(
        "pupils_referred",
        "2026-01-15",
        roll="roll_id | person_id | census_date\n1 | 1 | 2026-01-15",
        referrals=f"""
        referral_id | person_id | service | provider_code | received_date | known_to
        first       | 9         | salt    | RXX           | 2024-01-08    | 2026-01-15
        own         | 1         | salt    | RXX           | 2025-12-22    | 2026-01-15
        other       | 8         | salt    | RYY           | 2024-12-30    | {ends}
        """,
    )
    assert_rows(rows, f"is_counted | left_out\n{counted} | {left_out}")


@pytest.mark.parametrize(
    ("service", "began", "left_out"),
    [
        ("salt", "2026-01-05", "Referrals of the authority do not reach back 12 months"),
        ("camhs", "2025-02-01", "Referrals of the authority do not reach back 12 months"),
        ("camhs", "2025-01-31", ""),
    ],
)
def test_files_that_stopped_before_the_12_months_do_not_make_others_reach_back(service, began, left_out):
    """As at 31 January 2026: the old provider's files ended on 15 January 2025, before the 12 months."""
    rows = run_query(
        "pupils_referred",
        "2026-01-31",
        roll="roll_id | person_id | census_date\n1 | 1 | 2026-01-15",
        referrals=f"""
        referral_id | person_id | service   | provider_code | received_date | known_to
        old         | 9         | salt      | OLD           | 2023-01-09    | 2025-01-15
        first       | 8         | {service} | NEW           | {began}       | 2026-01-31
        own         | 1         | {service} | NEW           | 2026-01-05    | 2026-01-31
        """,
    )
    assert_rows(rows, f"is_counted | left_out\ntrue | {left_out}")
