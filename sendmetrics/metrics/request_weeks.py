"""The statutory days of a request by the week it comes in, from the clocks in force; nothing stops a clock."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sendmetrics.metrics.targets import Holiday
from sendmetrics.warehouse.opened import Warehouse

WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class RequestWeek:
    """A request of a Monday: decision due, the advice asked for then due, plan due; ``holiday_days`` of the days for advice.

    ``advice_days`` are those after the day of asking to the day advice is due.
    ``is_known`` is false where the days for advice reach beyond the holidays
    that were entered: there may be more.
    """

    received: datetime.date
    decision_due: datetime.date
    advice_due: datetime.date
    plan_due: datetime.date
    advice_days: int
    holiday_days: int
    is_known: bool


def read_request_weeks(
    warehouse: Warehouse, holidays: Sequence[Holiday], day: datetime.date, before: int, after: int
) -> tuple[RequestWeek, ...]:
    """Weeks around the one that holds a day, that one included, with how much of the time for advice is school holidays.

    Advice is taken as asked on the last day the decision is due, the latest a
    request in time can be.
    """
    monday = day - datetime.timedelta(days=day.weekday())
    rows = warehouse.query(
        "select received, decision_due_date(received), advice_due_date(decision_due_date(received)), plan_due_date(received) "
        "from (select unnest($weeks::date[]) as received) order by received",
        {"weeks": [monday + WEEK * place for place in range(-before, after + 1)]},
    ).fetchall()
    return tuple(_week(holidays, *row) for row in rows)


def _week(
    holidays: Sequence[Holiday],
    received: datetime.date,
    decision_due: datetime.date,
    advice_due: datetime.date,
    plan_due: datetime.date,
) -> RequestWeek:
    """Days in two holidays at once count once; what lies before the first or after the last holiday is not known."""
    length = (advice_due - decision_due).days
    days = [decision_due + datetime.timedelta(days=place) for place in range(1, length + 1)]
    closed = sum(any(holiday.start <= day <= holiday.end for holiday in holidays) for day in days)
    is_known = bool(holidays) and (
        min(holiday.start for holiday in holidays) <= days[0] and days[-1] <= max(holiday.end for holiday in holidays)
    )
    return RequestWeek(received, decision_due, advice_due, plan_due, length, closed, is_known)
