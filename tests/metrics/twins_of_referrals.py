"""The measures of referrals once more, deliberately dull, told from the referrals themselves. See twins.py.

Of what the build noted only two things are believed: which chain a referral is
of, and the day the chain began, which may be that of a referral elsewhere.
"""

import datetime

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
    """Referrals of a chain parted where all that came before had been closed by the day the next one came."""
    spells = [[chain[0]]]
    for referral in chain[1:]:
        closings = [closed_on(earlier) for spell in spells for earlier in spell]
        if None in closings or max(closings) > referral["received_date"]:
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
    if last["rejected_date"] is not None:
        return max(closings), "refused"
    return max(closings), "moved" if last["discharge_reason"] == "moved" else "removed"


def came_by(before: list[Row], chain: list[Row]) -> str:
    if any(referral["rejection_reason"] == "needs_other_service_first" for referral in before):
        return "other_service_first"
    if any(referral["rejected_date"] is not None for referral in before):
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


TWINS_OF_REFERRALS = {function.__name__: function for function in (accepted_to_first_contact_wait,)}
