"""Delivers a version of a pack: each edition to its reader, by mail, as drafts or into a folder; nobody twice.

    chosen by exact name -> held to the table -> not had before? -> letter -> server -> ledger, audit log

One that fails is told and doesn't keep the others from going. A second run sends only what is still owed.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from briefing.errors import BriefingError, DeliveryError
from briefing.meeting.model import Meeting
from briefing.post.addressing import Recipient, recipients
from briefing.post.copying import copies
from briefing.post.errand import Choice, Errand, PostResult, words_for
from briefing.post.letters import Wording
from briefing.post.posting import letters_to
from briefing.shelf import folder, manifest
from briefing.workspace import Workspace

__all__ = ["Choice", "PostResult", "send", "settle"]


def send(
    workspace: Workspace, meeting: Meeting, *, people: Any, contacts: Any, choice: Choice, commissioner: str
) -> Iterator[PostResult]:
    """Delivers the last version, and tells of each recipient as it goes."""
    home = workspace.packs / meeting.id
    made = _last(home, draft=choice.draft)
    everybody = recipients(meeting, people=people, contacts=contacts)
    _named(choice.again, everybody)
    wording = Wording(
        commissioner=commissioner,
        draft=made.status != "approved",
        locked=workspace.settings.delivery.lock_pdfs,
        after=choice.when == "after",
    )
    with _alone(home, dry_run=choice.dry_run):
        errand = Errand(workspace, meeting, made, choice, wording)
        if "folder" in choice.by:
            yield from copies(errand)
        if "mail" in choice.by:
            yield from letters_to(everybody, errand, by="mail")
        if "eml" in choice.by:
            yield from letters_to(everybody, errand, by="eml")


def settle(workspace: Workspace, meeting: Meeting, *, people: Any, contacts: Any, arrived: str) -> PostResult:
    """Writes down that what was in doubt has arrived, as the recipient says."""
    home = workspace.packs / meeting.id
    everybody = recipients(meeting, people=people, contacts=contacts)
    (recipient,) = _named([arrived], everybody)
    with _alone(home, dry_run=False):
        errand = Errand(workspace, meeting, _last(home, draft=True), Choice((), "before"), Wording(""))
        doubted = errand.history.doubtful_lines(recipient.email or "")
        if not doubted:
            raise BriefingError(f"found nothing in doubt for {recipient.name}; nothing was changed.")
        for line in doubted:
            errand.close(line)
    return PostResult("mail", recipient.name, "sent", tuple(n for line in doubted for n in line.files))


def _last(home: Path, *, draft: bool) -> manifest.Manifest:
    """The last version, approved, or a draft where one was asked for."""
    made = folder.last_manifest(home)
    if made is None:
        raise BriefingError(f"{home}: found no pack; wanted one to send. Make it: briefing build {home.name}")
    if made.status != "approved" and not draft:
        raise BriefingError(
            f"{home / f'v{made.version}'}: found a draft; wanted an approved pack. Approve it: briefing approve "
            f"{home.name} --by NAME; or send it to our own people alone, as a draft: --draft"
        )
    return made


def _named(asked: Collection[str], everybody: Sequence[Recipient]) -> list[Recipient]:
    """Those who are meant; somebody unknown is refused."""
    known = {word: one for one in everybody for word in words_for(one)}
    if unknown := sorted(word for word in asked if word.casefold() not in known):
        ids = ", ".join(one.key for one in everybody)
        raise BriefingError(f"found nobody called {', '.join(unknown)}; wanted one of: {ids}")
    return [known[word.casefold()] for word in asked]


@contextmanager
def _alone(home: Path, *, dry_run: bool) -> Iterator[None]:
    """One sender a meeting at a time; a dry run writes nothing, and waits for nobody."""
    if dry_run:
        yield
        return
    lock = FileLock(home / ".sending.lock", timeout=1)
    try:
        lock.acquire()
    except Timeout:
        raise DeliveryError(
            f"{home}: another process is sending this pack; nothing was sent. Wait until it has ended."
        ) from None
    except OSError as error:
        raise DeliveryError(
            f"{home}: can't be written ({error.strerror or error}), so what is sent could not be written down; "
            "nothing was sent. Check free space and permissions of the folder, then send again."
        ) from None
    try:
        yield
    finally:
        lock.release()
