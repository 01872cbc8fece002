"""Panels on SENCo time: hours against need, and who teaches full time."""

from collections.abc import Callable
from dataclasses import replace

from sendmetrics.panels.figures import by_group
from sendmetrics.panels.findings import NOTHING, TOO_FEW, highest, lowest
from sendmetrics.panels.panel import Answer, Ask, Panel
from sendmetrics.words import say_number


def _hours(answer: Answer) -> str:
    row = next((row for row in answer.results[0].rows if row["value"] is not None), None)
    if row is None:
        return TOO_FEW if answer.has_rows else NOTHING
    return f"{say_number(row['value'], 1)} protected hours a week for 10 pupils with SEN"


def _without(answer: Answer) -> str:
    rows = [row for row in answer.results[0].rows if row["value"] is not None]
    none = sum(row["value"] == 0 for row in rows)
    if not rows:
        return TOO_FEW if answer.has_rows else NOTHING
    if not none or len(rows) == 1:
        return lowest("hours for 10 pupils")(answer)
    return f"{none} of {len(rows)} schools give their SENCo no protected time"


def _least_first(draw: Callable, most: int) -> Callable:
    """The schools with the least time, not the most: they are whom a reader looks for."""

    def drawn(answer: Answer):
        result = answer.results[0]
        rows = sorted(result.rows, key=lambda row: (row["value"] is None, row["value"] or 0))[:most]
        return draw(replace(answer, results=(replace(result, rows=tuple(rows)),)))

    return drawn


BY_SCHOOL = Panel(
    "senco_hours_by_school",
    (Ask("senco_hours_per_10_pupils_with_sen", by="school"),),
    _without,
    _least_first(by_group(), 14),
    "Protected SENCo hours a week for every 10 pupils with SEN, the schools with the least, newest term returned",
)
BY_PHASE = Panel(
    "senco_hours_by_phase",
    (Ask("senco_hours_per_10_pupils_with_sen", by="phase"),),
    lowest("hours for 10 pupils"),
    by_group(),
    "Protected SENCo hours a week for every 10 pupils with SEN, by phase, newest term returned",
)
TEACHING = Panel(
    "senco_teaching",
    (Ask("sencos_teaching_full_time", by="phase"),),
    highest("of SENCos teach full time"),
    by_group(),
    "SENCos with 20 or more hours of timetabled teaching a week (a local assumption), by phase, newest term returned",
)
OVERALL = Panel(
    "senco_hours",
    (Ask("senco_hours_per_10_pupils_with_sen"),),
    _hours,
    by_group(),
    "Protected SENCo hours a week for every 10 pupils with SEN, newest term returned",
)
BY_LOCALITY = Panel(
    "senco_hours_by_locality",
    (Ask("senco_hours_per_10_pupils_with_sen", by="locality"),),
    lowest("hours for 10 pupils"),
    by_group(),
    "Protected SENCo hours a week for every 10 pupils with SEN, by local area, newest term returned",
)
