"""Patterns, findings and questions, as frozen values between the rooms."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from briefing.measures import Measure, Signal

Push = Literal["FIRM", "ASK", "EXPLORE"]
PromiseState = Literal["kept", "late", "open", "repeated", "not_kept"]
Basis = Literal["law", "standard", "contract", "guidance", "none"]
Decides = Literal["meeting", "contract", "region"]
SignalCode = Literal[
    "SC-",
    "SC+",
    "FAIL",
    "BURDEN",
    "STEADY",
    "HIT/MISS",
    "TRAJ",
    "PEER",
    "GAP",
    "RECON",
    "SILENT",
    "CLASH",
    "CLUSTER",
    "SLIP",
]


def as_text(sentences: object) -> object:
    """Give sentences as people write them the one shape of `Text`; what is no text is left for the check."""
    if isinstance(sentences, str):
        return ((sentences,),)
    if not isinstance(sentences, list | tuple):
        return sentences
    return tuple((one,) if isinstance(one, str) else one for one in sentences)


Strings = Annotated[tuple[str, ...], Field(strict=False)]
Text = Annotated[tuple[Strings, ...], Field(strict=False), BeforeValidator(as_text)]
"""Sentences, each with its alternatives: the first whose {slots} can all be filled is printed, or none."""


class Pattern(BaseModel):
    """A way of challenging, read from `bank/<id>.toml`. Text holds {slots} that facts fill."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    id: str
    title: str
    topic: str
    push: Push
    metrics: Strings = ()
    """Names of metrics, or "*" for every one."""
    signals: Annotated[tuple[SignalCode, ...], Field(strict=False)] = ()
    """What fires it; any one is enough."""
    groups: Strings = ()
    """Dimensions it looks at ("age", "deprivation"); empty for the total."""
    themes: Strings = ()
    """Themes of practices' concerns that fire it when they cluster, and that stand beside its metric."""
    promises: Annotated[tuple[PromiseState, ...], Field(strict=False)] = ()
    """States of earlier promises that fire it."""
    needs: str = ""
    """The data we do not have yet. Such a pattern is raised by a pin alone."""
    specialties: Literal["any", "all_only", "each_only"] = "any"
    fact: Text
    opener: Text
    plain: Text
    """The opener for a member without clinical training."""
    listen_for: Strings
    likely_reply: Text
    answer: Text
    bring: Text
    """What is worth bringing besides the pack: told to the manager by `briefing questions show`, never printed."""
    settle_for: Text
    fair_ask: Text
    """What the hospital may fairly ask us, on the same subject."""
    safety: bool = False
    interface: bool = False
    credit: bool = False
    basis: Basis
    """What kind of duty it rests on."""
    duty: str
    """The duty in a sentence; where there is none, that there is none."""
    duty_source: str = ""
    certainty: Literal["H", "M", "L", ""] = ""
    """How sure we are of it: read in the original, in a good summary, in one weak source."""
    decides: Decides
    """Who decides where the hospital will not: this meeting, the contract route, the region."""
    author: str
    reviewed: date


@dataclass(frozen=True)
class Concern:
    """Practices' reports in one theme, counted; never the text of one."""

    theme: str
    specialty_code: str
    reports: int
    practices: int
    unanswered: int
    since: date
    clustered: bool
    above: date | None = None
    """The month of the quarter in which reports for the list size lay above their usual range."""
    trouble: str | None = None
    """The sub-theme of more than half of the reports, in the register's words; None where none has so many."""
    troubles: tuple[str, ...] = ()
    """All their sub-themes, the commonest first."""
    patients: int = 0
    """How often patients said the same in three months; 0 where they did not, or too seldom to be printed."""


@dataclass(frozen=True)
class Voice:
    """What patients said of one theme in three months, counted."""

    theme: str
    reports: int
    before: int | None
    """In the three months before; None where the feed does not reach so far."""
    channels: tuple[str, ...]
    """Through what they were heard, the commonest first: PALS, complaints, a forum, Healthwatch."""
    first: date
    last: date


@dataclass(frozen=True)
class Heard:
    """What patients say, with what practices report and what is measured of the same thing."""

    patients: Voice
    practices: Concern | None
    measure: Measure | None

    @property
    def speakers(self) -> int:
        """How many of the three speak of it."""
        return 1 + (self.practices is not None) + (self.measure is not None)


@dataclass(frozen=True)
class Promise:
    """A commitment from an earlier meeting and what became of it."""

    commitment_id: str
    meeting_id: str
    what: str
    owner: str
    due_on: date | None
    state: PromiseState
    """`late` is overdue, or closed after its date; `closed_on` tells which."""
    evidence: str
    measure: str | None = None
    closed_on: date | None = None
    times: int = 1
    """In how many meetings the same promise was made."""
    settled: bool = False
    """The register says what became of it: nobody need be asked again."""
    measured: str = ""
    """The one series that it will show in, or how else it is measured, in a sentence; empty where nobody said."""


@dataclass(frozen=True)
class Finding:
    """A signal worth a meeting's time."""

    pattern: Pattern
    score: float
    signal: Signal | None = None
    measure: Measure | None = None
    concern: Concern | None = None
    promise: Promise | None = None
    people_affected: int | None = None
    also: tuple[Measure, ...] = ()
    """The same pattern fires for these specialties too, worst first: counted, not asked again."""
    ours: Measure | None = None
    """The same series for our population alone."""
    improving: bool = False
    """Improving, but not enough: the standard still lies out of reach."""
    doubt: str | None = None
    """Why it can't carry a question by itself: chance could explain it, or the people are too few to print."""
    others: int = 0
    """Further promises in the same state, counted and not asked one by one."""
    most: Measure | None = None
    """Of a burden of the whole: the specialty that holds more of its people than any other."""
    trend: Signal | None = None
    """Of a burden: the change, or the lasting failure, that fired on the same series."""
    further: tuple["Finding", ...] = ()
    """Of a burden: those of its pattern's other metrics, told on the same card."""
    beside: Measure | None = None
    """Beside reports: the pattern's own metric, which by itself would not be asked about."""
    wanted: bool = False
    """The decision that the meeting is for is about this."""

    @property
    def is_burden(self) -> bool:
        """Tell whether it states how many people are behind a standard now."""
        return self.signal is not None and self.signal.code == "BURDEN"

    @property
    def signals(self) -> tuple[Signal, ...]:
        """What its card says of its own series: what fired it, and what a burden's months say."""
        return tuple(signal for signal in (self.signal, self.trend) if signal is not None)


@dataclass(frozen=True)
class Question:
    """A finding in words, for one reader to ask."""

    id: str
    finding: Finding
    title: str
    fact: str
    opener: str
    listen_for: tuple[str, ...]
    likely_reply: str
    answer: str
    settle_for: str
    fair_ask: str
    push: Push
    lead: str | None = None
    """person_id of the panel member who asks it; None until assigned."""
    supporter: str | None = None
    assignment_note: str | None = None
    """Why it was moved: "not given to Dr A, who has declared an interest"."""


@dataclass(frozen=True)
class LeaveAlone:
    """A measure that looks alarming and is not: ordinary variation."""

    measure: Measure
    sentence: str


@dataclass(frozen=True)
class Practice:
    """A practice that may tell us what it sees, and the network it belongs to."""

    code: str
    name: str
    network: str | None = None


@dataclass(frozen=True)
class Closure:
    """What one practice reported on a provider within a year, and what came back that it can be shown."""

    practice_code: str
    reports: int
    answered: int
    told: int
    """Answered in words: the register holds what came of it."""
    seen: int
    """Of these, shown to the practice: the register holds the day."""
    sentence: str


@dataclass(frozen=True)
class Representation:
    """Whose experience the meeting rests on, so that it is not always the same few."""

    since: date
    heard: tuple[Practice, ...]
    """They reported within the year, on any provider, or one of theirs is on the panel."""
    silent: tuple[Practice, ...]
    """They reported before, but not within the year."""
    never: tuple[Practice, ...]
    networks: tuple[str, ...]
    """Networks with a practice that was heard within the year."""
    unheard_networks: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Challenge:
    """Everything the challenge room has to say about one provider at one meeting."""

    questions: tuple[Question, ...]
    credit: Question | None
    leave_alone: tuple[LeaveAlone, ...]
    concerns: tuple[Concern, ...]
    promises: tuple[Promise, ...]
    scanned: int
    """How many measures were looked at."""
    by_chance: float
    """How many of them would stand out by chance alone."""
    not_asked: tuple[str, ...]
    """Findings that were left out, and why: the limit of eight, an interest nobody was free of."""
    closures: tuple[Closure, ...] = ()
    """One for each practice that reported on this provider within the year."""
    representation: Representation | None = None
    """None where no list of practices is loaded."""
    unasked: tuple[str, ...] = ()
    """What the meeting is for and no question asks about: its figures in a sentence each."""
    heard: tuple[Heard, ...] = ()
    """What patients say of it, by theme; what practices and figures speak of too first."""
    last_known: tuple[str, ...] = ()
    """What would be asked about if its figures were not too old: what was last known, and the request for today's."""
