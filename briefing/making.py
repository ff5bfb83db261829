"""A version of a meeting's packs, made in memory: context -> challenge -> pack -> editions -> files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from briefing import inputs, loading, metrics, standards
from briefing.challenge.challenge import challenge
from briefing.challenge.history import headline, headline_sentence
from briefing.challenge.inputs import challenge_inputs
from briefing.challenge.model import Challenge
from briefing.context import Context, contextualise
from briefing.context.reading import TABLES
from briefing.errors import BriefingError
from briefing.measures import ALL, Measure
from briefing.meeting.answers import (
    OTHERS,
    QUESTIONS_FILE,
    Answer,
    SheetQuestion,
    answers_of,
    earlier_answers,
    questions_in_the_room,
    questions_json,
    version_in_the_room,
)
from briefing.meeting.model import Meeting
from briefing.meeting.screening import WRITTEN, screen
from briefing.pack.afterwards import bulletin_edition, letter_editions
from briefing.pack.build import assemble, gp_editions
from briefing.pack.changes import changes_since
from briefing.pack.clerk import ClerkSheet, clerk_sheet
from briefing.pack.editions import Masthead
from briefing.pack.model import Pack, SourceUsed
from briefing.pack.notice import notice_editions
from briefing.pack.numbers import NUMBERS_FILE, as_earlier, numbers_json
from briefing.pack.running_order import chair_edition
from briefing.pack.told import TOLD_FILE, Told, as_told, read_told, told_json
from briefing.parts import parts_of
from briefing.peer_review.editions import PeerEdition, ReviewedPractice, peer_editions
from briefing.peer_review.practices import METRICS, compare
from briefing.protection.disclosure import protect
from briefing.protection.suppression import NOTHING_EARLIER, Earlier
from briefing.render.look import Look, look_of
from briefing.render.press import Edition, Job, print_all
from briefing.render.workbook import clerk_workbook
from briefing.shelf import manifest
from briefing.shelf.content import content_of
from briefing.shelf.earlier import earlier_version
from briefing.shelf.manifest import Approval, Manifest
from briefing.warehouse import Connection
from briefing.workspace import Workspace

Report = Callable[[str, int, int], None]
Status = Literal["draft", "approved"]
_TRIES = 3


@dataclass(frozen=True)
class DrawnUp:
    """All that a version says, before any page of it is laid out, which takes nine tenths of the time."""

    parts: Mapping[str, str]
    """What it was made from, as that was when this was begun."""
    jobs: tuple[Job, ...]
    files: Mapping[str, bytes]
    """Those that need no layout."""
    sources: tuple[SourceUsed, ...]

    @cached_property
    def content(self) -> str:
        return content_of([*self.jobs, self.files.get(QUESTIONS_FILE)])


def drawn_up(
    workspace: Workspace, meeting_id: str, *, version: int, approval: Approval | None = None
) -> DrawnUp:
    """What a version would say if it were made now."""
    parts = parts_of(workspace, meeting_id)
    meeting = inputs.meeting_of(workspace, meeting_id)
    status: Status = "draft" if approval is None else "approved"
    if meeting.kind == "peer_review":
        reviews = reviews_of(workspace, meeting, version=version, status=status)
        return DrawnUp(parts, reviews, {}, reviews[0].sources)
    before = earlier_version(workspace.packs / meeting_id, version, approval=approval, parts=parts)
    earlier = as_earlier(before.numbers.values()) if before is not None else NOTHING_EARLIER
    made_of = list(packs_of(workspace, meeting, version=version, status=status, earlier=earlier))
    if before is not None:
        made_of = [replace(pack, changes=changes_since(before, pack)) for pack in made_of]
    sources = dict.fromkeys(source for pack in made_of for source in pack.sources)
    return DrawnUp(parts, *_jobs_and_files(workspace, made_of), tuple(sources))


def made_version(
    workspace: Workspace,
    meeting_id: str,
    *,
    version: int,
    approval: Approval | None = None,
    drawn: DrawnUp | None = None,
    workers: int | None = None,
    progress: Report | None = None,
) -> tuple[Manifest, dict[str, bytes]]:
    """A version of a pack in memory, its manifest and its files: nothing is written.

    What it is made from is named before and after: where somebody saved a file meanwhile, it is made anew.
    `drawn`: what it says, where that was drawn up already.
    """
    for _ in range(_TRIES):
        drawn = drawn or drawn_up(workspace, meeting_id, version=version, approval=approval)
        files = {**drawn.files, **_print(drawn.jobs, look_of(workspace), workers=workers, progress=progress)}
        if drawn.parts == parts_of(workspace, meeting_id):
            break
        drawn = None
    else:
        raise BriefingError(
            f"{meeting_id}: what the pack is made from changed {_TRIES} times while it was made. "
            "Build again once nobody is loading or saving."
        )
    made = Manifest(
        meeting=meeting_id,
        version=version,
        status="draft" if approval is None else "approved",
        fingerprint=manifest.fingerprint(drawn.parts),
        inputs=manifest.inputs_of(drawn.sources),
        editions={name: manifest.sha256(data) for name, data in sorted(files.items())},
        parts=drawn.parts,
        content=drawn.content,
        approval=approval,
    )
    return made, files


def _jobs_and_files(
    workspace: Workspace, made_of: Sequence[Pack]
) -> tuple[tuple[Job, ...], dict[str, bytes]]:
    """What is to be laid out, and the files that need no layout; of a recorded meeting that today's figures would
    ask other questions at, what goes out afterwards alone: what was asked stands in the versions before."""
    sheet, meeting = clerk_sheet(made_of), made_of[0].meeting
    answers = answers_of(workspace.meetings / meeting.id)
    asked, told = _of_that_day(workspace, answers, made_of, sheet)
    files = {QUESTIONS_FILE: questions_json(asked), TOLD_FILE: told_json(told)}
    after = afterwards_of(made_of, answers, asked=asked, told=told)
    if _closed(answers, sheet):
        return tuple(after), files
    files |= {f"{sheet.filename}.xlsx": clerk_workbook(sheet), NUMBERS_FILE: numbers_json(made_of)}
    return (*beforehand_of(made_of), *after, sheet, *made_of), files


def _closed(answers: Sequence[Answer], sheet: ClerkSheet) -> bool:
    """Whether a meeting is recorded and the packs would put other questions by now."""
    recorded = {one.key for one in answers if one.question_id not in OTHERS}
    reached = {one.key for one in answers if one.state and one.question_id not in OTHERS}
    return bool(recorded) and not reached <= {one.key for one in sheet.asked} <= recorded


def _of_that_day(
    workspace: Workspace, answers: Sequence[Answer], made_of: Sequence[Pack], sheet: ClerkSheet
) -> tuple[Sequence[SheetQuestion], Sequence[Told]]:
    """What was asked and told at a recorded meeting, as its version had it; before that, what is told today."""
    today = sheet.asked, [as_told(pack) for pack in made_of]
    if not any(one.question_id not in OTHERS for one in answers):
        return today
    packs, meeting_id, before = workspace.packs, sheet.meeting.id, sheet.version
    filled = version_in_the_room(packs, meeting_id, answers, before=before)
    told = read_told(packs / meeting_id / f"v{filled}") if filled is not None else ()
    asked = questions_in_the_room(packs, meeting_id, answers, before=before)
    return asked or today[0], told or today[1]


def _print(
    jobs: Sequence[Job], look: Look, *, workers: int | None, progress: Report | None
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for number, forms in enumerate(print_all(jobs, look=look, workers=workers)):
        files |= forms
        if progress is not None:
            progress(next(iter(forms)), number, len(jobs))
    return files


def packs_of(
    workspace: Workspace,
    meeting: Meeting,
    *,
    version: int,
    status: Status = "draft",
    earlier: Earlier = NOTHING_EARLIER,
) -> Iterator[Pack]:
    """One pack for each provider. Small numbers are hidden once, before anything is worded or drawn, beside what an
    `earlier` version showed."""
    settings = inputs.pack_settings(workspace)
    recorded = [one for answers in earlier_answers(workspace.meetings, meeting.date) for one in answers]
    with context_of(workspace) as context:
        for made_from in challenge_inputs(workspace, meeting, context=context, earlier=earlier):
            code = made_from.provider_code
            asked = challenge(made_from)
            yield assemble(
                meeting=meeting,
                provider_code=code,
                provider_name=_name(context, code),
                commissioner_name=workspace.settings.commissioner.name
                or _name(context, meeting.commissioner_code),
                challenge=asked,
                measures=[*made_from.measures, *protect(_beside(context, asked), settings.suppression)],
                version=version,
                status=status,
                sources=inputs.sources_of(workspace, made_from.measures),
                settings=settings,
                funnels=context.funnels(_judged(made_from.measures, asked)),
                reported=context.reported(),
                lists=context.waiting_lists(code),
                shares=headline_sentence(headline([_theirs(recorded, code)], asked.promises)),
            )


def reviews_of(
    workspace: Workspace, meeting: Meeting, *, version: int, status: Status = "draft"
) -> tuple[PeerEdition, ...]:
    """The editions of a peer review: one for each practice, and one for whoever leads the talk."""
    registers = inputs.registers_of(workspace, *WRITTEN)
    screen(meeting, registers)
    ours = inputs.reviewed_practices(workspace)
    with context_of(workspace) as context:
        measures = context.measures(org_code=list(ours), metrics=METRICS, group_code=ALL)
        name = workspace.settings.commissioner.name or _name(context, meeting.commissioner_code)
    used = {"concerns", *(measure.metric.source for measure in measures)}
    matters = compare(measures, practices=meeting.practice_codes)
    return peer_editions(
        matters,
        [ours.get(code) or ReviewedPractice(code, code) for code in meeting.practice_codes],
        concerns=registers["concerns"],
        meeting=meeting,
        head=Masthead(name, version, status, workspace.settings.marking),
        sources=[one for one in inputs.sources_of(workspace, measures) if one.source in used],
    )


def beforehand_of(made_of: Sequence[Pack]) -> list[Edition]:
    """What a meeting is held with: each reader's pack, the chair's order, the providers' notices."""
    meeting = made_of[0].meeting
    return [
        *(edition for pack in made_of for edition in gp_editions(pack)),
        chair_edition(made_of, meeting),
        *notice_editions(made_of, meeting),
    ]


def afterwards_of(
    made_of: Sequence[Pack],
    answers: Sequence[Answer],
    *,
    asked: Sequence[SheetQuestion] | None = None,
    told: Sequence[Told] = (),
) -> list[Edition]:
    """The bulletin and the letters; `asked` and `told` are what the meeting was, where the packs say others today."""
    meeting = made_of[0].meeting
    return [
        bulletin_edition(made_of, meeting, answers, asked=asked, told=told),
        *letter_editions(made_of, meeting, answers, asked=asked, told=told),
    ]


@contextmanager
def context_of(workspace: Workspace) -> Iterator[Context]:
    """Everything in context, computed once for each state of what it is computed from."""
    known = inputs.registry_of(workspace)
    dated = standards.load(workspace.standards).as_table()
    settings = inputs.context_settings(workspace)

    def derive(connection: Connection) -> Iterator[str]:
        metrics.observe(connection, home_boards=workspace.settings.commissioner.home_boards, metrics=known)
        contextualise(connection, metrics=known, standards_table=dated, settings=settings)
        yield from TABLES

    warehouse = loading.warehouse_of(workspace)
    folder = warehouse.derive(inputs.state(workspace), derive)
    with Context.open(folder, metrics=known, limits=warehouse.limits) as context:
        yield context


def _beside(context: Context, asked: Challenge) -> list[Measure]:
    """What the peers have of the measures that are asked about: the bars beside a question."""
    about = [question.finding.measure for question in asked.questions if question.finding.measure is not None]
    peers = {peer.org_code for measure in about for peer in measure.peers}
    return context.measures(org_code=sorted(peers), like=about) if peers else []


def _judged(measures: Sequence[Measure], asked: Challenge) -> list[Measure]:
    """The measures whose funnels are printed: all that a pack may show of the whole trust, and what is asked."""
    about = [question.finding.measure for question in asked.questions if question.finding.measure is not None]
    return [*about, *(m for m in measures if m.key[2:] == (ALL, ALL, ALL))]


def _theirs(answers: Sequence[Answer], code: str) -> list[Answer]:
    return [one for one in answers if one.provider_code == code]


def _name(context: Context, code: str) -> str:
    known = context.organisation(code)
    return known.name if known is not None else code
