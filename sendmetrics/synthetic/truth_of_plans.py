"""What was planted of plans in force, places, reviews, phase transfers and disputes, counted from the simulation."""

import datetime
from collections import Counter

from sendmetrics.synthetic.casework import Case, first_day_told
from sendmetrics.synthetic.counting import a_year_on, days_told, is_told_to_end, ratio, ratios, tally, wait
from sendmetrics.synthetic.plans import REVIEW_LETTER_DAYS, PlanLife
from sendmetrics.synthetic.sen2_files import is_told, tell_case

Told = list[tuple[Case, PlanLife, list[datetime.date], list[datetime.date]]]


def tell_truth_of_plans(
    cases: list[Case], lives: dict[int, PlanLife], disputes: dict[int, str], returns: list[datetime.date]
) -> dict:
    """Counts behind every measure of plans on the day of the newest return."""
    told: Told = []
    for case in cases:
        if case.number in lives:
            life = lives[case.number]
            tells = days_told(case, life, returns)
            told.append((case, life, tells, [day for day in tells if life.is_active(day)]))
    return {
        **_plans(told, returns),
        "plans_without_school_place_wait": _without_place(told, returns[-1]),
        **_reviews(told, returns),
        "phase_transfers_by_due_date": _transfers(told, returns[-1]),
        "appeals_and_mediation": _disputes(cases, disputes, returns),
    }


def _plans(told: Told, returns: list[datetime.date]) -> dict:
    begins, as_at = first_day_told(returns[0]), returns[-1]
    started = [life.issued.year for _, life, _, _ in told if life.issued >= begins]
    ceased = [life for _, life, tells, _ in told if is_told_to_end(life, tells)]
    return {
        "plans_in_force": {"open": wait((as_at - life.issued).days for _, life, _, held in told if as_at in held)},
        "plans_started": {"all": len(started), "year": tally(map(str, started))},
        "plans_ceased": {
            "all": len(ceased),
            "year": tally(str(life.ceased.year) for life in ceased),
            "cease_reason": tally(life.reason for life in ceased),
        },
    }


def _without_place(told: Told, as_at: datetime.date) -> dict:
    waiting, placed = [], []
    for _, life, _, held in told:
        for setting, following in zip(life.settings, [*life.settings[1:], None], strict=True):
            # What no return told of is in no file.
            if not setting.code or not any(life.setting_on(day) == setting for day in held):
                continue
            if following is not None and any(life.setting_on(day) == following for day in held):
                placed.append((following.since - setting.since).days)
            elif held[-1] == as_at:
                waiting.append((as_at - setting.since).days)
    return {"open": wait(waiting), "completed": wait(placed)}


def _reviews(told: Told, returns: list[datetime.date]) -> dict:
    begins, as_at = first_day_told(returns[0]), returns[-1]
    waiting: list[tuple[datetime.date, datetime.date]] = []
    finished: list[tuple[datetime.date, datetime.date]] = []
    in_cohort: list[tuple[datetime.date, datetime.date | None]] = []
    decided: list[tuple[int, bool]] = []
    for _, life, tells, held in told:
        last_told = {meeting: day for day in held if (meeting := life.review_on(day)[0])}
        letters = {life.review_on(day)[1] for day in held}
        meetings = sorted(last_told)
        clocks = [life.issued, *meetings]
        for start, following in zip(clocks, [*meetings, None], strict=True):
            if start is life.issued and start < begins and following is not None:
                continue
            if following is not None:
                finished.append((start, following))
            elif as_at in held:
                waiting.append((start, as_at))
            elif not is_told_to_end(life, tells):
                continue
            in_cohort.append((start, following))
        for meeting, letter in life.reviews:
            due = meeting + datetime.timedelta(days=REVIEW_LETTER_DAYS)
            if meeting in last_told and meeting >= begins and due < last_told[meeting]:
                decided.append((meeting.year, letter in letters and letter is not None and letter <= due))
    return {
        "annual_review_wait": {
            "open": _waits_for_review(waiting),
            "completed": _waits_for_review(finished),
            "cohort": {
                "count": sum(start >= begins for start, _ in in_cohort),
                "within_limit": sum(
                    start >= begins and following is not None and following <= a_year_on(start)
                    for start, following in in_cohort
                ),
            },
        },
        "annual_reviews_decided_within_4_weeks": {
            "all": ratio(counted for _, counted in decided),
            "year": ratios((str(year), counted) for year, counted in decided),
        },
    }


def _waits_for_review(spells: list[tuple[datetime.date, datetime.date]]) -> dict:
    late = sum(end > a_year_on(start) for start, end in spells)
    return wait(((end - start).days for start, end in spells), over=late)


def _transfers(told: Told, as_at: datetime.date) -> dict:
    passed = [
        (due.month, final is not None and final < due)
        for _, life, _, held in told
        if as_at in held
        for due, final in life.transfers[:1]
        if due <= as_at
    ]
    months = {2: "february", 3: "march"}
    return {
        "all": ratio(counted for _, counted in passed),
        "phase_deadline": {
            name: ratio(counted for month, counted in passed if month == wanted)
            for wanted, name in months.items()
            if any(month == wanted for month, _ in passed)
        },
    }


def _disputes(cases: list[Case], disputes: dict[int, str], returns: list[datetime.date]) -> dict:
    marks: Counter[str] = Counter()
    for case in cases:
        tells = [tell_case(case, day) for day in returns if is_told(case, day, returns)]
        if any(fields["mediation"] == "1" for fields in tells):
            marks["request_mediation"] += 1
        elif case.number in disputes and any(fields["decision"] == "N" for fields in tells):
            marks[f"request_{disputes[case.number]}"] += 1
    return {"all": marks.total(), "dispute": dict(sorted(marks.items()))}
