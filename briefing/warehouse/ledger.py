"""The ledger: one line a load, replaced whole. What it doesn't name was never loaded.

It is not taken at its word. `ledger.sha256` beside it holds its hash, and while it is replaced that of the new one
too: a ledger with another was cut, emptied or edited. And every table in data/ is one that it names,
or one that a load has announced (`tables.py`): else it is older than the tables.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
from pydantic import TypeAdapter, ValidationError

from briefing.disk import make_folder, sync_folder, write_atomically, write_through
from briefing.errors import WarehouseError
from briefing.sources.source import Check, Keeping

LEDGER = "ledger.jsonl"
SEAL = "ledger.sha256"
INCOMING = "incoming"
REDUCED = "red_"
"""What the name of a load begins with that is a reduction, made where the rows are, and not a source."""
_READ_TRIES = 5


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


def is_reduced(source: str) -> bool:
    return source.startswith(REDUCED)


def layout_of(schema: pa.Schema) -> str:
    """Name the columns and types of a schema in eight characters, so that a changed contract is noticed."""
    text = "\n".join(f"{field.name} {field.type}" for field in schema)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def read_ledger(folder: Path, keeps: Mapping[str, Keeping]) -> tuple[Load, ...]:
    """Read every load, oldest first, each marked with whether it counts."""
    for _ in range(_READ_TRIES):
        state = state_of(folder)
        try:
            return mark_counting(_proved(folder), keeps)
        except WarehouseError:
            if state == state_of(folder):
                raise  # else a load has ended while this read
    return mark_counting(_proved(folder), keeps)


def state_of(folder: Path) -> tuple[int, ...] | None:
    """Tell one ledger from the next: it is never written to, only replaced."""
    try:
        found = (folder / LEDGER).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def write_ledger(folder: Path, loads: Iterable[Load]) -> None:
    """Replace the ledger. This is the moment at which a load has happened."""
    ledger = folder / LEDGER
    content = b"".join(_LINE.dump_json(load, exclude={"counts"}) + b"\n" for load in loads)
    before = ledger.read_bytes() if ledger.exists() else b""
    write_atomically(folder / SEAL, f"{_hash(before)}\n{_hash(content)}\n".encode())
    write_atomically(ledger, content)
    write_atomically(folder / SEAL, f"{_hash(content)}\n".encode())


def _proved(folder: Path) -> list[Load]:
    """Read the ledger, and stop where anything else in the folder speaks against it."""
    ledger, stored = folder / LEDGER, stored_tables(folder)
    try:
        content = ledger.read_bytes() if ledger.exists() else b""
        lines = content.decode().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WarehouseError(f"{ledger}: can't be read ({error}). {_MENDING}") from None
    if stored and not lines:
        how = "is empty" if ledger.exists() else "is missing"
        if not ledger.exists() or not stored <= announced(folder):
            raise WarehouseError(f"{ledger}: {how}, but {folder / 'data'} holds tables. {_MENDING}")
    loads = [_load_from(line, ledger, number) for number, line in enumerate(lines, start=1)]
    seal = folder / SEAL
    if lines and seal.is_file() and _hash(content).encode() not in seal.read_bytes().split():
        raise WarehouseError(f"{ledger}: is not as it was written: lines were cut off or changed. {_MENDING}")
    if unknown := sorted(stored - {load.parquet for load in loads} - announced(folder)):
        found = f"{len(unknown)} tables that it does not name, such as {unknown[0]}"
        raise WarehouseError(f"{ledger}: is older than its tables, or was cut: found {found}. {_MENDING}")
    return loads


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def stored_tables(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in (folder / "data").glob("*/*/*.parquet")}


def announce(folder: Path, parquet: str) -> None:
    """Note that a table will be there before the ledger names it, or after it does so no more."""
    make_folder(folder / INCOMING)
    write_through(folder / INCOMING / f"{_hash(parquet.encode())[:16]}.table", parquet.encode())
    sync_folder(folder / INCOMING)


def announced(folder: Path) -> set[str]:
    """Return the tables of a load that has not ended: all that may be swept where the ledger doesn't name it."""
    notes = (folder / INCOMING).glob("*.table")
    return {note.read_text("utf-8", "replace") for note in notes} & stored_tables(folder)


def mark_counting(loads: Sequence[Load], keeps: Mapping[str, Keeping]) -> tuple[Load, ...]:
    """Say which loads queries see.

    period     the best vintage of each month: a revised one outranks a first one, else the later load
    snapshot   the latest file
    rows       all of them: the view takes the latest row of each key
    (reductions)  those that came home last: one of them is of no use without the others
    """
    last_home = next((load.sha256 for load in reversed(loads) if is_reduced(load.source)), None)
    chosen: dict[tuple[str, date | None], tuple[bool, int]] = {}
    for order, load in enumerate(loads):
        place, rank = _place_and_rank(load, order, keeps)
        chosen[place] = max(rank, chosen.get(place, rank))
    return tuple(
        dataclasses.replace(
            load,
            counts=(keeps.get(load.source) == "rows" or chosen[place] == rank)
            and (not is_reduced(load.source) or load.sha256 == last_home),
        )
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


_MENDING = (
    "Nothing was changed. Put back the warehouse folder from a backup; or move it aside and run `briefing load` to "
    "make it anew from the files in the inbox, which are not touched."
)
