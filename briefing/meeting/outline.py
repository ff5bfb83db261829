"""What a meeting's file says before anything in it is checked: its day, who is asked, whether it takes place.

A list of meetings, a scheduler and the record of earlier meetings need no more, and a fault elsewhere hides no meeting.

    date = 2027-01-14 in 2026-12-03-rza/meeting.toml     14 January: the file counts
    a file that can't be read in 2026-12-03-rza          3 December, by the name of its folder
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from briefing import toml
from briefing.workspace.settings import EDITIONS, Notice

FILE = "meeting.toml"
Status = Literal["planned", "postponed", "cancelled"]
_STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True)
class Outline:
    id: str
    """The folder's name."""
    day: date | None
    readable: bool = False
    """Whether its file is there and is TOML."""
    title: str = ""
    status: Status = "planned"
    provider_codes: tuple[str, ...] = ()
    panel: tuple[str, ...] = ()
    """Ids of people."""
    chair: str = ""
    reading_minutes: int = 10
    clerk: str = ""
    formerly: tuple[str, ...] = ()
    """The names it had before, oldest first."""
    notice: Mapping[str, object] = field(default_factory=dict)

    @property
    def takes_place(self) -> bool:
        return self.status == "planned"

    def first_days(self, usual: Notice) -> dict[str, date]:
        """Return the first day of each edition's notice; nothing of a meeting without a day."""
        notice = usual.of_meeting(self.notice)
        return {} if self.day is None else {one: notice.first_day(one, self.day) for one in EDITIONS}


def meeting_day(meeting_id: str) -> date | None:
    """Read the day at the head of a meeting's id: 2026-12-03-alderbrook."""
    try:
        return date.fromisoformat(meeting_id[:10])
    except ValueError:
        return None


def outline_of(folder: Path) -> Outline:
    """Read the outline of one meeting; of a file that can't be read, what the folder's name says."""
    fallback = meeting_day(folder.name)
    try:
        fields = toml.loads((folder / FILE).read_text("utf-8-sig"))
    except (OSError, ValueError):
        return Outline(folder.name, fallback)
    day, status, notice = fields.get("date"), fields.get("status"), fields.get("notice")
    return Outline(
        id=folder.name,
        day=day if type(day) is date else fallback,
        readable=True,
        title=str(fields.get("title", "")),
        status=next((one for one in _STATUSES if one == status), "planned"),
        provider_codes=_texts(fields.get("providers")),
        panel=_texts(fields.get("panel")),
        chair=str(fields.get("chair", "")),
        reading_minutes=minutes if type(minutes := fields.get("reading_minutes")) is int else 10,
        clerk=str(fields.get("clerk", "")),
        formerly=_texts(fields.get("formerly")),
        notice=notice if isinstance(notice, dict) else {},
    )


def outlines(meetings: Path) -> tuple[Outline, ...]:
    """Return every meeting that has a file, by its day, then its name; those without a day come last."""
    found = [outline_of(file.parent) for file in meetings.glob(f"*/{FILE}")]
    return tuple(sorted(found, key=lambda one: (one.day or date.max, one.id)))


def folder_of(meetings: Path, name: str) -> Path | None:
    """Return the folder of a meeting by its name in any case, or by one that it had before; None where there is none.

    A path to it counts for its name: shells complete names so.
    """
    there = sorted(path for path in meetings.iterdir() if path.is_dir())
    parts = [part for part in re.split(r"[/\\]", name) if part]
    names = (
        [part for part in parts if part != FILE][-1:] if "meetings" in parts[:-1] else [name.rstrip("/\\")]
    )
    wanted = [one.casefold() for one in names]
    now = next((path for path in there if path.name.casefold() in wanted), None)
    earlier = (one.id for one in outlines(meetings) if {*map(str.casefold, one.formerly)} & {*wanted})
    return now or next((meetings / id for id in earlier), None)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
