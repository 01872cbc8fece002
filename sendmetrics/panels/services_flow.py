"""Who joined each service's wait and who left it in a year: the two numbers of those waiting, and all that lies between."""

import datetime
from dataclasses import dataclass, replace

from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Reader
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.data_quality import say_undated
from sendmetrics.panels.fitting import why_not
from sendmetrics.panels.panel import Answer, Ask, Filters, Panel, is_not_available, undrawn
from sendmetrics.panels.referrals import LAST_MONTHS
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import hidden_words
from sendmetrics.words import say_date, say_number

WAIT = "referral_to_first_contact_wait"
BEFORE = undrawn("services_before", Ask(WAIT, by="service", view="open"))
JOINED = undrawn("services_joined", Ask(WAIT, by="service", view="cohort", months=LAST_MONTHS))
SEEN = undrawn("services_seen", Ask(WAIT, by="service", view="completed", months=LAST_MONTHS))
LEFT = undrawn("services_left", Ask("waits_ended_unseen", by="service", months=LAST_MONTHS))
AFTER = undrawn("services_after", Ask(WAIT, by="service", view="open", months=LAST_MONTHS))
SAYS = (
    "Children who joined and left in the last 12 whole months, one row a service, on the child's clock: joined is the first "
    "referral for the need; left otherwise is rejected and not referred again, moved away or closed unseen, which is no "
    "success. Those waiting before, and those who joined, less those who were seen or left otherwise, are those waiting after. "
    "All as the files tell it now: a child rejected then and referred again within 12 months was waiting all the "
    "time, so that those waiting at the end may still rise"
)
KEPT_BACK = "Not given: beside the other numbers of its row it would tell at a glance one that is too small to show"
NOT_GIVEN, NOT_AVAILABLE = "not given", "not available"
PARTS = ("before", "joined", "seen", "left", "after")
# Where one other is hidden, this is kept back, which no chart of the page says; else the next. It guards the glance, as
# all does that leaders see, and no more: elsewhere on the page are figures that can be subtracted.
KEPT_BACK_FIRST = ("joined", "left")


@dataclass(frozen=True)
class ServiceFlow:
    """One service's year: a number for each of the parts, and the words that stand in place of one that is None."""

    label: str
    numbers: dict[str, int | None]
    instead: dict[str, str]


@dataclass(frozen=True)
class Flows:
    """Every service's year up to a day, from the day before it begins; of ``answers`` the last is whose caption it has."""

    begins: datetime.date
    ends: datetime.date
    services: tuple[ServiceFlow, ...]
    answers: tuple[Answer, ...]


def read_flows(engine: Engine, reader: Reader, filters: Filters) -> Flows | str | None:
    """The flows in view; in words why there are none, and None where the reader may not ask or nothing is collected."""
    joined = _ask(engine, reader, JOINED, filters)
    if joined is None or not (joined.refused or joined.is_collected):
        return None
    if joined.refused:
        return joined.refused
    question = joined.results[0].question
    day_before = question.start - datetime.timedelta(days=1)
    earlier = replace(filters, start=None, end=day_before)
    parts = [
        _ask(engine, reader, BEFORE, earlier),
        joined,
        *(_ask(engine, reader, panel, filters) for panel in (SEEN, LEFT, AFTER)),
    ]
    if refused := next((answer.refused for answer in parts if answer.refused), ""):
        return refused
    found = [{row["breakdown"]: row for row in answer.results[0].rows} for answer in parts]
    labels = {code: row["label"] or "Not known" for rows in found for code, row in rows.items()}
    flows = [_flow(label, [rows.get(code) for rows in found], reader.audience) for code, label in labels.items()]
    flows.sort(key=lambda flow: (-(flow.numbers["joined"] or 0), flow.label))
    return Flows(day_before, question.end, tuple(flows), tuple(parts))


def _ask(engine: Engine, reader: Reader, panel: Panel, filters: Filters) -> Answer | None:
    return None if why_not(panel, reader) else answer_panel(engine, reader, panel, filters)


def _flow(label: str, rows: list[dict | None], audience: str) -> ServiceFlow:
    """A row whose one hidden number the other four would tell loses another."""
    numbers = {name: _number(row, audience) for name, row in zip(PARTS, rows, strict=True)}
    instead = {
        name: NOT_AVAILABLE if row is not None and is_not_available(row) else hidden_words(audience)
        for name, row in zip(PARTS, rows, strict=True)
        if numbers[name] is None
    }
    if list(instead.values()) == [hidden_words(audience)]:
        kept_back = next(name for name in KEPT_BACK_FIRST if name not in instead)
        numbers[kept_back], instead[kept_back] = None, NOT_GIVEN
    return ServiceFlow(label, numbers, instead)


def _number(row: dict | None, audience: str) -> int | None:
    """How many; of a service without a row none, which outside casework is too small to show like any other number."""
    if row is None:
        return 0 if audience == "casework" else None
    return row["count"] if "count" in row else row["value"]


def tabulate_flows(flows: Flows) -> Table:
    """One row a service, most joined first."""
    headings = (
        "Service",
        f"Waiting at {say_date(flows.begins)}",
        "Joined",
        "Seen",
        "Left otherwise",
        f"Waiting at {say_date(flows.ends)}",
    )
    rows = tuple((flow.label, *(_say(flow, name) for name in PARTS)) for flow in flows.services)
    return Table("Joined and left in the last 12 whole months, most joined first", headings, rows)


def _say(flow: ServiceFlow, name: str) -> str:
    number = flow.numbers[name]
    return flow.instead[name] if number is None else say_number(number)


def caption_of_flows(engine: Engine, reader: Reader, flows: Flows, chosen: str) -> str:
    """What is added up, of whom, from which files, and what is in none of it since nobody knows when it began."""
    kept_back = f". {KEPT_BACK}" if any(NOT_GIVEN in flow.instead.values() for flow in flows.services) else ""
    said = caption(replace(AFTER, says=f"{SAYS}{kept_back}"), flows.answers[-1], chosen)
    return " ".join(filter(None, (said, say_undated(engine.warehouse, reader))))
