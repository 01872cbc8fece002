"""The tables as they stood on a day: one CTE for each source, in front of a metric, written from the contracts."""

from sendmetrics.contracts.shapes import Table
from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics.definition import Metric


def replay_sources(metric: Metric) -> list[str]:
    """``name as (select ...)`` for every table the metric reads; each hides the stored table of the same name.

    Rows that had not appeared by ``$as_at`` are absent, and what later events
    brought is undone. Events are those of today's records: what was believed on
    that day is not kept.
    """
    return [f"{name} as not materialized (\n{replay_table(TABLES[name])}\n)" for name in metric.sources]


def replay_table(table: Table) -> str:
    columns = [_column(table, name) for name in table.column_names]
    listed = ",\n        ".join(columns)
    where = f"\n    where {table.appears} <= $as_at" if table.appears else ""
    return f"    select\n        {listed}\n    from main.{table.name}{where}"


def _column(table: Table, name: str) -> str:
    for event in table.events:
        for column, earlier in event.earlier:
            if column == name:
                return f"case when {event.date} > $as_at then {earlier} else {name} end as {name}"
    return name
