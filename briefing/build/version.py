"""A version of a meeting's packs, made in memory: what it says first, then its pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from briefing import memory
from briefing.build.inputs import Inputs, context_of, gather, meeting_of, workspace_for
from briefing.build.packs import commissioner, name_of, packs_of, reviews_of
from briefing.document.blocks import Document, Masthead
from briefing.errors import BriefingError
from briefing.meeting.answers import (
    OTHERS,
    QUESTIONS,
    SheetQuestion,
    questions_in_the_room,
    version_in_the_room,
)
from briefing.meeting.model import Meeting
from briefing.memory import Part
from briefing.pack.changes import REVIEWED, Before, changes_since
from briefing.pack.clerk import ClerkSheet, clerk_sheet, clerk_workbook
from briefing.pack.editions import EDITIONS, GP, NOTES
from briefing.pack.editions.edition import Occasion
from briefing.pack.editions.farewell import NO_PART, called_off, no_part
from briefing.pack.model import Pack, SourceUsed
from briefing.pack.news import NEWS, NO_NEWS, News, news_of, with_news
from briefing.pack.numbers import BESIDE, NUMBERS, as_earlier, numbers_of
from briefing.pack.sheets import evidence_workbook
from briefing.pack.sitting import SITTING, sitting_of
from briefing.pack.told import TOLD, Told, as_told
from briefing.peer_review.news import news_of as review_news
from briefing.peer_review.news import said_of
from briefing.progress import Report
from briefing.render.look import look_of
from briefing.render.press import Drawn, Job, load_engine, print_all
from briefing.shelf import manifest
from briefing.shelf.content import content_of
from briefing.shelf.folder import made_beside, numbers_shown, version_before
from briefing.shelf.manifest import Approval, Manifest, Status
from briefing.shelf.parts import parts_of
from briefing.workspace import Workspace

_TRIES = 3


@dataclass(frozen=True)
class Manuscript:
    """All that a version says, before any page of it is laid out, which takes nine tenths of the time."""

    parts: Mapping[str, str]
    """What it was made from, as that was when this was begun."""
    sources: tuple[SourceUsed, ...]
    jobs: tuple[Job, ...]
    """What is to be laid out."""
    files: Mapping[str, bytes]
    """Those that need no layout."""
    questions: bytes = b""
    """As they go into the version's memory."""

    @cached_property
    def content(self) -> str:
        return content_of([*self.jobs, self.questions])


def write_manuscript(
    workspace: Workspace, meeting_id: str, *, version: int, approval: Approval | None = None
) -> Manuscript:
    """Say what a version would say if it were made now."""
    parts = parts_of(workspace, meeting_id)
    meeting = meeting_of(workspace, meeting_id)
    workspace = workspace_for(workspace, meeting)
    inputs = gather(workspace, meeting)
    status: Status = "draft" if approval is None else "approved"
    with context_of(workspace) as context:
        before = version_before(workspace.packs / meeting_id, version, approval=approval, parts=parts)
        if inputs.meeting.called_off:
            masthead = Masthead(commissioner(inputs, context), version, status, inputs.settings.marking)
            names = {code: name_of(context, code) for code in inputs.meeting.provider_codes}
            return _called_off(inputs.meeting, masthead, names, parts=parts, before=before)
        if inputs.meeting.kind == "peer_review":
            reviews, used = reviews_of(inputs, context, version=version, status=status)
            return _review(inputs.meeting, reviews, parts=parts, sources=used, before=before)
        home, read = workspace.packs / meeting_id, version if approval is None else approval.draft
        beside = made_beside(home, read)
        known = numbers_shown(workspace.packs, {**beside, meeting_id: read - 1})
        earlier = as_earlier(
            series
            for shown in known
            for code in meeting.provider_codes
            if code in shown
            for series in shown[code].series
        )
        packs = list(packs_of(inputs, context, version=version, status=status, earlier=earlier))
    if before is not None:
        packs = [replace(pack, changes=changes_since(before, pack)) for pack in packs]
    sources = dict.fromkeys(source for pack in packs for source in pack.sources)
    return manuscript_of(
        workspace, inputs, packs, parts=parts, sources=tuple(sources), before=before, beside=beside
    )


def _review(
    meeting: Meeting,
    documents: Sequence[Document],
    *,
    parts: Mapping[str, str],
    sources: tuple[SourceUsed, ...],
    before: Before | None,
) -> Manuscript:
    """Put on each first page of a peer review what changed for its reader."""
    then = before.sitting if before is not None else None
    sitting, reviewed = sitting_of(meeting, before=then), said_of(documents)
    news = NO_NEWS
    if before is not None and then is not None:
        news = News(before.version, review_news(then, sitting, before.reviewed, reviewed))
    said: dict[Part, bytes] = {
        "sitting": SITTING.dump_json(sitting),
        "news": NEWS.dump_json(news),
        "reviewed": REVIEWED.dump_json(reviewed),
    }
    jobs = tuple(with_news(document, news) for document in documents)
    return Manuscript(parts, sources, jobs, {memory.FILE: memory.remembered(said)})


def _called_off(
    meeting: Meeting,
    masthead: Masthead,
    names: Mapping[str, str],
    *,
    parts: Mapping[str, str],
    before: Before | None,
) -> Manuscript:
    """Write nothing but that a meeting is off, to those who had papers of it."""
    then = before.sitting if before is not None else None
    sitting = sitting_of(meeting, before=then)
    notes = (
        *called_off(meeting, masthead, names),
        *(no_part(person, meeting, masthead) for person in sitting.gone),
    )
    if then is not None:  # who leads what is not forgotten: the meeting may take place after all
        sitting = replace(sitting, put=then.put)
    said: dict[Part, bytes] = {
        "sitting": SITTING.dump_json(sitting),
        "news": NEWS.dump_json(_contents(notes)),
    }
    return Manuscript(parts, (), notes, {memory.FILE: memory.remembered(said)})


def _contents(documents: Sequence[Document], news: News = NO_NEWS) -> News:
    """Note what each document for outsiders says, and each note: an equal one need not go out twice."""
    outside = [
        f"{one.stem}-" for one in (*EDITIONS, *NOTES) if one.role in ("provider", "practice", "former")
    ]
    return replace(
        news,
        contents={
            document.stem: content_of([document])
            for document in documents
            if any(f"{document.stem}-".startswith(stem) for stem in outside)
        },
    )


def make_version(
    workspace: Workspace,
    meeting_id: str,
    *,
    version: int,
    approval: Approval | None = None,
    manuscript: Manuscript | None = None,
    workers: int | None = None,
    progress: Report | None = None,
) -> tuple[Manifest, dict[str, bytes]]:
    """Return a version's manifest and its files, in memory: nothing is written to the disk.

    What it is made from is named before and after: where somebody saved a file meanwhile, it is made anew.
    `manuscript`: what it says, where that was written already.
    """
    load_engine(workers)
    for _ in range(_TRIES):
        said = manuscript or write_manuscript(workspace, meeting_id, version=version, approval=approval)
        files = dict(said.files)
        for number, forms in enumerate(print_all(said.jobs, look=look_of(workspace), workers=workers)):
            files |= forms
            if progress is not None:
                progress(next(iter(forms)), number, len(said.jobs))
        if said.parts == parts_of(workspace, meeting_id):
            break
        manuscript = None
    else:
        raise BriefingError(
            f"{meeting_id}: what the pack is made from changed {_TRIES} times while it was made. "
            "Build again once nobody is loading or saving."
        )
    made = Manifest(
        meeting=meeting_id,
        version=version,
        status="draft" if approval is None else "approved",
        fingerprint=manifest.fingerprint(said.parts),
        inputs=tuple(asdict(source) for source in said.sources),
        editions={name: manifest.sha256(data) for name, data in sorted(files.items())},
        parts=said.parts,
        content=said.content,
        approval=approval,
    )
    return made, files


def manuscript_of(
    workspace: Workspace,
    inputs: Inputs,
    packs: Sequence[Pack],
    *,
    parts: Mapping[str, str],
    sources: tuple[SourceUsed, ...],
    before: Before | None = None,
    beside: Mapping[str, int] | None = None,
) -> Manuscript:
    """Return what is to be laid out, and the files that need no layout.

    Of a recorded meeting that today's figures would ask other questions at, that is what goes out afterwards alone:
    what was asked stands in the versions before.
    """
    sheet, answers = clerk_sheet(packs), inputs.answers
    asked, told = _of_that_day(workspace, inputs, packs, sheet)
    questions = QUESTIONS.dump_json(tuple(asked))
    said: dict[Part, bytes] = {"questions": questions, "told": TOLD.dump_json(tuple(told))}
    closed = _is_closed(inputs, sheet)
    wanted = [edition for edition in EDITIONS if edition.when == "after" or not closed]
    wanted += [] if inputs.recorded else [NO_PART]
    then = before.sitting if before is not None else None
    sitting = sitting_of(sheet.meeting, packs, before=then)
    occasion = Occasion(packs, answers, asked, told, sitting.gone)
    documents = [document for edition in wanted for document in edition.documents(occasion)]
    sentences = news_of(then, sitting, packs) if then is not None and not inputs.recorded else {}
    news = _contents(documents, News(before.version if before is not None else None, sentences))
    jobs: list[Job] = [with_news(document, news) for document in documents]
    said |= {"sitting": SITTING.dump_json(sitting), "news": NEWS.dump_json(news)}
    said["beside"] = BESIDE.dump_json(dict(beside or {}))
    files: dict[str, bytes] = {}
    if not closed:
        jobs += [clerk_workbook(sheet), *map(evidence_workbook, packs), _drawn(documents, packs)]
        said["numbers"] = NUMBERS.dump_json({pack.provider_code: numbers_of(pack) for pack in packs})
    files[memory.FILE] = memory.remembered(said)
    return Manuscript(parts, sources, tuple(jobs), files, questions)


def _drawn(documents: Iterable[Document], packs: Sequence[Pack]) -> Drawn:
    """What the readers of a GP pack share: its charts, in their Word files and as images."""
    theirs = tuple(one for one in documents if f"{one.stem}-".startswith(f"{GP.stem}-"))
    figures = tuple(figure for pack in packs for figure in pack.figures)
    return Drawn(theirs, figures, packs[0].meeting.date, GP.stem)


def _is_closed(inputs: Inputs, sheet: ClerkSheet) -> bool:
    """Say whether a meeting is recorded and the packs would put other questions by now."""
    answers = [one for one in inputs.answers if one.question_id not in OTHERS]
    reached = {one.key for one in answers if one.state}
    put = {one.key for one in answers}
    return inputs.recorded and not reached <= {one.key for one in sheet.asked} <= put


def _of_that_day(
    workspace: Workspace, inputs: Inputs, packs: Sequence[Pack], sheet: ClerkSheet
) -> tuple[Sequence[SheetQuestion], Sequence[Told]]:
    """Return what was asked and told at a recorded meeting, as its version had it; before that, what is told today."""
    asked, told = sheet.asked, tuple(as_told(pack) for pack in packs)
    if not inputs.recorded:
        return asked, told
    answers = inputs.answers
    home, before = workspace.packs / sheet.meeting.id, sheet.masthead.version
    filled = version_in_the_room(workspace.packs, sheet.meeting.id, answers, before=before)
    then = memory.recall(home / f"v{filled}", "told", TOLD) if filled is not None else None
    put = questions_in_the_room(workspace.packs, sheet.meeting.id, answers, before=before)
    return (put if filled is not None else put or asked), then or told
