"""Queues through the production door: weeks by hand and against a dull count, who sees what, looking back, and nothing there."""

import datetime
import itertools
import json
from dataclasses import fields, replace

import pytest
from harness import CASEWORK, LEADERS, SHARED, make_engine, run_query
from made_referrals import BEGINS, LOCALITIES, NEWEST, SERVICES, TOLD_TO, make_referrals

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.question import Reader
from sendmetrics.metrics.queue_disclosure import protect_facts, protect_what_if
from sendmetrics.metrics.queue_questions import WAIT, WEEKS_CARRIED
from sendmetrics.metrics.queueing import QueueFacts, ServiceWeeks, study_queue
from sendmetrics.metrics.service_pattern import read_shares_ahead
from sendmetrics.metrics.what_if import Change

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)
COUNTS = ("joined", "seen", "others", "waiting")
SMALLEST = 5
AREAS = {"localities": [{"locality_code": code} for code in LOCALITIES]}
LOOKED_BACK_TO = datetime.date(2025, 3, 31)


@pytest.fixture(scope="module")
def made() -> list[dict]:
    return make_referrals(1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory, made):
    return make_engine(tmp_path_factory.mktemp("made"), NEWEST, **AREAS, referrals=made)


def weeks_of(queue) -> list[tuple]:
    return [(row["starts"], *(row[name] for name in COUNTS)) for row in queue.weeks]


def joining(number: str, day: datetime.date, **more) -> dict:
    """A referral accepted on the day it came."""
    return {"referral_id": number, "person_id": number, "received_date": day, "accepted_date": day} | more


# By hand.


def test_one_child_at_a_time(tmp_path):
    """Files from Wednesday 1 October, whose week is not whole, to Wednesday 29 October: three weeks from Monday 6th."""
    engine = make_engine(tmp_path, "2025-10-29", referrals="""
        referral_id | person_id | received_date | accepted_date | first_contact_date | discharge_date
        before      | 1         | 2025-10-01    | 2025-10-01    |                    |
        gone before | 2         | 2025-10-02    | 2025-10-02    | 2025-10-05         |
        on a Monday | 3         | 2025-10-06    | 2025-10-06    | 2025-10-13         |
        on a Sunday | 4         | 2025-10-12    | 2025-10-12    | 2025-10-19         |
        same day    | 5         | 2025-10-14    | 2025-10-14    | 2025-10-14         |
        closed      | 6         | 2025-10-20    | 2025-10-20    |                    | 2025-10-26
        too late    | 7         | 2025-10-27    | 2025-10-27    |                    |
    """)  # fmt: skip
    (queue,) = engine.study_queues((), CASEWORK).services
    assert weeks_of(queue) == [
        (datetime.date(2025, 10, 6), 2, 0, 0, 3),
        (datetime.date(2025, 10, 13), 1, 3, 0, 1),
        (datetime.date(2025, 10, 20), 1, 0, 1, 1),
    ]
    assert (queue.ends, queue.told_to, queue.standard_days) == (
        datetime.date(2025, 10, 26), datetime.date(2025, 10, 29), 126,
    )  # fmt: skip
    assert queue.standard_source == "made up"
    assert queue.facts.mean_wait == pytest.approx(25 / 7), "from 1 to 26 October"


def test_a_child_seen_before_it_was_accepted_is_beside_the_queue(tmp_path):
    engine = make_engine(tmp_path, "2025-10-29", referrals="""
        referral_id | person_id | received_date | accepted_date | first_contact_date
        r1          | 1         | 2025-10-01    | 2025-10-01    |
        r2          | 2         | 2025-10-14    | 2025-10-15    | 2025-10-14
    """)  # fmt: skip
    (queue,) = engine.study_queues((), CASEWORK).services
    assert [row["joined"] for row in queue.weeks] == [0, 0, 0]
    assert queue.left_out == ({"reason": "Seen before it was accepted", "count": 1, "symbol": ""},)


def test_one_week_and_less_than_one(tmp_path):
    rows = [joining("1", datetime.date(2025, 10, 6))]
    one = make_engine(tmp_path / "one", "2025-10-12", referrals=rows).study_queues((), CASEWORK)
    (queue,) = one.services
    assert weeks_of(queue) == [(datetime.date(2025, 10, 6), 1, 0, 0, 1)]
    assert (queue.facts.demand, queue.facts.net_growth, queue.facts.little) == (None, None, None)
    less = make_engine(tmp_path / "less", "2025-10-11", referrals=rows)
    assert less.study_queues((), CASEWORK).services == ()
    assert "no whole week" in less.ask_what_if("salt", Change(), (), CASEWORK).too_thin


def test_nothing_is_collected_where_there_are_no_referrals(tmp_path):
    empty = make_engine(tmp_path, NEWEST)
    found = empty.study_queues((), CASEWORK)
    assert not found.is_collected
    assert found.services == ()
    assert empty.ask_what_if("salt", Change(), (), LEADERS).too_thin


# Against a dull count.


def whole_weeks(begins: datetime.date, told_to: datetime.date) -> list[datetime.date]:
    """The Mondays of whole weeks between two days, at most the last hundred and fifty-six."""
    mondays, day = [], begins
    while day + 6 * DAY <= told_to:
        if day.weekday() == 0:
            mondays.append(day)
        day += DAY
    return mondays[-WEEKS_CARRIED:]


def count_by_week(rows: list[dict], told_to: datetime.date) -> list[tuple]:
    found = []
    for monday in whole_weeks(min(row["start_date"] for row in rows), told_to):
        sunday = monday + 6 * DAY
        counted = [row for row in rows if row["left_out"] is None]
        ended = [row for row in counted if row["end_date"] and monday <= row["end_date"] <= sunday]
        found.append((
            monday,
            sum(monday <= row["start_date"] <= sunday for row in counted),
            sum(row["exit"] == "finished" for row in ended),
            sum(row["exit"] != "finished" for row in ended),
            sum(row["start_date"] <= sunday and (row["end_date"] is None or row["end_date"] > sunday) for row in counted),
        ))  # fmt: skip
    return found


@pytest.mark.parametrize("as_at", [NEWEST, LOOKED_BACK_TO, datetime.date(2024, 9, 1)])
def test_weeks_are_those_of_a_dull_count(engine, made, as_at):
    agrees_with_a_dull_count(engine, made, as_at)


def test_weeks_of_few_children_are_those_of_a_dull_count(tmp_path):
    few = make_referrals(2, 40)
    agrees_with_a_dull_count(make_engine(tmp_path, NEWEST, **AREAS, referrals=few), few, NEWEST)


def agrees_with_a_dull_count(engine, made, as_at):
    rows = run_query(WAIT, as_at, referrals=made)
    found = engine.study_queues((), CASEWORK, as_at)
    assert {queue.service for queue in found.services} == set(SERVICES)
    for queue in found.services:
        own = [row for row in rows if row["service"] == queue.service]
        told_to = min(as_at, TOLD_TO[queue.service])
        assert weeks_of(queue) == count_by_week(own, told_to), queue.service
        assert queue.told_to == told_to
        weeks = [row for row in own if row["left_out"] is None and row["start_date"] <= queue.ends]
        waits = [row for row in weeks if row["end_date"] is None or row["end_date"] > queue.ends]
        days = sum((queue.ends - row["start_date"]).days for row in waits)
        assert len(waits) == queue.weeks[-1]["waiting"]
        assert not waits or queue.facts.mean_wait == pytest.approx(days / len(waits) / 7)
        assert sum(row["count"] for row in queue.left_out) == sum(
            row["left_out"] is not None and row["start_date"] <= queue.ends for row in own
        )


@pytest.mark.parametrize("where", [(), (("locality", ("N",)),)])
def test_each_queue_is_the_one_before_and_what_joined_less_what_left(engine, where):
    for queue in engine.study_queues(where, CASEWORK).services:
        for before, row in itertools.pairwise(queue.weeks):
            assert row["waiting"] == before["waiting"] + row["joined"] - row["seen"] - row["others"]
            assert row["starts"] == before["starts"] + WEEK
            assert row["starts"].weekday() == 0


def test_the_days_of_those_who_left_are_of_the_last_year(engine, made):
    studied = engine._study(engine.study_queues((), CASEWORK).question, CASEWORK)
    rows = run_query(WAIT, NEWEST, referrals=made)
    for service, weeks in studied.weeks.items():
        last = studied.queues.find(service).ends
        left = [
            (row["end_date"] - row["start_date"]).days
            for row in rows
            if row["service"] == service and row["left_out"] is None
            and row["end_date"] and last - 52 * WEEK < row["end_date"] <= last
        ]  # fmt: skip
        assert list(weeks.days_when_leaving) == sorted(left)


def test_the_order_of_service_is_read_from_the_stays_of_a_year(engine, made):
    question = engine.study_queues((), CASEWORK).question
    weeks = engine._weeks_of("salt", question, CASEWORK)
    last = TOLD_TO["salt"]
    stays = [
        (row["start_date"].toordinal(), row["end_date"] and row["end_date"].toordinal(), row["exit"] == "finished")
        for row in run_query(WAIT, NEWEST, referrals=made)
        if row["service"] == "salt" and row["left_out"] is None
    ]
    assert sorted(weeks.shares_ahead) == sorted(read_shares_ahead(stays, (last - 52 * WEEK + DAY).toordinal()))
    assert len(weeks.shares_ahead) > 30


def test_a_filter_leaves_the_weeks_and_counts_only_its_own(engine):
    whole = engine.study_queues((), CASEWORK).find("salt")
    parts = [engine.study_queues((("locality", (code,)),), CASEWORK).find("salt") for code in LOCALITIES]
    for rows in zip(whole.weeks, *(part.weeks for part in parts), strict=True):
        assert len({row["starts"] for row in rows}) == 1, "which weeks there are is of the files"
        for name in COUNTS:
            assert rows[0][name] == sum(row[name] for row in rows[1:])


def test_a_service_is_filtered_and_of_no_known_one_nothing_is_a_queue(engine, made):
    assert [queue.service for queue in engine.study_queues((("service", ("camhs",)),), CASEWORK).services] == ["camhs"]
    unknown = sum(row["service"] is None for row in run_query(WAIT, NEWEST, referrals=made))
    assert engine.study_queues((), CASEWORK).left_out == (
        {"reason": "Service not known", "count": unknown, "symbol": ""},
    )


def test_no_more_than_three_years_are_carried(tmp_path):
    rows = [joining(str(place), NEWEST - WEEK * place) for place in range(200)]
    (queue,) = make_engine(tmp_path, NEWEST, referrals=rows).study_queues((), CASEWORK).services
    assert len(queue.weeks) == WEEKS_CARRIED
    assert queue.weeks[0]["waiting"] == queue.weeks[-1]["waiting"] - (WEEKS_CARRIED - 1)


def test_those_of_an_older_file_still_wait_and_are_counted_as_such(tmp_path):
    """Without a later file that should hold it nobody can say that a referral ended: it waits, as everywhere, and is told."""
    day = datetime.date(2025, 9, 1)
    rows = [joining("1", day, known_to=datetime.date(2025, 10, 1)), joining("2", day, known_to=NEWEST)]
    (queue,) = make_engine(tmp_path, NEWEST, referrals=rows).study_queues((), CASEWORK).services
    assert (queue.weeks[-1]["waiting"], queue.older) == (2, 1)
    assert queue.facts.mean_wait == pytest.approx((30 + (queue.ends - day).days) / 2 / 7)


def test_of_two_authorities_the_weeks_end_where_both_are_told(tmp_path):
    rows = [
        joining("1", BEGINS, la_code="301", known_to=NEWEST),
        joining("2", BEGINS, la_code="302", known_to=datetime.date(2025, 6, 30)),
    ]
    engine = make_engine(tmp_path, NEWEST, authorities=[{"la_code": "301"}, {"la_code": "302"}], referrals=rows)
    assert engine.study_queues((), CASEWORK).find("salt").told_to == datetime.date(2025, 6, 30)
    one = engine.study_queues((("authority", ("301",)),), CASEWORK).find("salt")
    assert (one.told_to, one.weeks[-1]["waiting"]) == (NEWEST, 1)
    head = Reader("officer", "casework", (("authorities", ("302",)),))
    assert engine.study_queues((), head).find("salt").weeks[-1]["waiting"] == 1


# Who sees what.


def test_shared_readers_are_refused_in_words(engine):
    for ask in (lambda: engine.study_queues((), SHARED), lambda: engine.ask_what_if("salt", Change(), (), SHARED)):
        with pytest.raises(RefusedError, match="fixed tables"):
            ask()


@pytest.mark.parametrize("where", [(), (("locality", ("N",)),)])
def test_leaders_see_blocks_of_four_weeks_and_no_count_under_five(engine, where):
    exact, shown = engine.study_queues(where, CASEWORK), engine.study_queues(where, LEADERS)
    assert {queue.service for queue in exact.services} == {queue.service for queue in shown.services}
    hidden = 0
    for queue in shown.services:
        weeks = exact.find(queue.service).weeks
        assert queue.weeks[-1]["ends"] == weeks[-1]["ends"]
        assert len(queue.weeks) == len(weeks) // 4
        for place, row in enumerate(reversed(queue.weeks)):
            block = weeks[len(weeks) - 4 * place - 4 : len(weeks) - 4 * place]
            sums = {name: sum(week[name] for week in block) for name in COUNTS[:3]} | {"waiting": block[-1]["waiting"]}
            for name in COUNTS:
                assert row[name] == (sums[name] if sums[name] >= SMALLEST else None)
                hidden += row[name] is None
            is_told = min(sums[name] for name in COUNTS[:3]) >= SMALLEST
            assert (row["net"] is not None) == is_told, "beside the two shown it would tell the third"
    assert hidden
    for row in (*shown.left_out, *(row for queue in shown.services for row in queue.left_out)):
        assert row["count"] is None or row["count"] >= SMALLEST


def weeks_like(joined=6, seen=5, others=1, waiting=40, length=52, standard=126) -> ServiceWeeks:
    left = [30] * ((seen + others) * length)
    return ServiceWeeks(
        [joined] * length, [seen] * length, [others] * length, [waiting] * length, [50] * waiting, standard, left
    )


def told_of(weeks: ServiceWeeks) -> QueueFacts | None:
    return protect_facts(study_queue(weeks), weeks)


def test_facts_are_shown_where_ten_wait_or_joined():
    assert told_of(weeks_like(joined=0, seen=0, others=0, waiting=9)) is None
    assert told_of(weeks_like(joined=0, seen=0, others=0, waiting=10)).waiting == 10
    assert told_of(weeks_like(joined=1, seen=1, others=0, waiting=2)).demand == 1


def test_large_numbers_are_shown_as_they_are():
    weeks = weeks_like()
    assert told_of(weeks) == study_queue(weeks)


@pytest.mark.parametrize(
    ("weeks", "hidden"),
    [
        (weeks_like(others=0), {"leaving", "load_on_departures"}),
        (weeks_like(waiting=4), {"waiting", "clearance_weeks", "mean_wait", "pressure", "little", "relief_capacity"}),
        (weeks_like(waiting=9), {"mean_wait", "pressure", "little"}),
        (weeks_like(seen=0), {"capacity", "load", "relief_more", "target_capacity", "capacity_variation"}),
        (weeks_like(joined=0), {"demand", "load", "target_queue", "relief_capacity", "demand_variation", "net_growth"}),
    ],
)
def test_a_fact_that_tells_a_small_number_is_hidden(weeks, hidden):
    told = told_of(weeks)
    for name in hidden:
        assert getattr(told, name) is None, name
    exact = study_queue(weeks)
    shown = {field.name for field in fields(told)} - hidden
    assert any(getattr(told, name) == getattr(exact, name) is not None for name in shown)


@pytest.mark.parametrize(
    ("waiting", "has_median", "has_long"), [(4, None, None), (9, False, False), (24, True, False), (25, True, True)]
)
def test_what_if_for_leaders_is_on_the_bases_of_any_wait(waiting, has_median, has_long):
    found = protect_what_if(weeks_like(waiting=waiting), Change(), "leaders")
    if has_median is None:
        assert found.too_thin.startswith("Nothing is simulated: fewer than 5")
        return
    assert found.too_thin == ""
    assert [found.median_wait is not None, found.long_wait is not None] == [has_median, has_long]
    assert (found.within is not None) == has_median
    assert found.is_hidden, "nobody is over"
    assert protect_what_if(weeks_like(waiting=waiting), Change(), "casework").long_wait is not None


def few_over(waiting: int, over: int, rate: int = 3, days: list[int] | None = None) -> ServiceWeeks:
    """A service as it always was, of whose waiting children a few are over 18 weeks."""
    days = days or [7 * (place % 17) + 3 for place in range(waiting - over)] + [200] * over
    return replace(weeks_like(rate, rate, 0, waiting), days_waited=days)


def shares_of(found) -> list[tuple]:
    return list(zip(found.queue.middle, found.within.middle, found.within.low, found.within.high, strict=True))


@pytest.mark.parametrize("waiting", [26, 40])
@pytest.mark.parametrize("over", [1, 4, 6])
@pytest.mark.parametrize("change", [Change(), Change(1, 1), Change(5, 0.75), Change(0.75, 5)])
def test_what_if_tells_leaders_no_few_within_or_over(waiting, over, change):
    """Nor brackets them by asking from when another share is met, nor tells them by decimals."""
    found = protect_what_if(few_over(waiting, over), change, "leaders")
    exact = protect_what_if(few_over(waiting, over), change, "casework")
    assert found.is_hidden or over >= SMALLEST
    for (_, *shown), (queue, mean, *_) in zip(shares_of(found), shares_of(exact), strict=True):
        is_shown = min(queue * mean, queue * (100 - mean)) >= 100 * SMALLEST - 1e-6
        assert [share is not None for share in shown] == [is_shown] * 3
        assert not is_shown or all(share == round(share) for share in shown)
    assert None not in exact.within.middle
    for wanted in (65, 80, 92, 95, 97):
        asked = protect_what_if(few_over(waiting, over), replace(change, share_wanted=wanted), "leaders")
        is_told = not asked.few_now
        assert is_told or asked.few_now == "over"
        assert is_told or (asked.met_from, asked.surely_met_from) == (None, None)
        if over < SMALLEST:
            assert not is_told or asked.met_from != 0
        for week in (asked.met_from,) if is_told and asked.met_from and over < SMALLEST else ():
            assert None not in (asked.within.middle[week - 1], asked.within.middle[week])


def test_a_date_stands_where_the_share_of_today_does():
    """Of 60 children 20 are over the standard; twice as many are seen as join."""
    weeks = few_over(60, 20)
    told, exact = (protect_what_if(weeks, Change(capacity=6), audience) for audience in ("leaders", "casework"))
    assert told.few_now == ""
    assert told.within.middle[0] == 67
    assert told.met_from == exact.met_from > 0
    assert told.surely_met_from == exact.surely_met_from


def test_where_few_are_within_it_is_those_who_are_too_few():
    assert protect_what_if(few_over(30, 27), Change(), "leaders").few_now == "within"


def test_a_date_stands_where_the_shares_that_decide_it_do():
    """One of 60 is over; of hardly any seen more are from week to week."""
    weeks = few_over(60, 1, 3)
    worse = protect_what_if(weeks, Change(capacity=1), "leaders")
    assert (worse.within.middle[0], worse.few_now, worse.met_from) == (None, "", None)
    assert worse.within.middle[-1] < 92


def test_leaders_cannot_stop_a_queue_to_read_the_ages_in_it():
    """Nobody joins and nobody is seen: what comes is who waits now, older."""
    weeks = few_over(40, 3)
    for change in (Change(0, 0), Change(0.74, 3), Change(3, 0.74)):
        assert protect_what_if(weeks, change, "leaders").too_thin.startswith("Nothing is simulated: leaders ask of")
        assert not protect_what_if(weeks, change, "casework").too_thin
    found = protect_what_if(weeks, Change(0.75, 0.75), "leaders")
    assert (found.too_thin, found.least_capacity, found.least_demand) == ("", 0.75, 0.75)
    assert protect_what_if(weeks, Change(), "casework").least_capacity == 0
    slow = protect_what_if(few_over(40, 3, days=[10] * 40), Change(), "leaders")
    assert slow.too_thin == ""


def test_how_few_leave_unseen_is_not_among_the_assumptions_of_leaders():
    weeks = replace(weeks_like(others=0), other_departures=[0] * 51 + [2])
    told = {
        audience: " ".join(protect_what_if(weeks, Change(), audience).assumptions)
        for audience in ("casework", "leaders")
    }
    assert "0.1% of those waiting leave" in told["casework"]
    assert "some leave each week" in told["leaders"]
    assert "% of those waiting leave" not in told["leaders"]


def test_an_extent_leaves_nothing_of_others(tmp_path):
    """Weeks are those of the service's files, which every school's children are in; children are the school's alone."""
    made = make_referrals(3, 100)
    rows = [row | {"school_urn": "900001" if place % 4 else "900002"} for place, row in enumerate(made)]
    engine = make_engine(tmp_path, NEWEST, schools="school_urn\n900001\n900002", referrals=rows)
    head = Reader("head", "casework", (("schools", ("900002",)),))
    own = [row for row in run_query(WAIT, NEWEST, referrals=rows) if row["service"] == "salt"]
    counted = count_by_week([row | {"left_out": row["left_out"] or (row["school_urn"] != "900002" or None)} for row in own], TOLD_TO["salt"])  # fmt: skip
    assert weeks_of(engine.study_queues((), head).find("salt")) == counted
    nurse = Reader("nurse", "casework", (("services", ("camhs",)),))
    assert [queue.service for queue in engine.study_queues((), nurse).services] == ["camhs"]
    assert engine.ask_what_if("salt", Change(), (), nurse).too_thin
    for ask in (
        lambda: engine.study_queues((), replace(head, audience="leaders")),
        lambda: engine.ask_what_if("salt", Change(), (("school", ("900001",)),), LEADERS),
    ):
        with pytest.raises(RefusedError, match="School figures go by year"):
            ask()


def test_leaders_and_casework_never_share_what_is_kept(engine):
    exact, shown = engine.study_queues((), CASEWORK), engine.study_queues((), LEADERS)
    assert (exact.find("salt").weeks_each, shown.find("salt").weeks_each) == (1, 4)
    assert engine.study_queues((), CASEWORK) is exact
    assert engine.study_queues((), LEADERS, datetime.date(2025, 3, 17)).as_at == datetime.date(2025, 2, 28)


# Looking back, what if, and the log.


def test_a_day_in_the_past_gives_what_the_files_of_that_day_give(engine, made, tmp_path):
    """What came later is in none of it; files that ended before are as they are."""
    then = engine.study_queues((), CASEWORK, LOOKED_BACK_TO)
    rows = [
        {
            name: None if name.endswith("_date") and value and value > LOOKED_BACK_TO else value
            for name, value in row.items()
        }
        | {"known_to": min(row["known_to"], LOOKED_BACK_TO)}
        for row in made
        if row["received_date"] <= LOOKED_BACK_TO
    ]
    for row in rows:
        if not row.get("discharge_date"):
            row.pop("discharge_reason", None)
    early = make_engine(tmp_path, LOOKED_BACK_TO, **AREAS, referrals=rows).study_queues((), CASEWORK)
    assert then.services == early.services


def test_what_if_answers_filters_days_and_changes(engine):
    asked = {
        engine.ask_what_if("salt", change, where, CASEWORK, as_at)
        for change, where, as_at in (
            (Change(), (), None),
            (Change(capacity=9), (), None),
            (Change(), (("locality", ("N",)),), None),
            (Change(), (), LOOKED_BACK_TO),
        )
    }
    assert len({found.queue.middle for found in asked}) == 4
    now = engine.study_queues((), CASEWORK).find("salt").weeks[-1]["waiting"]
    assert engine.ask_what_if("salt", Change(weeks=13), (), CASEWORK).queue.middle[0] == now


def test_every_use_is_a_line_of_the_log(engine):
    engine.study_queues((), CASEWORK)
    engine.ask_what_if("salt", Change(), (), CASEWORK)
    entries = [json.loads(line) for line in engine.log.path.read_text(encoding="utf-8").splitlines()[-2:]]
    assert [(entry["metric"], entry["view"], entry["by"]) for entry in entries] == [
        (WAIT, "queues", "service"), (WAIT, "what_if", "service"),
    ]  # fmt: skip
    assert entries[1]["filters"] == {"service": ["salt"]}


def test_each_service_has_its_own_name_standard_and_share(tmp_path):
    rows = [joining("1", BEGINS, service="hen")]
    services = [{"service": "hen", "service_name": "Henhouse", "standard_days": 28, "share_wanted": 65}]
    (queue,) = make_engine(tmp_path, NEWEST, services=services, referrals=rows).study_queues((), CASEWORK).services
    assert (queue.label, queue.standard_days, queue.share_wanted) == ("Henhouse", 28, 65)
