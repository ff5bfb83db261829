"""What a run planned and what came of it, meeting by meeting."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from briefing.loading import LoadReport
from briefing.runs.due import Due

ERROR_FILE = "error.txt"
"""Beside the versions of a pack that could not be made; gone once it could."""


@dataclass(frozen=True)
class RunResult:
    """What became of one due pack."""

    meeting: str
    state: Literal["made", "unchanged", "failed", "would be made", "would be looked at"]
    """Looked at: what changed may be on none of its pages, and only drawing it up can tell."""
    version: int | None = None
    """The version that stands now; None where there is none yet."""
    approved: bool = False
    why: tuple[str, ...] = ()
    """What changed since the version before; of one that is unchanged, what is on no page of it."""
    error: str = ""

    def line(self) -> str:
        changes = "; ".join(self.why)
        because = f", because these changed: {changes}" if changes else ""
        match self.state:
            case "failed":
                return f"failed     {self.meeting}: {self.error.splitlines()[0]}"
            case "would be made":
                return f"to make    {self.meeting}{because}"
            case "would be looked at":
                return f"to look at {self.meeting}{because}; to make where that changes a page"
            case "made":
                return f"made       {self.meeting}: version {self.version}, a draft{because}"
            case "unchanged":
                standing = "approved" if self.approved else "a draft that awaits approval"
                beside = f"; changed, but on no page of it: {changes}" if changes else ""
                return f"unchanged  {self.meeting}: version {self.version}, {standing}{beside}"


@dataclass(frozen=True)
class RunReport:
    today: date
    outcomes: tuple[RunResult, ...]
    coming: tuple[Due, ...]
    """Meetings whose notice has not begun, the nearest first."""
    loaded: LoadReport | None = None
    load_error: str = ""
    """Why nothing could be loaded; packs were then made from the last good state."""
    news: tuple[str, ...] = ()
    """What was refused for the first time, with every fault."""
    in_doubt: tuple[str, ...] = ()
    """Letters of which nobody knows whether they came: told at each run until somebody settles them."""
    alerts: tuple[str, ...] = ()
    """What those who follow something were told, or why they were not."""
    to_send: tuple[str, ...] = ()
    """Approved packs that have not reached everybody, with the command that sends them."""

    @property
    def failed(self) -> tuple[RunResult, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.state == "failed")

    def lines(self) -> Iterator[str]:
        """Say what was done, one line a pack, then the sum."""
        if self.load_error:
            yield f"not loaded: {self.load_error}"
        if self.loaded is not None and self.loaded.loaded:
            yield f"loaded {len(self.loaded.loaded)} new files"
        yield from self.news
        yield from (outcome.line() for outcome in self.outcomes)
        yield from self.alerts
        yield from self.to_send
        yield from self.in_doubt
        yield self._sum()

    def _sum(self) -> str:
        states = [outcome.state for outcome in self.outcomes]
        counts = [f"{states.count(state)} {state}" for state in dict.fromkeys(states)]
        said = ", ".join(counts) if counts else "nothing is due"
        if not self.coming:
            return f"{self.today}: {said}"
        first = self.coming[0]
        return f"{self.today}: {said}; next due: {first.meeting} on {first.first}"


def keep_error(meeting_folder: Path, error: str) -> bool:
    """Keep an error with its pack; return False where it is the one that is kept already."""
    file = meeting_folder / ERROR_FILE
    try:
        if file.is_file() and file.read_text("utf-8") == f"{error}\n":
            return False
        meeting_folder.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{error}\n", encoding="utf-8")
    except OSError:
        return True  # a full disk or a folder that can't be written: the error is told all the same
    return True


def forget_error(meeting_folder: Path) -> None:
    with suppress(OSError):
        (meeting_folder / ERROR_FILE).unlink()
