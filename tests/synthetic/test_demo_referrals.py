"""What the made-up services' files tell beside the waits: what came first, misses, later appointments, advice."""

import csv
import datetime
import itertools
from collections import Counter, defaultdict
from pathlib import Path

import pytest

AS_AT = "2026-01-15"
Row = dict[str, str]


@pytest.fixture(scope="module")
def files(authority) -> Path:
    return authority.extracts


@pytest.fixture(scope="module")
def extracts(files) -> dict[str, list[Row]]:
    """Each extract of referrals by its name."""
    return {path.name: read(path) for path in sorted(files.glob("referrals_*.csv"))}


@pytest.fixture(scope="module")
def newest(extracts) -> dict[str, Row]:
    """Every referral as its newest extract has it."""
    return {row["referral_id"]: row for rows in extracts.values() for row in rows if row["snapshot_date"] == AS_AT}


@pytest.fixture(scope="module")
def appointments(files, newest) -> dict[str, list[Row]]:
    """Appointments of every referral, in the order of the file."""
    found = {number: [] for number in newest}
    for row in read(files / "appointments.csv"):
        found[row["referral_id"]].append(row)
    return found


def read(path: Path) -> list[Row]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def missed_days(rows: list[Row]) -> list[str]:
    return [row["appointment_date"] for row in rows if row["attendance"] == "was_not_brought"]


def test_only_what_is_booked_is_after_the_day_of_the_extract(extracts, appointments):
    for rows in extracts.values():
        for row in rows:
            days = [day for heading, day in row.items() if heading.endswith("_date")]
            assert max(days) == row["snapshot_date"]
    for row in itertools.chain(*appointments.values()):
        assert row["offered_date"] <= AS_AT
        assert (row["appointment_date"] > AS_AT) == (row["attendance"] == "booked")


def test_what_had_to_come_first_is_another_service_and_ends_before_the_child_is_referred_again(newest, authority):
    told = {number: row for number, row in newest.items() if row["prereq_service"]}
    assert set(told) == {
        number for number, row in newest.items() if row["rejection_reason"] == "needs_other_service_first"
    }
    assert all(row["prereq_service"] != row["service"] for row in told.values())
    ended = {number: row for number, row in newest.items() if row["prereq_end_date"]}
    assert 0 < len(ended) < len(told)
    assert set(ended) <= set(told)
    by_child = defaultdict(list)
    for row in newest.values():
        by_child[row["person_ref"], row["service"]].append(row["received_date"])
    for row in ended.values():
        end = datetime.date.fromisoformat(row["prereq_end_date"])
        again = [datetime.date.fromisoformat(day) for day in by_child[row["person_ref"], row["service"]]]
        assert row["rejected_date"] < row["prereq_end_date"]
        assert any(3 <= (day - end).days <= 30 for day in again)


def test_an_earlier_extract_knows_less(extracts):
    earlier, later = (extracts[f"referrals_health_{day}.csv"] for day in ("2025-12-15", AS_AT))
    known = {row["referral_id"]: row for row in later}
    for row in earlier:
        for heading in ("prereq_service", "prereq_end_date", "advice_requested_date", "advice_received_date"):
            assert row[heading] in ("", known[row["referral_id"]][heading])
        assert int(row["missed_count"]) <= int(known[row["referral_id"]]["missed_count"])


def test_misses_are_those_in_the_list_of_appointments(extracts, appointments):
    for rows in extracts.values():
        for row in rows:
            missed = [day for day in missed_days(appointments[row["referral_id"]]) if day <= row["snapshot_date"]]
            assert int(row["missed_count"]) == len(missed)


def test_who_is_discharged_for_misses_missed_one_to_three_appointments_since_the_first_offer(newest, appointments):
    counts = Counter()
    for number, row in newest.items():
        if row["discharge_reason"] != "was_not_brought":
            continue
        missed = missed_days(appointments[number])
        counts[len(missed)] += 1
        assert max(missed) == row["discharge_date"]
        assert min(missed) >= row["accepted_date"]
        assert all(one["offered_date"] >= row["first_offer_date"] for one in appointments[number])
        assert len(set(missed)) == len(missed)
    assert set(counts) == {1, 2, 3}


def test_appointments_are_numbered_as_they_were_offered_and_none_is_before_its_offer(appointments):
    for rows in appointments.values():
        assert [int(row["sequence"]) for row in rows] == list(range(1, len(rows) + 1))
        offered = [row["offered_date"] for row in rows]
        assert offered == sorted(offered)
        assert all(row["offered_date"] <= row["appointment_date"] for row in rows)


def test_a_referral_has_about_four_appointments_of_every_kind_that_follows_its_course(newest, appointments):
    assert 3.5 < sum(map(len, appointments.values())) / len(newest) < 4.8
    for number, rows in appointments.items():
        row = newest[number]
        attended = defaultdict(list)
        for one in rows:
            if one["attendance"] == "attended":
                attended[one["kind"]].append(one["appointment_date"])
        assert attended["first"] == ([row["first_contact_date"]] if row["first_contact_date"] else [])
        assert attended["assessment"] == ([row["assessed_date"]] if row["assessed_date"] else [])
        assert min(attended["intervention"], default="") == row["intervention_started_date"]
        assert all(one["appointment_date"] <= (row["discharge_date"] or "9999") for one in rows)
    every = Counter((one["kind"], one["attendance"]) for rows in appointments.values() for one in rows)
    assert {kind for kind, _ in every} == {"first", "assessment", "intervention", "review"}
    for kind in ("assessment", "intervention"):
        for came_of in ("was_not_brought", "cancelled_by_service", "booked"):
            assert 0 < every[kind, came_of] < every[kind, "attended"] / 10


def test_some_who_wait_are_booked_in_and_most_of_the_bottleneck_are_not(newest, appointments):
    waiting = [
        row
        for row in newest.values()
        if row["accepted_date"] and not row["first_contact_date"] and not row["discharge_date"]
    ]
    booked = {row["referral_id"] for row in waiting if appointments[row["referral_id"]]}
    assert booked
    salt = [row["referral_id"] for row in waiting if row["service"] == "salt"]
    assert len(booked & set(salt)) < len(salt) / 4


def test_support_while_waiting_is_told_of_those_still_waiting_alone(extracts):
    told = Counter()
    for row in itertools.chain(*extracts.values()):
        told[row["support_while_waiting"]] += 1
        if row["rejected_date"] or row["intervention_started_date"] or row["discharge_date"]:
            assert row["support_while_waiting"] == ""
    assert set(told) == {"", "0", "1"}


def test_advice_stands_in_the_list_of_advice_with_the_same_days(files, newest):
    links = {row["person_ref"]: row["upn"] for row in read(files / "person_links.csv")}
    service = {"ep": "ep", "health_paediatrics": "paediatrics", "health_salt": "salt", "health_ot": "ot"}
    listed = {
        (row["person_ref"], service.get(row["adviser_service"]), row["requested_date"], row["received_date"])
        for row in read(files / "advice_requests.csv")
    }
    asked = [row for row in newest.values() if row["is_ehcna_advice"] == "1"]
    assert asked
    for row in asked:
        child = links.get(row["person_ref"], row["person_ref"])
        if not child.startswith("MH"):
            assert (child, row["service"], row["advice_requested_date"], row["advice_received_date"]) in listed
        assert row["received_date"] <= row["advice_requested_date"]
    assert not any(row["advice_requested_date"] for row in newest.values() if row["is_ehcna_advice"] == "0")


def test_the_care_board_is_that_of_the_local_areas(files, newest):
    (board,) = {row["icb_code"] for row in read(files / "local_areas.csv")}
    assert {row["icb_code"] for row in newest.values()} == {board}
