"""The first page of a session: the day, who comes when, what to know of each provider, what the reader asks them."""

from collections.abc import Iterator

from briefing import formats
from briefing.document.blocks import (
    Block,
    Box,
    Callout,
    Column,
    Heading,
    Item,
    Paragraph,
    Row,
    Section,
    Table,
    numeral,
    page_of,
    quiet,
    strong,
)
from briefing.pack import agenda
from briefing.pack.model import GpEdition, SessionEdition
from briefing.pack.parts import CHAIR
from briefing.pack.words import short_name

_NO_QUESTION = "No question: credit and promises only."


def session(edition: SessionEdition, *, minutes: int) -> Iterator[Section]:
    """`minutes`: how long everything before the annexes takes to read."""
    wanted = (strong("The decision wanted:"), f" {edition.meeting.decision_wanted}")
    blocks = (Callout(wanted, "decision"), *_order(edition), *_before(edition, minutes))
    yield Section("session", "The session", blocks, kind="core")


def _order(edition: SessionEdition) -> Iterator[Block]:
    meeting = edition.meeting
    columns = (
        Column("Minute" if meeting.starts is None else "Time", "c-minute"),
        Column("Who comes, what to know, who asks", "c-item"),
        Column("Takes", "c-length"),
    )
    items = agenda.agenda_of(meeting)
    begins = {
        mine[0]: chapter
        for chapter in edition.chapters
        if (mine := agenda.items_of(chapter.pack.provider_code, items, meeting))
    }
    rows = []
    for at, (item, starts) in enumerate(zip(items, agenda.starts_of(items), strict=True)):
        told = _told(begins[at]) if at in begins else ()
        asked = (line for chapter in edition.chapters for line in _asked(at, chapter))
        title = strong(item.title if at not in begins else short_name(begins[at].pack.provider_name))
        minute = Item(agenda.clock(starts, meeting), kind="minute")
        rows.append(Row((minute, Item(title, (*told, *asked)), str(item.minutes)), head=1))
    yield Table(columns, tuple(rows), kind="order session")


def _told(chapter: GpEdition) -> Iterator[Block]:
    """The one thing to know, and where the chapter begins."""
    pack = chapter.pack
    first = page_of(
        "Chapter", f"{pack.provider_code.lower()}.sixty-seconds", f"The chapter on {pack.provider_name}"
    )
    yield Paragraph((strong("To know:"), f" {_to_know(chapter)} ", first, "."))
    if not pack.challenge.questions:
        yield Paragraph(_NO_QUESTION, kind="asked-then")


def _to_know(chapter: GpEdition) -> str:
    """The heaviest of its questions, whoever asks it; without one what went well, or that nothing stands out."""
    pack = chapter.pack
    if pack.press:
        people = f" ({pack.press[0].people})" if pack.press[0].people else ""
        return f"{pack.press[0].title}{people}. {pack.press[0].sentence}"
    return (
        formats.first_sentence(pack.praise) if pack.praise else "no measure gives a reason to press anything."
    )


def _asked(at: int, chapter: GpEdition) -> Iterator[Block]:
    """The questions put under an item of the agenda, with who asks each: the reader's own stand out."""
    for number, title, who in chapter.pack.order[at].questions:
        supported = chapter.pack.challenge.questions[number - 1].supporter == chapter.reader.person_id
        beside = (quiet(", with "), strong("you")) if supported else ()
        asker = (strong("you"),) if number in chapter.asks else (quiet(who), *beside)
        yield Paragraph((numeral(number), f" {title} ", *asker), kind="asked-then")


def _before(edition: SessionEdition, minutes: int) -> Iterator[Block]:
    chairs = [CHAIR] if edition.meeting.chair.person_id == edition.reader.person_id else []
    reading = (
        f"Everything before the annexes takes {formats.counted(minutes, 'minute')} to read, at the pace of reading "
        "aloud. A question’s number is the same for everybody; each provider’s begin with 1. "
    )
    aside = page_of("Side by side", "side-by-side", "The providers side by side")
    said = [Paragraph(sentence) for sentence in (*chairs, *edition.interests)]
    heard = next((pack.challenge.representation for pack in edition.packs), None)
    yield from (Paragraph(heard.sentence, kind="note"),) if heard is not None else ()
    yield Box(
        (
            Heading("Before you speak: interests"),
            *said,
            Paragraph((reading, aside, "."), kind="data-date"),
        ),
        kind="interests",
    )
