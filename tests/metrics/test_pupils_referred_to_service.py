"""Pupils referred to each service: one row for the pupils of a school referred to it, one for its others."""

import pytest
from harness import assert_rows, run_query

NAME = "pupils_referred_to_service"
ROLL = """
    roll_id | person_id | school_urn | locality_code | census_date
    1       | 1         | 900001     | north         | 2025-01-16
    2       | 1         | 900002     | north         | 2026-01-15
    3       | 2         | 900001     | north         | 2026-01-15
    4       | 3         | 900001     | north         | 2026-01-15
    5       | 4         | 900001     |               | 2026-01-15
    """


def test_each_service_has_a_row_for_those_referred_to_it_and_one_for_the_others():
    rows = run_query(
        NAME,
        as_at="2026-01-15",
        roll=ROLL,
        referrals="""
        referral_id | person_id | service | received_date
        first       | 9         | salt    | 2024-01-08
        first_2     | 9         | camhs   | 2024-01-08
        twice       | 1         | salt    | 2025-06-02
        again       | 1         | salt    | 2025-09-01
        twice_2     | 1         | camhs   | 2025-09-01
        too_old     | 2         | salt    | 2025-01-15
        just        | 3         | salt    | 2025-01-16
        none        | 4         |         | 2025-06-02
        """,
    )
    assert_rows(
        rows,
        """
        school_urn | locality_code | service | period_date | is_counted | weight | is_published | left_out
        900001     | north         | camhs   | 2026-01-15  | false      | 2      | false        |
        900001     |               | camhs   | 2026-01-15  | false      | 1      | false        |
        900002     | north         | camhs   | 2026-01-15  | true       | 1      | false        |
        900001     | north         | salt    | 2026-01-15  | false      | 1      | false        |
        900001     | north         | salt    | 2026-01-15  | true       | 1      | false        |
        900001     |               | salt    | 2026-01-15  | false      | 1      | false        |
        900002     | north         | salt    | 2026-01-15  | true       | 1      | false        |
        """,
    )
    assert len({row["counted_id"] for row in rows}) == len(rows)


def test_the_12_months_of_a_service_end_with_its_own_files_and_of_no_other():
    """A pupil counts on either side of those ends; files a month and a day old, or less than a year long, say nothing."""
    rows = run_query(
        NAME,
        as_at="2026-01-31",
        roll="roll_id | person_id | school_urn | census_date\n1 | 1 | 900001 | 2026-01-15\n2 | 2 | 900001 | 2026-01-15",
        referrals="""
        referral_id | person_id | service | provider_code | received_date | known_to
        s1          | 9         | salt    | RXX           | 2024-01-08    | 2026-01-31
        s2          | 1         | salt    | RXX           | 2025-01-15    | 2026-01-31
        c1          | 9         | camhs   | RYY           | 2024-01-08    | 2025-12-31
        c2          | 1         | camhs   | RYY           | 2025-01-15    | 2025-12-31
        c3          | 2         | camhs   | RYY           | 2024-12-31    | 2025-12-31
        o1          | 9         | ot      | RYY           | 2024-01-08    | 2025-12-30
        a1          | 1         | audio   | RXX           | 2025-02-01    | 2026-01-31
        p0          | 9         | physio  | RXX           | 2024-01-08    | 2026-01-31
        p1          | 2         | physio  | RZZ           | 2024-12-31    | 2025-01-31
        p2          | 1         | physio  | RXX           | 2025-12-31    | 2026-01-31
        """,
    )
    ended, short = (
        "Referral files of the service end before the day",
        "Referrals to the service do not reach back 12 months",
    )
    assert_rows(
        rows,
        f"""
        service | is_counted | weight | left_out
        audio   | false      | 2      | {short}
        camhs   | true       | 1      |
        camhs   | false      | 1      |
        ot      | false      | 2      | {ended}
        physio  | true       | 1      |
        physio  | false      | 1      |
        salt    | false      | 2      |
        """,
    )


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ("2026-01-15", "true  | 1      |"),
        ("2025-12-31", "true  | 1      |"),
        # Before the first one's own referral: too early a year to hold it.
        ("2025-12-14", "false | 1      | Referral files of the service end before the day"),
        # Stopped: before the 12 months.
        ("2025-01-15", "true  | 1      |"),
    ],
)
def test_one_provider_whose_files_end_earlier_ends_the_12_months_of_the_service(ends, told):
    rows = run_query(
        NAME,
        "2026-01-15",
        roll="roll_id | person_id | census_date\n1 | 1 | 2026-01-15",
        referrals=f"""
        referral_id | person_id | service | provider_code | received_date | known_to
        first       | 9         | salt    | RXX           | 2024-01-08    | 2026-01-15
        own         | 1         | salt    | RXX           | 2025-12-22    | 2026-01-15
        other       | 8         | salt    | RYY           | 2024-12-30    | {ends}
        """,
    )
    assert_rows(rows, f"is_counted | weight | left_out\n{told}")


@pytest.mark.parametrize(
    ("began", "told"),
    [
        # Nothing is held from the day the old one's files end to this one's first referral.
        ("2026-01-05", "false | 2      | Referrals to the service do not reach back 12 months"),
        ("2025-02-01", "false | 2      | Referrals to the service do not reach back 12 months"),
        ("2025-01-31", "true  | 1      |\nfalse | 1      |"),
    ],
)
def test_a_provider_that_stopped_does_not_make_the_files_of_another_reach_back(began, told):
    """As at 31 January 2026: the old one's files ended on 15 January 2025, before the 12 months."""
    rows = run_query(
        NAME,
        "2026-01-31",
        roll="roll_id | person_id | census_date\n1 | 1 | 2026-01-15\n2 | 2 | 2026-01-15",
        referrals=f"""
        referral_id | person_id | service | provider_code | received_date | known_to
        old         | 9         | salt    | OLD           | 2023-01-09    | 2025-01-15
        first       | 8         | salt    | NEW           | {began}       | 2026-01-31
        own         | 1         | salt    | NEW           | 2026-01-05    | 2026-01-31
        """,
    )
    assert_rows(rows, f"is_counted | weight | left_out\n{told}")
