"""One version on its way: what was asked for, what is owed, and the two books in which it is written down."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePath
from typing import Literal, get_args

from briefing import audit, memory
from briefing.errors import DeliveryError, IntegrityError
from briefing.meeting.model import Meeting
from briefing.pack.editions import NOTES
from briefing.pack.editions.edition import When
from briefing.pack.news import NEWS, NO_NEWS, News
from briefing.post import ledger, mail
from briefing.post.addressing import Files, Recipient, files_for, rule_of
from briefing.post.ledger import EVERYBODY, By, History, Record
from briefing.shelf.folder import PRUNED, manifest_of, versions
from briefing.shelf.manifest import Manifest, sha256
from briefing.workspace import Workspace

What = Literal[
    "sent",
    "drafted",
    "copied",
    "would go",
    "has it",
    "gets nothing",
    "held back",
    "no address",
    "refused",
    "away",
    "in doubt",
]


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
        """Say whether nothing left for them, and nothing had before."""
        waits = self.what == "drafted" and self.by == "mail"
        return waits or self.what in ("no address", "gets nothing", "refused", "away", "in doubt")

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
    """Ids, names or addresses of those who get it although they have it, or may have it; or `EVERYBODY`."""
    pauses: tuple[float, ...] = mail.PAUSES
    """Seconds between two tries."""


@dataclass
class Shipment:
    workspace: Workspace
    meeting: Meeting
    made: Manifest
    choice: Choice
    seal: str = ""
    """The beginning of the hash of the entry that approved it."""
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

    def owed(self, recipient: Recipient, names: Files) -> tuple[What, Files]:
        """Return what an address has not had, or may have had; or what lies in a draft for it; or that it has all."""
        if {word.casefold() for word in self.choice.again} & {EVERYBODY, *recipient.names}:
            return "would go", names
        to, digests = recipient.address, self.made.editions
        delivered, drafted = self.history.delivered(to, by=["mail", "eml"]), self.history.drafted(to)
        delivered |= {digests[name] for name in names if self._said_before(to, name)}

        def of(hashes: set[str]) -> Files:
            return tuple(name for name in names if digests[name] in hashes)

        if doubted := of(self.history.in_doubt(to) - delivered):
            return "in doubt", doubted
        if owed := of(set(digests.values()) - delivered - drafted):
            return "would go", owed
        return ("drafted", waiting) if (waiting := of(drafted)) else ("has it", names)

    def of_use(self, recipient: Recipient, names: Files) -> Files:
        """Leave out notes to somebody who had nothing: there is nothing that they should put away."""
        key = recipient.key.partition(" ")[0]
        had = any(
            one.event != "taken back" and one.key.partition(" ")[0] == key for one in self.history.records
        )
        return names if had else tuple(name for name in names if rule_of(name) not in NOTES)

    def _said_before(self, to: str, name: str) -> bool:
        """Say whether an address was sent an earlier version of a document that says the very same."""
        stem = PurePath(name).stem
        says = self.news.contents.get(stem)
        earlier = {
            one.version
            for one in self.history.records
            if one.event == "sent"
            and one.is_to(to)
            and name in one.files
            and one.version != self.made.version
        }
        return says is not None and any(self._news(version).contents.get(stem) == says for version in earlier)

    @cached_property
    def news(self) -> News:
        """What this version tells its readers that the one before did not."""
        return self._news(self.made.version)

    def _news(self, version: int) -> News:
        there = self.home / f"v{version}"
        record = there if there.is_dir() else self.home / PRUNED / there.name
        with suppress(IntegrityError):  # one that can't be read keeps no letter back
            return memory.recall(record, "news", NEWS) or NO_NEWS
        return NO_NEWS

    def told(self, recipient: Recipient) -> tuple[str, ...]:
        """Return what changed for somebody who holds an earlier version; nothing for anybody else."""
        had = any(one.event == "sent" and one.key == recipient.key for one in self.history.records)
        sentences = (one for stem in sorted(recipient.stems) for one in self.news.sentences.get(stem, ()))
        return tuple(dict.fromkeys(sentences)) if had and not self.after else ()

    def refuse_lost_ledger(self, chosen: Iterable[Recipient]) -> None:
        """Send nothing where the audit log knows of letters that the ledger lacks: somebody could get them twice.

        A letter in doubt that is asked for again may go to those who are `chosen`: it is in doubt here too, then.
        """
        if not self.choice.dry_run:
            for one in chosen:
                self._write_from_the_log(one, "offered")
        if lost := ledger.lost(self.workspace, self.meeting.id):
            raise DeliveryError(lost)

    def write(
        self, by: By, event: ledger.Event, *, key: str, to: str, files: Collection[str], message: str = ""
    ) -> None:
        """Write into the ledger, and into the audit log."""
        digests = {name: self.made.editions[name] for name in sorted(files)}
        self._append(Record(_now(), by, event, key, to, self.made.version, digests, message))

    def arrived(self, recipient: Recipient) -> Files:
        """Write down that what was in doubt or in a draft has reached somebody, and what the log alone knows of."""
        to = recipient.address
        waiting = [*self.history.unanswered(to), *self.history.drafts(to)]
        for record in waiting:
            self._append(replace(record, at=_now(), event="sent"))
        known = self._write_from_the_log(recipient)
        return tuple(dict.fromkeys(name for record in [*waiting, *known] for name in record.files))

    def _write_from_the_log(self, recipient: Recipient, action: audit.Action | None = None) -> list[Record]:
        """Write down again what the log alone knows of somebody: all of it as it is there, and what is in doubt
        as sent; or, given an `action`, the entries of that alone, as they are there."""
        written = []
        for entry in self.history.lacks(ledger.log_of(self.workspace, self.meeting.id)):
            mine = entry.details.get("to") == recipient.key.partition(" ")[0]
            if mine and action in (None, entry.action):
                record = self._from_the_log(entry, recipient)
                if action is None and record.event == "offered":
                    self._append(record := replace(record, at=_now(), event="sent"))
                else:
                    ledger.append(self.book, record)
                    self.history = History((*self.history.records, record))
                written.append(record)
        return written

    def _from_the_log(self, entry: audit.Entry, recipient: Recipient) -> Record:
        """Make the record of an entry again: it says how many files of which version, and they are known by whose."""
        version = int(str(entry.details["version"]))
        made = manifest_of(self.home, version).editions if version in versions(self.home) else {}
        for when in get_args(When):
            files = files_for(recipient, made, when=when)
            if len(files) == entry.details.get("files"):
                break
        by: By = "mail" if entry.details.get("by") == "mail" else "eml"
        events: dict[str, ledger.Event] = {"drafted": "drafted", "offered": "offered"}
        return Record(
            entry.at,
            by,
            events.get(entry.action, "sent"),
            recipient.key,
            recipient.address,
            version,
            {name: made[name] for name in files},
            str(entry.details.get("letter", "")),
        )

    def _append(self, record: Record) -> None:
        ledger.append(self.book, record)
        self.history = History((*self.history.records, record))
        ledger.note(self.workspace, self.meeting.id, record)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
