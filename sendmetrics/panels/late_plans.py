"""Panels on what late advice costs: whose came last in late plans, and the 20-week rate had that come on time."""

from dataclasses import dataclass

from sendmetrics.metrics.disclosure import LEADERS_SMALLEST_BASE
from sendmetrics.panels.charts_by_group import draw_bars
from sendmetrics.panels.findings import TOO_FEW, nothing_known, short_name
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel, by_and_in_all
from sendmetrics.panels.tables import Table
from sendmetrics.panels.titles import begin_with
from sendmetrics.panels.wording import say_count_of
from sendmetrics.words import say_number

ALL_IN_TIME = 100
TOO_OLD = "The advice log and the returns end on different days"


def _total(answer: Answer) -> int | None:
    """All late plans with their advice known; None where they are too few for shares."""
    whole = answer.results[1]
    total = whole.rows[0]["denominator"] if whole.rows else None
    is_small = whole.audience != "casework" and (total or 0) < LEADERS_SMALLEST_BASE
    return None if not total or is_small else total


def _last_in(answer: Answer) -> list[dict]:
    """Advisers whose advice came last, most often first, as far as their numbers may be told."""
    rows = [row for row in answer.results[0].rows if row["denominator"] and row["breakdown"] != "unknown"]
    return sorted(rows, key=lambda row: -row["denominator"])


def _most_often_last(answer: Answer) -> str:
    """Speech and language last in 45% of 86 late plans."""
    rows, total = _last_in(answer), _total(answer)
    if not rows or total is None:
        return nothing_known(answer)
    if len(rows) > 1 and rows[0]["denominator"] == rows[1]["denominator"]:
        return f"No one adviser most often last in {total:,} late plans"
    share = say_number(100 * rows[0]["denominator"] / total)
    return begin_with(short_name(rows[0]), f" last in {share}% of {total:,} late plans")


def _draw_last_in(answer: Answer) -> Chart:
    rows, total = _last_in(answer), _total(answer)
    labels = [
        f"{row['denominator']:,}" + (f" ({say_number(100 * row['denominator'] / total)}%)" if total else "")
        for row in rows
    ]
    said = [f"{row['label']}: last in {label}" for row, label in zip(rows, labels, strict=True)]
    figure = draw_bars([row["label"] for row in rows], [row["denominator"] for row in rows], labels, said)
    return Chart(figure, "; ".join(said) or TOO_FEW)


def _tabulate_last_in(answer: Answer) -> Table:
    total, audience = _total(answer), answer.results[0].audience
    rows = tuple(
        (
            row["label"],
            say_count_of(row["denominator"], audience),
            "too few"
            if total is None or row["denominator"] is None
            else f"{say_number(100 * row['denominator'] / total, 1)}%",
        )
        for row in answer.results[0].rows
    )
    headings = ("Adviser", "Late plans with this advice last", "Share of late plans")
    return Table("Plans issued after 20 weeks, by whose advice came last", headings, rows)


@dataclass(frozen=True)
class WhatIf:
    """The 20-week rate as it is, and by adviser what it would be had their advice come on time where it came last."""

    now: float
    others: tuple[tuple[dict, float], ...]


def work_out(answer: Answer) -> WhatIf | None:
    """From what the reader may see alone: hidden numbers give no rate. None where there is no rate, or not of one day."""
    late, plans = answer.results
    whole = plans.rows[0] if plans.rows else None
    if whole is None or whole["value"] is None or late.as_at != plans.as_at:
        return None
    others = [
        (row, 100 * (whole["numerator"] + row["numerator"]) / whole["denominator"])
        for row in late.rows
        if row["numerator"] is not None and row["breakdown"] != "unknown"
    ]
    return WhatIf(whole["value"], tuple(sorted(others, key=lambda pair: -pair[1])))


def _what_if(answer: Answer) -> str:
    """Speech and language on time: 71.0% instead of 60.0%."""
    found = work_out(answer)
    if found is None:
        is_same_day = answer.results[0].as_at == answer.results[1].as_at
        return nothing_known(answer) if is_same_day else TOO_OLD
    if not answer.results[0].rows:
        return nothing_known(answer) if found.now < ALL_IN_TIME else "Every plan was in time"
    if not found.others:
        return f"{say_number(found.now, 1)}% in time; what each adviser cost cannot be told"
    row, rate = found.others[0]
    if not row["numerator"]:
        return "No one adviser on time would change the rate"
    if len(found.others) > 1 and found.others[1][1] == rate:
        return f"One adviser on time: at best {say_number(rate, 1)}%, now {say_number(found.now, 1)}%"
    return begin_with(short_name(row), f" on time: {say_number(rate, 1)}% instead of {say_number(found.now, 1)}%")


def _draw_what_if(answer: Answer) -> Chart:
    found = work_out(answer)
    if found is None:
        return Chart(draw_bars([], [], [], []), TOO_FEW)
    now = f"{say_number(found.now, 1)}%"
    bars = [("Now", found.now, now, f"Now: {now} within 20 weeks")]
    for row, rate in found.others:
        label = f"{say_number(rate, 1)}%"
        said = f"Had {row['label']} come on time: {label} instead of {now}"
        bars.append((f"{row['label']} on time", rate, label, said))
    return Chart(draw_bars(*zip(*bars, strict=True)), "; ".join(said for *_, said in bars))


def _tabulate_what_if(answer: Answer) -> Table:
    found, audience = work_out(answer), answer.results[0].audience
    headings = ("Whose advice comes on time", "More plans in time", "Within 20 weeks")
    rows = [] if found is None else [("As it was", "0", f"{say_number(found.now, 1)}%")]
    rates = {} if found is None else {row["breakdown"]: rate for row, rate in found.others}
    for row in answer.results[0].rows:
        rate = rates.get(row["breakdown"])
        gain = say_count_of(row["numerator"], audience)
        rows.append((row["label"], gain, "too few" if rate is None else f"{say_number(rate, 1)}%"))
    return Table("Plans issued within 20 weeks, had the last advice come on time", headings, tuple(rows))


LAST_ADVICE = Panel(
    "last_advice",
    by_and_in_all("late_plans_by_last_advice", "adviser"),
    _most_often_last,
    _draw_last_in,
    "Plans issued after 20 weeks, by the adviser whose advice came last before the plan",
    tabulate=_tabulate_last_in,
)
WHAT_IF = Panel(
    "last_advice_on_time",
    (Ask("late_plans_by_last_advice", by="adviser"), Ask("plans_issued_within_20_weeks")),
    _what_if,
    _draw_what_if,
    "Plans issued within 20 weeks: now, and had the adviser whose advice came last in late plans kept to 6 weeks. "
    "An estimate: everything after the last advice is taken to last as long as it did, and late plans whose advice is "
    "not known to stay late",
    tabulate=_tabulate_what_if,
)
