"""From a question to its evidence to the source in two clicks, and back; and fields to fill on the way."""

import io
import re
from dataclasses import dataclass

import pytest
from pypdf import PdfReader

from briefing.pack.model import GpEdition


@dataclass(frozen=True)
class Place:
    """Where something stands: the page from 0, and how far up it."""

    page: int
    height: float


@pytest.fixture(scope="module")
def places(full_pdf: PdfReader) -> dict[str, Place]:
    """Everything that a link may lead to."""
    return {
        name: Place(full_pdf.get_destination_page_number(to) or 0, float(to.top or 0))
        for name, to in full_pdf.named_destinations.items()
    }


@pytest.fixture(scope="module")
def links(full_pdf: PdfReader) -> list[tuple[Place, str]]:
    """Every link of the file: where it stands and what it leads to."""
    found = []
    for number, page in enumerate(full_pdf.pages):
        for note in (one.get_object() for one in page.get("/Annots", ())):
            if note["/Subtype"] == "/Link":
                found.append((Place(number, float(note["/Rect"][1])), str(note["/Dest"])))
    return found


def below(links: list[tuple[Place, str]], place: Place, *, within: int = 0) -> list[str]:
    """What can be clicked below a place on its page, or on the next pages."""
    return [
        target
        for at, target in links
        if (at.page == place.page and at.height < place.height) or 0 < at.page - place.page <= within
    ]


def test_two_clicks_from_question_to_source_and_back(
    edition: GpEdition, places: dict[str, Place], links: list[tuple[Place, str]]
) -> None:
    asked = [card for card in edition.cards if card.evidence is not None]
    listed = {group.latest.source for group in edition.pack.source_groups}
    assert len(asked) >= 3
    for card in asked:
        question = f"question-{card.number}"
        assert card.evidence in below(links, places[question])
        there = below(links, places[card.evidence or ""])
        assert "sources" in there, "the second click"
        assert question in there, "and back"
        if card.figure is not None and card.figure.measure.metric.source in listed:
            assert question in below(links, places["sources"], within=1), "straight back from the source"


def test_every_link_leads_to_a_place_in_the_file(
    places: dict[str, Place], links: list[tuple[Place, str]]
) -> None:
    assert {target for _, target in links} <= set(places)


def test_in_print_the_number_of_the_page_stands_beside_the_link(
    edition: GpEdition, full_pdf: PdfReader, places: dict[str, Place]
) -> None:
    for card in (card for card in edition.cards if card.evidence is not None):
        text = full_pdf.pages[places[f"question-{card.number}"].page].extract_text()
        printed = {*re.findall(r"(?:evidence|Chart),? page (A\d+)", text.replace("\n", " "))}
        assert full_pdf.page_labels[places[card.evidence or ""].page] in printed


def test_a_reader_can_tick_what_was_heard_and_write(edition: GpEdition, full_pdf: PdfReader) -> None:
    fields = full_pdf.get_fields() or {}
    ticks = {
        f"question-{card.number}/listen-for-{nth}": heard
        for card in edition.cards
        for nth, heard in enumerate(card.question.listen_for, start=1)
    }
    words = {f"question-{card.number}/own-words" for card in edition.cards if card.own}
    assert {name for name, field in fields.items() if field["/FT"] == "/Btn"} == set(ticks)
    assert {name for name, field in fields.items() if field["/FT"] == "/Tx"} == words | {
        "my-offer",
        "my-practice",
    }
    for name, heard in ticks.items():
        assert str(fields[name]["/TU"]).replace("\u00a0", " ").startswith(f"{heard}: heard, question ")


def test_who_asks_nothing_has_room_for_notes(bare_paper: bytes) -> None:
    alone = PdfReader(io.BytesIO(bare_paper))
    assert (alone.get_fields() or {})["notes"]["/TU"] == "My notes: who will do what by when"
