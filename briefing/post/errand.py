"""One sending of one version: what was asked for, what is to go, and the two books in which it is written down."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from briefing import audit
from briefing.errors import IntegrityError
from briefing.meeting.model import Meeting
from briefing.post import ledger, mail
from briefing.post.addressing import Recipient, When
from briefing.post.ledger import By, History
from briefing.post.letters import Wording
from briefing.shelf import manifest
from briefing.workspace import Workspace

What = Literal[
    "sent",
    "drafted",
    "copied",
    "would go",
    "has it",
    "held back",
    "no address",
    "refused",
    "away",
    "in doubt",
]
FAILED: frozenset[What] = frozenset({"no address", "refused", "away", "in doubt"})


@dataclass(frozen=True)
class PostResult:
    """What became of one recipient's files, or of one file in the folder."""

    by: By
    who: str
    what: What
    files: tuple[str, ...]
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.who}: {', '.join(self.files)}" + (
            f" ({self.reason})" if self.reason else ""
        )


@dataclass(frozen=True)
class Choice:
    """What somebody asked for."""

    by: tuple[By, ...]
    when: When
    draft: bool = False
    dry_run: bool = False
    again: frozenset[str] = frozenset()
    """Ids, names or addresses of those who get it although they have it, or may have it."""
    pauses: tuple[float, ...] = mail.PAUSES
    """Seconds between two tries."""


@dataclass
class Errand:
    workspace: Workspace
    meeting: Meeting
    made: manifest.Manifest
    choice: Choice
    wording: Wording
    history: History = field(init=False)

    def __post_init__(self) -> None:
        self.history = History(ledger.read(self.book))

    @property
    def home(self) -> Path:
        return self.workspace.packs / self.meeting.id

    @property
    def book(self) -> Path:
        return self.home / ledger.NAME

    def content(self, name: str) -> bytes:
        """A file of the version, proved to be what its manifest says."""
        path = self.home / f"v{self.made.version}" / name
        data = path.read_bytes() if path.is_file() else b""
        if manifest.sha256(data) != self.made.editions[name]:
            raise IntegrityError(
                f"{path}: is not what the manifest says; it was not sent. Build the pack again."
            )
        return data

    def owed(self, recipient: Recipient, names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Files this address hasn't had, and those of which nobody knows whether it has."""
        if {word.casefold() for word in self.choice.again} & words_for(recipient):
            return tuple(names), ()
        to, digests = recipient.email or "", self.made.editions
        had, doubted = self.history.had(to, by=["mail", "eml"]), self.history.in_doubt(to)
        return (
            tuple(name for name in names if digests[name] not in had),
            tuple(name for name in names if digests[name] in doubted - had),
        )

    def write(
        self, by: By, event: ledger.Event, *, key: str, to: str, files: Collection[str], message: str = ""
    ) -> None:
        """Into the ledger; what was sent, by name of role or organisation alone, into the audit log too."""
        digests = {name: self.made.editions[name] for name in sorted(files)}
        self._append(ledger.LedgerEntry(_now(), by, event, key, to, self.made.version, digests, message))

    def close(self, offered: ledger.LedgerEntry) -> None:
        """Turns a line in doubt into one that was sent."""
        self._append(replace(offered, at=_now(), event="sent"))

    def _append(self, line: ledger.LedgerEntry) -> None:
        ledger.append(self.book, line)
        if line.event == "sent":
            who = line.key.partition(" ")[0]
            details = {"version": line.version, "by": line.by, "to": who, "files": len(line.files)}
            audit.record(self.workspace, "sent", self.meeting.id, **details)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def words_for(one: Recipient) -> set[str]:
    """By what a recipient may be named on the command line."""
    return {word.casefold() for word in (one.key, one.email or "", one.name) if word}
