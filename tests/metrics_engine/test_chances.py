"""Chances from counts: by hand, and against dull loops over cases and days."""

import datetime
import functools
from collections.abc import Callable

import duckdb
import numpy
import pytest
from harness import CASEWORK, _insert_rows, fill_tables
from hypothesis import given, settings
from hypothesis import strategies as st
from made_journeys import Journey, as_tables

from sendmetrics.metrics import chances, forecast
from sendmetrics.metrics.binding import values_used
from sendmetrics.metrics.compose import compose_outlook, with_rows
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.forecast import Sight, read_counts
from sendmetrics.metrics.question import Question
from sendmetrics.metrics.scope import build_scope

AS_AT = datetime.date(2025, 6, 30)
UNDECIDED, IN_ASSESSMENT = 0, 1


def hazards_of(chance: Callable[[int, int], tuple[float, float]]) -> chances.Hazards:
    """Of a function of stage and day."""
    a_day = [[chance(stage, day) for day in range(1, chances.OLDEST + 2)] for stage in (UNDECIDED, IN_ASSESSMENT)]
    return chances.Hazards(numpy.array([a_day]))


def by_hand(stage: int, day: int) -> tuple[float, float]:
    """Decided half a day's chances, refused one in ten; a plan on day 2 for two in five, on day 3 for half, then one in four."""
    if stage == UNDECIDED:
        return 0.5, 0.1
    return {1: 0.0, 2: 0.4, 3: 0.5}.get(day, 0.25), 0.1


def test_the_chance_of_passing_by_hand():
    """Limit 3. In assessment: day 3 leaves 0.4 of who is there, day 2 leaves 0.5, day 1 leaves 0.9.

    At age 2: 0.4. At age 1: 0.5 * 0.4 = 0.2. At age 0: 0.9 * 0.2 = 0.18.
    Undecided stays with 0.4 a day and goes over with 0.5, and is in assessment from the day after.
    At age 2: 0.4 * 1 + 0.5 * 1 = 0.9. At age 1: 0.4 * 0.9 + 0.5 * 0.4 = 0.56. At age 0: 0.4 * 0.56 + 0.5 * 0.2 = 0.324.
    """
    passing = chances.chance_of_passing(hazards_of(by_hand), 3)[0]
    assert passing[IN_ASSESSMENT] == pytest.approx([0.18, 0.2, 0.4, 1])
    assert passing[UNDECIDED] == pytest.approx([0.324, 0.56, 0.9, 1])


def test_the_chance_of_a_plan_by_hand():
    """Limit 3, two days ahead. In assessment at age 1: a plan on day 2 with 0.4, else (0.5 stay) on day 3 with 0.5: 0.65 in time.

    At age 2: on day 3 with 0.5, in time; else (0.4 stay) on day 4 with 0.25: 0.1, late.
    Undecided at age 1: decided on day 2 (0.5), a plan on day 3 with 0.5: 0.25.
    Of one request a day: who asks tomorrow has one day left, and none is decided and has a plan in one day: nothing.
    """
    plan, to_come = chances.chance_of_plan(hazards_of(by_hand), 3, 2)
    in_time, late = plan[0]
    assert (in_time[IN_ASSESSMENT][1], late[IN_ASSESSMENT][1]) == pytest.approx((0.65, 0))
    assert (in_time[IN_ASSESSMENT][2], late[IN_ASSESSMENT][2]) == pytest.approx((0.5, 0.1))
    assert (in_time[UNDECIDED][1], late[UNDECIDED][1]) == pytest.approx((0.25, 0))
    assert to_come[0] == pytest.approx([0, 0])


def test_requests_to_come_by_hand():
    """Three days ahead: who asks tomorrow has two days: decided on day 1 (0.5), a plan on day 2 (0.4): 0.2. The others none."""
    _, to_come = chances.chance_of_plan(hazards_of(by_hand), 3, 3)
    assert to_come[0] == pytest.approx([0.2, 0])


def test_counts_and_hazards_of_six_cases_by_hand(monkeypatch):
    """All counted alike, no leaning. Age-days at risk, undecided: who is decided or refused on day d is at risk on 1 to d.

    r0 decided day 2, plan day 4; r1 decided day 2, plan day 5; r2 refused on day 3; r3 decided day 3, open at day 5;
    r4 open and undecided at day 2; r5 received before the files begin, which is on its day 3, decided day 1, plan day 5.
    Undecided at risk: day 1 five (r0 to r4), day 2 five, day 3 two (r2, r3). r5 was decided before.
    In assessment at risk: day 3 three (r0, r1, and r5, whose days before the files do not count), day 4 four (r3 too),
    day 5 three (r1, r3, r5).
    """
    for name in ("HALF_LIFE", "HALF_LIFE_LATE"):
        monkeypatch.setattr(forecast, name, 1e12)
    day = AS_AT - datetime.timedelta(days=5)
    early = [
        Journey(day, 2, "Y", 4, "finished"),
        Journey(day, 2, "Y", 5, "finished"),
        Journey(day, 3, "N", 3, "refused"),
    ]
    late = [Journey(day, 3, "Y", None, ""), Journey(AS_AT - datetime.timedelta(days=2), 9, "Y", None, "")]
    tables = as_tables([*early, *late, Journey(day, 1, "Y", 5, "finished")], AS_AT)
    tables["requests"][5]["observed_from_date"] = day + datetime.timedelta(days=3)
    counts = counted(tables)
    assert counts.at_risk[UNDECIDED, :6] == pytest.approx([5, 5, 2, 0, 0, 0])
    assert counts.at_risk[IN_ASSESSMENT, :6] == pytest.approx([0, 0, 3, 4, 3, 0])
    assert counts.exits[UNDECIDED, :3].tolist() == [[0, 0], [2, 0], [1, 1]]
    assert counts.exits[IN_ASSESSMENT, 3:5].tolist() == [[1, 0], [2, 0]]
    assert counts.opens == {(IN_ASSESSMENT, 5, False): 1, (UNDECIDED, 2, False): 1}
    assert counts.ended == 4
    assert counts.received_a_day == pytest.approx(5 / 364), "r5 had asked before the files begin"


@functools.cache
def tables_in_memory() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(":memory:", config={"threads": 1})
    fill_tables(con, AS_AT, {})
    return con


def counted(tables: dict[str, list[dict]], as_at: datetime.date = AS_AT) -> forecast.Counts:
    """What the statement counts of these rows, composed as the engine does."""
    con = tables_in_memory()
    wait = find_metric("request_to_plan_wait")
    scope = build_scope(wait, Question(wait.name), CASEWORK)
    con.execute("begin")
    try:
        _insert_rows(con, as_at, tables)

        def fetch(summary: str, **values: object) -> list[dict]:
            sql = with_rows(wait, compose_outlook(wait, scope, summary))
            cursor = con.execute(sql, values_used(sql, values))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        return read_counts(fetch, as_at)
    finally:
        con.execute("rollback")


def dull_counts(journeys: list[Journey], as_at: datetime.date, begins: datetime.date) -> tuple[dict, dict, dict]:
    """Weighted days at risk and exits by stage, day of age and way; open cases by stage and age: a loop over cases and days."""
    at_risk: dict[tuple, float] = {}
    exits: dict[tuple, float] = {}
    opens: dict[tuple, int] = {}
    for journey in journeys:
        stage, age = UNDECIDED, 0
        while True:
            age += 1
            today = journey.received + datetime.timedelta(days=age)
            if today > as_at:
                key = (stage, (as_at - journey.received).days, False)
                opens[key] = opens.get(key, 0) + 1
                break
            ago = (as_at - today).days
            is_counted = ago < 13 * 28 and today >= begins
            half_life = forecast.HALF_LIFE if age <= 140 else forecast.HALF_LIFE_LATE
            weight = round(0.5 ** (28 * (ago // 28) / half_life), 6) if is_counted else 0
            place = min(age, chances.OLDEST + 1)
            at_risk[stage, place] = at_risk.get((stage, place), 0) + weight
            way = None
            if stage == UNDECIDED and age == journey.decided:
                way = "onward" if journey.decision == "Y" else "out"
            elif stage == IN_ASSESSMENT and age == journey.ended:
                way = "onward" if journey.exit == "finished" else "out"
            if way:
                exits[stage, place, way] = exits.get((stage, place, way), 0) + weight
                if way == "out" or stage == IN_ASSESSMENT:
                    break
                stage = IN_ASSESSMENT
    return at_risk, exits, opens


@st.composite
def journeys_of_any_kind(draw: st.DrawFn) -> Journey:
    received = AS_AT - datetime.timedelta(days=draw(st.integers(0, 700)))
    decided = draw(st.integers(1, 90))
    decision = draw(st.sampled_from("YYYNW"))
    if decision != "Y":
        return Journey(received, decided, decision, decided, {"N": "refused", "W": "withdrawn"}[decision])
    ended = draw(st.one_of(st.none(), st.integers(decided + 1, decided + 400)))
    return Journey(received, decided, "Y", ended, draw(st.sampled_from(("finished", "finished", "no_plan"))))


@given(st.lists(journeys_of_any_kind(), min_size=1, max_size=25), st.integers(1, 500))
@settings(max_examples=25)
def test_counts_agree_with_a_loop_over_cases_and_days(journeys, days_of_files):
    begins = AS_AT - datetime.timedelta(days=days_of_files)
    counts = counted(as_tables(journeys, AS_AT, begins))
    at_risk, exits, opens = dull_counts(journeys, AS_AT, begins)
    asked = sum(AS_AT - datetime.timedelta(days=364) < j.received and j.received >= begins for j in journeys)
    assert counts.received_a_day == pytest.approx(asked / min(364, days_of_files + 1))
    assert counts.opens == opens
    for stage in (UNDECIDED, IN_ASSESSMENT):
        for day in range(1, chances.OLDEST + 2):
            assert counts.at_risk[stage, day - 1] == pytest.approx(at_risk.get((stage, day), 0), abs=1e-6)
            for way, place in (("onward", chances.ONWARD), ("out", chances.OUT)):
                assert counts.exits[stage, day - 1, place] == pytest.approx(exits.get((stage, day, way), 0), abs=1e-6)


def dull_future(chance: Callable, stage: int, age: int, horizon: int, limit: int) -> tuple[float, float, float]:
    """In time, late, and open past the limit: the tree of what may come, each branch walked with its chance."""
    in_time = late = 0.0
    states = {stage: 1.0}
    still = 1.0 if age > limit else None
    for step in range(1, max(horizon, limit - age) + 1):
        day = age + step
        after = {UNDECIDED: 0.0, IN_ASSESSMENT: 0.0}
        for where, share in states.items():
            onward, out = chance(where, min(day, chances.OLDEST + 1))
            after[where] += share * (1 - onward - out)
            if where == UNDECIDED:
                after[IN_ASSESSMENT] += share * onward
            elif step <= horizon:
                in_time, late = (in_time + share * onward, late) if day <= limit else (in_time, late + share * onward)
        states = after
        if day == limit:
            still = sum(states.values())
    return in_time, late, 1.0 if still is None else still


@given(
    st.lists(st.tuples(st.floats(0, 0.6), st.floats(0, 0.3)), min_size=8, max_size=8),
    st.integers(0, 139), st.integers(0, 1), st.integers(0, 120),
)  # fmt: skip
def test_chances_agree_with_a_walk_through_the_tree(levels, age, stage, horizon):
    def chance(where: int, day: int) -> tuple[float, float]:
        return levels[(day // 40 + 3 * where) % 8]

    hazards = hazards_of(chance)
    in_time, late, still = dull_future(chance, stage, age, horizon, 140)
    assert chances.chance_of_passing(hazards, 140)[0, stage, age] == pytest.approx(still, abs=1e-12)
    plan, to_come = chances.chance_of_plan(hazards, 140, horizon)
    assert plan[0, :, stage, age] == pytest.approx([in_time, late], abs=1e-12)
    if horizon < 40:
        asked = [dull_future(chance, UNDECIDED, 0, left, 140)[:2] for left in range(horizon)]
        assert to_come[0] == pytest.approx([sum(pair[0] for pair in asked), sum(pair[1] for pair in asked)], abs=1e-12)


def test_a_thin_day_leans_on_its_band_and_keeps_to_its_side_of_the_limit():
    at_risk = numpy.zeros((2, chances.OLDEST + 1))
    exits = numpy.zeros((2, chances.OLDEST + 1, 2))
    at_risk[IN_ASSESSMENT, 100:140] = 50
    exits[IN_ASSESSMENT, 100:140, chances.ONWARD] = 5
    estimate = chances.estimate_hazards(at_risk, exits, 140, 0, 1).a_day[0]
    assert estimate[IN_ASSESSMENT, 120, chances.ONWARD] == pytest.approx(0.1)
    assert 0 < estimate[IN_ASSESSMENT, 98, chances.ONWARD] <= 0.1
    assert estimate[IN_ASSESSMENT, 140:, chances.ONWARD].max() == 0, "nobody past the limit was seen to get a plan"


def test_draws_lie_about_the_estimate_and_are_the_same_each_time():
    at_risk = numpy.full((2, chances.OLDEST + 1), 40.0)
    exits = numpy.full((2, chances.OLDEST + 1, 2), 2.0)
    first, again = (chances.estimate_hazards(at_risk, exits, 140, 400, 3).a_day for _ in range(2))
    assert (first == again).all()
    assert first[1:].mean() == pytest.approx(first[0].mean(), rel=0.01)


def test_a_chance_is_never_above_one():
    """Where all leave on a day, draws would add up to more."""
    at_risk = numpy.full((2, chances.OLDEST + 1), 3.0)
    exits = numpy.full((2, chances.OLDEST + 1, 2), 1.5)
    sight = Sight(forecast.Counts(at_risk, exits, {}, 100, 100))
    assert (sight.passing >= 0).all()
    assert (sight.passing <= 1).all()
