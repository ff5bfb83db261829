"""What an edition is, and the occasion it is made for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from briefing.document.blocks import Document, Masthead
from briefing.meeting.answers import Answer, SheetQuestion
from briefing.meeting.model import Meeting, Person
from briefing.pack.asked import as_asked
from briefing.pack.model import Pack
from briefing.pack.told import Told, told_then

Role = Literal["panel", "chair", "clerk", "provider", "practice", "ours", "former"]
When = Literal["before", "after"]


@dataclass(frozen=True)
class Occasion:
    """A meeting with the packs of all its providers and, once it was held, what was recorded.

    `asked` are the questions that were put, `told` the thanks and earlier promises as the meeting had them: of a
    recorded meeting the packs may say others today.
    """

    packs: Sequence[Pack]
    answers: Sequence[Answer] = ()
    asked: Sequence[SheetQuestion] | None = None
    told: Sequence[Told] = ()
    gone: Sequence[Person] = ()
    """Who had a part in a version before, and has none now."""

    @property
    def meeting(self) -> Meeting:
        return self.packs[0].meeting

    @property
    def masthead(self) -> Masthead:
        """One head for the packs of a meeting: they are of one version, and approved together."""
        return self.packs[0].masthead

    @cached_property
    def known(self) -> Mapping[tuple[str, str], Answer]:
        """What the clerk recorded, by provider and question."""
        return {answer.key: answer for answer in self.answers}

    def recorded(self, pack: Pack) -> bool:
        return any(code == pack.provider_code for code, _ in self.known)

    def asked_of(self, pack: Pack) -> tuple[SheetQuestion, ...]:
        """The questions put to a pack's provider, in the order of their numbers."""
        if self.asked is None:
            return tuple(as_asked(question, pack) for question in pack.challenge.questions)
        return tuple(one for one in self.asked if one.provider_code == pack.provider_code)

    def told_of(self, pack: Pack) -> Told:
        return told_then(pack, self.told)


@dataclass(frozen=True)
class Edition:
    """One kind of document: how it is made, how its files are called, whose it is and when it goes out."""

    title: str
    stem: str
    """The names of its files begin so; after it the provider's code, and the reader where each has their own."""
    role: Role
    """Who gets it: a member of the panel and a provider their own, all others the one there is."""
    when: When
    documents: Callable[[Occasion], Iterable[Document]]
    endings: frozenset[str] = frozenset({".pdf"})
    """The forms in which it is sent."""
    copied_to: frozenset[Role] = frozenset()
    """Who else gets all there are of it."""
    by_provider: bool = False
    """There is one a provider, although it is not the provider's."""

    @property
    def ending(self) -> str:
        """The form that is told of first."""
        return ".pdf" if ".pdf" in self.endings else min(self.endings)
