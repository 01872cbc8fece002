"""The chart of a change as a table: each period with what it means, and the target and planned way it had."""

import datetime
from collections.abc import Callable

from sendmetrics.panels.change_figures import sort_of
from sendmetrics.panels.change_study import Study, last_day_of, study_answer
from sendmetrics.panels.change_words import RULES, say_figure
from sendmetrics.panels.panel import Answer
from sendmetrics.panels.tables import Table, as_table


def tabulate_study(clock: str = "") -> Callable[[Answer], Table]:
    """Every period in words; the mean and the limits, which are the same for all, stand in the caption."""

    def tabulate(answer: Answer) -> Table:
        study = study_answer(answer, clock)
        table = as_table(study.result)
        more = {
            "What it means": [_say_meaning(study, place) for place in range(len(table.rows))],
            "Target": [_say(study, study.targets.target_on(day)) for day in _last_days(study)],
            "Planned": [_say(study, study.planned_for(place)) for place in range(len(table.rows))],
        }
        shown = {heading: cells for heading, cells in more.items() if any(cells)}
        rows = tuple((*row, *cells) for row, *cells in zip(table.rows, *shown.values(), strict=True))
        return Table(f"{table.caption}{_say_lines(study)}", (*table.headings, *shown), rows)

    return tabulate


def _say_lines(study: Study) -> str:
    """Mean 91.4%, limits 73.7% to 100.0%; trial limits are named so."""
    if study.chart.mean is None:
        return ""
    kind = "trial limits" if study.chart.is_trial else "limits"
    limits = study.limits and f", {kind} {say_figure(study, study.limits[0])} to {say_figure(study, study.limits[1])}"
    return f". Mean {say_figure(study, study.chart.mean)}{limits or ''}"


def _say_meaning(study: Study, place: int) -> str:
    """Of a hidden or missing figure nothing is said."""
    if study.result.rows[place]["value"] is None:
        return ""
    signal = study.chart.signals[place]
    return f"{sort_of(study, place).word}{f': {RULES[signal.rule]}' if signal else ''}"


def _last_days(study: Study) -> list[datetime.date]:
    return [last_day_of(study.result, place) for place in range(len(study.result.rows))]


def _say(study: Study, value: float | None) -> str:
    return "" if value is None else say_figure(study, value)
