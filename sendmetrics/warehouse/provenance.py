"""Where every row went: rows in = loaded + set aside + rejected, for every file, and why."""

from dataclasses import dataclass

import duckdb
import pyarrow

from sendmetrics.checks.rules import say_rule
from sendmetrics.contracts import FEEDS
from sendmetrics.extracts.own_services import FILE as SERVICES_FILE
from sendmetrics.extracts.staging import Staging
from sendmetrics.extracts.targets import FILE as TARGETS_FILE


@dataclass(frozen=True)
class Load:
    """What became of one file."""

    file_id: int
    file: str
    layout: str
    sha256: str
    rows_in: int
    rows_loaded: int
    rows_set_aside: int
    rows_rejected: int


@dataclass(frozen=True)
class Departure:
    """Rows of a file that were not loaded, with the reason; ``kind`` is ``set aside`` or ``rejected``."""

    file_id: int
    record: str
    kind: str
    reason: str
    rows: int


@dataclass(frozen=True)
class Undated:
    """Referrals of which no file tells a readable day received, so that nobody can count their wait; service empty where untold."""

    service: str
    referrals: int


def count_undated(staging: Staging) -> list[Undated]:
    """By service, the referrals without a day received in any row; asked once all rows are refused that will be."""
    return [Undated(*row) for row in staging.con.execute(_UNDATED).fetchall()]


def account_for_rows(staging: Staging) -> tuple[list[Load], list[Departure]]:
    """One Load per file and every Departure, from what was read, refused and set aside."""
    con = staging.con
    counted: dict[tuple[int, str], list[int]] = {}
    departures: list[Departure] = []
    for feed in FEEDS.values():
        broken = dict(
            con.execute("select file_id, count(*) from broken_rows where feed = ? group by 1", [feed.name]).fetchall()
        )
        for file_id in {**staging.rows_read[feed.name], **broken}:
            counted[file_id, feed.name] = [staging.rows_read[feed.name].get(file_id, 0) + broken.get(file_id, 0), 0, 0]
        for place, kind, gone in ((1, "set aside", _SET_ASIDE), (2, "rejected", _REFUSED)):
            for file_id, reason, rows in con.execute(gone, {"feed": feed.name}).fetchall():
                counted[file_id, feed.name][place] += rows
                words = say_rule(reason) if kind == "rejected" else reason
                departures.append(Departure(file_id, feed.title, kind, words, rows))
    for file_id, lines in staging.lines_unread.items():
        counted[file_id, ""] = [lines, 0, lines]
        if lines:
            departures.append(Departure(file_id, "not recognised", "rejected", "No layout we read", lines))
    loads = []
    for source in staging.sources:
        if source.file_id in staging.repeats:
            continue
        rows_in, aside, refused = (
            sum(numbers[place] for (file_id, _), numbers in counted.items() if file_id == source.file_id)
            for place in range(3)
        )
        family = staging.layouts[source.file_id].family
        loads.append(
            Load(source.file_id, source.name, family, source.sha256, rows_in, rows_in - aside - refused, aside, refused)
        )
    for file_id, first in staging.repeats.items():
        source = staging.source(file_id)
        same = next(load for load in loads if load.file_id == first.file_id)
        loads.append(Load(file_id, source.name, same.layout, source.sha256, same.rows_in, 0, same.rows_in, 0))
        departures.append(
            Departure(file_id, same.layout, "set aside", f"The same content as {first.name}", same.rows_in)
        )
    services, without_use = _account_for_services(staging)
    loads = [*sorted(loads, key=lambda load: load.file_id), *_load_of_targets(staging), *services]
    return loads, [*departures, *without_use]


def _load_of_targets(staging: Staging) -> list[Load]:
    """The authority's own targets, each row of their tables one; they are refused whole or read whole."""
    targets = staging.targets
    if not targets.sha256:
        return []
    return [
        Load(len(staging.sources) + 1, TARGETS_FILE, "Targets", targets.sha256, targets.entries, targets.entries, 0, 0)
    ]


def _account_for_services(staging: Staging) -> tuple[list[Load], list[Departure]]:
    """The authority's own services, each one a row; one in error stays out, and the rest is used."""
    own, file_id = staging.own_services, len(staging.sources) + 2
    if not own.sha256:
        return [], []
    used, gone = len(own.services), own.entries - len(own.services)
    load = Load(file_id, SERVICES_FILE, "Services", own.sha256, own.entries, used, 0, gone)
    reason = "What is said of a service cannot be used"
    return [load], [Departure(file_id, load.layout, "rejected", reason, gone)] if gone else []


# A row may break several rules; it is gone once, for the first of them.
_REFUSED = """
select file_id, rule, count(*)
from (select file_id, row, min(rule) as rule from refused where feed = $feed group by file_id, row)
group by file_id, rule order by file_id, rule
"""
_SET_ASIDE = """
select aside.file_id, aside.reason, count(*)
from (select file_id, row, min(reason) as reason from set_aside where feed = $feed group by file_id, row) as aside
anti join (select file_id, row from refused where feed = $feed) as refused_rows
    on aside.file_id = refused_rows.file_id and aside.row = refused_rows.row
group by aside.file_id, aside.reason order by aside.file_id, aside.reason
"""


# A referral with a sound row in any file has its day from there; one without a number is known by its row.
_UNDATED = """
with told as (
    select
        rows.file_id,
        rows.row,
        rows.service,
        rows.received_date,
        [coalesce(rows.source, rows.provider_code, ''), coalesce(rows.referral_number, rows.file_id || ' ' || rows.row)]
            as identity
    from linked_referrals as rows
),
unsound as (
    select distinct file_id, row from refused where feed = 'referrals'
),
sound as (
    select told.identity
    from told
    anti join unsound on told.file_id = unsound.file_id and told.row = unsound.row
)
select coalesce(told.service, ''), count(distinct told.identity)
from told
semi join unsound on told.file_id = unsound.file_id and told.row = unsound.row
anti join sound on told.identity = sound.identity
where told.received_date is null
group by all
order by all
"""


def write_rows(con: duckdb.DuckDBPyConnection, table: str, kind: type, rows: list) -> None:
    """Create a small table with one row per dataclass instance."""
    types = {int: "integer", str: "varchar"}
    names = list(kind.__dataclass_fields__)
    columns = [f'"{name}" {types.get(kind.__dataclass_fields__[name].type, "integer")}' for name in names]
    con.execute(f"create table {table} ({', '.join(columns)})")
    if rows:
        columns_of_rows = {name: [getattr(row, name) for row in rows] for name in names}
        con.register("rows_to_write", pyarrow.table(columns_of_rows))
        con.execute(f"insert into {table} from rows_to_write")
        con.unregister("rows_to_write")
