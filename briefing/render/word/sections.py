"""The sections of the GP pack in Word, in the order of the PDF: what to say, what to hear, the picture, the charts."""

from collections.abc import Callable, Mapping

from briefing import formats
from briefing.challenge.model import Concern
from briefing.document.figure import Figure, Place, lettered
from briefing.pack import words
from briefing.pack.model import Card, GpEdition, MeasureRow, Pack
from briefing.render.chart_images import ChartImage
from briefing.render.word.paper import TICK, Paper

Images = Mapping[str, ChartImage]
_PUSHES = {"FIRM": "press firmly", "ASK": "ask", "EXPLORE": "explore"}
_STATES = {
    "kept": "Kept",
    "late": "Late",
    "open": "Open",
    "repeated": "Promised again",
    "not_kept": "Not kept",
}
_PLACES: dict[Place, str] = {
    "question": "Behind the questions",
    "headline": "Behind the picture",
    "inside": "Inside the figures",
    "peers": "Beside providers like it",
    "inequality": "Between groups of people",
}
_LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."


def _sixty_seconds(paper: Paper, edition: GpEdition, images: Images) -> None:
    pack, meeting = edition.pack, edition.pack.meeting
    paper.title(pack.provider_name)
    where = f"{meeting.title}, {formats.day(meeting.date)} · {meeting.place} · {meeting.minutes} minutes"
    paper.say(f"Briefing for {edition.reader.name}. {where}", style="Subtitle")
    paper.heading("In sixty seconds", 1)
    paper.heading("Your part", 2)
    paper.say(" ".join(edition.part))
    paper.say(("The decision wanted: ",), meeting.decision_wanted)
    paper.heading("To press" if edition.press else "Nothing to press", 2)
    for item in edition.press:
        people = f" ({item.people})" if item.people else ""
        paper.say((f"{item.number}. {item.title}{people}. ",), f"{item.sentence} Asked {item.asked_by}.")
        if item.number in edition.asks:
            paper.say(("Settle for ",), item.settle_for)
    for heading, said in (("One to praise", pack.praise), ("One to leave alone", pack.leave)):
        if said:
            paper.heading(heading, 2)
            paper.say(said)
    paper.heading("Before you speak: interests", 2)
    for sentence in edition.interests:
        paper.say(sentence)
    paper.say(f"Numbers run to {formats.month(pack.data_date)} unless they say otherwise.", style="Caption")


def _questions(paper: Paper, edition: GpEdition, images: Images) -> None:
    paper.heading("Your questions", 1, new_page=True)
    for place, card in enumerate(edition.cards):
        _question(paper, card, images, new_page=place > 0 and card.own)
    if not edition.cards:
        paper.say(
            "You have no question to ask today. Listen for who will do what by when, and write it down:"
        )
        paper.room(12)


def _question(paper: Paper, card: Card, images: Images, *, new_page: bool) -> None:
    """A page for each question that its reader asks: with its chart it would be torn in two."""
    question = card.question
    paper.heading(f"{card.number}. {question.title}", 2, new_page=new_page)
    safety = " · patient safety" if question.finding.pattern.safety else ""
    paper.say((card.role,), f" · {_PUSHES[question.push]}{safety}", style="Subtitle", keep=True)
    drawn = card.figure if card.own and card.figure is not None and card.figure.id in images else None
    paper.say(question.fact if card.own else card.fact, keep=drawn is not None)
    paper.say(f"“{question.opener}”", style="Intense Quote", keep=drawn is not None)
    if drawn is not None:
        paper.picture(images[drawn.id].plain, alt=drawn.alt, share=0.7)
        paper.say(f"Source: {drawn.source_line}", style="Caption")
    paper.heading("Listen for", 3)
    paper.listed(question.listen_for, style="List", before=TICK)
    paper.heading("Likely reply", 3)
    paper.say(f"“{question.likely_reply}”")
    paper.heading("You can answer", 3)
    paper.say(f"“{question.answer}”")
    paper.say(("Settle for ",), question.settle_for)
    if question.assignment_note is not None and question.assignment_note != card.role:
        paper.say(question.assignment_note, style="Caption")
    if card.own:
        paper.heading("In my own words", 3)
        paper.room(2)


def _picture(paper: Paper, edition: GpEdition, images: Images) -> None:
    pack = edition.pack
    paper.heading("The picture", 1, new_page=True)
    if pack.rows:
        headings = ("Measure", "Trend", "Now", "Aim", "Others", pack.terms["ours"])
        paper.table(headings, [_row(row) for row in pack.rows], shares=(30, 18, 17, 14, 17, 12))
        if pack.hidden:
            paper.say(pack.hidden, style="Caption")
    else:
        paper.say("No measure of this provider is loaded.")
    if pack.missing:
        paper.heading("What is missing", 2)
        paper.listed(pack.missing)


def _row(row: MeasureRow) -> tuple[str, ...]:
    measure, unit = row.measure, row.measure.metric.unit
    trend = [words.VARIATION[measure.variation]]
    aims = []
    if measure.standard is not None:
        trend.append(words.assurance(measure))
        aims.append(f"Standard {formats.standard(measure.standard.value, unit)}")
    if measure.plan is not None:
        aims.append(f"Plan {formats.amount(measure.plan, unit)}")
    return (
        f"{measure.metric.title}\n{row.sentence}\n{measure.source_line}",
        "\n".join(part for part in trend if part),
        f"{formats.shown(measure.latest, unit)}\n{formats.month(measure.latest.period)}",
        "\n".join(aims) or "none set",
        "\n".join(f"{name} {formats.amount(value, unit)}" for name, value in row.others) or formats.MISSING,
        formats.MISSING if row.ours is None else formats.shown(row.ours.latest, unit),
    )


def _both_ways(paper: Paper, edition: GpEdition, images: Images) -> None:
    pack = edition.pack
    paper.heading("Both ways", 1, new_page=True)
    paper.heading("What practices told us, and what came of it", 2)
    if pack.reported:
        rows = [_concern(one) for one in pack.reported]
        paper.table(("You said", "Reports", "From", "Since", "They did"), rows, shares=(40, 14, 14, 16, 20))
    if pack.challenge.concerns:
        paper.say(f"{pack.reported_too} No patient can be traced.".strip(), style="Caption")
    else:
        paper.say("No practice has reported a concern about this provider since the last meeting.")
    for own in pack.challenge.closures:
        if own.practice_code == edition.reader.practice_code:
            paper.say(own.sentence)
    if pack.challenge.representation is not None:
        paper.say(pack.challenge.representation.sentence)
    paper.heading("What the hospital may fairly ask us", 2)
    paper.listed(edition.fair_asks or ("What would help you that is ours to do?",))
    paper.heading("What I can offer, and what my own practice has seen, without names", 2)
    paper.room(4)


def _concern(one: Concern) -> tuple[str, ...]:
    reports, practices = formats.several(one.reports, "report"), formats.counted(one.practices, "practice")
    answered = _answered(one.reports, one.unanswered)
    return formats.capital(one.theme), reports, practices, formats.month(one.since), answered


def _answered(reports: int, unanswered: int) -> str:
    if unanswered == 0:
        return "all answered"
    return "none answered" if unanswered == reports else f"{formats.several(unanswered, 'report')} unanswered"


def _today(paper: Paper, edition: GpEdition, images: Images) -> None:
    pack = edition.pack
    paper.heading("Last promises, and today", 1, new_page=True)
    paper.heading("Promised last time", 2)
    if pack.challenge.promises:
        rows = [
            (_STATES[p.state], f"{p.what}\n{p.evidence}".strip(), p.owner, formats.day(p.due_on))
            for p in pack.challenge.promises
        ]
        paper.table(("State", "Promise", "Owner", "Due"), rows, shares=(15, 50, 20, 17))
        if pack.shares:
            paper.say(pack.shares)
    else:
        paper.say("No promise from an earlier meeting is on the register.")
    paper.heading("Today’s order", 2)
    turns = [
        (
            str(turn.starts),
            "\n".join([turn.title, *(f"{number}. {title}: {who}" for number, title, who in turn.questions)]),
            str(turn.minutes),
        )
        for turn in pack.order
    ]
    paper.table(("From minute", "What, and who asks", "Minutes"), turns, shares=(14, 72, 12))
    if pack.if_short:
        paper.say((pack.if_short,))
    _who_decides(paper, pack)


def _who_decides(paper: Paper, pack: Pack) -> None:
    people = [p for p in pack.meeting.provider_people if p.provider_code in (None, pack.provider_code)]
    if people:
        paper.heading("Who they bring, and what they can decide", 2)
        paper.listed(
            f"{p.name}, {p.role}: "
            + (f"may decide on {formats.listed(p.may_decide)}" if p.may_decide else "may not decide today")
            for p in people
        )


def _charts(paper: Paper, edition: GpEdition, images: Images) -> None:
    figures = [figure for figure in edition.pack.figures if figure.id in images]
    if figures:
        paper.heading("Evidence", 1, new_page=True)
    for place, heading in _PLACES.items():
        here = [figure for figure in figures if figure.place == place]
        if here:
            paper.heading(heading, 2)
        for figure in here:
            _chart(paper, figure, images[figure.id])


def _chart(paper: Paper, figure: Figure, image: ChartImage) -> None:
    paper.heading(figure.title, 3)
    paper.picture(image.plain, alt=figure.alt)
    if figure.caption:
        paper.say(figure.caption)
    if figure.kind == "spc":
        paper.listed(
            f"{letter} {formats.month(note.period)}: {note.text}"
            for letter, note in lettered(figure.measure.notes)
        )
    paper.say(f"Source: {figure.source_line}", style="Caption")


def _sources(paper: Paper, edition: GpEdition, images: Images) -> None:
    pack = edition.pack
    paper.heading("Caveats and sources", 1)
    paper.listed(pack.caveats)
    paper.listed(f"{group.title}, {group.publisher}: {group.periods}" for group in pack.source_groups)
    paper.say(_LICENCE, style="Caption")


def _changes(paper: Paper, edition: GpEdition, images: Images) -> None:
    if (changes := edition.pack.changes) is not None:
        paper.heading(f"Since version {changes.since}", 1)
        paper.listed(changes.told)


SECTIONS: tuple[Callable[[Paper, GpEdition, Images], None], ...] = (
    _sixty_seconds,
    _questions,
    _picture,
    _both_ways,
    _today,
    _charts,
    _sources,
    _changes,
)
