"""Days waited over the standard: of those still waiting, each against its own service's."""

import datetime

from harness import LEADERS, ask, assert_rows, make_engine, run_query

DAY = datetime.date(2026, 1, 15)
SERVICES = """
    service            | standard_days
    neurodevelopmental | 91
    salt               | 126
    other              | 100
    """


def test_only_days_beyond_the_services_own_standard_add_up():
    rows = run_query(
        "days_waited_over_standard",
        DAY,
        referrals=[
            {"referral_id": f"{service} {age}", "service": service, "received_date": DAY - datetime.timedelta(age)}
            for service, age in (("salt", 126), ("salt", 127), ("salt", 200), ("neurodevelopmental", 92), (None, 101))
        ],
        services=SERVICES,
    )
    assert_rows(
        rows,
        """
        chain_id              | numerator | denominator | people
        salt 126              | 0.0       | 1.0         | 0
        salt 127              | 1.0       | 1.0         | 1
        salt 200              | 74.0      | 1.0         | 1
        neurodevelopmental 92 | 1.0       | 1.0         | 1
        None 101              | 1.0       | 1.0         | 1
        """,
    )


def test_seen_and_closed_are_no_longer_waited_for_and_the_clock_is_the_childs():
    rows = run_query(
        "days_waited_over_standard",
        DAY,
        referrals="""
        referral_id | chain_id | chain_start_date | received_date | rejected_date | next_received_date | earlier_closed_date | first_contact_date
        r1          | r1       | 2025-01-15       | 2025-01-15    | 2025-02-03    | 2025-12-01         |                     |
        r2          | r1       | 2025-01-15       | 2025-12-01    |               |                    | 2025-02-03          |
        seen        | seen     | 2024-01-15       | 2024-01-15    |               |                    |                     | 2026-01-15
        turned_away | turned_away | 2024-01-15    | 2024-01-15    | 2024-02-05    |                    |                     |
        """,
        services=SERVICES,
    )
    assert_rows(rows, "chain_id | numerator\nr1 | 239.0")


def test_leaders_see_no_sum_of_fewer_than_ten_over_the_standard(tmp_path):
    def sums(over: int) -> list:
        ages = [200] * over + [30] * 40
        referrals = [
            {"referral_id": str(place), "received_date": DAY - datetime.timedelta(age)}
            for place, age in enumerate(ages)
        ]
        engine = make_engine(tmp_path / str(over), DAY, referrals=referrals, services=SERVICES)
        return [(row["numerator"], row["symbol"]) for row in ask(engine, "days_waited_over_standard", reader=LEADERS)]

    assert sums(9) == [(None, "c")]
    assert sums(10) == [(740, "")]
