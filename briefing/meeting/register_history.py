"""What became of a register, change by change: `history/<register>.jsonl` in the workspace, a line each, never changed.

    changed      cells were typed at the desk
    imported     a file was put in its place
    undone       one of these was undone
    elsewhere    the file was another when the desk came to it next: saved in Excel, or by a command

`history/<register>.json` is the register as the desk left it, so that it can say what was changed elsewhere.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from briefing import formats
from briefing.disk import append_line, make_folder, write_atomically
from briefing.meeting.register_file import Register, Row
from briefing.sources import source_named
from briefing.workspace import Workspace

Event = Literal["changed", "imported", "undone", "elsewhere"]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One cell, by what its row is known by and by the file's own heading."""

    key: Key
    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    at: str
    who: str
    event: Event
    before: str
    """The SHA-256 of the file."""
    after: str
    cells: tuple[Cell, ...] = ()
    added: tuple[Key, ...] = ()
    removed: tuple[Key, ...] = ()
    undoes: str = ""
    """The moment of the change that was undone."""

    @property
    def summary(self) -> str:
        whole = {*self.added, *self.removed}
        rows = {cell.key for cell in self.cells} - whole
        told = [(len(self.added), "new"), (len(self.removed), "taken out"), (len(rows), "changed")]
        return formats.listed(f"{formats.counted(n, 'row')} {word}" for n, word in told if n) or "nothing"


_CHANGE = TypeAdapter(Change)
_REGISTER = TypeAdapter(Register)


def keyed(register: Register) -> dict[Key, Row]:
    """Return the rows by what they are known by; a second row of the same key has its number in it."""
    seen: Counter[Key] = Counter()
    found: dict[Key, Row] = {}
    for row in register.rows:
        key = tuple(register.of(row, column) for column in source_named(register.source).key)
        seen[key] += 1
        found[key if seen[key] == 1 else (*key, f"({seen[key]})")] = row
    return found


def change_of(event: Event, who: str, before: Register, after: Register, *, undoes: str = "") -> Change:
    """Say what is another now."""
    old, new = keyed(before), keyed(after)
    cells = tuple(_cells(old, new))
    return Change(
        datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        who,
        event,
        before.sha256,
        after.sha256,
        cells,
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
        undoes=undoes,
    )


def _cells(old: dict[Key, Row], new: dict[Key, Row]) -> Iterator[Cell]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, {}), new.get(key, {})
        for heading in dict.fromkeys((*before, *after)):
            if before.get(heading, "") != after.get(heading, ""):
                yield Cell(key, heading, before.get(heading, ""), after.get(heading, ""))


def undone(register: Register, change: Change) -> tuple[Register, list[str]]:
    """Return a register without a change, and say what somebody has changed there since: that stays."""
    notes = []
    for key in dict.fromkeys(cell.key for cell in change.cells):
        cells = [cell for cell in change.cells if cell.key == key]
        rows = list(keyed(register).items())
        at = next((n for n, (other, _) in enumerate(rows) if other == key), None)
        there = rows[at][1] if at is not None else {}
        as_left = all(there.get(cell.heading, "") == cell.after for cell in cells)
        if key in change.added:
            if at is not None and as_left:
                register = register.without_line(at)
            elif at is not None:
                notes.append(f"{' '.join(key)}: changed since it was added, so it stays.")
        elif key in change.removed:
            if at is None:
                register = register.with_headings(None, {cell.heading: cell.before for cell in cells})
            else:
                notes.append(f"{' '.join(key)}: is there again, and stays as it is.")
        else:
            kept = [cell for cell in cells if at is not None and there.get(cell.heading, "") == cell.after]
            if kept:
                register = register.with_headings(at, {cell.heading: cell.before for cell in kept})
            notes += [
                f"{' '.join(key)}, {cell.heading}: changed since, so it stays as it is."
                for cell in cells
                if cell not in kept
            ]
    return register, notes


def changes_of(workspace: Workspace, source: str) -> list[Change]:
    """Read every whole change, oldest first. A line that a kill cut short was never acted on."""
    path = _folder(workspace) / f"{source}.jsonl"
    found = []
    for line in path.read_bytes().split(b"\n") if path.is_file() else ():
        try:
            found += [_CHANGE.validate_json(line)] if line.strip(b"\0\r ") else []
        except ValidationError:
            continue
    return found


def append(workspace: Workspace, source: str, change: Change) -> None:
    make_folder(_folder(workspace))
    append_line(_folder(workspace) / f"{source}.jsonl", _CHANGE.dump_json(change))


def remember(workspace: Workspace, register: Register) -> None:
    """Keep a register as the desk leaves it."""
    make_folder(_folder(workspace))
    write_atomically(_folder(workspace) / f"{register.source}.json", _REGISTER.dump_json(register))


def elsewhere(workspace: Workspace, register: Register) -> Change | None:
    """Say what was changed since the desk left a register; None where nothing was, or it never had it."""
    path = _folder(workspace) / f"{register.source}.json"
    try:
        last = _REGISTER.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    if last.sha256 == register.sha256:
        return None
    return change_of("elsewhere", "somebody, in Excel or elsewhere", last, register)


def _folder(workspace: Workspace) -> Path:
    return workspace.folder / "history"
