"""Who is at the desk, and which pages are theirs.

    request.state.user                     who asks: a `User`; None on a page that is open to anybody
    Page("/meetings", meetings.listing)    for managers alone, as every page of which nothing else is said
    Page("/files", ..., roles=CLERKS)      for these too
    Page("/concern", ..., rate=SELDOM)     ten times a minute at most

On a laptop there is one user, who is the manager and has no name: the account's stands in the log.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from briefing.workspace.settings import DeskRole

Role: TypeAlias = DeskRole
Roles: TypeAlias = frozenset[Role]
Handler: TypeAlias = Callable[[Request], Response | Awaitable[Response]]
EVERYBODY: Roles = frozenset(get_args(Role))
"""Whoever is signed in."""
MANAGERS: Roles = frozenset({"manager"})
CHAIRS: Roles = frozenset({"manager", "chair"})
CLERKS: Roles = frozenset({"manager", "clerk"})
READERS: Roles = frozenset({"manager", "chair", "clerk", "gp"})
"""Who has papers; which ones, the page asks of `reading`."""
AUDITORS: Roles = frozenset({"manager", "auditor"})
GPS: Roles = frozenset({"manager", "chair", "gp"})
OPEN: Roles = frozenset()
"""Nobody needs to be signed in."""


@dataclass(frozen=True)
class User:
    """Somebody who is signed in."""

    id: str
    """As in the register of people; empty for the manager of a laptop, and who is in no register."""
    name: str
    roles: Roles = MANAGERS
    post: str = ""
    """What they are, in the words of the register: "GP and chair"."""

    @property
    def is_manager(self) -> bool:
        return "manager" in self.roles

    @property
    def signature(self) -> str:
        """How they answer for something: "Dr One Sample, GP and chair"; nothing where nobody has a name."""
        return ", ".join(filter(None, (self.name, self.post)))

    @property
    def author(self) -> str:
        """How the log names them: "Dr One Sample (P1)"."""
        return f"{self.name} ({self.id})" if self.id else self.name


LAPTOP = User("", "")


@dataclass(frozen=True)
class Rate:
    """How often one person, or one address, may ask for a page."""

    times: int
    seconds: int


SELDOM = Rate(10, 60)
"""For signing in, and for what is reported."""
_MOST_KNOWN = 10_000


class Page(Route):
    """An address, what answers there, and whose it is."""

    def __init__(
        self,
        path: str,
        handler: Handler,
        *,
        roles: Roles = MANAGERS,
        methods: Sequence[str] = ("GET",),
        rate: Rate | None = None,
    ) -> None:
        super().__init__(path, handler, methods=methods)
        self.roles = roles
        self.rate = rate

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        user: User | None = scope["state"]["user"]
        scope["state"]["page"] = self.path
        if self.roles and (user is None or not user.roles & self.roles):
            raise HTTPException(403)
        if self.rate is not None and not self._in_time(self.rate, user, Request(scope)):
            raise HTTPException(429, headers={"Retry-After": str(self.rate.seconds)})
        await super().handle(scope, receive, send)

    def _in_time(self, rate: Rate, user: User | None, request: Request) -> bool:
        """Say whether somebody has asked less often than they may; who has no name is known by the address."""
        known: dict[tuple[str, str], deque[float]] = request.app.state.asked
        who = user.author if user is not None else request.client.host if request.client is not None else ""
        now = time.monotonic()
        if len(known) > _MOST_KNOWN:
            for one in [key for key, at in known.items() if at[-1] < now - rate.seconds]:
                del known[one]
        asked = known.setdefault((self.path, who), deque(maxlen=rate.times))
        if len(asked) == rate.times and asked[0] > now - rate.seconds:
            return False
        asked.append(now)
        return True
