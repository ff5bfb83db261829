"""The dated standards: ours from `standards.toml`, a local file's before them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefing import toml
from briefing.errors import ConfigError
from briefing.measures import ALL, Standard

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


class _Sourced(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    source: Annotated[str, Field(min_length=1)]
    confidence: Literal["H", "M", "L"]


class _Dated(_Sourced):
    metric: Annotated[str, Field(min_length=1)]
    valid_from: Annotated[date, Field(alias="from")]
    valid_to: Annotated[date, Field(alias="until")] = date.max
    org_code: str | None = None
    specialty_code: str | None = None

    def holds(self, metric: str, period: date) -> bool:
        return self.metric == metric and self.valid_from <= period <= self.valid_to


class _Standard(_Dated):
    value: float
    note: str = ""


class Milestone(_Dated):
    """A target told in words: a floor that differs by trust, a national average, or no number at all."""

    text: Annotated[str, Field(min_length=1)]
    value: float | None = None


class Duty(_Sourced):
    """What contract or custom asks for without a measure of ours."""

    about: str
    text: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    standard: tuple[_Standard, ...] = ()
    milestone: tuple[Milestone, ...] = ()
    duty: tuple[Duty, ...] = ()


@dataclass(frozen=True)
class Standards:
    """All standards. A local one outranks a national one, then the more specific, then the later."""

    national: _File
    local: _File

    def in_force(
        self, metric: str, period: date, org_code: str | None = None, *, specialty_code: str = ALL
    ) -> Standard | None:
        """The standard that holds in the month, for everybody or for the one organisation."""
        ranked = [
            ((is_local, each.org_code is not None, each.specialty_code is not None, each.valid_from), each)
            for is_local, each in self._all()
            if each.holds(metric, period)
            and each.org_code in (None, org_code)
            and each.specialty_code in (None, specialty_code)
        ]
        if not ranked:
            return None
        rank, best = max(ranked, key=lambda pair: pair[0])
        return Standard(best.value, best.source, best.confidence, best.valid_from, local=rank[0])

    def milestones(self, metric: str, period: date) -> tuple[Milestone, ...]:
        """What was promised on the way to the standard, for the month."""
        every = self.national.milestone + self.local.milestone
        return tuple(each for each in every if each.holds(metric, period))

    @property
    def duties(self) -> tuple[Duty, ...]:
        return self.national.duty + self.local.duty

    def as_table(self) -> pa.Table:
        """The standards as rows for SQL; an empty `valid_to` holds until further notice."""
        rows = [
            each.model_dump()
            | {"local": is_local, "valid_to": None if each.valid_to == date.max else each.valid_to}
            for is_local, each in self._all()
        ]
        return pa.Table.from_pylist(rows, schema=_SCHEMA)

    def _all(self) -> list[tuple[bool, _Standard]]:
        return [(False, each) for each in self.national.standard] + [
            (True, each) for each in self.local.standard
        ]


def load(local: Path | None = None) -> Standards:
    """Reads our standards and, where there is one, the local file that overrides them."""
    return Standards(_read(_NATIONAL), _File() if local is None else _read(local))


def _read(path: Path) -> _File:
    try:
        found: Mapping[str, Any] = toml.loads(path.read_text("utf-8-sig"))
        file = _File.model_validate(found)
    except OSError as error:
        raise ConfigError(f"{path}: the standards can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigError(
            f"{path}: the standards are not in UTF-8. Save the file with that encoding."
        ) from None
    except toml.TOMLDecodeError as error:
        raise ConfigError(f"{path}: the standards are not TOML: {error}.") from None
    except ValidationError as error:
        raise ConfigError("\n".join(_fault(path, each) for each in error.errors())) from None
    if clashes := _clashes(file):
        raise ConfigError("\n".join(f"{path}: {clash}" for clash in clashes))
    return file


def _fault(path: Path, error: Mapping[str, Any]) -> str:
    kind, *place = error["loc"]
    where = f"[[{kind}]]" + "".join(
        f" {part + 1}" if isinstance(part, int) else f", {part!r}" for part in place
    )
    return f"{path}: {where}: found {error['input']!r}; {error['msg']}."


def _clashes(file: _File) -> list[str]:
    """Finds standards of one file that hold on the same day for the same organisation, or never."""
    scopes: dict[tuple[str, str | None, str | None], list[_Standard]] = {}
    for each in file.standard:
        scopes.setdefault((each.metric, each.org_code, each.specialty_code), []).append(each)
    faults = [
        f"{each.metric}: it ends on {each.valid_to}, before it begins on {each.valid_from}. Correct `until`."
        for each in file.standard
        if each.valid_to < each.valid_from
    ]
    for (metric, *_), several in scopes.items():
        several.sort(key=lambda each: each.valid_from)
        for earlier, later in pairwise(several):
            if later.valid_from <= earlier.valid_to:
                faults.append(
                    f"{metric}: {earlier.value:g} is in force until {_until(earlier)}, but {later.value:g} "
                    f"from {later.valid_from}. Give the earlier one an `until` before that day."
                )
    return faults


def _until(standard: _Standard) -> str:
    return "further notice" if standard.valid_to == date.max else str(standard.valid_to)
