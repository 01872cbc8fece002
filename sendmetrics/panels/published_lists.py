"""NHS England's published waiting list of a service beside our own: the share that has waited over 18 and over 52 weeks.

Two answers are set side by side here, one of them published, so this panel is
of a class of its own with the manners of the others: a title, a chart, tables,
a caption that always says what differs, and in words why there is nothing.
"""

import datetime
from dataclasses import dataclass, replace

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.contracts.reference import code_labels, read_reference
from sendmetrics.contracts.tables import TABLES
from sendmetrics.errors import RefusedError
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.disclosure import LEADERS_SMALLEST_BASE, LEADERS_SMALLEST_COUNT
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.published_lists import PublishedList, PublishedLists, read_published_lists
from sendmetrics.metrics.question import Reader
from sendmetrics.metrics.scope import read_values
from sendmetrics.panels.charts_by_group import draw_bars
from sendmetrics.panels.figures import say_first
from sendmetrics.panels.panel import Ask, Chart, Filters
from sendmetrics.panels.tables import Table
from sendmetrics.panels.wording import hidden_words, leave_out, say_count_of, say_sources
from sendmetrics.words import lower_first, say_date, say_list, say_number

WAITING = "children_waiting_by_band"
LIMITS = (18, 52)
# The bands of our own that begin at each of them: 18 weeks are 126 days with both.
OVER = {
    18: ("18_to_52_weeks", "52_to_104_weeks", "over_104_weeks"),
    52: ("52_to_104_weeks", "over_104_weeks"),
}
NAME = "published_lists"
WHERE_PUBLISHED = "https://www.england.nhs.uk/statistics/statistical-work-areas/community-health-services-waiting-lists"
NOT_LISTED = "Not in NHS England's published lists"
NONE_SO_EARLY = "No published waiting list so early"
NOT_YOURS = "Our own list is not given: your settings do not include this service."
NOT_GIVEN = "Our own list is not given: this view is not among the fixed tables that may leave the building."


@dataclass(frozen=True)
class OurList:
    """Our own open waits of the service, as the reader may see them.

    ``waiting`` and ``over`` are None where they are hidden, or where no file
    speaks for the day; ``why_none`` says why in a few words.
    """

    waiting: int | None = None
    over: tuple[tuple[int, int | None], ...] = ()
    why_none: str = ""
    as_at: datetime.date | None = None

    def percent_over(self, weeks: int) -> float | None:
        """The share that has waited longer, in per cent."""
        over = dict(self.over).get(weeks)
        return None if over is None or not self.waiting else 100 * over / self.waiting


@dataclass(frozen=True)
class Beside:
    """What came back: the published lists, ours, and in words why there is nothing to set beside ours."""

    service: str
    label: str
    published: PublishedLists | None = None
    ours: OurList = OurList()
    as_at: datetime.date | None = None
    audience: str = ""
    warehouse: str = ""
    unused: tuple[str, ...] = ()
    nothing: str = ""


def ask_published(engine: Engine, reader: Reader, filters: Filters, service: str) -> Beside:
    """A service's published lists beside our own under the reader's filters; another service chosen there is put aside."""
    # By way of the warehouse: an authority may have services of its own.
    label = read_values(engine.warehouse, DIMENSIONS["service"], reader).get(service, service)
    beside = Beside(service, label, audience=reader.audience, warehouse=engine.warehouse.version)
    if service not in {row["service"] for row in read_reference("published_services")}:
        return replace(beside, nothing=_say_not_listed(beside.label))
    if read_published_lists(engine.warehouse, service, reader) is None:
        return replace(beside, nothing=_say_not_collected(beside.label))
    ours, unused = _ask_ours(engine, reader, filters, service)
    # A list of later months would be set beside children who waited before.
    day = min(filter(None, (ours.as_at, filters.as_at, filters.end)), default=None)
    published = read_published_lists(engine.warehouse, service, reader, day)
    if published is None:
        return replace(beside, ours=ours, as_at=ours.as_at, nothing=_say_none_so_early(beside.label, day))
    return replace(beside, published=published, ours=ours, as_at=ours.as_at or published.month, unused=unused)


def _say_not_listed(label: str) -> str:
    listed = [code_labels("service")[row["service"]] for row in read_reference("published_services") if row["service"]]
    return (
        f"{NOT_LISTED}: {label}. They are of community health services; of ours they hold "
        f"{say_list([lower_first(name) for name in listed])}."
    )


def _say_not_collected(label: str) -> str:
    (feed,) = TABLES["published_lists"].filled_by
    return (
        f"Not collected: published waiting lists of {label}. This is filled by: {FEEDS[feed].title}. It is an Excel workbook "
        f"a month, published at {WHERE_PUBLISHED}: save that of any month from 2023 among the authority's files as it is."
    )


def _say_none_so_early(label: str, day: datetime.date) -> str:
    return f"{NONE_SO_EARLY}: no month of {label} in the files was over by {say_date(day)}."


def _ask_ours(engine: Engine, reader: Reader, filters: Filters, service: str) -> tuple[OurList, tuple[str, ...]]:
    """Our list by way of the engine, all who wait and those past each limit, and filters it cannot use."""
    metric = find_metric(WAITING)
    if not engine.is_collected(metric):
        return OurList(why_none="not collected"), ()
    if service not in dict(reader.extent).get("services", (service,)):
        # Of a service outside the reader's extent there are no rows, which is not to say that nobody waits.
        return OurList(why_none=NOT_YOURS), ()
    filters = replace(filters, where=tuple(pair for pair in filters.where if pair[0] != "service"))
    of_service = ("service", (service,))
    asks = [
        Ask(WAITING, only=(of_service,)),
        *(Ask(WAITING, only=(of_service, ("wait_band", OVER[weeks]))) for weeks in LIMITS),
    ]
    fitted = [ask.fit(filters, reader, engine.last_date(metric)) for ask in asks]
    try:
        results = [engine.answer(question, reader) for question, _ in fitted]
    except RefusedError as error:
        return OurList(why_none=NOT_GIVEN if reader.audience == "shared" else str(error)), ()
    counts = [result.rows[0] if result.rows else {"value": 0, "symbol": ""} for result in results]
    return replace(_protect(counts, reader.audience), as_at=results[0].as_at), fitted[0][1]


def _protect(counts: list[dict], audience: str) -> OurList:
    """What may stand side by side: of two counts that differ by few, the lesser would tell of those few."""
    waiting, *over = (row["value"] for row in counts)
    if any(row["symbol"] == "x" for row in counts):
        return OurList(why_none="not available for this period")
    if audience == "casework":
        return OurList(waiting, tuple(zip(LIMITS, over, strict=True)), "" if waiting else "none waiting")
    if waiting is None or waiting < LEADERS_SMALLEST_BASE:
        return OurList(waiting, why_none="none waiting" if waiting == 0 else "too few to show")
    shown, before = [], waiting
    for weeks, count in zip(LIMITS, over, strict=True):
        is_told = count is not None and before is not None and 0 < before - count < LEADERS_SMALLEST_COUNT
        count = None if is_told or before is None else count
        shown.append((weeks, count))
        before = count
    return OurList(waiting, tuple(shown))


def title_of(beside: Beside) -> str:
    """Over 18 weeks: 48% here, 41% in England."""
    if beside.published is None:
        known = (title for title in (NOT_LISTED, NONE_SO_EARLY) if beside.nothing.startswith(title))
        return next(known, "Published waiting lists are not collected")
    weeks = LIMITS[0]
    ours = beside.ours.percent_over(weeks)
    theirs = england_of(beside.published)
    published = theirs.percent_over(weeks) if theirs else None
    here = f"{say_number(ours)}% here" if ours is not None else _say_short(beside.ours)
    there = f"{say_number(published)}% in England" if published is not None else "England not published"
    return f"Over {weeks} weeks: {here}, {there}"


def _say_short(ours: OurList) -> str:
    if ours.waiting == 0:
        return "nobody waiting here"
    return "too few here" if not ours.why_none or ours.why_none == "too few to show" else "not given here"


def england_of(published: PublishedLists) -> PublishedList | None:
    """England's list, the first where the service has several published names."""
    return next((item for item in published.lists if item.level == "england"), None)


def caption_of(beside: Beside, chosen: str) -> str:
    """What is shown, of which month and day, what is missing, and always what differs; else why there is nothing."""
    if beside.published is None:
        return beside.nothing
    published, ours = beside.published, beside.ours
    parts = [
        f"Children on the list who have waited over {LIMITS[0]} and over {LIMITS[1]} weeks for {lower_first(beside.label)}, "
        "of all on it (published: of all in a band of weeks): here, in England and in the area's integrated care boards"
        + (f". For {others}" if (others := leave_out(beside.label, chosen)) else ""),
        f"Published: {published.source}, {published.month:%B %Y}"
        + (f", published {say_date(published.published_date)}" if published.published_date else ""),
    ]
    if ours.why_none.endswith("."):
        parts.append(ours.why_none.removesuffix("."))
    elif ours.why_none:
        parts.append(f"Our own list: {ours.why_none}")
    if ours.as_at:
        parts.append(f"Ours: as at {say_date(ours.as_at)}, from {say_list(say_sources([WAITING]))}")
    if beside.unused:
        parts.append(f"Ours is not filtered by {say_list(title.lower() for title in beside.unused)}")
    if any(count is None for _, count in ours.over):
        parts.append(
            f"Ours not divided: {hidden_words(beside.audience)} children on one side, or a number that would tell of them"
        )
    if not published.is_same_service:
        names = say_list(dict.fromkeys(item.published_service for item in published.lists))
        parts.append(f"The published service, {names}, is only nearly ours")
    if published.boards_missing:
        parts.append(f"Not named in the published file: {say_list(published.boards_missing)}")
    blank = [
        f"{item.area}: {lower_first(item.why_none)}".removesuffix(".") for item in published.lists if item.why_none
    ]
    return " ".join([f"{part}." for part in [*parts, *blank]] + list(published.differences))


def draw(beside: Beside) -> Chart | None:
    """One bar for our list and for each published one: the share over 18 weeks, and in words that over 52."""
    if beside.published is None:
        return None
    rows = [("Here", beside.ours.percent_over(LIMITS[0]), _say_ours(beside.ours))]
    rows += [
        (_name(item, beside.published), item.percent_over(LIMITS[0]), _say_published(item))
        for item in beside.published.lists
    ]
    names, values, labels = zip(*rows, strict=True)
    said = [f"{name}: {label}" for name, label in zip(names, labels, strict=True)]
    return Chart(draw_bars(names, values, labels, said, room=2.4), say_first(said))


def _name(item: PublishedList, published: PublishedLists) -> str:
    """The area; with the published service where the areas have several."""
    several = len({each.published_service for each in published.lists}) > 1
    return f"{item.area}, {lower_first(item.published_service)}" if several else item.area


def _say_ours(ours: OurList) -> str:
    if ours.percent_over(LIMITS[0]) is None:
        return "none waiting" if ours.waiting == 0 else _short_reason(ours)
    return _say_both([ours.percent_over(weeks) for weeks in LIMITS], "not given")


def _short_reason(ours: OurList) -> str:
    return "too few to show" if not ours.why_none else "not given" if ours.why_none.endswith(".") else ours.why_none


def _say_published(item: PublishedList) -> str:
    if item.percent_over(LIMITS[0]) is None:
        return "not published"
    return _say_both([item.percent_over(weeks) for weeks in LIMITS], "not published")


def _say_both(shares: list[float | None], missing: str) -> str:
    """48%; over 52 weeks 12%."""
    first, second = (missing if share is None else f"{say_number(share)}%" for share in shares)
    return f"{first}; over {LIMITS[1]} weeks {second}"


def tabulate(beside: Beside) -> tuple[Table, ...]:
    """The shares, and the published bands; every blank says that nothing was published."""
    if beside.published is None:
        return ()
    ours, published = beside.ours, beside.published
    none = _short_reason(ours)
    is_few = ours.waiting is None and none == "too few to show"
    waiting = say_count_of(ours.waiting, beside.audience) if ours.waiting is not None or is_few else none
    first = (
        "Here",
        say_date(ours.as_at) if ours.as_at else "",
        waiting,
        *(_say_share(ours.percent_over(weeks), "none waiting" if ours.waiting == 0 else none) for weeks in LIMITS),
    )
    rows = [
        (
            _name(item, published),
            f"{published.month:%B %Y}",
            _say_figure(item.waiting),
            *(_say_share(item.percent_over(weeks), "not published") for weeks in LIMITS),
        )
        for item in published.lists
    ]
    headings = ("List", "Day or month", "Waiting", *(f"Over {weeks} weeks" for weeks in LIMITS))
    bands = {band.code: band.label for item in published.lists for band in item.bands}
    shares = Table(f"{beside.label}: share of the list that has waited longer", headings, (first, *rows))
    if not bands:
        return (shares,)
    listed = tuple((_name(item, published), *(_say_band(item, code) for code in bands)) for item in published.lists)
    return shares, Table(f"{beside.label}: children on the published lists", ("List", *bands.values()), listed)


def _say_share(share: float | None, missing: str) -> str:
    return missing if share is None else f"{say_number(share, 1)}%"


def _say_figure(number: int | None) -> str:
    return "not published" if number is None else say_number(number)


def _say_band(item: PublishedList, code: str) -> str:
    return _say_figure(next((band.waiting for band in item.bands if band.code == code), None))
