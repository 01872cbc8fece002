"""Panels on the two clocks of a referral, the child's and the service's, and on the three stops of the child's."""

from sendmetrics.metrics.question import Result
from sendmetrics.panels.charts_by_group import draw_spans
from sendmetrics.panels.charts_of_clocks import Pair, draw_pairs
from sendmetrics.panels.figures import wait_spans
from sendmetrics.panels.findings import name_alone, nothing_known
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.referrals import REJECTED_NEWEST
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import say_count_of, say_wait, weeks
from sendmetrics.words import say_days

# A local rule of wording: weeks that triage takes anyway are not told of as hidden ones.
FEW_HIDDEN_DAYS = 28
CHILDS, SERVICES = "Child's clock", "service's clock"


def _by_group(answer: Answer) -> list[tuple[dict, dict | None]]:
    """Each group's row of the child's clock with that of the service's."""
    childs, services, _ = answer.results
    of_service = {row["breakdown"]: row for row in services.rows}
    return [(row, of_service.get(row["breakdown"])) for row in childs.rows]


def _most_hidden(answer: Answer) -> str:
    """CAMHS: half accepted after 9 weeks; or, where few wait so, CAMHS: one in twelve accepted after 16 weeks.

    Of the wait to acceptance itself: the two clocks are of different children where no acceptance is recorded, and what
    lies between their medians is the wait of nobody.
    """
    accepted = [row for row in answer.results[2].rows if row["breakdown"] != "unknown"]
    if answer.has_rows and not any(row["count"] is None or row["count"] for row in accepted):
        return "No acceptance recorded in this view"
    medians, tails = ([row for row in accepted if row[column] is not None] for column in ("median_days", "p92_days"))
    if not medians:
        return nothing_known(answer)
    row = max(medians, key=lambda row: row["median_days"])
    if row["median_days"] > FEW_HIDDEN_DAYS:
        return _say_of(answer, row, f"half accepted after {say_days(row['median_days'])}")
    tail = max(tails, key=lambda row: row["p92_days"], default=None)
    if tail is not None and tail["p92_days"] > FEW_HIDDEN_DAYS:
        return _say_of(answer, tail, f"one in twelve accepted after {say_days(tail['p92_days'])}")
    said = (
        f"half accepted within {say_days(row['median_days'])}" if row["median_days"] else "half accepted the same day"
    )
    return _say_of(answer, row, said) if len(medians) == 1 else f"{said.capitalize()} in every service shown"


def _say_of(answer: Answer, row: dict, said: str) -> str:
    return name_alone(answer.results[2], row, said)


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
    hidden = {row["breakdown"]: row for row in answer.results[2].rows}
    rows = tuple(
        (
            child["label"] or "Not known",
            say_count_of(child["count"], audience),
            _days(child, "median_days"),
            _days(child, "p92_days"),
            "0" if service is None else say_count_of(service["count"], audience),
            _days(service, "median_days"),
            _days(service, "p92_days"),
            _days(hidden.get(child["breakdown"]), "median_days"),
            _days(hidden.get(child["breakdown"]), "p92_days"),
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
        "To acceptance: median",
        "To acceptance: 92nd percentile",
    )
    return Table("Wait to first contact on two clocks", headings, rows)


def _days(row: dict | None, column: str) -> str:
    if row is None or row["count"] == 0:
        return "none"
    return "too few" if row[column] is None else say_days(row[column])


# The ways a child can have come, short enough for a title.
SHORT_WAYS = {
    "first_referral": "First referrals",
    "other_service_first": "Another service first",
    "rejected": "Rejected before",
    "closed_unseen": "Closed unseen before",
    "sent_on": "Sent on",
}


def _longest_way(answer: Answer) -> str:
    """Another service first: median 71 weeks until accepted."""
    rows = [row for row in answer.results[0].rows if row["median_days"] is not None]
    if not rows:
        return nothing_known(answer)
    row = max(rows, key=lambda row: row["median_days"])
    return f"{SHORT_WAYS.get(row['breakdown'], row['label'])}: median {say_days(row['median_days'])} until accepted"


# The stops in their order: the measure and its name.
STOPS_IN_ORDER = (
    ("referral_to_first_contact_wait", "First contact"),
    ("referral_to_assessment_wait", "Assessment complete"),
    ("referral_to_support_wait", "Support started"),
)


def _stops(answer: Answer) -> list[tuple[str, str, dict, Result]]:
    """Each stop reached and still waited for, in the order of the stops: the stop, its name, its row."""
    found = {(result.metric, result.question.view): result for result in answer.results}
    return [
        (metric, f"{name}: {'reached' if view == 'completed' else 'waiting'}", row, result)
        for metric, name in STOPS_IN_ORDER
        for view in ("completed", "open")
        for result in [found[metric, view]]
        for row in result.rows
    ]


def _furthest_stop(answer: Answer) -> str:
    """Support started: median 40 weeks since the first referral; of the furthest stop whose median is known.

    No stretch between two stops is told: those who reached one in these months are not those who reached the other.
    """
    reached = {
        metric: row["median_days"] for metric, _, row, result in _stops(answer) if result.question.view != "open"
    }
    known = [(name, reached[metric]) for metric, name in STOPS_IN_ORDER if reached.get(metric) is not None]
    if not known:
        return nothing_known(answer)
    name, days = known[-1]
    return f"{name}: median {say_days(days)} since the first referral"


def _draw_stops(answer: Answer) -> Chart:
    shown = [(name, row, result) for _, name, row, result in _stops(answer) if row["median_days"] is not None]
    figure = draw_spans(
        [name for name, _, _ in shown],
        [weeks(row["median_days"]) for _, row, _ in shown],
        [weeks(row["p92_days"]) for _, row, _ in shown],
        [say_days(row["median_days"]) for _, row, _ in shown],
        [f"{name}: {say_wait(row, result)}" for name, row, result in shown],
    )
    return Chart(figure, "; ".join(f"{name}: {say_wait(row, result)}" for _, name, row, result in _stops(answer)))


def _tabulate_stops(answer: Answer) -> Table:
    rows = tuple(
        (name, say_count_of(row["count"], result.audience), _days(row, "median_days"), _days(row, "p92_days"))
        for _, name, row, result in _stops(answer)
    )
    return Table("Wait since the first referral to each stop", ("Stop", "Children", "Median", "92nd percentile"), rows)


TWO_CLOCKS = Panel(
    "referrals_two_clocks",
    (
        Ask("referral_to_first_contact_wait", by="service", view="completed", months=12),
        Ask("accepted_to_first_contact_wait", by="service", view="completed", months=12),
        Ask("referral_to_acceptance_wait", by="service", view="completed", months=12),
    ),
    _most_hidden,
    _draw_two_clocks,
    "Wait to the first contact of children seen in the last 12 whole months, by service: the child's clock runs from "
    "the first referral for the need, through rejections and re-referrals, the service's from the acceptance. Where no "
    "acceptance is recorded the two are of different children: how long the wait to be accepted was stands in the table",
    about="referrals",
    tabulate=_tabulate_two_clocks,
    instead=(REJECTED_NEWEST,),
)
HIDDEN_WAIT = Panel(
    "referrals_hidden_wait",
    (Ask("referral_to_acceptance_wait", by="came_by", view="completed", months=12),),
    _longest_way,
    wait_spans(),
    "Wait from the first referral for the need to the acceptance, of children accepted in the last 12 whole months, by how "
    "they came to the referral that was accepted, the services in view together: median (dot) to 92nd percentile",
    about="referrals",
)
STOPS = Panel(
    "referrals_stops",
    tuple(
        Ask(metric, view=view, months=12 if view == "completed" else 0)
        for view in ("completed", "open")
        for metric, _ in STOPS_IN_ORDER
    ),
    _furthest_stop,
    _draw_stops,
    "Wait since the first referral for the need to each stop, of children who reached it in the last 12 whole months and of "
    "those who wait for it: median (dot) to 92nd percentile. Each stop is of other children than the one before",
    about="referrals",
    tabulate=_tabulate_stops,
)
PANELS = (TWO_CLOCKS, HIDDEN_WAIT, STOPS)
