"""Panels on where the time goes: each stage against its clock, advice by adviser, and what late advice costs."""

from dataclasses import dataclass

from sendmetrics.contracts.reference import clock_days
from sendmetrics.metrics.coverage import A_MONTH
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.question import Result
from sendmetrics.panels.charts_by_group import draw_bars, draw_stacked
from sendmetrics.panels.charts_of_stages import Span, draw_grid, draw_spans_with_limits
from sendmetrics.panels.figures import undivided
from sendmetrics.panels.findings import TOO_FEW, lowest, nothing_known, short_name
from sendmetrics.panels.late_plans import LAST_ADVICE, WHAT_IF
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.tables import Table, as_table
from sendmetrics.panels.wording import hidden_words, say_count_of, say_hidden, say_part, say_value, say_wait, weeks
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


def _most_outstanding(answer: Answer) -> str:
    """Speech and language: 41 of 62 outstanding past 6 weeks."""
    rows = [row for row in answer.results[0].rows if row["breakdown"] != "unknown"]
    over = [row for row in rows if row["over_limit"]]
    if not over:
        if any(row["over_limit"] is None for row in rows):
            return TOO_FEW
        return f"No advice outstanding past {ADVICE_WEEKS}" if answer.has_rows else nothing_known(answer)
    row = max(over, key=lambda row: row["over_limit"])
    return f"{short_name(row)}: {row['over_limit']:,} of {row['count']:,} outstanding past {ADVICE_WEEKS}"


def _by_adviser(result: Result) -> dict[str, dict]:
    return {row["breakdown"]: row for row in result.rows}


def _draw_advice(answer: Answer) -> Chart:
    """Asked, returned, late, mean days late, outstanding, outstanding past 6 weeks: a blank where it may not be told."""
    waiting, returned, asked, late = map(_by_adviser, answer.results)
    audience = answer.results[0].audience
    # Those that were asked first, in their order.
    names = {**asked, **returned, **waiting}

    def figures(rows: dict[str, dict], column: str, none: int | None = 0) -> list[str]:
        found = [rows.get(code, {column: none})[column] for code in names]
        return ["" if figure is None else say_number(figure) for figure in found]

    columns = (
        # Short enough to stand side by side on a telephone; the caption says them in full.
        ("Asked", figures(asked, "count")),
        ("Came", figures(returned, "count")),
        ("Came<br>late", figures(returned, "over_limit")),
        ("Days<br>late", figures(late, "value", none=None)),
        ("Still<br>out", figures(waiting, "count")),
        ("Out<br>late", figures(waiting, "over_limit")),
    )
    labels = [short_name(names[code]) for code in names]
    frame = draw_bars(labels, [0] * len(labels), [""] * len(labels), [""] * len(labels))
    alt = "; ".join(
        f"{label}: {_say_counts(returned.get(code), 'returned', audience)}, "
        f"{_say_counts(waiting.get(code), 'outstanding', audience)}"
        for label, code in zip(labels, names, strict=True)
    )
    return Chart(draw_grid(labels, columns, frame, marked=len(columns) - 1), alt)


def _tabulate_advice(answer: Answer) -> Table:
    """The same columns as drawn, in full words; a number that may not be told says so."""
    waiting, returned, asked, late = map(_by_adviser, answer.results)
    audience = answer.results[0].audience
    # Those that were asked first, in their order.
    names = {**asked, **returned, **waiting}

    def count(row: dict | None) -> str:
        return "0" if row is None else say_count_of(row["count"], audience)

    def over(row: dict | None) -> str:
        return "0" if row is None or row["count"] == 0 else say_part(row, "over_limit", audience)

    def mean(row: dict | None) -> str:
        return "none late" if row is None else "too few" if row["value"] is None else say_number(row["value"], 1)

    headings = (
        "Adviser",
        "Asked",
        "Came",
        "Came after 6 weeks",
        "Mean days late",
        "Outstanding",
        "Outstanding past 6 weeks",
    )
    rows = tuple(
        (
            names[code]["label"] or "All",
            count(asked.get(code)),
            count(returned.get(code)),
            over(returned.get(code)),
            mean(late.get(code)),
            count(waiting.get(code)),
            over(waiting.get(code)),
        )
        for code in names
    )
    return Table("Advice by adviser", headings, rows)


def _say_counts(row: dict | None, verb: str, audience: str) -> str:
    if row is None or row["count"] == 0:
        return f"none {verb}"
    count = hidden_words(audience) if row["count"] is None else say_number(row["count"])
    return f"{count} {verb}, late {say_part(row, 'over_limit', audience)}"


def _draw_in_time(answer: Answer) -> Chart:
    shares, late = answer.results
    days = {row["breakdown"]: row["value"] for row in late.rows}
    said = []
    for row in shares.rows:
        mean = days.get(row["breakdown"])
        lateness = f"; late ones by {say_days(mean)} on average" if mean is not None else ""
        said.append(f"{row['label'] or 'All'}: {_say_share(row, shares)}{lateness}")
    figure = draw_bars(
        [row["label"] or "All" for row in shares.rows],
        [row["value"] for row in shares.rows],
        [_say_share(row, shares) for row in shares.rows],
        said,
    )
    return Chart(figure, "; ".join(said))


def _say_share(row: dict, result: Result) -> str:
    return say_value(row, find_metric(result.metric), result.audience)


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
ADVICE_TABLE = Panel(
    "advice_table",
    (
        Ask("advice_wait", by="adviser", view="open"),
        Ask("advice_wait", by="adviser", view="completed"),
        Ask("advice_wait", by="adviser", view="cohort"),
        Ask("advice_days_late", by="adviser"),
    ),
    _most_outstanding,
    _draw_advice,
    "Advice by adviser: asked, came, came after 6 weeks, mean days late (advice still out with its days so far), still "
    "outstanding, and outstanding past 6 weeks; what came after its case had ended counts as asked and in the days alone",
    tabulate=_tabulate_advice,
)
ADVICE_IN_TIME = Panel(
    "advice_in_time",
    (Ask("advice_received_within_6_weeks", by="adviser"), Ask("advice_days_late", by="adviser")),
    lowest("of advice within 6 weeks"),
    _draw_in_time,
    "Advice that came within 6 weeks, out of all whose 6 weeks have passed, by adviser; outstanding past that is late",
)
PANELS = (STAGE_TIMES, STAGE_QUEUES, ADVICE_TABLE, ADVICE_IN_TIME, LAST_ADVICE, WHAT_IF)
