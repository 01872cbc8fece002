"""A gap between groups is stated where its interval says so, and nowhere else."""

import math

import pytest
from harness import CASEWORK

from sendmetrics.metrics.question import Question, Result
from sendmetrics.panels.intervals import Z_95, Z_998, difference, widen, wilson
from sendmetrics.panels.palette import ACCENT, CONTRAST
from sendmetrics.panels.panel import Answer
from sendmetrics.panels.who_waits import WHO_WAITS, gap_between, groups_apart, shares_with_intervals


def test_the_gap_of_two_shares_is_newcombes():
    """56 of 70 and 48 of 80: Newcombe 1998, method 10, gives 0.0524 to 0.3339."""
    first, second = ((counted / base, *wilson(counted, base)) for counted, base in ((56, 70), (48, 80)))
    assert difference(first, second) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_an_interval_is_widened_on_the_scale_it_was_made_on():
    survival, spread = 0.4, 0.2

    def ends(z: float) -> tuple[float, float]:
        return tuple(100 * (1 - survival ** math.exp(sign * z * spread)) for sign in (-1, 1))

    assert widen(60, *ends(Z_95), Z_998) == pytest.approx(ends(Z_998))


def row(
    breakdown: str, value: float | None, low: float | None, high: float | None, label: str = "", **more: float | None
) -> dict:
    return {"breakdown": breakdown, "label": label or breakdown, "value": value, "low": low, "high": high, "count": 100,
            "period": None, "symbol": "", "view": "cohort", "incidence": value, "over_limit": 40} | more  # fmt: skip


def answer(rows: list[dict], overall: float | None = 60.0, by: str = "fsm") -> Answer:
    def result(rows: list[dict], by: str | None) -> Result:
        question = Question("request_to_plan_wait", by=by, view="cohort")
        return Result("request_to_plan_wait", question, None, CASEWORK.audience, "made", tuple(rows))

    return Answer((result(rows, by), result([row("", overall, 55.0, 65.0)], None)))


def test_a_gap_whose_interval_leaves_out_nought_is_named():
    rows = [row("true", 40.0, 35.0, 45.0, "Yes"), row("false", 60.0, 55.0, 65.0, "No")]
    assert gap_between("fsm")(answer(rows)) == "Children on free meals: 20.0 points fewer in time"


def test_children_looked_after_and_others_are_named():
    rows = [row("true", 40.0, 35.0, 45.0, "Yes"), row("false", 60.0, 55.0, 65.0, "No")]
    found = gap_between("looked_after")
    assert found(answer(rows, by="looked_after")) == "Children looked after: 20.0 points fewer in time"
    rows = [row("true", 60.0, 35.0, 80.0, "Yes"), row("false", 50.0, 45.0, 55.0, "No")]
    assert found(answer(rows, by="looked_after")) == "No clear gap between children looked after and others"
    chart = shares_with_intervals(answer(rows, by="looked_after"))
    assert {"Children looked after", "Other children"} <= set(chart.figure["data"][0]["y"])


def test_a_gap_that_may_be_chance_is_not_named():
    rows = [row("true", 55.0, 45.0, 65.0, "Yes"), row("false", 60.0, 55.0, 65.0, "No")]
    assert gap_between("fsm")(answer(rows)) == "No clear gap by free school meals"


def test_a_hidden_group_leaves_nothing_to_compare():
    rows = [row("true", None, None, None), row("false", 60.0, 55.0, 65.0)]
    assert "gap" not in gap_between("fsm")(answer(rows))


def test_groups_stand_apart_by_the_wider_interval():
    apart, near = row("slow", 40.0, 35.0, 45.0, "Slow"), row("near", 50.0, 43.0, 57.5, "Near")
    low, high = widen(50.0, 43.0, 57.5, Z_998)
    assert high > 60 > 57.5, "outside 95%, inside 99.8%"
    assert low < 43
    assert groups_apart("locality")(answer([apart, near], by="locality")) == "Slow worse: 40.0% in time"
    assert groups_apart("locality")(answer([near, near | {"breakdown": "b"}], by="locality")) == (
        "No clear gap by local area"
    )


def test_without_the_share_of_all_no_group_stands_apart():
    rows = [row("slow", 40.0, 35.0, 45.0), row("near", 50.0, 43.0, 57.5)]
    assert groups_apart("locality")(answer(rows, overall=None, by="locality")) == "Too few to tell by local area"


def test_a_group_with_nobody_in_time_stands_apart():
    """0, 40 and 40 of 60 or 40 in time: the worst-off have no log(-log) interval."""
    rows = [
        row("none", 0.0, None, None, "Coast", count=40, over_limit=40),
        row("some", 66.7, 53.0, 77.2),
        row("more", 66.7, 53.0, 77.2),
    ]
    said = answer(rows, overall=50.0, by="locality")
    assert groups_apart("locality")(said) == "Coast worse: 0.0% in time"
    chart = shares_with_intervals(said)
    low, high, _ = chart.figure["data"][0]["x"][:3]
    assert (low, high) == pytest.approx((0, 100 * wilson(0, 40)[1]))
    assert high > 8
    assert chart.figure["data"][1]["marker"]["symbol"][0] == "diamond"


def test_everybody_in_time_is_as_sure_as_those_who_had_it():
    """30 of 40 had it, the others left another way: everybody of those going on, Wilson of 30."""
    rows = [row("true", 100.0, None, None, count=40, incidence=75.0), row("false", 40.0, 30.0, 50.0, "No")]
    assert gap_between("fsm")(answer(rows)) == "Children not on free meals: 60.0 points fewer in time"
    high = shares_with_intervals(answer(rows)).figure["data"][0]["x"][3]
    assert high == pytest.approx(100 * wilson(30, 30)[0])


def test_a_group_without_ends_is_no_proof_that_there_is_no_gap():
    """How many are behind nobody is hidden from leaders."""
    rows = [row("true", 0.0, None, None, over_limit=None), row("false", 60.0, 55.0, 65.0)]
    assert gap_between("fsm")(answer(rows)) == "Too few to tell by free school meals"
    assert groups_apart("phase")(answer(rows, by="phase")) == "Too few to tell by phase"


BETTER_OFF = ("good", 80.0, 75.0, 85.0, "Good")
WORSE_OFF = ("slow", 40.0, 35.0, 45.0, "Slow")
LIKE_ALL = ("near", 60.0, 50.0, 70.0, "Near")


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([BETTER_OFF, LIKE_ALL], "Good better: 80.0% in time"),
        ([WORSE_OFF, LIKE_ALL], "Slow worse: 40.0% in time"),
        ([WORSE_OFF, BETTER_OFF, LIKE_ALL], "1 of 3 worse, 1 better; Slow lowest, 40.0%"),
        ([BETTER_OFF, ("fine", 90.0, 85.0, 94.0, "Fine"), LIKE_ALL], "2 of 3 better; Fine highest, 90.0%"),
        ([("slow", 40.0, 35.0, 45.0, "A long name of a school of seven")], "Only one group in view"),
        (
            [("slow", 40.0, 35.0, 45.0, "A long name of a school of nine words"), LIKE_ALL],
            "1 of 2 worse than all",
        ),
        ([WORSE_OFF, ("few", None, None, None)], "Slow worse: 40.0% in time"),
        ([LIKE_ALL, ("few", None, None, None)], "Too few to tell by local area"),
    ],
)
def test_a_group_apart_is_worse_or_better(groups, said):
    assert groups_apart("locality")(answer([row(*group) for group in groups], by="locality")) == said
    assert len(said.split()) <= 10


def test_a_hidden_group_may_be_the_worst_off():
    hidden = row("small", None, None, None, symbol="c")
    rows = [row(*LIKE_ALL), row("as", 61.0, 50.0, 70.0), hidden]
    assert groups_apart("school")(answer(rows, by="school")) == "No clear gap among those that can be shown"
    rows = [hidden, hidden | {"breakdown": "b"}, row("unknown", 60.0, 55.0, 65.0, "Not known", count=90)]
    assert groups_apart("need")(answer(rows, by="need")) == "Type of need not known for nine in ten"


def test_worse_and_better_differ_in_colour_sign_and_words():
    unknown = row("unknown", 10.0, 8.0, 12.0, "Not known")
    rows = [row(*group) for group in (WORSE_OFF, BETTER_OFF, LIKE_ALL)]
    chart = shares_with_intervals(answer([*rows, unknown], by="locality"))
    marks = chart.figure["data"][1]
    signs = dict(zip(marks["y"], zip(marks["marker"]["symbol"], marks["marker"]["color"], strict=True), strict=True))
    assert signs["Slow"] == ("diamond", CONTRAST)
    assert signs["Good"] == ("triangle-up", ACCENT)
    assert signs["Near"] == signs["Not known"] == ("circle", ACCENT)
    assert "Slow: 40.0% (35.0 to 45.0), of 100 (worse)" in chart.alt
    assert chart.alt.count("(better)") == 1


def test_the_worse_of_two_is_marked_where_the_title_names_it():
    rows = [row("true", 40.0, 35.0, 45.0, "Yes"), row("false", 60.0, 55.0, 65.0, "No")]
    assert shares_with_intervals(answer(rows)).figure["data"][1]["marker"]["symbol"] == ["diamond", "triangle-up"]
    rows = [row("true", 55.0, 45.0, 65.0, "Yes"), row("false", 60.0, 55.0, 65.0, "No")]
    assert shares_with_intervals(answer(rows)).figure["data"][1]["marker"]["symbol"] == ["circle", "circle"]
    assert gap_between("fsm")(answer(rows[:1])) == "Only one group in view"


@pytest.mark.parametrize(
    ("number", "said"),
    [(90, "Type of need not known for nine in ten"), (51, "Type of need not known for over half"), (50, "apart")],
)
def test_a_group_mostly_not_known_is_said_to_be_so(number, said):
    rows = [row(*WORSE_OFF), row(*LIKE_ALL), row("unknown", 60.0, 55.0, 65.0, "Not known", count=number)]
    found = groups_apart("need")(answer(rows, by="need"))
    assert found == said or (said == "apart" and found == "Slow worse: 40.0% in time")


def test_every_way_to_divide_is_there():
    by = {panel.asks[0].by for panel in WHO_WAITS}
    assert by == {
        *("locality", "need", "age_group", "phase", "sex", "ethnicity_group", "fsm", "looked_after", "school"),
        *("language", "deprivation"),
    }
