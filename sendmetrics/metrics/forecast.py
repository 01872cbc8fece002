"""The outlook of EHC assessments in exact numbers: what is expected of open cases and of this year's rate, and how well it was foretold.

Chances come from the reader's own last year (chances.py). How far they are to
be trusted comes from a back-test: the same prediction made from the data as
they stood at the end of each of the last months, against what came of those
cases. A month's interval is widened by the misses of months whose thirteen
weeks were over by then, never by its own; today's by those of the last twelve.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy

from sendmetrics.contracts.reference import clock_days
from sendmetrics.metrics.chances import (
    OLDEST,
    ONWARD,
    OUT,
    STAGES,
    chance_of_passing,
    chance_of_plan,
    estimate_hazards,
)
from sendmetrics.metrics.periods import month_end

PLAN_DAYS = clock_days("plan")
HORIZON = 91
# The last year, in slices of four weeks. What is done about a case before its limit changes slowly; which late case
# gets its plan is a matter of what capacity is left, and changes at once. Local assumptions, settled on made-up authorities.
SLICES, SLICE_DAYS = 13, 28
HALF_LIFE, HALF_LIFE_LATE = 182, 42
YEAR_DAYS = 364
# Local assumptions: below these nothing is predicted.
LEAST_ENDED = 60
LEAST_MONTHS = 6
MONTHS_SHOWN, MONTHS_LEARNT_FROM = 12, 9
# How far the misses of the months learnt from are trusted: as if two more had missed by just what was to be expected.
PRIOR_MONTHS = 2
Z_90 = 1.6448536269514722
DRAWS = 40
SEED = 20
# Half a case: no whole number comes closer to an expectation than that.
LEAST_VARIANCE = 0.25
CALIBRATION_BINS = 5
MILLION = 1_000_000

Fetch = Callable[..., list[dict]]


@dataclass(frozen=True)
class Counts:
    """What the data held on a day: days at risk and exits by stage and day of age, open cases, requests a day over the last year."""

    at_risk: numpy.ndarray
    exits: numpy.ndarray
    opens: dict[tuple[int, int, bool], int]
    received_a_day: float
    ended: int


@dataclass(frozen=True)
class Expected:
    """How many of some cases are expected to pass, with the variance of that."""

    mean: float
    variance: float
    cases: int

    def ends(self, spread: float) -> tuple[int, int]:
        """Of the 90% interval, in whole cases, none below nought or above all."""
        reach = Z_90 * (spread * self.variance) ** 0.5
        return max(_nearest(self.mean - reach), 0), min(_nearest(self.mean + reach), self.cases)


def _nearest(value: float) -> int:
    return int(numpy.floor(value + 0.5))


@dataclass(frozen=True)
class Share:
    """A share of plans in time that is expected, with its variance and the plans it is of."""

    mean: float
    variance: float
    plans: float

    def ends(self, spread: float) -> tuple[float, float]:
        """Of the 90% interval, in per cent."""
        reach = Z_90 * (spread * self.variance) ** 0.5
        return 100 * max(self.mean - reach, 0), 100 * min(self.mean + reach, 1)


class Sight:
    """What could be foreseen on a day from the data as they stood then."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.is_thin = counts.ended < LEAST_ENDED
        if not self.is_thin:
            self._hazards = estimate_hazards(counts.at_risk, counts.exits, PLAN_DAYS, DRAWS, SEED)
            self.passing = chance_of_passing(self._hazards, PLAN_DAYS)

    def expect_passing(self, cases: dict[tuple[int, int], int]) -> Expected:
        """How many of some cases, by stage and day of age, will be open still when their twentieth week has ended."""
        total = numpy.zeros(len(self.passing))
        own = 0.0
        for (stage, day), count in cases.items():
            chance = self.passing[:, stage, day]
            total += count * chance
            own += count * chance[0] * (1 - chance[0])
        return Expected(float(total[0]), float(own + total[1:].var()), sum(cases.values()))

    def expect_share(self, horizon: int, in_time: int = 0, issued: int = 0) -> Share:
        """The share in time of plans issued so far and within a horizon, as the published rate counts them."""
        plan, to_come = chance_of_plan(self._hazards, PLAN_DAYS, horizon)
        a_day = self.counts.received_a_day
        parts = [
            (count, plan[:, :, stage, min(day, OLDEST)])
            for (stage, day, is_dropped), count in self.counts.opens.items()
            if not is_dropped
        ]
        plans = a_day * to_come + sum((count * chance for count, chance in parts), numpy.zeros_like(to_come))
        # On the last day of a year without plans there are none to share out.
        whole = numpy.maximum(plans.sum(axis=1) + issued, 1e-9)
        share = (plans[:, 0] + in_time) / whole
        # What one plan more in time, or late, would do to the share.
        gain, loss = (1 - share[0]) / whole[0], -share[0] / whole[0]
        own = a_day * (gain**2 * to_come[0, 0] + loss**2 * to_come[0, 1])
        for count, chance in parts:
            timely, late = chance[0]
            own += count * (gain**2 * timely + loss**2 * late - (gain * timely + loss * late) ** 2)
        # All in time, or none, is never certain: half a plan more would be of the other kind.
        to_be = plans[0].sum()
        rate = (plans[0, 0] + 0.5) / (to_be + 1)
        least = rate * (1 - rate) * to_be / whole[0] ** 2
        return Share(float(share[0]), float(max(own, least) + share[1:].var()), float(whole[0]))


def read_counts(fetch: Fetch, day: datetime.date) -> Counts:
    """The counts as they stood on a day."""
    rows = fetch(
        "outlook_counts",
        as_at=day,
        slices=SLICES,
        slice_days=SLICE_DAYS,
        half_life=HALF_LIFE,
        half_life_late=HALF_LIFE_LATE,
        year_days=YEAR_DAYS,
    )
    # In one order, so that sums come out the same to the last digit.
    rows.sort(key=lambda row: (row["what"], row["stage"] or "", row["place"] or 0, row["is_dropped"] or False))
    last = max([OLDEST + 1, *(row["place"] for row in rows if row["place"] is not None)])
    # By weight before and past the limit, stage, and day of age.
    entered, left = numpy.zeros((2, 2, len(STAGES), last + 1))
    exits = numpy.zeros((len(STAGES), last + 1, 2))
    opens: dict[tuple[int, int, bool], int] = {}
    received, ended = 0.0, 0
    for row in rows:
        stage = STAGES.index(row["stage"]) if row["stage"] else None
        if row["what"] == "received":
            received = row["rows"] / (row["place"] or 1)
        elif row["what"] == "open":
            opens[stage, row["place"], row["is_dropped"]] = row["rows"]
        elif row["what"] == "enters":
            entered[:, stage, row["place"]] = row["weight"], row["late_weight"]
        else:
            left[:, stage, row["place"]] = row["weight"], row["late_weight"]
            exits[stage, row["place"], ONWARD], exits[stage, row["place"], OUT] = row["onward"], row["out"]
            ended += row["rows"]
    at_risk = numpy.maximum(numpy.cumsum(entered - left, axis=2)[:, :, :-1], 0)
    at_risk = numpy.concatenate([at_risk[0, :, :PLAN_DAYS], at_risk[1, :, PLAN_DAYS:]], axis=1)
    return Counts(_fold(at_risk) / MILLION, _fold(exits[:, 1:]) / MILLION, opens, received, ended)


def _fold(by_day: numpy.ndarray) -> numpy.ndarray:
    """All days past the oldest as one."""
    return numpy.concatenate([by_day[:, :OLDEST], by_day[:, OLDEST:].sum(axis=1, keepdims=True)], axis=1)


@dataclass
class Month:
    """One month end looked back to: what was foreseen of cases whose end is known, and what came."""

    day: datetime.date
    sight: Sight
    known: dict[tuple[int, int], int] = field(default_factory=dict)
    passed: dict[tuple[int, int], int] = field(default_factory=dict)
    plans: int = 0
    in_time: int = 0

    def foresee(self) -> None:
        """Before misses can be told."""
        self.passing = self.sight.expect_passing(self.known)
        self.share = self.sight.expect_share(HORIZON)

    @property
    def happened(self) -> int:
        return sum(self.passed.values())

    @property
    def miss(self) -> float:
        """Squared, in units of what was to be expected."""
        return (self.happened - self.passing.mean) ** 2 / (self.passing.variance + LEAST_VARIANCE)

    @property
    def miss_of_share(self) -> float:
        if not self.plans or not self.share.variance:
            return 1.0
        return (self.in_time / self.plans - self.share.mean) ** 2 / self.share.variance


def look_back(fetch: Fetch, as_at: datetime.date) -> list[Month]:
    """Month ends whose thirteen weeks are over, newest first, up to the first with too little behind it."""
    days = list(_month_ends(as_at - datetime.timedelta(days=HORIZON), MONTHS_SHOWN + MONTHS_LEARNT_FROM))
    months: list[Month] = []
    for day in days:
        sight = Sight(read_counts(fetch, day))
        if sight.is_thin:
            break
        months.append(Month(day, sight))
    by_day = {month.day: month for month in months}
    came = fetch("outlook_happened", as_at=as_at, days=days, horizon=HORIZON)
    for row in sorted(came, key=lambda row: (row["day"], row["what"], row["stage"] or "", row["place"] or 0)):
        month = by_day.get(row["day"])
        if month is None:
            continue
        if row["what"] == "issued":
            month.plans, month.in_time = row["rows"], row["happened"]
        else:
            key = (STAGES.index(row["stage"]), row["place"])
            month.known[key], month.passed[key] = row["rows"], row["happened"]
    for month in months:
        month.foresee()
    return months


def _month_ends(until: datetime.date, count: int) -> Iterator[datetime.date]:
    """The last month ends up to a day, newest first."""
    day = until if until == month_end(until) else until.replace(day=1) - datetime.timedelta(days=1)
    for _ in range(count):
        yield day
        day = day.replace(day=1) - datetime.timedelta(days=1)


def spread_of(months: list[Month], until: datetime.date, most: int, of_share: bool = False) -> float:
    """By how much intervals are widened: the mean squared miss of months whose weeks were over by a day, at least one."""
    over = [month for month in months if month.day + datetime.timedelta(days=HORIZON) <= until][:most]
    misses = [month.miss_of_share if of_share else month.miss for month in over]
    return max(1.0, (PRIOR_MONTHS + sum(misses)) / (PRIOR_MONTHS + len(misses)))
