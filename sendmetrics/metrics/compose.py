"""One statement: replayed sources, the metric, its scope, the summary. Only here is SQL put together, from our own words.

A composed statement reads ``metric_rows``: worked out in front of it, or kept as a table.
"""

import functools

from sendmetrics.contracts.reference import QUERIES
from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics.definition import CURVE, Metric
from sendmetrics.metrics.periods import MONTHS, period_sql
from sendmetrics.metrics.question import Question
from sendmetrics.metrics.replay import replay_sources
from sendmetrics.metrics.scope import Scope

LEAVERS = "leavers"
STARTED_TOGETHER = ("cohort", CURVE, LEAVERS)
TOO_EARLY = "Started before the files begin (cohort view only)"


@functools.cache
def read_summary(name: str) -> str:
    return (QUERIES / "summaries" / f"{name}.sql").read_text(encoding="utf-8").strip()


def compose_figures(metric: Metric, question: Question, scope: Scope) -> str:
    """The statement for a count, proportion or ratio. Binds ``$as_at``, ``$from``, ``$until`` and the scope's values."""
    extra = {
        "count": (),
        "proportion": ("is_counted", _or_default(metric, "weight", "1"), _or_default(metric, "is_published", "false")),
        "ratio": ("numerator", "denominator", "people"),
    }[metric.kind]
    between = "metric_rows.period_date between coalesce($from, date '0001-01-01') and $until"
    period = period_sql(question.every, metric.year, "metric_rows.period_date")
    conditions = [between, *scope.conditions]
    if metric.counts_on == "snapshot":
        # The last snapshot of the measure, not of what the filter leaves of it.
        conditions.append(
            "metric_rows.period_date in (select max(period_date) from metric_rows "
            f"where {between} group by {period_sql(question.every, metric.year, 'period_date')})"
        )
    scoped = _scoped(metric, scope, [f"{period} as period", *extra], conditions)
    return _statement([scoped], read_summary(metric.kind))


def compose_wait(metric: Metric, question: Question, scope: Scope, view: str) -> str:
    """The statement for one view of a wait, or its leavers, and, in rows with ``left_out``, what is in no view.

    Binds ``$begins`` and ``$newest`` besides, the curve ``$curve_weeks`` and ``$mean_to_weeks``.
    """
    observed_from = "observed_from_date" if "observed_from_date" in metric.columns else "null::date"
    columns = [
        "start_date",
        "end_date",
        "exit",
        "limit_days",
        "least($as_at, known_to) as known_to",
        f"{period_sql(question.every, metric.year, 'start_date')} as start_period",
        f"{period_sql(question.every, metric.year, 'end_date')} as end_period",
    ]
    reasons = list(scope.left_out)
    if view in STARTED_TOGETHER:
        # What ended before the files begin is not in them, so those cohorts would show only their slow cases.
        reasons.append(f"when start_date < {observed_from} then '{TOO_EARLY}'")
    scoped = _scoped(metric, scope, columns, scope.conditions, reasons)
    parts = [scoped]
    if view == "open":
        parts.append(_calendar(metric, question))
    if view in STARTED_TOGETHER:
        parts += [
            f"followed as (\n{read_summary('wait_followed')}\n)",
            f"stepped as (\n{read_summary('wait_steps')}\n)",
        ]
    left_out = read_summary("wait_left_out_open" if view == "open" else "wait_left_out")
    return _statement(parts, f"{read_summary(f'wait_{view}')}\n) union all by name (\n{left_out}")


def compose_authorities(metric: Metric, scope: Scope) -> str:
    """The statement for the authorities behind each breakdown, whatever the period."""
    scoped = _scoped(metric, scope, ["la_code"], scope.conditions)
    return _statement([scoped], "select distinct breakdown, la_code from scoped where left_out is null")


def compose_file_date(tables: list[str]) -> str:
    """The statement for the newest day between ``$first`` and ``$last`` for which a file of these tables speaks."""
    days = [
        f"select max({TABLES[name].last_date}) as day from main.{name} "
        f"where {TABLES[name].last_date} between $first and $last"
        for name in tables
    ]
    return f"select max(day) from ({' union all '.join(days)})"


def _or_default(metric: Metric, column: str, default: str) -> str:
    return column if column in metric.columns else f"{default} as {column}"


def _scoped(
    metric: Metric, scope: Scope, columns: list[str], conditions: list[str], reasons: list[str] | None = None
) -> str:
    cases = " ".join(scope.left_out if reasons is None else reasons)
    own = "metric_rows.left_out" if "left_out" in metric.columns else "null::varchar"
    left_out = f"coalesce({own}, case {cases} end)" if cases else own
    qualified = [column if " as " in column else f"metric_rows.{column}" for column in columns]
    body = f"select\n    {', '.join([*qualified, f'{scope.breakdown} as breakdown', f'{left_out} as left_out'])}\nfrom metric_rows"
    for join in scope.joins.values():
        body += f"\n{join}"
    if conditions:
        body += "\nwhere " + "\n    and ".join(conditions)
    return f"scoped as (\n{body}\n)"


def _calendar(metric: Metric, question: Question) -> str:
    """Every period with its last day, from where the files begin to the end of what is asked or of the files."""
    until = "least($until::date, $newest::date)"
    if question.every == "all":
        return f"calendar as (select null::date as period, {until} as period_end)"
    first = period_sql(question.every, metric.year, "greatest(coalesce($from, $begins), $begins)")
    months = MONTHS[question.every]
    return (
        "calendar as (\nselect period::date as period, "
        f"least((period + interval {months} months)::date - 1, {until}) as period_end\n"
        f"from (select unnest(generate_series({first}::timestamp, {until}::timestamp, interval {months} months)) as period)\n)"
    )


def _statement(parts: list[str], summary: str) -> str:
    return "with " + ",\n".join(parts) + f"\n(\n{summary}\n)"


def with_rows(metric: Metric, statement: str) -> str:
    """A composed statement with the measure's rows worked out in front. Binds ``$as_at`` where a source needs it."""
    # Rows of a wait and of a snapshot are read several times over: worked out once, where much is looked up for them.
    # Others are read as they stream, and so are those too many to keep: of them only what a filter leaves.
    is_read_again = metric.kind == "wait" or metric.counts_on == "snapshot"
    kept = "materialized" if metric.is_kept and is_read_again else "not materialized"
    return "with " + ",\n".join(_rows(metric, kept)) + ",\n" + statement.removeprefix("with ")


def compose_kept_rows(metric: Metric) -> str:
    """The statement that makes a kept measure's rows a table of their own. Binds ``$as_at`` where a source needs it.

    Without what a row is known by, which takes a sixth of the time: figures have no use for it, and lists keep no rows.
    """
    rows = ",\n".join(_rows(metric, "not materialized"))
    return f"create or replace temp table metric_rows as\nwith {rows}\nselect * exclude ({metric.columns[0]}) from metric_rows"


def _rows(metric: Metric, kept: str) -> list[str]:
    return [*replay_sources(metric), f"metric_rows as {kept} (\n{metric.sql}\n)"]


def compose_outlook(metric: Metric, scope: Scope, summary: str) -> str:
    """The statement for a part of the outlook. Binds ``$as_at``, the scope's values and what the summary asks for.

    It reads ``requests`` and ``assessments`` as they stood besides the measure's rows, so it goes behind ``with_rows``.
    """
    columns = ["request_id", "start_date", "end_date", "exit", "limit_days", "known_to", "observed_from_date"]
    scoped = _scoped(metric, scope, columns, scope.conditions)
    journeys = f"journeys as materialized (\n{read_summary('outlook_journeys')}\n)"
    return f"with {scoped},\n{journeys}\nselect * from (\n{read_summary(summary)}\n)"


def compose_flow(metric: Metric, scope: Scope, summary: str) -> str:
    """The statement for a wait's queue by week, or the stays behind it. Binds ``$as_at`` and what the summary asks for.

    ``told`` are all rows of the measure, ``is_chosen`` or not: from when to when a group's files speak is no matter of
    which of its children are.
    """
    known_to = "least($as_at, known_to) as known_to"
    scoped = _scoped(metric, scope, ["la_code", "start_date", "end_date", "exit", known_to], scope.conditions)
    is_chosen = f"{' and '.join(scope.conditions) or 'true'} as is_chosen"
    told = _scoped(metric, scope, ["la_code", "start_date", "limit_days", known_to, is_chosen], [], [])
    told = told.replace("scoped as", "told as", 1)
    return f"with {scoped},\n{told}\nselect * from (\n{read_summary(summary)}\n)"
