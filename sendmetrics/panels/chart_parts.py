"""What all charts are made of: sizes, axes, the key, lines across, in the drawing library's own words."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sendmetrics.panels.palette import GRID, QUIET

LINE_HEIGHT = 280
ROW_HEIGHT = 34
SMALLEST_HEIGHT = 130
FONT_SIZE = 13
SMALL_FONT = 12
# Room at the top for the names of the series, or of a reference line.
KEY_ROOM, PLAIN_ROOM = 36, 14


@dataclass(frozen=True)
class Series:
    """A line: its name, x values, y values (None where hidden or missing) and what each point says when pointed at.

    ``is_part`` where the last period is not over: its point is no part of the line, which would seem to plunge.
    """

    name: str
    x: Sequence
    y: Sequence[float | None]
    said: Sequence[str]
    is_quiet: bool = False
    is_part: bool = False


@dataclass(frozen=True)
class Reference:
    """A named line across the chart."""

    name: str
    value: float


def lay_out(height: int, key: Sequence[tuple[str, ...]], xaxis: dict, yaxis: dict, **extra: object) -> dict:
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


def time_axis(x: Sequence) -> dict:
    """Dates are spaced as dates and labelled at intervals that fit; years stand as they are."""
    if x and isinstance(x[0], datetime.date):
        return {"type": "date", "tickformat": "%b %Y", "nticks": 6, "tickangle": 0}
    return {"type": "category", "autotickangles": [0, 45]}


def value_axis(highest: float, suffix: str) -> dict:
    """An axis from nought to the highest value."""
    return {"range": [0, highest or 1], "ticksuffix": suffix, "nticks": 5, "showgrid": True, "gridcolor": GRID}


def note(text: str, **place: object) -> dict:
    """Words at a place of the chart."""
    return {"text": text, "showarrow": False, "font": {"size": SMALL_FONT}, **place}


# What stands beside the sign of a point or a column whose period is not over.
NOT_OVER = "not over yet"


def line_across(value: float, is_vertical: bool, colour: str = QUIET) -> dict:
    """A dashed line at a value, over the whole chart."""
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
