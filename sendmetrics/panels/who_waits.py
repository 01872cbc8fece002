"""Who waits longer: groups side by side with their intervals; a gap is stated only where its interval says so."""

from collections import Counter
from collections.abc import Callable

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.question import Result
from sendmetrics.metrics.scope import UNKNOWN
from sendmetrics.panels.chart_parts import Reference
from sendmetrics.panels.charts_by_group import draw_intervals
from sendmetrics.panels.figures import MOST_ROWS, by_group, chart_of
from sendmetrics.panels.findings import nothing_known, share_of_all, short_name
from sendmetrics.panels.intervals import Z_95, Z_998, difference, widen, wilson
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.shares import IN_TIME, Share
from sendmetrics.panels.titles import MOST_WORDS, begin_with
from sendmetrics.panels.wording import say_cohort, say_interval, say_row
from sendmetrics.words import say_number

# What stands for a yes or no.
NAMED = {
    ("fsm", "true"): "Children on free meals",
    ("fsm", "false"): "Children not on free meals",
    ("looked_after", "true"): "Children looked after",
    ("looked_after", "false"): "Other children",
    ("language", "English"): "First language English",
    ("language", "Other than English"): "First language not English",
}
TWO_GROUPS = ("sex", "fsm", "looked_after", "language")
# Files that tell the groups, where those of the measure do not.
NEEDS = {"looked_after": ("looked_after_days",)}
NO_GAP = {"looked_after": "No clear gap between children looked after and others"}
NO_GAP_SHOWN = "No clear gap among those that can be shown"
PAIR = 2
# More than half, to the nearest tenth.
MOST_OF_TEN = {
    5: "over half",
    6: "six in ten",
    7: "seven in ten",
    8: "eight in ten",
    9: "nine in ten",
    10: "nearly all",
}


Ends = tuple[float, float]


def _shown(answer: Answer) -> list[dict]:
    """Known groups with a share."""
    return [row for row in answer.results[0].rows if row["value"] is not None and row["breakdown"] != UNKNOWN]


def _ends(row: dict, z: float = Z_95) -> Ends | None:
    """The ends of a share's interval; None where nothing tells them.

    A share of nobody or of everybody has no log(-log) interval, and is the worst or the best there is: it gets
    Wilson's, of those not yet done at the limit, or of those who had it by then.
    A plain share has Wilson's always.
    """
    if "denominator" in row:
        low, high = wilson(row["numerator"], row["denominator"], z)
        return 100 * low, 100 * high
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


def _say_not_known(answer: Answer) -> str:
    """Type of need not known for nine in ten; empty where it is known for at least half, or nobody may see for how many."""
    counts = {row["breakdown"]: _base(row) for row in answer.results[0].rows}
    whole = _base(answer.results[1].rows[0]) if answer.results[1].rows else None
    without = counts.get(UNKNOWN)
    if not without or not whole or 2 * without <= whole:
        return ""
    many = "all" if without == whole else MOST_OF_TEN[round(10 * without / whole)]
    return f"{DIMENSIONS[answer.results[0].question.by].title} not known for {many}"


def _base(row: dict) -> int | None:
    return row["denominator"] if "denominator" in row else row["count"]


def _is_alone(answer: Answer) -> bool:
    """Whether there is one group, and no other that is merely hidden."""
    return len({row["breakdown"] for row in answer.results[0].rows} - {UNKNOWN}) == 1


def _say_before_a_gap(answer: Answer) -> str:
    """What is said in place of any gap; empty where groups can be compared."""
    if not _shown(answer):
        return _say_not_known(answer) or nothing_known(answer)
    return "Only one group in view" if _is_alone(answer) else _say_not_known(answer)


def gap_between(by: str, share: Share = IN_TIME) -> Callable[[Answer], str]:
    """Children on free meals: 9.1 points fewer in time; or that there is no clear gap. For two groups."""

    def find(answer: Answer) -> str:
        if said := _say_before_a_gap(answer):
            return said
        rows = _shown(answer)
        if len(rows) != PAIR or not all(map(_ends, rows)):
            return _say_unsure(by)
        gap, low = _gap(rows)
        if low <= 0:
            return NO_GAP.get(by) or f"No clear gap by {DIMENSIONS[by].title.lower()}"
        named = share.named(rows)
        name = NAMED.get((by, named["breakdown"]), short_name(named))
        return begin_with(name, f": {say_number(gap, 1)} {share.gap}")

    return find


def _gap(rows: list[dict]) -> tuple[float, float]:
    """The gap of two groups, and the lower end of its interval."""
    worse, better = sorted(rows, key=lambda row: row["value"])
    return difference(_as_share(better), _as_share(worse))[:2]


def _apart(answer: Answer, share: Share) -> dict[str, str]:
    """Groups that do worse or better, as their title says it.

    Of two, where the interval of their gap leaves out nought. Of more, where a group's 99.8% interval leaves out the
    share of all: with many groups, some lie outside 95% by chance.
    """
    rows = _shown(answer)
    if answer.results[0].question.by in TWO_GROUPS:
        if len(rows) != PAIR or not all(map(_ends, rows)) or _gap(rows)[1] <= 0:
            return {}
        low, high = sorted(rows, key=lambda row: row["value"])
        return {low["breakdown"]: share.below, high["breakdown"]: share.above}
    overall = share_of_all(answer.results[1])
    if overall is None or _is_alone(answer):
        return {}
    ends = {row["breakdown"]: _ends(row, Z_998) for row in rows}
    standing = {
        code: share.below if pair[1] < overall else share.above if pair[0] > overall else ""
        for code, pair in ends.items()
        if pair
    }
    return {code: word for code, word in standing.items() if word}


def groups_apart(by: str, share: Share = IN_TIME) -> Callable[[Answer], str]:
    """Coast worse: 41.0% in time; 2 of 9 worse, 1 better; Coast lowest, 41.0%; or that none stands apart."""

    def find(answer: Answer) -> str:
        if said := _say_before_a_gap(answer):
            return said
        rows, standing = _shown(answer), _apart(answer, share)
        if standing:
            return _say_apart(rows, standing, share)
        if share_of_all(answer.results[1]) is None or len(rows) < PAIR or not all(map(_ends, rows)):
            return _say_unsure(by)
        # Of groups too small to show, one may well be the worst off.
        is_whole = not any(row["symbol"] == "c" for row in answer.results[0].rows if row["breakdown"] != UNKNOWN)
        return f"No clear gap by {DIMENSIONS[by].title.lower()}" if is_whole else NO_GAP_SHOWN

    return find


def _say_apart(rows: list[dict], standing: dict[str, str], share: Share) -> str:
    """Which stand apart, on which side; the name of one where there is room."""
    counted = Counter(standing.values())
    first, second = counted[share.first], counted[share.second]
    said = f"{first or second} of {len(rows)} {share.first if first else share.second}" + (
        f", {second} {share.second}" if first and second else ""
    )
    is_lowest = share.names_lowest == bool(first)
    pick, word = (min, "lowest") if is_lowest else (max, "highest")
    row = pick((row for row in rows if row["breakdown"] in standing), key=lambda row: row["value"])
    figure = f"{say_number(row['value'], 1)}%"
    one = f"{short_name(row)} {standing[row['breakdown']]}: {figure} {share.share}"
    named = one if len(standing) == 1 else f"{said}; {short_name(row)} {word}, {figure}"
    return named if len(named.split()) <= MOST_WORDS else f"{said} than all"


def draw_shares(share: Share) -> Callable[[Answer], Chart]:
    """A dot and its 95% interval for each group, that which a title would name first, with the share of all across."""

    def draw(answer: Answer) -> Chart:
        result, whole = answer.results
        shown = [row for row in result.rows if row["value"] is not None]
        if not shown:
            return by_group()(answer)
        overall, apart = share_of_all(whole), _apart(answer, share)
        sign = 1 if share.names_lowest else -1
        rows = sorted(shown, key=lambda row: (row["breakdown"] not in apart, sign * row["value"]))[:MOST_ROWS]
        rows.sort(key=lambda row: sign * row["value"])
        ends = [_ends(row) or (row["value"], row["value"]) for row in rows]
        figure = draw_intervals(
            [NAMED.get((result.question.by, row["breakdown"]), row["label"]) for row in rows],
            [row["value"] for row in rows],
            [low for low, _ in ends],
            [high for _, high in ends],
            [_say_standing(row, result, apart) for row in rows],
            [row["breakdown"] in apart for row in rows],
            None if overall is None else Reference(f"All: {say_number(overall, 1)}%", overall),
            [apart.get(row["breakdown"]) == share.second for row in rows],
        )
        return chart_of(figure, result, lambda row, _: _say_standing(row, result, apart), rows)

    return draw


shares_with_intervals = draw_shares(IN_TIME)


def _say_standing(row: dict, result: Result, apart: dict[str, str]) -> str:
    word = apart.get(row["breakdown"])
    if "denominator" in row:
        said = say_row(row, result) + (f", interval {say_interval(*_ends(row))}" if row["value"] is not None else "")
    else:
        said = say_cohort(row, result)
    return said + (f" ({word})" if word else "")


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
        )
        + ": worse a diamond, better a triangle",
        needs=NEEDS.get(by, ()),
    )


WHO_WAITS = (
    _panel("locality", "by local area"),
    _panel("need", "by primary type of need at the census before"),
    _panel("age_group", "by age group at the census before"),
    _panel("phase", "by phase of the school"),
    _panel("sex", "by sex"),
    _panel("ethnicity_group", "by ethnic group"),
    _panel("language", "by first language at the newest census that gives it"),
    _panel("deprivation", "by fifth of local areas by deprivation, as the authority gives it"),
    _panel("fsm", "by eligibility for free school meals at the census before"),
    _panel(
        "looked_after",
        "by whether the authority looked after the child on the day of the request (one whom another authority "
        "looks after is among the others)",
    ),
    _panel("school", "by school at the census before"),
)
