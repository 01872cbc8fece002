"""The outlook through the production door: who sees what, looking back, too little to say, and how often it was right."""

import datetime
import itertools
import json
from dataclasses import replace

import numpy
import pytest
from event_log import NEWEST as NEWEST_OF_LOG
from event_log import EventLog
from harness import CASEWORK, LEADERS, SHARED, build_demo, make_engine
from made_journeys import NEWEST, Journey, as_tables, make_journeys
from small_files import build

from sendmetrics.errors import RefusedError
from sendmetrics.metrics import forecast, outlook
from sendmetrics.metrics.question import Question, Reader

LOOKED_BACK_TO = datetime.date(2025, 6, 30)
SMALLEST = 5
FORETOLD = ("rate", "total", "passing", "stages", "chances")


@pytest.fixture(scope="module")
def journeys() -> list[Journey]:
    return make_journeys(5)


@pytest.fixture(scope="module")
def engine(tmp_path_factory, journeys):
    return make_engine(tmp_path_factory.mktemp("made"), NEWEST, **as_tables(journeys))


def test_what_is_expected_of_the_year_and_of_open_cases(engine, journeys):
    found = engine.outlook((), CASEWORK)
    assert found.as_at == NEWEST
    issued = [j for j in journeys if j.exit == "finished" and j.day(j.ended).year == 2025 and j.day(j.ended) <= NEWEST]
    assert found.rate["denominator"] == len(issued)
    assert found.rate["numerator"] == sum(j.ended <= 140 for j in issued)
    assert found.rate["low"] < found.rate["value"] < found.rate["high"]
    assert found.rate["plans"] > len(issued)
    still = [j for j in journeys if j.day(j.ended) > NEWEST]
    young = [j for j in still if (NEWEST - j.received).days <= 140]
    assert found.total["open"] == len(young) == sum(row["open"] for row in found.passing)
    assert found.total["expected"] == pytest.approx(sum(row["expected"] for row in found.passing))
    assert sum(row["late"] for row in found.stages) == len(still) - len(young)
    assert sum(row["expected"] for row in found.stages) == pytest.approx(found.total["expected"])
    # The made-up truth is known: who of them will be late. It lies within the interval of this seed.
    assert found.total["low"] <= sum(j.ended > 140 for j in young) <= found.total["high"]


def test_the_same_data_give_the_same_outlook(engine, journeys, tmp_path):
    again = make_engine(tmp_path, NEWEST, **as_tables(journeys)).outlook((), CASEWORK)
    assert replace(again, warehouse="") == replace(engine.outlook((), CASEWORK), warehouse="")


def test_a_case_on_its_last_day_is_not_late_and_on_the_next_it_is(tmp_path, journeys):
    before = [j for j in journeys if j.day(j.ended) <= NEWEST]
    edge = [
        Journey(NEWEST - datetime.timedelta(days=days), 30, "Y", None, "") for days in (140, 141)
    ]  # fmt: skip
    found = make_engine(tmp_path, NEWEST, **as_tables([*before, *edge])).outlook((), CASEWORK)
    assert (found.total["open"], found.total["expected"]) == (1, 1.0), "not issued by the end of day 140 is past it"
    assert [row["late"] for row in found.stages] == [0, 1]
    assert [(row["starts"], row["open"]) for row in found.passing if row["open"]] == [(NEWEST, 1)]


def test_a_filter_gives_what_an_authority_of_those_cases_alone_would_give(tmp_path):
    journeys = make_journeys(6, each_year=200)
    areas = {"localities": [{"locality_code": "N"}, {"locality_code": "S"}]}
    whole = make_engine(tmp_path / "whole", NEWEST, **areas, **as_tables(journeys))
    north = make_engine(tmp_path / "north", NEWEST, **areas, **as_tables([j for j in journeys if j.locality == "N"]))
    filtered, alone = whole.outlook((("locality", ("N",)),), CASEWORK), north.outlook((), CASEWORK)
    for name in (*FORETOLD, "back_test", "calibration"):
        assert getattr(filtered, name) == getattr(alone, name), name
    assert filtered.total != whole.outlook((), CASEWORK).total


def test_an_extent_leaves_nothing_of_others(tmp_path, journeys):
    tables = as_tables(journeys)
    for place, row in enumerate(tables["requests"]):
        row["school_urn"] = "900001" if place % 10 else "900002"
    engine = make_engine(tmp_path, NEWEST, schools="school_urn\n900001\n900002", **tables)
    few = engine.outlook((), Reader("head", "casework", (("schools", ("900002",)),)))
    assert few.too_thin
    assert few.rate is None
    most = engine.outlook((), Reader("head", "casework", (("schools", ("900001",)),)))
    assert most.total["open"] < engine.outlook((), CASEWORK).total["open"]
    with pytest.raises(RefusedError, match="cannot be limited to your services"):
        engine.outlook((), Reader("nurse", "casework", (("services", ("salt",)),)))


def test_a_filter_that_the_rate_cannot_use_is_refused(engine):
    with pytest.raises(RefusedError, match="stage"):
        engine.outlook((("stage", ("undecided",)),), CASEWORK)


def test_too_few_cases_or_too_short_a_past_are_said_in_words_and_nothing_is_predicted(tmp_path):
    few = make_engine(tmp_path / "few", NEWEST, **as_tables(make_journeys(7, each_year=50))).outlook((), CASEWORK)
    assert few.too_thin.startswith("Too few cases to predict from: fewer than 60 ended")
    begins = NEWEST - datetime.timedelta(days=400)
    short = make_engine(tmp_path / "short", NEWEST, **as_tables(make_journeys(7, begins=begins))).outlook((), CASEWORK)
    assert "to test a prediction on, and 6 are needed" in short.too_thin
    for found in (few, short):
        assert (found.rate, found.total, found.passing, found.back_test) == (None, None, (), ())


def test_nothing_is_collected_where_there_are_no_requests(tmp_path):
    assert not make_engine(tmp_path, NEWEST).outlook((), CASEWORK).is_collected


def test_a_day_in_the_past_gives_what_a_warehouse_of_that_day_gives(engine, journeys, tmp_path):
    then = engine.outlook((), CASEWORK, LOOKED_BACK_TO)
    early = make_engine(tmp_path, LOOKED_BACK_TO, **as_tables(journeys, LOOKED_BACK_TO)).outlook((), CASEWORK)
    for name in (*FORETOLD, "back_test", "calibration"):
        assert getattr(then, name) == getattr(early, name), name


def test_a_month_of_the_back_test_was_foretold_from_the_data_of_that_day(engine, journeys, tmp_path, monkeypatch):
    """The chances of June in November's back-test are those of a warehouse that ends in June."""
    seen = {}
    original = forecast.Month.foresee

    def foresee(month: forecast.Month) -> None:
        seen[month.day] = month
        original(month)

    monkeypatch.setattr(forecast.Month, "foresee", foresee)
    fresh = make_engine(tmp_path / "full", NEWEST, **as_tables(journeys))
    (row,) = [row for row in fresh.outlook((), CASEWORK).back_test if row["month"] == LOOKED_BACK_TO]
    month = seen[LOOKED_BACK_TO]
    monkeypatch.undo()
    early = make_engine(tmp_path / "early", LOOKED_BACK_TO, **as_tables(journeys, LOOKED_BACK_TO))
    sights = []
    monkeypatch.setattr(outlook, "Sight", lambda counts: sights.append(forecast.Sight(counts)) or sights[-1])
    then = early.outlook((), CASEWORK)
    assert (month.sight.passing == sights[0].passing).all()
    assert month.share == sights[0].expect_share(forecast.HORIZON)
    # Every case of these files can be traced, so those of the thirteen weeks are those of the first rows.
    due = [row for row in then.passing if row["starts"] < LOOKED_BACK_TO + datetime.timedelta(days=forecast.HORIZON)]
    assert row["open"] == sum(part["open"] for part in due)
    assert row["expected"] == pytest.approx(sum(part["expected"] for part in due))
    days = [(j, (LOOKED_BACK_TO - j.received).days) for j in journeys if j.day(j.ended) > LOOKED_BACK_TO]
    assert row["happened"] == sum(50 <= age <= 140 and j.ended > 140 for j, age in days)


def test_only_months_whose_weeks_are_over_are_tested(engine):
    months = [row["month"] for row in engine.outlook((), CASEWORK).back_test]
    assert len(months) == 12
    assert max(months) == datetime.date(2025, 7, 31), "13 weeks before 20 November begin on 21 August"
    assert all((month + datetime.timedelta(days=1)).day == 1 for month in months)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_replay_from_events_gives_the_outlook_of_the_earlier_files(seed, tmp_path, monkeypatch):
    """Undated withdrawals, moves and cases that leave the books included: as the files of that day knew them."""
    monkeypatch.setattr(forecast, "LEAST_ENDED", 1)
    monkeypatch.setattr(outlook, "LEAST_MONTHS", 1)
    log = EventLog(seed)
    log.export(tmp_path / "full", NEWEST_OF_LOG, is_early=False)
    full = build(tmp_path / "full")
    for day in (datetime.date(2024, 7, 31), datetime.date(2025, 4, 30)):
        log.export(tmp_path / f"{day}", day, is_early=True)
        early = build(tmp_path / f"{day}")
        now, then = (built.engine.outlook((), CASEWORK, day) for built in (full, early))
        assert now.total["open"] > 0
        for name in FORETOLD:
            assert getattr(now, name) == getattr(then, name), name


def test_shared_readers_are_refused_in_words(engine):
    with pytest.raises(RefusedError, match="fixed tables"):
        engine.outlook((), SHARED)


COUNTS = {"open", "late", "young", "happened", "cases", "plans", "in_time", "numerator", "denominator"}


def tables_of(found: outlook.Outlook) -> dict[str, tuple[dict, ...]]:
    names = ("passing", "stages", "chances", "back_test", "calibration")
    return {name: getattr(found, name) for name in names} | {"rate": (found.rate,), "total": (found.total,)}


def test_leaders_see_no_count_under_five_and_nothing_expected_of_few(engine):
    found = tables_of(engine.outlook((), LEADERS))
    hidden = 0
    for name, rows in found.items():
        for row in rows:
            for count in COUNTS & set(row) - ({"plans"} if name == "rate" else set()):
                assert row[count] is None or row[count] >= SMALLEST, (name, row)
                hidden += row[count] is None
            if name in ("passing", "chances"):
                told = [row.get(key) for key in ("expected", "low", "high", "value")]
                assert (row["open"] or 0) >= 10 or not any(value is not None for value in told)
    assert hidden
    assert all(row["symbol"] == "c" for row in found["passing"] if row["expected"] is None)


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
def test_no_block_of_days_is_one_day_and_every_day_is_in_one(engine, reader):
    """The 140th day from today on was a block of its own: the requests of one day."""
    found = engine.outlook((), reader)
    assert found.passing[0]["starts"] == found.as_at
    assert found.passing[-1]["ends"] == found.as_at + datetime.timedelta(days=140)
    for before, after in itertools.pairwise(found.passing):
        assert after["starts"] == before["ends"] + datetime.timedelta(days=1)
    assert all((row["ends"] - row["starts"]).days >= 6 for row in found.passing)
    if reader is CASEWORK:
        assert sum(row["open"] for row in found.passing) == found.total["open"]


EMPTY = outlook.Outlook(Question("request_to_plan_wait"), NEWEST, "leaders", "made")


@pytest.mark.parametrize(
    ("youngs", "expected"),
    [
        ((20, 30), (8, 12)),
        ((0, 30), (8, 12)),
        ((4, 30), (None, None)),
        ((30, 1), (None, None)),
        ((5, 30), (8, 12)),
    ],
)
def test_those_late_at_a_stage_do_not_tell_how_few_are_not(youngs, expected):
    """22 open and 20 late tell of 2; and the total of those not late less the other stage's tells of them too."""
    rows = tuple(
        {"stage": stage, "open": late + young, "late": late, "young": young, "expected": 1.0, "symbol": ""}
        for stage, late, young in zip(("undecided", "in_assessment"), (8, 12), youngs, strict=True)
    )
    shown = outlook.protect_outlook(replace(EMPTY, stages=rows)).stages
    assert tuple(row["late"] for row in shown) == expected
    assert all(row["young"] is None for row in shown)
    assert all(row["symbol"] == "c" for row in shown if row["late"] is None)


@pytest.mark.parametrize(("happened", "is_hidden"), [(0, True), (4, True), (5, False), (20, False)])
def test_where_the_number_that_came_is_hidden_its_interval_is_too(happened, is_hidden):
    """The title counts the months inside: with the interval of a month, its hidden number would be narrowed down."""
    row = {"month": NEWEST, "open": 40, "expected": 3.0, "low": 1.0, "high": 9.0, "happened": happened}
    row |= {"is_inside": 1 <= happened <= 9, "plans": 8, "in_time": 6, "share": 70.0, "share_low": 50.0}
    row |= {"share_high": 90.0, "share_happened": 75.0, "is_share_inside": True, "symbol": ""}
    (shown,) = outlook.protect_outlook(replace(EMPTY, back_test=(row,))).back_test
    for name in ("happened", "low", "high", "is_inside"):
        assert (shown[name] is None) == is_hidden, name
    assert (shown["plans"], shown["in_time"], shown["share_happened"]) == (8, None, None), "6 of 8 is the share"


def test_the_plans_in_time_of_a_few_so_far_are_hidden():
    rate = {"year": 2025, "numerator": 6, "denominator": 8, "value": 75.0, "low": 60.0, "high": 90.0, "plans": 40.0}
    shown = outlook.protect_outlook(replace(EMPTY, rate=rate | {"symbol": ""})).rate
    assert (shown["numerator"], shown["denominator"], shown["value"]) == (None, 8, 75.0)


def test_leaders_and_casework_never_share_a_kept_outlook(engine):
    exact, protected = engine.outlook((), CASEWORK), engine.outlook((), LEADERS)
    assert len(exact.passing) == 20
    assert len(protected.passing) == 5
    assert engine.outlook((), CASEWORK) is exact


def test_leaders_days_snap_to_month_ends(engine):
    assert engine.outlook((), LEADERS, datetime.date(2025, 7, 17)).as_at == LOOKED_BACK_TO


def test_every_outlook_is_a_line_of_the_log(engine):
    engine.outlook((), CASEWORK)
    entry = json.loads(engine.log.path.read_text(encoding="utf-8").splitlines()[-1])
    assert (entry["metric"], entry["view"], entry["who"]) == ("request_to_plan_wait", "outlook", "tester")


def test_the_so_far_is_the_published_rate(engine):
    (row,) = engine.answer(
        Question("plans_issued_within_20_weeks", every="year", start=datetime.date(2025, 1, 1)), CASEWORK
    ).rows
    rate = engine.outlook((), CASEWORK).rate
    assert (rate["numerator"], rate["denominator"]) == (row["numerator"], row["denominator"])


def test_on_the_last_day_of_a_year_its_rate_is_known(engine):
    rate = engine.outlook((), CASEWORK, datetime.date(2024, 12, 31)).rate
    share = 100 * rate["numerator"] / rate["denominator"]
    assert (rate["value"], rate["low"], rate["high"], rate["plans"]) == pytest.approx(
        (share, share, share, rate["denominator"])
    )


def test_of_a_year_without_plans_on_its_last_day_there_is_no_rate():
    counts = forecast.Counts(*(numpy.zeros(shape) for shape in ((2, 281), (2, 281, 2))), {}, 0.0, forecast.LEAST_ENDED)
    row = outlook._rate_row(forecast.Sight(counts), [], datetime.date(2025, 12, 31), {"numerator": 0, "denominator": 0})
    assert (row["value"], row["symbol"]) == (None, "x")


@pytest.mark.long
def test_the_interval_covers_what_happened_in_twenty_made_up_authorities(tmp_path):
    """Pooled over plain and story, and each by itself told: 90% is aimed at, and between 80 and 97% must be met."""
    passing: dict[bool, list[bool]] = {True: [], False: []}
    share: dict[bool, list[bool]] = {True: [], False: []}
    year: dict[bool, list[bool]] = {True: [], False: []}
    for seed in range(1, 21):
        is_plain = seed % 2 == 0
        made = build_demo(tmp_path / f"{seed}", pupils=4000, seed=seed, is_plain=is_plain, case_volume=2.5)
        found = made.engine.outlook((), CASEWORK)
        assert len(found.back_test) == 12
        passing[is_plain] += [row["is_inside"] for row in found.back_test]
        share[is_plain] += [row["is_share_inside"] for row in found.back_test if row["is_share_inside"] is not None]
        (came,) = made.engine.answer(
            Question(
                "plans_issued_within_20_weeks",
                every="year",
                start=datetime.date(2025, 1, 1),
                end=datetime.date(2025, 12, 31),
            ),
            CASEWORK,
        ).rows
        for month in (3, 6, 9):
            rate = made.engine.outlook((), CASEWORK, datetime.date(2025, month, 30)).rate
            year[is_plain].append(rate["low"] <= came["value"] <= rate["high"])
    told = {
        name: {kind: sum(inside) / len(inside) for kind, inside in both.items()}
        for name, both in (("passing", passing), ("share", share), ("year", year))
    }
    for both in (passing, share):
        pooled = both[True] + both[False]
        assert 0.80 <= sum(pooled) / len(pooled) <= 0.97, told
    assert 0.80 <= sum(passing[False]) / len(passing[False]) <= 0.97, told
    assert sum(year[True] + year[False]) / len(year[True] + year[False]) >= 0.80, told
