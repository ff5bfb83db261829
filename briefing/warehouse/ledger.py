"""The ledger: one line a load, replaced whole. What it doesn't name was never loaded."""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
from pydantic import TypeAdapter, ValidationError

from briefing.disk import write_atomically
from briefing.errors import WarehouseError
from briefing.sources.source import Check, Keeping

LEDGER = "ledger.jsonl"


@dataclass(frozen=True)
class Load:
    """What one file brought to one source, for one period."""

    source: str
    period: date | None
    vintage: int
    """1 for the first publication of this period that was loaded, then 2, 3 ..."""
    file: str
    path: str
    """Where the file lay: relative to the workspace when inside it."""
    sha256: str
    """Of the file as it was dropped, not of the Parquet made from it."""
    rows: int
    revised: bool
    checks: tuple[Check, ...]
    notes: tuple[str, ...]
    loaded_at: str
    """UTC, ISO 8601."""
    parquet: str
    """Below the warehouse: data/<source>/<period or snapshot>/<hash of the content>.parquet."""
    layout: str
    """The columns it was written with. A load in another layout has to be read again from its file."""
    counts: bool = False
    """Whether queries see it. Found when the ledger is read, never written down."""


_LINE = TypeAdapter(Load)


def layout_of(schema: pa.Schema) -> str:
    """Name the columns and types of a schema in eight characters, so that a changed contract is noticed."""
    text = "\n".join(f"{field.name} {field.type}" for field in schema)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def read_ledger(folder: Path, keeps: Mapping[str, Keeping]) -> tuple[Load, ...]:
    """Read every load, oldest first, each marked with whether it counts."""
    ledger = folder / LEDGER
    if not ledger.exists():
        _refuse_lost_ledger(folder)
        return ()
    try:
        lines = ledger.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WarehouseError(f"{ledger}: can't be read ({error}). {_MENDING}") from None
    loads = [_load_from(line, ledger, number) for number, line in enumerate(lines, start=1)]
    return mark_counting(loads, keeps)


def write_ledger(folder: Path, loads: Iterable[Load]) -> None:
    """Replace the ledger. This is the moment at which a load has happened."""
    write_atomically(
        folder / LEDGER, b"".join(_LINE.dump_json(load, exclude={"counts"}) + b"\n" for load in loads)
    )


def mark_counting(loads: Sequence[Load], keeps: Mapping[str, Keeping]) -> tuple[Load, ...]:
    """Say which loads queries see.

    period     the best vintage of each month: a revised one outranks a first one, else the later load
    snapshot   the latest file
    rows       all of them: the view takes the latest row of each key
    """
    chosen: dict[tuple[str, date | None], tuple[bool, int]] = {}
    for order, load in enumerate(loads):
        place, rank = _place_and_rank(load, order, keeps)
        chosen[place] = max(rank, chosen.get(place, rank))
    return tuple(
        dataclasses.replace(load, counts=keeps.get(load.source) == "rows" or chosen[place] == rank)
        for order, load in enumerate(loads)
        for place, rank in [_place_and_rank(load, order, keeps)]
    )


def _place_and_rank(
    load: Load, order: int, keeps: Mapping[str, Keeping]
) -> tuple[tuple[str, date | None], tuple[bool, int]]:
    if keeps.get(load.source) == "period":
        return (load.source, load.period), (load.revised, order)
    return (load.source, None), (False, order)


def _load_from(line: str, ledger: Path, number: int) -> Load:
    try:
        return _LINE.validate_json(line)
    except ValidationError:
        found = line if len(line) <= 60 else line[:60] + "..."
        raise WarehouseError(
            f"{ledger}, line {number}: found {found!r}; wanted one load as JSON. {_MENDING}"
        ) from None


def _refuse_lost_ledger(folder: Path) -> None:
    if any((folder / "data").glob("*/*/*.parquet")):
        raise WarehouseError(f"{folder / LEDGER}: is missing, but {folder / 'data'} holds tables. {_MENDING}")


_MENDING = (
    "Put back the warehouse folder from a backup; or move it aside and run `briefing load` to make it anew "
    "from the files in the inbox, which are not touched."
)
