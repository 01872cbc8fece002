"""Who waits longer: groups side by side with their intervals; a gap is stated only where its interval says so."""

from collections.abc import Callable

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.scope import UNKNOWN
from sendmetrics.panels.chart_parts import Reference
from sendmetrics.panels.charts_by_group import draw_intervals
from sendmetrics.panels.figures import MOST_ROWS, by_group, chart_of
from sendmetrics.panels.findings import nothing_known, share_of_all, short_name
from sendmetrics.panels.intervals import Z_95, Z_998, difference, widen, wilson
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.wording import say_cohort
from sendmetrics.words import say_number

# What stands for a yes or no.
NAMED = {
    ("fsm", "true"): "Children on free meals",
    ("fsm", "false"): "Children not on free meals",
    ("looked_after", "true"): "Children looked after",
    ("looked_after", "false"): "Other children",
}
TWO_GROUPS = ("sex", "fsm", "looked_after")
# Files that tell the groups, where those of the measure do not.
NEEDS = {"looked_after": ("looked_after_days",)}
NO_GAP = {"looked_after": "No clear gap between children looked after and others"}
MOST_WORDS = 10


Ends = tuple[float, float]


def _shown(answer: Answer) -> list[dict]:
    """Known groups with a share."""
    return [row for row in answer.results[0].rows if row["value"] is not None and row["breakdown"] != UNKNOWN]


def _ends(row: dict, z: float = Z_95) -> Ends | None:
    """The ends of a share's interval; None where nothing tells them.

    A share of nobody or of everybody has no log(-log) interval, and is the worst or the best there is: it gets
    Wilson's, of those not yet done at the limit, or of those who had it by then.
    """
    if row["low"] is not None:
        return (row["low"], row["high"]) if z == Z_95 else widen(row["value"], row["low"], row["high"], z)
    if row["value"] == 0 and row["over_limit"]:
        low, high = wilson(0, row["over_limit"], z)
    elif row["value"] == 100 and row["count"] and row["incidence"] and round(row["count"] * row["incidence"] / 100):
        base = round(row["count"] * row["incidence"] / 100)
        low, high = wilson(base, base, z)
    else:
        return None
    return 100 * low, 100 * high


def _as_share(row: dict) -> tuple[float, float, float]:
    return row["value"], *_ends(row)


def _say_unsure(by: str) -> str:
    return f"Too few to tell by {DIMENSIONS[by].title.lower()}"


def gap_between(by: str) -> Callable[[Answer], str]:
    """Children on free meals: 9.1 points fewer in time; or that there is no clear gap. For two groups."""

    def find(answer: Answer) -> str:
        rows = _shown(answer)
        if len(rows) != 2:
            return nothing_known(answer)
        if not all(map(_ends, rows)):
            return _say_unsure(by)
        rows.sort(key=lambda row: row["value"])
        worse, better = rows
        gap, low, _ = difference(_as_share(better), _as_share(worse))
        if low <= 0:
            return NO_GAP.get(by) or f"No clear gap by {DIMENSIONS[by].title.lower()}"
        name = NAMED.get((by, worse["breakdown"]), short_name(worse))
        return f"{name}: {say_number(gap, 1)} points fewer in time"

    return find


def _apart(answer: Answer) -> set[str]:
    """Groups whose 99.8% interval leaves out the share of all: with many groups, some lie outside 95% by chance."""
    overall = share_of_all(answer.results[1])
    if overall is None:
        return set()
    ends = {row["breakdown"]: _ends(row, Z_998) for row in _shown(answer)}
    return {code for code, pair in ends.items() if pair and not pair[0] <= overall <= pair[1]}


def groups_apart(by: str) -> Callable[[Answer], str]:
    """Coast stands apart: 41.0% in time; 2 of 9 stand apart; Coast lowest, 41.0%; or that none does."""

    def find(answer: Answer) -> str:
        rows = _shown(answer)
        if not rows:
            return nothing_known(answer)
        standing = _apart(answer)
        apart = [row for row in rows if row["breakdown"] in standing]
        if len(apart) == 1:
            return f"{short_name(apart[0])} stands apart: {say_number(apart[0]['value'], 1)}% in time"
        if apart:
            lowest = min(apart, key=lambda row: row["value"])
            said = f"{len(apart)} of {len(rows)} stand apart"
            named = f"{said}; {short_name(lowest)} lowest, {say_number(lowest['value'], 1)}%"
            return named if len(named.split()) <= MOST_WORDS else said
        if share_of_all(answer.results[1]) is None or not all(map(_ends, rows)):
            return _say_unsure(by)
        return f"No clear gap by {DIMENSIONS[by].title.lower()}"

    return find


def shares_with_intervals(answer: Answer) -> Chart:
    """A dot and its 95% interval for each group, lowest share first, with the share of all across."""
    result, whole = answer.results
    shown = [row for row in result.rows if row["value"] is not None]
    if not shown:
        return by_group()(answer)
    overall, apart = share_of_all(whole), _apart(answer)
    rows = sorted(shown, key=lambda row: (row["breakdown"] not in apart, row["value"]))[:MOST_ROWS]
    rows.sort(key=lambda row: row["value"])
    ends = [_ends(row) or (row["value"], row["value"]) for row in rows]
    figure = draw_intervals(
        [NAMED.get((result.question.by, row["breakdown"]), row["label"]) for row in rows],
        [row["value"] for row in rows],
        [low for low, _ in ends],
        [high for _, high in ends],
        [say_cohort(row, result) for row in rows],
        [row["breakdown"] in apart for row in rows],
        None if overall is None else Reference(f"All: {say_number(overall, 1)}%", overall),
    )
    return chart_of(figure, result, say_cohort, rows)


def _panel(by: str, says: str) -> Panel:
    has_two = by in TWO_GROUPS
    return Panel(
        f"who_waits_by_{by}",
        (Ask("request_to_plan_wait", by=by, view="cohort"), Ask("request_to_plan_wait", view="cohort")),
        gap_between(by) if has_two else groups_apart(by),
        shares_with_intervals,
        "Of requests going on to a plan, the share that had it within 20 weeks with its 95% interval, open cases included "
        f"(Kaplan-Meier; Wilson where nobody or everybody was in time), {says}. "
        + (
            "A gap is named where its 95% interval leaves out nought"
            if has_two
            else "A group stands apart where its 99.8% interval leaves out the share of all"
        ),
        needs=NEEDS.get(by, ()),
    )


WHO_WAITS = (
    _panel("locality", "by local area"),
    _panel("need", "by primary type of need at the census before"),
    _panel("age_group", "by age group at the census before"),
    _panel("phase", "by phase of the school"),
    _panel("sex", "by sex"),
    _panel("ethnicity_group", "by ethnic group"),
    _panel("fsm", "by eligibility for free school meals at the census before"),
    _panel(
        "looked_after",
        "by whether the authority looked after the child on the day of the request (one whom another authority "
        "looks after is among the others)",
    ),
    _panel("school", "by school at the census before"),
)
