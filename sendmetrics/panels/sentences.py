"""The sentence at the top of a page: the answer to its question, from the figures the reader may see."""

from collections.abc import Callable

from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Reader, Result
from sendmetrics.panels import cohorts, ehc, referrals, sen_support, sencos
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.findings import may_be_over, over_before
from sendmetrics.panels.fitting import fit_panel
from sendmetrics.panels.panel import Answer, Filters, Panel, last_whole
from sendmetrics.panels.wording import past_end, say_short_period
from sendmetrics.words import say_date, say_list, say_number

LEAST_REFERRALS = 30


def sentence_for(page: str, engine: Engine, reader: Reader, filters: Filters) -> str:
    """What the page says in one or two sentences; empty where too little is known to say anything."""

    unused: dict[str, None] = {}

    def ask(panel: Panel) -> Answer:
        fitted = fit_panel(panel, reader)
        answer = Answer() if fitted is None else answer_panel(engine, reader, fitted, filters)
        unused.update(dict.fromkeys(title.lower() for title in answer.unused))
        return answer

    said = [piece(ask) for piece in _pieces().get(page, ())]
    if any(said) and unused:
        said.append(f"Not all of this is filtered by {say_list(list(unused))}: see below.")
    return " ".join(filter(None, said))


def has_sentence(page: str) -> bool:
    """Whether there is a sentence for that page at all."""
    return page in _pieces()


def _pieces() -> dict[str, tuple[Callable[[Callable[[Panel], Answer]], str], ...]]:
    return {
        "summary": (_in_time, _queue, _pupils),
        "ehc": (_in_time, _cohort),
        "referrals": (_queue, _turned_away),
        "sencos": (_hours, _no_time),
        "sen_support": (_pupils,),
        "local_areas": (_slow_area,),
    }


def _in_time(ask) -> str:
    rate, waiting = ask(ehc.PUBLISHED_RATE), ask(ehc.OPEN_TREND)
    said = ""
    if rate.is_collected:
        row = last_whole(rate.results[-1])
        if row is not None:
            said = f"{say_number(row['value'], 1)}% of the plans issued in {say_short_period(row['period'], rate.results[-1])} came within 20 weeks"
    if waiting.is_collected and waiting.results[0].rows:
        rows = waiting.results[0].rows
        now = rows[-1]
        if now["count"] and now["over_limit"] is not None:
            end = past_end(waiting.results[0])
            which = f"open at {say_date(end)} had" if end else "still open have"
            late = f"{now['over_limit']:,} of the {now['count']:,} cases {which} passed that limit"
            if not said:
                late = late.replace("that limit", "20 weeks")
            before = over_before(waiting)
            late += f", against {before:,} as at {say_date(waiting.before.as_at)}" if before is not None else ""
            said = f"{said}, yet {late}" if said else late
        elif now["count"]:
            end = past_end(waiting.results[0])
            said += f"{', and ' if said else ''}{now['count']:,} cases {f'were open at {say_date(end)}' if end else 'are open'}"
    return f"{said}." if said else ""


def _cohort(ask) -> str:
    """What became of those who asked: beside the published rate where the two part, else of the newest year."""
    if said := cohorts.say_share_of_those_who_asked(ask(cohorts.PUBLISHED_AND_COHORT)):
        return said
    answer = ask(cohorts.COHORT_RATE)
    row = last_whole(answer.results[0]) if answer.is_collected else None
    if row is None:
        return ""
    return f"With open cases counted in, {say_number(row['value'], 1)}% of the requests of {say_short_period(row['period'], answer.results[0])} are in time."


def _queue(ask) -> str:
    answer = ask(referrals.OPEN)
    if not answer.is_collected:
        return ""
    rows = [row for row in answer.results[0].rows if row["over_limit"]]
    if not rows:
        return ""
    row = max(rows, key=lambda row: row["over_limit"])
    late = f"{row['over_limit']:,} of {row['count']:,}"
    others = [other for other in answer.results[0].rows if other is not row]
    if not others or any(may_be_over(other, row["over_limit"]) for other in others):
        return f"{row['label']} keeps {late} children waiting past its standard."
    return f"{row['label']} keeps most children waiting past its standard: {late}."


def _turned_away(ask) -> str:
    answer = ask(referrals.REJECTED)
    rows = [row for row in answer.results[0].rows if row["value"] is not None] if answer.is_collected else []
    # Of a few referrals half are soon rejected.
    rows = [row for row in rows if row["denominator"] >= LEAST_REFERRALS]
    if not rows:
        return ""
    row = max(rows, key=lambda row: row["value"])
    if not row["value"]:
        return ""
    share = f"{say_number(row['value'], 1)}% of its referrals"
    when = _when(answer.results[0], row)
    if len(rows) == 1:
        return f"{row['label']} turned {share} away{when}."
    return f"{row['label']} turned most away: {share}{when}."


def _when(result: Result, row: dict) -> str:
    """The months or the year that a figure is of: in the 12 months to December 2025, in 2025."""
    question = result.question
    if question.every != "all":
        return f" in {say_short_period(row['period'], result)}"
    return f" in the {referrals.LAST_MONTHS} months to {question.end:%B %Y}" if question.end else ""


def _hours(ask) -> str:
    answer = ask(sencos.OVERALL)
    row = last_whole(answer.results[0]) if answer.is_collected else None
    if row is None:
        return ""
    return f"SENCos have {say_number(row['value'], 1)} protected hours a week for every 10 pupils with SEN."


def _no_time(ask) -> str:
    answer = ask(sencos.BY_SCHOOL)
    if not answer.is_collected or answer.results[0].question.by != "school":
        return ""
    rows = [row for row in answer.results[0].rows if row["value"] is not None]
    none = sum(row["value"] == 0 for row in rows)
    if not none or len(rows) < 2:
        return ""
    return f"Of the {len(rows)} schools that returned hours, {none} {'gives' if none == 1 else 'give'} no protected time at all."


def _pupils(ask) -> str:
    said = []
    for panel, words in (
        (sen_support.SUPPORT_TREND, "are on SEN support"),
        (sen_support.PLAN_TREND, "have an EHC plan"),
    ):
        answer = ask(panel)
        row = last_whole(answer.results[0]) if answer.is_collected else None
        if row is not None:
            england = answer.beside("National")
            beside = f" (England {say_number(england.value, 1)}%, {england.when})" if england else ""
            said.append(f"{say_number(row['value'], 1)}% {words}{beside}")
    return f"Of pupils, {' and '.join(said)}." if said else ""


def _slow_area(ask) -> str:
    answer = ask(ehc.OPEN_BY_LOCALITY)
    rows = (
        [row for row in answer.results[0].rows if row["over_limit"] and row["breakdown"] != "unknown"]
        if answer.is_collected
        else []
    )
    if len(rows) < 2:
        return ""
    row = max(rows, key=lambda row: row["over_limit"] / row["count"])
    late = f"{row['over_limit']:,} of {row['count']:,}"
    if any(may_be_over(other, 1) for other in answer.results[0].rows):
        return f"In {row['label']}, {late} open EHC cases are past 20 weeks; not every local area can be shown."
    return f"{row['label']} has the largest share of its open EHC cases past 20 weeks: {late}."
