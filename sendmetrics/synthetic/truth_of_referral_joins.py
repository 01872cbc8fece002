"""What was planted of children whom health and education both know: counted from the simulation, never by the product's SQL."""

import datetime
from collections import defaultdict

from sendmetrics.synthetic.casework import Case, first_day_told
from sendmetrics.synthetic.census_files import Roll
from sendmetrics.synthetic.counting import (
    ADVICE_DAYS,
    a_year_on,
    is_lost,
    is_open,
    proportion,
    ratio,
    tally,
    told_by_any,
)
from sendmetrics.synthetic.health import Referral
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.places import School, converted_on
from sendmetrics.synthetic.sen2_files import names_upn
from sendmetrics.synthetic.truth_of_losses import half_a_year_on, person_told
from sendmetrics.synthetic.truth_of_referrals import chains_of

Census = tuple[datetime.date, dict[int, str]]
SERVICE_OF_ADVISER = {
    "ep": "ep",
    "health_paediatrics": "paediatrics",
    "health_salt": "salt",
    "health_ot": "ot",
}


def tell_referral_joins(
    people: People,
    schools: list[School],
    rolls: list[Roll],
    cases: list[Case],
    referrals: list[Referral],
    returns: list[datetime.date],
) -> dict:
    """Counts behind the measures that set referrals beside EHC casework, on the day of the newest return."""
    as_at = returns[-1]
    told = told_by_any(cases, returns)
    held: list[Census] = [(roll.census_date, _urns(roll, schools, converted_on(as_at))) for roll in rolls]
    ever_held = {child for _, school_of in held for child in school_of}
    # A return without a UPN names the child as a census does, which has it.
    named = [case for case in told if case.child in ever_held or names_upn(people, case, returns)]
    in_returns = {case.child for case in named}
    by_person: dict[tuple[int, bool], list[Referral]] = defaultdict(list)
    for referral in referrals:
        by_person[person_told(people, referral, as_at)].append(referral)
    matched = []
    for (child, is_known), theirs in by_person.items():
        was_on_roll = any(_is_on_roll(child, referral.received, held) for referral in theirs)
        is_found = is_known and (was_on_roll or child in in_returns)
        matched += [(is_found, {"service": referral.service}) for referral in theirs]
    return {
        "referrals_matched_to_education": proportion(matched),
        "pupils_referred": _pupils_referred(people, rolls, referrals, as_at),
        "pupils_referred_to_service": _referred_to_service(people, schools, rolls[-1], referrals, as_at),
        "referrals_before_or_after_request": _before_or_after(named, by_person, returns),
        "assessments_held_up_by_service": _held_up(people, rolls, told, referrals, returns),
    }


def _urns(roll: Roll, schools: list[School], converted: datetime.date) -> dict[int, str]:
    """Each child's school by the URN it had on the day: an academy's censuses tell nothing of the school before it."""
    places = zip(roll.child.tolist(), roll.school.tolist(), strict=True)
    return {
        child: (roll.census_date < converted and schools[place].former_urn) or schools[place].urn
        for child, place in places
    }


def _is_on_roll(child: int, day: datetime.date, held: list[Census]) -> bool:
    """Whether the newest census that held a child by that day is its school's newest too: a later one would hold it no more."""
    gone_since: set[str] = set()
    for census_date, school_of in reversed(held):
        if census_date <= day:
            if child in school_of:
                return school_of[child] not in gone_since
            gone_since |= set(school_of.values())
    return False


def _pupils_referred(people: People, rolls: list[Roll], referrals: list[Referral], as_at: datetime.date) -> dict:
    """Pupils of the newest census, and of them those whom some file tells to have been referred within a year."""
    referred = {r.child for r in referrals if a_year_on(r.received) > as_at and person_told(people, r, as_at)[1]}
    return {"all": ratio(child in referred for child in rolls[-1].child.tolist())}


def _referred_to_service(
    people: People, schools: list[School], roll: Roll, referrals: list[Referral], as_at: datetime.date
) -> dict:
    """The same for each service in turn: a pupil is once in the number of every one."""
    known = {
        (r.child, r.service) for r in referrals if a_year_on(r.received) > as_at and person_told(people, r, as_at)[1]
    }
    places = list(zip(roll.child.tolist(), roll.school.tolist(), strict=True))
    return proportion(
        [
            ((child, service) in known, {"service": service, "locality": schools[place].locality})
            for service in sorted({referral.service for referral in referrals})
            for child, place in places
        ]
    )


def _before_or_after(
    named: list[Case],
    by_person: dict[tuple[int, bool], list[Referral]],
    returns: list[datetime.date],
) -> dict:
    """The first referral to each service of children with a request, and when it came."""
    begins, as_at = first_day_told(returns[0]), returns[-1]
    reaches_to = a_year_on(min(referral.received for theirs in by_person.values() for referral in theirs))
    timings: list[str] = []
    seen: list[str] = []
    for case in named:
        is_slip = case.decision == "A" and is_lost(case, as_at, returns)
        if is_slip or case.received < max(begins, reaches_to):
            continue
        theirs = by_person.get((case.child, True), [])
        for service in {referral.service for referral in theirs}:
            there = [referral for referral in theirs if referral.service == service]
            timings.append(_timing(min(referral.received for referral in there), case.received))
            was_seen = any(referral.seen is not None and referral.seen <= case.received for referral in there)
            seen.append("seen" if was_seen else "not_seen")
    return {"all": len(timings), "referral_timing": tally(timings), "seen_by_request": tally(seen)}


def _timing(first: datetime.date, request: datetime.date) -> str:
    if first > request:
        return "after"
    if half_a_year_on(first) >= request:
        return "up_to_6_months_before"
    return "up_to_12_months_before" if a_year_on(first) >= request else "over_12_months_before"


def _held_up(
    people: People, rolls: list[Roll], told: list[Case], referrals: list[Referral], returns: list[datetime.date]
) -> dict:
    """Of the advice that open cases wait for what is late, by adviser and by where the child stands with that service."""
    as_at = returns[-1]
    known = {(r.child, r.service) for r in referrals if person_told(people, r, as_at)[1]}
    waiting = set()
    for chain in chains_of(referrals):
        is_waiting = all(r.seen is None for r in chain) and any(
            r.rejected is None and r.discharged is None for r in chain
        )
        if is_waiting:
            waiting.add((chain[-1].child, chain[-1].service))
    children, services = {child for child, _ in known}, {referral.service for referral in referrals}
    owed: list[tuple[bool, dict[str, str]]] = []
    for case in told:
        if not is_open(case) or is_lost(case, as_at, returns):
            continue
        if not people.has_upn_on(case.child, rolls[-1].census_date):
            continue
        for adviser, asked, came in case.advice:
            if came is not None:
                continue
            service = SERVICE_OF_ADVISER.get(adviser)
            key = (case.child, service)
            own = "not_referred" if case.child in children else "not_found"
            own = "known" if key in known else own
            own = "waiting" if key in known & waiting else own
            own = own if service in services else "no_list"
            owed.append(((as_at - asked).days > ADVICE_DAYS, {"adviser": adviser, "own_list": own}))
    return proportion(owed)
