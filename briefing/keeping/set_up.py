"""What a workspace sets up for itself, tried before a build or a sending trips over it."""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator

from briefing import formats, standards
from briefing.build.inputs import registry_of
from briefing.challenge.patterns import load_patterns
from briefing.errors import BriefingError
from briefing.keeping.finding import Finding
from briefing.post.ledger import letters_in_doubt
from briefing.post.letter import LOCK
from briefing.post.mail import PASSWORD, trust
from briefing.render.look import look_of
from briefing.workspace import Workspace


def own_files(workspace: Workspace) -> Iterator[Finding]:
    """Metrics, question patterns, standards and look of one's own: each is read as a build reads it."""
    reads: dict[str, Callable[[], object]] = {
        "metrics": lambda: registry_of(workspace),
        "question patterns": lambda: load_patterns(workspace.questions),
        "standards": lambda: standards.load(workspace.standards),
        "look": lambda: look_of(workspace),
    }
    for about, read in reads.items():
        try:
            read()
        except BriefingError as error:
            yield Finding(
                about, "wrong", str(error), "Mend the file it names, or take it away: ours is used."
            )
        else:
            yield Finding(about, "ok", "can be read")


def shared_folder(workspace: Workspace) -> Iterator[Finding]:
    """The folder of [delivery]: there, and one that takes a file."""
    chosen = workspace.settings.delivery.folder
    if chosen is None:
        return
    folder = workspace.folder / chosen
    if not folder.is_dir():
        remedy = "Make it, or wait until the drive is connected; `folder` under [delivery] names it."
        yield Finding("shared folder", "wrong", f"{folder} is not there", remedy)
        return
    try:
        with tempfile.TemporaryFile(dir=folder):
            yield Finding("shared folder", "ok", f"{folder} can be written")
    except OSError as error:
        remedy = f"Ask for the right to write in {folder}."
        yield Finding("shared folder", "wrong", f"can't be written: {error.strerror}", remedy)


def mail(workspace: Workspace) -> Iterator[Finding]:
    """Whether a letter could be handed over, as far as can be seen without handing one over; and what is in doubt."""
    for letter in letters_in_doubt(workspace.packs):
        yield Finding("mail", "doubt", letter)
    said = workspace.settings.mail
    if said.server is None:
        yield Finding("mail", "ok", "no server is set up; packs go as drafts or into a folder")
        return
    yield from _secrets(workspace)
    try:
        with socket.create_connection((said.server, said.port), timeout=5):
            yield Finding("mail", "ok", f"{said.server}:{said.port} answers")
    except OSError as error:
        remedy = "Check server and port under [mail] in briefing.toml, the network, and the firewall."
        yield Finding("mail", "wrong", f"{said.server}:{said.port} does not answer ({error})", remedy)


def _secrets(workspace: Workspace) -> Iterator[Finding]:
    """Certificates and passwords: a doubt where they may be there for the account that sends and not for this one."""
    said = workspace.settings.mail
    if said.sender is None:
        yield Finding("mail", "wrong", "no `sender` under [mail]", "Write the address that packs come from.")
    try:
        trust(said, workspace.folder)
    except BriefingError as error:
        yield Finding("mail", "wrong", str(error), "Mend `certificates` under [mail], or leave it out.")
    wanted = [(PASSWORD, said.user is not None), (LOCK, workspace.settings.delivery.lock_pdfs)]
    missing = [name for name, is_wanted in wanted if is_wanted and not os.environ.get(name)]
    if missing:
        remedy = "Set them for the account that sends, in the scheduler's own settings."
        yield Finding("mail", "doubt", f"{formats.listed(missing)}: not set for this account", remedy)
