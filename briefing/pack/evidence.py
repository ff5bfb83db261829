"""The numbers behind the pack as CSV that travel inside the PDF: enough to recompute every figure in it."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from briefing.challenge.model import Challenge
from briefing.measures import Measure
from briefing.pack.model import EvidenceTable, Figure, MeasureRow, SourceUsed

_KEY = ("metric", "org_code", "population_code", "specialty_code", "group_code")
Cell = str | float | int | date | None


def tables(
    *,
    rows: Sequence[MeasureRow],
    figures: Sequence[Figure],
    challenge: Challenge,
    sources: Sequence[SourceUsed],
) -> tuple[EvidenceTable, ...]:
    """All evidence of one pack; a table without a row is left out."""
    measures = _every_measure(rows, figures)
    own = _own(measures, rows, figures)
    made = (
        (
            "measures.csv",
            "Every measure shown: latest value, standard, comparisons, variation",
            _latest(measures),
        ),
        (
            "months.csv",
            "Every month of every measure shown: counts, value, interval, limits, rule",
            _months(own),
        ),
        ("peers.csv", "The peers of each measure, their distance and value", _peers(own)),
        ("waiting.csv", "The waiting list by week of waiting, as it is drawn by age", _waiting(figures)),
        ("signals.csv", "The signal behind each question", _signals(challenge)),
        ("sources.csv", "The files the numbers come from, with their hashes", _sources(sources)),
    )
    return tuple(
        EvidenceTable(name, description, _csv(lines)) for name, description, lines in made if len(lines) > 1
    )


def _every_measure(rows: Sequence[MeasureRow], figures: Sequence[Figure]) -> list[Measure]:
    drawn = [m for figure in figures for m in (figure.measure, *figure.others)]
    shown = [m for row in rows for m in (row.measure, row.ours) if m is not None]
    return list({measure.key: measure for measure in (*shown, *drawn)}.values())


def _own(measures: Sequence[Measure], rows: Sequence[MeasureRow], figures: Sequence[Figure]) -> list[Measure]:
    """Those of the provider itself: of a peer only the month drawn is evidence, in measures.csv."""
    codes = {row.measure.org_code for row in rows} | {figure.measure.org_code for figure in figures}
    return [measure for measure in measures if measure.org_code in codes]


def _latest(measures: Iterable[Measure]) -> list[tuple[Cell, ...]]:
    head: tuple[Cell, ...] = (
        *_KEY,
        "title",
        "org_name",
        "unit",
        "period",
        "numerator",
        "denominator",
        "value",
        "low",
        "high",
    )
    head += ("standard", "standard_source", "plan", "england", "region", "board", "peers_median", "variation")
    head += ("assurance", "people_affected", "people_against", "restated", "source")
    return [head, *(_latest_line(measure) for measure in measures)]


def _latest_line(m: Measure) -> tuple[Cell, ...]:
    p = m.latest
    standard, source = (m.standard.value, m.standard.source) if m.standard is not None else (None, None)
    line: tuple[Cell, ...] = (*m.key, m.metric.title, m.org_name, m.metric.unit, p.period, p.numerator)
    line += (p.denominator, p.value, p.low, p.high, standard, source, m.plan, m.england, m.region, m.board)
    line += (m.peers_value, m.variation, m.assurance, m.people_affected, m.people_against)
    return (*line, "yes" if m.restated else "no", m.source_line)


def _months(measures: Iterable[Measure]) -> list[tuple[Cell, ...]]:
    head = (*_KEY, "period", "numerator", "denominator", "value", "low", "high", "mean", "lower_limit")
    lines: list[tuple[Cell, ...]] = [(*head, "upper_limit", "rule", "point_type")]
    for m in measures:
        for p in m.points:
            counts = (p.period, p.numerator, p.denominator, p.value, p.low, p.high)
            lines.append((*m.key, *counts, p.mean, p.lower_limit, p.upper_limit, p.rule, p.point_type))
    return lines


def _peers(measures: Iterable[Measure]) -> list[tuple[Cell, ...]]:
    lines: list[tuple[Cell, ...]] = [(*_KEY, "peer_code", "peer_name", "distance", "value")]
    for m in measures:
        lines += [(*m.key, peer.org_code, peer.org_name, peer.distance, peer.value) for peer in m.peers]
    return lines


def _waiting(figures: Iterable[Figure]) -> list[tuple[Cell, ...]]:
    """A line a week of waiting, the first up to one week; the last, 53, is everybody over 52 weeks."""
    lines: list[tuple[Cell, ...]] = [("org_code", "population_code", "period", "week", "people")]
    for each in dict.fromkeys(each for figure in figures for each in figure.waiting):
        place = (each.org_code, each.population_code, each.period)
        lines += [(*place, week, people) for week, people in enumerate(each.weeks, start=1)]
    return lines


def _signals(challenge: Challenge) -> list[tuple[Cell, ...]]:
    head = (
        "question",
        "title",
        "pattern",
        "push",
        "signal",
        *_KEY,
        "period",
        "rule",
        "direction",
        "strength",
    )
    lines: list[tuple[Cell, ...]] = [(*head, "q_value", "people_affected")]
    for number, question in enumerate(challenge.questions, start=1):
        s = question.finding.signal
        if s is not None:
            told = (number, question.title, question.finding.pattern.id, question.push, s.code, s.metric)
            series = (s.org_code, s.population_code, s.specialty_code, s.group_code, s.period, s.rule)
            lines.append((*told, *series, s.direction, s.strength, s.q_value, s.people_affected))
    return lines


def _sources(sources: Iterable[SourceUsed]) -> list[tuple[Cell, ...]]:
    lines: list[tuple[Cell, ...]] = [("source", "title", "publisher", "period", "vintage", "file", "sha256")]
    return lines + [(s.source, s.title, s.publisher, s.period, s.vintage, s.file, s.sha256) for s in sources]


def _csv(lines: Iterable[tuple[Cell, ...]]) -> bytes:
    """With a mark at the start, so that a spreadsheet reads names with accents rightly."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([_cell(value) for value in line] for line in lines)
    return written.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> Cell:
    """Whole numbers without a point; an apostrophe holds text that a spreadsheet would run as a formula."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
