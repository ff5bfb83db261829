"""Funnel limits with overdispersion (Spiegelhalter), for any table. Golden numbers: FunnelPlotR 0.6.

The national pass does the same in SQL (`queries/context/funnels.sql`); the tests hold the two together.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
FunnelType = Literal["proportion", "ratio"]
"""proportion: arcsine. ratio: log of observed over expected, as SHMI."""

TRIM = 0.1

Z_95, Z_998 = 1.959964, 3.090232
"""Rounded as the field's tool rounds them: who recomputes our limits finds them to the last digit."""


@dataclass(frozen=True)
class Limits:
    """The limits at some sizes, as proportions or as ratios to what was expected."""

    low_95: Numbers
    high_95: Numbers
    low_998: Numbers
    high_998: Numbers


@dataclass(frozen=True)
class Funnel:
    """Who is unusual, after what chance and honest differences between organisations explain."""

    phi: float
    """Mean square of the trimmed z-scores: 1 where chance could explain everything."""
    tau2: float
    """Variance between organisations that chance could not explain, on the transformed scale."""
    centre: float
    z: Numbers
    """As chance alone would have it."""
    adjusted_z: Numbers
    limits: Limits

    @property
    def outlier(self) -> NDArray[np.bool_]:
        """Outside the adjusted 99.8% limits."""
        return np.asarray(np.abs(self.adjusted_z) > Z_998)


def funnel(numerator: ArrayLike, denominator: ArrayLike, *, kind: FunnelType) -> Funnel:
    """Return the funnel of a table; for ratios the denominator is the number expected."""
    top, bottom = np.asarray(numerator, float), np.asarray(denominator, float)
    centre = float(top.sum() / bottom.sum()) if kind == "proportion" else 1.0
    y, target, s = _transformed(top, bottom, kind=kind, centre=centre)
    z = (y - target) / s
    phi, tau2 = _dispersion(z, s, truncate=kind == "ratio")
    limits = limits_at(bottom, kind=kind, centre=centre, tau2=tau2)
    return Funnel(phi, tau2, centre, z, (y - target) / np.sqrt(s**2 + tau2), limits)


def limits_at(denominator: ArrayLike, *, kind: FunnelType, centre: float, tau2: float) -> Limits:
    """Return the funnel's curves: its limits at any size. Without `tau2`, what chance alone would allow."""
    size = np.asarray(denominator, float)
    _, target, s = _transformed(centre * size, size, kind=kind, centre=centre)
    spread = np.sqrt(s**2 + tau2)
    return Limits(*_limits(target, spread, kind=kind, z=Z_95), *_limits(target, spread, kind=kind, z=Z_998))


def _transformed(
    top: Numbers, bottom: Numbers, *, kind: FunnelType, centre: float
) -> tuple[Numbers, float, Numbers]:
    """Return the value of each on the scale of its kind, the target there, and the standard error by chance."""
    if kind == "proportion":
        y = np.arcsin(np.sqrt(np.clip(top / bottom, 0, 1)))
        return y, float(np.arcsin(np.sqrt(centre))), 1 / (2 * np.sqrt(bottom))
    # half an event where there is none: the log of nothing has no place on a chart
    return np.log(np.maximum(top, 0.5) / bottom), 0.0, 1 / np.sqrt(bottom)


def _dispersion(z: Numbers, s: Numbers, *, truncate: bool) -> tuple[float, float]:
    """Return phi and tau-squared. The tails are pulled in (winsorised) or, as SHMI does, left out (truncated)."""
    if truncate:
        kept = _middle_deciles(z)
        z, s = z[kept], s[kept]
    else:
        low, high = np.quantile(z, [TRIM, 1 - TRIM])
        z = np.clip(z, low, high)
    n, weights = len(z), 1 / s**2
    if n < 2:
        return float("nan"), 0.0
    phi = float((z**2).mean())
    spare = weights.sum() - (weights**2).sum() / weights.sum()
    return phi, max(0.0, float((n * phi - (n - 1)) / spare))


def _middle_deciles(z: Numbers) -> NDArray[np.bool_]:
    """Find all but the lowest and the highest tenth by rank, equal z's by the middle of their ranks.

    Ranks are taken of one more than there are, as the reference does: of fewer than nine nobody is left out.
    """
    in_order = np.sort(z)
    ranks = (np.searchsorted(in_order, z, "left") + np.searchsorted(in_order, z, "right") + 1) / 2
    tenths = ranks * 10 // (len(z) + 1)
    return np.asarray((tenths > 0) & (tenths < 9))


def _limits(target: float, spread: Numbers, *, kind: FunnelType, z: float) -> tuple[Numbers, Numbers]:
    """Go back from the transformed scale."""
    low, high = target - z * spread, target + z * spread
    if kind == "proportion":
        return np.sin(np.maximum(low, 0)) ** 2, np.sin(np.minimum(high, np.pi / 2)) ** 2
    return np.exp(low), np.exp(high)
