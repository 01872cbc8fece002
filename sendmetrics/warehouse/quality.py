"""What the warehouse says about its own data: files, rows not loaded, findings, and how well joins match."""

from dataclasses import dataclass

from sendmetrics.contracts.findings import SEVERITIES, Finding
from sendmetrics.warehouse.opened import Warehouse
from sendmetrics.warehouse.provenance import Departure, Load, Undated


@dataclass(frozen=True)
class MatchRate:
    """How many rows of one kind met the record of another kind they should belong to."""

    name: str
    matched: int
    rows: int

    @property
    def percent(self) -> float | None:
        return 100 * self.matched / self.rows if self.rows else None


def read_loads(warehouse: Warehouse) -> list[Load]:
    return [Load(*row) for row in warehouse.query("from loads order by file_id").fetchall()]


def read_departures(warehouse: Warehouse) -> list[Departure]:
    return [Departure(*row) for row in warehouse.query("from departures order by file_id, rows desc").fetchall()]


def read_undated(warehouse: Warehouse) -> list[Undated]:
    """Referrals without a readable day received in any file, exact, by service, most first."""
    rows = warehouse.query("from undated order by referrals desc, service").fetchall()
    return [Undated(*row) for row in rows]


def read_findings(warehouse: Warehouse) -> list[Finding]:
    """Most severe first."""
    found = [Finding(*row) for row in warehouse.query("from findings").fetchall()]
    return sorted(found, key=lambda finding: (SEVERITIES.index(finding.severity), finding.file, -finding.count))


def count_findings(warehouse: Warehouse) -> int:
    return warehouse.query("select count(*) from findings").fetchone()[0]


# Each join between health, casework and schools, as matched rows out of all: exact, and of all authorities together.
# What a reader is given of them is settled in panels/data_quality.py.
_JOINS = {
    "Referrals whose child is on a school census": "select count(year_group), count(*) from referrals",
    "Requests whose child was on a school census before": "select count(year_group), count(*) from requests",
    "Requests with a school or setting": "select count(school_urn), count(*) from requests",
    "Advice matched to a request": "select count(request_id), count(*) from advice",
    "Events of cases matched to a request": "select count(request_id), count(*) from case_events",
    "Schools with a local area": "select count(locality_code), count(*) from schools where has_figures",
    "Schools known to GIAS": "select count(school_type), count(*) from schools where has_figures",
}


def read_match_rates(warehouse: Warehouse) -> list[MatchRate]:
    """Match rates of the joins that have any rows."""
    rates = [MatchRate(name, *warehouse.query(sql).fetchone()) for name, sql in _JOINS.items()]
    return [rate for rate in rates if rate.rows]
