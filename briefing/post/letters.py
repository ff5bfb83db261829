"""The message around somebody's files: a subject, a few plain sentences, the files, the calendar entry."""

import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from briefing import formats
from briefing.meeting.model import Meeting
from briefing.post.addressing import Recipient, rule_of
from briefing.post.calendar import NAME as CALENDAR

_SUBJECTS = {
    "panel": "Your briefing pack",
    "chair": "Your running order",
    "clerk": "Your answer sheet",
    "provider": "Themes for our meeting",
    "practice": "What came of our meeting",
}
_QUOTED = 50
"""As long as a name may be to stand on one line with its quotation marks."""
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Wording:
    """What the sentences need beside the meeting."""

    commissioner: str
    draft: bool = False
    locked: bool = False
    after: bool = False


def letter(
    recipient: Recipient,
    files: Mapping[str, bytes],
    *,
    meeting: Meeting,
    wording: Wording,
    sender: str | None,
    message_id: str,
) -> EmailMessage:
    """A message for one recipient. Names from registers are one printable line before they reach a header."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=76))
    message["Subject"] = _subject(recipient, meeting, wording)
    if sender is not None:
        message["From"] = _address(wording.commissioner, sender)
    message["To"] = _address(recipient.name, recipient.email or "")
    message["Message-ID"] = message_id
    message.set_content(_body(recipient, files, meeting, wording), cte="quoted-printable")
    for name, data in files.items():
        kind, _, form = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(data, maintype=kind, subtype=form, filename=name)
    message.set_boundary(f"=_{re.sub('[^A-Za-z0-9]', '', message_id)[:48]}")
    return message


def _address(name: str, email: str) -> Address:
    """An address with its name before it, in letters that no mail program reads as a second address.

    Python forgets the quotation marks of a name that it folds: a long one keeps no mark that would need them.
    """
    plain = re.sub(r'[<>"@\\=?]+', " ", formats.one_line(name))
    if len(plain) > _QUOTED:
        plain = re.sub(r"[,;:()\[\].]+", " ", plain)
    return Address(display_name=" ".join(plain.split())[:_LONGEST_NAME].strip(), addr_spec=email)


def _subject(recipient: Recipient, meeting: Meeting, wording: Wording) -> str:
    if wording.after and "provider" in recipient.roles:
        what = "After our meeting"
    else:
        what = next(words for role, words in _SUBJECTS.items() if role in recipient.roles)
    draft = "DRAFT: " if wording.draft else ""
    return formats.one_line(f"{draft}{what}: {meeting.title}, {formats.day(meeting.date)}")


def _body(recipient: Recipient, files: Mapping[str, bytes], meeting: Meeting, wording: Wording) -> str:
    lines = [
        f"To {formats.one_line(recipient.name)}",
        "",
        f"{formats.one_line(meeting.title)}",
        f"{formats.day(meeting.date)}{_opening(meeting)}, {formats.one_line(meeting.place)}",
        "",
        "With this message:",
        *(f"  {name}{_edition(name)}" for name in files),
    ]
    if wording.draft:
        lines += ["", "This is a draft for your eyes: it has not been approved."]
    if wording.locked:
        lines += ["", "The PDF opens with the password you were given by another way."]
    if "panel" in recipient.roles and not wording.after:
        lines += ["", f"Reading it takes {formats.counted(meeting.reading_minutes, 'minute')}."]
    return "\n".join([*lines, "", formats.one_line(wording.commissioner), ""])


def _opening(meeting: Meeting) -> str:
    return f" at {meeting.starts:%H:%M}" if meeting.starts is not None else ""


def _edition(name: str) -> str:
    rule = rule_of(name)
    return f" ({rule.edition})" if rule else " (for your calendar)" if name == CALENDAR else ""
