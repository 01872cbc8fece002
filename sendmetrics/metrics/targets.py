"""What the authority has said itself: its targets and planned ways for a measure, what happened when, its school holidays.

Nothing of it is about a child, so nothing is hidden; but a reader is given only
what is said for the authority they look at. Of a view of several authorities
nobody has set a target.
"""

import datetime
import itertools
from dataclasses import dataclass

from sendmetrics.metrics.definition import Metric
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.metrics.scope import read_authorities
from sendmetrics.warehouse.opened import Warehouse

# What a whole authority is chosen by: a count of any smaller part is not what its target is for.
OF_AUTHORITIES = frozenset({"authority", "region"})


@dataclass(frozen=True)
class Target:
    """A value to reach, and the days it holds for; None where there is no such end."""

    value: float
    start: datetime.date | None
    end: datetime.date | None

    def holds_on(self, day: datetime.date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Annotation:
    """Something that happened, in the authority's own words."""

    day: datetime.date
    note: str


@dataclass(frozen=True)
class Targets:
    """All that is said of a measure. ``is_part`` where its targets are not for what is looked at, and so left out."""

    targets: tuple[Target, ...] = ()
    trajectory: tuple[tuple[datetime.date, float], ...] = ()
    annotations: tuple[Annotation, ...] = ()
    is_part: bool = False

    def target_on(self, day: datetime.date) -> float | None:
        """The target in force on a day."""
        return next((target.value for target in self.targets if target.holds_on(day)), None)

    def planned_for(self, day: datetime.date) -> float | None:
        """Where the planned way stands on a day, in a straight line from point to point; None before and after it."""
        for (first, low), (last, high) in itertools.pairwise(self.trajectory):
            if first <= day <= last:
                return low + (high - low) * (day - first).days / (last - first).days
        return None


@dataclass(frozen=True)
class Holiday:
    """Days on which schools are closed, the first and the last included."""

    name: str
    start: datetime.date
    end: datetime.date


def read_targets(warehouse: Warehouse, metric: Metric, question: Question, reader: Reader) -> Targets:
    """What is said for the one authority a question is about; nothing where it is about several.

    A share's target holds for any part of the authority; a count's for the whole alone, and by the month.
    """
    codes = read_authorities(warehouse, metric, question, reader) - {None}
    if len(codes) != 1:
        return Targets()
    values = {"metric": metric.name, "la_code": next(iter(codes))}
    annotations = warehouse.query(
        "select event_date, note from main.annotations "
        "where la_code = $la_code and (metric is null or metric = $metric) order by event_date, note",
        values,
    ).fetchall()
    targets = warehouse.query(
        "select value, from_date, to_date from main.targets where la_code = $la_code and metric = $metric "
        "order by from_date nulls first",
        values,
    ).fetchall()
    points = warehouse.query(
        "select point_date, value from main.trajectories where la_code = $la_code and metric = $metric order by point_date",
        values,
    ).fetchall()
    said = tuple(Annotation(*row) for row in annotations)
    is_part = metric.kind == "count" and (_is_part(question, reader) or _is_of_other_periods(metric, question))
    if is_part:
        return Targets(annotations=said, is_part=bool(targets or points))
    return Targets(tuple(Target(*row) for row in targets), tuple(points), said)


def _is_part(question: Question, reader: Reader) -> bool:
    is_filtered = any(name not in OF_AUTHORITIES for name, _ in question.where)
    return is_filtered or any(kind != "authorities" for kind, _ in reader.extent)


def _is_of_other_periods(metric: Metric, question: Question) -> bool:
    """The target of what adds up over time is one for a month."""
    return metric.counts_on == "event" and question.every != "month"


def read_holidays(warehouse: Warehouse, reader: Reader, chosen: tuple[str, ...] = ()) -> tuple[Holiday, ...]:
    """The school holidays of the one authority in view, oldest first; none where there are several.

    ``chosen`` are the authorities that a reader's filter keeps; empty where none does.
    """
    codes = set(warehouse.spans) & set(dict(reader.extent).get("authorities", warehouse.spans)) - {None}
    codes &= set(chosen or codes)
    if len(codes) != 1:
        return ()
    rows = warehouse.query(
        "select holiday_name, from_date, to_date from main.holidays where la_code = $la_code order by from_date, to_date",
        {"la_code": next(iter(codes))},
    ).fetchall()
    return tuple(Holiday(*row) for row in rows)
