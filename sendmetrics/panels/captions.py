"""What a caption says of a panel: measure, population, period, what was left out, source and day."""

import datetime
import re

from sendmetrics.metrics.comparators import NATIONAL, REGIONAL
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.periods import next_first_day, say_period
from sendmetrics.metrics.question import Result
from sendmetrics.panels.logs import is_absent, say_logs
from sendmetrics.panels.panel import Answer, Panel
from sendmetrics.panels.wording import APPEALS_COUNTED, hidden_words, past_end, say_day, say_short_period, say_sources
from sendmetrics.words import lower_first, say_date, say_list, say_number, upper_first

MOST_REASONS = 4
MOST_STANDARDS = 3
LARGE_SHARE_OF_EXITS = 10
# Reasons that concern only what lies before the files; they are told under "About this figure".
QUIET_REASONS = (
    "Historical, and no return holds the decision",
    "Received before the files begin",
    "Started before the files begin",
    "Decided before the files begin",
)


def caption(panel: Panel, answer: Answer, chosen: str) -> str:
    """Measure, population, period, what was left out, source and day: everything a screenshot must carry."""
    result = answer.results[0]
    first, stop, rest = _in_steps_of(panel, result).rstrip(".").partition(". ")
    chosen = ", ".join(filter(None, (chosen, _say_appeals_counted(panel, answer))))
    parts = [f"{first}{f', {chosen}' if chosen else ''}{stop}{rest}."]
    if answer.counts_appeals and _leaves_out_appeals(answer):
        parts.append("Mediation and tribunal cases are left out of this figure, whatever is chosen.")
    absent = tuple(told.table for told in answer.told_to if is_absent(told.table, answer))
    sources = say_list(say_sources((other.metric for other in answer.results), panel.needs, absent))
    day = say_day(result)
    parts.append(f"{upper_first(day)}, from {sources}.")
    if answer.since is not None and _is_of_all_years(result):
        parts.append(f"All since {say_date(answer.since)}.")
    parts += say_logs(answer)
    parts += _say_left_out(answer)
    parts += _say_unfinished(result)
    parts += _say_own_standards(answer)
    parts += _say_board(result)
    if panel.adds is not None:
        parts.append(panel.adds(answer))
    if answer.base is not None:
        parts.append(_say_base(*answer.base))
    if answer.unused:
        parts.append(f"Not filtered by {say_list(title.lower() for title in answer.unused)}.")
    if any(row["symbol"] == "c" for other in answer.results for row in other.rows):
        parts.append(
            f"Gaps, blanks and what is not divided: too few to show ({hidden_words(result.audience)} children, or too small a base)."
        )
    parts += _say_other_exits(result)
    published = [comparator for comparator in map(answer.beside, (NATIONAL, REGIONAL)) if comparator]
    if published:
        named = say_list(f"{comparator.area} {comparator.when}" for comparator in published)
        parts.append(f"{named}: {published[-1].release}.")
    parts += _say_undated_exits(answer)
    return " ".join(filter(None, parts))


def _say_board(result: Result) -> list[str]:
    """Where boards are asked for, whose they are: on one page there are measures of both kinds."""
    if "icb" not in (result.question.by, *(name for name, _ in result.question.where)):
        return []
    if "icb_code" in find_metric(result.metric).columns:
        return ["The board is the one that a referral names, else that of its local area."]
    return ["The board is that of the local area."]


def _in_steps_of(panel: Panel, result: Result) -> str:
    """What the panel says, with the periods that are drawn: those of one school are years."""
    asked, drawn = panel.asks[0].every, result.question.every
    return panel.says if asked == drawn else re.sub(rf"\b(by|each|every) {asked}\b", rf"\1 {drawn}", panel.says)


def _say_appeals_counted(panel: Panel, answer: Answer) -> str:
    """Said where it is these figures that count them; other panels on the page may know nothing of the choice."""
    switched = {ask.with_appeals for ask in panel.asks if ask.with_appeals}
    return APPEALS_COUNTED if switched & {result.metric for result in answer.results} else ""


def _leaves_out_appeals(answer: Answer) -> bool:
    """Whether all of it leaves them out: a panel may show both readings side by side."""
    caveats = [caveat for result in answer.results for caveat in find_metric(result.metric).caveats]
    return any("after mediation or tribunal" in caveat and " out" in caveat for caveat in caveats) and not any(
        caveat.startswith("Cases after mediation or tribunal count here") for caveat in caveats
    )


def _is_of_all_years(result: Result) -> bool:
    """Whether a figure lumps together all that happened since the files begin."""
    question = result.question
    is_state = question.view == "open" or find_metric(result.metric).counts_on == "snapshot"
    return question.every == "all" and question.start is None and not is_state


def _say_left_out(answer: Answer) -> list[str]:
    """What is in none of the panel's measures, by reason; a reason of several measures once, with the most it leaves out."""
    found: dict[str, int | None] = {}
    for result in answer.results:
        if result.as_at != answer.results[0].as_at:
            continue
        for entry in result.left_out:
            reason, count = entry["reason"], entry["count"]
            if not reason.startswith(QUIET_REASONS):
                found[reason] = count if found.get(reason) is None else max(count or 0, found[reason])
    if not found:
        return []
    ordered = sorted(found.items(), key=lambda pair: -(pair[1] or 0))
    audience = answer.results[0].audience
    said = [
        f"{hidden_words(audience) if count is None else say_number(count)} {lower_first(reason)}"
        for reason, count in ordered[:MOST_REASONS]
    ]
    more = len(ordered) - MOST_REASONS
    if more > 0:
        said.append(f"others for {more} more {'reason' if more == 1 else 'reasons'}")
    return [f"Left out: {say_list(said)}."]


def _say_unfinished(result: Result) -> list[str]:
    """That the newest period has only begun: a year of two weeks looks like a collapse."""
    every, metric = result.question.every, find_metric(result.metric)
    if every == "all" or metric.counts_on == "snapshot" or metric.kind == "wait" or not result.rows:
        return []
    newest = result.rows[-1]["period"]
    until = min(result.question.end or result.as_at, result.as_at)
    if next_first_day(every, newest) <= until + datetime.timedelta(days=1):
        return []
    return [f"{say_short_period(newest, result)} is counted to {say_date(until)} only."]


def _say_own_standards(answer: Answer) -> list[str]:
    """Whose standard children are held to, where it is neither a national one nor our assumption."""
    own = answer.own_standards
    if not own:
        return []
    said = [f"{each.label} {each.standard_days} days ({each.standard})" for each in own[:MOST_STANDARDS]]
    more = len(own) - MOST_STANDARDS
    said += [f"{more} more on the page Methodology"] if more > 0 else []
    return [f"{'Standard' if len(own) == 1 else 'Standards'} set by the authority: {'; '.join(said)}."]


def _say_base(known: int, schools: int) -> str:
    """From the returns of 45 of the 53 schools in view; 8 sent none that can be used."""
    if known == schools:
        return f"From the returns of all {schools:,} schools in view." if schools > 1 else ""
    return f"From the returns of {known:,} of the {schools:,} schools in view; {schools - known:,} sent none that can be used."


def _say_other_exits(result: Result) -> list[str]:
    """That many left another way, where they did: then the share of those going on is not that of all who started."""
    if result.question.view != "curve":
        return []
    # The newest cohort that is whole, in the middle of the weeks at which the curve is read.
    weeks = find_metric(result.metric).curve_weeks
    middle = weeks[(len(weeks) - 1) // 2]
    whole = [row for row in result.rows if row["weeks"] == middle and row["value"] is not None]
    whole = [row for row in whole if not row["is_provisional"]]
    if not whole or whole[-1]["other_exits"] <= LARGE_SHARE_OF_EXITS:
        return []
    row = whole[-1]
    when = say_period(row["period"], result.question.every, find_metric(result.metric).year)
    return [
        f"Of all who started{f' in {when}' if when else ''}, {say_number(row['other_exits'], 1)}% left another way by "
        f"{row['weeks']} weeks and {say_number(row['incidence'], 1)}% had finished (Aalen-Johansen)."
    ]


def _say_undated_exits(answer: Answer) -> list[str]:
    """What the missing days of withdrawals and moves do to past days, and how the year before was told."""
    result, parts = answer.results[0], []
    if any("Withdrawals and moves carry no date" in caveat for caveat in find_metric(result.metric).caveats):
        if result.question.as_at != result.as_at:
            parts.append(
                "Looking back is approximate where a case was withdrawn or moved: the return gives no day for that."
            )
        every = result.question.every
        if result.question.view == "open" and (every != "all" or past_end(result)):
            past = "This leaves out" if every == "all" else f"Past {every}s leave out"
            parts.append(f"{past} cases that have ended since on a day nobody recorded.")
    if answer.before is not None and any(row["over_limit"] is not None for row in answer.before.rows[-1:]):
        parts.append(f"Last year's number is that of {say_date(answer.before.as_at)} as it stood then.")
    return parts
