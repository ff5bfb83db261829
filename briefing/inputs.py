"""What a pack is made from, opened from a workspace; and the fingerprints that name the state of it all."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa

from briefing import metrics, standards
from briefing.context import ContextSettings, PeerSwap
from briefing.context.settings import PEER_WEIGHTS
from briefing.errors import BriefingError, ConfigError, MeetingError
from briefing.loading import warehouse_of
from briefing.measures import Measure, Metric
from briefing.meeting.files import read_meeting
from briefing.meeting.model import Meeting
from briefing.organisations import tidy_name
from briefing.pack.model import PackSettings, SourceUsed
from briefing.peer_review.editions import ReviewedPractice
from briefing.sources import SOURCES
from briefing.warehouse import Load, known_codes_sql, run, run_file
from briefing.workspace import SETTINGS_FILE, Workspace, open_workspace

ALWAYS_USED = ("concerns", "commitments", "plans", "organisations", "rebases", "annotations")
"""Registers that shape a pack whichever measures are in it."""


def workspace_near(given: Path | None) -> Workspace | None:
    """The workspace named, or this folder's, or one above it, or the only one just below it."""
    here = Path.cwd()
    around = [folder for folder in (here, *here.parents) if (folder / SETTINGS_FILE).is_file()]
    below = _below(here)
    if given is not None:
        return open_workspace(given)
    if around:
        return open_workspace(around[0])
    return open_workspace(below[0]) if len(below) == 1 else None


def workspace_at(given: Path | None) -> Workspace:
    """The same, where there has to be one."""
    here = Path.cwd()
    if (found := workspace_near(given)) is not None:
        return found
    below = _below(here)
    raise BriefingError(
        f"{here}: found {'several workspaces below it' if below else 'no workspace'}; wanted one. "
        "Go into it, name it with --workspace, or make one: briefing init DIR"
    )


def _below(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{SETTINGS_FILE}"))


def registry_of(workspace: Workspace | None) -> dict[str, Metric]:
    """The metrics we ship and, in a workspace that has its own, those too."""
    own = workspace.metrics if workspace is not None and workspace.metrics.is_dir() else None
    return metrics.registry(own)


def metric_named(workspace: Workspace | None, name: str) -> Metric:
    known = registry_of(workspace)
    if name not in known:
        raise ConfigError(f"found no metric {name!r}; wanted one of: {', '.join(known)}")
    return known[name]


def meeting_of(workspace: Workspace, meeting_id: str) -> Meeting:
    """A meeting by the name of its folder, checked against the registers."""
    folder = workspace.meetings / meeting_id
    if not folder.is_dir():
        there = sorted(path.name for path in workspace.meetings.iterdir() if path.is_dir())
        raise MeetingError(
            f"{folder}: found no such meeting; wanted one of: {', '.join(there) or 'none yet'}. "
            "The name of the folder is the name of the meeting."
        )
    with warehouse_of(workspace).connect() as connection:
        people, interests = (run(connection, f"select * from {name}") for name in ("people", "interests"))
        known = run(connection, known_codes_sql())
    return read_meeting(
        folder,
        people=people,
        interests=interests,
        organisations=known,
        notice=workspace.settings.notice,
    )


def registers_of(workspace: Workspace, *names: str) -> dict[str, pa.Table]:
    """Registers as Arrow tables, as the last loads left them."""
    with warehouse_of(workspace).connect() as connection:
        return {name: run(connection, f"select * from {name}") for name in names}


def context_settings(workspace: Workspace) -> ContextSettings:
    chosen = workspace.settings
    return ContextSettings(
        screen=chosen.statistics.screen,
        peer_count=chosen.peers.n,
        peer_weights={**PEER_WEIGHTS, **chosen.peers.weights},
        peer_swaps=tuple(PeerSwap(**swap.model_dump()) for swap in chosen.peers.swaps),
    )


def pack_settings(workspace: Workspace) -> PackSettings:
    chosen = workspace.settings
    return PackSettings(
        suppression=chosen.suppression,
        marking=chosen.marking,
        terms=chosen.terms.model_dump(),
        screen=chosen.statistics.screen,
        peer_count=chosen.peers.n,
        peer_weights=context_settings(workspace).weights,
        peer_swaps=context_settings(workspace).peer_swaps,
    )


def reviewed_practices(workspace: Workspace) -> dict[str, ReviewedPractice]:
    """Each practice of ours by code: its name, list size, share aged 75 or more and tenth of deprivation."""
    boards = list(workspace.settings.commissioner.home_boards)
    with warehouse_of(workspace).connect() as connection:
        table = run_file(connection, "packs/reviewed_practices", {"boards": boards})
    return {
        row["code"]: ReviewedPractice(**row | {"name": tidy_name(row["name"])}) for row in table.to_pylist()
    }


def sources_of(workspace: Workspace, measures: Iterable[Measure]) -> tuple[SourceUsed, ...]:
    """The loads behind the measures of a pack, and the registers that shape it."""
    titles = {source.name: source for source in SOURCES}
    used = {measure.metric.source for measure in measures} | set(ALWAYS_USED)
    return tuple(
        SourceUsed(
            source=load.source,
            title=titles[load.source].title,
            publisher=titles[load.source].publisher,
            period=_month(load.period),
            vintage=load.vintage,
            file=load.file,
            sha256=load.sha256,
        )
        for load in sorted(warehouse_of(workspace).loads(), key=_place)
        if load.counts and load.source in used
    )


def last_months(measures: Iterable[Measure]) -> dict[str, date]:
    """The last month of each source's figures, by the source's title."""
    titles = {source.name: source.title for source in SOURCES}
    last: dict[str, date] = {}
    for measure in measures:
        title = titles[measure.metric.source]
        last[title] = max(last.get(title, date.min), measure.latest.period)
    return dict(sorted(last.items()))


def state(workspace: Workspace) -> str:
    """Names all that figures are computed from: the loads, the queries, the standards, the settings."""
    own = sorted(workspace.metrics.glob("*.sql")) if workspace.metrics.is_dir() else []
    texts = [path.read_text("utf-8") for path in own]
    dated = standards.load(workspace.standards).as_table()
    return warehouse_of(workspace).fingerprint(workspace.settings.that_count, str(dated.to_pylist()), *texts)


def _month(period: date | None) -> str:
    return f"{period:%B %Y}" if period else "as loaded"


def _place(load: Load) -> tuple[str, date]:
    return (load.source, load.period or date.min)
