"""The known name that is most like one that nobody knows: every "Did you mean" comes from here."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

ALIKE = 0.6
"""How much of two names must be the same for one to be offered in place of the other, from 0 to 1."""
_VERY_ALIKE = 0.75
_LONG = 5
"""Letters of a word by which a name may be recognised."""


@dataclass(frozen=True)
class Named:
    """Something that commands take by name: what it is, its code, and what else people call it."""

    kind: str
    code: str
    name: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.code, self.name, *self.also)

    def __str__(self) -> str:
        return f"{self.code} ({self.name})" if self.name not in ("", self.code) else self.code


def nearest(
    word: str,
    known: Iterable[str],
    *,
    most: int = 1,
    alike: float = ALIKE,
    plain: Callable[[str], str] = str.casefold,
) -> list[str]:
    """Return the known names that are most like a word, the likest first; `plain` says what makes no difference."""
    spellings: dict[str, str] = {}
    for name in known:
        spellings.setdefault(plain(name), name)
    return [spellings[close] for close in get_close_matches(plain(word), spellings, n=most, cutoff=alike)]


def hint(word: str, known: Iterable[str], *, alike: float = ALIKE) -> str:
    """Return a sentence that offers the nearest name, with the space that parts it from the next; or nothing."""
    close = nearest(word, known, alike=alike)
    return f"Did you mean {close[0]!r}? " if close else ""


def hint_of(word: str, known: Iterable[Named]) -> str:
    """Return a sentence that offers the code of who or what is meant, or is most like it; or nothing."""
    everybody = list(known)
    if near := hint(word, (one.code for one in everybody), alike=_VERY_ALIKE):
        return near
    found = meant(word, everybody)[:1] or likest(word, everybody, most=1)
    return f"Did you mean {found[0].code!r}, {found[0].name}? " if found else ""


def likest(word: str, known: Iterable[Named], *, most: int = 3) -> list[Named]:
    """Return those of which a name, or one long word of a name, is most like a word that means none of them."""
    spellings: dict[str, list[Named]] = {}
    for one in known:
        for name in one.names:
            for spelling in dict.fromkeys([name, *(part for part in words_of(name) if len(part) >= _LONG)]):
                spellings.setdefault(spelling.casefold(), []).append(one)
    close = nearest(word, spellings, most=most)
    found = dict.fromkeys(one for spelling in close for one in spellings[spelling.casefold()])
    return list(found or dict.fromkeys(_sharing(word, spellings)))[:most]


def _sharing(word: str, spellings: Mapping[str, Sequence[Named]]) -> Iterator[Named]:
    """Yield those with most words in common, where that is half of them or more."""
    key = set(words_of(word))
    shared = {name: len(key & set(words_of(name))) for name in spellings}
    for name in sorted(shared, key=lambda name: -shared[name]):
        if key and 2 * shared[name] >= max(len(key), 2):
            yield from spellings[name]


def meant(word: str, known: Iterable[Named]) -> list[Named]:
    """Return those that a word means: by one of their names whole, else by every word of it, else by beginnings."""
    everybody, as_code = list(known), "_" in word
    key = words_of(word, as_code=as_code)
    named = [(one, [words_of(name, as_code=as_code) for name in one.names]) for one in everybody if key]
    whole = [one for one, names in named if key in names]
    parts = [one for one, names in named if any(set(key) <= set(name) for name in names)]
    return whole or parts or holding(word, everybody)


def holding(word: str, known: Iterable[Named]) -> list[Named]:
    """Return those in a name of which every part of a word begins a word: "north hosp" is Northmere Hospitals."""
    as_code = "_" in word
    key = words_of(word, as_code=as_code)
    return [
        one
        for one in known
        if key and any(_all_begin(key, words_of(name, as_code=as_code)) for name in one.names)
    ]


def _all_begin(key: Iterable[str], words: list[str]) -> bool:
    return all(any(one.startswith(part) for one in words) for part in key)


def words_of(text: str, *, as_code: bool = False) -> list[str]:
    """Bring the ways of writing a name together: "Guy's & St. Thomas'" is guy, and, st, thoma; "Zoë" is zoe.

    So are numbers and units: "four-hour waits", "4hr wait" and "4 hours' wait" are 4, hour, wait; not in a code, which
    is right to the letter or wrong.
    """
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    bare = re.sub("['\u2019]", "", plain.casefold()).replace("&", " and ").replace("_", " ")
    if as_code:
        return re.findall(r"\w+", bare)
    return [_usual(word) for word in re.findall(r"\w+", _NUMBERED.sub(r"\1 \2", bare))]


_NUMBERED = re.compile(r"\b(\d+)(hrs?|hours?|wks?|weeks?|days?|months?|yrs?|years?)\b")
_UNITS = {"hr": "hour", "wk": "week", "yr": "year"}
_TO_TEN = ["nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_NUMBERS = {**{word: n for n, word in enumerate(_TO_TEN)}, "twelve": 12, "thirteen": 13, "eighteen": 18}


def _usual(word: str) -> str:
    """Return a word as it is compared: numbers in digits, units in full, one thing for many."""
    if word in _NUMBERS:
        return str(_NUMBERS[word])
    single = (
        word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )
    return _UNITS.get(single, single)
