"""Intervals for shares: how far from a figure chance alone may have carried it."""

import math

# Two-sided 95% and 99.8%: the second is the usual limit for calling something unusual.
Z_95, Z_998 = 1.959963984540054, 3.090232306167813


def difference(first: tuple[float, float, float], second: tuple[float, float, float]) -> tuple[float, float, float]:
    """First less second, with its interval, from two shares that each have one: (value, low, high).

    Square-and-add of the distances to the ends (Newcombe's method 10 where the
    ends are Wilson's; the same rule holds for any two independent shares).
    """
    (one, one_low, one_high), (other, other_low, other_high) = first, second
    gap = one - other
    below = math.hypot(one - one_low, other_high - other)
    above = math.hypot(one_high - one, other - other_low)
    return gap, gap - below, gap + above


def widen(value: float, low: float, high: float, z: float) -> tuple[float, float]:
    """The interval of a survival share at another level: percentages, from its log(-log) interval at 95%."""
    centre, *ends = (math.log(-math.log(1 - share / 100)) for share in (value, low, high))
    low_end, high_end = (centre + (end - centre) * z / Z_95 for end in ends)
    return tuple(100 * (1 - math.exp(-math.exp(end))) for end in (low_end, high_end))


def wilson(counted: int, base: int, z: float = Z_95) -> tuple[float, float]:
    """The Wilson score interval of a share, as proportions from 0 to 1. Raises ValueError for an empty base."""
    if base <= 0:
        raise ValueError("an interval needs a base")
    share = counted / base
    centre = 2 * counted + z * z
    spread = z * math.sqrt(z * z + 4 * counted * (1 - share))
    below = 2 * (base + z * z)
    return max(0.0, (centre - spread) / below), min(1.0, (centre + spread) / below)
