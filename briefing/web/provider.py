"""Sign-in on a server, by OpenID Connect: the provider says who it is, the registers what they may see.

/sign-in/begin      to the provider, with a state, a nonce and a challenge that are of use once
/signed-in          back from it: whose address is in the register of people has a part, or a role by name
"""

import os
import secrets
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from briefing.build.inputs import registers_of
from briefing.errors import BriefingError, ConfigError
from briefing.meeting.outline import outlines
from briefing.meeting.registers import Row, rows_of
from briefing.web.users import Role, User
from briefing.workspace import SETTINGS_FILE, Workspace

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import StarletteOAuth2App

SECRET = "BRIEFING_WEB_SECRET"
ATTEMPT = "briefing-sign-in"
BACK = "/signed-in"
LOCAL = frozenset({"127.0.0.1", "localhost"})
_SECONDS = 600
_MOST = 1000
"""So many may be signing in at once."""


class NotAdmittedError(BriefingError):
    """Somebody is not let in, and is told why."""


@dataclass
class Attempts:
    """What is remembered between going to the provider and coming back: for ten minutes, and once."""

    _known: dict[str, tuple[float, dict[str, object]]] = field(default_factory=dict)

    def begin(self) -> tuple[str, dict[str, object]]:
        now = time.monotonic()
        self._known = {one: kept for one, kept in self._known.items() if kept[0] > now}
        if len(self._known) >= _MOST:
            raise NotAdmittedError("Too many people are signing in. Wait a few minutes, then try again.")
        name, kept = secrets.token_urlsafe(32), dict[str, object]()
        self._known[name] = (now + _SECONDS, kept)
        return name, kept

    def take(self, name: str) -> dict[str, object]:
        ends, kept = self._known.pop(name, (0.0, {}))
        if ends <= time.monotonic():
            raise NotAdmittedError(
                "This sign-in was begun in another browser, too long ago, or is done already. Begin again."
            )
        return kept


class Provider:
    """The OpenID provider that a workspace names."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._settings = workspace.settings.web
        self._attempts = Attempts()
        self._client = self._registered(secret_of(workspace))

    async def begin(self, request: Request, then: str) -> Response:
        """Send a browser to the provider; `then` is where it wanted to go."""
        name, request.scope["session"] = self._attempts.begin()
        request.session["then"] = then
        answer: Response = await self._client.authorize_redirect(request, f"{origin_of(request)}{BACK}")
        answer.set_cookie(
            ATTEMPT,
            name,
            max_age=_SECONDS,
            path=BACK,
            httponly=True,
            samesite="lax",
            secure=is_secure(request),
        )
        return answer

    async def finish(self, request: Request) -> tuple[User, str]:
        """Return who comes back from the provider, and where they wanted to go."""
        request.scope["session"] = self._attempts.take(request.cookies.get(ATTEMPT, ""))
        wanted = {
            "iss": {"essential": True, "value": self._settings.issuer},
            "aud": {"essential": True, "value": self._settings.client},
        }
        token = await self._client.authorize_access_token(request, claims_options=wanted)
        return user_of(self._workspace, token.get("userinfo") or {}), str(request.session["then"])

    def _registered(self, secret: str) -> "StarletteOAuth2App":
        try:
            from authlib.integrations.starlette_client import OAuth  # here: a laptop needs none of it
        except ImportError:
            raise ConfigError(
                "sign-in for a team is not installed; wanted: pip install 'meeting-briefing-packs[server]'"
            ) from None
        issuer = (self._settings.issuer or "").rstrip("/")
        return OAuth().register(
            "provider",
            client_id=self._settings.client,
            client_secret=secret,
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": 15},
        )


def failures() -> tuple[type[Exception], ...]:
    """Return what may go wrong between us and a provider: nobody is let in then."""
    from authlib.common.errors import AuthlibBaseError
    from httpx2 import HTTPError
    from joserfc.errors import JoseError

    return AuthlibBaseError, JoseError, HTTPError, RuntimeError, ValueError, KeyError


def secret_of(workspace: Workspace) -> str:
    """Read the client's secret where it may be: in the environment, or in a file of its owner's alone."""
    if found := os.environ.get(SECRET, ""):
        return found
    named = workspace.settings.web.secret
    if named is None:
        raise ConfigError(
            f"{SETTINGS_FILE}, [web]: found no secret; wanted it in the environment variable {SECRET}, or in a "
            "file that `secret` names."
        )
    path = workspace.folder / Path(named).expanduser()
    try:
        rights = stat.S_IMODE(path.stat().st_mode)
        if os.name == "posix" and rights & 0o077:
            raise ConfigError(
                f"{path}: found a secret that others may read (rights {rights:03o}); wanted its owner alone: "
                f"chmod 600 {path}"
            )
        found = path.read_text("utf-8").strip()
    except OSError as error:
        raise ConfigError(f"{path}: the secret can't be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        found = ""
    if not found:
        raise ConfigError(f"{path}: found no secret; wanted one line of text.")
    return found


def user_of(workspace: Workspace, claims: Mapping[str, object]) -> User:
    """Return who these claims are, with every role that the settings, the register and meetings give them."""
    settings = workspace.settings.web
    address = claims.get(settings.person_claim)
    if not isinstance(address, str) or not address or claims.get("email_verified") is False:
        raise NotAdmittedError(
            "Your sign-in service did not say which address is yours. Ask those who run it."
        )
    row = _person(workspace, address)
    own = _texts(claims.get(settings.role_claim)) if settings.role_claim is not None else frozenset()
    id = str(row["person_id"]) if row is not None else ""
    names = own | {id} - {""}
    roles = {role for role, named in settings.roles.items() if names & {*named}}
    if row is not None:
        roles |= _parts(workspace, row)
    if not roles:
        raise NotAdmittedError(
            f"{address} has no part in this desk. Ask a manager to put you into the register of people."
        )
    if row is None:
        return User("", str(claims.get("name") or address), frozenset(roles))
    return User(id, str(row["name"]), frozenset(roles), str(row["role"] or ""))


def _person(workspace: Workspace, address: str) -> Row | None:
    people = rows_of(registers_of(workspace, "people")["people"])
    found = [row for row in people if str(row["email"] or "").casefold() == address.casefold()]
    if len(found) > 1:
        raise NotAdmittedError(
            f"{address} stands beside several people in the register. Ask a manager to mend it."
        )
    return found[0] if found else None


def _parts(workspace: Workspace, person: Row) -> set[Role]:
    """Return the roles that the register and meetings give: who has a practice is a GP, and so is who asks."""
    id, meetings = person["person_id"], outlines(workspace.meetings)
    parts: dict[Role, bool] = {
        "gp": bool(person["practice_code"]) or any(id in one.panel for one in meetings),
        "chair": any(id == one.chair for one in meetings),
        "clerk": any(id == one.clerk for one in meetings),
    }
    return {role for role, theirs in parts.items() if theirs}


def _texts(value: object) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()


def is_secure(request: Request) -> bool:
    """Say whether pages go by https: always, but on this computer itself."""
    return request.url.hostname not in LOCAL


def origin_of(request: Request) -> str:
    """Return the address of this desk as the browser has it; the guard has looked at its name."""
    return f"{'https' if is_secure(request) else 'http'}://{request.url.netloc}"


def way_on(path: str) -> str:
    """Return where to go after signing in: a page of ours, and nothing that leads elsewhere."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours else "/"


def sign_in_address(path: str) -> str:
    return f"/sign-in?then={quote(path, safe='')}" if way_on(path) != "/" else "/sign-in"
