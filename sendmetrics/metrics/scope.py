"""Which of a metric's rows a question is about: the reader's filters and the reader's extent, by the rows' own keys."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sendmetrics.contracts.dimensions import EXTENT_KEYS
from sendmetrics.contracts.shapes import Dimension
from sendmetrics.contracts.tables import TABLES
from sendmetrics.errors import RefusedError
from sendmetrics.metrics.definition import Metric
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.metrics.standards import read_labels
from sendmetrics.warehouse.opened import Warehouse

UNKNOWN = "unknown"


@dataclass
class Scope:
    """SQL that goes around a metric's rows, and the values it binds.

    A filter chooses among counted things and never changes one, so it is a
    condition on the finished rows. Rows whose filtered value is unknown stay,
    to be left out by reason. Rows outside the extent vanish.
    """

    joins: dict[str, str] = field(default_factory=dict)
    conditions: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    breakdown: str = "null"
    values: dict[str, object] = field(default_factory=dict)


def build_scope(metric: Metric, question: Question, reader: Reader) -> Scope:
    """The scope of a question for a reader.

    Raises RefusedError when the metric's rows lack the key of a filter, of the
    breakdown or of the reader's extent.
    """
    scope = Scope()
    for kind, codes in reader.extent:
        key = EXTENT_KEYS[kind]
        if key not in metric.columns:
            raise RefusedError(f'"{metric.title}" cannot be limited to your {kind}, so it is not shown to you.')
        scope.conditions.append(f"list_contains($extent_{key}, metric_rows.{key})")
        scope.values[f"extent_{key}"] = list(codes)
    for name, wanted in question.where:
        dimension = metric.dimension(name)
        value = _value(metric, dimension, scope)
        parameter = f"where_{dimension.name}"
        scope.conditions.append(f"({value} is null or list_contains(${parameter}, {value}))")
        scope.left_out.append(f"when {value} is null then '{dimension.title} not known'")
        scope.values[parameter] = _typed(dimension, wanted)
    if question.by is not None:
        scope.breakdown = f"coalesce({_value(metric, metric.dimension(question.by), scope)}::varchar, '{UNKNOWN}')"
    return scope


def _value(metric: Metric, dimension: Dimension, scope: Scope) -> str:
    if dimension.table is None:
        return f"metric_rows.{dimension.key}"
    (primary_key,) = TABLES[dimension.table].key
    alias = f"{dimension.table}_of_{dimension.key}"
    scope.joins[alias] = (
        f"left join main.{dimension.table} as {alias} on metric_rows.{dimension.key} = {alias}.{primary_key}"
    )
    value = f"{alias}.{dimension.column}"
    return f"coalesce(metric_rows.{dimension.own_column}, {value})" if dimension.own_column in metric.columns else value


def _typed(dimension: Dimension, wanted: tuple[str, ...]) -> list:
    if dimension.kind == "flag":
        return [text == "true" for text in wanted]
    return list(wanted)


def read_authorities(warehouse: Warehouse, metric: Metric, question: Question, reader: Reader) -> set[str]:
    """The authorities that filters by authority or region, and the extent, leave of those with files."""
    codes = set(warehouse.spans)
    for name, wanted in question.where:
        dimension = metric.dimension(name)
        if dimension.key == "la_code":
            column = dimension.column or dimension.key
            codes &= {
                code
                for (code,) in warehouse.query(
                    f"select la_code from main.authorities where list_contains($wanted, {column})",
                    {"wanted": list(wanted)},
                ).fetchall()
            }
    return codes & set(dict(reader.extent).get("authorities", codes))


def authorities_in_view(warehouse: Warehouse, metric: Metric, question: Question, reader: Reader) -> set[str]:
    """The authorities whose files a figure can be from, for words about them: narrowed by school and local area too."""
    codes = read_authorities(warehouse, metric, question, reader) - {None}
    chosen = [*question.where, *(("school", schools) for kind, schools in reader.extent if kind == "schools")]
    places = {"school": "schools", "locality": "localities"}
    for name, wanted in chosen if len(codes) > 1 else ():
        if name in places:
            key = TABLES[places[name]].key[0]
            found = warehouse.query(
                f"select la_code from main.{places[name]} where list_contains($wanted, {key})", {"wanted": list(wanted)}
            ).fetchall()
            # A school may lie in an authority without files here, and its children's cases in one with.
            codes = codes & {code for (code,) in found} or codes
    return codes


def read_values(warehouse: Warehouse, dimension: Dimension, reader: Reader) -> dict[str, str]:
    """The values a reader may choose for a dimension, each with its words, in the order to show them."""
    if dimension.kind == "flag":
        return {"true": "Yes", "false": "No"}
    if dimension.table is None and dimension.codes:
        return read_labels(warehouse, dimension.codes)
    allowed = {EXTENT_KEYS[kind]: list(codes) for kind, codes in reader.extent}
    table = dimension.table or dimension.label_table
    if table is None:
        return _held_values(warehouse, dimension.key, TABLES, allowed)
    column = dimension.column or TABLES[table].key[0]
    conditions = [f"{column} is not null"]
    if table == "schools":
        conditions.append("has_figures")
    if table == "authorities":
        conditions.append("is_loaded")
    keys = [key for key in allowed if key in TABLES[table].column_names]
    conditions += [f"list_contains(${key}, {key})" for key in keys]
    label = dimension.label_column or column
    rows = warehouse.query(
        f"select distinct {column}, coalesce({label}, {column}) from main.{table} "
        f"where {' and '.join(conditions)} order by 2, 1",
        {key: allowed[key] for key in keys},
    ).fetchall()
    if dimension.codes:
        labels = read_labels(warehouse, dimension.codes)
        return {code: labels.get(code, code) for code, _ in sorted(rows, key=lambda row: _place(row[0], labels))}
    if dimension.own_column and dimension.held_in:
        held = _held_values(warehouse, dimension.own_column, [dimension.held_in], allowed)
        return dict(sorted((held | dict(rows)).items(), key=lambda pair: (pair[1], pair[0])))
    return dict(rows)


def _held_values(
    warehouse: Warehouse, column: str, tables: Iterable[str], allowed: dict[str, list[str]]
) -> dict[str, str]:
    """The values found in the tables, of the rows a reader may see, where no list says what there can be."""
    parts = [
        f"select {column} as value from main.{name} "
        f"where {' and '.join([f'{column} is not null', *(f'list_contains(${key}, {key})' for key in allowed)])}"
        for name in tables
        if {column, *allowed} <= set(TABLES[name].column_names)
    ]
    if not parts:
        return {}
    rows = warehouse.query(f"select distinct value from ({' union all '.join(parts)}) order by 1", allowed).fetchall()
    return {value: value for (value,) in rows}


def _place(code: str, labels: dict[str, str]) -> tuple[int, str]:
    codes = list(labels)
    return (codes.index(code) if code in labels else len(codes), code)


def resolve_values(warehouse: Warehouse, metric: Metric, question: Question, reader: Reader) -> tuple:
    """The question's filters with every value as a code: a reader may give a code or its words.

    Raises RefusedError naming a value that is neither.
    """
    resolved: dict[str, set[str]] = {}
    for name, wanted in question.where:
        dimension = metric.dimension(name)
        known = read_values(warehouse, dimension, reader)
        by_words: dict[str, list[str]] = defaultdict(list)
        for code, label in known.items():
            by_words[label.casefold()].append(code)
            by_words[f"{label} ({code})".casefold()].append(code)
        # One dimension may come under two of its names: its values belong together, as they do under one.
        codes = resolved.setdefault(dimension.name, set())
        for text in wanted:
            meant = [text] if text in known else by_words.get(text.strip().casefold(), [])
            if len(meant) > 1:
                raise RefusedError(
                    f'{dimension.title}: {len(meant)} are called "{text}". Give the code of one: {", ".join(meant)}.'
                )
            if not meant:
                offered = ", ".join(list(known)[:12]) + (" and more" if len(known) > 12 else "")
                raise RefusedError(f'{dimension.title}: there is no "{text}". There are: {offered or "none"}.')
            codes.update(meant)
    return tuple(sorted((name, tuple(sorted(codes))) for name, codes in resolved.items()))
