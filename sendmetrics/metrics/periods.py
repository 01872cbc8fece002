"""Months, quarters and years: which a day belongs to, and all of them between two days."""

import calendar
import datetime
from collections.abc import Iterator

MONTHS = {"month": 1, "quarter": 3, "year": 12}
SEPTEMBER = 9


def period_sql(every: str, year: str, day: str) -> str:
    """SQL for the first day of the period a day belongs to; null when nothing is divided."""
    if every == "all":
        return "null::date"
    if every == "year" and year == "academic":
        return f"make_date(year({day}) - (month({day}) < {SEPTEMBER})::integer, {SEPTEMBER}, 1)"
    return f"date_trunc('{every}', {day})::date"


def first_day(every: str, year: str, day: datetime.date) -> datetime.date:
    """The same in Python."""
    if every == "year" and year == "academic":
        return datetime.date(day.year - (day.month < SEPTEMBER), SEPTEMBER, 1)
    months = MONTHS[every]
    return datetime.date(day.year, (day.month - 1) // months * months + 1, 1)


def next_first_day(every: str, first: datetime.date) -> datetime.date:
    months = first.month - 1 + MONTHS[every]
    return datetime.date(first.year + months // 12, months % 12 + 1, 1)


def periods_between(every: str, year: str, start: datetime.date, end: datetime.date) -> Iterator[datetime.date]:
    """First days of all periods that hold a day from ``start`` to ``end``."""
    first = first_day(every, year, start)
    while first <= end:
        yield first
        first = next_first_day(every, first)


def month_end(day: datetime.date) -> datetime.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def last_month_end(day: datetime.date) -> datetime.date:
    """The newest last day of a month that is not after a day."""
    return day if day == month_end(day) else day.replace(day=1) - datetime.timedelta(days=1)


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The last day of the month that many months earlier."""
    place = day.year * 12 + day.month - 1 - months
    return month_end(datetime.date(place // 12, place % 12 + 1, 1))


def say_period(period: datetime.date | None, every: str, year: str) -> str:
    """January 2026; January to March 2026; 2025; 2025/26; or nothing."""
    if period is None or every == "all":
        return ""
    if every == "month":
        return f"{period:%B %Y}"
    if every == "quarter":
        last = next_first_day("quarter", period) - datetime.timedelta(days=1)
        return f"{period:%B} to {last:%B %Y}"
    return f"{period.year}/{(period.year + 1) % 100:02d}" if year == "academic" else str(period.year)
