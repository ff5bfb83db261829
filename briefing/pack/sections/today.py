"""Last promises, today's order, who may decide on what, and room for what the reader brings."""

from collections.abc import Iterator

from briefing import formats
from briefing.challenge.model import Promise
from briefing.document.blocks import (
    Block,
    Box,
    Column,
    Field,
    Heading,
    Item,
    Paragraph,
    Row,
    Section,
    Table,
    numeral,
    quiet,
)
from briefing.meeting.model import Meeting
from briefing.pack.agenda import clock
from briefing.pack.model import GpEdition, Pack, Turn
from briefing.pack.sections.promises import shown_by, standing


def today(edition: GpEdition) -> Iterator[Section]:
    pack = edition.pack
    if pack.meeting.is_session:  # its order, and room to write, stand once for all providers
        yield Section("today", "Last promises", tuple(_promises(pack)), kind="core joined")
        return
    blocks = (*_promises(pack), *_order(edition), lines())
    yield Section("today", "Last promises, and today", blocks, kind="core joined")


def _promises(pack: Pack) -> Iterator[Block]:
    promises = pack.challenge.promises
    if not promises:
        yield Paragraph("No promise from an earlier meeting is on the register.")
        return
    heads = (("State", "c-state"), ("Promise", "c-what"), ("Owner, and when it is due", "c-owner"))
    rows = tuple(_promise(promise) for promise in promises)
    yield Table(tuple(Column(*head) for head in heads), rows, kind="promises")
    if pack.shares:
        yield Paragraph(pack.shares, kind="sentence")


def _promise(promise: Promise) -> Row:
    shown = shown_by(promise)
    evidence = (Paragraph(shown, kind="sentence"),) if shown else ()
    state = Item(standing(promise), kind=f"state {promise.state}")
    return Row((state, Item(promise.what, evidence), f"{promise.owner}, {formats.day(promise.due_on)}"))


def _order(edition: GpEdition) -> Iterator[Block]:
    pack = edition.pack
    yield Heading("Today’s order")
    yield _timeline(pack.order, pack.meeting, edition.reader.name)


def _timeline(turns: tuple[Turn, ...], meeting: Meeting, reader: str) -> Table:
    """When, what, who asks, how long; the reader is "you"."""
    columns = (
        Column("Minute" if meeting.starts is None else "Time", "c-minute"),
        Column("What, and who asks", "c-item"),
        Column("Takes", "c-length"),
    )
    return Table(columns, tuple(_turn(turn, meeting, reader) for turn in turns), kind="order")


def _turn(turn: Turn, meeting: Meeting, reader: str) -> Row:
    asked = tuple(
        Paragraph((numeral(number), f" {title} ", quiet("you" if who == reader else who)), kind="asked-then")
        for number, title, who in turn.questions
    )
    minute = Item(clock(turn.starts, meeting), kind="minute")
    return Row((minute, Item(turn.title, asked), str(turn.minutes)), head=1)


def lines() -> Block:
    """Room for what the reader brings."""
    fields = (
        Field("my-offer", "What I can offer", "for today", "text"),
        Field("my-practice", "What my own practice has seen, without names", "for today", "text"),
    )
    return Box(tuple(Box((field,), kind="own-words") for field in fields), kind="lines")
