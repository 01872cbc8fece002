"""Text to values, by contract: every date, number, flag and code read one way, the rest left empty for the checks to name."""

from sendmetrics.contracts.dimensions import say_not_listed
from sendmetrics.contracts.reference import read_reference
from sendmetrics.contracts.shapes import Column, Feed
from sendmetrics.extracts.mapping import Mapping
from sendmetrics.extracts.staging import Staging

# British order only: an American date would be read wrongly without a sign.
DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y-%b-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%b-%d",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d %B %Y",
)
TRUE_WORDS = ("1", "1.0", "true", "yes", "y", "t")
FALSE_WORDS = ("0", "0.0", "false", "no", "n", "f")
# Symbols of published files and templates for a figure that was not collected, hidden or not applicable.
NO_FIGURE = ("x", "z", "c", "k", "low", "u", "na", "n/a", ":", "~", "*", "..", "supp")
INTEGER, NUMBER = "[+-]?[0-9]+([.]0*)?", "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)"
# Some exports print whole numbers and codes as 2.0.
WITHOUT_ZEROS = "regexp_replace({}, '[.]0*$', '')"
EARLIEST, LATEST = "1900-01-01", "2100-01-01"


def cast_feed(staging: Staging, feed: Feed) -> None:
    """Create ``cast_<feed>`` from ``raw_<feed>``: the same rows by file and row, values of the contract's types."""
    if not staging.rows_in(feed):
        columns = ", ".join(f"{column.name} {column.sql_type}" for column in feed.columns)
        staging.con.execute(
            f"create table cast_{feed.name} (file_id integer, row integer, record_key varchar, parent_key varchar, {columns})"
        )
        return
    values: dict[str, object] = {}
    columns = [f"{cast_column(column, staging.mapping, values)} as {column.name}" for column in feed.columns]
    staging.con.execute(
        f"create or replace table cast_{feed.name} as "
        f"select file_id, row, {cleaned('record_key')} as record_key, {cleaned('parent_key')} as parent_key, "
        f"{', '.join(columns)} from raw_{feed.name}",
        values,
    )
    _number_unknown_codes(staging, feed)


def _number_unknown_codes(staging: Staging, feed: Feed) -> None:
    """What is in no list may be anything, a name even: it goes on as ``Service not in the list 1`` and 2.

    One number for each text of a list, wherever it stands: what two kinds of
    files say meets in one column.
    """
    con, table = staging.con, f"cast_{feed.name}"
    lists = {column.name: column.codes for column in feed.columns if column.codes}
    is_unknown = {
        name: f"{name} not in ({quoted(list(staging.mapping.labels(codes)))})" for name, codes in lists.items()
    }
    if not is_unknown:
        return
    found = con.execute(
        f"select {', '.join(f'bool_or({test})' for test in is_unknown.values())} from {table}"
    ).fetchone()
    for name in (name for name, is_found in zip(is_unknown, found, strict=True) if is_found):
        con.execute(
            "insert into unlisted_codes "
            "select $codes, text, row_number() over (order by text) "
            "+ (select count(*) from unlisted_codes where codes = $codes) "
            f"from (select distinct lower({name}) as text from {table} where {is_unknown[name]}) "
            "where text not in (select text from unlisted_codes where codes = $codes)",
            {"codes": lists[name]},
        )
        con.execute(
            f"update {table} set {name} = concat($shown, ' ', unlisted.place) from unlisted_codes as unlisted "
            f"where unlisted.codes = $codes and lower({table}.{name}) = unlisted.text and {is_unknown[name]}",
            {"shown": say_not_listed(lists[name]), "codes": lists[name]},
        )


def forget_unknown_areas(staging: Staging) -> None:
    """A referral's local area is one of the authority's list or none: what else stands in that column may be anything."""
    staging.con.execute(
        "update cast_referrals set locality_code = null where locality_code is not null "
        "and locality_code not in (select locality_code from cast_local_areas where locality_code is not null)"
    )


def cleaned(name: str) -> str:
    """SQL for a text without surrounding spaces, null when nothing is left."""
    return f"nullif(trim({name}), '')"


def is_given(column: Column) -> str:
    """SQL that is true where the file holds something that should be readable as this column's kind."""
    text = cleaned(column.name)
    if column.kind in ("integer", "number") or column.pattern:
        return f"{text} is not null and lower({text}) not in {NO_FIGURE}"
    if column.kind in ("date", "flag"):
        return f"{text} is not null and lower({text}) <> 'x'"
    return f"{text} is not null"


def cast_column(column: Column, mapping: Mapping, values: dict[str, object]) -> str:
    """SQL that reads a column's text as its kind, null where it cannot; adds what it binds to ``values``."""
    text = cleaned(column.name)
    if column.kind == "date":
        read = f"try_strptime({text}, {list(DATE_FORMATS)})::date"
        return f"case when {read} >= '{EARLIEST}' and {read} < '{LATEST}' then {read} end"
    if column.kind == "integer":
        # The engine's own cast would round 1.5 and take 1e3 and 0x1F for numbers.
        return f"case when regexp_full_match({text}, '{INTEGER}') then try_cast({WITHOUT_ZEROS.format(text)} as integer) end"
    if column.kind == "number":
        return f"case when regexp_full_match({text}, '{NUMBER}') then try_cast({text} as double) end"
    if column.kind == "flag":
        return f"case when lower({text}) in {TRUE_WORDS} then true when lower({text}) in {FALSE_WORDS} then false end"
    if column.kind == "code":
        return _cast_code(column, text, mapping, values)
    if column.pattern:
        whole = WITHOUT_ZEROS.format(text)
        return f"case when regexp_full_match({whole}, '{column.pattern.form}') then {whole} end"
    return text


def _cast_code(column: Column, text: str, mapping: Mapping, values: dict[str, object]) -> str:
    """Our code where the text is one or is a known spelling of one, nothing where it stands for "not known", else the text."""
    codes = list(mapping.labels(column.codes))
    spellings = {code.casefold(): code for code in codes}
    if "x" not in spellings:
        spellings["x"] = ""
    for row in read_reference("code_spellings"):
        if row["list"] == column.codes:
            spellings[row["spelling"]] = row["code"]
    if column.codes == "service":
        spellings |= {label.casefold(): code for code, label in mapping.added_services.items()}
    spellings |= mapping.codes.get(column.codes, {})
    values[f"spelled_{column.name}"] = list(spellings)
    values[f"coded_{column.name}"] = list(spellings.values())
    whole = WITHOUT_ZEROS.format(text)
    looked_up = f"map($spelled_{column.name}::varchar[], $coded_{column.name}::varchar[])[lower({whole})]"
    # Nearly every value is a code as it stands; only the rest pay for the look-up.
    return (
        f"case when {text} in ({quoted(codes)}) then {text} "
        f"when {looked_up} is not null then nullif({looked_up}, '') else {whole} end"
    )


def quoted(texts: list[str]) -> str:
    """A list of our own words as SQL literals."""
    return ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
