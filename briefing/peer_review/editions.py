"""The practice peer-review pack: each practice against its group, to be talked over face to face.

For one practice of six: its own value with its interval, the five others as dots without names, and what was
to be expected. A difference beyond chance brings something to talk over; all else reads as "like the others".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefing import formats
from briefing.challenge.concerns import theme_key
from briefing.meeting.model import Meeting
from briefing.meeting.registers import rows_of
from briefing.months import months_before
from briefing.pack.editions import Masthead
from briefing.pack.model import SourceUsed
from briefing.peer_review.practices import Matter, Reading, Standing

_MORE_OR_FEWER = (
    "What do your patients need that the list does not show? What would you like instead of a referral?",
    "What do you do in the practice that others refer for? Does anybody go without?",
)
_TALK: Mapping[str, tuple[str, str]] = {
    "practice_referrals_against_expected": _MORE_OR_FEWER,
    "practice_referrals_allowing_for_deprivation": _MORE_OR_FEWER,
    "gp_referrals_per_1000": (
        "Which of these would advice, a test or a clinic nearby have answered?",
        "Is there a skill in your team that others could call on?",
    ),
    "referrals_returned": (
        "What do they come back for, and which of it is ours to mend: a form, a test, a pathway?",
        "How do you write them? May the others see your template?",
    ),
    "missed_appointments": (
        "Who misses them: is it transport, language, carers, or letters that do not arrive?",
        "How do your patients hear of their appointments and remember them?",
    ),
    "advice_converted": (
        "Would some of these have been better as referrals from the start?",
        "Which questions does advice settle well for you?",
    ),
}
"""What a difference may be talked over with: where it is more than expected, and where it is fewer."""
_ANY = ("What may explain it, and what would help?", "What do you do that others could borrow?")


@dataclass(frozen=True)
class PeerLine:
    """One matter as one reader sees it."""

    title: str
    meaning: str
    unit: str
    own: Standing | None
    others: tuple[float, ...]
    """Without names, in order of size; none where the group is too small for it."""
    expected: float | None
    expected_is: str
    sentence: str
    talk: str
    """A question to talk over; empty where nothing differs beyond chance."""
    span: str
    source_line: str


@dataclass(frozen=True)
class ReviewedPractice:
    """What makes one practice unlike another before anybody does anything."""

    code: str
    name: str
    patients: int | None = None
    older: float | None = None
    """Per cent aged 75 or more."""
    deprivation: int | None = None
    """The tenth of deprivation: 1 is the most deprived."""


@dataclass(frozen=True)
class PeerEdition:
    """The pack of one practice, or, without one, of whoever leads the talk."""

    meeting: Meeting
    masthead: Masthead
    own: ReviewedPractice | None
    group: tuple[ReviewedPractice, ...]
    lines: tuple[PeerLine, ...]
    specialties: tuple[PeerLine, ...]
    reported: tuple[str, ...]
    """What the reader's practice told us within a year; what the whole group told us, for the lead."""
    order: tuple[tuple[str, int, int], ...]
    """The items of the agenda: title, minute, minutes."""
    sources: tuple[SourceUsed, ...]
    filename: str

    @property
    def reader(self) -> str:
        return self.own.name if self.own is not None else self.meeting.chair.name

    @property
    def told(self) -> bool:
        """Something is printed of the reader's own practice; of the group, always."""
        return self.own is None or any(
            line.own is not None and line.own.value is not None for line in self._all
        )

    @property
    def alike(self) -> bool:
        """Nothing differs beyond chance: never said of a practice whose figures nobody has."""
        return self.told and not any(line.talk for line in self._all)

    @property
    def _all(self) -> tuple[PeerLine, ...]:
        return (*self.lines, *self.specialties)


def peer_editions(
    matters: Sequence[Matter],
    group: Sequence[ReviewedPractice],
    *,
    concerns: Any,
    meeting: Meeting,
    head: Masthead,
    sources: Sequence[SourceUsed],
) -> tuple[PeerEdition, ...]:
    """An edition for each practice of the group, and one for whoever leads the talk."""
    starts = [sum(item.minutes for item in meeting.agenda[:at]) for at in range(len(meeting.agenda))]
    found = []
    for own in (*group, None):
        code = own.code if own is not None else None
        lines = [(matter, _line(matter, code)) for matter in matters]
        found.append(
            PeerEdition(
                meeting=meeting,
                masthead=head,
                own=own,
                group=tuple(group),
                lines=tuple(line for matter, line in lines if not matter.specialty),
                specialties=tuple(line for matter, line in lines if matter.specialty),
                reported=tuple(_reported(concerns, [code] if code else [p.code for p in group], meeting)),
                order=tuple(
                    (item.title, start, item.minutes)
                    for item, start in zip(meeting.agenda, starts, strict=True)
                ),
                sources=tuple(sources),
                filename=f"peer-review-{code.lower() if code else 'lead'}.pdf",
            )
        )
    return tuple(found)


def _line(matter: Matter, code: str | None) -> PeerLine:
    own, unit = matter.of(code), matter.metric.unit
    reading = own.reading(matter.expected) if own is not None else "unknown"
    return PeerLine(
        title=matter.title,
        meaning=matter.metric.meaning,
        unit=unit,
        own=own,
        others=matter.others(code),
        expected=matter.expected,
        expected_is=matter.expected_is,
        sentence=_sentence(matter, own, reading) if code else _of_group(matter),
        talk=_talk(matter.metric.name, reading) if code else "",
        span=f"{formats.month(matter.first)} to {formats.month(matter.last)}",
        source_line=matter.source_line,
    )


def _sentence(matter: Matter, own: Standing | None, reading: Reading) -> str:
    """What the practice reads of itself, with the range that chance leaves open."""
    if own is None:
        return "No figure of your practice."
    if own.value is None:
        return "Too few to print, and too few to tell anything from."
    unit = matter.metric.unit
    low, high = formats.amount(own.low, unit), formats.amount(own.high, unit)
    value = f"Yours: {formats.amount(own.value, unit)}; chance leaves open {low} to {high}"
    said = {
        "more": "more than expected, beyond chance",
        "fewer": "fewer than expected, beyond chance",
        "alike": "as expected: nothing to explain",
        "unknown": "nothing to hold it against",
    }
    return f"{value}. That is {said[reading]}."


def _of_group(matter: Matter) -> str:
    """For who leads the talk: how many differ, never which."""
    shown = [one for one in matter.standings if one.value is not None]
    readings = [one.reading(matter.expected) for one in shown]
    apart = sum(reading in ("more", "fewer") for reading in readings)
    practices = formats.counted(len(shown), "practice")
    if not apart:
        return f"{formats.capital(practices)}, none beyond what chance leaves open."
    differ = formats.plural(apart, "differs", "differ")
    return f"{formats.number(apart)} of {practices} {differ} beyond chance: ask all what they see in it."


def _talk(metric: str, reading: Reading) -> str:
    more, fewer = _TALK.get(metric, _ANY)
    return more if reading == "more" else fewer if reading == "fewer" else ""


def _reported(concerns: Any, practices: Iterable[str], meeting: Meeting) -> Iterable[str]:
    """Reports within the year by theme, most often first; small numbers are not printed."""
    theirs, since = set(practices), months_before(meeting.date, 12)
    themes: dict[str, list[bool]] = {}
    for row in rows_of(concerns):
        when = row["reported_on"]
        if row["practice_code"] in theirs and row["theme"] and when and since < when <= meeting.date:
            themes.setdefault(theme_key(row["theme"]), []).append(row["answered_on"] is not None)
    for theme, answered in sorted(themes.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        came_back = (
            "all answered" if all(answered) else "none answered yet" if not any(answered) else "some answered"
        )
        yield f"{formats.capital(theme)}: {formats.several(len(answered), 'report')}, {came_back}"
