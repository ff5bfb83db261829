"""When a question was last put to a provider, from the clerk's answers of earlier meetings.

meetings/2026-09-03-rxa/answers.csv      rtt-02-110   RXA   answered        asked on 3 September
                                         rtt-03       RXA   not answered    still to be asked: no wait
packs/2026-09-03-rxa/v2/manifest.json    "questions": what was printed, where nobody wrote answers down
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefing.challenge.model import Finding
from briefing.challenge.questions import question_id
from briefing.challenge.slots import meeting_day

_STILL_OPEN = {"not answered", "not asked"}


@dataclass(frozen=True)
class Asked:
    """One question put to one provider on one day."""

    provider_code: str
    question_id: str
    """As printed: rtt-02, or rtt-02-110 where it was about one specialty."""
    on: date


def asked_before(meetings: Path, *, today: date, packs: Path | None = None) -> tuple[Asked, ...]:
    """Reads what was asked at meetings before a day; the clerk's answers outrank what a pack had printed."""
    found: list[Asked] = []
    answered = set()
    for file in sorted(meetings.glob("*/answers.csv")):
        day = meeting_day(file.parent.name)
        if day is not None and day < today:
            answered.add(file.parent.name)
            found += _answers(file, day)
    for folder in sorted(packs.iterdir()) if packs is not None and packs.is_dir() else []:
        day = meeting_day(folder.name)
        if day is not None and day < today and folder.name not in answered:
            found += _printed(folder, day)
    return tuple(dict.fromkeys(found))


def _answers(file: Path, day: date) -> Iterator[Asked]:
    """A question nobody answered still stands: it counts as not yet asked."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            state = " ".join((row.get("state") or "").lower().replace("_", " ").split())
            asked, provider = (row.get("question_id") or "").strip(), (row.get("provider_code") or "").strip()
            if asked and provider and state not in _STILL_OPEN:
                yield Asked(provider, asked.lower(), day)


def _printed(folder: Path, day: date) -> Iterator[Asked]:
    """Reads the questions from the manifest of the last version, where it names them."""
    versions = [path for path in folder.glob("v*/manifest.json") if re.fullmatch(r"v\d+", path.parent.name)]
    if versions:
        last = max(versions, key=lambda path: int(path.parent.name[1:]))
        for row in json.loads(last.read_text(encoding="utf-8")).get("questions", ()):
            yield Asked(row["provider_code"], row["question_id"].lower(), day)


def months_since(finding: Finding, history: Iterable[Asked], *, today: date) -> int | None:
    """Counts months since a finding's question was last put to its provider; None where it never was.

    The history is of one provider: see `of_provider`.
    """
    own = question_id(finding)
    days = [asked.on for asked in history if asked.question_id == own and asked.on <= today]
    return (today - max(days)).days // 30 if days else None


def of_provider(history: Iterable[Asked], provider_code: str) -> tuple[Asked, ...]:
    return tuple(asked for asked in history if asked.provider_code == provider_code)
