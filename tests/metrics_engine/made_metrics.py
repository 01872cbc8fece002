"""Made-up measures of every kind over real contracts, and a warehouse in memory whose rows can be changed at once.

The measures hand on what their source row says, so that a test can put any
weight, limit, exit or reason into a row and knows what the runner was given.
"""

import contextlib
import datetime
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from harness import BUILT_AT, complete_rows, fill_tables

from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics.access_log import AccessLog
from sendmetrics.metrics.definition import Metric, read_metric
from sendmetrics.metrics.engine import Engine
from sendmetrics.warehouse.opened import Warehouse

HEADER = """/*
title           = "{title}"
theme           = "Made up"
definition      = "Made up."
kind            = "{kind}"
unit            = "{unit}"
polarity        = "no_judgement"
numerator       = "Things"
{denominator}
breakdowns      = ["locality"]
sources         = ["{source}"]
statutory_basis = "None: local measure"
caveats         = []
owner           = "Tests"
reviewed        = 2026-01-01
counts_on       = "{counts_on}"
year            = "{year}"
{more}
*/
"""
KEYS = (
    "la_code, person_id, school_urn, locality_code, icb_code, need_type, year_group, is_fsm_eligible, service, "
    "provider_code"
)
SELECTS = {
    "count": f"select referral_id, {KEYS}, received_date as period_date, redirected_to as left_out from referrals",
    "proportion": f"""select referral_id, {KEYS}, received_date as period_date, redirected_to as left_out,
        accepted_date is not null as is_counted, file_id as weight, row = 1 as is_published from referrals""",
    "ratio": """select senco_post_id, la_code, school_urn, locality_code, snapshot_date as period_date,
        term as left_out, protected_hours as numerator, contracted_hours as denominator, file_id as people
        from senco_posts""",
    "wait": f"""select referral_id, {KEYS}, received_date as period_date, redirected_to as left_out,
        received_date as start_date, discharge_date as end_date, discharge_reason as exit,
        observed_to_date as known_to, file_id as limit_days, triaged_date as observed_from_date from referrals""",
}


def write_metric(
    folder: Path, kind: str, counts_on: str = "event", year: str = "calendar", unit: str = "pupils", per: float = 1
) -> Metric:
    """A measure of that kind, through the same door as any other."""
    source = "senco_posts" if kind == "ratio" else "referrals"
    header = HEADER.format(
        title=f"Made-up {kind}",
        kind=kind,
        unit="%" if kind == "proportion" else "days" if kind == "wait" else "things",
        denominator='denominator = "All things"' if kind in ("proportion", "ratio") else "",
        source=source,
        counts_on=counts_on,
        year=year,
        more=f'disclosure_unit = "{unit}"\nper = {per}',
    )
    path = folder / f"made_{kind}_{counts_on}_{year}_{unit}.sql"
    path.write_text(header + SELECTS[kind] + "\n", encoding="utf-8")
    return read_metric(path)


@contextlib.contextmanager
def stand_in(metric: Metric) -> Iterator[None]:
    """While this lasts, every question is about that measure."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for module in ("metrics.engine", "exports.results"):
            monkeypatch.setattr(f"sendmetrics.{module}.find_metric", lambda name: metric)
        yield


class MadeWarehouse:
    """A warehouse in memory with the reference tables given; facts are put in afresh for each example."""

    def __init__(self, log: Path, **tables: list[dict]) -> None:
        self.con = duckdb.connect(":memory:", config={"threads": "2"})
        self.log = log
        self.tables = tables
        self.version = 0
        fill_tables(self.con, datetime.date(2026, 1, 31), tables)

    def engine(self, as_at: datetime.date, **facts: list[dict]) -> Engine:
        """An engine over exactly these facts."""
        spans = {}
        for name in ("referrals", "senco_posts"):
            table = TABLES[name]
            self.con.execute(f"delete from {name}")
            rows = complete_rows(name, facts.get(name, []), as_at)
            if rows:
                marks = f"({', '.join('?' * len(table.columns))})"
                values = [value for row in rows for value in row.values()]
                self.con.execute(f"insert into {name} values {', '.join([marks] * len(rows))}", values)
                spans[name] = (min(row[table.first_date] for row in rows), max(row[table.last_date] for row in rows))
        self.version += 1
        path = Path(f"warehouse-{self.version:06d}-00000000.duckdb")
        return Engine(Warehouse(path, self.con, BUILT_AT, {"999": spans}), AccessLog(self.log, lambda: BUILT_AT))
