"""One field of a `meeting.toml` set in its place: every remark, blank line and other field stays as somebody wrote it.

date = 2026-12-03     # agreed with their office      date = 2027-01-14
# status = "planned"                                  status = "cancelled"
(no such line)                                        the line, above the first table
"""

import re
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path

from briefing import toml
from briefing.disk import write_atomically
from briefing.errors import MeetingError
from briefing.meeting.form import value_in_toml

Value = str | int | date | time | list[str]


def set_fields(file: Path, changes: Mapping[str, Value]) -> None:
    """Set fields of a meeting's file, which must be TOML."""
    try:
        text = with_fields(file.read_text("utf-8-sig"), changes)
    except (OSError, UnicodeDecodeError, toml.TOMLDecodeError) as error:
        raise MeetingError(f"{file}: can't be read ({error}); nothing was changed. Mend it first.") from None
    write_atomically(file, text.encode())


def with_fields(text: str, changes: Mapping[str, Value]) -> str:
    for name, value in changes.items():
        text = _with_field(text, name, value)
    return text


def _with_field(text: str, name: str, value: Value) -> str:
    """Return the text with one field set, proved by reading it again."""
    wanted = toml.loads(text) | {name: value}
    rows, line = text.splitlines(), f"{name} = {value_in_toml(value)}"
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    for first, after in _places(rows, name, there=name in toml.loads(text)):
        made = end_of_line.join([*rows[:first], line, *rows[after:], ""])
        try:
            if toml.loads(made) == wanted:
                return made
        except toml.TOMLDecodeError:
            continue  # the value goes on over further lines
    raise MeetingError(f"found no place for {line}; nothing was changed. Write it into the file yourself.")


def _places(rows: list[str], name: str, *, there: bool) -> list[tuple[int, int]]:
    """Return the lines that the field may take the place of, from and to, the likeliest first."""
    top = next((at for at, row in enumerate(rows) if row.lstrip().startswith("[")), len(rows))
    if there:
        key = re.compile(rf"""\s*["']?{name}["']?\s*=""")
        firsts = [at for at, row in enumerate(rows) if key.match(row)]
        return [(at, after) for at in firsts for after in range(at + 1, len(rows) + 1)]
    remark = re.compile(rf"#\s*{name}\s*=")
    remarks = [(at, at + 1) for at, row in enumerate(rows[:top]) if remark.match(row)]
    while top and (not rows[top - 1].strip() or rows[top - 1].startswith("#")):
        top -= 1  # above what is said of the first table
    return [*remarks, (top, top)]
