"""Letters to those whose files are owed: handed to the mail server, or written as drafts for Outlook."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Literal

from briefing.errors import ConfigError
from briefing.post import calendar, letters, locking, mail, synced
from briefing.post.addressing import OUTSIDERS, Recipient, hold_to_the_table, theirs
from briefing.post.errand import Errand, PostResult

LOCK = "BRIEFING_PDF_PASSWORD"
Way = Literal["mail", "eml"]


def letters_to(everybody: Sequence[Recipient], errand: Errand, *, by: Way) -> Iterator[PostResult]:
    """One letter a recipient. After a server that is away, the others are tried once, without pauses."""
    server = errand.workspace.settings.mail
    if by == "mail" and (server.server is None or server.sender is None):
        raise ConfigError(
            "briefing.toml: found no `server` and `sender` under [mail]; wanted both. Or make drafts: --to eml"
        )
    away = False
    for recipient in everybody:
        names = theirs(recipient, errand.made.editions, when=errand.choice.when)
        if not names:
            continue
        outcome = _without_a_letter(recipient, names, errand, by=by)
        if outcome is None:
            owed, _ = errand.owed(recipient, names)
            pauses = () if away else errand.choice.pauses
            outcome = (
                _draft(recipient, owed, errand) if by == "eml" else _mail(recipient, owed, errand, pauses)
            )
        away = away or outcome.what == "away"
        yield outcome


def _without_a_letter(
    recipient: Recipient, names: tuple[str, ...], errand: Errand, *, by: Way
) -> PostResult | None:
    """What can be said without writing anything; None where a letter is due."""
    if recipient.email is None:
        remedy = "add it to the register, and run: briefing load"
        return PostResult(by, recipient.name, "no address", names, remedy)
    if errand.wording.draft and recipient.roles & OUTSIDERS:
        return PostResult(by, recipient.name, "held back", names, "a draft stays with our own people")
    owed, doubted = errand.owed(recipient, names)
    if doubted:
        return PostResult(
            by, recipient.name, "in doubt", doubted, f"the line broke as it was sent{_ways_out(recipient)}"
        )
    if not owed:
        return PostResult(by, recipient.name, "has it", names)
    hold_to_the_table(recipient, owed)
    return PostResult(by, recipient.name, "would go", owed) if errand.choice.dry_run else None


def _mail(recipient: Recipient, owed: Sequence[str], errand: Errand, pauses: tuple[float, ...]) -> PostResult:
    """Hands a letter over. A kill at any moment leaves a line in the ledger that says how far it got."""
    message = _letter(recipient, owed, errand)
    message["Date"] = datetime.now(UTC)
    written: list[Literal["offered"]] = []

    def write(event: Literal["offered", "sent", "taken back"]) -> None:
        errand.write(
            "mail",
            event,
            key=recipient.key,
            to=recipient.email or "",
            files=owed,
            message=message["Message-ID"],
        )

    def offered() -> None:
        write("offered")
        written.append("offered")

    posted = mail.post(
        message,
        mail=errand.workspace.settings.mail,
        folder=errand.workspace.folder,
        before_the_last_byte=offered,
        pauses=pauses,
    )
    if posted.outcome == "sent":
        write("sent")
    elif posted.outcome != "in doubt" and written:
        write("taken back")
    reason = posted.reason + (_ways_out(recipient) if posted.outcome == "in doubt" else "")
    return PostResult("mail", recipient.name, posted.outcome, tuple(owed), reason)


def _ways_out(recipient: Recipient) -> str:
    return f": ask whether it came. If not: --again {recipient.email}; if it did: --arrived {recipient.email}"


def _draft(recipient: Recipient, owed: Sequence[str], errand: Errand) -> PostResult:
    """A file that Outlook opens as an unsent message. It carries no clock."""
    message = _letter(recipient, owed, errand)
    message["X-Unsent"] = "1"
    name = synced.plain_name(f"{recipient.key} {recipient.name}") + ".eml"
    path = synced.put(errand.home / f"drafts-v{errand.made.version}", name, message.as_bytes())
    errand.write("eml", "sent", key=recipient.key, to=recipient.email or "", files=owed)
    return PostResult("eml", recipient.name, "drafted", tuple(owed), str(path))


def _letter(recipient: Recipient, owed: Sequence[str], errand: Errand) -> EmailMessage:
    return letters.letter(
        recipient,
        _enclosed(recipient, {name: errand.content(name) for name in owed}, errand),
        meeting=errand.meeting,
        wording=errand.wording,
        sender=errand.workspace.settings.mail.sender,
        message_id=_message_id(recipient, owed, errand),
    )


def _enclosed(recipient: Recipient, files: Mapping[str, bytes], errand: Errand) -> dict[str, bytes]:
    """The files, locked where the settings ask for it, and the day for the calendar."""
    enclosed = dict(files)
    if errand.wording.locked:  # what no password can lock stays here
        enclosed = {name: _locked(name, data) for name, data in files.items() if name.endswith(".pdf")}
    if errand.choice.when == "before":
        inside = not recipient.roles & OUTSIDERS
        enclosed[calendar.NAME] = calendar.invitation(
            errand.meeting, version=errand.made.version, inside=inside
        )
    return enclosed


def _locked(name: str, data: bytes) -> bytes:
    password = os.environ.get(LOCK)
    if password is None:
        raise ConfigError(
            f"{LOCK}: found nothing; wanted the password that locks {name}: briefing.toml asks for it."
        )
    return locking.locked(data, password)


def _message_id(recipient: Recipient, owed: Sequence[str], errand: Errand) -> str:
    """The same for the same files to the same address, so that a mail system may drop a second copy.

    One that was asked for again, though the first was sent, is another.
    """
    digests = {errand.made.editions[name] for name in owed}
    times = errand.history.times_sent(recipient.email or "", digests)
    said = [errand.meeting.id, (recipient.email or "").casefold(), *sorted(digests), str(times)]
    domain = (errand.workspace.settings.mail.sender or "briefing@localhost").partition("@")[2]
    return f"<{hashlib.sha256(chr(10).join(said).encode()).hexdigest()[:32]}@{domain}>"
