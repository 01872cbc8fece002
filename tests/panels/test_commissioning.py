"""Panels on what is commissioned: their titles by hand, and what would fill them where no register is kept."""

import pytest
from harness import CASEWORK, LEADERS, make_engine
from small_files import build, write_return
from streamlit.testing.v1 import AppTest

from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.registry import all_panels

ROUTES = all_panels()["needs_without_route"]
REVIEWS = all_panels()["services_at_reviews"]
DAY = "2026-01-15"


def answer_of(tmp_path, reader, pupils: dict[str, int], routes: list[tuple[str, str, bool]]):
    """The panel on needs where so many pupils have each need, and (authority, need, is commissioned) is in the register."""
    roll, number = [], 0
    for need, count in pupils.items():
        for _ in range(count):
            number += 1
            # Of two pupils of a need one is of each authority, where there are two.
            la_code = sorted({code for code, _, _ in routes})[number % len({code for code, _, _ in routes})]
            roll.append({"roll_id": number, "person_id": number, "la_code": la_code, "need_type": need})
    tables = {
        "roll": [row | {"census_date": DAY, "sen_provision": "K"} for row in roll],
        "commissioned_routes": [
            {
                "commissioned_route_id": f"c{place}",
                "la_code": la_code,
                "snapshot_date": "2025-09-01" if place else DAY,
                "register_number": 1 if place else 2,
                "need_type": need,
                "is_commissioned": is_commissioned,
            }
            for place, (la_code, need, is_commissioned) in enumerate(routes)
        ],
        "authorities": [{"la_code": code} for code in ("998", "999")],
    }
    return answer_panel(make_engine(tmp_path, DAY, **tables), reader, ROUTES, Filters())


@pytest.mark.parametrize(
    ("reader", "pupils", "routes", "title"),
    [
        (CASEWORK, {"ASD": 3, "HI": 1}, [("999", "ASD", True), ("999", "HI", False)], "No route commissioned for 1 of 2 needs"),
        (LEADERS, {"ASD": 12, "HI": 11, "VI": 9}, [("999", "ASD", True), ("999", "HI", False), ("999", "VI", False)], "No route commissioned for 1 of 2 needs shown"),
        (CASEWORK, {"ASD": 3}, [("999", "ASD", True)], "Every need has a commissioned route"),
        (LEADERS, {"ASD": 12}, [("999", "ASD", True)], "Fewer than 5 pupils of each need without a route"),
        (LEADERS, {"ASD": 4}, [("999", "ASD", True)], "Too few cases to say"),
        (CASEWORK, {"ASD": 4}, [("999", "ASD", True), ("998", "ASD", False)], "Pupils without a route in 1 of 1 need"),
        (CASEWORK, {"ASD": 4}, [("999", "HI", True)], "No cases in this view"),
    ],
    ids=["plain", "small need", "all", "leaders", "few", "two authorities", "not told"],
)  # fmt: skip
def test_the_title_counts_needs(tmp_path, reader, pupils, routes, title):
    answer = answer_of(tmp_path, reader, pupils, routes)
    assert ROUTES.find(answer) == title
    if answer.has_rows:
        assert ROUTES.draw(answer).alt


def test_leaders_see_pupils_of_a_need_with_a_route_undivided(tmp_path):
    answer = answer_of(tmp_path, LEADERS, {"ASD": 12, "HI": 11}, [("999", "ASD", True), ("999", "HI", False)])
    parts = {trace["name"]: trace["x"] for trace in ROUTES.draw(answer).figure["data"]}
    assert parts == {"A route commissioned": [0, 0], "No route": [11, 0], "Not divided": [0, 12]}


@pytest.mark.parametrize(
    ("reader", "came", "title"),
    [
        (CASEWORK, {"salt": (1, 3), "ep": (2, 2)}, "Health came or reported: 33.3% of annual review invitations"),
        (LEADERS, {"salt": (6, 16), "ep": (9, 12)}, "Health came or reported: 37.5% of annual review invitations"),
        (LEADERS, {"salt": (2, 16), "ep": (9, 12)}, "Too few cases to say"),
        (CASEWORK, {"ep": (1, 2)}, "Educational psychology: 50.0% of review invitations"),
        (CASEWORK, {}, "No cases in this view"),
    ],
    ids=["plain", "leaders", "few", "no health", "none"],
)
def test_the_title_is_of_health_services_together(tmp_path, reader, came, title):
    rows = [
        {
            "review_contribution_id": f"{service}{number}",
            "person_id": number,
            "service": service,
            "review_date": DAY,
            "has_attended": number < count,
        }
        for service, (count, asked) in came.items()
        for number in range(asked)
    ] or [{"review_contribution_id": "a", "person_id": 1, "review_date": DAY}]
    services = [{"service": "salt", "sector": "health"}, {"service": "ep", "sector": "education"}]
    answer = answer_panel(
        make_engine(tmp_path, DAY, review_contributions=rows, services=services), reader, REVIEWS, Filters()
    )
    assert REVIEWS.find(answer) == title


def one_panel(engine, reader, panel):
    """A panel below its frame."""
    from sendmetrics.pages.view import Desk, show_panels
    from sendmetrics.panels.panel import Filters

    show_panels(Desk(engine, reader, Filters(), ""), (panel,))


@pytest.mark.parametrize(
    ("panel", "title", "name"),
    [
        (ROUTES, "Services commissioned for each need", "commissioned_routes.csv"),
        (REVIEWS, "Services at annual reviews", "review_contributions.csv"),
    ],
    ids=["routes", "reviews"],
)
def test_without_its_file_a_panel_says_what_would_fill_it(tmp_path, panel, title, name):
    write_return(tmp_path / "in", DAY, "upn | received | decision\nA123456789012 | 2025-03-01 | A")
    engine = build(tmp_path / "in").engine
    page = AppTest.from_function(
        one_panel, kwargs={"engine": engine, "reader": LEADERS, "panel": panel}, default_timeout=60
    ).run()
    assert len(page.exception) == 0
    assert [note.value for note in page.info] == [f"Not collected. This panel is filled by: {title} ({name})."]
    assert [button.label for button in page.get("download_button")] == [f"Template {name}"]
