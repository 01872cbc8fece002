"""Panels on what is commissioned and who comes: needs that no service is bought for, services at annual reviews."""

from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.disclosure import LEADERS_SMALLEST_BASE
from sendmetrics.panels.charts_by_group import draw_stacked
from sendmetrics.panels.figures import by_group, chart_of
from sendmetrics.panels.findings import lowest, nothing_known
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.wording import hidden_words, say_row, say_value
from sendmetrics.words import upper_first

ALL = 100
HEALTH = "health"


def _needs_without_route(answer: Answer) -> str:
    """No route commissioned for 2 of 7 needs; of those that may be shown where some may not."""
    result = answer.results[0]
    told = [row for row in result.rows if row["value"] is not None or _are_few(row)]
    if not told:
        return nothing_known(answer)
    without = [row for row in told if row["value"]]
    shown = "" if len(told) == len(result.rows) else " shown"
    if not without:
        if any(_are_few(row) for row in told):
            pupils = "" if shown else " pupils"
            return f"{upper_first(hidden_words(result.audience))}{pupils} of each need{shown} without a route"
        return f"Every need{shown} has a commissioned route"
    part = f"{len(without)} of {len(told)} {'need' if len(told) == 1 else 'needs'}{shown}"
    # Of several authorities one may commission what another does not.
    is_everywhere = all(row["value"] == ALL for row in without)
    return f"No route commissioned for {part}" if is_everywhere else f"Pupils without a route in {part}"


def _are_few(row: dict) -> bool:
    """Whether a number is hidden because few pupils of many are without a route: most often none are."""
    return row["numerator"] is None and (row["denominator"] or 0) >= LEADERS_SMALLEST_BASE


def _draw_routes(answer: Answer) -> Chart:
    """Pupils by need, those without a route in the contrast colour, most of them first; undivided where parts are hidden."""
    result = answer.results[0]
    rows = sorted(result.rows, key=lambda row: (-(row["value"] or 0), -(row["denominator"] or 0)))
    is_told = [row["value"] is not None for row in rows]
    pairs = list(zip(rows, is_told, strict=True))
    figure = draw_stacked(
        [row["label"] or "All" for row in rows],
        [
            ("A route commissioned", [row["denominator"] - row["numerator"] if told else None for row, told in pairs]),
            ("No route", [row["numerator"] if told else None for row, told in pairs]),
        ],
        [say_row(row, result) for row in rows],
        is_over_time=False,
        hidden=["" if row["denominator"] else hidden_words(result.audience) for row in rows],
        undivided=[None if told else row["denominator"] for row, told in pairs],
    )
    return chart_of(figure, result, rows=rows)


def _health_at_reviews(answer: Answer) -> str:
    """Health came or reported: 38.0% of annual review invitations; of a filter without health, the lowest service."""
    by_sector = answer.results[-1]
    row = next((row for row in by_sector.rows if row["breakdown"] == HEALTH), None)
    if row is None:
        return lowest("of review invitations")(answer)
    if row["value"] is None:
        return nothing_known(answer)
    said = say_value(row, find_metric(by_sector.metric), by_sector.audience)
    return f"Health came or reported: {said} of annual review invitations"


NEEDS_WITHOUT_ROUTE = Panel(
    "needs_without_route",
    (Ask("pupils_without_commissioned_route", by="need"),),
    _needs_without_route,
    _draw_routes,
    "Pupils on SEN support or with an EHC plan at the newest census, by main need: those for whose need one service or "
    "more was commissioned that day, and those for whose need the registers say that none was",
)
REVIEWS = Panel(
    "services_at_reviews",
    (Ask("reviews_attended_or_reported", by="service"), Ask("reviews_attended_or_reported", by="sector")),
    _health_at_reviews,
    by_group(sort=True),
    "Invitations to annual reviews where somebody of the service came or it sent a report, out of those of which either "
    "is recorded, by service; the title is of all health services together, each invitation counted",
)
PANELS = (NEEDS_WITHOUT_ROUTE, REVIEWS)
