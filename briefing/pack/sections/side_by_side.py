"""The providers of a session side by side: each measure once, and who is best and worst of them where one can tell."""

from collections.abc import Iterator, Sequence

from briefing import formats
from briefing.document.blocks import (
    Block,
    Column,
    Item,
    Listing,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    quiet,
    strong,
)
from briefing.measures import Measure
from briefing.pack.comparison import Compared, End, Place, compared, unlike
from briefing.pack.figures import known
from briefing.pack.model import Pack
from briefing.pack.sections.today import lines
from briefing.pack.words import short_name

_TWO: dict[End, str] = {"best": "better", "worst": "worse"}
"""What the best and the worst of two are called."""


def side_by_side(packs: Sequence[Pack]) -> Iterator[Section]:
    measures = compared(packs)
    blocks = tuple(_blocks(packs, measures)) if measures else (Paragraph(_NOTHING, kind="lead"),)
    yield Section("side-by-side", "", (*blocks, lines()), kind="core", under="Side by side")


_NOTHING = "No measure is shown for two or more of today’s providers, so none is set side by side."


def _blocks(packs: Sequence[Pack], measures: Sequence[Compared]) -> Iterator[Block]:
    told = [line for at, pack in enumerate(packs) for line in _told(at, pack, measures)]
    yield Listing(tuple(told), kind="stands-out") if told else Paragraph(_NOBODY)
    columns = (
        Column("Measure", "c-compared"),
        *(Column(short_name(pack.provider_name), "c-provider") for pack in packs),
    )
    yield Table(columns, tuple(map(_row, measures)), kind="side-by-side")
    yield from _notes(packs, measures)


_NOBODY = "No provider is the best or the worst of the session in any measure by more than chance."


def _told(at: int, pack: Pack, measures: Sequence[Compared]) -> Iterator[Text]:
    """ "Westholme Downs: worst on letters within a week; best on waiting within 18 weeks"."""
    parts = []
    for end in ("worst", "best"):
        names = [formats.inside(one.name) for one in measures if one.places[at].end == end]
        if names:
            parts.append(f"{_word(end, measures)} on {formats.listed(names)}")
    if parts:
        yield (strong(short_name(pack.provider_name)), f": {'; '.join(parts)}.")


def _word(end: End, measures: Sequence[Compared]) -> str:
    return _TWO[end] if len(measures[0].places) == 2 else end


def _row(one: Compared) -> Row:
    about = [_beside(one), *([f"Nobody stands out: {one.unranked}."] if one.unranked else [])]
    name = Item(strong(one.name), tuple(Paragraph(line, kind="sentence") for line in about))
    return Row((name, *(_cell(place, one) for place in one.places)))


def _beside(one: Compared) -> str:
    """Its latest month, its standard and England's figure: "September 2026, standard 92%, England 61.8%"."""
    unit, newest = one.metric.unit, [m for m in one.measures if m.latest.period == one.period]
    parts = [formats.month(one.period)]
    standards = {m.standard.value for m in newest if m.standard is not None}
    if len(standards) == 1:
        parts.append(f"standard {formats.standard(standards.pop(), unit)}")
    england = next((m.england for m in newest if m.england is not None), None)
    if england is not None and one.metric.kind != "count":
        parts.append(f"England {formats.amount(england, unit)}")
    return ", ".join(parts)


def _cell(place: Place, one: Compared) -> Item:
    measure = place.measure
    if measure is None:
        return Item(formats.MISSING, kind="figure")
    shown = formats.shown(measure.latest, one.metric.unit)
    return Item(strong(shown) if known(measure) else shown, tuple(_under(place, measure, one)), kind="figure")


def _under(place: Place, measure: Measure, one: Compared) -> Iterator[Block]:
    if place.end:
        yield Paragraph(strong(f"{_word(place.end, [one])} of the session", place.end), kind="end")
    if measure.latest.period != one.period:
        yield Paragraph(quiet(formats.month(measure.latest.period)), kind="sentence")
    if place.rank:
        yield Paragraph(quiet(f"{place.rank} similar trusts"), kind="sentence")


def _notes(packs: Sequence[Pack], measures: Sequence[Compared]) -> Iterator[Block]:
    many = len(packs) * (len(packs) - 1) // 2
    pairs = f", wider for the {formats.number(many)} pairs of providers" if many > 1 else ""
    best, worst = (_word(end, measures) for end in ("best", "worst"))
    yield Paragraph(
        f"{formats.capital(best)} and {worst} are said only where a figure lies further from the next than chance "
        f"could explain (Newcombe’s 95% interval{pairs}). A place among similar trusts counts from the best.",
        kind="note",
    )
    for pack in unlike(packs):
        yield Paragraph(
            f"{short_name(pack.provider_name)} treats mostly other specialties than the others. Its waits as a whole "
            "are set beside similar trusts only.",
            kind="note",
        )
    places = [place.measure for one in measures for place in one.places]
    if any(one is None or not (known(one) or one.latest.hidden) for one in places):
        yield Paragraph("A dash: no figure in this provider’s chapter.", kind="note")
    if hidden := next((pack.hidden for pack in packs if pack.hidden), ""):
        yield Paragraph(hidden, kind="note")
    lines = dict.fromkeys(measure.source_line for one in measures for measure in one.measures)
    yield Paragraph(f"Sources: {'; '.join(lines)}.", kind="source")
