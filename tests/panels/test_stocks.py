"""What panels on stocks say in few words, with every filter there is: no small group can be read off a title."""

import pytest
from harness import CASEWORK, LEADERS

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.scope import read_values
from sendmetrics.panels import plans
from sendmetrics.panels.panel import Filters, answer_panel

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
