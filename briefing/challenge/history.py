"""When a question was last put to a provider, as the records of earlier meetings have it.

meetings/2026-09-03-rxa/answers.csv       rtt-02-110   answered       asked on 3 September
                                          rtt-03       not answered   it still stands: no wait
packs/2026-06-04-rxa/v2/said.json         rtt-01                      asked on 4 June: no record differs

The headline of the product: how often a question brings a dated commitment, and how often it is kept.

8 questions on recorded sheets, 5 with a dated commitment     63% of questions bring one
10 promises whose day has come, 4 kept by it                  40% of promises are kept
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from briefing import formats
from briefing.challenge.model import Finding, Promise, Question
from briefing.challenge.promises import read_promises
from briefing.challenge.questions import question_id
from briefing.measures import Measure
from briefing.meeting.answers import OTHERS, Answer, answers_of, is_recorded, questions_put
from briefing.meeting.outline import outline_of
from briefing.meeting.registers import rows_of


@dataclass(frozen=True)
class PastQuestion:
    """One question put to one provider on one day."""

    provider_code: str
    question_id: str
    """As printed: rtt-02, or rtt-02-110 where it was about one specialty."""
    on: date
    opener: str = ""
    """Its words, where a pack of that meeting still has them."""


def past_questions(*, meetings: Path, packs: Path, today: date) -> tuple[PastQuestion, ...]:
    """Read what was asked at meetings before a day. What the clerk recorded outranks what was printed.

    A question that was not reached, or that nobody answered, counts as not asked: it still stands. So do those of a
    meeting that was called off.
    """
    names = {path.name for folder in (meetings, packs) if folder.is_dir() for path in folder.iterdir()}
    found: list[PastQuestion] = []
    for name in sorted(names):
        outline, recorded = outline_of(meetings / name), is_recorded(meetings / name)
        if outline.day is None or outline.day >= today or not (recorded or outline.takes_place):
            continue
        put = questions_put(packs / name)
        if recorded:
            keys = [one.key for one in answers_of(meetings / name) if one.state not in (None, "not answered")]
        else:
            keys = list(put)
        found += [PastQuestion(*key, outline.day, put[key].opener if key in put else "") for key in keys]
    return tuple(found)


def of_provider(history: Iterable[PastQuestion], provider_code: str) -> tuple[PastQuestion, ...]:
    return tuple(asked for asked in history if asked.provider_code == provider_code)


def asked_before(question: Question, history: Iterable[PastQuestion]) -> str:
    """Say when a question was last put in these very words; nothing where it never was."""
    same = [one.on for one in history if (one.question_id, one.opener) == (question.id, question.opener)]
    return f"Asked in these words before, on {formats.day(max(same))}." if same else ""


def months_since(finding: Finding, history: Iterable[PastQuestion], *, today: date) -> int | None:
    """Count months since a finding's question was last put to its provider; None where it never was."""
    own = question_id(finding)
    days = [asked.on for asked in history if asked.question_id == own and asked.on <= today]
    return (today - max(days)).days // 30 if days else None


@dataclass(frozen=True)
class Headline:
    """Counts over every recorded meeting, and over every promise on the register."""

    meetings: int
    questions: int
    """On their sheets, reached or not: a question nobody got to has brought nothing."""
    not_reached: int
    dated: int
    """Questions that brought a commitment with its day."""
    promises: int
    due: int
    """Promises whose day has come, or of which we know already what became."""
    kept: int
    """Of these, kept by their day."""

    @property
    def dated_share(self) -> float | None:
        """Per cent; None where nothing is recorded."""
        return 100 * self.dated / self.questions if self.questions else None

    @property
    def kept_share(self) -> float | None:
        return 100 * self.kept / self.due if self.due else None


def headline(meetings: Iterable[Sequence[Answer]], promises: Iterable[Promise]) -> Headline:
    """Count questions over the answers of each recorded meeting, promises over all that were made."""
    recorded = [answers for answers in meetings if answers]
    asked = [answer for answers in recorded for answer in answers if answer.question_id not in OTHERS]
    made = list(promises)
    due = [promise for promise in made if promise.state != "open"]
    return Headline(
        meetings=len(recorded),
        questions=len(asked),
        not_reached=sum(answer.state is None for answer in asked),
        dated=sum(answer.dated for answer in asked),
        promises=len(made),
        due=len(due),
        kept=sum(promise.state == "kept" for promise in due),
    )


def headline_sentence(found: Headline) -> str:
    """Say both shares in one line for a page; nothing where there is nothing to count yet.

    So far 5 of 8 questions brought a dated commitment, and 4 of 10 promises that fell due were kept by their day.
    """
    parts = []
    if found.questions:
        questions = formats.counted(found.questions, "question")
        parts.append(f"{formats.number(found.dated)} of {questions} brought a dated commitment")
    if found.due == 1:
        parts.append(f"the one promise that fell due was {'' if found.kept else 'not '}kept by its day")
    elif found.due:
        kept = formats.plural(found.kept, "was kept by its day", "were kept by their day")
        due = formats.counted(found.due, "promise")
        parts.append(f"{formats.number(found.kept)} of {due} that fell due {kept}")
    return f"So far {', and '.join(parts)}." if parts else ""


def promises_by_provider(
    table: pa.Table, *, today: date, measures: Sequence[Measure] = ()
) -> dict[str, tuple[Promise, ...]]:
    """Judge every promise on the register, provider by provider."""
    providers = sorted({row["provider_code"] for row in rows_of(table) if row["provider_code"]})
    return {
        code: read_promises(table, provider_code=code, today=today, measures=measures) for code in providers
    }
