"""Parquet files: written to stay, named by their content and proved by that name, never changed.

Swept is what a load has announced and no ledger names: of one that was killed, or of a table that another replaced.
"""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path, PurePath

import pyarrow.parquet as pq

from briefing.disk import make_folder, remove, remove_abandoned, replace, sync_file
from briefing.sources.source import Extract
from briefing.warehouse.ledger import INCOMING, Load, announce, announced

_digests: dict[tuple[str, int, int, int, int], str] = {}


def digest(path: Path) -> str:
    """Return the hash of a file, read once by a process for each state of it; "" where it is not there."""
    try:
        now = path.stat()
        state = (str(path), now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns)
        if state not in _digests:
            with path.open("rb") as file:
                _digests[state] = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
    return _digests[state]


def is_whole(parquet: Path) -> bool:
    """Say whether a table is what its name says."""
    return digest(parquet)[:32] == parquet.stem


def store_table(folder: Path, extract: Extract, *, file: str | PurePath, sha256: str, layout: str) -> Load:
    """Write one table to where it will stay, on the disk before this returns. No ledger names it yet."""
    incoming = folder / INCOMING / f"{uuid.uuid4().hex}.parquet"
    make_folder(incoming.parent)
    pq.write_table(extract.table, incoming, compression="zstd")
    sync_file(incoming)
    with incoming.open("rb") as written:
        content = hashlib.file_digest(written, "sha256").hexdigest()[:32]
    period = extract.period.isoformat()[:7] if extract.period else "snapshot"
    stored = PurePath("data", extract.source, period, f"{content}.parquet")
    announce(folder, stored.as_posix())
    make_folder((folder / stored).parent)
    replace(incoming, folder / stored)
    return Load(
        source=extract.source,
        period=extract.period,
        vintage=0,
        file=PurePath(file).name,
        path=PurePath(file).as_posix(),
        sha256=sha256,
        rows=extract.table.num_rows + extract.rows_elsewhere,
        revised=extract.revised,
        checks=extract.checks,
        notes=extract.notes,
        loaded_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        parquet=stored.as_posix(),
        layout=layout,
    )


def sweep(folder: Path, loads: Iterable[Load]) -> None:
    """Remove what a load announced and no ledger names, and what DuckDB spilled a day ago."""
    for parquet in announced(folder) - {load.parquet for load in loads}:
        remove(folder / parquet)
    remove(folder / INCOMING)
    remove_abandoned(folder, ".spill-*")
    remove_abandoned(folder, "derived/.spill-*")
