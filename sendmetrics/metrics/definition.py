"""What one file of queries/metrics says: the meaning of a measure, and the rows it counts."""

import datetime
import functools
import json
import re
from dataclasses import dataclass, fields
from pathlib import Path

import duckdb

from sendmetrics.contracts.dimensions import DIMENSIONS, find_dimension
from sendmetrics.contracts.reference import QUERIES
from sendmetrics.contracts.shapes import Dimension
from sendmetrics.contracts.sql_files import read_sql_file
from sendmetrics.contracts.tables import TABLES
from sendmetrics.errors import RefusedError, SendMetricsError

KINDS = ("count", "proportion", "ratio", "wait")
POLARITIES = ("higher_is_better", "lower_is_better", "no_judgement")
VIEWS = ("open", "completed", "cohort")
# A cohort read at several numbers of weeks; given where it is asked for.
CURVE = "curve"
EVERY_VIEW = (*VIEWS, CURVE)
KIND_COLUMNS = {
    "count": (),
    "proportion": ("is_counted",),
    "ratio": ("numerator", "denominator", "people"),
    "wait": ("start_date", "end_date", "exit", "known_to", "limit_days"),
}


@dataclass(frozen=True)
class Metric:
    """A measure: the header of its file, its SQL, and the columns its rows have.

    ``counts_on`` is ``event`` where periods add up and ``snapshot`` where a
    period is its last snapshot; ``year`` says which year periods follow;
    ``disclosure_unit`` whose privacy the figures touch; ``needs`` names the
    sources without which there is nothing to count, where that is not any one;
    ``is_kept`` whether its rows are worked out once for a day and not for each
    question: where they are looked up in several tables or read for several
    views, unless its file says that they are too many;
    ``curve_weeks`` at which weeks the curve of a wait is read, and
    ``mean_to_weeks`` to which its restricted mean goes.
    """

    name: str
    title: str
    theme: str
    definition: str
    kind: str
    unit: str
    polarity: str
    numerator: str
    breakdowns: tuple[str, ...]
    sources: tuple[str, ...]
    statutory_basis: str
    caveats: tuple[str, ...]
    owner: str
    reviewed: datetime.date
    counts_on: str
    year: str
    sql: str
    columns: tuple[str, ...]
    is_kept: bool
    denominator: str = ""
    per: float = 1
    comparator: str = ""
    disclosure_unit: str = "pupils"
    needs: tuple[str, ...] = ()
    curve_weeks: tuple[int, ...] = (6, 16, 20, 26, 40, 52)
    mean_to_weeks: int = 52

    def dimension(self, name: str) -> Dimension:
        """The dimension of that name, if this measure's rows have its key. Raises RefusedError in words otherwise."""
        dimension = find_dimension(name)
        if dimension is None or dimension.key not in self.columns:
            known = ", ".join(sorted(d.name for d in DIMENSIONS.values() if d.key in self.columns))
            raise RefusedError(f'"{self.title}" cannot be split or filtered by {name}. It can be by: {known}.')
        return dimension


@functools.cache
def read_metrics() -> dict[str, Metric]:
    """Every metric by name, in name order. Raises SendMetricsError naming the file and what is wrong with it."""
    return {path.stem: read_metric(path) for path in sorted((QUERIES / "metrics").glob("*.sql"))}


def find_metric(name: str) -> Metric:
    """The metric of that name. Raises RefusedError listing those there are."""
    metrics = read_metrics()
    if name not in metrics:
        raise RefusedError(f"There is no metric {name}. There are: {', '.join(metrics)}.")
    return metrics[name]


def read_metric(path: Path) -> Metric:
    """One metric file, parsed and guarded. Raises SendMetricsError naming the file and the key or clause at fault."""
    header, sql = read_sql_file(path)
    known = {field.name for field in fields(Metric)} - {"name", "sql", "columns"}
    if unknown := sorted(set(header) - known):
        raise SendMetricsError(f"{path.name}: unknown keys {', '.join(unknown)}.")
    lists = {key: tuple(value) for key, value in header.items() if isinstance(value, list)}
    tree = _parse(sql, path.name)
    try:
        metric = Metric(
            name=path.stem,
            sql=sql,
            columns=_output_columns(tree),
            **({"is_kept": header.get("kind") == "wait" or _looks_up(tree)} | header | lists),
        )
    except TypeError as error:
        raise SendMetricsError(f"{path.name}: {error}.".replace("Metric.__init__() ", "")) from error
    _check_header(metric, path.name)
    _check_tables(metric, tree, path.name)
    return metric


def _check_header(metric: Metric, file: str) -> None:
    faults = [
        f"{key} must be one of {', '.join(allowed)}"
        for key, allowed in (
            ("kind", KINDS),
            ("polarity", POLARITIES),
            ("counts_on", ("event", "snapshot")),
            ("year", ("calendar", "academic")),
            ("disclosure_unit", ("pupils", "staff")),
        )
        if getattr(metric, key) not in allowed
    ]
    needed = ("period_date", *KIND_COLUMNS.get(metric.kind, ()))
    if missing := [column for column in needed if column not in metric.columns]:
        faults.append(f"its rows lack {', '.join(missing)}")
    if unreachable := [
        name for name in metric.breakdowns if DIMENSIONS.get(name) is None or DIMENSIONS[name].key not in metric.columns
    ]:
        faults.append(f"its rows cannot be broken down by {', '.join(unreachable)}")
    if bool(metric.denominator) != (metric.kind in ("proportion", "ratio")):
        faults.append("denominator belongs to proportions and ratios, and to nothing else")
    if faults:
        raise SendMetricsError(f"{file}: {'; '.join(faults)}.")


def _parse(sql: str, file: str) -> dict:
    """DuckDB's own syntax tree of one select. Raises SendMetricsError when it is not that."""
    (text,) = _parser().execute("select json_serialize_sql($sql)", {"sql": sql}).fetchone()
    tree = json.loads(text)
    if tree["error"] or len(tree["statements"]) != 1:
        raise SendMetricsError(
            f"{file}: the SQL must be one select: {tree.get('error_message', 'several statements')}."
        )
    return tree["statements"][0]["node"]


@functools.cache
def _parser() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def _output_columns(node: dict) -> tuple[str, ...]:
    while node["type"] == "SET_OPERATION_NODE":
        node = node["children"][0] if node.get("children") else node["left"]
    return tuple(item["alias"] or item.get("column_names", [""])[-1] for item in node["select_list"])


def _looks_up(tree: dict) -> bool:
    return any(part.get("type") == "JOIN" and part["join_type"] == "LEFT" for part in _walk(tree))


def _check_tables(metric: Metric, tree: dict, file: str) -> None:
    """A qualified name, or a table not named in ``sources``, would get round replay: it is refused."""
    used: set[str] = set()
    own: set[str] = set()
    for part in _walk(tree):
        own |= {entry["key"] for entry in part.get("cte_map", {}).get("map", [])}
        if part.get("type") == "BASE_TABLE":
            if part["schema_name"] or part["catalog_name"]:
                raise SendMetricsError(f"{file}: {part['table_name']} is named with its schema; use the bare name.")
            used.add(part["table_name"])
        if part.get("type") == "TABLE_FUNCTION":
            raise SendMetricsError(f"{file}: table functions are not allowed.")
    if hidden := {name.casefold() for name in own} & set(TABLES):
        raise SendMetricsError(f"{file}: a with clause hides the table {', '.join(sorted(hidden))}; name it otherwise.")
    if used - own != set(metric.sources) or not set(metric.sources) <= set(TABLES):
        raise SendMetricsError(
            f"{file}: sources must list exactly the tables it reads: {', '.join(sorted(used - own))}."
        )
    if others := set(re.findall(r"\$(\w+)", metric.sql)) - {"as_at"}:
        raise SendMetricsError(f"{file}: the only parameter is $as_at, not {', '.join(sorted(others))}.")


def _walk(node):
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from _walk(value)
