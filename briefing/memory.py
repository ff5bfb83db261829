"""What a version said, kept beside its files in `said.json`: a part for each kind of thing that is looked up later.

    questions   the questions as they were put, which the clerk records answers to
    told        thanks, and earlier promises as they stood on the day
    numbers     every month of every measure as it was shown, hidden ones as hidden
    sitting     who was to meet when and where, who leads what, who has no part any more
    news        what changed for each reader since the version before, and what each document says, in one hash
    reviewed    what each document of a peer review says of each matter
    beside      the last version of every other meeting whose numbers were known when this one was made

Versions made before these were one file have a file for each part, and are read from those.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from briefing.errors import IntegrityError

Part = Literal["questions", "told", "numbers", "sitting", "news", "reviewed", "beside"]
FILE = "said.json"
EARLIER_FILES: Mapping[Part, str] = {
    "questions": "questions.json",
    "told": "told.json",
    "numbers": "numbers.json",
}
T = TypeVar("T")


def remembered(parts: Mapping[Part, bytes]) -> bytes:
    """Return the content of `said.json`, each part given as JSON."""
    lines = (b'"%s": %s' % (name.encode(), data) for name, data in parts.items())
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def recall(version: Path, part: Part, shape: TypeAdapter[T]) -> T | None:
    """Return a part of what a version said; None where it was never written down."""
    earlier = EARLIER_FILES.get(part, FILE)
    for file, named in ((version / FILE, True), (version / earlier, False)):
        if file.is_file():
            try:
                content = json.loads(file.read_bytes())
                kept = content.get(part) if named else content
                return None if kept is None else shape.validate_python(kept, strict=False)
            except (ValueError, AttributeError, RecursionError) as error:
                reason = in_short(error) if isinstance(error, ValidationError) else error
                raise IntegrityError(
                    f"{file}: can't be read ({reason}). Put the folder {version.name} back from a backup, or "
                    "move it away: the next version then says nothing of what changed since."
                ) from None
    return None


def files_of(version: Path) -> list[Path]:
    """Return the files in which a version's memory lies."""
    return [file for name in (FILE, *EARLIER_FILES.values()) if (file := version / name).is_file()]


def in_short(error: ValidationError) -> str:
    """Return the first thing wrong with a file that no person writes, in one line."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
