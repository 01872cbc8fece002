"""The panel on flow, and for each of what comes and goes whether its ups and downs are more than the usual ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from sendmetrics.metrics.queueing import BLOCK_WEEKS
from sendmetrics.metrics.queues import in_blocks
from sendmetrics.panels.change_figures import NOT_JUDGED, SORTS
from sendmetrics.panels.change_study import MOST_GAPS
from sendmetrics.panels.change_words import RULES, VARIATION_SIGNS, say_way
from sendmetrics.panels.charts_of_change import Dot, Line, Sort, draw_change
from sendmetrics.panels.charts_of_queues import Path, Plot, draw_two
from sendmetrics.panels.findings import TOO_FEW
from sendmetrics.panels.palette import ACCENT, CONTRAST, QUIET, THIRD
from sendmetrics.panels.panel import Chart
from sendmetrics.panels.queues import (
    QueuePanel,
    Shown,
    say_average,
    say_cells,
    say_rate,
    say_step,
    say_weeks,
)
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import hidden_words
from sendmetrics.panels.xmr import FEWEST_POINTS, Xmr, judge_variation, study_series
from sendmetrics.words import say_date, say_number

WEEKS_DRAWN = 104
MOST_SAID = 6
# A rule of our own, after METHODS: these limits are wrong for counts near nought.
SMALLEST_MEAN = 5
# By week a year, by four weeks two: older limits say little of a service now.
POINTS = {1: 52, BLOCK_WEEKS: 26}


def rows_drawn(shown: Shown) -> list[dict]:
    """The rows of the last two years."""
    return list(shown.queue.weeks[-(WEEKS_DRAWN // shown.queue.weeks_each) :])


def _find_flow(shown: Shown) -> str:
    facts = shown.queue.facts
    if facts is None or facts.demand is None or facts.capacity is None:
        return TOO_FEW
    return f"{say_rate(facts.demand)} join a week, {say_rate(facts.capacity)} are seen"


def _say_flow(shown: Shown) -> str:
    step = say_step(shown.queue.weeks_each)
    facts = shown.queue.facts
    averages = f"; in the title the {say_average(facts)}" if facts and facts.demand is not None else ""
    return (
        f"Children who joined the queue (their referral was accepted), had a first appointment or left otherwise, by {step}, and who waits when "
        f"{'it ends' if shown.queue.weeks_each == 1 else 'they end'}{averages}"
    )


def _say_row(row: dict, audience: str) -> str:
    joined, seen, others, waiting = say_cells(row, audience)
    return f"{say_weeks(row)}: {joined} joined, {seen} seen, {others} left otherwise, {waiting} waiting"


def _draw_flow(shown: Shown) -> Chart | None:
    rows = rows_drawn(shown)
    if all(row["symbol"] == "c" and row["waiting"] is None for row in rows):
        return None
    said = [_say_row(row, shown.audience) for row in rows]
    coming = Plot(
        f"Children {'a week' if shown.queue.weeks_each == 1 else 'in four weeks'}",
        [
            Path("Joined", [row["joined"] for row in rows], CONTRAST),
            Path("Seen", [row["seen"] for row in rows], ACCENT),
            Path("Left otherwise", [row["others"] for row in rows], QUIET, is_dashed=True),
        ],
    )
    waiting = Plot("Waiting at the end", [Path("Waiting", [row["waiting"] for row in rows], THIRD)])
    newest = "; ".join(said[-MOST_SAID:])
    return Chart(draw_two([row["ends"] for row in rows], coming, waiting, said), f"Newest: {newest}")


def _table_flow(shown: Shown) -> tuple[Table, ...]:
    rows = tuple((say_weeks(row), *say_cells(row, shown.audience)) for row in reversed(rows_drawn(shown)))
    headings = ("Weeks", "Joined", "First appointment", "Left otherwise", "Waiting at the end")
    return (Table(f"{shown.queue.label}: flow, newest first", headings, rows),)


FLOW = QueuePanel("queue_flow", _find_flow, _draw_flow, _table_flow, _say_flow)


@dataclass(frozen=True)
class _Series:
    """One of what comes and goes: its rows by week or by four, limits and signals; ``refused`` says why there are none."""

    rows: list[dict]
    weeks_each: int
    values: list[float | None]
    chart: Xmr
    refused: str = ""

    @property
    def is_judged(self) -> bool:
        return not self.refused and not self.chart.is_trial


def _study(shown: Shown, name: str) -> _Series:
    """By week where there are enough a week, else by four weeks where that is enough."""
    rows, each = list(shown.queue.weeks), shown.queue.weeks_each
    if each == 1 and _mean_base(rows[-POINTS[1] :], name) < SMALLEST_MEAN:
        rows, each = list(in_blocks(rows)), BLOCK_WEEKS
    rows = rows[-POINTS[each] :]
    values = [row[name] for row in rows]
    known = [value for value in values if value is not None]
    refused = ""
    if not known or _mean_base(rows, name) < SMALLEST_MEAN:
        refused = "few"
    elif len(values) - len(known) > MOST_GAPS * len(values):
        refused = "gaps"
    return _Series(rows, each, values, study_series([None] * len(values) if refused else values), refused)


def _mean_base(rows: list[dict], name: str) -> float:
    """Children behind a figure on average; of growth the fewer of those who came and those who went."""
    counts = [
        [row[name]] if name != "net" else [row["joined"], row["seen"] + row["others"]]
        for row in rows
        if row[name] is not None
    ]
    return min(sum(each) / len(counts) for each in zip(*counts, strict=True)) if counts else 0


def _sort(series: _Series, place: int, polarity: str) -> Sort:
    return SORTS[judge_variation(series.chart.signals[place], polarity)] if series.is_judged else NOT_JUDGED


def _limits(series: _Series, name: str) -> tuple[float, float] | None:
    if series.chart.lower is None:
        return None
    return series.chart.lower if name == "net" else max(series.chart.lower, 0.0), series.chart.upper


def _panel(name: str, noun: str, polarity: str, what: str) -> QueuePanel:
    """XmR of one of what comes and goes; never of the queue itself, which carries every week into the next."""

    def find(shown: Shown) -> str:
        series = _study(shown, name)
        if series.refused:
            return f"{noun}: too {'many gaps' if series.refused == 'gaps' else 'few'} for limits"
        if series.chart.is_trial:
            return f"{noun}: too few weeks to call a change"
        if series.values[-1] is None:
            return TOO_FEW
        signal = series.chart.signals[-1]
        return f"{noun}: {say_way(signal) if signal else 'no significant change'}"

    def draw(shown: Shown) -> Chart | None:
        series = _study(shown, name)
        if series.refused:
            return None
        dots = [
            Dot(row["ends"], row[name], _say_dot(series, place, name, polarity, shown), _sort(series, place, polarity))
            for place, row in enumerate(series.rows)
        ]
        lines = _lines(series, name)
        figure = draw_change(dots, lines, (), (), "")
        if name == "net":
            figure["layout"]["yaxis"]["range"] = _range_about_nought(series, lines)
        newest = "; ".join(dot.said for dot in dots[-MOST_SAID:])
        return Chart(figure, f"{', '.join(line.name for line in lines)}. Newest: {newest}")

    def tabulate(shown: Shown) -> tuple[Table, ...]:
        series = _study(shown, name)
        rows = tuple(
            (say_weeks(row), _say_value(row[name], shown), _say_meaning(series, place, polarity))
            for place, row in reversed(list(enumerate(series.rows)))
        )
        return (Table(f"{shown.queue.label}: {what}, newest first", ("Weeks", noun, "What it means"), rows),)

    def say(shown: Shown) -> str:
        series = _study(shown, name)
        return f"{what[0].upper()}{what[1:]}, by {say_step(series.weeks_each)}. {_say_study(series, name, polarity)}"

    return QueuePanel(f"queue_{name}", find, draw, tabulate, say)


def _range_about_nought(series: _Series, lines: Sequence[Line]) -> list[float]:
    """Where an axis begins and ends that nought is on, whatever the sign of what it shows."""
    reached = [value for value in series.values if value is not None] + [line.value for line in lines]
    room = (max(reached) - min(reached) or 1) * 0.12
    return [min(*reached, 0) - room, max(*reached, 0) + room]


def _lines(series: _Series, name: str) -> list[Line]:
    if series.chart.mean is None:
        return []
    lines = [Line(f"Mean {_say_limit(series.chart.mean)}", series.chart.mean, is_dashed=False)]
    limits, kind = _limits(series, name), "Trial limit" if series.chart.is_trial else "Limit"
    if limits is not None:
        ends = {limits[0]: True, limits[1]: False}
        # A limit of nought lies on the axis, whose labels its name would cover.
        shown = {end: is_below for end, is_below in ends.items() if end or name == "net"}
        lines += [Line(f"{kind} {_say_limit(end)}", end, is_below=is_below) for end, is_below in shown.items()]
    return lines


def _say_limit(value: float) -> str:
    """A little less than nought is nought."""
    return say_number(round(value, 1) + 0.0, 1)


def _say_value(value: float | None, shown: Shown) -> str:
    return hidden_words(shown.audience) if value is None else say_number(value)


def _say_dot(series: _Series, place: int, name: str, polarity: str, shown: Shown) -> str:
    row, signal = series.rows[place], series.chart.signals[place]
    said = f"{say_weeks(row)}: {_say_value(row[name], shown)}"
    return f"{said}; {judge_variation(signal, polarity)}: {RULES[signal.rule]}" if signal else said


def _say_meaning(series: _Series, place: int, polarity: str) -> str:
    if series.values[place] is None:
        return ""
    signal = series.chart.signals[place]
    return f"{_sort(series, place, polarity).word}{f': {RULES[signal.rule]}' if signal else ''}"


def _say_study(series: _Series, name: str, polarity: str) -> str:
    """Variation in words with its sign, and the limits; or why there are none."""
    step = say_step(series.weeks_each)
    if series.refused == "few":
        return f"No chart of change: it needs {SMALLEST_MEAN} children in the average of {step} (our own rule), and here are fewer"
    if series.refused:
        return "No chart of change: too much is hidden (our own rule: at most one in four)"
    limits = _limits(series, name)
    if limits is None:
        return "No limits: no two neighbours are known"
    said = f"Usual ups and downs (XmR limits): {_say_limit(limits[0])} to {_say_limit(limits[1])}"
    if series.chart.is_trial:
        return f"{said}; trial limits, as {FEWEST_POINTS} in a row are needed to call a change one"
    if series.values[-1] is None:
        return said
    signal = series.chart.signals[-1]
    variation = judge_variation(signal, polarity)
    rule = f": {RULES[signal.rule]}" if signal else ""
    return f"Variation: {VARIATION_SIGNS[variation]} {variation} (to {say_date(series.rows[-1]['ends'])}{rule}). {said}"


JOINED = _panel("joined", "Arrivals", "no_judgement", "children who joined the queue")
SEEN = _panel("seen", "First appointments", "higher_is_better", "children who had a first appointment")
OTHERS = _panel("others", "Other departures", "no_judgement", "children who left without a first appointment")
GROWTH = _panel("net", "Queue growth", "lower_is_better", "children who joined less those who left, seen or not")
CHANGES = (JOINED, SEEN, OTHERS, GROWTH)
