"""Who loaded, built, approved and sent what, and when: `audit.jsonl`, a line each, only ever added to.

    {"at": "2026-11-22T21:04:05Z", "who": "jo", "action": "approved", "about": "2026-12-03-rxx",
     "details": {"version": 2, "by": "..."}, "before": "<SHA-256 of the line before>"}

Each line carries the hash of the one before, so a line that is changed, left out or put in breaks the chain at
that place. The end can be cut off unseen only as far as nobody wrote down its hash: `briefing audit --verify`
prints it. A kill can tear the last line; it stays as it is, and the next line says so with its hash.

This is the only file of a workspace with a clock that matters; packs and manifests have none.
"""

import getpass
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from briefing.disk import append_line, lock_held
from briefing.errors import BriefingError
from briefing.workspace import Workspace

NAME = "audit.jsonl"
START = "0" * 64
"""What the first line carries for the hash of the line before."""

Action = Literal[
    "loaded",
    "built",
    "approved",
    "failed",
    "sent",
    "pruned",
    "backed up",
    "restored",
    "moved",
    "called off",
    "renamed",
    "released",
    "held back",
]

Detail: TypeAlias = "str | int | list[str] | list[int] | None"


@dataclass(frozen=True)
class Entry:
    at: str
    """UTC, ISO 8601, to the second."""
    who: str
    """The name of the account that did it: no address, no computer."""
    action: str
    about: str
    """A meeting, a file, or the workspace."""
    details: Mapping[str, Detail]
    before: str
    """The hash of the line before."""
    torn: str | None = None
    """The hash of what a kill left between that line and this."""


@dataclass(frozen=True)
class Log:
    entries: tuple[Entry, ...]
    faults: tuple[str, ...]
    """Where the chain is broken, with the line; empty where every line vouches for the one before."""
    remarks: tuple[str, ...]
    """What a kill left, and was dealt with: nothing to mend."""
    head: str
    """The hash of the last entry. Written down elsewhere, it proves later that nothing up to here was cut off."""
    torn: str | None
    """The hash of what a kill left after it."""


def record(workspace: Workspace, action: Action, about: str, **details: Detail) -> Entry:
    """Add a line, on the disk before this returns. Any number of processes may do so at once."""
    path = workspace.folder / NAME
    try:
        with lock_held(path.with_name(f".{NAME}.lock"), seconds=60):
            log = read(workspace)
            entry = Entry(_now(), _account(), action, about, details, log.head, log.torn)
            append_line(path, _line(entry))
    except OSError as error:
        raise BriefingError(
            f"{path}: what was done ({action} {about}) could not be written down: {error.strerror or error}. "
            "Free space or mend the permissions of the file. The thing itself was done."
        ) from error
    return entry


def read(workspace: Workspace) -> Log:
    """Read the log and follow its chain. A workspace without one has an empty log."""
    path = workspace.folder / NAME
    return _followed(_lines(path.read_bytes() if path.is_file() else b""))


def holds(log: Log, digest: str) -> bool:
    """Say whether an entry with this hash is in the log: every hash is the head, or what the next entry carries."""
    return digest in {log.head, *(entry.before for entry in log.entries)} - {START}


def released(workspace: Workspace) -> frozenset[str]:
    """Return the fingerprints of words that somebody has said identify nobody, and has not taken back."""
    words: set[str] = set()
    for entry in read(workspace).entries:
        prints = entry.details.get("fingerprints")
        if entry.action in {"released", "held back"} and isinstance(prints, list):
            words.update(map(str, prints))
            if entry.action == "held back":
                words.difference_update(map(str, prints))
    return frozenset(words)


def _lines(content: bytes) -> list[bytes]:
    return content.removesuffix(b"\n").split(b"\n") if content else []


def _followed(lines: Sequence[bytes]) -> Log:
    """Walk the chain; lines that are no entry are forgiven where the next entry vouches for them as torn."""
    entries: list[Entry] = []
    faults: list[str] = []
    remarks: list[str] = []
    head, left = START, list[bytes]()
    for number, line in enumerate(lines, start=1):
        if (entry := _entry(line)) is None:
            left.append(line)
            remarks.append(
                f"line {number}: torn by a kill or a power cut; what it said was done is not known"
            )
            continue
        if entry.before != head:
            faults.append(f"line {number}: a line before it was changed, left out or put in")
        elif entry.torn != _torn(left):
            faults.append(f"line {number}: what stands before it is not what a kill left there")
        entries.append(entry)
        head, left = _hash(line), []
    return Log(tuple(entries), tuple(faults), tuple(remarks), head, _torn(left))


def _torn(lines: Sequence[bytes]) -> str | None:
    return _hash(b"\n".join(lines)) if lines else None


def _line(entry: Entry) -> bytes:
    fields = {name: value for name, value in vars(entry).items() if value is not None}
    return json.dumps(fields, ensure_ascii=False).encode()


def _entry(line: bytes) -> Entry | None:
    try:
        return Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "an unnamed account"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
