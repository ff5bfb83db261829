"""What is wrong in briefing.toml, in words that say how to mend it."""

import difflib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefing.workspace.lines import line_of
from briefing.workspace.settings import Settings

_WANTED = {
    "string_type": "a text in quotes",
    "string_too_short": "a text that is not empty",
    "int_type": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "tuple_type": "a list in [square brackets]",
    "mapping_type": "a table of names",
    "dict_type": "a table of names",
    "model_type": "a table with keys of its own",
    "model_attributes_type": "a table with keys of its own",
}
_PATTERNS = {
    "code": "an organisation code such as RXX or QXX01",
    "home_boards": "codes of boards, such as QXX",
    "org_code": "an organisation code such as RXX",
    "leave_out": "an organisation code such as RXX",
    "take_in": "an organisation code such as RXX",
    "colour": 'a colour such as "#005eb8"',
    "sender": "an e-mail address",
    "memory": 'an amount such as "4GB" or "500MB"',
    "marking": "one line of text",
    "footer": "one line of text",
    "name": "one line of text",
}


def told(error: ValidationError, text: str, path: Path) -> str:
    """Say everything that is wrong in a settings file, from the first line to the last."""
    faults = [(line_of(text, fault["loc"]), fault) for fault in error.errors()]
    return "\n".join(
        _told(fault, line, path) for line, fault in sorted(faults, key=lambda pair: pair[0] or 0)
    )


def _told(fault: Any, line: int | None, path: Path) -> str:
    """Say one fault as a manager can mend it: where, what was found, what was wanted."""
    place = fault["loc"]
    where = f"{path}, line {line}" if line else str(path)
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    if fault["type"] == "extra_forbidden":
        return f"{where}: {key}: found a key that is not known; {_known_keys(place)}"
    if fault["type"] == "missing":
        return f"{where}: {key}: found nothing; wanted this key"
    return f"{where}: {key}: found {_short(fault['input'])}; wanted {_wanted(fault)}"


def _known_keys(place: tuple[int | str, ...]) -> str:
    known = _keys_of(place[:-1])
    close = difflib.get_close_matches(str(place[-1]), known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"wanted one of {', '.join(known)}"


def _keys_of(table: tuple[int | str, ...]) -> list[str]:
    """Give the keys that a table of the settings may have."""
    schema = Settings.model_json_schema()
    here = schema
    for part in table:
        here = here["items"] if isinstance(part, int) else here["properties"][part]
        if "$ref" in here:
            here = schema["$defs"][here["$ref"].rsplit("/", 1)[1]]
    return list(here["properties"])


def _wanted(fault: Any) -> str:
    if fault["type"] == "string_pattern_mismatch":
        keys = [part for part in fault["loc"] if part in _PATTERNS]
        return _PATTERNS[keys[-1]]
    if fault["type"] == "literal_error":
        return f"one of {fault['ctx']['expected']}"
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return _WANTED.get(fault["type"], str(fault["msg"]).removeprefix("Input should be "))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
