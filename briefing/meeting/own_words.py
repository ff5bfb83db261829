"""What a member of a panel writes for themselves: their own words to each question, and how long they prepared.

In the meeting's folder, a file a person, so that it moves with the meeting. No other page shows it, and no pack.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from briefing.disk import make_folder, write_atomically
from briefing.meeting.reporting import Refusal, faults_in

FOLDER = "own-words"
LEARNED = "learned"
"""The key of what they learned at the meeting, which no question has."""
LONGEST = 600
MOST_MINUTES = 600


@dataclass(frozen=True)
class OwnWords:
    words: Mapping[str, str] = field(default_factory=dict)
    """By question: rza/rtt-02-110; and what they learned."""
    minutes: int | None = None
    """How long they prepared, as they say."""


_SHAPE = TypeAdapter(OwnWords)


def own_words(folder: Path, person_id: str) -> OwnWords:
    """Read somebody's own words of a meeting; none where they wrote none."""
    try:
        return _SHAPE.validate_json(_file(folder, person_id).read_bytes())
    except (OSError, ValidationError):
        return OwnWords()


def keep_own_words(folder: Path, person_id: str, kept: OwnWords, *, released: Collection[str]) -> None:
    """Keep somebody's own words; what could identify a patient is refused, and nothing of it is kept."""
    faults = faults_in(kept.words, released)
    faults |= {
        key: f"Say it in {LONGEST} letters or fewer."
        for key, text in kept.words.items()
        if len(text) > LONGEST
    }
    if kept.minutes is not None and not 0 <= kept.minutes <= MOST_MINUTES:
        faults["minutes"] = f"Write whole minutes, up to {MOST_MINUTES}."
    if faults:
        raise Refusal(faults)
    make_folder(folder / FOLDER)
    write_atomically(_file(folder, person_id), json.dumps(asdict(kept), ensure_ascii=False).encode())


def _file(folder: Path, person_id: str) -> Path:
    """Name the file by a digest: an id may hold what a name of a file may not."""
    return folder / FOLDER / f"{sha256(person_id.encode()).hexdigest()[:16]}.json"
