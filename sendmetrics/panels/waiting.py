"""Panels on who waits for a first appointment today: how long, and how much of it is beyond the standard."""

from collections.abc import Callable

from sendmetrics.panels.charts_by_group import draw_bars
from sendmetrics.panels.figures import MOST_ROWS, by_group, chart_of
from sendmetrics.panels.findings import TOO_FEW, name_alone, nothing_known, short_name
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.referrals import OPEN
from sendmetrics.panels.tables import Table
from sendmetrics.panels.titles import begin_with
from sendmetrics.panels.wording import hidden_words
from sendmetrics.words import say_number, upper_first

WEEK_DAYS = 7
TOO_FEW_TO_ADD = "too few"
OVER_A_YEAR = ("52_to_104_weeks", "over_104_weeks")


def _waiting_over_a_year(answer: Answer) -> str:
    """12 over 52 weeks, of 307 waiting; while a band is hidden what is shown is not added up.

    Beside the total of another panel the sum of the others would tell how many the hidden ones are.
    """
    if not answer.has_rows:
        return nothing_known(answer)
    counts = {row["breakdown"]: row["value"] for row in answer.results[0].rows}
    known = [count for count in counts.values() if count is not None]
    if not known:
        return TOO_FEW
    total = f", of {sum(known):,} waiting" if len(known) == len(counts) else ""
    long = [counts[band] for band in OVER_A_YEAR if band in counts]
    if None not in long:
        return f"{f'{sum(long):,}' if sum(long) else 'None'} over 52 weeks{total}"
    over = sum(filter(None, long))
    if over:
        return f"At least {over:,} over 52 weeks"
    few = upper_first(hidden_words(answer.results[0].audience))
    return f"{few} over 52 weeks" if len(long) == 1 else f"{few} in each band over 52 weeks"


def _share(row: dict, whole: float | None) -> float | None:
    """A group's share in per cent of all days over the standard; None where either is hidden, or nobody is over it."""
    return None if row["numerator"] is None or not whole else 100 * row["numerator"] / whole


def _say_hidden(row: dict) -> str:
    """A sum of few, and not a count of few."""
    return "not available" if row["symbol"] == "x" else TOO_FEW_TO_ADD


def _sum_of_all(answer: Answer) -> float | None:
    rows = answer.results[1].rows
    return rows[0]["numerator"] if rows else None


def most_weeks_over(answer: Answer) -> str:
    """Speech and language: 93% of all weeks over standard."""
    rows = [row for row in answer.results[0].rows if row["numerator"]]
    if not rows:
        return TOO_FEW if answer.has_rows else nothing_known(answer)
    row, whole = max(rows, key=lambda row: row["numerator"]), _sum_of_all(answer)
    weeks = say_number(row["numerator"] / WEEK_DAYS)
    share = _share(row, whole)
    if share is None or len(answer.results[0].rows) == 1:
        return name_alone(answer.results[0], row, f"{weeks} weeks waited over standard")
    return begin_with(short_name(row), f": {say_number(share)}% of all weeks over standard")


def _say(row: dict, answer: Answer) -> str:
    """Speech and language therapy: 1,093 weeks over the standard, 93% of all; 200 waiting."""
    if row["numerator"] is None:
        return f"{row['label'] or 'All'}: {_say_hidden(row)}"
    share = _share(row, _sum_of_all(answer))
    of_all = "" if share is None else f", {say_number(share)}% of all"
    weeks = say_number(row["numerator"] / WEEK_DAYS)
    return f"{row['label'] or 'All'}: {weeks} weeks over the standard{of_all}; {say_number(row['denominator'])} waiting"


def _draw_weeks_over(answer: Answer) -> Chart:
    result = answer.results[0]
    rows = sorted(result.rows, key=lambda row: (row["numerator"] is None, -(row["numerator"] or 0)))
    shown = rows[:MOST_ROWS]
    weeks = [None if row["numerator"] is None else row["numerator"] / WEEK_DAYS for row in shown]
    figure = draw_bars(
        [row["label"] or "All" for row in shown],
        weeks,
        [_say_hidden(row) if week is None else say_number(week) for row, week in zip(shown, weeks, strict=True)],
        [_say(row, answer) for row in shown],
    )
    return chart_of(figure, result, lambda row, _: _say(row, answer), rows)


def _tabulate(title: str) -> Callable[[Answer], Table]:
    def tabulate(answer: Answer) -> Table:
        result, whole = answer.results[0], _sum_of_all(answer)
        rows = sorted(result.rows, key=lambda row: (row["numerator"] is None, -(row["numerator"] or 0)))
        return Table(
            "Weeks waited over the standard by children still waiting",
            (title, "Weeks over the standard", "Share of all", "Mean weeks over, of all waiting", "Waiting"),
            tuple(
                (
                    row["label"] or "Not known",
                    *_cells(row, _share(row, whole)),
                )
                for row in rows
            ),
        )

    return tabulate


def _cells(row: dict, share: float | None) -> tuple[str, str, str, str]:
    if row["numerator"] is None:
        return (_say_hidden(row),) * 4
    return (
        say_number(row["numerator"] / WEEK_DAYS),
        "no weeks over" if share is None else f"{say_number(share, 1)}%",
        say_number(row["value"] / WEEK_DAYS, 1),
        say_number(row["denominator"]),
    )


def _weeks_over(name: str, by: str, title: str, says: str, instead: tuple[Panel, ...] = ()) -> Panel:
    return Panel(
        name,
        (Ask("days_waited_over_standard", by=by), Ask("days_waited_over_standard")),
        most_weeks_over,
        _draw_weeks_over,
        f"Weeks by which children still waiting have waited longer than the standard, added up, {says}",
        tabulate=_tabulate(title),
        instead=instead,
    )


BANDS = Panel(
    "referrals_bands",
    (Ask("children_waiting_by_band", by="wait_band"),),
    _waiting_over_a_year,
    by_group(),
    "Children referred and not yet seen, by how long they have waited since the first referral for the need; over 52 weeks "
    "is 365 days and more",
)
WEEKS_OVER = _weeks_over(
    "referrals_weeks_over",
    "service",
    "Service",
    "each service held to its own standard: where most waiting is to undo",
    instead=(OPEN,),
)
WEEKS_OVER_BY_LOCALITY = _weeks_over("referrals_weeks_over_locality", "locality", "Local area", "by local area")
WEEKS_OVER_BY_SCHOOL = _weeks_over("referrals_weeks_over_school", "school", "School", "by school")
