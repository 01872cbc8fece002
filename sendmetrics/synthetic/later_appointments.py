"""Appointments round those that decide when a child is first seen: misses before a discharge, all that follows, bookings.

Nothing here changes when a referral is offered, seen or closed: the first
appointments are as services gave them, and every draw is from a chance of its
own. No appointment that took place is after the newest day.
"""

import datetime
import itertools
from collections import Counter, defaultdict

from sendmetrics.synthetic.chance import own_chance
from sendmetrics.synthetic.health import Referral

STREAM = int.from_bytes(b"contacts")
BOOKINGS = int.from_bytes(b"bookings")
MOST_CONTACTS = 12
WEEKS_BETWEEN_CONTACTS = (3, 4, 5)
BOOKED_AHEAD_DAYS = 28
MISSED_TWICE, MISSED_THREE_TIMES = 0.7, 0.35
UNSETTLED_ASSESSMENTS, SHARE_OF_ENDINGS_REVIEWED, SHARE_BOOKED, SHARE_OF_SLOTS_BOOKED = 0.10, 0.4, 0.6, 0.8
# What comes of a contact that is not attended, of all contacts.
NOT_ATTENDED = ((0.05, "was_not_brought"), (0.08, "cancelled_by_service"), (0.11, "cancelled_by_family"))


def add_later_appointments(referrals: list[Referral], as_at: datetime.date, seed: int) -> None:
    """Fill up ``appointments`` of every referral, in the order in which they were offered."""
    rng = own_chance(seed, STREAM)
    for referral in referrals:
        # The same draws for every referral, so that what becomes of one changes no other.
        draws = rng.random(8 + MOST_CONTACTS).tolist()
        if referral.discharge_reason == "was_not_brought":
            _miss_before_discharge(referral, draws[0])
        if referral.assessed is not None:
            _assess(referral, referral.assessed, draws)
        if referral.started is not None:
            _support(referral, referral.started, as_at, draws)
        elif referral.seen is not None and referral.discharged is None and draws[1] < SHARE_BOOKED:
            _book_next_step(referral, as_at, draws)
    _book_first_appointments(referrals, as_at, seed)


def _days(number: float) -> datetime.timedelta:
    return datetime.timedelta(days=int(number))


def _miss_before_discharge(referral: Referral, draw: float) -> None:
    """Up to two more misses: slots that fell free sooner and were offered at short notice while the last one was waited for."""
    ((offered, last, kind, attendance),) = referral.appointments
    room = (last - offered).days
    more = min((draw < MISSED_TWICE) + (draw < MISSED_THREE_TIMES), room)
    days = [offered + _days(room * place / (more + 1)) for place in range(more + 1)]
    # Numbered as they were offered, so the last one to come stays the first.
    referral.appointments += [
        (before + (day - before) // 2, day, kind, attendance) for before, day in itertools.pairwise(days)
    ]


def _assess(referral: Referral, day: datetime.date, draws: list[float]) -> None:
    """The assessment on its day; some were to be earlier and were missed or cancelled."""
    seen = referral.seen
    offered = seen + _days((day - seen).days * draws[2] / 2)
    if draws[3] < UNSETTLED_ASSESSMENTS:
        earlier = seen + _days((day - seen).days * (0.5 + draws[2] / 4))
        came_of = _attendance(draws[3] / UNSETTLED_ASSESSMENTS * NOT_ATTENDED[-1][0])
        referral.appointments.append((offered, earlier, "assessment", came_of))
        offered = earlier
    referral.appointments.append((offered, day, "assessment", "attended"))


def _support(referral: Referral, start: datetime.date, as_at: datetime.date, draws: list[float]) -> None:
    """Contacts every few weeks from the day support started to the discharge; each is offered at the one before."""
    step = _days(7 * WEEKS_BETWEEN_CONTACTS[int(draws[4] * len(WEEKS_BETWEEN_CONTACTS))])
    end = referral.discharged
    offered, day = referral.assessed, start
    for place in range(MOST_CONTACTS):
        # Support starts when the child comes, and nothing is offered on the day of the discharge but a review.
        if day > as_at or (end is not None and day >= end):
            break
        came_of = "attended" if place == 0 else _attendance(draws[8 + place])
        referral.appointments.append((offered, day, "intervention", came_of))
        offered, day = day, day + step
    if end is not None and draws[5] < SHARE_OF_ENDINGS_REVIEWED:
        referral.appointments.append((offered, end, "review", "attended"))
    elif end is None and draws[5] < SHARE_BOOKED:
        referral.appointments.append((offered, max(day, as_at + _days(1)), "intervention", "booked"))


def _attendance(draw: float) -> str:
    return next((came_of for share, came_of in NOT_ATTENDED if draw < share), "attended")


def _book_next_step(referral: Referral, as_at: datetime.date, draws: list[float]) -> None:
    """A day to come for some who were seen of late: the assessment, or after it the first contact of the support."""
    since = referral.assessed or referral.seen
    if (as_at - since).days > 2 * BOOKED_AHEAD_DAYS:
        return
    kind = "assessment" if referral.assessed is None else "intervention"
    day = as_at + _days(1 + draws[6] * BOOKED_AHEAD_DAYS)
    referral.appointments.append((since + _days((as_at - since).days * draws[7]), day, kind, "booked"))


def _book_first_appointments(referrals: list[Referral], as_at: datetime.date, seed: int) -> None:
    """Of those who wait, the first in the queue are booked in: most of as many as were seen in the last four weeks."""
    rng = own_chance(seed, BOOKINGS)
    lately = as_at - _days(BOOKED_AHEAD_DAYS)
    places = Counter(r.service for r in referrals if r.seen is not None and r.seen > lately)
    waiting: dict[str, list[Referral]] = defaultdict(list)
    for referral in referrals:
        if referral.accepted is not None and not referral.appointments:
            waiting[referral.service].append(referral)
    for service, queue in waiting.items():
        queue.sort(key=lambda r: (r.accepted, r.number))
        for referral in queue[: int(places[service] * SHARE_OF_SLOTS_BOOKED)]:
            before, ahead = rng.random(2).tolist()
            offered = max(referral.accepted, as_at - _days(before * BOOKED_AHEAD_DAYS / 2))
            day = as_at + _days(1 + ahead * BOOKED_AHEAD_DAYS)
            referral.appointments.append((offered, day, "first", "booked"))
