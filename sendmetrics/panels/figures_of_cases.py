"""Charts of open cases: stages stacked over ages with the limits between, and how long the longest wait."""

import re
from collections.abc import Callable, Sequence

from sendmetrics.contracts.reference import code_labels
from sendmetrics.metrics.disclosure import LEADERS_SMALLEST_COUNT
from sendmetrics.metrics.question import Result
from sendmetrics.panels.chart_parts import (
    KEY_ROOM,
    LINE_HEIGHT,
    SMALL_FONT,
    Reference,
    lay_out,
    line_across,
    note,
    value_axis,
)
from sendmetrics.panels.charts_by_group import UNDIVIDED, draw_spans
from sendmetrics.panels.palette import SERIES
from sendmetrics.panels.panel import Answer, Chart
from sendmetrics.panels.wording import say_count_of, say_wait, weeks
from sendmetrics.words import lower_first

# The layers of a stack are told apart by more than their colours.
PATTERNS = ("", "/", ".", "x")


def layers_over_ages(names: Sequence[str], limits: dict[str, str]) -> Callable[[Answer], Chart]:
    """One column an age, one layer a result after the first, which gives the whole of each column.

    Of a column whose parts may not all be shown, the rest is drawn undivided where it is no small number itself.
    ``limits`` names the line after the age at which each limit ends.
    """

    def draw(answer: Answer) -> Chart:
        labels = code_labels("age_band")
        whole, *parts = [_counts(result, labels) for result in answer.results[: len(names) + 1]]
        rest = [
            total - sum(filter(None, shown))
            if total is not None and None in shown and total - sum(filter(None, shown)) >= LEADERS_SMALLEST_COUNT
            else 0
            for total, *shown in zip(whole, *parts, strict=True)
        ]
        layers = [
            (
                name,
                values,
                [
                    f"{label}: {_say(value, answer)} {lower_first(name)}"
                    for label, value in zip(labels.values(), values, strict=True)
                ],
            )
            for name, values in zip(names, parts, strict=False)
        ]
        if any(rest):
            layers.append(
                (
                    UNDIVIDED,
                    rest,
                    [f"{label}: {value:,} not divided" for label, value in zip(labels.values(), rest, strict=True)],
                )
            )
        after = {place + 0.5: limits[band] for place, band in enumerate(labels) if band in limits}
        said = [f"{label}: {_say(value, answer)}" for label, value in zip(labels.values(), whole, strict=True)]
        figure = draw_layers(list(labels.values()), [_short_age(band) for band in labels], layers, after)
        return Chart(
            figure,
            ". ".join(["; ".join(said), *(_say_layer(name, labels, values, answer) for name, values, _ in layers)]),
        )

    return draw


def _say_layer(name: str, labels: dict[str, str], values: Sequence[int | None], answer: Answer) -> str:
    """A layer in words, without the ages at which nothing of it is drawn."""
    told = [
        f"{label} {_say(value, answer)}" for label, value in zip(labels.values(), values, strict=True) if value != 0
    ]
    return f"{name}: {', '.join(told) or 'none'}"


def _short_age(band: str) -> str:
    """As 6-16 or 104+: eight of them stand side by side on a telephone."""
    first, *second = re.findall("[0-9]+", band)
    return f"{first}–{second[0]}" if second else f"{first}+"


def _counts(result: Result, labels: dict[str, str]) -> list[int | None]:
    """The count of each age, None where it is hidden."""
    found = {row["breakdown"]: row["value"] for row in result.rows}
    return [found.get(band, 0) for band in labels]


def _say(value: int | None, answer: Answer) -> str:
    return say_count_of(value, answer.results[0].audience)


def draw_layers(
    names: Sequence[str],
    ages: Sequence[str],
    layers: Sequence[tuple[str, Sequence[int | None], Sequence[str]]],
    lines: dict[float, str],
) -> dict:
    """Columns of layers, each with its values and what is said of them, and named lines between columns by place.

    ``ages`` are the names of the columns as short as they can be, in weeks.
    """
    traces, key = [], []
    for (name, values, said), colour, pattern in zip(layers, SERIES, PATTERNS, strict=False):
        traces.append(
            {
                "type": "bar",
                "name": name,
                "x": list(names),
                "y": [value or 0 for value in values],
                "hovertext": list(said),
                "hovertemplate": "%{hovertext}<extra></extra>",
                "marker": {"color": colour, "pattern": {"shape": pattern, "size": 6, "solidity": 0.35}},
            }
        )
        key.append((name, colour))
    highest = max(
        (sum(filter(None, column)) for column in zip(*(layer[1] for layer in layers), strict=True)), default=0
    )
    layout = lay_out(
        LINE_HEIGHT,
        key,
        {
            "type": "category",
            "tickvals": list(names),
            "ticktext": list(ages),
            "tickangle": 0,
            "tickfont": {"size": SMALL_FONT},
            "title": {"text": "weeks since the request", "font": {"size": SMALL_FONT}, "standoff": 6},
        },
        value_axis(highest * 1.15, ""),
        barmode="stack",
        shapes=[line_across(place, is_vertical=True) for place in lines],
        annotations=[note(words, x=place, yref="paper", y=1, yanchor="bottom") for place, words in lines.items()],
    )
    layout["margin"]["t"] = KEY_ROOM + 12
    return {"data": traces, "layout": layout}


def longest_by_group(limit_days: int, limit: str) -> Callable[[Answer], Chart]:
    """Median to 92nd percentile of open waits by group, and in words the band in which the longest lies."""

    def draw(answer: Answer) -> Chart:
        result = answer.results[0]
        rows = [row for row in result.rows if row["median_days"] is not None]
        figure = draw_spans(
            [row["label"] for row in rows],
            [weeks(row["median_days"]) for row in rows],
            [weeks(row["p92_days"]) for row in rows],
            ["" for _ in rows],
            [f"{say_wait(row, result)}, {_say_longest(row)}" for row in rows],
            Reference(limit, weeks(limit_days)),
        )
        # Over the line and up to the edge of the chart: beside it, long words would be cut on a telephone.
        figure["layout"]["annotations"] += [
            note(_say_longest(row), xref="paper", x=1, xanchor="right", y=row["label"], yanchor="bottom", yshift=3)
            for row in rows
        ]
        return Chart(figure, "; ".join(f"{say_wait(row, result)}, {_say_longest(row)}" for row in result.rows))

    return draw


def _say_longest(row: dict) -> str:
    return f"longest {row['longest_band']}" if row["longest_band"] else "longest not given"
