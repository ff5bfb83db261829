"""Which meetings are within their notice on a day: working days in England, counted back from the meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from briefing.meeting.outline import outlines
from briefing.workspace import Workspace


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
    """Return every meeting that has a file and was not called off, by its day, then its name.

    A file that can't be read counts by the day in its folder's name and the usual notice: the build then says
    what is wrong with it. Without a day anywhere it is never due; `briefing check` says why.
    """
    return [
        Due(one.id, one.day, one.first_days(workspace.settings.notice))
        for one in outlines(workspace.meetings)
        if one.day is not None and one.takes_place
    ]
