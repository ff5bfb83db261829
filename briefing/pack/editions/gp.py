"""The GP pack: a core for ten minutes for each member of the panel, and one annex behind it, the same for all.

Of a session it is one for all providers: its first page, a chapter for each, all side by side; then annexes A, B ... of
the providers, and annex M with what holds for all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, product
from math import ceil
from string import ascii_uppercase

from briefing import formats
from briefing.document.blocks import Cover, Document, Section
from briefing.document.chapters import chapter
from briefing.document.reading import WORDS_A_MINUTE, words_of
from briefing.pack import agenda
from briefing.pack.build import GP_STEM, gp_editions, session_editions
from briefing.pack.editions.edition import Edition, Occasion
from briefing.pack.model import GpEdition, Pack, SessionEdition
from briefing.pack.sections.behind import behind
from briefing.pack.sections.both_ways import both_ways
from briefing.pack.sections.changes import changes
from briefing.pack.sections.charts import charts
from briefing.pack.sections.contents import contents
from briefing.pack.sections.method import method
from briefing.pack.sections.patients import patients
from briefing.pack.sections.picture import picture, picture_behind
from briefing.pack.sections.plain import plain
from briefing.pack.sections.questions import questions
from briefing.pack.sections.session import session
from briefing.pack.sections.side_by_side import side_by_side
from briefing.pack.sections.sixty_seconds import sixty_seconds
from briefing.pack.sections.sources import sources
from briefing.pack.sections.today import today
from briefing.pack.sections.workings import workings
from briefing.pack.session import own, shared

CORE: tuple[Callable[[GpEdition], Iterator[Section]], ...] = (
    sixty_seconds,
    questions,
    both_ways,
    picture,
    today,
)
ANNEX: tuple[Callable[[Pack], Iterator[Section]], ...] = (
    contents,
    behind,
    plain,
    patients,
    charts,
    method,
    sources,
    workings,
    changes,
)

_CHAPTER = (sixty_seconds, both_ways, questions, picture, today)
"""The parts of a chapter of a session: what is short stands together on its first page."""
MOST_PICTURES = 4
"""Of more providers the pictures stand in their annexes: nobody reads more than twenty pages before a session."""
_OF_ONE = (behind, plain, patients, charts, sources, workings, changes)
_OF_ALL = (contents, method, sources, workings)
"""The parts of the annexes of a session: of each provider, and of all."""
_SHARED = "M"


def gp_document(edition: GpEdition, annex: Document | None = None) -> Document:
    """What a reader gets: their core, and the annex that all have, which is made where it is not given."""
    return replace(core_document(edition), annexes=(annex or annex_document(edition.pack),))


def core_document(edition: GpEdition) -> Document:
    """The pages that a reader takes into the room."""
    pack, meeting, reader = edition.pack, edition.pack.meeting, edition.reader.name
    when = formats.day(meeting.date)
    return Document(
        edition="gp",
        stem=edition.stem,
        title=f"{pack.provider_name}: briefing for {reader}, {when}",
        masthead=pack.masthead,
        cover=Cover(
            kicker="Briefing for",
            reader=reader,
            heading=pack.provider_name,
            meeting=f"{meeting.title}, {when}",
            more=(meeting.place, agenda.hours(meeting)),
        ),
        sections=tuple(section for make in CORE for section in make(edition)),
        dated=meeting.date,
        styles=("form", "packs/gp"),
    )


def session_document(edition: SessionEdition, annexes: tuple[Document, ...] | None = None) -> Document:
    """What a reader gets of a session: all providers in one; the annexes are made where they are not given."""
    made = annexes if annexes is not None else session_annexes(edition.packs)
    return replace(session_core(edition), annexes=made)


def session_core(edition: SessionEdition) -> Document:
    """The pages of a session that a reader takes into the room; the first says how long all of them take to read."""
    meeting, reader = edition.meeting, edition.reader.name
    when = formats.day(meeting.date)
    rest = (*(one for part in edition.chapters for one in _chapter(part)), *side_by_side(edition.packs))
    made = Document(
        edition="gp",
        stem=edition.stem,
        title=f"{meeting.title}: briefing for {reader}, {when}",
        masthead=edition.packs[0].masthead,
        cover=Cover(
            kicker="Briefing for",
            reader=reader,
            heading=meeting.title,
            meeting=when,
            more=(meeting.place, agenda.hours(meeting)),
        ),
        sections=(*session(edition, minutes=0), *rest),
        dated=meeting.date,
        styles=("form", "packs/gp", "packs/session"),
    )
    return replace(made, sections=(*session(edition, minutes=ceil(words_of(made) / WORDS_A_MINUTE)), *rest))


def _chapter(edition: GpEdition) -> tuple[Section, ...]:
    several = len(edition.pack.meeting.provider_codes)
    parts = [make for make in _CHAPTER if several <= MOST_PICTURES or make is not picture]
    sections = (section for make in parts for section in make(edition))
    first, *rest = chapter(edition.pack.provider_code.lower(), sections)
    follow = (replace(section, kind=f"{section.kind} follows") for section in rest)
    return (replace(first, under=edition.pack.provider_name), *follow)


def session_annexes(packs: Sequence[Pack]) -> tuple[Document, ...]:
    """One for each provider, under the names of its chapter, and one for all."""
    apart = []
    for pack, letter in zip(packs, _letters(), strict=False):
        pictures = () if len(packs) <= MOST_PICTURES else (picture_behind,)
        made = annex_document(own(pack), letter, (contents, *pictures, *_OF_ONE))
        apart.append(replace(made, sections=chapter(pack.provider_code.lower(), made.sections)))
    once = annex_document(shared(packs), _SHARED, _OF_ALL)
    first, *rest = once.sections
    return (*apart, replace(once, sections=(replace(first, heading="Method, sources and words"), *rest)))


def _letters() -> Iterator[str]:
    """A to Z without that of the shared annex, then AA."""
    single = [letter for letter in ascii_uppercase if letter != _SHARED]
    return chain(single, map("".join, product(single, repeat=2)))


def annex_document(
    pack: Pack, letter: str = "A", parts: Iterable[Callable[[Pack], Iterator[Section]]] = ANNEX
) -> Document:
    """All the evidence on one provider. No reader is named in it: it is laid out once, and bound behind every core."""
    when = formats.day(pack.meeting.date)
    return Document(
        edition="annex",
        stem=f"annex-{pack.provider_code.lower()}",
        title=f"{pack.provider_name}: annex {letter}, {when}",
        masthead=pack.masthead,
        cover=Cover(
            kicker=f"Annex {letter}, the same for",
            reader="every member of the panel",
            heading=pack.provider_name,
            meeting=f"{pack.meeting.title}, {when}",
        ),
        sections=tuple(section for make in parts for section in make(pack)),
        dated=pack.meeting.date,
        styles=("form", "packs/gp"),
        attachments=pack.evidence,
        letter=letter,
    )


def gp_documents(occasion: Occasion) -> Iterator[Document]:
    """One for each member of the panel, in the panel's order."""
    if occasion.meeting.is_session:
        annexes = session_annexes(occasion.packs)
        yield from (session_document(edition, annexes) for edition in session_editions(occasion.packs))
    else:
        (pack,) = occasion.packs
        annex = annex_document(pack)
        yield from (gp_document(edition, annex) for edition in gp_editions(pack))


def minutes_of(packs: Sequence[Pack]) -> dict[str, int]:
    """The minutes that each member of the panel needs for their pages of a meeting, by person id."""
    if not packs:  # at a peer review of practices
        return {}
    if packs[0].meeting.is_session:
        cores = {one.reader.person_id: session_core(one) for one in session_editions(packs)}
    else:
        cores = {one.reader.person_id: core_document(one) for one in gp_editions(packs[0])}
    return {person: ceil(words_of(core) / WORDS_A_MINUTE) for person, core in cores.items()}


GP = Edition("GP pack", GP_STEM, "panel", "before", gp_documents)
