"""The packs of a meeting of a loaded workspace, drawn up and not laid out."""

from briefing.build.inputs import context_of, gather, meeting_of
from briefing.build.packs import packs_of
from briefing.pack.model import Pack
from briefing.workspace import Workspace


def built_packs(workspace: Workspace, meeting_id: str) -> list[Pack]:
    with context_of(workspace) as context:
        return list(packs_of(gather(workspace, meeting_of(workspace, meeting_id)), context, version=1))
