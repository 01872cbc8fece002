"""From a folder of files to the warehouse's tables, still in memory: read, checked, and put together."""

from dataclasses import dataclass
from pathlib import Path

from sendmetrics.checks.contract_checks import check_feed
from sendmetrics.checks.older_rows import check_older_rows
from sendmetrics.checks.orphans import check_orphans
from sendmetrics.checks.rules import run_rules
from sendmetrics.checks.targets import check_targets
from sendmetrics.checks.undated import check_dates_of_files
from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.findings import SEVERITIES, Finding
from sendmetrics.contracts.reference import QUERIES
from sendmetrics.extracts.read import read_extracts
from sendmetrics.extracts.sources import Source
from sendmetrics.extracts.staging import Progress, Staging
from sendmetrics.warehouse.person_key import PersonKey
from sendmetrics.warehouse.provenance import Undated, count_undated

# The part of a postcode that names its sector: "AB1 2" of "AB1 2CD".
SECTOR_MACRO = """
create or replace temp macro postcode_sector(postcode) as
    upper(left(replace(trim(postcode), ' ', ''), -3) || ' ' || left(right(replace(trim(postcode), ' ', ''), 3), 1))
"""


@dataclass
class Staged:
    """Tables ready to publish, and everything the analyst should know of the files."""

    staging: Staging
    findings: list[Finding]
    undated: list[Undated]

    def close(self) -> None:
        self.staging.close()


def stage_extracts(
    folder: Path,
    key: PersonKey,
    progress: Progress,
    work_in: Path | None = None,
    sources: list[Source] | None = None,
) -> Staged:
    """Read and check every file of the folder and build all tables in memory.

    The caller closes what is returned. Raises SendMetricsError when the folder
    or its mapping.toml, targets.toml or services.toml cannot be used.
    """
    staging, findings = read_extracts(folder, progress, work_in, sources)
    try:
        progress("Checking")
        for feed in FEEDS.values():
            findings += check_feed(staging, feed)
        findings += run_rules(staging, "records")
        findings += check_dates_of_files(staging)
        findings += check_orphans(staging)
        findings += check_older_rows(staging)
        undated = count_undated(staging)
        _keep_sound_rows(staging)
        _build_tables(staging, key)
        findings += run_rules(staging, "tables")
        findings += check_targets(staging)
    except BaseException:
        staging.close()
        raise
    findings.sort(
        key=lambda finding: (SEVERITIES.index(finding.severity), finding.file, finding.sheet, finding.row or 0)
    )
    return Staged(staging, findings, undated)


def _keep_sound_rows(staging: Staging) -> None:
    """``sound_<feed>``: what may be loaded. Of the text it came from, only rows to be corrected are kept."""
    con = staging.con
    for feed in FEEDS.values():
        staging.rows_read[feed.name] = dict(
            con.execute(f"select file_id, count(*) from raw_{feed.name} group by file_id").fetchall()
        )
        unsound = f"(select file_id, row from refused where feed = '{feed.name}')"
        if con.execute(f"select not exists {unsound}").fetchone()[0]:
            con.execute(f"delete from raw_{feed.name}")
            con.execute(f"alter table linked_{feed.name} rename to sound_{feed.name}")
            continue
        for table, join in (("raw", "semi"), ("linked", "anti")):
            con.execute(
                f"create table kept as select rows.* from {table}_{feed.name} as rows {join} join {unsound} as unsound "
                "on rows.file_id = unsound.file_id and rows.row = unsound.row"
            )
            con.execute(f"drop table {table}_{feed.name}")
            con.execute(f"alter table kept rename to {'raw' if table == 'raw' else 'sound'}_{feed.name}")


def _build_tables(staging: Staging, key: PersonKey) -> None:
    staging.con.execute(SECTOR_MACRO)
    for path in sorted((QUERIES / "tables").glob("*.sql")):
        staging.progress(f"Building tables: {path.stem[3:].replace('_', ' ')}")
        for statement in staging.con.extract_statements(path.read_text(encoding="utf-8")):
            values = {name: key.pads[name] for name in statement.named_parameters}
            staging.con.execute(statement, values)
