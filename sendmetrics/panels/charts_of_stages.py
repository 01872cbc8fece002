"""Charts of stages and advice as pure functions: waits each with a limit of its own, and a table drawn as a chart."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from sendmetrics.panels.chart_parts import SMALL_FONT, lay_out, note
from sendmetrics.panels.charts_by_group import draw_spans
from sendmetrics.panels.palette import ACCENT, CONTRAST, QUIET

HEADING_ROOM = 44
# Narrower than on other charts, to leave the columns room on a telephone.
NAME_WIDTH = 14
EXTRA_ROW_HEIGHT = 8
LIMIT_SIZE = 12


@dataclass(frozen=True)
class Span:
    """One stage: its name, median, 92nd percentile where it is given, limit, all in weeks; what it says when pointed at."""

    name: str
    middle: float
    end: float | None
    limit: float
    label: str
    said: str


def draw_spans_with_limits(spans: Sequence[Span]) -> dict:
    """A dot at the median and a line to the 92nd percentile, one row a stage, with the stage's own limit as a bar across."""
    names = [span.name for span in spans]
    figure = draw_spans(
        names,
        [span.middle for span in spans],
        [span.end for span in spans],
        [span.label for span in spans],
        [span.said for span in spans],
    )
    limits = {
        "type": "scatter",
        "mode": "markers",
        "x": [span.limit for span in spans],
        "y": names,
        "hovertext": [span.said for span in spans],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"symbol": "line-ns", "size": LIMIT_SIZE, "line": {"color": CONTRAST, "width": 3}},
    }
    figure["data"].append(limits)
    layout = figure["layout"]
    reach = [max(span.limit, span.middle, span.end or 0) for span in spans]
    # Each label between its own limit's bar and that of the row above.
    layout["height"] += EXTRA_ROW_HEIGHT * len(names)
    layout["margin"]["t"] += EXTRA_ROW_HEIGHT
    for label in layout["annotations"]:
        label["yshift"] = LIMIT_SIZE * 3 // 4
    layout["xaxis"] |= {"range": [0, max(reach, default=1) * 1.15]}
    key = (("median", ACCENT, "●"), ("to 92nd percentile", QUIET, "━"), ("clock", CONTRAST, "┃"))
    layout["title"] = lay_out(layout["height"], key, {}, {})["title"]
    return figure


def draw_grid(names: Sequence[str], columns: Sequence[tuple[str, Sequence[str]]], figure: dict, marked: int) -> dict:
    """Figures in columns beside the names of a chart by group, headings above; the ``marked`` column in bold.

    ``figure`` gives the rows their names and height; its own marks are left away.
    """
    traces = [
        {
            "type": "scatter",
            "mode": "text",
            "x": [place] * len(names),
            "y": list(names),
            "text": list(cells),
            "textfont": {"size": SMALL_FONT} | ({"weight": "bold"} if place == marked else {}),
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
        for place, (_, cells) in enumerate(columns)
    ]
    layout = figure["layout"]
    layout["annotations"] = [
        note(heading, x=place, yref="paper", y=1, yanchor="bottom") | {"font": {"size": SMALL_FONT}}
        for place, (heading, _) in enumerate(columns)
    ]
    # Room for names on two lines.
    layout["height"] += EXTRA_ROW_HEIGHT * len(names)
    layout["yaxis"] |= {
        "tickfont": {"size": SMALL_FONT},
        "ticktext": ["<br>".join(textwrap.wrap(name, NAME_WIDTH)) for name in names],
    }
    layout["xaxis"] |= {"visible": False, "range": [-0.6, len(columns) - 0.4]}
    layout["margin"]["t"] = HEADING_ROOM
    return {"data": traces, "layout": layout}
