"""Panels on stages and advice: what late advice costs worked out by hand, and nothing from numbers that are hidden."""

import pytest
from harness import CASEWORK, LEADERS, make_engine

from sendmetrics.panels import advice, late_plans, stages
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.tables import tables_of

# Of tests/metrics/test_late_plans_by_last_advice.py, by hand: six late plans, speech and language last in five of
# them and enough by itself in two, psychology in one and not. With four plans in time, 4 of 10 are 40%; had speech
# and language come on time, 6 of 10 are 60%.
LAST_CAME = {1: "2026-04-20", 2: "2026-04-20", 3: "2026-04-20", 4: "2026-04-20", 5: "2026-03-30", 6: "2026-04-20"}
NEXT_CAME = {1: "2026-03-01", 2: "2026-03-01", 3: "2026-04-10", 4: "2026-04-10", 5: "2026-03-01", 6: "2026-04-20"}
ISSUED = {1: "06-10", 2: "06-16", 3: "06-04", 4: "06-05", 5: "06-10", 6: "06-10", 7: "05-25", 8: "05-25", 9: "05-25", 10: "05-25"}  # fmt: skip


def ten_plans(copies: int = 1, advice_to: str = "2026-12-31") -> dict[str, list[dict]]:
    tables: dict[str, list[dict]] = {"requests": [], "assessments": [], "advice": []}
    for copy in range(copies):
        for number, issued in ISSUED.items():
            case = {"request_id": f"r{number}-{copy}", "person_id": 100 * copy + number}
            dates = {"received_date": "2026-01-05", "decided_date": "2026-02-16"}
            tables["requests"].append(case | dates | {"decision": "Y"})
            outcome = {"assessment_id": f"a{number}-{copy}", "outcome": "Y", "outcome_date": f"2026-{issued}"}
            tables["assessments"].append(case | outcome)
            for adviser, came in (("health_salt", LAST_CAME.get(number)), ("ep", NEXT_CAME.get(number))):
                if came:
                    asked = {"requested_date": "2026-02-16", "received_date": came, "known_to": advice_to}
                    row = {"advice_id": f"{adviser}{number}-{copy}", "adviser_service": adviser}
                    tables["advice"].append(case | row | asked)
    return tables


@pytest.mark.parametrize(("reader", "copies"), [(CASEWORK, 1), (LEADERS, 5)], ids=["casework", "leaders"])
def test_the_rate_had_the_last_advice_come_on_time_by_hand(tmp_path, reader, copies):
    engine = make_engine(tmp_path, "2026-12-31", **ten_plans(copies))
    answer = answer_panel(engine, reader, late_plans.WHAT_IF, Filters())
    found = late_plans.work_out(answer)
    assert found.now == 40.0
    rates = {row["breakdown"]: rate for row, rate in found.others}
    assert rates == {"health_salt": 60.0} | ({"ep": 40.0} if reader is CASEWORK else {})
    assert late_plans.WHAT_IF.find(answer) == "Speech and language on time: 60.0% instead of 40.0%"
    chart = late_plans.WHAT_IF.draw(answer)
    assert "Had Speech and language therapy come on time: 60.0% instead of 40.0%" in chart.alt
    last = answer_panel(engine, reader, late_plans.LAST_ADVICE, Filters())
    assert late_plans.LAST_ADVICE.find(last) == f"Speech and language last in 83% of {6 * copies} late plans"


def test_from_hidden_numbers_no_rate_is_worked_out(tmp_path):
    """Two copies: four plans more would be in time, which leaders may not see; and ten late plans in all they may."""
    engine = make_engine(tmp_path, "2026-12-31", **ten_plans(2))
    answer = answer_panel(engine, LEADERS, late_plans.WHAT_IF, Filters())
    assert late_plans.work_out(answer).others == ()
    assert late_plans.WHAT_IF.find(answer) == "40.0% in time; what each adviser cost cannot be told"
    assert "60" not in late_plans.WHAT_IF.draw(answer).alt


def test_two_measures_of_different_days_make_no_rate(tmp_path):
    engine = make_engine(tmp_path, "2026-12-31", **ten_plans(1, advice_to="2026-11-30"))
    answer = answer_panel(engine, CASEWORK, late_plans.WHAT_IF, Filters())
    assert late_plans.work_out(answer) is None
    assert late_plans.WHAT_IF.find(answer) == late_plans.TOO_OLD
    assert len(late_plans.TOO_OLD.split()) <= 10


def test_when_none_gains_or_two_gain_alike_the_title_names_nobody(tmp_path):
    tables = ten_plans()
    tables["advice"] = [row for row in tables["advice"] if row["request_id"] in ("r5-0", "r6-0")]
    engine = make_engine(tmp_path / "none", "2026-12-31", **tables)
    answer = answer_panel(engine, CASEWORK, late_plans.WHAT_IF, Filters())
    assert late_plans.WHAT_IF.find(answer) == "No one adviser on time would change the rate"
    last = answer_panel(engine, CASEWORK, late_plans.LAST_ADVICE, Filters())
    assert late_plans.LAST_ADVICE.find(last) == "No one adviser most often last in 2 late plans"
    tables = ten_plans()
    other = {"health_salt": "ep", "ep": "health_salt"}
    for row in tables["advice"]:
        if row["request_id"] == "r3-0":
            row["adviser_service"] = other[row["adviser_service"]]
    engine = make_engine(tmp_path / "alike", "2026-12-31", **tables)
    answer = answer_panel(engine, CASEWORK, late_plans.WHAT_IF, Filters())
    assert late_plans.WHAT_IF.find(answer) == "One adviser on time: at best 50.0%, now 40.0%"


def test_the_clock_of_each_stage_is_its_own_and_only_the_first_is_called_law(tmp_path):
    assert [(stage.short, stage.limit_days) for stage in stages.STAGES] == [
        ("Decision", 42),
        ("Advice", 42),
        ("After advice", 56),
        ("After draft", 28),
    ]
    for panel in (stages.STAGE_TIMES, stages.STAGE_QUEUES):
        assert "local milestones, not statutory" in panel.says
    engine = make_engine(tmp_path, "2026-12-31", **ten_plans())
    chart = stages.STAGE_TIMES.draw(answer_panel(engine, CASEWORK, stages.STAGE_TIMES, Filters()))
    spans, dots, limits = chart.figure["data"]
    # The label is the median's and stands at its dot, not at the 92nd percentile.
    notes = chart.figure["layout"]["annotations"]
    assert [each["x"] for each in notes] == dots["x"] != spans["x"][1::3]
    assert all(each["yanchor"] == "bottom" for each in notes)
    assert dict(zip(limits["y"], limits["x"], strict=True)) == {
        "Request to decision": 6.0,
        "Decision to all advice in": 6.0,
        "All advice in to plan or no plan": 8.0,
    }


def test_the_table_of_advice_says_for_each_adviser_what_was_asked_returned_late_and_is_outstanding(tmp_path):
    tables = ten_plans()
    tables["requests"].append({"request_id": "open", "person_id": 99, "received_date": "2026-01-05", "decision": "Y"})
    tables["advice"] += [
        {"advice_id": "out", "request_id": "open", "adviser_service": "ep", "requested_date": "2026-11-19"},
        {"advice_id": "late", "request_id": "open", "adviser_service": "ep", "requested_date": "2026-11-18"},
    ]
    engine = make_engine(tmp_path, "2026-12-31", **tables)
    answer = answer_panel(engine, CASEWORK, advice.ADVICE_TABLE, Filters())
    assert advice.ADVICE_TABLE.find(answer) == "Educational psychology: 1 of 2 outstanding past 6 weeks"
    columns = [trace["text"] for trace in advice.ADVICE_TABLE.draw(answer).figure["data"]]
    assert list(zip(*columns, strict=True)) == [
        # Asked 16 February: 10 and 20 April are 11 and 21 days late, and one outstanding by a day.
        ("8", "6", "3", "11", "2", "1"),
        ("6", "6", "5", "21", "0", "0"),
    ]


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
@pytest.mark.parametrize("filters", [Filters(), Filters(where=(("locality", ("COA",)),))], ids=["all", "coast"])
@pytest.mark.parametrize(
    "panel", (*stages.PANELS, *advice.PANELS, late_plans.LAST_ADVICE, late_plans.WHAT_IF), ids=lambda panel: panel.name
)
def test_every_panel_has_a_table_of_whole_rows(authority, panel, reader, filters):
    answer = answer_panel(authority.engine, reader, panel, filters)
    for table in tables_of(panel, answer):
        assert table.rows
        assert len(set(table.headings)) == len(table.headings)
        for row in table.rows:
            assert len(row) == len(table.headings)
            assert all(isinstance(cell, str) and "None" not in cell for cell in row)


def test_the_tables_say_what_the_charts_show(tmp_path):
    engine = make_engine(tmp_path, "2026-12-31", **ten_plans())
    (table,) = tables_of(late_plans.WHAT_IF, answer_panel(engine, CASEWORK, late_plans.WHAT_IF, Filters()))
    assert table.rows == (
        ("As it was", "0", "40.0%"),
        ("Educational psychology", "0", "40.0%"),
        ("Speech and language therapy", "2", "60.0%"),
    )
    (table,) = tables_of(late_plans.LAST_ADVICE, answer_panel(engine, CASEWORK, late_plans.LAST_ADVICE, Filters()))
    assert table.rows == (
        ("Educational psychology", "1", "16.7%"),
        ("Speech and language therapy", "5", "83.3%"),
    )
    (table,) = tables_of(advice.ADVICE_TABLE, answer_panel(engine, CASEWORK, advice.ADVICE_TABLE, Filters()))
    assert table.rows == (
        ("Educational psychology", "6", "6", "3", "14.3", "0", "0"),
        ("Speech and language therapy", "6", "6", "5", "21.0", "0", "0"),
    )
