"""Panels on cohorts: what became of those who asked, beside the rate of plans as they are issued."""

import datetime
from collections.abc import Iterator

from sendmetrics.contracts.reference import clock_days
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.parting import shown_rate
from sendmetrics.metrics.periods import say_period
from sendmetrics.metrics.question import Result
from sendmetrics.panels.chart_parts import Reference, Series
from sendmetrics.panels.charts_of_cohorts import Point, draw_growth, draw_shares
from sendmetrics.panels.charts_over_time import draw_lines
from sendmetrics.panels.figures import chart_of, over_time, periods_of
from sendmetrics.panels.findings import TOO_FEW, nothing_known, share_latest
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import say_curve, say_short_period
from sendmetrics.words import say_date, say_days, say_number

PLAN_DAYS = clock_days("plan")
PLAN_WEEKS = PLAN_DAYS // 7
MOST_YEARS = 4
RATE = "plans_issued_within_20_weeks"
RATE_WITH_APPEALS = "plans_issued_within_20_weeks_with_appeals"
# Two rates are compared over half a year each: over a whole one a fall is seen months later.
MONTHS_COMPARED = 6
MONTHS_OF_ERROR = 12


def _at_limit(result: Result) -> list[dict]:
    return [row for row in result.rows if row["weeks"] == PLAN_WEEKS]


def _matured(result: Result) -> dict | None:
    """The newest cohort that is followed to the limit whole."""
    known = [row for row in _at_limit(result) if row["value"] is not None and not row["is_provisional"]]
    return known[-1] if known else None


def rates_part(answer: Answer) -> str:
    """97.2% of plans in time; counting open cases, 66.9%; alike only where the gap is known to be small."""
    parting = answer.parting
    if parting is None or parting.gap is None:
        # The last question is the published rate by year.
        return share_latest("of new plans in time")(answer)
    published, cohort = (
        f"{say_number(shown_rate(result)['value'], 1)}%" for result in (parting.published, parting.cohort)
    )
    if parting.is_parting:
        return f"{published} of plans in time; counting open cases, {cohort}"
    if parting.is_alike:
        return f"{published} of plans in time, counting open cases {cohort}: alike"
    return f"{published} in time, counting open cases {cohort}; too few cases"


def say_parting(answer: Answer) -> str:
    """The warning in full, or nothing where the two rates do not part."""
    parting = answer.parting
    if parting is None or not parting.is_parting:
        return ""
    published, cohort = parting.published, parting.cohort
    rate, share = shown_rate(published), shown_rate(cohort)
    why = (
        "Late cases are still open and count in no published rate yet."
        if parting.gap > 0
        else "Plans for cases that are already late lower the published rate while the backlog is cleared."
    )
    return (
        f"Two rates of the same work part. Of plans issued {_say_span(published)}, "
        f"{say_number(rate['value'], 1)}% were in time; of requests received {_say_span(cohort)} that go on to a plan, "
        f"{say_number(share['value'], 1)}% had it within {PLAN_WEEKS} weeks. The difference is "
        f"{say_number(abs(parting.gap), 1)} points (95% interval {say_number(min(abs(parting.low), abs(parting.high)), 1)} "
        f"to {say_number(max(abs(parting.low), abs(parting.high)), 1)}). {why}"
    )


def say_share_of_those_who_asked(answer: Answer) -> str:
    """The warning in one sentence, or nothing where the two rates do not part."""
    parting = answer.parting
    if parting is None or not parting.is_parting:
        return ""
    share = say_number(shown_rate(parting.cohort)["value"], 1)
    return f"Of those who asked {_say_span(parting.cohort)} and go on to a plan, {share}% had it in time."


def say_of_all(answer: Answer) -> str:
    """For the caption: the same months of all who asked, so that nobody takes those going on for everybody."""
    parting = answer.parting
    if parting is None or parting.gap is None:
        return ""
    row = shown_rate(parting.cohort)
    return (
        f"Cases going on: requests received {_say_span(parting.cohort)}, without those that ended otherwise; of all of them, "
        f"{say_number(row['incidence'], 1)}% had a plan within {PLAN_WEEKS} weeks (Aalen-Johansen)."
    )


def _say_span(result: Result) -> str:
    start, end = result.question.start, result.question.end
    return f"from {start:%B %Y} to {end:%B %Y}"


def share_by_limit(answer: Answer) -> str:
    """Jun 2025: 66.7% in time, open cases counted."""
    result = answer.results[0]
    row = _matured(result)
    if row is None:
        return nothing_known(answer)
    return f"{say_short_period(row['period'], result)}: {say_number(row['value'], 1)}% in time, open cases counted"


def shares_over_time(answer: Answer) -> Chart:
    """The share by the limit for each cohort, with its interval; provisional ones open."""
    result = answer.results[0]
    rows = _at_limit(result)
    points = [
        Point(x, row["value"], row["low"], row["high"], say_curve(row, result), row["is_provisional"])
        for x, row in zip(periods_of(result, rows), rows, strict=True)
    ]
    return chart_of(draw_shares(points), result, say_curve, rows)


def half_of(answer: Answer) -> str:
    """Median wait to a plan 20 weeks, requests of 2025; or how long over half of those going on have waited."""
    result = answer.results[0]
    newest = [row for row in _at_limit(result) if row["median_days"] is not None or row["value"] is not None]
    if not newest:
        return nothing_known(answer)
    row = newest[-1]
    when = say_short_period(row["period"], result)
    if row["median_days"] is None:
        known = [each["weeks"] for each in result.rows if each["period"] == row["period"] and each["value"] is not None]
        return f"Over half going on wait past {max(known)} weeks, {when}"
    return f"Median wait to a plan {say_days(row['median_days'])}, requests of {when}"


def growth_by_year(answer: Answer) -> Chart:
    """How the share with a plan grows with the weeks, a line a year of request."""
    result = answer.results[0]
    years = list(dict.fromkeys(row["period"] for row in result.rows if row["value"] is not None))[-MOST_YEARS:]
    lines = []
    for year in years:
        rows = [row for row in result.rows if row["period"] == year]
        points = [
            Point(row["weeks"], row["value"], row["low"], row["high"], say_curve(row, result), row["is_provisional"])
            for row in rows
        ]
        lines.append((say_short_period(year, result), points))
    shown = [row for row in result.rows if row["period"] in years]
    return chart_of(draw_growth(lines, Reference(f"{PLAN_WEEKS} weeks", PLAN_WEEKS)), result, say_curve, shown)


def errors(answer: Answer) -> Iterator[tuple[dict, dict]]:
    """Each cohort that was once provisional: its row as it was first given and as it turned out."""
    now, *earlier = answer.results
    final = {row["period"]: row for row in _at_limit(now) if row["value"] is not None and not row["is_provisional"]}
    first: dict[datetime.date, dict] = {}
    for result in sorted(earlier, key=lambda result: result.as_at):
        for row in _at_limit(result):
            if row["is_provisional"] and row["value"] is not None and row["period"] in final:
                first.setdefault(row["period"], row)
    return ((first[period], final[period]) for period in sorted(first))


def past_error(answer: Answer) -> str:
    """Provisional figures were 3.1 points off on average."""
    gaps = [abs(first["value"] - final["value"]) for first, final in errors(answer)]
    if not gaps:
        return TOO_FEW if answer.has_rows else nothing_known(answer)
    return f"Provisional shares were {say_number(sum(gaps) / len(gaps), 1)} points off on average"


def first_and_final(answer: Answer) -> Chart:
    """Shares as first given and as they turned out, by month of request."""
    result = answer.results[0]
    pairs = list(errors(answer))
    names = ("As first given", "As it turned out")
    series = [
        Series(
            name,
            periods_of(result, [pair[place] for pair in pairs]),
            [pair[place]["value"] for pair in pairs],
            [f"{name}: {say_curve(pair[place], result)}" for pair in pairs],
        )
        for place, name in enumerate(names)
    ]
    figure = draw_lines(series, "%", top=105)
    said = "; ".join(
        f"{say_short_period(first['period'], result)}: first {say_number(first['value'], 1)}%, "
        f"in the end {say_number(final['value'], 1)}%"
        for first, final in pairs
    )
    return Chart(figure, said or "No cohort has been provisional and is whole by now")


def first_and_final_table(answer: Answer) -> Table:
    """The same as a table: the month, what was given first and when, and what it came to."""
    now, *earlier = answer.results
    given = {id(row): result.as_at for result in earlier for row in result.rows}
    rows = tuple(
        (
            say_period(first["period"], now.question.every, find_metric(now.metric).year),
            f"{say_number(first['value'], 1)}%",
            say_date(given[id(first)]),
            f"{say_number(final['value'], 1)}%",
            f"{say_number(first['value'] - final['value'], 1)} points",
        )
        for first, final in errors(answer)
    )
    headings = ("Period", "As first given", "As it stood on", "As it turned out", "Too high by")
    return Table("Provisional shares with a plan within 20 weeks, and what they came to", headings, rows)


COHORT_RATE = Panel(
    "cohort_rate",
    (Ask("request_to_plan_wait", every="year", view="cohort"),),
    share_latest("of requests in time, open ones included"),
    over_time(top=100),
    "Of requests going on to a plan, the share that had it within 20 weeks, open cases included (Kaplan-Meier), "
    "by year of request; the newest year is provisional",
)
PUBLISHED_AND_COHORT = Panel(
    "published_and_cohort",
    (
        Ask(RATE, every="quarter", with_appeals=RATE_WITH_APPEALS),
        Ask("request_to_plan_wait", every="quarter", view="cohort"),
        Ask(RATE, every="year", with_appeals=RATE_WITH_APPEALS),
    ),
    rates_part,
    over_time(("Published: of plans issued", "Counting open cases"), top=100),
    "Plans issued within 20 weeks, by quarter of issue; beside it, of requests going on to a plan, the share that had it "
    "within 20 weeks, open cases included (Kaplan-Meier), by quarter of request, the newest quarters provisional. The title "
    "compares six months of each",
    compares=True,
    instead=(COHORT_RATE,),
    adds=say_of_all,
    parts=(
        Ask(RATE, months=MONTHS_COMPARED, with_appeals=RATE_WITH_APPEALS),
        Ask("request_to_plan_wait", view="cohort", months=MONTHS_COMPARED, followed_days=PLAN_DAYS),
    ),
)
COHORT_BY_MONTH = Panel(
    "cohort_by_month",
    (Ask("request_to_plan_wait", every="month", view="curve"),),
    share_by_limit,
    shares_over_time,
    "Of requests going on to a plan, the share that had it within 20 weeks, open cases included (Kaplan-Meier), "
    "by month of request. Provisional: not every request of the month is 20 weeks old. The table has every other number of weeks",
)
GROWTH = Panel(
    "growth_by_year",
    (Ask("request_to_plan_wait", every="year", view="curve"),),
    half_of,
    growth_by_year,
    "Of requests going on to a plan, the share that had it by so many weeks, open cases included (Kaplan-Meier), by year "
    "of request",
)
PAST_ERROR = Panel(
    "past_error",
    (
        Ask("request_to_plan_wait", every="month", view="curve"),
        *(
            Ask("request_to_plan_wait", every="month", view="curve", back=months)
            for months in range(1, MONTHS_OF_ERROR + 1)
        ),
    ),
    past_error,
    first_and_final,
    "Share of requests going on to a plan that had it within 20 weeks, by month of request: as first given while some were "
    "younger than that, and as it turned out",
    tabulate=first_and_final_table,
)
