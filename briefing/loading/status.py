"""What the warehouse holds, what is missing in it, and which files were refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from briefing.loading.load import gone_registers, warehouse_of
from briefing.loading.refusals import Refusal, lines_of, read_refusals
from briefing.months import each_month
from briefing.sources import SOURCES
from briefing.sources.sheets import counted
from briefing.sources.source import Source
from briefing.warehouse import Load, Timing, latest_derived, timings
from briefing.workspace import Workspace


@dataclass(frozen=True)
class SourceStatus:
    """One source: what is there, and which months between the first and the last are not."""

    source: str
    title: str
    first_period: date | None
    latest_period: date | None
    gaps: tuple[date, ...]
    loads: tuple[Load, ...]
    """Every vintage, oldest first."""

    @property
    def rows(self) -> int:
        """The rows of the loads in use. Of row-level feeds, a row that came twice is counted twice."""
        return sum(load.rows for load in self.loads if load.counts)

    @property
    def loaded_at(self) -> str:
        return self.loads[-1].loaded_at

    @property
    def loaded_on(self) -> date:
        return datetime.fromisoformat(self.loaded_at).date()


@dataclass(frozen=True)
class Status:
    sources: tuple[SourceStatus, ...]
    gone: tuple[str, ...]
    """Registers that are no longer there, and whose rows still count."""
    absent: tuple[str, ...]
    """Titles of the sources of which nothing is loaded."""
    refusals: tuple[Refusal, ...]
    seconds: float | None
    """How long the metrics took to compute, the last time."""
    timings: tuple[Timing, ...]

    def lines(self, *, verbose: bool = False, quiet: bool = False) -> Iterator[str]:
        """Say it: all of it with `verbose`, what is wrong alone with `quiet`."""
        if not quiet:
            for source in self.sources:
                yield from _source_lines(source, verbose=verbose)
            if not self.sources:
                yield "nothing is loaded yet: drop files into inbox/, then run `briefing load`"
            elif self.absent:
                yield f"nothing loaded of: {'; '.join(self.absent)}"
        yield from lines_of((refusal.path, refusal.faults) for refusal in self.refusals)
        yield from self.gone
        if verbose and self.seconds is not None:
            yield f"metrics in context computed in {self.seconds:.1f} s"
            yield from (
                f"  {each.table}: {counted(each.rows, 'row')}, {each.seconds:.1f} s" for each in self.timings
            )


def status(workspace: Workspace) -> Status:
    """Look at the ledger, the refusals and the last computation; nothing is read or computed anew."""
    loads = warehouse_of(workspace).loads()
    derived = latest_derived(workspace.warehouse)
    seconds, tables = timings(derived) if derived is not None else (None, ())
    return Status(
        sources=tuple(
            _source_status(source, mine)
            for source in SOURCES
            if (mine := [load for load in loads if load.source == source.name])
        ),
        gone=tuple(gone_registers(workspace)),
        absent=tuple(source.title for source in SOURCES if all(load.source != source.name for load in loads)),
        refusals=tuple(
            each for each in read_refusals(workspace.warehouse) if _still_there(each, workspace.folder)
        ),
        seconds=seconds,
        timings=tables,
    )


def _source_status(source: Source, loads: Sequence[Load]) -> SourceStatus:
    months = sorted({load.period for load in loads if load.period is not None})
    expected = each_month(months[0], months[-1]) if months and source.monthly else ()
    return SourceStatus(
        source.name,
        source.title,
        first_period=months[0] if months else None,
        latest_period=months[-1] if months else None,
        gaps=tuple(month for month in expected if month not in months),
        loads=tuple(loads),
    )


def _still_there(refusal: Refusal, folder: Path) -> bool:
    return (folder / refusal.path).exists()


def _source_lines(status: SourceStatus, *, verbose: bool) -> Iterator[str]:
    yield f"{status.title}: {_span(status)}{counted(status.rows, 'row')}, loaded {status.loaded_at[:10]}"
    if status.gaps:
        yield f"  no file for {', '.join(f'{month:%B %Y}' for month in status.gaps)}"
    if not verbose:
        return
    for load in status.loads:
        month = f"{load.period:%b %Y} " if load.period else ""
        used = "in use" if load.counts else "not in use"
        rows = counted(load.rows, "row")
        yield f"  {month}vintage {load.vintage}: {load.path}, {rows}, {load.loaded_at}, {used}"
        yield from (f"    checked: {check.name}: {check.detail}" for check in load.checks)
        yield from (f"    note: {note}" for note in load.notes)


def _span(status: SourceStatus) -> str:
    if status.first_period is None or status.latest_period is None:
        return ""
    if status.first_period == status.latest_period:
        return f"{status.latest_period:%B %Y}, "
    return f"{status.first_period:%B %Y} to {status.latest_period:%B %Y}, "
