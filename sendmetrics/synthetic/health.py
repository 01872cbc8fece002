"""The made-up services: referrals come, are turned away or accepted, and are seen in order as capacity allows.

In the story speech and language therapy sees fewer than are referred, and
child mental health turns more than a third away, half of whom come back.
"""

import datetime
from collections import deque
from dataclasses import dataclass, field

import numpy

from sendmetrics.synthetic.people import People

# A year's referrals per 1,000 pupils, and the share turned away.
SERVICES = {
    "salt": (14, 0.05),
    "paediatrics": (9, 0.06),
    "neurodevelopmental": (10, 0.08),
    "camhs": (14, 0.07),
    "ot": (6, 0.05),
    "physio": (3, 0.04),
    "audiology": (4, 0.03),
    "ep": (5, 0.05),
    "specialist_teaching": (4, 0.03),
}
BOTTLENECK = "salt"
REJECTING = "camhs"
LA_SERVICES = {"ep", "specialist_teaching"}
REASONS = ("threshold", "incomplete", "inappropriate", "needs_other_service_first", "other")
COMES_BACK, REJECTED_AGAIN = 0.5, 0.1
FIRST_WAIT_WEEKS = 10
YEARS = 4


@dataclass
class Referral:
    """One referral and what became of it.

    ``appointments`` are (offered, day, kind, what came of it); ``prereq_service``
    is what had to come first where that was why it was rejected; ``advice`` is
    the day EHC advice was asked of the service meanwhile, and the day it came.
    """

    number: int
    child: int
    service: str
    received: datetime.date
    source: str = "school"
    triaged: datetime.date | None = None
    accepted: datetime.date | None = None
    rejected: datetime.date | None = None
    reason: str = ""
    previous: int | None = None
    offered: datetime.date | None = None
    seen: datetime.date | None = None
    assessed: datetime.date | None = None
    started: datetime.date | None = None
    discharged: datetime.date | None = None
    discharge_reason: str = ""
    appointments: list[tuple[datetime.date, datetime.date, str, str]] = field(default_factory=list)
    prereq_service: str = ""
    prereq_ended: datetime.date | None = None
    is_supported: bool | None = None
    advice: tuple[datetime.date, datetime.date | None] | None = None

    def missed_by(self, day: datetime.date) -> int:
        """Appointments up to that day to which the child was not brought."""
        return sum(came_of == "was_not_brought" and on <= day for _, on, _, came_of in self.appointments)


def simulate_referrals(
    people: People, pupils: int, as_at: datetime.date, rng: numpy.random.Generator, is_plain: bool, volume: float = 1.0
) -> list[Referral]:
    """All referrals of the four years up to ``as_at``; ``volume`` multiplies them."""
    referrals: list[Referral] = []
    for service, (a_year, rejected) in SERVICES.items():
        if service == REJECTING and not is_plain:
            rejected = 0.38
        _simulate_service(
            referrals, people, service, pupils / 1000 * a_year * volume / 52, rejected, as_at, rng, is_plain
        )
    return sorted((r for r in referrals if r.received <= as_at), key=lambda r: r.number)


def _simulate_service(
    referrals: list[Referral],
    people: People,
    service: str,
    weekly: float,
    rejected: float,
    as_at: datetime.date,
    rng: numpy.random.Generator,
    is_plain: bool,
) -> None:
    week = as_at - datetime.timedelta(weeks=52 * YEARS)
    fall = as_at - datetime.timedelta(weeks=70)
    returning: dict[datetime.date, list[Referral]] = {}
    queue: deque[Referral] = deque()
    carried = -weekly * FIRST_WAIT_WEEKS * 0.9
    while week <= as_at:
        new = [
            Referral(
                0, _choose_child(people, week, rng), service, week + datetime.timedelta(days=int(rng.integers(0, 7)))
            )
            for _ in range(rng.poisson(weekly))
        ] + returning.pop(week, [])
        for referral in new:
            referral.number = len(referrals) + 1
            referral.source = str(rng.choice(["school", "gp", "health", "parent"], p=[0.5, 0.3, 0.12, 0.08]))
            referrals.append(referral)
            again = _triage(referral, rejected, as_at, rng)
            if again is not None:
                monday = again - datetime.timedelta(days=(again - week).days % 7)
                returning.setdefault(monday, []).append(
                    Referral(0, referral.child, service, again, previous=referral.number)
                )
            if referral.accepted is not None:
                queue.append(referral)
        falls = service == BOTTLENECK and not is_plain and week >= fall
        accepted = weekly * (1 - rejected + rejected * COMES_BACK * (1 - REJECTED_AGAIN))
        carried += accepted * (0.64 if falls else 1.03)
        carried = _see(week, queue, carried, as_at, rng)
        week += datetime.timedelta(days=7)


def _choose_child(people: People, week: datetime.date, rng: numpy.random.Generator) -> int:
    school_year = week.year - (week.month < 9)
    while True:
        child = int(rng.integers(0, len(people)))
        if 0 <= school_year - people.cohort[child] <= 10 and people.joined[child] == 0:
            return child


def _triage(
    referral: Referral, rejected: float, as_at: datetime.date, rng: numpy.random.Generator
) -> datetime.date | None:
    """Accept or reject; the day the child is referred again, if that happens."""
    day = referral.received + datetime.timedelta(days=int(rng.integers(3, 21)))
    share = REJECTED_AGAIN if referral.previous else rejected
    is_rejected, comes_back = rng.random() < share, rng.random() < COMES_BACK
    reason = str(rng.choice(REASONS, p=[0.5, 0.15, 0.15, 0.1, 0.1]))
    after = int(rng.integers(40, 130))
    if day > as_at:
        return None
    referral.triaged = day
    if not is_rejected:
        referral.accepted = day
        return None
    referral.rejected, referral.reason = day, reason
    again = day + datetime.timedelta(days=after)
    return again if comes_back and referral.previous is None and again <= as_at else None


def _see(
    week: datetime.date, queue: deque[Referral], carried: float, as_at: datetime.date, rng: numpy.random.Generator
) -> float:
    """Appointments of one week, in order of acceptance. Returns the capacity carried over."""
    while queue and carried >= 1:
        referral = queue.popleft()
        carried -= 1
        day = week + datetime.timedelta(days=int(rng.integers(0, 5)))
        offered = max(referral.accepted, day - datetime.timedelta(days=21))
        draws = rng.random(4)
        later = rng.integers(14, 60, 4)
        if day < referral.accepted:
            day = referral.accepted
        if day > as_at or offered > as_at:
            continue
        referral.offered = offered
        if draws[0] < 0.03:
            referral.discharged, referral.discharge_reason = day, "not_needed" if draws[1] < 0.5 else "moved"
            referral.appointments.append((offered, day, "first", "cancelled_by_family"))
            continue
        if draws[0] < 0.10:
            referral.appointments.append((offered, day, "first", "was_not_brought"))
            if draws[1] < 0.15:
                referral.discharged, referral.discharge_reason = day, "was_not_brought"
                continue
            offered, day = day, day + datetime.timedelta(days=int(later[0]))
            if day > as_at:
                referral.appointments.append((offered, day, "first", "booked"))
                continue
        referral.seen = day
        referral.appointments.append((offered, day, "first", "attended"))
        _after_first_contact(referral, day, as_at, draws, later)
    return min(carried, 1.0)


def _after_first_contact(
    referral: Referral, day: datetime.date, as_at: datetime.date, draws: numpy.ndarray, later: numpy.ndarray
) -> None:
    assessed = day + datetime.timedelta(days=int(later[1]))
    if assessed > as_at:
        return
    referral.assessed = assessed
    started = assessed + datetime.timedelta(days=int(later[2]))
    if started > as_at:
        return
    # Three in ten need nothing more.
    ended = started
    if draws[2] < 0.7:
        referral.started = started
        ended = started + datetime.timedelta(days=int(later[3]) * 3)
    if ended <= as_at:
        referral.discharged, referral.discharge_reason = ended, "complete"
