"""Panels on the two clocks of a referral, the child's and the service's."""

from sendmetrics.panels.charts_of_clocks import Pair, draw_pairs
from sendmetrics.panels.findings import nothing_known, short_name
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import say_count_of, weeks
from sendmetrics.words import say_days, say_number

# A local rule of wording: weeks that triage takes anyway are not called hidden ones.
FEW_HIDDEN_DAYS = 28
CHILDS, SERVICES = "Child's clock", "service's clock"


def _by_group(answer: Answer) -> list[tuple[dict, dict | None]]:
    """Each group's row of the child's clock with that of the service's."""
    childs, services = answer.results
    of_service = {row["breakdown"]: row for row in services.rows}
    return [(row, of_service.get(row["breakdown"])) for row in childs.rows]


def _gap(child: dict, service: dict | None) -> int | None:
    """Days by which the child's median is the longer; None where either is hidden or missing."""
    if service is None or child["median_days"] is None or service["median_days"] is None:
        return None
    return child["median_days"] - service["median_days"]


def _most_hidden(answer: Answer) -> str:
    """CAMHS: 9 hidden weeks before the list."""
    gaps = [(row, _gap(row, service)) for row, service in _by_group(answer) if row["breakdown"] != "unknown"]
    known = [(row, gap) for row, gap in gaps if gap is not None]
    if not known:
        return nothing_known(answer)
    row, gap = max(known, key=lambda pair: pair[1])
    if gap <= FEW_HIDDEN_DAYS:
        return "Hidden weeks before the list are few"
    return f"{short_name(row)}: {say_number(gap / 7)} hidden weeks before the list"


def _draw_two_clocks(answer: Answer) -> Chart:
    rows = [pair for pair in _by_group(answer) if pair[0]["median_days"] is not None]
    rows.sort(key=lambda pair: -pair[0]["median_days"])
    audience = answer.results[0].audience
    pairs = [
        Pair(
            child["label"] or "All",
            weeks(child["median_days"]),
            None if service is None else weeks(service["median_days"]),
            (say_days(child["median_days"]), _median(service)),
            _say_both(child, service, audience),
        )
        for child, service in rows
    ]
    hidden = [pair for pair in _by_group(answer) if pair[0]["median_days"] is None]
    alt = "; ".join(_say_both(child, service, audience) for child, service in [*rows, *hidden])
    return Chart(draw_pairs(pairs, f"{CHILDS}, median", f"{SERVICES}, median"), alt)


def _median(row: dict | None) -> str:
    return "" if row is None or row["median_days"] is None else say_days(row["median_days"])


def _say_both(child: dict, service: dict | None, audience: str) -> str:
    count = say_count_of(child["count"], audience)
    return (
        f"{child['label'] or 'All'}: median {_median(child) or 'not shown'} since the first referral, "
        f"{_median(service) or 'not shown'} since the acceptance, {count} seen"
    )


def _tabulate_two_clocks(answer: Answer) -> Table:
    audience = answer.results[0].audience
    rows = tuple(
        (
            child["label"] or "Not known",
            say_count_of(child["count"], audience),
            _days(child, "median_days"),
            _days(child, "p92_days"),
            "0" if service is None else say_count_of(service["count"], audience),
            _days(service, "median_days"),
            _days(service, "p92_days"),
            _say_gap(child, service),
        )
        for child, service in _by_group(answer)
    )
    headings = (
        "Service",
        "Seen",
        "Child's clock: median",
        "Child's clock: 92nd percentile",
        "Seen after an acceptance",
        "Service's clock: median",
        "Service's clock: 92nd percentile",
        "Between the medians",
    )
    return Table("Wait to first contact on two clocks", headings, rows)


def _days(row: dict | None, column: str) -> str:
    if row is None or row["count"] == 0:
        return "none"
    return "too few" if row[column] is None else say_days(row[column])


def _say_gap(child: dict, service: dict | None) -> str:
    gap = _gap(child, service)
    return "not known" if gap is None else f"{'minus ' if gap < 0 else ''}{say_days(abs(gap))}"


TWO_CLOCKS = Panel(
    "referrals_two_clocks",
    (
        Ask("referral_to_first_contact_wait", by="service", view="completed", months=12),
        Ask("accepted_to_first_contact_wait", by="service", view="completed", months=12),
    ),
    _most_hidden,
    _draw_two_clocks,
    "Wait to the first contact of children seen in the last 12 whole months, by service: the child's clock runs from "
    "the first referral for the need, through rejections and re-referrals, the service's from the acceptance",
    about="referrals",
    tabulate=_tabulate_two_clocks,
)
PANELS = (TWO_CLOCKS,)
