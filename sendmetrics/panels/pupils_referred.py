"""Pupils referred to each service, and to one service from each school and local area: of every 1,000, with intervals."""

from sendmetrics.metrics.definition import find_metric
from sendmetrics.panels.figures import standing_apart
from sendmetrics.panels.findings import apart_from_all, nothing_known, short_name
from sendmetrics.panels.intervals import Z_998, wilson
from sendmetrics.panels.panel import Answer, Ask, Panel
from sendmetrics.panels.tables import Table, as_table
from sendmetrics.panels.titles import begin_with
from sendmetrics.panels.wording import say_interval
from sendmetrics.words import say_number

METRIC = "pupils_referred_to_service"
HEADINGS = ("Of 1,000 pupils", "99.8% interval")
OF_SEVERAL = "The services in view are added up: a pupil counts once for each of them."


def most_referred(answer: Answer) -> str:
    """Speech and language highest: 14.6 of 1,000 pupils referred; no "highest" while one that is hidden may be higher."""
    rows = [row for row in answer.results[0].rows if row["value"] is not None]
    if not rows:
        return nothing_known(answer)
    row = max(rows, key=lambda row: row["value"])
    referred = f"{say_number(10 * row['value'], 1)} of 1,000 pupils referred"
    if sum(other["value"] == row["value"] for other in rows) > 1:
        return f"{referred}, to more than one service"
    others = [other for other in answer.results[0].rows if other is not row]
    is_sure = bool(others) and all(_is_lower(other, row) for other in others)
    return begin_with(short_name(row), f"{' highest' if is_sure else ''}: {referred}")


def _is_lower(other: dict, row: dict) -> bool:
    """Whether a service has a lower share than the one named: of a number hidden for being small it cannot be known of few."""
    if other["value"] is not None or other["denominator"] == 0:
        return True
    # A number that is hidden is no more than that of the service named, and so is its share of as many pupils.
    return other["denominator"] is not None and other["denominator"] >= row["denominator"]


def tabulate_of_1000(answer: Answer) -> Table:
    """The rows as they are, the share told of every 1,000 pupils and with its interval."""
    result = answer.results[0]
    table = as_table(result)
    rows = []
    for row, cells in zip(result.rows, table.rows, strict=True):
        name, value, *counts = cells
        interval = ""
        if row["value"] is not None:
            value = say_number(10 * row["value"], 1)
            low, high = wilson(row["numerator"], row["denominator"], Z_998)
            interval = say_interval(1000 * low, 1000 * high)
        rows.append((name, value, interval, *counts))
    metric = find_metric(result.metric)
    first = metric.dimension(result.question.by).title
    return Table(table.caption, (first, *HEADINGS, metric.numerator, metric.denominator), tuple(rows))


def say_several(answer: Answer) -> str:
    """What the numbers are where they are not of one service."""
    is_of_one = len(dict(answer.results[0].question.where).get("service", ())) == 1
    return "" if is_of_one else OF_SEVERAL


TO_EACH_SERVICE = Panel(
    "pupils_referred_to_each_service",
    (Ask(METRIC, by="service"),),
    most_referred,
    standing_apart(of=1000),
    "Of every 1,000 pupils on roll, those referred to each service in the last 12 months, with 99.8% intervals (Wilson); a "
    "pupil referred to two counts for both",
    about="pupils",
    tabulate=tabulate_of_1000,
)
TO_SERVICE_BY_LOCALITY = Panel(
    "pupils_referred_to_service_by_locality",
    (Ask(METRIC, by="locality"), Ask(METRIC)),
    apart_from_all("local areas"),
    standing_apart(of=1000),
    "Of every 1,000 pupils on roll, those referred to the service in the last 12 months, by local area of the school, with "
    "99.8% intervals (Wilson)",
    about="pupils",
    tabulate=tabulate_of_1000,
    adds=say_several,
)
TO_SERVICE_BY_SCHOOL = Panel(
    "pupils_referred_to_service_by_school",
    (Ask(METRIC, by="school"), Ask(METRIC)),
    apart_from_all("schools"),
    standing_apart(of=1000),
    "Of every 1,000 pupils on roll, those referred to the service in the last 12 months, by school, with 99.8% intervals "
    "(Wilson)",
    about="pupils",
    tabulate=tabulate_of_1000,
    adds=say_several,
)
