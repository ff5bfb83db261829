"""Errors a user may see. Each is shown as its message, without a traceback, with its own exit code.

    BriefingError            1
    +-- ConfigError          3   briefing.toml, standards or metric definitions
    +-- SourceError          4   a file that was refused, with every fault listed
    +-- WarehouseError       5   the warehouse can't be written or read
    +-- QueryError           6   a SQL file failed
    +-- MeetingError         7   a meeting file or register is incomplete or contradictory
    +-- DisclosureError      8   something would identify a patient
    +-- RenderError          9   a page could not be laid out without a warning
    +-- IntegrityError      10   a pack, the audit log or a backup is not what was written
    +-- RunError            11   a run made some packs and could not make others
    +-- BusyError           12   another run is at work; nothing was done
    +-- DeliveryError       13   something could not be delivered; the rest has gone

Exit code 2 is click's own, for words on the command line that it can't use.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class BriefingError(Exception):
    """The base: show it to the user as it is."""

    exit_code = 1


class ConfigError(BriefingError):
    exit_code = 3


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
        return f"{', '.join(parts)}: found {self.found}; wanted {self.wanted}. {self.remedy}"


class SourceError(BriefingError):
    """A file that was refused. Nothing of it is loaded; `faults` lists everything found wrong, not the first thing."""

    exit_code = 4

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class WarehouseError(BriefingError):
    exit_code = 5


class QueryError(BriefingError):
    exit_code = 6


class MeetingError(BriefingError):
    exit_code = 7


class DisclosureError(BriefingError):
    exit_code = 8


class RenderError(BriefingError):
    exit_code = 9


class IntegrityError(BriefingError):
    exit_code = 10


class RunError(BriefingError):
    exit_code = 11


class BusyError(BriefingError):
    exit_code = 12


class DeliveryError(BriefingError):
    exit_code = 13
