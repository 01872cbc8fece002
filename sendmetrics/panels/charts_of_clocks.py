"""Charts of referrals as pure functions: two medians of one group joined, and what became of referrals step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

from sendmetrics.panels.chart_parts import FONT_SIZE, KEY_ROOM, SMALL_FONT, lay_out, note
from sendmetrics.panels.charts_by_group import SMALLEST_LABELLED, draw_bars, draw_spans, labels_of_medians
from sendmetrics.panels.palette import ACCENT, CONTRAST, QUIET

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


@dataclass(frozen=True)
class Stage:
    """One step of a flow: how many went on, still wait there and were lost there, and what is written beside the bar.

    A number that may not be shown is None and drawn as nothing; ``is_whole`` is false where ``went_on`` lacks such numbers,
    and then stands on no bar.
    """

    name: str
    went_on: int
    waiting: int | None
    lost: int | None
    label: str
    said: str
    is_whole: bool = True


# How far the chart goes beyond the longest bar, for what is written beside it.
ROOM_BESIDE = 1.5


def draw_flow(stages: Sequence[Stage]) -> dict:
    """What became of referrals at each step, bars one below the other as fewer and fewer come on; the lost are hatched."""
    names = [stage.name for stage in stages]
    said = [stage.said for stage in stages]
    parts = (
        ("went on", [stage.went_on for stage in stages], {"color": QUIET}, "■"),
        ("waiting", [stage.waiting for stage in stages], {"color": ACCENT}, "■"),
        (
            "closed here",
            [stage.lost for stage in stages],
            {
                "color": CONTRAST,
                "pattern": {"shape": "/", "size": 5, "solidity": 0.2, "fgcolor": "#FFFFFF", "fillmode": "overlay"},
            },
            "▨",
        ),
    )
    came = [sum(filter(None, (stage.went_on, stage.waiting, stage.lost))) for stage in stages]
    figure = draw_bars(names, came, [""] * len(names), said, room=ROOM_BESIDE)
    layout, smallest = figure["layout"], SMALLEST_LABELLED * max(came, default=0)
    figure["data"] = [_part_of_flow(stages, part, values, fill, smallest) for part, values, fill, _ in parts]
    key = [(part, fill["color"], sign) for part, _, fill, sign in parts]
    layout |= {"barmode": "stack", "uniformtext": {"minsize": SMALL_FONT, "mode": "hide"}}
    layout["title"] = lay_out(layout["height"], key, {}, {})["title"]
    layout["margin"]["t"] = KEY_ROOM
    layout["annotations"] = [
        note(stage.label, x=end, y=stage.name, xanchor="left", xshift=6)
        for stage, end in zip(stages, came, strict=True)
        if stage.label
    ]
    return figure


def _part_of_flow(
    stages: Sequence[Stage], part: str, values: Sequence[int | None], fill: dict, smallest: float
) -> dict:
    """One part of every bar; a number stands on it where there is room for it, and where nothing of it is hidden."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": part,
        "y": [stage.name for stage in stages],
        "x": [value or 0 for value in values],
        "text": [
            f"{value:,}" if value and value > smallest and (stage.is_whole or part != "went on") else ""
            for value, stage in zip(values, stages, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": FONT_SIZE, "color": "#FFFFFF"},
        "hovertext": [stage.said for stage in stages],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": fill,
    }
