"""The numbers behind the pack as CSV that travel inside the PDF: enough to recompute every flag in it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from briefing.challenge.model import Challenge
from briefing.document.figure import EvidenceTable, Figure
from briefing.measures import Measure
from briefing.pack import recomputing
from briefing.pack.cells import Cell, Lines, as_csv
from briefing.pack.how_to import columns, how_to
from briefing.pack.model import MeasureRow, SourceUsed
from briefing.pack.recomputing import Own

_KEY = ("metric", "org_code", "population_code", "specialty_code", "group_code")

_DESCRIPTIONS = {
    "how-to-recompute.csv": "How to compute the flag behind each question again, with which file and command",
    "measures.csv": "Every measure shown: latest value, standard, comparisons, variation",
    "months.csv": "Every month of every measure shown: counts, value, interval, limits, rule",
    "pprime.csv": "The charts of shares, as briefing analyse pprime reads them",
    "spc.csv": "All other charts, as briefing analyse spc reads them",
    "gaps.csv": "The groups of people behind a gap, as briefing analyse rates reads them",
    "removals.csv": "The waiting list's reconciliation, term by term",
    "plan.csv": "Plan against actual",
    "peers.csv": "The peers of each measure, their distance and value",
    "waiting.csv": "The waiting list by week of waiting, as it is drawn by age",
    "signals.csv": "The signal behind each question",
    "sources.csv": "The files the numbers come from, with their hashes",
    "columns.csv": "What every column of these files holds",
}
_FUNNEL = "A funnel, whole, as briefing analyse funnel reads it"


def tables(
    *,
    rows: Sequence[MeasureRow],
    figures: Sequence[Figure],
    challenge: Challenge,
    sources: Sequence[SourceUsed],
    own: Own,
    reported: Mapping[str, Sequence[date]],
    screen: str,
    rounded: bool = False,
) -> tuple[EvidenceTable, ...]:
    """All evidence of one pack; a table without a row is left out.

    `own`: all the provider's measures as they may be shown, drawn or not: groups and terms are found there.
    `reported`: the months that anybody reported, by metric. `screen`: the charts' setting.
    `rounded`: small numbers are protected by rounding.
    """
    found = _files(
        rows=rows, figures=figures, challenge=challenge, sources=sources, own=own, reported=reported
    )
    made = {name: lines for name, lines in found.items() if len(lines) > 1}
    guide = how_to(challenge, own, files=made, screen=screen, rounded=rounded)
    if len(guide) > 1:
        made = {"how-to-recompute.csv": guide, **made}
    made["columns.csv"] = columns(made)
    return tuple(
        EvidenceTable(name, _DESCRIPTIONS.get(name, _FUNNEL), as_csv(lines)) for name, lines in made.items()
    )


def _files(
    *,
    rows: Sequence[MeasureRow],
    figures: Sequence[Figure],
    challenge: Challenge,
    sources: Sequence[SourceUsed],
    own: Own,
    reported: Mapping[str, Sequence[date]],
) -> dict[str, Lines]:
    measures = measures_shown(rows, figures)
    provider = _own(measures, rows, figures)
    funnels = [figure.funnel for figure in figures if figure.funnel is not None]
    return {
        "measures.csv": _latest(measures),
        "months.csv": _months(provider),
        "pprime.csv": recomputing.pprime(provider, reported),
        "spc.csv": recomputing.spc(provider, reported),
        **{recomputing.funnel_file(drawn): recomputing.funnel(drawn) for drawn in funnels},
        "gaps.csv": recomputing.gaps(challenge, own),
        "removals.csv": recomputing.removals(provider, own),
        "plan.csv": recomputing.plan(provider),
        "peers.csv": _peers(provider),
        "waiting.csv": _waiting(figures),
        "signals.csv": _signals(challenge),
        "sources.csv": _sources(sources),
    }


def measures_shown(rows: Sequence[MeasureRow], figures: Sequence[Figure]) -> list[Measure]:
    """Every measure that a row or a figure shows, once, in the order in which they are met."""
    drawn = [m for figure in figures for m in (figure.measure, *figure.others)]
    shown = [m for row in rows for m in (row.measure, row.ours) if m is not None]
    return list({measure.key: measure for measure in (*shown, *drawn)}.values())


def _own(measures: Sequence[Measure], rows: Sequence[MeasureRow], figures: Sequence[Figure]) -> list[Measure]:
    """Those of the provider itself: of a peer only the month drawn is evidence, in measures.csv."""
    codes = {row.measure.org_code for row in rows} | {figure.measure.org_code for figure in figures}
    return [measure for measure in measures if measure.org_code in codes]


def _latest(measures: Iterable[Measure]) -> Lines:
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


def _months(measures: Iterable[Measure]) -> Lines:
    head = (*_KEY, "period", "numerator", "denominator", "value", "low", "high", "mean", "lower_limit")
    lines: Lines = [(*head, "upper_limit", "rule", "point_type")]
    for m in measures:
        for p in m.points:
            counts = (p.period, p.numerator, p.denominator, p.value, p.low, p.high)
            lines.append((*m.key, *counts, p.mean, p.lower_limit, p.upper_limit, p.rule, p.point_type))
    return lines


def _peers(measures: Iterable[Measure]) -> Lines:
    lines: Lines = [(*_KEY, "peer_code", "peer_name", "distance", "value")]
    for m in measures:
        lines += [(*m.key, peer.org_code, peer.org_name, peer.distance, peer.value) for peer in m.peers]
    return lines


def _waiting(figures: Iterable[Figure]) -> Lines:
    """A line a week of waiting, the first up to one week; the last, 53, is everybody over 52 weeks."""
    lines: Lines = [("org_code", "population_code", "period", "week", "people")]
    for each in dict.fromkeys(each for figure in figures for each in figure.waiting):
        place = (each.org_code, each.population_code, each.period)
        lines += [(*place, week, people) for week, people in enumerate(each.weeks, start=1)]
    return lines


def _signals(challenge: Challenge) -> Lines:
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
    lines: Lines = [(*head, "q_value", "people_affected")]
    for number, question in enumerate(challenge.questions, start=1):
        s = question.finding.signal
        if s is not None:
            told = (number, question.title, question.finding.pattern.id, question.push, s.code, s.metric)
            series = (s.org_code, s.population_code, s.specialty_code, s.group_code, s.period, s.rule)
            lines.append((*told, *series, s.direction, s.strength, s.q_value, s.people_affected))
    return lines


def _sources(sources: Iterable[SourceUsed]) -> Lines:
    lines: Lines = [("source", "title", "publisher", "period", "vintage", "file", "sha256")]
    return lines + [(s.source, s.title, s.publisher, s.period, s.vintage, s.file, s.sha256) for s in sources]
