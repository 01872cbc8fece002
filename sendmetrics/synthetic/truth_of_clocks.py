"""What was planted of a service's own clock: counted from the simulation itself and never by the product's SQL."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sendmetrics.synthetic.counting import wait
from sendmetrics.synthetic.health import Referral
from sendmetrics.synthetic.truth_of_referrals import STANDARD_DAYS, chains_of


def tell_clocks(referrals: list[Referral], as_at: datetime.date) -> dict:
    """Counts behind the measures of the service's clock and of the steps of a referral at ``as_at``."""
    spells = [spell for chain in chains_of(referrals) for spell in _spells(chain)]
    return {"accepted_to_first_contact_wait": _accepted(spells, as_at)}


def _spells(chain: list[Referral]) -> Iterator[list[Referral]]:
    """Referrals of a chain that were open together; the oldest first."""
    spell: list[Referral] = []
    for place, referral in enumerate(chain):
        if spell and all(_closed(earlier) and _closed(earlier) <= referral.received for earlier in chain[:place]):
            yield spell
            spell = []
        spell.append(referral)
    yield spell


def _closed(referral: Referral) -> datetime.date | None:
    return first_of((referral.rejected, referral.discharged))


def first_of(days: Iterable[datetime.date | None]) -> datetime.date | None:
    """The earliest of the days there are."""
    return min((day for day in days if day is not None), default=None)


def _accepted(spells: list[list[Referral]], as_at: datetime.date) -> dict:
    still: dict[str, list[int]] = defaultdict(list)
    seen: dict[str, list[int]] = defaultdict(list)
    for spell in spells:
        accepted, contact = (first_of(days) for days in zip(*((r.accepted, r.seen) for r in spell), strict=True))
        if accepted is None:
            continue
        service = spell[0].service
        if contact is not None:
            seen[service].append((contact - accepted).days)
        elif any(_closed(r) is None for r in spell):
            still[service].append((as_at - accepted).days)
    return {"open": _held_to_standards(still), "completed": _held_to_standards(seen)}


def _held_to_standards(days: dict[str, list[int]]) -> dict:
    each = {name: wait(days[name], STANDARD_DAYS[name]) for name in sorted(days)}
    together = [day for listed in days.values() for day in listed]
    return {"all": wait(together, over=sum(one["over_limit"] for one in each.values()))} | each
