"""What a version says that the one before did not, number by number, and why.

v1  Waiting within 18 weeks   April 61.2%
v2  Waiting within 18 weeks   April 61.4%   May 61.9%

    revised    April 2026   61.2%   61.4%   revised by the publisher: vintage 2 of ...
    new month  May 2026              61.9%   published since

Why is read from what both versions were made from: where a source has another vintage or another file for that month,
that is why; where none has, the way it is computed or shown was changed, and the parts that differ are named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from pydantic import TypeAdapter

from briefing import formats
from briefing.challenge.model import Question
from briefing.pack import words
from briefing.pack.model import Change, Changes, Pack, SourceUsed
from briefing.pack.numbers import EarlierQuestion, Numbers, Series, ShownMonth, numbers_of
from briefing.pack.sitting import Sitting

_MOST_SENTENCES = 12
Input = Mapping[str, Any]


Reviewed = Mapping[str, Mapping[str, str]]
"""What each document of a peer review says of each matter, by the name of its files."""
REVIEWED: TypeAdapter[Reviewed] = TypeAdapter(Mapping[str, Mapping[str, str]])
"""As a part of a version's memory."""


@dataclass(frozen=True)
class Before:
    """An earlier version: its number, what it showed of each provider, and the files it was made from."""

    version: int
    numbers: Mapping[str, Numbers]
    inputs: tuple[Input, ...]
    """As its manifest lists them: source, title, period, vintage, file, sha256."""
    parts_changed: tuple[str, ...] = ()
    """What this version is made from that differs from that one: "settings", "program"."""
    sitting: Sitting | None = None
    """Who was to meet when; None where that was never written down."""
    reviewed: Reviewed = field(default_factory=dict)
    """What each document of a peer review said of each matter."""


def changes_since(before: Before, pack: Pack) -> Changes | None:
    """Return what differs in the pack of one provider; None where the earlier version knew nothing of it."""
    then = before.numbers.get(pack.provider_code)
    if then is None:
        return None
    now = numbers_of(pack)
    reasons = _Reasons(before, pack.sources)
    numbers = (*_numbers(then, now, reasons), *_come_and_gone(then, now))
    questions = tuple(_questions(then.questions, pack))
    return Changes(before.version, numbers, questions, _sentences(before.version, numbers, questions))


class _Reasons:
    """Why a number of a source and month is another one. Holds both lists of files by source and month."""

    def __init__(self, before: Before, sources: Iterable[SourceUsed]) -> None:
        self._then = {(one["source"], one["period"]): one for one in before.inputs}
        self._now = {(one.source, one.period): one for one in sources}
        others = [part for part in before.parts_changed if not part.startswith("data")]
        self._otherwise = f"changed with {formats.listed(others)}" if others else "changed with other data"

    def revised(self, source: str, period: date) -> str:
        """Why a month that both versions show is not the same in both."""
        month = formats.month(period)
        for named in (month, "as loaded"):
            then, now = self._then.get((source, named)), self._now.get((source, named))
            if then is not None and now is not None and then["sha256"] != now.sha256:
                if now.vintage > int(then["vintage"]):
                    return f"revised by the publisher: {now.file}, vintage {now.vintage}"
                return f"another file: {now.file}"
        return self._otherwise


def _numbers(then: Numbers, now: Numbers, reasons: _Reasons) -> Iterator[Change]:
    before = {series.key: series for series in then.series}
    for series in now.series:
        if (earlier := before.get(series.key)) is not None:
            yield from _months(earlier, series, reasons)


def _months(then: Series, now: Series, reasons: _Reasons) -> Iterator[Change]:
    """The months of one measure that differ, latest first."""
    known = {month.period: month for month in then.months}
    last = then.months[-1].period if then.months else date.min
    for month in reversed(now.months):
        earlier = known.get(month.period)
        if earlier is not None and earlier != month:
            yield _change("revised", now, month, earlier, why=reasons.revised(now.source, month.period))
        elif earlier is None and month.period > last:
            yield _change(
                "new month", now, month, then.months[-1] if then.months else None, why="published since"
            )
        elif earlier is None:
            yield _change("new month", now, month, None, why="an earlier month, loaded since")


def _change(
    kind: Literal["revised", "new month"],
    series: Series,
    now: ShownMonth,
    then: ShownMonth | None,
    *,
    why: str,
) -> Change:
    return Change(
        kind=kind,
        name=series.name,
        period=now.period,
        before=_written(then, series.unit) if then is not None else "",
        after=_written(now, series.unit),
        counts_before=(then.numerator, then.denominator)
        if then is not None and kind == "revised"
        else (None, None),
        counts_after=(now.numerator, now.denominator),
        why=why,
    )


def _written(month: ShownMonth, unit: str) -> str:
    if month.hidden:
        return formats.HIDDEN
    return formats.MISSING if month.value is None else formats.share_of(month.value, month.denominator, unit)


def _come_and_gone(then: Numbers, now: Numbers) -> Iterator[Change]:
    """Measures that only one of the versions shows: what is asked about decides what is shown."""
    sides: tuple[tuple[Literal["shown now", "no longer shown"], Numbers, Numbers], ...]
    sides = (("shown now", now, then), ("no longer shown", then, now))
    for kind, ones, others in sides:
        known = {series.key for series in others.series}
        for series in ones.series:
            if series.key not in known and series.months:
                last = series.months[-1]
                written = _written(last, series.unit)
                before, after = ("", written) if kind == "shown now" else (written, "")
                yield Change(kind, series.name, last.period, before, after, (None, None), (None, None), "")


def _questions(then: Sequence[EarlierQuestion], pack: Pack) -> Iterator[str]:
    """Questions that are new, gone, or stand at another place."""
    before = {one.id: one for one in then}
    now = {question.id: number for number, question in enumerate(pack.challenge.questions, start=1)}
    for number, question in enumerate(pack.challenge.questions, start=1):
        if (earlier := before.get(question.id)) is None:
            yield f"Question {number} is new: {question.title}{_because(question)}."
        elif earlier.number != number:
            yield f"Question {number} was question {earlier.number}: {question.title}."
    for one in then:
        if one.id not in now:
            yield f"No longer asked: {one.title} (it was question {one.number}){_why_not(one, pack)}."


def _because(question: Question) -> str:
    finding = question.finding
    if finding.measure is not None and (rule := words.why_marked(finding.measure)):
        return f"; its figures now show {rule}"
    return ""


def _why_not(one: EarlierQuestion, pack: Pack) -> str:
    held_back = any(one.title in sentence for sentence in pack.challenge.not_asked)
    return (
        "; it was found and left out, see Method" if held_back else "; its figures no longer stand out enough"
    )


def _sentences(version: int, numbers: Sequence[Change], questions: Sequence[str]) -> tuple[str, ...]:
    """The changes as a reader hears them: questions first, then a sentence a measure."""
    sentences = [*questions, *by_measure(numbers)]
    if not sentences:
        return (f"No number and no question differs from version {version}.",)
    left = len(sentences) - _MOST_SENTENCES
    if left > 1:
        return (
            *sentences[:_MOST_SENTENCES],
            f"And {left} more measures: each stands in the workbook, sheet Changes.",
        )
    return tuple(sentences)


def by_measure(numbers: Sequence[Change]) -> Iterator[str]:
    for name in dict.fromkeys(change.name for change in numbers):
        mine = [change for change in numbers if change.name == name]
        revised = [change for change in mine if change.kind == "revised"]
        new = [change for change in mine if change.kind == "new month"]
        if new:
            after = f", after {new[0].before}" if new[0].before else ""
            yield f"{name}: {formats.month(new[0].period)} is new, {new[0].after}{after}."
        if revised:
            yield _revised(name, revised)
        for change in mine:
            if change.kind == "shown now":
                yield f"{name}: shown now, {change.after} in {formats.month(change.period)}."
            elif change.kind == "no longer shown":
                yield f"{name}: no longer shown."


def _revised(name: str, revised: Sequence[Change]) -> str:
    """The latest month that reads differently; where only counts behind it differ, those."""
    first = next((change for change in revised if change.before != change.after), revised[0])
    moved = f"from {first.before} to {first.after}"
    if first.before == first.after:
        moved = f"{first.after} as before, from other counts"
    more = f"; {formats.counted(len(revised) - 1, 'other month')} too" if len(revised) > 1 else ""
    return f"{name}, {formats.month(first.period)}: {moved}, {first.why}{more}."
