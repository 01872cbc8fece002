"""What the made-up authority's case system noted of each EHC case between the days the returns hold."""

import datetime
from dataclasses import dataclass
from pathlib import Path

import numpy

from sendmetrics.synthetic.casework import Case
from sendmetrics.synthetic.chance import own_chance
from sendmetrics.synthetic.csv_files import write_rows
from sendmetrics.synthetic.people import People

HEADINGS = [
    "snapshot_date",
    "source",
    "request_id",
    "person_ref",
    "event",
    "event_date",
    "exception_code",
    "exception_evidence",
    "exception_from",
    "exception_to",
]
EXCEPTIONS = ("closure_school", "closure_early_years", "personal", "absent")
# Of the words a stream of chance is made from, so that what is made up here moves nothing else.
STREAM = int.from_bytes(b"events")


@dataclass(frozen=True)
class CaseEvent:
    """One event of a case; an exception is written on the note that records it."""

    case: Case
    event: str
    day: datetime.date
    exception: str = ""
    exception_from: datetime.date | None = None
    exception_to: datetime.date | None = None


def simulate_events(cases: list[Case], begins: datetime.date, as_at: datetime.date, seed: int) -> list[CaseEvent]:
    """Events of every case received from ``begins`` on, none after ``as_at`` or after its plan was issued."""
    rng = own_chance(seed, STREAM)
    events = []
    for case in cases:
        # The same draws for every case, so that one that goes on longer changes no other.
        draws = rng.random(12)
        if case.received >= begins:
            last = min(as_at, case.ended or as_at)
            events += [event for event in _events_of(case, draws) if event.day <= last]
    return events


def _events_of(case: Case, draws: numpy.ndarray) -> list[CaseEvent]:
    events = []
    if case.decided is not None:
        returned = case.received + _between(draws[0], 2, 6)
        if draws[1] < 0.04 and returned < case.decided:
            events.append(CaseEvent(case, "returned_for_evidence", returned))
        panel = max(case.received, case.decided - _between(draws[2], 1, 5))
        events.append(CaseEvent(case, "panel", panel))
        if case.decision == "Y":
            events.append(CaseEvent(case, "decision_to_assess", case.decided))
    if case.advice:
        events += _assessment_events(case, draws)
    if case.is_issued:
        events.append(CaseEvent(case, "plan_issued", case.ended))
        if case.has_exception:
            events.append(_exception(case, draws))
    return events


def _assessment_events(case: Case, draws: numpy.ndarray) -> list[CaseEvent]:
    events = []
    complete = all_advice_in(case)
    if complete is not None:
        events.append(CaseEvent(case, "all_advice_in", complete))
    drafted = None
    if case.agreed is not None:
        # The plan is agreed once the family has had its 15 days and more for views on the draft.
        drafted = case.agreed - _between(draws[3], 15, 25)
    elif case.outcome == "A" and complete is not None and draws[4] < 0.5:
        drafted = complete + _between(draws[5], 3, 14)
    if drafted is not None and case.outcome in ("A", "Y"):
        consulted = drafted + _between(draws[6], 0, 5)
        events.append(CaseEvent(case, "draft_sent", drafted))
        events.append(CaseEvent(case, "consultation_sent", consulted))
        events.append(CaseEvent(case, "placement_reply", consulted + _between(draws[7], 5, 15)))
    return events


def all_advice_in(case: Case) -> datetime.date | None:
    """The day the last advice asked for came; None while some is outstanding, or where none was asked."""
    days = [came for _, _, came in case.advice]
    return max(days) if days and all(days) else None


def _exception(case: Case, draws: numpy.ndarray) -> CaseEvent:
    begins = case.received + _between(draws[8], 50, 80)
    noted = begins + _between(draws[9], 0, 7)
    code = EXCEPTIONS[int(draws[10] * len(EXCEPTIONS))]
    return CaseEvent(case, "note", noted, code, begins, begins + _between(draws[11], 28, 42))


def _between(draw: float, least: int, most: int) -> datetime.timedelta:
    return datetime.timedelta(days=least + int(draw * (most - least + 1)))


def write_events(
    path: Path, people: People, events: list[CaseEvent], as_at: datetime.date, census_date: datetime.date
) -> Path:
    """ehc_events.csv: the events of children whom a census held, as the advice log names them."""
    rows = (
        [
            as_at,
            "casework",
            f"C{event.case.number:06d}",
            people.upn[event.case.child],
            event.event,
            event.day,
            event.exception,
            "Letter on file" if event.exception else "",
            event.exception_from or "",
            event.exception_to or "",
        ]
        for event in events
        if people.has_upn_on(event.case.child, census_date)
    )
    return write_rows(path, HEADINGS, rows)
