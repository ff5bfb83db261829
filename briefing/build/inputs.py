"""What packs are made from, read from a workspace once: a build hands on plain values from here."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

import pyarrow as pa

from briefing import formats, metrics, standards
from briefing.challenge.inputs import MeetingInputs, meeting_inputs
from briefing.challenge.patterns import load_patterns
from briefing.context import Context, ContextSettings, PeerSet, PeerSwap, contextualise
from briefing.context.reading import SPECIALTIES, TABLES
from briefing.context.settings import PEER_FACTORS, PEER_WEIGHTS
from briefing.errors import ConfigError, Fault, MeetingError
from briefing.loading import warehouse_of
from briefing.measures import ALL, Measure, Metric
from briefing.meeting.answers import Answer, answers_of, earlier_answers, is_recorded
from briefing.meeting.files import read_meeting
from briefing.meeting.model import Meeting
from briefing.meeting.named import Stranger, strangers, strangers_in
from briefing.meeting.outline import Outline, folder_of, outlines
from briefing.meeting.purpose import Vocabulary, measures_called, vocabulary
from briefing.months import months_before
from briefing.nearest import Named, hint, likest, meant
from briefing.organisations import tidy_name
from briefing.pack.model import PackSettings, SourceUsed
from briefing.peer_review.editions import ReviewedPractice
from briefing.sources import SOURCES
from briefing.sources.source import Extract
from briefing.sources.values import Unreadable, parse_date
from briefing.warehouse import Connection, Load, known_codes_sql, run, run_file
from briefing.workspace import Settings, Workspace
from briefing.workspace.registers import REGISTERS

ALWAYS_USED = frozenset(
    {"concerns", "patient_voice", "commitments", "plans", "organisations", "rebases", "annotations"}
)
"""Registers that shape a pack whichever measures are in it."""
MOST_HINTS = 5
"""So many names are offered in place of one that nobody knows."""
_SOURCES = {source.name: source for source in SOURCES}


@dataclass(frozen=True)
class Inputs:
    """All that the packs of one meeting are made from, but for the figures, which a `Context` has."""

    challenge: MeetingInputs
    settings: Settings
    loads: tuple[Load, ...]
    """Those that count, by source and month."""
    reviewed: Mapping[str, ReviewedPractice]
    """Each practice of ours by code, for a peer review."""
    answers: tuple[Answer, ...]
    """What is recorded of this meeting."""
    recorded: bool
    """Whether it is: a meeting may have asked nothing, and brought nothing."""
    answers_before: tuple[Answer, ...]
    """And of the meetings before it."""

    @property
    def meeting(self) -> Meeting:
        return self.challenge.meeting

    @property
    def pack_settings(self) -> PackSettings:
        chosen, peers = self.settings, context_settings(self.settings)
        return PackSettings(
            suppression=chosen.suppression,
            marking=chosen.marking,
            terms=chosen.terms.model_dump(),
            screen=chosen.statistics.screen,
            peer_count=chosen.peers.n,
            peer_weights=peers.weights,
            peer_swaps=peers.peer_swaps,
            peer_sets=peers.peer_sets,
        )

    def sources_of(
        self, measures: Iterable[Measure], always: Iterable[str] = ALWAYS_USED
    ) -> tuple[SourceUsed, ...]:
        """Return the loads behind measures, and those of the registers that are `always` used."""
        used = {measure.metric.source for measure in measures}.union(always)
        return tuple(
            SourceUsed(
                source=load.source,
                title=_SOURCES[load.source].title,
                publisher=_SOURCES[load.source].publisher,
                period=f"{load.period:%B %Y}" if load.period else "as loaded",
                vintage=load.vintage,
                file=load.file,
                sha256=load.sha256,
            )
            for load in self.loads
            if load.source in used
        )


def gather(workspace: Workspace, meeting: Meeting) -> Inputs:
    """Read all that the packs of a meeting are made from; refuse what names somebody who is nowhere."""
    if wrong := [one.fault for one in names_nowhere(workspace) if one.on_pages]:
        raise MeetingError("\n".join(map(str, wrong)))
    return Inputs(
        challenge=meeting_inputs(workspace, meeting),
        settings=workspace.settings,
        loads=tuple(sorted((load for load in warehouse_of(workspace).loads() if load.counts), key=_place)),
        reviewed={
            row["code"]: ReviewedPractice(**row | {"name": tidy_name(row["name"])})
            for row in _practices(workspace)
        },
        answers=answers_of(workspace.meetings / meeting.id),
        recorded=is_recorded(workspace.meetings / meeting.id),
        answers_before=tuple(chain(*earlier_answers(workspace.meetings, meeting.date))),
    )


def practices_of(workspace: Workspace) -> tuple[str, ...]:
    """Return the codes of the practices of our home boards."""
    return tuple(row["code"] for row in _practices(workspace))


def names_offered(workspace: Workspace) -> dict[str, list[tuple[str, str]]]:
    """Return codes with names for people to choose by, from registers alone: figures need not be put in context."""
    tables = registers_of(workspace, "organisations", "ods_trusts", "people")
    ours = {row["code"]: (row["type"], row["name"]) for row in tables["organisations"].to_pylist()}
    trusts = {row["code"]: ("provider", tidy_name(row["name"])) for row in tables["ods_trusts"].to_pylist()}
    practices = {row["code"]: ("practice", tidy_name(row["name"])) for row in _practices(workspace)}
    known = {**trusts, **practices, **ours}
    return {
        "organisations": [(code, name) for code, (kind, name) in known.items() if kind != "practice"],
        "providers": [(code, name) for code, (kind, name) in known.items() if kind == "provider"],
        "practices": [(code, name) for code, (kind, name) in known.items() if kind == "practice"],
        "people": [(row["person_id"], row["name"]) for row in tables["people"].to_pylist()],
        "metrics": [(name, metric.title) for name, metric in registry_of(workspace).items()],
    }


def _practices(workspace: Workspace) -> list[dict[str, Any]]:
    boards = {"boards": list(workspace.settings.commissioner.home_boards)}
    with warehouse_of(workspace).connect() as connection:
        found: list[dict[str, Any]] = run_file(connection, "packs/reviewed_practices", boards).to_pylist()
    return found


def name_of(workspace: Workspace, word: str) -> str:
    """Return what the folder of a meeting is called today: by its name, an earlier one, its day, its title, or its
    hospital, where one meeting only fits, or one only of those that do is still to be held and recorded."""
    if (folder := folder_of(workspace.meetings, word)) is not None:
        return folder.name
    known = {one.id: one for one in outlines(workspace.meetings)}
    named = list(_named_meetings(workspace, known.values())) if word.strip() else []
    with suppress(Unreadable):
        day = parse_date(word.strip())
        named = [one for one in named if known[one.code].day == day]
        word = formats.day(day)
    found = meant(word, named)
    to_come = [
        one for one in found if known[one.code].takes_place and not is_recorded(workspace.meetings / one.code)
    ]
    for one in (found, to_come):
        if len(one) == 1:
            return one[0].code
    close = found or likest(word, named) or [Named("meeting", one.id, one.title) for one in known.values()]
    listed = "; ".join(map(str, close[:MOST_HINTS])) or "none yet: briefing meeting new"
    raise MeetingError(
        f"found {'more than one' if found else 'no such'} meeting {word!r}; wanted one of: {listed}. "
        "The name of the folder is the name of the meeting; list them: briefing meetings"
    )


def _named_meetings(workspace: Workspace, known: Iterable[Outline]) -> Iterator[Named]:
    """Yield each meeting with all that it goes by: its title, its day, and its hospitals by code, name and nickname."""
    with context_of(workspace) as context:
        hospitals = {one.code: one.named.names for one in context.organisations(with_figures=False)}
    for one in known:
        called = [name for code in one.provider_codes for name in hospitals.get(code, (code,))]
        days = [] if one.day is None else [f"{name} {formats.day(one.day)}" for name in (one.title, *called)]
        yield Named("meeting", one.id, one.title, (*called, *days))


def names_nowhere(workspace: Workspace, *, refused: Collection[str] = ()) -> list[Stranger]:
    """Find what registers, settings and files that were refused name and nobody knows."""
    return strangers(
        workspace, registry_of(workspace), _topics(workspace), _themes(workspace), refused=refused
    )


def names_unknown(workspace: Workspace, extract: Extract) -> list[Fault]:
    """Find what a register names and nobody knows, before it is loaded."""
    return strangers_in(workspace, extract, _topics(workspace), _themes(workspace))


def _topics(workspace: Workspace) -> set[str]:
    """Return all that a question may be about, in the words of an interest."""
    known, words = registry_of(workspace), purpose_words(workspace)
    bank = load_patterns(workspace.questions)
    topics = {topic for pattern in bank for topic in (pattern.topic, pattern.id)}
    return topics | {
        *words.themes,
        *words.specialties,
        *words.specialties.values(),
        *(one.topic for one in known.values()),
    }


def _themes(workspace: Workspace) -> set[str]:
    """Return the themes of practices' reports that some question speaks of."""
    bank = load_patterns(workspace.questions)
    return {*REGISTERS["concerns"].suggested["theme"], *(theme for one in bank for theme in one.themes)} - {
        "*"
    }


def meeting_of(workspace: Workspace, meeting_id: str, *, text: str | None = None) -> Meeting:
    """Read a meeting by the name of its folder, checked against the registers; or what its file might say."""
    folder = workspace.meetings / name_of(workspace, meeting_id)
    with warehouse_of(workspace).connect() as connection:
        registers = _registers(connection, "people", "interests")
        known = run(connection, known_codes_sql())
    return read_meeting(
        folder,
        text=text,
        **registers,
        organisations=known,
        notice=workspace.settings.notice,
        lags=lags_of(workspace),
        words=lambda: purpose_words(workspace),
        patterns=lambda: [pattern.id for pattern in load_patterns(workspace.questions)],
        metrics=lambda: registry_of(workspace),
        called=lambda: names_of(workspace),
    )


def purpose_words(workspace: Workspace) -> Vocabulary:
    """Return the words that may say what a meeting is about: those of our metrics, feeds and question bank."""
    feeds = ("referrals", "advice", "concerns")
    with warehouse_of(workspace).connect() as connection:
        coded = " union ".join(f"select specialty_code from {feed}" for feed in feeds)
        codes = run(connection, f"{coded} order by 1")["specialty_code"].drop_null().to_pylist()
        written = run(connection, "select distinct theme from concerns order by 1")["theme"]
    bank = [theme for pattern in load_patterns(workspace.questions) for theme in pattern.themes]
    return vocabulary(
        {name: metric.names for name, metric in registry_of(workspace).items()},
        specialties=codes,
        themes=[theme for theme in (*bank, *written.drop_null().to_pylist()) if theme != "*"],
    )


def lags_of(workspace: Workspace) -> dict[str, int]:
    """Return by how many months each source's figures usually lie behind: its own lag, or the workspace's."""
    return {source.name: workspace.settings.lags.get(source.name, source.lag) for source in SOURCES}


def as_at(workspace: Workspace, context: Context) -> date:
    """Return today, or the last month in which the newest figures loaded are not yet old."""
    lags, known = lags_of(workspace), registry_of(workspace)
    months = [
        months_before(periods[-1], -lags[known[name].source])
        for name, periods in context.reported().items()
        if name in known and periods and known[name].source in lags
    ]
    return min([date.today(), *([max(months)] if months else [])])


def registers_of(workspace: Workspace, *names: str) -> dict[str, pa.Table]:
    """Read registers as the last loads left them."""
    with warehouse_of(workspace).connect() as connection:
        return _registers(connection, *names)


def registry_of(workspace: Workspace | None) -> dict[str, Metric]:
    """Return the metrics we ship and, in a workspace that has its own, those too."""
    return metrics.registry(workspace.metrics if workspace and workspace.metrics.is_dir() else None)


def metric_named(workspace: Workspace | None, word: str) -> Metric:
    """Return the metric of a name, a title or what people call it; refuse any other word, with the nearest."""
    known = registry_of(workspace)
    if word in known:
        return known[word]
    named = named_metrics(known)
    found = [one for one in named if one.code in measures_called(word)] or meant(word, named)
    if len(found) == 1:
        return known[found[0].code]
    close = found[:MOST_HINTS] or likest(word, named)
    hint = f" Did you mean {formats.listed(map(str, close), 'or')}?" if close else ""
    several = "more than one metric" if found else "no metric"
    raise ConfigError(
        f"found {several} {word!r}; wanted one, by its name or its title.{hint} List them: briefing find"
    )


def names_of(workspace: Workspace | None) -> Iterator[Named]:
    """Yield all that commands take by name; what a workspace knows where there is one."""
    yield from named_metrics(registry_of(workspace))
    bank = load_patterns(workspace.questions if workspace is not None else None)
    yield from (Named("pattern", pattern.id, pattern.title, (pattern.topic,)) for pattern in bank)
    yield from (Named("specialty", code, name) for code, name in SPECIALTIES.items() if code != ALL)
    if workspace is None:
        return
    with context_of(workspace) as context:
        yield from (one.named for one in context.organisations())
    for row in registers_of(workspace, "people")["people"].to_pylist():
        yield Named("person", row["person_id"], row["name"], (row["role"] or "",))
    yield from _named_meetings(workspace, outlines(workspace.meetings))


def named_metrics(known: Mapping[str, Metric]) -> list[Named]:
    return [Named("metric", name, metric.title, metric.also) for name, metric in known.items()]


@contextmanager
def context_of(workspace: Workspace) -> Iterator[Context]:
    """Open everything in context, computed once for each state of what it is computed from."""
    known = registry_of(workspace)
    dated = standards.load(workspace.standards, metrics=known).as_table()
    settings = context_settings(workspace.settings)

    def derive(connection: Connection) -> Iterator[str]:
        metrics.observe(connection, home_boards=workspace.settings.commissioner.home_boards, metrics=known)
        contextualise(connection, metrics=known, standards_table=dated, settings=settings)
        yield from TABLES

    warehouse = warehouse_of(workspace)
    with Context.open(
        warehouse.derive(state(workspace), derive), metrics=known, limits=warehouse.limits
    ) as opened:
        yield opened


def state(workspace: Workspace) -> str:
    """Name all that figures are computed from: the loads, the queries, the standards, the settings."""
    own = sorted(workspace.metrics.glob("*.sql")) if workspace.metrics.is_dir() else []
    texts = [path.read_text("utf-8") for path in own]
    dated = standards.load(workspace.standards).as_table()
    return warehouse_of(workspace).fingerprint(workspace.settings.that_count, str(dated.to_pylist()), *texts)


def context_settings(settings: Settings) -> ContextSettings:
    if unknown := sorted(set(settings.peers.weights) - set(PEER_FACTORS)):
        raise ConfigError(
            f"briefing.toml: [peers.weights]: found {unknown[0]!r}; wanted one of {', '.join(PEER_FACTORS)}. "
            f"{hint(unknown[0], PEER_FACTORS)}Mend its spelling or drop it."
        )
    return ContextSettings(
        screen=settings.statistics.screen,
        peer_count=settings.peers.n,
        peer_weights={**PEER_WEIGHTS, **settings.peers.weights},
        peer_swaps=tuple(PeerSwap(**swap.model_dump()) for swap in settings.peers.swaps),
        peer_sets=tuple(PeerSet(**named.model_dump()) for named in settings.peers.sets),
    )


def workspace_for(workspace: Workspace, meeting: Meeting) -> Workspace:
    """Return the workspace as a meeting wants it: with the peers that its file names. Another state of the figures."""
    return replace(workspace, settings=workspace.settings.with_peers(meeting.peers))


def last_months(measures: Iterable[Measure]) -> dict[str, date]:
    """Return the last month of each source's figures, by the source's title."""
    return dict(sorted((_SOURCES[one.metric.source].title, one.latest.period) for one in measures))


def _registers(connection: Connection, *names: str) -> dict[str, pa.Table]:
    return {name: run(connection, f"select * from {name}") for name in names}


def _place(load: Load) -> tuple[str, date]:
    return (load.source, load.period or date.min)
