"""Small made-up plans, settings, needs, reviews and phase transfers for the twins. See small_tables.py."""

import datetime

from hypothesis import strategies as st

MONDAY = datetime.date(2025, 1, 6)
# Four weeks and a day more or less; a year and a day more; across an August.
DAYS = [MONDAY + datetime.timedelta(number) for number in (0, 1, 27, 28, 29, 120, 300, 364, 365, 366)]
DUE = [datetime.date(2025, 2, 15), datetime.date(2025, 3, 31), datetime.date(2025, 4, 30)]

A_DAY = datetime.timedelta(1)

days = st.sampled_from(DAYS)
flags = st.booleans()
sometimes = st.integers(0, 2).map(lambda number: number == 2)
rarely = st.integers(0, 7).map(lambda number: number == 7)
REQUESTS = ["r0", "r0", "r1", "r2"]
AUTHORITY_OF = {"r0": "999", "r1": "998", "r2": "999"}
Tables = dict[str, list[dict]]


def or_none(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(st.none(), values)


def _plan(draw: st.DrawFn, number: int) -> dict:
    origin = draw(st.sampled_from(["issued", "issued", "transferred", "not_known", "before_files"]))
    appears = draw(st.sampled_from(DAYS[:5]))
    is_ceased = draw(sometimes)
    ceased = draw(days) if is_ceased and not draw(rarely) else None
    return {
        "plan_id": f"p{number}",
        "request_id": f"r{number}",
        "la_code": AUTHORITY_OF[f"r{number}"],
        "person_id": draw(st.integers(1, 3)),
        "home_locality_code": draw(or_none(st.sampled_from(["east", "west"]))),
        "census_need_type": draw(or_none(st.just("SLCN"))),
        "reception_year": draw(or_none(st.sampled_from([2025, 2024, 2023, 2018, 2017, 2013, 2012, 2009, 2008]))),
        "plan_origin": origin,
        "appears_date": appears,
        "start_date": appears if origin == "issued" else draw(or_none(st.sampled_from([MONDAY - A_DAY, *DAYS]))),
        "is_ceased": is_ceased,
        "ceased_date": ceased,
        "cease_reason": draw(or_none(st.sampled_from(["1", "5"]))) if is_ceased else None,
        "ceased_known_date": (ceased or draw(days)) if is_ceased else None,
        "observed_from_date": draw(st.sampled_from([MONDAY, MONDAY, DAYS[1]])),
        "observed_to_date": draw(st.sampled_from(DAYS[5:])),
        "missing_from_date": draw(days) if draw(rarely) else None,
    }


def _placement(draw: st.DrawFn, number: int) -> dict:
    group = draw(st.sampled_from(["none", "none", "mainstream", "special"]))
    is_school = group != "none"
    return {
        "placement_id": f"s{number}",
        "request_id": draw(st.sampled_from(REQUESTS)),
        "la_code": "999",
        "school_urn": draw(st.sampled_from(["900001", "900002"])) if is_school else None,
        "locality_code": draw(or_none(st.just("north"))) if is_school else None,
        "setting_type": None if is_school else draw(st.sampled_from(["OTH", "NIEO"])),
        "placement_rank": "2" if draw(rarely) else "1",
        "placement_group": group,
        "is_named": draw(rarely),
        "appears_date": draw(days),
        "ended_date": draw(days) if draw(sometimes) else None,
    }


def _need(draw: st.DrawFn, number: int) -> dict:
    return {
        "need_id": f"n{number}",
        "request_id": draw(st.sampled_from(REQUESTS)),
        "need_type": draw(st.sampled_from(["ASD", "SEMH", "PD"])),
        "need_rank": draw(st.sampled_from("12")),
        "appears_date": draw(days),
        "ended_date": draw(days) if draw(sometimes) else None,
    }


@st.composite
def held_plans(draw: st.DrawFn) -> Tables:
    """One to three plans, with settings and needs of theirs."""
    return {
        "plans": [_plan(draw, number) for number in range(draw(st.integers(1, 3)))],
        "placements": [_placement(draw, number) for number in range(draw(st.integers(0, 6)))],
        "needs": [_need(draw, number) for number in range(draw(st.integers(0, 4)))],
    }


@st.composite
def reviewed_plans(draw: st.DrawFn) -> Tables:
    """Meetings of one day at most for each plan, letters with and without one, plans never reviewed."""
    tables = draw(held_plans())
    reviews = []
    for plan in tables["plans"]:
        name = plan["request_id"]
        meetings = sorted(draw(st.sets(days, max_size=3)))
        for place, meeting in enumerate([*meetings, *([None] if draw(sometimes) else [])]):
            letter = draw(days) if draw(flags) else None
            if letter is not None and meeting is not None:
                letter = max(letter, meeting)
            reviews.append(
                {
                    "annual_review_id": f"{name} {place}",
                    "request_id": name,
                    "la_code": AUTHORITY_OF[name],
                    "person_id": 1,
                    "review_meeting_date": meeting,
                    "review_decided_date": letter,
                    "appears_date": max(meeting or letter or draw(days), plan["appears_date"]),
                    "next_meeting_date": meetings[place + 1] if place + 1 < len(meetings) else None,
                    "observed_from_date": draw(st.sampled_from([MONDAY, DAYS[1]])),
                    "known_to": draw(days),
                    "observed_to_date": DAYS[-1],
                }
            )
    return tables | {"annual_reviews": reviews}


@st.composite
def transferring_plans(draw: st.DrawFn) -> Tables:
    tables = draw(held_plans())
    transfers = []
    for number in range(draw(st.integers(1, 4))):
        due = draw(or_none(st.sampled_from(DUE)))
        steps = st.sampled_from([-1, 0, 1]).map(datetime.timedelta)
        final = (due or MONDAY) + draw(steps) if draw(flags) else None
        transfers.append(
            {
                "phase_transfer_id": f"t{number}",
                "request_id": draw(st.sampled_from(REQUESTS)),
                "la_code": "999",
                "person_id": 1,
                "due_date": due,
                "final_date": final,
                "appears_date": draw(st.sampled_from([day for day in DAYS if due is None or day <= due])),
                "known_to": draw(st.sampled_from([*DUE, DAYS[-1]])),
            }
        )
    return tables | {"phase_transfers": transfers}


TABLES_OF_PLANS = {
    "annual_review_wait": reviewed_plans(),
    "annual_reviews_decided_within_4_weeks": reviewed_plans(),
    "phase_transfers_by_due_date": transferring_plans(),
    "plans_ceased": held_plans(),
    "plans_in_force": held_plans(),
    "plans_started": held_plans(),
    "plans_without_school_place_wait": held_plans(),
}
