"""What went to whom: `sent.jsonl` beside a meeting's versions, a line each time, never changed.

    {"at": "2026-11-26T07:00:03+00:00", "by": "mail", "event": "sent", "files": {"gp-pack-...pdf": "9f2c..."},
     "key": "P01", "message": "...", "to": "ada.sample@example.org", "version": 1}

An event is `offered` (the last byte is about to leave), `sent`, or `taken back` (the server said no). A line
`offered` with nothing after it is in doubt: a process or a line died between the last byte and the answer.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from briefing.disk import sync_folder
from briefing.errors import DeliveryError

NAME = "sent.jsonl"
By = Literal["mail", "eml", "folder"]
Event = Literal["offered", "sent", "taken back"]


@dataclass(frozen=True)
class LedgerEntry:
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


def append(path: Path, line: LedgerEntry) -> None:
    """Writes a line and waits until the disk has it. A line that a kill cut short is ended first."""
    text = json.dumps(asdict(line), ensure_ascii=False, sort_keys=True) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            if file.tell() and not _ends_whole(path):
                text = "\n" + text
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except OSError as error:
        raise DeliveryError(
            f"{path}: what is sent could not be written down ({error.strerror}); so nothing more is sent. "
            "Check free space and permissions of the folder, then send again: nobody gets anything twice."
        ) from error


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def read(path: Path) -> tuple[LedgerEntry, ...]:
    """Every whole line, oldest first."""
    return tuple(_lines(path)) if path.is_file() else ()


def _lines(path: Path) -> Iterator[LedgerEntry]:
    for number, text in enumerate(path.read_bytes().split(b"\n"), start=1):
        try:
            if text:
                yield LedgerEntry(**json.loads(text))
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

    lines: tuple[LedgerEntry, ...]

    def had(self, to: str, *, by: Iterable[By]) -> set[str]:
        """Hashes of what an address was sent."""
        return {
            digest
            for line in self.lines
            if line.event == "sent" and line.by in set(by) and _same(line.to, to)
            for digest in line.files.values()
        }

    def times_sent(self, to: str, digests: set[str]) -> int:
        """How often an address was mailed just these bytes."""
        return sum(
            line.event == "sent" and _same(line.to, to) and set(line.files.values()) == digests
            for line in self.lines
        )

    def doubtful_lines(self, to: str | None = None) -> list[LedgerEntry]:
        """What was offered to an address, or to anybody, and never heard of again."""
        waiting: dict[str, LedgerEntry] = {}
        for line in self.lines:
            if line.by == "mail" and (to is None or _same(line.to, to)):
                if line.event == "offered":
                    waiting[line.message] = line
                else:
                    waiting.pop(line.message, None)
        return list(waiting.values())

    def in_doubt(self, to: str) -> set[str]:
        """Hashes of the same."""
        return {digest for line in self.doubtful_lines(to) for digest in line.files.values()}


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
