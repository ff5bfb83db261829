"""Both ways: what practices told us and what came of it, what the hospital may fairly ask us, and who speaks for it."""

from collections.abc import Iterator

from briefing import formats
from briefing.challenge.model import Concern
from briefing.document.blocks import Block, Column, Heading, Listing, Paragraph, Row, Section, Table, strong
from briefing.meeting.model import ProviderPerson
from briefing.pack.model import GpEdition, Pack


def both_ways(edition: GpEdition) -> Iterator[Section]:
    blocks = (*_reports(edition), *_fair_asks(edition), *_who_decides(edition.pack))
    yield Section("both-ways", "Both ways", blocks, kind="core joined")


def _reports(edition: GpEdition) -> Iterator[Block]:
    pack, challenge = edition.pack, edition.pack.challenge
    yield Heading("What practices told us, and what came of it")
    if pack.reported:
        heads = ("Reports", "From", "Since", "Their answers")
        columns = (Column("You said", "c-theme"), *(Column(head) for head in heads))
        yield Table(columns, tuple(_row(concern) for concern in pack.reported))
    if challenge.concerns:
        yield Paragraph(f"{pack.reported_too} No patient can be traced.".strip(), kind="note")
    else:
        yield Paragraph(
            "No practice has reported a concern about this provider since the last meeting. Ask your colleagues "
            "before the next one."
        )
    for own in challenge.closures:
        if own.practice_code == edition.reader.practice_code:
            yield Paragraph(own.sentence, kind="note")
    if challenge.representation is not None and not pack.meeting.is_session:  # there its first page says it
        yield Paragraph(challenge.representation.sentence, kind="note")


def _row(one: Concern) -> Row:
    reports, practices = formats.several(one.reports, "report"), formats.counted(one.practices, "practice")
    return Row((formats.capital(one.theme), reports, practices, formats.month(one.since), _answered(one)))


def _answered(one: Concern) -> str:
    if one.unanswered == 0:
        return "all answered"
    return (
        "none answered"
        if one.unanswered == one.reports
        else f"{formats.several(one.unanswered, 'report')} unanswered"
    )


def _fair_asks(edition: GpEdition) -> Iterator[Block]:
    yield Heading("What the hospital may fairly ask us")
    if edition.fair_asks:
        yield Listing(edition.fair_asks, kind="asks")
    else:
        yield Paragraph("You have no question today. Ask the hospital: what could we do that would help you?")


def _who_decides(pack: Pack) -> Iterator[Block]:
    people = [p for p in pack.meeting.provider_people if p.provider_code in (None, pack.provider_code)]
    if people:
        yield Heading("Who they are bringing, and what each may decide")
        yield Listing(tuple((strong(p.name), f", {p.role}: {_decides(p)}") for p in people), kind="people")


def _decides(person: ProviderPerson) -> str:
    return formats.listed(person.may_decide) if person.may_decide else "may not decide today"
