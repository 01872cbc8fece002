"""Panels on where referrals stick: time in each step, who stands in it, and how many each step loses."""

from dataclasses import dataclass

from sendmetrics.panels.charts_by_group import draw_bars, draw_spans
from sendmetrics.panels.charts_of_clocks import Stage, draw_flow
from sendmetrics.panels.figures import chart_of
from sendmetrics.panels.findings import TOO_FEW, nothing_known
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.tables import Table, as_table
from sendmetrics.panels.wording import hidden_words, say_count_of, say_hidden, say_wait, weeks
from sendmetrics.words import say_days, say_list, say_number

# How long support lasts is no wait.
WAITS = (("referral_step", ("triage", "acceptance", "offer", "contact", "assessment", "support")),)
LEAST_BASE = 10
# Who was received so long ago has had time to come through; the times of the steps are those of the last year, wherever told.
MONTHS = 24
TIMES = Ask("referral_step_wait", by="referral_step", view="completed", only=WAITS, months=12)


def _longest_step(answer: Answer) -> str:
    """Offered to first appointment longest: median 9 weeks."""
    rows = [row for row in answer.results[0].rows if row["median_days"] is not None]
    if not rows:
        return nothing_known(answer)
    row = max(rows, key=lambda row: row["median_days"])
    return f"{row['label']}{' longest' if len(rows) > 1 else ''}: median {say_days(row['median_days'])}"


def _draw_times(answer: Answer) -> Chart:
    """In the order of the steps, unlike groups, which stand by their length."""
    result = answer.results[0]
    rows = [row for row in result.rows if row["median_days"] is not None]
    figure = draw_spans(
        [row["label"] for row in rows],
        [weeks(row["median_days"]) for row in rows],
        [weeks(row["p92_days"]) for row in rows],
        [say_days(row["median_days"]) for row in rows],
        [say_wait(row, result) for row in rows],
    )
    return chart_of(figure, result, say_wait)


def _most_in_step(answer: Answer) -> str:
    """Most waiting: accepted to appointment offered, 120."""
    rows = [row for row in answer.results[0].rows if row["count"]]
    if not rows:
        return nothing_known(answer)
    row = max(rows, key=lambda row: row["count"])
    step = row["label"][0].lower() + row["label"][1:]
    return f"{'Most waiting' if len(rows) > 1 else 'Waiting'}: {step}, {row['count']:,}"


def _draw_queues(answer: Answer) -> Chart:
    result = answer.results[0]
    rows = list(result.rows)
    figure = draw_bars(
        [row["label"] for row in rows],
        [row["count"] for row in rows],
        [say_hidden(row, result.audience) or say_number(row["count"]) for row in rows],
        [say_wait(row, result) for row in rows],
    )
    return chart_of(figure, result, say_wait)


def _tabulate_steps(answer: Answer) -> Table:
    return as_table(answer.results[0])


@dataclass(frozen=True)
class Standing:
    """A step of the flow: its name, the standings of those who wait and of those closed there in words, and the step's own wait."""

    name: str
    waiting: str
    lost: dict[str, str]
    step: str


FLOW = (
    Standing("Triage", "to_triage", {"closed_untriaged": ""}, "triage"),
    Standing("Decision", "to_accept", {"rejected": "rejected", "closed_undecided": "closed undecided"}, "acceptance"),
    Standing("Appointment offered", "to_offer", {"closed_unoffered": ""}, "offer"),
    Standing("First appointment", "to_see", {"closed_unseen": ""}, "contact"),
    Standing("Assessment", "to_assess", {"closed_unassessed": ""}, "assessment"),
    Standing("Support", "to_support", {"closed_unsupported": ""}, "support"),
)
# What a title says of the standing that holds most; never of those who went through.
SAID = {
    "to_triage": "still wait for triage",
    "closed_untriaged": "closed before triage",
    "rejected": "of referrals were rejected",
    "to_accept": "triaged, still wait for the decision",
    "closed_undecided": "triaged, closed before the decision",
    "to_offer": "accepted, no appointment offered yet",
    "closed_unoffered": "accepted, closed before an appointment was offered",
    "to_see": "still wait for the first appointment",
    "closed_unseen": "closed after an offer, never seen",
    "to_assess": "seen, assessment not complete",
    "closed_unassessed": "closed before the assessment was complete",
    "to_support": "assessed, support not started",
    "closed_unsupported": "closed assessed, without support",
}
NOT_ADDED_UP = "not added up"


def _counts(answer: Answer) -> dict[str, float | None]:
    return {row["breakdown"]: row["value"] for row in answer.results[0].rows}


def _most_stuck(answer: Answer) -> str:
    """34% of referrals were rejected; 340 referrals were rejected while a standing is hidden.

    A share beside its number would give the exact total, and with it what is hidden.
    """
    counts = _counts(answer)
    known = {name: count for name, count in counts.items() if count is not None and name in SAID}
    total = next((row["value"] for row in answer.results[1].rows), None)
    if not any(known.values()) or not total:
        return nothing_known(answer)
    if total < LEAST_BASE:
        return TOO_FEW
    name = max(known, key=lambda name: known[name])
    if None in counts.values():
        return f"{say_number(known[name])} {SAID[name].removeprefix('of ')}"
    return f"{say_number(100 * known[name] / total)}% {SAID[name]}"


@dataclass(frozen=True)
class Step:
    """What became of those who came to a step: counts by standing, None where hidden."""

    standing: Standing
    waiting: float | None
    lost: dict[str, float | None]
    went_on: list[float | None]

    @property
    def came(self) -> list[float | None]:
        return [self.waiting, *self.lost.values(), *self.went_on]


def _steps(answer: Answer) -> list[Step]:
    """Each step with those who came to it: all that stand there or further on."""
    left = _counts(answer)
    steps = []
    for standing in FLOW:
        waiting = left.pop(standing.waiting, 0)
        lost = {name: left.pop(name, 0) for name in standing.lost}
        steps.append(Step(standing, waiting, lost, list(left.values())))
    return steps


def _stages(answer: Answer) -> list[Stage]:
    """The same as drawn: of hidden parts nothing, and no number on a bar that lacks one."""
    audience = answer.results[0].audience
    medians = {row["breakdown"]: row["median_days"] for row in answer.results[2].rows}
    stages = []
    for step in _steps(answer):
        name, median = step.standing.name, medians.get(step.standing.step)
        label = "" if median is None else say_days(median)
        said = (
            f"{name}: {_say(step.waiting, audience)} waiting, {_say_lost(step, audience)} closed here, "
            f"went on: {_say_sum(step.went_on)}" + (f"; median {label}" if label else "")
        )
        lost = [count for count in step.lost.values() if count is not None]
        went_on = int(sum(filter(None, step.went_on)))
        stages.append(
            Stage(name, went_on, step.waiting, sum(lost) if lost else None, label, said, None not in step.went_on)
        )
    return stages


def _say(count: float | None, audience: str) -> str:
    return "none" if count == 0 else say_count_of(count, audience)


def _say_sum(parts: list[float | None]) -> str:
    """A sum of what is shown would, beside the total, tell of what is hidden."""
    return NOT_ADDED_UP if None in parts else say_number(sum(parts))


def _say_lost(step: Step, audience: str) -> str:
    """12; where some are hidden, each kind by itself: 30 rejected and fewer than 5 closed undecided."""
    if None not in step.lost.values():
        return _say(sum(step.lost.values()), audience)
    return say_list(
        f"{_say(count, audience)} {step.standing.lost[name]}".strip() for name, count in step.lost.items() if count != 0
    )


def _draw_standing(answer: Answer) -> Chart:
    stages = _stages(answer)
    return Chart(draw_flow(stages), "; ".join(stage.said for stage in stages))


def _tabulate_standing(answer: Answer) -> Table:
    audience = answer.results[0].audience
    counts = _counts(answer)
    rows = [
        (
            stage.name,
            _say_sum(step.came),
            _say(step.waiting, audience),
            _say_lost(step, audience),
            _say_sum(step.went_on),
            stage.label or "not shown",
        )
        for step, stage in zip(_steps(answer), _stages(answer), strict=True)
    ]
    for name, standing in (("In support", "in_support"), ("Closed after support", "closed_supported")):
        rows.append((name, _say(counts.get(standing, 0), audience), "", "", "", ""))
    headings = (
        "Step",
        "Came to it",
        "Still waiting there",
        "Closed there",
        "Went on",
        "Median time in it, last 12 months",
    )
    return Table("Referrals received, by how far they have come", headings, tuple(rows))


def _say_what_is_hidden(answer: Answer) -> str:
    if None in _counts(answer).values():
        words = hidden_words(answer.results[0].audience)
        return f"Of parts with {words} nothing is drawn and no sum is given: more may have come to a step than its bar shows."
    return ""


STEP_TIMES = Panel(
    "referrals_step_times",
    (TIMES,),
    _longest_step,
    _draw_times,
    "Time in each step of a referral that was gone through in the last 12 whole months: median (dot) to 92nd percentile",
    about="referrals",
    tabulate=_tabulate_steps,
)
STEP_QUEUES = Panel(
    "referrals_step_queues",
    (Ask("referral_step_wait", by="referral_step", view="open", only=WAITS),),
    _most_in_step,
    _draw_queues,
    "Children who stand in each step of a referral and wait for the next",
    about="referrals",
    tabulate=_tabulate_steps,
)
STANDING = Panel(
    "referrals_by_standing",
    (
        Ask("referrals_by_standing", by="referral_standing", months=MONTHS),
        Ask("referrals_by_standing", months=MONTHS),
        TIMES,
    ),
    _most_stuck,
    _draw_standing,
    "What became of referrals received in the last 24 whole months: how many went on from each step, still wait there or "
    "were closed there; beside it the median time of those who went through it in the last 12. Closed is not always lost: "
    "some needed nothing more",
    about="referrals",
    tabulate=_tabulate_standing,
    adds=_say_what_is_hidden,
)
PANELS = (STANDING, STEP_TIMES, STEP_QUEUES)
