"""Dates, numbers and lists in the words a reader expects."""

import datetime
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal


def say_date(date: datetime.date) -> str:
    """5 January 2026."""
    return f"{date.day} {date:%B %Y}"


def say_number(value: float, places: int = 0) -> str:
    """With commas, rounded half up as DfE rounds: 12,345 or 46.4."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,.{places}f}"


def say_days(days: float) -> str:
    """Days up to four weeks as days, beyond that as whole weeks: 12 days, 31 weeks."""
    if days <= 28:
        return "1 day" if days == 1 else f"{say_number(days)} days"
    return f"{say_number(days / 7)} weeks"


def lower_first(text: str) -> str:
    """Received by the authority, as the middle of a sentence has it: received by the authority."""
    # An abbreviation stays one: ICB place not known.
    return text if text[1:2].isupper() else text[0].lower() + text[1:]


def upper_first(text: str) -> str:
    """The same for the beginning of one; unlike ``capitalize`` it leaves the rest as it is."""
    return text[0].upper() + text[1:]


def say_list(words: Iterable[str]) -> str:
    """One, two and three."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def say_count(count: int, one: str, many: str) -> str:
    """1 child, 1,200 children."""
    return f"{count:,} {one if count == 1 else many}"
