"""What was planted of referrals: counted from the simulation itself and never by the product's SQL."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from sendmetrics.synthetic.counting import a_year_on, proportion, tally, wait
from sendmetrics.synthetic.health import SERVICES, Referral

# Standards of data/reference/services.csv, repeated here so that a slip there is seen.
STANDARD_DAYS = dict.fromkeys(SERVICES, 126) | {"neurodevelopmental": 91}


def tell_referrals(referrals: list[Referral], as_at: datetime.date) -> dict:
    """Counts behind the measures of referrals at ``as_at``."""
    decided = [(r.rejected is not None, {"service": r.service}) for r in referrals if r.rejected or r.accepted]
    still: dict[str, list[int]] = defaultdict(list)
    seen: dict[str, list[int]] = defaultdict(list)
    for chain in chains_of(referrals):
        first, last = chain[0], chain[-1]
        contacts = [r.seen for r in chain if r.seen is not None]
        if contacts:
            seen[last.service].append((min(contacts) - first.received).days)
        elif any(r.rejected is None and r.discharged is None for r in chain):
            still[last.service].append((as_at - first.received).days)
    return {
        "referrals_received": {"all": len(referrals), "service": tally(r.service for r in referrals)},
        "referrals_rejected": proportion(decided),
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
    for listed in by_need.values():
        listed.sort(key=lambda r: (r.received, r.number))
        chain: list[Referral] = []
        for referral in listed:
            if chain and not _follows(chain[-1], referral):
                yield chain
                chain = []
            chain.append(referral)
        yield chain


def _follows(earlier: Referral, later: Referral) -> bool:
    if earlier.seen is not None and earlier.seen <= later.received:
        return False
    ends = [day for day in (earlier.rejected, earlier.discharged) if day is not None]
    return not ends or later.received <= a_year_on(min(ends))
