"""Records what a meeting brought: from the clerk's filled sheet into the answers and the register.

A sheet is recorded whole or not at all. Recording it twice changes nothing; recording it again, mended,
changes what was mended. A line left empty never wipes out what an earlier sheet said: two clerks may each
fill in one half.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

from briefing import audit, formats
from briefing.disk import is_left_behind, write_lock
from briefing.errors import BriefingError, Fault, MeetingError
from briefing.formats import typed
from briefing.loading.names import Known, known_names
from briefing.measures import ALL
from briefing.meeting import record_book
from briefing.meeting.answers import (
    ANSWERS_FILE,
    OTHERS,
    Answer,
    SheetQuestion,
    answers_csv,
    answers_of,
    commitment_id,
    keep,
    questions_of,
)
from briefing.meeting.checking import (
    PromiseResult,
    Questions,
    SheetContent,
    check_sheet,
    faults_in,
    identifiers_in,
    replaced,
)
from briefing.meeting.model import Meeting
from briefing.meeting.register_file import Register, file_content, open_register
from briefing.meeting.sheet import FilledSheet, read_sheet
from briefing.workspace import Workspace

_SECONDS = 60.0


@dataclass(frozen=True)
class RecordReport:
    """What a record did."""

    meeting_id: str
    answers: tuple[Answer, ...]
    register: Path
    added: tuple[str, ...]
    """Commitments new on the register."""
    changed: tuple[str, ...]
    settled: tuple[str, ...]
    """Earlier promises of which this sheet says something new: kept, or not kept."""
    notes: tuple[str, ...]

    @property
    def questions(self) -> tuple[Answer, ...]:
        """Those that the pack asks, without what was promised beside them."""
        return tuple(answer for answer in self.answers if answer.question_id not in OTHERS)

    @property
    def reached(self) -> int:
        return sum(answer.state is not None for answer in self.questions)

    @property
    def dated(self) -> int:
        return sum(answer.dated for answer in self.questions)


def record(workspace: Workspace, meeting: Meeting, file: Path | None = None) -> RecordReport:
    """Take the filled sheet into the meeting's answers.csv and the register of commitments."""
    sheet = file or _sheet_in(workspace.meetings / meeting.id)
    filled = read_sheet(sheet, meeting=meeting.names)
    asked = questions_of(workspace.packs, meeting.id)
    if asked and not any(any(row.cells.values()) for row in (*filled.answers, *filled.promises)):
        raise MeetingError(
            f"{sheet.name}: found nothing filled in; wanted at least one answer. Is it the clerk's copy, "
            "saved after it was filled in? If no question was reached, say so in a note beside one of them, and "
            "record it again."
        )
    with _recording(workspace):
        ledger = _open(workspace)
        content = check_sheet(
            filled,
            **_rules(workspace, meeting, filled, promised=ledger.ids),
            released=audit.released(workspace),
        )
        before = {answer.key: answer for answer in answers_of(workspace.meetings / meeting.id)}
        answers, notes = _merged(content.answers, before, asked)
        after = _with_answers(ledger, answers, before, meeting_id=meeting.id)
        after = _with_results(after, content.results)
        after = _with_successors(after, answers, _replaced(content, asked, ledger), content.results, meeting)
        notes += _dropped(ledger, answers, before, meeting_id=meeting.id)
        _write(workspace, meeting, ("recorded", sheet.name), answers=answers, ledger=ledger, after=after)
    changed = {id for id in ledger.ids if id and ledger.row(id) != after.row(id)}
    looked_back = [result.commitment_id for result in content.results]
    return RecordReport(
        meeting.id,
        answers,
        after.path,
        added=tuple(sorted(after.ids - ledger.ids)),
        changed=tuple(sorted(changed.difference(looked_back))),
        settled=tuple(one for one in looked_back if one in changed),
        notes=tuple(notes),
    )


def faults_of(workspace: Workspace, meeting: Meeting, filled: FilledSheet) -> list[Fault]:
    """List all that would keep a sheet from being recorded."""
    rules = _rules(workspace, meeting, filled, promised=_open(workspace).ids)
    return [*identifiers_in(filled, audit.released(workspace)), *faults_in(filled, **rules)]


def wrote(
    workspace: Workspace,
    meeting: Meeting,
    question_id: str,
    *,
    on: date,
    provider: str | None = None,
    note: str = "",
) -> RecordReport:
    """Close a "will write": they wrote on a day. A commitment that was made with it is kept by that."""
    with _recording(workspace):
        answers = answers_of(workspace.meetings / meeting.id)
        waiting = [one for one in answers if one.state == "will write"]
        named = [
            one
            for one in waiting
            if one.question_id.casefold() == question_id.casefold()
            and (provider is None or one.provider_code == provider.upper())
        ]
        if len(named) != 1:
            there = formats.listed(f"{one.question_id} of {one.provider_code}" for one in waiting) or "none"
            found = "more than one" if named else "none"
            raise MeetingError(
                f"{meeting.id}: found {found} of {question_id!r} that they would write on; wanted one of: {there}."
            )
        (old,) = named
        told = " ".join(filter(None, (f"Wrote on {formats.day(on)}.", note, old.note)))
        new = replace(old, state="wrote", note=told)
        ledger = after = _open(workspace)
        id = commitment_id(meeting.id, old)
        if old.commitment is not None and after.row(id) is not None:
            after = after.with_row(id, {"status": "kept", "closed_on": on.isoformat()})
        now = tuple(new if one is old else one for one in answers)
        what = f"{old.question_id} of {old.provider_code}, on {formats.day(on)}"
        _write(workspace, meeting, ("they wrote", what), answers=now, ledger=ledger, after=after)
    settled = (id,) if after.rows != ledger.rows else ()
    return RecordReport(meeting.id, now, after.path, added=(), changed=(), settled=settled, notes=())


def take_back(
    workspace: Workspace, meeting: Meeting, *, by: str, reason: str
) -> tuple[record_book.Record, Path, list[str]]:
    """Undo the last record of a meeting that stands: its answers, and what it set on the register.

    What somebody changed on the register since stays, and is told. The register is written first: taken back again
    after a kill, the same record is found, and the rest of it undone.
    """
    folder = workspace.meetings / meeting.id
    with _recording(workspace):
        standing = record_book.in_force(record_book.records_of(folder))
        if not standing:
            raise MeetingError(f"{meeting.id}: found nothing recorded that can be taken back.")
        last, ledger = standing[-1], _open(workspace)
        after, notes = record_book.undone(ledger, last)
        before, now = last.after.encode(), last.before.encode()
        undoing = record_book.record_of(
            "taken back", reason, before=before, after=now, register=ledger, changed=after
        )
        audit.record(workspace, "taken back", meeting.id, by=by, reason=reason, recorded=last.at)
        with _saved(after.path):
            _keep_register(workspace, ledger, after)
            if now:
                keep(folder / ANSWERS_FILE, now)
            else:
                (folder / ANSWERS_FILE).unlink(missing_ok=True)
            record_book.append(folder, undoing)
    return last, after.path, notes


@contextmanager
def _recording(workspace: Workspace) -> Iterator[None]:
    with write_lock(workspace.warehouse / "record.lock", purpose="recording a meeting", seconds=_SECONDS):
        yield


def _open(workspace: Workspace) -> Register:
    names = workspace.settings.columns.get("commitments", {})
    return open_register(workspace.registers, "commitments", names=names)


def _sheet_in(folder: Path) -> Path:
    """The one filled sheet that lies in the meeting's folder."""
    found = sheets_in(folder)
    if len(found) != 1:
        there = formats.listed(path.name for path in found) or "no clerk's sheet"
        raise MeetingError(
            f"{folder}: found {there}; wanted the one that was filled in. Put it there under a name with "
            f"clerk in it, or name it: briefing record {typed(folder.name)} FILE"
        )
    return found[0]


def sheets_in(folder: Path) -> list[Path]:
    """List the clerk's sheets in a meeting's folder."""
    sheets = (path for path in folder.glob("*clerk*") if path.suffix.lower() in (".xlsx", ".pdf"))
    return sorted(path for path in sheets if not is_left_behind(path.name))


class _Rules(TypedDict):
    asked: Questions
    promised: Collection[str]
    day: date
    providers: Collection[str]
    known: Known


def _rules(
    workspace: Workspace, meeting: Meeting, filled: FilledSheet, *, promised: Collection[str]
) -> _Rules:
    """What a sheet of this meeting is held to."""
    return {
        "asked": questions_of(workspace.packs, meeting.id),
        "promised": promised,
        "day": meeting.date,
        "providers": meeting.provider_codes,
        "known": _known(workspace, meeting, filled),
    }


def _merged(
    today: Iterable[Answer],
    before: Mapping[tuple[str, str], Answer],
    asked: Mapping[tuple[str, str], SheetQuestion],
) -> tuple[tuple[Answer, ...], list[str]]:
    """Today's lines over those of earlier sheets, in the order of the questions; those not reached too."""
    notes = []
    merged = {key: Answer(question_id=key[1], provider_code=key[0]) for key in asked} | dict(before)
    for answer in today:
        known = before.get(answer.key)
        if answer.state == "will write" and known is not None and known.state == "wrote":
            continue  # the letter has come since the sheet was filled
        if not answer.blank:
            merged[answer.key] = answer
        elif answer.key in before and not before[answer.key].blank:
            notes.append(f"{' '.join(answer.key)}: empty on this sheet; what was recorded before stands.")
    kept = (answer for key, answer in merged.items() if key in asked or not answer.blank)
    return tuple(kept), notes


def _with_answers(
    ledger: Register, answers: Sequence[Answer], before: Mapping[tuple[str, str], Answer], *, meeting_id: str
) -> Register:
    """Add each commitment once. On a row already there only what the sheet changed is set: the rest may have
    been mended on the register since."""
    for answer in answers:
        if answer.commitment is None:
            continue
        id, cells = commitment_id(meeting_id, answer), _cells(answer)
        if ledger.row(id) is None:
            first = {"meeting_id": meeting_id, "provider_code": answer.provider_code, "status": "open"}
            ledger = ledger.with_row(id, first | cells)
        else:
            old = _cells(before[answer.key]) if answer.key in before else {}
            now = {name: cells.get(name, "") for name in (*cells, *old)}
            ledger = ledger.with_row(id, {name: text for name, text in now.items() if old.get(name) != text})
    return ledger


def _cells(answer: Answer) -> dict[str, str]:
    return {
        "what": answer.commitment or "",
        "owner": answer.owner or "",
        "due_on": answer.due_on.isoformat() if answer.due_on else "",
        **_series(answer.measure or ""),
    }


def _series(words: str) -> dict[str, str]:
    """Put the specialty and the people of a measure into columns of their own; a group stays with its name.

    An older register gets such a column once it is needed.
    """
    metric, *place = words.split("/")
    specialty, group, population = [*place, ALL, ALL, ALL][:3]
    if not place or group != ALL or " " in metric.strip():
        return {"measure": words}
    columns = {"specialty_code": specialty, "population_code": population}
    return {"measure": metric, **{name: code for name, code in columns.items() if code != ALL}}


def _with_results(ledger: Register, results: Iterable[PromiseResult]) -> Register:
    for result in results:
        cells = {"status": "kept" if result.kept else "not kept"}
        if result.closed_on:
            cells["closed_on"] = result.closed_on.isoformat()
        if result.evidence:
            cells["evidence"] = result.evidence
        ledger = ledger.with_row(result.commitment_id, cells)
    return ledger


def _replaced(content: SheetContent, asked: Questions, ledger: Register) -> dict[tuple[str, str], str]:
    """Return the earlier promise in whose place each line's promise was made: the one asked about, or the one that
    the note names: "Replaces 2026-09-03-rza-rtt-02"."""
    of_questions = {key: one.promise for key, one in asked.items() if one.promise}
    ids = {id.casefold(): id for id in ledger.ids if id}
    named = {one.key: ids.get(replaced(one.note).casefold()) for one in content.answers}
    return of_questions | {key: id for key, id in named.items() if id}


def _with_successors(
    ledger: Register,
    answers: Iterable[Answer],
    replaced: Mapping[tuple[str, str], str],
    results: Iterable[PromiseResult],
    meeting: Meeting,
) -> Register:
    """Close a promise by the one that was made when it was asked about, unless it was kept.

    That it was not kept stays written, where the meeting heard so.
    """
    heard = {result.commitment_id: result.kept for result in results}
    for answer in answers:
        old = replaced.get(answer.key, "")
        if answer.commitment is None or heard.get(old) or ledger.row(old) is None:
            continue
        ledger = ledger.with_row(commitment_id(meeting.id, answer), {"replaces": old})
        if old not in heard:
            ledger = ledger.with_row(old, {"status": "replaced", "closed_on": meeting.date.isoformat()})
    return ledger


def _known(workspace: Workspace, meeting: Meeting, filled: FilledSheet) -> Known:
    """Return the measures and people that a sheet may name: those on record, and those who were there."""
    known = known_names(workspace, [row.cells["owner"] for row in filled.answers])
    ours = [person.name for person in (meeting.chair, *meeting.panel)]
    theirs = [person.name for person in meeting.provider_people]
    roles = tuple(person.role for person in meeting.provider_people)
    return replace(known, names=(*known.names, *ours, *theirs), roles=roles)


def _dropped(
    ledger: Register, answers: Iterable[Answer], before: Mapping[tuple[str, str], Answer], *, meeting_id: str
) -> list[str]:
    ids = [
        commitment_id(meeting_id, answer)
        for answer in answers
        if answer.commitment is None and answer.key in before and before[answer.key].commitment is not None
    ]
    return [
        f"{id}: no longer on the sheet, but still on the register. Delete it there if nothing was promised."
        for id in ids
        if ledger.row(id) is not None
    ]


def _write(
    workspace: Workspace,
    meeting: Meeting,
    event: tuple[record_book.Event, str],
    *,
    answers: Sequence[Answer],
    ledger: Register,
    after: Register,
) -> None:
    """Write history and log, the register, the answers. Should one fail, recording again finds the same and goes on."""
    folder = workspace.meetings / meeting.id
    file, now = folder / ANSWERS_FILE, answers_csv(answers)
    before = file.read_bytes() if file.is_file() else None
    if before == now and after.rows == ledger.rows:
        return
    record = record_book.record_of(*event, before=before or b"", after=now, register=ledger, changed=after)
    with _saved(after.path):
        record_book.append(folder, record)
        audit.record(workspace, "recorded", meeting.id, what=event[1], answers=sha256(now).hexdigest())
        _keep_register(workspace, ledger, after)
        keep(file, now)


def _keep_register(workspace: Workspace, ledger: Register, after: Register) -> None:
    if after.rows != ledger.rows:
        names = workspace.settings.columns.get("commitments", {})
        keep(after.path, file_content(after, names=names))


@contextmanager
def _saved(register: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BriefingError(
            f"{error.filename or register}: could not be written ({error.strerror or error}). Close it in "
            "Excel and check the folder's permissions, then record again: nothing is recorded twice."
        ) from error
