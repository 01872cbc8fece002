"""Figures are set beside each other only where they are of one time and told alike, and what is kept back is not called small."""

import datetime

import pytest
from harness import CASEWORK, LEADERS, ask, make_engine

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.panels import ehc, late_plans
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.headlines import make_cards
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.tables import as_table

AUTHORITIES = [{"la_code": "830", "la_name": "Newer"}, {"la_code": "891", "la_name": "Older"}]
ENDS = {"830": "2026-01-15", "891": "2025-01-16"}
OF_OLDER = Reader("Older", "leaders", (("authorities", ("891",)),))


def requests(codes: tuple[str, ...], years: tuple[int, ...] = (2023, 2024)) -> list[dict]:
    """Twenty requests a year in each authority, up to its own newest return; all are open."""
    return [
        {"request_id": f"{code} {year} {number}", "la_code": code, "person_id": number, "received_date": f"{year}-06-01", "known_to": ENDS[code]}
        for code in codes
        for year in years
        for number in range(20)
        if f"{year}-06-01" < ENDS[code]
    ]  # fmt: skip


@pytest.fixture(scope="module")
def of_two_times(tmp_path_factory):
    rows = requests(("830", "891"), (2023, 2024, 2025))
    return make_engine(tmp_path_factory.mktemp("two"), "2026-01-15", requests=rows, authorities=AUTHORITIES)


def test_nothing_is_foretold_of_authorities_whose_returns_end_a_year_apart(of_two_times):
    with pytest.raises(RefusedError, match=r"from 16 January 2025 to 15 January 2026.*Choose one authority"):
        of_two_times.outlook((), LEADERS)
    for reader, where in ((LEADERS, (("authority", ("891",)),)), (OF_OLDER, ())):
        assert of_two_times.outlook(where, reader).as_at == datetime.date(2025, 1, 16)
    assert of_two_times.outlook((("authority", ("830",)),), LEADERS).as_at == datetime.date(2026, 1, 15)


def test_a_year_that_one_authority_has_no_files_for_is_no_fall(of_two_times):
    """Forty requests of 2024 and, in the files of one of the two, twenty of 2025."""
    both = answer_panel(of_two_times, LEADERS, ehc.REQUESTS, Filters())
    assert ehc.REQUESTS.find(both) == "20 requests in 2025"
    newer = answer_panel(of_two_times, LEADERS, ehc.REQUESTS, Filters(where=(("authority", ("830",)),)))
    assert ehc.REQUESTS.find(newer) == "20 requests in 2025, as many as before"


def test_a_card_of_the_summary_says_whose_files_end_early(of_two_times):
    cards = {card.question: card for card in make_cards(of_two_times, LEADERS, Filters())}
    assert "SEN2 return of Older: to 16 January 2025 only" in cards["Who is still waiting?"].detail
    of_newer = make_cards(of_two_times, LEADERS, Filters(where=(("authority", ("830",)),)))
    assert all("only" not in card.detail for card in of_newer)


def test_the_year_before_is_told_by_its_return_as_this_year_is_by_this_years(tmp_path):
    """The return of 16 January 2025 tells that ten requests were withdrawn, nobody knows when: on 31 December they seemed open."""
    first = {"known_to": "2025-01-16", "observed_to_date": "2026-01-15"}
    withdrawn = {"decision": "W", "decision_known_date": "2025-01-16"}
    rows = [
        {"request_id": f"r{number}", "received_date": "2024-03-01"} | first | (withdrawn if number < 10 else {"decision": "N", "decided_date": "2025-03-01"})
        for number in range(30)
    ] + [{"request_id": f"n{number}", "received_date": "2025-03-01", "known_to": "2026-01-15"} for number in range(40)]  # fmt: skip
    engine = make_engine(tmp_path, "2026-01-15", requests=rows)
    for reader in (CASEWORK, LEADERS):
        answer = answer_panel(engine, reader, ehc.OPEN_TREND, Filters())
        assert answer.before.as_at == datetime.date(2025, 1, 31)
        assert ehc.OPEN_TREND.find(answer) == "40 open cases past 20 weeks; 20 last year"
    in_summer = answer_panel(engine, CASEWORK, ehc.OPEN_TREND, Filters(as_at=datetime.date(2025, 12, 10)))
    assert in_summer.before.as_at == datetime.date(2024, 11, 30), "of a day between returns, a day between returns"


def plans_in_time(tmp_path, count: int = 7):
    rows = [{"request_id": f"r{number}", "received_date": "2025-01-06"} for number in range(count)]
    issued = [
        {"assessment_id": f"a{number}", "request_id": f"r{number}", "outcome": "Y", "outcome_date": "2025-05-01"}
        for number in range(count)
    ]  # fmt: skip
    advice = {
        "request_id": "r0",
        "adviser_service": "ep",
        "requested_date": "2025-02-01",
        "received_date": "2025-03-01",
    }
    return make_engine(tmp_path, "2026-01-15", requests=rows, assessments=issued, advice=[advice | {"advice_id": "e"}])


def test_of_a_base_too_small_for_a_share_the_part_is_not_called_fewer_than_five(tmp_path):
    """All seven plans were in time: to say fewer than 5 of 7 would be untrue."""
    engine = plans_in_time(tmp_path)
    table = as_table(engine.answer(Question("plans_issued_within_20_weeks", every="year"), LEADERS))
    (row,) = [row for row in table.rows if row[0] == "2025"]
    assert row[1:] == ("too few to show", "too few to show", "7")
    assert ask(engine, "plans_issued_within_20_weeks", every="year")[0]["numerator"] == 7


def test_where_every_plan_was_in_time_no_adviser_cost_any(tmp_path):
    answer = answer_panel(plans_in_time(tmp_path, count=20), LEADERS, late_plans.WHAT_IF, Filters())
    assert late_plans.WHAT_IF.find(answer) == "Every plan was in time"


def test_the_card_of_plans_in_time_counts_the_months_its_title_compares(authority):
    (card,) = [
        card for card in make_cards(authority.engine, LEADERS, Filters()) if card.question == "Are plans in time?"
    ]
    share = card.finding.split("%")[0]
    part, whole = card.detail.split(" issued ")[0].split(" of ")
    assert f"{100 * int(part) / int(whole):.1f}" == share
    assert " to Dec 2025" in card.detail
