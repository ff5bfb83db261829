"""What went to whom: `sent.jsonl` beside a meeting's versions, a line each time, never changed.

    {"at": "2026-11-26T07:00:03+00:00", "by": "mail", "event": "sent", "files": {"gp-pack-...pdf": "9f2c..."},
     "key": "P01", "message": "...", "to": "ada.sample@example.org", "version": 1}

An event is `offered` (the last byte is about to leave), `sent`, or `taken back` (the server said no). A record
`offered` with nothing after it is in doubt: a process or a line died between the last byte and the answer.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from briefing import formats
from briefing.disk import append_line
from briefing.errors import DeliveryError

NAME = "sent.jsonl"
By = Literal["mail", "eml", "folder"]
Event = Literal["offered", "sent", "taken back"]


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


def _records(path: Path) -> Iterator[Record]:
    for number, text in enumerate(path.read_bytes().split(b"\n"), start=1):
        try:
            if text:
                yield Record(**json.loads(text))
        except (ValueError, TypeError):
            if text.startswith(b'{"at"'):
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
        f"server said that it had the letter. Ask whether it came. If it did: briefing send {meeting} "
        f"--arrived {record.to}; if not: briefing send {meeting} --again {record.to}"
    )
