"""TOML that people write: read with bounds, checked by a schema, and every fault told with its line.

The library's own reader takes as long as it likes over keys of many parts, and ends in errors of Python's over
numbers of thousands of digits and over lists in lists in lists.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from briefing.errors import ConfigError
from briefing.nearest import nearest

Schema = TypeVar("Schema", bound=BaseModel)
Place = tuple[int | str, ...]

MOST_LETTERS = 500_000
MOST_FAULTS = 50
"""So many are told at a time: finding the line of each takes its time."""
_LONG_ROW = 500
_MANY_PARTS = re.compile(r"""^[^=#"'\n]*?(?:\.[^=.#"'\n]*){20}""", re.MULTILINE)
_HEADER = re.compile(r"\s*+(\[\[?+)([^\]]++)\]\]?+\s*+(?:#.*)?$")
_NAME = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_KEY = re.compile(rf"^\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*(?:\.|$)""")
_WANTED = {
    "string_type": "a text in quotes",
    "string_too_short": "a text that is not empty",
    "int_type": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-01-31",
    "tuple_type": "a list in [square brackets]",
    "mapping_type": "a table of names",
    "dict_type": "a table of names",
    "model_type": "a table with keys of its own",
    "model_attributes_type": "a table with keys of its own",
}

TOMLDecodeError = tomllib.TOMLDecodeError


def loads(text: str) -> dict[str, Any]:
    """Return the tables of a text; raise `TOMLDecodeError` for all that can't be read, or not in reasonable time."""
    if len(text) > MOST_LETTERS:
        raise TOMLDecodeError(f"{len(text):,} letters, where {MOST_LETTERS:,} are more than enough")
    if (key := _MANY_PARTS.search(text)) is not None:
        line = text.count("\n", 0, key.end()) + 1
        raise TOMLDecodeError(f"a name of more than 20 parts (at line {line})")
    try:
        found = tomllib.loads(text)
    except RecursionError:
        raise TOMLDecodeError("lists or tables nested too deeply") from None
    except TOMLDecodeError as error:
        raise TOMLDecodeError(_advice(text, str(error))) from None
    except ValueError as error:
        raise TOMLDecodeError(str(error).partition(":")[0]) from None
    if _UNSEEN.search("".join(_texts_in(found))):
        line = next((n for n, row in enumerate(text.splitlines(), start=1) if _ESCAPED.search(row)), 1)
        raise TOMLDecodeError(f"a control character that no page can hold, such as \\u0007 (at line {line})")
    return found


_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_ESCAPED = re.compile(
    r"\\(?:[bf]|u00(?:[01][\da-f]|7f)|U000000(?:[01][\da-f]|7f)|[uU](?:0000)?fff[ef])", re.IGNORECASE
)


def _texts_in(found: object) -> Iterator[str]:
    """Yield every text in what was read, names of keys among them."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, Mapping):
        for name, value in found.items():
            yield from (name, *_texts_in(value))
    elif isinstance(found, Sequence):
        for value in found:
            yield from _texts_in(value)


# What to write instead --------------------------------------------------------------------------------------

_DAY_FIRST = re.compile(r"(\d{1,2})(?:[/.-]|(?:st|nd|rd|th)? )(\d{1,2}|[A-Za-z]{3,9})[/.\- ](\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CURLY = str.maketrans(dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚", "'"))
_BARE_ITEM = re.compile(r"(?<=[\[,\s])([A-Za-z][\w.@/-]*)(?=\s*[,\]])")
_TRUTHS = {"yes": "true", "true": "true", "no": "false", "false": "false"}


def _advice(text: str, error: str) -> str:
    """Say on which line a text is no TOML, and what to write there where that can be told."""
    rows = text.splitlines()
    found = re.search(r"at line (\d+)", error)
    line = min(int(found[1]), len(rows)) if found else _last_begun(rows)
    row = rows[line - 1].strip() if rows else ""
    if len(row) > _LONG_ROW:
        return f"at line {line}, found a line of {len(row):,} letters that can't be read"
    if (instead := _instead(row)) is not None:
        return f"at line {line}, found {row}; write {instead}"
    if "overwrite" in error:
        return (
            f"at line {line}, {row.partition('=')[0].strip()} stands there a second time; keep one of the two"
        )
    reason = error.partition(" (at ")[0]
    reason = reason[:1].lower() + reason[1:]
    return f'at line {line}, {reason}; a text begins and ends with ", a list with [ and ]'


def _last_begun(rows: Sequence[str]) -> int:
    """A text or list that never ends is found missing at the end of the file; it begins at its key."""
    return max((number for number, row in enumerate(rows, start=1) if _KEY.match(row)), default=len(rows))


def _instead(row: str) -> str | None:
    """Return a line as it is meant, where it is one of the usual slips."""
    if (straight := row.translate(_CURLY)) != row:
        return f"{straight} with straight quotation marks"
    if colon := re.fullmatch(r"([\w-]+)\s*:\s*(.+)", row):
        return f"{colon[1]} = {colon[2]}"
    key, equals, value = (part.strip() for part in row.partition("="))
    if not equals or not value:
        return None
    if "\\" in value:
        forward = re.sub(r"\\+", "/", value)
        return f"{key} = {forward} with / in place of \\"
    meant = _iso(value) or _clock(value) or _quoted_items(value) or _TRUTHS.get(value.casefold())
    if meant is None and re.fullmatch(r"[^\"'\[{#]*[A-Za-z][^\"#]*", value):
        meant = f'"{value}"'
    return f"{key} = {meant}" if meant else None


def _clock(value: str) -> str | None:
    clock = re.fullmatch(r"(\d{1,2})[:.](\d{2})", value)
    return f"{int(clock[1]):02d}:{clock[2]}:00" if clock else None


def _quoted_items(value: str) -> str | None:
    quoted = _BARE_ITEM.sub(r'"\1"', value)
    return quoted if value.startswith("[") and quoted != value else None


def _iso(value: str) -> str | None:
    """Bring a day as people write it, 17/12/2026 or 17 December 2026, into the form that TOML reads."""
    if (written := _DAY_FIRST.fullmatch(value)) is None:
        return None
    day, month, year = written.groups()
    names = {name: at for at, name in enumerate(_MONTHS, start=1)}
    number = int(month) if month.isdigit() else names.get(month[:3].lower(), 0)
    return f"{year}-{number:02d}-{int(day):02d}" if 1 <= number <= 12 and 1 <= int(day) <= 31 else None


def date_instead(value: object) -> str:
    """Return a day that stands in quotation marks as it is written without them; nothing for any other value."""
    text = str(value).strip()
    return text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else _iso(text) or ""


def read(path: Path, schema: type[Schema], *, patterns: Mapping[str, str] | None = None) -> Schema:
    """Read a file and check it; everything wrong is told at once, with what `patterns` says a text should be."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(
            f"{path}: is not in UTF-8. Save it again with that encoding: in Notepad it stands beside the button Save."
        ) from None
    except OSError as error:
        raise ConfigError(f"{path}: can't be read: {error.strerror}.") from None
    return check(text, schema, path, patterns=patterns)


def check(
    text: str, schema: type[Schema], path: Path, *, patterns: Mapping[str, str] | None = None
) -> Schema:
    """Check a text that stands in the file `path`, line by line as there."""
    try:
        return schema.model_validate(loads(text))
    except TOMLDecodeError as error:
        raise ConfigError(
            f'{path}: is not TOML: {error}. Texts stand in "quotes", remarks after #.'
        ) from None
    except ValidationError as error:
        every = error.errors()
    faults = [(line_of(text, fault["loc"]), fault) for fault in every[:MOST_FAULTS]]
    faults.sort(key=lambda pair: pair[0] or 0)
    told = [_in_words(fault, line, path, schema, patterns or {}) for line, fault in faults]
    if more := len(every) - len(told):
        told.append(f"{path}: and {more:,} more like these. Is it the right file?")
    raise ConfigError("\n".join(told))


def line_of(text: str, place: Place) -> int | None:
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


@lru_cache(maxsize=2)
def _places(text: str) -> list[tuple[int, Place]]:
    """List the line and place of every table and key."""
    places: list[tuple[int, Place]] = []
    table: Place = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name = _parts(header[2].strip())
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


def _in_words(
    fault: ErrorDetails, line: int | None, path: Path, schema: type[BaseModel], patterns: Mapping[str, str]
) -> str:
    """Say one fault as a manager can mend it: where, what was found, what was wanted."""
    where = f"{path}, line {line}" if line else str(path)
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"{where}: {key}: found a key that is not known; {_known_keys(fault['loc'], schema)}"
    if fault["type"] == "missing":
        return f"{where}: {key}: found nothing; wanted this key"
    told = f"{where}: {key}: found {_short(fault['input'])}; wanted {_wanted(fault, patterns)}"
    day = date_instead(fault["input"]) if fault["type"] == "date_type" else ""
    return f"{told}. Write {fault['loc'][-1]} = {day}" if day else told


def _known_keys(place: Place, schema: type[BaseModel]) -> str:
    known = _keys_of(place[:-1], schema)
    close = nearest(str(place[-1]), known)
    return f"did you mean {close[0]!r}?" if close else f"wanted one of {', '.join(known)}"


def _keys_of(table: Place, schema: type[BaseModel]) -> list[str]:
    """Give the keys that a table may have."""
    root = here = schema.model_json_schema()
    for part in table:
        here = here["items"] if isinstance(part, int) else here["properties"][part]
        for choice in (here, *here.get("anyOf", ())):
            if "$ref" in choice:
                here = root["$defs"][choice["$ref"].rsplit("/", 1)[1]]
    return list(here["properties"])


def _wanted(fault: ErrorDetails, patterns: Mapping[str, str]) -> str:
    if fault["type"] == "string_pattern_mismatch":
        keys = [part for part in fault["loc"] if isinstance(part, str) and part in patterns]
        return patterns[keys[-1]]
    if fault["type"] == "literal_error":
        return f"one of {fault['ctx']['expected']}"
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return _WANTED.get(fault["type"], str(fault["msg"]).removeprefix("Input should be "))


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
