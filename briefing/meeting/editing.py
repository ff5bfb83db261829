"""One field of a `meeting.toml` set in its place: every remark, blank line and other field stays as somebody wrote it.

date = 2026-12-03     # agreed with their office      date = 2027-01-14
# status = "planned"                                  status = "cancelled"
(no such line)                                        the line, above the first table
[[agenda]] three times                                the tables anew, where the first one stood
"""

import re
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path

from briefing import toml
from briefing.disk import write_atomically
from briefing.errors import MeetingError
from briefing.meeting.form import value_in_toml

Table = Mapping[str, str | int | list[str]]
Value = str | int | date | time | list[str] | list[Table] | None
"""None takes the field away."""
_HEADER = re.compile(r"\s*\[")


def set_fields(file: Path, changes: Mapping[str, Value]) -> None:
    """Set fields of a meeting's file, which must be TOML."""
    try:
        text = with_fields(file.read_text("utf-8-sig"), changes)
    except (OSError, UnicodeDecodeError, toml.TOMLDecodeError) as error:
        raise MeetingError(f"{file}: can't be read ({error}); nothing was changed. Mend it first.") from None
    write_atomically(file, text.encode())


def with_fields(text: str, changes: Mapping[str, Value]) -> str:
    for name, value in changes.items():
        tables = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
        there = _tables(text.splitlines(), name)
        text = _with_tables(text, name, tables) if there or tables else _with_field(text, name, value)
    return text


def _tables(rows: list[str], name: str) -> list[tuple[int, int]]:
    """Return the lines of each table of a name, from and to: without what is said of the next one."""
    headers = [at for at, row in enumerate(rows) if _HEADER.match(row)]
    named = re.compile(rf"""\s*\[\[\s*["']?{name}["']?\s*\]\]""")
    found = []
    for at, after in zip(headers, [*headers, len(rows)][1:], strict=True):
        if named.match(rows[at]):
            while after > at + 1 and (not rows[after - 1].strip() or rows[after - 1].startswith("#")):
                after -= 1
            found.append((at, after))
    return found


def _with_tables(text: str, name: str, tables: list[Table]) -> str:
    """Return the text with all tables of a name made anew, proved by reading it again."""
    before, rows = toml.loads(text), text.splitlines()
    blocks = _tables(rows, name)
    if name in before and not blocks:
        return _with_field(text, name, tables)
    lines = list[str]()
    for number, table in enumerate(tables):
        lines += [""] * bool(number) + [f"[[{name}]]"]
        lines += [f"{key} = {value_in_toml(cell)}" for key, cell in table.items()]
    at = blocks[0][0] if blocks else _after_example(rows, name)
    for first, after in reversed(blocks[1:]):
        while first and not rows[first - 1].strip():
            first -= 1
        del rows[first:after]
    rows[at : blocks[0][1] if blocks else at] = lines if blocks else ["", *lines]
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    made = end_of_line.join([*rows, ""])
    wanted = {key: value for key, value in before.items() if key != name}
    if tables:
        wanted[name] = [dict(one) for one in tables]
    if toml.loads(made) != wanted:
        raise MeetingError(
            f"found no place for [[{name}]]; nothing was changed. Write it into the file yourself."
        )
    return made


def _after_example(rows: list[str], name: str) -> int:
    """Return the line after the remark that shows how a table is written; the end of the file without one."""
    at = next((at for at, row in enumerate(rows) if row.startswith(f"# [[{name}]]")), len(rows))
    while at < len(rows) and rows[at].startswith("#"):
        at += 1
    return at


def _with_field(text: str, name: str, value: Value) -> str:
    """Return the text with one field set, proved by reading it again."""
    before = toml.loads(text)
    if value is None and name not in before:
        return text
    wanted = {key: one for key, one in (before | {name: value}).items() if one is not None}
    rows, line = text.splitlines(), "" if value is None else f"{name} = {value_in_toml(value)}"
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    for first, after in _places(rows, name, there=name in before):
        made = end_of_line.join([*rows[:first], *([line] if line else []), *rows[after:], ""])
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
