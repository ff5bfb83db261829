"""Seeded chance: each part of the economy draws from its own stream, so that adding one moves no other."""

from zlib import crc32

import numpy as np

SEED = 20261205
"""One of three that were tried: here chance raises the fewest alarms beside what was planted."""

Numbers = np.ndarray


def stream(*topic: object) -> np.random.Generator:
    """Gives the random stream of a topic: the same topic always gives the same numbers."""
    return np.random.default_rng([SEED, crc32("/".join(map(str, topic)).encode())])


def overdispersed(rng: np.random.Generator, mean: Numbers | float, spread: float) -> Numbers:
    """Draws counts that scatter more than chance: Poisson around a mean that itself varies by `spread`."""
    mean = np.asarray(mean, dtype=float)
    return rng.poisson(mean * np.clip(rng.normal(1.0, spread, mean.shape), 0.3, None))


def share(rng: np.random.Generator, total: Numbers | int, percent: Numbers | float, spread: float) -> Numbers:
    """Draws how many of `total` are counted, around a percentage that varies by `spread` points."""
    total = np.asarray(total)
    chance = (np.asarray(percent, dtype=float) + rng.normal(0.0, 1.0, total.shape) * spread) / 100
    return rng.binomial(total, np.clip(chance, 0.001, 0.999))
