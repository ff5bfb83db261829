"""The clerk's sheet on a screen in the room: the workbook in the meeting's folder, filled cell by cell.

It is the file that `briefing record` takes and Excel opens. Where none lies there yet, the first cell to be saved puts
the one there that was made with the pack, with what is recorded already. Two screens at once: each says which text it
wrote over, so that neither writes over the other unseen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

from briefing import audit, formats
from briefing.disk import lock_held, write_atomically
from briefing.errors import Fault, MeetingError
from briefing.meeting import recording
from briefing.meeting.answers import answers_of
from briefing.meeting.checking import identifiers_in
from briefing.meeting.model import Meeting
from briefing.meeting.sheet import (
    DAYS,
    HEADINGS,
    PROMISE_HEADINGS,
    STEM,
    TO_FILL,
    FilledRow,
    FilledSheet,
    Spot,
    filled_in,
    read_sheet,
)
from briefing.sources.values import Unreadable, parse_date
from briefing.workspace import Workspace

_SECONDS = 30.0


@dataclass(frozen=True)
class Entry:
    """What somebody wrote in one cell."""

    spot: Spot
    text: str
    version: str | None = None
    """Of the text that they wrote over; None: whatever stands there."""


@dataclass(frozen=True)
class Outcome:
    state: Literal["saved", "overtaken", "refused"]
    text: str
    """What stands in the sheet now."""
    message: str = ""
    """Why it was refused."""

    @property
    def version(self) -> str:
        return version_of(self.text)


def version_of(text: str) -> str:
    """Name a text, so that a screen can say which one it wrote over."""
    return sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class OpenSheet:
    """The sheet as it stands, and the workbook it is written into."""

    base: Path
    texts: Mapping[Spot, str]
    """What stands elsewhere so far: in the PDF form, or in the record."""
    filled: FilledSheet


def open_sheet(workspace: Workspace, meeting: Meeting) -> OpenSheet:
    """Open the sheet in the meeting's folder; else the one that was made with the last pack, with what is recorded."""
    folder = workspace.meetings / meeting.id
    there = recording.sheets_in(folder)
    workbooks = [path for path in there if path.suffix.lower() == ".xlsx"]
    if len(workbooks) == 1:
        return OpenSheet(workbooks[0], {}, read_sheet(workbooks[0], meeting=meeting.names))
    if there[1:]:
        raise MeetingError(
            f"{meeting.id}: found {formats.listed(path.name for path in there)}; wanted one clerk's sheet in the "
            "meeting's folder. Take the others away."
        )
    base = _issued(workspace, meeting)
    form = read_sheet(there[0], meeting=meeting.names).texts if there else _recorded(folder)
    texts = {spot: text for spot, text in form.items() if text}
    filled = read_sheet(base, meeting=meeting.names)
    if there and (lost := [spot for spot in texts if spot[:2] not in filled.rows]):
        raise MeetingError(
            f"{meeting.id}: {there[0].name} answers {lost[0][1]}, which the last pack does not ask. Record that form "
            f"first: briefing record {meeting.id}"
        )
    return OpenSheet(base, texts, _overlaid(filled, texts))


def fill(workspace: Workspace, meeting: Meeting, entries: Sequence[Entry]) -> list[Outcome]:
    """Save what somebody wrote: each cell by itself, and nothing that may identify anybody."""
    folder = workspace.meetings / meeting.id
    with lock_held(folder / f".{STEM}.lock", seconds=_SECONDS):
        sheet = open_sheet(workspace, meeting)
        texts, released = dict(sheet.filled.texts), audit.released(workspace)
        outcomes = [_outcome(sheet.filled, texts, one, released=released) for one in entries]
        fresh = {
            one.spot: outcome.text
            for one, outcome in zip(entries, outcomes, strict=True)
            if outcome.state == "saved" and outcome.text != texts[one.spot]
        }
        if fresh:
            _write(sheet, meeting, folder, fresh)
    return outcomes


def keep(workspace: Workspace, meeting: Meeting) -> Path:
    """Return the workbook in the meeting's folder; put there as it was made where nobody has written yet."""
    folder = workspace.meetings / meeting.id
    with lock_held(folder / f".{STEM}.lock", seconds=_SECONDS):
        sheet = open_sheet(workspace, meeting)
        return sheet.base if sheet.base.parent == folder else _write(sheet, meeting, folder, {})


def _write(sheet: OpenSheet, meeting: Meeting, folder: Path, fresh: Mapping[Spot, str]) -> Path:
    file = sheet.base if sheet.base.parent == folder else folder / f"{STEM}.xlsx"
    known = {spot: text for spot, text in sheet.texts.items() if spot in sheet.filled.texts}
    write_atomically(file, filled_in(sheet.base, {**known, **fresh}, meeting=meeting.names))
    return file


def take_in(workspace: Workspace, meeting: Meeting, file: Path) -> int:
    """Put what a filled sheet says, workbook or form, into the sheet of the room; return how many cells changed."""
    said = {spot: text for spot, text in read_sheet(file, meeting=meeting.names).texts.items() if text}
    now = open_sheet(workspace, meeting).filled.texts
    fresh = [Entry(spot, text) for spot, text in said.items() if now.get(spot) != text]
    if hits := identifiers_in(read_sheet(file, meeting=meeting.names), audit.released(workspace)):
        raise MeetingError("\n".join(map(str, hits)))
    fill(workspace, meeting, fresh)
    return len(fresh)


def messages(workspace: Workspace, meeting: Meeting, filled: FilledSheet) -> dict[Spot, str]:
    """Say of each cell what keeps the sheet from being recorded as it stands."""
    places = {(row.sheet, row.row): key for key, row in filled.rows.items()}
    found: dict[Spot, str] = {}
    for fault in recording.faults_of(workspace, meeting, filled):
        key = places.get((fault.sheet, fault.row))
        if key is not None:
            for name in filled.rows[key].cells:
                if (HEADINGS | PROMISE_HEADINGS)[name] == fault.column:
                    found.setdefault((*key, name), sentence(fault))
    return found


def sentence(fault: Fault) -> str:
    """Say what is wrong with a cell to somebody who looks at it."""
    return f"Found {fault.found}; wanted {fault.wanted}. {fault.remedy}"


def _outcome(
    filled: FilledSheet, texts: Mapping[Spot, str], entry: Entry, *, released: frozenset[str]
) -> Outcome:
    row = filled.rows.get(entry.spot[:2])
    name = entry.spot[2]
    if row is None or name not in row.cells:
        raise MeetingError(f"found no cell {name!r} of {entry.spot[1]!r} on this sheet; nothing was saved.")
    now, text = texts[entry.spot], _as_kept(name, formats.one_line(entry.text))
    if text == now:
        return Outcome("saved", now)
    if entry.version is not None and entry.version != version_of(now):
        return Outcome("overtaken", now)
    written = FilledSheet((replace(row, cells={name: text}),), ())
    if hits := identifiers_in(written, released):
        return Outcome("refused", now, sentence(hits[0]))
    return Outcome("saved", text)


def _as_kept(name: str, text: str) -> str:
    """Return a day as the workbook gives it back: two ways to write it are one text."""
    with suppress(Unreadable):
        return parse_date(text).isoformat() if name in DAYS and text else text
    return text


def _issued(workspace: Workspace, meeting: Meeting) -> Path:
    """The workbook that was made with the last pack that has one."""
    found = [
        (int(path.parent.name[1:]), path)
        for path in (workspace.packs / meeting.id).glob(f"v*/{STEM}.xlsx")
        if path.parent.name[1:].isdigit()
    ]
    if not found:
        raise MeetingError(
            f"{meeting.id}: found no pack with a clerk's sheet; wanted the one that is asked from. Prepare the "
            "papers first."
        )
    return max(found)[1]


def _recorded(folder: Path) -> dict[Spot, str]:
    return {
        (answer.provider_code, answer.question_id, name): _text(getattr(answer, name))
        for answer in answers_of(folder)
        for name in TO_FILL
        if not (name == "state" and answer.state == "wrote")
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _overlaid(filled: FilledSheet, texts: Mapping[Spot, str]) -> FilledSheet:
    def rows(group: Iterable[FilledRow], keys: Iterable[tuple[str, str]]) -> Iterator[FilledRow]:
        for key, row in zip(keys, group, strict=True):
            cells = {name: texts.get((*key, name), text) for name, text in row.cells.items()}
            yield replace(row, cells=cells)

    answers = tuple(rows(filled.answers, (row.key for row in filled.answers)))
    promises = tuple(rows(filled.promises, (("promise", row.id) for row in filled.promises)))
    return FilledSheet(answers, promises)
