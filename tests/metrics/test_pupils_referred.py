"""Pupils referred: one row a pupil of the newest census, counted where referred to any service in the last 12 months."""

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
