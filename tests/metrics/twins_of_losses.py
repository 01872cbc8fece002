"""Measures of what is lost on the way once more, deliberately dull: lists of dicts in, rows out. See twins.py."""

import datetime

from twins import assessments_on, board, find_one, how_it_ended, requests_on
from twins_of_plans import plans_on

Row = dict[str, object]
Tables = dict[str, list[Row]]
LATER = ("rejected_date", "first_offer_date", "first_contact_date", "discharge_date", "missing_from_date")
COMES_WITH = {
    "rejected_date": ("rejection_reason", "redirected_to", "prereq_service"),
    "discharge_date": ("discharge_reason", "missed_count"),
}
LOST = "Open in an earlier extract, not in the newest"


def referrals_on(tables: Tables, as_at: datetime.date) -> list[Row]:
    """Referrals received by then, of what came later nothing known; what the build notes of chains is not read."""
    found = []
    for stored in tables["referrals"]:
        if stored["received_date"] > as_at:
            continue
        row = dict(stored)
        for column in LATER:
            if row[column] is not None and row[column] > as_at:
                row[column] = None
                for other in COMES_WITH.get(column, ()):
                    row[other] = None
        found.append(row)
    return found


def closed_on(row: Row) -> datetime.date | None:
    days = [day for day in (row["rejected_date"], row["discharge_date"]) if day is not None]
    return min(days) if days else None


def in_groups(rows: list[Row], *columns: str) -> list[list[Row]]:
    groups: dict[tuple, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["received_date"], row["referral_id"])):
        groups.setdefault(tuple(row[column] for column in columns), []).append(row)
    return list(groups.values())


def of_child(row: Row, *more: str) -> Row:
    names = (
        "la_code", "person_id", "school_urn", "locality_code", "need_type", "year_group", "is_fsm_eligible",
        "is_looked_after", *more,
    )  # fmt: skip
    return {name: row[name] for name in names} | board(row)


def open_waits(tables: Tables, as_at: datetime.date) -> list[tuple[Row, list[Row]]]:
    """Chains of which nobody was seen and not all was closed: the newest referral of each, and those open with it."""
    found = []
    for chain in in_groups(referrals_on(tables, as_at), "chain_id"):
        if any(row["first_contact_date"] for row in chain) or None not in [closed_on(row) for row in chain]:
            continue
        newest = chain[-1]
        together = [newest]
        for row in reversed(chain[:-1]):
            oldest = together[-1]
            before = chain[: chain.index(oldest)]
            if any(closed_on(one) is None or closed_on(one) > oldest["received_date"] for one in before):
                together.append(row)
            else:
                break
        found.append((newest, together))
    return found


def children_waiting_for_several_services(tables: Tables, as_at: datetime.date) -> list[Row]:
    waits: dict[object, list[Row]] = {}
    for newest, _ in open_waits(tables, as_at):
        waits.setdefault(newest["person_id"], []).append(newest)
    rows = []
    for child in waits.values():
        held = [wait for wait in child if wait["missing_from_date"] is None]
        longest = min(held or child, key=lambda wait: (wait["chain_start_date"], wait["referral_id"]))
        services = {wait["service"] for wait in held} - {None}
        rows.append(
            {
                "referral_id": longest["referral_id"],
                **of_child(longest),
                "period_date": as_at,
                "is_counted": len(services) > 1,
                "services_waited_for": sorted(services),
                "left_out": set() if held else {LOST},
            }
        )
    return rows


def waiting_without_appointment(tables: Tables, as_at: datetime.date) -> list[Row]:
    referrals = referrals_on(tables, as_at)
    rows = []
    for newest, together in open_waits(tables, as_at):
        reasons = {LOST} if newest["missing_from_date"] is not None else set()
        same = [
            row
            for row in referrals
            if all(row[column] == newest[column] for column in ("la_code", "provider_code", "service"))
        ]
        has_offers = any(row["first_offer_date"] is not None for row in same)
        if not has_offers and any(row["first_contact_date"] is not None for row in same):
            reasons.add("The files of the service give no offers")
        rows.append(
            {
                "referral_id": newest["referral_id"],
                **of_child(newest, "service", "provider_code"),
                "period_date": as_at,
                "is_counted": all(row["first_offer_date"] is None for row in together),
                "left_out": reasons,
            }
        )
    return rows


def a_year_on(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return datetime.date(day.year + 1, 2, 28)


def open_beside(one: Row, day: datetime.date, referrals: list[Row]) -> bool:
    """Whether another referral of the child to the service had come before that day and was open after it."""
    for other in _others(one, referrals):
        left = closed_on(other) or other["missing_from_date"]
        if other["received_date"] < day and (left is None or left > day):
            return True
    return False


def back_between(one: Row, first: datetime.date, last: datetime.date, referrals: list[Row]) -> list[Row]:
    return [other for other in _others(one, referrals) if first <= other["received_date"] <= last]


def _others(one: Row, referrals: list[Row]) -> list[Row]:
    return [
        other
        for other in referrals
        if other["referral_id"] != one["referral_id"]
        and other["person_id"] == one["person_id"]
        and other["service"] is not None
        and other["service"] == one["service"]
    ]


def _why_no_rejection(one: Row) -> set[str]:
    reasons = set()
    if one["service"] is None:
        reasons.add("Service not recorded")
    if one["first_contact_date"] is not None:
        reasons.add("Seen, though recorded as rejected")
    return reasons


def rejected_referrals_by_what_came_next(tables: Tables, as_at: datetime.date) -> list[Row]:
    referrals = referrals_on(tables, as_at)
    rows = []
    for one in referrals:
        if one["rejected_date"] is None:
            continue
        day = one["rejected_date"]
        back = back_between(one, day, a_year_on(day), referrals)
        if open_beside(one, day, referrals):
            came_next = "another_open"
        elif any(other["first_contact_date"] for other in back):
            came_next = "again_seen"
        elif back:
            still = [other for other in back if closed_on(other) is None]
            if any(other["missing_from_date"] is None for other in still):
                came_next = "again_waiting"
            elif still:
                came_next = "again_lost"
            else:
                came_next = "again_rejected" if any(other["rejected_date"] for other in back) else "again_closed"
        elif one["redirected_to"] or one["prereq_service"] or one["rejection_reason"] == "needs_other_service_first":
            came_next = "sent_on"
        else:
            came_next = "not_again" if a_year_on(day) < min(as_at, one["observed_to_date"]) else "too_soon"
        rows.append(
            {
                "referral_id": one["referral_id"],
                **of_child(one, "service", "provider_code", "rejection_reason"),
                "came_next": came_next,
                "period_date": day,
                "left_out": _why_no_rejection(one),
            }
        )
    return rows


def rejected_referred_again(tables: Tables, as_at: datetime.date) -> list[Row]:
    referrals = referrals_on(tables, as_at)
    rows = []
    for one in referrals:
        if one["rejected_date"] is None:
            continue
        day = one["rejected_date"]
        reasons = _why_no_rejection(one)
        if open_beside(one, day, referrals):
            reasons.add("Another referral of the child to the service was open")
        if a_year_on(day) >= min(as_at, one["observed_to_date"]):
            reasons.add("Twelve months not yet passed")
        rows.append(
            {
                "referral_id": one["referral_id"],
                **of_child(one, "service", "provider_code", "rejection_reason"),
                "period_date": day,
                "is_counted": bool(back_between(one, day, a_year_on(day), referrals)),
                "left_out": reasons,
            }
        )
    return rows


def appointments_not_attended(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for stored in tables["appointments"]:
        if stored["offered_date"] > as_at or stored["kind"] == "triage":
            continue
        day, came_of = stored["appointment_date"], stored["attendance"]
        if day is not None and day > as_at:
            continue
        reasons = set()
        if day is None:
            reasons.add("Day of the appointment not recorded")
        if came_of in (None, "booked"):
            reasons.add("Nothing recorded of what came of it")
        if came_of == "cancelled_by_family":
            reasons.add("Cancelled by the family")
        if came_of == "cancelled_by_service":
            reasons.add("Cancelled by the service")
        rows.append(
            {
                "appointment_id": stored["appointment_id"],
                **of_child(stored, "service", "provider_code"),
                "appointment_kind": stored["kind"] or "first",
                "period_date": day or stored["offered_date"],
                "is_counted": came_of == "was_not_brought",
                "left_out": reasons,
            }
        )
    return rows


def last_discharges(referrals: list[Row]) -> list[tuple[Row, list[Row]]]:
    """Of referrals of a chain that were open together and are so no more, the last discharge, and all of them."""
    spells: list[list[Row]] = []
    for chain in in_groups(referrals, "chain_id"):
        spell: list[Row] = []
        for place, row in enumerate(chain):
            gone = [closed_on(one) or one["missing_from_date"] for one in chain[:place]]
            if not any(day is None or day > row["received_date"] for day in gone):
                spell = []
                spells.append(spell)
            spell.append(row)
    found = []
    for spell in spells:
        discharges = [row for row in spell if row["rejected_date"] is None and row["discharge_date"] is not None]
        if discharges and all(closed_on(row) or row["missing_from_date"] for row in spell):
            found.append((max(discharges, key=_how_late), spell))
    return found


def _how_late(row: Row) -> tuple:
    reason = row["discharge_reason"]
    rank = 0 if reason is None else 2 if reason == "was_not_brought" else 1
    return row["discharge_date"], rank, row["received_date"], row["referral_id"]


def discharged_after_missed_appointments(tables: Tables, as_at: datetime.date) -> list[Row]:
    referrals = referrals_on(tables, as_at)
    rows = []
    for last, spell in last_discharges(referrals):
        known = [row["missed_count"] for row in spell if row["missed_count"] is not None]
        misses = None
        if known:
            misses = ("none", "one", "two", "three_or_more")[min(sum(known), 3)]
        reasons = set() if last["discharge_reason"] else {"Reason of the discharge not recorded"}
        for row in spell:
            if closed_on(row) is None and row["missing_from_date"] > last["discharge_date"]:
                reasons.add("Another open with it in an earlier extract, not in the newest")
        rows.append(
            {
                "referral_id": last["referral_id"],
                **of_child(last, "service", "provider_code"),
                "ehc_standing": _ehc_standing(last, last["discharge_date"], referrals, tables, as_at),
                "misses": misses,
                "period_date": last["discharge_date"],
                "is_counted": last["discharge_reason"] == "was_not_brought",
                "left_out": reasons,
            }
        )
    return rows


def _ehc_standing(child: Row, day: datetime.date, referrals: list[Row], tables: Tables, as_at: datetime.date) -> str:
    returns = [row for row in requests_on(tables, as_at) if row["la_code"] == child["la_code"]]
    if not returns:
        return "not_told"
    if day < min(row["observed_from_date"] for row in returns) or day > max(row["observed_to_date"] for row in returns):
        return "not_told"
    person = child["person_id"]
    plans = [plan for plan in plans_on(tables, as_at) if plan["person_id"] == person]
    for plan in plans:
        ended = plan["ceased_date"] or plan["ceased_known_date"]
        is_over = plan["is_ceased"] and (ended is None or ended <= day)
        is_lost = plan["missing_from_date"] is not None and plan["missing_from_date"] <= day
        if plan["appears_date"] <= day and not is_over and not is_lost:
            return "plan"
    for request in requests_on(tables, day):
        if request["person_id"] != person or request["missing_from_date"] is not None:
            continue
        assessment = find_one(assessments_on(tables, day), "request_id", request["request_id"])
        if how_it_ended(request, assessment) == (None, None):
            return "request"
    is_on_roll = any(
        row["person_id"] == person and (row["year_group"] is not None or row["is_fsm_eligible"] is not None)
        for row in referrals
    )
    if plans or is_on_roll or any(request["person_id"] == person for request in requests_on(tables, as_at)):
        return "neither"
    return "not_found"


def six_months_on(day: datetime.date) -> datetime.date:
    year, month = (day.year, day.month + 6) if day.month <= 6 else (day.year + 1, day.month - 6)
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month, last)
        except ValueError:
            continue
    raise AssertionError


def missed_and_back_within_6_months(tables: Tables, as_at: datetime.date) -> list[Row]:
    referrals = referrals_on(tables, as_at)
    rows = []
    for last, _ in last_discharges(referrals):
        if last["discharge_reason"] != "was_not_brought":
            continue
        day = last["discharge_date"]
        reasons = set()
        if last["service"] is None:
            reasons.add("Service not recorded")
        if open_beside(last, day, [row for row in referrals if row["rejection_reason"] != "duplicate"]):
            reasons.add("Another referral of the child to the service was open")
        if six_months_on(day) >= min(as_at, last["observed_to_date"]):
            reasons.add("Six months not yet passed")
        rows.append(
            {
                "referral_id": last["referral_id"],
                **of_child(last, "service", "provider_code"),
                "period_date": day,
                "is_counted": bool(back_between(last, day, six_months_on(day), referrals)),
                "left_out": reasons,
            }
        )
    return rows


TWINS_OF_LOSSES = {
    twin.__name__: twin
    for twin in (
        appointments_not_attended,
        children_waiting_for_several_services,
        discharged_after_missed_appointments,
        missed_and_back_within_6_months,
        rejected_referrals_by_what_came_next,
        rejected_referred_again,
        waiting_without_appointment,
    )
}
