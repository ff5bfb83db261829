"""A mail server over TLS: one message at a time, tried again with growing pauses while the server is away.

What can be known about a message that failed decides what is done:

    no connection, a "try later" (4xx), a line lost before the last byte    nothing left: tried again
    a "no" (5xx), to the sender, the recipient or the content               refused: told, the others still go
    a line lost after the last byte and before the answer                   in doubt: told, never tried again unasked
"""

import os
import re
import select
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

from briefing import formats
from briefing.errors import ConfigError, DeliveryError
from briefing.workspace.settings import Mail

PASSWORD = "BRIEFING_MAIL_PASSWORD"
PAUSES = (2.0, 10.0, 60.0)
"""Seconds before the second, third and fourth try."""
_SECONDS = 60
_AWAY = (OSError, smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError)

MailState = Literal["sent", "refused", "away", "in doubt"]


@dataclass(frozen=True)
class Posted:
    outcome: MailState
    reason: str = ""


class Refused(Exception):
    """The server answered, and the answer was no. `later` where it asked to be tried again."""

    def __init__(self, code: int, words: bytes) -> None:
        self.later = 400 <= code < 500
        super().__init__(f"{code} {words.decode('utf-8', 'replace')[:200]}")


class InDoubt(Exception):
    """The last byte had left, and no answer came."""


def post(
    message: EmailMessage,
    *,
    mail: Mail,
    folder: Path,
    before_the_last_byte: Callable[[], None],
    pauses: tuple[float, ...] = PAUSES,
    sleep: Callable[[float], None] = time.sleep,
) -> Posted:
    """Sends one message and says what became of it; see the table above.

    `before_the_last_byte` is called when all but the closing dot has gone: until then no server may deliver.
    `folder` is where relative names of certificates start.
    """
    reason = ""
    for pause in (0.0, *pauses):
        if pause:
            sleep(pause)
        try:
            with _connected(mail, folder) as server:
                _hand_over(server, message, before_the_last_byte)
            return Posted("sent")
        except InDoubt as error:
            return Posted("in doubt", str(error))
        except Refused as error:
            if not error.later:
                return Posted("refused", f"the server said {error}")
            reason = f"the server said {error}"
        except ssl.SSLCertVerificationError as error:
            raise DeliveryError(
                f"{mail.server}: its certificate can't be trusted ({error.verify_message}). If the server is your "
                "organisation's own, name its authority's file as `certificates` under [mail] in briefing.toml."
            ) from None
        except _AWAY as error:
            reason = f"{mail.server}:{mail.port} can't be reached or broke off ({error})"
    tries = formats.counted(len(pauses) + 1, "time")
    return Posted("away", f"{reason}; tried {tries}: send again later, nobody gets anything twice")


@contextmanager
def _connected(mail: Mail, folder: Path) -> Iterator[smtplib.SMTP]:
    """A server that was greeted, over TLS, signed in to where a user is named."""
    assert mail.server is not None
    context = trust(mail, folder)
    server: smtplib.SMTP = (
        smtplib.SMTP_SSL(mail.server, mail.port, timeout=_SECONDS, context=context)
        if mail.security == "tls"
        else smtplib.SMTP(mail.server, mail.port, timeout=_SECONDS)
    )
    try:
        server.ehlo_or_helo_if_needed()
        if mail.security == "starttls":
            _start_tls(server, mail, context)
        if mail.user is not None:
            _sign_in(server, mail)
        yield server
        with suppress(smtplib.SMTPException, OSError):
            server.quit()  # the message is already theirs: a bad farewell changes nothing
    finally:
        server.close()


def trust(mail: Mail, folder: Path) -> ssl.SSLContext:
    """The usual authorities, and those of `certificates`."""
    context = ssl.create_default_context()
    if mail.certificates is not None:
        try:
            context.load_verify_locations(folder / mail.certificates)
        except (OSError, ssl.SSLError) as error:
            raise ConfigError(
                f"{folder / mail.certificates}: can't be used as certificates ({error}); wanted a file in PEM form."
            ) from None
    return context


def _start_tls(server: smtplib.SMTP, mail: Mail, context: ssl.SSLContext) -> None:
    """Goes over to TLS, or goes no further: nothing is ever said in the open."""
    if not server.has_extn("starttls"):
        raise DeliveryError(
            f'{mail.server}:{mail.port} offers no STARTTLS; nothing was sent. Try security = "tls" with port 465, '
            "or ask whoever runs the server."
        )
    server.starttls(context=context)
    server.ehlo()


def _sign_in(server: smtplib.SMTP, mail: Mail) -> None:
    assert mail.user is not None
    password = os.environ.get(PASSWORD)
    if not password:
        raise ConfigError(f"{PASSWORD}: found nothing; wanted the password of {mail.user} at {mail.server}.")
    try:
        server.login(mail.user, password)
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryError(
            f"{mail.server}: did not let {mail.user} in ({error.smtp_code}). Check `user` in briefing.toml and "
            f"{PASSWORD}."
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise DeliveryError(
            f"{mail.server}: takes nobody's password here. Leave `user` out, or ask for the right port."
        ) from None


def _hand_over(server: smtplib.SMTP, message: EmailMessage, before_the_last_byte: Callable[[], None]) -> None:
    """MAIL, RCPT, DATA by hand, to know whether the closing dot had left when something broke."""
    _expect(server.mail(_bare(message["From"])), 250)
    _expect(server.rcpt(_bare(message["To"])), 250, 251)
    _expect(server.docmd("DATA"), 354)
    server.send(_escaped(message.as_bytes()))
    before_the_last_byte()
    assert server.sock is not None
    if select.select([server.sock], [], [], 0)[0]:  # nobody has anything to say now but goodbye
        raise smtplib.SMTPServerDisconnected("the server hung up before the end of the message")
    try:
        server.send(b".\r\n")
        answer = server.getreply()
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise InDoubt(f"the line broke before the server said whether it had the message ({error})") from None
    _expect(answer, 250)


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    if answer[0] not in codes:
        raise Refused(*answer)


def _bare(header: object) -> str:
    return str(header.addresses[0].addr_spec)  # type: ignore[attr-defined]


def _escaped(data: bytes) -> bytes:
    """Lines that begin with a dot get a second one (RFC 5321, 4.5.2); the text ends with a line's end."""
    doubled = re.sub(rb"(?m)^\.", b"..", re.sub(rb"\r\n|\r|\n", b"\r\n", data))
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"
