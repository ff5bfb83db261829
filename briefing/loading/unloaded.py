"""What lies in the workspace and is not what was loaded: registers that somebody saved since, files nobody has read.

registers/interests.xlsx    its hash is not the loaded one                changed since it was loaded
inbox/MSitAE-May.csv        no load and no refusal has its name           not loaded yet
inbox/MSitAE-April.csv      saved after it was loaded, its hash another   changed since it was loaded
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from briefing.errors import SourceError
from briefing.loading.finding import find_files, no_registers
from briefing.loading.load import known_refusals, name_in, read_within_limits, sha256_of, warehouse_of
from briefing.loading.refusals import read_refusals
from briefing.workspace import Workspace
from briefing.workspace.registers import untouched


def unloaded(workspace: Workspace) -> Iterator[str]:
    """Say of each file in registers/ and inbox/ that a load would read, and why; refused ones are told of elsewhere."""
    for folder in (workspace.registers, workspace.inbox):
        if folder.is_dir():
            yield from _in_folder(workspace, folder)


def unloaded_registers(workspace: Workspace) -> list[str]:
    """Say it of the registers alone, and which were refused: they decide who is asked, told and trusted."""
    if not workspace.registers.is_dir():
        return []
    refused = [
        f"{one.path}: was refused, and an earlier one counts"
        for one in read_refusals(workspace.warehouse)
        if _is_register(workspace, one.path) and not all(fault.harmless for fault in one.faults)
    ]
    return [*_in_folder(workspace, workspace.registers), *refused]


def _is_register(workspace: Workspace, name: str) -> bool:
    path = workspace.folder / name
    return path.is_relative_to(workspace.registers) and path.is_file()


def _in_folder(workspace: Workspace, folder: Path) -> Iterator[str]:
    warehouse = warehouse_of(workspace)
    loaded = {load.path: load.loaded_at for load in warehouse.loads()}
    refused = known_refusals(workspace)
    files = find_files([folder], registers=workspace.registers)
    aside = no_registers(workspace.registers, blank=()) if folder == workspace.registers else {}
    for path in files:
        name = name_in(workspace, path)
        if path in aside or (folder != workspace.registers and _older(path, loaded.get(name))):
            continue
        try:
            sha256 = sha256_of(path)
        except (SourceError, OSError) as error:
            yield f"{name}: {error}"
            continue
        known = warehouse.knows(name, sha256) or (name, sha256) in refused or sha256 in untouched()
        if not known and (name in loaded or not _is_blank(path, workspace)):
            yield f"{name}: {'changed since it was loaded' if name in loaded else 'not loaded yet'}"


def _is_blank(path: Path, workspace: Workspace) -> bool:
    """A register with its headings alone that never had a row brings nothing, however often it is loaded."""
    with suppress(SourceError, OSError):
        return path.is_relative_to(workspace.registers) and read_within_limits(path, register=True) is None
    return False


def _older(path: Path, loaded_at: str | None) -> bool:
    """Say whether a file was last saved before it was loaded: then a large one is not read again for its hash."""
    return loaded_at is not None and path.stat().st_mtime < datetime.fromisoformat(loaded_at).timestamp()
