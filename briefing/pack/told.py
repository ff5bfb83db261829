"""What a pack told beside its questions: thanks, and earlier promises as they stood on the day.

Written into `told.json` with each version. The letter and the bulletin speak of the meeting that was held: figures
loaded since praise nobody, and judge no promise, in its name.

    v1/told.json     "late", as the panel had it      ->  the letter: late
    the register     closed since, or at the meeting  ->  the letter: kept, not owed
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from briefing.challenge.model import Promise
from briefing.pack.model import Pack

TOLD_FILE = "told.json"
_DAYS = ("due_on", "closed_on")


@dataclass(frozen=True)
class Told:
    """Of one provider."""

    provider_code: str
    credit: str | None
    promises: tuple[Promise, ...]


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


def told_json(told: Iterable[Told]) -> bytes:
    """Writes down what was told, for the letter that comes after the meeting."""
    rows = [asdict(one) for one in told]
    return json.dumps(rows, indent=1, ensure_ascii=False, default=date.isoformat).encode() + b"\n"


def read_told(version: Path) -> tuple[Told, ...]:
    """Reads what a version told; nothing where it was made before that was written down."""
    file = version / TOLD_FILE
    if not file.is_file():
        return ()
    return tuple(
        Told(row["provider_code"], row["credit"], tuple(_promise(promise) for promise in row["promises"]))
        for row in json.loads(file.read_text("utf-8"))
    )


def _promise(row: Mapping[str, Any]) -> Promise:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS}
    return Promise(**{**row, **days})
