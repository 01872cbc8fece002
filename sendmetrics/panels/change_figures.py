"""From an answer by period to its chart of change, each point by what it means."""

import datetime
from collections.abc import Callable

from sendmetrics.metrics.periods import first_day, say_period
from sendmetrics.panels.change_study import HIGHEST_SHARE, Study, last_day_of, study_answer
from sendmetrics.panels.change_words import RULES, VARIATION_SIGNS, say_figure
from sendmetrics.panels.charts_of_change import OPEN_RING, Aim, Dot, Line, Sort, draw_change
from sendmetrics.panels.palette import BRIGHT, CONTRAST, FOURTH, QUIET
from sendmetrics.panels.panel import Answer, Chart
from sendmetrics.panels.wording import say_row, say_short_period
from sendmetrics.panels.xmr import CHANGE, CONCERN, IMPROVEMENT, NO_CHANGE, judge_variation

# The National Health Service colours such points light blue, orange, purple and grey. Its purple is not seen on a
# near-black page and its light blue and grey faint on a white one: contrast goes before likeness, and shapes and words tell
# the sorts apart.
SORTS = {
    IMPROVEMENT: Sort("improvement", VARIATION_SIGNS[IMPROVEMENT], "square", BRIGHT),
    CONCERN: Sort("concern", VARIATION_SIGNS[CONCERN], "diamond", CONTRAST),
    CHANGE: Sort("change", VARIATION_SIGNS[CHANGE], "triangle-up", FOURTH),
    NO_CHANGE: Sort("usual", VARIATION_SIGNS[NO_CHANGE], "circle", QUIET),
}
NOT_WHOLE = Sort("not whole yet", "○", OPEN_RING, QUIET)
# Without limits nobody knows whether a point is one of the usual.
NOT_JUDGED = Sort("too little to judge by", "×", "x", QUIET)
MOST_SAID = 6


def draw_study(clock: str = "") -> Callable[[Answer], Chart]:
    """Points by what they mean, with limits, targets and what happened when."""

    def draw(answer: Answer) -> Chart:
        study = study_answer(answer, clock)
        result, is_share = study.result, study.metric.kind == "proportion"
        x = [_on_axis(study, place) for place in range(len(result.rows))]
        dots = [
            Dot(x[place], row["value"], _say_dot(study, place), sort_of(study, place))
            for place, row in enumerate(result.rows)
        ]
        figure = draw_change(
            dots,
            _lines(study),
            _aims(study),
            [(_mark_on_axis(study, each.day), each.note) for each in study.marked],
            "%" if is_share else "",
            HIGHEST_SHARE * 1.05 if is_share else None,
        )
        return Chart(figure, _say_chart(study))

    return draw


def _on_axis(study: Study, place: int) -> object:
    period = study.result.rows[place]["period"]
    return say_short_period(period, study.result) if study.result.question.every == "year" else period


def _mark_on_axis(study: Study, day: datetime.date) -> object:
    """The day itself; on an axis of years, the year it lies in."""
    if study.result.question.every != "year":
        return day
    return say_period(first_day("year", study.metric.year, day), "year", study.metric.year)


def _lines(study: Study) -> list[Line]:
    chart = study.chart
    if chart.mean is None:
        return []
    lines = [Line(f"Mean {say_figure(study, chart.mean)}", chart.mean, is_dashed=False)]
    if study.limits is not None:
        kind = "Trial limit" if chart.is_trial else "Limit"
        lower, upper = study.limits
        ends = {lower: True, upper: False}
        lines += [Line(f"{kind} {say_figure(study, end)}", end, is_below=is_below) for end, is_below in ends.items()]
    return lines


def _aims(study: Study) -> list[Aim]:
    """The target as it held at the end of each period, and where the planned way stood then."""
    places = range(len(study.result.rows))
    targets = [study.targets.target_on(last_day_of(study.result, place)) for place in places]
    planned = [study.planned_for(place) for place in places]
    aims = [("Target", targets, True), ("Planned", planned, False)]
    return [
        Aim(f"{name} {say_figure(study, [value for value in values if value is not None][-1])}", values, is_stepped)
        for name, values, is_stepped in aims
        if any(value is not None for value in values)
    ]


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


def sort_of(study: Study, place: int) -> Sort:
    """What the figure of a period means."""
    if not study.is_whole[place]:
        return NOT_WHOLE
    if not study.is_judged:
        return NOT_JUDGED
    return SORTS[judge_variation(study.chart.signals[place], study.metric.polarity)]


def _say_dot(study: Study, place: int) -> str:
    said = say_row(study.result.rows[place], study.result)
    signal = study.chart.signals[place]
    if not study.is_whole[place]:
        return f"{said}; {NOT_WHOLE.word}"
    return f"{said}; {judge_variation(signal, study.metric.polarity)}: {RULES[signal.rule]}" if signal else said
