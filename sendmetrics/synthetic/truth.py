"""What was planted: the answer to every measure, counted from the simulation itself and never by the product's SQL."""

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import numpy

from sendmetrics.synthetic.casework import Case
from sendmetrics.synthetic.census_files import HIGH_SHARE_PLACE, LOW_SHARE_PLACE, Roll, largest_primaries
from sendmetrics.synthetic.health import BOTTLENECK, REJECTING, SERVICES, Referral
from sendmetrics.synthetic.local_files import SCHOOLS_WITHOUT_TIME, Senco
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.places import SLOW_LOCALITY, School
from sendmetrics.synthetic.sen2_files import is_told
from sendmetrics.synthetic.truth_of_published import tell_ages, tell_published

DECISION_DAYS, PLAN_DAYS, ADVICE_DAYS = 42, 140, 42
FULL_TIME = 20
# Standards of data/reference/services.csv, repeated here so that a slip there is seen.
STANDARD_DAYS = dict.fromkeys(SERVICES, 126) | {"neurodevelopmental": 91}


def tell_truth(
    people: People,
    schools: list[School],
    rolls: list[Roll],
    cases: list[Case],
    referrals: list[Referral],
    sencos: list[Senco],
    returns: list[datetime.date],
    as_at: datetime.date,
    is_plain: bool,
) -> dict:
    """Counts behind every measure at ``as_at``, and the story's planted places and services."""
    told = [case for case in cases if any(is_told(case, day, returns) for day in returns)]
    begins = datetime.date(returns[0].year - 1, 1, 1)
    locality = locality_of(people, schools, rolls)
    metrics = {
        **_requests(told, begins, as_at, locality, returns),
        **_plans(told, begins, locality),
        **_request_waits(told, begins, as_at, locality, returns),
        "advice_wait": _advice(people, told, as_at, rolls[-1].census_date),
        **_referrals(referrals, as_at),
        **_sencos(sencos, schools, rolls[-1]),
        **_shares(schools, rolls),
        **tell_published(people, told, begins, as_at, returns, rolls[-1].census_date, locality, _stage),
    }
    metrics["assessments_open"] |= tell_ages(told, as_at, returns)
    primaries = [school.urn for school in schools if school.phase == "Primary"]
    largest = [schools[place].urn for place in largest_primaries(people, schools)]
    planted = {} if is_plain else {
        "bottleneck_service": BOTTLENECK,
        "rejecting_service": REJECTING,
        "slow_locality": SLOW_LOCALITY,
        "slow_adviser": "health_salt",
        "schools_without_senco_time": primaries[:SCHOOLS_WITHOUT_TIME],
        "school_with_high_sen_support": largest[HIGH_SHARE_PLACE],
        "school_with_low_sen_support": largest[LOW_SHARE_PLACE],
    }  # fmt: skip
    return {
        "as_at": as_at.isoformat(),
        "returns": [day.isoformat() for day in returns],
        "planted": planted,
        "metrics": metrics,
    }


def locality_of(people: People, schools: list[School], rolls: list[Roll]) -> Callable[[Case], str]:
    """The school's area at the census before the request, all schools having one; else of the home."""
    rolled = [(roll.census_date, dict(zip(roll.child.tolist(), roll.school.tolist(), strict=True))) for roll in rolls]

    def locality(case: Case) -> str:
        places = next((places for day, places in reversed(rolled) if day <= case.received), {})
        if case.child in places:
            return schools[places[case.child]].locality
        return str(people.home[case.child])

    return locality


def _share(pairs: Iterable[tuple[str, bool]]) -> dict[str, dict[str, int]]:
    """Numerator and denominator by key."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key, is_counted in pairs:
        counted[key][0] += is_counted
        counted[key][1] += 1
    return {key: {"numerator": counted[key][0], "denominator": counted[key][1]} for key in sorted(counted)}


def _proportion(rows: list[tuple[bool, dict[str, str]]]) -> dict:
    """All, and by each dimension of the rows: ``rows`` are (counted, {dimension: value})."""
    dimensions = list(rows[0][1]) if rows else []
    return {
        "all": _share(("all", counted) for counted, _ in rows).get("all", {"numerator": 0, "denominator": 0}),
        **{name: _share((values[name], counted) for counted, values in rows) for name in dimensions},
    }


def _requests(
    told: list[Case],
    begins: datetime.date,
    as_at: datetime.date,
    locality: Callable[[Case], str],
    returns: list[datetime.date],
) -> dict:
    live = [
        case
        for case in told
        # Undecided and gone from the newest return, it may be the slip that another request corrected.
        if case.received >= begins and not (case.decision == "A" and _is_lost(case, as_at, returns))
    ]
    dimensions = {
        id(case): {"year": str(case.received.year), "locality": locality(case), "looked_after": _is_looked_after(case)}
        for case in live
    }
    received = {"all": len(live), "year": dict(sorted(Counter(str(case.received.year) for case in live).items()))}
    received["looked_after"] = dict(sorted(Counter(map(_is_looked_after, live)).items()))
    decided = [
        (
            case.decision in ("Y", "N") and (case.decided - case.received).days <= DECISION_DAYS,
            dimensions[id(case)],
        )
        for case in live
        # Only requests whose six weeks have passed: an early decision by itself would flatter.
        if case.decision != "W" and case.received + datetime.timedelta(days=DECISION_DAYS) < as_at
    ]
    return {
        "requests_received": received,
        "requests_decided_within_6_weeks": _proportion(decided),
        "requests_refused": _proportion([(case.decision == "N", dimensions[id(case)]) for case in live]),
    }


def _is_looked_after(case: Case) -> str:
    return "unknown" if case.is_looked_after is None else str(case.is_looked_after).lower()


def _is_lost(case: Case, as_at: datetime.date, returns: list[datetime.date]) -> bool:
    """Open when last told, and missing from the newest return."""
    return not is_told(case, as_at, returns)


def _plans(told: list[Case], begins: datetime.date, locality: Callable[[Case], str]) -> dict:
    issued = [
        case
        for case in told
        if case.outcome == "Y" and case.ended is not None and case.ended >= begins and not case.has_mediation
    ]
    rows = [
        (
            (case.ended - case.received).days <= PLAN_DAYS,
            {"year": str(case.ended.year), "locality": locality(case)},
            case.has_exception,
        )
        for case in issued
    ]
    return {
        "plans_issued_within_20_weeks": _proportion([(in_time, values) for in_time, values, _ in rows]),
        "plans_issued_within_20_weeks_excluding_exceptions": _proportion(
            [(in_time, values) for in_time, values, excepted in rows if not excepted]
        ),
    }


def _stage(case: Case) -> str:
    if case.agreed is not None:
        return "plan_not_issued"
    return "in_assessment" if case.decision == "Y" or case.outcome else "undecided"


def _is_open(case: Case) -> bool:
    if case.outcome:
        return case.ended is None
    return case.decision in ("A", "Y")


def _request_waits(
    told: list[Case],
    begins: datetime.date,
    as_at: datetime.date,
    locality: Callable[[Case], str],
    returns: list[datetime.date],
) -> dict:
    all_open = [case for case in told if _is_open(case)]
    lost = [case for case in all_open if _is_lost(case, as_at, returns)]
    waiting = [case for case in all_open if not _is_lost(case, as_at, returns)]
    finished = [case for case in told if case.outcome == "Y" and case.ended is not None and case.ended >= begins]
    undated = [
        case
        for case in told
        if (case.outcome == "W" and case.ended >= begins)
        or (not case.outcome and case.decision == "W" and case.decided >= begins)
    ]
    gone = {id(case) for case in (*lost, *undated)}
    cohort = [case for case in told if case.received >= begins and id(case) not in gone]
    open_days = [(as_at - case.received).days for case in waiting]
    stages = dict(sorted(Counter(map(_stage, waiting)).items()))
    return {
        "assessments_open": {
            "all": len(waiting),
            "stage": stages,
            "locality": dict(sorted(Counter(map(locality, waiting)).items())),
        },
        "request_to_plan_wait": {
            "open": _wait(open_days, PLAN_DAYS),
            "completed": _wait([(case.ended - case.received).days for case in finished], PLAN_DAYS),
            "cohort": {
                "count": len(cohort),
                "within_limit": sum(
                    case.outcome == "Y" and case.ended is not None and (case.ended - case.received).days <= PLAN_DAYS
                    for case in cohort
                ),
            },
            "left_out": {"lost": len(lost), "undated": len(undated)},
        },
    }


def _wait(days: list[int], limit: int | None, over: int | None = None) -> dict:
    ordered = sorted(days)
    count = len(ordered)
    late = sum(day > limit for day in ordered) if over is None else over
    return {
        "count": count,
        "within_limit": count - late,
        "over_limit": late,
        "median_days": ordered[math.ceil(count * 0.5) - 1] if count else None,
        "p92_days": ordered[math.ceil(round(count * 0.92, 9)) - 1] if count else None,
        "longest_days": ordered[-1] if count else None,
    }


def _advice(people: People, told: list[Case], as_at: datetime.date, census_date: datetime.date) -> dict:
    still: dict[str, list[int]] = defaultdict(list)
    came_after: dict[str, list[int]] = defaultdict(list)
    for case in told:
        if not people.has_upn_on(case.child, census_date):
            continue
        is_undated = case.outcome == "W" and case.ended is not None
        ended = None if is_undated else case.ended
        for adviser, asked, came in case.advice:
            if came is not None and (ended is None or came <= ended):
                came_after[adviser].append((came - asked).days)
            elif came is None and ended is None and not is_undated:
                still[adviser].append((as_at - asked).days)
    every = sorted({*still, *came_after})
    return {
        "open": {"all": _wait([day for days in still.values() for day in days], ADVICE_DAYS)}
        | {name: _wait(still[name], ADVICE_DAYS) for name in every},
        "completed": {"all": _wait([day for days in came_after.values() for day in days], ADVICE_DAYS)}
        | {name: _wait(came_after[name], ADVICE_DAYS) for name in every},
    }


def _referrals(referrals: list[Referral], as_at: datetime.date) -> dict:
    decided = [(r.rejected is not None, {"service": r.service}) for r in referrals if r.rejected or r.accepted]
    still: dict[str, list[int]] = defaultdict(list)
    seen: dict[str, list[int]] = defaultdict(list)
    for chain in _chains(referrals):
        first, last = chain[0], chain[-1]
        contacts = [r.seen for r in chain if r.seen is not None]
        if contacts:
            seen[last.service].append((min(contacts) - first.received).days)
        elif any(r.rejected is None and r.discharged is None for r in chain):
            still[last.service].append((as_at - first.received).days)
    return {
        "referrals_received": {
            "all": len(referrals),
            "service": dict(sorted(Counter(r.service for r in referrals).items())),
        },
        "referrals_rejected": _proportion(decided),
        "referral_to_first_contact_wait": {"open": _by_service(still), "completed": _by_service(seen)},
    }


def _by_service(days: dict[str, list[int]]) -> dict:
    each = {name: _wait(days[name], STANDARD_DAYS[name]) for name in sorted(days)}
    together = [day for listed in days.values() for day in listed]
    return {"all": _wait(together, None, over=sum(wait["over_limit"] for wait in each.values()))} | each


def _chains(referrals: list[Referral]) -> Iterable[list[Referral]]:
    """Referrals of one child to one service that belong to one wait, oldest first."""
    by_need: dict[tuple[int, str], list[Referral]] = defaultdict(list)
    for referral in referrals:
        by_need[referral.child, referral.service].append(referral)
    for listed in by_need.values():
        listed.sort(key=lambda r: (r.received, r.number))
        chain: list[Referral] = []
        for referral in listed:
            if chain and not _follows(chain[-1], referral):
                yield chain
                chain = []
            chain.append(referral)
        yield chain


def _follows(earlier: Referral, later: Referral) -> bool:
    if earlier.seen is not None and earlier.seen <= later.received:
        return False
    ends = [day for day in (earlier.rejected, earlier.discharged) if day is not None]
    if not ends:
        return True
    ended = min(ends)
    try:
        a_year_on = ended.replace(year=ended.year + 1)
    except ValueError:
        a_year_on = datetime.date(ended.year + 1, 2, 28)
    return later.received <= a_year_on


def _sencos(sencos: list[Senco], schools: list[School], roll: Roll) -> dict:
    newest = max((senco.snapshot for senco in sencos), default=None)
    current = [senco for senco in sencos if senco.snapshot == newest]
    hours: dict[int, float] = defaultdict(float)
    for senco in current:
        # The pupil referral unit has second registrations only, so no census of its own to set hours against.
        if (roll.school == senco.place).any():
            hours[senco.place] += senco.protected
    need = {place: int(((roll.school == place) & (roll.provision != "N")).sum()) for place in hours}
    return {
        "senco_hours_per_10_pupils_with_sen": {
            "all": {"numerator": sum(hours.values()), "denominator": sum(need.values())},
            "school": {
                schools[place].urn: {"numerator": hours[place], "denominator": need[place]} for place in sorted(hours)
            },
        },
        "sencos_teaching_full_time": {
            "all": {"numerator": sum(senco.teaching >= FULL_TIME for senco in current), "denominator": len(current)}
        },
    }


def _shares(schools: list[School], rolls: list[Roll]) -> dict:
    truth = {}
    for name, code in (("sen_support_share", "K"), ("ehc_plan_share", "E")):
        last = rolls[-1]
        at_school = {}
        for place, school in enumerate(schools):
            here = last.school == place
            if here.any():
                at_school[school.urn] = {
                    "numerator": int((last.provision[here] == code).sum()),
                    "denominator": int(here.sum()),
                }
        truth[name] = {
            "all": {"numerator": int((last.provision == code).sum()), "denominator": len(last.child)},
            "year": {
                f"{roll.census_date.year - 1}-09-01": {
                    "numerator": int((roll.provision == code).sum()),
                    "denominator": int(numpy.size(roll.child)),
                }
                for roll in rolls
            },
            "school": at_school,
        }
    return truth
