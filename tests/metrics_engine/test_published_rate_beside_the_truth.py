"""The published rate stays high while hundreds wait too long: a made-up authority of which everything is known.

Some 20 requests come a week, one of them is refused at six weeks and the others
go on to a plan, ready at 14 weeks. 19 plans a week are issued; after two years 14, those
that can be in time first; after four years 32, the oldest first.
"""

import datetime
import random
from dataclasses import dataclass

import pytest
from harness import CASEWORK, LEADERS, ask, make_engine

from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.periods import month_end
from sendmetrics.metrics.question import Question
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.cohorts import PAST_ERROR, PUBLISHED_AND_COHORT, errors, say_parting
from sendmetrics.panels.panel import Filters

MONDAY = datetime.date(2020, 1, 6)
WEEK = datetime.timedelta(days=7)
YEARS = 6
WEEKS = 52 * YEARS
# 3 January 2022 and 1 January 2024.
FALL, RISE = MONDAY + 104 * WEEK, MONDAY + 208 * WEEK
LIMIT = datetime.timedelta(days=140)
NEWEST = MONDAY + WEEKS * WEEK


@dataclass
class Case:
    received: datetime.date
    refused: datetime.date | None = None
    issued: datetime.date | None = None

    def ended(self, day: datetime.date) -> bool:
        return any(end is not None and end <= day for end in (self.refused, self.issued))


def simulate(capacities: tuple[int, int, int], jitter: int = 0) -> list[Case]:
    """Every case, week by week, by loops; ``jitter`` makes weeks differ by as many requests up or down."""
    rng = random.Random(7)
    cases, ready = [], []
    for week in range(WEEKS):
        monday = MONDAY + week * WEEK
        for number in range(20 + rng.randint(-jitter, jitter)):
            case = Case(monday + datetime.timedelta(days=number % 5))
            if number == 0:
                case.refused = case.received + 6 * WEEK
            cases.append(case)
        begun = monday - 14 * WEEK
        ready += [case for case in cases if begun <= case.received < begun + WEEK and case.refused is None]
        capacity = capacities[(monday >= FALL) + (monday >= RISE)]
        oldest_first = monday >= RISE
        friday = monday + datetime.timedelta(days=4)
        ready.sort(key=lambda case: (not oldest_first and case.received + LIMIT < friday, case.received))
        for case in ready[:capacity]:
            case.issued = max(friday, case.received + 14 * WEEK)
        ready = ready[capacity:]
    return cases


def load(folder, cases: list[Case]) -> Engine:
    requests, assessments = [], []
    for number, case in enumerate(cases):
        decided = case.refused or case.received + 6 * WEEK
        is_known = decided <= NEWEST
        requests.append(
            {
                "request_id": f"r{number}",
                "person_id": number,
                "received_date": case.received,
                "decision": ("N" if case.refused else "Y") if is_known else "A",
                "decided_date": decided if is_known else None,
                "observed_from_date": MONDAY,
            }
        )
        if is_known and not case.refused:
            issued = case.issued if case.issued and case.issued <= NEWEST else None
            assessments.append(
                {
                    "assessment_id": f"a{number}",
                    "request_id": f"r{number}",
                    "agreed_date": decided,
                    "outcome": "Y" if issued else "A",
                    "outcome_date": issued,
                }
            )
    return make_engine(folder, NEWEST, requests=requests, assessments=assessments)


@dataclass(frozen=True)
class Known:
    cases: list[Case]
    engine: Engine


@pytest.fixture(scope="module")
def falling(tmp_path_factory) -> Known:
    cases = simulate((19, 14, 32))
    return Known(cases, load(tmp_path_factory.mktemp("falling"), cases))


@pytest.fixture(scope="module")
def steady(tmp_path_factory) -> Known:
    cases = simulate((20, 20, 20), jitter=8)
    return Known(cases, load(tmp_path_factory.mktemp("steady"), cases))


def month_ends(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    days = []
    day = month_end(first)
    while day <= last:
        days.append(day)
        day = month_end(day + datetime.timedelta(days=1))
    return days


def published(engine: Engine, day: datetime.date) -> float:
    (row,) = ask(engine, "plans_issued_within_20_weeks", start=day - datetime.timedelta(days=364), end=day, as_at=day)
    return row["value"]


def share_in_time(cases: list[Case], start: datetime.date, end: datetime.date) -> float:
    """Of cases received between two days that go on to a plan, those that had it in time."""
    going_on = [case for case in cases if start <= case.received <= end and case.refused is None]
    return (
        100 * sum(case.issued is not None and case.issued <= case.received + LIMIT for case in going_on) / len(going_on)
    )


def test_the_published_rate_stays_near_100_while_hundreds_are_late(falling):
    late = {}
    for day in month_ends(FALL, RISE - WEEK):
        assert published(falling.engine, day) > 99, day
        (row,) = ask(falling.engine, "request_to_plan_wait", view="open", as_at=day)
        late[day] = row["over_limit"]
    assert list(late.values()) == sorted(late.values())
    assert max(late.values()) > 380


def test_it_is_worst_while_the_late_are_cleared(falling):
    assert published(falling.engine, datetime.date(2024, 9, 30)) < 60
    assert published(falling.engine, datetime.date(2025, 12, 31)) > 95


@pytest.mark.parametrize("day", ["2021-06-30", "2022-03-31", "2023-09-30", "2024-05-31", "2025-12-31"])
def test_open_cases_are_counted_to_the_case(falling, day):
    as_at = datetime.date.fromisoformat(day)
    still_open = [case for case in falling.cases if case.received <= as_at and not case.ended(as_at)]
    late = [case for case in still_open if case.received + LIMIT < as_at]
    (row,) = ask(falling.engine, "request_to_plan_wait", view="open", as_at=day)
    assert (row["count"], row["over_limit"]) == (len(still_open), len(late))
    (counted,) = ask(falling.engine, "assessments_open", as_at=day)
    assert counted["value"] == len(still_open)


def test_cohorts_followed_whole_are_exact(falling):
    rows = ask(falling.engine, "request_to_plan_wait", view="curve", every="month", as_at="2023-12-31")
    whole = [row for row in rows if row["weeks"] == 20 and row["value"] is not None and not row["is_provisional"]]
    assert len(whole) > 40
    for row in whole:
        assert row["value"] == pytest.approx(share_in_time(falling.cases, row["period"], month_end(row["period"])))
        assert row["other_exits"] == pytest.approx(5, abs=1.5)


def test_provisional_cohorts_carry_their_past_error(falling):
    day = datetime.date(2023, 12, 31)
    answer = answer_panel(falling.engine, CASEWORK, PAST_ERROR, Filters(as_at=day))
    pairs = list(errors(answer))
    assert len(pairs) >= 8
    for first, final in pairs:
        assert first["is_provisional"] and not final["is_provisional"]
        assert final["value"] == pytest.approx(
            share_in_time(falling.cases, final["period"], month_end(final["period"]))
        )
    # Each was first given as it stood at the earliest of those month ends that could give it.
    first, _ = pairs[-1]
    given = [
        row["value"]
        for month in month_ends(first["period"], day)
        for row in ask(falling.engine, "request_to_plan_wait", view="curve", every="month", as_at=month)
        if row["period"] == first["period"] and row["weeks"] == 20 and row["value"] is not None
    ]
    assert first["value"] == given[0]
    off = sum(abs(first["value"] - final["value"]) for first, final in pairs) / len(pairs)
    assert f" {off:.1f} points off" in PAST_ERROR.find(answer)


def parts_on(known: Known, day: datetime.date) -> bool:
    answer = answer_panel(known.engine, LEADERS, PUBLISHED_AND_COHORT, Filters(as_at=day))
    assert bool(say_parting(answer)) == answer.parting.is_parting
    return answer.parting.is_parting


def test_the_warning_comes_within_six_months_of_the_fall_and_stays(falling):
    six_months_on = datetime.date(2022, 7, 31)
    assert not any(parts_on(falling, day) for day in month_ends(datetime.date(2021, 8, 1), FALL))
    assert all(parts_on(falling, day) for day in month_ends(six_months_on, RISE - WEEK))


def test_there_is_no_warning_where_nothing_happens(steady):
    assert not any(parts_on(steady, day) for day in month_ends(datetime.date(2021, 8, 1), NEWEST))


def test_a_plain_authority_is_not_warned_and_one_with_the_story_is(plain, authority):
    assert not parts_on(Known([], plain.engine), datetime.date(2026, 1, 15))
    assert parts_on(Known([], authority.engine), datetime.date(2026, 1, 15))


def test_the_same_question_has_the_same_interval_and_shared_readers_have_none(falling):
    day = datetime.date(2023, 9, 30)
    asked = (
        Question("plans_issued_within_20_weeks", start=datetime.date(2023, 4, 1), end=day, as_at=day),
        Question("request_to_plan_wait", view="cohort", start=datetime.date(2022, 11, 1), end=datetime.date(2023, 4, 30), as_at=day),
    )  # fmt: skip
    parting = falling.engine.compare_rates(*asked, CASEWORK)
    again = Engine(falling.engine.warehouse, falling.engine.log).compare_rates(*asked, CASEWORK)
    assert parting.low < parting.gap < parting.high
    assert (parting.low, parting.high) == (again.low, again.high)


def test_where_too_few_are_shown_nothing_is_said_to_part(tmp_path):
    engine = load(tmp_path, simulate((19, 14, 32))[:8])
    answer = answer_panel(engine, LEADERS, PUBLISHED_AND_COHORT, Filters())
    assert answer.parting is None or answer.parting.gap is None
    assert say_parting(answer) == ""
