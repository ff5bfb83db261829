"""Whose interests keep them from leading a topic."""

from collections.abc import Iterable

from briefing.challenge.model import Finding
from briefing.measures import ALL
from briefing.meeting.interests import in_force, same_topic
from briefing.meeting.model import Meeting, Person


def conflicted(person: Person, finding: Finding, *, meeting: Meeting, provider_code: str) -> bool:
    """Tells whether somebody has an interest in a finding, in force on the day of the meeting.

    An interest in the provider itself covers every topic there; one in a topic covers it whoever provides it.
    """
    return any(
        interest.person_id == person.person_id
        and in_force(interest, meeting.date)
        and (interest.organisation_code == provider_code or _about(interest.topic, finding))
        for interest in meeting.interests
    )


def topics_of(finding: Finding) -> tuple[str, ...]:
    """Names all that a finding is about: its topic, its metric's, every specialty named in it, its theme."""
    measures = (*((finding.measure,) if finding.measure else ()), *finding.also)
    specialties = [
        name
        for measure in measures
        if measure.specialty_code != ALL
        for name in (measure.specialty_code, measure.specialty_name)
    ]
    heard = [finding.concern.theme, finding.concern.specialty_code] if finding.concern else []
    metric_topics = [measure.metric.topic for measure in measures]
    return tuple(
        dict.fromkeys([finding.pattern.topic, finding.pattern.id, *metric_topics, *specialties, *heard])
    )


def _about(topic: str | None, finding: Finding) -> bool:
    return topic is not None and any(same_topic(topic, other) for other in topics_of(finding))


def declared(
    people: Iterable[Person], finding: Finding, *, meeting: Meeting, provider_code: str
) -> list[Person]:
    """Lists those of the panel who may not lead a finding."""
    return [
        person
        for person in people
        if conflicted(person, finding, meeting=meeting, provider_code=provider_code)
    ]
