"""Errors a user may see. Each is shown as its message, without a traceback, with its own exit code.

Exit code 2 is click's own, for words on the command line that it can't use.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Controls, what turns or breaks lines, halves of characters; a line's end and a tab are text."""


class BriefingError(Exception):
    """The base: show it to the user as it is."""

    exit_code = 1
    means = "something the command could not do; the message says what"


class ConfigError(BriefingError):
    exit_code = 3
    means = "briefing.toml, the standards or a metric's definition is wrong"


def printable(text: str) -> str:
    """Return a text with what a screen would obey, or no file can hold, written out: names come from anywhere."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file, and how to mend it. Rows and columns are numbered or named as the user sees them."""

    file: str
    found: str
    wanted: str
    remedy: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    harmless: bool = False
    """The file is sound and known, and of no use here: worth a word, not an alarm."""

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet is not None:
            parts.append(f"sheet {self.sheet!r}")
        if self.row is not None:
            parts.append(f"row {self.row:,}")
        if self.column is not None:
            parts.append(f"column {self.column!r}")
        return printable(f"{', '.join(parts)}: found {self.found}; wanted {self.wanted}. {self.remedy}")


_MOST_FAULTS = 200
"""So many of one file are told: nobody mends more of them at a time, and a screen holds no more."""


class SourceError(BriefingError):
    """A file that was refused. Nothing of it is loaded; `faults` lists everything found wrong, not the first thing."""

    exit_code = 4
    means = "a file was refused; nothing of it was loaded (0 where it is a sound file of no use here)"

    def __init__(self, faults: Iterable[Fault]) -> None:
        listed = tuple(islice(faults, _MOST_FAULTS + 1))
        if len(listed) > _MOST_FAULTS:
            found = f"more than {_MOST_FAULTS} things wrong, of which the first are listed"
            more = Fault(listed[-1].file, found, "a file without them", "Mend these, and load it again.")
            listed = (*listed[:-1], more)
        self.faults = listed
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type["SourceError"], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


class WarehouseError(BriefingError):
    exit_code = 5
    means = "the warehouse can't be written or read"


class QueryError(BriefingError):
    exit_code = 6
    means = "a SQL query failed"


class MeetingError(BriefingError):
    exit_code = 7
    means = "a meeting file or register is incomplete or contradictory"


class DisclosureError(BriefingError):
    exit_code = 8
    means = "something would identify a patient"


class RenderError(BriefingError):
    exit_code = 9
    means = "a page could not be laid out"


class IntegrityError(BriefingError):
    exit_code = 10
    means = "a pack, the audit log or a backup is not what was written"


class RunError(BriefingError):
    exit_code = 11
    means = "a run made some packs and could not make others; each error is kept with its pack"


class BusyError(BriefingError):
    exit_code = 12
    means = "another run is at work; nothing was done"


class DeliveryError(BriefingError):
    exit_code = 13
    means = "something could not be delivered; the rest has gone"


class ProgramError(BriefingError):
    exit_code = 14
    means = "a fault of this program; the message names the file in which it is written down"


class LakehouseError(BriefingError):
    """What counts rows elsewhere did not do what was asked of it. Nothing of what is loaded has changed."""

    exit_code = 15
    means = "what counts rows elsewhere could not be reached, or refused; nothing was loaded"
