"""Joined and left by service: the numbers add up for every service, and none that is hidden can be read off its row."""

import datetime

import pytest
from harness import CASEWORK, LEADERS, SHARED, make_engine
from made_referrals import NEWEST, make_referrals
from small_files import build, write_csv

from sendmetrics.metrics.question import Reader
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.services_flow import (
    NOT_GIVEN,
    PARTS,
    caption_of_flows,
    read_flows,
    tabulate_flows,
)
from sendmetrics.warehouse.quality import read_undated

COAST = Filters(where=(("locality", ("COA",)),))


@pytest.mark.parametrize("filters", [Filters(), COAST, Filters(as_at=datetime.date(2024, 12, 31))])
def test_of_every_service_those_before_and_who_joined_less_who_left_are_those_after(authority, filters):
    flows = read_flows(authority.engine, CASEWORK, filters)
    assert len(flows.services) == len(authority.truth["metrics"]["referrals_received"]["service"])
    for flow in flows.services:
        before, joined, seen, left, after = (flow.numbers[name] for name in PARTS)
        assert before + joined - seen - left == after, flow.label
    for name in PARTS:
        assert sum(flow.numbers[name] for flow in flows.services) > 0, f"nothing is tried of {name}"


def test_the_numbers_are_those_of_children_counted_one_by_one(tmp_path):
    """Of services whose files end on different days, with waits that end on the day they begin or before it."""
    referrals = make_referrals(5)
    engine = make_engine(tmp_path, NEWEST, referrals=referrals)
    flows = read_flows(engine, CASEWORK, Filters())
    assert (flows.begins, flows.ends) == (datetime.date(2024, 10, 31), datetime.date(2025, 10, 31))
    found = {flow.label: tuple(flow.numbers.values()) for flow in flows.services}
    expected: dict[str, list[int]] = {}
    for row in referrals:
        start, seen = row["received_date"], row.get("first_contact_date")
        if seen is not None and seen < start:
            continue
        end = seen or row.get("rejected_date") or row.get("discharge_date") or datetime.date.max
        numbers = expected.setdefault(row["service"] or "Not known", [0] * 5)
        is_in_year = flows.begins < end <= flows.ends
        for place, holds in enumerate(
            (
                start <= flows.begins < end,
                flows.begins < start <= flows.ends,
                is_in_year and seen is not None,
                is_in_year and seen is None,
                start <= flows.ends < end,
            )
        ):
            numbers[place] += holds
    assert sorted(found.values()) == sorted(map(tuple, expected.values()))


def test_no_number_hidden_from_leaders_is_told_by_the_others_of_its_row(authority):
    flows = read_flows(authority.engine, LEADERS, Filters())
    exact = {flow.label: flow for flow in read_flows(authority.engine, CASEWORK, Filters()).services}
    hidden = 0
    for flow, row in zip(flows.services, tabulate_flows(flows).rows, strict=True):
        assert len(flow.instead) != 1, f"{flow.label}: the one hidden number is the sum of the others"
        for name, cell in zip(PARTS, row[1:], strict=True):
            true = exact[flow.label].numbers[name]
            assert flow.numbers[name] == (None if name in flow.instead else true)
            assert (cell == "fewer than 5") == (true < 5)
        hidden += NOT_GIVEN in row
    assert hidden, "no row has a number kept back"
    said = caption_of_flows(authority.engine, LEADERS, flows, "")
    assert "Not given: " in said
    assert said.endswith("No referral is without a day received that can be read.")


def test_where_it_cannot_be_told_why_and_to_whom_it_is_not_given_nothing(authority):
    early = read_flows(authority.engine, CASEWORK, Filters(end=datetime.date(2022, 6, 30)))
    assert "begin on" in early
    assert read_flows(authority.engine, SHARED, Filters()) is None


def test_referrals_without_a_day_are_told_of_all_files_and_to_readers_of_a_part_without_a_number(tmp_path):
    rows = [
        {
            "source": "SALT",
            "referral_id": f"r{number}",
            "person_ref": f"p{number}",
            "service": service,
            "snapshot_date": "2026-01-15",
            "received_date": day,
        }
        for number, (service, day) in enumerate(
            [
                ("salt", "2024-03-04"),
                ("salt", "2025-06-02"),
                ("salt", "2025-09-01"),
                ("salt", ""),
                ("salt", "soon"),
                ("camhs", "soon"),
                ("", ""),
            ]
        )
    ]
    write_csv(tmp_path / "in" / "referrals.csv", rows)
    engine = build(tmp_path / "in").engine
    flows = read_flows(engine, CASEWORK, Filters())
    assert [tuple(flow.numbers.values()) for flow in flows.services] == [(1, 2, 0, 0, 3)]
    said = caption_of_flows(engine, CASEWORK, flows, "")
    assert (
        "In none of it are referrals without a day received that can be read, of all files whatever is chosen: "
        "2 of Speech and language therapy, 1 of no known service and 1 of Child and adolescent mental health (CAMHS); "
    ) in said
    few = caption_of_flows(engine, LEADERS, read_flows(engine, LEADERS, Filters()), "")
    assert "whatever is chosen: fewer than 5 of Speech and language therapy, fewer than 5 of no known" in few
    part = Reader("part", "casework", (("services", ("salt",)),))
    said = caption_of_flows(engine, part, read_flows(engine, part, Filters()), "")
    assert "2 of" not in said
    assert "Referrals without a day received that can be read are in none of it, and their number is not given." in said


def test_a_referral_that_any_file_dates_is_not_without_a_day(tmp_path):
    row = {"source": "SALT", "person_ref": "p1", "service": "salt"}
    for name, day, told in (
        ("november", "2025-11-15", {"r1": "2025-03-04", "r2": ""}),
        ("january", "2026-01-15", {"r1": "soon", "r2": ""}),
    ):
        rows = [
            row | {"referral_id": number, "snapshot_date": day, "received_date": text} for number, text in told.items()
        ]
        write_csv(
            tmp_path / "in" / f"referrals {name}.csv",
            [*rows, row | {"referral_id": "r3", "snapshot_date": day, "received_date": "2025-01-06"}],
        )
    assert [(one.service, one.referrals) for one in read_undated(build(tmp_path / "in").engine.warehouse)] == [
        ("salt", 1)
    ]
