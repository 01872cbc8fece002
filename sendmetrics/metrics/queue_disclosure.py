"""What a reader may see of queues. Casework sees each week; leaders blocks of four and facts on a base large enough.

Hardly a week of one service has five children. As everywhere this guards
against the glance: with what was in a queue before, who left it can be worked
out from who joined and is waiting.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sendmetrics.metrics.disclosure import (
    HIDDEN,
    LEADERS_SMALLEST_BASE,
    LEADERS_SMALLEST_BASE_P92,
    LEADERS_SMALLEST_COUNT,
    protect_count,
    protect_left_out,
)
from sendmetrics.metrics.queueing import BLOCK_WEEKS, QUARTER_WEEKS, YEAR_WEEKS, QueueFacts, ServiceWeeks, study_queue
from sendmetrics.metrics.queues import COUNTS, Queues, ServiceQueue, Studied, in_blocks
from sendmetrics.metrics.what_if import Change, Expected, WhatIf, ask_what_if, is_below

NO_SERVICE = "Nothing is simulated: of this service there is no whole week in the files, with these filters."
TOO_FEW_TO_SIMULATE = (
    f"Nothing is simulated: fewer than {LEADERS_SMALLEST_COUNT} wait, or were seen or joined in a year, or fewer than "
    f"{LEADERS_SMALLEST_BASE} wait and joined, and the numbers behind it would be told."
)
# Of a queue in which nobody joins or is seen, what is expected is how long each child has waited.
LEAST_PART, LEAST_A_WEEK = 4, 0.25
TOO_STILL = (
    "Nothing is simulated: leaders ask of no fewer than a quarter of those who join or are seen now, and 0.25 a week, since of a queue that "
    "stands still what is expected is who waits in it now."
)


def protect_queues(studied: Studied) -> Queues:
    """As the audience may see them."""
    queues, weeks = studied.queues, studied.weeks
    if queues.audience == "casework":
        return queues
    shown = [_protect_service(queue, weeks[queue.service]) for queue in queues.services]
    return replace(
        queues,
        services=tuple(sorted(shown, key=_most_waiting)),
        left_out=_protect_left_out(queues.left_out),
    )


def _most_waiting(queue: ServiceQueue) -> tuple:
    """Those whose number is hidden by name: their order would tell of it."""
    return -((queue.facts and queue.facts.waiting) or 0), queue.label


def _protect_service(queue: ServiceQueue, weeks: ServiceWeeks) -> ServiceQueue:
    older, _ = protect_count(queue.older, "leaders")
    return replace(
        queue,
        weeks=tuple(_protect_row(row) for row in in_blocks(queue.weeks)),
        weeks_each=BLOCK_WEEKS,
        facts=protect_facts(queue.facts, weeks),
        # None of them is no secret; some, but few, is.
        older=older if queue.older else 0,
        left_out=_protect_left_out(queue.left_out),
    )


def _protect_left_out(left_out: Iterable[dict]) -> tuple[dict, ...]:
    return tuple(protect_left_out({row["reason"]: row["count"] for row in left_out}, "leaders", False))


def _protect_row(row: dict) -> dict:
    """Counts under five hidden, and with one of the three the net growth, which would tell it beside the others."""
    shown = row | {name: protect_count(row[name], "leaders")[0] for name in COUNTS}
    if None in (shown["joined"], shown["seen"], shown["others"]):
        shown["net"] = None
    return shown | {"symbol": HIDDEN if None in shown.values() else ""}


# Facts that tell a sum as exactly as the sum itself, beside others that are shown.
_OF_JOINED = (
    "demand",
    "load",
    "load_on_departures",
    "target_queue",
    "relief_capacity",
    "relief_more",
    "target_capacity",
)
_OF_SEEN = ("capacity", "load", "load_on_departures", "relief_more", "target_capacity", "idle_weeks")
_OF_OTHERS = ("leaving", "load_on_departures")
_OF_WAITING = ("waiting", "clearance_weeks", "relief_capacity", "relief_more", "little")


def protect_facts(facts: QueueFacts, weeks: ServiceWeeks) -> QueueFacts | None:
    """For leaders: None where fewer than ten wait and fewer than ten joined in 52 weeks, and each fact on its own base."""
    every = (weeks.arrivals, weeks.starts, weeks.other_departures)
    joined, seen, others = (sum(each[-YEAR_WEEKS:]) for each in every)
    if max(weeks.waiting, joined) < LEADERS_SMALLEST_BASE:
        return None
    newly_joined, *newly_left = (sum(each[-QUARTER_WEEKS:]) for each in every)
    hidden: set[str] = set()
    for count, names in (
        (joined, _OF_JOINED),
        (seen, _OF_SEEN),
        (others, _OF_OTHERS),
        (weeks.waiting, _OF_WAITING),
        (sum(newly_left), ("clearance_weeks", "net_growth")),
        (newly_joined, ("net_growth",)),
    ):
        hidden.update(names if count < LEADERS_SMALLEST_COUNT else ())
    for count, names in (
        (weeks.waiting, ("mean_wait", "pressure")),
        (joined, ("demand_variation", "target_capacity")),
        (seen, ("capacity_variation", "target_capacity")),
        (min(len(weeks.days_when_leaving), weeks.waiting), ("little",)),
    ):
        hidden.update(names if count < LEADERS_SMALLEST_BASE else ())
    return replace(facts, **dict.fromkeys(hidden))


def protect_what_if(weeks: ServiceWeeks | None, change: Change, audience: str) -> WhatIf:
    """What is expected of exact weeks under a change, as the audience may see it; ``weeks`` are None of a service without."""
    if weeks is None:
        return WhatIf(change, NO_SERVICE)
    if audience == "casework":
        return ask_what_if(weeks, change)
    facts = protect_facts(study_queue(weeks), weeks)
    # Of too few weeks nothing is simulated anyhow, and that is said.
    is_long_enough = len(weeks.queue) >= QUARTER_WEEKS
    if facts is None or (is_long_enough and None in (facts.waiting, facts.demand, facts.capacity)):
        return WhatIf(change, TOO_FEW_TO_SIMULATE)
    found = ask_what_if(weeks, change, tells_leaving=facts.leaving is not None)
    if found.too_thin:
        return found
    least = _least_of(found.capacity_now), _least_of(found.demand_now)
    if any(
        asked is not None and asked < each for asked, each in zip((change.capacity, change.demand), least, strict=True)
    ):
        return WhatIf(change, TOO_STILL)
    return _on_their_bases(replace(found, least_capacity=least[0], least_demand=least[1]), weeks)


def _least_of(now: float) -> float:
    """The least rate that leaders may ask of."""
    return max(now / LEAST_PART, LEAST_A_WEEK) if now else 0.0


def _on_their_bases(found: WhatIf, weeks: ServiceWeeks) -> WhatIf:
    """Waits on a base as of any other; the share within the standard where those within and those over are enough."""
    if weeks.waiting < LEADERS_SMALLEST_BASE:
        return replace(
            found, median_wait=None, long_wait=None, within=None, met_from=None, surely_met_from=None, is_hidden=True
        )
    if weeks.waiting < LEADERS_SMALLEST_BASE_P92:
        found = replace(found, long_wait=None, is_hidden=True)
    return found if found.within is None else _protect_within(found)


def _protect_within(found: WhatIf) -> WhatIf:
    """Whole per cents, in weeks in which five are expected within and five over; and a day where those weeks tell it.

    Of the two children over the standard now, those over in weeks to come tell,
    and from when which share is met brackets them: a day stands where today's
    share does, or the shares on either side of it.
    """
    is_told = [_are_enough(*each) for each in zip(found.queue.middle, found.within.middle, strict=True)]
    tells_when = is_told[0] or all(
        _is_decided(is_told, shares, first, found.change.share_wanted)
        for shares, first in ((found.within.middle, found.met_from), (found.within.low, found.surely_met_from))
    )
    shares = (
        tuple(round(share) if told else None for share, told in zip(each, is_told, strict=True))
        for each in (found.within.middle, found.within.low, found.within.high)
    )
    return replace(
        found,
        within=Expected(*shares),
        met_from=found.met_from if tells_when else None,
        surely_met_from=found.surely_met_from if tells_when else None,
        few_now="" if tells_when else "over" if found.within.middle[0] > 50 else "within",
        is_hidden=found.is_hidden or not all(is_told),
    )


def _are_enough(queue: float, share: float) -> bool:
    # What rounding leaves of a share hides nobody.
    return round(queue * min(share, 100 - share) / 100, 6) >= LEADERS_SMALLEST_COUNT


def _is_decided(is_told: Sequence[bool], shares: Sequence[float], first: int | None, wanted: float) -> bool:
    """Whether the weeks are told that decide from when the standard is met; of one that is not, the last below it."""
    if first is None:
        return is_told[max(week for week, share in enumerate(shares) if is_below(share, wanted))]
    return first > 0 and is_told[first - 1] and is_told[first]
