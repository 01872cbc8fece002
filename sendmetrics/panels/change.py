"""Panels on change over time: which ups and downs are more than the usual ones, and whether a target can be relied on."""

import datetime
from collections.abc import Callable

from sendmetrics.metrics.periods import first_day, say_period
from sendmetrics.panels.change_study import (
    SMALLEST_BASE,
    TOO_MANY_GAPS,
    TOO_SMALL,
    Study,
    last_day_of,
    study_answer,
)
from sendmetrics.panels.charts_of_change import Aim, Dot, Line, Sort, draw_change
from sendmetrics.panels.findings import TOO_FEW, nothing_known
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.wording import say_row, say_short_period
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
    judge_variation,
)
from sendmetrics.words import say_date, say_list, say_number

SORTS = {
    IMPROVEMENT: Sort(IMPROVEMENT, "■", "square", "#00B0F0"),
    CONCERN: Sort(CONCERN, "◆", "diamond", "#E46C0A"),
    CHANGE: Sort("change", "▲", "triangle-up", "#490092"),
    NO_CHANGE: Sort("usual", "●", "circle", "#A6A6A6"),
}
NOT_WHOLE = Sort("not whole yet", "○", "circle-open", "#A6A6A6")
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
MOST_SAID = 6
HIGHEST_SHARE = 100


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
        return f"{noun}: {_say_way(study.signal)}" + (f", and {aim}" if aim else "")

    return find


def _say_way(signal: Signal) -> str:
    """A run on one side may be a little above the mean and nothing unusual by itself."""
    up, down = {TREND: ("rising", "falling"), ONE_SIDE: ("above average", "below average")}.get(
        signal.rule, ("unusually high", "unusually low")
    )
    return up if signal.way > 0 else down


def draw_study(clock: str = "") -> Callable[[Answer], Chart]:
    """Points by what they mean, with limits, targets and what happened when."""

    def draw(answer: Answer) -> Chart:
        study = study_answer(answer, clock)
        result, is_share = study.result, study.metric.kind == "proportion"
        x = [_on_axis(study, place) for place in range(len(result.rows))]
        dots = [
            Dot(x[place], row["value"], _say_dot(study, place), _sort_of(study, place))
            for place, row in enumerate(result.rows)
        ]
        figure = draw_change(
            dots,
            _lines(study),
            _aims(study),
            [(_mark_on_axis(study, x, day), note) for day, note in _marked(study)],
            "%" if is_share else "",
            HIGHEST_SHARE * 1.05 if is_share else None,
        )
        return Chart(figure, _say_chart(study))

    return draw


def _on_axis(study: Study, place: int) -> object:
    period = study.result.rows[place]["period"]
    return say_short_period(period, study.result) if study.result.question.every == "year" else period


def _mark_on_axis(study: Study, x: list, day: datetime.date) -> object:
    """The day itself; on an axis of years, the year it lies in."""
    if study.result.question.every != "year":
        return day
    return say_period(first_day("year", study.metric.year, day), "year", study.metric.year)


def _marked(study: Study) -> list[tuple[datetime.date, str]]:
    """What happened within the periods that are drawn."""
    rows = study.result.rows
    if not rows:
        return []
    first, last = rows[0]["period"], last_day_of(study.result, len(rows) - 1)
    return [(each.day, each.note) for each in study.targets.annotations if first <= each.day <= last]


def _sort_of(study: Study, place: int) -> Sort:
    if not study.is_whole[place]:
        return NOT_WHOLE
    return SORTS[judge_variation(study.chart.signals[place], study.metric.polarity)]


def _say_dot(study: Study, place: int) -> str:
    said = say_row(study.result.rows[place], study.result)
    signal = study.chart.signals[place]
    if not study.is_whole[place]:
        return f"{said}; {NOT_WHOLE.word}"
    return f"{said}; {judge_variation(signal, study.metric.polarity)}: {RULES[signal.rule]}" if signal else said


def _bounded(study: Study, value: float) -> float:
    """No share lies beyond 0 and 100, and no count below nought, whatever the spread."""
    return min(max(value, 0), HIGHEST_SHARE) if study.metric.kind == "proportion" else max(value, 0)


def _lines(study: Study) -> list[Line]:
    chart = study.chart
    if chart.mean is None:
        return []
    lines = [Line(f"Mean {_say(study, chart.mean)}", chart.mean, is_dashed=False)]
    if chart.upper is not None:
        kind = "Trial limit" if chart.is_trial else "Limit"
        ends = {_bounded(study, chart.lower): True, _bounded(study, chart.upper): False}
        lines += [Line(f"{kind} {_say(study, end)}", end, is_below=is_below) for end, is_below in ends.items()]
    return lines


def _aims(study: Study) -> list[Aim]:
    """The target as it held at the end of each period, and where the planned way stood then."""
    days = [last_day_of(study.result, place) for place in range(len(study.result.rows))]
    targets = [study.targets.target_on(day) for day in days]
    planned = [study.targets.planned_for(day) for day in days]
    aims = [("Target", targets, True), ("Planned", planned, False)]
    return [
        Aim(f"{name} {_say(study, [value for value in values if value is not None][-1])}", values, is_stepped)
        for name, values, is_stepped in aims
        if any(value is not None for value in values)
    ]


def _say(study: Study, value: float) -> str:
    return f"{say_number(value, 1)}{'%' if study.metric.kind == 'proportion' else ''}"


def explain_change(clock: str = "") -> Callable[[Answer], str]:
    """For the caption: variation and assurance in words with their signs, the limits, and what is in none of this."""

    def explain(answer: Answer) -> str:
        study = study_answer(answer, clock)
        if not study.result.rows:
            return ""
        parts = [_say_variation(study), _say_assurance(study), _say_limits(study), _say_not_whole(study, clock)]
        if study.targets.is_part:
            parts.append("The authority's target is for the whole of it, by the month, and is not drawn here.")
        marked = [f"{note} ({say_date(day)})" for day, note in _marked(study)]
        parts.append(f"Marked: {'; '.join(marked)}." if marked else "")
        return " ".join(filter(None, parts))

    return explain


def _say_variation(study: Study) -> str:
    if not study.variation:
        return ""
    sign = SORTS[study.variation].sign
    when = say_short_period(study.result.rows[study.newest]["period"], study.result)
    rule = f": {RULES[study.signal.rule]}" if study.signal else ""
    return f"Variation: {sign} {study.variation} ({when}{rule})."


def _say_assurance(study: Study) -> str:
    if not study.assurance:
        return ""
    target = f"the authority's target of {_say(study, study.target)}"
    return f"Assurance: {ASSURANCE_SIGNS[study.assurance]} {study.assurance} ({target})."


def _say_limits(study: Study) -> str:
    every, chart = study.result.question.every, study.chart
    if study.refused == TOO_SMALL:
        return f"No limits: they need {SMALLEST_BASE} cases in the average {every} (our own rule), and here are fewer."
    if study.refused:
        return f"No limits: too many {every}s are hidden or missing (our own rule: at most one in four)."
    if chart.upper is None:
        return ""
    known = sum(
        row["value"] is not None for row, is_one in zip(study.result.rows, study.is_whole, strict=True) if is_one
    )
    gaps = sum(study.is_whole) - known
    ends = f"{_say(study, _bounded(study, chart.lower))} to {_say(study, _bounded(study, chart.upper))}"
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


def _say_chart(study: Study) -> str:
    """The chart for whoever cannot see it: its signals, then the newest periods."""
    rows = study.result.rows
    signals = [_say_dot(study, place) for place in range(len(rows)) if study.chart.signals[place]]
    first = max(len(rows) - MOST_SAID, 0)
    newest = [_say_dot(study, place) for place in range(first, len(rows))]
    parts = [*(line.name for line in _lines(study)), *(aim.name for aim in _aims(study))]
    told = f"Signals: {'; '.join(signals[-MOST_SAID:])}. " if signals else ""
    before = f"; and {first} before" if first else ""
    return f"{', '.join(parts)}{'. ' if parts else ''}{told}Newest: {'; '.join(newest)}{before}"


PLANS_CHANGE = Panel(
    "plans_in_time_change",
    (Ask("plans_issued_within_20_weeks", every="month"),),
    find_change("Plans in time"),
    draw_study(),
    "New EHC plans issued within 20 weeks, by month of issue; only finished cases count, so a growing backlog does not show",
    has_targets=True,
    adds=explain_change(),
)
REQUESTS_CHANGE = Panel(
    "requests_change",
    (Ask("requests_received", every="month"),),
    find_change("Requests"),
    draw_study(),
    "Requests for an EHC needs assessment received, by month",
    has_targets=True,
    adds=explain_change(),
)
DECISIONS_CHANGE = Panel(
    "decisions_change",
    (Ask("requests_decided_within_6_weeks", every="month"),),
    find_change("Decisions in time", "decision"),
    draw_study("decision"),
    "Requests decided within 6 weeks, by month of receipt, those undecided past 6 weeks counted as late",
    has_targets=True,
    adds=explain_change("decision"),
)
PANELS = (PLANS_CHANGE, REQUESTS_CHANGE, DECISIONS_CHANGE)
