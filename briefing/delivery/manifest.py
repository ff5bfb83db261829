"""The manifest: what went into a pack and what came out, so that anyone can prove that the two belong together.

It holds no clock and no path: the same inputs, settings and queries give the same bytes on any machine.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from briefing import __version__
from briefing.pack.model import SourceUsed

NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    meeting: str
    version: int
    status: str
    fingerprint: str
    """Of everything the pack is made from: warehouse state, queries, standards, settings, meeting file, program."""
    inputs: tuple[Mapping[str, Any], ...]
    editions: Mapping[str, str]
    """File name -> SHA-256 of its bytes."""
    made_with: str = f"meeting-briefing-packs {__version__}"

    def to_json(self) -> bytes:
        return (json.dumps(asdict(self), indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def read(data: bytes) -> Manifest:
    fields = json.loads(data)
    return Manifest(**{**fields, "inputs": tuple(fields["inputs"])})


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def inputs_of(sources: Iterable[SourceUsed]) -> tuple[Mapping[str, Any], ...]:
    return tuple(asdict(source) for source in sources)
