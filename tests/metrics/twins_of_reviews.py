"""The measure of amended plans once more, deliberately dull: lists of dicts in, rows out. See twins.py."""

import datetime

from twins_of_plans import Row, Tables, _last_known, _rows_on, plans_on, why_not_placed

TWELVE_WEEKS = datetime.timedelta(days=84)


def amended_plans_within_12_weeks(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    reviews = _rows_on(tables, "annual_reviews", as_at, "review_decided_date")
    events = [event for event in tables["case_events"] if event["event_date"] <= as_at]
    plans = {plan["request_id"]: plan for plan in plans_on(tables, as_at)}
    for review in reviews:
        meeting, letter = review["review_meeting_date"], review["review_decided_date"]
        if meeting is None and letter is None:
            continue
        log = [event for event in events if event["la_code"] == review["la_code"]]
        told, amended = _amendment(review, reviews, events) if meeting else ([], [])
        due = meeting + TWELVE_WEEKS if meeting else None
        is_in_time = bool(amended) and amended[0] <= due
        rows.append(
            {
                "annual_review_id": review["annual_review_id"],
                "la_code": review["la_code"],
                "person_id": review["person_id"],
                **_last_known(review["request_id"], meeting or letter, tables, as_at),
                "period_date": meeting or letter,
                "is_counted": is_in_time,
                "left_out": _why_not(review, due, log, told, as_at)
                | (set() if is_in_time or not told else _why_not_late(plans.get(review["request_id"]), due, amended)),
            }
        )
    return rows


def _amendment(review: Row, reviews: list[Row], events: list[Row]) -> tuple[list, list]:
    """Days of notices and amended plans between the meeting and the next, and of the amended plans among them."""
    later = [
        other["review_meeting_date"]
        for other in reviews
        if other["request_id"] == review["request_id"]
        and other["review_meeting_date"] is not None
        and other["review_meeting_date"] > review["review_meeting_date"]
    ]
    told, amended = [], []
    for event in events:
        day = event["event_date"]
        if event["request_id"] != review["request_id"] or day < review["review_meeting_date"]:
            continue
        if later and day >= min(later):
            continue
        if event["event"] == "amendment_notice":
            told.append(day)
        elif event["event"] == "amended_plan":
            told.append(day)
            amended.append(day)
    return sorted(told), sorted(amended)


def _why_not(review: Row, due: datetime.date | None, log: list[Row], told: list, as_at: datetime.date) -> set[str]:
    if due is None:
        return {"Day of the meeting not recorded"}
    meeting = review["review_meeting_date"]
    reasons = set()
    if meeting < review["observed_from_date"]:
        reasons.add("Held before the files begin")
    if not log:
        reasons.add("No log of case events")
    elif meeting < min(event["event_date"] for event in log):
        reasons.add("Held before the log of case events begins")
    if not told:
        reasons.add("No amendment in the log")
    else:
        if log and due >= min(as_at, max(event["known_to"] for event in log)):
            reasons.add("Twelve weeks not yet passed")
        if told[0] > due and told[0] > review["observed_to_date"]:
            reasons.add("Amendment after the newest return, perhaps of a later review")
    return reasons


def _why_not_late(plan: Row | None, due: datetime.date, amended: list) -> set[str]:
    if plan is None:
        return set()
    reasons = set() if amended else why_not_placed(plan)
    if plan["ceased_date"] is not None and plan["ceased_date"] <= due:
        reasons.add("Plan ended within the 12 weeks")
    return reasons


TWINS_OF_REVIEWS = {amended_plans_within_12_weeks.__name__: amended_plans_within_12_weeks}
