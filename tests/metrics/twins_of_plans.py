"""Measures of plans once more, deliberately dull: lists of dicts in, rows out. See twins.py."""

import datetime

Row = dict[str, object]
Tables = dict[str, list[Row]]
FOUR_WEEKS = datetime.timedelta(days=28)


def lies_ahead(day: datetime.date | None, as_at: datetime.date) -> bool:
    return day is not None and day > as_at


# The tables as they stood.


def plans_on(tables: Tables, as_at: datetime.date) -> list[Row]:
    found = []
    for stored in tables["plans"]:
        if stored["appears_date"] > as_at:
            continue
        row = dict(stored)
        if lies_ahead(row["ceased_known_date"], as_at):
            row["is_ceased"], row["ceased_date"], row["cease_reason"] = False, None, None
        if lies_ahead(row["missing_from_date"], as_at):
            row["missing_from_date"] = None
        found.append(row)
    return found


def _rows_on(tables: Tables, name: str, as_at: datetime.date, *later: str) -> list[Row]:
    """Rows that had appeared; of dates that lie ahead nothing is known."""
    found = []
    for stored in tables.get(name, []):
        if stored["appears_date"] <= as_at:
            found.append(stored | {column: None for column in later if lies_ahead(stored[column], as_at)})
    return found


def settings_of(plan: Row, tables: Tables, as_at: datetime.date) -> list[Row]:
    """Main settings attended, oldest first."""
    rows = [
        row
        for row in _rows_on(tables, "placements", as_at, "ended_date")
        if row["request_id"] == plan["request_id"] and not row["is_named"] and row["placement_rank"] == "1"
    ]
    return sorted(rows, key=lambda row: (row["appears_date"], row["placement_id"]))


def setting_now(plan: Row, tables: Tables, as_at: datetime.date) -> Row | None:
    going_on = [row for row in settings_of(plan, tables, as_at) if row["ended_date"] is None]
    return going_on[-1] if going_on else None


def last_setting(plan: Row, tables: Tables, as_at: datetime.date) -> Row | None:
    ever = settings_of(plan, tables, as_at)
    return ever[-1] if ever else None


def need_now(plan: Row, tables: Tables, as_at: datetime.date, even_ended: bool = False) -> str | None:
    needs = [row for row in _rows_on(tables, "needs", as_at, "ended_date") if row["request_id"] == plan["request_id"]]
    going_on = [row for row in needs if row["ended_date"] is None]
    chosen = going_on or (needs if even_ended else [])
    if not chosen:
        return plan["census_need_type"]
    return min((row["need_rank"], row["need_type"]) for row in chosen)[1]


def age_range(plan: Row, day: datetime.date) -> str | None:
    if plan["reception_year"] is None:
        return None
    # In Reception are those who were four on 31 August.
    september = day.year if day.month >= 9 else day.year - 1
    age = 4 + september - plan["reception_year"]
    for oldest, name in ((4, "under_5"), (10, "5_to_10"), (15, "11_to_15"), (19, "16_to_19")):
        if age <= oldest:
            return name
    return "20_and_over"


def why_not_placed(plan: Row) -> set[str]:
    reasons = set()
    if plan["is_ceased"] and plan["ceased_date"] is None:
        reasons.add("Ended, no date recorded")
    if plan["ceased_date"] is not None and plan["ceased_date"] < plan["appears_date"]:
        reasons.add("Ended before it began")
    if not plan["is_ceased"] and plan["missing_from_date"] is not None:
        reasons.add("Held in an earlier return, not in the newest")
    return reasons


def of_child(plan: Row, setting: Row | None = None) -> Row:
    return {
        "la_code": plan["la_code"],
        "person_id": plan["person_id"],
        "locality_code": (setting and setting["locality_code"]) or plan["home_locality_code"],
    }


def _setting_said(setting: Row | None) -> str:
    """The return's code; of a school or college, which has none, that it is a place."""
    if setting is None:
        return "not_recorded"
    if setting["setting_type"]:
        return setting["setting_type"]
    return "not_recorded" if setting["placement_group"] == "not_known" and not setting["school_urn"] else "place"


# The measures.


def plans_in_force(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for plan in plans_on(tables, as_at):
        setting = setting_now(plan, tables, as_at)
        rows.append(
            {
                "plan_id": plan["plan_id"],
                **of_child(plan, setting),
                "school_urn": setting and setting["school_urn"],
                "need_type": need_now(plan, tables, as_at),
                "age_range": age_range(plan, as_at),
                "placement_group": setting["placement_group"] if setting else "not_known",
                "setting_type": _setting_said(setting),
                "plan_origin": plan["plan_origin"],
                "period_date": plan["appears_date"],
                "start_date": plan["appears_date"],
                "end_date": plan["ceased_date"],
                "exit": "removed" if plan["is_ceased"] else None,
                "known_to": plan["observed_to_date"],
                "observed_from_date": plan["observed_from_date"],
                "limit_days": None,
                "left_out": why_not_placed(plan),
            }
        )
    return rows


def plans_started(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for plan in plans_on(tables, as_at):
        begins, began = plan["observed_from_date"], plan["start_date"]
        is_old = plan["plan_origin"] == "before_files" or plan["appears_date"] < begins
        is_told_late = plan["plan_origin"] == "not_known" and began is not None and began < begins
        reason = "First told later, started before" if is_told_late else None
        reason = "Started before the files begin" if is_old else reason
        rows.append(
            {
                "plan_id": plan["plan_id"],
                **of_child(plan),
                "need_type": need_now(plan, tables, as_at),
                "age_range": age_range(plan, plan["appears_date"]),
                "plan_origin": plan["plan_origin"],
                "period_date": plan["appears_date"],
                "left_out": {reason} if reason else set(),
            }
        )
    return rows


def plans_ceased(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for plan in plans_on(tables, as_at):
        if not plan["is_ceased"]:
            continue
        setting = last_setting(plan, tables, as_at)
        reasons = why_not_placed(plan)
        if plan["ceased_date"] is not None and plan["ceased_date"] < plan["observed_from_date"]:
            reasons.add("Ended before the files begin")
        needs = [
            (row["need_rank"] == "1", row["appears_date"], row["need_type"])
            for row in _rows_on(tables, "needs", as_at)
            if row["request_id"] == plan["request_id"]
        ]
        rows.append(
            {
                "plan_id": plan["plan_id"],
                **of_child(plan, setting),
                "school_urn": setting and setting["school_urn"],
                "need_type": max(needs)[2] if needs else plan["census_need_type"],
                "age_range": age_range(plan, plan["ceased_known_date"]),
                "placement_group": setting["placement_group"] if setting else "not_known",
                "cease_reason": plan["cease_reason"],
                "period_date": plan["ceased_known_date"],
                "left_out": reasons,
            }
        )
    return rows


def plans_without_school_place_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    """Told setting by setting: a wait begins with the first that is no place, and ends with the first that is one."""
    rows = []
    for plan in plans_on(tables, as_at):
        waits: list[dict] = []
        is_waiting = False
        settings = settings_of(plan, tables, as_at)
        for setting in settings + _nothing_after(plan, settings):
            if setting["placement_group"] == "none":
                if not is_waiting:
                    waits.append({"began": setting["appears_date"], "placed": None})
                waits[-1] |= {"setting_type": setting["setting_type"]}
                is_waiting = True
            elif is_waiting:
                waits[-1]["placed"] = setting["appears_date"]
                is_waiting = False
        for number, wait in enumerate(waits, start=1):
            rows.append({"stretch_id": f"{plan['plan_id']}|{number}"} | _wait_for_place(plan, wait, tables, as_at))
        if not settings and not plan["is_ceased"]:
            never = {"began": plan["appears_date"], "placed": None, "setting_type": None}
            row = _wait_for_place(plan, never, tables, as_at)
            row["left_out"] = row["left_out"] or {"No setting recorded"}
            rows.append({"stretch_id": f"{plan['plan_id']}|0"} | row)
    return rows


def _nothing_after(plan: Row, settings: list[Row]) -> list[Row]:
    """After all settings have ended, and while the plan goes on, a child is in none."""
    days = []
    for setting in settings:
        if setting["ended_date"] is None:
            return []
        days += [setting["ended_date"], setting["appears_date"]]
    if not days or (plan["ceased_date"] is not None and plan["ceased_date"] <= max(days)):
        return []
    return [{"placement_group": "none", "setting_type": None, "appears_date": max(days)}]


def _wait_for_place(plan: Row, wait: dict, tables: Tables, as_at: datetime.date) -> Row:
    start = max(wait["began"], plan["appears_date"])
    placed, ceased = wait["placed"], plan["ceased_date"]
    reasons = set()
    if placed is not None and (ceased is None or placed <= ceased):
        end, leaving = placed, "finished"
    elif plan["is_ceased"]:
        end, leaving = ceased, "removed"
    else:
        end, leaving = None, None
    if placed is not None and placed < plan["appears_date"]:
        reasons.add("Placed before the plan began")
    if leaving != "finished":
        reasons |= why_not_placed(plan)
    if ceased is not None and ceased < wait["began"]:
        reasons.add("Plan ended before the setting began")
    return {
        **of_child(plan),
        "need_type": need_now(plan, tables, as_at),
        "age_range": age_range(plan, as_at),
        "setting_type": wait["setting_type"] or "not_recorded",
        "period_date": start,
        "start_date": start,
        "end_date": end,
        "exit": leaving,
        "known_to": plan["observed_to_date"],
        "observed_from_date": plan["observed_from_date"],
        "limit_days": None,
        "left_out": reasons,
    }


def a_year_on(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return datetime.date(day.year + 1, 2, 28)


def annual_review_wait(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    reviews = _rows_on(tables, "annual_reviews", as_at, "review_decided_date")
    told = {review["la_code"] for review in reviews if review["review_meeting_date"] is not None}
    for plan in plans_on(tables, as_at):
        own = [review for review in reviews if review["request_id"] == plan["request_id"]]
        meetings = sorted(row["review_meeting_date"] for row in own if row["review_meeting_date"] is not None)
        letters = [row["review_decided_date"] for row in own if row["review_meeting_date"] is None]
        letter = max((day for day in letters if day is not None), default=None)
        names = {row["review_meeting_date"]: row["annual_review_id"] for row in own}
        clocks = [(day, True) for day in meetings]
        # A plan that started after its first review meeting is not the first plan.
        if plan["start_date"] is None or not meetings or plan["start_date"] < meetings[0]:
            clocks.insert(0, (plan["start_date"], False))
        for place, (start, is_review) in enumerate(clocks):
            following = clocks[place + 1][0] if place + 1 < len(clocks) else None
            name = names[start] if is_review else plan["plan_id"]
            wait = _review_wait(plan, start, is_review, following, letter, told, tables, as_at)
            rows.append({"review_wait_id": name} | wait)
    return rows


def _review_wait(plan, start, is_review, following, letter, told, tables, as_at) -> Row:
    ceased = plan["ceased_date"]
    if following is not None and (ceased is None or following <= ceased):
        end, leaving = following, "finished"
    elif plan["is_ceased"]:
        end, leaving = ceased, "removed"
    else:
        end, leaving = None, None
    reasons = set()
    if start is None:
        reasons.add("Start of the plan not recorded")
    if not is_review and plan["plan_origin"] in ("transferred", "not_known"):
        reasons.add("Came from elsewhere, no review recorded before")
    if not is_review and plan["plan_origin"] == "before_files" and following is not None:
        reasons.add("Earlier reviews are not in the files")
    if leaving != "finished":
        reasons |= why_not_placed(plan)
        if start is not None and ceased is not None and start > ceased:
            reasons.add("Plan ended before the review")
        if not plan["is_ceased"] and letter is not None and start is not None and letter > start:
            reasons.add("Reviewed, day of the meeting not recorded")
        if not plan["is_ceased"] and plan["la_code"] not in told:
            reasons.add("The returns do not give review meetings")
    setting = setting_now(plan, tables, as_at)
    return {
        **of_child(plan, setting),
        "school_urn": setting and setting["school_urn"],
        "need_type": need_now(plan, tables, as_at),
        "age_range": age_range(plan, as_at),
        "placement_group": setting["placement_group"] if setting else "not_known",
        "period_date": start or plan["appears_date"],
        "start_date": start,
        "end_date": end,
        "exit": leaving,
        "known_to": plan["observed_to_date"],
        "observed_from_date": plan["observed_from_date"],
        "limit_days": (a_year_on(start) - start).days if start else None,
        "left_out": reasons,
    }


def _last_known(request_id: str, day: datetime.date | None, tables: Tables, as_at: datetime.date) -> Row:
    """Where a child was last known to be, for what is told of a plan whether or not it goes on."""
    plan = next((plan for plan in plans_on(tables, as_at) if plan["request_id"] == request_id), None)
    nobody = dict.fromkeys(("home_locality_code", "census_need_type", "reception_year")) | {"request_id": request_id}
    setting = last_setting(plan or nobody, tables, as_at)
    return {
        "school_urn": setting and setting["school_urn"],
        "locality_code": (setting and setting["locality_code"]) or (plan or nobody)["home_locality_code"],
        "need_type": need_now(plan or nobody, tables, as_at, even_ended=True),
        "age_range": age_range(plan or nobody, day) if day else None,
        "placement_group": setting["placement_group"] if setting else "not_known",
    }


def annual_reviews_decided_within_4_weeks(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for review in _rows_on(tables, "annual_reviews", as_at, "review_decided_date"):
        meeting, letter = review["review_meeting_date"], review["review_decided_date"]
        if meeting is None and letter is None:
            continue
        reasons = set()
        is_counted = False
        if meeting is None:
            reasons.add("Day of the meeting not recorded")
        else:
            is_counted = letter is not None and letter <= meeting + FOUR_WEEKS
            if meeting < review["observed_from_date"]:
                reasons.add("Held before the files begin")
            if meeting + FOUR_WEEKS >= min(as_at, review["known_to"]):
                reasons.add("Four weeks not yet passed when last told")
        rows.append(
            {
                "annual_review_id": review["annual_review_id"],
                "la_code": review["la_code"],
                "person_id": review["person_id"],
                **_last_known(review["request_id"], meeting or letter, tables, as_at),
                "period_date": meeting or letter,
                "is_counted": is_counted,
                "left_out": reasons,
            }
        )
    return rows


def phase_transfers_by_due_date(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for transfer in _rows_on(tables, "phase_transfers", as_at, "final_date"):
        due, final = transfer["due_date"], transfer["final_date"]
        reasons = set()
        deadline = None
        if due is None:
            reasons.add("Due date not recorded")
        else:
            deadline = {(2, 15): "february", (3, 31): "march"}.get((due.month, due.day), "other")
            last_told = min(as_at, transfer["known_to"])
            if due > last_told or (due == last_told and deadline == "other"):
                reasons.add("Due date not yet passed when last told")
        rows.append(
            {
                "phase_transfer_id": transfer["phase_transfer_id"],
                "la_code": transfer["la_code"],
                "person_id": transfer["person_id"],
                **_last_known(transfer["request_id"], due, tables, as_at),
                "phase_deadline": deadline,
                "period_date": min(due or transfer["appears_date"], as_at),
                "is_counted": final is not None
                and ((deadline == "other" and final <= due) or (deadline in ("february", "march") and final < due)),
                "left_out": reasons,
            }
        )
    return rows


def appeals_and_mediation(tables: Tables, as_at: datetime.date) -> list[Row]:
    rows = []
    for request in tables["requests"]:
        if request["appears_date"] > as_at:
            continue
        marks = []
        is_agreed = request["decision"] == "Y" and not lies_ahead(request["decision_known_date"], as_at)
        if not is_agreed and not lies_ahead(request["appeal_known_date"], as_at):
            marks += [(f"request_{kind}", request["appeal_known_date"]) for kind in _kinds(request)]
        for assessment in tables["assessments"]:
            if assessment["request_id"] == request["request_id"] and assessment["agreed_date"] <= as_at:
                known = assessment["outcome_known_date"]
                if not lies_ahead(known, as_at):
                    marks += [(f"assessment_{kind}", known) for kind in _kinds(assessment)]
        for dispute, known in marks:
            day = known or request["appears_date"]
            names = (
                "la_code",
                "person_id",
                "school_urn",
                "locality_code",
                "need_type",
                "year_group",
                "is_fsm_eligible",
            )
            where = {name: request[name] for name in names}
            rows.append(
                {
                    "mark_id": f"{request['request_id']}|{dispute}",
                    **where,
                    "dispute": dispute,
                    "period_date": day,
                    "left_out": {"Known before the files begin"} if day < request["observed_from_date"] else set(),
                }
            )
    return rows


def _kinds(row: Row) -> list[str]:
    return [kind for kind in ("mediation", "tribunal") if row[f"has_{kind}"]]


TWINS_OF_PLANS = {
    twin.__name__: twin
    for twin in (
        annual_review_wait,
        annual_reviews_decided_within_4_weeks,
        appeals_and_mediation,
        phase_transfers_by_due_date,
        plans_ceased,
        plans_in_force,
        plans_started,
        plans_without_school_place_wait,
    )
}
