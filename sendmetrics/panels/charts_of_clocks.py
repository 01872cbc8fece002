"""Charts of referrals as pure functions: two medians of one group joined, and what became of referrals step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

from sendmetrics.panels.chart_parts import lay_out
from sendmetrics.panels.charts_by_group import draw_spans, labels_of_medians
from sendmetrics.panels.palette import ACCENT, CONTRAST

# A label over each dot of one clock and one under each of the other, of which neither may meet that of the next row.
ROW_OF_TWO = 22


@dataclass(frozen=True)
class Pair:
    """One group's two waits in weeks, what is written at each, and what it says when pointed at."""

    name: str
    longer: float
    shorter: float | None
    labels: tuple[str, str]
    said: str


def draw_pairs(pairs: Sequence[Pair], longer: str, shorter: str) -> dict:
    """Two dots joined, one row a group; the signs differ as well as the colours, and a label belongs to the dot it touches."""
    names = [pair.name for pair in pairs]
    said = [pair.said for pair in pairs]
    both = [pair for pair in pairs if pair.shorter is not None]
    figure = draw_spans(
        names,
        [pair.longer for pair in pairs],
        [pair.longer if pair.shorter is None else pair.shorter for pair in pairs],
        [pair.labels[0] for pair in pairs],
        said,
    )
    others = {
        "type": "scatter",
        "mode": "markers",
        "x": [pair.shorter for pair in both],
        "y": [pair.name for pair in both],
        "hovertext": [pair.said for pair in both],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": CONTRAST, "symbol": "diamond", "size": 12},
    }
    figure["data"].append(others)
    layout = figure["layout"]
    # The axis ends past both dots, whichever is further.
    reach = [value for pair in pairs for value in (pair.longer, pair.shorter) if value is not None]
    layout["xaxis"]["range"] = [0, max(reach, default=1) * 1.3]
    layout["height"] += ROW_OF_TWO * len(names)
    layout["margin"]["t"] += ROW_OF_TWO // 2
    layout["annotations"] += [
        label | {"yanchor": "top", "yshift": -5}
        for label in labels_of_medians(
            [pair.name for pair in both], [pair.shorter for pair in both], [pair.labels[1] for pair in both]
        )
    ]
    key = ((longer, ACCENT, "●"), (shorter, CONTRAST, "◆"))
    layout["title"] = lay_out(layout["height"], key, {}, {})["title"]
    return figure
