"""Proof that a pack is what was made: by its manifest, by the audit log, and by making it again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing import audit
from briefing.build.version import make_version
from briefing.errors import BriefingError
from briefing.shelf import folder as packs
from briefing.shelf import manifest
from briefing.shelf.approval import faults_of
from briefing.shelf.manifest import Manifest
from briefing.shelf.parts import parts_of
from briefing.workspace import Workspace


@dataclass(frozen=True)
class Proof:
    """What was found about a pack."""

    shown: tuple[str, ...]
    """What was proved, in sentences."""
    faults: tuple[str, ...]
    """What is not as it was made."""
    remarks: tuple[str, ...] = ()
    """What could not be proved, and why."""


def place_of(workspace: Workspace | None, said: str) -> Path:
    """A folder or a file as it is; the name of a meeting as the folder of its last version."""
    if (place := Path(said)).exists():
        return place.resolve()
    if workspace is not None and (there := packs.versions(workspace.packs / said)):
        return workspace.packs / said / f"v{there[-1]}"
    raise BriefingError(
        f"{said}: found no such pack; wanted a folder such as packs/2026-12-03-rxx/v1, a file of one, or the "
        "name of a meeting that has a pack."
    )


def of_folder(workspace: Workspace | None, folder: Path, *, rebuild: bool = False) -> Proof:
    """Holds the files of a version against its manifest, the manifest against the audit log, and, with
    `rebuild`, every byte against a pack made again from what is in the workspace now."""
    if faults := faults_of(folder):
        return Proof((), tuple(faults))
    made = manifest.read((folder / manifest.NAME).read_bytes())
    shown = [f"{folder}: {len(made.editions)} files, each as its manifest says ({_standing(made)})"]
    remarks: list[str] = []
    if workspace is not None and folder.is_relative_to(workspace.packs):
        seen, faults, remarks = _held_to_the_log(workspace, made)
        shown += seen
    if rebuild:
        again, differing, unproved = _made_again(workspace, made)
        shown, faults, remarks = [*shown, *again], [*faults, *differing], [*remarks, *unproved]
    return Proof(tuple(shown), tuple(faults), tuple(remarks))


def of_file(workspace: Workspace, file: Path) -> Proof:
    """Finds the pack that a single file is of, wherever the file has been since, and the pack gone since."""
    digest = manifest.sha256(file.read_bytes())
    for made, pruned in _every_manifest(workspace):
        for name, theirs in made.editions.items():
            if theirs == digest:
                where = f"packs/{made.meeting}/v{made.version}/{name}"
                gone = "; that version was pruned since" if pruned else ""
                return Proof((f"{file.name}: is {where}, unchanged ({_standing(made)}{gone})",), ())
    return Proof((), (f"{file}: is no file of any pack in {workspace.packs}, or was changed since.",))


def _standing(made: Manifest) -> str:
    return f"version {made.version}, " + (
        f"approved by {made.approval.by}" if made.approval is not None else "a draft"
    )


def _every_manifest(workspace: Workspace) -> Iterator[tuple[Manifest, bool]]:
    """Those of versions that are there, then of pruned ones (True), meeting by meeting."""
    for folder in sorted(path for path in workspace.packs.glob("*") if path.is_dir()):
        for version in packs.versions(folder):
            yield packs.manifest_of(folder, version), False
        for version in packs.pruned_versions(folder):
            yield packs.manifest_of(folder / packs.PRUNED, version), True


def _held_to_the_log(workspace: Workspace, made: Manifest) -> tuple[list[str], list[str], list[str]]:
    written = manifest.sha256(made.to_json())
    noted = [
        entry.details.get("manifest")
        for entry in audit.read(workspace).entries
        if entry.action in ("built", "approved")
        and (entry.about, entry.details.get("version")) == (made.meeting, made.version)
    ]
    if not noted:
        return [], [], ["the audit log does not name this version: only its own manifest vouches for it"]
    if written not in noted:
        return (
            [],
            [f"{made.meeting}, version {made.version}: its manifest is not the one in the audit log"],
            [],
        )
    return ["the manifest is the one in the audit log"], [], []


def _made_again(workspace: Workspace | None, made: Manifest) -> tuple[list[str], list[str], list[str]]:
    if workspace is None:
        return [], [], ["not made again: no workspace is at hand to make it from"]
    now = parts_of(workspace, made.meeting)
    if changed := manifest.differences(made.parts, now):
        return [], [], [f"not made again: what it was made from has changed since: {'; '.join(changed)}"]
    again, _ = make_version(workspace, made.meeting, version=made.version, approval=made.approval)
    differing = manifest.differences(made.editions, again.editions)
    if differing:
        return [], [f"{name}: made again from the same inputs, it differs" for name in differing], []
    return (
        [f"made again from the same inputs: all {len(again.editions)} files are the same, byte for byte"],
        [],
        [],
    )
