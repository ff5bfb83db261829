"""When an interest is in force, and when two names mean one topic."""

import re
from datetime import date

from briefing.meeting.model import Interest

_EMPTY_WORDS = {"and", "the", "of", "in", "for", "a", "an", "service", "services", "care"}


def in_force(interest: Interest, day: date) -> bool:
    begun = interest.starts is None or interest.starts <= day
    return begun and (interest.ends is None or day <= interest.ends)


def same_topic(one: str, other: str) -> bool:
    """Compares topics by their words, generously: "Cancer" is "cancer waits", but "ENT" is not "throat"."""
    a, b = _words(one), _words(other)
    return bool(a and b) and (a <= b or b <= a)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - _EMPTY_WORDS
