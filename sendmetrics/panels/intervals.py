"""Intervals for shares: how far from a figure chance alone may have carried it."""

import math

# Two-sided 95% and 99.8%: the second is the usual limit for calling something unusual.
Z_95, Z_998 = 1.959963984540054, 3.090232306167813


def wilson(counted: int, base: int, z: float = Z_95) -> tuple[float, float]:
    """The Wilson score interval of a share, as proportions from 0 to 1. Raises ValueError for an empty base."""
    if base <= 0:
        raise ValueError("an interval needs a base")
    share = counted / base
    centre = 2 * counted + z * z
    spread = z * math.sqrt(z * z + 4 * counted * (1 - share))
    below = 2 * (base + z * z)
    return max(0.0, (centre - spread) / below), min(1.0, (centre + spread) / below)
