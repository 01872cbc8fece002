"""Whether two rates of the same journeys part: plans as they are issued, and requests as they fared."""

from dataclasses import dataclass

import numpy

from sendmetrics.metrics.question import Result

SMALLEST_GAP = 5.0
# Our own rule: a handful of plans in half a year is no rate to compare, for whoever reads it.
SMALLEST_BASE = 10
DRAWS = 2000
SEED = 20140901
LEVELS = (2.5, 97.5)


@dataclass(frozen=True)
class Parting:
    """Two protected results beside each other, and by how many points the first is above the second.

    ``low`` and ``high`` are the 95% interval of the gap, from drawing the cases
    behind each rate again (bootstrap, seeded, the two drawn separately, which
    errs towards silence: many cases stand behind both). All three are None
    where either rate is not shown.
    """

    published: Result
    cohort: Result
    gap: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_alike(self) -> bool:
        """Less than five points apart, and known to be: a wide interval that holds nought only says that few cases tell little."""
        return self.gap is not None and self.low > -SMALLEST_GAP and self.high < SMALLEST_GAP

    @property
    def is_parting(self) -> bool:
        """At least five points apart, and more than chance."""
        return self.gap is not None and abs(self.gap) >= SMALLEST_GAP and (self.low > 0 or self.high < 0)


def shown_rate(result: Result) -> dict | None:
    """The one row of an undivided result, if its value is shown and from enough cases."""
    row = next((row for row in result.rows if row["value"] is not None), None)
    if row is None or (row.get("denominator") or row.get("count") or 0) < SMALLEST_BASE:
        return None
    return row


def gap_of(rate: dict, rows: list[dict]) -> tuple[float, float]:
    """The 95% interval of a rate less the share of a cohort, from the rows of its leavers."""
    rows = [row for row in rows if row["left_out"] is None]
    leavers = [(row["days"], row["exit"], row["people"]) for row in rows]
    return bootstrap_gap(rate["numerator"], rate["denominator"], leavers, min(row["limit_days"] for row in rows))


def bootstrap_gap(in_time: int, issued: int, leavers: list[tuple[int, str | None, int]], limit: int) -> tuple:
    """The 95% interval, in points, of a rate less a Kaplan-Meier share by a limit in days.

    ``leavers`` are (days, exit or None while open, how many) of the cohort.
    """
    rng = numpy.random.default_rng(SEED)
    published = rng.binomial(issued, in_time / issued, DRAWS) / issued
    gaps = 100 * (published - _shares_by(leavers, limit, rng))
    low, high = numpy.percentile(gaps, LEVELS)
    return float(low), float(high)


def _shares_by(leavers: list[tuple[int, str | None, int]], limit: int, rng: numpy.random.Generator) -> numpy.ndarray:
    """The share that had finished by the limit, for each redrawing of the cohort."""
    # Of one day by exit too: rows come in no order, and each is drawn by its place.
    ordered = sorted(leavers, key=lambda leaver: (leaver[0], leaver[1] or ""))
    days = numpy.array([leaver[0] for leaver in ordered])
    is_finished = numpy.array([leaver[1] == "finished" for leaver in ordered])
    counts = numpy.array([leaver[2] for leaver in ordered])
    drawn = rng.multinomial(counts.sum(), counts / counts.sum(), DRAWS)
    at_risk = drawn[:, ::-1].cumsum(axis=1)[:, ::-1]
    surviving = numpy.ones(DRAWS)
    for day in numpy.unique(days[is_finished & (days <= limit)]):
        first = int(numpy.searchsorted(days, day))
        risk = at_risk[:, first]
        finished = drawn[:, is_finished & (days == day)].sum(axis=1)
        surviving *= 1 - numpy.divide(finished, risk, out=numpy.zeros(DRAWS), where=risk > 0)
    return 1 - surviving
