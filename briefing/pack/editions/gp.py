"""The GP pack: a core for ten minutes for each member of the panel, and one annex behind it, the same for all."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import ceil

from briefing import formats
from briefing.document.blocks import Cover, Document, Section
from briefing.document.reading import WORDS_A_MINUTE, words_of
from briefing.pack import agenda
from briefing.pack.build import GP_STEM, gp_editions
from briefing.pack.editions.edition import Edition, Occasion
from briefing.pack.model import GpEdition, Pack
from briefing.pack.sections.both_ways import both_ways
from briefing.pack.sections.changes import changes
from briefing.pack.sections.charts import charts
from briefing.pack.sections.contents import contents
from briefing.pack.sections.method import method
from briefing.pack.sections.picture import picture
from briefing.pack.sections.questions import questions
from briefing.pack.sections.sixty_seconds import sixty_seconds
from briefing.pack.sections.sources import sources
from briefing.pack.sections.specialties import specialties
from briefing.pack.sections.today import today
from briefing.pack.sections.workings import workings

CORE: tuple[Callable[[GpEdition], Iterator[Section]], ...] = (
    sixty_seconds,
    questions,
    both_ways,
    picture,
    today,
)
ANNEX: tuple[Callable[[Pack], Iterator[Section]], ...] = (
    contents,
    specialties,
    charts,
    method,
    sources,
    workings,
    changes,
)


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


def annex_document(pack: Pack, letter: str = "A") -> Document:
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
        sections=tuple(section for make in ANNEX for section in make(pack)),
        dated=pack.meeting.date,
        styles=("form", "packs/gp"),
        attachments=pack.evidence,
        letter=letter,
    )


def gp_documents(occasion: Occasion) -> Iterator[Document]:
    """One for each member of the panel, in the panel's order, of each provider."""
    for pack in occasion.packs:
        annex = annex_document(pack)
        yield from (gp_document(edition, annex) for edition in gp_editions(pack))


def minutes_of(packs: Iterable[Pack]) -> dict[str, int]:
    """The minutes that each member of the panel needs for the cores of all packs of a meeting, by person id."""
    words: Counter[str] = Counter()
    for pack in packs:
        for edition in gp_editions(pack):
            words[edition.reader.person_id] += words_of(core_document(edition))
    return {person: ceil(count / WORDS_A_MINUTE) for person, count in words.items()}


GP = Edition("GP pack", GP_STEM, "panel", "before", gp_documents)
