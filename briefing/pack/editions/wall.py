"""The picture for the wall: one page a provider, its measures as small charts of one size, each under its finding."""

from collections.abc import Iterator

from briefing import formats
from briefing.document.blocks import Block, Box, Cover, Document, Drawing, Heading, Paragraph, Section
from briefing.pack import agenda, words
from briefing.pack.editions.edition import Edition, Occasion
from briefing.pack.editions.slides import picture_title
from briefing.pack.model import MeasureRow, Pack

STEM = "wall-picture"


def wall_documents(occasion: Occasion) -> Iterator[Document]:
    for pack in occasion.packs:
        month = formats.month(pack.data_date)
        yield Document(
            edition="wall",
            stem=f"{STEM}-{pack.provider_code.lower()}",
            title=f"{pack.provider_name} in {month}: a picture for the wall",
            masthead=pack.masthead,
            cover=Cover(
                kicker="A picture for the wall, from",
                reader=pack.commissioner_name,
                heading=f"{pack.provider_name} in {month}",
                meeting=f"{pack.meeting.title}, {formats.day(pack.meeting.date)}",
                more=(pack.meeting.place, agenda.time_with(pack.provider_code, pack.meeting)),
            ),
            sections=(Section("wall", "", tuple(_blocks(pack))),),
            dated=pack.meeting.date,
            styles=("packs/editions", "packs/wall"),
        )


def _blocks(pack: Pack) -> Iterator[Block]:
    if not pack.rows:
        yield Paragraph("No measure of this provider is loaded.", kind="lead")
        return
    yield Paragraph(f"{picture_title(pack.rows)}.", kind="lead")
    yield Box(tuple(_panel(row) for row in pack.rows), kind="panels")
    if pack.hidden:
        yield Paragraph(pack.hidden, kind="note")


def _panel(row: MeasureRow) -> Box:
    measure = row.measure
    blocks = (
        Heading(words.title(measure), level=2),
        Drawing(row.spark, "card"),
        Paragraph(words.finding(measure)),
        Paragraph(f"Source: {measure.source_line}", kind="source"),
    )
    return Box(blocks, kind="panel")


WALL = Edition(
    "picture for the wall",
    STEM,
    "chair",
    "before",
    wall_documents,
    copied_to=frozenset({"clerk"}),
    by_provider=True,
)
