"""What was planted: the answer to every measure, counted from the simulation itself and never by the product's SQL."""

import datetime
from collections import defaultdict
from collections.abc import Callable

import numpy

from sendmetrics.synthetic.casework import Case, first_day_told
from sendmetrics.synthetic.census_files import HIGH_SHARE_PLACE, LOW_SHARE_PLACE, Roll, largest_primaries
from sendmetrics.synthetic.counting import (
    ADVICE_DAYS,
    DECISION_DAYS,
    PLAN_DAYS,
    days_taken,
    is_lost,
    is_open,
    proportion,
    ratio,
    stage_of,
    tally,
    told_by_any,
    wait,
)
from sendmetrics.synthetic.health import BOTTLENECK, REJECTING, Referral
from sendmetrics.synthetic.local_files import SCHOOLS_WITHOUT_TIME, Senco
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.places import SLOW_LOCALITY, School
from sendmetrics.synthetic.truth_of_clocks import tell_clocks
from sendmetrics.synthetic.truth_of_losses import tell_losses
from sendmetrics.synthetic.truth_of_published import tell_ages, tell_published
from sendmetrics.synthetic.truth_of_referral_joins import tell_referral_joins
from sendmetrics.synthetic.truth_of_referrals import tell_referrals
from sendmetrics.synthetic.truth_of_support import tell_support

FULL_TIME = 20


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
    told = told_by_any(cases, returns)
    begins = first_day_told(returns[0])
    locality = locality_of(people, schools, rolls)
    metrics = {
        **_requests(told, begins, as_at, locality, returns),
        **_plans(told, begins, locality),
        **_request_waits(told, begins, as_at, locality, returns),
        "advice_wait": _advice(people, told, as_at, rolls[-1].census_date),
        **tell_referrals(referrals, as_at),
        **tell_clocks(referrals, as_at),
        **tell_support(people, referrals, as_at),
        **tell_losses(people, referrals, as_at),
        **tell_referral_joins(people, schools, rolls, cases, referrals, returns),
        **_sencos(sencos, schools, rolls[-1]),
        **_shares(schools, rolls),
        **tell_published(people, told, begins, as_at, returns, rolls[-1].census_date, locality),
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
        if case.received >= begins and not (case.decision == "A" and is_lost(case, as_at, returns))
    ]
    dimensions = {
        id(case): {"year": str(case.received.year), "locality": locality(case), "looked_after": _is_looked_after(case)}
        for case in live
    }
    received = {"all": len(live), "year": tally(str(case.received.year) for case in live)}
    received["looked_after"] = tally(map(_is_looked_after, live))
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
        "requests_decided_within_6_weeks": proportion(decided),
        "requests_refused": proportion([(case.decision == "N", dimensions[id(case)]) for case in live]),
    }


def _is_looked_after(case: Case) -> str:
    return "unknown" if case.is_looked_after is None else str(case.is_looked_after).lower()


def _plans(told: list[Case], begins: datetime.date, locality: Callable[[Case], str]) -> dict:
    issued = [case for case in told if case.is_issued and case.ended >= begins and not case.has_mediation]
    rows = [
        (days_taken(case) <= PLAN_DAYS, {"year": str(case.ended.year), "locality": locality(case)}, case.has_exception)
        for case in issued
    ]
    return {
        "plans_issued_within_20_weeks": proportion([(in_time, values) for in_time, values, _ in rows]),
        "plans_issued_within_20_weeks_excluding_exceptions": proportion(
            [(in_time, values) for in_time, values, excepted in rows if not excepted]
        ),
    }


def _request_waits(
    told: list[Case],
    begins: datetime.date,
    as_at: datetime.date,
    locality: Callable[[Case], str],
    returns: list[datetime.date],
) -> dict:
    all_open = [case for case in told if is_open(case)]
    lost = [case for case in all_open if is_lost(case, as_at, returns)]
    waiting = [case for case in all_open if not is_lost(case, as_at, returns)]
    finished = [case for case in told if case.is_issued and case.ended >= begins]
    undated = [
        case
        for case in told
        if (case.outcome == "W" and case.ended >= begins)
        or (not case.outcome and case.decision == "W" and case.decided >= begins)
    ]
    gone = {id(case) for case in (*lost, *undated)}
    cohort = [case for case in told if case.received >= begins and id(case) not in gone]
    open_days = [(as_at - case.received).days for case in waiting]
    return {
        "assessments_open": {
            "all": len(waiting),
            "stage": tally(map(stage_of, waiting)),
            "locality": tally(map(locality, waiting)),
        },
        "request_to_plan_wait": {
            "open": wait(open_days, PLAN_DAYS),
            "completed": wait([days_taken(case) for case in finished], PLAN_DAYS),
            "cohort": {
                "count": len(cohort),
                "within_limit": sum(case.is_issued and days_taken(case) <= PLAN_DAYS for case in cohort),
            },
            "left_out": {"lost": len(lost), "undated": len(undated)},
        },
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

    def by_adviser(days: dict[str, list[int]]) -> dict:
        together = [day for listed in days.values() for day in listed]
        return {"all": wait(together, ADVICE_DAYS)} | {name: wait(days[name], ADVICE_DAYS) for name in every}

    return {"open": by_adviser(still), "completed": by_adviser(came_after)}


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
        "sencos_teaching_full_time": {"all": ratio(senco.teaching >= FULL_TIME for senco in current)},
    }


def _shares(schools: list[School], rolls: list[Roll]) -> dict:
    truth = {}
    last = rolls[-1]
    at_school = {school.urn: last.provision[last.school == place] for place, school in enumerate(schools)}
    for name, code in (("sen_support_share", "K"), ("ehc_plan_share", "E")):
        truth[name] = {
            "all": _share(last.provision, code),
            "year": {f"{roll.census_date.year - 1}-09-01": _share(roll.provision, code) for roll in rolls},
            "school": {urn: _share(provision, code) for urn, provision in at_school.items() if len(provision)},
        }
    return truth


def _share(provision: numpy.ndarray, code: str) -> dict[str, int]:
    return {"numerator": int((provision == code).sum()), "denominator": len(provision)}
