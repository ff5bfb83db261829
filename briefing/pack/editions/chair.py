"""The chair's running order: the day, timed; who leads, who may decide, what to settle for."""

from collections.abc import Iterator, Sequence

from briefing import formats
from briefing.document.blocks import (
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
    Run,
    Section,
    Table,
    numeral,
    quiet,
    strong,
)
from briefing.meeting.model import Meeting
from briefing.pack import agenda, running_order
from briefing.pack.editions.edition import Edition, Occasion
from briefing.pack.model import Pack
from briefing.pack.running_order import ChairQuestion, Stage, Step, stages_of

STEM = "chair-running-order"


def chair_documents(occasion: Occasion) -> Iterator[Document]:
    """One order over every provider of the meeting."""
    meeting, when = occasion.meeting, formats.day(occasion.meeting.date)
    blocks = _together(stages_of(occasion.packs))
    decision = Callout((strong("The decision wanted:"), f" {meeting.decision_wanted}"), "decision")
    over = agenda.overrun(meeting)
    cautions = (Callout(over, "warning"),) if over else ()
    yield Document(
        edition="chair",
        stem=STEM,
        title=f"Running order for the chair: {meeting.title}, {when}",
        masthead=occasion.masthead,
        cover=Cover(
            kicker="For the chair,",
            reader=meeting.chair.name,
            heading="Running order",
            meeting=f"{meeting.title}, {when}",
            more=(meeting.place, agenda.hours(meeting)),
        ),
        sections=(
            Section("decision-wanted", "", (decision, *cautions)),
            *(
                _section(pack, stages, meeting, number=number)
                for number, (pack, stages) in enumerate(blocks, start=1)
            ),
        ),
        dated=meeting.date,
        styles=("packs/editions", "packs/chair"),
        forms=("pdf", "html", "docx"),
    )


def _together(stages: Sequence[Stage]) -> list[tuple[Pack | None, list[Stage]]]:
    """The stages as they are read: each provider's own, and those of the panel between them."""
    found: list[tuple[Pack | None, list[Stage]]] = []
    for stage in stages:
        alone = stage.private and (not found or found[-1][0] is not None)
        if stage.opens is not None or alone or not found:
            found.append((stage.opens, []))
        found[-1][1].append(stage)
    return found


def _section(pack: Pack | None, stages: Sequence[Stage], meeting: Meeting, *, number: int) -> Section:
    table = Table(
        columns=(
            Column("At", "c-at"),
            Column("What", "c-step"),
            Column("Who leads, who may decide", "c-lead"),
            Column("Minutes", "c-minutes"),
        ),
        rows=tuple(row for stage in stages for row in _rows(stage, meeting)),
        kind="running",
    )
    if pack is None:
        return Section(f"order-{number}", "", (table,), kind="block")
    blocks = (*_opening(pack), table, *_in_writing(pack))
    return Section(f"order-{number}", pack.provider_name, blocks, kind="block sitting")


def _opening(pack: Pack) -> Iterator[Block]:
    if people := running_order.who_decides(pack):
        yield Paragraph((strong("They bring"), f" {'. '.join(people)}."), kind="who-decides")
    if topics := running_order.gaps(pack):
        nobody = "Nobody they bring is named" if people else "Nobody is named yet"
        wanted = formats.listed(topics, "or")
        yield Callout(f"{nobody} to decide on {wanted}: ask who will, and by when.", "warning")
    if pack.if_short:
        yield Paragraph(pack.if_short, kind="short")


def _rows(stage: Stage, meeting: Meeting) -> Iterator[Row]:
    at = Item(agenda.clock(stage.starts, meeting), kind="at")
    minutes = Item(strong(str(stage.minutes)), kind="minutes")
    kind = "stage private" if stage.private else "stage"
    yield Row((at, Item(strong(stage.title), span=2), minutes), kind=kind, begins=True)
    for step in stage.steps:
        if step.blocks or step.asked is not None:
            yield _step(step, meeting)


def _step(step: Step, meeting: Meeting) -> Row:
    what = (Item(blocks=step.blocks, span=2),) if step.asked is None else _question(step.asked)
    minutes = Item(str(step.minutes) if step.minutes else formats.MISSING, kind="minutes")
    return Row(
        (Item(agenda.clock(step.starts, meeting), kind="at"), *what, minutes), kind=f"step {step.kind}"
    )


def _question(asked: ChairQuestion) -> tuple[Item, Item]:
    decides = formats.listed(asked.decides, "or") if asked.decides else strong("nobody named", "missing-one")
    note = (Paragraph(asked.note, kind="sentence"),) if asked.note else ()
    what = (
        Paragraph((numeral(asked.number), " ", strong(asked.title)), kind="asked-title"),
        Paragraph(asked.fact),
        Paragraph((quiet("Settle for"), f" {asked.settle_for}")),
        *note,
    )
    to_write = tuple(part for word in ("who", "what", "by when", "measure") for part in (Run(word), " "))
    who = (
        Paragraph(asked.leading),
        Paragraph((quiet("Decides"), " ", decides)),
        Paragraph(to_write, kind="said"),
    )
    return Item(blocks=what), Item(blocks=who)


def _in_writing(pack: Pack) -> Iterator[Block]:
    if written := running_order.in_writing(pack):
        lines = tuple(
            (
                numeral(asked.number),
                " ",
                strong(f"{asked.title}."),
                f" {f'{asked.note} ' if asked.note else ''}Settle for: {asked.settle_for}",
            )
            for asked in written
        )
        yield Box((Heading("In writing, not in the room"), Listing(lines)), kind="writing")


CHAIR = Edition("chair's running order", STEM, "chair", "before", chair_documents)
