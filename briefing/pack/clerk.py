"""The clerk's answer sheet: every question of a meeting in one list, and the promises to be looked back on.

It lies open on the table, so it carries what would be settled for and no argument. Its ids are those that
`briefing record` takes, the same in every version of the pack.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing import formats
from briefing.challenge.model import Promise, Question
from briefing.challenge.slots import group_name
from briefing.document.blocks import Masthead
from briefing.measures import ALL, Measure
from briefing.meeting.answers import OTHERS, SheetQuestion
from briefing.meeting.model import Meeting, ProviderPerson, same_topic
from briefing.pack.asked import as_asked
from briefing.pack.model import Pack

STANDING = {
    "kept": "kept, by the figures",
    "late": "late",
    "open": "open",
    "repeated": "promised again",
    "not_kept": "not kept, by the figures",
}
"""How an earlier promise stands before the meeting hears of it."""


@dataclass(frozen=True)
class SheetRow:
    """One question, with room for what it brings."""

    number: int | None
    """Its number in the provider's pack; None where the clerk writes down what no question asked for."""
    asked: SheetQuestion
    settle_for: str
    """The least that is worth having, to be read back against."""
    shows_in: str | None
    """The title of the metric it will show in unless the clerk names another."""
    may_decide: tuple[str, ...]
    """Roles on the other side of the table that may decide on it."""


@dataclass(frozen=True)
class SheetPart:
    """One provider's questions, and its promises that are not settled."""

    provider_code: str
    provider_name: str
    rows: tuple[SheetRow, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class ClerkSheet:
    meeting: Meeting
    masthead: Masthead
    parts: tuple[SheetPart, ...]
    owners: tuple[str, ...]
    """Roles to choose an owner from."""
    measures: tuple[str, ...]
    """Names of metrics to choose a measure from."""
    filename: str = "clerk-answer-sheet"
    """Without its ending: it is made as .xlsx and as .pdf."""

    @property
    def asked(self) -> tuple[SheetQuestion, ...]:
        """The questions, for the memory of a version: what `briefing record` will know."""
        return tuple(row.asked for part in self.parts for row in part.rows if row.number is not None)


def clerk_sheet(packs: Sequence[Pack]) -> ClerkSheet:
    """Makes the sheet of a meeting from the packs of all its providers."""
    first = packs[0]
    parts = tuple(_part(pack) for pack in packs)
    rows = [row for part in parts for row in part.rows]
    return ClerkSheet(
        meeting=first.meeting,
        masthead=first.masthead,
        parts=parts,
        owners=tuple(dict.fromkeys(person.role for person in first.meeting.provider_people)),
        measures=tuple(dict.fromkeys(row.asked.measure for row in rows if row.asked.measure)),
    )


def _part(pack: Pack) -> SheetPart:
    brought = [
        person
        for person in pack.meeting.provider_people
        if person.provider_code in (None, pack.provider_code)
    ]
    questions = [_row(n, q, pack, brought) for n, q in enumerate(pack.challenge.questions, start=1)]
    return SheetPart(
        provider_code=pack.provider_code,
        provider_name=pack.provider_name,
        rows=(*questions, *(_other(id, pack) for id in OTHERS)),
        promises=tuple(promise for promise in pack.challenge.promises if not promise.settled),
    )


def _row(number: int, question: Question, pack: Pack, brought: Iterable[ProviderPerson]) -> SheetRow:
    measure, topic = question.finding.measure, question.finding.pattern.topic
    deciding = (p.role for p in brought if any(same_topic(topic, other) for other in p.may_decide))
    return SheetRow(
        number,
        as_asked(question, pack),
        question.settle_for,
        _title(measure) if measure else None,
        tuple(deciding),
    )


def _title(measure: Measure) -> str:
    whole = measure.specialty_code == ALL
    place = [] if whole else [formats.specialty(measure.specialty_name)]
    return ", ".join([measure.metric.title, *place, *filter(None, [group_name(measure.group_code)])])


def _other(id: str, pack: Pack) -> SheetRow:
    asked = SheetQuestion(id, pack.provider_code, "", "Another promise, not asked for above", "", None)
    return SheetRow(None, asked, "", None, ())
