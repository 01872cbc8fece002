"""Small made-up tables for what is lost on the way: children of few services, referred again about 6 and 12 months on."""

import datetime
from itertools import pairwise

from hypothesis import strategies as st
from small_tables import MONDAY, Tables, casework, or_none, rarely, sometimes
from small_tables_of_referrals import FAR_AHEAD

# Seen from the last days of AS_AT_DAYS, 300 days on: a year and half a year before, met and passed by one.
NUMBERS = (-432, -431, -367, -366, -365, -67, -66, -65, -64, 0, 1, 42, 115, 116, 117, 118, 119, 120, 140, 299, 300)
DAYS = [MONDAY + datetime.timedelta(number) for number in NUMBERS]
STEPS = [datetime.timedelta(number) for number in (0, 1, 1, 30, 181, 184, 364, 365, 366)]
ATTENDANCES = (
    "attended",
    "was_not_brought",
    "was_not_brought",
    "cancelled_by_family",
    "cancelled_by_service",
    "booked",
    None,
)
days = st.sampled_from(DAYS)


@st.composite
def referrals_again(draw: st.DrawFn) -> Tables:
    """Referrals of up to three children to two services and to none, in chains and spells as the build makes them."""
    referrals = []
    for person in range(1, draw(st.integers(1, 3)) + 1):
        for service in ("salt", "camhs", None):
            count = draw(st.sampled_from([0, 1, 2, 3]))
            received = [draw(days)] if count else []
            while len(received) < count:
                received.append(received[-1] + draw(st.sampled_from(STEPS)))
            rows = [
                _referral(draw, f"p{person}-{service}-{number}", person, service, day)
                for number, day in enumerate(received)
            ]
            for chain in _chains(draw, rows):
                note_chain(chain)
            referrals += rows
    return {"referrals": draw(st.permutations(referrals))}


def _chains(draw: st.DrawFn, rows: list[dict]) -> list[list[dict]]:
    chains: list[list[dict]] = []
    for row in rows:
        if chains and not draw(rarely):
            chains[-1].append(row)
        else:
            chains.append([row])
    return chains


def _child(draw: st.DrawFn, person: int) -> dict:
    return {
        "la_code": "999",
        "person_id": person,
        "school_urn": draw(or_none(st.sampled_from(["900001", "900002"]))),
        "locality_code": draw(or_none(st.just("north"))),
        "need_type": draw(or_none(st.just("ASD"))),
        "year_group": draw(or_none(st.just("R"))),
        "is_fsm_eligible": draw(or_none(st.booleans())),
        "is_looked_after": draw(or_none(st.booleans())),
    }


def _referral(draw: st.DrawFn, name: str, person: int, service: str | None, received: datetime.date) -> dict:
    def later(chance: st.SearchStrategy) -> datetime.date | None:
        return received + draw(st.sampled_from(STEPS)) if draw(chance) else None

    rejected, discharged = later(sometimes), later(sometimes)
    is_sent_on = rejected is not None and draw(rarely)
    missing = draw(days) if draw(rarely) else None
    closed = min(filter(None, (rejected, discharged)), default=missing)
    return {
        "referral_id": name,
        **_child(draw, person),
        "service": service,
        "provider_code": draw(or_none(st.just("RXX"))),
        "icb_code": draw(or_none(st.just("QZZ"))),
        "received_date": received,
        "rejected_date": rejected,
        "rejection_reason": draw(st.sampled_from(["threshold", "duplicate", "needs_other_service_first", None]))
        if rejected
        else None,
        "redirected_to": "ot" if is_sent_on else None,
        "prereq_service": "ot" if rejected and draw(rarely) else None,
        "first_offer_date": later(sometimes),
        "first_contact_date": later(rarely),
        "discharge_date": discharged,
        "discharge_reason": draw(st.sampled_from(["was_not_brought", "was_not_brought", "complete", "moved", None]))
        if discharged
        else None,
        "missed_count": draw(or_none(st.integers(0, 4))),
        "observed_to_date": draw(st.sampled_from([DAYS[-1], DAYS[-1], DAYS[-1], DAYS[-2], DAYS[2]])),
        # What was closed and is gone besides has left with its chain, which is then over too.
        "missing_from_date": missing and max(missing, closed),
    }


def note_chain(rows: list[dict]) -> None:
    """What the build notes in each row of a chain, rows in the order they came: of the chain, and of those open together."""
    contact = min((row["first_contact_date"] for row in rows if row["first_contact_date"]), default=None)
    closed_before: list[datetime.date] = []
    gone_before: list[datetime.date] = []
    spells: list[list[dict]] = []
    for row in rows:
        row["chain_id"] = rows[0]["referral_id"]
        row["chain_start_date"] = rows[0]["received_date"]
        row["chain_contact_date"] = contact
        row["next_received_date"] = None
        row["earlier_closed_date"] = max(closed_before, default=None)
        # Open together: received while an earlier one was neither closed nor gone from the files.
        if spells and max(gone_before) > row["received_date"]:
            spells[-1].append(row)
        else:
            spells.append([row])
        closed_before.append(closed_on(row) or FAR_AHEAD)
        gone_before.append(closed_on(row) or row["missing_from_date"] or FAR_AHEAD)
    for earlier, later in pairwise(rows):
        earlier["next_received_date"] = later["received_date"]
    for spell in spells:
        _note_spell(spell)


def closed_on(row: dict) -> datetime.date | None:
    return min((day for day in (row["rejected_date"], row["discharge_date"]) if day is not None), default=None)


def _note_spell(rows: list[dict]) -> None:
    closings = [closed_on(row) or FAR_AHEAD for row in rows]
    last = max(rows, key=lambda row: (closed_on(row) or FAR_AHEAD, row["referral_id"]))
    closed = closed_on(last)
    gone = [closed_on(row) or row["missing_from_date"] for row in rows]
    is_lost = None not in gone and max(closings) == FAR_AHEAD
    leaving = None
    if closed is not None:
        leaving = "moved" if last["discharge_reason"] == "moved" else "removed"
        leaving = "refused" if last["rejected_date"] else leaving
    for row in rows:
        row["spell_id"] = rows[0]["referral_id"]
        row["spell_offer_date"] = min(
            (one["first_offer_date"] for one in rows if one["first_offer_date"]), default=None
        )
        row["spell_closed_date"] = None if max(closings) == FAR_AHEAD else max(closings)
        row["spell_missing_from_date"] = max(gone) if is_lost else None
        row["spell_exit"] = leaving


@st.composite
def appointments(draw: st.DrawFn) -> Tables:
    rows = []
    for number in range(draw(st.integers(1, 6))):
        offered = draw(days)
        rows.append(
            {
                "appointment_id": f"a{number}",
                **_child(draw, number),
                "service": draw(or_none(st.sampled_from(["salt", "camhs"]))),
                "provider_code": draw(or_none(st.just("RXX"))),
                "icb_code": draw(or_none(st.just("QZZ"))),
                "offered_date": offered,
                "appointment_date": None if draw(rarely) else offered + draw(st.sampled_from(STEPS)),
                "kind": draw(st.sampled_from(["triage", "first", "first", "assessment", "review", None])),
                "attendance": draw(st.sampled_from(ATTENDANCES)),
            }
        )
    return {"appointments": rows}


@st.composite
def referrals_and_cases(draw: st.DrawFn) -> Tables:
    """The same children with EHC requests and plans, or without, of the authority of the referrals or of another."""
    plans = []
    for number in range(draw(st.integers(0, 3))):
        is_ceased = draw(sometimes)
        plans.append(
            {
                "plan_id": f"l{number}",
                "request_id": f"r{number}",
                "person_id": draw(st.integers(1, 3)),
                "appears_date": draw(days),
                "is_ceased": is_ceased,
                "ceased_date": draw(or_none(days)) if is_ceased else None,
                "ceased_known_date": draw(days) if is_ceased else None,
                "missing_from_date": draw(days) if draw(rarely) else None,
            }
        )
    cases = draw(st.sampled_from([casework(), st.just({"requests": [], "assessments": []})]))
    return draw(referrals_again()) | draw(cases) | {"plans": plans}


TABLES_OF_LOSSES = {
    "discharged_after_missed_appointments": referrals_and_cases(),
    "missed_and_back_within_6_months": referrals_again(),
    "appointments_not_attended": appointments(),
    "children_waiting_for_several_services": referrals_again(),
    "rejected_referrals_by_what_came_next": referrals_again(),
    "rejected_referred_again": referrals_again(),
    "waiting_without_appointment": referrals_again(),
}
