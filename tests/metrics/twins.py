"""Every measure once more, deliberately dull: lists of dicts in, rows out, by loops and ifs.

Written from the methods and from what each header promises, and sharing no
code with the product. ``left_out`` is the set of every reason that holds: which
of several the product names is settled by the worked examples.
"""

import datetime

from twins_of_plans import TWINS_OF_PLANS

SIX_WEEKS = datetime.timedelta(days=42)
TWENTY_WEEKS = datetime.timedelta(days=140)
PLAN_LIMIT_DAYS = 140
ADVICE_LIMIT_DAYS = 42
FULL_TIME_HOURS = 20

Row = dict[str, object]
Tables = dict[str, list[Row]]


def lies_ahead(day: datetime.date | None, as_at: datetime.date) -> bool:
    return day is not None and day > as_at


# The tables as they stood.


def requests_on(tables: Tables, as_at: datetime.date) -> list[Row]:
    """Requests known of by then, without the decisions, moves and appeals that came later."""
    found = []
    for stored in tables["requests"]:
        if stored["appears_date"] > as_at:
            continue
        row = dict(stored)
        if lies_ahead(row["decision_known_date"], as_at):
            row["decision"] = "A"
            row["decided_date"] = None
        if lies_ahead(row["exported_known_date"], as_at):
            row["is_exported"] = False
        if lies_ahead(row["appeal_known_date"], as_at):
            row["has_mediation"] = False
            row["has_tribunal"] = False
        if lies_ahead(row["missing_from_date"], as_at):
            row["missing_from_date"] = None
        found.append(row)
    return found


def assessments_on(tables: Tables, as_at: datetime.date) -> list[Row]:
    """Assessments agreed by then; outcome, exception and appeals only once the outcome is known."""
    found = []
    for stored in tables["assessments"]:
        if stored["agreed_date"] > as_at:
            continue
        row = dict(stored)
        if lies_ahead(row["outcome_known_date"], as_at):
            row["outcome"] = "A"
            row["outcome_date"] = None
            row["has_20_week_exception"] = False
            row["has_mediation"] = False
            row["has_tribunal"] = False
        if lies_ahead(row["plan_agreed_known_date"], as_at):
            row["is_plan_agreed"] = False
        found.append(row)
    return found


def advice_on(tables: Tables, as_at: datetime.date) -> list[Row]:
    found = []
    for stored in tables["advice"]:
        if stored["requested_date"] > as_at:
            continue
        row = dict(stored)
        for column in ("received_date", "missing_from_date"):
            if lies_ahead(row[column], as_at):
                row[column] = None
        found.append(row)
    return found


def referrals_on(tables: Tables, as_at: datetime.date) -> list[Row]:
    found = []
    for stored in tables["referrals"]:
        if stored["received_date"] > as_at:
            continue
        row = dict(stored)
        for column in ("accepted_date", "rejected_date", "first_contact_date", "discharge_date", "missing_from_date"):
            if lies_ahead(row[column], as_at):
                row[column] = None
        if row["discharge_date"] is None:
            row["discharge_reason"] = None
        found.append(row)
    return found


def roll_on(tables: Tables, as_at: datetime.date) -> list[Row]:
    return [row for row in tables["roll"] if row["census_date"] <= as_at]


def school_counts_on(tables: Tables, as_at: datetime.date) -> list[Row]:
    return [row for row in tables["school_counts"] if row["census_date"] <= as_at]


def senco_posts_on(tables: Tables, as_at: datetime.date) -> list[Row]:
    return [row for row in tables["senco_posts"] if row["snapshot_date"] <= as_at]


def find_one(rows: list[Row], column: str, value: object) -> Row | None:
    if value is None:
        return None
    for row in rows:
        if row[column] == value:
            return row
    return None


def keys(row: Row, *more: str) -> Row:
    names = ("la_code", "person_id", "school_urn", "locality_code", "year_group", *more)
    return {name: row[name] for name in names} | board(row)


def board(row: Row) -> Row:
    """A referral's own board, which other rows do not have."""
    return {"icb_code": row["icb_code"]} if "icb_code" in row else {}


# The journey of a request.


def how_it_ended(request: Row, assessment: Row | None) -> tuple[str | None, datetime.date | None]:
    """How a request ended and on what day, if anybody wrote it down; (None, None) while it goes on.

    What was decided first is never overwritten by a move to another authority.
    """
    if assessment is not None:
        if assessment["outcome"] == "Y" and assessment["outcome_date"] is not None:
            return "finished", assessment["outcome_date"]
        if assessment["outcome"] == "N":
            return "no_plan", assessment["outcome_date"]
        if assessment["outcome"] == "W":
            return "withdrawn", assessment["outcome_date"]
    else:
        if request["decision"] == "N":
            return "refused", request["decided_date"]
        if request["decision"] == "W":
            return "withdrawn", request["decided_date"]
    if request["is_exported"]:
        return "moved", None
    if assessment is not None:
        return ("historical", None) if assessment["outcome"] == "H" else (None, None)
    return ("historical", None) if request["decision"] == "H" else (None, None)


def stage_of(request: Row, assessment: Row | None) -> str:
    if assessment is not None:
        return "plan_not_issued" if assessment["is_plan_agreed"] else "in_assessment"
    # A historical decision went ahead, or its row would not still be told.
    return "in_assessment" if request["decision"] in ("Y", "H") else "undecided"


def why_not_placed(request: Row, how: str | None, ended: datetime.date | None) -> set[str]:
    reasons = set()
    if request["received_date"] is None:
        reasons.add("Date received missing")
    elif ended is not None and ended < request["received_date"]:
        reasons.add("Ended before it was received")
    if how is None and request["missing_from_date"] is not None:
        reasons.add("Open in an earlier return, not in the newest")
    if how is not None and ended is None:
        reasons.add(
            {
                "historical": "Historical, and no return holds the decision",
                "withdrawn": "Withdrawn, no date recorded",
                "moved": "Moved to another authority, no date recorded",
            }.get(how, "Ended, no date recorded")
        )
    return reasons


def assessments_open(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    assessments = assessments_on(tables, as_at)
    for request in requests_on(tables, as_at):
        assessment = find_one(assessments, "request_id", request["request_id"])
        how, ended = how_it_ended(request, assessment)
        if how == "historical" or ended is not None:
            continue
        rows.append(
            {
                "request_id": request["request_id"],
                **keys(request, "need_type", "is_fsm_eligible", "is_looked_after"),
                "stage": stage_of(request, assessment),
                "period_date": as_at,
                "left_out": why_not_placed(request, how, ended),
            }
        )
    return rows


def request_to_plan_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    assessments = assessments_on(tables, as_at)
    for request in requests_on(tables, as_at):
        assessment = find_one(assessments, "request_id", request["request_id"])
        how, ended = how_it_ended(request, assessment)
        rows.append(
            {
                "request_id": request["request_id"],
                **keys(request, "need_type", "is_fsm_eligible", "is_looked_after"),
                "stage": stage_of(request, assessment),
                "period_date": request["received_date"] or request["appears_date"],
                "start_date": request["received_date"],
                "end_date": ended,
                "exit": how,
                "known_to": request["observed_to_date"],
                "observed_from_date": request["observed_from_date"],
                "limit_days": PLAN_LIMIT_DAYS,
                "left_out": why_not_placed(request, how, ended),
            }
        )
    return rows


# Requests counted in the period they were received.


def why_not_counted(request: Row) -> set[str]:
    reasons = set()
    if request["decision"] == "A" and not request["is_exported"] and request["missing_from_date"] is not None:
        reasons.add("Open in an earlier return, not in the newest")
    if request["decision"] == "H":
        reasons.add("Historical, and no return holds the decision")
    if request["received_date"] is None:
        reasons.add("Date received missing")
    elif request["received_date"] < request["observed_from_date"]:
        reasons.add("Received before the files begin")
    return reasons


def _received(request: Row) -> Row:
    return {
        "request_id": request["request_id"],
        **keys(request, "need_type", "is_fsm_eligible", "is_looked_after"),
        "period_date": request["received_date"] or request["appears_date"],
        "left_out": why_not_counted(request),
    }


def requests_received(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for request in requests_on(tables, as_at):
        row = _received(request)
        # One that an earlier return held undecided was received, whatever became of it.
        if request["decision"] == "H" and request["decision_known_date"] is not None:
            row["left_out"].remove("Historical, and no return holds the decision")
        rows.append(row)
    return rows


def requests_refused(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for request in requests_on(tables, as_at):
        row = _received(request)
        row["is_counted"] = request["decision"] == "N"
        rows.append(row)
    return rows


def requests_decided_within_6_weeks(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for request in requests_on(tables, as_at):
        row = _received(request)
        received, decided = request["received_date"], request["decided_date"]
        row["is_counted"] = False
        if received is not None and decided is not None and request["decision"] in ("Y", "N"):
            row["is_counted"] = decided - received <= SIX_WEEKS
        if request["decision"] == "W":
            row["left_out"].add("Withdrawn before a decision")
        if request["decision"] == "A" and request["is_exported"]:
            row["left_out"].add("Moved to another authority before a decision")
        if request["decision"] == "A" and request["missing_from_date"] is not None:
            row["left_out"].add("Open in an earlier return, not in the newest")
        if received is not None:
            if decided is not None and decided < received:
                row["left_out"].add("Decided before it was received")
            last_day_seen = min(as_at, request["observed_to_date"])
            if received + SIX_WEEKS >= last_day_seen:
                row["left_out"].add("Six weeks not yet passed")
        rows.append(row)
    return rows


# Plans issued.


def plans_issued_within_20_weeks(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    requests = requests_on(tables, as_at)
    for assessment in assessments_on(tables, as_at):
        issued = assessment["outcome_date"]
        if assessment["outcome"] != "Y" or issued is None:
            continue
        request = find_one(requests, "request_id", assessment["request_id"])
        reasons = set()
        in_time = False
        for record in (assessment, request):
            if record is not None and (record["has_mediation"] or record["has_tribunal"]):
                reasons.add("Mediation or tribunal")
        if request is not None and request["received_date"] is not None:
            in_time = datetime.timedelta() <= issued - request["received_date"] <= TWENTY_WEEKS
        names = ("school_urn", "locality_code", "need_type", "year_group", "is_fsm_eligible", "is_looked_after")
        nothing = dict.fromkeys(names)
        known = nothing if request is None else {name: request[name] for name in nothing}
        rows.append(
            {
                "assessment_id": assessment["assessment_id"],
                "la_code": assessment["la_code"],
                "person_id": assessment["person_id"],
                **known,
                "period_date": issued,
                "is_counted": in_time,
                "left_out": reasons,
            }
        )
    return rows


def plans_issued_within_20_weeks_excluding_exceptions(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = plans_issued_within_20_weeks(tables, as_at)
    for row in rows:
        assessment = find_one(tables["assessments"], "assessment_id", row["assessment_id"])
        if assessment["has_20_week_exception"]:
            row["left_out"].add("Exception to the 20 weeks")
    return rows


# Advice.


def advice_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    requests = requests_on(tables, as_at)
    assessments = assessments_on(tables, as_at)
    for advice in advice_on(tables, as_at):
        asked, came = advice["requested_date"], advice["received_date"]
        how, case_ended = None, None
        request = find_one(requests, "request_id", advice["request_id"])
        if request is not None:
            how, case_ended = how_it_ended(request, find_one(assessments, "request_id", request["request_id"]))
        reasons = set()
        if came is not None and (case_ended is None or came <= case_ended):
            end, leaving = came, "finished"
        elif case_ended is not None:
            # Outstanding when the case ended; asked after that, it never waited at all.
            end, leaving = max(case_ended, asked), "removed"
        else:
            end, leaving = None, None
            if how is not None:
                reasons.add("Case ended, no date recorded")
            if advice["missing_from_date"] is not None:
                reasons.add("Outstanding in an earlier extract, not in the newest")
        rows.append(
            {
                "advice_id": advice["advice_id"],
                **keys(advice, "need_type", "is_fsm_eligible", "is_looked_after", "adviser_service", "provider_code"),
                "period_date": asked,
                "start_date": asked,
                "end_date": end,
                "exit": leaving,
                "known_to": advice["observed_to_date"],
                "limit_days": ADVICE_LIMIT_DAYS,
                "left_out": reasons,
            }
        )
    return rows


# Referrals.


def referrals_received(tables: Tables, as_at: datetime.date) -> list[Row]:
    return [
        {
            "referral_id": referral["referral_id"],
            **keys(referral, "need_type", "is_fsm_eligible", "is_looked_after", "service", "provider_code"),
            "period_date": referral["received_date"],
        }
        for referral in referrals_on(tables, as_at)
    ]


def referrals_rejected(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for referral in referrals_on(tables, as_at):
        if referral["rejected_date"] is not None:
            decided, is_rejected = referral["rejected_date"], True
        elif referral["accepted_date"] is not None:
            decided, is_rejected = referral["accepted_date"], False
        elif referral["first_contact_date"] is not None:
            decided, is_rejected = referral["first_contact_date"], False
        else:
            continue
        rows.append(
            {
                "referral_id": referral["referral_id"],
                **keys(referral, "need_type", "is_fsm_eligible", "is_looked_after", "service", "provider_code"),
                "period_date": decided,
                "is_counted": is_rejected,
            }
        )
    return rows


def referral_to_first_contact_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    """One row a child and need, told from the referrals themselves and not from what the build noted of the chain."""
    chains: dict[str, list[Row]] = {}
    for referral in referrals_on(tables, as_at):
        chains.setdefault(referral["chain_id"], []).append(referral)
    rows = []
    for name, referrals in chains.items():
        referrals = sorted(referrals, key=lambda referral: (referral["received_date"], referral["referral_id"]))
        newest = referrals[-1]
        # Sent on by another service, the child waits since the first referral there.
        begun = newest["chain_start_date"]
        contacts = [referral["first_contact_date"] for referral in referrals if referral["first_contact_date"]]
        closings = []
        for referral in referrals:
            days = [day for day in (referral["rejected_date"], referral["discharge_date"]) if day is not None]
            closings.append(min(days) if days else None)
        reasons = set()
        end, leaving = None, None
        if contacts:
            end, leaving = min(contacts), "finished"
            if end < begun:
                reasons.add("Seen before it was referred")
        elif None not in closings:
            end = max(closings)
            if newest["rejected_date"] is not None:
                leaving = "refused"
            elif newest["discharge_reason"] == "moved":
                leaving = "moved"
            else:
                leaving = "removed"
        elif newest["missing_from_date"] is not None:
            reasons.add("Open in an earlier extract, not in the newest")
        service = find_one(tables["services"], "service", newest["service"] or "other")
        rows.append(
            {
                "chain_id": name,
                **keys(newest, "need_type", "is_fsm_eligible", "is_looked_after", "service", "provider_code"),
                "period_date": begun,
                "start_date": begun,
                "end_date": end,
                "exit": leaving,
                "known_to": newest["observed_to_date"],
                "limit_days": service["standard_days"] if service else None,
                "left_out": reasons,
            }
        )
    return rows


# SENCo time.


TERMS = ("autumn", "spring", "summer")


def day_of_term(posts: list[Row], year: str, term: str) -> datetime.date:
    """The last day it was returned; but within its year, and before the day any later term first was.

    With several later terms there must be room for a day each.
    """
    next_september = datetime.date(int(year[:4]) + 1, 9, 1)
    returned = [post["snapshot_date"] for post in posts if (post["academic_year"], post["term"]) == (year, term)]
    day = min(max(returned), next_september - datetime.timedelta(days=1))
    terms = sorted({(post["academic_year"], post["term"]) for post in posts}, key=lambda t: (t[0], TERMS.index(t[1])))
    for steps, (later_year, later_term) in enumerate(terms[terms.index((year, term)) + 1 :], start=1):
        first = min(p["snapshot_date"] for p in posts if (p["academic_year"], p["term"]) == (later_year, later_term))
        first = min(first, datetime.date(int(later_year[:4]) + 1, 8, 31))
        day = min(day, first - datetime.timedelta(days=steps))
    return day


def sencos_teaching_full_time(tables: Tables, as_at: datetime.date) -> list[Row]:
    posts = senco_posts_on(tables, as_at)
    rows = []
    for post in posts:
        hours = post["teaching_hours"]
        rows.append(
            {
                "senco_post_id": post["senco_post_id"],
                "la_code": post["la_code"],
                "school_urn": post["school_urn"],
                "locality_code": post["locality_code"],
                "period_date": day_of_term(posts, post["academic_year"], post["term"]),
                "is_counted": hours is not None and hours >= FULL_TIME_HOURS,
                "left_out": {"Teaching hours not given"} if hours is None else set(),
            }
        )
    return rows


def senco_hours_per_10_pupils_with_sen(tables: Tables, as_at: datetime.date) -> list[Row]:
    posts = senco_posts_on(tables, as_at)
    rows = []
    for urn, year, term in sorted({(p["school_urn"], p["academic_year"], p["term"]) for p in posts}):
        at_school = [p for p in posts if (p["school_urn"], p["academic_year"], p["term"]) == (urn, year, term)]
        returned = max(p["snapshot_date"] for p in at_school)
        newest_census, with_sen = None, None
        for pupil in roll_on(tables, as_at):
            day = pupil["census_date"]
            if pupil["school_urn"] == urn and day <= returned and (newest_census is None or day > newest_census):
                newest_census, with_sen = day, 0
        for pupil in roll_on(tables, as_at):
            if (
                pupil["school_urn"] == urn
                and pupil["census_date"] == newest_census
                and pupil["sen_provision"] in set("KAPES")
            ):
                with_sen += 1
        for published in school_counts_on(tables, as_at):
            day = published["census_date"]
            if published["school_urn"] == urn and day <= returned and (newest_census is None or day > newest_census):
                newest_census, with_sen = day, None
                if published["sen_support"] is not None and published["ehc_plans"] is not None:
                    with_sen = published["sen_support"] + published["ehc_plans"]
        reasons = set()
        if newest_census is None:
            reasons.add("No census of the school before the return")
        elif with_sen is None:
            reasons.add("School without published numbers")
        rows.append(
            {
                "school_term_id": f"{urn}|{year}|{term}",
                "la_code": at_school[0]["la_code"],
                "school_urn": urn,
                "locality_code": at_school[0]["locality_code"],
                "period_date": day_of_term(posts, year, term),
                "numerator": sum(p["protected_hours"] for p in at_school),
                "denominator": with_sen,
                "people": with_sen,
                "left_out": reasons,
            }
        )
    return rows


# Pupils on SEN support, and with a plan.


def _share(tables: Tables, as_at: datetime.date, codes: tuple[str, ...], published_column: str) -> list[Row]:
    """One row a pupil; for a school known by its numbers alone one for those counted and one for the others.

    Rows carry no key of their own: for published numbers it means nothing.
    """
    rows = []
    for pupil in roll_on(tables, as_at):
        rows.append(
            {
                **keys(pupil, "is_fsm_eligible"),
                "period_date": pupil["census_date"],
                "is_counted": pupil["sen_provision"] in codes,
                "weight": 1,
                "is_published": False,
                "left_out": set(),
            }
        )
    for school in school_counts_on(tables, as_at):
        pupils, counted = school["pupils"], school[published_column]
        row = {
            "la_code": school["la_code"],
            "person_id": None,
            "school_urn": school["school_urn"],
            "locality_code": school["locality_code"],
            "year_group": None,
            "is_fsm_eligible": None,
            "period_date": school["census_date"],
            "is_published": True,
        }
        if pupils is None or counted is None:
            reasons = {"School without published numbers"}
            rows.append({**row, "is_counted": True, "weight": 0, "left_out": reasons})
        elif counted > pupils:
            reasons = {"School with more such pupils than pupils"}
            rows.append({**row, "is_counted": True, "weight": 0, "left_out": reasons})
        else:
            rows.append({**row, "is_counted": True, "weight": counted, "left_out": set()})
            rows.append({**row, "is_counted": False, "weight": pupils - counted, "left_out": set()})
    return rows


def sen_support_share(tables: Tables, as_at: datetime.date) -> list[Row]:
    return _share(tables, as_at, ("K", "A", "P"), "sen_support")


def ehc_plan_share(tables: Tables, as_at: datetime.date) -> list[Row]:
    return _share(tables, as_at, ("E", "S"), "ehc_plans")


TWINS = {
    twin.__name__: twin
    for twin in (
        advice_wait,
        assessments_open,
        ehc_plan_share,
        plans_issued_within_20_weeks,
        plans_issued_within_20_weeks_excluding_exceptions,
        referral_to_first_contact_wait,
        referrals_received,
        referrals_rejected,
        request_to_plan_wait,
        requests_decided_within_6_weeks,
        requests_received,
        requests_refused,
        sen_support_share,
        senco_hours_per_10_pupils_with_sen,
        sencos_teaching_full_time,
    )
} | TWINS_OF_PLANS
