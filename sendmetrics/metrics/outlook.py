"""What is expected of open assessments and of this year's published rate, as a reader may see it.

Rows are worked out exactly and then protected, like a Result's. Nothing is
said of one child: the finest row is a stage and an age group. Leaders see an
expected number only where ten cases or more are open behind it.
"""

import datetime
from dataclasses import dataclass, replace

from sendmetrics.metrics.chances import STAGES
from sendmetrics.metrics.disclosure import (
    HIDDEN,
    LEADERS_SMALLEST_BASE,
    LEADERS_SMALLEST_COUNT,
    NOT_AVAILABLE,
    protect_count,
)
from sendmetrics.metrics.forecast import (
    CALIBRATION_BINS,
    LEAST_ENDED,
    LEAST_MONTHS,
    MONTHS_LEARNT_FROM,
    MONTHS_SHOWN,
    PLAN_DAYS,
    Fetch,
    Month,
    Sight,
    look_back,
    read_counts,
    spread_of,
)
from sendmetrics.metrics.question import Question

WAIT, PUBLISHED = "request_to_plan_wait", "plans_issued_within_20_weeks"
NOT_SHARED = (
    "Figures that leave the building come as fixed tables only, so that none can be subtracted from another to find a "
    "child. What is expected of open cases is not among them."
)
WEEK_DAYS = 7
# Leaders see blocks of weeks: hardly a week of one authority has ten open cases.
BLOCK_DAYS = {"casework": WEEK_DAYS, "leaders": 4 * WEEK_DAYS}
AGE_GROUPS = ((0, 42), (42, 84), (84, 112), (112, PLAN_DAYS))


@dataclass(frozen=True)
class Outlook:
    """What is expected, and how well it was foretold before. ``too_thin`` says in words why nothing is.

    ``rate`` has ``year, numerator, denominator, value, low, high, plans``, the
    first two of plans issued so far. Rows of ``passing`` (``starts, ends, open,
    expected, low, high``) tell of open cases by the days on which their
    twentieth week ends, of ``stages`` (``stage, open, late, expected``) and of
    ``chances`` (``stage, from_week, to_week, open, value``) where they stand now, of
    ``back_test`` (``month, open, expected, low, high, happened, is_inside``, and
    ``share, share_low, share_high, share_happened, is_share_inside``) what was
    foretold and came (``held`` counts the months inside, and all); of ``calibration`` (``from_chance, to_chance, cases,
    expected, happened``) the same by chance. ``symbol`` is ``c`` where
    something is hidden.
    """

    question: Question
    as_at: datetime.date | None
    audience: str
    warehouse: str
    is_collected: bool = True
    too_thin: str = ""
    rate: dict | None = None
    total: dict | None = None
    passing: tuple[dict, ...] = ()
    stages: tuple[dict, ...] = ()
    chances: tuple[dict, ...] = ()
    back_test: tuple[dict, ...] = ()
    held: tuple[int, int] | None = None
    calibration: tuple[dict, ...] = ()


def work_out(empty: Outlook, fetch: Fetch, issued: dict) -> Outlook:
    """The outlook in exact numbers; ``issued`` is this year's row of the published rate. Never for a reader: protect it."""
    today = Sight(read_counts(fetch, empty.as_at))
    months = [] if today.is_thin else look_back(fetch, empty.as_at)
    if today.is_thin:
        return replace(empty, too_thin=_say_thin(today))
    if len(months) < LEAST_MONTHS:
        return replace(empty, too_thin=_say_short(len(months)))
    cases: dict[tuple[int, int], int] = {}
    for (stage, day, _), count in today.counts.opens.items():
        cases[stage, day] = cases.get((stage, day), 0) + count
    spread = spread_of(months, empty.as_at, MONTHS_SHOWN)
    young = {key: count for key, count in cases.items() if key[1] <= PLAN_DAYS}
    tested = [_back_test_row(month, months) for month in months[:MONTHS_SHOWN]]
    return replace(
        empty,
        rate=_rate_row(today, months, empty.as_at, issued),
        total=_passing_row(today, young, spread, None, None),
        passing=tuple(_passing_rows(today, young, spread, empty)),
        stages=tuple(_stage_rows(today, cases)),
        chances=tuple(_chance_rows(today, young)),
        back_test=tuple(tested),
        held=(sum(row["is_inside"] for row in tested), len(tested)),
        calibration=tuple(_calibration_rows(months[:MONTHS_SHOWN])),
    )


def _say_thin(today: Sight) -> str:
    return (
        f"Too few cases to predict from: fewer than {LEAST_ENDED} ended in the last year, with these filters. "
        "Take a filter away, or look at the open cases themselves."
    )


def _say_short(months: int) -> str:
    ends = "is 1 past month end" if months == 1 else f"are {months or 'no'} past month ends"
    return f"Nothing is predicted: there {ends} to test a prediction on, and {LEAST_MONTHS} are needed to say how far to trust it."


def _rate_row(today: Sight, months: list[Month], as_at: datetime.date, issued: dict) -> dict:
    last = datetime.date(as_at.year, 12, 31)
    in_time, plans = issued["numerator"] or 0, issued["denominator"] or 0
    share = today.expect_share((last - as_at).days, in_time, plans)
    low, high = share.ends(spread_of(months, as_at, MONTHS_SHOWN, of_share=True))
    found = {"year": as_at.year, "numerator": in_time, "denominator": plans}
    if share.plans < 1:
        return found | {"value": None, "low": None, "high": None, "plans": share.plans, "symbol": NOT_AVAILABLE}
    return found | {"value": 100 * share.mean, "low": low, "high": high, "plans": share.plans, "symbol": ""}


def _passing_row(
    today: Sight, cases: dict, spread: float, starts: datetime.date | None, ends: datetime.date | None
) -> dict:
    expected = today.expect_passing(cases)
    low, high = expected.ends(spread)
    found = {"starts": starts, "ends": ends, "open": expected.cases, "expected": expected.mean}
    return found | {"low": low, "high": high, "symbol": ""}


def _passing_rows(today: Sight, young: dict, spread: float, empty: Outlook) -> list[dict]:
    """By the day after which they would be late, in weeks or blocks of weeks from the as-at day on.

    The last takes in the 140th day besides: a block of one day would tell of the requests of that day alone.
    """
    step = BLOCK_DAYS[empty.audience]
    rows = []
    for first in range(0, PLAN_DAYS, step):
        last = first + step - 1 if first + step < PLAN_DAYS else PLAN_DAYS
        due = {key: count for key, count in young.items() if first <= PLAN_DAYS - key[1] <= last}
        starts, ends = (empty.as_at + datetime.timedelta(days=days) for days in (first, last))
        rows.append(_passing_row(today, due, spread, starts, ends))
    return rows


def _stage_rows(today: Sight, cases: dict) -> list[dict]:
    rows = []
    for place, stage in enumerate(STAGES):
        own = {key: count for key, count in cases.items() if key[0] == place}
        young = {key: count for key, count in own.items() if key[1] <= PLAN_DAYS}
        count, open_young = sum(own.values()), sum(young.values())
        expected = today.expect_passing(young).mean
        found = {"stage": stage, "open": count, "late": count - open_young, "young": open_young}
        rows.append(found | {"expected": expected, "symbol": ""})
    return rows


def _chance_rows(today: Sight, young: dict) -> list[dict]:
    rows = []
    for place, stage in enumerate(STAGES):
        for after, until in AGE_GROUPS:
            own = {
                key: count
                for key, count in young.items()
                if key[0] == place and (after < key[1] <= until or key[1] == after == 0)
            }
            expected = today.expect_passing(own)
            found = {"stage": stage, "from_week": after // WEEK_DAYS, "to_week": until // WEEK_DAYS}
            value = 100 * expected.mean / expected.cases if expected.cases else None
            rows.append(found | {"open": expected.cases, "value": value, "symbol": ""})
    return rows


def _back_test_row(month: Month, months: list[Month]) -> dict:
    low, high = month.passing.ends(spread_of(months, month.day, MONTHS_LEARNT_FROM))
    share_low, share_high = month.share.ends(spread_of(months, month.day, MONTHS_LEARNT_FROM, of_share=True))
    came = 100 * month.in_time / month.plans if month.plans else None
    return {
        "month": month.day,
        "open": month.passing.cases,
        "expected": month.passing.mean,
        "low": low,
        "high": high,
        "happened": month.happened,
        "is_inside": low <= month.happened <= high,
        "plans": month.plans,
        "in_time": month.in_time,
        "share": 100 * month.share.mean,
        "share_low": share_low,
        "share_high": share_high,
        "share_happened": came,
        "is_share_inside": None if came is None else share_low <= came <= share_high,
        "symbol": "",
    }


def _calibration_rows(months: list[Month]) -> list[dict]:
    rows = [
        {"from_chance": 100 * place / CALIBRATION_BINS, "to_chance": 100 * (place + 1) / CALIBRATION_BINS}
        | {"cases": 0, "expected": 0.0, "happened": 0, "symbol": ""}
        for place in range(CALIBRATION_BINS)
    ]
    for month in months:
        for (stage, day), count in month.known.items():
            chance = float(month.sight.passing[0, stage, day])
            row = rows[min(int(chance * CALIBRATION_BINS), CALIBRATION_BINS - 1)]
            row["cases"] += count
            row["expected"] += count * chance
            row["happened"] += month.passed[stage, day]
    return rows


def protect_outlook(outlook: Outlook) -> Outlook:
    """As the audience may see it: counts by the rules for counts, what is expected only on a large enough base."""
    if outlook.audience == "casework":
        return outlook
    return replace(
        outlook,
        rate=outlook.rate and _protect_rate(outlook.rate),
        total=outlook.total and _protect(outlook.total, ("open",), "open", _ENDS),
        passing=tuple(_protect(row, ("open",), "open", _ENDS) for row in outlook.passing),
        stages=_protect_stages(outlook.stages),
        chances=tuple(_protect(row, ("open",), "open", ("value",)) for row in outlook.chances),
        back_test=tuple(_protect_month(row) for row in outlook.back_test),
        calibration=tuple(
            _protect(row, ("cases", "happened"), "cases", ("expected", "happened")) for row in outlook.calibration
        ),
    )


_ENDS = ("expected", "low", "high")


def _protect(row: dict, counts: tuple[str, ...], base: str, on_base: tuple[str, ...]) -> dict:
    """Small counts hidden, and on a small base what is worked out from it."""
    shown = dict(row)
    for name in counts:
        shown[name], symbol = protect_count(row[name], "leaders")
        shown["symbol"] = symbol or shown["symbol"]
    if row[base] < LEADERS_SMALLEST_BASE:
        shown |= dict.fromkeys(on_base) | {"symbol": HIDDEN}
    return shown


def _protect_rate(row: dict) -> dict:
    shown = _protect(row, ("numerator", "denominator"), "plans", ("value", "low", "high"))
    if row["denominator"] < LEADERS_SMALLEST_BASE:
        # As of every share of so few, the number in time is hidden with it.
        shown["numerator"] = None
    return shown


def _protect_stages(rows: tuple[dict, ...]) -> tuple[dict, ...]:
    """Without the number of those not late: beside all who are open, it tells how many are.

    Those who are late tell as much. Where few of a stage are not late, the late
    of no stage are shown: of another they would tell it beside the total.
    """
    told = [_protect(row, ("open", "late"), "young", ("expected",)) | {"young": None} for row in rows]
    if any(0 < row["young"] < LEADERS_SMALLEST_COUNT for row in rows):
        told = [row | {"late": None, "symbol": HIDDEN} for row in told]
    return tuple(told)


def _protect_month(row: dict) -> dict:
    shown = _protect(row, ("open", "happened"), "open", (*_ENDS, "happened"))
    if shown["happened"] is None:
        # Beside the months that were inside, which the title counts, the interval would narrow the number down.
        shown |= dict.fromkeys(("low", "high", "is_inside"))
    shown = _protect(shown, ("plans", "in_time"), "plans", (*_SHARE, "in_time"))
    if shown["in_time"] is None:
        shown |= {"share_happened": None, "is_share_inside": None}
    return shown


_SHARE = ("share", "share_low", "share_high", "share_happened", "is_share_inside")
