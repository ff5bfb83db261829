"""The message around somebody's files: a subject, a few plain sentences, the files, the day for the calendar."""

import io
import mimetypes
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from pypdf import PdfReader, PdfWriter

from briefing import formats
from briefing.errors import ConfigError
from briefing.meeting.model import Meeting
from briefing.post.addressing import Recipient, rule_of
from briefing.post.shipment import Shipment

LOCK = "BRIEFING_PDF_PASSWORD"
CALENDAR = "meeting.ics"
_ENGLAND = ZoneInfo("Europe/London")
_SHORTEST_PASSWORD = 12
_SUBJECTS = {
    "panel": "Your briefing pack",
    "chair": "Your running order",
    "clerk": "Your answer sheet",
    "provider": "Themes for our meeting",
}
_SUBJECTS_AFTER = {
    "provider": "After our meeting",
    "practice": "What came of our meeting",
    "panel": "What we wrote after our meeting",
    "chair": "What we wrote after our meeting",
    "clerk": "The minutes of our meeting",
}
_QUOTED = 50
"""As long as a name may be to stand on one line with its quotation marks."""
_LONGEST_NAME = 120


def letter(
    recipient: Recipient, files: Mapping[str, bytes], shipment: Shipment, *, message_id: str
) -> EmailMessage:
    """Write to one recipient of a meeting's papers."""
    return message_of(
        (recipient.name, recipient.address),
        (shipment.commissioner, shipment.workspace.settings.mail.sender),
        subject=_subject(recipient, shipment),
        body=_body(recipient, files, shipment),
        files=files,
        message_id=message_id,
    )


def message_of(
    to: tuple[str, str],
    sender: tuple[str, str | None],
    *,
    subject: str,
    body: str,
    files: Mapping[str, bytes],
    message_id: str,
) -> EmailMessage:
    """Put a message around files. Names from registers are one printable line before they reach a header."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=76))
    message["Subject"] = formats.one_line(subject)
    if sender[1] is not None:
        message["From"] = _address(sender[0], sender[1])
    message["To"] = _address(*to)
    message["Message-ID"] = message_id
    message.set_content(body, cte="quoted-printable")
    for name, data in files.items():
        kind, _, form = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(data, maintype=kind, subtype=form, filename=name)
    message.set_boundary(f"=_{re.sub('[^A-Za-z0-9]', '', message_id)[:48]}")
    return message


def _address(name: str, email: str) -> Address:
    """Put a name before an address, in letters that no mail program reads as a second address.

    Python forgets the quotation marks of a name that it folds: a long one keeps no mark that would need them.
    """
    plain = re.sub(r'[<>"@\\=?]+', " ", formats.one_line(name))
    if len(plain) > _QUOTED:
        plain = re.sub(r"[,;:()\[\].]+", " ", plain)
    return Address(display_name=" ".join(plain.split())[:_LONGEST_NAME].strip(), addr_spec=email)


def _usual_subject(recipient: Recipient, shipment: Shipment) -> str:
    words = _SUBJECTS_AFTER if shipment.after else _SUBJECTS
    return next(words[role] for role in words if role in recipient.roles)


def _subject(recipient: Recipient, shipment: Shipment) -> str:
    if shipment.meeting.called_off:
        subject = formats.capital(shipment.meeting.status)
    elif "former" in recipient.roles:
        subject = "No part for you now"
    else:
        subject = _usual_subject(recipient, shipment)
    draft, meeting = "DRAFT: " if shipment.draft else "", shipment.meeting
    return formats.one_line(f"{draft}{subject}: {meeting.title}, {formats.day(meeting.date)}")


def _body(recipient: Recipient, files: Mapping[str, bytes], shipment: Shipment) -> str:
    meeting = shipment.meeting
    opening = f" at {meeting.starts:%H:%M}" if meeting.starts is not None else ""
    lines = [
        f"To {formats.one_line(recipient.name)}",
        "",
        f"{formats.one_line(meeting.title)}",
        f"{formats.day(meeting.date)}{opening}, {formats.one_line(meeting.place)}",
        "",
        "With this message:",
        *(f"  {name}{_edition(name)}" for name in files),
    ]
    if told := shipment.told(recipient):
        lines += [
            "",
            f"What changed for you since version {shipment.news.since}:",
            *(f"  {one}" for one in told),
        ]
    if shipment.draft:
        lines += ["", "This is a draft for your eyes: it has not been approved."]
    if shipment.workspace.settings.delivery.lock_pdfs:
        lines += ["", "The PDF opens with the password you were given by another way."]
    if "panel" in recipient.roles and not (shipment.after or meeting.called_off):
        lines += ["", f"Reading it takes {formats.counted(meeting.reading_minutes, 'minute')}."]
    if shipment.seal:
        lines += ["", f"Approved; the audit log then stood at {shipment.seal}."]
    return "\n".join([*lines, "", formats.one_line(shipment.commissioner), ""])


def _edition(name: str) -> str:
    rule = rule_of(name)
    return f" ({rule.title})" if rule else " (for your calendar)" if name == CALENDAR else ""


def invitation(meeting: Meeting, *, version: int, inside: bool, off: bool = False) -> bytes:
    """Write the meeting as a calendar file (RFC 5545); a later version of a pack updates the entry.

    Our own people (`inside`) also read the decision wanted and how long the pack takes. Without a time of opening
    it fills the day. Where the meeting is `off` for its reader, it takes the entry out again. It carries no clock, so
    its bytes are the same each time: its stamp is the meeting's own day.
    """
    entry = Event()
    entry.add("uid", f"{meeting.names[0]}.{meeting.commissioner_code.lower()}@meeting-briefing-packs")
    entry.add("dtstamp", datetime.combine(meeting.date, time(), UTC))
    entry.add("sequence", version - 1)
    entry.add("summary", formats.one_line(meeting.title))
    entry.add("location", formats.one_line(meeting.place))
    starts, ends = _span(meeting)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    if inside:
        decision = formats.one_line(f"Decision wanted: {meeting.decision_wanted}")
        minutes = formats.counted(meeting.reading_minutes, "minute")
        entry.add("description", f"{decision}\nThe pack takes {minutes} to read.")
    if off:
        entry.add("status", "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//meeting-briefing-packs//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if off else "PUBLISH")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _span(meeting: Meeting) -> tuple[date | datetime, date | datetime]:
    """Return from when to when: in universal time, which every calendar turns back into the reader's own."""
    if meeting.starts is None:
        return meeting.date, meeting.date + timedelta(days=1)
    opens = datetime.combine(meeting.date, meeting.starts, _ENGLAND).astimezone(UTC)
    return opens, opens + timedelta(minutes=meeting.minutes)


def lock(name: str, data: bytes, password: str | None) -> bytes:
    """Lock a PDF and what is attached to it (AES, 256 bits): it opens with the password alone.

    Every lock has new random parts: two copies of one PDF differ.
    """
    if password is None:
        raise ConfigError(
            f"{LOCK}: found nothing; wanted the password that locks {name}: briefing.toml asks for it."
        )
    if len(password) < _SHORTEST_PASSWORD:
        raise ConfigError(
            f"{LOCK}: found {len(password)} characters; wanted {_SHORTEST_PASSWORD} or more. "
            "Four words that don't belong together are easy to say on the telephone."
        )
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
