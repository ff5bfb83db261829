"""The first page: the reader's part, what to press, what to praise, what to leave alone, interests."""

from collections.abc import Iterator

from briefing import formats
from briefing.document.blocks import (
    Block,
    Box,
    Callout,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    Section,
    numeral,
    page_of,
    strong,
)
from briefing.pack.model import GpEdition, Press
from briefing.pack.sections.sources import source_of
from briefing.pack.sections.specialties import named_first

_NOTHING = (
    "No measure gives a reason for a question: nothing stands out from ordinary variation, there are too few "
    "months to judge, or the figures are too old."
)
_EXPLORE = "What there is to ask rests on small numbers, on reports or on luck. Ask to learn; press nothing."
_COUNTS = {1: "One", 2: "Two", 3: "Three"}


def sixty_seconds(edition: GpEdition) -> Iterator[Section]:
    blocks = (
        _part(edition),
        *_press(edition),
        *_last_known(edition),
        *named_first(edition),
        *_pair(edition),
        _interests(edition),
    )
    yield Section("sixty-seconds", "In sixty seconds", blocks, kind="core")


def _part(edition: GpEdition) -> Block:
    wanted = (strong("The decision wanted:"), f" {edition.pack.meeting.decision_wanted}")
    short = (Paragraph(edition.pack.if_short, kind="if-short"),) if edition.pack.if_short else ()
    figures = tuple(Paragraph(sentence) for sentence in edition.pack.challenge.unasked)
    said = Heading("Your part"), Paragraph(" ".join(edition.part))
    decision = () if edition.pack.meeting.is_session else (Callout(wanted, "decision"),)
    return Box((*said, *decision, *short, *figures), kind="part")


def _press(edition: GpEdition) -> Iterator[Block]:
    if not edition.press:
        yield Heading("Nothing to press")
        yield Paragraph(_EXPLORE if edition.pack.challenge.questions else _NOTHING)
        return
    yield Heading(f"{_COUNTS[len(edition.press)]} to press")
    yield Listing(tuple(_pressed(item, edition) for item in edition.press), kind="press", ordered=True)


def _pressed(item: Press, edition: GpEdition) -> Item:
    people = (" ", Run(item.people, kind="press-people")) if item.people else ()
    title = (numeral(item.number), " ", strong(item.title), *people)
    chart = (Run("; ", kind="asked"), page_of("chart", item.evidence)) if item.evidence else ()
    asked = Run("Yours" if item.number in edition.asks else f"Asked {item.asked_by}", kind="asked")
    on_its_card = edition.pack.meeting.is_session and item.number in edition.asks  # page 1 may have it too
    told = "" if on_its_card else f"{item.sentence} "
    said = Paragraph((told, asked, *chart, Run(".", kind="asked")))
    return Item(blocks=(Paragraph(title, kind="press-title"), said))


def _last_known(edition: GpEdition) -> Iterator[Block]:
    """What would be pressed if its figures were not too old: what was last known, and the request for today's."""
    if lines := edition.pack.challenge.last_known:
        yield Heading("Too old to press")
        yield Listing(lines)


def _pair(edition: GpEdition) -> Iterator[Block]:
    pack = edition.pack
    halves = []
    if pack.praise and pack.challenge.credit is not None:
        measure = pack.challenge.credit.finding.measure
        source = measure.source_line if measure is not None else None
        halves.append(_half("One to praise", formats.first_sentence(pack.praise), source, kind="half praise"))
    if pack.leave:
        source = pack.challenge.leave_alone[0].measure.source_line
        halves.append(_half("One to leave alone", pack.leave, source, kind="half leave"))
    if halves:
        yield Box(tuple(halves), kind="pair")


def _half(heading: str, words: str, source: str | None, *, kind: str) -> Box:
    below = (Paragraph(source_of(source), kind="source"),) if source is not None else ()
    return Box((Heading(heading), Paragraph(words), *below), kind=kind)


def _interests(edition: GpEdition) -> Block:
    runs_to = (
        "Figures run to ",
        strong(formats.month(edition.pack.data_date)),
        " unless another month is named. ",
        page_of("All the evidence", "contents", "The contents of the evidence"),
        ".",
    )
    heading = (Heading("Before you speak: interests"),) if edition.interests else ()
    said = (Paragraph(sentence) for sentence in edition.interests)
    return Box((*heading, *said, Paragraph(runs_to, kind="data-date")), kind="interests")
