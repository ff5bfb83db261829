"""A question as it is written down when it is asked: what the record, the letter and the bulletin will speak of.

Written into `said.json` with each version, so that what was asked can be told when the figures have moved on.
"""

from collections.abc import Iterator

from briefing import formats
from briefing.challenge.model import Concern, Question
from briefing.challenge.promises import series_of
from briefing.measures import ALL, Measure
from briefing.meeting.answers import SheetQuestion
from briefing.pack.model import Pack
from briefing.pack.parts import name_of as name_of_person
from briefing.pack.words import name_of

DONE = "Whether it is done"


def as_asked(question: Question, pack: Pack) -> SheetQuestion:
    measure = question.finding.measure
    return SheetQuestion(
        question_id=question.id,
        provider_code=pack.provider_code,
        topic=question.finding.pattern.topic,
        title=question.title,
        asked_by=name_of_person(question.lead, pack.meeting),
        measure=measure_name(measure) if measure else None,
        opener=question.opener,
        settle_for=question.settle_for,
        in_writing=question.lead is None,
        you_said="; ".join(counted(concern) for concern in _concerns(question, pack)),
        promise=question.finding.promise.commitment_id if question.finding.promise else "",
        watch=_watched(question, pack),
    )


def measure_name(measure: Measure) -> str:
    """Names a series as the register of commitments does; a promise is judged by the same series.

    rtt_within_18_weeks    rtt_within_18_weeks/120    rtt_within_18_weeks/ALL/deprivation:1
    rtt_within_18_weeks/120/ALL/QXA
    """
    parts = [measure.metric.name, measure.specialty_code, measure.group_code, measure.population_code]
    while parts[-1] == ALL:
        parts.pop()
    return "/".join(parts)


def _concerns(question: Question, pack: Pack) -> tuple[Concern, ...]:
    """The reports a question rests on, and those of a theme it stands beside."""
    own = question.finding.concern
    if own is not None:
        return (own,)
    measure = question.finding.measure
    return tuple(
        concern
        for concern in pack.challenge.concerns
        if concern.theme in question.finding.pattern.themes
        and measure is not None
        and concern.specialty_code in ("ALL", measure.specialty_code)
    )


def counted(concern: Concern) -> str:
    """The reports by theme, never so few that one could be traced: "9 reports from 8 practices"."""
    reports = formats.several(concern.reports, "report")
    practices = (
        "" if concern.reports in formats.SMALL else f", {formats.counted(concern.practices, 'practice')}"
    )
    return f"{formats.capital(concern.theme)}: {reports}{practices}"


def _watched(question: Question, pack: Pack) -> str:
    """The measure that will show whether it worked, by name, with its standard and where it stands."""
    measure, concern = question.finding.measure, question.finding.concern
    if measure is not None:
        return _standing(measure, pack)
    if concern is not None:
        return f"Practices’ reports on {concern.theme}, counted each month"
    promise = question.finding.promise
    return (named(promise.measure, pack) or DONE) if promise is not None else DONE


def _standing(asked: Measure, pack: Pack) -> str:
    """The measure and where it stands, as the pack shows it: small numbers are hidden there."""
    shown = next((m for m in _measures(pack) if m.key == asked.key), None)
    if shown is None or shown.latest.value is None:
        return name_of(asked)
    unit = shown.metric.unit
    now = f"{formats.shown(shown.latest, unit)} in {formats.month(shown.latest.period)}"
    aim = f", standard {formats.standard(shown.standard.value, unit)}" if shown.standard is not None else ""
    return f"{name_of(shown)}: {now}{aim}"


def named(measure: str | None, pack: Pack) -> str | None:
    """A metric as people know it; the clerk's sheet and the register name it as its file is named."""
    if measure is None:
        return None
    of = series_of(measure, _measures(pack))
    return _standing(of, pack) if of is not None else formats.capital(measure.split("/")[0].replace("_", " "))


def _measures(pack: Pack) -> Iterator[Measure]:
    """Every measure that the pack shows, already protected."""
    yield from (figure.measure for figure in pack.figures)
    yield from (row.measure for row in pack.rows)
