"""What is said of a change over time: the title, and the caption's variation and assurance in words with their signs."""

from collections.abc import Callable

from sendmetrics.panels.change_study import SMALLEST_BASE, TOO_MANY_GAPS, TOO_SMALL, Study, study_answer
from sendmetrics.panels.findings import TOO_FEW, nothing_known
from sendmetrics.panels.panel import Answer
from sendmetrics.panels.wording import say_short_period
from sendmetrics.panels.xmr import (
    CHANGE,
    CONCERN,
    FAILS,
    FEWEST_POINTS,
    HIT_AND_MISS,
    IMPROVEMENT,
    NEAR_LIMIT,
    NO_CHANGE,
    ONE_SIDE,
    OUTSIDE,
    PASSES,
    TREND,
    Signal,
)
from sendmetrics.words import say_date, say_list, say_number

VARIATION_SIGNS = {IMPROVEMENT: "■", CONCERN: "◆", CHANGE: "▲", NO_CHANGE: "●"}
ASSURANCE_SIGNS = {PASSES: "✔", FAILS: "✘", HIT_AND_MISS: "?"}
ASSURANCE_IN_TITLES = {
    PASSES: "target consistently met",
    FAILS: "target consistently missed",
    HIT_AND_MISS: "target not met reliably",
}
RULES = {
    OUTSIDE: "outside the limits",
    TREND: "seven in a row going one way",
    NEAR_LIMIT: "two of three close to a limit",
    ONE_SIDE: "seven in a row on one side of the mean",
}


def find_change(noun: str, clock: str = "") -> Callable[[Answer], str]:
    """Plans in time: falling, and target not met reliably; ``noun`` has at most three words."""

    def find(answer: Answer) -> str:
        study = study_answer(answer, clock)
        every = answer.results[0].question.every
        if all(row["value"] is None for row in study.result.rows):
            return nothing_known(answer)
        if study.refused:
            few = "gaps" if study.refused == TOO_MANY_GAPS else f"few cases a {every}"
            return f"{noun}: too {'many ' if few == 'gaps' else ''}{few} for limits"
        if study.chart.is_trial:
            return f"{noun}: too few {every}s to call a change"
        if not study.is_told:
            return TOO_FEW
        aim = ASSURANCE_IN_TITLES.get(study.assurance, "")
        if study.signal is None:
            return f"{noun}: no significant change" + (f", {aim}" if aim else "")
        return f"{noun}: {say_way(study.signal)}" + (f", and {aim}" if aim else "")

    return find


def say_way(signal: Signal) -> str:
    """A run on one side may be a little above the mean and nothing unusual by itself."""
    up, down = {TREND: ("rising", "falling"), ONE_SIDE: ("above average", "below average")}.get(
        signal.rule, ("unusually high", "unusually low")
    )
    return up if signal.way > 0 else down


def explain_change(clock: str = "") -> Callable[[Answer], str]:
    """For the caption: variation and assurance in words with their signs, the limits, and what is in none of this."""

    def explain(answer: Answer) -> str:
        study = study_answer(answer, clock)
        if not study.result.rows:
            return ""
        parts = [
            _say_variation(study),
            _say_assurance(study),
            _say_planned(study),
            _say_limits(study),
            _say_not_whole(study, clock),
        ]
        if study.targets.is_part:
            parts.append("The authority's target is for the whole of it, by the month, and is not drawn here.")
        marked = [f"{each.note} ({say_date(each.day)})" for each in study.marked]
        parts.append(f"Marked: {'; '.join(marked)}." if marked else "")
        return " ".join(filter(None, parts))

    return explain


def _say_variation(study: Study) -> str:
    if not study.variation:
        return ""
    sign = VARIATION_SIGNS[study.variation]
    when = say_short_period(study.result.rows[study.newest]["period"], study.result)
    rule = f": {RULES[study.signal.rule]}" if study.signal else ""
    return f"Variation: {sign} {study.variation} ({when}{rule})."


def _say_assurance(study: Study) -> str:
    if not study.assurance:
        return ""
    target = f"the authority's target of {say_figure(study, study.target)}"
    return f"Assurance: {ASSURANCE_SIGNS[study.assurance]} {study.assurance} ({target})."


def _say_planned(study: Study) -> str:
    """Where the authority's planned way stood when the newest whole period ended."""
    planned = None if study.newest is None else study.planned_for(study.newest)
    if planned is None:
        return ""
    when = say_short_period(study.result.rows[study.newest]["period"], study.result)
    return f"The authority planned {say_figure(study, planned)} for {when}."


def _say_limits(study: Study) -> str:
    every, chart = study.result.question.every, study.chart
    if study.refused == TOO_SMALL:
        return f"No limits: they need {SMALLEST_BASE} cases in the average {every} (our own rule), and here are fewer."
    if study.refused:
        return f"No limits: too many {every}s are hidden or missing (our own rule: at most one in four)."
    if study.limits is None:
        return ""
    known = sum(
        row["value"] is not None for row, is_one in zip(study.result.rows, study.is_whole, strict=True) if is_one
    )
    gaps = sum(study.is_whole) - known
    ends = " to ".join(say_figure(study, end) for end in study.limits)
    said = f"Usual ups and downs (XmR limits): {ends} from {known} {every}s"
    said += f", {gaps} more hidden or missing and not bridged" if gaps else ""
    if chart.is_trial:
        return f"{said}; trial limits, as {FEWEST_POINTS} in a row are needed to call a change one."
    return f"{said}."


def _say_not_whole(study: Study, clock: str) -> str:
    """Which periods are in no limits, and why."""
    periods = [
        say_short_period(row["period"], study.result)
        for row, is_one in zip(study.result.rows, study.is_whole, strict=True)
        if not is_one
    ]
    if not periods:
        return ""
    why = "not all of their cases are due yet" if clock else "they are not whole"
    return f"Hollow and in no limits, as {why}: {say_list(periods)}."


def say_figure(study: Study, value: float) -> str:
    """A value in the measure's unit."""
    return f"{say_number(value, 1)}{'%' if study.metric.kind == 'proportion' else ''}"
