"""A version that stands although its inputs changed: what they say now is what its pages say.

A board loads a concern about another hospital, or a month of a source that a meeting's pages don't use: what is
printed and approved holds. Finding that out takes seconds a meeting, so it is noted beside the versions, and a run
each hour finds it out once. The note is a memory and no more: lost, it is found out again.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from briefing.disk import write_atomically
from briefing.shelf import manifest
from briefing.shelf.manifest import Manifest

_NAME = ".stands.json"
_ALWAYS = frozenset({"the meeting's file", "answers", "settings", "page templates", "program"})
"""Parts that make a new version whatever comes of them: they are the meeting's own, or decide how a page looks."""


def could_stand(made: Manifest, parts: Mapping[str, str]) -> bool:
    """Whether only such parts differ as may leave every page as it is: data, standards, patterns, other meetings."""
    return bool(made.content) and _ALWAYS.isdisjoint(manifest.differences(made.parts, parts))


def note(meeting_folder: Path, version: int, fingerprint: str) -> None:
    """Notes that inputs of this fingerprint would say what the version says."""
    said = json.dumps({"version": version, "fingerprint": fingerprint})
    with suppress(OSError):  # found out again next time
        write_atomically(meeting_folder / _NAME, said.encode())


def noted(meeting_folder: Path, version: int) -> str | None:
    """The fingerprint under which a version was last found to stand."""
    with suppress(OSError, ValueError, AttributeError):
        said = json.loads((meeting_folder / _NAME).read_bytes())
        if said.get("version") == version:
            return str(said.get("fingerprint"))
    return None
