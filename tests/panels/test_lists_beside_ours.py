"""A published waiting list beside our own: comparable bands, nothing hidden told, and always what differs."""

import csv
import datetime
import io

import pytest
from harness import CASEWORK, LEADERS, SHARED, make_engine
from plotly.graph_objects import Figure
from streamlit.testing.v1 import AppTest

from sendmetrics.exports.outlook import to_csv
from sendmetrics.metrics.question import Reader
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.published_lists import Beside, ask_published, caption_of, draw, tabulate, title_of

AUTHORITIES = """
la_code | la_name | region_name              | is_loaded
383     | Leeds   | Yorkshire and The Humber | true
302     | Barnet  | London                   | true
"""
LISTS = """
month_date | level   | org_name             | service     | published_service_name       | band   | waiting | flag  | published_date
2025-10-01 | england | England              | salt        | Speech and language          | total  | 1000    |       | 2025-12-11
2025-10-01 | england | England              | salt        | Speech and language          | 0-1    | 590     |       | 2025-12-11
2025-10-01 | england | England              | salt        | Speech and language          | 18-52  | 310     |       | 2025-12-11
2025-10-01 | england | England              | salt        | Speech and language          | 52-104 | 80      |       | 2025-12-11
2025-10-01 | england | England              | salt        | Speech and language          | 104+   | 20      |       | 2025-12-11
2025-10-01 | icb     | West Yorkshire       | salt        | Speech and language          | total  | 60      |       | 2025-12-11
2025-10-01 | icb     | West Yorkshire       | salt        | Speech and language          | 0-1    | 45      |       | 2025-12-11
2025-10-01 | icb     | West Yorkshire       | salt        | Speech and language          | 18-52  | 15      |       | 2025-12-11
2025-10-01 | icb     | West Yorkshire       | salt        | Speech and language          | 52-104 |         | blank | 2025-12-11
2025-10-01 | icb     | North Central London | salt        | Speech and language          | total  |         | blank | 2025-12-11
2025-10-01 | england | England              | paediatrics | Community paediatric service | total  | 5000    |       | 2025-12-11
2025-10-01 | england | England              | paediatrics | Community paediatric service | 0-1    | 5000    |       | 2025-12-11
2025-10-01 | england | England              | paediatrics | Community paediatric service | 18-52  | 0       |       | 2025-12-11
"""
# As at 15 January 2026: 126 days and 127, 364 and 365.
WITHIN, OVER, YEAR, OVER_A_YEAR = "2025-09-11", "2025-09-10", "2025-01-16", "2025-01-15"


def referrals(service: str = "salt", **counts: int) -> str:
    """So many waits that began on each of those days."""
    days = {"within": WITHIN, "over": OVER, "year": YEAR, "over_a_year": OVER_A_YEAR}
    begun = [days[name] for name, count in counts.items() for _ in range(count)]
    rows = [f"r{number} | {number} | {service} | {day} | C" for number, day in enumerate(begun, start=1)]
    return "\n".join(["referral_id | person_id | service | received_date | locality_code", *rows])


OURS = referrals(within=13, over=5, year=2, over_a_year=5)


def ask(tmp_path, ours=OURS, reader=LEADERS, service="salt", lists=LISTS, **tables: str) -> Beside:
    given = tables | {"authorities": AUTHORITIES, "published_lists": lists} | ({"referrals": ours} if ours else {})
    engine = make_engine(tmp_path, "2026-01-15", **given)
    return ask_published(engine, reader, Filters(), service)


def test_the_finding_the_chart_and_the_tables(tmp_path):
    """Ours: 12 of 25 over 126 days, 5 over 364; England: 410 of 1,000, 100 over 52 weeks."""
    beside = ask(tmp_path)
    assert title_of(beside) == "Over 18 weeks: 48% here, 41% in England"
    assert len(title_of(beside).split()) <= 10
    chart = draw(beside)
    Figure(chart.figure)
    assert chart.figure["data"][0]["y"] == ["Here", "England", "North Central London", "West Yorkshire"]
    assert chart.figure["data"][0]["x"] == [48.0, 41.0, 0, 0]
    assert chart.alt == (
        "Here: 48%; over 52 weeks 20%; England: 41%; over 52 weeks 10%; "
        "North Central London: not published; West Yorkshire: not published"
    )
    shares, bands = tabulate(beside)
    assert shares.headings == ("List", "Day or month", "Waiting", "Over 18 weeks", "Over 52 weeks")
    assert shares.rows == (
        ("Here", "15 January 2026", "25", "48.0%", "20.0%"),
        ("England", "October 2025", "1,000", "41.0%", "10.0%"),
        ("North Central London", "October 2025", "not published", "not published", "not published"),
        # One of its bands is blank, so that nothing over 18 weeks can be added up.
        ("West Yorkshire", "October 2025", "60", "not published", "not published"),
    )
    assert bands.headings[1:] == (
        *("Up to 1 week", "More than 18 and up to 52 weeks", "More than 52 and up to 104 weeks"),
        "More than 104 weeks",
    )
    assert bands.rows[0] == ("England", "590", "310", "80", "20")
    assert bands.rows[-1] == ("West Yorkshire", "45", "15", "not published", "not published")
    assert all(len(row) == len(table.headings) for table in (shares, bands) for row in table.rows)


def test_126_days_are_within_18_weeks_and_364_within_52(tmp_path):
    beside = ask(tmp_path, referrals(within=10, over=10, year=10, over_a_year=10), CASEWORK)
    assert dict(beside.ours.over) == {18: 30, 52: 10}
    assert beside.ours.waiting == 40


def test_the_caption_names_month_day_files_and_always_what_differs(tmp_path):
    beside = ask(tmp_path)
    said = caption_of(beside, "leeds only")
    assert (
        "Published: NHS England, Community Health Services Waiting Times, October 2025, published 11 December 2025."
        in said
    )
    assert "Ours: as at 15 January 2026, from referrals to services." in said
    assert "For leeds only." in said
    assert "North Central London: blank: no organisation submitted a figure" in said
    assert all(text in said for text in beside.published.differences)
    assert ".." not in said
    assert "nearly" not in said


def test_a_service_that_is_only_nearly_ours_and_a_board_that_is_missing_are_said(tmp_path):
    beside = ask(tmp_path, service="paediatrics")
    said = caption_of(beside, "")
    assert "The published service, Community paediatric service, is only nearly ours." in said
    assert "Not named in the published file: North Central London and West Yorkshire." in said
    assert title_of(beside) == "Over 18 weeks: too few here, 0% in England"


@pytest.mark.parametrize(
    ("ours", "waiting", "over"),
    [
        # Below 10 no share; below 5 no number.
        (referrals(within=2, over=7), 9, {}),
        (referrals(over=4), None, {}),
        # 4 over, or all but 4: what is left tells of the few.
        (referrals(within=16, over=4), 20, {18: None, 52: None}),
        (referrals(within=4, over=16), 20, {18: None, 52: None}),
        (referrals(within=15, over=5), 20, {18: 5, 52: None}),
        # 10 over 18 weeks and 7 of them over 52: 3 between.
        (referrals(within=10, over=3, over_a_year=7), 20, {18: 10, 52: None}),
        (referrals(within=10, over=5, over_a_year=5), 20, {18: 10, 52: 5}),
        (referrals(over_a_year=12), 12, {18: 12, 52: 12}),
    ],
)
def test_leaders_see_no_few_and_nothing_that_tells_of_them(ours, waiting, over, tmp_path):
    beside = ask(tmp_path, ours)
    assert (beside.ours.waiting, dict(beside.ours.over)) == (waiting, over)
    if over.get(18) is None:
        assert title_of(beside) == "Over 18 weeks: too few here, 41% in England"
        assert "Here: too few to show" in draw(beside).alt
    (here, *_) = tabulate(beside)[0].rows
    assert here[2] == ("fewer than 5" if waiting is None else str(waiting))


def test_casework_sees_all_and_is_told_that_nobody_waits(tmp_path):
    assert title_of(ask(tmp_path, referrals(within=3, over=1), CASEWORK)) == "Over 18 weeks: 25% here, 41% in England"
    nobody = ask(tmp_path / "b", referrals("camhs", over=3), CASEWORK)
    assert title_of(nobody) == "Over 18 weeks: nobody waiting here, 41% in England"
    assert "none waiting" in draw(nobody).alt


def test_filters_and_the_day_are_of_our_own_list_alone(tmp_path):
    where = (("service", ("camhs",)), ("locality", ("C",)), ("stage", ("undecided",)))
    engine = make_engine(
        tmp_path, "2026-01-15", authorities=AUTHORITIES, published_lists=LISTS, referrals=OURS,
        localities="locality_code | locality_name\nC | Coast\nV | Vale",
    )  # fmt: skip
    beside = ask_published(engine, CASEWORK, Filters(where=where), "salt")
    assert title_of(beside) == "Over 18 weeks: 48% here, 41% in England"
    assert "Ours is not filtered by stage." in caption_of(beside, "").replace("where the case stands", "stage")
    elsewhere = ask_published(engine, CASEWORK, Filters(where=(("locality", ("V",)),)), "salt")
    assert title_of(elsewhere) == "Over 18 weeks: nobody waiting here, 41% in England"
    then = ask_published(engine, CASEWORK, Filters(as_at=datetime.date(2025, 9, 30)), "salt")
    assert (then.ours.waiting, dict(then.ours.over)[18]) == (25, 7)
    # England's only month here is that of October: of September there is nothing to set beside ours.
    assert title_of(then) == "No published waiting list so early"


JUNE_2024 = """2024-06-01 | england | England | salt | Speech and language | total | 100 | | 2024-08-08
2024-06-01 | england | England | salt | Speech and language | 0-1 | 75 | | 2024-08-08
2024-06-01 | england | England | salt | Speech and language | 18-52 | 25 | | 2024-08-08
"""


@pytest.mark.parametrize(
    ("as_at", "month"),
    [("2024-06-29", None), ("2024-06-30", "2024-06-01"), ("2025-10-30", "2024-06-01"), ("2025-10-31", "2025-10-01")],
)
def test_of_a_past_day_the_published_month_is_no_later_one(as_at, month, tmp_path):
    """A month's list counts who waits at its end."""
    ours = referrals(over=20) + "\nold | 99 | salt | 2024-01-08 | C"
    engine = make_engine(
        tmp_path, "2026-01-15", authorities=AUTHORITIES, published_lists=LISTS + JUNE_2024, referrals=ours
    )
    beside = ask_published(engine, CASEWORK, Filters(as_at=datetime.date.fromisoformat(as_at)), "salt")
    if month is None:
        assert (beside.published, draw(beside), tabulate(beside)) == (None, None, ())
        assert title_of(beside) == "No published waiting list so early"
        assert caption_of(beside, "").endswith(
            "no month of Speech and language therapy in the files was over by 29 June 2024."
        )
    else:
        assert beside.published.month == datetime.date.fromisoformat(month)
        assert beside.ours.as_at == datetime.date.fromisoformat(as_at)


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        (SHARED, "fixed tables"),
        (Reader("tester", "leaders", (("services", ("camhs",)),)), "your settings do not include this service"),
    ],
)
def test_what_is_published_stands_where_ours_may_not(reader, words, tmp_path):
    beside = ask(tmp_path, reader=reader)
    assert beside.ours.waiting is None
    assert title_of(beside) == "Over 18 weeks: not given here, 41% in England"
    assert words in caption_of(beside, "")
    assert tabulate(beside)[0].rows[0] == ("Here", "", "not given", "not given", "not given")


def test_without_our_own_files_and_without_theirs(tmp_path):
    theirs = ask(tmp_path / "a", ours="")
    assert title_of(theirs) == "Over 18 weeks: not given here, 41% in England"
    assert "Our own list: not collected." in caption_of(theirs, "")
    ours = ask(tmp_path / "b", lists="month_date | service")
    assert ours.published is None
    said = caption_of(ours, "")
    assert said.startswith("Not collected: published waiting lists of Speech and language therapy. ")
    assert "NHS England, Community Health Services Waiting Times" in said
    assert "https://www.england.nhs.uk/statistics/" in said
    assert "NHS England, Community Health Services Waiting Times" in caption_of(ours, "")
    assert draw(ours) is None
    assert tabulate(ours) == ()


@pytest.mark.parametrize("service", ["camhs", "ep", "specialist_teaching"])
def test_a_service_without_a_published_list_is_said_to_have_none(service, tmp_path):
    beside = ask(tmp_path, service=service)
    assert title_of(beside) == "Not in NHS England's published lists"
    assert "of ours they hold audiology" in caption_of(beside, "")


def test_the_csv_holds_the_tables_of_the_page(tmp_path):
    beside = ask(tmp_path)
    said = caption_of(beside, "")
    lines = list(csv.reader(io.StringIO(to_csv(tabulate(beside), beside, title_of(beside), said))))
    assert lines[0] == ["# title: Over 18 weeks: 48% here, 41% in England"]
    assert ["# as at: 2026-01-15"] in lines
    assert ["Here", "15 January 2026", "25", "48.0%", "20.0%"] in lines


def page_of_lists(engine, reader, service):
    """The panel alone."""
    from sendmetrics.pages.published_lists import show_published
    from sendmetrics.pages.view import Desk
    from sendmetrics.panels.panel import Filters

    show_published(Desk(engine, reader, Filters(), ""), service)


@pytest.mark.parametrize(("service", "charts"), [("salt", 1), ("camhs", 0)])
def test_it_stands_on_a_page(service, charts, tmp_path):
    engine = make_engine(tmp_path, "2026-01-15", authorities=AUTHORITIES, published_lists=LISTS, referrals=OURS)
    given = {"engine": engine, "reader": LEADERS, "service": service}
    page = AppTest.from_function(page_of_lists, kwargs=given, default_timeout=60)
    for shows in ("Chart", "Table", "About this figure"):
        page.session_state["shows-published_lists"] = shows
        page.run()
        assert len(page.exception) == 0
        assert len(page.subheader) == 1
        assert len(page.get("plotly_chart")) == (charts if shows == "Chart" else 0)
        assert len(page.get("download_button")) == charts
