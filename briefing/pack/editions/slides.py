"""Slides for the room, one deck a provider: the provider sees them, so they hold nothing that is ours alone.

What is on them is said to the provider anyway: the figures, the question as it is put, who puts it, what is asked for,
what was promised. No likely reply, no answer to it, no interest, no remark on who may not ask; and nothing of another
provider of the same meeting.
"""

from collections.abc import Iterator, Sequence

from briefing import formats
from briefing.document.blocks import (
    Block,
    Callout,
    Chart,
    Column,
    Cover,
    Document,
    Listing,
    Paragraph,
    Row,
    Section,
    Table,
    quiet,
    strong,
)
from briefing.document.figure import Figure
from briefing.pack import agenda, words
from briefing.pack.editions.edition import Edition, Occasion
from briefing.pack.model import MeasureRow, Pack
from briefing.pack.parts import chart_of
from briefing.pack.running_order import ChairQuestion, in_the_room, in_writing
from briefing.pack.sections.promises import standing
from briefing.pack.sections.sources import source_of

STEM = "slides"
MOST = 10
"""Slides that an hour holds."""
MOST_PROMISES = 5
"""Rows of a table that is read from the back of a room."""


def slides_documents(occasion: Occasion) -> Iterator[Document]:
    for pack in occasion.packs:
        when = formats.day(pack.meeting.date)
        yield Document(
            edition="slides",
            stem=f"{STEM}-{pack.provider_code.lower()}",
            title=f"Slides for the meeting of {when}: {pack.provider_name}",
            masthead=pack.masthead,
            cover=Cover(
                kicker=pack.commissioner_name,
                reader="",
                heading=pack.provider_name,
                meeting=f"{pack.meeting.title}, {when}",
                more=(pack.meeting.place, agenda.time_with(pack.provider_code, pack.meeting)),
            ),
            sections=tuple(_sections(pack)),
            dated=pack.meeting.date,
            forms=("pptx",),
        )


def _sections(pack: Pack) -> Iterator[Section]:
    """The slides in the order of the meeting; questions for which there is no slide stand on the last."""
    wanted = Callout((strong("What we want from today:"), f" {pack.meeting.decision_wanted}"), "decision")
    yield Section("decision-wanted", "", (wanted,))
    before = [*_credit(pack), *_promises(pack), *_picture(pack)]
    after = [_both_ways(), _closing(pack)]
    room = MOST - 1 - len(before) - len(after)  # the cover takes one
    asked = [_question(one, pack) for one in in_the_room(pack)[:room]] or [_nothing()]
    order = [_order(pack)] if len(asked) < room else []
    yield from (*order, *before, *asked, *after)


def _order(pack: Pack) -> Section:
    """The order of the day with this provider: what it is not there for is nobody's but the panel's."""
    meeting, items = pack.meeting, agenda.agenda_of(pack.meeting)
    mine = agenda.items_of(pack.provider_code, items, meeting)
    begin = agenda.starts_of(items)
    rows = tuple(
        Row((agenda.clock(begin[at], meeting), items[at].title, str(items[at].minutes))) for at in mine
    )
    total = sum(items[at].minutes for at in mine)
    table = Table((Column("At"), Column("What"), Column("Minutes")), rows)
    return Section("order", f"Our {formats.counted(total, 'minute')} together", (table,))


def _credit(pack: Pack) -> Iterator[Section]:
    credit = pack.challenge.credit
    if credit is not None:
        measure = credit.finding.measure
        figure = next((f for f in pack.figures if f.kind == "spc" and f.measure == measure), None)
        heading = f"What went well: {figure.title}" if figure else "What went well"
        yield Section("credit", heading, (*_chart(figure), Paragraph(credit.fact, kind="opener")))


def _promises(pack: Pack) -> Iterator[Section]:
    """What was promised earlier, what is still owed first."""
    promises = sorted(pack.challenge.promises, key=lambda promise: promise.state == "kept")
    if not promises:
        return
    kept = sum(promise.state == "kept" for promise in promises)
    rows = tuple(
        Row((promise.what, promise.owner, formats.day(promise.due_on), standing(promise)))
        for promise in promises[:MOST_PROMISES]
    )
    table = Table((Column("Promised"), Column("Who"), Column("Due"), Column("State")), rows)
    more = len(promises) - len(rows)
    others = (Paragraph(f"{formats.counted(more, 'promise')} more in the letter."),) if more else ()
    of = formats.counted(len(promises), "earlier promise")
    yield Section("promises", f"{kept or 'None'} of {of} kept in full and on time", (table, *others))


def _picture(pack: Pack) -> Iterator[Section]:
    if not pack.rows:
        return
    columns = (Column("Measure"), Column("Trend"), Column(formats.month(pack.data_date)), Column("Standard"))
    rows = tuple(_measure(row, pack) for row in pack.rows)
    beside = (Column("England"), Column(pack.terms["peers"]))
    sources = dict.fromkeys(row.measure.source_line for row in pack.rows)
    told = (Paragraph(source_of(line), kind="source") for line in sources)
    yield Section("picture", picture_title(pack.rows), (Table((*columns, *beside), rows), *told))


def picture_title(rows: Sequence[MeasureRow]) -> str:
    """ "Of 7 measures that can be judged, 3 have become worse and 1 better, by more than chance"."""
    judged = [row.measure.variation for row in rows if not row.measure.old]
    judged = [way for way in judged if way != "too_few"]
    if not judged:
        return "Where the figures stand"
    counts = ((judged.count("concern"), "worse"), (judged.count("improvement"), "better"))
    said = [f"{count} {way}" for count, way in counts if count] or ["none worse or better"]
    which = "" if len(judged) == len(rows) else " that can be judged"
    has = "has" if sum(count for count, _ in counts) < 2 else "have"
    return (
        f"Of {formats.counted(len(judged), 'measure')}{which}, {has_become(said, has)}, by more than chance"
    )


def has_become(said: Sequence[str], has: str) -> str:
    """ "3 have become worse and 1 better": the verb stands after the first number."""
    first, _, way = said[0].partition(" ")
    return formats.listed([f"{first} {has} become {way}", *said[1:]])


def _measure(row: MeasureRow, pack: Pack) -> Row:
    measure, unit, beside = row.measure, row.measure.metric.unit, dict(row.others)
    now = formats.shown(measure.latest, unit)
    if measure.latest.period != pack.data_date:
        now += f" in {formats.short_month(measure.latest.period)}"
    trend = "" if measure.old else words.variation(measure)
    standard = formats.standard(measure.standard.value, unit) if measure.standard else formats.MISSING
    others = (
        formats.amount(beside[name], unit) if name in beside else formats.MISSING
        for name in ("England", pack.terms["peers"])
    )
    return Row((measure.metric.title, trend, now, standard, *others))


def _question(asked: ChairQuestion, pack: Pack) -> Section:
    """A question as it is put: the finding as the title, its chart, the words, who puts it, what is asked for."""
    question = pack.challenge.questions[asked.number - 1]
    figure = chart_of(asked.number, question, pack.figures)
    finding = figure.title if figure is not None else formats.first_sentence(question.fact)
    blocks = (
        *_chart(figure),
        Paragraph(f"“{question.opener}”", kind="opener"),
        Paragraph((quiet("Asked by"), " ", *asked.leading)),
        Paragraph((strong("We ask for"), f" {asked.settle_for}")),
    )
    return Section(f"question-{asked.number}", f"{asked.number}. {finding}", blocks)


def _chart(figure: Figure | None) -> Iterator[Block]:
    if figure is not None:
        yield Chart(figure, source_of(figure.source_line))


def _nothing() -> Section:
    said = "Your figures give us no reason for a question this time. Tell us what you would like to raise."
    return Section("questions", "No question to press today", (Paragraph(said, kind="opener"),))


def _both_ways() -> Section:
    said = "A meeting works both ways. What would help you that is for practices or for us to do?"
    return Section("what-you-may-ask", "What you may ask of us", (Paragraph(said, kind="opener"),))


def _closing(pack: Pack) -> Section:
    """What was promised, to be filled in while everybody watches, and read back."""
    named = {asked.number: f"{asked.number}. {asked.title}" for asked in in_the_room(pack)}
    named |= {asked.number: f"{asked.number}. {asked.title} (in writing)" for asked in in_writing(pack)}
    rows = tuple(Row((named[number], "", "", "")) for number in sorted(named))
    columns = (Column("Question"), Column("What was promised"), Column("Who"), Column("By when"))
    blocks = (Table(columns, rows),) if rows else (Listing(("What", "Who", "By when", "Measured how")),)
    return Section("read-back", "Before we part: who does what, by when", blocks)


SLIDES = Edition(
    "slides for the room",
    STEM,
    "chair",
    "before",
    slides_documents,
    endings=frozenset({".pptx"}),
    copied_to=frozenset({"clerk"}),
    by_provider=True,
)
