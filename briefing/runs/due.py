"""Which meetings are within their notice on a day: working days in England, counted back from the meeting.

meeting on Thursday 7 January 2027, GP pack five working days ahead
Wed 6   1      Tue 5   2      Mon 4   3      (Fri 1 bank holiday)
Thu 31  4      Wed 30  5  <- due from here on, until the meeting's day is over
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from briefing import toml
from briefing.challenge.slots import meeting_day
from briefing.workspace import Workspace

EDITIONS = {
    "gp_pack": "GP pack",
    "themes_notice": "themes notice",
    "running_order": "chair's running order",
}


@dataclass(frozen=True)
class Due:
    """A meeting and the days from which its editions are wanted."""

    meeting: str
    day: date
    since: Mapping[str, date]
    """Edition -> the first day of its notice."""

    @property
    def first(self) -> date:
        return min(self.since.values())

    def on(self, today: date) -> bool:
        """Whether anything of it is wanted on this day: every edition is built from the first notice on."""
        return self.first <= today <= self.day

    def editions(self, today: date) -> list[str]:
        """The editions whose notice has begun, in words."""
        return [EDITIONS[name] for name, since in self.since.items() if since <= today]


def meetings(workspace: Workspace) -> list[Due]:
    """Every meeting that has a file, by its day, then its name.

    A file that can't be read counts by the day in its folder's name and the usual notice: the build then says
    what is wrong with it. Without a day anywhere it is never due; `briefing check` says why.
    """
    files = sorted(workspace.meetings.glob("*/meeting.toml"))
    found = (_due(workspace, file.parent.name, _fields(file.read_bytes())) for file in files)
    return sorted((due for due in found if due), key=lambda due: (due.day, due.meeting))


def working_days_before(day: date, count: int, *, closed: tuple[date, ...] = ()) -> date:
    """The day so many working days before another; none before it is the day itself."""
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day, closed=closed)
    return day


def is_working_day(day: date, *, closed: tuple[date, ...] = ()) -> bool:
    """Neither a weekend nor a bank holiday in England, nor a day that the workspace calls closed."""
    return day.weekday() < 5 and day not in closed and day not in _bank_holidays(day.year)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    import holidays  # here: a run that finds nothing due never needs it

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def _fields(data: bytes) -> dict[str, object]:
    try:
        return toml.loads(data.decode("utf-8-sig"))
    except ValueError:
        return {}


def _due(workspace: Workspace, name: str, fields: Mapping[str, object]) -> Due | None:
    usual = workspace.settings.notice
    given = fields.get("notice")
    own = given if isinstance(given, dict) else {}
    said = fields.get("date")
    day = said if isinstance(said, date) else meeting_day(name)
    if day is None:
        return None
    days = {edition: _days(own.get(edition), getattr(usual, edition)) for edition in EDITIONS}
    since = {edition: working_days_before(day, n, closed=usual.closed) for edition, n in days.items()}
    return Due(name, day, since)


def _days(own: object, usual: int) -> int:
    return own if isinstance(own, int) and 0 <= own <= 60 else usual
