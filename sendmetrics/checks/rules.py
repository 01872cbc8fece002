"""Rules that look at more than one value at a time: one per file in queries/checks, each with its own words."""

import functools
from dataclasses import dataclass

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.findings import REJECT_RECORD, TELL, Finding, describe_rows
from sendmetrics.contracts.reference import QUERIES
from sendmetrics.contracts.sql_files import read_sql_file
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.staging import Staging

# The UPN's letter is a check on its digits: weights 2 to 13, sum modulo 23 (CBDS N00001).
UPN_MACRO = """
create or replace temp macro upn_letter_agrees(upn) as
    case
        when regexp_matches(upper(replace(upn, ' ', '')), '^[A-Z][0-9]{12}$')
            then list_sum(list_transform(range(2, 14), lambda place:
                place * substr(replace(upn, ' ', ''), place, 1)::integer))::integer % 23
                = strpos('ABCDEFGHJKLMNPQRTUVWXYZ', upper(left(replace(upn, ' ', ''), 1))) - 1
        else true
    end
"""


@dataclass(frozen=True)
class Rule:
    """``sql`` selects file_id and row of each offending record of ``feed``; ``stage`` is when it can run.

    Where ``counts`` is given, ``sql`` also selects counted_file_id, the file
    that counts instead, and ``counts`` says so, with that file for ``{file}``.
    """

    name: str
    feed: str
    severity: str
    column: str
    message: str
    action: str
    sql: str
    stage: str = "records"
    counts: str = ""


@functools.cache
def read_rules() -> tuple[Rule, ...]:
    """Every rule in name order. Raises SendMetricsError naming the file when a header has wrong keys."""
    return tuple(_read_rule(path) for path in sorted((QUERIES / "checks").glob("*.sql")))


def _read_rule(path) -> Rule:
    header, sql = read_sql_file(path)
    try:
        rule = Rule(name=path.stem, sql=sql, **header)
    except TypeError as error:
        raise SendMetricsError(f"{path.name}: {error}.") from error
    if rule.severity not in (REJECT_RECORD, TELL) or rule.feed not in FEEDS or rule.stage not in ("records", "tables"):
        raise SendMetricsError(f"{path.name}: unknown severity, feed or stage.")
    return rule


# Rules that contracts bring with them, for the list of rows not loaded.
CONTRACT_RULES = {
    "census_undated": "No census day is known for it",
    # Two of workbooks, whose reader knows sheet and column.
    "figure_not_readable": "The figure cannot be read",
    "organisation_repeated": "The same organisation once more",
    "dates_out_of_order": "Dates in an order that cannot be",
    "key_repeated": "The same record once more",
    "parent_missing": "The record it belongs to is in no file",
    "parent_rejected": "The record it belongs to was rejected",
    "row_broken": "Another number of fields than headings",
    "value_missing": "A value is missing that must be there",
    "value_not_readable": "A value that must be there cannot be read",
    "value_too_high": "A value that must be there is too high",
    "value_too_low": "A value that must be there is too low",
}


def say_rule(name: str) -> str:
    """What a rule by which rows are rejected says of them."""
    return CONTRACT_RULES.get(name) or next(rule.message for rule in read_rules() if rule.name == name)


def run_rules(staging: Staging, stage: str) -> list[Finding]:
    """Findings of all rules of that stage; rows of rules that reject are added to ``refused``."""
    staging.con.execute(UPN_MACRO)
    findings = []
    for rule in read_rules():
        if rule.stage == stage and staging.rows_in(FEEDS[rule.feed]):
            findings += _run_rule(staging, rule)
    return findings


def _run_rule(staging: Staging, rule: Rule) -> list[Finding]:
    con = staging.con
    counted = "counted_file_id" if rule.counts else "null as counted_file_id"
    con.execute(
        f"create or replace temp table offending as select distinct file_id, row, {counted} from (\n{rule.sql}\n)"
    )
    groups = con.execute(
        "select file_id, counted_file_id, min(row), count(*) from offending group by all order by file_id, counted_file_id"
    ).fetchall()
    if rule.severity == REJECT_RECORD:
        con.execute(f"insert into refused select '{rule.feed}', file_id, row, '{rule.name}' from offending")
    return [
        Finding(
            rule.severity,
            staging.source(file_id).name,
            FEEDS[rule.feed].title,
            first,
            rule.column,
            rule.name,
            f"{rule.message} ({describe_rows(first, count)}).{_say_counts(staging, rule, counted_file_id)}",
            rule.action,
            count,
        )
        for file_id, counted_file_id, first, count in groups
    ]


def _say_counts(staging: Staging, rule: Rule, file_id: int | None) -> str:
    return f" {rule.counts.format(file=staging.source(file_id).name)}" if rule.counts else ""
