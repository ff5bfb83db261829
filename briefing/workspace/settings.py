"""What briefing.toml may say: every key, what it may hold, and what holds without it."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from math import isfinite
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from briefing.sources.schemas import SCHEMAS
from briefing.working_days import WorkingDays
from briefing.workspace.colours import ENOUGH, contrast, tint

Code = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z0-9]{3,6}$")]
CodeOrNone = Annotated[
    str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^([A-Za-z0-9]{3,6})?$")
]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
OneLine = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\n]*$")]
Host = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z0-9.-]+$")]
PathWords = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f]+$")]
"""A path: "C:\\temp" holds a tab, as TOML reads it."""
_A_PATH = 'a path with / in place of \\, such as "S:/packs"'
PATTERNS = {
    **dict.fromkeys(("logo", "certificates", "folder", "standards"), _A_PATH),
    "code": "an organisation code such as RXX or QXX01",
    "home_boards": "codes of boards, such as QXX",
    "org_code": "an organisation code such as RXX",
    "leave_out": "an organisation code such as RXX",
    "take_in": "an organisation code such as RXX",
    "peers": "codes of at least three organisations, such as RXX",
    "hosts": "names such as desk.example.org, without a port",
    "issuer": "an address such as https://login.example.org",
    "secret": _A_PATH,
    "colour": 'a colour such as "#005eb8"',
    "sender": "an e-mail address",
    "address": "an address such as sc://lake.example.org:15002; the token is no part of it",
    "table": "the name of a table, such as lake.waits.referrals",
    "memory": 'an amount such as "4GB" or "500MB"',
    "marking": "one line of text",
    "footer": "one line of text",
    "name": "one line of text",
}
"""What the text of a key is to be, for the person who wrote another."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Commissioner(_Table):
    name: OneLine = ""
    code: CodeOrNone = ""
    home_boards: tuple[Code, ...] = Field(default=(), strict=False)
    """Boards whose residents are "our residents"; without any, the commissioner's own code."""
    weighted_people: int | None = Field(default=None, ge=1000)
    """Our people weighted for their need, as NHS England's allocations give them; without it they are not weighted."""

    @model_validator(mode="before")
    @classmethod
    def _own_code_is_home(cls, given: object) -> object:
        if isinstance(given, dict) and given.get("code") and not given.get("home_boards"):
            return {**given, "home_boards": [given["code"]]}
        return given


class Terms(_Table):
    board: Words = "Board"
    peers: Words = "Similar trusts"
    ours: Words = "Our residents"


class Swap(_Table):
    org_code: Code
    leave_out: Code
    take_in: Code
    reason: Words
    metric: str | None = None
    """For this metric alone; None for all."""

    @model_validator(mode="after")
    def _three_organisations(self) -> Self:
        if len({self.org_code, self.leave_out, self.take_in}) < 3:
            raise ValueError("three different organisations")
        return self


class NamedPeers(_Table):
    """Peers in place of the nearest: a set of our own, or one that somebody published."""

    org_code: Code
    peers: tuple[Code, ...] = Field(min_length=3, strict=False)
    reason: Words
    """Printed beside them: whose set it is, and why it was chosen."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({self.org_code, *self.peers}) <= len(self.peers):
            raise ValueError("peers that differ from each other and from org_code")
        return self


class Peers(_Table):
    n: int = Field(default=10, ge=3, le=30)
    weights: Mapping[str, float] = Field(default_factory=dict, strict=False)
    swaps: tuple[Swap, ...] = Field(default=(), strict=False)
    sets: tuple[NamedPeers, ...] = Field(default=(), strict=False)

    @field_validator("weights")
    @classmethod
    def _not_negative(cls, weights: Mapping[str, float]) -> Mapping[str, float]:
        if not all(isfinite(weight) and weight >= 0 for weight in weights.values()):
            raise ValueError("weights of 0 or more")
        return weights


class Statistics(_Table):
    screen: Literal["nhsr", "mdc_excel"] = "nhsr"


class Branding(_Table):
    logo: PathWords | None = None
    colour: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")
    footer: OneLine = ""

    @field_validator("colour")
    @classmethod
    def _can_be_read(cls, colour: str | None) -> str | None:
        if (
            colour is not None
            and (worst := min(contrast(colour, "#ffffff"), contrast(colour, tint(colour)))) < ENOUGH
        ):
            raise ValueError(
                f"a darker colour: its contrast with white and its own pale tint is {worst:.1f} to 1, and words in it "
                f"need {ENOUGH} to 1"
            )
        return colour


class Mail(_Table):
    server: Words | None = None
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    user: Words | None = None
    """The name to sign in with; without it nobody signs in. The password is BRIEFING_MAIL_PASSWORD."""
    certificates: PathWords | None = None
    """A file of certificates to trust beside the usual ones, for a server of our own organisation."""

    @model_validator(mode="after")
    def _nothing_in_the_open(self) -> Self:
        if self.security == "none" and self.server not in (None, "localhost", "127.0.0.1", "::1"):
            raise ValueError('"starttls" or "tls": without either, only a server on this computer is used')
        return self


class Delivery(_Table):
    folder: PathWords | None = None
    """A shared or synced folder into which approved packs are copied; a relative one is the workspace's."""
    lock_pdfs: bool = False
    """Lock each PDF that is mailed with the password BRIEFING_PDF_PASSWORD."""


LONGEST = 60
EDITIONS = {
    "gp_pack": "GP pack",
    "themes_notice": "themes notice",
    "running_order": "chair's running order",
}
"""The editions that have a notice, by their field."""


class Notice(_Table):
    """How many working days before a meeting each edition is due. A meeting's own file may say otherwise."""

    gp_pack: int = Field(default=5, ge=0, le=LONGEST)
    themes_notice: int = Field(default=5, ge=0, le=LONGEST)
    running_order: int = Field(default=2, ge=0, le=LONGEST)
    closed: tuple[date, ...] = Field(default=(), strict=False)
    """Days on which nobody works, besides weekends and England's bank holidays."""

    def of_meeting(self, own: object) -> Self:
        """Return the notice of a meeting whose file says `own`; what is no number of days counts for nothing."""
        days = own if isinstance(own, dict) else {}
        fit = {
            name: n
            for name, n in days.items()
            if name in EDITIONS and isinstance(n, int) and 0 <= n <= LONGEST
        }
        return self.model_copy(update=fit)

    @property
    def working_days(self) -> WorkingDays:
        return WorkingDays(self.closed)

    def first_day(self, edition: str, meeting: date) -> date:
        """Return the day by which an edition is made for a meeting."""
        return self.working_days.before(meeting, getattr(self, edition))


USUAL_NOTICE = Notice()


class Alerts(_Table):
    """What those in the register of alerts hear between meetings."""

    most: int = Field(default=3, ge=0, le=31)
    """So many a month for each of them, the strongest first; 0 for none."""


class Keep(_Table):
    """What `briefing prune` leaves: of each pack always what was approved, and its last version."""

    drafts: int = Field(default=3, ge=1)
    """So many of its latest drafts beside them."""
    months: int = Field(default=12, ge=1, le=1200)
    """None of them once the meeting was held so long ago."""


Months = Annotated[int, Field(ge=1, le=120)]


class Machine(_Table):
    memory: str | None = Field(default=None, pattern=r"^[0-9]+(\.[0-9]+)? ?[MG]i?B$")
    threads: int | None = Field(default=None, ge=1, le=256)


class Lake(_Table):
    """A table that stays where it is, read there as one of our sources."""

    table: str = Field(pattern=r"^\w+(\.\w+){0,3}$")
    month: Words | None = None
    """Its column that says the month, as a date; of sources that come by the month."""
    version: Words | None = None
    """Its column that says which writing of a row is the later: the latest of each month, or of each key, counts."""
    columns: Mapping[str, str] = Field(default_factory=dict, strict=False)
    """Its column name -> ours. A column that goes by our name need not be here."""
    lacks: tuple[str, ...] = Field(default=(), strict=False)
    """Columns of ours that it does without."""


class Engine(_Table):
    """Where rows are counted that may not come here, or are too many."""

    reduce: Literal["duckdb", "spark"] = "duckdb"
    """What counts them: DuckDB on this computer, or Spark where `tables` are."""
    address: str | None = Field(default=None, pattern=r"^sc://[^\s;]+$")
    """Of a Spark Connect server; SPARK_REMOTE outranks it. The token is in BRIEFING_ENGINE_TOKEN."""
    smallest: int = Field(default=1, ge=1, le=100)
    """Counts below it stay there."""
    tables: Mapping[str, Lake] = Field(default_factory=dict, strict=False)
    """Source -> the table that holds its rows."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if unknown := sorted(set(self.tables) - set(SCHEMAS)):
            raise ValueError(f"sources, not {', '.join(unknown)}; one of {', '.join(SCHEMAS)}")
        if (self.reduce == "spark") != bool(self.tables):
            raise ValueError('reduce = "spark" and the tables it reads, or neither')
        for source, lake in self.tables.items():
            _check_columns(source, lake)
        return self


def _check_columns(source: str, lake: Lake) -> None:
    ours = SCHEMAS[source].names
    if unknown := sorted({*lake.columns.values(), *lake.lacks} - set(ours)):
        raise ValueError(f"columns of {source}, not {', '.join(unknown)}; one of {', '.join(ours)}")
    if ("period" in ours) != bool(lake.month or "period" in lake.columns.values()):
        wanted = (
            "month = the column that says the month" if "period" in ours else "no month: its rows have none"
        )
        raise ValueError(f"for {source}: {wanted}")


DeskRole = Literal["manager", "chair", "clerk", "gp", "auditor"]


class Web(_Table):
    """The desk as a server for a team: `briefing web --server`."""

    server: bool = False
    """Serve a team; without it the desk is one person's, on this computer."""
    address: Words = "127.0.0.1"
    port: int = Field(default=8765, ge=0, le=65535)
    hosts: tuple[Host, ...] = Field(default=(), strict=False)
    """The names by which people reach it. Any other is refused."""
    proxies: tuple[Words, ...] = Field(default=(), strict=False)
    """The addresses of proxies before it: they alone are believed about who asks, and whether by https."""
    issuer: str | None = Field(default=None, pattern=r"^https?://[^\s]+$")
    """The OpenID provider: its address, as its own metadata gives it."""
    client: Words | None = None
    """What the provider calls this desk."""
    secret: PathWords | None = None
    """A file with the client's secret; or it is in BRIEFING_WEB_SECRET."""
    person_claim: Words = "email"
    """The claim that holds the address by which somebody stands in the register of people."""
    role_claim: Words | None = None
    """A claim whose values `roles` may name."""
    roles: Mapping[DeskRole, Annotated[tuple[Words, ...], Field(strict=False)]] = Field(
        default_factory=dict, strict=False
    )
    """Role -> ids of people, or values of the claim."""
    idle_minutes: int = Field(default=30, ge=1, le=720)
    hours: int = Field(default=12, ge=1, le=24)


class Settings(_Table):
    """briefing.toml, checked. Everything has a value without it."""

    commissioner: Commissioner = Commissioner()
    terms: Terms = Terms()
    peers: Peers = Peers()
    statistics: Statistics = Statistics()
    suppression: Literal["none", "under_5", "hes"] = "under_5"
    marking: OneLine = ""
    branding: Branding = Branding()
    mail: Mail = Mail()
    delivery: Delivery = Delivery()
    notice: Notice = Notice()
    keep: Keep = Keep()
    alerts: Alerts = Alerts()
    machine: Machine = Machine()
    engine: Engine = Engine()
    web: Web = Web()
    dates: Literal["uk", "us"] = "uk"
    """What 03/04/2026 is in a file that does not show by another date which of the two comes first."""
    lags: Mapping[str, Months] = Field(default_factory=dict, strict=False)
    """Source -> how many months its figures usually lie behind, where that is another number than usual."""
    standards: PathWords | None = None
    """A file in the workspace whose standards override the national ones."""
    columns: Mapping[str, Mapping[str, str]] = Field(default_factory=dict, strict=False)
    """Source -> their column name -> ours, or nothing to leave the column out."""

    @field_validator("lags")
    @classmethod
    def _known_sources(cls, lags: Mapping[str, int]) -> Mapping[str, int]:
        if unknown := sorted(set(lags) - set(SCHEMAS)):
            raise ValueError(f"sources, not {', '.join(unknown)}; one of {', '.join(SCHEMAS)}")
        return lags

    @field_validator("columns")
    @classmethod
    def _known_columns(cls, columns: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
        for source, names in columns.items():
            if source not in SCHEMAS:
                raise ValueError(f"a source such as referrals, not {source!r}; one of {', '.join(SCHEMAS)}")
            if unknown := sorted(set(names.values()) - {*SCHEMAS[source].names, ""}):
                ours = ", ".join(SCHEMAS[source].names)
                raise ValueError(f"columns of {source}, not {', '.join(unknown)}; one of {ours}")
        return columns

    def with_peers(self, named: Iterable[NamedPeers]) -> Self:
        """Return the settings with sets of peers that a meeting names, which outrank our own."""
        theirs = tuple(named)
        if not theirs:
            return self
        codes = {one.org_code for one in theirs}
        kept = tuple(one for one in self.peers.sets if one.org_code not in codes)
        return self.model_copy(update={"peers": self.peers.model_copy(update={"sets": (*kept, *theirs)})})

    @property
    def that_count(self) -> str:
        """The settings that change figures, as text: part of the name of a warehouse state."""
        chosen = {"home_boards", "peers", "statistics"}
        said = {**self.model_dump(mode="json"), **self.commissioner.model_dump(mode="json")}
        return json.dumps({name: said[name] for name in sorted(chosen)}, sort_keys=True)

    @property
    def that_print(self) -> str:
        """The settings that can change a page, as text: not how it is sent or on what machine it is made.

        Of the days of notice those of the themes notice alone are printed.
        """
        said = self.model_dump(
            mode="json",
            exclude={
                **dict.fromkeys(
                    ("mail", "delivery", "machine", "engine", "web", "columns", "dates", "keep", "alerts"),
                    True,
                ),
                "notice": {"gp_pack", "running_order"},
            },
        )
        return json.dumps(said, sort_keys=True)
