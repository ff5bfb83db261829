"""The bulletin to practices after a meeting: you said, we asked, they said, we will watch."""

from collections.abc import Iterator, Sequence

from briefing import formats
from briefing.challenge.model import Concern
from briefing.document.blocks import (
    Blank,
    Block,
    Callout,
    Column,
    Cover,
    Document,
    Heading,
    Item,
    Paragraph,
    Row,
    Section,
    Table,
    quiet,
    strong,
)
from briefing.meeting.answers import OTHERS
from briefing.pack import agenda
from briefing.pack.asked import counted
from briefing.pack.editions.edition import Edition, Occasion
from briefing.pack.model import Pack
from briefing.pack.outcomes import Outcome, outcomes_of
from briefing.pack.parts import reported, reported_too
from briefing.pack.sections.promises import promise_list

STEM = "practice-bulletin"


def bulletin_documents(occasion: Occasion) -> Iterator[Document]:
    """One a meeting; with answers it says what came of each question."""
    meeting, when = occasion.meeting, formats.day(occasion.meeting.date)
    closing = (
        "Please keep reporting, even small things. We raise a problem when several practices report it. We quote no "
        "report, and none can be traced to a patient."
    )
    yield Document(
        edition="bulletin",
        stem=STEM,
        title=f"Bulletin for practices: {meeting.title}, {when}",
        masthead=occasion.masthead,
        cover=Cover(
            kicker="For practices, from",
            reader=occasion.masthead.commissioner_name,
            heading="You said, we asked, they said",
            meeting=f"{meeting.title}, {when}",
            more=(meeting.place, agenda.hours(meeting)),
        ),
        sections=(
            Section("what-came-of-it", "", tuple(headline(occasion))),
            *(_part(pack, occasion) for pack in occasion.packs),
            Section("keep-reporting", "", (Paragraph(closing, kind="closing"),)),
        ),
        dated=meeting.date,
        styles=("packs/editions", "packs/bulletin"),
        forms=("pdf", "html", "docx"),
    )


def headline(occasion: Occasion) -> Iterator[Block]:
    """The measure of a meeting: how many questions brought a dated commitment."""
    asked = [answer for answer in occasion.answers if answer.question_id not in OTHERS]
    if asked:
        dated = formats.number(sum(answer.dated for answer in asked))
        questions = formats.counted(len(asked), "question")
        yield Callout(strong(f"{dated} of {questions} brought a dated commitment."), "decision")
    elif not occasion.answers and any(occasion.asked_of(pack) for pack in occasion.packs):
        yield Callout(
            "Not ready to send: record the answers and build it again, or write in what they said.",
            "warning",
        )


def _part(pack: Pack, occasion: Occasion) -> Section:
    told, asked = occasion.told_of(pack), occasion.asked_of(pack)
    blocks: list[Block] = []
    if told.credit:
        blocks.append(Callout((strong("Credit where it is due."), f" {told.credit}"), "thanks"))
    blocks.append(_outcomes(tuple(outcomes_of(pack, occasion))))
    if told.promises:
        blocks += [Heading("What was promised earlier"), promise_list(told.promises)]
    raised = {said for one in asked for said in one.you_said.split("; ")}
    if heard := list(_heard([c for c in pack.challenge.concerns if counted(c) not in raised])):
        kept = (
            f"{' '.join(heard)} There are too few to raise yet. We have counted them and will keep watching."
        )
        blocks += [Heading("What else you told us"), Paragraph(kept, kind="heard")]
    return Section(f"part-{pack.provider_code.lower()}", pack.provider_name, tuple(blocks), kind="part")


def _heard(concerns: Sequence[Concern]) -> Iterator[str]:
    """A sentence a theme whose number may be printed, and one for all the others."""
    yield from (f"{counted(concern)}." for concern in reported(concerns))
    if others := reported_too(concerns):
        yield others


def _outcomes(outcomes: tuple[Outcome, ...]) -> Block:
    if not outcomes:
        return Paragraph("We had nothing to ask: no measure and no theme of your reports stood out.")
    columns = (
        Column("You said, we asked", "c-asked"),
        Column("They said", "c-answer"),
        Column("We will watch", "c-watch"),
    )
    rows = tuple(Row((_asked(one), Item(blocks=tuple(_said(one))), one.watch)) for one in outcomes)
    return Table(columns, rows, kind="outcomes")


def _asked(one: Outcome) -> Item:
    blocks = [Paragraph(strong(one.title))]
    if one.you_said:
        blocks.append(Paragraph((quiet("You said"), f" {one.you_said}"), kind="you"))
    if one.we_asked:
        how = "We asked, in writing" if one.in_writing else "We asked"
        blocks.append(Paragraph((quiet(how), f" {one.we_asked}"), kind="we"))
    return Item(blocks=tuple(blocks))


def _said(one: Outcome) -> Iterator[Block]:
    if not one.recorded:
        yield from (Blank(), Blank("by"))
        return
    yield Paragraph((strong(one.state), f": {one.commitment}") if one.commitment else strong(f"{one.state}."))
    if one.commitment or one.owner or one.due_on:
        by = "by " if one.due_on is not None else ""
        yield Paragraph(quiet(f"{one.owner or 'No owner named'}, {by}{formats.day(one.due_on)}"))
    if one.note:
        yield Paragraph((quiet("Noted"), f" {one.note}"))


BULLETIN = Edition("practice bulletin", STEM, "practice", "after", bulletin_documents)
