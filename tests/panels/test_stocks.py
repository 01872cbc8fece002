"""What panels on stocks say in few words, with every filter there is: no small group can be read off a title."""

import datetime

import pytest
from harness import CASEWORK, LEADERS

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.question import Question, Result
from sendmetrics.metrics.scope import read_values
from sendmetrics.panels import plans, stocks
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.panel import Answer, Filters

FILTERS = ("placement_group", "setting", "age_range", "need", "locality", "phase", "school", "sex", "ethnicity_group")


def every_filter(authority) -> list[Filters]:
    known = {name: read_values(authority.engine.warehouse, DIMENSIONS[name], CASEWORK) for name in FILTERS}
    return [Filters(where=((name, (value,)),)) for name, values in known.items() for value in values]


def test_the_largest_part_is_of_a_whole_only_where_that_tells_of_no_few(authority):
    assert set(FILTERS) <= set(find_metric("plans_in_force").breakdowns)
    said = {True: 0, False: 0}
    for filters in [Filters(), *every_filter(authority)]:
        exact = answer_panel(authority.engine, CASEWORK, plans.PLACEMENTS, filters)
        title = plans.PLACEMENTS.find(answer_panel(authority.engine, LEADERS, plans.PLACEMENTS, filters))
        if not any(row["count"] for row in exact.results[0].rows) or ":" not in title:
            continue
        counts = [row["count"] for row in exact.results[0].rows]
        total = sum(counts)
        is_told = f" of {total:,} " in title
        assert is_told or " of " not in title, title
        assert not is_told or total == max(counts) or (total - max(counts) >= 5 and min(counts) >= 5), (title, counts)
        assert is_told == (min(counts) >= 5 and not 0 < total - max(counts) < 5), (title, counts)
        said[is_told] += 1
    assert all(said.values()), said


@pytest.mark.parametrize("filters", [Filters(), Filters(where=(("locality", ("COA",)),))], ids=["all", "coast"])
def test_casework_is_told_of_the_whole(authority, filters):
    answer = answer_panel(authority.engine, CASEWORK, plans.PLACEMENTS, filters)
    assert f" of {answer.results[1].rows[-1]['count']:,} plans" in plans.PLACEMENTS.find(answer)


STATES = (plans.PLACEMENTS, plans.WITHOUT_PLACE, plans.REVIEWS_DUE)
PAST = [datetime.date(2023, 12, 31), datetime.date(2024, 12, 31)]


@pytest.mark.parametrize("end", PAST, ids=str)
@pytest.mark.parametrize("panel", STATES, ids=lambda panel: panel.name)
def test_the_groups_of_a_past_period_are_those_of_its_last_day(authority, panel, end):
    """Setting, need and age are told as on the as-at day: in a past period today's would be counted under its date."""
    of_period = answer_panel(authority.engine, CASEWORK, panel, Filters(start=end.replace(month=1, day=1), end=end))
    as_it_stood = answer_panel(authority.engine, CASEWORK, panel, Filters(start=end.replace(month=1, day=1), as_at=end))
    assert [result.rows for result in of_period.results] == [result.rows for result in as_it_stood.results]
    assert all(result.as_at == end for result in of_period.results)
    assert of_period.has_rows
    assert f"{end.day} December {end.year}" in caption(panel, of_period, "")


@pytest.mark.parametrize("end", [*PAST, None], ids=str)
def test_those_without_a_place_are_as_many_in_both_panels(authority, end):
    filters = Filters(end=end)
    by_place, waiting = (
        answer_panel(authority.engine, CASEWORK, panel, filters) for panel in (plans.PLACEMENTS, plans.WITHOUT_PLACE)
    )
    (none,) = [row["count"] for row in by_place.results[0].rows if row["breakdown"] == "none"]
    assert none == waiting.results[1].rows[-1]["count"] == sum(row["count"] for row in waiting.results[0].rows)


def test_a_day_looked_back_to_before_the_end_of_the_period_stands(authority):
    filters = Filters(end=datetime.date(2024, 12, 31), as_at=datetime.date(2024, 6, 30))
    answer = answer_panel(authority.engine, CASEWORK, plans.PLACEMENTS, filters)
    assert {result.as_at for result in answer.results} == {datetime.date(2024, 6, 30)}


def test_a_period_not_over_is_of_the_newest_day(authority):
    ahead = answer_panel(authority.engine, CASEWORK, plans.PLACEMENTS, Filters(end=datetime.date(2026, 12, 31)))
    today = answer_panel(authority.engine, CASEWORK, plans.PLACEMENTS, Filters())
    assert [result.rows for result in ahead.results] == [result.rows for result in today.results]


TODAY = datetime.date(2026, 1, 15)


def of_plans(every: str, counts: list[int | None], periods: list[datetime.date]) -> Answer:
    rows = tuple(
        {"period": period, "count": count, "symbol": "" if count else "c"}
        for period, count in zip(periods, counts, strict=True)
    )
    question = Question("plans_in_force", every=every, view="open")
    return Answer((Result("plans_in_force", question, TODAY, "leaders", "made", rows),))


def test_a_number_of_before_is_given_with_its_day():
    """24 on 15 January 2026 were set beside 23 of "last year", which were those of a fortnight before."""
    years = [datetime.date(year, 1, 1) for year in (2024, 2025, 2026)]
    find = stocks.number_now("plans in force")
    assert find(of_plans("year", [20, 23, 24], years)) == "24 plans in force; 23 on 31 December 2025"
    assert find(of_plans("year", [20, None, 24], years)) == "24 plans in force"
    assert find(of_plans("year", [24], years[2:])) == "24 plans in force"
    months = [datetime.date(2025, month, 1) for month in range(1, 13)] + [datetime.date(2026, 1, 1)]
    said = find(of_plans("month", [2100, *range(2101, 2112), 2345], months))
    assert said == "2,345 plans in force; 2,100 on 31 January 2025"


def by_reason(**counts: int | None) -> Answer:
    rows = tuple(
        {"breakdown": name, "label": name, "value": count, "numerator": count, "symbol": "" if count else "c"}
        for name, count in counts.items()
    )
    question = Question("plans_ceased", by="cease_reason")
    return Answer((Result("plans_ceased", question, TODAY, "casework", "made", rows),))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"Moved": 12, "Left": 3}, "Moved most often: 12 plans ended"),
        ({"Moved": 1}, "Moved: 1 plan ended"),
        ({"Moved": 1, "Left": 1, "Died": 1}, "1 plan ended for each of 3 reasons"),
        ({"Moved": 5, "Left": 5, "Died": None}, "5 plans ended for each of 2 reasons shown"),
        ({"Moved": 2, "Left": 1, "unknown": 9}, "Moved most often: 2 plans ended"),
        ({"Moved": None}, "Too few cases to say"),
    ],
)
def test_why_plans_ended_is_said_in_plain_words(counts, said):
    assert plans.WHY_ENDED.find(by_reason(**counts)) == said
