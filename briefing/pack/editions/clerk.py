"""The clerk's answer sheet as a form: a box a question, with fields that `briefing record` reads back."""

from collections.abc import Iterator

from briefing import formats
from briefing.challenge.model import Promise
from briefing.document.blocks import (
    Block,
    Box,
    Callout,
    Cover,
    Document,
    Field,
    Heading,
    Paragraph,
    Section,
    numeral,
    strong,
)
from briefing.formats import typed
from briefing.meeting.answers import STATES
from briefing.meeting.sheet import STEM, answer_field, promise_field
from briefing.pack import agenda
from briefing.pack.clerk import STANDING, ClerkSheet, SheetPart, SheetRow, clerk_sheet
from briefing.pack.editions.edition import Edition, Occasion


def clerk_documents(occasion: Occasion) -> Iterator[Document]:
    yield clerk_document(clerk_sheet(occasion.packs))


def clerk_document(sheet: ClerkSheet) -> Document:
    meeting, when = sheet.meeting, formats.day(sheet.meeting.date)
    wanted = Callout((strong("What the meeting is for:"), f" {meeting.decision_wanted}"), "decision")
    how = (
        "Tick one answer for each question. A commitment needs an owner, by role, and a day: read it back before you "
        "move on. Leave a question empty if it was not reached. Notes are printed in the letter, the minutes and the "
        "bulletin: write nothing that could identify a patient. Fill "
        "this form in on the screen or print it; then run: "
    )
    command = strong(f"briefing record {typed(meeting.id)}", "command")
    return Document(
        edition="clerk",
        stem=STEM,
        title=f"Clerk’s answer sheet: {meeting.title}, {when}",
        masthead=sheet.masthead,
        cover=Cover("", "Clerk’s answer sheet", meeting.title, when, (meeting.place, agenda.hours(meeting))),
        sections=(
            Section("how-to-fill", "", (wanted, Paragraph((how, command), kind="how"))),
            *(_part(part, sheet) for part in sheet.parts),
        ),
        dated=meeting.date,
        styles=("form", "packs/clerk"),
    )


def _part(part: SheetPart, sheet: ClerkSheet) -> Section:
    blocks: list[Block] = []
    if part.promises:
        blocks.append(Heading("Promised before"))
        blocks += [_promise(promise, sheet) for promise in part.promises]
    if asked := [_question(row, sheet) for row in part.rows if row.number]:
        blocks += [Heading("Questions"), *asked]
    spare = [_spare(row, sheet) for row in part.rows if not row.number]
    blocks.append(Box((Heading("Promises that no question asked for"), *spare), kind="spare"))
    return Section(f"part-{part.provider_code.lower()}", part.provider_name, tuple(blocks), kind="part")


def _promise(promise: Promise, sheet: ClerkSheet) -> Box:
    due = f"due {formats.day(promise.due_on)}" if promise.due_on else ""
    about = (promise.owner, due, STANDING[promise.state], promise.commitment_id)

    def field(name: str, label: str, shape: str, kind: str = "") -> Field:
        place = promise_field(sheet.meeting.id, promise.commitment_id, name)
        return Field(place, label, promise.what, "tick" if shape == "tick" else "line", kind)

    line = (
        field("kept", "Kept", "tick"),
        field("not_kept", "Not kept", "tick"),
        field("closed_on", "Kept on", "line", "day"),
        field("evidence", "How we know", "line", "rest"),
    )
    return Box((Heading(promise.what, level=4), _about(*about), Box(line, kind="line")), kind="entry promise")


def _about(*parts: str) -> Paragraph:
    return Paragraph(" · ".join(filter(None, parts)), kind="about")


def _question(row: SheetRow, sheet: ClerkSheet) -> Box:
    assert row.number is not None, "rows without a number are drawn apart"
    asked, about = row.asked, f"question {row.number}"
    deciding = f"may decide: {formats.listed(row.may_decide)}" if row.may_decide else ""
    settle = Paragraph((strong("Settle for"), f" {row.settle_for}"), kind="settle-for")
    ticks = (
        Field(_place(row, state.replace(" ", "_"), sheet), formats.capital(state), about, "tick")
        for state in STATES
    )
    blocks = (
        Heading((numeral(row.number), asked.title), level=4),
        _about(formats.capital(asked.topic), asked.asked_by, deciding, asked.question_id),
        *((settle,) if row.settle_for else ()),
        Box((*ticks, _line(row, "note", "Note", about, sheet, "rest")), kind="line"),
        Box((_commitment(row, about, sheet),), kind="line"),
        _promised(row, about, sheet),
    )
    return Box(blocks, kind="entry")


def _spare(row: SheetRow, sheet: ClerkSheet) -> Box:
    about = row.asked.question_id
    line = (_commitment(row, about, sheet), _line(row, "note", "Note", about, sheet, "owner"))
    return Box((Box(line, kind="line"), _promised(row, about, sheet)), kind="entry")


def _promised(row: SheetRow, about: str, sheet: ClerkSheet) -> Box:
    """Who, by when, measured how."""
    unless = f", if not by “{row.shows_in}”" if row.shows_in else ""
    line = (
        _line(row, "owner", "Owner, by role", about, sheet, "owner"),
        _line(row, "due_on", "Due, as 01/03/2027", about, sheet, "day"),
        _line(row, "measure", f"Measured how{unless}", about, sheet, "rest"),
    )
    return Box(line, kind="line")


def _commitment(row: SheetRow, about: str, sheet: ClerkSheet) -> Field:
    return Field(_place(row, "commitment", sheet), "Commitment", about, "text")


def _line(row: SheetRow, name: str, label: str, about: str, sheet: ClerkSheet, kind: str) -> Field:
    return Field(_place(row, name, sheet), label, about, "line", kind)


def _place(row: SheetRow, name: str, sheet: ClerkSheet) -> str:
    return answer_field(sheet.meeting.id, row.asked.provider_code, row.asked.question_id, name)


CLERK = Edition(
    "clerk's answer sheet", STEM, "clerk", "before", clerk_documents, frozenset({".pdf", ".xlsx"})
)
