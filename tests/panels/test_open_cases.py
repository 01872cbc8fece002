"""What the panels on open cases and on the reconciliation say, worked by hand."""

import datetime

import pytest
from harness import CASEWORK, LEADERS, make_engine

from sendmetrics.metrics.question import Question, Result
from sendmetrics.panels import open_cases, published
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.panel import Answer, Filters
from sendmetrics.panels.registry import all_panels
from sendmetrics.panels.tables import tables_of

DAY = datetime.date(2026, 1, 15)


def counts(metric: str, by: str, audience: str = "leaders", **found: int | None) -> Result:
    rows = tuple(
        {"period": None, "breakdown": code, "label": code, "value": value, "numerator": value, "denominator": None}
        | {"symbol": "c" if value is None else ""}
        for code, value in found.items()
    )
    return Result(metric, Question(metric, by, as_at=DAY), DAY, audience, "made", rows)


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ({"past": 100, "within_30_days": 20, "later": 127}, "100 of 247 open cases past 20 weeks"),
        ({"within_30_days": 20, "later": 127}, "0 of 147 open cases past 20 weeks"),
        ({"past": 100, "within_30_days": None, "later": 127}, "At least 100 open cases past 20 weeks"),
        ({"past": None, "within_30_days": 20, "later": 127}, "At least 147 open cases in all"),
        ({"past": None}, "Too few cases to say"),
        ({}, "No cases in this view"),
    ],
)
def test_the_title_on_ages_says_only_what_is_known(found, title):
    assert open_cases.AGES.find(Answer((counts("assessments_open", "due", **found),))) == title


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ({"past": 100, "within_30_days": 23}, "23 open cases reach 20 weeks within 30 days"),
        ({"past": 100, "within_30_days": 1}, "1 open case reaches 20 weeks within 30 days"),
        ({"past": 100}, "No open case reaches 20 weeks within 30 days"),
        ({"past": 100, "within_30_days": None}, "Too few cases to say"),
        ({}, "No cases in this view"),
    ],
)
def test_the_title_on_what_is_due(found, title):
    assert open_cases.DUE.find(Answer((counts("assessments_open", "due", **found),))) == title


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (
            {"rate_in_time": 300, "rate_late": 40, "exception_late": 12, "refused": 48},
            "352 of 400 cases are in the 20-week rate",
        ),
        ({"rate_in_time": 300, "rate_late": None, "refused": 48}, "At least 300 cases are in the 20-week rate"),
        ({"refused": 48}, "0 of 48 cases are in the 20-week rate"),
    ],
)
def test_the_title_of_the_reconciliation(found, title):
    assert (
        published.RECONCILIATION.find(Answer((counts("cases_in_the_20_week_rate", "rate_standing", **found),))) == title
    )


def drawn(*results: Result) -> dict[str, list[int]]:
    chart = open_cases.AGES.draw(Answer(results))
    return {trace["name"]: trace["y"] for trace in chart.figure["data"]}


def test_a_column_whose_parts_are_hidden_is_drawn_undivided_unless_the_rest_is_few():
    ages = {"0_to_6_weeks": 20, "6_to_16_weeks": 14, "16_to_20_weeks": 9}
    layers = drawn(
        counts("assessments_open", "age_band", **ages),
        counts("assessments_open", "age_band", **{"0_to_6_weeks": 20}),
        counts("assessments_open", "age_band", **{"6_to_16_weeks": 12, "16_to_20_weeks": None}),
        counts("assessments_open", "age_band", **{"6_to_16_weeks": None, "16_to_20_weeks": None}),
    )
    assert layers["Undecided"][:3] == [20, 0, 0]
    assert layers["In assessment"][:3] == [0, 12, 0]
    # Of 14, the 2 that are hidden are not told by a bar of their own; the 9 in hidden parts are no small number.
    assert layers["Not divided"][:3] == [0, 0, 9]


def test_the_limits_stand_between_the_ages_they_part():
    figure = open_cases.AGES.draw(Answer((counts("assessments_open", "age_band", **{"0_to_6_weeks": 20}),))).figure
    assert [(shape["x0"], note["text"]) for shape, note in zip(
        figure["layout"]["shapes"], figure["layout"]["annotations"], strict=True
    )] == [(0.5, "6 wk"), (1.5, "16 wk"), (2.5, "20 wk")]  # fmt: skip
    assert figure["layout"]["xaxis"]["tickvals"][:4] == [
        "Up to 6 weeks",
        "6 to 16 weeks",
        "16 to 20 weeks",
        "20 to 26 weeks",
    ]
    # Short enough to stand side by side on a telephone, and said to be weeks.
    assert figure["layout"]["xaxis"]["ticktext"] == [
        "0–6",
        "6–16",
        "16–20",
        "20–26",
        "26–40",
        "40–52",
        "52–104",
        "104+",
    ]
    assert figure["layout"]["xaxis"]["title"]["text"] == "weeks since the request"


def test_layers_by_stage_add_up_to_the_whole(authority):
    answer = answer_panel(authority.engine, CASEWORK, open_cases.AGES, Filters())
    whole = {row["breakdown"]: row["value"] for row in answer.results[0].rows}
    parts: dict[str, int] = {}
    for result in answer.results[1:-1]:
        for row in result.rows:
            parts[row["breakdown"]] = parts.get(row["breakdown"], 0) + row["value"]
    assert parts == whole
    assert sum(whole.values()) == sum(row["value"] for row in answer.results[-1].rows)
    captions = [table.caption for table in tables_of(open_cases.AGES, answer)]
    assert captions == [
        "Open EHC assessments",
        "Open EHC assessments: Awaiting the decision to assess",
        "Open EHC assessments: In assessment",
        "Open EHC assessments: Plan agreed, not yet issued",
    ]


def test_open_cases_past_the_limit_are_the_same_number_in_every_panel(authority):
    """By age, by time left, and as the open view of the wait: one fact."""
    for reader in (CASEWORK, LEADERS):
        for filters in (Filters(), Filters(as_at=datetime.date(2025, 6, 30))):
            wait = answer_panel(authority.engine, reader, all_panels()["open_now"], filters).results[0].rows[0]
            title = open_cases.AGES.find(answer_panel(authority.engine, reader, open_cases.AGES, filters))
            if "At least" not in title:
                assert title.startswith(f"{wait['over_limit']:,} of {wait['count']:,} ")
            assert f"{wait['over_limit']:,}" in title


def test_the_longest_wait_is_told_in_a_band(tmp_path):
    engine = make_engine(
        tmp_path, "2026-01-15", requests="request_id | received_date\nr1 | 2024-01-01\nr2 | 2026-01-01"
    )
    answer = answer_panel(engine, CASEWORK, open_cases.LONGEST, Filters())
    assert open_cases.LONGEST.find(answer) == "Longest open case: over 104 weeks"
    assert "longest over 104 weeks" in open_cases.LONGEST.draw(answer).alt


def test_bands_of_a_year_add_up_to_all_but_the_unknown(authority):
    answer = answer_panel(authority.engine, CASEWORK, published.BANDS, Filters())
    by_year = [{row["period"]: row for row in result.rows} for result in answer.results]
    for year, within in by_year[0].items():
        others = [rows[year] for rows in by_year[1:]]
        assert {row["denominator"] for row in others} == {within["denominator"]}
        assert (within["numerator"] or 0) + sum(row["numerator"] or 0 for row in others) == within["denominator"]


def test_where_few_took_over_52_weeks_the_title_tells_the_share_within_20(tmp_path):
    """Thirty plans of 2025 in time and eight late; two of 2026 past a year, which leaders may not be told of."""
    issued = ["2025-05-01"] * 30 + ["2025-09-01"] * 8 + ["2026-02-01"] * 2
    requests = [{"request_id": f"r{number}", "received_date": "2025-01-01"} for number in range(len(issued))]
    assessments = [
        {"assessment_id": f"a{number}", "request_id": f"r{number}", "outcome": "Y", "outcome_date": day}
        for number, day in enumerate(issued)
    ]
    engine = make_engine(tmp_path, "2026-12-31", requests=requests, assessments=assessments)
    year = Filters(start=datetime.date(2025, 1, 1), end=datetime.date(2025, 12, 31))
    for reader, filters, title in (
        (CASEWORK, Filters(), "100.0% of plans took over 52 weeks, 2026"),
        (CASEWORK, year, "0.0% of plans took over 52 weeks, 2025"),
        (LEADERS, year, "78.9% of plans without exception within 20 weeks, 2025"),
    ):
        assert published.BANDS.find(answer_panel(engine, reader, published.BANDS, filters)) == title
