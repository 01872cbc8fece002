"""What every contract promises by itself: values readable, codes known, required fields there, keys unique, dates in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sendmetrics.contracts.dimensions import say_not_listed
from sendmetrics.contracts.findings import REJECT_RECORD, TELL, Finding, describe_rows, describe_value
from sendmetrics.contracts.shapes import Column, Feed
from sendmetrics.extracts.casting import cast_column, is_given, quoted
from sendmetrics.extracts.staging import Staging
from sendmetrics.words import lower_first

KIND_WORDS = {
    "date": ("is not a date we can read", "Write dates as 2026-01-15 or 15/01/2026."),
    "integer": ("is not a whole number", "Write a whole number, or x where it was not collected."),
    "number": ("is not a number", "Write a number such as 6.5, or x where it was not collected."),
    "flag": ("is neither yes nor no", "Write 1 or 0, or leave it empty where it is not known."),
}


def check_feed(staging: Staging, feed: Feed) -> list[Finding]:
    """Findings on one cast feed; rows that cannot be used are added to ``refused``."""
    if not staging.rows_in(feed):
        return []
    return [
        *_broken_rows(staging, feed),
        *_column_checks(staging, feed),
        *_repeated_keys(staging, feed),
        *_dates_out_of_order(staging, feed),
    ]


def _broken_rows(staging: Staging, feed: Feed) -> Iterator[Finding]:
    broken = staging.con.execute(
        "select file_id, min(row), count(*) from broken_rows where feed = ? group by file_id order by file_id",
        [feed.name],
    ).fetchall()
    for file_id, first, count in broken:
        yield Finding(
            REJECT_RECORD,
            staging.source(file_id).name,
            feed.title,
            first,
            "",
            "row_broken",
            f"The number of fields differs from the heading's, or a quotation mark is left open, in {describe_rows(first, count)}.",
            "Correct the row in the list of rejected rows, or export the file again.",
            count,
        )


def _column_checks(staging: Staging, feed: Feed) -> Iterator[Finding]:
    """Unreadable, missing, out of range and unknown values: counted in one pass a table, looked at only where there are any."""
    readable = _readable_columns(staging, feed)
    text_tests = [
        test
        for test in _tests_of_text(staging, feed)
        if test.rule == "value_missing" or test.column.name not in readable
    ]
    for table, tests in ((f"raw_{feed.name}", text_tests), (f"linked_{feed.name}", _tests_of_values(staging, feed))):
        if not tests:
            continue
        counted = ", ".join(f"count(*) filter (where {test.condition})" for test in tests)
        values = {name: value for test in tests for name, value in test.values.items()}
        counts = staging.con.execute(f"select {counted} from {table}", values).fetchone()
        for test, count in zip(tests, counts, strict=True):
            if count:
                yield from _column_findings(staging, feed, table, test)


def _readable_columns(staging: Staging, feed: Feed) -> set[str]:
    """Columns with as many values as texts: nothing in them failed to be read, so nobody need look row by row."""
    columns = [column for column in feed.columns if _may_be_unreadable(column)]
    if not columns:
        return set()
    given = ", ".join(f"count(*) filter (where {is_given(column)})" for column in columns)
    read = ", ".join(f"count({column.name})" for column in columns)
    texts = staging.con.execute(f"select {given} from raw_{feed.name}").fetchone()
    values = staging.con.execute(f"select {read} from linked_{feed.name}").fetchone()
    return {column.name for column, text, value in zip(columns, texts, values, strict=True) if text == value}


def _may_be_unreadable(column: Column) -> bool:
    return column.kind in KIND_WORDS or column.pattern is not None


@dataclass(frozen=True)
class _Test:
    """One thing that may be wrong with a column, as an SQL condition on the text or on the value."""

    column: Column
    rule: str
    condition: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """A text of the wrong form is left empty, and an unknown code kept as unknown; without the rest a row is no use."""
        is_spared = self.rule == "code_unknown" or (self.rule == "value_not_readable" and self.column.pattern)
        return TELL if is_spared and not (self.column.pattern and self.column.required) else REJECT_RECORD


def _tests_of_text(staging: Staging, feed: Feed) -> list[_Test]:
    tests = []
    for column in feed.columns:
        if _may_be_unreadable(column):
            values: dict[str, object] = {}
            read = cast_column(column, staging.mapping, values)
            tests.append(_Test(column, "value_not_readable", f"{is_given(column)} and {read} is null", values))
            if column.required:
                tests.append(_Test(column, "value_missing", f"not coalesce({is_given(column)}, false)"))
    return tests


def _tests_of_values(staging: Staging, feed: Feed) -> list[_Test]:
    tests = []
    for column in feed.columns:
        if column.required and not _may_be_unreadable(column):
            tests.append(_Test(column, "value_missing", f"{column.name} is null"))
        if column.kind == "code":
            known = quoted(list(staging.mapping.labels(column.codes)))
            tests.append(_Test(column, "code_unknown", f"{column.name} not in ({known})"))
        if column.lowest is not None:
            tests.append(_Test(column, "value_too_low", f"{column.name} < {column.lowest}"))
        if column.highest is not None:
            tests.append(_Test(column, "value_too_high", f"{column.name} > {column.highest}"))
    return tests


def _column_findings(staging: Staging, feed: Feed, table: str, test: _Test) -> Iterator[Finding]:
    column, rule = test.column, test.rule
    offending = f"select file_id, row from {table} where {test.condition}"
    if test.severity == REJECT_RECORD:
        staging.con.execute(
            f"insert into refused select '{feed.name}', file_id, row, '{rule}' from ({offending})", test.values
        )
    groups = staging.con.execute(
        f"select raw.file_id, trim(raw.{column.name}), min(raw.row), count(*) "
        f"from raw_{feed.name} as raw semi join ({offending}) as offending "
        "on raw.file_id = offending.file_id and raw.row = offending.row group by all order by 1, 4 desc, 3",
        test.values,
    ).fetchall()
    merged: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for file_id, text, first, count in groups:
        value = describe_value(text, column.identifies) if rule != "value_missing" else ""
        merged.setdefault((file_id, value), []).append((first, count))
    for (file_id, value), parts in merged.items():
        first, count = min(first for first, _ in parts), sum(count for _, count in parts)
        known = list(staging.mapping.labels(column.codes)) if column.codes else []
        message, action = _words(column, rule, value, len(parts), known)
        yield Finding(
            test.severity,
            staging.source(file_id).name,
            feed.title,
            first,
            column.printed_heading,
            rule,
            f"{message} ({describe_rows(first, count)}).",
            action,
            count,
        )


def _words(column: Column, rule: str, value: str, different: int, codes: list[str]) -> tuple[str, str]:
    heading = column.printed_heading
    holds = f"{heading} {value}" if value.startswith('"') else f"{heading} holds {value} that"
    if rule == "value_not_readable" and column.pattern:
        kept = "" if column.required else " It was left empty; the row is kept."
        return f"{holds} {column.pattern.wrong}", column.pattern.action + kept
    if rule == "value_not_readable":
        wrong, action = KIND_WORDS[column.kind]
        return f"{holds} {wrong}", action
    if rule == "value_missing":
        return f"{heading} is empty", f"Give {heading}: {lower_first(column.meaning)}."
    if rule == "code_unknown":
        known = ", ".join(codes[:15]) + (" and others" if len(codes) > 15 else "")
        what = f"{value}, which is" if different == 1 else f"{different:,} different values, which are"
        return (
            f"{heading} holds {what} not in the list",
            f"Use one of {known}; or say in mapping.toml under [codes.{column.codes}] which of these it means. The row is kept; "
            f'until then its value counts as "{say_not_listed(column.codes)}", with a number.',
        )
    if rule == "value_too_low":
        return f"{heading} {value} is below {column.lowest:g}", "Check the figure and correct it."
    return f"{heading} {value} is above {column.highest:g}", "Check the figure and correct it."


def _repeated_keys(staging: Staging, feed: Feed) -> Iterator[Finding]:
    key = feed.key or (("record_key",) if feed.record else ())
    if not key:
        return
    required = [name for name in key if name == "record_key" or feed.column(name).required]
    ranked = (
        f"select file_id, row, row_number() over (partition by file_id, {', '.join(key)} order by row) as place "
        f"from linked_{feed.name} where {' and '.join(f'{name} is not null' for name in required)}"
    )
    repeated = staging.con.execute(
        f"select file_id, min(row), count(*) from ({ranked}) where place > 1 group by file_id order by file_id"
    ).fetchall()
    if not repeated:
        return
    staging.con.execute(
        f"insert into refused select '{feed.name}', file_id, row, 'key_repeated' from ({ranked}) where place > 1"
    )
    headings = feed.record if not feed.key else ", ".join(feed.column(name).printed_heading for name in feed.key)
    for file_id, first, count in repeated:
        yield Finding(
            REJECT_RECORD,
            staging.source(file_id).name,
            feed.title,
            first,
            headings,
            "key_repeated",
            f"{headings} stands in an earlier row already ({describe_rows(first, count)}).",
            "Keep one row for each; the first was kept.",
            count,
        )


def _dates_out_of_order(staging: Staging, feed: Feed) -> Iterator[Finding]:
    for early, late in feed.in_order:
        first_heading, late_heading = feed.column(early).printed_heading, feed.column(late).printed_heading
        groups = staging.con.execute(
            f"select file_id, min(row), count(*) from linked_{feed.name} where {early} > {late} group by file_id order by file_id"
        ).fetchall()
        if groups:
            staging.con.execute(
                f"insert into refused select '{feed.name}', file_id, row, 'dates_out_of_order' "
                f"from linked_{feed.name} where {early} > {late}"
            )
        for file_id, first, count in groups:
            yield Finding(
                REJECT_RECORD,
                staging.source(file_id).name,
                feed.title,
                first,
                late_heading,
                "dates_out_of_order",
                f"{late_heading} is before {first_heading} ({describe_rows(first, count)}).",
                "Correct one of the two dates.",
                count,
            )
