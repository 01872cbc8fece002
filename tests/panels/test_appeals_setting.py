"""Mediation and tribunal cases counted: every figure that can count them does, names the measure asked, and the others say so."""

import pytest
from harness import CASEWORK, LEADERS, SHARED, make_engine

from sendmetrics.exports.results import to_csv
from sendmetrics.metrics.definition import find_metric, read_metrics
from sendmetrics.pages.view import as_csv
from sendmetrics.panels import ehc, published
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.fitting import why_not
from sendmetrics.panels.panel import Ask, Filters
from sendmetrics.panels.registry import all_panels
from sendmetrics.panels.tables import tables_of

PANELS = all_panels()
COUNTED = Filters(counts_appeals=True)
RATE = "plans_issued_within_20_weeks"
SAID = "mediation and tribunal cases counted"
WHATEVER = "left out of this figure, whatever is chosen"


@pytest.fixture
def engine(tmp_path):
    """Four plans of 2025: two in time, one of them after mediation; two late, one of them heard by the tribunal."""
    return make_engine(
        tmp_path,
        "2026-01-15",
        requests="""
        request_id | received_date | has_mediation
        r1         | 2025-01-06    | false
        r2         | 2025-01-06    | true
        r3         | 2025-01-06    | false
        r4         | 2025-01-06    | false
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | has_tribunal
        a1            | r1         | Y       | 2025-05-26   | false
        a2            | r2         | Y       | 2025-05-26   | false
        a3            | r3         | Y       | 2025-05-27   | false
        a4            | r4         | Y       | 2025-05-27   | true
        """,
    )


def pair(result) -> tuple:
    row = next(row for row in reversed(result.rows) if row["denominator"])
    return row["numerator"], row["denominator"]


def test_the_setting_changes_numerator_and_denominator(engine):
    for filters, expected in ((Filters(), (1, 2)), (COUNTED, (2, 4))):
        answer = answer_panel(engine, CASEWORK, ehc.PUBLISHED_RATE, filters)
        assert [pair(result) for result in answer.results] == [expected] * 3


def test_caption_definition_table_and_csv_name_the_measure_that_was_asked(engine):
    answer = answer_panel(engine, CASEWORK, ehc.PUBLISHED_RATE, COUNTED)
    assert [result.metric for result in answer.results] == [
        f"{RATE}_with_appeals",
        f"{RATE}_excluding_exceptions_with_appeals",
        f"{RATE}_with_appeals",
    ]
    said = caption(ehc.PUBLISHED_RATE, answer, "Coast")
    assert f"without exceptions, Coast, {SAID}. As at" in said
    assert WHATEVER not in said
    assert "Mediation or tribunal" not in said, "nothing is left out for it"
    titles = [find_metric(f"{RATE}{more}_with_appeals").title for more in ("", "_excluding_exceptions")]
    assert [table.caption for table in tables_of(ehc.PUBLISHED_RATE, answer)] == titles
    text = as_csv(answer, "")
    assert all(f"# title: {title}" in text for title in titles)
    assert f"# metric: {RATE}_with_appeals" in to_csv(answer.results[0])
    plain = caption(ehc.PUBLISHED_RATE, answer_panel(engine, CASEWORK, ehc.PUBLISHED_RATE, Filters()), "Coast")
    assert SAID not in plain
    assert "2 mediation or tribunal" in plain


def test_the_published_figure_of_england_is_not_set_beside_another_reading(authority):
    assert answer_panel(authority.engine, LEADERS, ehc.PUBLISHED_RATE, Filters()).beside("National") is not None
    answer = answer_panel(authority.engine, LEADERS, ehc.PUBLISHED_RATE, COUNTED)
    assert answer.comparators == ()
    assert "England" not in caption(ehc.PUBLISHED_RATE, answer, "")


def test_every_panel_either_counts_them_or_says_that_it_does_not(authority):
    """A reader who chose to count them never takes a figure without them for one with them."""
    leave_out = {name for name, metric in read_metrics().items() if "'Mediation or tribunal'" in metric.sql}
    leave_out.add("cases_in_the_20_week_rate")
    for panel in PANELS.values():
        answer = answer_panel(authority.engine, CASEWORK, panel, COUNTED)
        said = caption(panel, answer, "")
        asked = {result.metric for result in answer.results}
        with_them = {name for name in asked if name.endswith("_with_appeals")}
        switched = {ask.with_appeals for ask in panel.asks if ask.with_appeals} & with_them
        assert (SAID in said) == bool(switched), panel.name
        assert (WHATEVER in said) == (bool(asked & leave_out) and not with_them), panel.name
        if switched:
            assert not asked & leave_out, f"{panel.name} mixes both readings"


def test_a_panel_without_the_setting_answers_as_before(authority):
    for panel in (published.BANDS, published.APPEALS, ehc.OPEN_TREND):
        plain, counted = (answer_panel(authority.engine, CASEWORK, panel, filters) for filters in (Filters(), COUNTED))
        assert [result.rows for result in plain.results] == [result.rows for result in counted.results]


def test_with_appeals_names_a_measure_of_the_same_kind_and_keys():
    for panel in PANELS.values():
        for ask in panel.asks:
            if ask.with_appeals:
                plain, counted = find_metric(ask.metric), find_metric(ask.with_appeals)
                assert (plain.kind, plain.breakdowns, plain.year) == (counted.kind, counted.breakdowns, counted.year)
                assert "Mediation or tribunal" in plain.sql
                assert "Mediation or tribunal" not in counted.sql


def test_the_two_readings_are_not_among_the_tables_that_leave_the_building():
    ask = Ask(f"{RATE}_with_appeals", every="year")
    question, _ = ask.fit(Filters(), SHARED)
    assert question.metric == f"{RATE}_with_appeals"
    assert why_not(published.APPEALS, SHARED)


def test_a_table_names_the_panels_own_filter(authority):
    answer = answer_panel(authority.engine, CASEWORK, published.MEAN_WEEKS, Filters())
    assert [table.caption for table in tables_of(published.MEAN_WEEKS, answer)] == [
        "Weeks from request to EHC plan",
        "Weeks from request to EHC plan: exception to the 20 weeks: no",
    ]
