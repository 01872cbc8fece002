"""What was planted of plans in force, places, reviews, phase transfers and disputes, counted from the simulation."""

import datetime
import math
from collections import Counter
from collections.abc import Iterable

from sendmetrics.synthetic.casework import Case
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
            tells = [day for day in returns if is_told(case, day, returns) and life.is_told(day) and day >= life.issued]
            told.append((case, life, tells, [day for day in tells if life.is_active(day)]))
    return {
        **_plans(told, returns),
        "plans_without_school_place_wait": _without_place(told, returns[-1]),
        **_reviews(told, returns),
        "phase_transfers_by_due_date": _transfers(told, returns[-1]),
        "appeals_and_mediation": _disputes(cases, disputes, returns),
    }


def _begins(returns: list[datetime.date]) -> datetime.date:
    return datetime.date(returns[0].year - 1, 1, 1)


def _ended(life: PlanLife, tells: list[datetime.date]) -> bool:
    return life.ceased is not None and any(day >= life.ceased for day in tells)


def _describe(days: Iterable[int], over: int | None = None) -> dict:
    """Count and spread of waits; those over the limit where there is one."""
    ordered = sorted(days)
    count = len(ordered)
    over = 0 if not count else over
    return {
        "count": count,
        "within_limit": None if over is None else count - over,
        "over_limit": over,
        "median_days": ordered[math.ceil(count * 0.5) - 1] if count else None,
        "p92_days": ordered[math.ceil(round(count * 0.92, 9)) - 1] if count else None,
        "longest_days": ordered[-1] if count else None,
    }


def _plans(told: Told, returns: list[datetime.date]) -> dict:
    begins, as_at = _begins(returns), returns[-1]
    started = [life.issued.year for _, life, _, _ in told if life.issued >= begins]
    ceased = [life for _, life, tells, _ in told if _ended(life, tells)]
    return {
        "plans_in_force": {"open": _describe((as_at - life.issued).days for _, life, _, held in told if as_at in held)},
        "plans_started": {"all": len(started), "year": dict(sorted(Counter(map(str, started)).items()))},
        "plans_ceased": {
            "all": len(ceased),
            "year": dict(sorted(Counter(str(life.ceased.year) for life in ceased).items())),
            "cease_reason": dict(sorted(Counter(life.reason for life in ceased).items())),
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
    return {"open": _describe(waiting), "completed": _describe(placed)}


def _a_year_on(day: datetime.date) -> datetime.date:
    return datetime.date(day.year + 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def _reviews(told: Told, returns: list[datetime.date]) -> dict:
    begins, as_at = _begins(returns), returns[-1]
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
            elif not _ended(life, tells):
                continue
            in_cohort.append((start, following))
        for meeting, letter in life.reviews:
            due = meeting + datetime.timedelta(days=REVIEW_LETTER_DAYS)
            if meeting in last_told and meeting >= begins and due <= last_told[meeting]:
                decided.append((meeting.year, letter in letters and letter is not None and letter <= due))
    years = sorted({year for year, _ in decided})
    return {
        "annual_review_wait": {
            "open": _describe_reviews(waiting),
            "completed": _describe_reviews(finished),
            "cohort": {
                "count": sum(start >= begins for start, _ in in_cohort),
                "within_limit": sum(
                    start >= begins and following is not None and following <= _a_year_on(start)
                    for start, following in in_cohort
                ),
            },
        },
        "annual_reviews_decided_within_4_weeks": {
            "all": _share(counted for _, counted in decided),
            "year": {str(year): _share(counted for when, counted in decided if when == year) for year in years},
        },
    }


def _describe_reviews(spells: list[tuple[datetime.date, datetime.date]]) -> dict:
    return _describe(
        [(end - start).days for start, end in spells], sum(end > _a_year_on(start) for start, end in spells)
    )


def _share(counted: Iterable[bool]) -> dict[str, int]:
    listed = list(counted)
    return {"numerator": sum(listed), "denominator": len(listed)}


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
        "all": _share(counted for _, counted in passed),
        "phase_deadline": {
            name: _share(counted for month, counted in passed if month == wanted)
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
