"""Sources and words: the files the numbers come from, the licence, the glossary."""

from collections.abc import Iterator

from briefing import formats
from briefing.document.blocks import (
    Block,
    Callout,
    Column,
    Heading,
    Item,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    Terms,
    link,
)
from briefing.pack.method import GLOSSARY
from briefing.pack.model import GpEdition, SourceGroup


def source_of(line: str) -> tuple[str | Run, ...]:
    """Where a number comes from, one click from the list of sources."""
    return ("Source: ", link(line, "sources", "The list of sources"))


def sources(edition: GpEdition) -> Iterator[Section]:
    pack = edition.pack
    licence = (
        "Contains public sector information licensed under the Open Government Licence v3.0. Published figures: "
        f"NHS England. This pack was prepared for {pack.commissioner_name}."
    )
    blocks = (
        *_files(edition),
        Paragraph("Every file, its vintage and its hash are in sources.csv, inside this file.", kind="note"),
        Callout(licence, "quiet"),
        Heading("Words used here", level=4),
        Terms(GLOSSARY),
    )
    yield Section("sources", "Sources and words", blocks, kind="evidence", level=3, lists_files=True)


def _files(edition: GpEdition) -> Iterator[Block]:
    if edition.pack.source_groups:
        columns = (
            Column("Source", "c-source"),
            Column("Period, vintage", "c-period"),
            Column("Latest file and its SHA-256", "c-file"),
        )
        rows = tuple(_row(group, edition) for group in edition.pack.source_groups)
        yield Table(columns, rows, kind="sources")


def _row(group: SourceGroup, edition: GpEdition) -> Row:
    latest = group.latest
    files = f"{formats.counted(group.files, 'file')}, latest vintage {latest.vintage}"
    return Row((
        Item(group.title, (Paragraph(tuple(_behind(group, edition)), kind="sentence"),)),
        Item(group.periods, (Paragraph(files, kind="sentence"),)),
        Item(latest.file, (Paragraph(latest.sha256, kind="sentence"),), kind="hash"),
    ))  # fmt: skip


def _behind(group: SourceGroup, edition: GpEdition) -> Iterator[str | Run]:
    """The publisher, and the reader's questions that rest on it."""
    yield group.publisher
    joint = " · behind "
    for card in edition.cards:
        if card.figure is not None and card.figure.measure.metric.source == group.latest.source:
            yield joint
            back = f"Back to question {card.number}"
            yield link(f"question {card.number}", f"question-{card.number}", back)
            joint = ", "
