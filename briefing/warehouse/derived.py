"""Derived tables: computed once for a state of the warehouse, and swept when two newer states exist."""

import contextlib
import json
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from briefing.disk import make_folder, remove, replace, sync_file, sync_folder, write_lock
from briefing.errors import WarehouseError
from briefing.warehouse.engine import (
    Connection,
    Limits,
    create_view,
    lock_down,
    open_engine,
    quoted_name,
    run,
    write_parquet,
)
from briefing.warehouse.tables import digest
from briefing.warehouse.views import parquet_rows

Build: TypeAlias = Callable[[Connection], Iterable[str]]

TIMINGS = "timings.json"
_KEPT = 2
_BUILDING = "building-"


@dataclass(frozen=True)
class Timing:
    """How long one derived table took to compute and write, and the hash of its file."""

    table: str
    seconds: float
    rows: int
    sha256: str = ""


def build_derived(
    target: Path, build: Build, *, open_sources: Callable[[Path], Connection], seconds: float
) -> Path:
    """Give the folder of derived tables, built where it isn't there yet. One builds; others wait for it.

    `open_sources` takes a folder for what is needed only meanwhile; tables are kept in the folder above it.
    """
    if _is_ready(target):
        return target
    make_folder(target.parent)
    with write_lock(target.parent / "lock", purpose="the computing of metrics", seconds=seconds):
        if _is_ready(target):
            return target
        remove(target)  # where a table of it is damaged: all that is here can be computed anew
        for abandoned in target.parent.glob(f"{_BUILDING}*"):
            remove(abandoned)
        fresh = target.parent / f"{_BUILDING}{uuid.uuid4().hex}"
        try:
            _build_into(fresh, build, open_sources)
            replace(fresh, target)
        finally:
            remove(fresh)
        _sweep(target)
    return target


def open_derived(path: Path, *, limits: Limits | None = None) -> Connection:
    """Open the tables of a derived folder as views, with no way to reach anything else."""
    files = sorted(path.resolve().glob("*.parquet"))
    if not files:
        raise WarehouseError(
            f"{path}: holds no derived tables. Run the command again; it will compute them anew."
        )
    connection = open_engine(path.resolve().parent, limits or Limits())
    try:
        for file in files:
            create_view(connection, file.stem, f"select * from {parquet_rows([file])}")
        lock_down(connection, files)
    except BaseException:
        connection.close()
        raise
    return connection


def timings(path: Path) -> tuple[float | None, tuple[Timing, ...]]:
    """Read how long a derived folder took, in all and table by table; nothing where that can't be read."""
    try:
        kept = json.loads((path / TIMINGS).read_bytes())
        return float(kept["seconds"]), tuple(Timing(**table) for table in kept["tables"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None, ()


def latest_derived(folder: Path) -> Path | None:
    """Find the derived folder that was used last."""
    found = _newest_first(folder / "derived")
    return found[0] if found else None


def _build_into(fresh: Path, build: Build, open_sources: Callable[[Path], Connection]) -> None:
    began = time.perf_counter()
    scratch = fresh / "scratch"
    make_folder(scratch)
    connection = open_sources(scratch)
    try:
        tables = list(_keep_each(connection, build, fresh))
    finally:
        connection.close()
    remove(scratch)
    seconds = round(time.perf_counter() - began, 3)
    kept: dict[str, Any] = {"seconds": seconds, "tables": [vars(each) for each in tables]}
    (fresh / TIMINGS).write_text(json.dumps(kept, indent=1), "utf-8")
    for path in fresh.iterdir():
        sync_file(path)
    sync_folder(fresh)


def _keep_each(connection: Connection, build: Build, fresh: Path) -> Iterator[Timing]:
    began = time.perf_counter()
    for name in build(connection):
        path = fresh / f"{name}.parquet"
        write_parquet(connection, quoted_name(name), path)
        rows = run(connection, f"select count(*) as n from {quoted_name(name)}")["n"][0].as_py()
        yield Timing(name, round(time.perf_counter() - began, 3), rows, digest(path))
        began = time.perf_counter()


def _is_ready(target: Path) -> bool:
    """Say whether the folder is there, each table whole, and mark it as used now: what is in use is swept last."""
    _, tables = timings(target)
    if not tables or any(digest(target / f"{one.table}.parquet") != one.sha256 for one in tables):
        return False
    with contextlib.suppress(OSError):  # a folder that we may only read still serves
        os.utime(target)
    return True


def _sweep(target: Path) -> None:
    for old in _newest_first(target.parent)[_KEPT:]:
        if old != target:
            remove(old)


def _newest_first(derived: Path) -> list[Path]:
    built = (timing.parent for timing in derived.glob(f"*/{TIMINGS}"))
    found = [path for path in built if not path.name.startswith(_BUILDING)]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)
