"""All that a challenge is made from, gathered in one place: figures, registers, the meeting, the question bank."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa

from briefing import audit
from briefing.challenge.history import PastQuestion, past_questions
from briefing.challenge.model import Pattern
from briefing.challenge.patterns import load_patterns
from briefing.context import Context
from briefing.loading import warehouse_of
from briefing.measures import ALL, Measure, NearBurden, Signal
from briefing.meeting.answers import answers_of
from briefing.meeting.model import Meeting
from briefing.meeting.registers import practices_on_panels
from briefing.meeting.screening import (
    WRITTEN,
    Cell,
    is_more_than_words,
    screen,
    spaced,
    words_of_template,
)
from briefing.months import months_before, months_between
from briefing.protection.disclosure import Preset, protect, quiet, with_judged_peers
from briefing.protection.suppression import NOTHING_EARLIER, Earlier
from briefing.sources import SOURCES
from briefing.warehouse import Load, printed_names_sql, run, run_file
from briefing.workspace import Workspace

WORDS_OF_ANSWERS = ("commitment", "owner", "measure", "note")
"""What is written down of an answer, and printed."""
_OTHERWISE = {*WRITTEN, "ods_practices"}
"""Sources whose names are screened in another way, or printed where the practice is ours alone."""


@dataclass(frozen=True)
class MeetingInputs:
    """What the challenges of one meeting share, read from a workspace once."""

    meeting: Meeting
    concerns: pa.Table
    commitments: pa.Table
    patterns: Sequence[Pattern]
    registered: pa.Table | None = None
    """A row a month for each practice of ours: period, practice_code, practice_name, network_name, patients."""
    history: Sequence[PastQuestion] = ()
    patient_voice: pa.Table | None = None
    panel_practices: Sequence[str] = ()
    """Practices of those who were on a panel within the year."""


@dataclass(frozen=True, kw_only=True)
class ChallengeInputs(MeetingInputs):
    """What the challenge of one provider is made from.

    The words speak only of what the measures show: pass them as they will be printed, small numbers hidden.
    """

    measures: Sequence[Measure]
    signals: Sequence[Signal]
    provider_code: str
    today: date
    scanned: int = 0
    """How many measures were looked at."""
    by_chance: float = 0.0
    """How many of them would stand out by chance."""
    near_burdens: Sequence[NearBurden] = ()
    """The standards that it misses without a burden."""


def meeting_inputs(workspace: Workspace, meeting: Meeting) -> MeetingInputs:
    """Read what the challenges of a meeting share. Free text is screened before any of it is used."""
    boards = list(workspace.settings.commissioner.home_boards)
    warehouse = warehouse_of(workspace)
    with warehouse.connect() as connection:
        registers = {name: run(connection, f"select * from {name}") for name in WRITTEN}
        patient_voice = run(connection, "select * from patient_voice")
        registered = run_file(connection, "packs/registered_practices", {"boards": boards})
        published = run(connection, printed_names_sql(one for one in SOURCES if one.name not in _OTHERWISE))
    others = [
        *words_of_settings(workspace),
        *_files_in_words(workspace, meeting, warehouse.loads()),
        *_practices_in_words(registered),
        *_names_in_files(published),
    ]
    screen(meeting, registers, others, released=audit.released(workspace))
    year_ago = months_before(meeting.date, 12)
    return MeetingInputs(
        meeting=meeting,
        concerns=registers["concerns"],
        commitments=registers["commitments"],
        patient_voice=patient_voice,
        patterns=load_patterns(workspace.questions),
        registered=registered,
        history=past_questions(meetings=workspace.meetings, packs=workspace.packs, today=meeting.date),
        panel_practices=practices_on_panels(
            workspace.meetings, registers["people"], since=year_ago, before=meeting.date
        ),
    )


def words_of_settings(workspace: Workspace) -> Iterator[Cell]:
    """Yield what the settings and our own standards, patterns, metrics and templates may put on a page."""
    settings = workspace.settings
    words = {
        "commissioner.name": settings.commissioner.name,
        "marking": settings.marking,
        "branding.footer": settings.branding.footer,
        **{f"terms.{name}": text for name, text in settings.terms.model_dump().items()},
    }
    yield from (Cell("briefing.toml", None, key, text) for key, text in words.items())
    for number, swap in enumerate(settings.peers.swaps, start=1):
        yield Cell("briefing.toml, peers.swaps", str(number), "reason", swap.reason)
    for number, named in enumerate(settings.peers.sets, start=1):
        yield Cell("briefing.toml, peers.sets", str(number), "reason", named.reason)
    own = [workspace.standards, *workspace.questions.glob("*.toml"), *workspace.metrics.glob("*.sql")]
    for path in sorted(filter(None, own)):
        yield Cell(path.relative_to(workspace.folder).as_posix(), None, "text", path.read_text("utf-8-sig"))
    for path in sorted(
        path for kind in ("html", "css", "svg") for path in workspace.templates.rglob(f"*.{kind}")
    ):
        text = words_of_template(path.read_text("utf-8-sig", errors="replace"))
        yield Cell(path.relative_to(workspace.folder).as_posix(), None, "text", text)


def _files_in_words(workspace: Workspace, meeting: Meeting, loads: Iterable[Load]) -> Iterator[Cell]:
    """Yield the names of files that count, and what was recorded of this meeting."""
    for load in loads:
        if load.counts:
            yield Cell("the names of files", load.source, "file", spaced(load.file))
    for answer in answers_of(workspace.meetings / meeting.id):
        for column in WORDS_OF_ANSWERS:
            yield Cell("answers", answer.question_id, column, getattr(answer, column) or "")


def _practices_in_words(registered: pa.Table) -> Iterator[Cell]:
    """Yield what national and local files call our practices and their networks."""
    for column, ours in (("practice_name", "name"), ("network_name", "network")):
        for name in sorted(filter(None, set(registered[column].to_pylist()))):
            yield Cell("practices", None, ours, name)


def _names_in_files(published: pa.Table) -> Iterator[Cell]:
    """Yield what files call hospitals, boards, networks, regions, tests and cancers: those with more than words."""
    for row in published.to_pylist():
        if is_more_than_words(row["name"]):
            yield Cell(f"files of {row['source']}", None, row["col"], row["name"])


def challenge_inputs(
    shared: MeetingInputs,
    context: Context,
    *,
    preset: Preset,
    providers: Sequence[str] | None = None,
    earlier: Earlier = NOTHING_EARLIER,
) -> Iterator[ChallengeInputs]:
    """Yield the inputs for each provider of a meeting, or for those named.

    Small numbers are hidden before anything is worded, beside what an `earlier` version of the pack showed.
    """
    for code in shared.meeting.provider_codes if providers is None else providers:
        measures = aged(_protected(context, code, preset, earlier), shared.meeting)
        yield ChallengeInputs(
            **vars(shared),
            measures=measures,
            signals=_of_today(quiet(context.signals(code), measures), measures, shared.meeting),
            provider_code=code,
            today=shared.meeting.date,
            scanned=context.scanned(code),
            by_chance=context.chance(code),
            near_burdens=context.near_burdens(code),
        )


def aged(measures: Iterable[Measure], meeting: Meeting) -> tuple[Measure, ...]:
    """Mark the measures whose latest month lies further behind the meeting than their source's usually does."""
    return tuple(replace(m, old=_is_past(m.latest.period, m, meeting)) for m in measures)


def _of_today(signals: Iterable[Signal], measures: Iterable[Measure], meeting: Meeting) -> list[Signal]:
    """Leave out the silence on what everybody's last month is too old for: nothing newer has been loaded."""
    of = {measure.key: measure for measure in measures}
    return [
        signal
        for signal in signals
        if signal.code != "SILENT"
        or signal.key not in of
        or not _is_past(signal.period, of[signal.key], meeting)
    ]


def _is_past(period: date, measure: Measure, meeting: Meeting) -> bool:
    lag = meeting.lags.get(measure.metric.source)
    return lag is not None and months_between(period, meeting.date) > lag


def _protected(context: Context, code: str, preset: Preset, earlier: Earlier) -> tuple[Measure, ...]:
    """Return a provider's measures as they may be shown, judged with those of the peers beside its wholes."""
    own = context.measures(org_code=code, detail="fired")
    wholes = [
        m
        for m in own
        if m.peers and not m.metric.published and (m.population_code, m.group_code) == (ALL, ALL)
    ]
    peers = sorted({peer.org_code for measure in wholes for peer in measure.peers})
    if preset == "none":
        return tuple(own)
    theirs = context.measures(org_code=peers, like=wholes) if peers else []
    judged = protect([*own, *theirs], preset, earlier=earlier)
    return with_judged_peers(judged[: len(own)], judged)
