"""The chart of a figure's change over time, its limits, targets and what happened when, in the drawing library's own words."""

import datetime
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sendmetrics.panels.chart_parts import LINE_HEIGHT, SMALL_FONT, lay_out, line_across, note, time_axis, value_axis
from sendmetrics.panels.palette import AIM, QUIET

# The point of a period that is not whole yet.
OPEN_RING = "circle-open"
NOTE_WIDTH = 24
NOTE_STEPS = 3
NOTE_STEP = 0.24
AIM_STEP = 0.09


@dataclass(frozen=True)
class Sort:
    """A sort of point: its word above the chart, its sign in text, and its shape and colour in the chart."""

    word: str
    sign: str
    symbol: str
    colour: str


@dataclass(frozen=True)
class Dot:
    """A period's figure, None where hidden or missing, what it says when pointed at, and of which sort it is."""

    x: object
    value: float | None
    said: str
    sort: Sort


@dataclass(frozen=True)
class Line:
    """A named line from side to side, such as the mean or a limit; ``is_below`` where its name stands under it."""

    name: str
    value: float
    is_dashed: bool = True
    is_below: bool = False


@dataclass(frozen=True)
class Aim:
    """A target or a planned way: its name and its value in each period, None where there is none."""

    name: str
    values: Sequence[float | None]
    is_stepped: bool


def draw_change(
    dots: Sequence[Dot],
    lines: Sequence[Line],
    aims: Sequence[Aim],
    marks: Sequence[tuple[object, str]],
    suffix: str,
    top: float | None = None,
) -> dict:
    """Points joined by a line; mean and limits across; aims as lines of their own; what happened as named upright lines."""
    x = [dot.x for dot in dots]
    sorts = list(dict.fromkeys(dot.sort for dot in dots if dot.value is not None))
    traces = [_joining(dots), *(_aim(x, aim) for aim in aims), *(_points(dots, sort) for sort in sorts)]
    known = [dot.value for dot in dots if dot.value is not None]
    reached = (
        known + [line.value for line in lines] + [value for aim in aims for value in aim.values if value is not None]
    )
    shown = [aim for aim in aims if any(value is not None for value in aim.values)]
    notes = [_named(line) for line in lines] + [_aim_name(place, aim) for place, aim in enumerate(shown)]
    foot = AIM_STEP * len(shown)
    return {
        "data": traces,
        "layout": lay_out(
            LINE_HEIGHT,
            [(sort.word, sort.colour, sort.sign) for sort in sorts],
            time_axis(x) | _room_for_names(x),
            value_axis(top if top is not None else max(reached, default=1) * 1.15, suffix),
            annotations=notes
            + [_mark_name(foot + NOTE_STEP * (place % NOTE_STEPS), x, *mark) for place, mark in enumerate(marks)],
            shapes=[_across(line) for line in lines] + [_upright(x, day) for day, _ in marks],
        ),
    }


def _joining(dots: Sequence[Dot]) -> dict:
    """A line through all points but those of periods that are not whole, to which it would seem to plunge."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [dot.x for dot in dots],
        "y": [None if dot.sort.symbol == OPEN_RING else dot.value for dot in dots],
        "line": {"color": QUIET, "width": 1.5},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _points(dots: Sequence[Dot], sort: Sort) -> dict:
    chosen = [dot for dot in dots if dot.sort == sort and dot.value is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": sort.word,
        "x": [dot.x for dot in chosen],
        "y": [dot.value for dot in chosen],
        "text": [dot.said for dot in chosen],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": sort.symbol,
            "color": sort.colour,
            "size": 9,
            "line": {"color": QUIET, "width": 1 if not sort.symbol.endswith("-open") else 2},
        },
    }


def _aim(x: Sequence, aim: Aim) -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": aim.name,
        "x": list(x),
        "y": list(aim.values),
        "line": {
            "color": AIM,
            "width": 2,
            "dash": "dashdot" if aim.is_stepped else "dot",
            "shape": "hv" if aim.is_stepped else "linear",
        },
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _across(line: Line) -> dict:
    shape = line_across(line.value, is_vertical=False)
    if not line.is_dashed:
        shape["line"] = shape["line"] | {"dash": "solid"}
    return shape


def _named(line: Line) -> dict:
    return note(
        line.name, xref="paper", x=0, xanchor="left", y=line.value, yanchor="top" if line.is_below else "bottom"
    )


def _aim_name(place: int, aim: Aim) -> dict:
    """An aim's name with its stroke, at the foot on the right: at the end of its line it would lie among the points."""
    stroke = "– · –" if aim.is_stepped else "· · ·"
    place_in_chart = {"xref": "paper", "x": 1, "xanchor": "right", "yref": "paper", "y": AIM_STEP * place}
    return note(f"{stroke} {aim.name}", **place_in_chart, yanchor="bottom", font={"size": SMALL_FONT, "color": AIM})


def _upright(x: Sequence, day: object) -> dict:
    place = _on_axis(x, day)
    return line_across(place, is_vertical=True) | {"line": {"color": QUIET, "width": 1.5, "dash": "dot"}}


def _mark_name(height: float, x: Sequence, day: object, text: str) -> dict:
    """What happened, beside its line on the side where there is more room; neighbours one above the other.

    At the foot: the axis begins at nought, and few figures come near it.
    """
    is_late = sum(period <= day for period in x) > len(x) / 2
    return note(
        # Words of the authority's own: nothing in them is read as mark-up.
        "<br>".join(escape(part, quote=False) for part in textwrap.wrap(text, NOTE_WIDTH)),
        x=_on_axis(x, day),
        yref="paper",
        y=height,
        xanchor="right" if is_late else "left",
        yanchor="bottom",
        align="right" if is_late else "left",
        xshift=-4 if is_late else 4,
    )


def _on_axis(x: Sequence, day: object) -> object:
    """A date stands as it is; a year by its place, for the category "2024" would be read as a place of its own."""
    return day if isinstance(day, datetime.date) else list(x).index(day)


def _room_for_names(x: Sequence) -> dict:
    return {} if not x or isinstance(x[0], datetime.date) else {"range": [-0.5, len(x) - 0.5]}
