"""Files whose day cannot be settled are refused whole; a day that was worked out is told, to be confirmed."""

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.findings import REJECT_FILE, TELL, Finding
from sendmetrics.extracts.staging import Staging
from sendmetrics.words import say_date

ASKED_FOR = 'Say which census it holds in mapping.toml: [files."{name}"] and below it census_date = 2026-01-15.'
CERTAIN = {"the table of schools in the export", "mapping.toml", "its year and term columns", "its period column"}


def check_dates_of_files(staging: Staging) -> list[Finding]:
    """Findings on pupil lists and school counts without a census day; their rows are added to ``refused``."""
    return [
        *_check(staging, "census_pupils", "census_days", "file_id"),
        *_check(staging, "school_counts", "count_days", "file_id, row"),
    ]


def _check(staging: Staging, feed: str, days: str, key: str) -> list[Finding]:
    con = staging.con
    undated = f"from linked_{feed} anti join {days} using ({key})"
    con.execute(f"insert into refused select '{feed}', file_id, row, 'census_undated' {undated}")
    findings = []
    for file_id, count in con.execute(f"select file_id, count(*) {undated} group by file_id order by 1").fetchall():
        name = staging.source(file_id).name
        message = f"Nothing says which census the file holds ({count:,} rows)."
        findings.append(
            Finding(
                REJECT_FILE,
                name,
                FEEDS[feed].title,
                None,
                "",
                "census_undated",
                message,
                ASKED_FOR.format(name=name),
                count,
            )
        )
    told = con.execute(f"select distinct file_id, census_date, told_by from {days} order by all").fetchall()
    for file_id, date, told_by in told:
        if told_by not in CERTAIN:
            name = staging.source(file_id).name
            message = f"Read as the census of {say_date(date)}, told by {told_by}."
            findings.append(
                Finding(
                    TELL,
                    name,
                    FEEDS[feed].title,
                    None,
                    "",
                    "census_date_worked_out",
                    message,
                    f"If that is wrong: {ASKED_FOR.format(name=name)}",
                )
            )
    return findings
