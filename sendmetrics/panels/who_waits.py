"""Who waits longer: groups side by side with their intervals; a gap is stated only where its interval says so."""

from collections.abc import Callable

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.scope import UNKNOWN
from sendmetrics.panels.chart_parts import Reference
from sendmetrics.panels.charts_by_group import draw_intervals
from sendmetrics.panels.figures import MOST_ROWS, by_group, chart_of
from sendmetrics.panels.findings import nothing_known, share_of_all, short_name
from sendmetrics.panels.intervals import Z_998, difference, widen
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.wording import say_cohort
from sendmetrics.words import say_number

# What stands for a yes or no.
NAMED = {("fsm", "true"): "Children on free meals", ("fsm", "false"): "Children not on free meals"}
MOST_WORDS = 10


def _known(answer: Answer) -> list[dict]:
    """Groups with a share and its interval; nobody and everybody in time have none."""
    return [row for row in answer.results[0].rows if row["low"] is not None and row["breakdown"] != UNKNOWN]


def _as_share(row: dict) -> tuple[float, float, float]:
    return row["value"], row["low"], row["high"]


def gap_between(by: str) -> Callable[[Answer], str]:
    """Children on free meals: 9.1 points fewer in time; or that there is no clear gap. For two groups."""

    def find(answer: Answer) -> str:
        rows = _known(answer)
        if len(rows) != 2:
            return nothing_known(answer)
        rows.sort(key=lambda row: row["value"])
        worse, better = rows
        gap, low, _ = difference(_as_share(better), _as_share(worse))
        if low <= 0:
            return f"No clear gap by {DIMENSIONS[by].title.lower()}"
        name = NAMED.get((by, worse["breakdown"]), short_name(worse))
        return f"{name}: {say_number(gap, 1)} points fewer in time"

    return find


def _apart(answer: Answer) -> set[str]:
    """Groups whose 99.8% interval leaves out the share of all: with many groups, some lie outside 95% by chance."""
    overall = share_of_all(answer.results[1])
    if overall is None:
        return set()
    apart = set()
    for row in _known(answer):
        low, high = widen(row["value"], row["low"], row["high"], Z_998)
        if not low <= overall <= high:
            apart.add(row["breakdown"])
    return apart


def groups_apart(by: str) -> Callable[[Answer], str]:
    """Coast stands apart: 41.0% in time; 2 of 9 stand apart; Coast lowest, 41.0%; or that none does."""

    def find(answer: Answer) -> str:
        rows = _known(answer)
        if not rows:
            return nothing_known(answer)
        apart = [row for row in rows if row["breakdown"] in _apart(answer)]
        if len(apart) == 1:
            return f"{short_name(apart[0])} stands apart: {say_number(apart[0]['value'], 1)}% in time"
        if apart:
            lowest = min(apart, key=lambda row: row["value"])
            said = f"{len(apart)} of {len(rows)} stand apart"
            named = f"{said}; {short_name(lowest)} lowest, {say_number(lowest['value'], 1)}%"
            return named if len(named.split()) <= MOST_WORDS else said
        return f"No clear gap by {DIMENSIONS[by].title.lower()}"

    return find


def shares_with_intervals(answer: Answer) -> Chart:
    """A dot and its 95% interval for each group, lowest share first, with the share of all across.

    Nobody or everybody in time is a dot without an interval.
    """
    result, whole = answer.results
    shown = [row for row in result.rows if row["value"] is not None]
    if not shown:
        return by_group()(answer)
    overall, apart = share_of_all(whole), _apart(answer)
    rows = sorted(shown, key=lambda row: (row["breakdown"] not in apart, row["value"]))[:MOST_ROWS]
    rows.sort(key=lambda row: row["value"])
    figure = draw_intervals(
        [NAMED.get((result.question.by, row["breakdown"]), row["label"]) for row in rows],
        [row["value"] for row in rows],
        *([row["value"] if row[end] is None else row[end] for row in rows] for end in ("low", "high")),
        [say_cohort(row, result) for row in rows],
        [row["breakdown"] in apart for row in rows],
        None if overall is None else Reference(f"All: {say_number(overall, 1)}%", overall),
    )
    return chart_of(figure, result, say_cohort, rows)


def _panel(by: str, says: str) -> Panel:
    has_two = by in ("sex", "fsm")
    return Panel(
        f"who_waits_by_{by}",
        (Ask("request_to_plan_wait", by=by, view="cohort"), Ask("request_to_plan_wait", view="cohort")),
        gap_between(by) if has_two else groups_apart(by),
        shares_with_intervals,
        "Of requests going on to a plan, the share that had it within 20 weeks with its 95% interval, open cases included "
        f"(Kaplan-Meier), {says}. "
        + (
            "A gap is named where its 95% interval leaves out nought"
            if has_two
            else "A group stands apart where its 99.8% interval leaves out the share of all"
        ),
    )


WHO_WAITS = (
    _panel("locality", "by local area"),
    _panel("need", "by primary type of need at the census before"),
    _panel("age_group", "by age group at the census before"),
    _panel("phase", "by phase of the school"),
    _panel("sex", "by sex"),
    _panel("ethnicity_group", "by ethnic group"),
    _panel("fsm", "by eligibility for free school meals at the census before"),
    _panel("school", "by school at the census before"),
)
