"""Published figures to set beside our own: England and the region, each with the release it comes from."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from sendmetrics.contracts.reference import read_reference
from sendmetrics.metrics.definition import Metric, find_metric
from sendmetrics.metrics.periods import SEPTEMBER
from sendmetrics.metrics.question import Reader, Result
from sendmetrics.warehouse.opened import Warehouse

NATIONAL, REGIONAL = "National", "Regional"


@dataclass(frozen=True)
class Comparator:
    """A published figure of one area for one period; ``when`` says the period as the publisher does."""

    level: str
    area: str
    period: datetime.date
    when: str
    value: float
    release: str


def read_comparators(warehouse: Warehouse, metric: Metric, reader: Reader) -> list[Comparator]:
    """England's and the reader's region's figures for a metric, oldest first; none where nothing is published.

    A region is given when all authorities in the warehouse that the reader may
    see lie in the same one.
    """
    if not metric.comparator or metric.kind == "count":
        return []
    allowed = dict(reader.extent).get("authorities")
    regions = warehouse.query(
        "select distinct region_name from main.authorities where is_loaded and region_name is not null "
        "and ($allowed is null or list_contains($allowed::varchar[], la_code))",
        {"allowed": list(allowed) if allowed else None},
    ).fetchall()
    region = regions[0][0] if len(regions) == 1 else None
    rows = warehouse.query(
        "select geographic_level, area_name, year, value, release from main.comparators "
        "where metric = $metric and (geographic_level = 'National' "
        "or (geographic_level = 'Regional' and lower(area_name) = lower($region))) order by year, geographic_level",
        {"metric": metric.comparator, "region": region},
    ).fetchall()
    titles = {row["release"]: f"{row['publisher']}, {row['title']}" for row in read_reference("releases")}
    return [
        Comparator(level, area, _period(metric, year), _when(metric, year), value, titles[release])
        for level, area, year, value, release in rows
    ]


def published_beside(
    comparators: Iterable[Comparator], level: str, result: Result, row: dict | None
) -> Comparator | None:
    """A level's published figure for the year of a row of ours, else the latest before it, else the newest there is."""
    found = [comparator for comparator in comparators if comparator.level == level]
    if row is None or not found:
        return found[-1] if found else None
    day = row["period"]
    if day is None:
        # A January census lies in the school year that began the September before; until January the newest is last year's.
        last = min(result.question.end or result.as_at, result.as_at)
        day = _period(find_metric(result.metric), last.year)
    until = [comparator for comparator in found if comparator.period <= day]
    return (until or found)[-1]


def _period(metric: Metric, year: int) -> datetime.date:
    """A January census lies in the school year that began the September before."""
    if metric.year == "academic":
        return datetime.date(year - 1, SEPTEMBER, 1)
    return datetime.date(year, 1, 1)


def _when(metric: Metric, year: int) -> str:
    return f"January {year}" if metric.year == "academic" else str(year)
