"""What each reader gets, before anyone draws it: numbers already suppressed, sentences already made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from briefing import formats
from briefing.challenge.model import Challenge, Concern, Question
from briefing.context.settings import PEER_WEIGHTS, PeerSet, PeerSwap
from briefing.document.blocks import Block, Masthead
from briefing.document.figure import EvidenceTable, Figure
from briefing.measures import Measure
from briefing.meeting.model import Meeting, Person
from briefing.pack.specialties import Specialty
from briefing.protection.disclosure import Preset

MOST_ASKS = 4
MOST_PRESSED = 3

TERMS: Mapping[str, str] = MappingProxyType(
    {"board": "Board", "peers": "Similar trusts", "ours": "Our residents"}
)
"""Words a workspace may replace by its own."""


@dataclass(frozen=True)
class PackSettings:
    """What of a workspace's settings shapes a pack."""

    suppression: Preset = "none"
    marking: str = ""
    """The protective marking at the head of every page; empty for none."""
    terms: Mapping[str, str] = field(default_factory=lambda: TERMS)
    screen: Literal["nhsr", "mdc_excel"] = "nhsr"
    """Which moving ranges the charts leave out: said on the method page."""
    peer_count: int = 10
    peer_weights: Mapping[str, float] = field(default_factory=lambda: PEER_WEIGHTS)
    peer_swaps: tuple[PeerSwap, ...] = ()
    peer_sets: tuple[PeerSet, ...] = ()


@dataclass(frozen=True)
class MeasureRow:
    """A line of the page with the picture."""

    measure: Measure
    spark: Figure
    evidence: str
    """The id of the full figure."""
    ours: Measure | None
    """The same metric for our population alone."""
    others: tuple[tuple[str, float], ...]
    """England, board and peers by name; none for a count, which grows with the place it counts."""
    sentence: str
    """In people; empty where nobody can be counted: what it counts stands in the definitions."""


@dataclass(frozen=True)
class SourceUsed:
    """An input of the pack: printed at the back, listed in the manifest. Without a clock: the same bytes."""

    source: str
    title: str
    publisher: str
    period: str
    vintage: int
    file: str
    sha256: str


@dataclass(frozen=True)
class SourceGroup:
    """All files of one source in one line; each file's own hash is in sources.csv."""

    title: str
    publisher: str
    periods: str
    files: int
    latest: SourceUsed


@dataclass(frozen=True)
class Press:
    """A question in one breath, for the first page."""

    number: int
    title: str
    sentence: str
    people: str
    """"about 420 people"; empty where nobody can be counted."""
    asked_by: str
    """"by Dr B", or "in writing" where nobody is free to ask."""
    evidence: str | None
    """The id of its first figure, with the source; None where no measure stands behind it."""


@dataclass(frozen=True)
class Turn:
    """A line of the order of the day."""

    title: str
    starts: int
    """Minutes after the meeting opens."""
    minutes: int
    questions: tuple[tuple[int, str, str], ...]
    """Number, title and who asks."""


@dataclass(frozen=True)
class Card:
    """A question as one reader holds it."""

    number: int
    """Its number in the meeting, the same for everyone."""
    question: Question
    role: str
    """"You ask this", "You support Dr B", "Nobody is free to lead it: ask it in writing."."""
    figure: Figure | None
    evidence: str | None
    """The id of the full figure."""
    own: bool
    """The reader asks it, or everybody is to know of it; a question they only support is told in short."""

    @property
    def fact(self) -> str:
        """The fact in one sentence."""
        return formats.first_sentence(self.question.fact)


@dataclass(frozen=True)
class Change:
    """A number that is not what the version before said."""

    kind: Literal["revised", "new month", "shown now", "no longer shown"]
    name: str
    """The measure and what it is limited to."""
    period: date
    before: str
    """As it was printed; empty where it was not. For a new month, what the month before said."""
    after: str
    counts_before: tuple[float | None, float | None]
    """Counted, and out of."""
    counts_after: tuple[float | None, float | None]
    why: str


@dataclass(frozen=True)
class Changes:
    """What a version says that the one before did not."""

    since: int
    """The number of the version before."""
    numbers: tuple[Change, ...]
    questions: tuple[str, ...]
    sentences: tuple[str, ...]
    """Both in sentences, the most important first."""


@dataclass(frozen=True)
class Pack:
    """Everything about one provider at one meeting. Editions choose from it."""

    meeting: Meeting
    provider_code: str
    provider_name: str
    commissioner_name: str
    version: int
    status: Literal["draft", "approved"]
    data_date: date
    """The last period of the headline measures."""
    challenge: Challenge
    rows: tuple[MeasureRow, ...]
    figures: tuple[Figure, ...]
    press: tuple[Press, ...]
    """Every question, the heaviest first."""
    praise: str | None
    leave: str | None
    fair_asks: tuple[str, ...]
    reported: tuple[Concern, ...]
    """Themes of which practices told us often, or together."""
    reported_too: str
    """The other themes, in a sentence: no number of them may be printed."""
    caveats: tuple[str, ...]
    sources: tuple[SourceUsed, ...]
    source_groups: tuple[SourceGroup, ...]
    evidence: tuple[EvidenceTable, ...]
    order: tuple[Turn, ...]
    if_short: str
    """What to keep and what to send in writing if time runs out."""
    shares: str
    """How often this provider's questions brought a dated commitment, and how often its promises were kept."""
    method: tuple[str, ...]
    settings: tuple[Block, ...]
    """How all figures were judged: what somebody needs who wants to do it again."""
    engine: tuple[Block, ...]
    """Beside what its own figures were judged: funnels, peers."""
    used: tuple[Measure, ...]
    """What method and caveats have to explain."""
    definitions: tuple[tuple[str, str], ...]
    """What each measure shown counts."""
    marking: str
    terms: Mapping[str, str]
    missing: tuple[str, ...]
    """What could not be shown and why: "No figures for RXX in March 2026: the trust did not submit"."""
    changes: Changes | None = None
    """Since the version before; None for the first."""
    specialties: tuple[Specialty, ...] = ()
    """Waits by specialty, all together last; none where they are not known."""
    hidden: str = ""
    """What the star in a table of figures stands for; empty where there is none."""

    @property
    def masthead(self) -> Masthead:
        return Masthead(self.commissioner_name, self.version, self.status, self.marking)


@dataclass(frozen=True)
class GpEdition:
    """The pack as one panel member gets it."""

    pack: Pack
    reader: Person
    cards: tuple[Card, ...]
    """At most four, the reader's own first."""
    part: tuple[str, ...]
    """The reader's part in the meeting, in sentences."""
    interests: tuple[str, ...]
    """The interests prompt, in sentences."""
    stem: str
    """The name of its files, without their endings."""

    @property
    def press(self) -> tuple[Press, ...]:
        """The three of the first page: those the reader asks, then the heaviest of the others."""
        return tuple(sorted(self.pack.press, key=lambda item: item.number not in self.asks))[:MOST_PRESSED]

    @property
    def asks(self) -> frozenset[int]:
        """The numbers of the questions that the reader leads."""
        return frozenset(c.number for c in self.cards if c.question.lead == self.reader.person_id)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(card.question for card in self.cards)

    @property
    def fair_asks(self) -> tuple[str, ...]:
        """What the hospital may fairly ask whoever asks these questions; of everybody's where there are none."""
        own = tuple(dict.fromkeys(c.question.fair_ask for c in self.cards if c.own and c.question.fair_ask))
        return own or self.pack.fair_asks[:MOST_ASKS]


@dataclass(frozen=True)
class SessionEdition:
    """A session with several providers as one panel member gets it: a chapter of each, in the order of the meeting."""

    chapters: tuple[GpEdition, ...]
    interests: tuple[str, ...]
    """The interests prompt, for all providers at once."""

    @property
    def meeting(self) -> Meeting:
        return self.chapters[0].pack.meeting

    @property
    def reader(self) -> Person:
        return self.chapters[0].reader

    @property
    def stem(self) -> str:
        """The name of its files: one for all chapters."""
        return self.chapters[0].stem

    @property
    def packs(self) -> tuple[Pack, ...]:
        return tuple(chapter.pack for chapter in self.chapters)
