"""What may go: old drafts by the rule in briefing.toml, and what can be computed anew. Never what was approved.

Of a draft that goes its manifest and its memory stay, in `packs/<meeting>/pruned/`: later versions rest on them.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefing import audit, memory
from briefing.build.inputs import state
from briefing.disk import make_folder, plain_errors, remove, sync_folder, write_atomically, write_lock
from briefing.loading import warehouse_of
from briefing.meeting.answers import QUESTIONS, is_recorded
from briefing.meeting.outline import outline_of
from briefing.months import months_before
from briefing.shelf import folder as packs
from briefing.shelf import manifest
from briefing.warehouse.tables import sweep
from briefing.workspace import Workspace


@dataclass(frozen=True)
class Going:
    """A folder or file that goes, and why."""

    path: Path
    why: str
    size: int
    """Bytes."""


def plan(workspace: Workspace, *, today: date) -> list[Going]:
    """Return everything that the rule lets go today: drafts first, then what the warehouse no longer needs."""
    homes = sorted(path for path in workspace.packs.glob("*") if path.is_dir())
    drafts = (going for home in homes for going in _drafts(workspace, home, today=today))
    return [*drafts, *_warehouse(workspace)]


def prune(workspace: Workspace, *, today: date) -> list[Going]:
    """Do it, pack by pack, and note it in the audit log. A kill leaves whole versions: each goes by a rename."""
    gone = plan(workspace, today=today)
    warehouse = workspace.warehouse
    with plain_errors(warehouse):  # first: this makes room without asking for any
        make_folder(warehouse)
        with write_lock(warehouse / "lock", purpose="pruning", seconds=60):
            for going in gone:
                if going.path.is_relative_to(warehouse):
                    remove(going.path)
            sweep(warehouse, warehouse_of(workspace).loads())
    left = [*workspace.packs.glob("*/.making-*"), *workspace.packs.glob("*/.going-*")]
    drafts = [going.path for going in gone if going.path.is_relative_to(workspace.packs)]
    for home in sorted({path.parent for path in (*drafts, *left)}):
        mine = [path for path in drafts if path.parent == home]
        with packs.being_made(home):
            _take_away(home, mine)
            for path in left:  # of a build or a prune that was killed
                if path.parent == home:
                    remove(path)
        if mine:
            audit.record(workspace, "pruned", home.name, versions=[int(path.name[1:]) for path in mine])
    return gone


def _drafts(workspace: Workspace, home: Path, *, today: date) -> Iterator[Going]:
    numbers = packs.versions(home)
    drafts = [number for number in numbers[:-1] if not packs.is_approved(home, number)]
    rule = workspace.settings.keep
    day = outline_of(workspace.meetings / home.name).day
    past = day is not None and day <= months_before(today, rule.months)
    going = drafts if past else drafts[: max(len(drafts) - rule.drafts, 0)]
    why = (
        f"of a meeting held {rule.months} months ago or more"
        if past
        else f"older than the last {rule.drafts}"
    )
    for number in going:
        if not _is_only_record(workspace, home, number, kept=[n for n in numbers if n not in going]):
            folder = home / f"v{number}"
            yield Going(folder, f"a draft {why}", _size(folder))


def _is_only_record(workspace: Workspace, home: Path, number: int, *, kept: Sequence[int]) -> bool:
    """Tell whether the draft asks what no version that stays asks, and the clerk has not recorded the meeting.

    Any draft may have been printed: the record, and later meetings, look for what was asked in all of them.
    """
    if is_recorded(workspace.meetings / home.name):
        return False
    mine, *others = (memory.recall(home / f"v{n}", "questions", QUESTIONS) for n in (number, *kept))
    return mine is not None and mine not in others


def _warehouse(workspace: Workspace) -> Iterator[Going]:
    """Yield derived tables of other states than today's: the next command that wants one computes it anew."""
    current = state(workspace)
    for folder in sorted((workspace.warehouse / "derived").glob("*/")):
        if folder.name != current:
            yield Going(folder, "figures of an earlier state; computed anew where wanted", _size(folder))


def _take_away(home: Path, versions: Sequence[Path]) -> None:
    for version in versions:
        going = home / f".going-{version.name}"
        with plain_errors(home):
            _keep_record(home, version)
            version.rename(going)
        remove(going)


def _keep_record(home: Path, version: Path) -> None:
    """Keep a version's manifest and memory: the next version's list of changes rests on them, whoever verifies it
    makes it again from them, and a file of it that turns up somewhere is told by its hash."""
    record = home / packs.PRUNED / version.name
    make_folder(record)
    for file in (*memory.files_of(version), version / manifest.NAME):
        try:
            os.link(file, record / file.name)  # a full disk, which pruning is to help, has room for this
        except FileExistsError:
            pass  # of a prune that was killed: it is the same file
        except OSError:  # a disk without links
            write_atomically(record / file.name, file.read_bytes())
    sync_folder(record)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
