"""The panel on how well it was foretold: what each month end's data led to expect, and what came."""

import datetime

from sendmetrics.metrics.outlook import Outlook
from sendmetrics.panels.charts_by_group import draw_intervals
from sendmetrics.panels.outlook import OutlookPanel, chart_of, say_expected, say_range
from sendmetrics.panels.outlook_words import say_one_sided
from sendmetrics.panels.panel import Chart
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import say_count_of
from sendmetrics.words import say_date, say_number


def _find_back_test(outlook: Outlook) -> str:
    # Of all months, those included whose own numbers are too small to show: few pass when it goes well.
    inside, months = outlook.held
    return say_one_sided(outlook) or f"{inside or 'None'} of {months} past months within what was foretold"


def _say_back_test(outlook: Outlook) -> str:
    inside, months = outlook.held
    return (
        "What was foretold at each month end, from the data as they stood, against what came: of the cases whose 20 weeks ended "
        "in the next 13, how many passed them (dot) and the 90% interval foretold (line). Nine in ten should be within, "
        f"{inside or 'none'} of {months} were. "
        "Cases that left the books without a day cannot be traced and are not among them"
    )


def _draw_back_test(outlook: Outlook) -> Chart | None:
    rows = [row for row in reversed(outlook.back_test) if row["happened"] is not None and row["low"] is not None]
    if not rows:
        return None
    names = [_month(row["month"]) for row in rows]
    said = [
        f"{_month(row['month'])}: {say_number(row['happened'])} of {say_number(row['open'])} passed 20 weeks, {say_range(row)} foretold"
        for row in rows
    ]
    lows, highs, happened = ([row[name] for row in rows] for name in ("low", "high", "happened"))
    figure = draw_intervals(names, happened, lows, highs, said, [not row["is_inside"] for row in rows])
    figure["layout"]["xaxis"] |= {"ticksuffix": "", "range": [0, max(*highs, *happened, 1) * 1.1]}
    return chart_of(figure, said)


def _month(day: datetime.date) -> str:
    return f"{day:%b %Y}"


def _table_back_test(outlook: Outlook) -> tuple[Table, ...]:
    audience = outlook.audience
    months = tuple(
        (
            say_date(row["month"]),
            say_count_of(row["open"], audience),
            say_expected(row["expected"], 1),
            say_range(row),
            say_count_of(row["happened"], audience),
            _inside(row["is_inside"]),
            say_expected(row["share"], 0, "%"),
            say_range(row, "%", "share_low", "share_high"),
            "no plans" if row["plans"] == 0 else say_expected(row["share_happened"], 0, "%"),
            _inside(row["is_share_inside"]),
        )
        for row in outlook.back_test
    )
    headings = (
        "Foretold on",
        "Open, due in 13 weeks",
        "Expected to pass",
        "90% interval",
        "Passed",
        "Within",
        "Plans of those 13 weeks expected in time",
        "90% interval of that",
        "In time",
        "Share within",
    )
    bins = tuple(
        (
            f"{say_number(row['from_chance'])} to {say_number(row['to_chance'])}%",
            say_count_of(row["cases"], audience),
            _share(row["expected"], row["cases"]),
            _share(row["happened"], row["cases"]),
        )
        for row in outlook.calibration
    )
    calibrated = ("Chance foretold", "Cases, counted at each month end", "Foretold on average", "Passed 20 weeks")
    return Table("Foretold and happened", headings, months), Table("By the chance that was foretold", calibrated, bins)


def _inside(is_inside: bool | None) -> str:
    return {True: "yes", False: "no", None: "not given"}[is_inside]


def _share(part: float | None, whole: int | None) -> str:
    if whole == 0:
        return "no cases"
    return "too few" if part is None or whole is None else f"{say_number(100 * part / whole)}%"


BACK_TEST = OutlookPanel("back_test", _find_back_test, _draw_back_test, _table_back_test, _say_back_test)
