"""Panels on what is expected: this year's published rate, open cases that will pass 20 weeks, and how well it was foretold.

An outlook is no answer to a question of one measure, so these panels are a
class of their own with the manners of the others: a title, a chart, tables,
a caption, and a refusal in words.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.errors import RefusedError
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.forecast import LEAST_ENDED, LEAST_MONTHS
from sendmetrics.metrics.outlook import PUBLISHED, WAIT, Outlook
from sendmetrics.metrics.question import Reader
from sendmetrics.panels.answering import NOT_A_FIXED_TABLE
from sendmetrics.panels.charts_by_group import draw_intervals, draw_stacked
from sendmetrics.panels.figures import say_first
from sendmetrics.panels.findings import NOTHING, SHORT_NAMES, TOO_FEW
from sendmetrics.panels.outlook_words import A_PERIOD, is_over, late_now, say_one_sided
from sendmetrics.panels.panel import Chart, Filters
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import hidden_words, say_count_of, say_sources
from sendmetrics.words import say_date, say_list, say_number

TOO_THIN = "Too little to predict from"


# What stands behind these figures; the numbers of days and months are local assumptions, settled on made-up authorities.
ABOUT = (
    "**Open cases.** A case is undecided, then in assessment, a plan that is agreed and not issued included: the return gives "
    "no day for that. On each day of its age it goes on, ends without a plan, or stays. How often each happens is counted from "
    "this area's own last 52 weeks, with the filters chosen: up to 20 weeks of age a day six months ago counts half as much as "
    "one today, past them a day six weeks ago.",
    "- A case passes 20 weeks when it is still open at the end of day 140; exceptions do not stop its clock.",
    "- What ended before the files begin is not in them, so cases count only from the day the files begin.",
    "- A day of age with few cases leans on those around it, never across the limit.",
    "**The rate of the year** adds plans still to come from open cases, and from requests arriving as often as in the last year. "
    "Cases with mediation or tribunal are left out of it, as in the published rate.",
    "**The interval** holds chance, and the doubt about chances that are counted from few cases. It is widened by how far the "
    "same prediction missed in the past, never narrowed. Something new, such as a change of staff, is in no interval.",
    f"**Nothing is predicted** where fewer than {LEAST_ENDED} cases ended in the last year, or a prediction can be tested on fewer "
    f"than {LEAST_MONTHS} past month ends.",
)


@dataclass(frozen=True)
class Foretold:
    """What came back for these panels: the outlook, what it could not be filtered by, or why there is none."""

    outlook: Outlook | None = None
    unused: tuple[str, ...] = ()
    refused: str = ""

    @property
    def is_collected(self) -> bool:
        return self.outlook is not None and self.outlook.is_collected

    @property
    def is_predicted(self) -> bool:
        return self.is_collected and not self.outlook.too_thin


@dataclass(frozen=True)
class OutlookPanel:
    """``find`` gives the title (at most ten words), ``draw`` the chart, ``tabulate`` the same as tables, ``says`` the caption."""

    name: str
    find: Callable[[Outlook], str]
    draw: Callable[[Outlook], Chart | None]
    tabulate: Callable[[Outlook], tuple[Table, ...]]
    says: Callable[[Outlook], str]


def ask_outlook(engine: Engine, reader: Reader, filters: Filters) -> Foretold:
    """The outlook under the reader's filters; those that the wait or the published rate cannot use are named, as is a period."""
    columns = set(find_metric(WAIT).columns) & set(find_metric(PUBLISHED).columns)
    used = tuple(pair for pair in filters.where if DIMENSIONS[pair[0]].key in columns)
    unused = [DIMENSIONS[name].title for name, _ in filters.where if DIMENSIONS[name].key not in columns]
    if filters.start or filters.end:
        unused.append("Period")
    try:
        outlook = engine.outlook(used, reader, filters.as_at)
    except RefusedError as error:
        return Foretold(refused=NOT_A_FIXED_TABLE if reader.audience == "shared" else str(error))
    if filters.end and outlook.as_at and filters.end < outlook.as_at:
        return Foretold(refused=A_PERIOD)
    return Foretold(outlook, tuple(dict.fromkeys(unused)))


def title_of(panel: OutlookPanel, outlook: Outlook) -> str:
    """The finding, or that there is too little to predict from."""
    return TOO_THIN if outlook.too_thin else panel.find(outlook)


def caption_of(panel: OutlookPanel, foretold: Foretold, chosen: str) -> str:
    """What is shown, for which cases, as at which day and from which files; why nothing is, where nothing is."""
    outlook = foretold.outlook
    parts = [outlook.too_thin] if outlook.too_thin else [f"{panel.says(outlook)}."]
    if chosen:
        parts.append(f"For {chosen}.")
    parts.append(f"As at {say_date(outlook.as_at)}, from {say_list(say_sources([WAIT, PUBLISHED]))}.")
    if foretold.unused:
        parts.append(f"Not filtered by {say_list(title.lower() for title in foretold.unused)}.")
    if any(row["symbol"] == "c" for row in _all_rows(outlook)):
        parts.append(
            f"Gaps, blanks and what is not divided: too few to show ({hidden_words(outlook.audience)} children, "
            "or fewer than 10 open cases)."
        )
    return " ".join(parts)


def _all_rows(outlook: Outlook) -> list[dict]:
    single = [row for row in (outlook.rate, outlook.total) if row]
    return [*single, *outlook.passing, *outlook.stages, *outlook.chances, *outlook.back_test, *outlook.calibration]


def say_expected(value: float | None, places: int = 0, unit: str = "") -> str:
    return "too few" if value is None else f"{say_number(value, places)}{unit}"


def say_range(row: dict, unit: str = "", low: str = "low", high: str = "high") -> str:
    return "too few" if row[low] is None else f"{say_number(row[low])} to {say_number(row[high])}{unit}"


def chart_of(figure: dict, said: list[str]) -> Chart:
    return Chart(figure, say_first(said))


# The rate.


def _so_far(outlook: Outlook) -> float | None:
    rate, smallest = outlook.rate, 1 if outlook.audience == "casework" else 10
    if rate["numerator"] is None or (rate["denominator"] or 0) < smallest:
        return None
    return 100 * rate["numerator"] / rate["denominator"]


def _find_rate(outlook: Outlook) -> str:
    rate, value = outlook.rate, _so_far(outlook) if is_over(outlook) else outlook.rate["value"]
    if value is None:
        return NOTHING if is_over(outlook) and rate["denominator"] == 0 else TOO_FEW
    if is_over(outlook):
        return f"{say_expected(value)}% of {rate['year']} plans in time"
    # High where late cases are expected to stay open: beside their number, it is not read as all being well.
    late = f", {say_number(late_now(outlook))} already late" if late_now(outlook) else ""
    return f"{say_expected(value)}% of {rate['year']} plans expected in time{late}"


def _say_rate(outlook: Outlook) -> str:
    counted = f"New EHC plans of {outlook.rate['year']} issued within 20 weeks, exceptions included, as the published rate counts them"
    if is_over(outlook):
        return counted
    return (
        "Cases open past 20 weeks lower this rate only in the year in which their plans are issued: those expected to stay "
        f"open are not in it. {counted}: so far, and by 31 December with what is expected of open cases and of requests to come, should the area go "
        "on as in its last year; the line is the 90% interval"
    )


def _rate_rows(outlook: Outlook) -> list[tuple[str, float, float, float, str]]:
    rate, so_far, rows = outlook.rate, _so_far(outlook), []
    if so_far is not None:
        said = f"{say_number(so_far, 1)}% of {say_number(rate['denominator'])} plans{'' if is_over(outlook) else ' so far'}"
        rows.append(("Of the year" if is_over(outlook) else "So far", so_far, so_far, so_far, said))
    if rate["value"] is not None and not is_over(outlook):
        said = f"{say_number(rate['value'], 1)}% expected, {say_range(rate, '%')}"
        rows.append((f"Expected for {rate['year']}", rate["value"], rate["low"], rate["high"], said))
    return rows


def _draw_rate(outlook: Outlook) -> Chart | None:
    rows = _rate_rows(outlook)
    if not rows:
        return None
    names, values, lows, highs, said = zip(*rows, strict=True)
    figure = draw_intervals(names, values, lows, highs, said, [False] * len(rows))
    figure["layout"]["xaxis"]["range"] = [0, 105]
    return chart_of(figure, [f"{name}: {words}" for name, words in zip(names, said, strict=True)])


def _table_rate(outlook: Outlook) -> tuple[Table, ...]:
    rate = outlook.rate
    so_far = _so_far(outlook)
    rows = (
        (
            "Of the year" if is_over(outlook) else "So far",
            "none" if rate["denominator"] == 0 else say_expected(so_far, 1, "%"),
            "",
            say_count_of(rate["denominator"], outlook.audience),
        ),
        (
            "Expected for the year",
            say_expected(rate["value"], 1, "%"),
            say_range(rate, "%"),
            say_expected(rate["plans"]),
        ),
    )
    shown = rows[:1] if is_over(outlook) else rows
    return (
        Table(f"Plans of {rate['year']} in time", ("Plans", "Within 20 weeks", "90% interval", "New plans"), shown),
    )


# Open cases.


def _find_passing(outlook: Outlook) -> str:
    total = outlook.total
    if total["open"] == 0:
        return NOTHING
    if total["expected"] is None:
        return TOO_FEW
    return f"{say_expected(total['expected'])} of {say_number(total['open'])} open cases expected to pass 20 weeks"


def _say_passing(outlook: Outlook) -> str:
    one_sided = say_one_sided(outlook)
    late = [row["late"] for row in outlook.stages]
    hidden = any(count is None for count in late)
    known = sum(count or 0 for count in late)
    already = f"{'at least ' if hidden else ''}{say_number(known)}" if known or not hidden else "not given"
    reach = "" if outlook.total["low"] is None else f" ({say_range(outlook.total)} of them, 90% interval)"
    return (
        "Open cases not yet past 20 weeks, by when their twentieth week ends, and how many are expected to be open "
        f"still when it has{reach}; from how this area's own cases went on in the last year, by stage and age. "
        f"Already past 20 weeks, and not among them: {already}{'. ' if one_sided else ''}{one_sided}"
    )


def _say_span(row: dict) -> str:
    return f"{row['starts'].day} {row['starts']:%b} to {row['ends'].day} {row['ends']:%b %Y}"


def _draw_passing(outlook: Outlook) -> Chart | None:
    rows = outlook.passing
    if not any(row["open"] for row in rows):
        return None
    said = [_say_due(row, outlook.audience) for row in rows]
    in_time = [None if row["expected"] is None else round(row["open"] - row["expected"], 1) for row in rows]
    late = [None if row["expected"] is None else round(row["expected"], 1) for row in rows]
    whole = [row["open"] if row["expected"] is None else None for row in rows]
    parts = [("Expected to end in time", in_time), ("Expected to pass 20 weeks", late)]
    return chart_of(
        draw_stacked([row["starts"] for row in rows], parts, said, is_over_time=True, undivided=whole), said
    )


def _say_due(row: dict, audience: str) -> str:
    due = say_count_of(row["open"], audience)
    expected = "" if row["expected"] is None else f", {say_number(row['expected'], 1)} expected to pass"
    return f"{_say_span(row)}: {due} open{expected}"


def _table_passing(outlook: Outlook) -> tuple[Table, ...]:
    due = tuple(
        (_say_span(row), say_count_of(row["open"], outlook.audience), say_expected(row["expected"], 1), say_range(row))
        for row in outlook.passing
    )
    stages = tuple(
        (
            _stage(row),
            say_count_of(row["open"], outlook.audience),
            # Few, or so many of those open that the others would be told: hidden either way.
            "not given" if row["late"] is None else say_number(row["late"]),
            say_expected(row["expected"], 1),
        )
        for row in outlook.stages
    )
    chances = tuple(
        (
            f"{_stage(row)}, {row['from_week']} to {row['to_week']} weeks",
            say_count_of(row["open"], outlook.audience),
            "no cases" if row["open"] == 0 else say_expected(row["value"], 0, "%"),
        )
        for row in outlook.chances
    )
    return (
        Table("By the days on which 20 weeks end", ("Days", "Open", "Expected to pass 20 weeks", "90% interval"), due),
        Table("By stage", ("Stage", "Open", "Already past 20 weeks", "Expected to pass besides"), stages),
        Table("Chance of passing 20 weeks, by stage and age", ("Stage and age", "Open", "Chance"), chances),
    )


def _stage(row: dict) -> str:
    # The return gives no day on which a plan is agreed, so one stage holds both.
    return "In assessment or plan agreed" if row["stage"] == "in_assessment" else SHORT_NAMES[row["stage"]]


EXPECTED_RATE = OutlookPanel("expected_rate", _find_rate, _draw_rate, _table_rate, _say_rate)
EXPECTED_TO_PASS = OutlookPanel("expected_to_pass", _find_passing, _draw_passing, _table_passing, _say_passing)
