"""Measures that join referrals to education once more, deliberately dull: lists of dicts in, rows out. See twins.py."""

import datetime

from twins import advice_on, assessments_on, find_one, how_it_ended, requests_on, roll_on, why_not_placed
from twins_of_losses import Row, Tables, a_year_on, of_child, open_waits, referrals_on, six_months_on
from twins_of_plans import plans_on

SIX_WEEKS = datetime.timedelta(days=42)
SERVICE_OF = {
    "ep": "ep", "health_salt": "salt", "health_camhs": "camhs", "social_care": "social_care", "other": "other",
    "school": None,
}  # fmt: skip


def assessments_held_up_by_service(tables: Tables, as_at: datetime.date) -> list[Row]:
    late: dict[tuple, list[Row]] = {}
    for piece in advice_on(tables, as_at):
        if piece["received_date"] is None:
            late.setdefault((piece["request_id"] or piece["advice_id"], piece["adviser_service"]), []).append(piece)
    rows = []
    for pieces in late.values():
        piece = min(
            pieces,
            key=lambda one: (one["missing_from_date"] is not None, one["requested_date"], one["advice_id"]),
        )
        reasons = set()
        request = find_one(requests_on(tables, as_at), "request_id", piece["request_id"])
        if request is not None:
            assessment = find_one(assessments_on(tables, as_at), "request_id", request["request_id"])
            how, ended = how_it_ended(request, assessment)
            if how == "historical" or ended is not None:
                continue
            reasons |= why_not_placed(request, how, ended)
        if piece["missing_from_date"] is not None:
            reasons.add("Outstanding in an earlier extract, not in the newest")
        service = SERVICE_OF[piece["adviser_service"]]
        rows.append(
            {
                "advice_id": piece["advice_id"],
                **of_child(piece),
                "adviser_service": piece["adviser_service"],
                "service": service,
                "own_list": _own_list(piece["person_id"], service, tables, as_at),
                "period_date": as_at,
                "is_counted": piece["requested_date"] + SIX_WEEKS < min(as_at, piece["observed_to_date"]),
                "left_out": reasons,
            }
        )
    return rows


def _own_list(person: object, service: str | None, tables: Tables, as_at: datetime.date) -> str:
    referrals = referrals_on(tables, as_at)
    if service in (None, "other") or not any(row["service"] == service for row in referrals):
        return "no_list"
    of_person = [row for row in referrals if row["person_id"] == person]
    for newest, _ in open_waits(tables, as_at):
        if newest["missing_from_date"] is None and (newest["person_id"], newest["service"]) == (person, service):
            return "waiting"
    if any(row["service"] == service for row in of_person):
        return "known"
    return "not_referred" if of_person else "not_found"


def referrals_matched_to_education(tables: Tables, as_at: datetime.date) -> list[Row]:
    referrals = referrals_on(tables, as_at)
    found = {row["person_id"] for row in requests_on(tables, as_at)} | {
        row["person_id"] for row in plans_on(tables, as_at)
    }
    for row in referrals:
        if row["year_group"] is not None or row["is_fsm_eligible"] is not None:
            found.add(row["person_id"])
    return [
        {
            "referral_id": row["referral_id"],
            **of_child(row, "service", "provider_code"),
            "period_date": row["received_date"],
            "is_counted": row["person_id"] in found,
        }
        for row in referrals
    ]


def a_month_on(day: datetime.date) -> datetime.date:
    first = datetime.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    after = datetime.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + datetime.timedelta(day.day - 1), after - datetime.timedelta(1))


def _told_to(referrals: list[Row], as_at: datetime.date) -> datetime.date:
    """The first day on which the files of a provider's service end, of those that reach into the 12 months before."""
    ends = _ends(referrals)
    newest = min(max(ends.values(), default=as_at), as_at)
    return min([as_at, *(end for end in ends.values() if a_year_on(end) > newest)])


def _told_from(referrals: list[Row], as_at: datetime.date) -> datetime.date | None:
    """The first referral of a provider's service whose files reach into the 12 months before; None without any referral."""
    ends = _ends(referrals)
    newest = min(max(ends.values(), default=as_at), as_at)
    days = []
    for row in referrals:
        if a_year_on(ends[row["provider_code"], row["service"]]) > newest:
            days.append(row["received_date"])
    return min(days, default=None)


def _ends(referrals: list[Row]) -> dict[tuple, datetime.date]:
    ends: dict[tuple, datetime.date] = {}
    for row in referrals:
        key = row["provider_code"], row["service"]
        ends[key] = max(ends.get(key, row["observed_to_date"]), row["observed_to_date"])
    return ends


def pupils_referred(tables: Tables, as_at: datetime.date) -> list[Row]:
    referrals = referrals_on(tables, as_at)
    rows = []
    for pupil in roll_on(tables, as_at):
        same = [other["census_date"] for other in roll_on(tables, as_at) if other["la_code"] == pupil["la_code"]]
        if pupil["census_date"] != max(same):
            continue
        theirs = [row for row in referrals if row["la_code"] == pupil["la_code"]]
        own = [row["received_date"] for row in referrals if row["person_id"] == pupil["person_id"]]
        first, last = _told_from(theirs, as_at), _told_to(theirs, as_at)
        reasons = set()
        if first is None or a_year_on(first) > last:
            reasons.add("Referrals of the authority do not reach back 12 months")
        if a_month_on(last) < as_at:
            reasons.add("Referral files end before the day")
        rows.append(
            {
                "roll_id": pupil["roll_id"],
                **{name: pupil[name] for name in ("la_code", "person_id", "school_urn", "locality_code")},
                "year_group": pupil["year_group"],
                "is_fsm_eligible": pupil["is_fsm_eligible"],
                "period_date": as_at,
                "is_counted": any(day <= last < a_year_on(day) for day in own),
                "left_out": reasons,
            }
        )
    return rows


def pupils_referred_to_service(tables: Tables, as_at: datetime.date) -> list[Row]:
    referrals = [row for row in referrals_on(tables, as_at) if row["service"] is not None]
    roll = roll_on(tables, as_at)
    places: dict[tuple, list[Row]] = {}
    for pupil in roll:
        newest = max(other["census_date"] for other in roll if other["la_code"] == pupil["la_code"])
        if pupil["census_date"] == newest:
            place = pupil["la_code"], pupil["school_urn"], pupil["locality_code"]
            places.setdefault(place, []).append(pupil)
    rows = []
    for (authority, school, locality), pupils in places.items():
        theirs = [row for row in referrals if row["la_code"] == authority]
        for service in {row["service"] for row in theirs}:
            held = [row for row in theirs if row["service"] == service]
            last = _told_to(held, as_at)
            reasons = set()
            if a_year_on(_told_from(held, as_at)) > last:
                reasons.add("Referrals to the service do not reach back 12 months")
            if a_month_on(last) < as_at:
                reasons.add("Referral files of the service end before the day")
            known = {
                row["person_id"]
                for row in referrals
                if row["service"] == service and row["received_date"] <= last < a_year_on(row["received_date"])
            }
            counted = sum(pupil["person_id"] in known for pupil in pupils)
            parts = [(False, len(pupils))] if reasons else [(True, counted), (False, len(pupils) - counted)]
            rows += [
                {
                    "la_code": authority,
                    "school_urn": school,
                    "locality_code": locality,
                    "service": service,
                    "period_date": as_at,
                    "is_counted": is_counted,
                    "weight": weight,
                    "is_published": False,
                    "left_out": reasons,
                }
                for is_counted, weight in parts
                if weight
            ]
    return rows


def referrals_before_or_after_request(tables: Tables, as_at: datetime.date) -> list[Row]:
    referrals = referrals_on(tables, as_at)
    rows = []
    for request in requests_on(tables, as_at):
        received = request["received_date"]
        own = [row for row in referrals if row["person_id"] == request["person_id"] and row["service"]]
        begins = min((row["received_date"] for row in referrals if row["la_code"] == request["la_code"]), default=None)
        for service in sorted({row["service"] for row in own}) or [None]:
            there = [row for row in own if row["service"] == service]
            reasons = set()
            if received is None:
                reasons.add("Date received missing")
            elif received < request["observed_from_date"]:
                reasons.add("Received before the files begin")
            if request["decision"] == "A" and not request["is_exported"] and request["missing_from_date"] is not None:
                reasons.add("Open in an earlier return, not in the newest")
            if received is None or begins is None or received < a_year_on(begins):
                reasons.add("Referrals do not reach back 12 months before the request")
            if service is None:
                reasons.add("Child in no referral file")
            seen = [row["first_contact_date"] for row in there if row["first_contact_date"] is not None]
            timing = None
            if received is not None and there:
                first = min(row["received_date"] for row in there)
                timing = "over_12_months_before" if a_year_on(first) < received else "up_to_12_months_before"
                timing = timing if six_months_on(first) < received else "up_to_6_months_before"
                timing = "after" if first > received else timing
            rows.append(
                {
                    "first_referral_id": f"{request['request_id']}-{service}" if service else request["request_id"],
                    **of_child(request),
                    "service": service,
                    "referral_timing": timing,
                    "seen_by_request": "seen"
                    if received is not None and seen and min(seen) <= received
                    else "not_seen",
                    "period_date": received or request["appears_date"],
                    "left_out": reasons,
                }
            )
    return rows


TWINS_OF_REFERRAL_JOINS = {
    twin.__name__: twin
    for twin in (
        assessments_held_up_by_service,
        pupils_referred,
        pupils_referred_to_service,
        referrals_before_or_after_request,
        referrals_matched_to_education,
    )
}
