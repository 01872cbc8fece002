"""Whether a service keeps up, as facts with their meanings; and all services beside each other."""

import datetime
import math

from sendmetrics.metrics.disclosure import LEADERS_SMALLEST_BASE
from sendmetrics.metrics.queue_meanings import MEANINGS, TITLES
from sendmetrics.metrics.queueing import OVERFULL, QUARTER_WEEKS, RELIEF_WEEKS, YEAR_WEEKS, QueueFacts
from sendmetrics.metrics.queues import Queues, ServiceQueue
from sendmetrics.panels.diagnosing import is_enough_to_judge, outgrows
from sendmetrics.panels.findings import TOO_FEW
from sendmetrics.panels.panel import Chart
from sendmetrics.panels.queues import (
    ABOUT_FACTS,
    LONGEST_NAME,
    AskedQueues,
    QueuePanel,
    Shown,
    say_average,
    say_rate,
    say_scope,
)
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import hidden_words
from sendmetrics.words import say_date, say_list, say_number, upper_first

TOLD = (
    "waiting",
    "demand",
    "capacity",
    "leaving",
    "net_growth",
    "load",
    "load_on_departures",
    "clearance_weeks",
    "mean_wait",
    "target_mean_wait",
    "target_queue",
    "relief_capacity",
    "target_capacity",
    "pressure",
    "little",
)
NOT_NEEDED = "not needed: the queue is not twice its target"


def _find_keeping_up(shown: Shown) -> str:
    """What is needed, by the most pressing: a backlog to clear, a queue that grows, or neither."""
    facts = shown.queue.facts
    if facts is None or facts.demand is None or facts.capacity is None:
        return TOO_FEW
    # A queue over twice its target whose standard is not likely to be missed is behind in nothing.
    is_behind = facts.relief_more is not None and facts.pressure is not None and facts.pressure > 1
    if is_behind and _is_a_child(facts.relief_more):
        return f"Needs {_up(facts.relief_more)} more first appointments a week to catch up"
    if is_behind:
        return "Its backlog would clear in half a year at this pace"
    if facts.leaving is None:
        return f"{say_rate(facts.demand)} join a week, {say_rate(facts.capacity)} are seen"
    return _judge_growth(facts)


def _judge_growth(facts: QueueFacts) -> str:
    """Of whole children, by the rule of the diagnosis: a need only where the queue grew by more than chance."""
    joined, left = (round(each * facts.weeks_behind) for each in (facts.demand, facts.capacity + facts.leaving))
    span = "the last year" if facts.weeks_behind == YEAR_WEEKS else f"{facts.weeks_behind} weeks"
    if outgrows(joined, left):
        return f"Needs {_up((joined - left) / facts.weeks_behind)} more first appointments a week to keep up"
    if joined > left and not is_enough_to_judge(joined):
        return f"{joined} joined and {left} left in {span}"
    if facts.little is not None and facts.little.is_stable:
        return f"Keeping up: the queue was level over {span}"
    if joined > left:
        return f"Keeping up: no clear growth in {span}"
    return f"Keeping up: {'as many' if joined == left else 'more'} left {'as' if joined == left else 'than'} joined in {span}"


def _is_a_child(more: float) -> bool:
    """Whether so many more a week are a child at all by the time that the backlog is to be gone."""
    return round(more * RELIEF_WEEKS) > 0


def _up(number: float) -> str:
    """Rounded up, in tenths where it is under one and in halves where it is small: fewer would not do."""
    parts = 10 if number < 1 else 2 if number < 10 else 1
    # What rounding leaves is no child.
    up = math.ceil(round(number * parts, 6)) / parts
    return say_number(up, 0 if up == int(up) else 1)


def _say_keeping_up(shown: Shown) -> str:
    queue = shown.queue
    standard = (
        ""
        if queue.standard_days is None
        else f" Its standard: {say_number(queue.share_wanted)}% of those waiting within {queue.standard_days} days{_say_whose(queue)}."
    )
    known = f", on {say_average(queue.facts)}," if queue.facts and queue.facts.demand is not None else ""
    parts = [
        f"How many join and are seen a week{known} and what would bring the queue to the length at which "
        f"nearly all are within the standard.{standard}"
    ]
    if queue.facts is None:
        parts.append(f"Too few to show: facts need {LEADERS_SMALLEST_BASE} children waiting, or joining in 52 weeks.")
    elif queue.facts.demand is None:
        parts.append(f"Rates need {QUARTER_WEEKS} whole weeks, or more children than may be shown.")
    parts.append(_say_little(queue.facts))
    return " ".join(filter(None, parts)).rstrip(".")


def _say_whose(queue: ServiceQueue) -> str:
    return f" ({queue.standard_source})" if queue.standard_source else ""


def _say_little(facts: QueueFacts | None) -> str:
    """Whether the files add up, as far as the law tells: only of a queue that is level."""
    if facts is None or facts.little is None:
        return ""
    if not facts.little.is_stable:
        return (
            "The queue was not level in these weeks, so Little's law does not hold and is no check: it is shown for "
            "comparison only."
        )
    if facts.little.agrees:
        return "By Little's law the files add up: queue, demand and waits agree."
    return "By Little's law the files do not add up: children may be on the list who left it, or leave it unrecorded."


def say_fact(name: str, queue: ServiceQueue, audience: str) -> str:
    """A fact in words with its unit; why there is none, where there is none."""
    facts = queue.facts
    value = None if facts is None else getattr(facts, name)
    if name == "waiting":
        return hidden_words(audience) if value is None else say_number(value)
    if value is None:
        return _why_none(name, queue, audience)
    if name == "net_growth":
        return say_growth(value) + (" a week" if round(value, 1) else "")
    if name == "little":
        return f"{say_rate(value.counted)} counted on average, {say_rate(value.expected)} expected"
    if name == "relief_capacity" and facts.relief_more is not None:
        return f"{say_rate(value)} a week, {_say_more(facts.relief_more)}"
    unit = {"children a week": " a week", "weeks": " weeks", "children": ""}.get(MEANINGS[name].unit, "")
    places = 2 if MEANINGS[name].unit == "ratio" else 1
    return f"{say_rate(value, places)}{unit}"


def say_growth(value: float) -> str:
    """Grew by 1.8, shrank by 0.6; no cell of a download begins with a sign."""
    if not round(value, 1):
        return "level"
    return f"{'grew' if value > 0 else 'shrank'} by {say_rate(abs(value))}"


def _say_more(more: float) -> str:
    return f"{_up(more)} more than now" if _is_a_child(more) else "no more than now"


def _why_none(name: str, queue: ServiceQueue, audience: str) -> str:
    facts = queue.facts
    if name in ("relief_capacity", "relief_more") and facts is not None:
        known = facts.waiting is not None and facts.target_queue is not None
        if known and facts.waiting <= OVERFULL * facts.target_queue:
            return NOT_NEEDED
    if name in ("mean_wait", "pressure") and facts is not None and facts.waiting == 0:
        return "nobody waits"
    if name in ("target_mean_wait", "target_queue", "pressure") and queue.standard_days is None:
        return "no standard"
    return "not known" if audience == "casework" else "too few to show, or not known"


def _table_keeping_up(shown: Shown) -> tuple[Table, ...]:
    rows = tuple((TITLES[name], say_fact(name, shown.queue, shown.audience), MEANINGS[name].meaning) for name in TOLD)
    return (Table(f"{shown.queue.label}: facts about its queue", ("Fact", "Figure", "What it means"), rows),)


def _draw_nothing(shown: Shown) -> Chart | None:
    """Facts of different units share no axis: they are a table."""
    return None


KEEPING_UP = QueuePanel(
    "queue_keeping_up",
    _find_keeping_up,
    _draw_nothing,
    _table_keeping_up,
    _say_keeping_up,
    (
        *ABOUT_FACTS,
        "- That more are needed to keep up is said by the thresholds of demand above capacity, as where it is said why children wait.",
    ),
    is_table=True,
)


# All services.

COMPARED = ("waiting", "demand", "capacity", "load", "clearance_weeks", "net_growth", "pressure")
HEADINGS = (
    "Service",
    "Waiting",
    "Join a week",
    "Seen a week",
    "Load",
    "Clearance",
    "Growth a week",
    "Pressure",
)
WEEKS_TO = "Weeks to"


MOST_OF_NAME = 3


def find_slowest(queues: Queues) -> str:
    """The queue that would take longest to clear; growth of a few children in twelve weeks is mostly chance."""
    known = [queue for queue in queues.services if queue.facts and queue.facts.clearance_weeks is not None]
    if not known:
        return TOO_FEW
    # To leaders few who left are hidden as well, and look the same.
    never = [queue for queue in queues.services if queues.audience == "casework" and _is_never_cleared(queue)]
    if never:
        name = Shown(queues, never[0]).name
        said = "nobody left the list in 12 weeks"
        return f"{name}: {said}" if len(name.split()) <= MOST_OF_NAME else upper_first(said)
    slowest = max(known, key=lambda queue: queue.facts.clearance_weeks)
    name, weeks = Shown(queues, slowest).name, f"{say_number(slowest.facts.clearance_weeks)} weeks"
    is_short = len(name.split()) <= LONGEST_NAME
    return f"Longest queue to clear: {name}, {weeks}" if is_short else f"Longest queue to clear: {weeks}"


def _is_never_cleared(queue: ServiceQueue) -> bool:
    """Whether children wait and nobody has left in the last twelve weeks: no pace tells when the queue would be gone."""
    facts = queue.facts
    known = facts is not None and None not in (facts.waiting, facts.demand, facts.capacity)
    return known and facts.waiting > 0 and facts.clearance_weeks is None


def tabulate_services(queues: Queues) -> Table:
    """Every service, most children waiting first; to which day each is told, where they differ."""
    is_of_one_day = _one_end(queues) is not None
    rows = tuple(
        (
            queue.label,
            *(_compare(name, queue, queues.audience) for name in COMPARED),
            *([] if is_of_one_day else [say_date(queue.ends)]),
        )
        for queue in queues.services
    )
    headings = HEADINGS if is_of_one_day else (*HEADINGS, WEEKS_TO)
    return Table("Queues of all services, most children waiting first", headings, rows)


def _one_end(queues: Queues) -> datetime.date | None:
    """The day on which the weeks of every service end; None where they differ."""
    ends = {queue.ends for queue in queues.services}
    return ends.pop() if len(ends) == 1 else None


def _compare(name: str, queue: ServiceQueue, audience: str) -> str:
    value = None if queue.facts is None else getattr(queue.facts, name)
    if name == "waiting":
        return hidden_words(audience) if value is None else say_number(value)
    if value is None:
        return _why_none(name, queue, audience) if audience == "casework" else "too few"
    if name == "net_growth":
        return say_growth(value)
    return (
        f"{say_rate(value, 2 if MEANINGS[name].unit == 'ratio' else 1)}{' weeks' if name == 'clearance_weeks' else ''}"
    )


def caption_of_services(asked: AskedQueues, chosen: str) -> str:
    """What the table counts, what the words at its head mean, and what is in none of it."""
    queues = asked.queues
    parts = [
        "Children whose referral was accepted and who wait for a first appointment at the end of the last whole week, by "
        "service, and how it keeps up; those referred and not accepted yet wait too, and are not on the service's list. Load: children who join for each child "
        "seen, on average of up to 52 weeks; above 1 more join than are seen, and some leave unseen. Clearance: weeks to empty the "
        "queue at the pace of the last 12 weeks if nobody joined; growth is of those weeks too. Pressure: twice the mean wait "
        "over the standard; above 1 the standard is likely to be missed (Fong and others 2022).",
        *([f"Whole weeks to {say_date(end)}."] if (end := _one_end(queues)) else []),
        *say_scope(asked, chosen),
    ]
    out: dict[str, int | None] = {}
    for row in (*queues.left_out, *(row for queue in queues.services for row in queue.left_out)):
        known = out.get(row["reason"], 0)
        out[row["reason"]] = None if row["count"] is None or known is None else known + row["count"]
    if out:
        said = [
            f"{'some' if count is None else say_number(count)} {reason[0].lower()}{reason[1:]}"
            for reason, count in out.items()
        ]
        parts.append(f"Left out: {say_list(said)}.")
    if queues.audience != "casework":
        parts.append("Rates are shown where ten wait or joined in a year.")
    return " ".join(parts)
