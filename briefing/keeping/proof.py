"""Proof that a pack is what was made: by its manifest, by the audit log, and by making it again."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from briefing import audit
from briefing.build.inputs import name_of
from briefing.build.version import make_version
from briefing.errors import BriefingError, MeetingError
from briefing.shelf import folder as packs
from briefing.shelf import manifest
from briefing.shelf.approval import faults_of
from briefing.shelf.manifest import Manifest
from briefing.shelf.parts import parts_of
from briefing.workspace import Workspace


@dataclass(frozen=True)
class Proof:
    """What was found about a pack."""

    shown: tuple[str, ...] = ()
    """What was proved, in sentences."""
    faults: tuple[str, ...] = ()
    """What is not as it was made."""
    remarks: tuple[str, ...] = ()
    """What could not be proved, and why."""

    def __add__(self, more: "Proof") -> "Proof":
        return Proof(self.shown + more.shown, self.faults + more.faults, self.remarks + more.remarks)


def place_of(workspace: Workspace | None, name: str) -> Path:
    """Return a folder or a file as it is; the name of a meeting as the folder of its last version."""
    if (place := Path(name)).exists():
        return place.resolve()
    with suppress(MeetingError):
        name = name_of(workspace, name) if workspace is not None else name
    if workspace is not None and (there := packs.versions(workspace.packs / name)):
        return workspace.packs / name / f"v{there[-1]}"
    raise BriefingError(
        f"{name}: found no such pack; wanted a folder such as packs/2026-12-03-rxx/v1, a file of one, or the "
        "name of a meeting that has a pack."
    )


def of_folder(workspace: Workspace | None, folder: Path, *, rebuild: bool = False) -> Proof:
    """Hold the files of a version against its manifest, the manifest against the audit log, and, with `rebuild`,
    every byte against a pack made again from what is in the workspace now."""
    if faults := faults_of(folder):
        return Proof(faults=tuple(faults))
    made = manifest.read((folder / manifest.NAME).read_bytes())
    proof = Proof((f"{folder}: {len(made.editions)} files, each as its manifest says ({_status(made)})",))
    if workspace is not None and folder.is_relative_to(workspace.packs):
        proof += _by_the_log(workspace, made)
    if rebuild and workspace is None:
        proof += Proof(remarks=("not made again: no workspace is at hand to make it from",))
    elif rebuild and workspace is not None:
        proof += _by_making_again(workspace, made)
    return proof


def of_file(workspace: Workspace, file: Path) -> Proof:
    """Find the pack that a single file is of, wherever the file has been since, and the pack gone since."""
    digest = manifest.sha256(file.read_bytes())
    for made, pruned in _every_manifest(workspace):
        for name, theirs in made.editions.items():
            if theirs == digest:
                where = f"packs/{made.meeting}/v{made.version}/{name}"
                gone = "; that version was pruned since" if pruned else ""
                return Proof((f"{file.name}: is {where}, unchanged ({_status(made)}{gone})",))
    return Proof(faults=(f"{file}: is no file of any pack in {workspace.packs}, or was changed since.",))


def _status(made: Manifest) -> str:
    approval = f"approved by {made.approval.by}" if made.approval is not None else "a draft"
    return f"version {made.version}, {approval}"


def _every_manifest(workspace: Workspace) -> Iterator[tuple[Manifest, bool]]:
    """Yield those of versions that are there, then of pruned ones (True), meeting by meeting."""
    for folder in sorted(path for path in workspace.packs.glob("*") if path.is_dir()):
        for version in packs.versions(folder):
            yield packs.manifest_of(folder, version), False
        for version in packs.pruned_versions(folder):
            yield packs.manifest_of(folder / packs.PRUNED, version), True


def _by_the_log(workspace: Workspace, made: Manifest) -> Proof:
    entries = [
        entry
        for entry in audit.read(workspace).entries
        if entry.action in ("built", "approved", "withdrawn")
        and (entry.about, entry.details.get("version")) == (made.meeting, made.version)
    ]
    noted = [entry.details.get("manifest") for entry in entries]
    if not noted and made.approval is not None:
        return Proof(
            faults=(f"{made.meeting}, version {made.version}: no entry of the audit log approves it",)
        )
    if not noted:
        unnamed = "the audit log does not name this version: only its own manifest vouches for it"
        return Proof(remarks=(unnamed,))
    if manifest.sha256(made.to_json()) not in noted:
        other = f"{made.meeting}, version {made.version}: its manifest is not the one in the audit log"
        return Proof(faults=(other,))
    known = Proof(("the manifest is the one in the audit log",))
    if (last := entries[-1]).action == "withdrawn":
        words = f"its approval was withdrawn at {last.at} by {last.details.get('by')}: {last.details.get('reason')}"
        return known + Proof(remarks=(words,))
    return known


def _by_making_again(workspace: Workspace, made: Manifest) -> Proof:
    if changed := manifest.differences(made.parts, parts_of(workspace, made.meeting)):
        since = f"not made again: what it was made from has changed since: {'; '.join(changed)}"
        return Proof(remarks=(since,))
    again, _ = make_version(workspace, made.meeting, version=made.version, approval=made.approval)
    if names := manifest.differences(made.editions, again.editions):
        return Proof(faults=tuple(f"{name}: made again from the same inputs, it differs" for name in names))
    count = len(again.editions)
    return Proof((f"made again from the same inputs: all {count} files are the same, byte for byte",))
