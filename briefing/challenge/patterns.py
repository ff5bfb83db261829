"""The question bank: one TOML file a pattern, shipped in `bank/` and overlaid by a workspace's own.

A workspace file with the name of a shipped one changes only the fields it gives; any other adds a
pattern. Text is a sentence or a list of sentences. A sentence may be a list of alternatives: the first that
can be filled is printed. Every fault of every file is listed at once.
"""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from briefing import toml
from briefing.challenge.model import Pattern
from briefing.challenge.slots import SLOTS, slots_in
from briefing.errors import ConfigError

_TEXTS = ("fact", "opener", "plain", "likely_reply", "answer", "bring", "settle_for", "fair_ask")
_NEVER_PRINTED = re.compile(r"\b(dodg|deflect|evas)\w*", re.IGNORECASE)
_ID = re.compile(r"[A-Z]{2,5}-\d{2,3}")
_WANTED = {"tuple_type": "list", "string_type": "text in quotation marks"}
SHIPPED = Path(str(files("briefing.challenge.bank")))


def load_patterns(workspace_questions: Path | None = None) -> tuple[Pattern, ...]:
    """Read the shipped bank and, over it, the workspace's own folder, in order of id."""
    faults: list[str] = []
    written: dict[str, dict[str, Any]] = {}
    own = [workspace_questions] if workspace_questions is not None and workspace_questions.is_dir() else []
    for folder in (SHIPPED, *own):
        for path in sorted(folder.glob("*.toml")):
            written[path.stem] = written.get(path.stem, {}) | _read_toml(path, faults)
    patterns = [_pattern(pattern_id, fields, faults) for pattern_id, fields in sorted(written.items())]
    if faults:
        raise ConfigError("\n".join(faults))
    return tuple(pattern for pattern in patterns if pattern is not None)


def _read_toml(path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return toml.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        faults.append(f"{path.name}: found text that is not UTF-8; save the file with that encoding.")
    except toml.TOMLDecodeError as error:
        faults.append(f"{path.name}: found text that is not TOML: {error}; mend that place.")
    return {}


def _pattern(pattern_id: str, fields: dict[str, Any], faults: list[str]) -> Pattern | None:
    file = f"{pattern_id}.toml"
    if not _ID.fullmatch(pattern_id):
        faults.append(
            f"{file}: found the name {pattern_id!r}; wanted a topic and a number, such as RTT-09.toml."
        )
    if "id" in fields:
        faults.append(f"{file}: {_unknown_field('id')}")
    try:
        pattern = Pattern.model_validate({**fields, "id": pattern_id})
    except ValidationError as error:
        faults.extend(f"{file}: {_schema_fault(fault)}" for fault in error.errors())
        return None
    faults.extend(
        f"{file}: {fault}"
        for fault in (*_text_faults(pattern), *_trigger_faults(pattern), *_duty_faults(pattern))
    )
    return pattern


def _schema_fault(fault: ErrorDetails) -> str:
    field = str(fault["loc"][0])
    if fault["type"] == "extra_forbidden":
        return _unknown_field(field)
    if fault["type"] == "missing":
        return f"found no {field!r}; wanted a value for it. Add the line."
    wanted = fault["msg"].removeprefix("Input should be ").removeprefix("a valid ")
    return f"{field}: found {fault['input']!r}; wanted {_WANTED.get(fault['type'], wanted)}."


def _unknown_field(field: str) -> str:
    known = ", ".join(name for name in Pattern.model_fields if name != "id")
    return f"found the field {field!r}; wanted one of {known}."


def _text_faults(pattern: Pattern) -> Iterator[str]:
    texts = {name: [line for one in getattr(pattern, name) for line in one] for name in _TEXTS}
    for name, lines in (texts | {"listen_for": list(pattern.listen_for)}).items():
        if not any(line.strip() for line in lines):
            yield f"{name}: found no words; wanted at least one sentence."
        for line in lines:
            yield from (f"{name}: {fault}" for fault in _line_faults(line))
        if name != "fact" and not any("{" not in line and line.strip() for line in lines):
            yield f"{name}: found a slot in every sentence; wanted one that needs no figure."


def _line_faults(line: str) -> Iterator[str]:
    if printed := _NEVER_PRINTED.search(line):
        yield f"found the word {printed[0]!r}; wanted words the hospital may read, such as 'likely reply'."
    try:
        unknown = slots_in(line) - set(SLOTS)
    except ValueError:
        yield f"found a brace without its twin in {line!r}; wanted {{slot}}."
        return
    for slot in sorted(unknown):
        yield f"found the slot {{{slot}}}; wanted one of {', '.join(SLOTS)}."


def _trigger_faults(pattern: Pattern) -> Iterator[str]:
    """Hold a pattern to having a way to be raised: figures, concerns, promises, or else a stated need."""
    raised = bool(pattern.metrics or pattern.themes or pattern.promises)
    if pattern.needs and raised:
        yield "needs: found words although it has metrics, themes or promises; wanted one or the other."
    if not pattern.needs and not raised:
        yield "metrics: found none, nor themes or promises; wanted one, or 'needs' naming the missing data."
    if pattern.themes and "CLUSTER" not in pattern.signals:
        yield "signals: found no CLUSTER; wanted it, since themes are given."
    if pattern.promises and "SLIP" not in pattern.signals:
        yield "signals: found no SLIP; wanted it, since promises are given."
    if pattern.metrics and not pattern.credit and not set(pattern.signals) - {"CLUSTER", "SLIP"}:
        yield "signals: found none that a metric can fire; wanted one, such as SC- or FAIL."


def _duty_faults(pattern: Pattern) -> Iterator[str]:
    """Hold a pattern that rests on a duty to saying where it stands and how sure that is."""
    for line in (pattern.duty, pattern.duty_source):
        yield from (f"duty: {fault}" for fault in _line_faults(line))
        if "{" in line:
            yield "duty: found a slot; wanted words that hold for every hospital."
    if not pattern.duty.strip():
        yield "duty: found no words; wanted the duty in a sentence, or that no duty is known."
    sourced = bool(pattern.duty_source.strip() and pattern.certainty)
    if pattern.basis != "none" and not sourced:
        yield "duty_source, certainty: found none; wanted where the duty stands, and H, M or L for how sure that is."
    if pattern.basis == "none" and (pattern.duty_source or pattern.certainty):
        yield "duty_source, certainty: found one although basis is 'none'; wanted neither, or another basis."
