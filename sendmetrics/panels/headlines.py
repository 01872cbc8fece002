"""The headlines: a fixed first set, each a panel that the Summary shows as a card and Local areas as a column."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sendmetrics.metrics.comparators import NATIONAL, REGIONAL, published_beside, read_comparators
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.parting import shown_rate
from sendmetrics.metrics.question import Reader, Result
from sendmetrics.panels import cohorts, ehc, referrals, sen_support, sencos
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.findings import TOO_FEW, nothing_known
from sendmetrics.panels.fitting import fit_panel, why_not
from sendmetrics.panels.logs import say_early
from sendmetrics.panels.panel import Answer, Ask, Filters, Panel, last_whole, only_school, undrawn
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import (
    is_kept_back,
    past_end,
    say_count_of,
    say_day,
    say_part,
    say_short_period,
    say_value,
)
from sendmetrics.words import say_days, say_number

MOST_POINTS_SMALLEST = 3


@dataclass(frozen=True)
class Headline:
    """A panel that stands for a question of its page; ``trend`` is the place of the result whose trend the card draws."""

    panel: Panel
    page: str
    question: str
    trend: int = 0


HEADLINES = (
    Headline(cohorts.PUBLISHED_AND_COHORT, "ehc", "Are plans in time?", trend=1),
    Headline(ehc.OPEN_TREND, "ehc", "Who is still waiting?"),
    Headline(referrals.OPEN, "referrals", "Which service holds children up?"),
    Headline(referrals.REJECTED, "referrals", "Who is turned away?"),
    Headline(sencos.BY_SCHOOL, "sencos", "Do SENCos have time?"),
    Headline(sen_support.SUPPORT_TREND, "sen_support", "How many are on SEN support?"),
)


@dataclass(frozen=True)
class Card:
    """What a card says: the question, the finding, the line that qualifies it, and the values of a small trend."""

    question: str
    finding: str
    detail: str
    page: str
    trend: tuple[float | None, ...] = ()
    trend_says: str = ""


def make_cards(engine: Engine, reader: Reader, filters: Filters) -> Iterator[Card]:
    """One card per headline the reader can be given, each as soon as it is known; what is not collected says so."""
    for headline in HEADLINES:
        panel = fit_panel(headline.panel, reader)
        if panel is None:
            continue
        answer = answer_panel(engine, reader, panel, filters)
        if answer.refused:
            yield Card(headline.question, "Not shown in this view", answer.refused, headline.page)
        elif not answer.is_collected:
            yield Card(headline.question, "Not collected", "No file in the warehouse fills this.", headline.page)
        else:
            trend, says = _trend(answer.results[min(headline.trend, len(answer.results) - 1)])
            yield Card(headline.question, panel.find(answer), _detail(answer), headline.page, trend, says)


def _trend(result: Result) -> tuple[tuple[float | None, ...], str]:
    """The values of a result over time, and what they run from and to; nothing for a result by group."""
    if result.question.every == "all" or result.question.by or len(result.rows) < MOST_POINTS_SMALLEST:
        return (), ""
    shown = "over_limit" if result.question.view == "open" else "value"
    first, last = result.rows[0], result.rows[-1]
    says = f"Trend from {say_short_period(first['period'], result)} to {say_short_period(last['period'], result)}"
    return tuple(row[shown] for row in result.rows), says


def _detail(answer: Answer) -> str:
    result = answer.results[-1]
    metric = find_metric(result.metric)
    parts = []
    published = answer.parting and shown_rate(answer.parting.published)
    if published:
        # The title compares these very months, not the year whose trend is drawn.
        asked = answer.parting.published.question
        parts.append(
            f"{say_number(published['numerator'])} of {say_number(published['denominator'])} issued "
            f"{asked.start:%b %Y} to {asked.end:%b %Y}"
        )
    if metric.kind == "proportion" and result.question.by is None:
        row = None if published else last_whole(result)
        if row is not None and row["value"] is not None:
            when = say_short_period(row["period"], result)
            parts.append(
                f"{say_number(row['numerator'])} of {say_number(row['denominator'])}" + (f" in {when}" if when else "")
            )
        parts += [
            f"{c.area} {say_number(c.value, 1)}% ({c.when})"
            for c in (answer.beside("National"), answer.beside("Regional"))
            if c
        ]
    elif metric.kind == "wait" and result.question.view == "open" and result.question.by is None and result.rows:
        parts.append(f"{say_count_of(result.rows[-1]['count'], result.audience)} open in all")
    elif result.question.by is not None:
        parts += _detail_of_group(result)
        asked = result.question
        if asked.start and asked.end and asked.view != "open" and metric.counts_on == "event":
            parts.append(f"{asked.start:%b %Y} to {asked.end:%b %Y}")
    if answer.base is not None and answer.base[1] > 1:
        parts.append(f"returns of {answer.base[0]:,} of {answer.base[1]:,} schools")
    parts.append(say_day(result))
    parts += say_early(answer)
    if answer.unused:
        parts.append(f"not filtered by {', '.join(title.lower() for title in answer.unused)}")
    return " · ".join(filter(None, parts))


def _detail_of_group(result: Result) -> list[str]:
    """What stands behind a finding about one group: its own counts, and how many groups there are."""
    metric = find_metric(result.metric)
    shown = "over_limit" if metric.kind == "wait" else "value"
    known = [row for row in result.rows if row[shown] is not None and row["breakdown"] != "unknown"]
    if not known:
        return []
    row = max(known, key=lambda row: row[shown])
    others = ""
    if len(result.rows) > 1 and metric.kind != "ratio":
        others = f"{len(result.rows)} {metric.dimension(result.question.by).title.lower()}s compared"
    if metric.kind == "wait":
        return [f"median {say_days(row['median_days'])}" if row["median_days"] is not None else "", others]
    if metric.kind == "proportion":
        return [f"{say_number(row['numerator'])} of {say_number(row['denominator'])}", others]
    return [others]


@dataclass(frozen=True)
class Column:
    """A measure as a column of a comparison table."""

    title: str
    ask: Ask
    shows: str = "value"


COLUMNS = (
    Column("Plans within 20 weeks", Ask("plans_issued_within_20_weeks", every="year")),
    Column("Open EHC cases", Ask("request_to_plan_wait", view="open"), "count"),
    Column("Open over 20 weeks", Ask("request_to_plan_wait", view="open"), "over_limit"),
    Column("Referrals waiting over standard", Ask("referral_to_first_contact_wait", view="open"), "over_limit"),
    Column("SENCo hours per 10 pupils with SEN", Ask("senco_hours_per_10_pupils_with_sen")),
    Column("SEN support", Ask("sen_support_share")),
    Column("EHC plans", Ask("ehc_plan_share")),
)


def compare(engine: Engine, reader: Reader, filters: Filters, by: str) -> tuple[list[str], list[list[str]]]:
    """A table of the measures by local area or authority: headings and rows of words, published figures last.

    A measure that is not collected or may not be shown keeps its column and says so.
    """
    found: dict[str, dict[str, str]] = {}
    labels: dict[str, str] = {}
    missing: dict[str, str] = {}
    titles = {column.title: column.title for column in COLUMNS}
    results: dict[str, Result] = {}
    for column in COLUMNS:
        panel = undrawn(f"{column.title} by {by}", replace(column.ask, by=by))
        answer = answer_panel(engine, reader, panel, filters)
        if answer.refused or not answer.is_collected:
            missing[column.title] = "not shown" if answer.refused else "not collected"
            continue
        result, whole = answer.results[0], last_whole(answer.results[0])
        results[column.title] = result
        if result.question.every != "all" and whole is not None:
            titles[column.title] = f"{column.title}, {say_short_period(whole['period'], result)}"
        elif past_end(result):
            titles[column.title] = f"{column.title}, {say_day(result)}"
        for row in result.rows:
            if whole is not None and row["period"] != whole["period"]:
                continue
            labels.setdefault(row["breakdown"], row["label"])
            found.setdefault(row["breakdown"], {})[column.title] = _cell(row, column, result)
    rows = [
        [labels[code], *(found[code].get(title, missing.get(title, "no cases")) for title in titles)]
        for code in sorted(found, key=lambda code: (code == "unknown", labels[code]))
    ]
    return ["Area", *titles.values()], rows + _published_rows(engine, reader, results, list(titles))


def _cell(row: dict, column: Column, result: Result) -> str:
    metric = find_metric(result.metric)
    if column.shows == "value":
        return say_value(row, metric, result.audience)
    if column.shows == "count":
        return say_count_of(row["count"], result.audience)
    return say_part(row, column.shows, result.audience)


def _published_rows(engine: Engine, reader: Reader, results: dict[str, Result], titles: list[str]) -> list[list[str]]:
    """Published figures of the same year as ours, which a column may lack where it is not shown."""
    shown: dict[str, dict[str, str]] = {}
    for column in COLUMNS:
        result = results.get(column.title)
        published = read_comparators(engine.warehouse, find_metric(column.ask.metric), reader)
        row = last_whole(result) if result else None
        beside = (published_beside(published, level, result, row) for level in (NATIONAL, REGIONAL))
        for comparator in filter(None, beside):
            shown.setdefault(comparator.area, {})[column.title] = (
                f"{say_number(comparator.value, 1)}% ({comparator.when})"
            )
    return [
        [f"{area}, published", *(cells.get(title, "not published") for title in titles)]
        for area, cells in shown.items()
    ]


WORST_SHOWN = 5


# Each with the column that is worst, and whether the most is worst.
WORST = (
    (
        undrawn("Local areas: open EHC cases over 20 weeks", Ask("request_to_plan_wait", by="locality", view="open")),
        "over_limit",
        True,
    ),
    (
        undrawn(
            "Services: children waiting over the standard",
            Ask("referral_to_first_contact_wait", by="service", view="open"),
        ),
        "over_limit",
        True,
    ),
    (
        undrawn(
            "Schools that returned hours: SENCo hours per 10 pupils with SEN, least first",
            Ask("senco_hours_per_10_pupils_with_sen", by="school"),
        ),
        "value",
        False,
    ),
)


def can_be_ranked(reader: Reader) -> list[tuple[Panel, str, bool]]:
    """The short tables a reader can be given; one school is not ranked among itself."""
    return [
        (panel, shows, is_most)
        for panel, shows, is_most in WORST
        if not why_not(panel, reader) and not (only_school(reader) and panel.asks[0].by == "school")
    ]


def worst_tables(engine: Engine, reader: Reader, filters: Filters) -> Iterator[Table]:
    """Up to three short tables: local areas by open cases over 20 weeks, services over standard, schools with least SENCo time."""
    for panel, shows, is_most in can_be_ranked(reader):
        caption, (ask,) = panel.name, panel.asks
        answer = answer_panel(engine, reader, panel, filters)
        if answer.refused or not answer.is_collected:
            yield Table(caption, ("", ""), ((answer.refused or "Not collected", ""),))
            continue
        result = answer.results[0]
        known = [row for row in result.rows if row[shows] is not None and row["breakdown"] != "unknown"]
        known.sort(key=lambda row: -row[shows] if is_most else row[shows])
        metric = find_metric(result.metric)
        rows = [(row["label"], _worst_cell(row, shows, metric, result)) for row in known[:WORST_SHOWN]]
        day = f", {say_day(result)}" if past_end(result) else ""
        is_whole = not is_most or not any(is_kept_back(row, shows, result.audience) for row in result.rows)
        yield Table(
            f"{caption}{day}{'' if is_whole else '; of those that can be shown'}",
            (metric.dimension(ask.by).title, "Over" if is_most else "Hours"),
            tuple(rows) or ((TOO_FEW if answer.has_rows else nothing_known(answer), ""),),
        )


def _worst_cell(row: dict, shows: str, metric, result: Result) -> str:
    if shows == "value":
        return say_value(row, metric, result.audience)
    return f"{say_count_of(row[shows], result.audience)} of {say_count_of(row['count'], result.audience)}"
