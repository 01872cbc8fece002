"""The list of cases behind a figure, for casework alone: where each stands in the files, its dates, its stage, why it is out.

A case is named by the file and the row it came from, never by anything that identifies a child.
"""

import datetime
from dataclasses import dataclass

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.contracts.reference import code_labels
from sendmetrics.contracts.tables import TABLES
from sendmetrics.errors import RefusedError
from sendmetrics.metrics.definition import VIEWS, Metric
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.metrics.replay import replay_table
from sendmetrics.metrics.scope import Scope

# The record that stands behind a counted thing, and the tables whose dates tell of it.
RECORDS = {
    "request_id": ("requests", ("requests", "assessments")),
    "assessment_id": ("assessments", ("requests", "assessments")),
    "advice_id": ("advice", ("advice",)),
    "referral_id": ("referrals", ("referrals",)),
}
# Under the names of a list: what the case went through, none of them the day of a file.
DATES = {
    "requests": {"received_date": "received_date", "decided_date": "decided_date"},
    "assessments": {"outcome_date": "outcome_date"},
    "advice": {"requested_date": "requested_date", "received_date": "received_date"},
    "referrals": {
        "received_date": "received_date",
        "accepted_date": "accepted_date",
        "rejected_date": "rejected_date",
        "first_contact_date": "first_contact_date",
        "discharge_date": "discharge_date",
    },
}
# What is told of a case besides; nothing of the child or of the place.
TOLD = ("rate_standing", "stage", "open_stage", "age_band", "due", "exception", "adviser", "service")
HEADINGS = {
    "file": "File",
    "row": "Row",
    "received_date": "Received",
    "requested_date": "Asked",
    "decided_date": "Decided",
    "outcome_date": "Plan issued or refused",
    "accepted_date": "Accepted",
    "rejected_date": "Rejected",
    "first_contact_date": "First contact",
    "discharge_date": "Discharged",
    "services_waited_for": "Waits for",
    "days": "Days",
    "is_counted": "Counted",
    "left_out": "Left out",
}
# A list of codes of services in a measure's own rows, told by name.
SERVICES = "services_waited_for"
YES_OR_NO = {True: "yes", False: "no"}


@dataclass(frozen=True)
class CaseList:
    """The rows behind a figure. ``columns`` maps each to its heading; codes are told in words."""

    metric: str
    question: Question
    as_at: datetime.date | None
    warehouse: str
    columns: dict[str, str]
    rows: tuple[dict, ...] = ()


def refuse_list(metric: Metric, question: Question, reader: Reader) -> None:
    """Raise RefusedError, in words, for whoever may not see single cases, and where a list would say nothing."""
    if reader.audience != "casework":
        raise RefusedError(
            f"A list of cases is for casework only, and this is read as {reader.audience}. "
            "Figures are given as that audience may see them."
        )
    if metric.columns[0] not in RECORDS or metric.disclosure_unit != "pupils":
        raise RefusedError(f'There is no list of cases for "{metric.title}": what it counts is no record of a case.')
    if metric.kind == "wait" and question.view not in VIEWS:
        raise RefusedError("Say which cases to list: those of the open, completed or cohort view.")
    if question.by or question.every != "all":
        raise RefusedError(
            "A list of cases is not split by group or period. Give the first and last day, or keep one group."
        )


def columns_of_list(metric: Metric) -> dict[str, str]:
    """The columns a list of this measure's cases has, each with its heading, in order."""
    _, dated = RECORDS[metric.columns[0]]
    names = ["file", "row", *(name for table in dated for name in DATES[table])]
    told = {name: DIMENSIONS[name].title for name in TOLD if _is_told(metric, name)}
    last = {"wait": ["days"], "proportion": ["is_counted"]}.get(metric.kind, [])
    last = [*([SERVICES] if SERVICES in metric.columns else []), *last, "left_out"]
    return {name: HEADINGS[name] for name in names} | told | {name: HEADINGS[name] for name in last}


def _is_told(metric: Metric, name: str) -> bool:
    return name in DIMENSIONS and DIMENSIONS[name].key in metric.columns


def compose_cases(metric: Metric, question: Question, scope: Scope) -> str:
    """The statement for the cases behind a figure, which reads ``metric_rows``.

    Binds ``$as_at``, ``$from``, ``$until``, ``$newest`` and the scope's values.
    """
    thing = metric.columns[0]
    table, dated = RECORDS[thing]
    own = "metric_rows.left_out" if "left_out" in metric.columns else "null::varchar"
    reasons = list(scope.left_out)
    if question.view == "cohort" and "observed_from_date" in metric.columns:
        reasons.append(_BEFORE_THE_FILES)
    left_out = f"coalesce({own}, case {' '.join(reasons)} end)" if reasons else own
    columns = ["loads.file", "origin.row"]
    columns += [f"dated_{name}.{column} as {shown}" for name in dated for column, shown in DATES[name].items()]
    columns += [f"{_told(metric, name)} as {name}" for name in TOLD if _is_told(metric, name)]
    if SERVICES in metric.columns:
        columns.append(f"{_NAMES} as {SERVICES}")
    counted = f"case when {left_out} is null then metric_rows.is_counted end as is_counted"
    columns += {"wait": [_DAYS], "proportion": [counted]}.get(metric.kind, [])
    key = "request_id" if "requests" in dated else thing
    joins = [
        f"left join main.{table} as origin on metric_rows.{thing} = origin.{thing}",
        "left join main.loads as loads on origin.file_id = loads.file_id",
        *(
            f"left join dated_{name} on coalesce(origin.{key}, metric_rows.{thing}) = dated_{name}.{key}"
            for name in dated
        ),
        *scope.joins.values(),
    ]
    listed = f"select\n    {', '.join([*columns, f'{left_out} as left_out'])}\nfrom metric_rows\n" + "\n".join(joins)
    conditions = [*scope.conditions, _period(metric, question, left_out)]
    listed += "\nwhere " + "\n    and ".join(conditions)
    # A page shows the first so many: those who wait for most services come first.
    most = f"len(metric_rows.{SERVICES}) desc, " if SERVICES in metric.columns else ""
    listed += (
        f"\norder by left_out nulls first, {most}dated_{dated[0]}.{next(iter(DATES[dated[0]]))}, loads.file, origin.row"
    )
    replayed = ",\n".join(f"dated_{name} as (\n{replay_table(TABLES[name])}\n)" for name in dated)
    return f"with {replayed}\n(\n{listed}\n)"


def _told(metric: Metric, name: str) -> str:
    """A wait's stage is where it stands, and says nothing once it has ended."""
    value = f"metric_rows.{DIMENSIONS[name].key}"
    if DIMENSIONS[name].codes == "service":
        # In words already: an authority's own services are in no list of ours.
        return f"coalesce((select max(service_name) from main.services where service = {value}), {value})"
    is_of_open = metric.kind == "wait" and name in ("stage", "open_stage")
    return f"case when metric_rows.end_date is null then {value} end" if is_of_open else value


# In words already, as a case's own service is; a name may hold a comma.
_NAMES = f"""(
    select string_agg(coalesce(services.service_name, waited_for.code), '; ' order by coalesce(services.service_name, waited_for.code))
    from (select unnest(metric_rows.{SERVICES}) as code) as waited_for
    left join main.services as services on waited_for.code = services.service
)"""
_BEFORE_THE_FILES = (
    "when metric_rows.start_date < metric_rows.observed_from_date "
    "then 'Started before the files begin (cohort view only)'"
)
_DAYS = (
    "case when metric_rows.start_date is null then null else greatest(coalesce(metric_rows.end_date, "
    "least($as_at, metric_rows.known_to, $until::date)) - metric_rows.start_date, 0) end as days"
)


def _period(metric: Metric, question: Question, left_out: str) -> str:
    """Which rows belong to the days asked: as the figure counts them, and those it leaves out with it."""
    begins = "coalesce($from, date '0001-01-01')"
    if metric.kind != "wait":
        between = f"metric_rows.period_date between {begins} and $until"
        if metric.counts_on == "snapshot":
            between += f" and metric_rows.period_date = (select max(period_date) from metric_rows where period_date between {begins} and $until)"
        return between
    last = "least($until::date, $newest::date)"
    started = f"coalesce(metric_rows.start_date between {begins} and $until, {{}})"
    inside, outside = {
        "open": (
            f"metric_rows.start_date <= {last} and coalesce(metric_rows.end_date > {last}, true)",
            f"coalesce(metric_rows.start_date <= $until, true) and coalesce(metric_rows.end_date > {last}, true)",
        ),
        "completed": (
            f"metric_rows.exit = 'finished' and metric_rows.end_date between {begins} and $until",
            started.format("true"),
        ),
        "cohort": (started.format("false"), started.format("true")),
    }[question.view]
    return f"case when {left_out} is null then {inside} else {outside} end"


def say_cases(metric: Metric, rows: list[dict]) -> tuple[dict, ...]:
    """The rows with every code in words."""
    words = {
        name: code_labels(DIMENSIONS[name].codes) for name in TOLD if _is_told(metric, name) and DIMENSIONS[name].codes
    }
    return tuple({name: _say(value, words.get(name, {})) for name, value in row.items()} for row in rows)


def _say(value: object, words: dict[str, str]) -> object:
    return YES_OR_NO[value] if isinstance(value, bool) else words.get(value, value)
