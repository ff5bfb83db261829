"""Deliver a version of a pack: each edition to its reader, by mail, as drafts or into a folder; nobody twice.

    chosen by exact name -> held to the table -> not had before? -> letter -> server -> ledger, audit log

One that fails is reported and doesn't keep the others from going. A second run sends only what is still owed.
"""

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from briefing import formats
from briefing.audit import SHORT
from briefing.disk import write_atomically, write_lock
from briefing.errors import BriefingError, ConfigError, DeliveryError
from briefing.formats import typed
from briefing.meeting.model import Meeting
from briefing.nearest import Named, hint_of
from briefing.post import mail
from briefing.post.addressing import Files, Recipient, check_addressee, files_for, unserved
from briefing.post.copies import copies, plain_name
from briefing.post.ledger import EVERYBODY, By, Event
from briefing.post.letter import CALENDAR, LOCK, invitation, letter, lock
from briefing.post.shipment import Choice, Handover, Shipment, What
from briefing.shelf import approval
from briefing.shelf.folder import last_manifest
from briefing.shelf.manifest import Manifest
from briefing.workspace import Workspace

__all__ = ["Choice", "Handover", "send", "settle"]


def send(
    workspace: Workspace,
    meeting: Meeting,
    everybody: Sequence[Recipient],
    *,
    choice: Choice,
    practices: Collection[str] = (),
) -> Iterator[Handover]:
    """Deliver the last version, and report of each recipient as it goes; in the end, who gets nothing and why.

    `practices` are the codes of ours.
    """
    home = workspace.packs / meeting.id
    made, seal = _last(workspace, meeting, draft=choice.draft)
    again = _named(choice.again, everybody)
    with nullcontext() if choice.dry_run else alone(home):
        shipment = Shipment(workspace, meeting, made, choice, seal)
        shipment.refuse_lost_ledger(again)
        if "folder" in choice.by:
            yield from copies(shipment)
        ways: tuple[By, ...] = ("mail", "eml")
        for by in (way for way in ways if way in choice.by):
            yield from _letters(everybody, shipment, by=by)
    for one in unserved(meeting, everybody, made.editions, when=choice.when, practices=practices):
        yield Handover(choice.by[-1], one.who, "gets nothing", one.files, one.reason)


def settle(
    workspace: Workspace, meeting: Meeting, everybody: Sequence[Recipient], *, arrived: str
) -> list[Handover]:
    """Write down that what was in doubt, in a draft or known to the log alone has arrived, as somebody says."""
    chosen = _named([arrived], everybody)
    with alone(workspace.packs / meeting.id):
        last, _ = _last(workspace, meeting, draft=True)
        shipment = Shipment(workspace, meeting, last, Choice((), "before"))
        found = [(one, files) for one in chosen if (files := shipment.arrived(one))]
    if not found:
        who = formats.listed(one.name for one in chosen)
        raise BriefingError(f"found nothing in doubt and no draft for {who}; nothing was changed.")
    return [Handover("mail", one.name, "sent", files) for one, files in found]


def _last(workspace: Workspace, meeting: Meeting, *, draft: bool) -> tuple[Manifest, str]:
    """Return the last version, approved, or a draft where one was asked for; and what approved it."""
    home = workspace.packs / meeting.id
    made = last_manifest(home)
    if made is None:
        raise BriefingError(
            f"{home}: found no pack; wanted one to send. Make it: briefing build {typed(home.name)}"
        )
    if made.status != "approved" and not draft:
        raise BriefingError(
            f"{home / f'v{made.version}'}: found a draft; wanted an approved pack. Approve it: briefing approve "
            f"{typed(home.name)} --by NAME; or send it to our own people alone, as a draft: --draft"
        )
    return made, approval.refuse_unknown(workspace, made)[:SHORT] if made.status == "approved" else ""


def _named(names: Collection[str], everybody: Sequence[Recipient]) -> list[Recipient]:
    """Find those who are meant; refuse somebody unknown."""
    known = {name: [one] for one in everybody for name in one.names} | {EVERYBODY: [*everybody]}
    if unknown := sorted(name for name in names if name.casefold() not in known):
        ids = ", ".join(one.key for one in everybody)
        nobody = ", ".join(name.strip() or repr(name) for name in unknown)
        near = hint_of(unknown[0], [Named("reader", one.key, one.name, (one.address,)) for one in everybody])
        told = f"found nobody called {nobody}; wanted one of: {ids}, or {EVERYBODY}"
        raise BriefingError(f"{told}. {near.rstrip()}" if near else told)
    return [one for name in names for one in known[name.casefold()]]


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Let one process at a time send a meeting's pack; what the disk refuses ends the sending."""
    purpose = f"the sending of {home.name}"
    try:
        with write_lock(home / ".sending.lock", purpose=purpose, seconds=1, busy=DeliveryError):
            yield
    except OSError as error:
        raise DeliveryError(
            f"{error.filename or home}: could not be written or read ({error.strerror or error}), so nothing more is "
            "sent. Check that the folder is there, may be written and has room, then send again: nobody gets "
            "anything twice, and what is there already is left alone."
        ) from error


def _letters(everybody: Sequence[Recipient], shipment: Shipment, *, by: By) -> Iterator[Handover]:
    """Write one letter a recipient. After a server that is away, the others are tried once, without pauses."""
    choice = shipment.choice
    refuse_no_server(shipment.workspace, by)
    pauses = choice.pauses
    for recipient in everybody:
        names = shipment.of_use(recipient, files_for(recipient, shipment.made.editions, when=choice.when))
        if not names:
            continue
        what, files, reason = _owed(recipient, names, shipment)
        if what == "would go" and not choice.dry_run:
            message = _letter(recipient, files, shipment)
            if by == "eml":
                what, reason = _draft(recipient, files, shipment, message)
            else:
                what, reason = _mail(recipient, files, shipment, message, pauses=pauses)
        if what == "in doubt":
            address = recipient.address
            reason += f": ask whether it came. If not: --again {address}; if it did: --arrived {address}"
        if what == "away":
            pauses = ()
        yield Handover(by, recipient.name, what, files, reason)


def refuse_no_server(workspace: Workspace, by: By) -> None:
    settings = workspace.settings.mail
    if by == "mail" and (settings.server is None or settings.sender is None):
        raise ConfigError(
            "briefing.toml: found no `server` and `sender` under [mail]; wanted both. Or make drafts: --to eml"
        )


def _owed(recipient: Recipient, names: Files, shipment: Shipment) -> tuple[What, Files, str]:
    """Return what is to be done for a recipient, with which files, and why: "would go" where a letter is due."""
    if not recipient.address:
        return "no address", names, "add it to the register, and run: briefing load"
    if shipment.draft and recipient.outside:
        return "held back", names, "a draft stays with our own people"
    what, files = shipment.owed(recipient, names)
    reasons = {
        "in doubt": "the line broke as it was sent",
        "drafted": f"a draft lies here since; once it is sent: --arrived {recipient.address}",
    }
    check_addressee(recipient, files)
    return what, files, reasons.get(what, "")


def _draft(recipient: Recipient, files: Files, shipment: Shipment, message: EmailMessage) -> tuple[What, str]:
    folder = shipment.home / f"drafts-v{shipment.made.version}"
    path = folder / f"{plain_name(f'{recipient.key} {recipient.name}')}.eml"
    write_draft(message, path)
    shipment.write("eml", "drafted", key=recipient.key, to=recipient.address, files=files)
    return "drafted", str(path)


def write_draft(message: EmailMessage, path: Path) -> None:
    """Write a file that Outlook opens as an unsent message. It carries no clock."""
    message["X-Unsent"] = "1"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, message.as_bytes())


def _mail(
    recipient: Recipient,
    files: Files,
    shipment: Shipment,
    message: EmailMessage,
    *,
    pauses: tuple[float, ...],
) -> tuple[What, str]:
    key, to, message_id = recipient.key, recipient.address, message["Message-ID"]

    def write(event: Event) -> None:
        shipment.write("mail", event, key=key, to=to, files=files, message=message_id)

    return hand_over(message, write, to=to, workspace=shipment.workspace, pauses=pauses)


def hand_over(
    message: EmailMessage,
    write: Callable[[Event], None],
    *,
    to: str,
    workspace: Workspace,
    pauses: tuple[float, ...] = mail.PAUSES,
) -> tuple[What, str]:
    """Hand a letter over. A kill at any moment leaves a record in the ledger that says how far it got."""
    message["Date"] = datetime.now(UTC)
    written: list[Event] = []

    def note(event: Event) -> None:
        written.append(event)
        write(event)

    result, reason = mail.post(
        message,
        to=to,
        mail=workspace.settings.mail,
        folder=workspace.folder,
        before_the_last_byte=lambda: note("offered"),
        pauses=pauses,
    )
    if result == "sent":
        note("sent")
    elif result != "in doubt" and written:
        note("taken back")
    return result, reason


def _letter(recipient: Recipient, names: Files, shipment: Shipment) -> EmailMessage:
    """Enclose the files, locked where the settings ask for it, and the day for the calendar."""
    files = {name: shipment.content(name) for name in names}
    if shipment.workspace.settings.delivery.lock_pdfs:  # what no password can lock stays here
        password = os.environ.get(LOCK)
        files = {name: lock(name, data, password) for name, data in files.items() if name.endswith(".pdf")}
    if not shipment.after:
        version, inside = shipment.made.version, not recipient.outside
        off = shipment.meeting.called_off or "former" in recipient.roles
        files[CALENDAR] = invitation(shipment.meeting, version=version, inside=inside, off=off)
    domain = (shipment.workspace.settings.mail.sender or "briefing@localhost").partition("@")[2]
    message_id = f"<{_digest(recipient.address, names, shipment)}@{domain}>"
    return letter(recipient, files, shipment, message_id=message_id)


def _digest(to: str, names: Files, shipment: Shipment) -> str:
    """Return the same for the same files to the same address, so that a mail system may drop a second copy.

    One that was asked for again, though the first was sent, is another.
    """
    digests = {shipment.made.editions[name] for name in names}
    times = shipment.history.times_sent(to, digests)
    parts = [shipment.meeting.id, to.casefold(), *sorted(digests), str(times)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
