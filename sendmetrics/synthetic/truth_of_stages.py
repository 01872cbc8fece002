"""What was planted of stages and advice: counted from the simulation itself and never by the product's SQL."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from sendmetrics.synthetic.case_events import CaseEvent
from sendmetrics.synthetic.casework import Case, first_day_told
from sendmetrics.synthetic.counting import (
    ADVICE_DAYS,
    DECISION_DAYS,
    DRAFT_DAYS,
    PLAN_DAYS,
    days_taken,
    is_lost,
    is_open,
    proportion,
    ratio,
    tally,
    told_by_any,
    wait,
)
from sendmetrics.synthetic.people import People


@dataclass(frozen=True)
class World:
    """The simulation as the files can tell it: cases some return holds, and the children whom the logs can name."""

    people: People
    told: list[Case]
    events: list[CaseEvent]
    begins: datetime.date
    as_at: datetime.date
    census_date: datetime.date
    returns: list[datetime.date]
    locality: Callable[[Case], str]

    def advised(self) -> list[Case]:
        """Cases with advice in the log."""
        return [case for case in self.told if case.advice and self.people.has_upn_on(case.child, self.census_date)]

    def is_lost(self, case: Case) -> bool:
        return is_lost(case, self.as_at, self.returns)


def tell_stages(
    people: People,
    cases: list[Case],
    events: list[CaseEvent],
    returns: list[datetime.date],
    as_at: datetime.date,
    census_date: datetime.date,
    locality: Callable[[Case], str],
) -> dict:
    """Counts behind the measures of stages and advice at ``as_at``."""
    told = told_by_any(cases, returns)
    begins = first_day_told(returns[0])
    world = World(people, told, events, begins, as_at, census_date, returns, locality)
    return {
        "request_to_decision_wait": _decisions(world),
        "decision_to_all_advice_wait": _to_all_advice(world),
        "advice_in_to_plan_wait": _from_advice(world),
        "draft_to_plan_wait": _from_draft(world),
        **_six_weeks(world),
        "late_plans_by_last_advice": _late_plans(world),
        "assessments_open_by_stage_reached": _stages_reached(world),
    }


def _three_views(done: list[int], waiting: list[int], limit: int, others: int = 0, before: int = 0) -> dict:
    """``others`` left by another exit; ``before`` of those done began before the files."""
    within = sum(days <= limit for days in done)
    return {
        "open": wait(waiting, limit),
        "completed": wait(done, limit),
        "cohort": {"count": len(done) + len(waiting) + others - before, "within_limit": within - before},
    }


def _stages_reached(world: World) -> dict:
    """Open cases by how far each has come; of a child whom the logs cannot name, nothing divides the assessment."""
    drafted = {event.case.number for event in world.events if event.event == "draft_sent"}
    reached = []
    for case in world.told:
        if not is_open(case) or world.is_lost(case):
            continue
        is_named = world.people.has_upn_on(case.child, world.census_date)
        if case.agreed is not None:
            stage = "final"
        elif case.decision != "Y" and not case.outcome:
            stage = "undecided"
        elif is_named and case.number in drafted:
            stage = "drafting"
        elif is_named and case.advice:
            stage = "drafting" if all(came for _, _, came in case.advice) else "advice"
        else:
            stage = "in_assessment"
        reached.append((stage, world.locality(case)))
    return {
        "all": len(reached),
        "open_stage": tally(stage for stage, _ in reached),
        "locality": tally(locality for _, locality in reached),
    }


def _decisions(world: World) -> dict:
    undecided = [case for case in world.told if case.decision == "A" and not case.outcome]
    waiting = [case for case in undecided if not world.is_lost(case)]
    decided = [case for case in world.told if case.decision in ("Y", "N") and case.decided >= world.begins]
    began = [case for case in decided if case.received >= world.begins]
    views = _three_views(
        [(case.decided - case.received).days for case in decided],
        [(world.as_at - case.received).days for case in waiting],
        DECISION_DAYS,
    )
    views["cohort"] = {
        "count": len(began) + len(waiting),
        "within_limit": sum((case.decided - case.received).days <= DECISION_DAYS for case in began),
    }
    withdrawn = [case for case in world.told if case.decision == "W" and case.decided >= world.begins]
    return views | {"left_out": {"lost": len(undecided) - len(waiting), "undated": len(withdrawn)}}


def _ended(case: Case) -> datetime.date | None:
    """The day a return gives for the end of an assessment: of a withdrawal it gives none."""
    return None if case.outcome == "W" else case.ended


def _all_in(case: Case) -> datetime.date | None:
    """The day the last advice came, unless the case ended before that."""
    days = [came for _, _, came in case.advice]
    ended = _ended(case)
    if not all(days) or (ended is not None and max(days) > ended):
        return None
    return max(*days, case.decided) if case.decision == "Y" else max(days)


def _to_all_advice(world: World) -> dict:
    done, waiting, others = [], [], 0
    for case in world.advised():
        if case.decision != "Y":
            continue
        complete = _all_in(case)
        if complete is not None:
            done.append((complete - case.decided).days)
        elif _ended(case) is not None:
            others += 1
        elif is_open(case) and not world.is_lost(case):
            waiting.append((world.as_at - case.decided).days)
    return _three_views(done, waiting, ADVICE_DAYS, others)


def _from_advice(world: World) -> dict:
    done, waiting = [], []
    for case in world.advised():
        complete = _all_in(case)
        if complete is None:
            continue
        if _ended(case) is not None:
            done.append((case.ended - complete).days)
        elif is_open(case) and not world.is_lost(case):
            waiting.append((world.as_at - complete).days)
    return _three_views(done, waiting, PLAN_DAYS - DECISION_DAYS - ADVICE_DAYS)


def _from_draft(world: World) -> dict:
    done, waiting = [], []
    for event in world.events:
        case = event.case
        if event.event != "draft_sent" or not world.people.has_upn_on(case.child, world.census_date):
            continue
        if case.ended is not None:
            done.append((case.ended - event.day).days)
        elif not world.is_lost(case):
            waiting.append((world.as_at - event.day).days)
    return _three_views(done, waiting, PLAN_DAYS - DRAFT_DAYS)


def _six_weeks(world: World) -> dict:
    in_time: list[tuple[bool, dict[str, str]]] = []
    late: dict[str, list[int]] = defaultdict(list)
    for case in world.advised():
        ended = _ended(case)
        for adviser, asked, came in case.advice:
            due = asked + datetime.timedelta(days=ADVICE_DAYS)
            if came is not None and ended is not None and came > ended:
                came = None
            is_gone = came is None and (case.outcome == "W" or (ended is not None and ended <= due))
            if is_gone:
                continue
            if due < world.as_at:
                values = {"adviser": adviser, "year": str(asked.year)}
                in_time.append((came is not None and came <= due, values))
            days = ((came or ended or world.as_at) - due).days
            if days > 0:
                late[adviser].append(days)
    return {
        "advice_received_within_6_weeks": proportion(in_time),
        "advice_days_late": {
            "all": ratio(day for days in late.values() for day in days),
            "adviser": {adviser: ratio(late[adviser]) for adviser in sorted(late)},
        },
    }


def _late_plans(world: World) -> dict:
    rows = []
    for case in world.advised():
        if not case.is_issued or case.has_mediation or days_taken(case) <= PLAN_DAYS:
            continue
        if any(came is None or came > case.ended for *_, came in case.advice):
            continue
        before = [(came, asked, adviser) for adviser, asked, came in case.advice if came <= case.ended]
        if before:
            values = {"year": str(case.ended.year), "locality": world.locality(case)}
            adviser, is_in_time = _blame(case, before)
            rows.append((is_in_time, values | {"adviser": adviser}))
    # Without a late plan there is no share, nor a numerator of one.
    return proportion(rows) if rows else {}


def _blame(case: Case, before: list[tuple[datetime.date, datetime.date, str]]) -> tuple[str, bool]:
    """Whose advice came last, and whether the plan would have been in time had that come by its own due date."""
    latest = max(came for came, _, _ in before)
    came, asked, adviser = min((entry for entry in before if entry[0] == latest), key=lambda entry: entry[1:])
    rest = list(before)
    rest.remove((came, asked, adviser))
    earliest = max([asked + datetime.timedelta(days=ADVICE_DAYS), *(entry[0] for entry in rest)])
    saved = max((came - earliest).days, 0)
    return adviser, days_taken(case) - saved <= PLAN_DAYS
