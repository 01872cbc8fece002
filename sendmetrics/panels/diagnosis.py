"""Why children wait, in words: the figures asked for each service, the mechanisms they bear out, and the evidence for each."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from sendmetrics.contracts.reference import read_reference
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Reader
from sendmetrics.metrics.queues import ServiceQueue
from sendmetrics.metrics.scope import UNKNOWN
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.diagnosing import (
    BOTTLENECK,
    STAND_APART,
    Diagnosis,
    Evidence,
    Share,
    diagnose,
    labels_of_diagnoses,
    read_thresholds,
)
from sendmetrics.panels.findings import short_name
from sendmetrics.panels.fitting import why_not
from sendmetrics.panels.panel import Ask, Filters, undrawn
from sendmetrics.panels.queues import ask_queues
from sendmetrics.panels.tables import Table
from sendmetrics.panels.titles import MOST_WORDS, begin_with
from sendmetrics.panels.waiting import OVER_A_YEAR, WEEK_DAYS
from sendmetrics.panels.wording import say_sources
from sendmetrics.words import lower_first, say_date, say_days, say_list, say_number, upper_first

YEAR_MONTHS = 12
LEAST_SHARE_SAID = 1
OPEN = Ask("referral_to_first_contact_wait", by="service", view="open")
OVER_A_YEAR_BY_SERVICE = Ask("children_waiting_by_band", by="service", only=(("wait_band", OVER_A_YEAR),))
DAYS_OVER = Ask("days_waited_over_standard", by="service")
ALL_DAYS_OVER = Ask("days_waited_over_standard")
REJECTED = Ask("referrals_rejected", by="service", months=YEAR_MONTHS)
# Of those rejected long enough ago that their 12 months are over.
BACK = Ask("rejected_referred_again", by="service", months=YEAR_MONTHS, followed_days=366)
TRIAGE = Ask(
    "referral_step_wait",
    by="service",
    view="completed",
    months=YEAR_MONTHS,
    only=(("referral_step", ("triage",)),),
)
UNTRIAGED = Ask("referral_step_wait", by="service", view="open", only=(("referral_step", ("triage",)),))
ACCEPTED = Ask("referral_to_acceptance_wait", by="service", view="completed", months=YEAR_MONTHS)
ACCEPTED_AFTER_LOOP = replace(ACCEPTED, only=(("came_by", ("other_service_first",)),))
MISSED = Ask("appointments_not_attended", by="service", months=YEAR_MONTHS)
ALL_REJECTED, ALL_MISSED = replace(REJECTED, by=None), replace(MISSED, by=None)

NOTHING_FOUND = "Nothing stands out: no mechanism reaches its threshold."


@dataclass(frozen=True)
class Diagnosed:
    """Every service in view with what was found, the worst first; ``refused`` in words where none may be given.

    ``as_at`` is the day asked, ``unused`` are the filters that not all of it knows; ``is_whole`` is False for a reader
    limited to some services, for whom none is set beside the others.
    """

    as_at: datetime.date | None = None
    audience: str = ""
    warehouse: str = ""
    services: tuple[Diagnosis, ...] = ()
    unused: tuple[str, ...] = ()
    is_whole: bool = True
    is_collected: bool = True
    refused: str = ""

    def of(self, service: str) -> Diagnosis | None:
        return next((each for each in self.services if each.evidence.service == service), None)


ASKS: dict[str, Ask] = {
    "open": OPEN,
    "over_a_year": OVER_A_YEAR_BY_SERVICE,
    "days_over": DAYS_OVER,
    "all_days_over": ALL_DAYS_OVER,
    "rejected": REJECTED,
    "back": BACK,
    "triage": TRIAGE,
    "untriaged": UNTRIAGED,
    "accepted": ACCEPTED,
    "loops": ACCEPTED_AFTER_LOOP,
    "missed": MISSED,
    "all_rejected": ALL_REJECTED,
    "all_missed": ALL_MISSED,
}
METRICS = tuple(dict.fromkeys(ask.metric for ask in ASKS.values()))


def can_be_diagnosed(reader: Reader) -> bool:
    """Whether a reader may be given the figures that tell why children wait."""
    return reader.audience != "shared" and not any(why_not(undrawn(name, ask), reader) for name, ask in ASKS.items())


def ask_diagnoses(engine: Engine, reader: Reader, filters: Filters) -> Diagnosed:
    """What the figures of all services bear out, whichever service is chosen: each is set beside the others."""
    filters = replace(filters, where=tuple(each for each in filters.where if each[0] != "service"))
    answers = {name: answer_panel(engine, reader, undrawn(name, ask), filters) for name, ask in ASKS.items()}
    first = answers["open"]
    if first.refused or not first.is_collected:
        return Diagnosed(refused=first.refused, is_collected=first.is_collected)
    found = {
        name: {row["breakdown"]: row for row in answer.results[0].rows}
        for name, answer in answers.items()
        if answer.is_collected and not answer.refused
    }
    # Whoever sees some services alone sees nothing of the area.
    is_whole = "services" not in dict(reader.extent)
    total = next((row["numerator"] for row in found.get("all_days_over", {}).values()), None) if is_whole else None
    wholes = {name: _share(next(iter(found.get(f"all_{name}", {}).values()), None)) for name in STAND_APART}
    queues = ask_queues(engine, reader, filters)
    flows = {each.service: each for each in queues.queues.services} if queues.queues is not None else {}
    services = [
        _evidence(row, {name: rows.get(code) for name, rows in found.items()}, total, flows.get(code))
        for code, row in found["open"].items()
        if code != UNKNOWN
    ]
    result = first.results[0]
    unused = (*(title for answer in answers.values() for title in answer.unused), *queues.unused)
    return Diagnosed(
        result.as_at,
        result.audience,
        result.warehouse,
        tuple(diagnose(services, is_whole, wholes)),
        tuple(dict.fromkeys(unused)),
        is_whole,
    )


def _share(row: dict | None) -> Share | None:
    """A proportion's counts; None where either is hidden or there is nothing."""
    if row is None or row["value"] is None or not row["denominator"]:
        return None
    return Share(row["numerator"], row["denominator"])


def _counted(row: dict | None, base: int | None) -> Share | None:
    """A count as a share of another; where no row speaks of it there is none of it."""
    count = 0 if row is None else row["numerator"]
    return None if count is None or not base else Share(min(count, base), base)


def _evidence(row: dict, found: dict[str, dict | None], total: float | None, queue: ServiceQueue | None) -> Evidence:
    days_over = (found.get("days_over") or {}).get("numerator")
    facts = queue.facts if queue else None
    weeks = facts.weeks_behind if facts else None
    accepted, loops = found.get("accepted"), found.get("loops")
    base = accepted["count"] if accepted else None
    return Evidence(
        service=row["breakdown"],
        label=row["label"],
        short=short_name(row),
        waiting=row["count"],
        over_limit=row["over_limit"],
        days_over=days_over,
        share_of_days_over=100 * days_over / total if days_over and total else None,
        weeks=weeks,
        joined=_in_weeks(facts and facts.demand, weeks),
        left=None
        if facts is None or None in (facts.capacity, facts.leaving)
        else _in_weeks(facts.capacity + facts.leaving, weeks),
        seen_a_week=facts.capacity if facts else None,
        idle_weeks=Share(facts.idle_weeks, weeks) if facts and weeks and facts.idle_weeks is not None else None,
        triage_days=(found.get("triage") or {}).get("median_days"),
        untriaged_days=(found.get("untriaged") or {}).get("median_days"),
        rejected=_share(found.get("rejected")),
        back=_share(found.get("back")),
        loops=None
        if not base or (loops is not None and loops["count"] is None)
        else Share(loops["count"] if loops else 0, base),
        loop_days=(loops or {}).get("median_days"),
        missed=_share(found.get("missed")),
        median_days=row["median_days"],
        p92_days=row["p92_days"],
        over_52_weeks=_counted(found.get("over_a_year"), row["count"]),
    )


def _in_weeks(a_week: float | None, weeks: int | None) -> int | None:
    return None if a_week is None or not weeks else round(a_week * weeks)


def _say_demand(found: Diagnosis) -> str:
    one = found.evidence
    return f"{one.joined:,} children joined the list in {one.weeks} weeks and {one.left:,} left it, seen or not"


def _say_triage(found: Diagnosis) -> str:
    done, waiting = found.evidence.triage_days, found.evidence.untriaged_days
    said = []
    if done is not None:
        said.append(f"half of the referrals triaged in 12 months had waited {say_days(done)} or more for it")
    if waiting is not None:
        said.append(f"half of those not triaged yet have waited {say_days(waiting)} or more")
    return "; ".join(said)


def _say_percent(share: Share) -> str:
    return f"{say_number(share.percent, 1)}% of {share.base:,}"


def _beside(found: Diagnosis, name: str) -> str:
    others = found.others.get(name)
    return f" (other services together {say_number(others.percent, 1)}%)" if others else ""


def _say_rejection(found: Diagnosis) -> str:
    one = found.evidence
    said = f"{_say_percent(one.rejected)} referrals decided in 12 months were rejected{_beside(found, 'rejected')}"
    return said + (
        f"; after {_say_percent(one.back)} earlier rejections the child was back within a year" if one.back else ""
    )


def _say_loop(found: Diagnosis) -> str:
    one = found.evidence
    return (
        f"{one.loops.counted:,} of {one.loops.base:,} children accepted in 12 months had been sent to another service first; "
        f"half of them had waited {say_days(one.loop_days)} or more to be accepted"
    )


def _say_missed(found: Diagnosis) -> str:
    one = found.evidence
    return (
        f"the child was not brought to {_say_percent(one.missed)} appointments in 12 months{_beside(found, 'missed')}"
    )


def _say_batching(found: Diagnosis) -> str:
    one = found.evidence
    return f"in {one.idle_weeks.counted} of {one.idle_weeks.base} weeks nobody was seen though children waited"


def _say_tail(found: Diagnosis) -> str:
    one = found.evidence
    return (
        f"half of those waiting have waited {say_days(one.median_days)} or more, one in twelve {say_days(one.p92_days)} or "
        f"more; {one.over_52_weeks.counted:,} of {one.over_52_weeks.base:,} over 52 weeks"
    )


SAY: dict[str, Callable[[Diagnosis], str]] = {
    "demand_above_capacity": _say_demand,
    "slow_triage": _say_triage,
    "rejection_and_return": _say_rejection,
    "prerequisite_loop": _say_loop,
    "missed_appointments": _say_missed,
    "batching": _say_batching,
    "long_tail": _say_tail,
}


def say_mechanisms(found: Diagnosis) -> list[str]:
    """Each mechanism with its evidence: Demand above capacity: 266 children joined the list ..."""
    labels = labels_of_diagnoses()
    return [f"{labels[name]}: {SAY[name](found)}" for name in found.mechanisms]


def find_diagnosis(diagnosed: Diagnosed) -> str:
    """Speech and language is the bottleneck: demand above capacity; at most ten words, rather fewer than a name cut."""
    labels = labels_of_diagnoses()
    named = [each for each in diagnosed.services if each.mechanisms]
    if not named:
        return "No service stands out by the thresholds we use"
    first = named[0]
    reason = lower_first(labels[first.mechanisms[0]])
    is_the = " is the bottleneck" if first.is_bottleneck else ""
    whole = f"{first.evidence.short}: {reason}"
    if is_the and len(f"{first.evidence.short}{is_the}: {reason}".split()) > MOST_WORDS >= len(whole.split()):
        return whole
    return begin_with(first.evidence.short, f"{is_the}: {reason}")


def say_why(found: Diagnosis) -> str:
    """One service in two sentences: why children wait for it, and what it holds of all waiting over the standard."""
    one, labels = found.evidence, labels_of_diagnoses()
    reasons = say_list(lower_first(labels[name]) for name in found.mechanisms)
    if found.is_bottleneck:
        said = f"{one.label} is the bottleneck: {reasons}."
    else:
        said = f"{one.label}: {reasons}." if reasons else f"{one.label}: nothing stands out by the thresholds we use."
    if one.share_of_days_over is None or one.share_of_days_over < LEAST_SHARE_SAID:
        return said
    weeks = say_number(one.days_over / WEEK_DAYS)
    return (
        f"{said} It holds {say_number(one.share_of_days_over)}% of all weeks waited over the standard ({weeks} weeks)."
    )


def tabulate_diagnoses(diagnosed: Diagnosed) -> Table:
    """One row a service: what it holds of all waiting over the standard, what is found, and the evidence."""
    labels = labels_of_diagnoses()
    rows = [
        (
            each.evidence.label,
            _say_share(each.evidence, diagnosed.is_whole),
            ("The bottleneck. " if each.is_bottleneck else "")
            + ("; ".join(labels[name] for name in each.mechanisms) or "Nothing stands out"),
            ". ".join(upper_first(SAY[name](each)) for name in each.mechanisms) or "",
        )
        for each in diagnosed.services
    ]
    return Table(
        "Why children wait, by service",
        ("Service", "Share of weeks over the standard", "Found", "Evidence"),
        tuple(rows),
    )


def _say_share(one: Evidence, is_whole: bool) -> str:
    """A service's share of all weeks over the standard; why there is none where nobody is over it, or too few to add up."""
    if one.share_of_days_over is not None:
        return f"{say_number(one.share_of_days_over)}%"
    if one.days_over == 0:
        return "none over"
    return "too few" if is_whole else "not of the area"


def say_thresholds() -> list[str]:
    """What each mechanism is named from, for whoever asks; all are local assumptions."""
    return [
        f"- {row['label']}. {row['meaning']} {float(row['value']):g} {row['unit']} ({row['basis'].lower()})."
        for row in read_reference("diagnoses")
    ]


def caption_of(diagnosed: Diagnosed, chosen: str) -> str:
    """What the words rest on: the day, the filters, the files, and that every threshold is a local assumption."""
    parts = [
        "A mechanism is named where a service's own figures reach a threshold; each threshold is a local assumption, and "
        "rejections and missed appointments must stand apart from the other services besides. The bottleneck holds at "
        f"least {read_thresholds()[BOTTLENECK, 'share_of_weeks_over']:g}% of all weeks waited over the standard. Where figures are too few to show, nothing is said."
    ]
    if not diagnosed.is_whole:
        parts.append("You see some services only: none is set beside the others.")
    parts += [f"For {chosen}."] if chosen else []
    parts.append(f"As at {say_date(diagnosed.as_at)}, from {say_list(say_sources(METRICS))}.")
    if diagnosed.unused:
        parts.append(f"Not all of it is filtered by {say_list(title.lower() for title in diagnosed.unused)}.")
    return " ".join(parts)
