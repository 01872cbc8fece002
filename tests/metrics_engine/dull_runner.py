"""The runner again, deliberately dull: lists of dictionaries, days counted one by one, fractions, no code shared.

Given the rows of a measure it scopes, sums, protects and divides them by hand.
"""

import datetime
import math
from dataclasses import dataclass, field
from fractions import Fraction

Row = dict[str, object]
ONE_DAY = datetime.timedelta(days=1)
VIEWS = ("open", "completed", "cohort")

# Name: its title, the row's own key, and the table and column behind it where the key is not itself the value.
DIMENSIONS = {
    "authority": ("Authority", "la_code", None, None),
    "region": ("Region", "la_code", "authorities", "region_name"),
    "locality": ("Local area", "locality_code", None, None),
    "icb": ("ICB place", "locality_code", "localities", "icb_code"),
    "phase": ("Phase", "school_urn", "schools", "phase"),
    "trust": ("Academy trust", "school_urn", "schools", "trust_name"),
    "school_type": ("Type of school", "school_urn", "schools", "school_type"),
    "school": ("School", "school_urn", None, None),
    "sex": ("Sex", "person_id", "people", "sex"),
    "ethnicity_group": ("Ethnicity", "person_id", "people", "ethnicity_group"),
    "language": ("First language", "person_id", "people", "language_group"),
    "deprivation": ("Deprivation", "locality_code", "localities", "deprivation_quintile"),
    "need": ("Type of need", "need_type", None, None),
    "provision": ("SEN provision", "sen_provision", None, None),
    "year_group": ("Year group", "year_group", None, None),
    "age_group": ("Age group", "year_group", "year_groups", "age_group"),
    "fsm": ("Free school meals", "is_fsm_eligible", None, None),
    "looked_after": ("Looked after", "is_looked_after", None, None),
    "service": ("Service", "service", None, None),
    "sector": ("Sector", "service", "services", "sector"),
    "provider": ("Provider", "provider_code", None, None),
    "adviser": ("Adviser", "adviser_service", None, None),
    "stage": ("Stage", "stage", None, None),
    "open_stage": ("Stage reached", "open_stage", None, None),
    "age_band": ("Age of the case", "age_band", None, None),
    "due": ("Time left of the 20 weeks", "due", None, None),
    "rate_standing": ("Standing in the 20-week rate", "rate_standing", None, None),
    "exception": ("Exception to the 20 weeks", "has_20_week_exception", None, None),
    "reason": ("Reason", "rejection_reason", None, None),
    "came_next": ("What became of the child", "came_next", None, None),
    "appointment_kind": ("Kind of appointment", "appointment_kind", None, None),
    "ehc_standing": ("EHC plan or request on the day", "ehc_standing", None, None),
    "misses": ("Appointments missed", "misses", None, None),
    "referral_timing": ("First referral, before or after the request", "referral_timing", None, None),
    "seen_by_request": ("Seen by the service by the request", "seen_by_request", None, None),
    "own_list": ("On the list of the service itself", "own_list", None, None),
    "age_range": ("Age on the day", "age_range", None, None),
    "placement_group": ("Kind of setting", "placement_group", None, None),
    "setting": ("Setting", "setting_type", None, None),
    "cease_reason": ("Why the plan ended", "cease_reason", None, None),
    "plan_origin": ("Where the plan came from", "plan_origin", None, None),
    "dispute": ("Mediation or tribunal", "dispute", None, None),
    "came_by": ("How the child came to the referral", "came_by", None, None),
    "referral_step": ("Step", "referral_step", None, None),
    "referral_standing": ("How far it has come", "referral_standing", None, None),
    "wait_band": ("How long they have waited", "wait_band", None, None),
    "phase_deadline": ("Deadline", "phase_deadline", None, None),
}
EXTENT_KEYS = {"authorities": "la_code", "schools": "school_urn", "services": "service"}
KEY_OF_TABLE = {
    "authorities": "la_code",
    "localities": "locality_code",
    "schools": "school_urn",
    "people": "person_id",
    "year_groups": "year_group",
    "services": "service",
}


@dataclass
class Case:
    """What the dull runner is told: a measure's rows, what kind it is, and the days its files speak for."""

    kind: str
    rows: list[Row]
    first_date: datetime.date
    newest_date: datetime.date
    tables: dict[str, list[Row]] = field(default_factory=dict)
    counts_on: str = "event"
    year: str = "calendar"
    per: float = 1


def lookups(tables: dict[str, list[Row]]) -> dict[str, dict]:
    """Each table that a dimension looks into, by its key."""
    return {name: {row[key]: row for row in tables.get(name, [])} for name, key in KEY_OF_TABLE.items()}


def value_of(row: Row, dimension: str, found: dict[str, dict]) -> str | None:
    _, key, table, column = DIMENSIONS[dimension]
    value = row[key]
    if table is not None:
        # Of a board alone a row may speak itself.
        value = (dimension == "icb" and row.get(column)) or found[table].get(value, {}).get(column)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def period_of(day: datetime.date, every: str, year: str) -> datetime.date | None:
    if every == "all":
        return None
    if every == "month":
        return datetime.date(day.year, day.month, 1)
    if every == "quarter":
        return datetime.date(
            day.year, {1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: 4, 7: 7, 8: 7, 9: 7, 10: 10, 11: 10, 12: 10}[day.month], 1
        )
    if year == "calendar":
        return datetime.date(day.year, 1, 1)
    return datetime.date(day.year if day.month >= 9 else day.year - 1, 9, 1)


def days_from(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + ONE_DAY * number for number in range((last - first).days + 1)]


def is_refused(case: Case, question) -> bool:
    """Whether the question is about days the files say nothing of."""
    end = question.end or question.as_at
    start = question.start or datetime.date.min
    return (
        question.as_at < case.first_date or end < case.first_date or start > case.newest_date or start > question.as_at
    )


def scoped_rows(case: Case, question, extent: tuple) -> list[Row]:
    """Rows inside extent and filters, those with an unknown filtered value marked as left out."""
    found = lookups(case.tables)
    kept = []
    for row in case.rows:
        if any(row[EXTENT_KEYS[kind]] not in codes for kind, codes in extent):
            continue
        reason = row.get("left_out")
        is_outside = False
        for name, wanted in sorted(question.where):
            value = value_of(row, name, found)
            if value is None:
                reason = reason or f"{DIMENSIONS[name][0]} not known"
            elif value not in wanted:
                is_outside = True
        if not is_outside:
            breakdown = (value_of(row, question.by, found) or "unknown") if question.by else None
            kept.append(row | {"left_out": reason, "breakdown": breakdown})
    return kept


def filled(case: Case, question, found: dict[tuple, Row], nothing: Row) -> list[Row]:
    """The rows found, and one of nothing for every period and breakdown between that has none."""
    breakdowns = sorted({breakdown for _, breakdown in found}, key=str) or ([] if question.by else [None])
    periods = {period for period, _ in found}
    if question.every == "all":
        periods = {None}
    elif case.counts_on == "event" and (found or question.start):
        first = min([*periods, max(question.start, case.first_date)] if question.start else periods)
        last = max([*periods, min(question.end or question.as_at, question.as_at, case.newest_date)])
        periods |= {period_of(day, question.every, case.year) for day in days_from(first, last)}
    return [
        nothing | {"period": period, "breakdown": breakdown} | found.get((period, breakdown), {})
        for period in periods
        for breakdown in breakdowns
    ]


def dull_figures(case: Case, question, extent: tuple = ()) -> tuple[list[Row], dict[str, int]]:
    """Exact rows of a count, proportion or ratio, and what is left out by reason."""
    first = question.start or datetime.date.min
    last = min(question.end or question.as_at, question.as_at)
    snapshots: dict = {}
    for row in case.rows:
        if first <= row["period_date"] <= last:
            period = period_of(row["period_date"], question.every, case.year)
            snapshots[period] = max(snapshots.get(period, datetime.date.min), row["period_date"])
    left_out: dict[str, int] = {}
    groups: dict[tuple, list[Row]] = {}
    for row in scoped_rows(case, question, extent):
        if not first <= row["period_date"] <= last:
            continue
        period = period_of(row["period_date"], question.every, case.year)
        if case.counts_on == "snapshot" and row["period_date"] != snapshots[period]:
            continue
        if row["left_out"]:
            # A row that stands for many leaves as many out.
            stands_for = max(row.get("weight", 1), 1) if case.kind == "proportion" else 1
            left_out[row["left_out"]] = left_out.get(row["left_out"], 0) + stands_for
        else:
            groups.setdefault((period, row["breakdown"]), []).append(row)
    found = {
        place: {"period": place[0], "breakdown": place[1]} | _sum(case.kind, rows) for place, rows in groups.items()
    }
    is_missed = case.counts_on == "snapshot" and question.end is not None and question.end < question.as_at
    nothing = {"numerator": None if is_missed else 0, "denominator": 0, "people": 0, "rows": 0, "is_published": False}
    return filled(case, question, found, nothing), left_out


def _sum(kind: str, rows: list[Row]) -> Row:
    summed = {"rows": len(rows), "is_published": kind == "proportion" and all(row.get("is_published") for row in rows)}
    if kind == "count":
        return summed | {"numerator": len(rows), "denominator": 0}
    if kind == "proportion":
        weights = [(row.get("weight", 1), row["is_counted"]) for row in rows]
        counted = sum(weight for weight, is_counted in weights if is_counted)
        return summed | {"numerator": counted, "denominator": sum(weight for weight, _ in weights)}
    return summed | {name: sum(row[name] for row in rows) for name in ("numerator", "denominator", "people")}


def nearest_rank(days: list[int], share: Fraction) -> int:
    return sorted(days)[math.ceil(share * len(days)) - 1]


def dull_waits(case: Case, question, extent: tuple = ()) -> tuple[list[Row], dict[str, int]]:
    """Exact rows of each view of a wait, and what is left out by reason."""
    rows = [row | {"known_to": min(row["known_to"], question.as_at)} for row in scoped_rows(case, question, extent)]
    views = [question.view] if question.view else VIEWS
    answer = []
    for view in views:
        groups = {"open": _open, "completed": _completed, "cohort": _cohort}[view](case, question, rows)
        found = {
            place: {"period": place[0], "breakdown": place[1], "view": view} | summary
            for place, summary in groups.items()
        }
        nothing = _NOTHING | {"view": view}
        answer += filled(case, question, found, nothing)
    left_out: dict[str, int] = {}
    first = question.start or datetime.date.min
    last = min(question.end or question.as_at, question.as_at)
    for row in rows:
        reason = row["left_out"] or (_before_the_files(row) if "cohort" in views else None)
        # A stage that has not begun, or nobody knows when, belongs to every period.
        start = row["start_date"] or first
        if question.view == "open":
            # What would be waiting on the last day, whenever it began.
            is_inside = start <= last
            is_inside &= row["end_date"] is None or row["end_date"] > min(last, case.newest_date)
        else:
            is_inside = first <= start <= last
        if reason and is_inside:
            left_out[reason] = left_out.get(reason, 0) + 1
    return answer, left_out


_NOTHING = {
    "count": 0, "within_limit": 0, "over_limit": 0, "median_days": None, "p92_days": None, "longest_days": None,
    "value": None, "low": None, "high": None, "incidence": None, "symbol": "x",
}  # fmt: skip


def _before_the_files(row: Row) -> str | None:
    begins = row.get("observed_from_date")
    if begins is not None and row["start_date"] is not None and row["start_date"] < begins:
        return "Started before the files begin (cohort view only)"
    return None


def _open(case: Case, question, rows: list[Row]) -> dict[tuple, Row]:
    last = min(question.end or question.as_at, question.as_at, case.newest_date)
    first = max(question.start or case.first_date, case.first_date)
    ends = {period_of(day, question.every, case.year): day for day in days_from(first, last)}
    if question.every == "all":
        ends = {None: last}
    groups: dict[tuple, list] = {}
    for period, end in ends.items():
        for row in rows:
            has_ended = row["end_date"] is not None and row["end_date"] <= end
            if not row["left_out"] and row["start_date"] <= end and not has_ended:
                days = max(0, (min(end, row["known_to"]) - row["start_date"]).days)
                groups.setdefault((period, row["breakdown"]), []).append((days, row["limit_days"]))
    return {place: _describe(waits) for place, waits in groups.items()}


def _completed(case: Case, question, rows: list[Row]) -> dict[tuple, Row]:
    first = question.start or datetime.date.min
    last = min(question.end or question.as_at, question.as_at)
    groups: dict[tuple, list] = {}
    for row in rows:
        if row["left_out"] or row["exit"] != "finished" or row["end_date"] is None:
            continue
        if first <= row["end_date"] <= last:
            place = (period_of(row["end_date"], question.every, case.year), row["breakdown"])
            groups.setdefault(place, []).append(((row["end_date"] - row["start_date"]).days, row["limit_days"]))
    return {place: _describe(waits) for place, waits in groups.items()}


def _describe(waits: list[tuple[int, int | None]]) -> Row:
    days = [wait for wait, _ in waits]
    limited = [(wait, limit) for wait, limit in waits if limit is not None]
    row = _NOTHING | {
        "count": len(waits),
        "within_limit": None,
        "over_limit": None,
        "median_days": nearest_rank(days, Fraction(1, 2)),
        "p92_days": nearest_rank(days, Fraction(92, 100)),
        "longest_days": max(days),
    }
    if limited:
        within = sum(1 for wait, limit in limited if wait <= limit)
        row |= {
            "within_limit": within,
            "over_limit": sum(1 for wait, limit in limited if wait > limit),
            "value": 100 * within / len(waits),
            "symbol": "",
        }
    return row


def _cohort(case: Case, question, rows: list[Row]) -> dict[tuple, Row]:
    first = question.start or datetime.date.min
    last = min(question.end or question.as_at, question.as_at)
    groups: dict[tuple, list] = {}
    for row in rows:
        if row["left_out"] or _before_the_files(row) or not first <= row["start_date"] <= last:
            continue
        days = max(0, ((row["end_date"] or row["known_to"]) - row["start_date"]).days)
        member = (
            days,
            row["exit"] if row["end_date"] else None,
            row["limit_days"],
            (row["known_to"] - row["start_date"]).days,
        )
        groups.setdefault((period_of(row["start_date"], question.every, case.year), row["breakdown"]), []).append(
            member
        )
    return {place: describe_cohort(members) for place, members in groups.items()}


def describe_cohort(members: list[tuple[int, str | None, int, int]]) -> Row:
    """Members are (days, exit or None while open, limit in days, days it could be followed)."""
    waits = [(days, exit) for days, exit, _, _ in members]
    limits = {limit for _, _, limit, _ in members}
    curve = survival_curve(waits)
    if limits == {None}:
        return _NOTHING | {
            "count": len(members),
            "median_days": first_day_at(curve, Fraction(1, 2)),
            "p92_days": first_day_at(curve, Fraction(8, 100)),
            "longest_days": max(days for days, _ in waits),
            "within_limit": None,
            "over_limit": None,
        }
    limit = min(limits)
    surviving, variance, incidence = at_day(curve, limit)
    has_someone_left = any(days >= limit for days, _ in waits)
    is_everyone_gone = all(exit is not None for _, exit in waits) and any(exit == "finished" for _, exit in waits)
    is_known = (
        len(limits) == 1
        and max(followed for *_, followed in members) >= limit
        and (has_someone_left or is_everyone_gone or surviving == 0)
    )
    row = _NOTHING | {
        "count": len(members),
        "median_days": first_day_at(curve, Fraction(1, 2)),
        "p92_days": first_day_at(curve, Fraction(8, 100)),
        "longest_days": max(days for days, _ in waits),
        "within_limit": sum(1 for days, exit, own, _ in members if exit == "finished" and days <= own),
        "over_limit": sum(1 for days, _, own, _ in members if days > own),
    }
    if not is_known:
        return row
    row |= {"value": 100 * float(1 - surviving), "incidence": 100 * float(incidence), "symbol": ""}
    if 0 < surviving < 1:
        row["low"], row["high"] = log_log_interval(surviving, variance)
    return row


def survival_curve(waits: list[tuple[int, str | None]]) -> list[tuple[int, Fraction, Fraction | None, Fraction]]:
    """After each day: Kaplan-Meier (all else than 'finished' censored), Greenwood's sum, Aalen-Johansen.

    Exits come before those last seen on the same day; None is last seen, still waiting.
    """
    surviving, still_in, variance, incidence = Fraction(1), Fraction(1), Fraction(0), Fraction(0)
    curve = []
    for day in sorted({days for days, _ in waits}):
        risk = sum(1 for days, _ in waits if days >= day)
        finished = sum(1 for days, exit in waits if days == day and exit == "finished")
        others = sum(1 for days, exit in waits if days == day and exit not in (None, "finished"))
        incidence += still_in * Fraction(finished, risk)
        still_in *= 1 - Fraction(finished + others, risk)
        surviving *= 1 - Fraction(finished, risk)
        if variance is not None:
            variance = None if finished == risk else variance + Fraction(finished, risk * (risk - finished))
        curve.append((day, surviving, variance, incidence))
    return curve


def at_day(curve: list[tuple], day: int) -> tuple[Fraction, Fraction | None, Fraction]:
    reached = [step for step in curve if step[0] <= day]
    return reached[-1][1:] if reached else (Fraction(1), Fraction(0), Fraction(0))


def first_day_at(curve: list[tuple], share: Fraction) -> int | None:
    return next((day for day, surviving, _, _ in curve if surviving <= share), None)


def log_log_interval(surviving: Fraction, variance: Fraction) -> tuple[float, float]:
    """95% of log(-log S), as percentages who had it by then."""
    centre = math.log(-math.log(surviving))
    spread = 1.959963984540054 * math.sqrt(variance) / -math.log(surviving)
    upper, lower = (math.exp(-math.exp(centre + sign * spread)) for sign in (-1, 1))
    return 100 * (1 - upper), 100 * (1 - lower)


def protect_dull(kind: str, rows: list[Row], audience: str, per: float = 1, is_staff: bool = False) -> list[Row]:
    """What casework and leaders may see of exact rows: ``shared`` has tests of its own."""
    assert audience in ("casework", "leaders")
    if kind == "wait":
        return [_protect_dull_wait(row, audience) for row in rows]
    return [_protect_dull_figure(kind, row, audience, per, is_staff) for row in rows]


def _protect_dull_figure(kind: str, row: Row, audience: str, per: float, is_staff: bool) -> Row:
    shown: Row = {"period": row["period"], "breakdown": row["breakdown"]}
    is_open = audience == "casework" or is_staff or row["is_published"]
    if kind == "count":
        if row["numerator"] is None:
            return shown | {"value": None, "numerator": None, "denominator": None, "symbol": "x"}
        if not is_open and row["numerator"] < 5:
            return shown | {"value": None, "numerator": None, "denominator": None, "symbol": "c"}
        return shown | {"value": row["numerator"], "numerator": row["numerator"], "denominator": None, "symbol": ""}
    if not row["denominator"]:
        nought = 0 if kind == "proportion" else None
        return shown | {"value": None, "numerator": None, "denominator": nought, "symbol": "x"}
    value = (per if kind == "ratio" else 100) * row["numerator"] / row["denominator"]
    whole = shown | {"value": value, "numerator": row["numerator"], "denominator": row["denominator"], "symbol": ""}
    if is_open:
        return whole
    if kind == "ratio":
        return (
            whole
            if row["people"] >= 10
            else shown | dict.fromkeys(("value", "numerator", "denominator")) | {"symbol": "c"}
        )
    small = {name: None for name in ("numerator", "denominator") if row[name] < 5}
    if row["denominator"] < 10:
        small |= {"numerator": None}
    if small:
        return whole | {"value": None, "symbol": "c"} | small
    return whole


def _protect_dull_wait(row: Row, audience: str) -> Row:
    longest = row["longest_days"]
    band = ""
    if longest is not None:
        band = "over 104 weeks"
        for most, words in (
            (728, "52 to 104 weeks"),
            (364, "18 to 52 weeks"),
            (126, "6 to 18 weeks"),
            (42, "up to 6 weeks"),
        ):
            if longest <= most:
                band = words
    row = row | {"longest_band": band}
    if audience == "casework":
        return row
    nothing = dict.fromkeys(("median_days", "p92_days", "value", "low", "high", "incidence"))
    if row["count"] < 5:
        counts = dict.fromkeys(("count", "within_limit", "over_limit", "longest_days"))
        return row | nothing | counts | {"longest_band": "", "symbol": "c"}
    parts = {name: row[name] for name in ("within_limit", "over_limit") if row[name] is not None}
    row |= {"longest_days": None} | {name: None for name in parts if parts[name] < 5}
    if row["view"] != "cohort" and any(0 < part < 5 for part in parts.values()):
        row |= {"within_limit": None, "over_limit": None, "longest_band": ""}
    if row["count"] < 10:
        return row | nothing | {"longest_band": "", "symbol": "c"}
    if row["count"] < 25:
        row["p92_days"] = None
    if row["view"] != "cohort" and parts and row["within_limit"] is None:
        row |= {"value": None, "symbol": "c"}
    return row
