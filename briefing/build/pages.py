"""Documents that belong to no meeting, printed in all their forms."""

from collections.abc import Iterable

from briefing.document.blocks import Document, Masthead
from briefing.render.look import look_of
from briefing.render.press import Files, print_all
from briefing.workspace import Workspace


def masthead_of(workspace: Workspace, *, number: int = 1) -> Masthead:
    """Return the head of a document that nobody approves: whose it is, and its marking."""
    settings = workspace.settings
    return Masthead(settings.commissioner.name, number, "approved", settings.marking)


def files_of(workspace: Workspace, documents: Iterable[Document]) -> Files:
    """Print documents, each in its forms."""
    files: Files = {}
    for made in print_all(list(documents), look=look_of(workspace)):
        files |= made
    return files
