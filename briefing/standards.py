"""The dated standards: ours from `standards.toml`, a local file's before them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from briefing import toml
from briefing.errors import ConfigError
from briefing.measures import Metric
from briefing.nearest import hint
from briefing.toml import line_of

_NATIONAL = Path(__file__).with_name("standards.toml")
_SCHEMA = pa.schema(
    [
        ("metric", pa.string()),
        ("org_code", pa.string()),
        ("specialty_code", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("value", pa.float64()),
        ("source", pa.string()),
        ("confidence", pa.string()),
        ("local", pa.bool_()),
        ("note", pa.string()),
    ]
)
Words = Annotated[str, Field(min_length=1)]
_SHARE = 1
"""A target or plan of at most 1% of what ought to be high is a share meant as a percentage: 0.611 for 61.1%."""


class _Dated(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    metric: Words
    valid_from: Annotated[date, Field(alias="from")]
    valid_to: Annotated[date, Field(alias="until")] = date.max
    source: Words
    confidence: Literal["H", "M", "L"]
    org_code: str | None = None
    specialty_code: str | None = None


class _Standard(_Dated):
    value: float
    note: str = ""


class Milestone(_Dated):
    """A target told in words: a floor that differs by trust, a national average, or no number at all."""

    text: Words
    value: float | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    standard: tuple[_Standard, ...] = ()
    milestone: tuple[Milestone, ...] = ()


@dataclass(frozen=True)
class Standards:
    """All standards. A local one outranks a national one, then the more specific, then the later: in SQL."""

    national: _File
    local: _File

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """What was promised on the way to a standard."""
        return self.national.milestone + self.local.milestone

    def as_table(self) -> pa.Table:
        """Return the standards as rows for SQL; an empty `valid_to` holds until further notice."""
        rows = [
            each.model_dump()
            | {"local": file is self.local, "valid_to": None if each.valid_to == date.max else each.valid_to}
            for file in (self.national, self.local)
            for each in file.standard
        ]
        return pa.Table.from_pylist(rows, schema=_SCHEMA)


def load(local: Path | None = None, *, metrics: Mapping[str, Metric] | None = None) -> Standards:
    """Read our standards and, where there is one, the local file that overrides them, held to the metrics there are."""
    return Standards(_read(_NATIONAL), _File() if local is None else _read(local, metrics))


def _read(path: Path, metrics: Mapping[str, Metric] | None = None) -> _File:
    file = toml.read(path, _File)
    text = path.read_text("utf-8-sig")
    if wrong := [*_clashes(file, text), *(_unfit(file, metrics, text) if metrics else ())]:
        raise ConfigError("\n".join(f"{path}: {clash}" for clash in wrong))
    return file


def codes_in(path: Path) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the organisations and specialties that a file of standards names, each with its place."""
    file = toml.read(path, _File)
    tables: dict[str, Sequence[_Dated]] = {"standard": file.standard, "milestone": file.milestone}
    for table, entries in tables.items():
        for at, each in enumerate(entries):
            for key in ("org_code", "specialty_code"):
                if (code := getattr(each, key)) is not None:
                    yield (table, at, key), code


def _unfit(file: _File, metrics: Mapping[str, Metric], text: str) -> Iterator[str]:
    """Find standards of a metric that does not exist, or with a value that it cannot have."""
    tables: tuple[tuple[str, Sequence[_Standard | Milestone]], ...] = (
        ("standard", file.standard),
        ("milestone", file.milestone),
    )
    for table, entries in tables:
        for at, each in enumerate(entries):
            name, value = (line_of(text, (table, at, key)) for key in ("metric", "value"))
            metric = metrics.get(each.metric)
            if metric is None:
                near = hint(each.metric, metrics)
                yield f"line {name}: found the metric {each.metric!r}, which does not exist. {near}Mend it."
            elif each.value is not None and (wrong := cannot_be(metric, each.value)):
                yield f"line {value}: found {wrong[0]}; wanted {wrong[1]}. {wrong[2]}"


def cannot_be(metric: Metric, value: float, cell: str = "") -> tuple[str, str, str] | None:
    """Return what was found, what was wanted and what to do of a target or plan; None where the value can be."""
    shown = cell or f"{value:g}"
    if metric.unit != "percent":
        if "%" in cell:
            return (
                shown,
                f"a number of {metric.unit.replace('_', ' ')}: {metric.title}",
                "Write it without the sign.",
            )
        if value < 0:
            return shown, "0 or more", "Correct the value."
        return None
    if not 0 <= value <= 100:
        return shown, "a percentage from 0 to 100", "Correct the value: 60.5 is 60.5%."
    if 0 < value <= _SHARE and metric.better == "higher" and "%" not in cell:
        return shown, "a percentage from 0 to 100", f"Write {100 * value:g} where {100 * value:g}% is meant."
    return None


def _clashes(file: _File, text: str) -> list[str]:
    """Find standards of one file that hold on the same day for the same organisation, or never."""
    scopes: dict[tuple[str, str | None, str | None], list[tuple[int, _Standard]]] = {}
    for at, one in enumerate(file.standard):
        scopes.setdefault((one.metric, one.org_code, one.specialty_code), []).append((at, one))
    tables: dict[str, Sequence[_Dated]] = {"standard": file.standard, "milestone": file.milestone}
    faults = [
        f"line {line_of(text, (table, at, 'until'))}: {each.metric}: it ends on {each.valid_to}, before it begins on "
        f"{each.valid_from}. Correct `until`."
        for table, entries in tables.items()
        for at, each in enumerate(entries)
        if each.valid_to < each.valid_from
    ]
    for (metric, *_), several in scopes.items():
        several.sort(key=lambda placed: placed[1].valid_from)
        for (_, earlier), (at, later) in pairwise(several):
            if later.valid_from <= earlier.valid_to:
                until = "further notice" if earlier.valid_to == date.max else str(earlier.valid_to)
                faults.append(
                    f"line {line_of(text, ('standard', at, 'from'))}: {metric}: {earlier.value:g} is in force until "
                    f"{until}, but {later.value:g} from {later.valid_from}. Give the earlier one an `until` before "
                    "that day."
                )
    return faults
