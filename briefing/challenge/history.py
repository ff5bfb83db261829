"""When a question was last put to a provider, as the records of earlier meetings have it.

meetings/2026-09-03-rxa/answers.csv       rtt-02-110   answered       asked on 3 September
                                          rtt-03       not answered   it still stands: no wait
packs/2026-06-04-rxa/v2/questions.json    rtt-01                      asked on 4 June: no record differs
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefing.challenge.model import Finding
from briefing.challenge.questions import question_id
from briefing.challenge.slots import meeting_day
from briefing.meeting.answers import QUESTIONS_FILE, answers_of, asked_at


@dataclass(frozen=True)
class AskedBefore:
    """One question put to one provider on one day."""

    provider_code: str
    question_id: str
    """As printed: rtt-02, or rtt-02-110 where it was about one specialty."""
    on: date


def asked_before(*, meetings: Path, packs: Path, today: date) -> tuple[AskedBefore, ...]:
    """Reads what was asked at meetings before a day. What the clerk recorded outranks what was printed."""
    names = {path.name for folder in (meetings, packs) if folder.is_dir() for path in folder.iterdir()}
    days = {name: day for name in sorted(names) if (day := meeting_day(name)) and day < today}
    return tuple(
        asked for name, day in days.items() for asked in _at(name, day, meetings=meetings, packs=packs)
    )


def _at(name: str, day: date, *, meetings: Path, packs: Path) -> Iterator[AskedBefore]:
    """A question that was not reached, or that nobody answered, counts as not asked: it still stands."""
    if recorded := answers_of(meetings / name):
        for answer in recorded:
            if answer.state not in (None, "not answered"):
                yield AskedBefore(answer.provider_code, answer.question_id, day)
    elif any((packs / name).glob(f"v*/{QUESTIONS_FILE}")):
        for provider_code, asked in asked_at(packs, name):
            yield AskedBefore(provider_code, asked, day)


def of_provider(history: Iterable[AskedBefore], provider_code: str) -> tuple[AskedBefore, ...]:
    return tuple(asked for asked in history if asked.provider_code == provider_code)


def months_since(finding: Finding, history: Iterable[AskedBefore], *, today: date) -> int | None:
    """Counts months since a finding's question was last put; None where it never was.

    The history is that of one provider.
    """
    own = question_id(finding)
    days = [asked.on for asked in history if asked.question_id == own and asked.on <= today]
    return (today - max(days)).days // 30 if days else None
