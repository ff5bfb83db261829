"""Registers as people type them: checked as at loading, saved into the file that Excel opens, with history and undo.

Whoever saves says which file they opened. Where it is another by now, nothing is saved: they are shown what was saved
meanwhile, and their own words stay theirs to save.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Literal

from briefing import audit, formats
from briefing.build.inputs import names_unknown, registers_of, registry_of
from briefing.disk import write_atomically, write_lock
from briefing.errors import BriefingError, Fault, SourceError
from briefing.loading.names import unknown_names
from briefing.meeting import register_history
from briefing.meeting.plans import metrics_exist, values_in_range
from briefing.meeting.register_file import ENDINGS, Register, Row, file_content, open_register, read_register
from briefing.meeting.register_history import Change, Event, change_of
from briefing.meeting.registers import rows_of
from briefing.meeting.screening import identifiers_in
from briefing.sources import source_named
from briefing.sources.limits import within_limits
from briefing.sources.sheets import Sheet
from briefing.sources.source import Extract
from briefing.sources.values import Unreadable
from briefing.workspace import Workspace
from briefing.workspace.registers import REGISTERS

_SECONDS = 30.0
Fate = Literal["saved", "unchanged", "overtaken", "refused"]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, or with a register as a whole."""

    at: int | None
    """The place of its line in the register."""
    column: str
    message: str
    refuses: bool = True
    """Such a register is not loaded; else it is, and no page may say what the cell means."""


@dataclass(frozen=True)
class Edit:
    """One line as it was opened, and as it is to be, by our own columns."""

    line: int | None
    """Its row in the file that was opened; None for a new one."""
    was: Row
    now: Row
    removed: bool = False

    @property
    def changes(self) -> dict[str, str]:
        return {column: text for column, text in self.now.items() if text != self.was.get(column, "")}


@dataclass(frozen=True)
class Outcome:
    fate: Fate
    register: Register
    """As it stands in its file; refused, as it would have stood."""
    problems: tuple[Problem, ...] = ()
    change: Change | None = None
    notes: tuple[str, ...] = ()


def opened(workspace: Workspace, source: str) -> Register:
    """Open a register as its file is now."""
    return open_register(workspace.registers, source, names=_names(workspace, source))


def typed(source: str, column: str, text: str) -> str:
    """Return what was typed as it is kept: days as 2026-04-30, whichever way they were written."""
    text = formats.one_line(text)
    found = next(one for one in source_named(source).columns if one.name == column)
    if text and str(found.kind) == "date32[day]" and found.parser is not None:
        with suppress(Unreadable):
            return str(found.parser(text))
    return text


def shown(text: str) -> str:
    """Return a day as it is written here, anything else as it is kept."""
    with suppress(ValueError):
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    return text


def with_edits(register: Register, edits: Sequence[Edit]) -> Register:
    """Return a register as it would be."""
    places = {line.number: at for at, line in enumerate(register.lines)}
    gone = []
    for edit in edits:
        at = places.get(edit.line) if edit.line is not None else None
        if edit.line is not None and edit.removed:
            gone += [at] if at is not None else []
        elif edit.changes and not edit.removed:
            register = register.with_cells(at, edit.changes)
    for at in sorted(gone, reverse=True):
        register = register.without_line(at)
    return register


def save(workspace: Workspace, source: str, edits: Sequence[Edit], *, digest: str) -> Outcome:
    """Save what was typed over the file that was opened: all of it, or nothing and what is wrong with it."""
    with _held(workspace, source) as before:
        if before.sha256 != digest:
            return Outcome("overtaken", before)
        return _keep(workspace, before, with_edits(before, edits), event="changed")


def undo(workspace: Workspace, source: str, at: str) -> Outcome:
    """Undo one change: every cell of it that nobody has changed since."""
    with _held(workspace, source) as before:
        change = next((one for one in register_history.changes_of(workspace, source) if one.at == at), None)
        if change is None:
            raise BriefingError(f"{source}: found no change of {at} that could be undone.")
        after, notes = register_history.undone(before, change)
        done = _keep(workspace, before, after, event="undone", undoes=at)
        return replace(done, notes=tuple(notes))


def take_file(workspace: Workspace, source: str, file: Path, *, digest: str) -> Outcome:
    """Put a file of Excel or a csv in the place of the register, as it is, once it is shown to be right."""
    with _held(workspace, source) as before:
        if before.sha256 != digest:
            return Outcome("overtaken", before)
        after = within_limits(read_register, file, source, _names(workspace, source))
        if not any(after.headings.values()):
            raise BriefingError(
                f"{file.name}: found no columns of this register. Download it, and change that file."
            )
        target = workspace.registers / f"{source}{file.suffix.lower()}"
        if found := [one for one in problems(workspace, after) if one.refuses]:
            return Outcome("refused", after, tuple(found))
        content = file.read_bytes()
        return _write(workspace, before, replace(after, path=target), content, event="imported")


def history(workspace: Workspace, source: str) -> list[Change]:
    """Return what became of a register, the last first; what was changed elsewhere since as well."""
    since = register_history.elsewhere(workspace, opened(workspace, source))
    return [*([since] if since else []), *reversed(register_history.changes_of(workspace, source))]


def problems(workspace: Workspace, register: Register) -> list[Problem]:
    """Find all that is wrong with a register, by its lines: what loading it would say, and what would bar its pages."""
    identified = list(_identifiers(workspace, register))
    hidden = {(one.at, one.column) for one in identified}
    try:
        (extract,) = source_named(register.source).read(_sheet(workspace, register))
    except SourceError as error:
        found = [_problem(register, fault) for fault in error.faults]
    else:
        found = [_problem(register, fault) for fault in _refusing(workspace, extract)]
        if not found:
            unknown = names_unknown(workspace, extract)
            found = [replace(_problem(register, fault), refuses=False) for fault in unknown]
    return [*identified, *(one for one in found if (one.at, one.column) not in hidden)]


def _refusing(workspace: Workspace, extract: Extract) -> Iterator[Fault]:
    known = registry_of(workspace)
    checks = (metrics_exist(known), values_in_range(known))
    yield from chain.from_iterable(check(extract) for check in checks)
    yield from unknown_names(extract, workspace)


def _identifiers(workspace: Workspace, register: Register) -> Iterator[Problem]:
    released = audit.released(workspace)
    people = rows_of(registers_of(workspace, "people")["people"])
    names = [row["name"] for row in people]
    for at, row in enumerate(register.rows):
        for column, kinds in identifiers_in(register.source, register.ours(row), names, released=released):
            message = f"Found what looks like {kinds}; wanted words that identify no patient. Take it out."
            yield Problem(at, column, message)


def _sheet(workspace: Workspace, register: Register) -> Sheet:
    """Return a register as a reader of files would find it: each line by its place."""
    columns = tuple(column for column in register.headings.values() if column)
    rows = [columns, *(tuple(register.of(row, column) for column in columns) for row in register.rows)]
    american = workspace.settings.dates == "us"
    return Sheet(register.path.name, register.source, tuple(rows[:30]), lambda: iter(rows), american=american)


def _problem(register: Register, fault: Fault) -> Problem:
    message = f"Found {fault.found}; wanted {fault.wanted}. {fault.remedy}"
    return Problem(
        fault.row - 2 if fault.row is not None and fault.row > 1 else None, fault.column or "", message
    )


def _keep(
    workspace: Workspace, before: Register, after: Register, *, event: Event, undoes: str = ""
) -> Outcome:
    if after.rows == before.rows:
        return Outcome("unchanged", before)
    found = problems(workspace, after)
    if any(one.refuses for one in found):
        return Outcome("refused", after, tuple(found))
    content = file_content(after, names=_names(workspace, after.source))
    return _write(workspace, before, after, content, event=event, undoes=undoes)


def _write(
    workspace: Workspace,
    before: Register,
    after: Register,
    content: bytes,
    *,
    event: Event,
    undoes: str = "",
) -> Outcome:
    """Write history and log, then the file: what a kill keeps from being done is told as changed elsewhere."""
    source = after.source
    if (since := register_history.elsewhere(workspace, before)) is not None:
        register_history.append(workspace, source, since)
    after = replace(after, sha256=sha256(content).hexdigest())
    change = change_of(event, audit.author(), before, after, undoes=undoes)
    register_history.append(workspace, source, change)
    audit.record(
        workspace,
        "changed",
        f"registers/{after.path.name}",
        what=f"{event}: {change.summary}",
        before=before.sha256,
        after=after.sha256,
    )
    write_atomically(after.path, content)
    for other in (before.path.with_suffix(ending) for ending in ENDINGS):
        if other != after.path and other.exists():
            other.unlink()
    now = opened(workspace, source)
    register_history.remember(workspace, now)
    return Outcome("saved", now, change=change)


@contextmanager
def _held(workspace: Workspace, source: str) -> Iterator[Register]:
    lock = workspace.warehouse / "registers.lock"
    with write_lock(lock, purpose=f"saving the register of {source}", seconds=_SECONDS):
        yield opened(workspace, source)


def _names(workspace: Workspace, source: str) -> Mapping[str, str]:
    if source not in REGISTERS:
        raise BriefingError(f"found no register {source!r}; wanted one of: {formats.listed(REGISTERS)}.")
    return workspace.settings.columns.get(source, {})
