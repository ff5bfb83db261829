"""Which meetings are within their notice on a day: working days in England, counted back from the meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from briefing import toml
from briefing.challenge.slots import meeting_day
from briefing.workspace import Workspace
from briefing.workspace.settings import EDITIONS


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
        """Say whether anything of it is wanted on this day: every edition is built from the first notice on."""
        return self.first <= today <= self.day


def meetings(workspace: Workspace) -> list[Due]:
    """Return every meeting that has a file, by its day, then its name.

    A file that can't be read counts by the day in its folder's name and the usual notice: the build then says
    what is wrong with it. Without a day anywhere it is never due; `briefing check` says why.
    """
    files = sorted(workspace.meetings.glob("*/meeting.toml"))
    found = (_due(workspace, file.parent.name, _fields(file.read_bytes())) for file in files)
    return sorted((due for due in found if due), key=lambda due: (due.day, due.meeting))


def _fields(data: bytes) -> dict[str, object]:
    try:
        return toml.loads(data.decode("utf-8-sig"))
    except ValueError:
        return {}


def _due(workspace: Workspace, name: str, fields: Mapping[str, object]) -> Due | None:
    said = fields.get("date")
    day = said if isinstance(said, date) else meeting_day(name)
    if day is None:
        return None
    notice = workspace.settings.notice.of_meeting(fields.get("notice"))
    return Due(name, day, {edition: notice.first_day(edition, day) for edition in EDITIONS})
