"""Every record of a meeting, one after the other: `recorded.jsonl` beside its answers, a line each, never changed.

    recorded       a clerk's sheet was taken in
    they wrote     a letter came that had been promised
    taken back     the last of these was undone, with a reason

A line holds the answers before and after, and each cell of the register that was set, so that it can be undone and
told later. It is written before anything else: what it says and a kill kept from being done is done by recording again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from briefing.audit import author
from briefing.disk import append_line
from briefing.errors import MeetingError
from briefing.meeting.register_file import Register

NAME = "recorded.jsonl"
Event = Literal["recorded", "they wrote", "taken back"]


@dataclass(frozen=True)
class Cell:
    """One cell of the register of commitments, before and after."""

    commitment_id: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Record:
    at: str
    who: str
    event: Event
    what: str
    """The sheet, the question, or why it was taken back."""
    before: str
    """answers.csv as it was; empty where there was none."""
    after: str
    cells: tuple[Cell, ...] = ()
    added: tuple[str, ...] = ()
    """Commitments that were new on the register."""


_RECORD = TypeAdapter(Record)


def append(folder: Path, record: Record) -> None:
    append_line(folder / NAME, _RECORD.dump_json(record))


def records_of(folder: Path) -> tuple[Record, ...]:
    """Read every whole record, oldest first. A line that a kill cut short was never acted on."""
    path = folder / NAME
    if not path.is_file():
        return ()
    found = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        try:
            if line.strip(b"\0\r "):
                found.append(_RECORD.validate_json(line))
        except ValidationError:
            if line.endswith(b"]}"):  # whole, and yet no record
                raise MeetingError(
                    f"{path}, line {number}: found no record of a meeting; wanted the file as it was written. "
                    "Put it back from a backup, or take it away: what is recorded stays, its history is lost."
                ) from None
    return tuple(found)


def in_force(records: Sequence[Record]) -> list[Record]:
    """Return what stands: each record that was taken back is left out, with what took it back."""
    standing: list[Record] = []
    for record in records:
        if record.event != "taken back":
            standing.append(record)
        elif standing:
            standing.pop()
    return standing


def record_of(
    event: Event, what: str, *, before: bytes, after: bytes, register: Register, changed: Register
) -> Record:
    """Say what is about to be done."""
    added = tuple(sorted(changed.ids - register.ids))
    cells = tuple(_cells(register, changed))
    return Record(_now(), author(), event, what, before.decode(), after.decode(), cells, added)


def _cells(register: Register, changed: Register) -> Iterator[Cell]:
    for row in changed.rows:
        id = changed.of(row, "commitment_id")
        old = register.row(id) or {}
        for heading, text in row.items():
            if old.get(heading, "") != text:
                yield Cell(id, heading, old.get(heading, ""), text)


def undone(register: Register, record: Record) -> tuple[Register, list[str]]:
    """Return the register as it was before a record, and say what somebody has changed there since: that stays."""
    notes = []
    for id in record.added:
        row = register.row(id)
        if row is None:
            continue
        if all(row.get(cell.heading, "") == cell.after for cell in record.cells if cell.commitment_id == id):
            register = register.without(id)
        else:
            notes.append(f"{id}: changed on the register since it was recorded, so it stays there.")
    for cell in (one for one in record.cells if one.commitment_id not in record.added):
        row = register.row(cell.commitment_id)
        if row is not None and row.get(cell.heading, "") == cell.after:
            register = register.with_row(cell.commitment_id, {cell.heading: cell.before})
        elif row is not None and row.get(cell.heading, "") != cell.before:
            notes.append(
                f"{cell.commitment_id}, {cell.heading}: changed on the register since, so it stays as it is."
            )
    return register, notes


def lines_of(records: Sequence[Record]) -> Iterator[str]:
    """Tell the history in words, oldest first."""
    for one in records:
        said = {False: "", True: f"; {len(one.added)} on the register"}[bool(one.added)]
        changed = sum(a != b for a, b in _pairs(one))
        yield f"{one.at}  {one.who}  {one.event}: {one.what} ({changed} answers changed{said})"


def _pairs(record: Record) -> Iterator[tuple[str, str]]:
    old, new = (dict(_keyed(text)) for text in (record.before, record.after))
    return ((old.get(key, ""), new.get(key, "")) for key in sorted({*old, *new}))


def _keyed(text: str) -> Iterator[tuple[str, str]]:
    return ((",".join(line.split(",")[:2]), line) for line in text.splitlines()[1:])


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
