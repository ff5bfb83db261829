"""Where a meeting stands: one of a closed set of states, in words, and the one thing to do next.

    no pack, 20 days before its notice       planned                   nothing yet: its packs are due on 26 November
    v3 as read, not approved                 draft                     read it, then: briefing approve ...
    v4 approved; a new chair since           approved, out of date     briefing build ...
    v4 approved and sent                     sent                      hold it on 3 December, then: briefing record ...
    recorded, letters approved               letters approved          briefing send ...

Every list of meetings, `check` and `send` take it from here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Literal

from briefing import formats, memory
from briefing.build.changing import packs_apart
from briefing.build.inputs import meeting_of
from briefing.errors import BriefingError, MeetingError
from briefing.formats import typed
from briefing.loading.unloaded import unloaded_registers
from briefing.meeting.answers import QUESTIONS, is_recorded
from briefing.meeting.outline import FILE, Outline, outline_of, outlines
from briefing.pack.editions import EDITIONS
from briefing.pack.numbers import NUMBERS
from briefing.pack.sitting import SITTING, Sitting, differences, sitting_of
from briefing.post import ledger
from briefing.shelf import folder as packs
from briefing.shelf import manifest
from briefing.shelf.approval import is_withdrawn
from briefing.shelf.manifest import Manifest
from briefing.shelf.parts import Shared, parts_of, shared_parts
from briefing.sources import SOURCES
from briefing.workspace import Workspace

_Phase = Literal["before", "after", "off"]
_Step = Literal["no pack", "old draft", "draft", "out of date", "withdrawn", "approved", "drafted", "sent"]
_STATES: Mapping[tuple[_Phase, _Step], tuple[str, "Verb"]] = {
    ("before", "no pack"): ("due", "build"),
    ("before", "old draft"): ("draft, out of date", "build"),
    ("before", "draft"): ("draft", "approve"),
    ("before", "out of date"): ("approved, out of date", "build"),
    ("before", "approved"): ("approved", "send"),
    ("before", "withdrawn"): ("approval withdrawn", "build"),
    ("before", "drafted"): ("drafted, not sent", "say it arrived"),
    ("before", "sent"): ("sent", "hold"),
    ("after", "no pack"): ("recorded", "build"),
    ("after", "old draft"): ("recorded", "build"),
    ("after", "draft"): ("letters drafted", "approve"),
    ("after", "out of date"): ("recorded", "build"),
    ("after", "approved"): ("letters approved", "send"),
    ("after", "withdrawn"): ("approval of the letters withdrawn", "build"),
    ("after", "drafted"): ("letters drafted in mail, not sent", "say it arrived"),
    ("after", "sent"): ("closed", "nothing"),
    ("off", "no pack"): ("{status}, not yet said", "build"),
    ("off", "old draft"): ("{status}, not yet said", "build"),
    ("off", "draft"): ("{status}, not yet said", "approve"),
    ("off", "out of date"): ("{status}, not yet said", "build"),
    ("off", "approved"): ("{status}, not yet said", "send"),
    ("off", "withdrawn"): ("{status}, not yet said", "build"),
    ("off", "drafted"): ("{status}, not yet said", "say it arrived"),
    ("off", "sent"): ("{status}", "nothing"),
}
Verb = Literal[
    "build",
    "approve",
    "send",
    "say it arrived",
    "ask whether it came",
    "hold",
    "record",
    "wait",
    "move or cancel",
    "give a day",
    "check",
    "rename",
    "name its file",
    "nothing",
]
_COMMANDS: Mapping[Verb, str] = {
    "build": "briefing build {meeting}",
    "approve": 'read it, then: briefing approve {meeting} --by "NAME, ROLE"',
    "send": "briefing send {meeting}",
    "say it arrived": "send the drafts that lie beside the pack, then: briefing send {meeting} --arrived all",
    "ask whether it came": "ask who may not have it, then: briefing send {meeting} --arrived WHO, or --again WHO",
    "hold": "hold it on {day}, then: briefing record {meeting}",
    "record": "briefing record {meeting}",
    "wait": "nothing yet: its packs are due on {day}",
    "move or cancel": "briefing meeting move {meeting} --to DAY, or: briefing meeting cancel {meeting}",
    "give a day": "briefing meeting move {meeting} --to DAY, once there is a day",
    "check": "briefing check {meeting}",
    "rename": "briefing meeting rename {other} {meeting}",
    "name its file": "call its file {file}: there is {other}",
    "nothing": "",
}
_PEOPLE = frozenset(f"data: {source.title}" for source in SOURCES if source.name in ("people", "interests"))
_FILE = "the meeting's file"


@dataclass(frozen=True)
class Since:
    """One thing that is another now than when the last version was made."""

    sentence: str
    readers: str
    """Whom it affects: "everybody", somebody's name, or "nobody so far"."""
    barring: bool = False
    """An approved version is not sent while its file, its people or their interests say otherwise."""

    def __str__(self) -> str:
        return f"{self.sentence} It affects {self.readers}."


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next of a meeting: commands say it as a command, the desk as a button."""

    verb: Verb
    meeting: str
    day: date | None = None
    """When it is held, or when its packs are due."""
    other: str = ""
    """The name under which its packs lie, or the files that may be its own."""

    @property
    def now(self) -> bool:
        """Whether somebody is waited for today."""
        return self.verb not in ("hold", "wait", "give a day", "nothing")

    def __bool__(self) -> bool:
        return self.verb != "nothing"

    def __str__(self) -> str:
        return _COMMANDS[self.verb].format(
            meeting=typed(self.meeting),
            day=formats.day(self.day),
            other=typed(self.other) if self.verb == "rename" else self.other,
            file=FILE,
        )


@dataclass(frozen=True)
class State:
    meeting: str
    title: str
    day: date | None
    provider_codes: tuple[str, ...]
    word: str
    next_step: NextStep
    version: int | None = None
    since: tuple[Since, ...] = ()

    def __str__(self) -> str:
        version = f", version {self.version}" if self.version else ""
        return f"{self.word}{version}{f'. Next: {self.next_step}' if self.next_step else ''}"


def states(workspace: Workspace, *, today: date) -> list[State]:
    """Return the state of every meeting, by its day; last those whose file has another name."""
    shared = shared_parts(workspace)
    there = [_state(workspace, one, shared, today=today) for one in outlines(workspace.meetings)]
    return [*there, *_misnamed(workspace)]


def _misnamed(workspace: Workspace) -> Iterator[State]:
    """A file that Notepad has called meeting.toml.txt would make its meeting unseen, and so would no file at all."""
    for home in sorted(workspace.meetings.glob("*/")):
        others = sorted(path.name for path in home.iterdir() if path.suffix == ".toml" or FILE in path.name)
        if others and FILE not in others:
            yield _named(outline_of(home), "without its file", "name its file", other=formats.listed(others))


def state_of(workspace: Workspace, meeting_id: str, *, today: date) -> State:
    outline = outline_of(workspace.meetings / meeting_id)
    return _state(workspace, outline, shared_parts(workspace), today=today)


def _state(workspace: Workspace, outline: Outline, shared: Shared, *, today: date) -> State:
    home = workspace.packs / outline.id
    try:
        made = packs.last_manifest(home)
        parts = parts_of(workspace, outline.id, shared)
        since = tuple(_since(workspace, outline, made, parts)) if made is not None else ()
    except BriefingError:
        return _named(outline, "wrong in its file or its packs", "check")
    if not outline.readable or outline.day is None:
        return _named(outline, "wrong in its file or its packs", "check")
    if made is None and (apart := packs_apart(workspace, outline)) is not None:
        return _named(outline, "parted from its packs", "rename", other=apart)
    recorded = is_recorded(workspace.meetings / outline.id)
    phase: _Phase = "after" if recorded else "before" if outline.takes_place else "off"
    history = ledger.read(home / ledger.NAME)
    step = _step(made, history, stands=made is not None and not _is_old(home, made, parts), phase=phase)
    if (
        made is not None
        and step in ("out of date", "approved", "drafted", "sent")
        and is_withdrawn(workspace, made)
    ):
        step = "withdrawn"
    word, verb = _STATES[phase, step]
    on: date | None = outline.day
    sent = any(one.event == "sent" and one.by != "folder" for one in history.records)
    if phase == "before" and outline.day < today:
        passed: tuple[str, Verb] = ("passed without a pack", "move or cancel")
        word, verb = passed if step == "no pack" else ("to be recorded", "record")
    elif phase == "before" and step == "no pack":
        first = min(outline.first_days(workspace.settings.notice).values())
        if today < first:
            word, verb, on = "planned", "wait", first
    elif phase == "off" and (not sent or step == "sent"):
        word, verb = outline.status, "give a day" if outline.status == "postponed" else "nothing"
    if verb in ("send", "say it arrived", "hold", "nothing") and history.unanswered():
        word, verb = "in doubt", "ask whether it came"
    return _named(outline, word, verb, made.version if made is not None else None, since, on=on)


def _named(
    outline: Outline,
    word: str,
    verb: Verb,
    version: int | None = None,
    since: tuple[Since, ...] = (),
    *,
    on: date | None = None,
    other: str = "",
) -> State:
    return State(
        outline.id,
        outline.title,
        outline.day,
        outline.provider_codes,
        word.format(status=outline.status),
        NextStep(verb, outline.id, on, other),
        version,
        since,
    )


def _is_old(home: Path, made: Manifest, parts: Mapping[str, str]) -> bool:
    return packs.already_made(home, manifest.fingerprint(parts)) is None and made.parts != parts


def _step(made: Manifest | None, history: ledger.History, *, stands: bool, phase: _Phase) -> _Step:
    if made is None:
        return "no pack"
    if made.status != "approved":
        return "draft" if stands else "old draft"
    if not stands:
        return "out of date"
    wanted = {one.stem for one in EDITIONS if one.when == "after"}
    steps: tuple[tuple[ledger.Event, _Step], ...] = (("sent", "sent"), ("drafted", "drafted"))
    for event, step in steps:
        names = {
            name
            for one in history.records
            if one.event == event and one.by != "folder" and one.version == made.version
            for name in one.files
        }
        late = {name for name in names if any(PurePath(name).stem.startswith(stem) for stem in wanted)}
        if late if phase == "after" else names:
            return step
    return "approved"


def _since(
    workspace: Workspace, outline: Outline, made: Manifest, parts: Mapping[str, str]
) -> Iterator[Since]:
    """Say what changed since a version was made, and whom it affects: the meeting and its people first."""
    changed = manifest.differences(made.parts, parts)
    told = list(_people_and_day(workspace, outline, made)) if {_FILE, *_PEOPLE} & {*changed} else []
    yield from told
    if _FILE in changed and not told:
        yield Since("Something else stands in the meeting's file.", "everybody", barring=True)
    used = {f"data: {one.get('title')}" for one in made.inputs}
    for part in changed:
        if part != _FILE and part not in _PEOPLE:
            name, data = part.removeprefix("data: "), part.startswith("data: ")
            readers = "everybody, where it changes a page"
            if data:
                readers = _touched(workspace, outline, made, name) if part in used else "nobody so far"
            said = f"{name} was loaded anew" if data else f"changed: {name}"
            yield Since(f"{formats.capital(said)}.", readers)


def _touched(workspace: Workspace, outline: Outline, made: Manifest, title: str) -> str:
    """Say which questions rest on a source, who leads them, and whose pages show figures of it."""
    version = workspace.packs / outline.id / f"v{made.version}"
    then = memory.recall(version, "sitting", SITTING)
    shown = memory.recall(version, "numbers", NUMBERS)
    sources = {source.name for source in SOURCES if source.title == title}
    if then is None or shown is None:
        return "everybody, where it changes a page"
    metrics = {one.metric for numbers in shown.values() for one in numbers.series if one.source in sources}
    asked = memory.recall(version, "questions", QUESTIONS) or ()
    resting = {
        one.key
        for one in asked
        if (one.measure or "").partition("/")[0] in metrics or ("concerns" in sources and one.you_said)
    }
    led: dict[str, list[str]] = {}
    for put in then.put:
        if (put.provider_code, put.question_id) in resting:
            lead = then.people.get(put.lead or "")
            led.setdefault(lead.name if lead else "", []).append(f"question {put.number}, “{put.title}”")
    leads = [
        f"{name}, who leads {formats.listed(questions)}"
        if name
        else f"{formats.listed(questions)}, asked in writing"
        for name, questions in led.items()
    ]
    if metrics:
        panel = formats.listed(one.name for one in then.panel)
        leads.append(f"the figures that {panel} have before them")
    return "; ".join(leads) or "everybody, where it changes a page"


def _people_and_day(workspace: Workspace, outline: Outline, made: Manifest) -> Iterator[Since]:
    then = memory.recall(workspace.packs / outline.id / f"v{made.version}", "sitting", SITTING)
    if then is None:
        return
    try:
        now = sitting_of(meeting_of(workspace, outline.id))
    except MeetingError as error:
        yield Since(f"The meeting's file can't be used any more: {error}.", "everybody", barring=True)
        return
    for one in differences(then, now):
        yield Since(one.sentence, _readers(one.of, then, now), barring=True)


def _readers(person_id: str, then: Sitting, now: Sitting) -> str:
    person = {**then.people, **now.people}.get(person_id)
    return person.name if person is not None else "everybody"


def refuse_what_changed(workspace: Workspace, meeting_id: str) -> None:
    """Raise where the day, the people or their interests are others than the last version, if approved, has them."""
    outline, home = outline_of(workspace.meetings / meeting_id), workspace.packs / meeting_id
    made = packs.last_manifest(home)
    if made is None or made.status != "approved":
        return
    if saved := unloaded_registers(workspace):
        raise BriefingError(
            f"{meeting_id}: nothing was sent, for not all registers are loaded: {'; '.join(saved)}. "
            f"Load them, and see who it affects: briefing check {meeting_id}"
        )
    since = _since(workspace, outline, made, parts_of(workspace, meeting_id))
    if barring := [one for one in since if one.barring]:
        raise BriefingError(
            f"{meeting_id}: nothing was sent, for version {made.version} was approved before this changed: "
            f"{' '.join(map(str, barring))} Build it again, have it approved, then send: briefing build {meeting_id}"
        )
