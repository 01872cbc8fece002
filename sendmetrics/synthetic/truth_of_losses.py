"""What was planted of losses on the way: several waits at once, nothing offered, turned away and back again."""

import datetime
from collections import defaultdict

from sendmetrics.synthetic.counting import a_year_on, proportion, ratio, ratios, tally
from sendmetrics.synthetic.health import LA_SERVICES, Referral
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.truth_of_referrals import chains_of

LINKED_OF = 25
DAY = datetime.timedelta(days=1)
MISSES = ("none", "one", "two", "three_or_more")


def tell_losses(people: People, referrals: list[Referral], as_at: datetime.date) -> dict:
    """Counts behind the measures of what is lost between referral and contact, at ``as_at``."""
    return {
        **_waiting(people, referrals, as_at),
        **_rejected(referrals, as_at),
        **_discharged(referrals, as_at),
        "appointments_not_attended": proportion(_appointments(referrals, as_at)),
    }


def person_told(people: People, referral: Referral, as_at: datetime.date) -> tuple[int, bool]:
    """Who a file can tell the child to be: a health provider's own number of a child not linked yet is somebody else."""
    is_linked = referral.child % LINKED_OF > 0 and people.has_upn_on(referral.child, as_at)
    return referral.child, referral.service in LA_SERVICES or is_linked


def _waiting(people: People, referrals: list[Referral], as_at: datetime.date) -> dict:
    """Of chains that are open: where else the child waits, and whether anything has been offered."""
    services: dict[tuple[int, bool], set[str]] = {}
    without: list[tuple[str, bool]] = []
    for chain in chains_of(referrals):
        is_open = any(r.rejected is None and r.discharged is None for r in chain)
        if is_open and all(r.seen is None for r in chain):
            newest = chain[-1]
            services.setdefault(person_told(people, newest, as_at), set()).add(newest.service)
            together = [r for r in chain if r is newest or (_closed(r) or as_at) > newest.received]
            without.append((newest.service, all(r.offered is None and not r.appointments for r in together)))
    return {
        "children_waiting_for_several_services": {"all": ratio(len(waited) > 1 for waited in services.values())},
        "waiting_without_appointment": {
            "all": ratio(is_without for _, is_without in without),
            "service": ratios(without),
        },
    }


def _rejected(referrals: list[Referral], as_at: datetime.date) -> dict:
    """Of every rejection whether the child came back to the service within 12 months, and how that stands."""
    by_need: dict[tuple[int, str], list[Referral]] = defaultdict(list)
    for referral in referrals:
        by_need[referral.child, referral.service].append(referral)
    came_next: list[tuple[Referral, str]] = []
    again: list[tuple[bool, dict[str, str]]] = []
    for referral in referrals:
        day = referral.rejected
        if day is None:
            continue
        others = [other for other in by_need[referral.child, referral.service] if other is not referral]
        back = [other for other in others if day <= other.received <= a_year_on(day)]
        is_over = a_year_on(day) < as_at
        if any(other.received < day and (_closed(other) or day + DAY) > day for other in others):
            came_next.append((referral, "another_open"))
            continue
        came_next.append((referral, _stands(back) or _sent_on(referral, is_over)))
        if is_over:
            again.append((bool(back), {"service": referral.service, "reason": referral.reason}))
    return {
        "rejected_referrals_by_what_came_next": {
            "all": len(came_next),
            "came_next": tally(what for _, what in came_next),
            "service": tally(referral.service for referral, _ in came_next),
        },
        "rejected_referred_again": proportion(again),
    }


def _closed(referral: Referral) -> datetime.date | None:
    return referral.rejected or referral.discharged


def _stands(back: list[Referral]) -> str:
    """How far the referrals of a child who is back have come; empty where there are none."""
    if any(referral.seen for referral in back):
        return "again_seen"
    if any(_closed(referral) is None for referral in back):
        return "again_waiting"
    if any(referral.rejected for referral in back):
        return "again_rejected"
    return "again_closed" if back else ""


def _sent_on(referral: Referral, is_over: bool) -> str:
    if referral.reason == "needs_other_service_first":
        return "sent_on"
    return "not_again" if is_over else "too_soon"


def _appointments(referrals: list[Referral], as_at: datetime.date) -> list[tuple[bool, dict[str, str]]]:
    return [
        (came_of == "was_not_brought", {"service": referral.service, "appointment_kind": kind, "year": str(day.year)})
        for referral in referrals
        for _, day, kind, came_of in referral.appointments
        if day <= as_at and kind != "triage" and came_of in ("attended", "was_not_brought")
    ]


def _spells(referrals: list[Referral]) -> list[list[Referral]]:
    """Referrals of a chain that were open together, those of each in the order in which they were closed."""
    spells: list[list[Referral]] = []
    for chain in chains_of(referrals):
        open_to: list[datetime.date] = []
        for referral in chain:
            if not open_to or max(open_to) <= referral.received:
                spells.append([])
            spells[-1].append(referral)
            open_to.append(_closed(referral) or datetime.date.max)
    for spell in spells:
        spell.sort(key=lambda referral: _closed(referral) or datetime.date.max)
    return spells


def _discharged(referrals: list[Referral], as_at: datetime.date) -> dict:
    """Spells that are over, by the last discharge: why, after how many misses, and of those missed who was soon back."""
    rows: list[tuple[bool, dict[str, str]]] = []
    back: list[tuple[bool, dict[str, str]]] = []
    for spell in _spells(referrals):
        discharges = [r for r in spell if r.discharged is not None]
        if not discharges or _closed(spell[-1]) is None:
            continue
        last = max(discharges, key=lambda r: (r.discharged, r.discharge_reason == "was_not_brought", r.received))
        day, is_missed = last.discharged, last.discharge_reason == "was_not_brought"
        misses = MISSES[min(sum(referral.missed_by(as_at) for referral in spell), 3)]
        rows.append((is_missed, {"service": last.service, "misses": misses, "year": str(day.year)}))
        if not is_missed or half_a_year_on(day) >= as_at:
            continue
        others = [r for r in referrals if (r.child, r.service) == (last.child, last.service) and r is not last]
        was_held = any(r.received < day < (_closed(r) or day + DAY) and r.reason != "duplicate" for r in others)
        if not was_held:
            is_back = any(day <= other.received <= half_a_year_on(day) for other in others)
            back.append((is_back, {"service": last.service}))
    return {
        "discharged_after_missed_appointments": proportion(rows),
        "missed_and_back_within_6_months": proportion(back),
    }


def half_a_year_on(day: datetime.date) -> datetime.date:
    """The same day six months later, else the last of that month."""
    first = datetime.date(day.year + (day.month > 6), (day.month + 5) % 12 + 1, 1)
    after = datetime.date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return min(first + (day.day - 1) * DAY, after - DAY)
