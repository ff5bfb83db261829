"""Where in a TOML file a key stands: the parser doesn't tell, and a person wants to know."""

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(#.*)?$")
_NAME = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_KEY = re.compile(rf"^\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*(?:\.|$)""")


def line_of(text: str, place: tuple[int | str, ...]) -> int | None:
    """Find the line of a key, or of the nearest table around it: ("peers", "swaps", 1, "reason") -> 31.

    Good for what people write in settings; a key inside a value of many lines has the line of the value.
    """
    best: tuple[int, int | None] = (0, None)
    for number, path in _places(text):
        if path == place[: len(path)] and len(path) > best[0]:
            best = len(path), number
        elif path[: len(place)] == place and best[1] is None:
            best = 0, number
    return best[1]


def _places(text: str) -> list[tuple[int, tuple[int | str, ...]]]:
    """List the line and place of every table and key."""
    places: list[tuple[int, tuple[int | str, ...]]] = []
    table: tuple[int | str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name = _parts(header[2])
            table = name
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table = (*name, counts[name])
            places.append((number, table))
        elif key := _KEY.match(line):
            places.append((number, (*table, *_parts(key[1]))))
    return places


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple("".join(part) for part in _PART.findall(dotted))
