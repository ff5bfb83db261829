"""What a manager may choose about the statistics; everything else is fixed and written in docs/method.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Screen = Literal["nhsr", "mdc_excel", "none"]

SCREEN_FACTORS: Mapping[Screen, float] = {"nhsr": 3.267, "mdc_excel": float("inf"), "none": float("inf")}
"""Moving ranges at or above this many mean ranges are left out; NHS England's Excel tool keeps all."""

PEER_WEIGHTS: Mapping[str, float] = {
    "list_size": 1.0,
    "ae_attendances": 1.0,
    "specialties": 1.0,
    "decision_to_admit_share": 0.5,
    "registered_patients": 1.0,
}


@dataclass(frozen=True)
class PeerSwap:
    """A manager's exchange of one peer for another, with the reason that is printed beside it."""

    org_code: str
    leave_out: str
    take_in: str
    reason: str
    metric: str | None = None
    """For this metric alone; None for all."""


@dataclass(frozen=True)
class ContextSettings:
    """The engine's settings: printed on the method page of every pack."""

    screen: Screen = "nhsr"
    peer_count: int = 10
    peer_weights: Mapping[str, float] = field(default_factory=dict)
    peer_swaps: tuple[PeerSwap, ...] = ()

    @property
    def weights(self) -> Mapping[str, float]:
        """Return the weights of the peer variables: ours, and the manager's before them."""
        return {**PEER_WEIGHTS, **self.peer_weights}
