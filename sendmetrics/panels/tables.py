"""A result as a table of words, the same facts the chart shows, for readers of tables and of screens alike."""

from dataclasses import dataclass, replace

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.contracts.reference import code_labels
from sendmetrics.metrics.definition import CURVE, find_metric
from sendmetrics.metrics.disclosure import LEADERS_SMALLEST_BASE
from sendmetrics.metrics.periods import say_period
from sendmetrics.metrics.question import Result
from sendmetrics.panels.panel import Answer, Ask, Panel, is_not_available
from sendmetrics.panels.wording import (
    has_limit,
    hidden_words,
    past_end,
    say_count_of,
    say_day,
    say_part,
    say_value,
)
from sendmetrics.words import say_days, say_list, say_number


@dataclass(frozen=True)
class Table:
    """A caption, headings and rows of words; the first column names the row."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables_of(panel: Panel, answer: Answer) -> list[Table]:
    """A table for each measure and each filter of the panel's own, its caption naming both.

    A last question asked only for the title repeats the first one more coarsely; it needs no table of its own.
    What is published of England and the region is a table beside them.
    """
    published = _as_published_table(answer) if panel.compares and answer.comparators else None
    return [*_tables_of_its_own(panel, answer), *([published] if published else [])]


def _tables_of_its_own(panel: Panel, answer: Answer) -> list[Table]:
    if panel.tabulate is not None:
        return [panel.tabulate(answer)]
    first: dict[tuple, Table] = {}
    for ask, result in zip(panel.asks, answer.results, strict=True):
        key = (result.metric, ask.only)
        if key not in first:
            table, only = as_table(result), _say_only(ask)
            first[key] = replace(table, caption=f"{table.caption}: {only}") if only else table
    return list(first.values())


def _as_published_table(answer: Answer) -> Table:
    """England's figures, then the region's, newest first, each with its source; whole areas, whatever our own are split by."""
    published = find_metric(answer.results[0].metric)
    unit = "%" if published.kind == "proportion" else ""
    rows = [
        (each.area, each.when, f"{say_number(each.value, 1)}{unit}", each.release)
        for each in sorted(answer.comparators, key=lambda each: (each.level, -each.period.toordinal()))
    ]
    return Table(
        f"Published for England and the region: {published.title}", ("Area", "Period", "Figure", "Source"), tuple(rows)
    )


def _say_only(ask: Ask) -> str:
    """The panel's own filter in words: Awaiting the decision to assess; exception to the 20 weeks: no."""
    said = []
    for name, values in ask.only:
        dimension = DIMENSIONS[name]
        labels = {"true": "yes", "false": "no"} if dimension.kind == "flag" else code_labels(dimension.codes or "")
        words = say_list(labels.get(value, value) for value in values)
        said.append(f"{dimension.title.lower()}: {words}" if dimension.kind == "flag" else words)
    return ", ".join(said)


def as_table(result: Result) -> Table:
    """Every row of a result in words. Hidden numbers say why they are hidden."""
    metric = find_metric(result.metric)
    has_group, has_period = result.question.by is not None, result.question.every != "all"
    first = [metric.dimension(result.question.by).title] if has_group else []
    first += ["Period"] if has_period else []
    if result.question.view == CURVE:
        return _as_curve_table(result, first)
    if metric.kind == "wait":
        headings = [*first, *_WAIT_HEADINGS[result.question.view or "open"]]
        rows = [_wait_cells(row, result) for row in result.rows]
        if not has_limit(metric):
            headings = [*first, "Number", *_WAIT_HEADINGS["open"][1:STOCK_CELLS]]
            rows = [cells[:STOCK_CELLS] for cells in rows]
    elif metric.kind == "count":
        headings, rows = [*first, metric.title], [[say_value(row, metric, result.audience)] for row in result.rows]
    else:
        value = "Percentage" if metric.kind == "proportion" else metric.title
        headings = [*first, value, metric.numerator, metric.denominator]
        rows = [
            [
                say_value(row, metric, result.audience),
                _count(row["numerator"], row, result),
                _count(row["denominator"], row, result),
            ]
            for row in result.rows
        ]
    named = []
    for row, cells in zip(result.rows, rows, strict=True):
        lead = [row["label"] or "Not known"] if has_group else []
        lead += [say_period(row["period"], result.question.every, metric.year)] if has_period else []
        named.append(tuple([*lead, *cells] if lead else ["All", *cells]))
    if not first:
        headings = ["Group", *headings]
    day = f", {say_day(result)}" if past_end(result) else ""
    return Table(f"{metric.title}{day}", tuple(headings), tuple(named))


def _as_curve_table(result: Result, first: list[str]) -> Table:
    """One row a cohort: the share by each number of weeks with its interval, the median and the restricted mean."""
    metric = find_metric(result.metric)
    weeks = list(dict.fromkeys(row["weeks"] for row in result.rows))
    cohorts: dict[tuple, list[dict]] = {}
    for row in result.rows:
        cohorts.setdefault((row["period"], row["breakdown"]), []).append(row)
    rows = []
    for (period, _), curve in cohorts.items():
        lead = [curve[0]["label"] or "Not known"] if result.question.by else []
        lead += [say_period(period, result.question.every, metric.year)] if result.question.every != "all" else []
        shares = [_share_by(row) for row in curve]
        mean = curve[0]["mean_days"]
        rows.append(
            (
                *(lead or ["All"]),
                say_count_of(curve[0]["count"], result.audience),
                *shares,
                _say_median(curve),
                "not known" if mean is None else say_days(mean),
                _percent(curve[-1]["other_exits"]),
            )
        )
    headings = (
        *(first or ["Group"]),
        "Started",
        *(f"By {number} weeks" for number in weeks),
        "Median",
        f"Mean, up to {metric.mean_to_weeks} weeks",
        "Left another way",
    )
    return Table(f"{metric.title}: share that had it by so many weeks (95% interval)", headings, tuple(rows))


def _share_by(row: dict) -> str:
    if row["value"] is None:
        return "too few" if row["symbol"] == "c" else "too young" if row["count"] else "none"
    interval = "" if row["low"] is None else f" ({say_number(row['low'])} to {say_number(row['high'])})"
    return f"{_percent(row['value'])}{interval}{', provisional' if row['is_provisional'] else ''}"


def _say_median(curve: list[dict]) -> str:
    """The median where it is reached, else until when more than half were still waiting."""
    if curve[0]["median_days"] is not None:
        return say_days(curve[0]["median_days"])
    known = [row["weeks"] for row in curve if row["value"] is not None]
    return f"more than half of those going on still waiting at {known[-1]} weeks" if known else "not known"


# Of what has no limit: number, median, 92nd percentile, longest.
STOCK_CELLS = 4
_WAIT_HEADINGS = {
    "open": ("Waiting", "Median", "92nd percentile", "Longest", "Within the limit", "Over the limit", "Share within"),
    "completed": (
        "Finished",
        "Median",
        "92nd percentile",
        "Longest",
        "Within the limit",
        "Over the limit",
        "Share within",
    ),
    "cohort": (
        "Started",
        "Median",
        "92nd percentile",
        "Longest so far",
        "Within the limit",
        "Past the limit",
        "Share within",
        "95% interval",
        "Of all who started",
    ),
}


def _wait_cells(row: dict, result: Result) -> list[str]:
    if is_not_available(row):
        return ["not available"] * len(_WAIT_HEADINGS[row["view"]])
    if row["count"] == 0:
        return ["0", *["none"] * (len(_WAIT_HEADINGS[row["view"]]) - 1)]
    cells = [
        say_count_of(row["count"], result.audience),
        _days(row["median_days"], row, "not reached"),
        _days(row["p92_days"], row, "not given"),
        (row["longest_band"] or "too few") if row["longest_days"] is None else say_days(row["longest_days"]),
        say_part(row, "within_limit", result.audience),
        say_part(row, "over_limit", result.audience),
        "not followed long enough"
        if row["symbol"] == "x"
        else "too few"
        if row["value"] is None
        else _percent(row["value"]),
    ]
    if row["view"] == "cohort":
        cells += [
            "" if row["low"] is None else f"{say_number(row['low'], 1)} to {_percent(row['high'])}",
            _percent(row["incidence"]),
        ]
    return cells


def _days(days: int | None, row: dict, in_a_cohort: str) -> str:
    """A cohort of which too many still wait has no median yet, however many are in it."""
    if days is not None:
        return say_days(days)
    return in_a_cohort if row["view"] == "cohort" and row["symbol"] != "c" else "too few"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{say_number(value, 1)}%"


def _count(value: float | None, row: dict, result: Result) -> str:
    if row["symbol"] == "x":
        return "0" if value == 0 else ""
    if value is None:
        base = row["denominator"]
        # Of a base too small for a share the part is kept back too, however large.
        is_of_small_base = base is not None and base < LEADERS_SMALLEST_BASE
        return "too few to show" if is_of_small_base else hidden_words(result.audience)
    return say_number(value, 0 if value == int(value) else 1)
