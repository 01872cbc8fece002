"""The measures of stages and of late plans once more, deliberately dull: lists of dicts in, rows out, by loops and ifs.

``left_out`` is the set of every reason that holds, as in twins.py.
"""

import datetime

from twins import (
    ADVICE_LIMIT_DAYS,
    PLAN_LIMIT_DAYS,
    SIX_WEEKS,
    TWENTY_WEEKS,
    Row,
    Tables,
    advice_on,
    assessments_on,
    assessments_open,
    find_one,
    how_it_ended,
    keys,
    requests_on,
    stage_of,
)

DECISION_LIMIT_DAYS = 42
DRAFT_LIMIT_DAYS = 112
ONE_OF_A_CASE = ("need_type", "is_fsm_eligible", "is_looked_after")
LOST = "Open in an earlier return, not in the newest"
HISTORICAL = "Historical, and no return holds the decision"
NO_ADVICE = "No advice in the log for the case"


def _a_wait(
    request: Row, period: object, start: object, end: object, leaving: object, limit: int | None, reasons: set
) -> Row:
    return {
        "request_id": request["request_id"],
        **keys(request, *ONE_OF_A_CASE),
        "period_date": period,
        "start_date": start,
        "end_date": end,
        "exit": leaving,
        "known_to": request["observed_to_date"],
        "observed_from_date": request["observed_from_date"],
        "limit_days": limit,
        "left_out": reasons,
    }


def request_to_decision_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    assessments = assessments_on(tables, as_at)
    for request in requests_on(tables, as_at):
        assessment = find_one(assessments, "request_id", request["request_id"])
        asked, told = request["received_date"], request["decided_date"]
        reasons, leaving = set(), None
        if asked is None:
            reasons.add("Date received missing")
        if request["decision"] == "H":
            reasons.add(HISTORICAL)
        elif request["decision"] == "W":
            leaving = "withdrawn"
            if told is None:
                reasons.add("Withdrawn, no date recorded")
        elif request["decision"] in "YN" or assessment is not None:
            leaving = "finished"
            if told is None:
                reasons.add("Decided, no date recorded")
        elif request["is_exported"]:
            reasons.add("Moved to another authority, no date recorded")
        elif request["missing_from_date"] is not None:
            reasons.add(LOST)
        if asked is not None and told is not None and told < asked:
            reasons.add("Ended before it was received")
        limit = DECISION_LIMIT_DAYS if asked is not None else None
        rows.append(_a_wait(request, asked or request["appears_date"], asked, told, leaving, limit, reasons))
    return rows


def _stage_of_advice(tables: Tables, as_at: datetime.date) -> list[tuple]:
    """Each case that went to assessment or was advised on, how and when it ended, its advice, and the day it was all in."""
    found = []
    assessments = assessments_on(tables, as_at)
    for request in requests_on(tables, as_at):
        assessment = find_one(assessments, "request_id", request["request_id"])
        how, ended = how_it_ended(request, assessment)
        pieces = []
        for advice in advice_on(tables, as_at):
            is_of_case = advice["request_id"] == request["request_id"]
            if is_of_case and (ended is None or advice["requested_date"] <= ended):
                pieces.append(advice)
        is_all_in = bool(pieces)
        days = []
        for piece in pieces:
            came = piece["received_date"]
            if came is None or (ended is not None and came > ended):
                is_all_in = False
            else:
                days.append(came)
        if request["decision"] == "Y" and request["decided_date"] is not None:
            days.append(request["decided_date"])
        if request["decision"] == "Y" or assessment is not None or pieces:
            found.append((request, how, ended, pieces, max(days) if is_all_in else None))
    return found


def _why_open_or_ended(request: Row, how: str | None, ended: object, start: object) -> set[str]:
    reasons = set()
    if how == "withdrawn" and ended is None:
        reasons.add("Withdrawn, no date recorded")
    elif how == "moved":
        reasons.add("Moved to another authority, no date recorded")
    elif how is not None and ended is None:
        reasons.add("Ended, no date recorded")
    if ended is not None and start is not None and ended < start:
        reasons.add("Ended before it was decided to assess")
    if how is None and request["missing_from_date"] is not None:
        reasons.add(LOST)
    return reasons


def decision_to_all_advice_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for request, how, ended, pieces, all_in in _stage_of_advice(tables, as_at):
        start = request["decided_date"]
        reasons = set()
        if how == "historical":
            reasons.add(HISTORICAL)
        if request["decision"] == "N":
            reasons.add("Assessed after a refusal, day of that decision not recorded")
        if request["decision"] in "AW":
            reasons.add("Advice asked, no decision to assess recorded")
        if start is None:
            reasons.add("Decided, no date recorded")
        if not pieces:
            reasons.add(NO_ADVICE)
        leaving, end = "finished", all_in
        if all_in is None:
            leaving, end = ("removed" if how == "finished" else how), ended
            if ended is None and any(
                piece["received_date"] is None and piece["missing_from_date"] is not None for piece in pieces
            ):
                reasons.add("Outstanding in an earlier extract, not in the newest")
            reasons |= _why_open_or_ended(request, how, ended, start)
        limit = ADVICE_LIMIT_DAYS if start is not None else None
        period = start or request["received_date"] or request["appears_date"]
        row = _a_wait(request, period, start, end, leaving, limit, reasons)
        row["known_to"] = min([request["observed_to_date"], *(piece["observed_to_date"] for piece in pieces)])
        rows.append(row)
    return rows


def advice_in_to_plan_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for request, how, ended, pieces, all_in in _stage_of_advice(tables, as_at):
        reasons = set()
        if how == "historical":
            reasons.add(HISTORICAL)
        if not pieces:
            reasons.add(NO_ADVICE)
        if all_in is None:
            reasons.add("Advice still outstanding" if ended is None else "Ended before all advice was in")
        else:
            reasons |= _why_open_or_ended(request, how, ended, None)
            if ended is not None and ended < all_in:
                reasons.add("Ended before it was decided to assess")
        period = all_in or ended or request["received_date"] or request["appears_date"]
        leaving = "finished" if how == "no_plan" else how
        limit = PLAN_LIMIT_DAYS - DECISION_LIMIT_DAYS - ADVICE_LIMIT_DAYS
        rows.append(_a_wait(request, period, all_in, ended, leaving, limit if all_in else None, reasons))
    return rows


def draft_to_plan_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    assessments = assessments_on(tables, as_at)
    for request in requests_on(tables, as_at):
        how, ended = how_it_ended(request, find_one(assessments, "request_id", request["request_id"]))
        drafts = [
            event["event_date"]
            for event in tables["case_events"]
            if event["request_id"] == request["request_id"] and event["event"] == "draft_sent"
        ]
        draft = min((day for day in drafts if day <= as_at), default=None)
        if draft is None and how != "finished":
            continue
        reasons = set()
        if how == "historical":
            reasons.add(HISTORICAL)
        if draft is None:
            reasons.add("Plan issued, no draft in the log")
        elif ended is not None and ended < draft:
            reasons.add("Ended before the draft was sent")
        reasons |= _why_open_or_ended(request, how, ended, None)
        limit = PLAN_LIMIT_DAYS - DRAFT_LIMIT_DAYS if draft else None
        rows.append(_a_wait(request, draft or ended, draft, ended, how, limit, reasons))
    return rows


def _pieces_of_advice(tables: Tables, as_at: datetime.date) -> list[tuple]:
    """Each piece of advice, its keys and period, the day it came or the last it was looked for, and why it is left out."""
    found = []
    requests, assessments = requests_on(tables, as_at), assessments_on(tables, as_at)
    for advice in advice_on(tables, as_at):
        how, ended = None, None
        request = find_one(requests, "request_id", advice["request_id"])
        if request is not None:
            how, ended = how_it_ended(request, find_one(assessments, "request_id", request["request_id"]))
        due = advice["requested_date"] + SIX_WEEKS
        came = advice["received_date"]
        if came is not None and ended is not None and came > ended:
            came = None
        seen = min(as_at, advice["observed_to_date"])
        reasons = set()
        if came is None:
            if how is not None and ended is None:
                reasons.add("Case ended, no date recorded")
            if ended is not None and ended <= due:
                reasons.add("Case ended within the 6 weeks")
            if ended is None and advice["missing_from_date"] is not None:
                reasons.add("Outstanding in an earlier extract, not in the newest")
        row = {
            "advice_id": advice["advice_id"],
            "la_code": advice["la_code"],
            "person_id": advice["person_id"],
            "school_urn": advice["school_urn"],
            "locality_code": advice["locality_code"],
            "year_group": advice["year_group"],
            "need_type": advice["need_type"],
            "is_fsm_eligible": advice["is_fsm_eligible"],
            "adviser_service": advice["adviser_service"],
            "provider_code": advice["provider_code"],
            "period_date": advice["requested_date"],
        }
        found.append((row, due, came, came or ended or seen, seen, reasons))
    return found


def advice_received_within_6_weeks(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for row, due, came, _, seen, reasons in _pieces_of_advice(tables, as_at):
        if due >= seen:
            reasons.add("Six weeks not yet passed")
        rows.append(row | {"is_counted": came is not None and came <= due, "left_out": reasons})
    return rows


def advice_days_late(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for row, due, _, until, _, reasons in _pieces_of_advice(tables, as_at):
        if until > due:
            late = float((until - due).days)
            rows.append(row | {"numerator": late, "denominator": 1.0, "people": 1, "left_out": reasons})
    return rows


def assessments_open_by_stage_reached(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    drafted = {
        event["request_id"]
        for event in tables["case_events"]
        if event["event"] == "draft_sent" and event["event_date"] <= as_at
    }
    by_request = {request["request_id"]: request for request in requests_on(tables, as_at)}
    assessments = assessments_on(tables, as_at)
    for row in assessments_open(tables, as_at):
        request = by_request[row["request_id"]]
        pieces = []
        for piece in advice_on(tables, as_at):
            # What no newer extract holds any more is neither waited for nor in.
            is_lost = piece["received_date"] is None and piece["missing_from_date"] is not None
            if piece["request_id"] == row["request_id"] and not is_lost:
                pieces.append(piece)
        stage = stage_of(request, find_one(assessments, "request_id", row["request_id"]))
        if stage == "plan_not_issued":
            stage = "final"
        elif stage == "in_assessment":
            if row["request_id"] in drafted:
                stage = "drafting"
            elif pieces:
                stage = "advice" if any(piece["received_date"] is None for piece in pieces) else "drafting"
        rows.append({name: row[name] for name in row if name != "stage"} | {"open_stage": stage})
    return rows


def late_plans_by_last_advice(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    requests = requests_on(tables, as_at)
    for assessment in assessments_on(tables, as_at):
        issued = assessment["outcome_date"]
        request = find_one(requests, "request_id", assessment["request_id"])
        if assessment["outcome"] != "Y" or issued is None or request is None:
            continue
        received = request["received_date"]
        if received is not None and received <= issued <= received + TWENTY_WEEKS:
            continue
        reasons = set()
        if assessment["has_mediation"] or assessment["has_tribunal"]:
            reasons.add("Mediation or tribunal")
        if request["has_mediation"] or request["has_tribunal"]:
            reasons.add("Mediation or tribunal")
        if received is None or issued < received:
            reasons.add("Date received missing or after the plan")
        asked = [
            piece
            for piece in advice_on(tables, as_at)
            if piece["request_id"] == request["request_id"] and piece["requested_date"] <= issued
        ]
        if not asked:
            reasons.add(NO_ADVICE)
        if any(piece["received_date"] is None or piece["received_date"] > issued for piece in asked):
            reasons.add("Plan issued while advice was outstanding")
        in_time = [piece for piece in asked if piece["received_date"] is not None and piece["received_date"] <= issued]
        last, would_be = None, issued
        for piece in in_time:
            # The later day; then the one asked first; then by code and number.
            if last is None or _comes_later(piece, last):
                last = piece
        if last is not None:
            could_have_come = [last["requested_date"] + SIX_WEEKS]
            for piece in in_time:
                if piece is last:
                    continue
                came = piece["received_date"]
                if piece["adviser_service"] == last["adviser_service"]:
                    came = min(came, piece["requested_date"] + SIX_WEEKS)
                could_have_come.append(came)
            saved = last["received_date"] - max(could_have_come)
            if saved > datetime.timedelta(0):
                would_be = issued - saved
        rows.append(
            {
                "assessment_id": assessment["assessment_id"],
                **keys(request, *ONE_OF_A_CASE),
                "adviser_service": last["adviser_service"] if last else None,
                "period_date": issued,
                "is_counted": received is not None and would_be <= received + TWENTY_WEEKS,
                "left_out": reasons,
            }
        )
    return rows


def _comes_later(one: Row, other: Row) -> bool:
    if one["received_date"] != other["received_date"]:
        return one["received_date"] > other["received_date"]
    if one["requested_date"] != other["requested_date"]:
        return one["requested_date"] < other["requested_date"]
    return (one["adviser_service"], one["advice_id"]) < (other["adviser_service"], other["advice_id"])


TWINS_OF_STAGES = {
    twin.__name__: twin
    for twin in (
        advice_days_late,
        advice_in_to_plan_wait,
        advice_received_within_6_weeks,
        assessments_open_by_stage_reached,
        decision_to_all_advice_wait,
        draft_to_plan_wait,
        late_plans_by_last_advice,
        request_to_decision_wait,
    )
}
