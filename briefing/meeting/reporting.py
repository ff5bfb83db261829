"""A practice's report, written into the register of concerns as it comes; and the answer to it.

    Report("V90003", "RZA", "clinic letters", October 2026, text="They reach us late")     a row of the register
    "... rang Mrs Jones on 01632 960123"                                                  refused, and kept nowhere

Each report is read as the register is when it is loaded, by the same rules: what these would refuse is never written.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from briefing import audit, formats
from briefing.disk import write_lock
from briefing.errors import BriefingError, MeetingError, SourceError
from briefing.measures import ALL
from briefing.meeting.answers import keep
from briefing.meeting.register_file import Register, file_content, open_register
from briefing.months import months_before
from briefing.sources.identifiers import screen_text, with_article
from briefing.workspace import Workspace

SOURCE = "concerns"
LONGEST = 1000
"""Letters of a report: more is no report of one matter."""
_SECONDS = 60.0
_ALONE = Path("report.csv")
"""A report by itself, which is read and never written."""
_FREE = ("theme", "sub_theme", "severity", "text", "outcome")
"""What people write in their own words."""


@dataclass(frozen=True)
class Report:
    practice_code: str
    provider_code: str
    theme: str
    month: date
    """When it happened: the first of the month."""
    specialty_code: str = ALL
    sub_theme: str = ""
    severity: str = ""
    text: str = ""

    def cells(self, today: date) -> dict[str, str]:
        """Return a row of the register; of an earlier month it is dated by that month's last day."""
        last = months_before(self.month, -1) - timedelta(days=1)
        return {
            "practice_code": self.practice_code,
            "reported_on": min(last, today).isoformat(),
            "provider_code": self.provider_code,
            "specialty_code": self.specialty_code,
            "theme": self.theme,
            "sub_theme": self.sub_theme,
            "severity": self.severity,
            "text": self.text,
            "status": "open",
        }


class Refusal(BriefingError):
    """What is wrong with words, by the field in which they stand; it repeats none of them."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults.values()))


def identifiers_in(text: str, released: Collection[str]) -> str:
    """Say what in a text could identify a patient: "a name and a phone number"; nothing where nothing could."""
    return formats.listed(dict.fromkeys(with_article(hit.kind) for hit in screen_text(text, released)))


def faults_in(words: Mapping[str, str], released: Collection[str]) -> dict[str, str]:
    """Return what may not be written of these words, by their names."""
    found = {name: identifiers_in(text, released) for name, text in words.items()}
    return {
        name: f"This holds {kinds}. Take it out: say what happened, with nobody’s name or number."
        for name, kinds in found.items()
        if kinds
    }


def report(workspace: Workspace, made: Report, *, today: date) -> str:
    """Write a report into the register, and return its number."""
    cells = made.cells(today)
    faults = faults_in({name: cells[name] for name in _FREE if name in cells}, audit.released(workspace))
    if not made.theme.strip():
        faults["theme"] = "Say what it is about."
    if len(made.text) > LONGEST:
        faults["text"] = f"Say it in {formats.number(LONGEST)} letters or fewer."
    if not months_before(today.replace(day=1), 12) <= made.month <= today:
        faults["month"] = "Choose a month of the last year."
    if faults:
        raise Refusal(faults)
    with _register(workspace) as register:
        number = _next(register, made.practice_code)
        _keep(workspace, register, number, cells)
    audit.record(workspace, "reported", number, practice=made.practice_code, provider=made.provider_code)
    return number


def answer(workspace: Workspace, row: Mapping[str, str], outcome: str, *, today: date) -> None:
    """Write down what came of a report: its practice finds it in its room."""
    faults = faults_in({"outcome": outcome}, audit.released(workspace))
    if not outcome.strip():
        faults["outcome"] = "Say what came of it, in a sentence."
    if faults:
        raise Refusal(faults)
    cells = {"status": "answered", "answered_on": today.isoformat(), "outcome": outcome}
    with _register(workspace) as register:
        _keep(workspace, register, row["concern_id"], {**row, **cells})
    audit.record(workspace, "answered", row["concern_id"])


def answer_seen(workspace: Workspace, row: Mapping[str, str], *, today: date) -> None:
    """Write down that the practice has seen the answer."""
    with _register(workspace) as register:
        _keep(workspace, register, row["concern_id"], {**row, "answer_seen": today.isoformat()})


@contextmanager
def _register(workspace: Workspace) -> Iterator[Register]:
    with write_lock(workspace.warehouse / "record.lock", purpose="writing a report down", seconds=_SECONDS):
        yield open_register(workspace.registers, SOURCE, names=_names(workspace))


def _names(workspace: Workspace) -> Mapping[str, str]:
    return workspace.settings.columns.get(SOURCE, {})


def _keep(workspace: Workspace, register: Register, number: str, cells: Mapping[str, str]) -> None:
    """Set a row that was read by itself as the loader reads it; the others are nobody's fault who reports now."""
    released = audit.released(workspace)
    row = {name: text for name, text in cells.items() if text}
    _refuse_alone(number, row, released)
    made = register.with_row(number, {name: text for name, text in row.items() if name != register.key})
    try:
        keep(register.path, file_content(made, names=_names(workspace), released=released))
    except OSError as error:
        raise MeetingError(
            f"{register.path}: could not be written ({error.strerror or error}). Close it in Excel, then send again: "
            "nothing was kept."
        ) from None


def _refuse_alone(number: str, row: Mapping[str, str], released: frozenset[str]) -> None:
    headings = {name: name for name in ("concern_id", *row)}
    try:
        file_content(Register(SOURCE, _ALONE, headings).with_row(number, row), released=released)
    except SourceError as error:
        raise Refusal({
            fault.column or "text": f"Found {fault.found}; wanted {fault.wanted}." for fault in error.faults
        }) from None  # fmt: skip


def _next(register: Register, practice_code: str) -> str:
    """Number a practice's report: no number is given twice."""
    taken, at = register.ids, 1
    while (number := f"web-{practice_code}-{at}") in taken:
        at += 1
    return number
