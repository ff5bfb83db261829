"""The manifest: what went into a pack and what came out, so that anyone can prove that the two belong together.

It holds no clock and no path: the same inputs, settings and queries give the same bytes on any machine.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from briefing import __version__
from briefing.memory import in_short

NAME = "manifest.json"
ALWAYS_NEW = frozenset({"the meeting's file", "answers", "settings", "page templates", "program"})
"""Parts that make a new version whatever comes of them: they are the meeting's own, or decide how a page looks."""
Status = Literal["draft", "approved"]


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
    __pydantic_config__ = ConfigDict(extra="forbid")

    meeting: str
    version: int
    status: Status
    fingerprint: str
    """Of everything the pack is made from: all of `parts` in one hash."""
    inputs: tuple[Mapping[str, str | int | None], ...]
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

    def could_stand(self, parts: Mapping[str, str]) -> bool:
        """Say whether only such parts differ as may leave every page as it is: data, patterns, other meetings."""
        return bool(self.content) and ALWAYS_NEW.isdisjoint(differences(self.parts, parts))


_SHAPE = TypeAdapter(Manifest)


def read(data: bytes) -> Manifest:
    """Read a manifest back; raise ValueError where it is none."""
    try:
        return _SHAPE.validate_json(data)
    except ValidationError as error:
        raise ValueError(in_short(error)) from None


def fingerprint(parts: Mapping[str, str]) -> str:
    """Return one name for all that a pack is made from."""
    return sha256(json.dumps(dict(parts), sort_keys=True).encode())[:32]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Return the parts that differ, by name: "data: RTT waiting times", "settings"."""
    return tuple(sorted(name for name in {*before, *after} if before.get(name) != after.get(name)))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
