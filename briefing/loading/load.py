"""From the inbox and the registers into the warehouse: each file is loaded whole, or refused whole."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Literal, TypeAlias

from briefing import audit
from briefing.errors import BriefingError, Fault, SourceError, printable
from briefing.loading.finding import find_files, no_registers
from briefing.loading.names import unknown_names
from briefing.loading.refusals import Refusal, lines_of, read_refusals, record_refusals, refusal_lines
from briefing.sources import SOURCES, Columns, read_file, source_named
from briefing.sources.files import open_file
from briefing.sources.limits import size_of, unforeseen, within_limits
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Sheet, counted, refused
from briefing.sources.source import LOCAL_FEED, Extract
from briefing.sources.unread import no_table
from briefing.warehouse import Limits, Load, Warehouse
from briefing.workspace import Workspace
from briefing.workspace.registers import untouched

Progress: TypeAlias = Callable[[str, int, int], None]
Check: TypeAlias = Callable[[Extract], Iterable[Fault]]
_FEW = 4
"""Of so few rows half may well go."""
_TITLES = {source.name: source.title for source in SOURCES}


@dataclass(frozen=True)
class FileReport:
    """What became of one file."""

    path: str
    state: Literal["loaded", "known", "refused", "empty"]
    loads: tuple[Load, ...] = ()
    faults: tuple[Fault, ...] = ()
    sha256: str = ""
    told_before: bool = False
    """It was refused as it is at an earlier look."""

    @property
    def alarming(self) -> bool:
        """Whether somebody must mend something: not so for a sound file that is of no use here."""
        return not all(fault.harmless for fault in self.faults)


@dataclass(frozen=True)
class LoadReport:
    """What became of every file that was looked at."""

    files: tuple[FileReport, ...]
    gone: tuple[str, ...] = ()
    """Registers that are no longer there, and whose rows still count."""
    nowhere: tuple[str, ...] = ()
    """Names in registers and settings that nobody knows."""
    bars_pages: bool = False
    """One of them could change a page, so that no pack is made."""

    def _of(self, state: str) -> tuple[FileReport, ...]:
        return tuple(file for file in self.files if file.state == state)

    @property
    def loaded(self) -> tuple[FileReport, ...]:
        return self._of("loaded")

    @property
    def refused(self) -> tuple[FileReport, ...]:
        return self._of("refused")

    def refusals(self) -> Iterator[str]:
        """Say which files were refused, each with every fault; a sound one of no use here once and not again."""
        yield from lines_of(
            (file.path, file.faults) for file in self.refused if file.alarming or not file.told_before
        )
        yield from (*self.gone, *self.nowhere)

    def news(self, known: Collection[tuple[str, str]]) -> Iterator[str]:
        """Say which files were refused that were not so at the last look, as path and hash."""
        for file in self.refused:
            if file.alarming and (file.path, file.sha256) not in known:
                yield from refusal_lines(file.path, file.faults)

    def lines(self, *, verbose: bool = False) -> Iterator[str]:
        """Say what was loaded and refused, and the sum; with `verbose`, checks and known files too."""
        for file in self.loaded:
            yield f"loaded {file.path}"
            for load in file.loads:
                yield from _load_lines(load, verbose=verbose)
        if verbose:
            yield from (f"known already: {file.path}" for file in self._of("known"))
        yield from self.refusals()
        known = f"{len(self._of('known'))} known already"
        refused = sum(file.alarming for file in self.refused)
        counts = f"{len(self.loaded)} loaded, {known}, {refused} refused"
        if unread := len(self.refused) - refused:
            counts += f", {unread} not read"
        yield counts if self.files else "nothing to load: no files in the inbox or the registers"


def load(
    workspace: Workspace,
    paths: Sequence[Path] = (),
    *,
    progress: Progress | None = None,
    check: Check = lambda _: (),
) -> LoadReport:
    """Load the given files and folders, or without any the inbox and the registers.

    What is known already is left alone. A refused file doesn't keep the others from being loaded, and is
    written down for `status`. What was loaded before an error stays loaded. `check` says what else is wrong
    with what a file holds: with names and values that rooms below know.
    """
    usual = [folder for folder in (workspace.registers, workspace.inbox) if folder.is_dir()]
    asked = [one for path in paths for one in (usual if path.resolve() == workspace.folder else [path])]
    files = find_files(asked or usual, registers=workspace.registers)
    warehouse = warehouse_of(workspace)
    reader = _Reader(workspace)
    barred = _barred(workspace, warehouse, reader)
    earlier = known_refusals(workspace)
    reports: list[FileReport] = []

    def wrong(extract: Extract) -> Iterator[Fault]:
        yield from check(extract)
        yield from _claimed(
            extract, path, workspace, warehouse, fresh={one.path for one in reports if one.loads}
        )

    for number, path in enumerate(files):
        name = printable(name_in(workspace, path))
        if progress is not None:
            progress(name, number, len(files))
        report = _load_one(warehouse, path, name, reader, barred.get(path), wrong)
        reports.append(replace(report, told_before=(name, report.sha256) in earlier))
        refused = [Refusal(name, report.sha256, _now(), report.faults)] if report.state == "refused" else []
        record_refusals(workspace.warehouse, refused, seen=[name])  # at once: somebody may look on
    return LoadReport(tuple(reports), () if paths else tuple(gone_registers(workspace)))


def gone_registers(workspace: Workspace) -> Iterator[str]:
    """Say which registers are no longer in their folder, though what they held still counts."""
    latest = {load.source: load for load in warehouse_of(workspace).loads()}
    for load in latest.values():
        inside = (workspace.folder / load.path).is_relative_to(workspace.registers)
        if inside and load.rows and not (workspace.folder / load.path).exists():
            rows = "row still counts" if load.rows == 1 else f"{load.rows:,} rows still count"
            told = f"{load.path} is no longer there, and its {rows}: put it back"
            snapshot = source_named(load.source).keeps == "snapshot"
            yield f"{told}, or one with its headings alone, which takes them out." if snapshot else f"{told}."


def known_refusals(workspace: Workspace) -> set[tuple[str, str]]:
    """What was refused at the last look, as path and hash: seen by somebody already, or soon."""
    return {(refusal.path, refusal.sha256) for refusal in read_refusals(workspace.warehouse)}


def warehouse_of(workspace: Workspace) -> Warehouse:
    """Open the warehouse of a workspace, within the limits of its settings."""
    machine = workspace.settings.machine
    return Warehouse(workspace.warehouse, limits=Limits(machine.memory, machine.threads))


def name_in(workspace: Workspace, path: Path) -> str:
    """Name a file as the ledger does: relative to the workspace when inside it."""
    inside = path.is_relative_to(workspace.folder)
    return (path.relative_to(workspace.folder) if inside else path).as_posix()


def _barred(workspace: Workspace, warehouse: Warehouse, reader: "_Reader") -> dict[Path, tuple[Fault, ...]]:
    """Find the files in registers/ that are not read, whatever they hold: copies, and two of one register."""
    if not workspace.registers.is_dir():
        return {}
    files = find_files([workspace.registers], registers=workspace.registers)
    blank = {path for path in files if path.parent == workspace.registers and _is_untouched(path)}
    aside = no_registers(workspace.registers, blank=blank)
    held: dict[str, list[tuple[Path, int]]] = {}
    for path in files:
        if path not in aside and path not in blank:
            for source, rows in _rows_of(path, warehouse, reader).items():
                held.setdefault(source, []).append((path, rows))
    barred: dict[Path, tuple[Fault, ...]] = {path: (fault,) for path, fault in aside.items()}
    for source, rivals in held.items():
        if len(rivals) > 1:
            listed = " and ".join(f"{path.name} with {counted(rows, 'row')}" for path, rows in rivals)
            for path, _ in rivals:
                remedy = "Put all rows into one of them, and take the others out of registers/."
                fault = Fault(path.name, f"{_TITLES[source]} in {listed}", "one file a register", remedy)
                barred[path] = (*barred.get(path, ()), fault)
    return barred


def _claimed(
    extract: Extract, path: Path, workspace: Workspace, warehouse: Warehouse, *, fresh: Collection[str]
) -> Iterator[Fault]:
    """Refuse a register from elsewhere beside the one in its folder, or beside another of the same moment."""
    source = source_named(extract.source)
    if (source.publisher, source.keeps) != (LOCAL_FEED, "snapshot") or path.is_relative_to(
        workspace.registers
    ):
        return
    for load in warehouse.loads():
        other = workspace.folder / load.path
        there = load.path in fresh or (other.is_relative_to(workspace.registers) and other.is_file())
        if load.source == source.name and load.counts and load.rows and there and other != path:
            name, rows = name_in(workspace, path), counted(extract.table.num_rows, "row")
            listed = f"{load.path} with {counted(load.rows, 'row')} and {name} with {rows}"
            remedy = "Put all rows into one of them, and take the other out."
            yield Fault(path.name, f"{source.title} in {listed}", "one file a register", remedy)


def _is_untouched(path: Path) -> bool:
    try:
        return sha256_of(path) in untouched()
    except (SourceError, OSError):
        return False


def _rows_of(path: Path, warehouse: Warehouse, reader: "_Reader") -> dict[str, int]:
    """Count the rows of each register that a file holds; none where it is refused for faults of its own."""
    try:
        sha256 = sha256_of(path)
        held = [load for load in warehouse.loads() if load.sha256 == sha256]
        if held:
            rows = {load.source: load.rows for load in held}
        else:
            rows = {each.source: each.table.num_rows for each in reader.read(path, sha256) or ()}
    except (SourceError, OSError):
        return {}
    return {source: n for source, n in rows.items() if source_named(source).keeps == "snapshot"}


def _load_one(
    warehouse: Warehouse,
    path: Path,
    name: str,
    reader: "_Reader",
    barred: tuple[Fault, ...] | None,
    check: Check,
) -> FileReport:
    sha256 = ""
    try:
        sha256 = sha256_of(path)
        if barred:
            raise SourceError(barred)
        if warehouse.knows(name, sha256):
            return FileReport(name, "known")
        if (read := reader.read(path, sha256)) is None:
            extracts = _emptied(warehouse, name)
        else:
            extracts = [_with_loss(each, warehouse) for each in read]
            faults = (fault for extract in extracts for fault in check(extract))
            names = (fault for extract in extracts for fault in unknown_names(extract, reader.workspace))
            for wrong in (faults, names):  # found as far as they are told
                if (first := next(wrong, None)) is not None:
                    raise SourceError(chain([first], wrong))
        if not extracts:
            return FileReport(name, "empty")
        loads = warehouse.add(extracts, name, sha256)
        return FileReport(name, "loaded" if loads else "known", loads)
    except SourceError as error:
        return FileReport(name, "refused", faults=error.faults, sha256=sha256)
    except BriefingError:
        raise
    except OSError as error:
        remedy = "Check that it may be read and is not open in another program."
        fault = Fault(path.name, error.strerror or "no way to open it", "a file that can be read", remedy)
        return FileReport(name, "refused", faults=(fault,), sha256=sha256)
    except Exception:
        return FileReport(name, "refused", faults=(unforeseen(path),), sha256=sha256)


def _with_loss(extract: Extract, warehouse: Warehouse) -> Extract:
    """Note where a file that takes the place of another holds half of its rows or fewer."""
    if source_named(extract.source).keeps != "snapshot":
        return extract
    before = max(
        (load.rows for load in warehouse.loads() if load.source == extract.source and load.counts), default=0
    )
    now = extract.table.num_rows
    if before < _FEW or 2 * now > before:
        return extract
    note = f"the file before held {counted(before, 'row')}: if any were lost, put it back and load it again"
    return replace(extract, notes=(*extract.notes, note))


class _Reader:
    """Reads each file once, for all who ask, and within limits."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._released = audit.released(workspace)
        self._read: dict[tuple[Path, str], list[Extract] | SourceError | None] = {}

    def read(self, path: Path, sha256: str) -> list[Extract] | None:
        """Read a file; None for a register with nothing but headings."""
        if (path, sha256) not in self._read:
            try:
                found: list[Extract] | SourceError | None = self._read_now(path, sha256)
            except SourceError as error:
                found = error
            if not path.is_relative_to(self.workspace.registers):
                return _unless_refused(found)
            self._read[path, sha256] = found
        return _unless_refused(self._read[path, sha256])

    def _read_now(self, path: Path, sha256: str) -> list[Extract] | None:
        register = path.is_relative_to(self.workspace.registers)
        if register and sha256 in untouched():
            return None
        if (fault := no_table(path, register=register)) is not None:
            raise SourceError([fault])
        settings = self.workspace.settings
        extracts = read_within_limits(
            path,
            register=register,
            columns=settings.columns,
            american=settings.dates == "us",
            released=self._released,
        )
        if sha256_of(path) != sha256:  # a half-copied one may look whole
            remedy = "Wait until it has been copied or saved, then load again."
            found = "a file that changed while it was read"
            raise refused(path.name, found, remedy, wanted="a finished file")
        return extracts


def _unless_refused(found: list[Extract] | SourceError | None) -> list[Extract] | None:
    if isinstance(found, SourceError):
        raise found
    return found


def read_within_limits(
    path: Path,
    *,
    register: bool,
    columns: Columns | None = None,
    american: bool = False,
    released: frozenset[str] = frozenset(),
) -> list[Extract] | None:
    """Read a file, in another process; None for a register that has been emptied down to its headings."""
    return within_limits(
        _extracts, path, register=register, columns=columns or {}, american=american, released=released
    )


def _extracts(
    path: Path, *, register: bool, columns: Columns, american: bool, released: frozenset[str]
) -> list[Extract] | None:
    if register and all(_is_blank(sheet) for sheet in open_file(path)):
        return None
    return read_file(path, columns=columns, american=american, released=released)


def _is_blank(sheet: Sheet) -> bool:
    """Say whether a sheet has headings and nothing else: all of it is looked at, or its rows would be taken out."""
    if sum(any(row) for row in sheet.head) > 1:
        return False
    filled = list(islice((row for row in sheet.records() if any(cell.strip() for cell in row)), 2))
    is_remark = len(filled) == 1 and sum(bool(cell.strip()) for cell in filled[0]) == 1
    return len(filled) < 2 and not is_remark


def _emptied(warehouse: Warehouse, name: str) -> list[Extract]:
    """Give the extracts of a register that held rows when it was last loaded, and holds none now."""
    sources = {load.source for load in warehouse.loads() if load.path == name}
    note = "the register has been emptied"
    return [Extract(source, None, SCHEMAS[source].empty_table(), notes=(note,)) for source in sorted(sources)]


def sha256_of(path: Path) -> str:
    if printable(path.name) != path.name or "\n" in path.name:
        remedy = "Rename it: nobody could tell it from another by what is printed of it."
        raise refused(path.name, "a name that can't be printed", remedy, wanted="letters, digits and dashes")
    size_of(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load_lines(load: Load, *, verbose: bool) -> Iterator[str]:
    month = f", {load.period:%B %Y}" if load.period else ""
    vintage = f", vintage {load.vintage}" if load.vintage > 1 else ""
    unused = "" if load.counts else "; not in use: a revised or later file counts"
    yield f"  {_TITLES.get(load.source, load.source)}{month}{vintage}: {counted(load.rows, 'row')}{unused}"
    yield from (f"    note: {note}" for note in load.notes)
    if verbose:
        yield from (f"    checked: {check.name}: {check.detail}" for check in load.checks)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
