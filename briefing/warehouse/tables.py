"""Parquet files: written to stay, named by their content, never changed, swept where no ledger names them."""

import hashlib
import time
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path, PurePath

import pyarrow.parquet as pq

from briefing.disk import make_folder, remove, replace, sync_file
from briefing.sources.source import Extract
from briefing.warehouse.ledger import Load, layout_of

_SPILL_LIVES_SECONDS = 24 * 3600


def store_table(folder: Path, extract: Extract, *, file: str | PurePath, sha256: str) -> Load:
    """Write one table to where it will stay, on the disk before this returns. No ledger names it yet."""
    incoming = folder / "incoming" / f"{uuid.uuid4().hex}.parquet"
    make_folder(incoming.parent)
    pq.write_table(extract.table, incoming, compression="zstd")
    sync_file(incoming)
    with incoming.open("rb") as written:
        content = hashlib.file_digest(written, "sha256").hexdigest()[:32]
    period = extract.period.isoformat()[:7] if extract.period else "snapshot"
    stored = PurePath("data", extract.source, period, f"{content}.parquet")
    make_folder((folder / stored).parent)
    replace(incoming, folder / stored)
    return Load(
        source=extract.source,
        period=extract.period,
        vintage=0,
        file=PurePath(file).name,
        path=PurePath(file).as_posix(),
        sha256=sha256,
        rows=extract.table.num_rows,
        revised=extract.revised,
        checks=extract.checks,
        notes=extract.notes,
        loaded_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        parquet=stored.as_posix(),
        layout=layout_of(extract.table.schema),
    )


def sweep(folder: Path, loads: Iterable[Load]) -> None:
    """Remove what a killed load left: tables that no ledger names, and what DuckDB spilled a day ago."""
    named = {load.parquet for load in loads}
    remove(folder / "incoming")
    for path in (folder / "data").glob("*/*/*.parquet"):
        if path.relative_to(folder).as_posix() not in named:
            remove(path)
    for spill in (*folder.glob(".spill-*"), *folder.glob("derived/.spill-*")):
        if time.time() - spill.stat().st_mtime > _SPILL_LIVES_SECONDS:
            remove(spill)
