"""Panels on queues, enumerated: what they say in few words, for whom, as at which day, with which filters, and of nothing."""

import csv
import datetime
import io
import json
import re
from dataclasses import replace

import pytest
from harness import CASEWORK, LEADERS, SHARED, make_engine
from made_referrals import LOCALITIES, NEWEST, TOLD_TO, make_referrals
from plotly.graph_objects import Figure

from sendmetrics.exports.outlook import to_csv
from sendmetrics.metrics.what_if import Change
from sendmetrics.panels import queue_what_if
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.queue_facts import KEEPING_UP, TOLD, caption_of_services, find_slowest, tabulate_services
from sendmetrics.panels.queue_flow import CHANGES, FLOW
from sendmetrics.panels.queue_what_if import ask_what_if, change_of, draw_answer, find_answer, reach_of, say_answer
from sendmetrics.panels.queues import ask_queues, caption_of
from sendmetrics.panels.registry import all_outlook_panels, all_panels, all_queue_panels
from sendmetrics.words import say_date

PANELS = all_queue_panels()
MOST_WORDS, MOST_MARKS = 10, 700
SMALLEST = 5
NORTH = Filters(where=(("locality", ("N",)),))
THEN = Filters(as_at=datetime.date(2025, 3, 31))
READERS = pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
SERVICES = ("salt", "camhs", "other")


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """Some five a week join speech and language; hardly two the others."""
    rows = make_referrals(4, 1_700)
    areas = {"localities": [{"locality_code": code} for code in LOCALITIES]}
    return make_engine(tmp_path_factory.mktemp("made"), NEWEST, **areas, referrals=rows)


@pytest.fixture(params=PANELS.values(), ids=PANELS)
def panel(request):
    return request.param


def everything(panel, shown) -> str:
    chart = panel.draw(shown)
    tables = [[table.caption, table.headings, table.rows] for table in panel.tabulate(shown)]
    return json.dumps([chart and [chart.figure, chart.alt], tables, panel.find(shown), panel.says(shown)], default=str)


def assert_a_title(title: str) -> None:
    assert title
    assert len(title.split()) <= MOST_WORDS, title
    assert not title.endswith(".")


@READERS
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("filters", [Filters(), NORTH, THEN], ids=["all", "north", "then"])
def test_title_chart_tables_and_caption(engine, panel, reader, filters, service):
    asked = ask_queues(engine, reader, filters)
    shown = asked.of(service)
    assert_a_title(panel.find(shown))
    chart = panel.draw(shown)
    if chart is not None:
        Figure(chart.figure)
        assert sum(len(trace["x"]) for trace in chart.figure["data"]) <= MOST_MARKS
        assert chart.alt
    for table in panel.tabulate(shown):
        assert table.rows
        assert all(len(row) == len(table.headings) for row in table.rows)
    said = caption_of(panel, shown, asked, "North")
    assert "As at " in said
    assert f"{shown.queue.label}, weeks to {shown.queue.ends.day} " in said
    assert "For North." in said
    assert said.endswith(".")
    assert ".." not in said
    assert not re.search(r"\bNone\b|\bnan\b|NaN", everything(panel, shown) + said)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("Speech and language therapy", ""),
        ("one school, Speech and language therapy, North", "For one school, North."),
        ("Speech and language therapy (North)", "For Speech and language therapy (North)."),
    ],
)
def test_a_caption_names_its_service_once(engine, panel, chosen, said):
    asked = ask_queues(engine, CASEWORK, Filters())
    caption = caption_of(panel, asked.of("salt"), asked, chosen)
    assert caption.count("Speech and language therapy") == 1 + said.count("Speech")
    assert said in caption
    assert said or "For " not in caption
    assert "Speech" not in panel.find(asked.of("salt"))


def test_an_as_at_day_and_a_filter_move_every_panel(engine, panel):
    shown = {
        everything(panel, ask_queues(engine, CASEWORK, filters).of("salt")) for filters in (Filters(), NORTH, THEN)
    }
    assert len(shown) == 3


def test_leaders_and_casework_see_different_weeks(engine):
    weeks, blocks = (
        everything(FLOW, ask_queues(engine, reader, Filters()).of("salt")) for reader in (CASEWORK, LEADERS)
    )
    assert "Week to 16 November 2025" in weeks
    assert "Week to" not in blocks
    assert "20 Oct to 16 Nov 2025" in blocks


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("filters", [Filters(), NORTH], ids=["all", "north"])
def test_no_panel_of_leaders_shows_a_count_under_five(engine, panel, service, filters):
    shown = ask_queues(engine, LEADERS, filters).of(service)
    if panel is KEEPING_UP:
        ((_, waiting, _), *_) = panel.tabulate(shown)[0].rows
        assert waiting == "fewer than 5" or int(waiting) >= SMALLEST
        return
    for table in panel.tabulate(shown):
        for row in table.rows:
            for heading, cell in zip(table.headings[1:], row[1:], strict=True):
                is_growth = heading == "Queue growth"
                assert is_growth or not cell.isdigit() or int(cell) >= SMALLEST, (heading, row)
    chart = panel.draw(shown)
    for trace in chart.figure["data"] if chart and panel.name != "queue_net" else ():
        assert all(value is None or value >= SMALLEST for value in trace["y"])


def test_a_filter_that_cannot_be_used_and_a_period_are_said(engine, panel):
    filters = Filters(where=(("setting", ("x",)),), start=datetime.date(2025, 1, 1))
    asked = ask_queues(engine, CASEWORK, filters)
    assert asked.unused[-1] == "Period"
    assert "Not filtered by" in caption_of(panel, asked.of("salt"), asked, "")
    past = ask_queues(engine, CASEWORK, Filters(end=NEWEST - datetime.timedelta(days=1)))
    assert "ends before it" in past.refused
    assert past.of("salt") is None


def test_shared_readers_are_refused_in_words(engine):
    assert "fixed tables" in ask_queues(engine, SHARED, Filters()).refused


def test_a_service_whose_file_ended_long_before_is_told_so(engine, panel):
    asked = ask_queues(engine, CASEWORK, Filters())
    assert "newest file ends on 30 August 2025" in caption_of(panel, asked.of("other"), asked, "")
    assert TOLD_TO["other"] == datetime.date(2025, 8, 30)
    assert "newest file" not in caption_of(panel, asked.of("camhs"), asked, "")


def test_many_left_out_are_called_many(engine):
    asked = ask_queues(engine, CASEWORK, Filters())
    said = caption_of(FLOW, asked.of("salt"), asked, "")
    assert re.search(r"Left out: \d+ seen before it was accepted; many", said), said


def test_near_nought_there_is_no_chart_of_change_and_it_is_said(engine):
    """Of a service that few leave otherwise; those it sees are enough by four weeks and not by one."""
    north = ask_queues(engine, CASEWORK, NORTH).of("camhs")
    panels = {panel.name: panel for panel in CHANGES}
    assert panels["queue_others"].draw(north) is None
    assert panels["queue_others"].find(north) == "Other departures: too few for limits"
    assert "it needs 5 children in the average of four weeks" in panels["queue_others"].says(north)
    whole = ask_queues(engine, CASEWORK, Filters()).of("salt")
    assert "by week" in panels["queue_joined"].says(whole)
    assert "by four weeks" in panels["queue_others"].says(whole)


def test_a_few_weeks_have_trial_limits_and_no_signal(tmp_path):
    rows = [
        {"referral_id": f"r{day}{place}", "person_id": 10 * day + place, "received_date": datetime.date(2025, 10, 5) + datetime.timedelta(days=day),
         "accepted_date": datetime.date(2025, 10, 5) + datetime.timedelta(days=day)}
        for day in range(40) for place in range(1 + day // 30)
    ]  # fmt: skip
    engine = make_engine(tmp_path, "2025-11-16", referrals=rows)
    shown = ask_queues(engine, CASEWORK, Filters()).of("salt")
    joined = CHANGES[0]
    assert joined.find(shown) == "Arrivals: too few weeks to call a change"
    assert "trial limits" in joined.says(shown)
    assert KEEPING_UP.find(shown) == "Too few cases to say"
    assert "Rates need 12 whole weeks" in KEEPING_UP.says(shown)


def test_facts_are_those_worth_telling_with_their_meaning(engine):
    shown = ask_queues(engine, CASEWORK, Filters()).of("salt")
    (table,) = KEEPING_UP.tabulate(shown)
    assert len(table.rows) == len(TOLD)
    assert all(len(row[2].split()) > 3 for row in table.rows)
    assert any("Fong" in line for line in KEEPING_UP.about)


@READERS
def test_all_services_beside_each_other(engine, reader):
    asked = ask_queues(engine, reader, NORTH)
    table = tabulate_services(asked.queues)
    assert {row[0] for row in table.rows} == {queue.label for queue in asked.queues.services}
    waiting = [int(row[1]) if row[1].isdigit() else 0 for row in table.rows]
    assert waiting == sorted(waiting, reverse=True)
    assert_a_title(find_slowest(asked.queues))
    said = caption_of_services(asked, "")
    assert "As at 18 November 2025" in said
    assert "service not known" in said
    assert not re.search(r"\bNone\b|nan", said + str(table.rows))


def test_the_day_on_which_weeks_end_is_said_once_where_it_is_one(engine):
    asked = ask_queues(engine, CASEWORK, Filters())
    assert len({queue.ends for queue in asked.queues.services}) > 1
    assert tabulate_services(asked.queues).headings[-1] == "Weeks to"
    assert "Whole weeks to" not in caption_of_services(asked, "")
    (one, *_) = asked.queues.services
    alike = replace(asked, queues=replace(asked.queues, services=(one, one)))
    table = tabulate_services(alike.queues)
    assert len(table.rows[0]) == len(table.headings)
    assert "Weeks to" not in table.headings
    assert f"Whole weeks to {say_date(one.ends)}." in caption_of_services(alike, "")


def test_a_long_name_of_a_service_is_no_part_of_the_title(tmp_path):
    rows = [row | {"service": "hen" if row["service"] else None} for row in make_referrals(6, 60)]
    services = [{"service": "hen", "service_name": "Occupational therapy for the very young"}]
    engine = make_engine(tmp_path, NEWEST, services=services, referrals=rows)
    assert_a_title(FLOW.find(ask_queues(engine, CASEWORK, Filters()).of("hen")))


# What if.


def answer(engine, reader=CASEWORK, service="salt", **change):
    shown = ask_queues(engine, reader, Filters()).of(service)
    return ask_what_if(engine, reader, Filters(), shown, Change(**change))


@READERS
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("capacity", [None, 0, 20])
def test_an_answer_in_a_title_a_sentence_a_chart_and_a_table(engine, reader, service, capacity):
    asked = answer(engine, reader, service, capacity=capacity, weeks=26)
    assert_a_title(find_answer(asked))
    said = say_answer(asked)
    assert said.endswith(".")
    assert "90%" not in said, "no interval is called a certainty"
    chart, table = draw_answer(asked), queue_what_if.tabulate_answer(asked)
    if asked.found.too_thin:
        assert chart is None
        return
    Figure(chart.figure)
    assert "nine runs in ten" in said
    assert len(table.rows) == 8
    assert not re.search(r"\bNone\b|nan", said + str(table.rows) + chart.alt)


def test_where_most_runs_end_with_nobody_waiting_that_is_said_and_no_wait(engine):
    asked = answer(engine, capacity=40)
    assert asked.found.nobody_waits(-1)
    assert "runs nobody is waiting then, so no wait is told." in say_answer(asked)
    assert "median wait" not in say_answer(asked)
    assert set(queue_what_if.tabulate_answer(asked).rows[-1][2:]) == {"nobody waiting"}
    notes = [note["text"] for note in draw_answer(asked).figure["layout"]["annotations"]]
    assert "Median:<br>nobody waiting" in notes
    assert draw_answer(asked).alt.endswith(": nobody waiting")
    without = replace(asked, found=replace(asked.found, within=None))
    assert find_answer(without) == "Nobody waiting in 52 weeks, in most runs"


def test_the_day_the_standard_is_met_is_the_end_of_its_week(engine):
    asked = answer(engine, capacity=20)
    assert asked.found.met_from
    day = asked.queue.ends + datetime.timedelta(days=7 * asked.found.met_from)
    assert find_answer(asked) == f"Standard met from {day.day} {day:%B %Y}"
    assert f"is met from {day.day} {day:%B %Y} on" in say_answer(asked)
    assert find_answer(answer(engine, capacity=0)) == "Standard not met within 52 weeks"


@pytest.mark.parametrize(
    ("now", "slider"),
    [
        (0.0, (0.0, 4.0, 0.25)),
        (0.6, (0.5, 4.75, 0.25)),
        (3.27, (3.25, 10.0, 0.25)),
        (9.2, (9.0, 28.0, 0.5)),
        (286.0, (280.0, 860.0, 20.0)),
        (2000.0, (2000.0, 6000.0, 100.0)),
    ],
)
def test_sliders_reach_as_far_as_is_sensible(now, slider):
    reach = reach_of(now)
    assert (reach.now, reach.most, reach.step) == slider
    assert reach.most / reach.step <= queue_what_if.MOST_STEPS + 1


def test_leaders_slide_no_further_down_than_they_may_ask(engine):
    for service in ("salt", "camhs"):
        as_now = answer(engine, LEADERS, service)
        seen, joined = queue_what_if.reaches_of(as_now.queue, as_now.found)
        for reach, least in ((seen, as_now.found.least_capacity), (joined, as_now.found.least_demand)):
            assert least >= 0.25
            assert least <= reach.least <= reach.now
        for change in ({"capacity": seen.least}, {"demand": joined.least}, {"capacity": 0}):
            assert bool(answer(engine, LEADERS, service, **change).found.too_thin) == (change == {"capacity": 0})
    exact = answer(engine, CASEWORK)
    assert {reach.least for reach in queue_what_if.reaches_of(exact.queue, exact.found)} == {0}
    # Five a year: the slider stands on its least, and that is as now.
    assert reach_of(0.1, least=0.25) == queue_what_if.Slider(0.25, 4.25, 0.25, 0.25)


def test_leaders_are_told_that_too_few_are_over_to_tell_when(engine):
    asked = answer(engine, LEADERS)
    asked = replace(asked, found=replace(asked.found, met_from=None, surely_met_from=None, few_now="within"))
    assert_a_title(find_answer(asked))
    assert find_answer(asked) == "Too few within the standard to tell when"
    assert "Too few within the standard to tell when the standard (" in say_answer(asked)
    assert "not met" not in say_answer(asked)
    hidden = replace(asked.found.within, middle=(None,) * 53)
    table = queue_what_if.tabulate_answer(replace(asked, found=replace(asked.found, within=hidden)))
    assert {row[-1] for row in table.rows} == {"too few to show"}


def test_a_slider_that_stands_as_now_asks_for_no_change():
    reach = reach_of(3.27), reach_of(5.5)
    assert change_of(3.25, 5.5, reach, 26, 92.0) == Change(None, None, 26, 92.0)
    assert change_of(3.5, 0.0, reach, 26, 92.0) == Change(3.5, 0.0, 26, 92.0)


def test_names_are_their_own_and_a_download_holds_the_tables(engine, panel):
    assert not set(PANELS) & {*all_panels(), *all_outlook_panels()}
    asked = ask_queues(engine, LEADERS, NORTH)
    tables = panel.tabulate(asked.of("salt"))
    lines = list(csv.reader(io.StringIO(to_csv(tables, asked.queues, "A title", "What, and why"))))
    assert ["# what: What, and why"] in lines
    start = lines.index([f"# {tables[0].caption}"])
    assert [tuple(line) for line in lines[start + 1 : start + 2 + len(tables[0].rows)]] == [
        tables[0].headings,
        *tables[0].rows,
    ]
    assert not any(re.match(r"[=+@]|-(?!\d+$)", cell) for line in lines for cell in line)
