"""Charts over time, on answers made up here: the newest is said first of all, every line is said, and a part is no plunge."""

import datetime

import pytest

from sendmetrics.metrics.question import Question, Result
from sendmetrics.panels.change_figures import NOT_WHOLE, SORTS
from sendmetrics.panels.charts_by_group import draw_bars
from sendmetrics.panels.charts_of_change import Dot, draw_change
from sendmetrics.panels.figures import chart_of, counts_over_time, is_part, over_time
from sendmetrics.panels.panel import Answer
from sendmetrics.panels.xmr import NO_CHANGE

DAY = datetime.date(2026, 1, 15)
STARTED, ENDED = "plans_started", "plans_ceased"


def by_year(metric: str, *values: int | None, as_at: datetime.date = DAY, every: str = "year", **question) -> Result:
    """Years up to 2026, the last of them with the last value."""
    rows = tuple(
        {"period": datetime.date(2027 - len(values) + place, 1, 1), "breakdown": None, "label": None, "value": value}
        | {"numerator": value, "denominator": None, "symbol": "c" if value is None else ""}
        for place, value in enumerate(values)
    )
    return Result(metric, Question(metric, every=every, as_at=as_at, **question), as_at, "leaders", "made", rows)


@pytest.mark.parametrize(
    ("every", "as_at", "found"),
    [
        ("year", DAY, True),
        ("year", datetime.date(2026, 12, 30), True),
        ("year", datetime.date(2026, 12, 31), False),
        ("month", DAY, True),
        ("month", datetime.date(2026, 1, 31), False),
        ("quarter", datetime.date(2026, 3, 30), True),
        ("quarter", datetime.date(2026, 3, 31), False),
        ("all", DAY, False),
    ],
)
def test_a_period_is_a_part_until_its_last_day(every, as_at, found):
    assert is_part(by_year(STARTED, 300, 12, every=every, as_at=as_at)) is found


def test_what_stands_on_a_day_is_never_a_part():
    assert not is_part(by_year("plans_in_force", 300, 310, view="open"))
    assert not is_part(by_year(STARTED))


def test_a_year_that_is_not_over_is_a_ring_beside_the_line():
    draw = over_time(("Started", "Ended"))
    figure = draw(Answer((by_year(STARTED, 300, 312, 12), by_year(ENDED, 100, 120, 3)))).figure
    started, ring, ended, other = figure["data"]
    assert started["y"] == [300, 312, None]
    assert ended["y"] == [100, 120, None]
    assert started["x"] == ["2024", "2025", "2026"], "its place on the axis stays"
    assert (ring["x"], ring["y"], ring["mode"], ring["marker"]["symbol"]) == (["2026"], [12], "markers", "circle-open")
    assert other["y"] == [3]
    assert ring["text"][0].endswith("not over yet")
    assert figure["layout"]["title"]["text"].count("○</span> not over yet") == 1


def test_a_year_that_is_over_and_one_that_is_hidden_have_no_ring():
    over = by_year(STARTED, 300, 312, as_at=datetime.date(2026, 12, 31))
    for result, values in ((over, [300, 312]), (by_year(STARTED, 300, None), [300, None])):
        figure = over_time()(Answer((result,))).figure
        assert [trace["y"] for trace in figure["data"]] == [values]
        assert "not over" not in figure["layout"]["title"]["text"]


def test_the_column_of_a_year_that_is_not_over_is_hatched():
    figure = counts_over_time()(Answer((by_year(STARTED, 300, 312, 12),))).figure
    assert figure["data"][0]["marker"]["pattern"]["shape"] == ["", "", "/"]
    assert "▨</span> not over yet" in figure["layout"]["title"]["text"]
    whole = counts_over_time()(Answer((by_year(STARTED, 300, 312, as_at=datetime.date(2026, 12, 31)),))).figure
    assert "pattern" not in whole["data"][0]["marker"]


def test_of_a_long_series_the_newest_are_said():
    result = by_year(STARTED, *range(101, 121))
    said = chart_of({}, result).alt
    assert "120" in said
    assert "109" in said
    assert "108" not in said
    assert said.endswith("; and 8 before")
    assert "before" not in chart_of({}, by_year(STARTED, 1, 2)).alt


def test_of_several_lines_each_is_said_with_its_newest():
    answer = Answer((by_year(STARTED, *range(101, 121)), by_year(ENDED, *range(201, 221))))
    said = over_time(("Started", "Ended"))(answer).alt
    started, ended = said.split(". ")
    assert started.startswith("Started: ")
    assert ended.startswith("Ended: ")
    assert "120" in started
    assert "220" in ended
    assert started.endswith("; and 14 before")


def test_a_month_that_is_not_whole_is_no_part_of_the_line_of_change():
    dots = [
        Dot(datetime.date(2025, 11, 1), 60.0, "", SORTS[NO_CHANGE]),
        Dot(datetime.date(2025, 12, 1), 62.0, "", SORTS[NO_CHANGE]),
        Dot(datetime.date(2026, 1, 1), 20.0, "", NOT_WHOLE),
    ]
    line, *points = draw_change(dots, (), (), (), "")["data"]
    assert line["y"] == [60.0, 62.0, None]
    assert [trace["y"] for trace in points] == [[60.0, 62.0], [20.0]]


def test_rows_are_as_high_as_their_longest_name():
    short, long = "Other", "Arrangements made by the authority itself elsewhere"
    heights = [
        draw_bars([short, name], [1, 2], ["", ""], ["", ""], name_width=20)["layout"]["height"]
        for name in (short, long)
    ]
    assert heights[1] - heights[0] == 2 * 17, "one line more, in each of two rows"
