"""The known name that is most like one that nobody knows: every "Did you mean" comes from here."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches

ALIKE = 0.6
"""How much of two names must be the same for one to be offered in place of the other, from 0 to 1."""


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
