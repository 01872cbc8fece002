"""Change over time: what is whole, when there are limits, what titles and captions say, and what the chart is made of."""

import dataclasses
import datetime
import json
import tomllib

import pytest
from harness import CASEWORK, LEADERS, SHARED, Engine, make_engine

from sendmetrics.contracts.reference import PROJECT
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.question import Question, Reader, Result
from sendmetrics.metrics.targets import Annotation, Target, Targets
from sendmetrics.panels import change
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.change_figures import NOT_JUDGED, NOT_WHOLE, SORTS
from sendmetrics.panels.change_study import MOST_GAPS, SMALLEST_BASE, TOO_MANY_GAPS, TOO_SMALL, study_answer
from sendmetrics.panels.change_words import find_change
from sendmetrics.panels.fitting import NOT_FIXED_TABLES, fit_panel, say_left_out
from sendmetrics.panels.palette import AIM, QUIET, SERIES
from sendmetrics.panels.panel import Answer, Filters
from sendmetrics.panels.xmr import SCREEN

RATE, REQUESTS, DECIDED = "plans_issued_within_20_weeks", "requests_received", "requests_decided_within_6_weeks"
STEADY = (50, 54, 50, 54, 50, 54, 50, 54, 50, 54, 50, 54, 50, 54)
FALLING = (*STEADY, 53, 52.5, 52, 51.5, 51, 50.5, 50)
LOW = (*STEADY, *STEADY, 20)


def months(values: tuple, metric: str = RATE, base: int | None = 40, **question) -> Answer:
    """An answer whose months, from January 2023 on, have these values; None is hidden."""
    as_at = question.pop("as_at", datetime.date(2026, 1, 15))
    rows = []
    for place, value in enumerate(values):
        period = datetime.date(2023 + place // 12, place % 12 + 1, 1)
        row = {
            "period": period,
            "breakdown": None,
            "label": "",
            "value": value,
            "symbol": None if value is not None else "c",
        }
        is_count = find_metric(metric).kind == "count"
        row |= {"numerator": value, "denominator": None if is_count or value is None else base}
        rows.append(row)
    asked = Question(metric, every="month", **question)
    return Answer((Result(metric, asked, as_at, "casework", "w", tuple(rows)),))


def aimed(answer: Answer, value: float, **more) -> Answer:
    return dataclasses.replace(answer, targets=Targets((Target(value, None, None),), **more))


# Which panels


@pytest.mark.parametrize("panel", change.PANELS, ids=lambda panel: panel.name)
def test_only_what_is_counted_afresh_each_period_is_judged(panel):
    """Of a stock or a running sum each month holds most of the month before: its ranges are far too small."""
    for ask in panel.asks:
        metric = find_metric(ask.metric)
        assert (metric.counts_on, ask.every) == ("event", "month")
        assert metric.kind in ("count", "proportion")
    assert panel.has_targets
    assert panel.adds is not None


# Limits, or why there are none


def test_a_share_needs_a_base_and_a_count_needs_to_be_far_from_nought():
    assert study_answer(months(STEADY, base=SMALLEST_BASE)).refused == ""
    assert study_answer(months(STEADY, base=SMALLEST_BASE - 1)).refused == TOO_SMALL
    assert study_answer(months(tuple([9, 11] * 7), REQUESTS)).refused == ""
    assert study_answer(months(tuple([8, 11] * 7), REQUESTS)).refused == TOO_SMALL
    answer = months(STEADY, base=5)
    assert change.PLANS_CHANGE.find(answer) == "Plans in time: too few cases a month for limits"
    assert "No limits: they need 10 cases in the average month" in change.PLANS_CHANGE.adds(answer)
    figure = change.PLANS_CHANGE.draw(answer).figure
    assert figure["layout"]["shapes"] == []


def test_a_series_with_too_many_gaps_has_no_limits():
    gapped = [*STEADY, *STEADY]
    for place in range(int(MOST_GAPS * len(gapped))):
        gapped[place * 3] = None
    assert study_answer(months(tuple(gapped))).refused == ""
    gapped[-1] = None
    answer = months(tuple(gapped))
    assert study_answer(answer).refused == TOO_MANY_GAPS
    assert change.PLANS_CHANGE.find(answer) == "Plans in time: too many gaps for limits"


def test_under_twelve_months_limits_are_on_trial():
    answer = months(STEADY[:11])
    assert change.PLANS_CHANGE.find(answer) == "Plans in time: too few months to call a change"
    assert "trial limits, as 12 in a row are needed" in change.PLANS_CHANGE.adds(answer)
    names = [each["text"] for each in change.PLANS_CHANGE.draw(answer).figure["layout"]["annotations"]]
    assert any(name.startswith("Trial limit") for name in names)


def test_a_hidden_newest_month_is_not_told_by_an_older_one():
    answer = months((*LOW, None))
    assert change.PLANS_CHANGE.find(answer) == "Too few cases to say"
    assert "Variation" not in change.PLANS_CHANGE.adds(answer)
    assert "1 more hidden or missing and not bridged" in change.PLANS_CHANGE.adds(answer)


@pytest.mark.parametrize("values", [(), (None,) * 14])
def test_nothing_known_is_no_chart_and_no_fault(values):
    answer = months(values)
    assert change.PLANS_CHANGE.find(answer) in ("No cases in this view", "Too few cases to say")
    json.dumps(change.PLANS_CHANGE.draw(answer).figure, default=str)
    change.PLANS_CHANGE.adds(answer)


# Which periods are whole


@pytest.mark.parametrize(
    ("clock", "as_at", "question", "whole"),
    [
        ("", "2024-02-28", {}, 13),
        ("", "2024-02-29", {}, 14),
        ("", "2024-03-15", {"end": datetime.date(2024, 2, 28)}, 13),
        ("", "2024-03-15", {"start": datetime.date(2023, 1, 2)}, 13),
        # The requests of 31 December are due on 11 February: on that day they may still be decided in time.
        ("decision", "2024-02-11", {}, 11),
        ("decision", "2024-02-12", {}, 12),
        ("decision", "2024-02-29", {"end": datetime.date(2023, 12, 15)}, 11),
    ],
)
def test_a_month_is_whole_when_it_is_over_and_the_last_of_its_cases_is_due(clock, as_at, question, whole):
    answer = months(STEADY, as_at=datetime.date.fromisoformat(as_at), **question)
    assert sum(study_answer(answer, clock).is_whole) == whole


def test_months_that_are_not_whole_are_hollow_and_in_no_limits():
    answer = months((*STEADY, 0), as_at=datetime.date(2024, 3, 15))
    assert study_answer(answer).chart == study_answer(months((*STEADY, None), as_at=datetime.date(2024, 3, 15))).chart
    hollow = [
        trace for trace in change.PLANS_CHANGE.draw(answer).figure["data"] if trace.get("name") == "not whole yet"
    ]
    assert [(trace["y"], trace["marker"]["symbol"]) for trace in hollow] == [([0], "circle-open")]
    assert "Hollow and in no limits, as they are not whole: Mar 2024." in change.PLANS_CHANGE.adds(answer)
    late = months((*STEADY, 0), DECIDED, as_at=datetime.date(2024, 3, 15))
    assert "as not all of their cases are due yet: Feb 2024 and Mar 2024." in change.DECISIONS_CHANGE.adds(late)


# Words


@pytest.mark.parametrize(
    ("values", "target", "title", "variation", "assurance"),
    [
        (STEADY, None, "Plans in time: no significant change", "● no significant change (Feb 2024)", ""),
        (STEADY, 52, "Plans in time: no significant change, target not met reliably", "● no", "? hit and miss"),
        (STEADY, 90, "Plans in time: no significant change, target consistently missed", "● no", "✘ consistently fails"),
        (STEADY, 10, "Plans in time: no significant change, target consistently met", "● no", "✔ consistently passes"),
        (FALLING, 52, "Plans in time: falling, and target not met reliably", "◆ concern (Sep 2024: seven in a row going one way)", "?"),
        (LOW, None, "Plans in time: unusually low", "◆ concern (May 2025: outside the limits)", ""),
        ((*STEADY, *STEADY, 80), None, "Plans in time: unusually high", "■ improvement", ""),
        ((*STEADY, *STEADY, *[53.5, 53] * 5), 52, "Plans in time: above average, and target not met reliably", "■", "?"),
    ],
)  # fmt: skip
def test_variation_and_assurance_in_words_and_sign(values, target, title, variation, assurance):
    answer = months(values)
    answer = answer if target is None else aimed(answer, target)
    assert change.PLANS_CHANGE.find(answer) == title
    assert len(title.split()) <= 10
    said = change.PLANS_CHANGE.adds(answer)
    assert f"Variation: {variation}" in said
    assert (f"Assurance: {assurance}" in said) if assurance else ("Assurance" not in said)


def test_a_measure_without_a_better_way_is_changed_and_has_no_assurance():
    answer = aimed(months((*[30, 34] * 14, 60), REQUESTS), 20)
    assert change.REQUESTS_CHANGE.find(answer) == "Requests: unusually high"
    said = change.REQUESTS_CHANGE.adds(answer)
    assert "Variation: ▲ change without judgement" in said
    assert "Assurance" not in said


def test_the_target_that_counts_is_the_one_of_the_newest_whole_month():
    targets = Targets((Target(10, None, datetime.date(2024, 1, 31)), Target(90, datetime.date(2024, 2, 1), None)))
    answer = dataclasses.replace(months(STEADY), targets=targets)
    assert study_answer(answer).target == 90
    earlier = dataclasses.replace(
        answer, results=(dataclasses.replace(answer.results[0], as_at=datetime.date(2024, 2, 15)),)
    )
    assert study_answer(earlier).target == 10


@pytest.mark.parametrize("noun", ["Plans in time", "Decisions in time", "Requests"])
def test_no_title_is_longer_than_ten_words(noun):
    for values in (STEADY, FALLING, LOW, STEADY[:5], (*STEADY, *STEADY, *[53.5, 53] * 5), (None, 50) * 8):
        for base in (40, 2):
            for target in (1, 52, 99):
                assert len(find_change(noun)(aimed(months(values, base=base), target)).split()) <= 10


# The chart


def test_no_sort_of_point_is_told_by_colour_alone():
    sorts = [*SORTS.values(), NOT_WHOLE, NOT_JUDGED]
    for name in ("word", "sign", "symbol"):
        assert len({getattr(sort, name) for sort in sorts}) == len(sorts), name


def _brightness(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    "colour", sorted({*(sort.colour for sort in [*SORTS.values(), NOT_WHOLE, NOT_JUDGED]), AIM, QUIET, *SERIES})
)
def test_every_colour_holds_three_to_one_on_either_theme(colour):
    theme = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for page in ("light", "dark"):
        ends = sorted((_brightness(colour), _brightness(theme[page]["backgroundColor"])))
        assert (ends[1] + 0.05) / (ends[0] + 0.05) >= 3, (colour, page)


def test_limits_target_planned_way_and_marks_are_drawn_and_named():
    march = datetime.date(2023, 3, 18)
    answer = aimed(
        months(LOW),
        60,
        trajectory=((datetime.date(2024, 1, 1), 40.0), (datetime.date(2025, 12, 31), 70.0)),
        annotations=(
            Annotation(march, "Panel <b>moved</b> & merged"),
            Annotation(datetime.date(2020, 1, 1), "Long ago"),
        ),
    )
    chart = change.PLANS_CHANGE.draw(answer)
    layout = chart.figure["layout"]
    names = [each["text"] for each in layout["annotations"]]
    assert sum(name.startswith("Limit ") for name in names) == 2
    assert any(name.startswith("Mean ") for name in names)
    assert "– · – Target 60.0%" in names
    assert any(name.startswith("· · · Planned ") for name in names)
    # Words of the authority's own are words, whatever they look like; what lies before the chart is not on it.
    assert "Panel &lt;b&gt;moved&lt;/b&gt; &amp;<br>merged" in names
    assert "Long ago" not in str(names) + change.PLANS_CHANGE.adds(answer)
    assert "Marked: Panel <b>moved</b> & merged (18 March 2023)." in change.PLANS_CHANGE.adds(answer)
    assert [shape["x0"] for shape in layout["shapes"] if shape["line"]["dash"] == "dot"] == [march]
    planned = next(trace for trace in chart.figure["data"] if str(trace.get("name")).startswith("Planned"))
    assert planned["y"][11] is None
    assert planned["y"][12] == pytest.approx(40 + 30 * 30 / 730)
    assert "Signals: " in chart.alt
    assert "outside the limits" in chart.alt


def test_limits_of_a_share_stay_within_0_and_100_and_counts_above_nought():
    share = study_answer(months((100, 60) * 8))
    assert share.chart.upper > 100
    assert share.limits == (0, 100)
    count = study_answer(months((40, 1) * 8, REQUESTS))
    assert count.chart.lower < 0
    assert count.limits == (0, count.chart.upper)
    assert float(SCREEN) == 3.267


def test_without_limits_no_point_is_called_usual():
    for answer in (months(STEADY[:11]), months(STEADY, base=5)):
        names = {trace.get("name") for trace in change.PLANS_CHANGE.draw(answer).figure["data"]}
        assert names - {None} == {NOT_JUDGED.word}


def test_what_was_planned_for_the_newest_whole_month_is_said():
    way = ((datetime.date(2024, 1, 1), 40.0), (datetime.date(2024, 3, 1), 100.0))
    answer = dataclasses.replace(months(STEADY), targets=Targets(trajectory=way))
    assert "The authority planned 99.0% for Feb 2024." in change.PLANS_CHANGE.adds(answer)
    asked = dataclasses.replace(answer.results[0].question, every="year")
    years = dataclasses.replace(
        answer, results=(dataclasses.replace(answer.results[0], question=asked, rows=answer.results[0].rows[::12]),)
    )
    assert "planned" not in change.PLANS_CHANGE.adds(years) + str(change.PLANS_CHANGE.draw(years).figure)


# Through the production door


PAIRS = [(year, month) for year in (2023, 2024) for month in range(1, 13)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Engine:
    """Two years of 12 and 14 requests a month in turn, then 40 in the last; half from one school."""
    rows = [
        {
            "request_id": f"r{year}-{month}-{number}",
            "received_date": datetime.date(year, month, 1 + number % 28),
            "decided_date": datetime.date(year, month, 28),
            "school_urn": "900001" if number % 2 else "900002",
        }
        for year, month in PAIRS
        for number in range(40 if (year, month) == (2024, 12) else 12 + 2 * (month % 2))
    ]
    return make_engine(
        tmp_path_factory.mktemp("change"), "2024-12-31", requests=rows,
        authorities=[{"la_code": "999"}],
        targets=[{"la_code": "999", "metric": REQUESTS, "value": 13.0}],
        annotations=[{"la_code": "999", "event_date": "2024-11-05", "note": "Campaign"}],
    )  # fmt: skip


def test_from_rows_to_words(engine):
    answer = answer_panel(engine, CASEWORK, change.REQUESTS_CHANGE, Filters())
    assert change.REQUESTS_CHANGE.find(answer) == "Requests: unusually high"
    said = caption(change.REQUESTS_CHANGE, answer, "")
    assert "Variation: ▲ change without judgement (Dec 2024: outside the limits)." in said
    assert "Marked: Campaign (5 November 2024)." in said
    assert "Target 13.0" in change.REQUESTS_CHANGE.draw(answer).alt


def test_the_target_of_a_count_is_not_drawn_for_a_part(engine):
    head = Reader("head", "casework", (("schools", ("900001",)),))
    answer = answer_panel(engine, head, change.REQUESTS_CHANGE, Filters())
    assert change.REQUESTS_CHANGE.find(answer) == "Requests: too few cases a month for limits"
    assert "is for the whole of it" in caption(change.REQUESTS_CHANGE, answer, "")
    assert "Target" not in change.REQUESTS_CHANGE.draw(answer).alt


def test_a_leader_of_one_school_gets_years_and_an_honest_answer(engine):
    leader = Reader("head", "leaders", (("schools", ("900001",)),))
    answer = answer_panel(engine, leader, change.REQUESTS_CHANGE, Filters())
    assert answer.results[0].question.every == "year"
    assert change.REQUESTS_CHANGE.find(answer) == "Requests: too few years to call a change"
    figure = change.REQUESTS_CHANGE.draw(answer).figure
    assert next(trace["x"] for trace in figure["data"] if trace["mode"] == "lines") == ["2023", "2024"]
    # The mark stands on its year, which has a place and no day.
    assert [shape["x0"] for shape in figure["layout"]["shapes"] if shape["line"]["dash"] == "dot"] == [1]
    assert "by year" in caption(change.REQUESTS_CHANGE, answer, "")


@pytest.mark.parametrize("panel", change.PANELS, ids=lambda panel: panel.name)
def test_what_is_shared_is_told_why_it_has_none_of_this(panel):
    assert fit_panel(panel, SHARED) is None
    (line,) = say_left_out([panel], SHARED)
    assert line.startswith(f"Left out, since {NOT_FIXED_TABLES}")


@pytest.mark.parametrize("panel", change.PANELS, ids=lambda panel: panel.name)
def test_limits_are_of_what_a_leader_may_see(authority, panel):
    """A mean that counted hidden months would give them away."""
    coast = Filters(where=(("locality", ("COA",)),))
    answer = answer_panel(authority.engine, LEADERS, panel, coast)
    study = study_answer(answer, "decision" if panel is change.DECISIONS_CHANGE else "")
    shown = [
        row["value"]
        for row, is_one in zip(study.result.rows, study.is_whole, strict=True)
        if is_one and row["value"] is not None
    ]
    if study.chart.mean is not None:
        assert study.chart.mean == pytest.approx(sum(shown) / len(shown))


# The table


def test_the_table_says_of_every_month_what_its_point_says():
    answer = aimed(months((*LOW, None)), 52)
    table = change.PLANS_CHANGE.tabulate(answer)
    study = study_answer(answer)
    assert table.headings[-2:] == ("What it means", "Target")
    lower, upper = study.limits
    assert table.caption.endswith(f". Mean {study.chart.mean:.1f}%, limits {lower:.1f}% to {upper:.1f}%")
    assert [row[-2] for row in table.rows[-3:]] == ["usual", "concern: outside the limits", ""]
    assert {row[-1] for row in table.rows} == {"52.0%"}
    assert [row[0] for row in table.rows[-2:]] == ["May 2025", "June 2025"]


def test_the_table_of_too_little_says_so_and_of_a_month_not_over_that_it_is_not_whole():
    table = change.PLANS_CHANGE.tabulate(months(STEADY[:11]))
    assert "trial limits" in table.caption
    assert {row[-1] for row in table.rows} == {"too little to judge by"}
    table = change.PLANS_CHANGE.tabulate(months(STEADY, as_at=datetime.date(2024, 2, 10)))
    assert [row[-1] for row in table.rows[-2:]] == ["usual", "not whole yet"]
