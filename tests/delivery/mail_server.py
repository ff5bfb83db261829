"""A mail server in a process of its own, on this computer, that can be told to misbehave: once a connection.

    python mail_server.py FOLDER '{"faults": ["in data", null], "refuse": ["ada@example.org"], "tls": "starttls"}'

It prints its port, keeps each message it took as FOLDER/<number>.json, and never ends by itself. Faults:

    at once        the line is cut as soon as it is there
    in data        the line is cut before the text of the message has come
    later          "try later" to the recipient
    no             "no" to the whole message
    not now        "try later" to the whole message
    no answer      it takes the message, and cuts the line instead of saying so
    dies           it takes the message, and ends
    hangs          it takes the message, and says nothing for a minute
    says WORDS     it takes the message, and says just that: an answer, or something that is none
"""

import asyncio
import json
import os
import ssl
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = b"packs", b"four plain words here"


class Server(SMTP):
    """aiosmtpd's own server, with a fault for each connection in turn."""

    fault: str | None = None
    faults: list[str | None]

    def connection_made(self, transport: Any) -> None:
        if not self._tls_is_starting():
            self.fault = self.faults.pop(0) if self.faults else None
        super().connection_made(transport)
        if self.fault == "at once":
            transport.abort()

    def _tls_is_starting(self) -> bool:
        return getattr(self, "_original_transport", None) is not None

    async def smtp_DATA(self, arg: str) -> None:
        if self.fault == "in data":
            self.transport.write(b"354 go on\r\n")
            self.transport.close()
            return
        await super().smtp_DATA(arg)


class Box:
    """Keeps what it is given."""

    def __init__(self, folder: Path, refuse: list[str]) -> None:
        self.folder, self.refuse = folder, refuse

    async def handle_RCPT(
        self, server: Server, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuse:
            return "550 no such mailbox"
        if server.fault == "later":
            return "451 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        if server.fault in (answers := {"no": "554 no", "not now": "451 not now"}):
            return answers[server.fault]
        taken = {
            "to": envelope.rcpt_tos,
            "from": envelope.mail_from,
            "tls": server.transport.get_extra_info("sslcontext") is not None,
            "user": session.authenticated,
            "text": bytes(envelope.content or b"").decode("ascii"),
        }
        number = len(list(self.folder.glob("*.json")))
        being_written = self.folder / f"{number:03}.part"
        being_written.write_text(json.dumps(taken))
        being_written.rename(self.folder / f"{number:03}.json")
        if server.fault == "no answer":
            server.transport.abort()
        if server.fault == "dies":
            os._exit(1)
        if server.fault == "hangs":
            await asyncio.sleep(60)
        said = server.fault or ""
        return said.removeprefix("says ") if said.startswith("says ") else "250 OK"


def _lets_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    ours = isinstance(data, LoginPassword) and (data.login, data.password) == (USER, PASSWORD)
    return AuthResult(success=ours, handled=ours)


async def serve(folder: Path, wish: dict[str, Any]) -> None:
    context = None
    if wish["tls"] != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder / "server.pem")
    Server.faults = list(wish.get("faults", []))
    box = Box(folder, wish.get("refuse", []))
    starttls = wish["tls"] == "starttls"

    def connected() -> Server:
        return Server(
            box,
            hostname="localhost",
            tls_context=context if starttls else None,
            require_starttls=starttls,
            authenticator=_lets_in,
            auth_require_tls=starttls,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        connected, "localhost", wish.get("port", 0), ssl=None if starttls else context
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), json.loads(sys.argv[2])))
