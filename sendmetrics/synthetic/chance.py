"""Chance of its own for each part made up later: with and without it, every other part draws the same."""

import numpy


def own_chance(seed: int, stream: int) -> numpy.random.Generator:
    """A generator that no other part draws from; ``stream`` is a number no other part gives."""
    return numpy.random.Generator(numpy.random.PCG64(numpy.random.SeedSequence((seed, stream))))
