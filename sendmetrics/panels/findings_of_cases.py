"""Titles on open cases and on the reconciliation: counts by code, said in at most ten words."""

from collections.abc import Callable

from sendmetrics.panels.findings import TOO_FEW, nothing_known
from sendmetrics.panels.panel import Answer
from sendmetrics.words import say_count

IN_THE_RATE = ("rate_", "exception_")


def _split(answer: Answer) -> tuple[dict[str, int], bool]:
    """The last result's counts by code, and whether any of them is hidden."""
    rows = answer.results[-1].rows
    return {row["breakdown"]: row["value"] for row in rows if row["value"] is not None}, any(
        row["symbol"] == "c" for row in rows
    )


def open_past(code: str, limit: str) -> Callable[[Answer], str]:
    """100 of 247 open cases past 20 weeks; "at least" where a group's number is hidden."""

    def find(answer: Answer) -> str:
        counts, is_hidden = _split(answer)
        if not counts:
            return nothing_known(answer)
        total = sum(counts.values())
        if is_hidden and code not in counts:
            # Hidden because few, or none at all: nothing can be said of the limit.
            return f"At least {total:,} open cases in all"
        if is_hidden:
            return f"At least {counts[code]:,} open cases past {limit}"
        return f"{counts.get(code, 0):,} of {total:,} open cases past {limit}"

    return find


def open_due(code: str, when: str) -> Callable[[Answer], str]:
    """23 open cases reach 20 weeks within 30 days."""

    def find(answer: Answer) -> str:
        counts, is_hidden = _split(answer)
        if not counts:
            return nothing_known(answer)
        if code in counts:
            return f"{say_count(counts[code], 'open case reaches', 'open cases reach')} {when}"
        return TOO_FEW if is_hidden else f"No open case reaches {when}"

    return find


def longest_open() -> Callable[[Answer], str]:
    """Longest open case: over 104 weeks; from the last result asked, the one that is not divided."""

    def find(answer: Answer) -> str:
        bands = [row["longest_band"] for row in answer.results[-1].rows if row["longest_band"]]
        return f"Longest open case: {bands[0]}" if bands else nothing_known(answer)

    return find


def in_the_rate() -> Callable[[Answer], str]:
    """512 of 1,430 cases are in the 20-week rate, exceptions included."""

    def find(answer: Answer) -> str:
        counts, is_hidden = _split(answer)
        if not counts:
            return nothing_known(answer)
        inside = sum(value for code, value in counts.items() if code.startswith(IN_THE_RATE))
        if is_hidden:
            return f"At least {inside:,} cases are in the 20-week rate"
        return f"{inside:,} of {sum(counts.values()):,} cases are in the 20-week rate"

    return find
