"""The parts a pack is made from, each with its hash: equal parts, equal pack; what differs says why it is another."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from briefing import resources, standards, toml
from briefing.challenge.history import PastQuestion, past_questions
from briefing.disk import is_left_behind
from briefing.errors import MeetingError
from briefing.loading import warehouse_of
from briefing.meeting.answers import ANSWERS_FILE
from briefing.sources import SOURCES
from briefing.workspace import Workspace

_WHERE_TO = ("contacts", "alerts", "engagement")
"""They say who is written to and who was heard, and nothing of what is in a pack: a new address makes no version."""


@dataclass(frozen=True)
class Shared:
    """What every pack of a workspace is made from: read once for any number of meetings."""

    parts: Mapping[str, str]
    history: tuple[PastQuestion, ...] | None
    """None where some meeting's record can't be read: each meeting then reads those before it."""


def shared_parts(workspace: Workspace) -> Shared:
    """Hash the loads source by source, the queries, standards, settings, patterns, templates, program.

    The loads are named by the files that were dropped, so that another machine gives them the same names.
    """
    dated = standards.load(workspace.standards).as_table()
    hashes = {
        **_data_parts(workspace),
        "standards": _digest(str(dated.to_pylist())),
        "settings": _digest(workspace.settings.that_print, *_texts(workspace.logo)),
        "queries and metrics": _digest(*_shipped("queries"), *_texts(workspace.metrics)),
        "question patterns": _digest(*_texts(workspace.questions)),
        "page templates": _digest(*_shipped("templates"), *_texts(workspace.templates)),
        "program": _digest(*_shipped("")),
    }
    try:
        history = past_questions(meetings=workspace.meetings, packs=workspace.packs, today=date.max)
    except MeetingError:
        return Shared(hashes, None)
    return Shared(hashes, history)


def parts_of(workspace: Workspace, meeting_id: str, shared: Shared | None = None) -> dict[str, str]:
    """Return all that a pack is made from, each part with its hash: what differs says why a version was made."""
    known = shared or shared_parts(workspace)
    folder = workspace.meetings / meeting_id
    fields = _fields_of(folder / "meeting.toml")
    day = fields.get("date")
    day = day if isinstance(day, date) else date.max
    history = known.history
    if history is None:
        history = past_questions(meetings=workspace.meetings, packs=workspace.packs, today=day)
    return {
        **known.parts,
        "the meeting's file": _digest(json.dumps(fields, sort_keys=True, default=str)),
        "answers": _digest(*_texts(folder / ANSWERS_FILE)),
        "questions asked before": _digest(repr([asked for asked in history if asked.on < day])),
    }


def _data_parts(workspace: Workspace) -> dict[str, str]:
    titles = {source.name: source.title for source in SOURCES}
    said: dict[str, list[str]] = {}
    for load in warehouse_of(workspace).loads():
        if load.counts and load.source not in _WHERE_TO:
            texts = said.setdefault(f"data: {titles[load.source]}", [])
            texts.append(f"{load.period} {load.vintage} {load.revised} {load.sha256} {load.layout}")
    return {title: _digest(*texts) for title, texts in sorted(said.items())}


def _fields_of(file: Path) -> dict[str, object]:
    """Return what a meeting file says: no remarks, no blank lines, no earlier name, no notice that no page names."""
    try:
        fields = toml.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError):
        return {"unreadable": _texts(file)}
    fields.pop("formerly", None)
    if fields.get("status") == "planned":
        del fields["status"]
    notice = fields.pop("notice", None)
    printed = notice.get("themes_notice") if isinstance(notice, dict) else None
    return fields if printed is None else {**fields, "notice": printed}


@cache
def _shipped(name: str) -> tuple[str, ...]:
    """Hash the program itself, or one of its folders. It doesn't change while it runs."""
    return tuple(_texts(resources.folder(name) if name else Path(__file__).parents[1]))


def _texts(place: Path | None) -> list[str]:
    """Return every file of a folder, or the one file, as its name and hash; nothing where there is none."""
    if place is None or not place.exists():
        return []
    files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
    return [
        f"{path.relative_to(place).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in files
        if path.suffix != ".pyc" and not is_left_behind(path.name)
    ]


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:32]
