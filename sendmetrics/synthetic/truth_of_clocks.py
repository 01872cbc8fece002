"""What was planted of the two clocks, the stops and the steps of referrals: from the simulation, never by the product's SQL."""

import datetime
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sendmetrics.synthetic.counting import tally, wait
from sendmetrics.synthetic.health import Referral
from sendmetrics.synthetic.truth_of_referrals import STANDARD_DAYS, chains_of


def tell_clocks(referrals: list[Referral], as_at: datetime.date) -> dict:
    """Counts behind the measures of both clocks, the three stops and the steps of a referral at ``as_at``."""
    chains = [list(spells_of(chain)) for chain in chains_of(referrals)]
    spells = [_told_together(spell) for chain in chains for spell in chain]
    # What became of the newest spell of a chain, since the first referral of the first.
    newest = [(chain[0][0].received, _told_together(chain[-1])) for chain in chains]
    accepted = [(spell.accepted, spell) for spell in spells if spell.accepted is not None]
    waits = {
        "referral_to_acceptance_wait": _to_stop(newest, "accepted", as_at),
        "referral_to_assessment_wait": _to_stop(newest, "assessed", as_at),
        "referral_to_support_wait": _to_stop(newest, "started", as_at),
    }
    return {
        "accepted_to_first_contact_wait": _to_stop(accepted, "seen", as_at, STANDARD_DAYS),
        **waits,
        "referral_step_wait": _steps(spells, as_at),
        "referrals_by_standing": {
            "all": len(spells),
            "referral_standing": tally(map(_standing, spells)),
            "service": tally(spell.service for spell in spells),
        },
    }


def spells_of(chain: list[Referral]) -> Iterator[list[Referral]]:
    """Referrals of a chain that were open together; the oldest first."""
    spell: list[Referral] = []
    for place, referral in enumerate(chain):
        if spell and all(closed(earlier) and closed(earlier) <= referral.received for earlier in chain[:place]):
            yield spell
            spell = []
        spell.append(referral)
    yield spell


def closed(referral: Referral) -> datetime.date | None:
    """The day a referral was rejected or discharged, whichever came first; None while it is open."""
    return first_of((referral.rejected, referral.discharged))


def first_of(days: Iterable[datetime.date | None]) -> datetime.date | None:
    """The earliest of the days there are."""
    return min((day for day in days if day is not None), default=None)


def _told_together(spell: list[Referral]) -> Referral:
    """Referrals that were open together as one: each day the first there is, closed when the last of them was."""
    days = ("triaged", "accepted", "seen", "assessed", "started")
    # Whoever is booked in has been offered a day too.
    offers = (day for r in spell for day in (r.offered, *(on for on, _, kind, _ in r.appointments if kind != "triage")))
    closings = [closed(referral) for referral in spell]
    is_open = None in closings
    last = max(spell, key=lambda r: (closed(r) or datetime.date.max, r.number))
    return replace(
        spell[0],
        **{name: first_of(getattr(referral, name) for referral in spell) for name in days},
        offered=first_of(offers),
        rejected=None if is_open else last.rejected,
        discharged=None if is_open else max(closings),
    )


def _to_stop(
    waits: list[tuple[datetime.date, Referral]],
    stop: str,
    as_at: datetime.date,
    standards: dict[str, int] | None = None,
) -> dict:
    """Open and completed waits up to a stop, by service; closed before it is neither."""
    still: dict[str, list[int]] = defaultdict(list)
    ended: dict[str, list[int]] = defaultdict(list)
    for began, spell in waits:
        reached = getattr(spell, stop)
        if reached is not None:
            ended[spell.service].append((reached - began).days)
        elif spell.discharged is None:
            still[spell.service].append((as_at - began).days)
    return {"open": _by_service(still, standards), "completed": _by_service(ended, standards)}


def _by_service(days: dict[str, list[int]], standards: dict[str, int] | None) -> dict:
    each = {name: wait(days[name], standards and standards[name]) for name in sorted(days)}
    together = [day for listed in days.values() for day in listed]
    over = sum(one["over_limit"] for one in each.values()) if standards else None
    return {"all": wait(together, over=over)} | each


STEPS = ("received", "triaged", "accepted", "offered", "seen", "assessed", "started", "discharged")


def _steps(spells: list[Referral], as_at: datetime.date) -> dict:
    """Every step of every spell together: the time to the next, where that is recorded or nothing later is."""
    still: dict[str, list[int]] = defaultdict(list)
    ended: dict[str, list[int]] = defaultdict(list)
    for spell in spells:
        days = [getattr(spell, name) for name in STEPS]
        for place, (began, reached) in enumerate(itertools.pairwise(days)):
            if began is None:
                continue
            if reached is not None:
                ended[spell.service].append((reached - began).days)
            elif spell.discharged is None and not any(days[place + 1 :]):
                still[spell.service].append((as_at - began).days)
    return {"open": _by_service(still, None), "completed": _by_service(ended, None)}


def _standing(spell: Referral) -> str:
    is_closed = spell.discharged is not None
    if spell.started is not None:
        return "closed_supported" if is_closed else "in_support"
    if spell.assessed is not None:
        return "closed_unsupported" if is_closed else "to_support"
    if spell.seen is not None:
        return "closed_unassessed" if is_closed else "to_assess"
    if spell.offered is not None:
        return "closed_unseen" if is_closed else "to_see"
    if is_closed and spell.rejected is not None:
        return "rejected"
    if spell.accepted is not None:
        return "closed_unoffered" if is_closed else "to_offer"
    if spell.triaged is not None:
        return "closed_undecided" if is_closed else "to_accept"
    return "closed_untriaged" if is_closed else "to_triage"
