"""The manifest: what went into a pack and what came out, so that anyone can prove that the two belong together.

It holds no clock and no path: the same inputs, settings and queries give the same bytes on any machine.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from briefing import __version__
from briefing.pack.model import SourceUsed

NAME = "manifest.json"


@dataclass(frozen=True)
class Approval:
    """Who approved, and exactly what they had read."""

    by: str
    draft: int
    """The version that was read. The approved one is the same without the word DRAFT."""
    draft_manifest: str
    """SHA-256 of its manifest."""


@dataclass(frozen=True)
class Manifest:
    meeting: str
    version: int
    status: Literal["draft", "approved"]
    fingerprint: str
    """Of everything the pack is made from: all of `parts` in one hash."""
    inputs: tuple[Mapping[str, Any], ...]
    """The loads behind its figures, each with the hash of its file."""
    editions: Mapping[str, str]
    """File name -> SHA-256 of its bytes."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """What it is made from, part by part: data, settings, queries, templates, meeting file, program."""
    content: str = ""
    """What it says, in one hash: other inputs that say the same make no new version."""
    changed: tuple[str, ...] = ()
    """Which of the parts differ from the version before: why there is this one. Nothing for the first."""
    approval: Approval | None = None
    made_with: str = f"meeting-briefing-packs {__version__}"

    def to_json(self) -> bytes:
        return (json.dumps(asdict(self), indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def read(data: bytes) -> Manifest:
    """Reads a manifest back; raises ValueError where it is none."""
    try:
        fields = json.loads(data)
        approval = fields.pop("approval", None)
        return Manifest(
            **{**fields, "inputs": tuple(fields["inputs"]), "changed": tuple(fields.get("changed", ()))},
            approval=Approval(**approval) if approval else None,
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no manifest: {error}") from None


def fingerprint(parts: Mapping[str, str]) -> str:
    """One name for all that a pack is made from."""
    return sha256(json.dumps(dict(parts), sort_keys=True).encode())[:32]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The parts that differ, by name: "data: RTT waiting times", "settings"."""
    return tuple(sorted(name for name in {*before, *after} if before.get(name) != after.get(name)))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def inputs_of(sources: Iterable[SourceUsed]) -> tuple[Mapping[str, Any], ...]:
    return tuple(asdict(source) for source in sources)
