"""Charts by group as pure functions: values in, a figure as a plain dict out, in the drawing library's own words."""

import textwrap
from collections.abc import Sequence

from sendmetrics.panels.chart_parts import (
    FONT_SIZE,
    KEY_ROOM,
    LINE_HEIGHT,
    ROW_HEIGHT,
    SMALL_FONT,
    SMALLEST_HEIGHT,
    Reference,
    lay_out,
    line_across,
    note,
    time_axis,
    value_axis,
)
from sendmetrics.panels.palette import ACCENT, CONTRAST, QUIET

# A longer name of a row goes on a second line: on a telephone it would leave its bar no room.
NAME_WIDTH = 26
NAME_LINE_HEIGHT = 17
UNDIVIDED = "Not divided"
# A part smaller than this share of the longest bar has no room for its figure.
SMALLEST_LABELLED = 0.07


def draw_bars(
    names: Sequence[str],
    values: Sequence[float | None],
    labels: Sequence[str],
    said: Sequence[str],
    reference: Reference | None = None,
    room: float = 1.3,
    name_width: int = NAME_WIDTH,
) -> dict:
    """Horizontal bars from zero in the order given, the figure written at each.

    ``room`` is how far the chart goes, the longest bar being one: more where what is written at each is long.
    """
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
    shapes = [line_across(reference.value, is_vertical=True)] if reference else []
    notes = [note(reference.name, x=reference.value, yref="paper", y=1, yanchor="bottom")] if reference else []
    layout = _rows_layout(names, (max(known, default=1) or 1) * room, (), shapes=shapes, annotations=notes)
    layout["yaxis"]["ticktext"] = wrap_names(names, name_width)
    # A row holds a name of two lines; of a longer one it would run into its neighbours.
    lines = max((name.count("<br>") + 1 for name in layout["yaxis"]["ticktext"]), default=0)
    layout["height"] += max(lines - 2, 0) * NAME_LINE_HEIGHT * len(names)
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
        "ticktext": wrap_names(names),
    }
    return lay_out(height, key, {"visible": False, "range": [0, highest]}, yaxis, **extra)


def wrap_names(names: Sequence[str], width: int = NAME_WIDTH) -> list[str]:
    """Names on as many lines as they need."""
    return ["<br>".join(textwrap.wrap(name, width)) for name in names]


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
        layout = lay_out(LINE_HEIGHT, key, time_axis(names), value_axis(highest, ""), barmode="stack")
    else:
        notes = [
            note(words, x=0, y=name, xanchor="left", xshift=4)
            for name, words in zip(names, hidden, strict=False)
            if words
        ]
        # On a telephone a figure may not fit its part: then it is left out, not shrunk to a speck.
        uniform = {"minsize": SMALL_FONT, "mode": "hide"}
        layout = _rows_layout(names, highest, key, barmode="stack", annotations=notes, uniformtext=uniform)
    return {"data": traces, "layout": layout}


def draw_spans(
    names: Sequence[str],
    middles: Sequence[float],
    ends: Sequence[float | None],
    labels: Sequence[str],
    said: Sequence[str],
    reference: Reference | None = None,
) -> dict:
    """A dot at the median and a line on to the 92nd percentile in weeks, one row a group, with a named limit across.

    A label is the median's and stands over its dot: at the end of the line it would be read as the 92nd percentile's.
    """
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
    notes = labels_of_medians(names, middles, labels)
    shapes = []
    if reference:
        shapes.append(line_across(reference.value, is_vertical=True, colour=CONTRAST))
        notes.append(note(reference.name, x=reference.value, yref="paper", y=1, yanchor="bottom"))
    highest = max([*reach, *([reference.value] if reference else [])], default=1) * 1.3
    layout = _rows_layout(names, highest, (), shapes=shapes, annotations=notes)
    layout["height"] += 24
    layout["margin"]["t"] = KEY_ROOM - 8
    layout["xaxis"] |= {"visible": True, "ticksuffix": " wk", "nticks": 5}
    return {"data": [spans, dots], "layout": layout}


def labels_of_medians(names: Sequence[str], middles: Sequence[float], labels: Sequence[str]) -> list[dict]:
    """Words over the dot they tell of, begun at it: centred they would leave the chart where a median is near nought."""
    return [
        note(label, x=middle, y=name, xanchor="left", xshift=-6, yanchor="bottom", yshift=3)
        for label, middle, name in zip(labels, middles, names, strict=True)
        if label
    ]


def draw_intervals(
    names: Sequence[str],
    values: Sequence[float],
    lows: Sequence[float],
    highs: Sequence[float],
    said: Sequence[str],
    focus: Sequence[bool],
    reference: Reference | None = None,
    better: Sequence[bool] = (),
    suffix: str = "%",
) -> dict:
    """A dot with its interval, one row a group; those that stand apart in the contrast colour, with a named line across.

    Of those, ``better`` are the ones on the good side, which keep the quiet colour and get a sign of their own;
    ``suffix`` is what stands behind a number of the axis.
    """
    signs = [
        "triangle-up" if good else "diamond" if apart else "circle"
        for apart, good in zip(focus, better or [False] * len(focus), strict=True)
    ]
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
            "color": [CONTRAST if sign == "diamond" else ACCENT for sign in signs],
            "symbol": signs,
            "size": [10 if sign == "circle" else 13 for sign in signs],
        },
    }
    notes = [note(reference.name, x=reference.value, yref="paper", y=1, yanchor="bottom")] if reference else []
    shapes = [line_across(reference.value, is_vertical=True)] if reference else []
    highest = max([*highs, *([reference.value] if reference else [])], default=1) * 1.1
    layout = _rows_layout(names, highest, (), shapes=shapes, annotations=notes)
    layout["height"] += 24
    layout["margin"]["t"] = KEY_ROOM - 8
    layout["xaxis"] |= {"visible": True, "ticksuffix": suffix, "nticks": 5}
    return {"data": [spans, dots], "layout": layout}
