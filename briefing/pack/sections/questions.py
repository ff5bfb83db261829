"""The reader's questions, a card each: the fact and its chart, what to say, what to hear, what to settle for."""

import re
from collections.abc import Iterator

from briefing import formats
from briefing.document.blocks import (
    Block,
    Box,
    Drawing,
    Field,
    Heading,
    Item,
    Listing,
    Paragraph,
    Section,
    numeral,
    page_of,
    strong,
)
from briefing.pack import words
from briefing.pack.model import Card, GpEdition
from briefing.pack.sections.sources import source_of

PUSHES = {"FIRM": "press firmly", "ASK": "ask", "EXPLORE": "explore"}


def questions(edition: GpEdition) -> Iterator[Section]:
    notes = [_note(card) for card in edition.cards]
    cards = tuple(
        _card(card, _again(notes[at]) if notes[at] in notes[:at] else notes[at])
        for at, card in enumerate(edition.cards)
    )
    nothing = () if cards else _nothing(in_session=edition.pack.meeting.is_session)
    yield Section("questions", "Your questions", (*cards, *nothing), kind="core follows")


_TODAY = "You have no question to ask today. Listen for who will do what by when, and write it down:"
_HERE = "No question of yours. Write down who does what, by when:"


def _nothing(*, in_session: bool) -> Iterator[Block]:
    yield Paragraph(_HERE if in_session else _TODAY, kind="lead")
    room = "own-words some" if in_session else "own-words most"
    yield Box((Field("notes", "My notes", "who will do what by when", "text"),), kind=room)


def _card(card: Card, note: str) -> Box:
    """One that the reader only supports has what to say and what to hear: replies and chart are its leader's."""
    question, number = card.question, card.number
    safety = " · patient safety" if question.finding.pattern.safety else ""
    stop = "" if card.role.endswith(".") else "."
    # whoever leads it chooses how hard to ask
    push = f"{stop} {formats.capital(PUSHES[question.push])}" if card.own else ""
    blocks = (
        Heading((numeral(number), f" {question.title}")),
        Paragraph((strong(card.role), f"{push}{safety}"), kind="role"),
        Box(tuple(_told(card)), kind="what"),
        *(_exchange(card) if card.own else (_listen_for(card),)),
        *((Paragraph(note, kind="assignment"),) if note else ()),
        *(_own_words(number) if card.own else ()),
    )
    return Box(blocks, kind="card" if card.own else "card helped", id=f"question-{number}")


def _told(card: Card) -> Iterator[Block]:
    question, drawn = card.question, card.own and card.figure is not None
    if card.own and card.figure is not None:
        link = (" · ", page_of("evidence", card.evidence)) if card.evidence is not None else ()
        source = Paragraph((*source_of(card.figure.source_line), *link), kind="source")
        shown = Paragraph(
            words.subject(card.figure.measure, by_month=card.figure.kind != "groups"), kind="shows"
        )
        yield Box((shown, Drawing(card.figure, "card"), source), kind="side")
    chart = (
        (" ", page_of("Chart", card.evidence, kind="source"))
        if not card.own and card.evidence is not None
        else ()
    )
    fact = (Paragraph(question.fact, kind="fact"),) if card.own else ()
    opener = Paragraph((f"“{question.opener}”", *chart), kind="opener")
    yield Box((*fact, opener), kind="main" if drawn else "whole")


def _exchange(card: Card) -> Iterator[Block]:
    yield Box((_listen_for(card), _replies(card)), kind="columns")
    yield Paragraph((strong("Settle for"), f" {card.question.settle_for}"), kind="settle")


def _listen_for(card: Card) -> Box:
    ticks = (
        Field(f"question-{card.number}/listen-for-{at}", tick, f"heard, question {card.number}", "tick")
        for at, tick in enumerate(card.question.listen_for, start=1)
    )
    listing = Listing(tuple(Item(blocks=(tick,)) for tick in ticks), kind="ticks")
    return Box((Heading("Listen for", level=4), listing), kind="left")


def _replies(card: Card) -> Box:
    reply, answer = Heading("Likely reply", level=4), Heading("You can answer", level=4)
    said = Paragraph(f"“{card.question.likely_reply}”"), Paragraph(f"“{card.question.answer}”")
    return Box((reply, said[0], answer, said[1]), kind="right")


def _note(card: Card) -> str:
    """Say why it went to somebody else; nothing where its role says so already."""
    note = card.question.assignment_note
    return "" if note is None or note == card.role else note


def _again(note: str) -> str:
    """Say more shortly what a card above has said: "Not given to Dr A either."."""
    return re.sub(r", who (?:has|have) declared an interest\.", " either.", note)


def _own_words(number: int) -> Iterator[Block]:
    field = Field(f"question-{number}/own-words", "In my own words", f"question {number}", "text")
    yield Box((field,), kind="own-words")
