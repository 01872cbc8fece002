"""Why children wait for a service: the mechanisms that its figures bear out, each against a threshold that is a local assumption.

Worked out from figures that have passed disclosure control: what a reader may
not see is not known here either, and nothing is said of it.
"""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sendmetrics.contracts.reference import read_reference
from sendmetrics.panels.intervals import Z_998, wilson

BOTTLENECK, ANY = "bottleneck", "any"
# What is named only of a service whose own share stands apart from that of the others together.
STAND_APART = ("rejected", "missed")
# What happens after the first appointment makes nobody wait for it: a loss, and no reason for a bottleneck.
AFTER_THE_WAIT = "nothing_after_assessment"


@dataclass(frozen=True)
class Share:
    """So many of so many, both whole numbers."""

    counted: int
    base: int

    @property
    def percent(self) -> float:
        return 100 * self.counted / self.base


@dataclass(frozen=True)
class Evidence:
    """What is known of one service; None is not known, or too few to say.

    ``joined`` and ``left`` the list in ``weeks``, 52 at most, ``seen_a_week`` of
    them on average; half of those waiting for triage have waited
    ``untriaged_days``. ``days_over`` are all days over the standard of those waiting,
    ``share_of_days_over`` their share of the area's. ``back`` are the rejected
    who were referred again within 12 months, ``loops`` children accepted after
    another service had to come first, of all accepted. ``unsupported`` are of those
    assessed the children for whom nothing followed within 13 weeks, None also
    where no start of support is recorded.
    """

    service: str
    label: str
    short: str = ""
    waiting: int | None = None
    over_limit: int | None = None
    days_over: float | None = None
    share_of_days_over: float | None = None
    weeks: int | None = None
    joined: int | None = None
    left: int | None = None
    seen_a_week: float | None = None
    idle_weeks: Share | None = None
    triage_days: int | None = None
    untriaged_days: int | None = None
    rejected: Share | None = None
    back: Share | None = None
    loops: Share | None = None
    loop_days: int | None = None
    missed: Share | None = None
    unsupported: Share | None = None
    median_days: int | None = None
    p92_days: int | None = None
    over_52_weeks: Share | None = None


@dataclass(frozen=True)
class Diagnosis:
    """The mechanisms found for a service, in the order of data/reference/diagnoses.csv, and whether it is the area's bottleneck."""

    evidence: Evidence
    mechanisms: tuple[str, ...]
    is_bottleneck: bool = False
    # Holds the weeks of a bottleneck, and nothing that its figures bear out makes them.
    is_unexplained: bool = False
    # The same share of all other services together, for those mechanisms that are a matter of standing apart.
    others: dict[str, Share] = field(default_factory=dict)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The mechanisms that can make a child wait."""
        return tuple(name for name in self.mechanisms if name != AFTER_THE_WAIT)


@functools.cache
def read_thresholds() -> dict[tuple[str, str], float]:
    """Every threshold by diagnosis and name, each in its unit."""
    return {(row["diagnosis"], row["threshold"]): float(row["value"]) for row in read_reference("diagnoses")}


@functools.cache
def labels_of_diagnoses() -> dict[str, str]:
    """Diagnosis to words, in the order in which they are told."""
    return {row["diagnosis"]: row["label"] for row in read_reference("diagnoses")}


def diagnose(
    services: Sequence[Evidence], is_whole: bool = True, wholes: dict[str, Share | None] | None = None
) -> list[Diagnosis]:
    """Each service with what its figures bear out; the bottleneck, where there is one, first, then by days over the standard.

    Where the services are not all of the area (``is_whole``), none is set beside
    the others: no bottleneck is named, nor what is a matter of standing apart.
    ``wholes`` are the shares of all services together, by name: what is left of
    one is that of the others, those too small to be shown included.
    """
    found = []
    for one in services:
        others = {
            name: share
            for name in STAND_APART
            if is_whole and (share := _others(getattr(one, name), (wholes or {}).get(name))) is not None
        }
        said = Diagnosis(one, tuple(_mechanisms(one, others)), others=others)
        holds_most = is_whole and len(services) > 1 and _is_bottleneck(one, services)
        # Without a reason nobody can say why: long waits alone make no bottleneck.
        is_bottleneck, is_unexplained = holds_most and bool(said.reasons), holds_most and not said.reasons
        found.append(replace(said, is_bottleneck=is_bottleneck, is_unexplained=is_unexplained))
    return sorted(
        found,
        key=lambda each: (
            not (each.is_bottleneck or each.is_unexplained),
            -(each.evidence.days_over or 0),
            each.evidence.label,
        ),
    )


def _others(own: Share | None, whole: Share | None) -> Share | None:
    if own is None or whole is None or whole.base <= own.base:
        return None
    return Share(whole.counted - own.counted, whole.base - own.base)


def _limit(diagnosis: str, name: str) -> float:
    return read_thresholds()[diagnosis, name]


def _is_bottleneck(one: Evidence, services: Sequence[Evidence]) -> bool:
    if one.share_of_days_over is None:
        return False
    is_most = one.days_over == max(each.days_over or 0 for each in services)
    return (
        is_most
        and one.share_of_days_over >= _limit(BOTTLENECK, "share_of_weeks_over")
        # Hidden where nearly all are over it; a sum of days is shown of ten children or more alone.
        and (one.over_limit is None or one.over_limit >= _limit(BOTTLENECK, "children_over"))
    )


def _mechanisms(one: Evidence, others: dict[str, Share]) -> list[str]:
    checks = {
        "demand_above_capacity": one.joined is not None and one.left is not None and outgrows(one.joined, one.left),
        # Of those triaged alone, the ones for whom nobody finds the time would not count.
        "slow_triage": _reaches("slow_triage", "median_days", one.triage_days)
        or _reaches("slow_triage", "median_days", one.untriaged_days),
        "rejection_and_return": _stands_apart(
            "rejection_and_return", "rejected_percent", one.rejected, others.get("rejected")
        ),
        "prerequisite_loop": _is_enough(one.loops)
        and _reaches("prerequisite_loop", "accepted_percent", one.loops.percent)
        and _reaches("prerequisite_loop", "median_days", one.loop_days),
        "missed_appointments": _stands_apart("missed_appointments", "missed_percent", one.missed, others.get("missed")),
        "batching": one.idle_weeks is not None
        and _reaches("batching", "idle_percent", one.idle_weeks.percent)
        and _reaches("batching", "seen_a_week", one.seen_a_week),
        "long_tail": _is_enough(one.over_52_weeks)
        and _reaches("long_tail", "over_52_percent", one.over_52_weeks.percent)
        and bool(one.median_days)
        and _reaches("long_tail", "p92_to_median", one.p92_days and one.p92_days / one.median_days),
        AFTER_THE_WAIT: _is_enough(one.unsupported)
        and _reaches(AFTER_THE_WAIT, "nothing_percent", one.unsupported.percent),
    }
    return [name for name, is_found in checks.items() if is_found]


def _reaches(diagnosis: str, name: str, value: float | None) -> bool:
    return value is not None and value >= _limit(diagnosis, name)


def _is_enough(share: Share | None) -> bool:
    return share is not None and is_enough_to_judge(share.base)


def is_enough_to_judge(count: int) -> bool:
    """Whether of so many children or referrals anything is judged."""
    return count >= _limit(ANY, "least_base")


def outgrows(joined: int, left: int) -> bool:
    """More join than leave, by more than chance makes of equal numbers: of two counts the variance is their sum."""
    if not joined or not is_enough_to_judge(joined):
        return False
    errors = (joined - left) / math.sqrt(joined + left)
    return _reaches("demand_above_capacity", "standard_errors", errors) and (
        not left or _reaches("demand_above_capacity", "load", joined / left)
    )


def _stands_apart(diagnosis: str, name: str, own: Share | None, others: Share | None) -> bool:
    """At or above the threshold, and the 99.8% interval of its own share lies above that of the others together."""
    if others is None or not _is_enough(own) or not _reaches(diagnosis, name, own.percent):
        return False
    return wilson(own.counted, own.base, Z_998)[0] > others.counted / others.base
