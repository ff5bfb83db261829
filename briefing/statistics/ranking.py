"""Where one stands among many: deciles and percent ranks, by continuous percentiles (type 7)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


def deciles(values: ArrayLike) -> Numbers:
    """The nine values that part the tenths."""
    return np.asarray(np.quantile(np.asarray(values, float), np.arange(1, 10) / 10))


def percent_rank(values: ArrayLike) -> Numbers:
    """The share of the others that are lower, in per cent: 0 for the lowest, 100 for the highest."""
    array = np.asarray(values, float)
    if len(array) < 2:
        return np.zeros(len(array))
    return 100 * np.searchsorted(np.sort(array), array, side="left") / (len(array) - 1)
