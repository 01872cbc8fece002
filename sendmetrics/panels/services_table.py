"""What is waiting, one row a service: the figures of several measures beside each other, the worst first."""

from dataclasses import dataclass, replace

from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Reader, Result
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.fitting import why_not
from sendmetrics.panels.panel import Answer, Ask, Filters, undrawn
from sendmetrics.panels.referrals import OPEN as REFERRALS_OPEN
from sendmetrics.panels.tables import Table, as_table
from sendmetrics.panels.waiting import OVER_A_YEAR, WEEK_DAYS
from sendmetrics.panels.wording import say_value
from sendmetrics.words import say_number

OPEN = Ask("referral_to_first_contact_wait", by="service", view="open")


@dataclass(frozen=True)
class Compared:
    """The table, and the answers that fill it: that of the waits first."""

    table: Table
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Column:
    """A heading and the question that fills it; ``unit`` is what the figure is told in."""

    heading: str
    ask: Ask
    shows: str = "value"


COLUMNS = (
    Column("Over 52 weeks", Ask("children_waiting_by_band", by="service", only=(("wait_band", OVER_A_YEAR),))),
    Column("Over 104 weeks", Ask("children_waiting_by_band", by="service", only=(("wait_band", OVER_A_YEAR[1:]),))),
    Column("Weeks over the standard", Ask("days_waited_over_standard", by="service"), "weeks"),
)
SAYS = (
    "Children referred and not yet seen, one row a service, each held to its own standard, most over it first; weeks over "
    "the standard are added up over those still waiting"
)
WITHIN, OVER = "Within the limit", "Over the limit"
NONE = {"value": "0", "weeks": "0"}


def compare_services(engine: Engine, reader: Reader, filters: Filters) -> Compared | None:
    """All services, most over the standard first; None where nothing is collected or may be shown."""
    answer = _ask(engine, reader, filters, "services", OPEN)
    if answer is None or not answer.has_rows:
        return None
    result = answer.results[0]
    rows = sorted(result.rows, key=lambda row: (-(row["over_limit"] or 0), -(row["count"] or 0)))
    table = as_table(replace(result, rows=tuple(rows)))
    # What is within the standard is the rest of those waiting, and the table is wide enough.
    kept = [place for place, heading in enumerate(table.headings) if heading != WITHIN]
    answers = [answer]
    headings, *cells = ([each[place] for place in kept] for each in (table.headings, *table.rows))
    for column in COLUMNS:
        beside = _ask(engine, reader, filters, column.heading, column.ask)
        if beside is None or not beside.is_collected:
            continue
        answers.append(beside)
        found = {row["breakdown"]: row for row in beside.results[0].rows}
        headings.append(column.heading)
        for row, line in zip(rows, cells, strict=True):
            line.append(_say(found.get(row["breakdown"]), column, beside.results[0]))
    if reader.audience != "casework":
        _say_alike(headings, cells)
    told = Table(f"{table.caption}, one row a service", tuple(headings), tuple(map(tuple, cells)))
    return Compared(told, tuple(answers))


def _say_alike(headings: list[str], cells: list[list[str]]) -> None:
    """Of those over the standard whatever is hidden in the same words: why it is would tell which is small."""
    place = headings.index(OVER)
    for line in cells:
        if not line[place][0].isdigit():
            line[place] = "not given"


def _ask(engine: Engine, reader: Reader, filters: Filters, name: str, ask: Ask) -> Answer | None:
    panel = undrawn(name, ask)
    if why_not(panel, reader):
        return None
    answer = answer_panel(engine, reader, panel, filters)
    return None if answer.refused else answer


def _say(row: dict | None, column: Column, result: Result) -> str:
    if row is None:
        return NONE[column.shows]
    if column.shows == "weeks" and row["numerator"] is not None:
        return say_number(row["numerator"] / WEEK_DAYS)
    return say_value(row, find_metric(result.metric), result.audience)


def caption_of_services(engine: Engine, reader: Reader, filters: Filters, chosen: str) -> str:
    """Whose waits these are, which filters hold, and from which files."""
    panel = replace(REFERRALS_OPEN, says=SAYS)
    return caption(panel, answer_panel(engine, reader, panel, filters), chosen)
