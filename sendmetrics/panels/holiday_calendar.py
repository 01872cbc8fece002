"""The calendar of weeks in which a request's advice falls into school holidays, beside its statutory days, which no holiday moves."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sendmetrics.metrics.question import Reader
from sendmetrics.metrics.request_weeks import RequestWeek, read_request_weeks
from sendmetrics.metrics.targets import Holiday, read_holidays
from sendmetrics.panels.chart_parts import LINE_HEIGHT, lay_out, line_across, note, time_axis, value_axis
from sendmetrics.panels.palette import ACCENT
from sendmetrics.panels.panel import Chart
from sendmetrics.panels.tables import Table
from sendmetrics.warehouse.opened import Warehouse
from sendmetrics.words import say_count, say_date, say_list

# Back to the oldest week whose plans may not yet be due, and a year ahead.
WEEKS_BEFORE, WEEKS_AFTER = 26, 52
NONE_ENTERED = (
    "No school holidays are entered. Write them into targets.toml in the folder of extracts, each below a line [[holidays]] "
    'with name = "Summer", from = 2026-07-22 and to = 2026-09-01 (first and last day closed), and build again. '
    "Where the files are of several authorities, each entry says whose it is, and a filter chooses one of them."
)
NEVER_PAUSES = (
    "The statutory days are unaltered: no school holiday pauses or lengthens a clock. Where a school or an early years provider "
    "is closed for at least four weeks, advice asked of it may be an exception to the 20 weeks (SEND Regulations 2014, "
    "reg. 10(4) and 13(3)); that marks the one case and takes no days off."
)


@dataclass(frozen=True)
class HolidayCalendar:
    """Weeks of receipt, oldest first, the holidays they are set against, and the day looked from."""

    weeks: tuple[RequestWeek, ...]
    holidays: tuple[Holiday, ...]
    day: datetime.date

    @property
    def coming(self) -> tuple[RequestWeek, ...]:
        """Weeks that hold the day looked from, or come after it."""
        return tuple(week for week in self.weeks if (self.day - week.received).days < 7)


def read_holiday_calendar(
    warehouse: Warehouse, reader: Reader, day: datetime.date, chosen: tuple[str, ...] = ()
) -> HolidayCalendar | None:
    """The calendar around a day; None where no holidays are entered for the one authority in view.

    Weeks whose plans are due before the day are over; of weeks whose time for
    advice begins after the last holiday entered, nothing is known.
    """
    holidays = read_holidays(warehouse, reader, chosen)
    if not holidays:
        return None
    last = max(holiday.end for holiday in holidays)
    weeks = read_request_weeks(warehouse, holidays, day, WEEKS_BEFORE, WEEKS_AFTER)
    kept = tuple(week for week in weeks if week.plan_due >= day and week.decision_due < last)
    return HolidayCalendar(kept, holidays, day)


def find_worst_week(calendar: HolidayCalendar) -> str:
    """Week of 1 June: 36 of 42 days are holiday."""
    weeks = calendar.coming or calendar.weeks
    if not weeks:
        return "The holidays entered are over"
    worst = max(weeks, key=lambda week: week.holiday_days)
    if not worst.holiday_days:
        return "No advice falls into the holidays entered"
    return f"Week of {_short(worst.received)}: {worst.holiday_days} of {worst.advice_days} days are holiday"


def _short(day: datetime.date) -> str:
    return f"{day.day} {day:%B}"


def tabulate_calendar(calendar: HolidayCalendar) -> Table:
    """One row a week: what is due when, and how much of the time for advice is school holidays."""
    return Table(
        "If a request comes in on the Monday of a week: its statutory days, and the school holidays in the time for advice",
        (
            "Received",
            "Decision due, advice asked",
            "Advice due",
            "Plan due",
            "Days for advice",
            "Holiday days",
            "Holidays",
        ),
        tuple(
            (
                say_date(week.received),
                say_date(week.decision_due),
                say_date(week.advice_due),
                say_date(week.plan_due),
                str(week.advice_days),
                _say_days(week),
                say_list(_names(calendar.holidays, week)) or "none",
            )
            for week in calendar.weeks
        ),
    )


def _say_days(week: RequestWeek) -> str:
    """Beyond the holidays entered there may be others."""
    return str(week.holiday_days) if week.is_known else f"at least {week.holiday_days}"


def _names(holidays: Sequence[Holiday], week: RequestWeek) -> list[str]:
    met = [each.name for each in holidays if each.start <= week.advice_due and each.end > week.decision_due]
    return list(dict.fromkeys(met))


def draw_calendar(calendar: HolidayCalendar) -> Chart:
    """A column a week of receipt: how many of the days for advice are school holidays; hatched where there may be more."""
    weeks = calendar.weeks
    said = [_say_week(calendar, week) for week in weeks]
    trace = {
        "type": "bar",
        "x": [week.received for week in weeks],
        "y": [week.holiday_days for week in weeks],
        "hovertext": said,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": ACCENT, "pattern": {"shape": ["" if week.is_known else "/" for week in weeks]}},
    }
    whole = max((week.advice_days for week in weeks), default=1)
    key = (
        []
        if all(week.is_known for week in weeks)
        else [("school holidays", ACCENT), ("there may be more", ACCENT, "▨")]
    )
    figure = {
        "data": [trace],
        "layout": lay_out(
            LINE_HEIGHT,
            key,
            time_axis([week.received for week in weeks]),
            value_axis(whole * 1.15, " days"),
            annotations=[
                note(f"all {whole} days for advice", xref="paper", x=0, xanchor="left", y=whole, yanchor="bottom"),
                note(_short(calendar.day), x=calendar.day, yref="paper", y=0.8, xanchor="left", xshift=4),
            ],
            shapes=[line_across(whole, is_vertical=False), line_across(calendar.day, is_vertical=True)],
        ),
    }
    return Chart(
        figure, "; ".join(each for each, week in zip(said, weeks, strict=True) if week in calendar.coming[:12])
    )


def _say_week(calendar: HolidayCalendar, week: RequestWeek) -> str:
    names = say_list(_names(calendar.holidays, week))
    return (
        f"Received {say_date(week.received)}: {_say_days(week)} of {week.advice_days} days for advice in school holidays"
        + (f" ({names})" if names else "")
    )


def explain_calendar(calendar: HolidayCalendar) -> str:
    """What the days are, that no clock stops, and how far the holidays reach."""
    if not calendar.weeks:
        return NEVER_PAUSES
    week = calendar.weeks[-1]
    decision, advice, plan = (
        say_count(days.days, "day", "days")
        for days in (
            week.decision_due - week.received,
            week.advice_due - week.decision_due,
            week.plan_due - week.received,
        )
    )
    first, last = min(each.start for each in calendar.holidays), max(each.end for each in calendar.holidays)
    return (
        f"For a request received on a Monday: decided within {decision}, advice asked for on that last day and due {advice} "
        f"later, the plan due {plan} after receipt. Received later in the week, or decided sooner, every day moves with it. "
        f"Days are calendar days, weekends counted, as the clocks count them. {NEVER_PAUSES} "
        f"Holidays as the authority entered them, {say_date(first)} to {say_date(last)}; beyond, none are known."
    )
