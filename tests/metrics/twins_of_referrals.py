"""The measures of referrals once more, deliberately dull, told from the referrals themselves. See twins.py.

Of what the build noted only two things are believed: which chain a referral is
of, and the day the chain began, which may be that of a referral elsewhere.
"""

import datetime
from collections.abc import Callable

from twins import Row, Tables, find_one, keys, lies_ahead

FAR_AHEAD = datetime.date(2999, 12, 31)
OWN_DAYS = (
    "triaged_date",
    "accepted_date",
    "rejected_date",
    "first_offer_date",
    "first_contact_date",
    "assessed_date",
    "intervention_started_date",
    "discharge_date",
)
KEYS = ("need_type", "is_fsm_eligible", "is_looked_after", "service", "provider_code")


def chains_on(tables: Tables, as_at: datetime.date) -> list[list[Row]]:
    """Referrals known of by then, without what happened later, by chain and in order."""
    chains: dict[str, list[Row]] = {}
    for stored in tables["referrals"]:
        if stored["received_date"] > as_at:
            continue
        row = dict(stored)
        for column in (*OWN_DAYS, "missing_from_date"):
            if lies_ahead(row[column], as_at):
                row[column] = None
        if row["discharge_date"] is None:
            row["discharge_reason"] = None
        if row["rejected_date"] is None:
            row["rejection_reason"] = None
        chains.setdefault(row["chain_id"], []).append(row)
    for referrals in chains.values():
        referrals.sort(key=lambda referral: (referral["received_date"], referral["referral_id"]))
    return list(chains.values())


def closed_on(referral: Row) -> datetime.date | None:
    return earliest([referral["rejected_date"], referral["discharge_date"]])


def earliest(days: list[datetime.date | None]) -> datetime.date | None:
    return min([day for day in days if day is not None], default=None)


def spells_of(chain: list[Row]) -> list[list[Row]]:
    """Referrals of a chain parted where all that came before were closed or gone by the day the next one came."""
    spells = [[chain[0]]]
    for referral in chain[1:]:
        closings = [closed_on(earlier) for spell in spells for earlier in spell]
        gone = spells[-1][-1]["missing_from_date"] or (None if None in closings else max(closings))
        if gone is None or gone > referral["received_date"]:
            spells[-1].append(referral)
        else:
            spells.append([referral])
    return spells


def way_out(referrals: list[Row]) -> tuple[datetime.date | None, str | None]:
    """The day the last of them was closed, and how; nothing while one is open."""
    closings = [closed_on(referral) for referral in referrals]
    if None in closings:
        return None, None
    last = max(zip(closings, [referral["referral_id"] for referral in referrals], referrals, strict=True))[2]
    if last["rejected_date"] == max(closings):
        return max(closings), "refused"
    return max(closings), "moved" if last["discharge_reason"] == "moved" else "removed"


def came_by(before: list[Row], chain: list[Row]) -> str:
    refused = [
        referral
        for referral in before
        if referral["rejected_date"] and referral["rejected_date"] == closed_on(referral)
    ]
    if any(referral["rejection_reason"] == "needs_other_service_first" for referral in refused):
        return "other_service_first"
    if refused:
        return "rejected"
    if any(referral["discharge_date"] is not None for referral in before):
        return "closed_unseen"
    return "sent_on" if chain[0]["chain_start_date"] < chain[0]["received_date"] else "first_referral"


def is_missing(referrals: list[Row]) -> bool:
    """Whether none of them is open in the newest file, and one of them only for not being in it."""
    return referrals[-1]["missing_from_date"] is not None


def told_spells(tables: Tables, as_at: datetime.date) -> list[Row]:
    """Each spell with its keys, its days and how it ended, if it did."""
    found = []
    for chain in chains_on(tables, as_at):
        spells = spells_of(chain)
        for place, spell in enumerate(spells):
            before = [referral for earlier in spells[:place] for referral in earlier]
            days = {column: earliest([referral[column] for referral in spell]) for column in OWN_DAYS}
            # Whoever is seen is seen for the newest spell, though an earlier referral may tell of it.
            is_newest = place == len(spells) - 1
            seen = [referral["first_contact_date"] for referral in chain] if is_newest else []
            days["first_contact_date"] = earliest(seen)
            closed, way = way_out(spell)
            found.append(
                {
                    "chain_id": chain[0]["chain_id"],
                    "spell_id": spell[0]["referral_id"],
                    "received_date": spell[0]["received_date"],
                    "newest": spell[-1],
                    "came_by": came_by(before, chain),
                    **days,
                    "closed_date": closed,
                    "way_out": way,
                    "is_missing": is_missing(spell),
                }
            )
    return found


def accepted_to_first_contact_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for spell in told_spells(tables, as_at):
        accepted, seen = spell["accepted_date"], spell["first_contact_date"]
        if accepted is None and seen is None and spell["closed_date"] is not None:
            continue
        reasons = set()
        if accepted is None:
            reasons.add("Neither accepted nor rejected yet" if seen is None else "Seen, and no acceptance recorded")
        elif seen is not None and seen < accepted:
            reasons.add("Seen before it was accepted")
        elif seen is None and spell["closed_date"] is not None and spell["closed_date"] < accepted:
            reasons.add("Closed before it was accepted")
        elif seen is None and spell["closed_date"] is None and spell["is_missing"]:
            reasons.add("Open in an earlier extract, not in the newest")
        newest = spell["newest"]
        service = find_one(tables["services"], "service", newest["service"] or "other")
        rows.append(
            {
                "spell_id": spell["spell_id"],
                **keys(newest, *KEYS),
                "came_by": spell["came_by"],
                "period_date": accepted or newest["received_date"],
                "start_date": accepted or newest["received_date"],
                "end_date": seen or spell["closed_date"],
                "exit": "finished" if seen else spell["way_out"],
                "known_to": newest["observed_to_date"],
                "limit_days": service["standard_days"],
                "left_out": reasons,
            }
        )
    return rows


def _stop(
    tables: Tables, as_at: datetime.date, column: str, why_not: Callable[[Row, datetime.date], str | None]
) -> list[Row]:
    """One row a child and need, up to a stop of the newest spell; ``why_not`` says what makes it no wait that can be told."""
    rows = []
    newest_spells = {spell["chain_id"]: spell for spell in told_spells(tables, as_at)}
    for name, spell in newest_spells.items():
        reached, newest = spell[column], spell["newest"]
        began = newest["chain_start_date"]
        reasons = {why_not(spell, began)} - {None}
        if reached is None and spell["closed_date"] is None and spell["is_missing"]:
            reasons.add("Open in an earlier extract, not in the newest")
        rows.append(
            {
                "chain_id": name,
                **keys(newest, *KEYS),
                "came_by": spell["came_by"],
                "period_date": began,
                "start_date": began,
                "end_date": reached or spell["closed_date"],
                "exit": "finished" if reached else spell["way_out"],
                "known_to": newest["observed_to_date"],
                "limit_days": None,
                "left_out": reasons,
            }
        )
    return rows


def referral_to_acceptance_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    def why_not(spell: Row, _: datetime.date) -> str | None:
        if spell["accepted_date"] is None and spell["first_contact_date"] is not None:
            return "Seen, and no acceptance recorded"
        return None

    return _stop(tables, as_at, "accepted_date", why_not)


def referral_to_assessment_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    def why_not(spell: Row, began: datetime.date) -> str | None:
        if spell["assessed_date"] is None:
            is_skipped = spell["intervention_started_date"] is not None
            return "Support started, and no assessment recorded" if is_skipped else None
        return "Assessed before it was referred" if spell["assessed_date"] < began else None

    return _stop(tables, as_at, "assessed_date", why_not)


def referral_to_support_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    def why_not(spell: Row, began: datetime.date) -> str | None:
        started = spell["intervention_started_date"]
        return "Supported before it was referred" if started is not None and started < began else None

    return _stop(tables, as_at, "intervention_started_date", why_not)


STEPS = (
    ("triage", "received_date", "triaged_date"),
    ("acceptance", "triaged_date", "accepted_date"),
    ("offer", "accepted_date", "first_offer_date"),
    ("contact", "first_offer_date", "first_contact_date"),
    ("assessment", "first_contact_date", "assessed_date"),
    ("support", "assessed_date", "intervention_started_date"),
    ("closing", "intervention_started_date", "closed_date"),
)


def referral_step_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for spell in told_spells(tables, as_at):
        newest = spell["newest"]
        for place, (step, begins, ends) in enumerate(STEPS):
            began, reached = spell[begins], spell[ends]
            if began is None:
                continue
            end = reached or spell["closed_date"]
            later = [spell[column] for _, _, column in STEPS[place + 1 : -1]]
            reasons = set()
            if end is not None and end < began:
                reasons.add("Recorded out of order")
            if reached is None and any(later):
                reasons.add("Not recorded, though a later step is")
            if reached is None and spell["closed_date"] is None and spell["is_missing"]:
                reasons.add("Open in an earlier extract, not in the newest")
            rows.append(
                {
                    "spell_step_id": f"{spell['spell_id']} {step}",
                    **keys(newest, *KEYS),
                    "came_by": spell["came_by"],
                    "referral_step": step,
                    "period_date": began,
                    "start_date": began,
                    "end_date": end,
                    "exit": "finished" if reached else spell["way_out"],
                    "known_to": newest["observed_to_date"],
                    "limit_days": None,
                    "left_out": reasons,
                }
            )
    return rows


# The furthest step there is, and what it is called while open and once closed.
STANDINGS = (
    ("intervention_started_date", "in_support", "closed_supported"),
    ("assessed_date", "to_support", "closed_unsupported"),
    ("first_contact_date", "to_assess", "closed_unassessed"),
    ("first_offer_date", "to_see", "closed_unseen"),
    ("accepted_date", "to_offer", "closed_unoffered"),
    ("triaged_date", "to_accept", "closed_undecided"),
    ("received_date", "to_triage", "closed_untriaged"),
)


def referrals_by_standing(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for spell in told_spells(tables, as_at):
        is_open = spell["closed_date"] is None
        while_open, once_closed = next(names for column, *names in STANDINGS if spell[column] is not None)
        standing = while_open if is_open else once_closed
        if standing in ("closed_unoffered", "closed_undecided", "closed_untriaged") and spell["way_out"] == "refused":
            standing = "rejected"
        rows.append(
            {
                "spell_id": spell["spell_id"],
                **keys(spell["newest"], *KEYS),
                "came_by": spell["came_by"],
                "referral_standing": standing,
                "period_date": spell["received_date"],
                "left_out": {"Open in an earlier extract, not in the newest"}
                if is_open and spell["is_missing"]
                else set(),
            }
        )
    return rows


TWINS_OF_REFERRALS = {
    function.__name__: function
    for function in (
        accepted_to_first_contact_wait,
        referral_to_acceptance_wait,
        referral_to_assessment_wait,
        referral_to_support_wait,
        referral_step_wait,
        referrals_by_standing,
    )
}
