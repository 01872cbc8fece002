"""Panels on where the time goes: each stage against its clock, advice by adviser, and what late advice costs."""

from dataclasses import dataclass

from sendmetrics.contracts.reference import clock_days
from sendmetrics.metrics.coverage import A_MONTH
from sendmetrics.metrics.question import Result
from sendmetrics.panels.charts_by_group import draw_stacked
from sendmetrics.panels.charts_of_stages import Span, draw_spans_with_limits
from sendmetrics.panels.figures import undivided
from sendmetrics.panels.findings import TOO_FEW, nothing_known
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.tables import Table, as_table
from sendmetrics.panels.wording import say_hidden, say_wait, weeks
from sendmetrics.words import say_date, say_days, say_number

DECISION_DAYS, ADVICE_DAYS = clock_days("decision"), clock_days("advice")
DRAFT_DAYS, PLAN_DAYS = clock_days("draft"), clock_days("plan")
ADVICE_WEEKS = "6 weeks"


@dataclass(frozen=True)
class Stage:
    """A stage of a case: its measure, its name on the chart and in a title, and the days it is held to."""

    metric: str
    name: str
    short: str
    limit_days: int

    @property
    def limit(self) -> str:
        return f"{self.limit_days // 7} weeks"


STAGES = (
    Stage("request_to_decision_wait", "Request to decision", "Decision", DECISION_DAYS),
    Stage("decision_to_all_advice_wait", "Decision to all advice in", "Advice", ADVICE_DAYS),
    Stage(
        "advice_in_to_plan_wait",
        "All advice in to plan or no plan",
        "After advice",
        PLAN_DAYS - DECISION_DAYS - ADVICE_DAYS,
    ),
    Stage("draft_to_plan_wait", "Draft to plan", "After draft", PLAN_DAYS - DRAFT_DAYS),
)
BY_NAME = {stage.metric: stage for stage in STAGES}
CLOCKS_IN_WORDS = (
    "6 weeks to decide is the law; 6 weeks for all advice, 8 from the last advice and 4 from the draft are local "
    "milestones, not statutory"
)


NONE_LATE = 100


def _stages_of(answer: Answer) -> list[tuple[Stage, dict, Result]]:
    """Each stage with its one row, where the files tell of it, in the order of a case."""
    found = [(BY_NAME[result.metric], row, result) for result in answer.results for row in result.rows]
    return sorted(found, key=lambda entry: STAGES.index(entry[0]))


def _is_of_the_day(result: Result, answer: Answer) -> bool:
    """Whether a stage is told to the time of the others: a log that ended well before tells of that day."""
    return result.as_at >= max(other.as_at for other in answer.results if other.rows) - A_MONTH


def _name(stage: Stage, result: Result, answer: Answer) -> str:
    """Draft to plan; or, where its log ends earlier, Draft to plan, as at 15 January 2024."""
    is_newest = result.as_at == max(other.as_at for other in answer.results if other.rows)
    return stage.name if is_newest else f"{stage.name}, as at {say_date(result.as_at)}"


def _stages_of_the_day(answer: Answer) -> list[tuple[Stage, dict]]:
    """What a title may choose from: a stage of an older day is beside the others on the chart, and never the first of them."""
    return [(stage, row) for stage, row, result in _stages_of(answer) if _is_of_the_day(result, answer)]


def _slowest_stage(answer: Answer) -> str:
    """After advice most often late: 17.7% past 8 weeks."""
    known = [(stage, row) for stage, row in _stages_of_the_day(answer) if row["value"] is not None]
    if not known:
        return nothing_known(answer)
    stage, row = min(known, key=lambda pair: pair[1]["value"])
    if row["value"] == NONE_LATE:
        is_all = len(known) == len(_stages_of(answer))
        return "No stage past what it is held to" if is_all else "Stages told to the newest day: none late"
    late = f"{say_number(100 - row['value'], 1)}% past {stage.limit}"
    return f"{stage.short}{' most often late' if len(known) > 1 else ''}: {late}"


def _draw_stages(answer: Answer) -> Chart:
    shown = [entry for entry in _stages_of(answer) if entry[1]["median_days"] is not None]
    spans = [
        Span(
            _name(stage, result, answer),
            weeks(row["median_days"]),
            weeks(row["p92_days"]),
            weeks(stage.limit_days),
            say_days(row["median_days"]),
            f"{_name(stage, result, answer)}: {say_wait(row, result)}; held to {stage.limit}",
        )
        for stage, row, result in shown
    ]
    return Chart(draw_spans_with_limits(spans), _say_stages(answer))


def _say_stages(answer: Answer) -> str:
    return "; ".join(
        f"{_name(stage, result, answer)}: {say_wait(row, result)}" for stage, row, result in _stages_of(answer)
    )


def _tabulate_stages(answer: Answer) -> Table:
    """The rows of the stages' own tables in one, each with what it is held to."""
    tables = [(stage, _name(stage, result, answer), as_table(result)) for stage, _, result in _stages_of(answer)]
    view = answer.results[0].question.view
    headings = ("Stage", "Held to", *(heading for *_, table in tables[:1] for heading in table.headings[1:]))
    rows = tuple((name, stage.limit, *cells[1:]) for stage, name, table in tables for cells in table.rows)
    return Table("Time in each stage, open cases" if view == "open" else "Time in each stage", headings, rows)


def _most_over(answer: Answer) -> str:
    """After advice: 110 of 142 open cases past 8 weeks."""
    over = [(stage, row) for stage, row in _stages_of_the_day(answer) if row["over_limit"]]
    if not over:
        return TOO_FEW if answer.has_rows else nothing_known(answer)
    stage, row = max(over, key=lambda pair: pair[1]["over_limit"])
    return f"{stage.short}: {row['over_limit']:,} of {row['count']:,} open past {stage.limit}"


def _draw_queues(answer: Answer) -> Chart:
    shown = _stages_of(answer)
    rows = [row for _, row, _ in shown]
    parts = [
        ("Within its limit", [row["within_limit"] for row in rows]),
        ("Over it", [row["over_limit"] for row in rows]),
    ]
    hidden = [say_hidden(row, result.audience) for _, row, result in shown]
    whole = [undivided(row) for row in rows]
    names = [_name(stage, result, answer) for stage, _, result in shown]
    said = [f"{name}: {say_wait(row, result)}" for name, (_, row, result) in zip(names, shown, strict=True)]
    figure = draw_stacked(names, parts, said, False, hidden, undivided=whole)
    return Chart(figure, _say_stages(answer))


def _all_stages(view: str) -> tuple[Ask, ...]:
    return tuple(Ask(stage.metric, view=view) for stage in STAGES)


STAGE_TIMES = Panel(
    "stage_times",
    _all_stages("completed"),
    _slowest_stage,
    _draw_stages,
    f"How long each stage took where it was reached, beside the clock it is held to. {CLOCKS_IN_WORDS}",
    tabulate=_tabulate_stages,
)
STAGE_QUEUES = Panel(
    "stage_queues",
    # First the longest queue: without an advice log there is little here that the open cases do not say.
    tuple(sorted(_all_stages("open"), key=lambda ask: ask.metric != "advice_in_to_plan_wait")),
    _most_over,
    _draw_queues,
    "Open cases in each stage, within and over what it is held to; a case drafted with all its advice in stands in "
    f"both of the last two. {CLOCKS_IN_WORDS}",
    tabulate=_tabulate_stages,
)
PANELS = (STAGE_TIMES, STAGE_QUEUES)
