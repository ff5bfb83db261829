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
from briefing.pack.build import SESSION
from briefing.pack.method import GLOSSARY
from briefing.pack.model import Pack, SourceGroup

_ELSEWHERE = "Files, method, caveats and words stand once for all providers of the session, in annex M."


def source_of(line: str) -> tuple[str | Run, ...]:
    """Where a number comes from, one click from the list of sources."""
    return ("Source: ", link(line, "sources", "The list of sources"))


def sources(pack: Pack) -> Iterator[Section]:
    if pack.meeting.is_session and pack.provider_code != SESSION:
        elsewhere = Paragraph(_ELSEWHERE)
        yield Section(
            "sources", "Sources and words", (elsewhere,), kind="evidence", level=3, lists_files=True
        )
        return
    licence = (
        "Contains public sector information licensed under the Open Government Licence v3.0. Published figures: "
        f"NHS England. This pack was prepared for {pack.commissioner_name}."
    )
    blocks = (
        *_files(pack),
        Paragraph("Every file, its vintage and its hash are in sources.csv, inside this file.", kind="note"),
        Callout(licence, "quiet"),
        Heading("Words used here", level=4),
        Terms(GLOSSARY),
    )
    yield Section("sources", "Sources and words", blocks, kind="evidence", level=3, lists_files=True)


def _files(pack: Pack) -> Iterator[Block]:
    if pack.source_groups:
        columns = (
            Column("Source", "c-source"),
            Column("Period, vintage", "c-period"),
            Column("Latest file and its SHA-256", "c-file"),
        )
        rows = tuple(_row(group, pack) for group in pack.source_groups)
        yield Table(columns, rows, kind="sources")


def _row(group: SourceGroup, pack: Pack) -> Row:
    latest = group.latest
    files = f"{formats.counted(group.files, 'file')}, latest vintage {latest.vintage}"
    return Row((
        Item(group.title, (Paragraph(tuple(_behind(group, pack)), kind="sentence"),)),
        Item(group.periods, (Paragraph(files, kind="sentence"),)),
        Item(latest.file, (Paragraph(latest.sha256, kind="sentence"),), kind="hash"),
    ))  # fmt: skip


def _behind(group: SourceGroup, pack: Pack) -> Iterator[str | Run]:
    """The publisher, and the questions that rest on it."""
    yield group.publisher
    joint = " · behind "
    resting = {
        number
        for figure in pack.figures
        if figure.measure.metric.source == group.latest.source
        for number in figure.questions
    }
    for number in sorted(resting):
        yield joint
        yield link(f"question {number}", f"question-{number}", f"Back to question {number}")
        joint = ", "
