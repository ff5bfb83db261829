"""What a promise names must be there: the measure it will show in, and the person who made it.

letter_within_7_days        refused: did you mean 'letters_within_7_days'?
a count each week           let pass: words for how it will be measured, and no name of a measure
P99                         refused, where the register of people knows P01 to P12
Chief operating officer     let pass: a role
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from briefing import resources
from briefing.errors import Fault, SourceError
from briefing.nearest import hint
from briefing.sources import read_file
from briefing.sources.limits import within_limits
from briefing.sources.source import Extract
from briefing.workspace import Workspace

_TITLES = re.compile(r"^(?:title|also) = (.+)$", re.MULTILINE)
_NAME_OF_A_MEASURE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+", re.IGNORECASE)
_ID_OF_A_PERSON = re.compile(r"[A-Z]{1,3}[0-9]{1,4}")
_ALIKE = 0.85


@dataclass(frozen=True)
class Known:
    """The measures and people that there are."""

    measures: tuple[str, ...]
    """All that they may be called."""
    ids: tuple[str, ...]
    names: tuple[str, ...]
    roles: tuple[str, ...] = ()
    """Those of people who were there: how most promises are signed."""

    def wrong_measure(self, words: str) -> str | None:
        """Return a hint, perhaps an empty one, where words are meant for a measure and name none; else None."""
        name = words.split("/")[0].strip().casefold()
        if name in map(str.casefold, self.measures):
            return None
        if not hint(name, self.measures, alike=_ALIKE) and not _NAME_OF_A_MEASURE.fullmatch(name):
            return None
        return hint(name, self.measures)

    def wrong_person(self, words: str) -> str | None:
        """Return a hint where words are an id of nobody, or nearly somebody's name; None for anybody else."""
        if self.ids and _ID_OF_A_PERSON.fullmatch(words):
            return None if words in self.ids else hint(words, self.ids)
        if words.casefold() in map(str.casefold, [*self.roles, *self.names]):
            return None
        return hint(words, self.names, alike=_ALIKE) or None


def known_names(workspace: Workspace, owners: Iterable[str]) -> Known:
    """Return the measures, ours and the workspace's own, and, where an owner is written as an id, the people.

    They are those of the register as it lies in its folder: it may be loaded after the one that names them.
    """
    folders = [resources.folder("queries") / "metrics", workspace.metrics]
    files = [path for folder in folders for path in sorted(folder.glob("*.sql"))]
    measures = (name for path in files for name in (path.stem, *_titles_in(path.read_text("utf-8"))))
    people = _people(workspace) if any(map(_ID_OF_A_PERSON.fullmatch, owners)) else []
    return Known(
        tuple(dict.fromkeys(measures)),
        tuple(row["person_id"] for row in people),
        tuple(row["name"] for row in people),
    )


def _titles_in(text: str) -> list[str]:
    """Return the title of a measure and those that it had before, from the head of its file."""
    return [title for line in _TITLES.findall(text) for title in re.findall('"([^"]+)"', line)]


MEASURE_WANTED = (
    "the name or the title of a measure",
    "Mend the name, or say in plain words how it is measured.",
)
PERSON_WANTED = (
    "somebody who is on record, or a role",
    "Mend it, add them to registers/people, or write their role.",
)


def unknown_names(extract: Extract, workspace: Workspace) -> Iterator[Fault]:
    """Find every measure and person in a register of commitments that do not exist, row by row."""
    rows = extract.table.to_pylist() if extract.source == "commitments" else []
    known = known_names(workspace, [str(row["owner"] or "") for row in rows])
    promised = [str(row["commitment_id"]) for row in rows]

    def fault(at: int, column: str, found: str, near: str, wanted: tuple[str, str]) -> Fault:
        return extract.fault(at, found=found, wanted=wanted[0], remedy=f"{near}{wanted[1]}", column=column)

    for at, row in enumerate(rows):
        measure, owner, replaced = (str(row[name] or "") for name in ("measure", "owner", "replaces"))
        if measure and (near := known.wrong_measure(measure)) is not None:
            yield fault(at, "measure", f"the measure {measure!r}, which does not exist", near, MEASURE_WANTED)
        if owner and (near := known.wrong_person(owner)) is not None:
            found = f"the person {owner!r}, who is not in the register of people"
            yield fault(at, "owner", found, near, PERSON_WANTED)
        if replaced and replaced not in promised:
            wanted = ("the id of a promise in this register", "Mend the id, or clear the cell.")
            found, near = f"the promise {replaced!r}, which is not here", hint(replaced, promised)
            yield fault(at, "replaces", found, near, wanted)


def _people(workspace: Workspace) -> list[dict[str, str]]:
    """Return the rows of the register of people; none where it can't be read, which is told of when it is loaded."""
    found = []
    for path in sorted(workspace.registers.glob("people.*")):
        with suppress(SourceError):
            read = within_limits(read_file, path, columns=workspace.settings.columns)
            found += [row for one in read if one.source == "people" for row in one.table.to_pylist()]
    return found
