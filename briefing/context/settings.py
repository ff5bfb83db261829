"""What a manager may choose about the statistics; everything else is fixed and written in docs/method.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Screen = Literal["nhsr", "mdc_excel", "none"]

SCREEN_FACTORS: Mapping[Screen, float] = {"nhsr": 3.267, "mdc_excel": float("inf"), "none": float("inf")}
"""Moving ranges at or above this many mean ranges are left out; NHS England's Excel tool keeps all."""


@dataclass(frozen=True)
class PeerFactor:
    """One thing in which peers are alike, with the weight that it has where nobody says otherwise."""

    weight: float
    words: str
    of_practices: bool = False
    """Known of practices and what is above them, not of hospitals."""


PEER_FACTORS: Mapping[str, PeerFactor] = {
    "list_size": PeerFactor(1.0, "how many people wait for treatment"),
    "ae_attendances": PeerFactor(1.0, "how many come to A&E in a month"),
    "major_ae": PeerFactor(1.0, "the type of trust: whether it has a major A&E department"),
    "specialties": PeerFactor(0.5, "how many specialties have a list of 20 or more"),
    "specialty_mix": PeerFactor(1.0, "the share of each specialty in the list"),
    "older_people": PeerFactor(0.5, "how many in a hundred of its people are 65 or older"),
    "deprivation": PeerFactor(0.5, "how deprived the practices are that its people come from"),
    "registered_patients": PeerFactor(1.0, "how many patients are registered", of_practices=True),
}
"""The recipe of the peers: what is run and what is printed are both made of it."""

PEER_WEIGHTS: Mapping[str, float] = {name: factor.weight for name, factor in PEER_FACTORS.items()}


def recipe(weights: Mapping[str, float] = PEER_WEIGHTS, *, practices: bool = False) -> str:
    """Say in what peers are alike, with the weights: "how many people wait (list_size, weight 1); ..."."""
    return "; ".join(
        f"{factor.words} ({name}, weight {weights[name]:g})"
        for name, factor in PEER_FACTORS.items()
        if weights.get(name, 0.0) > 0 and (practices or not factor.of_practices)
    )


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
class PeerSet:
    """Peers that somebody named in place of the nearest: a manager's own set, or a published one."""

    org_code: str
    peers: tuple[str, ...]
    reason: str
    """Printed beside them: whose set it is, and why it was chosen."""


@dataclass(frozen=True)
class ContextSettings:
    """The engine's settings: printed on the method page of every pack."""

    screen: Screen = "nhsr"
    peer_count: int = 10
    peer_weights: Mapping[str, float] = field(default_factory=dict)
    peer_swaps: tuple[PeerSwap, ...] = ()
    peer_sets: tuple[PeerSet, ...] = ()

    @property
    def weights(self) -> Mapping[str, float]:
        """Return the weights of the peer variables: ours, and the manager's before them."""
        return {**PEER_WEIGHTS, **self.peer_weights}
