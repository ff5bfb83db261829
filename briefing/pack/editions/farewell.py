"""Notes to those whose papers are of no use any more: the meeting is called off, or they have no part in it now.

called off       one note to our own people, one to each hospital; no other edition is made
no part now      a note to each: put away what you were sent

They go to nobody who had nothing (`briefing.post`).
"""

import re
from collections.abc import Iterator, Mapping

from briefing import formats
from briefing.document.blocks import Block, Callout, Cover, Document, Masthead, Paragraph, Section, strong
from briefing.meeting.model import Meeting, Person
from briefing.pack.editions.edition import Edition, Occasion
from briefing.pack.sections.promises import sentence

OFF_STEM, PROVIDER_OFF_STEM, PART_STEM = "meeting-called-off", "provider-called-off", "no-part-now"
_POSTPONED = "There is no new date yet. We will let you know."
_PUT_AWAY = (
    "Please put away the papers you were sent and delete the files: their figures and names are for that meeting "
    "only. The file with this message takes the meeting out of your calendar."
)
_PROMISES = "What was promised at earlier meetings keeps its owner and its day."


def called_off(meeting: Meeting, masthead: Masthead, names: Mapping[str, str]) -> Iterator[Document]:
    """Write that a meeting is postponed or cancelled: to our own people, and to each hospital, `names` by code."""
    said = _what_is_off(meeting)
    inside = (said, Paragraph(_PUT_AWAY), Paragraph(_PROMISES))
    yield _note(
        meeting, masthead, OFF_STEM, "all who were to take part", formats.capital(meeting.status), inside
    )
    for code in meeting.provider_codes:
        stem = f"{PROVIDER_OFF_STEM}-{code.lower()}"
        blocks = (said, Paragraph(f"The themes we sent you no longer apply. {_PROMISES}"))
        yield _note(meeting, masthead, stem, names.get(code, code), formats.capital(meeting.status), blocks)


def _what_is_off(meeting: Meeting) -> Callout:
    day = f"The meeting of {formats.day(meeting.date)} is {meeting.status}."
    why = f" {sentence(meeting.reason)}" if meeting.reason.strip() else ""
    new = f" {_POSTPONED}" if meeting.status == "postponed" else ""
    return Callout((strong(day), f"{why}{new}"), "decision")


def no_part_documents(occasion: Occasion) -> Iterator[Document]:
    """Write to each person who had a part in a version before and has none now."""
    for person in occasion.gone:
        yield no_part(person, occasion.meeting, occasion.masthead)


def no_part(person: Person, meeting: Meeting, masthead: Masthead) -> Document:
    day = formats.day(meeting.date)
    said = Callout(
        strong(f"You no longer have a part in the meeting on {day}: others will do what was yours."),
        "decision",
    )
    return _note(
        meeting, masthead, part_stem(person), person.name, "No part for you now", (said, Paragraph(_PUT_AWAY))
    )


def part_stem(person: Person) -> str:
    return f"{PART_STEM}-{re.sub('[^a-z0-9]+', '-', person.person_id.lower()).strip('-')}"


def _note(
    meeting: Meeting, masthead: Masthead, stem: str, reader: str, heading: str, blocks: tuple[Block, ...]
) -> Document:
    when = formats.day(meeting.date)
    return Document(
        edition="note",
        stem=stem,
        title=f"{heading}: {meeting.title}, {when}",
        masthead=masthead,
        cover=Cover(
            kicker="To",
            reader=reader,
            heading=heading,
            meeting=f"{meeting.title}, {when}",
            more=(meeting.place,),
        ),
        sections=(Section("what-is-off", "", blocks),),
        dated=meeting.date,
        styles=("packs/editions", "packs/letter"),
    )


OFF = Edition("note that the meeting is off", OFF_STEM, "ours", "before", lambda _: ())
PROVIDER_OFF = Edition(
    "notice that the meeting is off", PROVIDER_OFF_STEM, "provider", "before", lambda _: ()
)
NO_PART = Edition("note of no part now", PART_STEM, "former", "before", no_part_documents)
