"""Words that panels share: how a row reads, which words fit a hidden number, what a caption must say."""

import datetime
import re
from collections.abc import Iterable

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.tables import TABLES
from sendmetrics.metrics.comparators import NATIONAL, REGIONAL
from sendmetrics.metrics.definition import Metric, find_metric
from sendmetrics.metrics.disclosure import LEADERS_SMALLEST_BASE, LEADERS_SMALLEST_COUNT, SHARED_LARGEST_HIDDEN
from sendmetrics.metrics.periods import next_first_day, say_period
from sendmetrics.metrics.question import Result
from sendmetrics.panels.logs import is_absent, say_logs
from sendmetrics.panels.panel import Answer, Panel, is_not_available
from sendmetrics.words import say_date, say_days, say_list, say_number

WEEK = 7


def hidden_words(audience: str) -> str:
    """What stands for a count that is not shown."""
    return f"fewer than {SHARED_LARGEST_HIDDEN + 1 if audience == 'shared' else LEADERS_SMALLEST_COUNT}"


def say_count_of(count: float | None, audience: str) -> str:
    return hidden_words(audience) if count is None else say_number(count, 0 if count == int(count) else 1)


def say_part(row: dict, name: str, audience: str) -> str:
    """Those within or over the limit in words; what is kept back for the other's sake may be many."""
    if row["count"] is None:
        return "not available" if is_not_available(row) else "too few"
    return "not given" if is_kept_back(row, name, audience) else say_count_of(row[name], audience)


def has_limit(metric: Metric) -> bool:
    """Whether a wait is held to a limit; a stock, such as plans in force, is not."""
    return "null::integer as limit_days" not in metric.sql


def is_kept_back(row: dict, name: str, audience: str) -> bool:
    """Whether a part is hidden not for its own smallness: with the count and this one, the other could be worked out."""
    if audience == "shared":
        return name == ("within_limit" if row["view"] == "open" else "over_limit")
    return (
        row["view"] != "cohort"
        and row["count"] is not None
        and row["within_limit"] is None
        and row["over_limit"] is None
    )


def say_value(row: dict, metric: Metric, audience: str) -> str:
    """A row's figure in words: 46.4%, 1.6, 1,649, "fewer than 5 of 40", "no cases", "too few to show"."""
    if is_not_available(row):
        return "not available"
    if row["symbol"] == "x":
        return "not followed long enough" if metric.kind == "wait" and row["count"] != 0 else "no cases"
    if metric.kind == "count":
        return say_count_of(row["value"], audience)
    if row["value"] is None:
        is_of_few = audience == "leaders" and (row.get("denominator") or 0) < LEADERS_SMALLEST_BASE
        # Of a base too small for a share the number is hidden, be it few or all.
        if row.get("numerator", 0) is None and row["denominator"] is not None and not is_of_few:
            return f"{hidden_words(audience)} of {say_number(row['denominator'])}"
        return "too few to show"
    return say_number(row["value"], 1) + ("%" if metric.unit == "%" or metric.kind == "wait" else "")


def say_row(row: dict, result: Result) -> str:
    """What a point says when pointed at: its period and group, the figure and the count behind it; nothing finer."""
    metric = find_metric(result.metric)
    where = ", ".join(filter(None, (row["label"], say_period(row["period"], result.question.every, metric.year))))
    figure = say_value(row, metric, result.audience)
    if metric.kind == "proportion" and row["value"] is not None:
        figure += f" ({say_number(row['numerator'])} of {say_number(row['denominator'])})"
    if metric.kind == "ratio" and row["value"] is not None:
        figure += (
            f" ({say_number(row['numerator'], 1)} for {say_number(row['denominator'])} pupils)"
            if metric.per > 1
            else f" ({say_number(row['denominator'])} {_lower(metric.denominator)})"
        )
    return f"{where}: {figure}" if where else figure


def say_wait(row: dict, result: Result) -> str:
    """The same for a wait."""
    metric = find_metric(result.metric)
    where = ", ".join(filter(None, (row["label"], say_period(row["period"], result.question.every, metric.year))))
    if is_not_available(row):
        return f"{where}: not available" if where else "not available"
    parts = [say_count_of(row["count"], result.audience) if row["count"] != 0 else "none"]
    if row["median_days"] is not None:
        parts.append(f"median {say_days(row['median_days'])}")
    if row["over_limit"] is not None and row["count"]:
        parts.append(f"{say_number(row['over_limit'])} over the limit")
    return f"{where}: {', '.join(parts)}" if where else ", ".join(parts)


def say_cohort(row: dict, result: Result) -> str:
    """A cohort's share: "Coast: 41.0% (35.2 to 47.3), of 120"."""
    metric = find_metric(result.metric)
    said = say_value(row, metric, result.audience)
    if row["low"] is not None:
        said += f" ({say_number(row['low'], 1)} to {say_number(row['high'], 1)})"
    where = ", ".join(filter(None, (row["label"], say_period(row["period"], result.question.every, metric.year))))
    return f"{where or 'All'}: {said}, of {say_count_of(row['count'], result.audience)}"


def say_curve(row: dict, result: Result) -> str:
    """A point of a curve: "March 2025, by 20 weeks: 62.3% (54.1 to 70.2), of 34, provisional"."""
    metric = find_metric(result.metric)
    period = say_period(row["period"], result.question.every, metric.year)
    where = ", ".join(filter(None, (row["label"], period, f"by {row['weeks']} weeks")))
    parts = [say_value(row, metric, result.audience)]
    if row["low"] is not None:
        parts[0] += f" ({say_number(row['low'], 1)} to {say_number(row['high'], 1)})"
    if row["value"] is not None:
        parts.append(f"of {say_number(row['count'])}")
        if row["is_provisional"]:
            parts.append("provisional")
    return f"{where}: {', '.join(parts)}"


def say_short_period(period: datetime.date | None, result: Result) -> str:
    """A period short enough for a title or an axis: Jan 2026, Oct to Dec 2025, 2025, 2025/26."""
    if period is None or result.question.every == "all":
        return ""
    if result.question.every == "month":
        return f"{period:%b %Y}"
    if result.question.every == "quarter":
        return f"{period:%b} to {period.replace(month=period.month + 2):%b %Y}"
    return say_period(period, result.question.every, find_metric(result.metric).year)


def say_day(result: Result) -> str:
    """The day a result holds for: "at 31 December 2025" for what was open when a past period ended, else the as-at day."""
    end = past_end(result)
    return f"as at {say_date(result.as_at)}" if end is None else f"at {say_date(end)}"


def past_end(result: Result) -> datetime.date | None:
    """The last day of the period asked for, where it is that day's open cases which are shown."""
    end = result.question.end
    return end if result.question.view == "open" and end is not None and end < result.as_at else None


def _in_steps_of(panel: Panel, result: Result) -> str:
    """What the panel says, with the periods that are drawn: those of one school are years."""
    asked, drawn = panel.asks[0].every, result.question.every
    return panel.says if asked == drawn else re.sub(rf"\b(by|each|every) {asked}\b", rf"\1 {drawn}", panel.says)


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


def weeks(days: float | None) -> float | None:
    return None if days is None else round(days / WEEK, 1)


def caption(panel: Panel, answer: Answer, chosen: str) -> str:
    """Measure, population, period, what was left out, source and day: everything a screenshot must carry."""
    result = answer.results[0]
    first, stop, rest = _in_steps_of(panel, result).rstrip(".").partition(". ")
    chosen = ", ".join(filter(None, (chosen, _say_appeals_counted(panel, answer))))
    parts = [f"{first}{f', {chosen}' if chosen else ''}{stop}{rest}."]
    if answer.counts_appeals and _leaves_out_appeals(answer):
        parts.append("Mediation and tribunal cases are left out of this figure, whatever is chosen.")
    sources = say_list(dict.fromkeys(_source_words(answer, panel.needs)))
    day = say_day(result)
    parts.append(f"{day[0].upper()}{day[1:]}, from {sources}.")
    if answer.since is not None and _is_of_all_years(result):
        parts.append(f"All since {say_date(answer.since)}.")
    parts += say_logs(answer)
    parts += _say_left_out(answer)
    parts += _say_unfinished(result)
    if panel.adds is not None:
        parts.append(panel.adds(answer))
    if answer.base is not None:
        parts.append(say_base(*answer.base))
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


def _is_of_all_years(result: Result) -> bool:
    """Whether a figure lumps together all that happened since the files begin."""
    question = result.question
    is_state = question.view == "open" or find_metric(result.metric).counts_on == "snapshot"
    return question.every == "all" and question.start is None and not is_state


MOST_REASONS = 4


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
        f"{hidden_words(audience) if count is None else say_number(count)} {_lower(reason)}"
        for reason, count in ordered[:MOST_REASONS]
    ]
    more = len(ordered) - MOST_REASONS
    if more > 0:
        said.append(f"others for {more} more {'reason' if more == 1 else 'reasons'}")
    return [f"Left out: {say_list(said)}."]


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


LARGE_SHARE_OF_EXITS = 10


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


APPEALS_COUNTED = "mediation and tribunal cases counted"


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


def say_base(known: int, schools: int) -> str:
    """From the returns of 45 of the 53 schools in view; 8 sent none that can be used."""
    if known == schools:
        return f"From the returns of all {schools:,} schools in view." if schools > 1 else ""
    return f"From the returns of {known:,} of the {schools:,} schools in view; {schools - known:,} sent none that can be used."


# Reasons that concern only what lies before the files; they are told under "About this figure".
QUIET_REASONS = (
    "Historical, and no return holds the decision",
    "Received before the files begin",
    "Started before the files begin",
    "Decided before the files begin",
)


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _source_words(answer: Answer, needs: tuple[str, ...]) -> list[str]:
    absent = tuple(name for name, _ in answer.told_to if is_absent(name, answer))
    return say_sources((result.metric for result in answer.results), needs, absent)


def say_sources(metrics: Iterable[str], tables: tuple[str, ...] = (), absent: tuple[str, ...] = ()) -> list[str]:
    """The files behind some measures and tables, each once, without those of tables that no file fills."""
    words = []
    read = (*(source for metric in metrics for source in find_metric(metric).sources), *tables)
    for source in (source for source in read if source not in absent):
        for feed in TABLES[source].filled_by:
            family, title = FEEDS[feed].family, FEEDS[feed].title
            words.append(family if family != "Template" else title.split(" (")[0])
    named = [word if word.startswith(("SEN2", "SEN", "GIAS", "EHC")) else _lower(word) for word in words]
    return list(dict.fromkeys(named))


def files_that_fill(metric: Metric, tables: tuple[str, ...] = ()) -> list[str]:
    """Titles of the feeds without which a measure has nothing to count; of certain ``tables``, where given."""
    needed = tables or metric.needs or metric.sources
    return list(dict.fromkeys(FEEDS[feed].title for source in needed for feed in TABLES[source].filled_by))
