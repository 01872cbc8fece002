"""NHS England's published waiting list of a service, to set beside our own: England and the reader's boards, and what differs."""

import datetime
import re
from dataclasses import dataclass

from sendmetrics.contracts.reference import code_labels, read_reference
from sendmetrics.contracts.shapes import normalise_heading
from sendmetrics.metrics.question import Reader
from sendmetrics.warehouse.opened import Warehouse

SOURCE = "NHS England, Community Health Services Waiting Times"
NEARLY = "P"


@dataclass(frozen=True)
class PublishedBand:
    """Children who have waited so many weeks since referral; ``last_week`` is None in the last band."""

    code: str
    label: str
    waiting: int | None

    @property
    def first_week(self) -> int:
        return int(re.split("[-+]", self.code)[0])

    @property
    def last_week(self) -> int | None:
        last = re.split("[-+]", self.code)[1]
        return int(last) if last else None


@dataclass(frozen=True)
class PublishedList:
    """One organisation's list of one published service: England's is its own row, never added up.

    ``waiting`` is None where nothing is published, and ``why_none`` says why in
    words. Bands need not add up to it: shares go by what is in the bands.
    """

    level: str
    area: str
    published_service: str
    waiting: int | None
    why_none: str
    bands: tuple[PublishedBand, ...]

    def waiting_over(self, weeks: int) -> int | None:
        """Children who have waited more than so many weeks; None where a band has no figure, or none begins there."""
        if weeks not in {band.first_week for band in self.bands}:
            return None
        return _add([band.waiting for band in self.bands if band.first_week >= weeks])

    def percent_over(self, weeks: int) -> float | None:
        """Their share of all children in the bands, in per cent."""
        over, every = self.waiting_over(weeks), _add([band.waiting for band in self.bands])
        return None if over is None or not every else 100 * over / every


@dataclass(frozen=True)
class PublishedLists:
    """One published month of a service of ours: England first, then the reader's boards by name.

    ``boards_missing`` are the reader's boards that the file does not name.
    ``differences`` say in whole sentences why the figures are not ours.
    ``is_same_service`` is False where the published service is only nearly ours.
    """

    service: str
    month: datetime.date
    published_date: datetime.date | None
    source: str
    lists: tuple[PublishedList, ...]
    boards_missing: tuple[str, ...]
    is_same_service: bool
    differences: tuple[str, ...]


def read_published_lists(
    warehouse: Warehouse, service: str, reader: Reader, day: datetime.date | None = None
) -> PublishedLists | None:
    """England's and the reader's boards' published lists for a service, None where none is loaded or none is published.

    Of the newest month that was over on the ``day``, which is that of the list to stand beside: a published month counts
    who waits at its end. The reader's boards are those of all authorities in the warehouse that the
    reader may see.
    """
    rows = warehouse.query(
        "select level, org_name, published_service_name, band, waiting, flag, month_date, published_date "
        "from main.published_lists where service = $service and level in ('england', 'icb') "
        "and month_date = (select max(month_date) from main.published_lists where service = $service and level = 'england' "
        "and ($day::date is null or last_day(month_date) <= $day::date))",
        {"service": service, "day": day},
    ).fetchall()
    if not rows:
        return None
    found: dict[tuple[str, str, str], dict[str, tuple[int | None, str | None]]] = {}
    for level, area, published, band, waiting, flag, *_ in rows:
        found.setdefault((level, area, published), {})[band] = (waiting, flag)
    boards = _boards(warehouse, reader)
    named = {normalise_heading(area) for level, area, _ in found if level == "icb"}
    lists = [_make_list(*key, figures) for key, figures in found.items()]
    shown = [item for item in lists if item.level == "england" or normalise_heading(item.area) in boards]
    entries = [row for row in read_reference("published_services") if row["service"] == service]
    return PublishedLists(
        service,
        rows[0][6],
        max((row[7] for row in rows if row[7]), default=None),
        SOURCE,
        tuple(sorted(shown, key=lambda item: (item.level != "england", item.area, item.published_service))),
        tuple(sorted(name for key, name in boards.items() if key not in named)),
        all(row["certainty"] != NEARLY for row in entries),
        _differences(lists, [row["note"] for row in entries if row["certainty"] == NEARLY]),
    )


def _boards(warehouse: Warehouse, reader: Reader) -> dict[str, str]:
    """Normalised name to name of the boards of the reader's authorities."""
    allowed = dict(reader.extent).get("authorities")
    codes = warehouse.query(
        "select la_code from main.authorities where is_loaded "
        "and ($allowed is null or list_contains($allowed::varchar[], la_code))",
        {"allowed": list(allowed) if allowed is not None else None},
    ).fetchall()
    loaded = {code for (code,) in codes}
    names = [row["icb_name"] for row in read_reference("authority_icbs") if row["la_code"] in loaded]
    plain = [name.removeprefix("NHS ").removesuffix(" ICB") for name in names]
    return {normalise_heading(name): name for name in plain}


def _make_list(
    level: str, area: str, published: str, figures: dict[str, tuple[int | None, str | None]]
) -> PublishedList:
    waiting, flag = figures.get("total", (None, "blank"))
    labels = code_labels("published_band")
    bands = [
        PublishedBand(code, labels[code], figures[code][0]) for code in labels if code in figures and code != "total"
    ]
    why_none = code_labels("published_flag")[flag] if flag else ""
    return PublishedList(level, area, published, waiting, why_none, tuple(bands))


def _differences(lists: list[PublishedList], nearly: list[str]) -> tuple[str, ...]:
    boards = [item for item in lists if item.level == "icb"]
    giving = sum(item.waiting is not None for item in boards)
    return (
        "Published lists count the children on providers' lists, added up to England and to boards; ours count the children "
        "in the authority's own files. A board is not an authority, and no authority's figure can be read off.",
        "Published weeks are counted since referral and come in bands only: no median and no longest wait.",
        "Published lists say nothing of earlier referrals; our own waits run from the first referral for the need.",
        f"{giving} of {len(boards)} boards have a figure for that month: which providers submit changes from month to month, "
        "a blank is not 0, and the figures are unvalidated management information.",
        *(f"{note}." for note in nearly),
    )


def _add(figures: list[int | None]) -> int | None:
    return None if not figures or None in figures else sum(figures)
