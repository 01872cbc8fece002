"""Two plots one above the other with one axis of time: of what comes and goes, and of what that leaves waiting."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sendmetrics.panels.chart_parts import SMALL_FONT, lay_out, line_across, note, time_axis, value_axis

HEIGHT = 400
UPPER, LOWER = (0.56, 1.0), (0.0, 0.42)
ROOM_FOR_NAMES = 96
# How far apart names at the ends of lines stand at least, as a part of their plot's height.
LEAST_APART = 0.13


@dataclass(frozen=True)
class Path:
    """A line with its name at its end; ``low`` and ``high`` where it has a range; None where hidden, for ``hidden``."""

    name: str
    y: Sequence[float | None]
    colour: str
    is_dashed: bool = False
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()
    hidden: str = "too few"


@dataclass(frozen=True)
class Plot:
    """Lines that share an axis, its title, and a named line across."""

    title: str
    paths: Sequence[Path]
    across: tuple[str, float] | None = None


def draw_two(
    x: Sequence[datetime.date],
    upper: Plot,
    lower: Plot,
    said: Sequence[str],
    mark: tuple[datetime.date, str] | None = None,
) -> dict:
    """Both plots; what a point says is of both; ``mark`` is a named upright line through them."""
    traces, notes, shapes = [], [], []
    for plot, axis, (bottom, top) in ((upper, "y", UPPER), (lower, "y2", LOWER)):
        highest = _highest(plot)
        for path in plot.paths:
            traces += _traces(x, path, axis, said)
        notes.append(
            note(plot.title, xref="paper", x=0, xanchor="left", yref="paper", y=top, yanchor="bottom", font=_bold())
        )
        notes += _names(plot, axis, highest)
        if plot.across is not None:
            shapes.append(line_across(plot.across[1], is_vertical=False) | {"yref": axis})
            notes.append(
                note(plot.across[0], xref="paper", x=0, xanchor="left", yref=axis, y=plot.across[1], yanchor="bottom")
            )
        if mark is not None:
            shapes.append(line_across(mark[0], is_vertical=True) | {"y0": bottom, "y1": top})
    if mark is not None:
        notes.append(_name_of_mark(x, *mark))
    layout = lay_out(
        HEIGHT,
        (),
        # Month above year: names at the ends of lines leave little room.
        time_axis(x) | {"anchor": "y2", "tickformat": "%b<br>%Y", "nticks": 5},
        value_axis(_highest(upper), "") | {"domain": list(UPPER)},
        annotations=notes,
        shapes=shapes,
    )
    layout["yaxis2"] = layout["yaxis"] | value_axis(_highest(lower), "") | {"domain": list(LOWER), "anchor": "x"}
    layout["margin"] |= {"r": ROOM_FOR_NAMES, "t": 26}
    layout["hovermode"] = "x"
    return {"data": traces, "layout": layout}


def _name_of_mark(x: Sequence[datetime.date], day: datetime.date, name: str) -> dict:
    """Beside its line, on the side where there is more room."""
    is_late = day > x[len(x) // 2]
    side = {"xanchor": "right", "xshift": -4} if is_late else {"xanchor": "left", "xshift": 4}
    return note(name, x=day, yref="paper", y=UPPER[1], yanchor="top", **side)


def _highest(plot: Plot) -> float:
    known = [value for path in plot.paths for value in (*path.y, *path.high) if value is not None]
    return max([*known, *([plot.across[1]] if plot.across else [])], default=1) * 1.12 or 1


def _bold() -> dict:
    return {"size": SMALL_FONT, "weight": 600}


def _traces(x: Sequence, path: Path, axis: str, said: Sequence[str]) -> list[dict]:
    line = {"color": path.colour, "width": 2, "dash": "dot" if path.is_dashed else "solid"}
    own = {
        "type": "scatter",
        # A point between two that are hidden has no line of its own.
        "mode": "lines+markers" if None in path.y else "lines",
        "name": path.name,
        "x": list(x),
        "y": list(path.y),
        "yaxis": axis,
        "text": list(said),
        "hovertemplate": "%{text}<extra></extra>",
        "line": line,
        "marker": {"color": path.colour, "size": 5},
        "connectgaps": False,
    }
    if not path.high:
        return [own]
    edge = own | {"mode": "lines", "line": line | {"width": 0}, "hoverinfo": "skip", "name": f"{path.name}, range"}
    del edge["hovertemplate"], edge["text"]
    upper = edge | {"y": list(path.high)}
    lower = edge | {"y": list(path.low), "fill": "tonexty", "fillcolor": _faint(path.colour)}
    return [upper, lower, own]


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.2)"


def _names(plot: Plot, axis: str, highest: float) -> list[dict]:
    """Each line's name at its end, moved apart where ends are close; of one whose end is hidden, that it is, at the foot."""
    ends = [
        (0.0, f"{path.name}:<br>{path.hidden}", path) if path.y[-1] is None else (path.y[-1], path.name, path)
        for path in plot.paths
    ]
    notes, last = [], None
    for value, name, path in sorted(ends, key=lambda end: end[0]):
        height = value if last is None else max(value, last + LEAST_APART * highest)
        last = height + (LEAST_APART * highest if "<br>" in name else 0)
        place = {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": 6,
            "yref": axis,
            "y": height,
            "yanchor": "middle",
        }
        notes.append(note(name, **place, align="left", font={"size": SMALL_FONT, "color": path.colour}))
    return notes
