"""A mail server over TLS: one message at a time, tried again with growing pauses while the server is away.

What can be known about a message that failed decides what is done:

    no connection, a "try later" (4xx), a line lost before the last byte    nothing left: tried again
    a "no" (5xx), to the sender, the recipient or the content               refused: reported, the others still go
    after the last byte any 2xx                                             sent
    after the last byte no answer, or none that makes sense                 in doubt: never tried again unasked
"""

import os
import select
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

from briefing import formats
from briefing.errors import ConfigError, DeliveryError
from briefing.workspace.settings import Mail

PASSWORD = "BRIEFING_MAIL_PASSWORD"
PAUSES = (2.0, 10.0, 60.0)
"""Seconds before the second, third and fourth try."""
_SECONDS = 60

_END, _DOT = b"\r\n.\r\n", b".\r\n"

Result = Literal["sent", "refused", "away", "in doubt"]


class InDoubt(Exception):
    """The last byte had left, and no answer came that says what became of the message."""


class _Server(smtplib.SMTP):
    """Python's own client, but for the closing dot of a message: it says when that is about to leave, and takes for
    an answer only what is one."""

    before_the_last_byte: Callable[[], None]
    _closed = False

    def send(self, s: Any) -> None:
        """Send all but the dot first. Until the dot has gone nobody may deliver."""
        if not (isinstance(s, bytes) and s.endswith(_END)):
            super().send(s)
            return
        super().send(s[: -len(_DOT)])
        self.before_the_last_byte()
        assert self.sock is not None
        if select.select([self.sock], [], [], 0)[0]:  # nobody has anything to say now but goodbye
            raise smtplib.SMTPServerDisconnected("the server hung up before the end of the message")
        self._closed = True
        try:
            super().send(_DOT)
        except OSError as error:
            raise InDoubt(f"the line broke as the end of the message went ({error})") from None

    def getreply(self) -> tuple[int, bytes]:
        """Read the answer to the dot: any 2xx is a yes; what can't be read, or is no answer, leaves a doubt."""
        if not self._closed:
            return super().getreply()
        self._closed = False
        try:
            code, words = super().getreply()
        except (OSError, ValueError) as error:
            raise InDoubt(
                f"the line broke before the server said whether it had the message ({error})"
            ) from None
        if 200 <= code < 300:
            return 250, words
        if not 400 <= code < 600:
            raise InDoubt(f"the server's answer makes no sense ({words[:200]!r})")
        return code, words


class _ServerOverTls(_Server, smtplib.SMTP_SSL):
    """The same, where TLS comes before the first word."""


def post(
    message: EmailMessage,
    *,
    to: str,
    mail: Mail,
    folder: Path,
    before_the_last_byte: Callable[[], None],
    pauses: tuple[float, ...] = PAUSES,
) -> tuple[Result, str]:
    """Send one message and return what became of it, with the reason; see the table above.

    `before_the_last_byte` is called when all but the closing dot has gone: until then no server may deliver.
    `folder` is where relative names of certificates start.
    """
    reason = ""
    for pause in (0.0, *pauses):
        time.sleep(pause)
        try:
            with _connection(mail, folder) as server:
                server.before_the_last_byte = before_the_last_byte
                server.send_message(message, mail.sender, [to])
            return "sent", ""
        except InDoubt as error:
            return "in doubt", str(error)
        except (smtplib.SMTPSenderRefused, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            code, words = _answer(error)
            reason = f"the server said {code} {words}"
            if not 400 <= code < 500:
                return "refused", reason
        except ssl.SSLCertVerificationError as error:
            raise DeliveryError(
                f"{mail.server}: its certificate can't be trusted ({error.verify_message}). If the server is your "
                "own, name the file with its certificate under [mail] in briefing.toml, as `certificates`."
            ) from None
        except (smtplib.SMTPNotSupportedError, UnicodeError, ValueError) as error:
            return "refused", f"the server can't take this address or letter ({error})"
        except OSError as error:  # those of smtplib among them
            reason = f"{mail.server}:{mail.port} can't be reached or broke off ({error})"
    tries = formats.counted(len(pauses) + 1, "time")
    return "away", f"{reason}; tried {tries}: send again later, nobody gets anything twice"


def _answer(error: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> tuple[int, str]:
    """Return the code and the words with which a server says no."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        (code, words) = next(iter(error.recipients.values()))
    else:
        code, words = error.smtp_code, error.smtp_error  # type: ignore[assignment]
    return code, words.decode("utf-8", "replace")[:200]


@contextmanager
def _connection(mail: Mail, folder: Path) -> Iterator[_Server]:
    """Open a server: greeted, over TLS, signed in to where a user is named."""
    assert mail.server is not None
    context = trust(mail, folder)
    server = (
        _ServerOverTls(mail.server, mail.port, timeout=_SECONDS, context=context)
        if mail.security == "tls"
        else _Server(mail.server, mail.port, timeout=_SECONDS)
    )
    try:
        server.ehlo_or_helo_if_needed()
        if mail.security == "starttls":
            _start_tls(server, mail, context)
        if mail.user is not None:
            _sign_in(server, mail.user, mail)
        yield server
        with suppress(OSError):
            server.quit()  # the message is already theirs: a bad farewell changes nothing
    finally:
        server.close()


def trust(mail: Mail, folder: Path) -> ssl.SSLContext:
    """Trust the usual authorities, and those of `certificates`."""
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
    """Go over to TLS, or go no further: nothing is ever said in the open."""
    if not server.has_extn("starttls"):
        raise DeliveryError(
            f'{mail.server}:{mail.port} offers no STARTTLS; nothing was sent. Try security = "tls" with port 465, '
            "or ask whoever runs the server."
        )
    server.starttls(context=context)
    server.ehlo()


def _sign_in(server: smtplib.SMTP, user: str, mail: Mail) -> None:
    password = os.environ.get(PASSWORD)
    if not password:
        raise ConfigError(f"{PASSWORD}: found nothing; wanted the password of {user} at {mail.server}.")
    try:
        server.login(user, password)
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryError(
            f"{mail.server}: did not let {user} in ({error.smtp_code}). Check `user` in briefing.toml and {PASSWORD}."
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise DeliveryError(
            f"{mail.server}: takes nobody's password here. Leave `user` out, or ask for the right port."
        ) from None
