"""Who loaded, built, approved and sent what, and when: `audit.jsonl`, a line each, only ever added to.

    {"at": "2026-11-22T21:04:05Z", "who": "jo", "action": "approved", "about": "2026-12-03-rxx",
     "details": {"version": 2, "by": "..."}, "before": "<SHA-256 of the line before>"}

Each line carries the hash of the one before, so a line that is changed, left out or put in breaks the chain at
that place. `.audit.head` beside it holds the hash of the last line: a log that is gone, emptied, cut or put back
from an older copy no longer holds it, and that is an alarm until somebody who answers for it begins again.

That proves accidents. Somebody with the right to write here can write the whole log anew, and the head with it: no
file of this folder can prove that they did not. What is outside can. Each letter that goes out carries the hash of
the entry that approved what is in it, and `briefing approve` prints it for the minutes: `--holds` finds it or not.

A version is written down before it is put in its place, so what is in its place is on the log. A kill between the
two leaves an entry of a version that is not there; the next one says so. It can tear the last line as well; that
stays as it is, and the next line says so with its hash.

This is the only file of a workspace with a clock that matters; packs and manifests have none.
"""

import getpass
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from briefing.disk import append_line, lock_held, write_atomically
from briefing.errors import BriefingError, IntegrityError
from briefing.workspace import Workspace

NAME = "audit.jsonl"
HEAD = ".audit.head"
START = "0" * 64
"""What the first line carries for the hash of the line before."""
AUTHOR = "BRIEFING_AUTHOR"
"""By this the desk tells a command in whose name it runs; an account's name is no better proved than it."""
_author: ContextVar[str] = ContextVar("author", default="")
SHORT = 16
"""As many letters of a hash as people write down."""
_BACK = (
    "put it back from a backup, or answer for it with: briefing audit --begin-again --by NAME --reason WHY"
)

Action = Literal[
    "loaded",
    "built",
    "approved",
    "failed",
    "drafted",
    "offered",
    "sent",
    "declined",
    "withdrawn",
    "not made",
    "recorded",
    "taken back",
    "changed",
    "begun again",
    "pruned",
    "backed up",
    "restored",
    "moved",
    "called off",
    "renamed",
    "changed",
    "reported",
    "answered",
    "released",
    "held back",
]

Detail: TypeAlias = "str | int | list[str] | list[int] | None"


@dataclass(frozen=True)
class Entry:
    at: str
    """UTC, ISO 8601, to the second."""
    who: str
    """Who did it, by name where they signed in, else by their account: no address, no computer."""
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
    whole: bool = True
    """Whether it holds all that was written last."""


def record(workspace: Workspace, action: Action, about: str, **details: Detail) -> Entry:
    """Add a line, on the disk before this returns. Any number of processes may do so at once."""
    path = workspace.folder / NAME
    try:
        with lock_held(path.with_name(f".{NAME}.lock"), seconds=60):
            log = read(workspace)
            entry = Entry(_now(), author(), action, about, details, log.head, log.torn)
            append_line(path, _line(entry))
            if log.whole or action == "begun again":  # an alarm stands until then
                with suppress(OSError):  # an older head is in the log as well
                    write_atomically(path.with_name(HEAD), _hash(_line(entry)).encode())
    except OSError as error:
        raise BriefingError(
            f"{path}: what was done ({action} {about}) could not be written down: {error.strerror or error}. "
            "Free space or mend the permissions of the file, then run this again."
        ) from error
    return entry


def read(workspace: Workspace) -> Log:
    """Read the log and follow its chain. A workspace in which nothing was done has an empty log."""
    path = workspace.folder / NAME
    try:
        head = path.with_name(HEAD)  # before the log: somebody may write meanwhile
        known = head.read_text("ascii", "replace").strip() if head.is_file() else ""
        log = _followed(_lines(path.read_bytes() if path.is_file() else b""))
    except OSError as error:
        raise IntegrityError(f"{path}: can't be read ({error.strerror or error}).") from None
    return (
        replace(log, faults=(*log.faults, lost), whole=False)
        if (lost := _lost(log, known, workspace))
        else log
    )


def _lost(log: Log, known: str, workspace: Workspace) -> str:
    """Say that the log is no longer all there; nothing where it is."""
    if known and not holds(log, known):
        there = f"ends with an entry of {log.entries[-1].at}" if log.entries else "is gone or empty"
        return f"it {there}, and does not hold the entry {known[:SHORT]} that was written last: {_BACK}"
    if not log.entries and next(workspace.packs.glob("*/v*/manifest.json"), None) is not None:
        return f"it is gone or empty, although there are packs: {_BACK}"
    return ""


def holds(log: Log, digest: str) -> bool:
    """Say whether an entry with this hash, or with one that begins so, is in the log."""
    return len(digest) >= SHORT and any(one.startswith(digest) for one in hashes_of(log))


def hashes_of(log: Log) -> tuple[str, ...]:
    """Return the hash of each entry: what the next one carries, and of the last one the head."""
    return (*(entry.before for entry in log.entries[1:]), log.head) if log.entries else ()


def decisions(workspace: Workspace, meeting: str) -> dict[int, Entry]:
    """Return the last that was decided of each version of a meeting's pack: approved, withdrawn, not made."""
    return {
        version: entry
        for entry in read(workspace).entries
        if entry.about == meeting
        and entry.action in {"built", "approved", "withdrawn", "not made"}
        and isinstance(version := entry.details.get("version"), int)
    }


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
            faults.append(f"line {number}: a line before it was changed, left out or put in: {_BACK}")
        elif entry.torn != _torn(left):
            faults.append(f"line {number}: what stands before it is not what a kill left there: {_BACK}")
        if entry.action == "begun again":
            remarks += [
                f"{fault} ({entry.details.get('by')}: {entry.details.get('reason')})" for fault in faults
            ]
            faults = []
        entries.append(entry)
        head, left = _hash(line), []
    return Log(tuple(entries), tuple(faults), tuple(remarks), head, _torn(left))


def _torn(lines: Sequence[bytes]) -> str | None:
    return _hash(b"\n".join(lines)) if lines else None


def _line(entry: Entry) -> bytes:
    fields = {name: value for name, value in vars(entry).items() if value is not None}
    return json.dumps(fields, ensure_ascii=False).encode(
        "utf-8", "backslashreplace"
    )  # names of files are any bytes


def _entry(line: bytes) -> Entry | None:
    try:
        return Entry(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        return None


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def author() -> str:
    """Return in whose name things are done: who is signed in at the desk, else whose account it is."""
    if named := _author.get() or os.environ.get(AUTHOR, ""):
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "an unnamed account"


@contextmanager
def authored(name: str) -> Iterator[None]:
    """Do things in somebody's name; without one, in that of the account."""
    token = _author.set(name)
    try:
        yield
    finally:
        _author.reset(token)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
