"""The agenda as every edition keeps to it: timed to the meeting's minutes, each question in one place."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from briefing import formats
from briefing.challenge.model import Question
from briefing.meeting.model import AgendaItem, Meeting, same_topic

IN_HAND = "In hand"
_PRIVATE = ("private", "pre-meet", "premeet", "wash-up", "wash up")

Numbered = tuple[int, Question]


def agenda_of(meeting: Meeting) -> tuple[AgendaItem, ...]:
    """The items of a meeting, and what is left of its minutes as time in hand.

    Without an agenda, or where a session's gives a provider no time of its own, the usual order stands in.
    """
    items = meeting.agenda if _covers(meeting) else _usual(meeting)
    left = meeting.minutes - sum(item.minutes for item in items)
    return (*items, AgendaItem(IN_HAND, left, None)) if left > 0 else tuple(items)


def overrun(meeting: Meeting) -> str:
    """What to do about an agenda that is longer than the meeting; empty where it fits."""
    over = sum(item.minutes for item in agenda_of(meeting)) - meeting.minutes
    if over <= 0:
        return ""
    return (
        f"The agenda is {formats.counted(over, 'minute')} longer than the meeting's "
        f"{meeting.minutes}: shorten an item before you begin."
    )


def is_private(item: AgendaItem, meeting: Meeting) -> bool:
    """Whether the panel sits alone: said in the title, or, in a session, time that is no provider's."""
    said = any(word in item.title.lower() for word in _PRIVATE)
    return said or (meeting.is_session and item.provider_code is None)


def items_of(provider_code: str, items: Sequence[AgendaItem], meeting: Meeting) -> list[int]:
    """The places of the items at which a provider sits: its own, or at its own meeting all that are open."""
    own = [at for at, item in enumerate(items) if item.provider_code == provider_code]
    if meeting.is_session:
        return own
    return [at for at, item in enumerate(items) if not is_private(item, meeting) and item.title != IN_HAND]


def starts_of(items: Sequence[AgendaItem]) -> tuple[int, ...]:
    """The minute at which each item begins."""
    return tuple(accumulate((item.minutes for item in items[:-1]), initial=0)) if items else ()


def clock(minute: int, meeting: Meeting) -> str:
    """The time of day of a minute of the meeting, "10:15"; the minute itself until the start is known."""
    if meeting.starts is None:
        return str(minute)
    return f"{datetime.combine(meeting.date, meeting.starts) + timedelta(minutes=minute):%H:%M}"


def hours(meeting: Meeting) -> str:
    """ "10:00 to 11:00", or how long it takes until the start is known."""
    if meeting.starts is None:
        return formats.counted(meeting.minutes, "minute")
    return f"{clock(0, meeting)} to {clock(meeting.minutes, meeting)}"


def time_with(provider_code: str, meeting: Meeting) -> str:
    """How long a provider sits with us, and from when: "20 minutes with you, from 10:10"."""
    items = agenda_of(meeting)
    mine = items_of(provider_code, items, meeting)
    begins = starts_of(items)[mine[0]]
    length = f"{formats.counted(sum(items[at].minutes for at in mine), 'minute')} with you"
    if meeting.starts is not None:
        return f"{length}, from {clock(begins, meeting)}"
    return f"{length}, from {formats.counted(begins, 'minute')} after the meeting opens" if begins else length


def placed(
    meeting: Meeting, items: Sequence[AgendaItem], questions: Sequence[Question], *, provider_code: str
) -> tuple[tuple[Numbered, ...], ...]:
    """The questions of each item: of a promise at the opening, of its topic, then where most time is left.

    waits, 20 min | letters, 15 min       one on waits, two on letters, one on A&E
    -> 10 minutes for A&E beside the waits, 5 beside the letters: it joins the waits
    """
    sits_at = items_of(provider_code, items, meeting)
    open_to = open_items(items, sits_at)
    held: list[list[Numbered]] = [[] for _ in items]
    rest = []
    for one in enumerate(questions, start=1):
        topic = one[1].finding.pattern.topic
        own = next((at for at in open_to if same_topic(items[at].topic or "", topic)), None)
        if one[1].finding.promise is not None and sits_at:
            own = sits_at[0]
        if own is None:
            rest.append(one)
        else:
            held[own].append(one)
    for one in rest:
        held[max(open_to, key=lambda at: _room(items[at], held[at], one))].append(one)
    return tuple(tuple(sorted(under, key=lambda one: one[0])) for under in held)


def open_items(items: Sequence[AgendaItem], among: Sequence[int]) -> list[int]:
    """Of a provider's items those for questions: with a topic, or without any the longest."""
    topical = [at for at in among if items[at].topic]
    return topical or [max(among or range(len(items)), key=lambda at: items[at].minutes)]


def _room(item: AgendaItem, held: Sequence[Numbered], one: Numbered) -> tuple[bool, float]:
    """Beside its own kind first, else where each question would have most minutes."""
    topic = one[1].finding.pattern.topic
    alike = any(other.finding.pattern.topic == topic for _, other in held)
    return alike, item.minutes / (len(held) + 1)


def _covers(meeting: Meeting) -> bool:
    """Whether somebody sits at every item that needs somebody."""
    if len(meeting.provider_codes) == 1:
        return any(not is_private(item, meeting) for item in meeting.agenda)
    return set(meeting.provider_codes) <= {item.provider_code for item in meeting.agenda}


def _usual(meeting: Meeting) -> tuple[AgendaItem, ...]:
    """Opening, questions, read-back; for a session a private start and end, and equal time between."""
    minutes = meeting.minutes
    if len(meeting.provider_codes) == 1:
        ends = max(1, minutes // 10)
        return (
            AgendaItem("Welcome, interests, last promises", ends, None),
            AgendaItem("Questions", max(1, minutes - 2 * ends), None),
            AgendaItem("Commitments read back", ends, None),
        )
    apart = max(1, minutes // 10)
    each = max(1, (minutes - 2 * apart) // len(meeting.provider_codes))
    sittings = tuple(AgendaItem(code, each, None, code) for code in meeting.provider_codes)
    first = AgendaItem("Private: who leads on what", apart, None)
    return (first, *sittings, AgendaItem("Private: what was promised", apart, None))
