"""The waits of each specialty in one table, and the worst of them in a line for the first page."""

from collections.abc import Iterator

from briefing import formats
from briefing.document.blocks import (
    Block,
    Column,
    Item,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    page_of,
    quiet,
    strong,
)
from briefing.measures import ALL, Measure, Point
from briefing.pack.model import GpEdition, Pack
from briefing.pack.sections.sources import source_of
from briefing.pack.specialties import LONG, MOST_ROWS, Specialty, worth_naming

_LONG_HEADS = {"rtt_over_52_weeks": "Over 52 weeks", "rtt_over_65_weeks": "Over 65 weeks"}


def specialties(pack: Pack) -> Iterator[Section]:
    if len(pack.specialties) > 2:
        blocks = tuple(_blocks(pack))
        yield Section("specialties", "Waits by specialty", blocks, kind="evidence", level=3)


def named_first(edition: GpEdition) -> Iterator[Block]:
    """ "Furthest behind England within 18 weeks: ophthalmology 62.2%, England 73.1% (about 990 more people)"."""
    pressed = (edition.pack.challenge.questions[item.number - 1].finding.measure for item in edition.press)
    asked = [measure.key for measure in pressed if measure is not None]
    found = worth_naming(edition.pack.specialties, named=asked)
    if len(edition.pack.specialties) > 2 and found and not found[0].within.old:
        told = "; ".join(_told(one) for one in found)
        table = page_of("All specialties", "specialties", "The table of specialties")
        yield Paragraph(
            (strong("Furthest behind England"), f" within 18 weeks: {told}. ", table, "."),
            kind="by-specialty",
        )


def _told(one: Specialty) -> str:
    unit = one.within.metric.unit
    own, england = (formats.amount(value, unit) for value in (one.within.latest.value, one.within.england))
    more = formats.people(one.more, f"more {one.within.metric.counts}")
    return f"{_name(one)} {own}, England {england} ({more})"


def _name(one: Specialty) -> str:
    code, name = one.within.specialty_code, one.within.specialty_name
    return "all specialties" if code == ALL else formats.specialty(name)


def _blocks(pack: Pack) -> Iterator[Block]:
    *parts, whole = pack.specialties
    shown = (*parts[:MOST_ROWS], whole)
    peers, ours = pack.terms["peers"], pack.terms["ours"]
    heads = ("Over 18 weeks", "Against England", "Within 18 weeks", "England", peers, ours)
    columns = (
        Column("Specialty", "c-specialty"),
        *(Column(head, "c-share", figures=True) for head in heads),
        *(Column(_LONG_HEADS[name], "c-long", figures=True) for name in LONG),
    )
    yield Table(columns, tuple(_row(one) for one in shown), kind="by-specialty")
    beyond = len(parts) - MOST_ROWS
    yield Paragraph(
        f"{formats.month(whole.within.latest.period)}, most waits over 18 weeks first. Each share has its 95% "
        "interval below it. Against England: how many more or fewer waits are over 18 weeks than at England’s share; a "
        "dash where chance could explain the difference."
        + (
            f" Left out are {formats.counted(beyond, 'smaller specialty', 'smaller specialties')}."
            if beyond > 0
            else ""
        ),
        kind="note",
    )
    yield Paragraph(source_of(whole.within.source_line), kind="source")


def _row(one: Specialty) -> Row:
    within, unit = one.within, one.within.metric.unit
    point = within.latest
    others = (within.england, within.peers_value)
    cells: tuple[Text | Item, ...] = (
        formats.capital(_name(one)),
        formats.HIDDEN if point.hidden else formats.MISSING if one.over is None else formats.number(one.over),
        _against(one),
        Item(formats.shown(point, unit), _interval(point, unit), kind="figures"),
        *(formats.MISSING if value is None else formats.amount(value, unit) for value in others),
        formats.MISSING if one.ours is None else formats.shown(one.ours.latest, unit),
        *(_people(measure) for measure in one.long),
    )
    return Row(cells, kind="total" if within.specialty_code == ALL else "")


def _against(one: Specialty) -> str:
    if one.more is None or round(one.more) == 0:
        return formats.MISSING
    return f"{formats.number(abs(one.more))} {'more' if one.more > 0 else 'fewer'}"


def _interval(point: Point, unit: str) -> tuple[Block, ...]:
    if point.value is None or point.low is None or point.high is None:
        return ()
    ends = f"{formats.number(point.low, 1)} to {formats.number(point.high, 1)}"
    return (Paragraph(quiet(ends), kind="interval"),)


def _people(measure: Measure | None) -> str:
    if measure is None:
        return formats.MISSING
    point = measure.latest
    if point.hidden:
        return formats.HIDDEN
    return formats.MISSING if point.numerator is None else formats.number(point.numerator)
