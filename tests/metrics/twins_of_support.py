"""What followed an assessment once more, deliberately dull, told from the referrals themselves. See twins.py."""

import datetime

from twins import Row, Tables, keys
from twins_of_referrals import KEYS, chains_on, closed_on, spells_of, told_spells

NEEDS_NO_MORE = ("complete", "not_needed", "moved")


def assessed_without_support(tables: Tables, as_at: datetime.date) -> list[Row]:
    members = {spell[0]["referral_id"]: spell for chain in chains_on(tables, as_at) for spell in spells_of(chain)}
    starts = [row for spell in members.values() for row in spell if row["intervention_started_date"]]
    rows = []
    for spell in told_spells(tables, as_at):
        assessed, supported, newest = spell["assessed_date"], spell["intervention_started_date"], spell["newest"]
        if assessed is None:
            continue
        last = assessed + datetime.timedelta(weeks=13)
        closings = [closed_on(row) for row in members[spell["spell_id"]]]
        is_over = None not in closings and max(closings) <= last
        is_enough = any(
            row["discharge_date"] and row["discharge_date"] <= last and row["discharge_reason"] in NEEDS_NO_MORE
            for row in members[spell["spell_id"]]
        )
        reasons = set()
        if newest["service"] is None:
            reasons.add("Service not recorded")
        if assessed < spell["received_date"]:
            reasons.add("Assessed before it was referred")
        recorded = [row["intervention_started_date"] for row in starts if _provider(row) == _provider(newest)]
        if not recorded:
            reasons.add("Its service records no start of support")
        elif min(recorded) > last:
            reasons.add("Its service recorded no start of support yet")
        followed = _has_start(starts, newest, assessed, last)
        is_open = supported is None and not followed and spell["closed_date"] is None
        if is_open and spell["is_missing"] and newest["missing_from_date"] <= last:
            reasons.add("Open in an earlier extract, not in the newest")
        if min(as_at, newest["observed_to_date"]) <= last:
            reasons.add("Thirteen weeks not yet passed")
        rows.append(
            {
                "spell_id": spell["spell_id"],
                **keys(newest, *KEYS),
                "came_by": spell["came_by"],
                "period_date": assessed,
                "is_counted": not followed
                and not (supported is not None and supported <= last)
                and not (is_over and is_enough),
                "left_out": reasons,
            }
        )
    return rows


def _has_start(starts: list[Row], child: Row, first: datetime.date, last: datetime.date) -> bool:
    """Whether support of the service started for the child in those days, whatever the referral."""
    for row in starts:
        is_own = row["person_id"] == child["person_id"] and row["service"] == child["service"] is not None
        if is_own and first <= row["intervention_started_date"] <= last:
            return True
    return False


def _provider(row: Row) -> tuple:
    return row["la_code"], row["service"], row["provider_code"]


TWINS_OF_SUPPORT = {"assessed_without_support": assessed_without_support}
