"""Charts as pure functions: values in, a figure as a plain dict out, in the drawing library's own words."""

import datetime
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from sendmetrics.panels.palette import ACCENT, CONTRAST, GRID, QUIET, SERIES

LINE_HEIGHT = 280
ROW_HEIGHT = 34
SMALLEST_HEIGHT = 130
FONT_SIZE = 13
SMALL_FONT = 12
# Room at the top for the names of the series, or of a reference line.
KEY_ROOM, PLAIN_ROOM = 36, 14
# A longer name of a row goes on a second line: on a telephone it would leave its bar no room.
NAME_WIDTH = 26
UNDIVIDED = "Not divided"
# A part smaller than this share of the longest bar has no room for its figure.
SMALLEST_LABELLED = 0.07


@dataclass(frozen=True)
class Series:
    """A line: its name, x values, y values (None where hidden or missing) and what each point says when pointed at."""

    name: str
    x: Sequence
    y: Sequence[float | None]
    said: Sequence[str]
    is_quiet: bool = False


@dataclass(frozen=True)
class Reference:
    """A named line across the chart."""

    name: str
    value: float


def _layout(height: int, key: Sequence[tuple[str, ...]], xaxis: dict, yaxis: dict, **extra: object) -> dict:
    """``key`` names the series above the chart, each with its colour and, where it is no square, its sign."""
    axis = {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"size": FONT_SIZE},
    }
    said = "     ".join(
        f'<span style="color:{colour}">{sign[0] if sign else "■"}</span> {name}' for name, colour, *sign in key
    )
    return {
        "height": height,
        "margin": {"l": 8, "r": 12, "t": KEY_ROOM if key else PLAIN_ROOM, "b": 8},
        "showlegend": False,
        # A title, unlike a legend, never wraps into the chart when long labels leave it little room.
        "title": {
            "text": said,
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 8, "l": 4},
            "font": {"size": FONT_SIZE, "weight": "normal"},
        },
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "bargap": 0.32,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": axis | xaxis,
        "yaxis": axis | yaxis,
        **extra,
    }


def _time_axis(x: Sequence) -> dict:
    """Dates are spaced as dates and labelled at intervals that fit; years stand as they are."""
    if x and isinstance(x[0], datetime.date):
        return {"type": "date", "tickformat": "%b %Y", "nticks": 6, "tickangle": 0}
    return {"type": "category", "autotickangles": [0, 45]}


def _value_axis(highest: float, suffix: str) -> dict:
    return {"range": [0, highest or 1], "ticksuffix": suffix, "nticks": 5, "showgrid": True, "gridcolor": GRID}


def _note(text: str, **place: object) -> dict:
    return {"text": text, "showarrow": False, "font": {"size": SMALL_FONT}, **place}


def _line_across(value: float, is_vertical: bool, colour: str = QUIET) -> dict:
    free, fixed = ("y", "x") if is_vertical else ("x", "y")
    line = {"color": colour, "width": 1.5, "dash": "dash"}
    return {
        "type": "line",
        f"{free}ref": "paper",
        f"{free}0": 0,
        f"{free}1": 1,
        f"{fixed}0": value,
        f"{fixed}1": value,
        "line": line,
    }


def draw_lines(
    series: Sequence[Series], suffix: str, references: Sequence[Reference] = (), top: float | None = None
) -> dict:
    """Lines over time; published lines are quiet and named at their end, reference lines are named on the line."""
    traces, notes = [], []
    ends: dict[str, tuple] = {}
    colours = iter(SERIES)
    loud = [line for line in series if not line.is_quiet]
    for line in series:
        colour = QUIET if line.is_quiet else next(colours)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": list(line.x),
                "y": list(line.y),
                "name": line.name,
                "text": list(line.said),
                "hovertemplate": "%{text}<extra></extra>",
                "line": {
                    "color": colour,
                    "width": 2 if line.is_quiet else 3,
                    "dash": "dot" if line.is_quiet else "solid",
                },
                "marker": {"color": colour, "size": 5 if line.is_quiet else 7},
                "connectgaps": False,
            }
        )
        shown = [(x, y) for x, y in zip(line.x, line.y, strict=True) if y is not None]
        if line.is_quiet and shown:
            ends[line.name] = shown[-1]
    for place, (name, (x, y)) in enumerate(sorted(ends.items(), key=lambda end: -end[1][1])):
        # The upper name stands above its end and the others below, clear of each other and of the line between.
        # By its place on the axis: the category "2024" would be read as a place of its own, far to the right.
        at = list(series[0].x).index(x)
        notes.append(_note(name, x=at, y=y, xanchor="left", yanchor="top" if place else "bottom", xshift=8))
    for place, reference in enumerate(references):
        # Two published figures are often close: their names stand at opposite ends.
        side = {"x": 0, "xanchor": "left"} if place == 0 else {"x": 1, "xanchor": "right"}
        notes.append(_note(reference.name, xref="paper", y=reference.value, yanchor="bottom", **side))
    values = [y for line in series for y in line.y if y is not None] + [reference.value for reference in references]
    highest = top if top is not None else max(values, default=1) * 1.15
    key = list(zip((line.name for line in loud), SERIES, strict=False)) if len(loud) > 1 else []
    axis = _time_axis(series[0].x)
    if any(line.is_quiet for line in series):
        axis["range"] = [-0.3, len(series[0].x) + 0.6]
    return {
        "data": traces,
        "layout": _layout(
            LINE_HEIGHT,
            key,
            axis,
            _value_axis(highest, suffix),
            annotations=notes,
            shapes=[_line_across(reference.value, is_vertical=False) for reference in references],
        ),
    }


def draw_columns(
    x: Sequence, values: Sequence[float | None], labels: Sequence[str], said: Sequence[str], suffix: str = ""
) -> dict:
    """Columns over time, the figure at each where there is room."""
    trace = {
        "type": "bar",
        "x": list(x),
        "y": [value or 0 for value in values],
        "text": list(labels),
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": SMALL_FONT},
        "hovertext": list(said),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": ACCENT},
    }
    highest = max(filter(None, values), default=1) * 1.15
    return {"data": [trace], "layout": _layout(LINE_HEIGHT, (), _time_axis(x), _value_axis(highest, suffix))}


def draw_bars(
    names: Sequence[str],
    values: Sequence[float | None],
    labels: Sequence[str],
    said: Sequence[str],
    reference: Reference | None = None,
) -> dict:
    """Horizontal bars from zero in the order given, the figure written at each."""
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(names),
        "x": [0 if value is None else value for value in values],
        "text": list(labels),
        # Inside where it fits, so that the line across never runs through a figure.
        "textposition": ["auto" if value else "outside" for value in values],
        "insidetextanchor": "end",
        "cliponaxis": False,
        "textfont": {"size": FONT_SIZE},
        "insidetextfont": {"size": FONT_SIZE, "color": "#FFFFFF"},
        "hovertext": list(said),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": ACCENT},
    }
    known = [value for value in values if value is not None] + ([reference.value] if reference else [])
    shapes = [_line_across(reference.value, is_vertical=True)] if reference else []
    notes = [_note(reference.name, x=reference.value, yref="paper", y=1, yanchor="bottom")] if reference else []
    layout = _rows_layout(names, (max(known, default=1) or 1) * 1.3, (), shapes=shapes, annotations=notes)
    if reference:
        layout["margin"]["t"] = KEY_ROOM - 8
    return {"data": [trace], "layout": layout}


def _rows_layout(names: Sequence[str], highest: float, key: Sequence[tuple[str, ...]], **extra: object) -> dict:
    height = max(SMALLEST_HEIGHT, ROW_HEIGHT * len(names) + KEY_ROOM + 10)
    yaxis = {
        "autorange": "reversed",
        "ticklabelstandoff": 6,
        "type": "category",
        "tickvals": list(names),
        "ticktext": ["<br>".join(textwrap.wrap(name, NAME_WIDTH)) for name in names],
    }
    return _layout(height, key, {"visible": False, "range": [0, highest]}, yaxis, **extra)


def draw_stacked(
    names: Sequence,
    parts: Sequence[tuple[str, Sequence[float | None]]],
    said: Sequence[str],
    is_over_time: bool,
    hidden: Sequence[str] = (),
    unlabelled: Sequence[str] = (),
    undivided: Sequence[float | None] = (),
) -> dict:
    """Two parts of a whole (such as within and over the limit), as columns over time or as rows by group.

    ``unlabelled`` names parts whose figures are not written; ``hidden`` holds, for a row whose figures may not be
    shown, the words that stand in their place; ``undivided`` the wholes whose parts may not be shown, drawn hatched.
    """
    traces = []
    fills = [{"color": QUIET}, {"color": CONTRAST}]
    if any(undivided):
        parts = [*parts, (UNDIVIDED, undivided)]
        fills.append({"color": QUIET, "pattern": {"shape": "/", "size": 6, "solidity": 0.35}})
    totals = [sum(filter(None, values)) for values in zip(*(values for _, values in parts), strict=True)]
    highest = (max(totals, default=1) or 1) * 1.06
    for (part, values), fill in zip(parts, fills, strict=True):
        filled = [0 if value is None else value for value in values]
        trace = {
            "type": "bar",
            "name": part,
            # Only where there is room: the table and the pointer give every figure.
            "text": [
                f"{value:,}"
                if value and not is_over_time and part not in unlabelled and value > SMALLEST_LABELLED * highest
                else ""
                for value in values
            ],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "textfont": {"size": FONT_SIZE, "color": "#FFFFFF"},
            "hovertext": list(said),
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": fill,
        }
        if part == UNDIVIDED:
            # White figures are not read on hatching.
            trace |= {"textposition": "outside", "cliponaxis": False, "textfont": {"size": FONT_SIZE}}
        trace |= (
            {"x": list(names), "y": filled} if is_over_time else {"y": list(names), "x": filled, "orientation": "h"}
        )
        traces.append(trace)
    key = [
        (part, fill["color"], "▨" if part == UNDIVIDED else "■") for (part, _), fill in zip(parts, fills, strict=True)
    ]
    if is_over_time:
        layout = _layout(LINE_HEIGHT, key, _time_axis(names), _value_axis(highest, ""), barmode="stack")
    else:
        notes = [
            _note(words, x=0, y=name, xanchor="left", xshift=4)
            for name, words in zip(names, hidden, strict=False)
            if words
        ]
        layout = _rows_layout(names, highest, key, barmode="stack", annotations=notes)
    return {"data": traces, "layout": layout}


def draw_spans(
    names: Sequence[str],
    middles: Sequence[float],
    ends: Sequence[float | None],
    labels: Sequence[str],
    said: Sequence[str],
    reference: Reference | None = None,
) -> dict:
    """A dot at the median and a line on to the 92nd percentile in weeks, one row a group, with a named limit across."""
    reach = [middle if end is None else end for middle, end in zip(middles, ends, strict=True)]
    spans = {
        "type": "scatter",
        "mode": "lines",
        "x": [value for middle, end in zip(middles, reach, strict=True) for value in (middle, end, None)],
        "y": [value for name in names for value in (name, name, None)],
        "line": {"color": QUIET, "width": 4},
        "hoverinfo": "skip",
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": list(middles),
        "y": list(names),
        "hovertext": list(said),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": ACCENT, "size": 12},
    }
    notes = [
        _note(label, x=end, y=name, xanchor="left", xshift=8)
        for label, end, name in zip(labels, reach, names, strict=True)
    ]
    shapes = []
    if reference:
        shapes.append(_line_across(reference.value, is_vertical=True, colour=CONTRAST))
        notes.append(_note(reference.name, x=reference.value, yref="paper", y=1, yanchor="bottom"))
    highest = max([*reach, *([reference.value] if reference else [])], default=1) * 1.3
    layout = _rows_layout(names, highest, (), shapes=shapes, annotations=notes)
    layout["height"] += 24
    layout["margin"]["t"] = KEY_ROOM - 8
    layout["xaxis"] |= {"visible": True, "ticksuffix": " wk", "nticks": 5}
    return {"data": [spans, dots], "layout": layout}


def draw_intervals(
    names: Sequence[str],
    values: Sequence[float],
    lows: Sequence[float],
    highs: Sequence[float],
    said: Sequence[str],
    focus: Sequence[bool],
    reference: Reference | None = None,
) -> dict:
    """A dot with its interval, one row a group; those that stand apart in the contrast colour, with a named line across."""
    spans = {
        "type": "scatter",
        "mode": "lines",
        "x": [value for low, high in zip(lows, highs, strict=True) for value in (low, high, None)],
        "y": [value for name in names for value in (name, name, None)],
        "line": {"color": QUIET, "width": 3},
        "hoverinfo": "skip",
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": list(values),
        "y": list(names),
        "hovertext": list(said),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [CONTRAST if apart else ACCENT for apart in focus],
            "symbol": ["diamond" if apart else "circle" for apart in focus],
            "size": [13 if apart else 10 for apart in focus],
        },
    }
    notes = [_note(reference.name, x=reference.value, yref="paper", y=1, yanchor="bottom")] if reference else []
    shapes = [_line_across(reference.value, is_vertical=True)] if reference else []
    highest = max([*highs, *([reference.value] if reference else [])], default=1) * 1.1
    layout = _rows_layout(names, highest, (), shapes=shapes, annotations=notes)
    layout["height"] += 24
    layout["margin"]["t"] = KEY_ROOM - 8
    layout["xaxis"] |= {"visible": True, "ticksuffix": "%", "nticks": 5}
    return {"data": [spans, dots], "layout": layout}


def draw_spark(values: Sequence[float | None], width: int = 220, height: int = 36) -> str:
    """A small trend as SVG: the line of the known values and a dot at the last; empty where fewer than two are known."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return ""
    highest = max(value for _, value in known) or 1
    points = [
        (6 + place * (width - 12) / (len(values) - 1), height - 6 - value / highest * (height - 12))
        for place, value in known
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<polyline points="{path}" fill="none" stroke="{ACCENT}" stroke-width="2.5" stroke-linejoin="round"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{ACCENT}"/></svg>'
    )
