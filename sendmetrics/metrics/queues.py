"""Queues of services: who joined, was seen and left week by week, and what follows from it, in exact numbers.

Never for a reader: what they may see of it, ``queue_disclosure`` says.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sendmetrics.metrics.filling import tell_apart
from sendmetrics.metrics.question import Question
from sendmetrics.metrics.queueing import BLOCK_WEEKS, WEEK_DAYS, YEAR_WEEKS, QueueFacts, ServiceWeeks, study_queue
from sendmetrics.metrics.scope import UNKNOWN
from sendmetrics.metrics.service_pattern import read_shares_ahead
from sendmetrics.metrics.standards import Service

# Of those waiting, the per cent to be within the standard, of a service that no table tells of.
SHARE_WANTED = 92
COUNTS = ("joined", "seen", "others", "waiting")


@dataclass(frozen=True)
class ServiceQueue:
    """One service. Rows of ``weeks`` have ``starts, ends, joined, seen, others, waiting, net, symbol``, oldest first.

    Each is ``weeks_each`` weeks. ``told_to`` is the day to which the service's
    own files speak. ``facts`` are None where too few wait and join;
    ``is_older`` is how many of those waiting are in files that end before the
    last week does. ``left_out`` is in none of it, by reason. ``standard_source``
    says whose the standard is.
    """

    service: str
    label: str
    weeks: tuple[dict, ...]
    told_to: datetime.date
    standard_days: int | None
    facts: QueueFacts | None
    older: int | None
    left_out: tuple[dict, ...] = ()
    weeks_each: int = 1
    share_wanted: int = SHARE_WANTED
    standard_source: str = ""

    @property
    def ends(self) -> datetime.date:
        """The last day of the last week."""
        return self.weeks[-1]["ends"]


@dataclass(frozen=True)
class Queues:
    """The queues of all services in view, those with most children waiting first; ``left_out`` is of no known service."""

    question: Question
    as_at: datetime.date | None
    audience: str
    warehouse: str
    is_collected: bool = True
    services: tuple[ServiceQueue, ...] = ()
    left_out: tuple[dict, ...] = ()

    def find(self, service: str) -> ServiceQueue | None:
        """The queue of a service; None where nothing is known of it."""
        return next((queue for queue in self.services if queue.service == service), None)


@dataclass(frozen=True)
class Studied:
    """Queues in exact numbers, with the weeks behind each. Never for a reader: protect it."""

    queues: Queues
    weeks: dict[str, ServiceWeeks]


def study_services(empty: Queues, rows: Iterable[dict], services: dict[str, Service]) -> Studied:
    """From the rows of ``wait_flow``, exact."""
    places: dict[int, str] = {}
    found: dict[str, dict[str, list[dict]]] = {}
    rows = list(rows)
    for row in rows:
        if row["what"] == "week":
            places[row["place"]] = row["breakdown"]
    left_out: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["what"] == "left_out":
            reasons = left_out.setdefault(row["breakdown"], {})
            reasons[row["left_out"]] = reasons.get(row["left_out"], 0) + row["rows"]
        else:
            found.setdefault(places[row["place"]], {}).setdefault(row["what"], []).append(row)
    labels = tell_apart({code: service.label for code, service in services.items()})
    weeks = {service: _read_weeks(parts) for service, parts in found.items()}
    queues = [
        _study_service(service, labels.get(service, service), found[service], weeks[service], left_out.get(service, {}))
        for service in found
    ]
    queues = [
        replace(queue, share_wanted=known.share_wanted, standard_source=known.source)
        if (known := services.get(queue.service))
        else queue
        for queue in queues
    ]
    queues.sort(key=lambda queue: (-queue.facts.waiting, queue.label))
    unplaced: dict[str, int] = {}
    for service in set(left_out) - set(found):
        for reason, count in left_out[service].items():
            reason = "Service not known" if service == UNKNOWN else reason
            unplaced[reason] = unplaced.get(reason, 0) + count
    return Studied(replace(empty, services=tuple(queues), left_out=_say_reasons(unplaced)), weeks)


def _read_weeks(parts: dict[str, list[dict]]) -> ServiceWeeks:
    weeks = sorted(parts["week"], key=lambda row: row["starts"])
    series = ([row[name] for row in weeks] for name in COUNTS)
    waited, left = (
        [day for row in sorted(parts.get(what, ()), key=lambda row: row["days"]) for day in [row["days"]] * row["rows"]]
        for what in ("waits", "left")
    )
    return ServiceWeeks(*series, waited, weeks[-1]["limit_days"], left)


def _study_service(
    service: str, label: str, parts: dict[str, list[dict]], weeks: ServiceWeeks, left_out: dict[str, int]
) -> ServiceQueue:
    rows = [
        _row(row["starts"], 1, *(row[name] for name in COUNTS))
        for row in sorted(parts["week"], key=lambda row: row["starts"])
    ]
    return ServiceQueue(
        service,
        label,
        tuple(rows),
        parts["week"][0]["told_to"],
        weeks.standard_days,
        study_queue(weeks),
        sum(row["older"] for row in parts.get("waits", ())),
        _say_reasons(left_out),
    )


def _say_reasons(left_out: dict[str, int]) -> tuple[dict, ...]:
    ordered = sorted(left_out.items(), key=lambda item: (-item[1], item[0]))
    return tuple({"reason": reason, "count": count, "symbol": ""} for reason, count in ordered)


def _row(starts: datetime.date, weeks: int, joined: int, seen: int, others: int, waiting: int) -> dict:
    ends = starts + datetime.timedelta(days=WEEK_DAYS * weeks - 1)
    counts = {"joined": joined, "seen": seen, "others": others, "waiting": waiting}
    return {"starts": starts, "ends": ends, **counts, "net": joined - seen - others, "symbol": ""}


def in_blocks(rows: Sequence[dict]) -> tuple[dict, ...]:
    """Exact weeks in blocks of four whole ones, counted back from the last; what is left over before them is in none."""
    first = len(rows) % BLOCK_WEEKS
    blocks = [rows[place : place + BLOCK_WEEKS] for place in range(first, len(rows), BLOCK_WEEKS)]
    return tuple(
        _row(
            block[0]["starts"],
            BLOCK_WEEKS,
            *(sum(row[name] for row in block) for name in COUNTS[:3]),
            block[-1]["waiting"],
        )
        for block in blocks
    )


def with_order(weeks: ServiceWeeks, stays: Iterable[dict], last_day: datetime.date) -> ServiceWeeks:
    """The same with the order in which children were seen, read from the rows of ``wait_stays``."""
    days = [
        (row["start_date"].toordinal(), row["end_date"] and row["end_date"].toordinal(), row["is_seen"])
        for row in stays
    ]
    since = last_day.toordinal() - WEEK_DAYS * YEAR_WEEKS + 1
    return replace(weeks, shares_ahead=tuple(read_shares_ahead(days, since)))
