"""Small numbers, protected before anything is divided, drawn, printed or written.

Rules by audience (our own proposal, after NHS Digital, ONS and the information
regulator's threshold of five): ``casework`` sees exact figures; ``leaders``
guard against the glance, not against subtraction; ``shared`` is fit to leave
the building. Of a share leaders see 12 of 13 although it tells of the one:
hiding those, as it is done of waits, would blank two months in three of an
authority of 20,000 pupils, and with them what changes from month to month. Staff figures are seen by the authority and the school itself,
one row a school, and never leave by school. Published figures pass.
"""

import math
from collections.abc import Iterable

from sendmetrics.metrics.definition import CURVE, Metric

LEADERS_SMALLEST_COUNT = 5
LEADERS_SMALLEST_BASE = 10
LEADERS_SMALLEST_BASE_P92 = 25
SHARED_LARGEST_HIDDEN = 7
SHARED_ROUNDING_BASE = 5
SHARED_SMALLEST_BASE_MEDIAN = 10
SHARED_ESTIMATE_BASE = 10

HIDDEN = "c"
NOT_AVAILABLE = "x"

# Upper ends in days of the bands in which a longest wait is told.
BANDS = (
    (42, "up to 6 weeks"),
    (126, "6 to 18 weeks"),
    (364, "18 to 52 weeks"),
    (728, "52 to 104 weeks"),
    (math.inf, "over 104 weeks"),
)


def protect_count(count: int | None, audience: str, is_staff: bool = False) -> tuple[int | None, str]:
    """A count as the audience may see it, and the symbol that stands in its place."""
    if count is None:
        return None, ""
    if audience == "casework" or (is_staff and audience == "leaders"):
        return count, ""
    if audience == "leaders":
        return (count, "") if count >= LEADERS_SMALLEST_COUNT else (None, HIDDEN)
    if 1 <= count <= SHARED_LARGEST_HIDDEN:
        return None, HIDDEN
    return _to_base(count), ""


def _to_base(number: float) -> int:
    return SHARED_ROUNDING_BASE * math.floor(number / SHARED_ROUNDING_BASE + 0.5)


def protect_figures(metric: Metric, rows: Iterable[dict], audience: str) -> list[dict]:
    """Rows of a count, proportion or ratio: protected, then divided.

    Input rows hold exact ``numerator, denominator, people, is_published``;
    output rows ``value, numerator, denominator, symbol`` in their place.
    """
    rows = list(rows)
    shown = [_protect_figure(metric, row, audience) for row in rows]
    if audience == "shared" and metric.kind != "ratio":
        for period in {row["period"] for row in rows}:
            table = [pair for pair in zip(rows, shown, strict=True) if pair[0]["period"] == period]
            for measure in ("numerator", "denominator") if metric.kind == "proportion" else ("numerator",):
                _hide_companions(table, measure)
    return shown


def _hide_companions(table: list[tuple[dict, dict]], measure: str) -> None:
    """Hide one more cell, the smallest shown, while the rounded total of the table would tell that a hidden one is 1.

    Shown as 10 and 15 of a total of 20, and one cell hidden: the first two are
    at least 8 and 13, the total at most 22, so the hidden cell is 1.
    """
    reach = SHARED_ROUNDING_BASE // 2
    total = sum(row[measure] or 0 for row, _ in table)
    most = _to_base(total) + reach if total > SHARED_LARGEST_HIDDEN else SHARED_LARGEST_HIDDEN
    known = sum(row[measure] for row, _ in table if row.get("is_published"))
    counted = [(row, shown) for row, shown in table if row[measure] and not row.get("is_published")]
    while True:
        hidden = sum(1 for _, shown in counted if shown[measure] is None)
        larger = [shown for _, shown in counted if shown[measure] is not None]
        least = known + sum(max(shown[measure] - reach, SHARED_LARGEST_HIDDEN + 1) for shown in larger) + hidden - 1
        if not hidden or not larger or most - least > 1:
            return
        smallest = min(larger, key=lambda shown: shown[measure])
        smallest |= {measure: None, "value": None, "symbol": HIDDEN}


def _protect_figure(metric: Metric, row: dict, audience: str) -> dict:
    kept = {name: row[name] for name in ("period", "breakdown", "label")}
    if row.get("is_published"):
        audience = "casework"
    is_staff = metric.disclosure_unit == "staff"
    if metric.kind == "ratio":
        return kept | _protect_ratio(metric, row, audience, is_staff)
    numerator, symbol = protect_count(row["numerator"], audience, is_staff)
    if metric.kind == "count":
        symbol = NOT_AVAILABLE if row["numerator"] is None else symbol
        return kept | {"value": numerator, "numerator": numerator, "denominator": None, "symbol": symbol}
    if not row["denominator"]:
        return kept | {"value": None, "numerator": None, "denominator": 0, "symbol": NOT_AVAILABLE}
    denominator, hidden_base = protect_count(row["denominator"], audience, is_staff)
    symbol = symbol or hidden_base
    if audience == "leaders" and not is_staff and row["denominator"] < LEADERS_SMALLEST_BASE:
        # Numerator and base would say the share that is hidden: 6 of 8.
        numerator, symbol = None, HIDDEN
    value = None if symbol else 100 * numerator / denominator
    return kept | {"value": value, "numerator": numerator, "denominator": denominator, "symbol": symbol}


def _protect_ratio(metric: Metric, row: dict, audience: str, is_staff: bool) -> dict:
    if not row["denominator"]:
        return {"value": None, "numerator": None, "denominator": None, "symbol": NOT_AVAILABLE}
    # A ratio of hours to pupils is about the few who work the hours.
    _, symbol = protect_count(min(row["people"], row["rows"]) if is_staff else row["people"], audience, is_staff)
    if audience == "leaders" and not is_staff and row["people"] < LEADERS_SMALLEST_BASE:
        symbol = HIDDEN
    if symbol:
        return {"value": None, "numerator": None, "denominator": None, "symbol": symbol}
    numerator, denominator = row["numerator"], row["denominator"]
    if audience == "shared":
        numerator, denominator = _to_base(numerator), _to_base(denominator)
        if not denominator:
            return {"value": None, "numerator": None, "denominator": None, "symbol": HIDDEN}
    value = metric.per * numerator / denominator
    return {"value": value, "numerator": numerator, "denominator": denominator, "symbol": ""}


def protect_waits(metric: Metric, rows: Iterable[dict], audience: str) -> list[dict]:
    """Rows of a wait: counts protected; medians, percentiles and estimates shown only on a large enough base."""
    is_staff = metric.disclosure_unit == "staff"
    if audience == "casework":
        return [_banded(row) for row in rows]
    return [
        _protect_curve(row, audience, is_staff)
        if row["view"] == CURVE
        else _protect_wait(_banded(row), audience, is_staff)
        for row in rows
    ]


def _protect_curve(row: dict, audience: str, is_staff: bool) -> dict:
    """A curve is exact estimates on the base of its cohort, shown or hidden as one; none may leave the building."""
    count, symbol = protect_count(row["count"], audience, is_staff)
    if symbol or (row["count"] and row["count"] < LEADERS_SMALLEST_BASE) or audience == "shared":
        symbol = symbol or (HIDDEN if row["count"] else NOT_AVAILABLE)
        return row | dict.fromkeys(_CURVE_VALUES) | {"count": count, "symbol": symbol}
    return row | {"count": count}


def _banded(row: dict) -> dict:
    if row["view"] == CURVE:
        return row
    longest = row["longest_days"]
    band = "" if longest is None else next(words for end, words in BANDS if longest <= end)
    return row | {"longest_band": band}


def _protect_wait(row: dict, audience: str, is_staff: bool) -> dict:
    count, symbol = protect_count(row["count"], audience, is_staff)
    within, hidden_within = protect_count(row["within_limit"], audience, is_staff)
    over, hidden_over = protect_count(row["over_limit"], audience, is_staff)
    if symbol:
        empty = dict.fromkeys(_WAIT_VALUES)
        return row | empty | {"longest_band": "", "symbol": symbol}
    smallest = SHARED_SMALLEST_BASE_MEDIAN if audience == "shared" else LEADERS_SMALLEST_BASE
    shown = row | {"count": count, "within_limit": within, "over_limit": over, "longest_days": None}
    is_told_by_over = audience == "shared" and row["view"] == "open"
    if audience == "shared":
        # One of the two, for the open those over and for the others those within: both of both could be subtracted.
        shown["within_limit" if is_told_by_over else "over_limit"] = None
        if hidden_over:
            # The longest of few over the limit is one of those few.
            shown["longest_band"] = ""
    is_told_by_other = row["view"] != "cohort" and bool(hidden_within) != bool(hidden_over)
    few = row["within_limit"] if hidden_within else row["over_limit"]
    if audience == "leaders" and is_told_by_other and few:
        # 24 within beside 26 in all tells at a glance of the 2 over; so would their share.
        shown |= {"within_limit": None, "over_limit": None, "longest_band": ""}
        hidden_within = HIDDEN
    if row["count"] < smallest:
        symbol = HIDDEN if row["count"] else NOT_AVAILABLE
        return shown | dict.fromkeys(_ESTIMATES) | {"longest_band": "", "symbol": symbol}
    if row["count"] < LEADERS_SMALLEST_BASE_P92:
        shown["p92_days"] = None
    if row["view"] == "cohort" and audience == "shared":
        shown |= {name: _as_coarse(shown[name], count) for name in ("value", "incidence")}
        shown |= {"low": None, "high": None}
        if hidden_within and row["symbol"] == "":
            shown |= {"value": None, "incidence": None, "symbol": HIDDEN}
    if row["view"] != "cohort" and row["symbol"] == "":
        shown["symbol"] = hidden_over if is_told_by_over else hidden_within
        shown["value"] = None if shown["symbol"] else 100 * (count - over if is_told_by_over else within) / count
    return shown


_ESTIMATES = ("median_days", "p92_days", "value", "low", "high", "incidence")
_CURVE_VALUES = ("median_days", "mean_days", "value", "low", "high", "incidence", "other_exits")
_WAIT_VALUES = ("count", "longest_days", "within_limit", "over_limit", *_ESTIMATES)


def _as_coarse(percent: float | None, count: int) -> float | None:
    """An estimate from exact rows, no finer than ten children: 95% of about 20 would tell that it was all but one.

    Twice as coarse as the counts, since two estimates beside them tell more
    than either: at five children, 100% beside 33% of about 15 told of one.
    """
    if percent is None:
        return None
    step = max(100 * SHARED_ESTIMATE_BASE / count, 1)
    return step * math.floor(percent / step + 0.5)


def protect_left_out(left_out: dict[str, int], audience: str, is_staff: bool) -> list[dict]:
    """Reasons with their counts, protected like any other count.

    Not for what is shared: what is left out of one table is often all that
    stands between it and another, and with it some hidden cells can be found.
    """
    if audience == "shared":
        return []
    protected = []
    for reason, count in sorted(left_out.items(), key=lambda item: (-item[1], item[0])):
        shown, symbol = protect_count(count, audience, is_staff)
        protected.append({"reason": reason, "count": shown, "symbol": symbol})
    return protected
