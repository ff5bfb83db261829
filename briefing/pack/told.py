"""What a pack told beside its questions: thanks, and earlier promises as they stood on the day.

Written into `said.json` with each version. The letter and the bulletin speak of the meeting that was held: figures
loaded since praise nobody, and judge no promise, in its name.

    v1/said.json     "late", as the panel had it      ->  the letter: late
    the register     closed since, or at the meeting  ->  the letter: kept, not owed
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from briefing.challenge.model import Promise
from briefing.pack.model import Pack


@dataclass(frozen=True)
class Told:
    """Of one provider."""

    provider_code: str
    credit: str | None
    promises: tuple[Promise, ...]


TOLD = TypeAdapter(tuple[Told, ...])
"""What was told, as a part of a version's memory."""


def as_told(pack: Pack) -> Told:
    return Told(pack.provider_code, pack.praise, pack.challenge.promises)


def told_then(pack: Pack, told: Iterable[Told]) -> Told:
    """What was told of a pack's provider; what the register has settled by now counts as it says.

    Without a note of that day it is what the pack tells today.
    """
    then = next((one for one in told if one.provider_code == pack.provider_code), None)
    if then is None:
        return as_told(pack)
    settled = {promise.commitment_id: promise for promise in pack.challenge.promises if promise.settled}
    return replace(then, promises=tuple(settled.get(p.commitment_id, p) for p in then.promises))
