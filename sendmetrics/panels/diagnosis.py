"""Why children wait: the figures asked for each service, and the mechanisms that they bear out."""

import datetime
from dataclasses import dataclass, replace

from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Reader
from sendmetrics.metrics.queues import ServiceQueue
from sendmetrics.metrics.scope import UNKNOWN
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.diagnosing import (
    STAND_APART,
    Diagnosis,
    Evidence,
    Share,
    diagnose,
)
from sendmetrics.panels.findings import short_name
from sendmetrics.panels.fitting import why_not
from sendmetrics.panels.losses import QUARTER_OVER
from sendmetrics.panels.panel import Ask, Filters, undrawn
from sendmetrics.panels.queues import ask_queues
from sendmetrics.panels.waiting import OVER_A_YEAR

YEAR_MONTHS = 12
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
UNSUPPORTED = Ask("assessed_without_support", by="service", months=YEAR_MONTHS, followed_days=QUARTER_OVER)
ALL_REJECTED, ALL_MISSED = replace(REJECTED, by=None), replace(MISSED, by=None)


@dataclass(frozen=True)
class Diagnosed:
    """Every service in view with what was found, the worst first; ``refused`` in words where none may be given.

    ``as_at`` is the day asked, ``unused`` are the filters that not all of it knows; ``is_whole`` is False for a reader
    limited to some services, for whom none is set beside the others; ``support_unknown`` are services of which it is
    not known whether anything followed an assessment.
    """

    as_at: datetime.date | None = None
    audience: str = ""
    warehouse: str = ""
    services: tuple[Diagnosis, ...] = ()
    unused: tuple[str, ...] = ()
    is_whole: bool = True
    is_collected: bool = True
    refused: str = ""
    support_unknown: tuple[str, ...] = ()

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
    "unsupported": UNSUPPORTED,
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
        support_unknown=tuple(one.service for one in services if one.service not in found.get("unsupported", {})),
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
        unsupported=_share(found.get("unsupported")),
        median_days=row["median_days"],
        p92_days=row["p92_days"],
        over_52_weeks=_counted(found.get("over_a_year"), row["count"]),
    )


def _in_weeks(a_week: float | None, weeks: int | None) -> int | None:
    return None if a_week is None or not weeks else round(a_week * weeks)
