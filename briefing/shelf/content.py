"""What a version says, in one hash, so that inputs that change no page make no new version.

Two versions of equal content differ in nothing but their number, the word DRAFT, and the list of files they were made
from. That list stays true when another file is loaded: it names what the printed pages were made from.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time

from briefing.document.blocks import Masthead, Section
from briefing.document.figure import EvidenceTable
from briefing.document.workbook import Sheet
from briefing.measures import Metric

_BESIDE: Mapping[type, frozenset[str]] = {
    Masthead: frozenset({"version", "status"}),
    Metric: frozenset({"sql"}),
}
"""Fields that are no content: the number, the status, and a query's text, which no page prints."""
_LIST_OF_FILES = "sources.csv"


def content_of(said: Iterable[object]) -> str:
    """Hash documents, workbooks or texts, the same on every machine. Whatever is not known to be beside counts."""
    return _Digests().of(list(said))


class _Digests:
    """Hashes from the leaves up. A class for its memory: every edition of a meeting holds the same measures."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}

    def of(self, value: object) -> str:
        """Return the hash of a value; the value is kept, so that no other can get its place in memory."""
        if id(value) not in self._known:
            self._known[id(value)] = (value, _hash(self._plain(value)))
        return self._known[id(value)][1]

    def _plain(self, value: object) -> object:
        """Return a value with the hashes of its parts in their places; lists keep their order, sets have none."""
        if is_dataclass(value) and not isinstance(value, type):
            beside = _BESIDE.get(type(value), frozenset())
            names = [field.name for field in fields(value) if field.name not in beside]
            return [type(value).__name__, {name: self._part(getattr(value, name)) for name in names}]
        if isinstance(value, Mapping):
            return [[self._part(name), self._part(each)] for name, each in value.items()]
        if isinstance(value, (set, frozenset)):
            return sorted(map(self.of, value))
        if isinstance(value, (list, tuple)):
            return [self._part(each) for each in value if not _lists_files(each)]
        return self._part(value)

    def _part(self, value: object) -> object:
        """Return a leaf as it is, anything larger by its hash."""
        match value:
            case None | bool() | int() | float() | str():
                return value
            case date() | time():
                return value.isoformat()
            case bytes():
                return hashlib.sha256(value).hexdigest()
            case _ if is_dataclass(value) or isinstance(value, (Mapping, set, frozenset, list, tuple)):
                return self.of(value)
        return repr(value)


def _lists_files(value: object) -> bool:
    """A table, a sheet or a section of the files that the numbers came from."""
    if isinstance(value, Section | Sheet):
        return value.lists_files
    return isinstance(value, EvidenceTable) and value.filename == _LIST_OF_FILES


def _hash(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, separators=(",", ":")).encode()).hexdigest()
