"""The practice peer-review pack: each practice against its group, to be talked over face to face.

For one practice of six: its own value with its interval, the five others as dots without names, and what was
to be expected. A difference beyond chance brings something to talk over; all else reads as "like the others".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path

import pyarrow as pa

from briefing import formats, toml
from briefing.challenge.concerns import theme_key
from briefing.document.blocks import (
    Blank,
    Block,
    Box,
    Column,
    Cover,
    Document,
    Item,
    Listing,
    Masthead,
    Paragraph,
    Row,
    Run,
    Section,
    Strip,
    Table,
    strong,
)
from briefing.meeting.model import Meeting
from briefing.meeting.registers import rows_of
from briefing.months import months_before
from briefing.pack.agenda import clock
from briefing.pack.model import SourceUsed
from briefing.peer_review.practices import Matter, Reading, Standing

_TALK: dict[str, dict[str, str]] = toml.loads(Path(__file__).with_name("talk.toml").read_text("utf-8"))
"""What a difference in a metric, or in any, may be talked over with: by whether it is "more" or "fewer"."""


LEAD_STEM = "peer-review-lead"
REPORTED = "told-us"
"""The section with what practices reported."""


@dataclass(frozen=True)
class PeerLine:
    """One matter as one reader sees it."""

    strip: Strip
    sentence: str
    expected: str
    """What was to be expected, in words; empty where nobody knows."""
    talk: str
    """A question to talk over; empty where nothing differs beyond chance."""
    span: str
    specialty: bool


@dataclass(frozen=True)
class ReviewedPractice:
    """What makes one practice unlike another before anybody does anything."""

    code: str
    name: str
    patients: int | None = None
    listed_in: date | None = None
    """The month of its list."""
    older: float | None = None
    """Per cent aged 75 or more."""
    deprivation: int | None = None
    """The tenth of deprivation: 1 is the most deprived."""

    @property
    def described(self) -> str:
        """Its list in words: "9,000 people in October 2026, 8.5% aged 75 or more; tenth 4 of deprivation"."""
        when = f" in {formats.month(self.listed_in)}" if self.listed_in else ""
        known = [
            f"{formats.number(self.patients)} people{when}" if self.patients else "",
            f"{formats.amount(self.older, 'percent')} aged 75 or more" if self.older is not None else "",
        ]
        tenth = (
            f"deprivation tenth {self.deprivation}, where 1 is the most deprived" if self.deprivation else ""
        )
        return "; ".join(filter(None, (", ".join(filter(None, known)), tenth)))


@dataclass(frozen=True)
class Review:
    """What a peer review is made from."""

    matters: Sequence[Matter]
    group: Sequence[ReviewedPractice]
    concerns: pa.Table
    meeting: Meeting
    masthead: Masthead
    sources: Sequence[SourceUsed]


def peer_documents(review: Review) -> tuple[Document, ...]:
    """A document for each practice of the group, and one for whoever leads the talk."""
    return tuple(_document(own, review) for own in (*review.group, None))


def _document(own: ReviewedPractice | None, review: Review) -> Document:
    meeting, group, code = review.meeting, review.group, own.code if own is not None else None
    reader, when = own.name if own is not None else meeting.chair.name, formats.day(meeting.date)
    lines = [_line(matter, code) for matter in review.matters]
    reported = tuple(_reported(review.concerns, [code] if code else [p.code for p in group], meeting))
    used = "; ".join(
        f"{one.title}, {one.period}, {formats.ordinal(one.vintage)} file" for one in review.sources
    )
    return Document(
        edition="peer",
        stem=f"peer-review-{code.lower()}" if code else LEAD_STEM,
        title=f"Peer review of practices, {when}: {reader}",
        masthead=review.masthead,
        cover=Cover(
            kicker="Peer review, for",
            reader=reader,
            heading=reader if own is not None else f"A group of {formats.counted(len(group), 'practice')}",
            meeting=f"{meeting.title}, {when}",
            more=(meeting.place,),
        ),
        sections=(
            Section("beside-the-group", "", tuple(_beside(own, lines, group))),
            Section(
                REPORTED,
                f"What {'you' if own else 'the practices'} told us within a year",
                (_told(reported, own is not None),),
            ),
            *_order(meeting),
            Section(
                "talk-over",
                "To talk over, whatever the figures say",
                (Listing(_TO_TALK_OVER), _ROOM),
                "talk-over",
            ),
            Section(
                "sources", "", (Paragraph(f"Sources: {used}. {_EXPECTED}", kind="note"),), lists_files=True
            ),
        ),
        dated=meeting.date,
        styles=("packs/editions", "packs/peer"),
    )


_TO_TALK_OVER = (
    "What works well in your practice that others could borrow?",
    "Which referral of this year taught you most?",
    "What one thing would help all of us, and who will ask for it?",
)
_ROOM = Box((Blank("What I take home"), Blank("What I offer the others")), kind="room")
_EXPECTED = (
    "Expected referrals allow for age and sex where lists by age are loaded, else for list size. The comparison by "
    "deprivation sets a practice beside those in similar areas."
)


def _beside(
    own: ReviewedPractice | None, lines: Sequence[PeerLine], group: Sequence[ReviewedPractice]
) -> Iterator[Block]:
    """A year beside the group, what to make of it, and the same by specialty."""
    yield Paragraph(_lead(own, group), kind="lead")
    if own is not None and own.described:
        yield Paragraph((strong("Your list:"), f" {own.described}."), kind="list")
    whole = [line for line in lines if not line.specialty]
    if whole:
        yield _table("A year beside the group", whole, own)
        yield Paragraph(_key(own, whole[0].span), kind="note")
    else:
        yield Paragraph("No figure of these practices is loaded: load referrals and advice requests.")
    if (decided := _decided(own, lines, shown=bool(whole))) is not None:
        yield Paragraph(decided, kind="decision")
    if split := [line for line in lines if line.specialty]:
        yield _table("Referrals by specialty, a year for every 1,000 people", split, own)


def _lead(own: ReviewedPractice | None, group: Sequence[ReviewedPractice]) -> str:
    if own is None:
        whose = "This pack is for whoever leads the talk. No practice is named, and none is ranked."
    else:
        others = formats.counted(len(group) - 1, "other practice")
        whose = (
            f"This pack is for your practice alone. It sets your year beside {others}, none of them named, and beside "
            "what would be expected of a list like yours."
        )
    return f"{whose} A difference is something to talk over, not a verdict: need, distance and choice explain much."


def _key(own: ReviewedPractice | None, span: str) -> str:
    yours = "Diamond: you. Bar: what chance alone could give (95%). " if own is not None else ""
    dots = "other practices" if own is not None else "practices"
    return f"{yours}Dots: the {dots}. Dashes: expected. {span}. Numbers of 7 or fewer are not shown."


def _decided(own: ReviewedPractice | None, lines: Sequence[PeerLine], *, shown: bool) -> str | None:
    """Never that nothing differs, of a practice whose figures nobody has."""
    told = own is None or any(line.strip.own is not None for line in lines)
    if shown and not told:
        return (
            "Nothing here says how your practice stands: its figures are not loaded, or are too small to print. Tell "
            "us if that surprises you."
        )
    if not told or any(line.talk for line in lines):
        return None
    if own is None:
        return "Each practice’s own pack shows what differs for it. Let each say what they wish to."
    return (
        "Nothing here differs from what was to be expected by more than chance. Use the time for what the figures do "
        "not show."
    )


def _table(caption: str, lines: Sequence[PeerLine], own: ReviewedPractice | None) -> Table:
    columns = (
        Column("Matter", "c-matter"),
        Column("You among the group" if own is not None else "The group", "c-strip"),
        Column("What it says, and what to talk over", "c-said"),
    )
    return Table(columns, tuple(map(_row, lines)), kind="peers", caption=caption)


def _row(line: PeerLine) -> Row:
    expected = (" ", Run(line.expected, kind="expected")) if line.expected else ()
    talk = (Paragraph(line.talk, kind="talk"),) if line.talk else ()
    return Row((line.strip.title, Item(blocks=(line.strip,)), Item((line.sentence, *expected), talk)))


def _told(reported: tuple[str, ...], own: bool) -> Block:
    if reported:
        return Listing(reported)
    return Paragraph(
        "Your practice sent no report. What have you seen that we should know?"
        if own
        else "No report came from these practices."
    )


def _order(meeting: Meeting) -> Iterator[Section]:
    unit = "Minute " if meeting.starts is None else ""
    starts = accumulate((item.minutes for item in meeting.agenda), initial=0)
    lines = tuple(
        f"{unit}{clock(start, meeting)}: {item.title}, {formats.counted(item.minutes, 'minute')}"
        for item, start in zip(meeting.agenda, starts, strict=False)
    )
    if lines:
        yield Section("order", "The order", (Listing(lines, kind="order"),))


def _line(matter: Matter, code: str | None) -> PeerLine:
    own, unit = matter.of(code), matter.metric.unit
    reading = own.reading(matter.expected) if own is not None else "unknown"
    sentence = _sentence(matter, own, reading) if code else _of_group(matter)
    value = formats.amount(matter.expected, unit)
    shown = None
    if own is not None and own.value is not None and own.low is not None and own.high is not None:
        shown = (own.low, own.value, own.high)
    return PeerLine(
        strip=Strip(
            title=matter.title,
            alt=f"{matter.title}: {sentence}",
            unit=unit,
            own=shown,
            others=matter.others(code),
            expected=matter.expected,
        ),
        sentence=sentence,
        expected=f"{matter.expected_is}: {value}." if matter.expected is not None else "",
        talk=_talk(matter.metric.name, reading) if code else "",
        span=f"{formats.month(matter.first)} to {formats.month(matter.last)}",
        specialty=matter.specialty,
    )


def _sentence(matter: Matter, own: Standing | None, reading: Reading) -> str:
    """What the practice reads of itself, with the range that chance alone could give."""
    if own is None:
        return "No figure of your practice."
    if own.value is None:
        return "Too few to print, and too few to tell anything from."
    unit = matter.metric.unit
    low, high = formats.amount(own.low, unit), formats.amount(own.high, unit)
    value = f"Yours: {formats.share_of(own.value, own.denominator, unit)}; chance alone could give {low} to {high}"
    said = {
        "more": "more than expected, by more than chance",
        "fewer": "fewer than expected, by more than chance",
        "alike": "as expected: nothing to explain",
        "unknown": "with nothing to compare it with",
    }
    return f"{value}. That is {said[reading]}."


def _of_group(matter: Matter) -> str:
    """For who leads the talk: how many differ, never which."""
    shown = [one for one in matter.standings if one.value is not None]
    readings = [one.reading(matter.expected) for one in shown]
    apart = sum(reading in ("more", "fewer") for reading in readings)
    practices = formats.counted(len(shown), "practice")
    if not apart:
        return f"{formats.capital(practices)}, none further from what is expected than chance could take it."
    differ = formats.plural(apart, "differs", "differ")
    return (
        f"{formats.number(apart)} of {practices} {differ} by more than chance: ask all what they see in it."
    )


def _talk(metric: str, reading: Reading) -> str:
    return _TALK.get(metric, _TALK["any"]).get(reading, "")


def _reported(concerns: pa.Table, practices: Iterable[str], meeting: Meeting) -> Iterable[str]:
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
