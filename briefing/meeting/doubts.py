"""What is allowed and yet doubtful about a meeting, said while there is still time to put it right."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from pandas.tseries.holiday import (
    AbstractHolidayCalendar,
    EasterMonday,
    GoodFriday,
    Holiday,
    next_monday,
    next_monday_or_tuesday,
)

from briefing import formats
from briefing.meeting.interests import in_force, same_topic
from briefing.meeting.model import Meeting


def _monday_from(day: datetime) -> datetime:
    return day + timedelta(days=-day.weekday() % 7)


def _monday_until(day: datetime) -> datetime:
    return day - timedelta(days=day.weekday())


class _BankHolidays(AbstractHolidayCalendar):
    """Bank holidays of England as they fall each year; days proclaimed for one year alone are not known."""

    rules = [  # noqa: RUF012 - pandas declares it so
        Holiday("New Year's Day", month=1, day=1, observance=next_monday),
        GoodFriday,
        EasterMonday,
        Holiday("Early May bank holiday", month=5, day=1, observance=_monday_from),
        Holiday("Spring bank holiday", month=5, day=31, observance=_monday_until),
        Holiday("Summer bank holiday", month=8, day=31, observance=_monday_until),
        Holiday("Christmas Day", month=12, day=25, observance=next_monday),
        Holiday("Boxing Day", month=12, day=26, observance=next_monday_or_tuesday),
    ]


def check(meeting: Meeting, *, today: date, topics: Iterable[str] = ()) -> list[str]:
    """Lists doubts about a meeting. `topics` are those of its questions, beside those of its agenda."""
    return [
        *_about_day(meeting, today),
        *_about_minutes(meeting),
        *_about_deciders(meeting, topics),
        *_about_panel(meeting),
        *_about_interests(meeting),
    ]


def _about_day(meeting: Meeting, today: date) -> Iterator[str]:
    if meeting.date < today:
        yield f"The meeting was on {formats.day(meeting.date)}, which is past. Is the date right?"
    if reason := not_a_working_day(meeting.date):
        yield f"{formats.day(meeting.date)} is {reason}. Is the date right?"


def not_a_working_day(day: date) -> str | None:
    """Says why nobody works on a day, where that is so."""
    if day.weekday() >= 5:
        return "a Saturday" if day.weekday() == 5 else "a Sunday"
    names = _BankHolidays().holidays(str(day), str(day), return_name=True)
    return f"a bank holiday ({names.iloc[0]})" if len(names) else None


def _about_minutes(meeting: Meeting) -> Iterator[str]:
    if not meeting.agenda:
        yield "The agenda is empty: the order of the day cannot be timed. Add [[agenda]] items with minutes."
        return
    planned = sum(item.minutes for item in meeting.agenda)
    if planned != meeting.minutes:
        apart = f"{abs(planned - meeting.minutes)} {'more' if planned > meeting.minutes else 'fewer'}"
        total = formats.counted(planned, "minute")
        yield f"The agenda adds up to {total}, {apart} than the meeting's {meeting.minutes}."


def _about_deciders(meeting: Meeting, topics: Iterable[str]) -> Iterator[str]:
    """A question that nobody there can answer for ends in "we will take it back"."""
    on_agenda = [item.topic for item in meeting.agenda if item.topic]
    for provider in meeting.provider_codes:
        brought = [p for p in meeting.provider_people if p.provider_code in (None, provider)]
        if not brought:
            yield f"Nobody is named for {provider}. Ask whom they will bring, and add [[provider_people]]."
            continue
        may_decide = [topic for person in brought for topic in person.may_decide]
        for topic in dict.fromkeys([*on_agenda, *topics]):
            if not any(same_topic(topic, other) for other in may_decide):
                yield f"Nobody from {provider} may decide on {topic}. Ask for somebody who can."


def _about_panel(meeting: Meeting) -> Iterator[str]:
    for person in dict.fromkeys((meeting.chair, *meeting.panel)):
        if not person.role:
            yield f"{person.name} has no role in the register of people. It chooses their words."
    if not any(person.clinical for person in meeting.panel):
        yield "No member of the panel has a clinical role: every question will be put in plainer words."
    if meeting.clerk is None:
        yield "There is no clerk: who writes the commitments down?"
    elif meeting.clerk in meeting.panel:
        yield f"{meeting.clerk.name} is clerk and on the panel: nobody can ask and write at once."


def _about_interests(meeting: Meeting) -> Iterator[str]:
    names = {person.person_id: person.name for person in (meeting.chair, *meeting.panel)}
    for interest in dict.fromkeys(meeting.interests):
        if interest.person_id not in names or not in_force(interest, meeting.date):
            continue
        in_provider = interest.organisation_code in meeting.provider_codes
        what = interest.organisation_code if in_provider else interest.topic
        if what:
            name = names[interest.person_id]
            yield f"{name} has declared an interest in {what} ({interest.kind}) and leads nothing on it."
    free = {i.person_id for i in meeting.interests if i.organisation_code in meeting.provider_codes}
    if meeting.panel and all(person.person_id in free for person in meeting.panel):
        yield "Every member of the panel has an interest in the provider: ask somebody else to join."
