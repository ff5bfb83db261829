"""The picture: up to eight measures in a table, each with its trend, its aim and what others have."""

from collections.abc import Iterator, Sequence

from briefing import formats
from briefing.challenge.slots import of_how_many
from briefing.document.blocks import (
    Block,
    Box,
    Column,
    Drawing,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Run,
    Section,
    Sign,
    Table,
    Text,
    link,
    quiet,
    strong,
)
from briefing.measures import Measure, Point
from briefing.pack import words
from briefing.pack.model import GpEdition, MeasureRow, Pack

_LETTERS = "abcdefgh"


def picture(edition: GpEdition) -> Iterator[Section]:
    yield Section("picture", "The picture", tuple(_blocks(edition.pack)), kind="core joined")


def picture_behind(pack: Pack) -> Iterator[Section]:
    """The same in an annex, where a session has too many providers for a page of each."""
    yield Section("picture", "The picture", tuple(_blocks(pack)), kind="evidence", level=3)


def _blocks(pack: Pack) -> Iterator[Block]:
    yield from _table(pack) if pack.rows else _nothing()
    yield from _missing(pack)


def _nothing() -> Iterator[Block]:
    yield Paragraph("No measure of this provider is loaded.", kind="lead")


def _table(pack: Pack) -> Iterator[Block]:
    lines = list(dict.fromkeys(row.measure.source_line for row in pack.rows))
    columns = (
        Column("Measure", "c-measure"),
        Column("Trend", "c-trend"),
        Column(formats.month(pack.data_date), "c-now"),
        Column("Standard", "c-aim"),
        Column("England", "c-other"),
        Column(pack.terms["board"], "c-other"),
        Column(pack.terms["peers"], "c-other"),
        Column(pack.terms["ours"], "c-ours"),
    )
    yield Paragraph(
        "Grey band: where nearly all months lie if nothing changes. Diamond: a change for the worse. "
        "Ring: for the better.",
        kind="note",
    )
    yield Table(columns, tuple(_row(row, pack, lines) for row in pack.rows), kind="picture")
    yield Paragraph(_lettered(lines), kind="source", id="picture-sources")
    if pack.hidden:
        yield Paragraph(pack.hidden, kind="note")


def _lettered(lines: Sequence[str]) -> Text:
    found: list[str | Run] = ["Sources: "]
    for letter, line in zip(_LETTERS, lines, strict=False):
        found += [strong(letter), f" {line}{'.' if line == lines[-1] else '; '}"]
    return tuple(found)


def _row(row: MeasureRow, pack: Pack, lines: Sequence[str]) -> Row:
    measure, unit, beside = row.measure, row.measure.metric.unit, dict(row.others)
    sentence = (Paragraph(row.sentence, kind="sentence"),) if row.sentence else ()
    name = Item(link(measure.metric.title, row.evidence, "The chart of this measure"), sentence)
    signs = Box(tuple(_signs(measure)), kind="signs")
    letter = link(
        _LETTERS[lines.index(measure.source_line)], "picture-sources", "Its source, below the table", "letter"
    )
    other_month = measure.latest.period != pack.data_date
    when = (Paragraph(formats.month(measure.latest.period), kind="when-small"),) if other_month else ()
    others = (
        Item(formats.amount(beside[name], unit) if name in beside else formats.MISSING, kind="stack")
        for name in ("England", pack.terms["board"], pack.terms["peers"])
    )
    ours = (Paragraph(formats.MISSING, kind="none"),) if row.ours is None else _shown(row.ours, unit)
    return Row((
        name,
        Item(blocks=(Drawing(row.spark, "spark"), signs), kind="trend"),
        Item((_value(measure.latest, unit), letter), (*_of_how_many(measure), *when), kind="now"),
        Item(blocks=tuple(_aims(measure)), kind="stack"),
        *others,
        Item(blocks=ours, kind="stack"),
    ))  # fmt: skip


def _shown(ours: Measure, unit: str) -> tuple[Block, ...]:
    return (Paragraph(_value(ours.latest, unit), kind="ours"), *_of_how_many(ours))


def _of_how_many(measure: Measure) -> tuple[Block, ...]:
    """Say of how many a share of a local feed is one; a hidden or missing one is of nobody."""
    of = None if measure.latest.value is None else of_how_many(measure)
    return (Paragraph(of, kind="when-small"),) if of else ()


def _value(point: Point, unit: str) -> str | Run:
    """A figure, a star for one that is too small to print, a dash for one that is not there."""
    shown = formats.shown(point, unit)
    return Run(shown, kind="none") if point.value is None else shown


def _signs(measure: Measure) -> Iterator[Block]:
    """None for an old figure: what it went towards then is no sign of what it does today."""
    if measure.old:
        return
    yield Sign(measure, "variation", words.variation(measure))
    if measure.standard is not None and (outlook := words.assurance(measure)):
        yield Sign(measure, "assurance", outlook)


def _aims(measure: Measure) -> Iterator[Block]:
    unit = measure.metric.unit
    if measure.standard is not None:
        yield Paragraph(formats.standard(measure.standard.value, unit))
    if measure.plan is not None:
        yield Paragraph((quiet("Plan"), f" {formats.amount(measure.plan, unit)}"))
    if measure.standard is None and measure.plan is None:
        yield Paragraph("none", kind="none")


def _missing(pack: Pack) -> Iterator[Block]:
    if pack.missing:
        yield Box((Heading("What is missing"), Listing(pack.missing)), kind="missing")
