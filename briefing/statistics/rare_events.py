"""Charts of what lies between rare events: days (t) or cases (g)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]

TAIL = 0.00135
"""The chance beyond three sigma on one side: limits of skewed charts are put there, not at three SD."""

RUN = 7
"""So many values on one side of the line are a shift, as on every chart of ours."""


@dataclass(frozen=True)
class RareChart:
    """A chart's line and limits, point by point."""

    centre: float
    lower: Numbers
    upper: Numbers

    def shifted(self, values: ArrayLike) -> NDArray[np.int8]:
        """Return 1 or -1 for values in a run of seven on one side of the line, else 0; a value on it ends a run.

        Of t and g charts the line is the median, so that a run is as seldom chance (2 in 128) as on any other chart.
        """
        sides = np.sign(np.asarray(values, float) - self.centre).astype(np.int8)
        if len(sides) < RUN:
            return np.zeros(len(sides), np.int8)
        whole = np.abs(np.lib.stride_tricks.sliding_window_view(sides, RUN).sum(axis=1)) == RUN
        return np.where(np.convolve(whole, np.ones(RUN)) > 0, sides, 0).astype(np.int8)


def t_chart(days_between: ArrayLike) -> RareChart:
    """Chart days between rare events, which are exponential when nothing changes: few days is worse.

    Limits are exact exponential quantiles, as far out as three sigma; the line is the median. A usual
    interval of 30 days is judged against 0.04 and 198 days.
    """
    from scipy.stats import expon  # here: it takes a second to load, and few commands draw these charts

    days = np.asarray(days_between, float)
    mean = float(days.mean())
    quantiles = expon.ppf([TAIL, 0.5, 1 - TAIL], scale=mean)
    return RareChart(float(quantiles[1]), np.full(len(days), quantiles[0]), np.full(len(days), quantiles[2]))


def g_chart(cases_between: ArrayLike) -> RareChart:
    """Chart cases (operations, discharges) between rare events, which are geometric when nothing changes."""
    from scipy.stats import geom  # here, for the same reason

    cases = np.asarray(cases_between, float)
    chance = 1 / (float(cases.mean()) + 1)
    lower, middle, upper = (float(geom.ppf(q, chance)) - 1 for q in (TAIL, 0.5, 1 - TAIL))
    return RareChart(middle, np.full(len(cases), max(lower, 0.0)), np.full(len(cases), upper))
