"""A meeting moved, postponed, cancelled, renamed, or copied for the next round: its file, its folders, the audit log.

moved to 14 January      2026-12-03-rza -> 2027-01-14-rza, with its packs; the earlier name still finds it
postponed, cancelled     the file says so and why; the next build writes to those who had papers, and to nobody else
copied                   a new file with the same people, as far as the register still knows them
changed                  any field, where the file still says what whoever changes it has seen; and back once
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Literal

from briefing import audit, formats, memory, toml
from briefing.build.inputs import meeting_of, metric_named, name_of, registers_of
from briefing.challenge.patterns import load_patterns
from briefing.disk import lock_held, write_atomically
from briefing.errors import BriefingError, MeetingError
from briefing.formats import typed
from briefing.meeting.answers import is_recorded
from briefing.meeting.editing import Value, set_fields, with_fields
from briefing.meeting.form import form_of, write_meeting
from briefing.meeting.outline import FILE, Outline, meeting_day, outline_of, outlines
from briefing.meeting.registers import rows_of
from briefing.meeting.screening import Cell, screen
from briefing.pack.sitting import SITTING
from briefing.shelf import folder as packs
from briefing.workspace import Workspace

_NAME = re.compile(r"[^\W_][\w. -]*", re.ASCII)
_LONGEST = 80
_BEFORE = "meeting.before.toml"
"""Beside a meeting's file: what it said before its last change by `change`."""
_OF_ONE_ROUND = ("status", "reason", "formerly", "notes", "pinned", "barred", "choices")
"""Fields that a copy leaves behind: what was said of that one meeting alone."""


Matter = Literal["about", "measures", "pinned"]
"""The lists of a meeting's file to which something can be added: what it is about, what its page with the picture
shows, which questions go first."""


@dataclass(frozen=True)
class Changed:
    """A meeting as it is called now, and what a manager should know of it."""

    id: str
    notes: tuple[str, ...] = ()


def move(
    workspace: Workspace,
    name: str,
    *,
    to: date,
    starts: time | None = None,
    place: str = "",
    reason: str = "",
    today: date,
) -> Changed:
    """Give a meeting another day, or one at last; its folder takes the day's name where it had the old one's."""
    meeting = _open(workspace, name)
    same_time = starts is None and not place
    if meeting.day == to and meeting.takes_place and same_time:
        raise MeetingError(f"{meeting.id}: is on {formats.day(to)} already; nothing was changed.")
    fields: dict[str, Value] = {"date": to}
    if not meeting.takes_place:
        fields["status"] = "planned"
    fields |= {"starts": starts} if starts is not None else {}
    fields |= {"place": place} if place else {}
    if reason or not meeting.takes_place:
        fields["reason"] = reason
    new_name = meeting.id
    if (old := meeting_day(meeting.id)) is not None and old != to:
        new_name = f"{to}{meeting.id[10:]}"
        _refuse_taken(workspace, meeting.id, new_name)
    set_fields(workspace.meetings / meeting.id / FILE, fields)
    audit.record(workspace, "moved", meeting.id, to=to.isoformat(), before=str(meeting.day), reason=reason)
    if new_name != meeting.id:
        _rename(workspace, meeting, new_name)
    return Changed(new_name, tuple(about_day(workspace, meeting, to, today=today)))


def call_off(
    workspace: Workspace, name: str, *, status: Literal["postponed", "cancelled"], reason: str, today: date
) -> Changed:
    """Say that a meeting does not take place, for now or at all."""
    meeting = _open(workspace, name)
    if meeting.status == status:
        raise MeetingError(f"{meeting.id}: is {status} already; nothing was changed.")
    set_fields(workspace.meetings / meeting.id / FILE, {"status": status, "reason": reason})
    audit.record(workspace, "called off", meeting.id, status=status, reason=reason)
    return Changed(meeting.id, tuple(_promises_due(workspace, meeting, today=today)))


def put(workspace: Workspace, name: str, field: Matter, word: str) -> Changed:
    """Put something to a meeting: a measure or a question is added to a list of its file, where it is not there yet."""
    meeting = _open(workspace, name)
    if field == "pinned":
        known = {pattern.id for pattern in load_patterns(workspace.questions)}
        if word.partition("@")[0] not in known:
            raise MeetingError(f"found no question {word!r} in the bank; nothing was changed.")
    else:
        word = metric_named(workspace, word).name
    file = workspace.meetings / meeting.id / FILE
    there = [str(one) for one in toml.loads(file.read_text("utf-8-sig")).get(field, [])]
    if word in there:
        raise MeetingError(f"{meeting.title or meeting.id}: has this already; nothing was changed.")
    set_fields(file, {field: [*there, word]})
    audit.record(workspace, "changed", meeting.id, field=field, added=word)
    return Changed(meeting.id)


class Stale(MeetingError):
    """Somebody else changed the file meanwhile: nothing was written."""


def seen(workspace: Workspace, name: str) -> str:
    """Name what a meeting's file says now, for whoever changes it later to hold against what it says then."""
    return _digest((workspace.meetings / name / FILE).read_bytes())


def change(
    workspace: Workspace,
    name: str,
    fields: Mapping[str, Value],
    *,
    seen: str,
    reason: str = "",
) -> Changed:
    """Set fields of a meeting's file that still says what was `seen`; what stood there can be put back once."""
    meeting = _open(workspace, name)
    file = workspace.meetings / meeting.id / FILE
    with lock_held(workspace.meetings / f".{meeting.id}.lock", seconds=10):
        before = _as_seen(file, seen)
        made = with_fields(before.decode("utf-8-sig"), fields)
        _refuse_wrong(workspace, meeting.id, made, reason)
        if made.encode() == before:
            return Changed(meeting.id, ("Nothing was changed.",))
        write_atomically(file.with_name(_BEFORE), before)
        write_atomically(file, made.encode())
    names = sorted(name for name in fields if _says(before, name) != _says(made.encode(), name))
    after = _digest(made.encode())
    audit.record(workspace, "changed", meeting.id, fields=names, reason=reason, after=after)
    return Changed(meeting.id)


def undo(workspace: Workspace, name: str, *, seen: str) -> Changed:
    """Put back what stood in a meeting's file before its last change; once more, and the change is there again."""
    meeting = _open(workspace, name)
    file = workspace.meetings / meeting.id / FILE
    with lock_held(workspace.meetings / f".{meeting.id}.lock", seconds=10):
        now = _as_seen(file, seen)
        if (last := last_change(workspace, meeting.id)) is None:
            raise MeetingError(f"{meeting.id}: there is no change that could be undone; nothing was changed.")
        before = file.with_name(_BEFORE).read_bytes()
        write_atomically(file.with_name(_BEFORE), now)
        write_atomically(file, before)
    fields = last.details.get("fields")
    names = [str(one) for one in fields] if isinstance(fields, list) else []
    audit.record(workspace, "changed", meeting.id, fields=names, reason="undone", after=_digest(before))
    return Changed(meeting.id)


def last_change(workspace: Workspace, name: str) -> audit.Entry | None:
    """Return the change that led to what a meeting's file says now, if it can be undone."""
    file = workspace.meetings / name / FILE
    changes = [one for one in audit.read(workspace).entries if one.about == name and one.action == "changed"]
    if not changes or not file.with_name(_BEFORE).is_file() or is_recorded(file.parent):
        return None
    return changes[-1] if changes[-1].details.get("after") == _digest(file.read_bytes()) else None


def _as_seen(file: Path, seen: str) -> bytes:
    now = file.read_bytes()
    if _digest(now) != seen:
        raise Stale(f"{file.parent.name}: somebody else changed it meanwhile; nothing of yours was written.")
    return now


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[: audit.SHORT]


def _says(text: bytes, name: str) -> object:
    return toml.loads(text.decode("utf-8-sig")).get(name)


def _refuse_wrong(workspace: Workspace, name: str, text: str, reason: str) -> None:
    """Refuse a file that no pack could be made of, and words that may identify a patient."""
    meeting, released = meeting_of(workspace, name, text=text), audit.released(workspace)
    screen(
        meeting,
        {"people": registers_of(workspace, "people")["people"]},
        [Cell("meeting.toml", None, "reason", reason)],
        released=released,
    )


def rename(workspace: Workspace, name: str, new_name: str) -> Changed:
    """Give a meeting's folders another name. What was made, approved and sent of it stands."""
    if (new_home := workspace.meetings / new_name).is_dir() and packs_apart(
        workspace, outline_of(new_home)
    ) == name:
        _rename(workspace, outline_of(new_home), new_name, packs_of=name)
        return Changed(new_name)
    meeting = outline_of(workspace.meetings / name_of(workspace, name))
    if is_recorded(workspace.meetings / meeting.id):
        raise MeetingError(
            f"{meeting.id}: is recorded, and its promises carry this name on the register; it keeps it. Give it "
            "another title in its file instead."
        )
    if not _NAME.fullmatch(new_name) or len(new_name) > _LONGEST or new_name.endswith((".", " ")):
        raise MeetingError(
            f"found {new_name!r} for a meeting's name; wanted letters, digits, - and _, such as 2026-12-03-rxx."
        )
    _refuse_taken(workspace, meeting.id, new_name)
    _rename(workspace, meeting, new_name)
    return Changed(new_name)


def copy(
    workspace: Workspace,
    name: str,
    *,
    to: date,
    new_name: str | None = None,
    changes: Mapping[str, object],
    today: date,
) -> Changed:
    """Make the file of a meeting's next round: `changes` are fields given anew."""
    file = workspace.meetings / name_of(workspace, name) / FILE
    try:
        fields = toml.loads(file.read_text("utf-8-sig"))
    except ValueError as error:
        raise MeetingError(f"{file}: is no TOML ({error}); nothing was copied. Mend it first.") from None
    kept = {key: value for key, value in fields.items() if key not in _OF_ONE_ROUND}
    known = {row["person_id"] for row in rows_of(registers_of(workspace, "people")["people"])}
    kept, notes = _with_people_there({**kept, **changes}, known)
    left = [key for key in ("notes", "pinned", "barred") if fields.get(key)]
    if left:
        notes = (*notes, f"Left behind, as said of that meeting alone: {formats.listed(left)}.")
    if kept.get("provider_people"):
        notes = (
            *notes,
            "Ask the hospital who it will bring this time: the file still names those of the last meeting.",
        )
    form = form_of({**kept, "date": to})
    made = write_meeting(workspace.meetings, form, name=new_name)
    outline = outline_of(made.parent)
    return Changed(outline.id, (*notes, *about_day(workspace, outline, to, today=today)))


def _with_people_there(
    fields: Mapping[str, object], known: Collection[str]
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Leave out whoever is no longer in the register; a chair must be there."""
    made, notes = dict(fields), list[str]()
    if not known:
        return made, ()
    if (chair := made.get("chair")) not in known:
        raise MeetingError(
            f"found the chair {chair!r}, who is no longer in the register of people; wanted another: --chair ID. "
            "Nothing was copied."
        )
    named = made.get("panel")
    members = [str(one) for one in named] if isinstance(named, list) else []
    panel, gone = [one for one in members if one in known], [one for one in members if one not in known]
    if not panel:
        raise MeetingError(
            "found nobody of the panel in the register of people any more; wanted others: --panel ID. Nothing was "
            "copied."
        )
    if gone:
        notes.append(
            f"No longer in the register of people, and left out of the panel: {formats.listed(gone)}."
        )
    made["panel"] = panel
    if (clerk := made.get("clerk")) is not None and clerk not in known:
        notes.append(f"The clerk {clerk} is no longer in the register of people: name another in the file.")
        del made["clerk"]
    return made, tuple(notes)


def _open(workspace: Workspace, name: str) -> Outline:
    """Return a meeting that may still be moved or called off: one whose file can be read, and that was not held."""
    meeting = outline_of(workspace.meetings / name_of(workspace, name))
    if is_recorded(workspace.meetings / meeting.id):
        raise MeetingError(f"{meeting.id}: was held and is recorded; nothing was changed.")
    if not meeting.readable:
        raise MeetingError(
            f"{meeting.id}: its file can't be read; nothing was changed. See why: briefing check {typed(meeting.id)}"
        )
    return meeting


def _refuse_taken(workspace: Workspace, name: str, new_name: str) -> None:
    there = {path.name.casefold() for path in workspace.meetings.iterdir()} - {name.casefold()}
    made = (workspace.packs / name).exists() and (workspace.packs / new_name).exists()
    if new_name.casefold() in there or made:
        raise MeetingError(f"{new_name}: is there already; nothing was changed. Choose another name.")


def packs_apart(workspace: Workspace, meeting: Outline) -> str | None:
    """Return the folder of packs that is this meeting's, where it was parted from them: its own was renamed by hand.

    They are of the same hospitals, on the same day or under the same title, and no meeting has their name.
    """
    if packs.versions(workspace.packs / meeting.id):
        return None
    known = {one.id for one in outlines(workspace.meetings)}
    for home in sorted(workspace.packs.glob("*/")):
        numbers = packs.versions(home)
        if home.name not in known and numbers:
            made = memory.recall(home / f"v{numbers[-1]}", "sitting", SITTING)
            if made is None or made.provider_codes != meeting.provider_codes:
                continue
            if made.date == meeting.day or made.title == meeting.title:
                return home.name
    return None


def refuse_parted(workspace: Workspace, name: str) -> None:
    """Refuse to begin anew where a meeting has packs under another name: readers would get them a second time."""
    if (home := packs_apart(workspace, outline_of(workspace.meetings / name))) is not None:
        raise MeetingError(
            f"{name}: has no packs, and packs/{home} has those of a meeting with the same hospitals, whose folder "
            "is gone. If the folder was renamed by hand, bring them together: "
            f"briefing meeting rename {typed(home)} {typed(name)}. If this is another meeting, "
            f"move packs/{home} out of packs/."
        )


def _rename(workspace: Workspace, meeting: Outline, new_name: str, *, packs_of: str = "") -> None:
    """Rename the packs first, then the meeting: after a kill between the two, the same command goes on from there.

    `packs_of` is the name that they have, where somebody renamed the meeting alone.
    """
    old, before = workspace.meetings / meeting.id, packs_of or meeting.id
    set_fields(old / FILE, {"formerly": list(dict.fromkeys([*meeting.formerly, before]))})
    try:
        with packs.being_made(workspace.packs / before):
            if (workspace.packs / before).exists():
                (workspace.packs / before).rename(workspace.packs / new_name)
            if meeting.id != new_name:
                old.rename(workspace.meetings / new_name)
    except OSError as error:
        raise BriefingError(
            f"{error.filename or old}: could not be renamed ({error.strerror or error}). Close what is open in that "
            "folder, then run this again."
        ) from None
    audit.record(workspace, "renamed", new_name, before=before)


def about_day(workspace: Workspace, meeting: Outline, day: date, *, today: date) -> list[str]:
    """Say what is odd about the day of a meeting: it is past, nobody works, a hospital has another meeting."""
    notes = []
    if day < today:
        notes.append(f"{formats.day(day)} is past. Is the day right?")
    if reason := workspace.settings.notice.working_days.not_worked(day):
        notes.append(f"{formats.day(day)} is {reason}. Is the day right?")
    return [*notes, *twice_asked(workspace, meeting, day)]


def twice_asked(workspace: Workspace, meeting: Outline, day: date | None = None) -> Iterator[str]:
    """Say which hospitals of a meeting have another on that day, such as a copy of its folder."""
    day = day or meeting.day
    for other in outlines(workspace.meetings):
        met = sorted({*meeting.provider_codes} & {*other.provider_codes})
        if (
            other.day == day
            and other.takes_place
            and met
            and other.id not in (meeting.id, f"{day}{meeting.id[10:]}")
        ):
            yield f"{formats.listed(met)} is also at {other.id} on that day."


def _promises_due(workspace: Workspace, meeting: Outline, *, today: date) -> Sequence[str]:
    """Say what was promised for before anybody would now ask about it."""
    rows = rows_of(registers_of(workspace, "commitments")["commitments"])
    still_open = [
        row
        for row in rows
        if row["provider_code"] in meeting.provider_codes and (row["status"] or "open") == "open"
    ]
    coming = [
        one
        for one in outlines(workspace.meetings)
        if one.id != meeting.id and one.takes_place and one.day is not None and one.day >= today
    ]
    looked_at = {code for one in coming for code in one.provider_codes}
    waiting = [row for row in still_open if row["provider_code"] not in looked_at]
    if not waiting:
        return []
    days = sorted(row["due_on"] for row in waiting if row["due_on"] is not None)
    first = f", the first due on {formats.day(days[0])}" if days else ""
    count = formats.counted(len(waiting), "open promise")
    return [f"No other meeting is planned that would look at {count}{first}: see briefing promises."]
