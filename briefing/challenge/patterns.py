"""The question bank: one TOML file a pattern, shipped in `bank/` and overlaid by a workspace's own.

A workspace file with the name of a shipped one changes only the fields it gives; any other adds a
pattern. Text is a sentence or a list of sentences. A sentence may be a list of alternatives: the first that
can be filled is printed. Every fault of every file is listed at once.
"""

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from briefing import toml
from briefing.challenge.model import Pattern, Push, Text
from briefing.challenge.slots import SLOTS, slots_in
from briefing.errors import ConfigError

Sentences = str | list[str | list[str]]
Code = Literal[
    "SC-", "SC+", "FAIL", "HIT/MISS", "TRAJ", "PEER", "GAP", "RECON", "SILENT", "CLASH", "CLUSTER", "SLIP"
]
State = Literal["kept", "late", "open", "repeated", "not_kept"]

_TEXTS = ("fact", "opener", "plain", "likely_reply", "answer", "bring", "settle_for", "fair_ask")
_NEVER_PRINTED = re.compile(r"\b(dodg|deflect|evas)\w*", re.IGNORECASE)
_ID = re.compile(r"[A-Z]{2,5}-\d{2,3}")
SHIPPED = Path(str(files("briefing.challenge.bank")))


class PatternFile(BaseModel):
    """The fields of a pattern as they stand in TOML."""

    model_config = ConfigDict(strict=True, extra="forbid")

    title: str
    topic: str
    push: Push
    metrics: list[str] = []
    signals: list[Code] = []
    groups: list[str] = []
    themes: list[str] = []
    promises: list[State] = []
    needs: str = ""
    specialties: Literal["any", "all_only", "each_only"] = "any"
    fact: Sentences
    opener: Sentences
    plain: Sentences
    listen_for: list[str]
    likely_reply: Sentences
    answer: Sentences
    bring: Sentences
    settle_for: Sentences
    fair_ask: Sentences
    safety: bool = False
    interface: bool = False
    credit: bool = False
    author: str
    reviewed: date


def load_patterns(workspace_questions: Path | None = None) -> tuple[Pattern, ...]:
    """Reads the shipped bank and, over it, the workspace's own folder, in order of id."""
    faults: list[str] = []
    raw: dict[str, dict[str, Any]] = {}
    own: dict[str, str] = {}
    for folder in _folders(workspace_questions):
        for path in sorted(folder.glob("*.toml")):
            fields = _read_toml(path, faults)
            raw[path.stem] = raw.get(path.stem, {}) | fields
            own[path.stem] = path.name
    patterns = [
        _pattern(pattern_id, fields, own[pattern_id], faults) for pattern_id, fields in sorted(raw.items())
    ]
    if faults:
        raise ConfigError("\n".join(faults))
    return tuple(pattern for pattern in patterns if pattern is not None)


def _folders(workspace_questions: Path | None) -> Iterator[Path]:
    yield SHIPPED
    if workspace_questions is not None and workspace_questions.is_dir():
        yield workspace_questions


def _read_toml(path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return toml.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        faults.append(f"{path.name}: found text that is not UTF-8; save the file with that encoding.")
        return {}
    except toml.TOMLDecodeError as error:
        faults.append(f"{path.name}: found text that is not TOML: {error}; mend that place.")
        return {}


def _pattern(pattern_id: str, fields: dict[str, Any], file: str, faults: list[str]) -> Pattern | None:
    before = len(faults)
    if not _ID.fullmatch(pattern_id):
        faults.append(
            f"{file}: found the name {pattern_id!r}; wanted a topic and a number, such as RTT-09.toml."
        )
    try:
        checked = PatternFile.model_validate(fields)
    except ValidationError as error:
        faults.extend(_schema_fault(file, fault) for fault in error.errors())
        return None
    faults.extend(f"{file}: {fault}" for fault in (*_text_faults(checked), *_trigger_faults(checked)))
    if len(faults) > before:
        return None
    given = {name: _frozen(name, value) for name, value in checked.model_dump().items()}
    return Pattern(id=pattern_id, **given)


def _frozen(name: str, value: Any) -> Any:
    if name in _TEXTS:
        return as_text(value)
    return tuple(value) if isinstance(value, list) else value


def as_text(sentences: Sentences) -> Text:
    """Gives sentences the one shape they have in a `Pattern`: a tuple of tuples of alternatives."""
    if isinstance(sentences, str):
        return ((sentences,),)
    return tuple((sentence,) if isinstance(sentence, str) else tuple(sentence) for sentence in sentences)


def _schema_fault(file: str, fault: Any) -> str:
    field = str(fault["loc"][0])
    if fault["type"] == "extra_forbidden":
        return f"{file}: found the field {field!r}; wanted one of {', '.join(PatternFile.model_fields)}."
    if fault["type"] == "missing":
        return f"{file}: found no {field!r}; wanted a value for it. Add the line."
    return f"{file}: {field}: found {fault['input']!r}; wanted {_wanted(fault['msg'])}."


def _wanted(message: str) -> str:
    return message.removeprefix("Input should be ").removeprefix("a valid ")


def _text_faults(pattern: PatternFile) -> Iterator[str]:
    for name in (*_TEXTS, "listen_for"):
        text = as_text(getattr(pattern, name))
        lines = [line for sentence in text for line in sentence]
        if not any(line.strip() for line in lines):
            yield f"{name}: found no words; wanted at least one sentence."
        for line in lines:
            yield from (f"{name}: {fault}" for fault in _line_faults(line))
        if name != "fact" and not any(_is_plain(line) for line in lines):
            yield f"{name}: found a slot in every sentence; wanted one that needs no figure."


def _is_plain(line: str) -> bool:
    return "{" not in line and bool(line.strip())


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


def _trigger_faults(pattern: PatternFile) -> Iterator[str]:
    """Holds a pattern to having a way to be raised: figures, concerns, promises, or else a stated need."""
    sources = {"metrics": pattern.metrics, "themes": pattern.themes, "promises": pattern.promises}
    if pattern.needs and any(sources.values()):
        yield "needs: found words although it has metrics, themes or promises; wanted one or the other."
    if not pattern.needs and not any(sources.values()):
        yield "metrics: found none, nor themes or promises; wanted one, or 'needs' naming the missing data."
    wanted = {"themes": "CLUSTER", "promises": "SLIP"}
    for name, code in wanted.items():
        if sources[name] and code not in pattern.signals:
            yield f"signals: found no {code}; wanted it, since {name} are given."
    if pattern.metrics and not set(pattern.signals) - set(wanted.values()):
        yield "signals: found none that a metric can fire; wanted one, such as SC- or FAIL."
