"""Charts of cohorts as pure functions: shares with their intervals over time, and how a share grows week by week."""

from collections.abc import Sequence
from dataclasses import dataclass

from sendmetrics.panels.chart_parts import LINE_HEIGHT, Reference, lay_out, line_across, note, time_axis, value_axis
from sendmetrics.panels.palette import ACCENT, QUIET, SERIES

FULL = 105


@dataclass(frozen=True)
class Point:
    """A share with its interval, None where there is none, and what it says when pointed at."""

    x: object
    y: float | None
    low: float | None
    high: float | None
    said: str
    is_provisional: bool = False


def draw_shares(points: Sequence[Point]) -> dict:
    """A line of shares with upright intervals; what is provisional has an open ring."""
    spans: dict[str, list] = {"x": [], "y": []}
    for point in points:
        if point.low is not None:
            spans["x"] += [point.x, point.x, None]
            spans["y"] += [point.low, point.high, None]
    interval = {
        "type": "scatter",
        "mode": "lines",
        **spans,
        "line": {"color": QUIET, "width": 3},
        "hoverinfo": "skip",
    }
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [point.x for point in points],
        "y": [point.y for point in points],
        "text": [point.said for point in points],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": ACCENT, "width": 2},
        "marker": {
            "color": ACCENT,
            "size": [11 if point.is_provisional else 8 for point in points],
            "symbol": ["circle-open" if point.is_provisional else "circle" for point in points],
            "line": {"width": 2.5},
        },
        "connectgaps": False,
    }
    key = [("with its 95% interval", ACCENT, "●")]
    if any(point.is_provisional and point.y is not None for point in points):
        key.append(("provisional", ACCENT, "○"))
    layout = lay_out(LINE_HEIGHT, key, time_axis([point.x for point in points]), value_axis(FULL, "%"))
    return {"data": [interval, line], "layout": layout}


def draw_growth(lines: Sequence[tuple[str, Sequence[Point]]], limit: Reference | None = None) -> dict:
    """How a share grows with the weeks: a line a group, named at its end, the last in the accent, with a limit across."""
    traces, notes = [], []
    for place, (name, points) in enumerate(lines):
        is_last = place == len(lines) - 1
        colour = ACCENT if is_last else (*reversed(SERIES[1:]), QUIET)[place % len(SERIES)]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": [point.x for point in points],
                "y": [point.y for point in points],
                "text": [point.said for point in points],
                "hovertemplate": "%{text}<extra></extra>",
                "line": {"color": colour, "width": 3 if is_last else 2},
                "marker": {
                    "color": colour,
                    "size": 8,
                    "symbol": ["circle-open" if point.is_provisional else "circle" for point in points],
                },
                "connectgaps": False,
            }
        )
    shapes = []
    if limit is not None:
        shapes.append(line_across(limit.value, is_vertical=True))
        notes.append(note(limit.name, x=limit.value, yref="paper", y=0, xanchor="left", yanchor="bottom", xshift=4))
    key = [(trace["name"], trace["line"]["color"], "●") for trace in traces]
    weeks = [point.x for _, points in lines for point in points]
    axis = {"tickvals": sorted(set(weeks)), "ticksuffix": " wk", "range": [0, max(weeks, default=1) + 2]}
    layout = lay_out(LINE_HEIGHT, key, axis, value_axis(FULL, "%"), shapes=shapes, annotations=notes)
    return {"data": traces, "layout": layout}
