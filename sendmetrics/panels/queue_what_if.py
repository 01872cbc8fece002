"""What if a service saw more, or fewer joined: the sliders' reach, and the answer as a finding, a chart and a table."""

import datetime
import math
from dataclasses import dataclass

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Reader
from sendmetrics.metrics.queueing import WEEK_DAYS
from sendmetrics.metrics.queues import ServiceQueue
from sendmetrics.metrics.what_if import Change, Expected, WhatIf
from sendmetrics.panels.charts_of_queues import Path, Plot, draw_two
from sendmetrics.panels.palette import ACCENT, CONTRAST, THIRD
from sendmetrics.panels.panel import Chart, Filters
from sendmetrics.panels.queues import Shown, fit_filters, say_rate
from sendmetrics.panels.tables import Table
from sendmetrics.words import say_date, say_number

HORIZONS = (13, 26, 52)
LONGEST_HORIZON = 52
SHARES_WANTED = (65, 80, 92, 95)
NOBODY = "nobody waiting"
CANNOT_SAY = "Too little known to simulate"
# Every so many weeks of the answer in its table.
STEP_SAID = 4
STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
MOST_STEPS = 60


@dataclass(frozen=True)
class Slider:
    """Where a slider stands as now, from where to where it goes, and in which steps."""

    now: float
    most: float
    step: float
    least: float = 0.0

    def holds(self, asked: str) -> bool:
        """Whether what an address asks for is a number that the slider reaches."""
        try:
            return self.least <= float(asked) <= self.most
        except ValueError:
            return False


@dataclass(frozen=True)
class Answered:
    """A question and its answer, with the service it is of."""

    shown: Shown
    found: WhatIf

    @property
    def queue(self) -> ServiceQueue:
        return self.shown.queue

    def day(self, week: int) -> datetime.date:
        """The last day of a week to come; 0 is the last known."""
        return self.queue.ends + datetime.timedelta(days=WEEK_DAYS * week)


def reach_of(now: float, most: float = 0, least: float = 0) -> Slider:
    """From ``least`` to three times now, to four more and to ``most`` at least, in at most sixty steps."""
    most = max(3 * now, now + 4, most)
    longest = STEPS[-1] * math.ceil(most / STEPS[-1] / MOST_STEPS)
    step = next((step for step in STEPS if most / step <= MOST_STEPS), longest)
    # A whole step, so that the slider can stand on now.
    least = step * math.ceil(round(least / step, 6))
    return Slider(max(step * math.floor(now / step + 0.5), least), step * math.ceil(most / step), step, least)


def reaches_of(queue: ServiceQueue, as_now: WhatIf) -> tuple[Slider, Slider]:
    """For children seen as far as would clear the backlog, and twice those who join; for children joining as for any."""
    relief = (queue.facts and queue.facts.relief_capacity) or 0
    most = max(2 * as_now.demand_now, 1.25 * relief)
    return (
        reach_of(as_now.capacity_now, most, as_now.least_capacity),
        reach_of(as_now.demand_now, least=as_now.least_demand),
    )


def change_of(capacity: float, demand: float, reach: tuple[Slider, Slider], weeks: int, share_wanted: float) -> Change:
    """What the sliders ask; one that stands as now asks for no change, though now is no whole step."""
    seen, joined = reach
    return Change(
        None if capacity == seen.now else capacity, None if demand == joined.now else demand, weeks, share_wanted
    )


def ask_what_if(engine: Engine, reader: Reader, filters: Filters, shown: Shown, change: Change) -> Answered:
    """The answer under the reader's filters, or why there is none."""
    used, _ = fit_filters(filters)
    try:
        found = engine.ask_what_if(shown.queue.service, change, used, reader, filters.as_at)
    except RefusedError as error:
        found = WhatIf(change, str(error))
    return Answered(shown, found)


def find_answer(answered: Answered) -> str:
    """From when the standard is met, or that it is not; of a queue without one, how long it would be."""
    found = answered.found
    if found.too_thin:
        return CANNOT_SAY
    if found.within is None:
        if found.nobody_waits(-1):
            return f"Nobody waiting in {found.change.weeks} weeks, in most runs"
        return f"Queue of about {say_number(found.queue.middle[-1])} in {found.change.weeks} weeks"
    if found.few_now:
        return _say_too_few(found)
    if found.met_from is None:
        return f"Standard not met within {found.change.weeks} weeks"
    if found.met_from == 0:
        return f"Standard met now, and for {found.change.weeks} weeks"
    return f"Standard met from {say_date(answered.day(found.met_from))}"


def say_answer(answered: Answered) -> str:
    """The answer in a sentence or two: what was asked, queue and waits at the end with their range, and the day."""
    found = answered.found
    if found.too_thin:
        return found.too_thin
    seen = (
        "as many are seen as now"
        if found.change.capacity is None
        else f"{say_rate(found.change.capacity)} a week can be seen"
    )
    joined = "as many join as now" if found.change.demand is None else f"{say_rate(found.change.demand)} a week join"
    end = say_date(answered.day(found.change.weeks))
    parts = [f"If {seen} and {joined}: {_say_end(found.queue)} waiting on {end}."]
    if found.nobody_waits(-1):
        parts.append(f"In {found.empty[-1]:,} of {found.runs:,} runs nobody is waiting then, so no wait is told.")
    elif found.median_wait is not None:
        long = f", the 92nd percentile {_say_end(found.long_wait, 'weeks')}" if found.long_wait is not None else ""
        parts.append(f"Their median wait {_say_end(found.median_wait, 'weeks')}{long}.")
    parts += [_say_met(answered), _say_standard(answered)]
    if found.is_hidden:
        parts.append("What rests on too few children is not shown.")
    return " ".join(filter(None, parts))


def _say_end(expected: Expected, unit: str = "") -> str:
    """Children in whole numbers, weeks with a decimal."""
    low, middle, high = (_say(each[-1], unit) for each in (expected.low, expected.middle, expected.high))
    return f"{middle}{f' {unit}' if unit else ''} ({low} to {high} in nine runs in ten)"


def _say(value: float, unit: str) -> str:
    return say_rate(value) if unit == "weeks" else say_number(value)


def _say_met(answered: Answered) -> str:
    found, wanted = answered.found, say_number(answered.found.change.share_wanted)
    if found.within is None:
        return "" if answered.queue.standard_days is not None else "This service has no standard to meet."
    standard = f"{wanted}% of those waiting within {answered.queue.standard_days} days"
    if found.few_now:
        return f"{_say_too_few(found)} the standard ({standard}) is met."
    if found.met_from is None:
        return f"In half of the runs the standard ({standard}) is not met, or not for good, within {found.change.weeks} weeks."
    when = "now" if found.met_from == 0 else say_date(answered.day(found.met_from))
    said = f"In half of the runs, at least, the standard ({standard}) is met from {when} on"
    if found.surely_met_from is None:
        return f"{said}; {found.change.weeks} weeks are not enough for nineteen runs of twenty."
    surely = "now" if found.surely_met_from == 0 else say_date(answered.day(found.surely_met_from))
    return f"{said}; in nineteen runs of twenty from {surely}."


def _say_too_few(found: WhatIf) -> str:
    return f"Too few {found.few_now} the standard to tell when"


def _say_standard(answered: Answered) -> str:
    """Whose the standard is, and where another share than its own is asked for, that it is not its own."""
    queue, found = answered.queue, answered.found
    if found.within is None or not queue.standard_source:
        return ""
    asked = found.change.share_wanted
    chosen = "" if asked == queue.share_wanted else f"; {say_number(asked)}% is what is asked here"
    return f"The standard is {queue.share_wanted}% within {queue.standard_days} days ({queue.standard_source}){chosen}."


def draw_answer(answered: Answered) -> Chart | None:
    """The queue's path with its range above, waits below with the standard across, and the day it is met."""
    found = answered.found
    if found.too_thin:
        return None
    weeks = range(len(found.queue.middle))
    x = [answered.day(week) for week in weeks]
    said = [_say_week(answered, week) for week in weeks]
    upper = Plot("Children waiting", [_path("Queue", found.queue, THIRD)])
    waits = [
        path
        for path in (
            found.median_wait and _path("Median", found.median_wait, ACCENT, NOBODY),
            found.long_wait and _path("92nd percentile", found.long_wait, CONTRAST, NOBODY),
        )
        if path
    ]
    days = answered.queue.standard_days
    across = (
        None if days is None or not waits else (f"Standard, {say_number(days / WEEK_DAYS)} weeks", days / WEEK_DAYS)
    )
    title = "Weeks waited by those waiting" if waits else "Weeks waited: too few waiting to show"
    mark = (answered.day(found.met_from), "Standard met") if found.met_from else None
    return Chart(
        draw_two(x, upper, Plot(title, waits, across), said, mark), "; ".join(said[:: max(len(said) // 4, 1)][:5])
    )


def _path(name: str, expected: Expected, colour: str, hidden: str = "too few") -> Path:
    rounded = [
        [None if value is None else round(value, 2) for value in each]
        for each in (expected.middle, expected.low, expected.high)
    ]
    return Path(name, rounded[0], colour, low=rounded[1], high=rounded[2], hidden=hidden)


def _say_week(answered: Answered, week: int) -> str:
    found = answered.found
    if found.nobody_waits(week):
        return f"{say_date(answered.day(week))}: {NOBODY}"
    parts = [f"{say_number(found.queue.middle[week])} waiting"]
    for name, expected in (("median", found.median_wait), ("92nd percentile", found.long_wait)):
        if expected is not None:
            parts.append(f"{name} {say_rate(expected.middle[week])} weeks")
    return f"{say_date(answered.day(week))}: {', '.join(parts)}"


def tabulate_answer(answered: Answered) -> Table:
    """Every fourth week and the last: the middle run, with the range of nine in ten."""
    found = answered.found
    last = 0 if found.too_thin else found.change.weeks
    weeks = [] if found.too_thin else [*range(0, last, STEP_SAID), last]
    rows = tuple(
        (
            say_date(answered.day(week)),
            _cell(found.queue, week),
            *(
                _cell_of_waiting(found, expected, week, unit)
                for expected, unit in ((found.median_wait, "weeks"), (found.long_wait, "weeks"), (found.within, "%"))
            ),
        )
        for week in weeks
    )
    headings = ("Week to", "Waiting", "Median wait, weeks", "92nd percentile, weeks", "Within the standard")
    return Table(f"{answered.queue.label}: what is expected, and where nine runs in ten lie", headings, rows)


def _cell_of_waiting(found: WhatIf, expected: Expected | None, week: int, unit: str) -> str:
    is_told = expected is not None and found.nobody_waits(week)
    return NOBODY if is_told else _cell(expected, week, unit)


def _cell(expected: Expected | None, week: int, unit: str = "") -> str:
    if expected is None:
        return "not given"
    if expected.middle[week] is None:
        return "too few to show"
    low, middle, high = (_say(each[week], unit) for each in (expected.low, expected.middle, expected.high))
    said = f"{middle}{unit.removeprefix('weeks')}"
    return said if week == 0 else f"{said} ({low} to {high})"
