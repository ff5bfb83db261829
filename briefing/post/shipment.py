"""One version on its way: what was asked for, what is owed, and the two books in which it is written down."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from briefing import audit
from briefing.errors import IntegrityError
from briefing.meeting.model import Meeting
from briefing.pack.editions.edition import When
from briefing.post import ledger, mail
from briefing.post.addressing import Recipient
from briefing.post.ledger import By, History, Record
from briefing.shelf.manifest import Manifest, sha256
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
Files = tuple[str, ...]
"""Names of files of a pack."""


@dataclass(frozen=True)
class Handover:
    """What became of one recipient's files, or of one file in the folder."""

    by: By
    who: str
    what: What
    files: Files
    reason: str = ""

    @property
    def failed(self) -> bool:
        return self.what in ("no address", "refused", "away", "in doubt")

    def __str__(self) -> str:
        reason = f" ({self.reason})" if self.reason else ""
        return f"{self.what}: {self.who}: {', '.join(self.files)}{reason}"


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
class Shipment:
    workspace: Workspace
    meeting: Meeting
    made: Manifest
    choice: Choice
    history: History = field(init=False)

    def __post_init__(self) -> None:
        self.history = ledger.read(self.book)

    @property
    def home(self) -> Path:
        return self.workspace.packs / self.meeting.id

    @property
    def book(self) -> Path:
        return self.home / ledger.NAME

    @property
    def draft(self) -> bool:
        return self.made.status != "approved"

    @property
    def after(self) -> bool:
        """The meeting was held and recorded: letters and the bulletin go."""
        return self.choice.when == "after"

    @property
    def commissioner(self) -> str:
        return self.workspace.settings.commissioner.name or self.meeting.commissioner_code

    def content(self, name: str) -> bytes:
        """Read a file of the version, proved to be what its manifest says."""
        path = self.home / f"v{self.made.version}" / name
        data = path.read_bytes() if path.is_file() else b""
        if sha256(data) != self.made.editions[name]:
            raise IntegrityError(
                f"{path}: is not what the manifest says; it was not sent. Build the pack again."
            )
        return data

    def owed(self, recipient: Recipient, names: Files) -> tuple[Files, Files]:
        """Return the files this address hasn't had, and those of which nobody knows whether it has."""
        if {word.casefold() for word in self.choice.again} & recipient.names:
            return names, ()
        digests = self.made.editions
        delivered = self.history.delivered(recipient.address, by=["mail", "eml"])
        doubted = self.history.in_doubt(recipient.address)
        return (
            tuple(name for name in names if digests[name] not in delivered),
            tuple(name for name in names if digests[name] in doubted - delivered),
        )

    def write(
        self, by: By, event: ledger.Event, *, key: str, to: str, files: Collection[str], message: str = ""
    ) -> None:
        """Write into the ledger; what was sent, by name of role or organisation alone, into the audit log too."""
        digests = {name: self.made.editions[name] for name in sorted(files)}
        self._append(Record(_now(), by, event, key, to, self.made.version, digests, message))

    def close(self, unanswered: Record) -> None:
        """Turn a record in doubt into one that was sent."""
        self._append(replace(unanswered, at=_now(), event="sent"))

    def _append(self, record: Record) -> None:
        ledger.append(self.book, record)
        if record.event == "sent":
            audit.record(
                self.workspace,
                "sent",
                self.meeting.id,
                version=record.version,
                by=record.by,
                to=record.key.partition(" ")[0],
                files=len(record.files),
            )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
