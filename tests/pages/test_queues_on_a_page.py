"""Queues on a page: every part with its chart, one box that says why there is nothing, and sliders that the address holds."""

import pytest
from harness import CASEWORK, LEADERS, SHARED, make_engine
from made_referrals import NEWEST, make_referrals
from streamlit.testing.v1 import AppTest

from sendmetrics.panels.queue_what_if import reach_of


def page_of_queues(engine, reader, service):
    """All parts, one below the other."""
    from sendmetrics.pages import queues
    from sendmetrics.pages.view import Desk
    from sendmetrics.panels.panel import Filters

    desk = Desk(engine, reader, Filters(), "")
    queues.show_queues(desk)
    queues.show_keeping_up(desk, service)
    queues.show_changes(desk, service)
    queues.show_what_if(desk, service)


def run(engine, reader, service="salt", address=None, state=None) -> AppTest:
    page = AppTest.from_function(
        page_of_queues, kwargs={"engine": engine, "reader": reader, "service": service}, default_timeout=60
    )
    for name, value in (address or {}).items():
        page.query_params[name] = value
    for name, value in (state or {}).items():
        page.session_state[name] = value
    page.run()
    assert len(page.exception) == 0
    assert len(page.error) == 0
    return page


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return make_engine(tmp_path_factory.mktemp("made"), NEWEST, referrals=make_referrals(4, 1_200))


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
def test_every_part_is_there(engine, reader):
    page = run(engine, reader)
    titles = [title.value for title in page.subheader]
    assert titles[0].startswith("Longest queue to clear: ")
    assert any(" join a week, " in title for title in titles)
    assert len(page.slider) == 2
    assert len(page.get("plotly_chart")) >= 2
    assert len(page.get("download_button")) == len(titles) == 8


def test_a_moved_slider_changes_the_answer_and_one_put_back_does_not(engine):
    page = run(engine, CASEWORK)
    (before,) = [title.value for title in page.subheader if "tandard" in title.value]
    seen = page.slider[0]
    now = seen.value
    seen.set_value(seen.max).run()
    (after,) = [title.value for title in page.subheader if "tandard" in title.value]
    assert after != before
    assert after.startswith("Standard met from")
    page.slider[0].set_value(now).run()
    assert before in [title.value for title in page.subheader]


def test_an_address_restores_the_view(engine):
    asked = {"seen_salt": "10.0", "weeks_ahead": "26", "share_wanted": "80%"}
    page = run(engine, CASEWORK, address=asked)
    assert page.slider[0].value == 10.0
    assert any(title.value.startswith("Standard met") for title in page.subheader)
    assert any("on 17 May 2026" in note.proto.body for note in page.get("html")), "26 weeks after 16 November 2025"
    assert page.selectbox[0].value == 80


def test_an_address_that_asks_for_what_is_not_there_is_not_followed(engine):
    page = run(engine, CASEWORK, address={"seen_salt": "99999", "weeks_ahead": "7", "share_wanted": "x"})
    assert page.slider[0].value < 30
    said = [warning.value for warning in page.warning]
    assert len(said) == 3
    assert said[0].startswith(
        'The address asks for children seen a week "99999", which is not there to choose; 0.00 to '
    )
    assert said[0].endswith(" can be asked, and as many as now are taken.")
    assert "52 are shown" in said[1]
    assert "the service's own is taken" in said[2]


@pytest.mark.parametrize(
    ("asked", "is_there"), [("0", True), ("10", True), ("10.25", False), ("-1", False), ("nan", False), ("x", False)]
)
def test_a_slider_knows_what_it_reaches(asked, is_there):
    assert reach_of(3.27).holds(asked) == is_there


@pytest.mark.parametrize("shows", ["Table", "About this figure"])
def test_tables_and_what_stands_behind_them(engine, shows):
    panels = ("queue_flow", "queue_joined", "queue_seen", "queue_others", "queue_net", "queue_keeping_up", "queues")
    page = run(engine, CASEWORK, state={f"shows-{name}": shows for name in panels})
    assert len(page.get("plotly_chart")) == 1, "that of the what-if alone"
    if shows != "Table":
        assert any("Fong and others 2022" in text.value for text in page.markdown)


def test_a_service_without_weeks_is_told_so(engine):
    page = run(engine, CASEWORK, "sensory")
    assert len(page.get("plotly_chart")) == 0
    assert sum("No whole week" in note.proto.body for note in page.get("html")) == 3


def test_shared_readers_are_told_once_why_there_is_nothing(engine):
    page = run(engine, SHARED)
    assert ["fixed tables" in note.proto.body for note in page.get("html")] == [True]
    assert len(page.subheader) == 0


def test_nothing_collected_is_said_once_of_all_and_once_of_the_service(tmp_path):
    page = run(make_engine(tmp_path, NEWEST), LEADERS)
    assert [note.value.startswith("Not collected") for note in page.info] == [True, True]


def test_too_few_to_simulate_is_said_in_place_of_sliders(tmp_path):
    engine = make_engine(tmp_path, NEWEST, referrals=make_referrals(5, 12))
    page = run(engine, LEADERS)
    assert len(page.slider) == 0
    assert "Too little known to simulate" in [title.value for title in page.subheader]


def chooser(engine, reader, where):
    from sendmetrics.pages import referrals
    from sendmetrics.pages.view import Desk
    from sendmetrics.panels.panel import Filters

    chosen = referrals._choose_service(Desk(engine, reader, Filters(where=where), ""))
    referrals.st.write(chosen[0] if chosen else "all")


@pytest.mark.parametrize(
    ("reader", "asked", "where", "chosen", "said"),
    [
        (CASEWORK, "salt", (), "salt", ""),
        (CASEWORK, "Speech and language therapy", (), "salt", ""),
        (CASEWORK, "nonsense", (), "all", '"nonsense", which is not there to choose; all are shown.'),
        (
            CASEWORK,
            "salt",
            (("service", ("other",)),),
            "other",
            '"salt", which is not there to choose; Other service is shown.',
        ),
        (SHARED, "salt", (), "all", "figures that leave the building are of all services."),
    ],
)
def test_a_service_in_the_address_is_found_or_said_not_to_be_there(engine, reader, asked, where, chosen, said):
    page = AppTest.from_function(
        chooser, kwargs={"engine": engine, "reader": reader, "where": where}, default_timeout=60
    )
    page.query_params["one_service"] = asked
    page.run()
    assert page.markdown[0].value == chosen
    assert [warning.value.endswith(said) for warning in page.warning] == [True] * bool(said)
