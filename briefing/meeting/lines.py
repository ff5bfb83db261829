"""On which line of a TOML file a field stands, so that an error can say so: the parser does not tell.

kind = "assurance"          ("kind",) -> 1
[[agenda]]                  ("agenda", 0) -> 2
minutes = 10                ("agenda", 0, "minutes") -> 3
"""

import re
from collections import Counter

Path = tuple[str | int, ...]

_TABLE = re.compile(r"^\s*(\[\[?)\s*([\w.\"-]+)\s*\]\]?")
_FIELD = re.compile(r"^\s*([\w\"'-]+)\s*=")


def lines_of(text: str) -> dict[Path, int]:
    """Finds the line of every table and field; what lies inside a value of several lines is not sought."""
    found: dict[Path, int] = {}
    tables: Counter[str] = Counter()
    inside: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if table := _TABLE.match(line):
            name = table[2].strip('"')
            inside = (name, tables[name]) if table[1] == "[[" else (name,)
            tables[name] += 1
            found.setdefault(inside, number)
            found.setdefault((name,), number)
        elif field := _FIELD.match(line):
            found.setdefault((*inside, field[1].strip("\"'")), number)
    return found


def line_of(path: Path, *, lines: dict[Path, int], text: str, value: object = None) -> int | None:
    """Gives the line of a field, or of what surrounds it; a value of a list is sought below its field."""
    for end in range(len(path), 0, -1):
        start = lines.get(path[:end])
        if start is not None:
            return _below(start, text=text, value=value)
    return None


def _below(start: int, *, text: str, value: object) -> int:
    """Goes on to the line of a list that holds the value, where the list runs over several lines."""
    rows = text.splitlines()
    if isinstance(value, str) and f'"{value}"' not in rows[start - 1]:
        for number in range(start, len(rows)):
            if f'"{value}"' in rows[number]:
                return number + 1
            if "]" in rows[number] or _FIELD.match(rows[number]):
                break
    return start
