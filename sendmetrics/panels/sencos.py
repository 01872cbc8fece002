"""Panels on SENCo time: hours against need, and who teaches full time."""

from collections.abc import Callable
from dataclasses import replace

from sendmetrics.panels.figures import by_group, counts_over_time
from sendmetrics.panels.findings import highest, lowest, nothing_known, short_name
from sendmetrics.panels.panel import Answer, Ask, Panel, last_whole
from sendmetrics.panels.titles import begin_with
from sendmetrics.words import say_count, say_number


def _hours(answer: Answer) -> str:
    row = last_whole(answer.results[0])
    if row is None or row["value"] is None:
        return nothing_known(answer)
    return f"{say_number(row['value'], 1)} protected hours a week for 10 pupils with SEN"


def _without(answer: Answer) -> str:
    rows = [row for row in answer.results[0].rows if row["value"] is not None]
    none = sum(row["value"] == 0 for row in rows)
    if not rows:
        return nothing_known(answer)
    if not none or len(rows) == 1:
        return lowest("hours for 10 pupils")(answer)
    return f"{none} of {len(rows)} schools returning hours {'gives' if none == 1 else 'give'} no protected time"


def _teaching(answer: Answer) -> str:
    """Primary highest: 3 of 36 SENCos teach full time; a share of so few would be read as one of many."""
    rows = [row for row in answer.results[0].rows if row["value"] is not None]
    if not rows or answer.results[0].audience == "shared":
        return highest("of SENCos teach full time")(answer)
    row = max(rows, key=lambda row: row["value"])
    if row["value"] == min(other["value"] for other in rows):
        return _say_teaching(*(sum(each[name] for each in rows) for name in ("numerator", "denominator")))
    return begin_with(short_name(row), f" highest: {_say_teaching(row['numerator'], row['denominator'])}")


def _say_teaching(full_time: int, sencos: int) -> str:
    verb = "teaches" if full_time < 2 else "teach"
    return (
        f"{say_number(full_time) if full_time else 'None'} of {say_count(sencos, 'SENCo', 'SENCos')} {verb} full time"
    )


def _teaching_lately(answer: Answer) -> str:
    row = last_whole(answer.results[0])
    if row is None or row["value"] is None:
        return nothing_known(answer)
    if answer.results[0].audience == "shared":
        return f"{say_number(row['value'], 1)}% of SENCos teach full time"
    return _say_teaching(row["numerator"], row["denominator"])


def _least_first(draw: Callable, most: int) -> Callable:
    """The schools with the least time, not the most: they are whom a reader looks for."""

    def drawn(answer: Answer):
        result = answer.results[0]
        rows = sorted(result.rows, key=lambda row: (row["value"] is None, row["value"] or 0))[:most]
        return draw(replace(answer, results=(replace(result, rows=tuple(rows)),)))

    return drawn


SCHOOLS = Ask("sen_support_share", by="school")
WITH_HOURS = (Ask("senco_hours_per_10_pupils_with_sen", by="school"), SCHOOLS)
WITH_TEACHING = (Ask("sencos_teaching_full_time", by="school"), SCHOOLS)

OVERALL_YEARLY = Panel(
    "senco_hours_yearly",
    (Ask("senco_hours_per_10_pupils_with_sen", every="year"),),
    _hours,
    counts_over_time(),
    "Protected SENCo hours a week for every 10 pupils with SEN, newest term returned of each school year",
)
OVERALL = Panel(
    "senco_hours",
    (Ask("senco_hours_per_10_pupils_with_sen"),),
    _hours,
    by_group(),
    "Protected SENCo hours a week for every 10 pupils with SEN, newest term returned",
    base=WITH_HOURS,
    instead=(OVERALL_YEARLY,),
)
BY_SCHOOL = Panel(
    "senco_hours_by_school",
    (Ask("senco_hours_per_10_pupils_with_sen", by="school"),),
    _without,
    _least_first(by_group(), 14),
    "Protected SENCo hours a week for every 10 pupils with SEN, the schools with the least, newest term returned",
    base=WITH_HOURS,
    instead=(OVERALL_YEARLY,),
)
BY_PHASE = Panel(
    "senco_hours_by_phase",
    (Ask("senco_hours_per_10_pupils_with_sen", by="phase"),),
    lowest("hours for 10 pupils"),
    by_group(),
    "Protected SENCo hours a week for every 10 pupils with SEN, by phase, newest term returned",
    base=WITH_HOURS,
)
TEACHING_YEARLY = Panel(
    "senco_teaching_yearly",
    (Ask("sencos_teaching_full_time", every="year"),),
    _teaching_lately,
    counts_over_time(),
    "SENCos with 20 or more hours of timetabled teaching a week (a local assumption), newest term returned of each "
    "school year",
)
TEACHING = Panel(
    "senco_teaching",
    (Ask("sencos_teaching_full_time", by="phase"),),
    _teaching,
    by_group(),
    "SENCos with 20 or more hours of timetabled teaching a week (a local assumption), by phase, newest term returned",
    base=WITH_TEACHING,
    instead=(TEACHING_YEARLY,),
)
BY_LOCALITY = Panel(
    "senco_hours_by_locality",
    (Ask("senco_hours_per_10_pupils_with_sen", by="locality"),),
    lowest("hours for 10 pupils"),
    by_group(),
    "Protected SENCo hours a week for every 10 pupils with SEN, by local area, newest term returned",
    base=WITH_HOURS,
)
