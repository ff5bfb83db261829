"""The follow-up letter to a provider: what was asked, what was promised, what we will look at."""

from collections.abc import Iterator

from briefing import formats
from briefing.challenge.model import Promise
from briefing.document.blocks import (
    Blank,
    Block,
    Box,
    Column,
    Cover,
    Document,
    Item,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    quiet,
    strong,
)
from briefing.pack import agenda
from briefing.pack.editions.edition import Edition, Occasion
from briefing.pack.model import Pack
from briefing.pack.outcomes import Outcome, outcomes_of
from briefing.pack.running_order import brought
from briefing.pack.sections.promises import promise_list

STEM = "follow-up-letter"
CORRECT_WITHIN = 5
WRITE_WITHIN = 10
"""Working days to say that the record is wrong, and to write on what was left open."""
OWED = ("repeated", "not_kept", "late", "open")


def letter_documents(occasion: Occasion) -> Iterator[Document]:
    """One letter a provider, of its own questions alone."""
    for pack in occasion.packs:
        when = formats.day(pack.meeting.date)
        yield Document(
            edition="letter",
            stem=f"{STEM}-{pack.provider_code.lower()}",
            title=f"Follow-up to the meeting of {when}: {pack.provider_name}",
            masthead=pack.masthead,
            cover=Cover(
                kicker="To",
                reader=pack.provider_name,
                heading="What we asked and what you promised",
                meeting=f"{pack.meeting.title}, {when}",
                more=(pack.meeting.place, agenda.time_with(pack.provider_code, pack.meeting)),
            ),
            sections=tuple(_sections(pack, occasion)),
            dated=pack.meeting.date,
            styles=("packs/editions", "packs/letter"),
        )


def _sections(pack: Pack, occasion: Occasion) -> Iterator[Section]:
    told, outcomes = occasion.told_of(pack), tuple(outcomes_of(pack, occasion))
    people = "; ".join(f"{person.name}, {person.role}" for person in brought(pack))
    to = (Paragraph(people, kind="to"),) if people else ()
    thanks = f" {told.credit} Please pass on our thanks to those who brought it about." if told.credit else ""
    dear = Paragraph(f"Dear colleagues, thank you for meeting us.{thanks}")
    recorded = _recorded(outcomes, pack, occasion)
    yield Section("what-we-recorded", "", (*to, dear, recorded))
    if owed := [promise for promise in told.promises if _owed(promise)]:
        yield Section("still-open", "Still open from earlier meetings", (promise_list(owed),))
    yield Section("what-comes-next", "", (_next(pack, bool(outcomes)), _signature(pack)))


def _owed(promise: Promise) -> bool:
    """Whether something is still to come: what was done late has been done."""
    return promise.state in OWED and promise.closed_on is None


def _recorded(outcomes: tuple[Outcome, ...], pack: Pack, occasion: Occasion) -> Block:
    if not outcomes:
        return Paragraph("Your figures gave us no reason for a question this time.")
    recorded = occasion.recorded(pack)
    columns = (
        Column("We asked for", "c-asked"),
        Column("You promised", "c-promised"),
        Column("Who, by when", "c-who"),
        Column("We will look at", "c-watch"),
    )
    caption = "This is what we recorded." if recorded else "To be filled in from the record of the meeting."
    rows = tuple(Row((_asked_for(one), *_promised(one, pack), one.watch)) for one in outcomes)
    return Table(columns, rows, kind="outcomes", caption=caption)


def _asked_for(one: Outcome) -> Item:
    number = f"{one.number}. " if one.number is not None else ""
    asked = Paragraph((strong(f"{number}{one.title}."), f" {one.asked_for}"))
    written = Paragraph((quiet("Asked in writing"), f" {one.we_asked}"))
    return Item(blocks=(asked, written) if one.in_writing else (asked,))


def _promised(one: Outcome, pack: Pack) -> tuple[Item, Item]:
    if not one.recorded:
        return Item(blocks=(Blank(),)), Item(blocks=(Blank(),))
    if not one.commitment:
        wanted = Paragraph(("Please write by ", Run(_write_by(pack), kind="date")))
        return Item(f"{one.state}."), Item(blocks=(wanted,))
    due = formats.day(one.due_on) if one.due_on is not None else "Please give a date"
    return Item(one.commitment), Item(blocks=(Paragraph(one.owner or "Please name an owner"), Paragraph(due)))


def _write_by(pack: Pack) -> str:
    return formats.day(pack.meeting.notice.working_days.after(pack.meeting.date, WRITE_WITHIN))


def _next(pack: Pack, asked: bool) -> Paragraph:
    by = formats.day(pack.meeting.notice.working_days.after(pack.meeting.date, CORRECT_WITHIN))
    left_open = (
        " Where a question was left open, please write by ",
        strong(_write_by(pack), "date"),
        ".",
    )
    return Paragraph(
        (
            "If this is not what you said, tell us by ",
            strong(by, "date"),
            ".",
            *(left_open if asked else ()),
            " Every promise comes back at our next meeting with its measure beside it. Tell us too what you are still "
            "waiting for from us.",
        ),
        kind="ask",
    )


def _signature(pack: Pack) -> Box:
    chair = pack.meeting.chair
    signed = ", ".join(filter(None, (chair.name, chair.role, f"for {pack.commissioner_name}")))
    return Box((Paragraph("Yours sincerely,"), Blank(), Paragraph(signed)), kind="signature")


LETTER = Edition("letter", STEM, "provider", "after", letter_documents)
