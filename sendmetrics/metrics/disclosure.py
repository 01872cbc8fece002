"""Small numbers, protected before anything is divided, drawn, printed or written.

Rules by audience (our own proposal, after NHS Digital, ONS and the information
regulator's threshold of five): ``casework`` sees exact figures; ``leaders``
guard against the glance, not against subtraction; ``shared`` is fit to leave
the building. Staff figures are seen by the authority and the school itself,
one row a school, and never leave by school. Published figures pass.
"""

import math
from collections.abc import Iterable

from sendmetrics.metrics.definition import Metric

LEADERS_SMALLEST_COUNT = 5
LEADERS_SMALLEST_BASE = 10
LEADERS_SMALLEST_BASE_P92 = 25
SHARED_LARGEST_HIDDEN = 7
SHARED_ROUNDING_BASE = 5
SHARED_SMALLEST_BASE_MEDIAN = 8

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
    return SHARED_ROUNDING_BASE * math.floor(count / SHARED_ROUNDING_BASE + 0.5), ""


def protect_figures(metric: Metric, rows: Iterable[dict], audience: str) -> list[dict]:
    """Rows of a count, proportion or ratio: protected, then divided.

    Input rows hold exact ``numerator, denominator, people, is_published``;
    output rows ``value, numerator, denominator, symbol`` in their place.
    """
    return [_protect_figure(metric, row, audience) for row in rows]


def _protect_figure(metric: Metric, row: dict, audience: str) -> dict:
    kept = {name: row[name] for name in ("period", "breakdown", "label")}
    if row.get("is_published"):
        audience = "casework"
    is_staff = metric.disclosure_unit == "staff"
    if metric.kind == "ratio":
        return kept | _protect_ratio(metric, row, audience, is_staff)
    numerator, symbol = protect_count(row["numerator"], audience, is_staff)
    if metric.kind == "count":
        return kept | {"value": numerator, "numerator": numerator, "denominator": None, "symbol": symbol}
    if not row["denominator"]:
        return kept | {"value": None, "numerator": None, "denominator": 0, "symbol": NOT_AVAILABLE}
    denominator, hidden_base = protect_count(row["denominator"], audience, is_staff)
    symbol = symbol or hidden_base
    if audience == "leaders" and not is_staff and row["denominator"] < LEADERS_SMALLEST_BASE:
        symbol = HIDDEN
    value = None if symbol else 100 * numerator / denominator
    return kept | {"value": value, "numerator": numerator, "denominator": denominator, "symbol": symbol}


def _protect_ratio(metric: Metric, row: dict, audience: str, is_staff: bool) -> dict:
    if not row["denominator"]:
        return {"value": None, "numerator": None, "denominator": None, "symbol": NOT_AVAILABLE}
    _, symbol = protect_count(row["people"], audience, is_staff)
    if audience == "leaders" and not is_staff and row["people"] < LEADERS_SMALLEST_BASE:
        symbol = HIDDEN
    if symbol:
        return {"value": None, "numerator": None, "denominator": None, "symbol": symbol}
    numerator, denominator = row["numerator"], row["denominator"]
    if audience == "shared":
        numerator = SHARED_ROUNDING_BASE * math.floor(numerator / SHARED_ROUNDING_BASE + 0.5)
        denominator = SHARED_ROUNDING_BASE * math.floor(denominator / SHARED_ROUNDING_BASE + 0.5)
    value = metric.per * numerator / denominator
    return {"value": value, "numerator": numerator, "denominator": denominator, "symbol": ""}


def protect_waits(metric: Metric, rows: Iterable[dict], audience: str) -> list[dict]:
    """Rows of a wait: counts protected; medians, percentiles and estimates shown only on a large enough base."""
    is_staff = metric.disclosure_unit == "staff"
    return [row if audience == "casework" else _protect_wait(row, audience, is_staff) for row in map(_banded, rows)]


def _banded(row: dict) -> dict:
    longest = row["longest_days"]
    band = "" if longest is None else next(words for end, words in BANDS if longest <= end)
    return row | {"longest_band": band}


def _protect_wait(row: dict, audience: str, is_staff: bool) -> dict:
    count, symbol = protect_count(row["count"], audience, is_staff)
    within, hidden_within = protect_count(row["within_limit"], audience, is_staff)
    over, _ = protect_count(row["over_limit"], audience, is_staff)
    if symbol:
        empty = dict.fromkeys(_WAIT_VALUES)
        return row | empty | {"longest_band": "", "symbol": symbol}
    smallest = SHARED_SMALLEST_BASE_MEDIAN if audience == "shared" else LEADERS_SMALLEST_BASE
    shown = row | {"count": count, "within_limit": within, "over_limit": over, "longest_days": None}
    if row["count"] < smallest:
        return shown | dict.fromkeys(_ESTIMATES) | {"longest_band": "", "symbol": HIDDEN}
    if row["count"] < LEADERS_SMALLEST_BASE_P92:
        shown["p92_days"] = None
    if row["view"] == "cohort" and audience == "shared":
        shown |= {name: _to_whole(shown[name]) for name in ("value", "low", "high", "incidence")}
    if row["view"] != "cohort" and row["symbol"] == "":
        shown["value"] = None if hidden_within else (100 * within / count if count else None)
        shown["symbol"] = hidden_within
    return shown


_ESTIMATES = ("median_days", "p92_days", "value", "low", "high", "incidence")
_WAIT_VALUES = ("count", "longest_days", "within_limit", "over_limit", *_ESTIMATES)


def _to_whole(percent: float | None) -> float | None:
    return None if percent is None else float(math.floor(percent + 0.5))


def protect_left_out(left_out: dict[str, int], audience: str, is_staff: bool) -> list[dict]:
    """Reasons with their counts, protected like any other count."""
    protected = []
    for reason, count in sorted(left_out.items(), key=lambda item: (-item[1], item[0])):
        shown, symbol = protect_count(count, audience, is_staff)
        protected.append({"reason": reason, "count": shown, "symbol": symbol})
    return protected
