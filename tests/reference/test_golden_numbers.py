"""Golden numbers that no other test asserts: what a backlog does to a rate, and numbers of pupils that are well formed.

Wilson: tests/panels/test_intervals.py. Kaplan-Meier, Aalen-Johansen and nearest rank:
tests/metrics_engine/test_survival.py. Clocks: tests/metrics/test_statutory_clocks.py. England:
test_published_figures.py. Thresholds and rounding of each audience: tests/metrics_engine/test_disclosure_thresholds.py.
Funnels, overdispersion, XmR, queues and the floor of SENCo time belong to measures that are not there yet.
"""

import datetime

import pytest
from harness import ask, make_engine, run_query
from made_files import FILES, check, found, write_files

from sendmetrics.metrics import disclosure
from sendmetrics.words import say_number

AS_AT = "2025-12-31"


def made_plans(in_time: int, late: int) -> dict[str, list[dict]]:
    """Plans issued in 2025, on the last day of the 20 weeks or on the next."""
    requests, assessments = [], []
    for place in range(in_time + late):
        received = datetime.date(2025, 1, 5)
        issued = received + datetime.timedelta(140 if place < in_time else 141)
        requests.append({"request_id": f"{place}", "received_date": received, "decided_date": received})
        assessments.append(
            {"assessment_id": f"{place}", "request_id": f"{place}", "outcome": "Y", "outcome_date": issued}
        )
    return {"requests": requests, "assessments": assessments}


@pytest.mark.parametrize(("late", "share"), [(0, "100.0"), (40, "71.4")])
def test_clearing_a_backlog_drops_the_rate_while_it_cures_it(tmp_path, late, share):
    """METHODS.md section 3.2: 40 late plans more than a hundred in time, and the rate falls from 100% to 71.4%."""
    engine = make_engine(tmp_path, AS_AT, **made_plans(100, late))
    (row,) = ask(engine, "plans_issued_within_20_weeks")
    assert say_number(row["value"], 1) == share
    assert (row["numerator"], row["denominator"]) == (100, 100 + late)


@pytest.mark.parametrize(
    ("metric", "limit"),
    [("requests_decided_within_6_weeks", 42), ("plans_issued_within_20_weeks", 140)],
)
@pytest.mark.parametrize("received", ["2023-10-12", "2024-02-28", "2024-12-20", "2025-03-29"])
def test_the_last_day_of_a_limit_is_in_time_and_the_next_is_late_whenever_it_began(metric, limit, received):
    """Over a leap day, the turn of a year and the change of clocks: calendar days, none left out."""
    first = datetime.date.fromisoformat(received)
    requests, assessments = [], []
    for days in (limit - 1, limit, limit + 1):
        last = first + datetime.timedelta(days)
        decided = last if limit == 42 else first
        requests.append({"request_id": f"{days}", "received_date": first, "decided_date": decided})
        if limit == 140:
            assessments.append(
                {"assessment_id": f"{days}", "request_id": f"{days}", "outcome": "Y", "outcome_date": last}
            )
    rows = run_query(metric, AS_AT, requests=requests, assessments=assessments)
    in_time = {row.get("assessment_id") or row["request_id"]: row["is_counted"] for row in rows}
    assert in_time == {f"{limit - 1}": True, f"{limit}": True, f"{limit + 1}": False}


def test_an_exception_never_pauses_the_clock_and_leaves_both_sides_of_the_other_rate():
    plans = made_plans(1, 1)
    for row in plans["assessments"]:
        row["has_20_week_exception"] = True
    counted = [row["is_counted"] for row in run_query("plans_issued_within_20_weeks", AS_AT, **plans)]
    assert sorted(counted) == [False, True]
    excluding = run_query("plans_issued_within_20_weeks_excluding_exceptions", AS_AT, **plans)
    assert all(row["left_out"] for row in excluding)


@pytest.mark.parametrize(
    ("upn", "is_sound"), [("A123456789012", True), ("N999123426001", True), ("B123456789012", False)]
)
def test_golden_pupil_numbers(folder, upn, is_sound):
    made = FILES["census_pupils"].with_rows({"upn": upn})
    write_files(folder, FILES["census_schools"], made)
    assert (not found(check(folder), "upn_check_letter_census")) == is_sound


def test_the_thresholds_of_each_audience_are_those_of_the_methods():
    assert disclosure.LEADERS_SMALLEST_COUNT == 5
    assert disclosure.LEADERS_SMALLEST_BASE == 10
    assert disclosure.LEADERS_SMALLEST_BASE_P92 == 25
    assert disclosure.SHARED_LARGEST_HIDDEN == 7
    assert disclosure.SHARED_ROUNDING_BASE == 5
