"""What newly changed, for those who asked to hear of it between meetings: few, the strongest first, once each.

    a month of the chart    first month that shows a change    told
    September 2026          September 2026                     yes
    September 2026          August 2026                        yes: a month's delay is no reason to hear nothing
    September 2026          February 2026                      no: it is for the pack
    September 2026          September 2026, told in August     no: one change is told once

An alert is what changed: a chart that turned for the worse or the better, a plan missed for the second month, a
return that did not come. What has long been so (a burden, a standard out of reach, an outlier) is for the pack to ask.
Nobody hears of what they have an interest in, and a practice hears of no other practice.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefing.build.inputs import context_of, registers_of
from briefing.build.pages import files_of, masthead_of
from briefing.build.publishing import published_measures
from briefing.challenge.course import run_of
from briefing.challenge.series import doubt
from briefing.context import Context
from briefing.measures import ALL, Measure, Note, Point, Signal
from briefing.meeting.files import interest_of, person_of
from briefing.meeting.model import Interest, Person, in_force, same_topic
from briefing.meeting.outline import outlines
from briefing.meeting.registers import rows_of
from briefing.months import months_before, months_between
from briefing.pack.alerts import Alert, Change, document_of
from briefing.workspace import Workspace

_CHANGES: dict[str, Change] = {"SC-": "worse", "SC+": "better", "TRAJ": "off plan", "SILENT": "silent"}
_RUN = 7
"""So many months make a shift or a trend."""
GRACE = 1
"""Months after the first in which a change is still news."""
_PLAN = re.compile(r"worse_than_plan_(\d+)_months_running")


@dataclass(frozen=True)
class Subscriber:
    person: Person
    email: str
    follows: tuple[tuple[str | None, str | None], ...]
    """An organisation, or every hospital of ours, and a topic, or every one."""
    interests: tuple[Interest, ...]


@dataclass(frozen=True)
class Told:
    """What somebody heard before: of a series, which way, as of which month."""

    matter: str
    period: date


@dataclass(frozen=True)
class Due:
    subscriber: Subscriber
    alerts: tuple[Alert, ...]
    left: int
    """So many more are news, beyond what they hear in a month."""


def subscribers(workspace: Workspace, *, today: date) -> list[Subscriber]:
    """Return who follows anything on a day, in the order of the register of people."""
    tables = registers_of(workspace, "people", "interests", "alerts")
    interests = [interest_of(row) for row in rows_of(tables["interests"])]
    follows: dict[str, list[tuple[str | None, str | None]]] = {}
    for row in rows_of(tables["alerts"]):
        if row["until"] is None or today < row["until"]:
            follows.setdefault(row["person_id"], []).append((row["organisation_code"], row["topic"]))
    return [
        Subscriber(
            person_of(row),
            row["email"] or "",
            tuple(follows[row["person_id"]]),
            tuple(one for one in interests if one.person_id == row["person_id"]),
        )
        for row in rows_of(tables["people"])
        if row["person_id"] in follows
    ]


def news_for(workspace: Workspace, found: Sequence[Subscriber], *, today: date) -> list[tuple[Alert, ...]]:
    """Return what is news for each subscriber, the strongest first; nothing that may not leave."""
    if not found:
        return []
    with context_of(workspace) as context:
        ours = _our_hospitals(workspace, context)
        codes = {code for one in found for org, _ in one.follows for code in ((org,) if org else ours)}
        alerts = list(_alerts(workspace, context, sorted(codes)))
        kinds = {one.code: one.type for one in context.organisations(with_figures=False)}
    practices = {code for code, kind in kinds.items() if kind == "practice"}
    return [
        tuple(one for one in alerts if concerns(subscriber, one, ours, practices, today=today))
        for subscriber in found
    ]


def concerns(
    subscriber: Subscriber, alert: Alert, ours: Collection[str], practices: Collection[str], *, today: date
) -> bool:
    """Tell whether somebody is to hear of a change: they follow it, and nothing bars them."""
    code, topics = alert.measure.org_code, topics_of(alert.measure)
    if code in practices and subscriber.person.practice_code not in (None, code):
        return False
    barred = any(
        one.organisation_code == code or any(same_topic(one.topic or "", topic) for topic in topics)
        for one in subscriber.interests
        if in_force(one, today)
    )
    return not barred and any(
        (org == code or (org is None and code in ours))
        and (wanted is None or any(same_topic(wanted, topic) for topic in topics))
        for org, wanted in subscriber.follows
    )


def topics_of(measure: Measure) -> tuple[str, ...]:
    """Name all that a measure is about, in the words of an interest."""
    of_specialty = (measure.specialty_code, measure.specialty_name)
    whole = measure.specialty_code == ALL
    return (measure.metric.topic, measure.metric.title, *(() if whole else of_specialty))


def chosen(
    news: Sequence[Alert], told: Iterable[Told], *, most: int, heard: int
) -> tuple[tuple[Alert, ...], int]:
    """Take the strongest that were not told before, as many as the month still holds; say how many are left."""
    before: dict[str, list[date]] = {}
    for one in told:
        before.setdefault(one.matter, []).append(one.period)
    fresh = [one for one in news if not any(one.since <= period for period in before.get(one.matter, ()))]
    room = max(most - heard, 0)
    return tuple(fresh[:room]), max(len(fresh) - room, 0)


def _our_hospitals(workspace: Workspace, context: Context) -> frozenset[str]:
    """Return the providers of our home boards, and those that we have met."""
    boards = workspace.settings.commissioner.home_boards
    met = {code for one in outlines(workspace.meetings) for code in one.provider_codes}
    own = {
        one.code for one in context.organisations() if one.type == "provider" and one.parent_code in boards
    }
    return frozenset(met | own)


def _alerts(workspace: Workspace, context: Context, codes: Sequence[str]) -> Iterator[Alert]:
    """Yield one a metric, organisation and direction, the strongest first: the whole speaks for its specialties."""
    signals = [
        one
        for code in codes
        for one in context.signals(code)
        if one.code in _CHANGES and one.population_code == ALL and one.group_code == ALL
    ]
    measures = context.measures(org_code=codes, population_code=ALL, group_code=ALL, detail="fired")
    shown = _as_shown(workspace, context, measures, {one.key for one in signals})
    whole = {(one.metric, one.org_code, one.code) for one in signals if one.specialty_code == ALL}
    found: dict[tuple[str, str, str], list[Alert]] = {}
    for signal in signals:
        measure = shown.get(signal.key)
        if measure is not None and (alert := newly(signal, measure)) is not None:
            found.setdefault((signal.metric, signal.org_code, signal.code), []).append(alert)
    # a part of what the whole has long shown is no news
    spoken = [_speaker(every) for of, every in found.items() if of not in whole or _has_whole(every)]
    yield from sorted(spoken, key=lambda one: (-one.strength, -(one.people or 0), one.matter))


def _has_whole(every: Sequence[Alert]) -> bool:
    return any(one.measure.specialty_code == ALL for one in every)


def _speaker(every: Sequence[Alert]) -> Alert:
    """Let the whole speak, else the strongest of the specialties; the others are counted with it."""
    first = min(every, key=lambda one: (one.measure.specialty_code != ALL, -one.strength, one.matter))
    return replace(first, others=len(every) - 1)


def _as_shown(
    workspace: Workspace, context: Context, measures: Sequence[Measure], fired: Collection[object]
) -> dict[object, Measure]:
    """Return the measures that fired as they may leave: no small number, nobody's free text."""
    wanted = [one for one in measures if one.key in fired]
    return {
        one.key: replace(one, notes=tuple(map(_without_words, one.notes)))
        for one in published_measures(workspace, context, wanted)
    }


def _without_words(note: Note) -> Note:
    """A remark that somebody typed is screened for a meeting's pack, and for nothing else."""
    said = {"rebase": "a change on our register", "annotation": "a remark on our register"}
    return replace(note, text=said.get(note.kind, note.text))


def newly(signal: Signal, measure: Measure) -> Alert | None:
    """Return the alert of a signal that is worth one and began to show in the last months; None of any other."""
    since, showed = began(signal, measure)
    latest = measure.latest.period if signal.code != "SILENT" else signal.period
    if doubt(signal, measure) is not None or months_between(showed, latest) > GRACE:
        return None
    return Alert(measure, _CHANGES[signal.code], since, latest, signal.strength, signal.people_affected)


def began(signal: Signal, measure: Measure) -> tuple[date, date]:
    """Return the first month of a change, and the month that first showed it."""
    latest = measure.latest.period
    if signal.code == "SILENT":
        first = months_before(latest, -1)
        return first, first
    if signal.code == "TRAJ":
        behind = _PLAN.fullmatch(signal.rule)
        months = int(behind[1]) if behind is not None else 2
        return months_before(latest, months - 1), months_before(latest, months - 2)
    run = run_of(measure.points)
    return (run[0].period, first_shown(run)) if run else (latest, latest)


def first_shown(run: Sequence[Point]) -> date:
    """Return the month in which a run of marked months first stood out."""
    showed = [one.period for one in run if one.rule == "outside_limits"][:1]
    showed += [one.period for one in run if one.rule == "two_of_three"][1:2]
    if len(run) >= _RUN:
        showed.append(run[_RUN - 1].period)
    return min(showed, default=run[-1].period)


def pages_of(workspace: Workspace, due: Due, *, stem: str, number: int, today: date) -> bytes:
    """Print one letter: the alerts with their charts."""
    document = document_of(
        due.alerts,
        left=due.left,
        name=due.subscriber.person.name,
        stem=stem,
        masthead=masthead_of(workspace, number=number),
        today=today,
    )
    return files_of(workspace, [document])[f"{stem}.pdf"]
