"""Charts over time as pure functions: values in, a figure as a plain dict out, in the drawing library's own words."""

from collections.abc import Sequence

from sendmetrics.panels.chart_parts import (
    LINE_HEIGHT,
    NOT_OVER,
    SMALL_FONT,
    Reference,
    Series,
    lay_out,
    line_across,
    note,
    time_axis,
    value_axis,
)
from sendmetrics.panels.palette import ACCENT, QUIET, SERIES


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
                "y": [*line.y[:-1], None] if line.is_part else list(line.y),
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
        if line.is_part and line.y[-1] is not None:
            traces.append(_open_ring(line, colour))
        shown = [(x, y) for x, y in zip(line.x, line.y, strict=True) if y is not None]
        if line.is_quiet and shown:
            ends[line.name] = shown[-1]
    for place, (name, (x, y)) in enumerate(sorted(ends.items(), key=lambda end: -end[1][1])):
        # The upper name stands above its end and the others below, clear of each other and of the line between.
        # By its place on the axis: the category "2024" would be read as a place of its own, far to the right.
        at = list(series[0].x).index(x)
        notes.append(note(name, x=at, y=y, xanchor="left", yanchor="top" if place else "bottom", xshift=8))
    for place, reference in enumerate(references):
        # Two published figures are often close: their names stand at opposite ends, clear of each other's line.
        side = {"x": 0, "xanchor": "left"} if place == 0 else {"x": 1, "xanchor": "right"}
        is_lower = any(other.value > reference.value for other in references)
        notes.append(
            note(reference.name, xref="paper", y=reference.value, yanchor="top" if is_lower else "bottom", **side)
        )
    values = [y for line in series for y in line.y if y is not None] + [reference.value for reference in references]
    highest = top if top is not None else max(values, default=1) * 1.15
    key = list(zip((line.name for line in loud), SERIES, strict=False)) if len(loud) > 1 else []
    rings = [(NOT_OVER, trace["marker"]["color"], "○") for trace in traces if trace["mode"] == "markers"]
    key += rings[:1]
    axis = time_axis(series[0].x)
    if any(line.is_quiet for line in series):
        axis["range"] = [-0.3, len(series[0].x) + 0.6]
    return {
        "data": traces,
        "layout": lay_out(
            LINE_HEIGHT,
            key,
            axis,
            value_axis(highest, suffix),
            annotations=notes,
            shapes=[line_across(reference.value, is_vertical=False) for reference in references],
        ),
    }


def _open_ring(line: Series, colour: str) -> dict:
    """The point of a period that is not over."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [line.x[-1]],
        "y": [line.y[-1]],
        "name": line.name,
        "text": [f"{line.said[-1]}; {NOT_OVER}"],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": colour, "size": 10, "symbol": "circle-open", "line": {"width": 2.5}},
    }


def draw_columns(
    x: Sequence,
    values: Sequence[float | None],
    labels: Sequence[str],
    said: Sequence[str],
    suffix: str = "",
    is_part: bool = False,
) -> dict:
    """Columns over time, the figure at each where there is room; hatched the last one where its period is not over."""
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
    key = ()
    if is_part and values[-1]:
        hatched = [""] * (len(values) - 1) + ["/"]
        trace["marker"] = {"color": ACCENT, "pattern": {"shape": hatched, "size": 6, "solidity": 0.35}}
        key = ((NOT_OVER, ACCENT, "▨"),)
    return {"data": [trace], "layout": lay_out(LINE_HEIGHT, key, time_axis(x), value_axis(highest, suffix))}


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
