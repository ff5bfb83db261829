"""What stands before every page: whose desk it is, from where it is asked for, and what a page may do.

no cookie, /                                 sent to /sign-in, which says how to open the desk
/sign-in?key=... once                        a cookie; the same link again is refused
POST with Sec-Fetch-Site: cross-site         403
a session nobody has used for a while        ended; so is every one at the end of a day
Host: evil.example                           400: a name of somebody else's that leads to this computer
"""

import hashlib
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from briefing import audit
from briefing.web.provider import BACK, sign_in_address
from briefing.web.users import LAPTOP, User

COOKIE = "briefing-desk"
_LOG = logging.getLogger("briefing.desk")
SIGN_IN = "/sign-in"
_OPEN = ("/static/", "/fonts/")
_OPEN_PAGES = frozenset({SIGN_IN, f"{SIGN_IN}/begin", BACK, "/healthz"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "frame-ancestors 'self'; sandbox"
)
"""A pack's own page: it brings its styles and pictures with it, and may do nothing."""
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass
class Session:
    user: User
    ends: float
    used: float


@dataclass
class Keys:
    """Who may come in: by a link that works once, or by signing in. A session ends with the day or the server."""

    hours: float = 12
    idle_minutes: float = 12 * 60
    """So long may pass between two pages."""
    _links: set[str] = field(default_factory=set)
    _sessions: dict[str, Session] = field(default_factory=dict)

    def new_link(self) -> str:
        """Return the secret of a link that signs in once."""
        self._links.add(_digest(key := secrets.token_urlsafe(32)))
        return key

    def take(self, key: str) -> str | None:
        """Return a new session for the secret of a link, which is of no use afterwards; None for any other word."""
        digest = _digest(key)
        if digest not in self._links:
            return None
        self._links.remove(digest)
        return self.admit(LAPTOP)

    def admit(self, user: User) -> str:
        """Return the secret of a new session of somebody's."""
        now = time.monotonic()
        self._sessions = {one: kept for one, kept in self._sessions.items() if self._lasts(kept, now)}
        secret = secrets.token_urlsafe(32)
        self._sessions[_digest(secret)] = Session(user, now + self.hours * 3600, now)
        return secret

    def user(self, secret: str) -> User | None:
        """Return who has a session; None once it has ended."""
        session, now = self._sessions.get(_digest(secret)), time.monotonic()
        if session is None or not self._lasts(session, now):
            return None
        session.used = now
        return session.user

    def end(self, session: str) -> None:
        self._sessions.pop(_digest(session), None)

    def _lasts(self, session: Session, now: float) -> bool:
        return now < min(session.ends, session.used + self.idle_minutes * 60)


def _digest(secret: str) -> str:
    """Only this is kept: what lies in memory opens nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Guard:
    """Let through who is signed in and comes from our own pages; tell the browser what a page may do."""

    def __init__(self, app: ASGIApp, *, keys: Keys, hosts: frozenset[str]) -> None:
        self.app = app
        self.keys = keys
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        began = time.monotonic()

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._note(scope, message["status"], time.monotonic() - began)
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        user = self.keys.user(request.cookies.get(COOKIE, ""))
        scope.setdefault("state", {})["user"] = user
        refusal = self._refusal(request) or self._sign_in(request, user)
        with audit.authored(user.author if user is not None else ""):
            await (refusal or self.app)(scope, receive, with_headers)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """Write a line for those who run the desk: which page, not whose, nor of what."""
        page = scope["state"].get("page", "another address")
        _LOG.info("%s %s %s %.0f ms", scope["method"], page, status, seconds * 1000)

    def _refusal(self, request: Request) -> Response | None:
        host = request.headers.get("host", "")
        if (urlsplit(f"//{host}").hostname or "") not in self.hosts:
            return PlainTextResponse(f"This desk is not called {host!r}.", status_code=400)
        if request.method not in _SAFE and not is_ours(request.headers):
            return PlainTextResponse("This came from another site's page, and was not done.", status_code=403)
        return None

    def _sign_in(self, request: Request, user: User | None) -> Response | None:
        path = request.url.path
        if user is not None or path in _OPEN_PAGES or path.startswith(_OPEN):
            return None
        if request.method in _SAFE:
            wanted = path if not request.url.query else f"{path}?{request.url.query}"
            team = request.app.state.provider is not None
            return RedirectResponse(sign_in_address(wanted) if team else SIGN_IN, status_code=303)
        return PlainTextResponse("Nobody is signed in any more; nothing was done.", status_code=403)


def is_ours(headers: Headers | Mapping[str, str]) -> bool:
    """Say whether a request that changes something comes from our own page, or from no page at all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")
