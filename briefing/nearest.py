"""The known name that is most like one that nobody knows: every "Did you mean" comes from here."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

ALIKE = 0.6
"""How much of two names must be the same for one to be offered in place of the other, from 0 to 1."""
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


def likest(word: str, known: Iterable[Named], *, most: int = 3) -> list[Named]:
    """Return those of which a name, or one long word of a name, is most like a word that means none of them."""
    spellings: dict[str, list[Named]] = {}
    for one in known:
        for name in one.names:
            for spelling in dict.fromkeys([name, *(part for part in words_of(name) if len(part) >= _LONG)]):
                spellings.setdefault(spelling.casefold(), []).append(one)
    close = nearest(word, spellings, most=most)
    return list(dict.fromkeys(one for spelling in close for one in spellings[spelling.casefold()]))[:most]


def meant(word: str, known: Iterable[Named]) -> list[Named]:
    """Return those that a word means: by one of their names whole, else by every word of it, else by beginnings."""
    everybody, key = list(known), words_of(word)
    whole = [one for one in everybody if key and any(words_of(name) == key for name in one.names)]
    parts = [one for one in everybody if key and any(set(key) <= set(words_of(name)) for name in one.names)]
    return whole or parts or holding(word, everybody)


def holding(word: str, known: Iterable[Named]) -> list[Named]:
    """Return those in a name of which every part of a word begins a word: "north hosp" is Northmere Hospitals."""
    key = words_of(word)
    return [one for one in known if key and any(_all_begin(key, words_of(name)) for name in one.names)]


def _all_begin(key: Iterable[str], words: list[str]) -> bool:
    return all(any(one.startswith(part) for one in words) for part in key)


def words_of(text: str) -> list[str]:
    """Bring the ways of writing a name together: "Guy's & St. Thomas'" is guys, and, st, thomas; "Zoë" is zoe."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    bare = re.sub("['\u2019]", "", plain.casefold()).replace("&", " and ").replace("_", " ")
    return re.findall(r"\w+", bare)
