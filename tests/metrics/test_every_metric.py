"""Every file of queries/metrics keeps the house rules: a new one is tested before anyone writes a test for it."""

import datetime
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from harness import fill_tables, run_query

from sendmetrics.contracts.dimensions import DIMENSIONS, EXTENT_KEYS
from sendmetrics.contracts.reference import QUERIES, code_labels, read_reference
from sendmetrics.contracts.shapes import Table
from sendmetrics.contracts.sql_files import read_sql_file
from sendmetrics.contracts.tables import TABLES
from sendmetrics.errors import SendMetricsError
from sendmetrics.exports.methodology import render_methodology
from sendmetrics.metrics.definition import Metric, find_metric, read_metric, read_metrics
from sendmetrics.metrics.replay import replay_sources, replay_table
from sendmetrics.panels.wording import has_limit

METRICS = sorted(path.stem for path in (QUERIES / "metrics").glob("*.sql"))
AS_AT = datetime.date(2026, 1, 15)
# What did not happen between those days has nothing that could be spoilt; a measure of the same columns has.
SO_RARE = {"missed_and_back_within_6_months", "no_plan_decisions_within_16_weeks"}
# Between the autumn and the spring of the made-up authority: something of every table comes before, something after.
LOOKED_BACK_TO = datetime.date(2025, 11, 14)

every_metric = pytest.mark.parametrize("name", METRICS)

# 1. The header.

PROPER_WORDS = {"EHC", "SEN", "SENCo", "SENCos"}
SQL_WORDS = re.compile(
    r"\b(select|join|joined|null|coalesce|distinct|union|group by|order by|rows?|columns?|tables?|quer(y|ies)|true|false)\b|_",
    re.IGNORECASE,
)
PLACEHOLDERS = re.compile(r"\bn/a\b|\btb[acd]\b|\btodo\b|\bunknown\b", re.IGNORECASE)
CITATION = re.compile(
    r"SEND Regulations 2014, (reg\. \d+(\(\w+\))*|regs \d+(\(\w+\))*(, \d+(\(\w+\))*)* and \d+(\(\w+\))*)"
    r"|Children and Families Act 2014, s\. \d+(\(\w+\))*"
)
NOT_A_NOUN_PHRASE = re.compile(r"(number|share|count|percentage|proportion|rate|the|a|an) ", re.IGNORECASE)


@functools.cache
def _header(name: str) -> dict[str, object]:
    return read_sql_file(QUERIES / "metrics" / f"{name}.sql")[0]


def _texts(name: str) -> Iterator[tuple[str, str]]:
    for key, value in _header(name).items():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield key, text


@every_metric
def test_the_title_is_in_sentence_case_without_a_full_stop(name):
    title = _header(name)["title"]
    first, *others = title.replace(",", "").split()
    assert first[0].isupper() or first[0].isdigit(), f"{name}.sql: begin the title with a capital: {title}"
    assert not title.endswith("."), f"{name}.sql: leave out the full stop of the title: {title}"
    for word in others:
        assert word == word.lower() or word in PROPER_WORDS, f"{name}.sql: write {word} in small letters: {title}"


def test_titles_are_unique():
    titles = [_header(name)["title"].casefold() for name in METRICS]
    repeated = {title for title in titles if titles.count(title) > 1}
    assert not repeated, f"two metrics share a title, give each its own: {repeated}"


@every_metric
def test_the_definition_is_one_sentence_a_councillor_can_follow(name):
    definition = _header(name)["definition"]
    assert definition[0].isupper(), f"{name}.sql: begin the definition with a capital"
    assert definition.endswith("."), f"{name}.sql: end the definition with a full stop"
    assert not re.search(r"[.?!;]\s", definition), f"{name}.sql: say the definition in one sentence"
    assert len(definition.split()) <= 40, f"{name}.sql: say the definition in at most 40 words"
    found = SQL_WORDS.search(definition)
    assert not found, f"{name}.sql: say {found and found[0]!r} in plain words in the definition"


@every_metric
def test_numerator_and_denominator_are_noun_phrases(name):
    header = _header(name)
    for key in ("numerator", "denominator"):
        text = header.get(key)
        if text is None:
            continue
        assert text[0].isupper(), f"{name}.sql: begin the {key} with a capital"
        assert not text.endswith("."), f"{name}.sql: leave out the full stop of the {key}"
        assert not NOT_A_NOUN_PHRASE.match(text), f'{name}.sql: the {key} must fit "X out of Y": {text}'
        assert not SQL_WORDS.search(text), f"{name}.sql: say the {key} in plain words: {text}"
    has_denominator = header["kind"] in ("proportion", "ratio")
    assert ("denominator" in header) == has_denominator, f"{name}.sql: a denominator is for proportions and ratios"
    if header["kind"] == "wait":
        says = re.search(r"\bfrom\b.*\bto\b", header["numerator"])
        assert says, f"{name}.sql: the numerator of a wait says whose, from what to what"
    assert ("per" in header) <= (header["kind"] == "ratio"), f"{name}.sql: per is for ratios"


@every_metric
def test_caveats_are_there_and_are_sentences(name):
    header = _header(name)
    assert isinstance(header.get("caveats"), list), f"{name}.sql: add caveats = [], or what a reader must know"
    for caveat in header["caveats"]:
        assert caveat[0].isupper(), f"{name}.sql: begin the caveat with a capital: {caveat}"
        assert caveat.endswith("."), f"{name}.sql: end the caveat with a full stop: {caveat}"


@every_metric
def test_reviewed_is_a_date_and_somebody_owns_it(name):
    header = _header(name)
    # Its age shows on the Data quality page and never fails a test.
    assert type(header.get("reviewed")) is datetime.date, f"{name}.sql: add reviewed = a date, such as 2026-11-01"
    for key in ("owner", "theme", "unit"):
        assert header.get(key, "").strip(), f"{name}.sql: give {key}"


@every_metric
def test_nothing_is_a_placeholder(name):
    for key, text in _texts(name):
        assert text.strip(), f"{name}.sql: {key} is empty: fill it in or leave it out"
        assert not PLACEHOLDERS.search(text), f"{name}.sql: {key} says {text!r}: fill it in or leave it out"


@every_metric
def test_the_statutory_basis_is_a_citation_or_none(name):
    basis = _header(name).get("statutory_basis")
    assert basis == "None: local measure" or CITATION.fullmatch(basis), (
        f'{name}.sql: statutory_basis must cite the law, as in "SEND Regulations 2014, reg. 13(2)", '
        f'or be exactly "None: local measure", not {basis!r}'
    )


@every_metric
def test_a_comparator_is_a_published_figure(name):
    comparator = _header(name).get("comparator")
    known = {row["metric"] for row in read_reference("published_figures")}
    assert comparator is None or comparator in known, (
        f"{name}.sql: no figure of published_figures.csv is called {comparator}; add one or leave out comparator"
    )


# 2. The SQL.

# Besides what DuckDB itself says depends on more than its arguments.
CLOCKS_AND_DICE = {
    *("age", "ago", "current_date", "current_time", "current_timestamp", "current_localtime", "current_localtimestamp"),
    *("localtime", "localtimestamp", "getvariable", "current_setting", "current_user", "session_user", "user"),
}


@functools.cache
def _tree(sql: str) -> dict:
    with duckdb.connect() as con:
        (text,) = con.execute("select json_serialize_sql($sql)", {"sql": sql}).fetchone()
    return json.loads(text)


def _parts(node: object) -> Iterator[dict]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _parts(value)


def _selects(node: dict) -> Iterator[dict]:
    """The final select, or each part of a final union."""
    if node["type"] == "SET_OPERATION_NODE":
        for child in node.get("children") or [node["left"], node["right"]]:
            yield from _selects(child)
    else:
        yield node


@functools.cache
def _functions() -> tuple[dict[str, set[str]], set[str], dict[str, str]]:
    """What DuckDB knows, our macros included: stability by name, aggregates, and the SQL of our own macros."""
    with duckdb.connect() as con:
        fill_tables(con, AS_AT, {})
        rows = con.execute(
            "select function_name, function_type, stability, case when not internal then macro_definition end "
            "from duckdb_functions()"
        ).fetchall()
    stability: dict[str, set[str]] = {}
    for function, _, stable, _ in rows:
        stability.setdefault(function, set()).add(stable)
    return (
        stability,
        {function for function, kind, _, _ in rows if kind == "aggregate"},
        {function: sql for function, _, _, sql in rows if sql},
    )


def _names_used(sql: str) -> set[str]:
    """Functions called and bare names read, those inside our macros included."""
    macros = _functions()[2]
    used: set[str] = set()
    waiting = [sql]
    while waiting:
        for part in _parts(_tree(waiting.pop())):
            name = part.get("function_name") or (part.get("column_names") or [""])[0]
            if name and name not in used:
                used.add(name)
                if name in macros:
                    waiting.append(f"select {macros[name]}")
    return used


def _uses_a_clock_or_dice(sql: str) -> set[str]:
    stability = _functions()[0]
    return {
        name
        for name in {used.casefold() for used in _names_used(sql)}
        if name in CLOCKS_AND_DICE or stability.get(name, set()) & {"VOLATILE", "CONSISTENT_WITHIN_QUERY"}
    }


@every_metric
def test_it_is_one_select_whose_only_parameter_is_as_at(name):
    sql = find_metric(name).sql
    tree = _tree(sql)
    assert not tree["error"] and len(tree["statements"]) == 1, f"{name}.sql: write one select"
    parameters = {part["identifier"] for part in _parts(tree) if part.get("class") == "PARAMETER"}
    assert parameters <= {"as_at"}, f"{name}.sql: the only parameter is $as_at; a choice is a second metric file"


@every_metric
def test_it_asks_no_clock_and_throws_no_dice(name):
    found = _uses_a_clock_or_dice(find_metric(name).sql)
    assert not found, f"{name}.sql: {sorted(found)} would change from day to day; use $as_at"


@pytest.mark.parametrize(
    "expression",
    ["now()", "current_date", "CURRENT_TIMESTAMP", "today()", "random()", "uuid()", "age(received_date)", "localtime"],
)
def test_the_search_for_clocks_and_dice_finds_them(expression):
    assert _uses_a_clock_or_dice(f"select {expression} from requests")


def test_the_search_for_clocks_and_dice_looks_into_our_macros():
    assert {"request_exit", "plan_limit_days", "exit_code", "started"} <= _names_used(
        "select request_left_out(request_exit(1, 2, 3, 4), 5, 6, 7), plan_limit_days(received_date) from requests"
    )


@every_metric
def test_its_final_select_neither_groups_nor_divides(name):
    for select in _selects(_tree(find_metric(name).sql)["statements"][0]["node"]):
        grouped = select["group_expressions"] or select["having"] or select["aggregate_handling"] != "STANDARD_HANDLING"
        assert not grouped, f"{name}.sql: one row per counted thing; the runner groups"
        assert not select["modifiers"] and not select["sample"], f"{name}.sql: no order, limit, distinct or sample"
        called = {
            part.get("function_name") for part in _parts(select["select_list"]) if part.get("class") == "FUNCTION"
        }
        assert not called & {"/", "//", "%", "divide"}, f"{name}.sql: the runner divides, once, after protection"
        summed = called & _functions()[1] - {"least", "greatest"}
        assert not summed, f"{name}.sql: {summed} in the final select; the runner sums"


@every_metric
def test_its_sources_are_the_tables_it_reads_both_ways(name):
    metric = find_metric(name)
    assert list(metric.sources) == sorted(set(metric.sources)), f"{name}.sql: list each source once, in name order"
    assert set(metric.needs) <= set(metric.sources), f"{name}.sql: needs must be among its sources"
    with duckdb.connect() as con:
        fill_tables(con, AS_AT, {})
        for table in TABLES:
            con.execute(f"alter table {table} rename to stored_{table}")
        # With its sources and nothing else it runs; without any one of them it does not.
        for missing in (None, *metric.sources):
            given = ", ".join(
                f"{source} as (select * from stored_{source})" for source in metric.sources if source != missing
            )
            sql = f"with {given} select * from ({metric.sql}\n)" if given else metric.sql
            values = {"as_at": AS_AT} if "$as_at" in sql else {}
            if missing is None:
                con.execute(sql, values)
            else:
                with pytest.raises(duckdb.CatalogException, match=missing):
                    con.execute(sql, values)


MEASURES = {
    "count": {},
    "proportion": {"is_counted": "BOOLEAN"},
    "ratio": {"numerator": "DOUBLE", "denominator": "DOUBLE", "people": "INTEGER"},
    "wait": {
        "start_date": "DATE",
        "end_date": "DATE",
        "exit": "VARCHAR",
        "known_to": "DATE",
        "limit_days": "INTEGER",
    },
}
OPTIONAL = {
    "count": {},
    "proportion": {"weight": "INTEGER", "is_published": "BOOLEAN"},
    "ratio": {},
    "wait": {"observed_from_date": "DATE"},
}
KEYS = {dimension.key for dimension in DIMENSIONS.values()} | set(EXTENT_KEYS.values())
KEYS |= {dimension.own_column for dimension in DIMENSIONS.values() if dimension.own_column}
TYPES = {column.name: column.sql_type for table in TABLES.values() for column in table.columns}


@every_metric
def test_its_columns_are_exactly_those_of_its_kind(name):
    metric = find_metric(name)
    with duckdb.connect() as con:
        fill_tables(con, AS_AT, {})
        described = con.execute(f"describe {_replayed(metric)}", {"as_at": AS_AT}).fetchall()
    types = {column: kind for column, kind, *_ in described}
    thing, *others = types
    assert thing.endswith("_id") and thing not in KEYS, (
        f"{name}.sql: the first column is the thing counted, not {thing}"
    )
    keys = [column for column in others if column in KEYS]
    assert others[: len(keys)] == keys, f"{name}.sql: keys follow the thing counted, then period_date"
    assert others[len(keys)] == "period_date", f"{name}.sql: period_date follows the keys"
    assert "la_code" in keys, f"{name}.sql: add la_code, or no reader's extent can be applied"
    expected = {column: TYPES.get(column, "VARCHAR") for column in keys} | {"period_date": "DATE"}
    expected |= MEASURES[metric.kind]
    for column, kind in (OPTIONAL[metric.kind] | {"left_out": "VARCHAR", "services_waited_for": "VARCHAR[]"}).items():
        if column in types:
            expected[column] = kind
    del types[thing]
    assert types == expected, f"{name}.sql: a {metric.kind} has these columns besides {thing}"
    assert ("weight" in types) == ("is_published" in types), f"{name}.sql: weight and is_published go together"


@every_metric
def test_every_key_it_carries_can_be_broken_down_by_or_is_a_key_of_another(name):
    metric = find_metric(name)
    used = {DIMENSIONS[breakdown].key for breakdown in metric.breakdowns} | set(EXTENT_KEYS.values())
    # What rows say themselves goes before what their key leads to.
    used |= {dimension.own_column for dimension in DIMENSIONS.values() if dimension.key in used}
    unused = {column for column in metric.columns if column in KEYS} - used - {"person_id"}
    assert not unused, f"{name}.sql: add breakdowns for {unused}, or leave these columns out"


# Rows of another table, which only look a referral up.
NOT_OF_REFERRALS = {
    "assessments_held_up_by_service",
    "pupils_referred",
    "pupils_referred_to_service",
    "referrals_before_or_after_request",
}


@every_metric
def test_rows_that_are_referrals_say_their_board_themselves(name):
    metric = find_metric(name)
    is_of_referrals = bool({"referrals", "appointments"} & set(metric.sources)) and name not in NOT_OF_REFERRALS
    assert is_of_referrals == ("icb_code" in metric.columns), (
        f"{name}.sql: the board is the referral's own, if it has one"
    )
    assert len(metric.breakdowns) == len(set(metric.breakdowns)), f"{name}.sql: a breakdown stands there twice"


@every_metric
def test_it_runs_on_an_empty_warehouse(name):
    assert run_query(name, AS_AT) == []


# 3. Its rows, on the made-up authority.


def _replayed(metric: Metric) -> str:
    ctes = ",\n".join(replay_sources(metric))
    return f"with {ctes}\nselect * from (\n{metric.sql}\n)"


def _fetch(con: duckdb.DuckDBPyConnection, metric: Metric, as_at: datetime.date) -> list[dict]:
    cursor = con.cursor().execute(_replayed(metric), {"as_at": as_at})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="module", params=[AS_AT, LOOKED_BACK_TO], ids=str)
def rows_of(request, authority):
    """Rows of a metric on the made-up authority, as at its newest day and looking back."""

    @functools.cache
    def fetch(name: str) -> list[dict]:
        rows = _fetch(authority.engine.warehouse.con, find_metric(name), request.param)
        assert rows, f"{name}: the made-up authority has nothing to count; let sendmetrics/synthetic make some"
        return rows

    fetch.as_at = request.param
    return fetch


# No law or standard says how long a plan may be in force, how long a child may go without a place, or how long a
# referral may take to be accepted, to lead to support, or from one step to the next.
WITHOUT_LIMIT = {
    "plans_in_force",
    "plans_without_school_place_wait",
    "referral_to_acceptance_wait",
    "referral_to_assessment_wait",
    "referral_to_support_wait",
    "referral_step_wait",
}


def _counted(rows: list[dict]) -> list[dict]:
    counted = [row for row in rows if row.get("left_out") is None]
    assert counted
    return counted


@every_metric
def test_the_thing_counted_is_unique_and_never_null(name, rows_of):
    rows = rows_of(name)
    thing = find_metric(name).columns[0]
    things = [row[thing] for row in rows]
    assert None not in things, f"{name}.sql: {thing} must not be null"
    assert len(set(things)) == len(things), f"{name}.sql: {thing} repeats; a join multiplies rows"


@every_metric
def test_period_date_is_never_null_nor_after_the_day_looked_back_to(name, rows_of):
    days = [row["period_date"] for row in rows_of(name)]
    assert None not in days, f"{name}.sql: give every row its period_date, those left out as well"
    assert max(days) <= rows_of.as_at, f"{name}.sql: a later event shows; declare it in the contract's events"


@every_metric
def test_its_measure_is_whole_where_it_is_not_left_out(name, rows_of):
    kind = find_metric(name).kind
    for row in _counted(rows_of(name)):
        if kind == "proportion":
            assert row["is_counted"] is not None, f"{name}.sql: is_counted must not be null; use coalesce"
            assert row.get("weight", 1) >= 0
        elif kind == "ratio":
            assert row["numerator"] >= 0 and row["denominator"] >= 0 and row["people"] >= 0
        elif kind == "wait":
            assert row["start_date"] is not None and row["known_to"] is not None
            assert (row["end_date"] is None) == (row["exit"] is None), f"{name}.sql: an end and its exit go together"
            if row["end_date"] is not None:
                assert row["start_date"] <= row["end_date"] <= rows_of.as_at
            if name not in WITHOUT_LIMIT:
                assert row["limit_days"] > 0, f"{name}.sql: every wait is held to a limit"
            assert row["exit"] in (None, "finished", "refused", "no_plan", "withdrawn", "moved", "removed")


def test_what_has_no_limit_gives_none_in_any_row(rows_of):
    for name in WITHOUT_LIMIT:
        assert {row["limit_days"] for row in rows_of(name)} == {None}
    assert {name for name in METRICS if not has_limit(find_metric(name))} == WITHOUT_LIMIT


def test_codes_of_stages_have_words(rows_of):
    for name in METRICS:
        if "stage" in find_metric(name).columns:
            assert {row["stage"] for row in rows_of(name)} <= set(code_labels("stage"))


def _as_read(column: str, table: Table) -> str:
    """A column with everything dated after LOOKED_BACK_TO spoilt: days put off further, what came with them wiped."""
    day = f"date '{LOOKED_BACK_TO}'"
    kind = table.column(column).sql_type
    value = column
    for event in table.events:
        if column in dict(event.earlier) and column != event.date:
            value = f"case when {event.date} > {day} then null::{kind} else {column} end"
    if kind == "DATE":
        value = f"case when {column} > {day} then {column} + 400 else {value} end"
    return f"{value} as {column}"


@pytest.fixture(scope="module")
def spoilt(authority):
    """The made-up authority's warehouse, in reverse, without later rows and with every later event spoilt."""
    with duckdb.connect() as con:
        fill_tables(con, AS_AT, {})
        con.execute(f"attach '{authority.engine.warehouse.path}' as built (read_only)")
        for table in TABLES.values():
            columns = ", ".join(_as_read(column, table) for column in table.column_names)
            known = f"where {table.appears} <= date '{LOOKED_BACK_TO}'" if table.appears else ""
            order = ", ".join(f"{column} desc" for column in table.key)
            con.execute(f"delete from {table.name}")
            con.execute(f"insert into {table.name} select {columns} from built.{table.name} {known} order by {order}")
        yield con


def _observed(rows: list[dict], as_at: datetime.date) -> list[str]:
    """Rows as text, in order; the runner observes no wait beyond as_at, so a later known_to is as good as that."""
    for row in rows:
        if row.get("known_to") is not None:
            row["known_to"] = min(row["known_to"], as_at)
    return sorted(str(row) for row in rows)


@every_metric
def test_records_dated_after_as_at_change_nothing_and_neither_does_the_order_of_rows(name, authority, spoilt):
    metric = find_metric(name)
    rows = _fetch(authority.engine.warehouse.con, metric, LOOKED_BACK_TO)
    assert _observed(_fetch(spoilt, metric, LOOKED_BACK_TO), LOOKED_BACK_TO) == _observed(rows, LOOKED_BACK_TO), (
        f"{name}.sql: something after as_at shows; declare the event in the contract of its table"
    )
    # Looked at from its newest day the spoilt warehouse says something else: the comparison can fail.
    newest = _fetch(authority.engine.warehouse.con, metric, AS_AT)
    if name in SO_RARE:
        thing = metric.columns[0]
        assert {row[thing] for row in newest} == {row[thing] for row in rows}, f"{name} happened since: no longer rare"
        return
    assert _observed(_fetch(spoilt, metric, AS_AT), AS_AT) != _observed(newest, AS_AT)


def test_replay_hides_every_column_that_an_event_brings():
    for table in TABLES.values():
        sql = replay_table(table)
        for event in table.events:
            for column, earlier in event.earlier:
                assert f"case when {event.date} > $as_at then {earlier} else {column} end as {column}" in sql


# 4. What would get round replay is refused.

HEADER = {
    "title": "Made-up requests",
    "theme": "Demand",
    "definition": "Number of requests.",
    "kind": "count",
    "unit": "requests",
    "polarity": "no_judgement",
    "numerator": "Requests",
    "breakdowns": [],
    "sources": ["requests"],
    "statutory_basis": "None: local measure",
    "caveats": [],
    "owner": "Nobody",
    "counts_on": "event",
    "year": "calendar",
}
PLAIN = "select request_id, la_code, received_date as period_date from requests"


def _read(folder: Path, sql: str = PLAIN, **changes: object) -> Metric:
    header = HEADER | changes
    lines = [f"{key} = {json.dumps(value)}" for key, value in header.items() if value is not None]
    path = folder / "made_up.sql"
    path.write_text("/*\n" + "\n".join([*lines, "reviewed = 2026-11-01"]) + f"\n*/\n{sql}\n", encoding="utf-8")
    return read_metric(path)


def test_a_plain_metric_is_read(tmp_path):
    metric = _read(tmp_path)
    assert (metric.name, metric.columns) == ("made_up", ("request_id", "la_code", "period_date"))
    assert metric.sources == ("requests",)
    assert metric.reviewed == datetime.date(2026, 11, 1)


@pytest.mark.parametrize(
    ("sql", "sources", "message"),
    [
        (PLAIN.replace("requests", "main.requests"), ["requests"], "requests is named with its schema"),
        (PLAIN.replace("requests", "built.main.requests"), ["requests"], "requests is named with its schema"),
        (f"{PLAIN} where request_id in (select request_id from main.plans)", ["requests"], "plans is named with its"),
        (f"with few as (select * from main.requests) {PLAIN}", ["requests"], "requests is named with its schema"),
        (f"{PLAIN}, generate_series(1, 2)", ["requests"], "table functions are not allowed"),
        (PLAIN.replace("requests", "read_csv('requests.csv')"), [], "table functions are not allowed"),
        (PLAIN.replace("requests", "query_table('requests')"), [], "table functions are not allowed"),
        (PLAIN.replace("requests", "'requests.csv'"), ["requests.csv"], "sources must list exactly"),
        (f"with requests as (select * from requests) {PLAIN}", [], "hides the table requests"),
        (f"with requests as (select * from plans) {PLAIN}", ["plans"], "hides the table requests"),
        (f"with REQUESTS as (select * from plans) {PLAIN}", ["plans", "requests"], "hides the table requests"),
        (f"{PLAIN} where exists (from plans)", ["requests"], "sources must list exactly .*: plans, requests"),
        (PLAIN, ["plans", "requests"], "sources must list exactly .*: requests"),
        (f"{PLAIN} where received_date > $since", ["requests"], r"the only parameter is \$as_at, not since"),
        (f"{PLAIN}; {PLAIN}", ["requests"], "must be one select: several statements"),
        ("delete from requests", ["requests"], "must be one select"),
        ("select request_id, la_code from requests", ["requests"], "its rows lack period_date"),
        ("selec request_id", ["requests"], "must be one select: .*syntax error"),
    ],
)
def test_sql_that_would_get_round_replay_or_is_no_list_of_rows_is_refused(tmp_path, sql, sources, message):
    with pytest.raises(SendMetricsError, match=rf"made_up\.sql: .*{message}"):
        _read(tmp_path, sql, sources=sources)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": "red"}, "unknown keys colour"),
        ({"caveats": None}, "missing 1 required positional argument: 'caveats'"),
        ({"kind": "average"}, "kind must be one of count, proportion, ratio, wait"),
        ({"polarity": "good"}, "polarity must be one of"),
        ({"counts_on": "month"}, "counts_on must be one of event, snapshot"),
        ({"year": "tax"}, "year must be one of calendar, academic"),
        ({"disclosure_unit": "schools"}, "disclosure_unit must be one of pupils, staff"),
        ({"denominator": "Requests"}, "denominator belongs to proportions and ratios"),
        ({"breakdowns": ["service"]}, "cannot be broken down by service"),
        ({"kind": "proportion"}, "its rows lack is_counted; denominator belongs to proportions and ratios"),
        ({"kind": "wait"}, "its rows lack start_date, end_date, exit, known_to, limit_days"),
    ],
)
def test_a_header_that_does_not_fit_is_refused_in_words(tmp_path, changes, message):
    with pytest.raises(SendMetricsError, match=rf"made_up\.sql: .*{message}"):
        _read(tmp_path, **changes)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PLAIN, "must begin with its header in a comment"),
        (f"/*\ntitle = no quotes\n*/\n{PLAIN}", "the header is not valid TOML"),
    ],
)
def test_a_file_without_a_readable_header_is_refused(tmp_path, text, message):
    path = tmp_path / "made_up.sql"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SendMetricsError, match=message):
        read_metric(path)


# 5. It is written about and tried out.


@every_metric
def test_it_has_worked_examples_in_a_file_of_its_name(name):
    path = Path(__file__).parent / f"test_{name}.py"
    assert path.exists(), f"add tests/metrics/{path.name} with worked examples, boundary dates side by side"
    text = path.read_text(encoding="utf-8")
    assert f'"{name}"' in text and "run_query(" in text and "assert_rows(" in text, (
        f"{path.name}: run {name} on pipe tables and compare its rows"
    )


@functools.cache
def _methodology() -> str:
    return render_methodology()


@every_metric
def test_it_is_in_the_methodology(name):
    header = _header(name)
    text = _methodology()
    wanted = [f"#### {header['title']}", f"`{name}`", header["definition"], header["statutory_basis"]]
    for phrase in [*wanted, header["numerator"], *header["caveats"]]:
        assert phrase in text, f"{name}: the methodology does not say {phrase!r}; let render_metric print it"


def test_no_metric_file_goes_unread():
    assert sorted(read_metrics()) == METRICS
    assert METRICS, "there are no metrics to test"
