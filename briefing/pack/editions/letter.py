"""The follow-up letter to a provider: what was asked, what was promised, what we will look at."""

from collections.abc import Iterable, Iterator
from datetime import date

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
from briefing.pack.sections.promises import promise_list, sentence
from briefing.pack.told import Told

STEM = "follow-up-letter"
CORRECT_WITHIN = 5
WRITE_WITHIN = 10
"""Working days to say that the record is wrong, and to write on what was left open."""
CLOSED = ("Answered", "They wrote", "Noted")
"""Nothing is wanted any more of what was only answered, or only noted."""
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
            forms=("pdf", "html", "docx"),
        )


def _sections(pack: Pack, occasion: Occasion) -> Iterator[Section]:
    told, outcomes = occasion.told_of(pack), tuple(outcomes_of(pack, occasion))
    recorded = occasion.recorded(pack)
    people = "; ".join(f"{person.name}, {person.role}" for person in brought(pack))
    to = (Paragraph(people, kind="to"),) if people else ()
    dear = Paragraph(f"Dear colleagues, thank you for meeting us. {_thanks(told, outcomes)}")
    yield Section("what-we-recorded", "", (*to, dear, _recorded(outcomes, pack, recorded=recorded)))
    if owed := [promise for promise in told.promises if _owed(promise)]:
        yield Section("still-open", "Still open from earlier meetings", (promise_list(owed),))
    yield Section("what-comes-next", "", (_next(pack, outcomes), _signature(pack)))


def _thanks(told: Told, outcomes: Iterable[Outcome]) -> str:
    """Say something kind that is true: of a figure, else of a promise kept, else of what was promised, else of all."""
    kept = [promise for promise in told.promises if promise.state == "kept"]
    dated = sum(bool(one.commitment and one.due_on) for one in outcomes)
    if told.credit:
        return f"{told.credit} Please pass on our thanks to the staff who made it happen."
    if kept:
        last = max(kept, key=lambda promise: promise.closed_on or promise.due_on or date.min)
        return f"You kept a promise: {sentence(last.what)} Please thank the people who did it."
    if dated:
        return f"You left us with {formats.counted(dated, 'promise')} that {'has' if dated == 1 else 'have'} a date."
    return "Please thank your staff for what they do for our patients every day."


def _owed(promise: Promise) -> bool:
    """Whether something is still to come: what was done late has been done."""
    return promise.state in OWED and promise.closed_on is None


def _recorded(outcomes: tuple[Outcome, ...], pack: Pack, *, recorded: bool) -> Block:
    if not outcomes:
        return Paragraph("Your figures gave us no reason for a question this time.")
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
    note = (Paragraph((quiet("We noted"), f" {one.note}")),) if one.note else ()
    if one.commitment:
        due = f"by {formats.day(one.due_on)}" if one.due_on is not None else "Please give a date"
        who = (Paragraph(one.owner or "Please name an owner"), Paragraph(due))
        return Item(sentence(one.commitment), note), Item(blocks=who)
    if one.state == "Noted":
        return Item(blocks=note), Item()
    owner = (Paragraph(one.owner),) if one.owner else ()
    return Item(_to_you(one, pack), note), Item(blocks=(*owner, *_still_to_write(one, pack)))


def _to_you(one: Outcome, pack: Pack) -> str:
    """What they did, said to them: "You will write by 17 December 2026."."""
    by = f" by {formats.day(one.due_on)}" if one.due_on is not None else ""
    return {
        "Answered": "You answered.",
        "Partly answered": "You answered in part.",
        "They wrote": "You wrote to us.",
        "They will write": f"You will write by {formats.day(one.due_on) if one.due_on else write_by(pack)}.",
    }.get(one.state, f"{one.state}{by}.")


def _still_to_write(one: Outcome, pack: Pack) -> tuple[Paragraph, ...]:
    """By when a letter is wanted, of what was left open without one in sight."""
    if one.state in (*CLOSED, "They will write"):
        return ()
    day = formats.day(one.due_on) if one.due_on is not None else write_by(pack)
    return (Paragraph(("Please write by ", Run(day, kind="date"))),)


def write_by(pack: Pack) -> str:
    """The day by which a letter is wanted on what was left open."""
    return formats.day(pack.meeting.notice.working_days.after(pack.meeting.date, WRITE_WITHIN))


def _next(pack: Pack, outcomes: Iterable[Outcome]) -> Paragraph:
    by = formats.day(pack.meeting.notice.working_days.after(pack.meeting.date, CORRECT_WITHIN))
    left_open = (" Where a question was left open, please write by ", strong(write_by(pack), "date"), ".")
    return Paragraph(
        (
            "If this is not what you said, tell us by ",
            strong(by, "date"),
            ".",
            *(left_open if any(_is_open(one) for one in outcomes) else ()),
            " Every promise comes back at our next meeting with its measure beside it. Please also tell us what you "
            "are still waiting for from us.",
        ),
        kind="ask",
    )


def _is_open(one: Outcome) -> bool:
    """Whether something is still wanted; before the record it may be."""
    return not one.recorded or not (one.commitment or one.state in CLOSED)


def _signature(pack: Pack) -> Box:
    chair = pack.meeting.chair
    signed = ", ".join(filter(None, (chair.name, chair.role, f"for {pack.commissioner_name}")))
    return Box((Paragraph("Yours sincerely,"), Blank(), Paragraph(signed)), kind="signature")


LETTER = Edition(
    "letter", STEM, "provider", "after", letter_documents, copied_to=frozenset({"panel", "chair"})
)
