"""The measures of the published figure, of open cases and of the reconciliation once more, deliberately dull."""

import datetime

import twins
from twins import (
    SIX_WEEKS,
    TWENTY_WEEKS,
    Row,
    Tables,
    advice_on,
    assessments_on,
    find_one,
    how_it_ended,
    keys,
    requests_on,
    requests_refused,
    stage_of,
    why_not_placed,
)

SIXTEEN_WEEKS = datetime.timedelta(weeks=16)
FIFTY_TWO_WEEKS = datetime.timedelta(weeks=52)
STALLED = datetime.timedelta(days=28)
A_MONTH = datetime.timedelta(days=30)
AGE_BANDS = (
    (6, "0_to_6_weeks"),
    (16, "6_to_16_weeks"),
    (20, "16_to_20_weeks"),
    (26, "20_to_26_weeks"),
    (40, "26_to_40_weeks"),
    (52, "40_to_52_weeks"),
    (104, "52_to_104_weeks"),
    (10_000, "over_104_weeks"),
)


def has_appeal(*records: Row | None) -> bool:
    return any(record is not None and (record["has_mediation"] or record["has_tribunal"]) for record in records)


def time_taken(request: Row | None, ended: datetime.date) -> datetime.timedelta | None:
    """None where no time can be told."""
    if request is None or request["received_date"] is None or ended < request["received_date"]:
        return None
    return ended - request["received_date"]


def _assessed(assessment: Row, request: Row | None, period: datetime.date) -> Row:
    nothing = ("school_urn", "locality_code", "need_type", "year_group", "is_fsm_eligible", "is_looked_after")
    return {
        "assessment_id": assessment["assessment_id"],
        "la_code": assessment["la_code"],
        "person_id": assessment["person_id"],
        **{name: None if request is None else request[name] for name in nothing},
        "period_date": period,
        "left_out": set(),
    }


def _issued(tables: Tables, as_at: datetime.date) -> list[tuple[Row, Row, Row | None, datetime.timedelta | None]]:
    """Every plan issued: the row so far, its assessment and request, and the time it took."""
    found = []
    requests = requests_on(tables, as_at)
    for assessment in assessments_on(tables, as_at):
        issued = assessment["outcome_date"]
        if assessment["outcome"] == "Y" and issued is not None:
            request = find_one(requests, "request_id", assessment["request_id"])
            found.append((_assessed(assessment, request, issued), assessment, request, time_taken(request, issued)))
    return found


def plans_issued_within_20_weeks_with_appeals(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for row, _, _, time in _issued(tables, as_at):
        del row["left_out"]
        rows.append(row | {"is_counted": time is not None and time <= TWENTY_WEEKS})
    return rows


def plans_issued_within_20_weeks_excluding_exceptions_with_appeals(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for row, assessment, _, time in _issued(tables, as_at):
        if assessment["has_20_week_exception"]:
            row["left_out"].add("Exception to the 20 weeks")
        rows.append(row | {"is_counted": time is not None and time <= TWENTY_WEEKS})
    return rows


def _without_appeals(tables: Tables, as_at: datetime.date, has_flag: bool) -> list[tuple[Row, Row, Row | None, object]]:
    found = _issued(tables, as_at)
    for row, assessment, request, _ in found:
        if has_appeal(assessment, request):
            row["left_out"].add("Mediation or tribunal")
        if has_flag:
            row["has_20_week_exception"] = assessment["has_20_week_exception"]
    return found


def plans_issued_after_20_to_52_weeks(tables: Tables, as_at: datetime.date) -> list[Row]:
    return [
        row | {"is_counted": time is not None and TWENTY_WEEKS < time <= FIFTY_TWO_WEEKS}
        for row, _, _, time in _without_appeals(tables, as_at, has_flag=True)
    ]


def plans_issued_after_52_weeks(tables: Tables, as_at: datetime.date) -> list[Row]:
    return [
        row | {"is_counted": time is not None and time > FIFTY_TWO_WEEKS}
        for row, _, _, time in _without_appeals(tables, as_at, has_flag=True)
    ]


def weeks_to_plan(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for row, _, request, time in _without_appeals(tables, as_at, has_flag=True):
        if request is None or request["received_date"] is None:
            row["left_out"].add("Date received missing")
        elif time is None:
            row["left_out"].add("Issued before it was received")
        rows.append(row | {"numerator": None if time is None else time.days, "denominator": 1, "people": 1})
    return rows


def plans_with_exception(tables: Tables, as_at: datetime.date) -> list[Row]:
    return [
        row | {"is_counted": assessment["has_20_week_exception"]}
        for row, assessment, _, _ in _without_appeals(tables, as_at, has_flag=False)
    ]


def no_plan_decisions_within_16_weeks(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    requests = requests_on(tables, as_at)
    for assessment in assessments_on(tables, as_at):
        if assessment["outcome"] != "N":
            continue
        request, told = find_one(requests, "request_id", assessment["request_id"]), assessment["outcome_date"]
        row = _assessed(assessment, request, told or assessment["outcome_known_date"])
        time = None if told is None else time_taken(request, told)
        if told is None:
            row["left_out"].add("Ended, no date recorded")
        rows.append(row | {"is_counted": time is not None and time <= SIXTEEN_WEEKS})
    return rows


def assessments_ended_without_plan(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    requests = requests_on(tables, as_at)
    for assessment in assessments_on(tables, as_at):
        outcome, ended = assessment["outcome"], assessment["outcome_date"]
        if outcome in ("A", "H") or (outcome == "Y" and ended is None):
            continue
        request = find_one(requests, "request_id", assessment["request_id"])
        row = _assessed(assessment, request, ended or assessment["outcome_known_date"])
        if outcome == "W":
            row["left_out"].add("Withdrawn during the assessment")
        if ended is None:
            row["left_out"].add("Ended, no date recorded")
        rows.append(row | {"is_counted": outcome == "N"})
    return rows


def requests_refused_of_decided(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = requests_refused(tables, as_at)
    for row in rows:
        request = find_one(requests_on(tables, as_at), "request_id", row["request_id"])
        if request["decision"] == "W":
            row["left_out"].add("Withdrawn before a decision")
        if request["decision"] == "A":
            row["left_out"].add("Not yet decided")
            if request["is_exported"]:
                row["left_out"].add("Moved to another authority before a decision")
            elif request["missing_from_date"] is not None:
                row["left_out"].add("Open in an earlier return, not in the newest")
    return rows


def decisions_made_within_6_weeks(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for request in requests_on(tables, as_at):
        if request["decision"] not in ("Y", "N"):
            continue
        received, decided = request["received_date"], request["decided_date"]
        reasons = set()
        if decided is None:
            reasons.add("Decided, no date recorded")
        elif decided < request["observed_from_date"]:
            reasons.add("Decided before the files begin")
        if received is None:
            reasons.add("Date received missing")
        elif decided is not None and decided < received:
            reasons.add("Decided before it was received")
        rows.append(
            {
                "request_id": request["request_id"],
                **keys(request, "need_type", "is_fsm_eligible", "is_looked_after"),
                "period_date": decided or request["decision_known_date"],
                "is_counted": received is not None and decided is not None and decided - received <= SIX_WEEKS,
                "left_out": reasons,
            }
        )
    return rows


# Open cases.


def age_band(request: Row, day: datetime.date) -> str | None:
    if request["received_date"] is None:
        return None
    age = day - request["received_date"]
    return next(band for weeks, band in AGE_BANDS if age <= datetime.timedelta(weeks=weeks))


def due(request: Row, day: datetime.date) -> str | None:
    if request["received_date"] is None:
        return None
    last_day = request["received_date"] + TWENTY_WEEKS
    if last_day < day:
        return "past"
    return "within_30_days" if last_day - day <= A_MONTH else "later"


def assessments_open(tables: Tables, as_at: datetime.date) -> list[Row]:
    """As told with the others, and how old each case is on the day up to which it was seen."""
    rows = twins.assessments_open(tables, as_at)
    for row in rows:
        request = find_one(tables["requests"], "request_id", row["request_id"])
        seen_to = min(as_at, request["observed_to_date"])
        row |= {"age_band": age_band(request, seen_to), "due": due(request, seen_to)}
    return rows


def assessments_stalled(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    assessments, advice = assessments_on(tables, as_at), advice_on(tables, as_at)
    noted = [event for event in tables["case_events"] if event["event_date"] <= as_at]
    for request in requests_on(tables, as_at):
        assessment = find_one(assessments, "request_id", request["request_id"])
        how, ended = how_it_ended(request, assessment)
        if how == "historical" or ended is not None:
            continue
        seen_to = min(as_at, request["observed_to_date"])
        of_authority = [each["observed_to_date"] for each in advice if each["la_code"] == request["la_code"]]
        if of_authority:
            seen_to = min(seen_to, max(of_authority))
        own = [each["observed_to_date"] for each in advice if each["request_id"] == request["request_id"]]
        if own:
            seen_to = min(seen_to, min(own))
        of_authority = [each["known_to"] for each in noted if each["la_code"] == request["la_code"]]
        if of_authority:
            seen_to = min(seen_to, max(of_authority))
        events = [request["received_date"], request["decided_date"]]
        for each in advice:
            if each["request_id"] == request["request_id"]:
                events += [each["requested_date"], each["received_date"]]
        events += [each["event_date"] for each in noted if each["request_id"] == request["request_id"]]
        events = [day for day in events if day is not None]
        reasons = why_not_placed(request, how, ended)
        if request["received_date"] is not None and request["received_date"] > seen_to:
            reasons.add("Received after the newest extract of advice or events")
        rows.append(
            {
                "request_id": request["request_id"],
                **keys(request, "need_type", "is_fsm_eligible", "is_looked_after"),
                "stage": stage_of(request, assessment),
                "period_date": as_at,
                "is_counted": bool(events) and seen_to - max(events) >= STALLED,
                "left_out": reasons,
            }
        )
    return rows


# The reconciliation.


def standing(request: Row | None, assessment: Row | None) -> str:
    if assessment is not None and assessment["outcome"] == "Y" and assessment["outcome_date"] is not None:
        if has_appeal(request, assessment):
            return "appeal"
        time = time_taken(request, assessment["outcome_date"])
        place = "undated" if time is None else "in_time" if time <= TWENTY_WEEKS else "late"
        return f"exception_{place}" if assessment["has_20_week_exception"] else f"rate_{place}"
    how, _ = how_it_ended(request or {"decision": None, "is_exported": False}, assessment)
    if how is not None:
        return how
    if request is None:
        return "plan_not_issued" if assessment["is_plan_agreed"] else "in_assessment"
    return "missing" if request["missing_from_date"] is not None else stage_of(request, assessment)


def _day_of_standing(request: Row | None, assessment: Row | None, as_at: datetime.date) -> datetime.date:
    """The day it ended; else the day that was first said; else the day looked at."""
    how, ended = how_it_ended(request or {"decision": None, "is_exported": False}, assessment)
    if ended is not None:
        return ended
    if how == "moved":
        return request["exported_known_date"]
    if how == "historical":
        return None if request is None else request["appears_date"]
    if how is not None:
        return (assessment and assessment["outcome_known_date"]) or request["decision_known_date"]
    return (request and request["missing_from_date"]) or as_at


def cases_in_the_20_week_rate(tables: Tables, as_at: datetime.date) -> list[Row]:
    requests, assessments = requests_on(tables, as_at), assessments_on(tables, as_at)
    pairs = [(request, find_one(assessments, "request_id", request["request_id"])) for request in requests]
    for assessment in assessments:
        if find_one(requests, "request_id", assessment["request_id"]) is None:
            pairs.append((None, assessment))
    rows = []
    for request, assessment in pairs:
        nothing = ("school_urn", "locality_code", "need_type", "year_group", "is_fsm_eligible", "is_looked_after")
        known = request or assessment
        rows.append(
            {
                "request_id": known["request_id"] or assessment["assessment_id"],
                "la_code": known["la_code"],
                "person_id": known["person_id"],
                **{name: None if request is None else request[name] for name in nothing},
                "rate_standing": standing(request, assessment),
                "period_date": _day_of_standing(request, assessment, as_at),
            }
        )
    return rows


TWINS_OF_PUBLISHED = {
    twin.__name__: twin
    for twin in (
        assessments_ended_without_plan,
        assessments_open,
        assessments_stalled,
        cases_in_the_20_week_rate,
        decisions_made_within_6_weeks,
        no_plan_decisions_within_16_weeks,
        plans_issued_after_20_to_52_weeks,
        plans_issued_after_52_weeks,
        plans_issued_within_20_weeks_excluding_exceptions_with_appeals,
        plans_issued_within_20_weeks_with_appeals,
        plans_with_exception,
        requests_refused_of_decided,
        weeks_to_plan,
    )
}
