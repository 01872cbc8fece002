"""What was planted of referrals: counted from the simulation itself and never by the product's SQL."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from sendmetrics.synthetic.counting import a_year_on, proportion, ratio, ratios, tally, wait
from sendmetrics.synthetic.health import SERVICES, Referral

# Standards of data/reference/services.csv, repeated here so that a slip there is seen.
STANDARD_DAYS = dict.fromkeys(SERVICES, 126) | {"neurodevelopmental": 91}
WAIT_BANDS = {
    7: "0_to_7_days",
    14: "8_to_14_days",
    28: "2_to_4_weeks",
    84: "4_to_12_weeks",
    126: "12_to_18_weeks",
    364: "18_to_52_weeks",
    728: "52_to_104_weeks",
    10_000: "over_104_weeks",
}


def tell_referrals(referrals: list[Referral], as_at: datetime.date) -> dict:
    """Counts behind the measures of referrals at ``as_at``."""
    decided = [(r.rejected is not None, {"service": r.service}) for r in referrals if r.rejected or r.accepted]
    still: dict[str, list[int]] = defaultdict(list)
    seen: dict[str, list[int]] = defaultdict(list)
    unseen: list[tuple[str, str]] = []
    for chain in chains_of(referrals):
        first, last = chain[0], chain[-1]
        contacts = [r.seen for r in chain if r.seen is not None]
        if contacts:
            seen[last.service].append((min(contacts) - first.received).days)
        elif any(r.rejected is None and r.discharged is None for r in chain):
            still[last.service].append((as_at - first.received).days)
        else:
            closed = max(min(filter(None, (r.rejected, r.discharged))) for r in chain)
            unseen.append((last.service, str(closed.year)))
    waiting = [(name, day) for name, days in still.items() for day in days]
    return {
        "children_waiting_by_band": {
            "all": len(waiting),
            "wait_band": tally(next(WAIT_BANDS[last] for last in WAIT_BANDS if day <= last) for _, day in waiting),
            "service": tally(name for name, _ in waiting),
        },
        "days_waited_over_standard": {
            "all": ratio(max(day - STANDARD_DAYS[name], 0) for name, day in waiting),
            "service": ratios((name, max(day - STANDARD_DAYS[name], 0)) for name, day in waiting),
        },
        "referrals_received": {"all": len(referrals), "service": tally(r.service for r in referrals)},
        "referrals_rejected": proportion(decided),
        "waits_ended_unseen": {
            "all": len(unseen),
            "service": tally(service for service, _ in unseen),
            "year": tally(year for _, year in unseen),
        },
        "referral_to_first_contact_wait": {"open": _by_service(still), "completed": _by_service(seen)},
    }


def _by_service(days: dict[str, list[int]]) -> dict:
    each = {name: wait(days[name], STANDARD_DAYS[name]) for name in sorted(days)}
    together = [day for listed in days.values() for day in listed]
    return {"all": wait(together, over=sum(one["over_limit"] for one in each.values()))} | each


def chains_of(referrals: list[Referral]) -> Iterable[list[Referral]]:
    """Referrals of one child to one service that belong to one wait, oldest first."""
    by_need: dict[tuple[int, str], list[Referral]] = defaultdict(list)
    for referral in referrals:
        by_need[referral.child, referral.service].append(referral)
    firsts_over = {r.number: _prerequisite_over(r, by_need.get((r.child, r.prereq_service), [])) for r in referrals}
    for listed in by_need.values():
        listed.sort(key=lambda r: (r.received, r.number))
        chain: list[Referral] = []
        for referral in listed:
            if chain and not _goes_on(chain, referral, firsts_over):
                yield chain
                chain = []
            chain.append(referral)
        yield chain


def _prerequisite_over(referral: Referral, elsewhere: list[Referral]) -> datetime.date | None:
    """The day noted or that on which the child's referral there of the two years after was first closed, the earlier."""
    if not referral.prereq_service:
        return referral.prereq_ended
    last = a_year_on(a_year_on(referral.received))
    closed = [r.discharged for r in elsewhere if r.discharged and referral.received <= r.received <= last]
    return min(filter(None, (*closed, referral.prereq_ended)), default=None)


def _goes_on(chain: list[Referral], later: Referral, firsts_over: dict[int, datetime.date | None]) -> bool:
    """Whether a referral belongs to the wait of the ones before: seen on none of them yet, and one not long over."""
    if any(earlier.seen is not None and earlier.seen <= later.received for earlier in chain):
        return False
    return any(_follows(earlier, later, firsts_over[earlier.number]) for earlier in chain)


def _follows(earlier: Referral, later: Referral, first_over: datetime.date | None) -> bool:
    ends = [day for day in (earlier.rejected, earlier.discharged) if day is not None]
    if not ends:
        return True
    # A year after its end, or after the end of what had to come first.
    late = first_over if first_over is not None and first_over <= later.received else min(ends)
    return later.received <= a_year_on(max(min(ends), late))
