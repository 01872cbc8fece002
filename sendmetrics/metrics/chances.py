"""From days at risk and exits by stage and day of age to the chances of a case: the arithmetic of the outlook, on counts alone.

A case is undecided, then in assessment. On each day of its age it goes onward
(to assessment; to its plan), out (refused, no plan, withdrawn), or stays. A
day of age has passed when it ends: 140 is the last that is in time. Ages go by
the day, since plans crowd into the last days before the limit: with one chance
for a whole week, where all are issued by its end, one in eight would seem late.
"""

from dataclasses import dataclass

import numpy

STAGES = ("undecided", "in_assessment")
ONWARD, OUT = 0, 1
# From here on all days of age are one: few cases are older, and one day of them tells little of the next.
OLDEST = 280
# First days of the bands of age that days lean on.
BANDS = (1, 29, 43, 71, 99, 127, 141, 183, 225, OLDEST + 1)
# Local assumptions: a day of age leans on its band as if by so many days of one child, and a band on its stage.
PRIOR_DAYS = 1.0
PRIOR_DAYS_OF_BAND = 28.0
MOST_A_DAY = 0.98


@dataclass(frozen=True)
class Hazards:
    """Chances by day of age, as draws x stage x day x way (onward, out). The first draw is the estimate, the others its uncertainty."""

    a_day: numpy.ndarray

    def on_day(self, day: int) -> tuple[numpy.ndarray, numpy.ndarray]:
        """Onward and out on a day of age, as draws x stage."""
        place = min(day, OLDEST + 1) - 1
        return self.a_day[:, :, place, ONWARD], self.a_day[:, :, place, OUT]


def estimate_hazards(at_risk: numpy.ndarray, exits: numpy.ndarray, limit: int, draws: int, seed: int) -> Hazards:
    """``at_risk`` as stage x day, ``exits`` as stage x day x way. Thin days lean on their band, thin bands on their stage."""
    rate = numpy.empty((draws + 1, *exits.shape))
    counted = exits + PRIOR_DAYS * _lean(at_risk, exits, limit)
    seen = (at_risk + PRIOR_DAYS)[:, :, None]
    rate[0] = counted / seen
    random = numpy.random.Generator(numpy.random.PCG64(seed))
    rate[1:] = random.gamma(counted, size=(draws, *counted.shape)) / seen
    whole = rate.sum(axis=3, keepdims=True)
    return Hazards(rate * numpy.minimum(1, MOST_A_DAY / numpy.maximum(whole, MOST_A_DAY)))


def _lean(at_risk: numpy.ndarray, exits: numpy.ndarray, limit: int) -> numpy.ndarray:
    """What each day leans on: exits over days of its band, itself leaning on all of its stage on the same side of the limit."""
    leaning = numpy.empty_like(exits)
    for side in (slice(0, limit), slice(limit, OLDEST + 1)):
        of_side = exits[:, side].sum(axis=1) / numpy.maximum(at_risk[:, side].sum(axis=1), 1)[:, None]
        for first, after in zip(BANDS, (*BANDS[1:], OLDEST + 2), strict=True):
            band = slice(max(first - 1, side.start), min(after - 1, side.stop))
            counted = exits[:, band].sum(axis=1) + PRIOR_DAYS_OF_BAND * of_side
            leaning[:, band] = (counted / (at_risk[:, band].sum(axis=1) + PRIOR_DAYS_OF_BAND)[:, None])[:, None]
    return leaning


def chance_of_passing(hazards: Hazards, limit: int) -> numpy.ndarray:
    """The chance to be open still when day ``limit`` has ended, by the day of age at which a case is open: draws x stage x day."""
    draws = len(hazards.a_day)
    chance = numpy.ones((draws, len(STAGES), limit + 1))
    for day in range(limit, 0, -1):
        onward, out = hazards.on_day(day)
        after = chance[:, :, day]
        chance[:, :, day - 1] = (1 - onward - out) * after
        # Who is decided on a day is in assessment from the next.
        chance[:, 0, day - 1] += onward[:, 0] * after[:, 1]
    return chance


def chance_of_plan(hazards: Hazards, limit: int, horizon: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The chance of a plan within ``horizon`` days, in time and late, by stage and day of age; and of requests to come.

    Two arrays: draws x (in time, late) x stage x day of age up to ``OLDEST``,
    and draws x (in time, late), the sum over one request a day from tomorrow on.
    """
    days = numpy.arange(1, OLDEST + 2)
    onward, out = (hazards.a_day[..., way] for way in (ONWARD, OUT))
    stay = (1 - onward - out)[:, None]
    decided = onward[:, None, 0]
    issued = numpy.stack([onward[:, 1] * (days <= limit), onward[:, 1] * (days > limit)], axis=1)
    plan = numpy.zeros((len(onward), 2, len(STAGES), OLDEST + 1))
    to_come = numpy.zeros((len(onward), 2))
    for _ in range(horizon):
        # Who asks on the last day has no day left, who asks tomorrow all but one.
        to_come += plan[:, :, 0, 0]
        # From the oldest day on nothing changes with age.
        later = numpy.concatenate([plan[..., 1:], plan[..., -1:]], axis=3)
        plan = stay * later
        plan[:, :, 0] += decided * later[:, :, 1]
        plan[:, :, 1] += issued
    return plan, to_come
