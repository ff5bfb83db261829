"""Many measures at once: what chance alone would show, and what is left after it is taken off."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

Numbers = NDArray[np.float64]


def p_of(z: ArrayLike) -> Numbers:
    """Return the two-sided p-value of a z-score."""
    return np.asarray(2 * ndtr(-np.abs(np.asarray(z, float))))


def z_of_p(p: ArrayLike) -> Numbers:
    """Return the z-score of a two-sided p-value."""
    return np.asarray(-ndtri(np.asarray(p, float) / 2))


def benjamini_hochberg(p: ArrayLike, groups: ArrayLike | None = None) -> Numbers:
    """Return the q-value of each p-value: the share of false alarms among all that are at least as extreme.

    `groups` keeps families apart (the measures of one organisation) in one vectorised pass.
    """
    values = np.asarray(p, float)
    if len(values) == 0:
        return values
    labels = (
        np.zeros(len(values), np.int64)
        if groups is None
        else np.unique(np.asarray(groups), return_inverse=True)[1]
    )
    order = np.lexsort((-values, labels))
    sizes = np.bincount(labels)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    families = labels[order]
    ranks = sizes[families] - (np.arange(len(values)) - starts[families])
    raised = pd.Series(values[order] * sizes[families] / ranks)
    result = np.empty_like(values)
    result[order] = np.minimum(raised.groupby(families).cummin().to_numpy(), 1)
    return result
