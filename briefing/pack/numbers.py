"""The numbers of a version as they were shown, kept beside it so that the next one can say what changed.

packs/<meeting>/v1/numbers.json     by provider: every month of every measure of its own, and the questions asked

Only what a reader could see is kept: a hidden figure is kept as hidden.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from briefing.measures import Measure, Point
from briefing.pack import words
from briefing.pack.evidence import measures_shown
from briefing.pack.model import Pack
from briefing.protection.suppression import Earlier, Key

NUMBERS_FILE = "numbers.json"


@dataclass(frozen=True)
class Shown:
    """One month of one measure as it was printed."""

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
    months: tuple[Shown, ...]

    @property
    def key(self) -> Key:
        return (self.metric, self.org_code, self.population_code, self.specialty_code, self.group_code)


@dataclass(frozen=True)
class AskedThen:
    number: int
    id: str
    title: str


@dataclass(frozen=True)
class Numbers:
    """What one provider's pack showed."""

    series: tuple[Series, ...]
    questions: tuple[AskedThen, ...]


def numbers_of(pack: Pack) -> Numbers:
    """The provider's own numbers; a peer's are not its pack's to account for."""
    own = [m for m in measures_shown(pack.rows, pack.figures) if m.org_code == pack.provider_code]
    asked = enumerate(pack.challenge.questions, start=1)
    return Numbers(
        series=tuple(_series(measure) for measure in own),
        questions=tuple(AskedThen(number, q.id, q.title) for number, q in asked),
    )


def as_earlier(shown: Iterable[Numbers]) -> Earlier:
    """What a version showed and hid, month by month, as the next one's disclosure control takes it."""
    months = [(series.key, month) for one in shown for series in one.series for month in series.months]
    return Earlier(
        {(key, m.period): (m.numerator, m.denominator) for key, m in months if not m.hidden},
        frozenset((key, m.period) for key, m in months if m.hidden),
    )


def _series(measure: Measure) -> Series:
    metric = measure.metric
    months = tuple(_shown(point) for point in measure.points)
    return Series(*measure.key, words.name_of(measure), metric.unit, metric.source, months)


def _shown(point: Point) -> Shown:
    return Shown(point.period, point.numerator, point.denominator, point.value, point.hidden)


def numbers_json(packs: Iterable[Pack]) -> bytes:
    """The numbers of all providers of a meeting, as they are kept."""
    kept = {pack.provider_code: _plain(numbers_of(pack)) for pack in packs}
    return (json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=str) + "\n").encode()


def _plain(numbers: Numbers) -> dict[str, Any]:
    """Months as bare rows: they are nearly all of the file."""
    series = [
        {**asdict(one), "months": [[*asdict(month).values()] for month in one.months]}
        for one in numbers.series
    ]
    return {"series": series, "questions": [asdict(one) for one in numbers.questions]}


def numbers_from(data: bytes) -> dict[str, Numbers]:
    """Reads them back, by provider; raises ValueError where they are none."""
    try:
        return {code: _numbers(kept) for code, kept in json.loads(data).items()}
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no numbers of a pack: {error}") from None


def _numbers(kept: dict[str, Any]) -> Numbers:
    return Numbers(
        series=tuple(
            Series(**{**one, "months": tuple(_month(row) for row in one["months"])}) for one in kept["series"]
        ),
        questions=tuple(AskedThen(**one) for one in kept["questions"]),
    )


def _month(row: list[Any]) -> Shown:
    said = dict(zip((field.name for field in fields(Shown)), row, strict=True))
    return Shown(**{**said, "period": date.fromisoformat(said["period"])})
