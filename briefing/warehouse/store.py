"""The warehouse: an immutable folder of Parquet, and the ledger that says which of it counts.

    warehouse/
      ledger.jsonl                                 what was loaded; replaced whole, the commit point
      ledger.sha256                                the hash of the ledger, and of the one that is to come
      data/<source>/<period or snapshot>/<hash>.parquet
      incoming/                                    a load that has not happened yet, and the tables it will place
      derived/<fingerprint>/<table>.parquet        what is computed from the loads; may be deleted at any time
      lock, lock-holder.json                       who is writing

A load writes its tables to `incoming/`, moves them into `data/`, and replaces the ledger. Whatever kills it,
the ledger names the old state or the new one; the tables that it announced in vain are swept by the next load.
Each table that counts is proved by its hash before it is opened.
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath

from briefing import formats
from briefing.disk import check_space, make_folder, plain_errors, write_lock
from briefing.errors import WarehouseError
from briefing.sources import SOURCES
from briefing.sources.schemas import SCHEMAS
from briefing.sources.source import Extract, Source
from briefing.warehouse.derived import Build, build_derived
from briefing.warehouse.engine import Connection, Limits, lock_down, open_engine
from briefing.warehouse.fingerprints import fingerprint
from briefing.warehouse.ledger import (
    Load,
    announce,
    is_reduced,
    layout_of,
    mark_counting,
    read_ledger,
    state_of,
    write_ledger,
)
from briefing.warehouse.reduced import create_held_views, reductions_layout
from briefing.warehouse.tables import is_whole, store_table, sweep
from briefing.warehouse.views import counting_files, create_source_views

LAYOUTS = {name: layout_of(schema) for name, schema in SCHEMAS.items()}


class Warehouse:
    """A folder of loads. Any number may read while one writes."""

    def __init__(
        self,
        folder: Path,
        sources: Iterable[Source] = SOURCES,
        *,
        limits: Limits | None = None,
        wait_seconds: float = 60,
    ) -> None:
        self.folder = folder.resolve()
        self.sources = {source.name: source for source in sources}
        self.limits = limits or Limits()
        self.wait_seconds = wait_seconds
        self._loads: tuple[Load, ...] = ()
        self._read_state: tuple[int, ...] | None = None
        self._keeps = {name: source.keeps for name, source in self.sources.items()}

    def loads(self) -> tuple[Load, ...]:
        """Read the ledger: every load of a source, oldest first."""
        return tuple(load for load in self._entries() if not is_reduced(load.source))

    def reductions(self) -> tuple[Load, ...]:
        """Read which reductions came from where the rows are, and count: those of the latest time."""
        return tuple(load for load in self._entries() if is_reduced(load.source) and load.counts)

    def _entries(self) -> tuple[Load, ...]:
        """Parse the ledger, anew only where it was replaced."""
        state = state_of(self.folder)
        if state is None or state != self._read_state:
            self._loads = read_ledger(self.folder, self._keeps)
            self._read_state = state
        return self._loads

    def knows(self, file: str | PurePath, sha256: str) -> bool:
        """Say whether a file has nothing new to tell.

        True where its content was loaded, under this name or another, and is in order. False where this very
        file has since been loaded with other content: somebody has put an old register back, and it is news.
        """
        return _knows(self._entries(), _name(file), sha256, self._is_sound)

    def add(self, extracts: Sequence[Extract], file: str | PurePath, sha256: str) -> tuple[Load, ...]:
        """Load all that one file holds, in one step: afterwards all of it is there, or none.

        A file that is known adds nothing, and gives no loads.
        """
        _check_contract(extracts)
        with plain_errors(self.folder):
            make_folder(self.folder)
            purpose = f"the loading of {_name(file)}"
            with write_lock(self.folder / "lock", purpose=purpose, seconds=self.wait_seconds):
                loads = self._entries()
                if _knows(loads, _name(file), sha256, self._is_sound):
                    return ()
                if not loads:
                    write_ledger(self.folder, ())  # so that a lost ledger can be told from a first load
                sweep(self.folder, loads)
                check_space(self.folder, sum(extract.table.nbytes for extract in extracts) // 4)
                lost = [load for load in loads if load.sha256 == sha256 and not self._is_sound(load)]
                fresh = [
                    store_table(
                        self.folder, extract, file=file, sha256=sha256, layout=_layout(extract.source)
                    )
                    for extract in extracts
                ]
                loads, added = self._entered(loads, fresh, lost=lost)
                for parquet in {load.parquet for load in lost} - {load.parquet for load in loads}:
                    announce(self.folder, parquet)
                write_ledger(self.folder, loads)
                sweep(self.folder, loads)
                return added

    def connect(self) -> Connection:
        """Open the state of now: a view a source, the table `loads`, and no way to reach anything else."""
        return self._open(self._sound_loads())

    def fingerprint(self, *parts: str) -> str:
        """Name the state of all that derived tables are made from; `parts` are settings and standards."""
        return fingerprint(self._entries(), parts)

    def derive(self, name: str, build: Build) -> Path:
        """Find the derived tables of a fingerprint, or build them once.

        `build` gets a connection and gives the names of the tables to keep. Where it yields them one by one,
        each is written when it is yielded and its time is noted in timings.json.
        """
        target = self.folder / "derived" / name
        loads = self._sound_loads()  # of now, not of when another process has finished building

        def open_sources(scratch: Path) -> Connection:
            return self._open(loads, scratch)

        with plain_errors(self.folder):
            return build_derived(target, build, open_sources=open_sources, seconds=60 * self.wait_seconds)

    def _open(self, loads: Sequence[Load], scratch: Path | None = None) -> Connection:
        """Open these loads; given a scratch folder, with row-level sources settled there once."""
        connection = open_engine(self.folder, self.limits)
        try:
            create_source_views(connection, loads, self.folder, self.sources, settle_in=scratch)
            create_held_views(connection, loads, self.folder)
            lock_down(connection, counting_files(loads, self.folder), writable=scratch and scratch.parent)
        except BaseException:
            connection.close()
            raise
        return connection

    def _sound_loads(self) -> tuple[Load, ...]:
        """Read the ledger and see that every table that counts is there, in the columns of today."""
        loads = self._entries()
        broken = [load for load in loads if load.counts and not self._is_sound(load)]
        if broken:
            listed = "\n".join(f"  {load.parquet} of {load.path}: {self._complaint(load)}" for load in broken)
            raise WarehouseError(
                f"{self.folder}: {formats.counted(len(broken), 'stored table')} can't be used:\n{listed}\n"
                f"{_remedy(broken)}, or put back a backup of it."
            )
        return loads

    def _is_sound(self, load: Load) -> bool:
        return load.layout == _layout(load.source) and is_whole(self.folder / load.parquet)

    def _complaint(self, load: Load) -> str:
        if not (self.folder / load.parquet).is_file():
            return "is missing"
        if load.layout != _layout(load.source):
            return "was stored by another version of this program, in other columns"
        return "is damaged: its content is not what its name, a hash of it, says"

    def _entered(
        self, loads: Sequence[Load], fresh: Iterable[Load], *, lost: Sequence[Load]
    ) -> tuple[tuple[Load, ...], tuple[Load, ...]]:
        """Give the ledger with fresh loads entered, and what they became.

        A load is a new vintage of its period, unless the same file was loaded before and its table is lost or
        out of date: then it takes that place.
        """
        entries, added = list(loads), []
        for load in fresh:
            places = [i for i, old in enumerate(entries) if old in lost and _same_place(load, old)]
            if not places:
                older = [old for old in entries if _same_place(load, old)]
                places = [len(entries)]
                entries.append(dataclasses.replace(load, vintage=len(older) + 1))
            for place in places:
                entries[place] = dataclasses.replace(load, vintage=entries[place].vintage)
            added.append(places[-1])
        marked = mark_counting(entries, self._keeps)
        return marked, tuple(marked[place] for place in added)


def _layout(source: str) -> str:
    """Name the columns of today; "" for a source that is no more."""
    return reductions_layout() if is_reduced(source) else LAYOUTS.get(source, "")


def _remedy(broken: Iterable[Load]) -> str:
    if any(is_reduced(load.source) for load in broken):
        return "Run `briefing load --engine`"
    return "Run `briefing load` with the original files in the inbox"


def _same_place(load: Load, other: Load) -> bool:
    return (load.source, load.period) == (other.source, other.period)


def _name(file: str | PurePath) -> str:
    return PurePath(file).as_posix()


def _knows(loads: Sequence[Load], path: str, sha256: str, is_sound: Callable[[Load], bool]) -> bool:
    same = [load for load in loads if load.sha256 == sha256]
    here = [load for load in loads if load.path == path]
    return bool(same) and all(map(is_sound, same)) and (not here or here[-1].sha256 == sha256)


def _check_contract(extracts: Sequence[Extract]) -> None:
    """Catch a reader that breaks its contract: a fault of ours, not of the user's."""
    places = [(extract.source, extract.period) for extract in extracts]
    if len(set(places)) < len(places):
        raise TypeError(f"readers gave two extracts of the same source and period: {places}")
    for extract in extracts:
        if is_reduced(extract.source):
            continue
        wanted = SCHEMAS[extract.source]
        if layout_of(extract.table.schema) != layout_of(wanted):
            raise TypeError(f"the reader of {extract.source} gave {extract.table.schema}; wanted {wanted}")
