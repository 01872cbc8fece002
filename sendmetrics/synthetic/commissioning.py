"""What the made-up authority and its board say is commissioned for each need: commissioned_routes.csv.

By chance of its own. In the story two needs have had no route since some years,
as nobody renewed what there was for one and nothing was ever bought for the other.
"""

import datetime
from dataclasses import dataclass
from pathlib import Path

from sendmetrics.synthetic.chance import own_chance
from sendmetrics.synthetic.csv_files import write_rows
from sendmetrics.synthetic.local_files import HEALTH_PROVIDER, LA_PROVIDER
from sendmetrics.synthetic.people import NEEDS

# Of the words a stream of chance is made from.
STREAM = int.from_bytes(b"routes")
# Services for each need, the authority's and the board's.
SERVICES_FOR = {
    "SLCN": ("specialist_teaching", "salt"),
    "SEMH": ("early_help", "camhs"),
    "ASD": ("specialist_teaching", "neurodevelopmental"),
    "MLD": ("ep", "paediatrics"),
    "SPLD": ("specialist_teaching", "ot"),
    "PD": ("sensory", "physio"),
    "HI": ("sensory", "audiology"),
    "VI": ("sensory", "paediatrics"),
}
NEVER_COMMISSIONED, NOT_RENEWED = "SPLD", "MLD"
# In neither register: nobody thought of it.
FORGOTTEN = "VI"
YEARS_SINCE_RENEWAL = 2
HEADINGS = ["snapshot_date", "source", "need_code", "service", "provider_code", "is_commissioned"]
HEADINGS += ["commissioned_from", "commissioned_to"]


@dataclass(frozen=True)
class Route:
    """A service for a need, in one of the two registers; ``start`` None where it was never commissioned."""

    source: str
    need: str
    service: str
    start: datetime.date | None
    end: datetime.date | None = None

    def is_open(self, day: datetime.date) -> bool:
        return self.start is not None and self.start <= day and (self.end is None or day <= self.end)


def make_routes(as_at: datetime.date, seed: int, is_plain: bool) -> list[Route]:
    """Two services for every need but one, of which in the story some were never bought or not renewed."""
    rng = own_chance(seed, STREAM)
    not_renewed = datetime.date(as_at.year - YEARS_SINCE_RENEWAL, 3, 31)
    routes = []
    for need in NEEDS:
        # The same draws for every need, so that one more changes no other.
        starts = [as_at - datetime.timedelta(days=3000 + int(days)) for days in rng.integers(0, 1500, 2)]
        if need == FORGOTTEN:
            continue
        for source, service, start in zip(("authority", "board"), SERVICES_FOR[need], starts, strict=True):
            is_missing = not is_plain and need == NEVER_COMMISSIONED
            is_over = not is_plain and need == NOT_RENEWED
            routes.append(Route(source, need, service, None if is_missing else start, not_renewed if is_over else None))
    return routes


def days_given(first: datetime.date, as_at: datetime.date) -> list[datetime.date]:
    """Days on which the registers were given: every September from that before the first census, and the newest day."""
    septembers = [datetime.date(year, 9, 1) for year in range(first.year - 1, as_at.year + 1)]
    return [*(day for day in septembers if day < as_at), as_at]


def write_routes(path: Path, routes: list[Route], first: datetime.date, as_at: datetime.date) -> Path:
    """commissioned_routes.csv: both registers as they stood on each day they were given."""
    rows = []
    for day in days_given(first, as_at):
        for route in routes:
            is_open = route.is_open(day)
            provider = LA_PROVIDER if route.source == "authority" else HEALTH_PROVIDER
            rows.append(
                [
                    *(day, route.source, route.need, route.service, provider if is_open else ""),
                    *("yes" if is_open else "no", route.start if is_open else "", ""),
                ]
            )
    return write_rows(path, HEADINGS, rows)
