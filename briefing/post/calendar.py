"""The meeting as a calendar file (RFC 5545), the same bytes each time: a later version updates the entry."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from briefing import formats
from briefing.meeting.model import Meeting

NAME = "meeting.ics"
_ENGLAND = ZoneInfo("Europe/London")


def invitation(meeting: Meeting, *, version: int, inside: bool) -> bytes:
    """An entry with title, day and place; for our own people (`inside`), the decision wanted and the reading.

    Without a time of opening it fills the day. It carries no clock: it is stamped with the meeting's own day.
    """
    entry = Event()
    entry.add("uid", f"{meeting.id}.{meeting.commissioner_code.lower()}@meeting-briefing-packs")
    entry.add("dtstamp", datetime.combine(meeting.date, time(), UTC))
    entry.add("sequence", version - 1)
    entry.add("summary", formats.one_line(meeting.title))
    entry.add("location", formats.one_line(meeting.place))
    starts, ends = _span(meeting)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    if inside:
        entry.add(
            "description", formats.one_line(f"Decision wanted: {meeting.decision_wanted}") + _reading(meeting)
        )
    calendar = Calendar()
    calendar.add("prodid", "-//meeting-briefing-packs//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _span(meeting: Meeting) -> tuple[date | datetime, date | datetime]:
    """From when to when: in universal time, which every calendar turns back into the reader's own."""
    if meeting.starts is None:
        return meeting.date, meeting.date + timedelta(days=1)
    opens = datetime.combine(meeting.date, meeting.starts, _ENGLAND).astimezone(UTC)
    return opens, opens + timedelta(minutes=meeting.minutes)


def _reading(meeting: Meeting) -> str:
    return f"\nThe pack takes {formats.counted(meeting.reading_minutes, 'minute')} to read."
