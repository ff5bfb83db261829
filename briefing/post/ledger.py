"""What went to whom: `sent.jsonl` beside a meeting's versions, a line each time, never changed.

    {"at": "2026-11-26T07:00:03+00:00", "by": "mail", "event": "sent", "files": {"gp-pack-...pdf": "9f2c..."},
     "key": "P01", "message": "...", "to": "ada.sample@example.org", "version": 1}

An event is `offered` (the last byte is about to leave), `sent`, or `taken back` (the server said no); or `drafted`:
a letter that somebody here has yet to send. A record `offered` with nothing after it is in doubt: a process or a line
died between the last byte and the answer.

All of it is on the audit log too, without addresses. Each is held against the other: what a kill kept from the log is
noted there later, and a ledger that lacks what the log has is not the one that was written.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from briefing import audit, formats
from briefing.disk import append_line
from briefing.errors import DeliveryError
from briefing.formats import typed
from briefing.meeting.outline import outline_of
from briefing.workspace import Workspace

NAME = "sent.jsonl"
EVERYBODY = "all"
ALERTS = "alerts"
"""The folder beside those of meetings, for what goes out between them; and its name on the audit log."""
_ACTIONS: Mapping["Event", audit.Action] = {
    "offered": "offered",
    "sent": "sent",
    "taken back": "declined",
    "drafted": "drafted",
}
"""What each event is called on the audit log."""
By = Literal["mail", "eml", "folder"]
Event = Literal["offered", "sent", "taken back", "drafted"]
_BEGINNING = b'{"at"'
_LAST = b'"version"'


@dataclass(frozen=True)
class Record:
    at: str
    by: By
    event: Event
    key: str
    to: str
    version: int
    files: Mapping[str, str]
    """File name -> SHA-256 of its bytes as they were made, before any lock."""
    message: str = ""
    """The Message-ID: the two ends of one attempt have the same."""

    @property
    def whom(self) -> str:
        """Role or organisation alone: what the audit log may know."""
        return self.key.partition(" ")[0]

    def is_to(self, address: str) -> bool:
        return self.to.casefold() == address.casefold()


def append(path: Path, record: Record) -> None:
    """Write a record and wait until the disk has it. Where that fails, no letter may leave on the strength of it."""
    try:
        append_line(path, json.dumps(asdict(record), ensure_ascii=False, sort_keys=True).encode())
    except OSError as error:
        raise DeliveryError(
            f"{path}: what is sent could not be written down ({error.strerror}); so nothing more is sent. "
            "Check free space and permissions of the folder, then send again: nobody gets anything twice."
        ) from error


def read(path: Path) -> "History":
    """Read every whole record, oldest first."""
    return History(tuple(_records(path)) if path.is_file() else ())


_RECORD = TypeAdapter(Record)


def _records(path: Path) -> Iterator[Record]:
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        text = line.strip(b"\0\r ")
        try:
            if text:
                yield _RECORD.validate_json(text)
        except ValidationError:
            begun = text.startswith(_BEGINNING) or _BEGINNING.startswith(text)
            if begun and not (_LAST in text and text.endswith(b"}")):
                continue  # cut short by a kill: nothing was sent on the strength of it, or it is in doubt
            raise DeliveryError(
                f"{path}, line {number}: found no record of a delivery; wanted the file as it was written. "
                "Put it back from a backup: without it somebody could get the same twice."
            ) from None


@dataclass(frozen=True)
class History:
    """What a ledger says, asked one way: has this address had these bytes?"""

    records: tuple[Record, ...]

    def delivered(self, to: str, *, by: Collection[By]) -> set[str]:
        """Return the hashes of what an address was sent."""
        sent = (one for one in self.records if one.event == "sent" and one.by in by and one.is_to(to))
        return {digest for record in sent for digest in record.files.values()}

    def holders(self, version: int) -> list[str]:
        """Return who was sent anything of a version: role or organisation, and the address."""
        sent = (one for one in self.records if one.event == "sent" and one.version == version)
        return list(dict.fromkeys(f"{one.whom}, {one.to}" for one in sent))

    def drafted(self, to: str) -> set[str]:
        """Return the hashes of what lies in a draft for an address, and was sent by nobody yet as far as we know."""
        made = {
            digest
            for one in self.records
            if one.event == "drafted" and one.is_to(to)
            for digest in one.files.values()
        }
        return made - self.delivered(to, by=["mail", "eml"])

    def drafts(self, to: str) -> list[Record]:
        """Return the drafts for an address that are not known to be sent."""
        waiting = self.drafted(to)
        return [
            one
            for one in self.records
            if one.event == "drafted" and one.is_to(to) and waiting & {*one.files.values()}
        ]

    def lacks(self, logged: Iterable[audit.Entry]) -> list[audit.Entry]:
        """Return the entries of the audit log on letters and drafts of which nothing is written down here."""
        there = Counter(map(_letter_of, self._standing()))
        known = (one for one in _open(logged) if one.details.get("by") != "folder")
        return [one for one in known if not _taken(there, _letter_in(one))]

    def unlogged(self, logged: Sequence[audit.Entry]) -> list[Record]:
        """Return what happened to letters and drafts and is not on the audit log."""
        known = _open(logged)
        there = Counter((one.action, *_letter_in(one)) for one in known)
        waiting = {one.details.get("letter") for one in known if one.action == "offered"}
        missing = [one for one in self._standing() if not _taken(there, (one.event, *_letter_of(one)))]
        waiting -= {one.message for one in (*missing, *self.unanswered())}
        declined = {one.message: one for one in self.records if one.event == "taken back"}
        return [*missing, *(one for message, one in declined.items() if message in waiting)]

    def _standing(self) -> list[Record]:
        """Return what is sent, drafted or in doubt."""
        return [*(one for one in self.records if one.event in ("sent", "drafted")), *self.unanswered()]

    def times_sent(self, to: str, digests: set[str]) -> int:
        """Count how often an address was sent just these bytes."""
        return sum(
            one.event == "sent" and one.is_to(to) and set(one.files.values()) == digests
            for one in self.records
        )

    def unanswered(self, to: str | None = None) -> list[Record]:
        """Return what was offered to an address, or to anybody, and never heard of again."""
        waiting: dict[str, Record] = {}
        for record in self.records:
            if record.by == "mail" and (to is None or record.is_to(to)):
                if record.event == "offered":
                    waiting[record.message] = record
                else:
                    waiting.pop(record.message, None)
        return list(waiting.values())

    def in_doubt(self, to: str) -> set[str]:
        """Return the hashes of what is unanswered."""
        return {digest for record in self.unanswered(to) for digest in record.files.values()}


_Place = tuple[object, ...]


def _letter_of(record: Record) -> _Place:
    return record.event == "drafted", record.by, record.whom, record.version


def _letter_in(entry: audit.Entry) -> _Place:
    return entry.action == "drafted", *(entry.details.get(name) for name in ("by", "to", "version"))


def _taken(there: Counter[_Place], place: _Place) -> bool:
    """Take one of a kind away, and say whether there was one."""
    there[place] -= 1
    return there[place] >= 0


def _open(logged: Iterable[audit.Entry]) -> list[audit.Entry]:
    """Return the entries on what is sent or drafted, then those on letters of which no answer is logged."""
    waiting: dict[object, audit.Entry] = {}
    known: list[audit.Entry] = []
    for entry in logged:
        letter = entry.details.get("letter")
        if entry.action == "offered":
            waiting[letter] = entry
            continue
        waiting.pop(letter, None)
        if entry.action != "declined":
            known.append(entry)
    return [*known, *waiting.values()]


def log_of(workspace: Workspace, meeting: str) -> list[audit.Entry]:
    """Return what the audit log has on what was sent of a meeting, under whatever name it had."""
    names = {meeting, *outline_of(workspace.meetings / meeting).formerly}
    return [
        one for one in audit.read(workspace).entries if one.about in names and one.action in _ACTIONS.values()
    ]


def lost(workspace: Workspace, meeting: str) -> str:
    """Say that the ledger lacks letters that the audit log knows of, and what to do; nothing where it has all."""
    book = workspace.packs / meeting / NAME
    if not (lacking := read(book).lacks(log_of(workspace, meeting))):
        return ""
    known = "; ".join(
        f"version {one.details['version']} {'in doubt, ' if one.action == 'offered' else ''}{one.action} to "
        f"{one.details['to']} by {one.details['by']} at {one.at}"
        for one in lacking
    )
    doubt = any(one.action == "offered" for one in lacking)
    asked = " Ask those in doubt whether it came; if it did not: --again WHO." if doubt else ""
    return (
        f"{book}: is gone or older than the audit log, so nothing is sent. The log knows of: {known}. "
        f"Put it back from a backup. Where there is none: write down who has it: {_command(meeting)} "
        f"--arrived WHO, or --arrived {EVERYBODY}.{asked}"
    )


def note(workspace: Workspace, meeting: str, record: Record) -> None:
    """Put a record on the audit log."""
    letter: dict[str, audit.Detail] = {"letter": record.message} if record.message else {}
    audit.record(
        workspace,
        _ACTIONS[record.event],
        meeting,
        version=record.version,
        by=record.by,
        to=record.whom,
        files=len(record.files),
        **letter,
    )


def note_unlogged(workspace: Workspace) -> None:
    """Put on the audit log what a kill kept from it."""
    for book in sorted(workspace.packs.glob(f"*/{NAME}")):
        meeting = book.parent.name
        with suppress(DeliveryError):  # one that can't be read is told of where it is needed
            for record in read(book).unlogged(log_of(workspace, meeting)):
                note(workspace, meeting, record)


def letters_in_doubt(packs: Path) -> list[str]:
    """Say of each letter in doubt, meeting by meeting and the oldest first, how it is settled."""
    return [
        _sentence(book.parent.name, record)
        for book in sorted(packs.glob(f"*/{NAME}"))
        for record in read(book).unanswered()
    ]


def _sentence(meeting: str, record: Record) -> str:
    day = formats.day(datetime.fromisoformat(record.at).date())
    return (
        f"in doubt: {meeting}: version {record.version} to {record.to}, {day}: the line broke before the mail "
        f"server said that it had the letter. Ask whether it came. If it did: {_command(meeting)} "
        f"--arrived {typed(record.to)}; if not: {_command(meeting)} --again {typed(record.to)}"
    )


def _command(meeting: str) -> str:
    return "briefing alerts" if meeting == ALERTS else f"briefing send {typed(meeting)}"
