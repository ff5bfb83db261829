"""A GP's engagement record as a document, for their appraisal."""

from collections.abc import Iterator, Sequence
from datetime import date

from briefing import formats
from briefing.document.blocks import (
    Block,
    Cover,
    Document,
    Heading,
    Listing,
    Masthead,
    Paragraph,
    Section,
)
from briefing.meeting.answers import Answer
from briefing.post.engagement import Entry


def document_of(
    entries: Sequence[Entry], *, name: str, role: str, masthead: Masthead, today: date
) -> Document:
    """Return the record as a document, for an appraisal."""
    ours = masthead.commissioner_name
    minutes = sum(one.minutes or 0 for one in entries)
    asked, won = sum(len(one.asked) for one in entries), sum(len(one.won) for one in entries)
    summary = (
        f"{formats.counted(len(entries), 'meeting')}, {formats.counted(minutes, 'minute')} of preparation noted, "
        f"{formats.counted(asked, 'question')} asked, {formats.counted(won, 'commitment')} won."
    )
    return Document(
        edition="engagement",
        stem="engagement",
        title=f"Engagement record: {name}",
        masthead=masthead,
        cover=Cover(
            "Engagement record of", name, "Engagement record", f"To {formats.day(today)}", (role, ours)
        ),
        sections=(
            Section("summary", "In short", (Paragraph(summary),)),
            *(
                Section(f"meeting-{number}", _head(one), tuple(_blocks(one)))
                for number, one in enumerate(entries, 1)
            ),
        ),
        dated=today,
        forms=("pdf", "html", "docx"),
    )


def _head(entry: Entry) -> str:
    return f"{entry.meeting.title or entry.meeting.id}, {formats.day(entry.meeting.day)}"


def _blocks(entry: Entry) -> Iterator[Block]:
    noted = "not noted" if entry.minutes is None else formats.counted(entry.minutes, "minute")
    yield Paragraph(
        f"Preparation: {noted}. The pack was made to be read in {formats.counted(entry.planned, 'minute')}."
    )
    if entry.asked:
        yield Heading("Questions asked", 4)
        yield Listing(entry.asked)
    if entry.won:
        yield Heading("Commitments won", 4)
        yield Listing(tuple(promise(one, state) for one, state in zip(entry.won, entry.states, strict=True)))
    if entry.learned:
        yield Heading("What I learned", 4)
        yield Paragraph(entry.learned)


def promise(answer: Answer, state: str) -> str:
    """Say a commitment in a line: "A dated plan, by 1 March 2027 (medical director): open"."""
    by = f", by {formats.day(answer.due_on)}" if answer.due_on else ""
    owner = f" ({answer.owner})" if answer.owner else ""
    return f"{(answer.commitment or '').rstrip('.')}{by}{owner}: {state}"
