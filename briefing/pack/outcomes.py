"""What came of each question of a meeting, for the letter to a provider and the bulletin to practices.

Both are made with the pack, with room to write, and again once the clerk's sheet is recorded:

    question + answer   ->   you said | we asked | they said | we will watch
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from briefing.meeting.answers import OTHERS, Answer, SheetQuestion
from briefing.pack.asked import DONE, named
from briefing.pack.editions.edition import Occasion
from briefing.pack.model import Pack

_STATES = {
    "answered": "Answered",
    "partly": "Partly answered",
    "will write": "They will write",
    "not answered": "Not answered",
    "wrote": "They wrote",
}
_NOT_REACHED = "Not reached: asked in writing"


@dataclass(frozen=True)
class Outcome:
    """What came of a question."""

    number: int | None
    """None for a promise that no question asked for."""
    title: str
    you_said: str
    """Practices' reports behind it, counted; empty where there were none."""
    we_asked: str
    asked_for: str
    """What we would settle for."""
    asked_by: str
    in_writing: bool
    state: str
    """"Answered", "They will write"; empty where the clerk recorded nothing."""
    commitment: str
    owner: str
    due_on: date | None
    watch: str
    note: str = ""
    """What the clerk wrote down beside it."""

    @property
    def recorded(self) -> bool:
        return bool(self.state)

    @property
    def left_out(self) -> bool:
        """Whether it was not put in the room, and nothing was said of it."""
        return self.state == _NOT_REACHED and not (self.commitment or self.note)


def outcomes_of(pack: Pack, occasion: Occasion) -> Iterator[Outcome]:
    """What came of each question, then the promises that no question asked for."""
    known, recorded = occasion.known, occasion.recorded(pack)
    for number, one in enumerate(occasion.asked_of(pack), start=1):
        answer = known.get(one.key)
        yield Outcome(
            number=number,
            title=one.title,
            you_said=one.you_said,
            we_asked=one.opener or one.title,
            asked_for=one.settle_for,
            asked_by=one.asked_by,
            in_writing=one.in_writing,
            state=_state(answer) if recorded else "",
            commitment=(answer.commitment if answer else None) or "",
            owner=(answer.owner if answer else None) or "",
            due_on=answer.due_on if answer else None,
            watch=_watch(one, answer, pack),
            note=(answer.note if answer else None) or "",
        )
    for name in OTHERS:
        if (extra := known.get((pack.provider_code, name))) is not None and not extra.blank:
            yield _extra(extra, pack)


def _state(answer: Answer | None) -> str:
    return _STATES[answer.state] if answer is not None and answer.state else _NOT_REACHED


def _extra(answer: Answer, pack: Pack) -> Outcome:
    return Outcome(
        number=None,
        title="Also promised" if answer.commitment else "Also noted",
        you_said="",
        we_asked="",
        asked_for="",
        asked_by="",
        in_writing=False,
        state="Promised" if answer.commitment else "Noted",
        commitment=answer.commitment or "",
        owner=answer.owner or "",
        due_on=answer.due_on,
        watch=(named(answer.measure, pack) or DONE) if answer.commitment else "",
        note=answer.note or "",
    )


def _watch(asked: SheetQuestion, answer: Answer | None, pack: Pack) -> str:
    """The measure that the clerk named, or the one the question was about, where it stood when it was asked."""
    if answer is not None and answer.measure and answer.measure != asked.measure:
        return named(answer.measure, pack) or answer.measure
    return asked.watch or named(asked.measure, pack) or DONE
