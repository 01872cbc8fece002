"""Small made-up referrals for the twins: chains of one service, with what the build notes of each chain and spell.

As the build promises, nobody of a chain was seen before its last referral came,
days of decisions do not precede the referral, and a chain is at one service.
"""

import datetime

from hypothesis import strategies as st
from small_tables import STEPS, Tables, _child, days, or_none, rarely, sometimes, starts

FAR_AHEAD = datetime.date(2999, 12, 31)
SERVICES = [
    {"service": "salt", "standard_days": 126},
    {"service": "camhs", "standard_days": 91},
    {"service": "other", "standard_days": 100},
]
steps = st.sampled_from(STEPS)


@st.composite
def referral_chains(draw: st.DrawFn) -> Tables:
    """Referrals in chains. A first contact may precede the first referral."""
    referrals = []
    for chain in range(draw(st.integers(2, 5))):
        received = sorted(draw(st.lists(starts, min_size=1, max_size=3)))
        service = draw(or_none(st.sampled_from(["salt", "camhs"])))
        rows = [_referral(draw, f"c{chain}-{number}", day, received[-1]) for number, day in enumerate(received)]
        for row in rows:
            row["service"] = service
        for row in rows[1:]:
            # Only the first may be seen before it is received: of another, the chain would tell what is still to come.
            row["first_contact_date"] = row["first_contact_date"] and max(
                row["first_contact_date"], row["received_date"]
            )
        note_chain(rows, began=received[0] - datetime.timedelta(days=30 if draw(rarely) else 0))
        referrals += rows
    return {"referrals": draw(st.permutations(referrals)), "services": SERVICES}


def _referral(draw: st.DrawFn, name: str, received: datetime.date, newest: datetime.date) -> dict:
    def later(chance: st.SearchStrategy) -> datetime.date | None:
        return max(received + draw(steps), received) if draw(chance) else None

    contact = received + draw(steps) if draw(sometimes) else None
    if contact is not None and received != newest:
        contact = max(contact, newest + datetime.timedelta(days=1))
    if contact is not None and not name.endswith("-0"):
        contact = max(contact, received)
    # Nobody refuses an assessment before the referral, so it may be there; of a later one of the chain it is not made up.
    earliest = datetime.date.min if name.endswith("-0") else received
    assessed = max(received + draw(steps), earliest) if draw(rarely) else None
    supported = max(received + draw(steps), earliest) if draw(rarely) else None
    rejected = later(sometimes)
    return {
        "referral_id": name,
        **_child(draw),
        "provider_code": draw(or_none(st.just("RXX"))),
        "icb_code": draw(or_none(st.just("QZZ"))),
        "received_date": received,
        "triaged_date": later(sometimes),
        "accepted_date": later(sometimes),
        "rejected_date": rejected,
        "rejection_reason": draw(st.sampled_from(["threshold", "needs_other_service_first"])) if rejected else None,
        "first_offer_date": later(sometimes),
        "first_contact_date": contact,
        "assessed_date": assessed,
        "intervention_started_date": supported,
        "discharge_date": later(sometimes),
        "discharge_reason": draw(or_none(st.sampled_from(["moved", "complete", "not_needed"]))),
        "observed_to_date": draw(days),
        "missing_from_date": draw(days) if draw(sometimes) else None,
    }


def _closed(row: dict) -> datetime.date:
    return min([day for day in (row["rejected_date"], row["discharge_date"]) if day], default=FAR_AHEAD)


def _first(rows: list[dict], column: str) -> datetime.date | None:
    return min([row[column] for row in rows if row[column]], default=None)


def note_chain(rows: list[dict], began: datetime.date) -> None:
    """What the build notes of a chain in its referrals, which are in order; ``began`` is before the first one's day
    where another service sent the child on."""
    for row in rows:
        # A closed one may leave the list.
        row["missing_from_date"] = row["missing_from_date"] if _closed(row) == FAR_AHEAD else None
    spells: list[list[dict]] = []
    for number, row in enumerate(rows):
        closings = [_closed(earlier) for earlier in rows[:number]]
        row["chain_id"] = rows[0]["referral_id"]
        row["chain_start_date"] = began
        row["chain_contact_date"] = _first(rows, "first_contact_date")
        row["next_received_date"] = rows[number + 1]["received_date"] if number + 1 < len(rows) else None
        row["earlier_closed_date"] = max(closings, default=None)
        gone = [min(_closed(earlier), earlier["missing_from_date"] or FAR_AHEAD) for earlier in rows[:number]]
        if not gone or max(gone) <= row["received_date"]:
            spells.append([])
        spells[-1].append(row)
    for number, spell in enumerate(spells):
        before = [row for earlier in spells[:number] for row in earlier]
        _note_spell(spell, before, is_last=number + 1 == len(spells), is_sent_on=began < rows[0]["received_date"])
    _note_missing(rows)


def _note_spell(spell: list[dict], before: list[dict], is_last: bool, is_sent_on: bool) -> None:
    last_closed = max(spell, key=lambda row: (_closed(row), row["referral_id"]))
    closed = _closed(last_closed)
    exit_code = (
        "refused"
        if last_closed["rejected_date"] == closed
        else "moved"
        if last_closed["discharge_reason"] == "moved"
        else "removed"
    )
    noted = {
        "spell_id": spell[0]["referral_id"],
        "spell_start_date": spell[0]["received_date"],
        "came_by": _came_by(before, is_sent_on),
        "spell_triaged_date": _first(spell, "triaged_date"),
        "spell_accepted_date": _first(spell, "accepted_date"),
        "spell_offer_date": _first(spell, "first_offer_date"),
        "spell_contact_date": spell[0]["chain_contact_date"] if is_last else None,
        "spell_assessed_date": _first(spell, "assessed_date"),
        "spell_support_date": _first(spell, "intervention_started_date"),
        "spell_closed_date": None if closed == FAR_AHEAD else closed,
        "spell_exit": None if closed == FAR_AHEAD else exit_code,
    }
    for row, following in zip(spell, [*spell[1:], None], strict=True):
        row |= noted | {"next_in_spell_date": following and following["received_date"]}


def _came_by(before: list[dict], is_sent_on: bool) -> str:
    if any(
        row["rejection_reason"] == "needs_other_service_first" and row["rejected_date"] == _closed(row)
        for row in before
    ):
        return "other_service_first"
    if any(row["rejected_date"] == _closed(row) for row in before):
        return "rejected"
    if any(row["discharge_date"] for row in before):
        return "closed_unseen"
    return "sent_on" if is_sent_on else "first_referral"


def _note_missing(rows: list[dict]) -> None:
    """A chain is missing once each referral so far is missing or closed, and one of them is missing; a closed one may be."""
    own = [row["missing_from_date"] for row in rows]
    for number, row in enumerate(rows):
        gone = [day or _closed(each) for day, each in zip(own[: number + 1], rows, strict=False)]
        is_missing = any(own[: number + 1]) and FAR_AHEAD not in gone
        row["missing_from_date"] = max(gone) if is_missing else None


TABLES_OF_REFERRALS = {
    "accepted_to_first_contact_wait": referral_chains(),
    "referral_to_acceptance_wait": referral_chains(),
    "referral_to_assessment_wait": referral_chains(),
    "referral_to_support_wait": referral_chains(),
    "referral_step_wait": referral_chains(),
    "referrals_by_standing": referral_chains(),
    "children_waiting_by_band": referral_chains(),
    "days_waited_over_standard": referral_chains(),
    "referral_to_first_contact_wait": referral_chains(),
    "referrals_received": referral_chains(),
    "referrals_rejected": referral_chains(),
    "waits_ended_unseen": referral_chains(),
}
