"""The minutes of a meeting, from its record: what was asked, what was answered, what was promised, what was not asked.

One for all providers, made with the letters, for the chair and the clerk: they hold the panel's interests, and one
provider beside another.
"""

from collections.abc import Iterator, Sequence

from briefing import formats
from briefing.document.blocks import (
    Blank,
    Block,
    Box,
    Callout,
    Column,
    Cover,
    Document,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Section,
    Table,
    numeral,
    quiet,
    strong,
)
from briefing.meeting.model import Meeting, Person
from briefing.pack import agenda
from briefing.pack.editions.bulletin import headline
from briefing.pack.editions.edition import Edition, Occasion
from briefing.pack.editions.letter import write_by
from briefing.pack.model import Pack
from briefing.pack.outcomes import Outcome, outcomes_of
from briefing.pack.running_order import brought, interests_held
from briefing.pack.sections.promises import promise_list, sentence

STEM = "minutes"


def minutes_documents(occasion: Occasion) -> Iterator[Document]:
    meeting, when = occasion.meeting, formats.day(occasion.meeting.date)
    wanted = Callout((strong("What the meeting was for:"), f" {meeting.decision_wanted}"), "quiet")
    yield Document(
        edition="minutes",
        stem=STEM,
        title=f"Minutes: {meeting.title}, {when}",
        masthead=occasion.masthead,
        cover=Cover(
            kicker="Kept by",
            reader=occasion.masthead.commissioner_name,
            heading="Minutes",
            meeting=f"{meeting.title}, {when}",
            more=(meeting.place, agenda.hours(meeting)),
        ),
        sections=(
            Section("who-met", "", (*_who(meeting), wanted, *headline(occasion))),
            *(_part(pack, occasion) for pack in occasion.packs),
            Section("agreed", "", (_signature(meeting),)),
        ),
        dated=meeting.date,
        styles=("packs/editions", "packs/minutes"),
        forms=("pdf", "html", "docx"),
    )


def _who(meeting: Meeting) -> Iterator[Block]:
    """Who was to be there: nobody records who came."""
    yield Paragraph((quiet("In the chair"), f" {_named(meeting.chair)}"))
    if members := [person for person in meeting.panel if person.person_id != meeting.chair.person_id]:
        yield Paragraph((quiet("On the panel"), f" {'; '.join(map(_named, members))}"))
    if meeting.clerk is not None:
        yield Paragraph((quiet("Clerk"), f" {_named(meeting.clerk)}"))
    yield Paragraph("These were expected. Take out who was absent, and add who came.", kind="note")


def _named(person: Person) -> str:
    return ", ".join(filter(None, (person.name, person.role)))


def _part(pack: Pack, occasion: Occasion) -> Section:
    told, outcomes = occasion.told_of(pack), tuple(outcomes_of(pack, occasion))
    blocks: list[Block] = []
    if people := [f"{person.name}, {person.role}" for person in brought(pack)]:
        blocks.append(Paragraph((quiet("Expected from them"), f" {'; '.join(people)}")))
    held = " ".join(interests_held(pack)) or "None on the register."
    blocks.append(Paragraph((quiet("Interests"), f" {held}")))
    if told.promises:
        blocks += [Heading("What was promised earlier"), promise_list(told.promises)]
    blocks += [*_asked([one for one in outcomes if not one.left_out])]
    blocks += [*_left_out([one for one in outcomes if one.left_out], pack)]
    return Section(f"part-{pack.provider_code.lower()}", pack.provider_name, tuple(blocks), kind="part")


def _asked(outcomes: Sequence[Outcome]) -> Iterator[Block]:
    if not outcomes:
        yield Paragraph("No question was put.")
        return
    columns = (
        Column("Asked", "c-asked"),
        Column("Answered", "c-answer"),
        Column("Promised", "c-promised"),
        Column("Who, by when", "c-who"),
    )
    rows = tuple(Row((_question(one), *_record(one))) for one in outcomes)
    yield Table(columns, rows, kind="outcomes", caption="What was asked, answered and promised")


def _question(one: Outcome) -> Item:
    if one.number is None:
        return Item(strong("No question asked for this"))
    title = Paragraph((strong(f"{one.number}. {one.title}."), f" {one.we_asked}"))
    by = "In writing" if one.in_writing else f"Asked by {one.asked_by}"
    return Item(blocks=(title, Paragraph(quiet(by))))


def _record(one: Outcome) -> tuple[Item, Item, Item]:
    if not one.recorded:
        return (_room(), _room(), _room())
    note = (Paragraph(sentence(formats.capital(one.note))),) if one.note else ()
    answered = () if one.number is None else (Paragraph(_answered(one)),)
    if not one.commitment:
        return Item(blocks=(*answered, *note)), Item("Nothing" if one.number else ""), Item()
    due = f"by {formats.day(one.due_on)}" if one.due_on is not None else "no day named"
    who = (Paragraph(one.owner or "Nobody named"), Paragraph(due))
    shown = Paragraph((quiet("Shown by"), f" {one.watch}"))
    return (
        Item(blocks=(*answered, *note)),
        Item(blocks=(Paragraph(sentence(one.commitment)), shown)),
        Item(blocks=who),
    )


def _answered(one: Outcome) -> str:
    """What came of it, with the day of a letter: "They will write by 9 December 2026: Medical director."."""
    by = f" by {formats.day(one.due_on)}" if one.due_on is not None and not one.commitment else ""
    who = f": {one.owner}" if one.owner and not one.commitment else ""
    return f"{one.state}{by}{who}."


def _room() -> Item:
    return Item(blocks=(Blank(), Blank()))


def _left_out(outcomes: Sequence[Outcome], pack: Pack) -> Iterator[Block]:
    if outcomes:
        lines = tuple(
            (numeral(one.number or 0), " ", strong(f"{one.title}."), f" {_why(one)}") for one in outcomes
        )
        ask = f"The letter asks for an answer by {write_by(pack)}."
        heading = Heading("What was not asked in the room")
        yield Box((heading, Listing(lines, kind="left-out"), Paragraph(ask)), kind="not-asked")


def _why(one: Outcome) -> str:
    return "Nobody on the panel was free to ask it." if one.in_writing else "It was not reached."


def _signature(meeting: Meeting) -> Box:
    signed = ", ".join(filter(None, (meeting.chair.name, meeting.chair.role)))
    return Box(
        (Paragraph("Agreed as a record of the meeting:"), Blank(), Paragraph(signed)), kind="signature"
    )


MINUTES = Edition(
    "minutes",
    STEM,
    "chair",
    "after",
    minutes_documents,
    endings=frozenset({".pdf", ".docx"}),
    copied_to=frozenset({"clerk"}),
)
