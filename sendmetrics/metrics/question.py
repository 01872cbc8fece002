"""A question to the warehouse, and who asks it."""

import datetime
from dataclasses import dataclass

EVERY = ("month", "quarter", "year", "all")
AUDIENCES = ("casework", "leaders", "shared")
# Values to keep by name of a dimension.
Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Question:
    """One figure or table of figures.

    ``by`` and the keys of ``where`` are names of dimensions; ``where`` maps each
    to the values to keep. ``start`` and ``end`` bound the period (both days
    included); for a wait they mean the view's own date. ``as_at`` is the day
    as of which the answer is given; None is the newest day of the data.
    """

    metric: str
    by: str | None = None
    every: str = "all"
    start: datetime.date | None = None
    end: datetime.date | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    view: str | None = None
    as_at: datetime.date | None = None

    def as_filters(self) -> dict[str, object]:
        """The filters in plain words, for results, exports and the access log."""
        filters: dict[str, object] = {name: list(values) for name, values in self.where}
        if self.start:
            filters["from"] = self.start.isoformat()
        if self.end:
            filters["to"] = self.end.isoformat()
        return filters


@dataclass(frozen=True)
class Reader:
    """Who reads: a name for the log, an audience, and the extent they may see.

    ``extent`` maps ``authorities``, ``schools`` or ``services`` to the codes
    allowed; a kind that is not in it is not limited.
    """

    name: str
    audience: str = "leaders"
    extent: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Result:
    """The answer: rows that have passed disclosure control, and what was left out, by reason.

    A row of a count, proportion or ratio has ``period, breakdown, label, value,
    numerator, denominator, symbol``; a row of a wait ``period, breakdown, label,
    view, count, median_days, p92_days, longest_days, longest_band,
    within_limit, over_limit, value, low, high, incidence, symbol``. A row of the
    curve of a wait, one for each number of weeks, has ``period, breakdown,
    label, view, weeks, count, value, low, high, incidence, other_exits,
    median_days, mean_days, is_provisional, symbol``. Symbols: ``c`` hidden to protect children, ``x`` not available.
    """

    metric: str
    question: Question
    as_at: datetime.date | None
    audience: str
    warehouse: str
    rows: tuple[dict, ...] = ()
    left_out: tuple[dict, ...] = ()
    is_collected: bool = True
