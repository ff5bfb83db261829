"""Who may read which papers of a meeting: what the post would bring them, and no more.

a manager                       every paper
the chair of the meeting        every paper, as the chair approves what is sent
the clerk, who is on the panel  their own, once they are approved: another's pack and the chair's order never
anybody else                    none
"""

from pathlib import PurePath

from briefing.build.inputs import meeting_of
from briefing.errors import BriefingError
from briefing.meeting.outline import outline_of
from briefing.post.dispatch import everybody
from briefing.shelf import folder as packs
from briefing.shelf.approval import is_withdrawn
from briefing.shelf.manifest import Manifest
from briefing.web.users import Role, User
from briefing.workspace import Workspace


def parts_of(workspace: Workspace, user: User, meeting: str) -> frozenset[Role]:
    """Return what somebody is in a meeting: a manager in every one, others by its file."""
    found = outline_of(workspace.meetings / meeting)
    parts: dict[Role, bool] = {
        "manager": user.is_manager,
        "chair": bool(user.id) and user.id == found.chair,
        "clerk": bool(user.id) and user.id == found.clerk,
        "gp": bool(user.id) and user.id in found.panel,
    }
    return frozenset(role for role, theirs in parts.items() if theirs)


def readable(workspace: Workspace, user: User, made: Manifest) -> frozenset[str]:
    """Return the files of a version that somebody may open."""
    files, parts = frozenset(made.editions), parts_of(workspace, user, made.meeting)
    if parts & {"manager", "chair"}:
        return files
    if not parts or not is_out(workspace, made):
        return frozenset()
    try:
        meeting = meeting_of(workspace, made.meeting)
        stems = {stem for one in everybody(workspace, meeting) if one.key == user.id for stem in one.stems}
    except BriefingError:  # a meeting that can't be read has no readers
        return frozenset()
    return frozenset(name for name in files if PurePath(name).stem in stems and "/" not in name)


def is_out(workspace: Workspace, made: Manifest) -> bool:
    """Say whether a version is approved, and nobody has withdrawn that."""
    return packs.is_approved(workspace.packs / made.meeting, made.version) and not is_withdrawn(
        workspace, made
    )
