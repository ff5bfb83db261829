"""Whose word a version has, on exactly which draft; and whether a folder is what its manifest says."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from briefing import audit
from briefing.disk import copied, is_left_behind
from briefing.errors import BriefingError, IntegrityError
from briefing.formats import typed
from briefing.shelf import folder as packs
from briefing.shelf import manifest
from briefing.shelf.manifest import Approval, Manifest
from briefing.workspace import Workspace


def approval_of(meeting_folder: Path, version: int | None, *, by: str) -> Approval:
    """Return the approval of a draft, the last one where no version is given; raise where it can't be approved."""
    if not (there := packs.versions(meeting_folder)):
        raise BriefingError(
            f"{meeting_folder}: found no pack to approve. Make it and read it first: "
            f"briefing build {typed(meeting_folder.name)}"
        )
    draft = there[-1] if version is None else version
    made = packs.manifest_of(meeting_folder, draft)
    if made.approval is not None:
        raise BriefingError(
            f"{meeting_folder.name}: version {draft} is approved already, by {made.approval.by}."
        )
    if faults := faults_of(meeting_folder / f"v{draft}"):
        raise IntegrityError("\n".join([*faults, "Build the pack again, read that, and approve it."]))
    return Approval(by=by, draft=draft, draft_manifest=manifest.sha256(made.to_json()))


def is_withdrawn(workspace: Workspace, made: Manifest) -> bool:
    """Say whether the approval of a version was taken back."""
    decided = audit.decisions(workspace, made.meeting).get(made.version)
    return decided is not None and decided.action == "withdrawn"


def refuse_unknown(workspace: Workspace, made: Manifest) -> str:
    """Return the hash of the entry that approved a version; raise where none did, or one withdrew it since."""
    log, name = audit.read(workspace), f"{made.meeting}: version {made.version}"
    if log.faults:
        raise IntegrityError("\n".join(f"{audit.NAME}: {fault}" for fault in log.faults))
    digest = manifest.sha256(made.to_json())
    entries = zip(log.entries, audit.hashes_of(log), strict=True)
    of_it = [
        one for one in entries if one[0].about == made.meeting and one[0].details.get("manifest") == digest
    ]
    approvals = [seal for entry, seal in of_it if entry.action == "approved"]
    if not approvals:
        raise IntegrityError(
            f"{name}: no entry of the audit log approves it, so it is not sent. Find out who put it there; then build "
            f"it again and have it approved: briefing build {typed(made.meeting)} --again"
        )
    last = of_it[-1][0]
    if last.action == "withdrawn":
        raise BriefingError(
            f"{name}: its approval was withdrawn by {last.details.get('by')}: {last.details.get('reason')}. "
            f"Build what is right and have it approved: briefing build {typed(made.meeting)}"
        )
    return approvals[-1]


def refuse_changes(
    meeting_folder: Path, approval: Approval, *, now: Mapping[str, str], content: str | None = None
) -> None:
    """Raise where the draft was made from other things than there are now, with their names.

    What may leave every page as it is passes until `content` is known: then it has to be the draft's.
    """
    made = packs.manifest_of(meeting_folder, approval.draft)
    changed = manifest.differences(made.parts, now)
    if changed and not (made.could_stand(now) and content in (None, made.content)):
        raise BriefingError(
            f"{meeting_folder.name}: version {approval.draft} can't be approved as it was read; changed since: "
            f"{'; '.join(changed)}. Build a new draft and read it: briefing build {typed(meeting_folder.name)}"
        )


def faults_of(folder: Path) -> list[str]:
    """Say what differs between the files of a version and its manifest; nothing where they belong together."""
    try:
        made = manifest.read((folder / manifest.NAME).read_bytes())
    except (OSError, ValueError) as error:
        return [f"{folder / manifest.NAME}: can't be read as a manifest ({error})"]
    return list(_faults(folder, made))


def _faults(folder: Path, made: Manifest) -> Iterator[str]:
    if made.parts and manifest.fingerprint(made.parts) != made.fingerprint:
        yield f"{folder / manifest.NAME}: the parts it names are not those of its fingerprint"
    if made.parts and (made.approval is not None) != (made.status == "approved"):
        yield f"{folder / manifest.NAME}: says {made.status}, and its approval says otherwise"
    for name, digest in sorted(made.editions.items()):
        path = folder / name
        if not path.is_file():
            yield f"{path}: is missing"
        elif manifest.sha256(path.read_bytes()) != digest:
            yield f"{path}: was changed after it was made"
    known = {*made.editions, manifest.NAME}
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        name = path.relative_to(folder).as_posix()
        if name not in known and not (is_left_behind(path.name) or copied(name, known)):
            yield f"{path}: is no part of this pack"
