"""The numbers of a version as they were shown, kept beside it so that the next one can say what changed.

packs/<meeting>/v1/said.json     by provider: every month of every measure of its own, and the questions asked

Only what a reader could see is kept: a hidden figure is kept as hidden.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pydantic import TypeAdapter

from briefing.measures import Key, Measure
from briefing.pack import words
from briefing.pack.evidence import measures_shown
from briefing.pack.model import Pack
from briefing.protection.suppression import Earlier


class ShownMonth(NamedTuple):
    """One month of one measure as it was printed: a bare row of the file, for months are nearly all of it."""

    period: date
    numerator: float | None
    denominator: float | None
    value: float | None
    hidden: bool


@dataclass(frozen=True)
class Series:
    """One measure as it was printed: its key, its name for readers, its months."""

    metric: str
    org_code: str
    population_code: str
    specialty_code: str
    group_code: str
    name: str
    unit: str
    source: str
    months: tuple[ShownMonth, ...]

    @property
    def key(self) -> Key:
        return (self.metric, self.org_code, self.population_code, self.specialty_code, self.group_code)


@dataclass(frozen=True)
class EarlierQuestion:
    number: int
    id: str
    title: str


@dataclass(frozen=True)
class Numbers:
    """What one provider's pack showed."""

    series: tuple[Series, ...]
    questions: tuple[EarlierQuestion, ...]


NUMBERS = TypeAdapter(dict[str, Numbers])
"""The numbers of each provider of a meeting, as a part of a version's memory."""
BESIDE = TypeAdapter(dict[str, int])
"""The last version of each other meeting that a version was made beside."""


def numbers_of(pack: Pack) -> Numbers:
    """Return the provider's own numbers; a peer's are not its pack's to account for."""
    own = [m for m in measures_shown(pack) if m.org_code == pack.provider_code]
    questions = enumerate(pack.challenge.questions, start=1)
    return Numbers(
        series=tuple(series_of(measure) for measure in own),
        questions=tuple(EarlierQuestion(number, q.id, q.title) for number, q in questions),
    )


def series_of(measure: Measure) -> Series:
    """Return a measure as it was printed."""
    metric = measure.metric
    months = tuple(
        ShownMonth(p.period, p.numerator, p.denominator, p.value, p.hidden) for p in measure.points
    )
    return Series(*measure.key, words.name_of(measure), metric.unit, metric.source, months)


def as_earlier(shown: Iterable[Series]) -> Earlier:
    """Return what versions showed and hid, month by month, as the next one's disclosure control takes it."""
    counts: dict[tuple[Key, date], dict[tuple[float | None, float | None], None]] = {}
    hidden = set()
    for series in shown:
        for month in series.months:
            if month.hidden:
                hidden.add((series.key, month.period))
            else:
                printed = counts.setdefault((series.key, month.period), {})
                printed[month.numerator, month.denominator] = None
    return Earlier({cell: tuple(each) for cell, each in counts.items()}, frozenset(hidden))
