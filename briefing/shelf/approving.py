"""Approval: whose word it is, on exactly which draft, and what stands against it."""

from collections.abc import Mapping
from pathlib import Path

from briefing.errors import BriefingError, IntegrityError
from briefing.shelf import folder as packs
from briefing.shelf import manifest, standing
from briefing.shelf.manifest import Approval
from briefing.shelf.verifying import faults_of


def approval_of(meeting_folder: Path, version: int | None, *, by: str) -> Approval:
    """The approval of a draft, the last one where no version is given; raises where it can't be approved."""
    if not (there := packs.versions(meeting_folder)):
        raise BriefingError(
            f"{meeting_folder}: found no pack to approve. Make it and read it first: "
            f"briefing build {meeting_folder.name}"
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


def refuse_changes(
    meeting_folder: Path, approval: Approval, *, now: Mapping[str, str], content: str | None = None
) -> None:
    """Raises where the draft was made from other things than there are now, with their names.

    What may leave every page as it is passes until `content` is known: then it has to be the draft's.
    """
    made = packs.manifest_of(meeting_folder, approval.draft)
    changed = manifest.differences(made.parts, now)
    stands = standing.could_stand(made, now) and content in (None, made.content)
    if changed and not stands:
        raise BriefingError(
            f"{meeting_folder.name}: version {approval.draft} can't be approved as it was read; changed since: "
            f"{'; '.join(changed)}. Build a new draft and read it: briefing build {meeting_folder.name}"
        )
