"""A row that stands for many children is protected, and told as left out, as so many children would be."""

import datetime

import pytest
from harness import CASEWORK, LEADERS, SHARED
from made_metrics import MadeWarehouse

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.question import Question

AS_AT = datetime.date(2026, 1, 15)
NAME = "pupils_referred_to_service"
# Pupils and those of them referred, by school.
SCHOOLS = {
    "900001": (9, 5),
    "900002": (40, 4),
    "900003": (40, 5),
    "900004": (30, 0),
    "900005": (30, 8),
    "900006": (30, 13),
    "900007": (30, 1),
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    roll, referrals = [], []
    for urn, (pupils, referred) in SCHOOLS.items():
        for number in range(pupils):
            person = int(urn) * 100 + number
            place = {"la_code": "999", "person_id": person, "school_urn": urn}
            roll.append({"roll_id": len(roll) + 1, **place, "census_date": AS_AT})
            if number < referred:
                referrals.append(_referral(person, "salt", datetime.date(2025, 6, 2)))
    referrals.append(_referral(1, "salt", datetime.date(2024, 1, 8)))
    # Of a service that began in the autumn nothing can be said: all pupils are left out of it.
    referrals.append(_referral(1, "camhs", datetime.date(2025, 9, 1)))
    schools = [{"school_urn": urn, "la_code": "999", "school_name": urn, "has_figures": True} for urn in SCHOOLS]
    log = tmp_path_factory.mktemp("many") / "access_log.jsonl"
    return MadeWarehouse(log, roll=roll, schools=schools).engine(AS_AT, referrals=referrals)


def _referral(person: int, service: str, received: datetime.date) -> dict:
    return {
        "referral_id": f"{person}-{service}",
        "la_code": "999",
        "person_id": person,
        "service": service,
        "received_date": received,
        "known_to": AS_AT,
        "observed_to_date": AS_AT,
    }


def _by_school(engine, reader, schools=tuple(SCHOOLS)) -> dict[str, tuple]:
    rows = engine.answer(_question(schools), reader).rows
    return {row["breakdown"]: (row["numerator"], row["denominator"], row["symbol"]) for row in rows}


def _question(schools) -> Question:
    return Question(NAME, by="school", where=(("school", tuple(schools)), ("service", ("salt",))))


def test_leaders_see_of_a_school_neither_fewer_than_five_nor_a_share_of_fewer_than_ten(engine):
    assert _by_school(engine, CASEWORK) == {urn: (number, pupils, "") for urn, (pupils, number) in SCHOOLS.items()}
    assert _by_school(engine, LEADERS) == {
        "900001": (None, 9, "c"),
        "900002": (None, 40, "c"),
        "900003": (5, 40, ""),
        "900004": (None, 30, "c"),
        "900005": (8, 30, ""),
        "900006": (13, 30, ""),
        "900007": (None, 30, "c"),
    }


@pytest.mark.parametrize(
    ("schools", "shown"),
    [
        # 1, 8 and 13, in all 20 when rounded: beside a 10 and a 15 the total would tell the 1, so the 10 is hidden too.
        (("900005", "900006", "900007"), {"900005": None, "900006": 15, "900007": None}),
        (("900002", "900005", "900006"), {"900002": None, "900005": 10, "900006": 15}),
    ],
)
def test_were_it_a_fixed_table_to_share_it_would_hide_a_companion_and_it_is_none(engine, monkeypatch, schools, shown):
    with pytest.raises(RefusedError, match="fixed tables"):
        engine.answer(_question(schools), SHARED)
    monkeypatch.setattr("sendmetrics.metrics.shared_tables.read_shared_tables", lambda: (_question(schools),))
    found = _by_school(engine, SHARED, schools)
    assert {urn: numerator for urn, (numerator, _, _) in found.items()} == shown


def test_left_out_are_the_pupils_and_not_the_rows_that_stand_for_them(engine):
    result = engine.answer(Question(NAME, by="service"), LEADERS)
    everybody = sum(pupils for pupils, _ in SCHOOLS.values())
    assert [(row["breakdown"], row["numerator"], row["denominator"]) for row in result.rows] == [
        ("salt", 36, everybody)
    ]
    reason = "Referrals to the service do not reach back 12 months"
    assert list(result.left_out) == [{"reason": reason, "count": everybody, "symbol": ""}]
