"""The SEN2 returns: the same cases as each January's return would tell them, in blade CSV and in XML."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from sendmetrics.synthetic.casework import Case, first_day_told
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.places import School
from sendmetrics.synthetic.plans import PlanLife
from sendmetrics.synthetic.sen2_blades import write_blades
from sendmetrics.synthetic.sen2_xml import write_xml

LAST_BLADE_YEAR_BEFORE = 2


def is_told(case: Case, reference: datetime.date, returns: list[datetime.date]) -> bool:
    """Whether a return holds the case: anything that happened in its year, or is still open, or a plan in force."""
    year_starts = first_day_told(reference)
    if case.received > reference:
        return False
    if case.is_unrecorded and reference > _first_return(case, returns):
        return False
    has_plan = case.is_issued and case.ended <= reference
    over = _over_on(case)
    return has_plan or over is None or over > reference or over >= year_starts


def names_upn(people: People, case: Case, returns: list[datetime.date]) -> bool:
    """Whether one of the returns that hold the case gives the child's UPN."""
    return any(people.has_upn_on(case.child, day) and is_told(case, day, returns) for day in returns)


def _first_return(case: Case, returns: list[datetime.date]) -> datetime.date:
    return min((day for day in returns if day >= case.received), default=datetime.date.max)


def _over_on(case: Case) -> datetime.date | None:
    """The day a case ended in truth, whether or not the return has a place for that day."""
    if case.outcome:
        return case.ended
    return case.decided if case.decision in ("N", "W") else None


def tell_case(case: Case, reference: datetime.date) -> dict[str, str]:
    """The case's fields as a return of that day has them: later events undone, earlier years historical, days without a field lost."""
    year_starts = first_day_told(reference)
    told = {
        "received": case.received.isoformat(),
        "decision": "A",
        "decided": "",
        "outcome": "",
        "ended": "",
        "mediation": "0",
        "exception": "0",
    }
    if case.decided is not None and case.decided <= reference:
        told["decision"] = "H" if case.decided < year_starts else case.decision
        if told["decision"] in ("Y", "N"):
            told["decided"] = case.decided.isoformat()
    goes_on = case.outcome and (case.decision == "Y" or case.has_mediation)
    starts = case.advice[0][1] if case.advice else case.decided
    if goes_on and starts is not None and starts <= reference and told["decision"] != "A":
        told["mediation"] = "1" if case.has_mediation else "0"
        _tell_assessment(case, told, reference, year_starts)
    return told


def _tell_assessment(case: Case, told: dict[str, str], reference: datetime.date, year_starts: datetime.date) -> None:
    is_over = case.ended is not None and case.ended <= reference
    if is_over and case.ended < year_starts:
        told["outcome"] = "H"
    elif is_over:
        told["outcome"] = case.outcome
        told["ended"] = "" if case.outcome == "W" else case.ended.isoformat()
        told["exception"] = "1" if case.has_exception and case.outcome == "Y" else "0"
    elif case.agreed is not None and case.agreed <= reference:
        told["outcome"] = "Y"
    else:
        told["outcome"] = "A"


def write_returns(
    folder: Path,
    people: People,
    schools: list[School],
    cases: list[Case],
    settings: dict[int, str],
    returns: list[datetime.date],
    lives: dict[int, PlanLife],
    disputes: dict[int, str],
) -> list[Path]:
    """One return per reference date, the older two as blade CSV, the newer two as XML. ``settings`` names each child's setting."""
    written = []
    for place, reference in enumerate(returns):
        told = [
            (case, tell_case(case, reference))
            for case in cases
            if is_told(case, reference, returns) and (case.number not in lives or lives[case.number].is_told(reference))
        ]
        records = list(_records(people, told, settings, reference))
        for record in records:
            _tell_plan(record, lives.get(record["number"]), reference, is_newest=reference == returns[-1])
            _tell_dispute(record, disputes.get(record["number"], ""))
        if place < LAST_BLADE_YEAR_BEFORE:
            written += write_blades(folder, records, reference)
        else:
            written.append(write_xml(folder / f"sen2_{reference:%Y-%m-%d}.xml", records, reference))
    return written


def _tell_plan(record: dict, life: PlanLife | None, reference: datetime.date, is_newest: bool) -> None:
    """What a return of that day says of a plan: ended, or held with its setting, last review and phase transfer."""
    is_active = life is not None and life.is_active(reference)
    record |= dict.fromkeys(("ceased", "reason", "meeting", "letter", "due", "final"), "")
    record |= {"is_active": is_active, "placements": []}
    if life is None or not record["has_plan"]:
        return
    if life.ceased is not None and life.ceased <= reference:
        record |= {"ceased": life.ceased.isoformat(), "reason": life.reason}
    if not is_active:
        return
    record["placements"] = [life.setting_on(reference)]
    record |= {
        name: day.isoformat() if day else ""
        for name, day in zip(("meeting", "letter"), life.review_on(reference), strict=True)
    }
    # The collection of 2026 is the first to ask; a return has room for one.
    if is_newest and life.transfers:
        due, final = life.transfers[0]
        record |= {"due": due.isoformat(), "final": final.isoformat() if final else ""}


def _tell_dispute(record: dict, dispute: str) -> None:
    record["tribunal"] = "0"
    if dispute and record["decision"] == "N":
        record[dispute] = "1"


def _records(
    people: People, told: list[tuple[Case, dict[str, str]]], settings: dict[int, str], reference: datetime.date
) -> Iterator[dict]:
    for case, fields in told:
        child = case.child
        has_upn = people.has_upn_on(child, reference)
        yield {
            "number": case.number,
            "surname": people.surname[child],
            "forename": people.forename[child],
            "birth": str(people.birth[child]),
            "sex": people.sex[child],
            "ethnicity": people.ethnicity[child],
            "postcode": people.postcode[child],
            "upn": people.upn[child] if has_upn else "",
            "unknown": "" if has_upn else "UN1",
            "need": people.need[child],
            "urn": settings.get(child, ""),
            "has_plan": case.is_issued and case.ended <= reference,
            "starts": case.ended.isoformat() if case.ended else "",
            **fields,
        }
