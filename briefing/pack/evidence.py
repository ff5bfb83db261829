"""The numbers behind the pack as CSV that travel inside the PDF: enough to recompute every flag in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefing.challenge.model import Challenge
from briefing.document.figure import EvidenceTable, Figure
from briefing.document.workbook import Row
from briefing.measures import Measure
from briefing.pack import recomputing
from briefing.pack.cells import as_csv, attributes
from briefing.pack.how_to import columns, how_to
from briefing.pack.model import MeasureRow, Pack, SourceUsed
from briefing.pack.recomputing import Own, Reported
from briefing.pack.specialties import Specialty

_COUNTED = ("period", "numerator", "denominator", "value", "low", "high")
_KEY = ("metric", "org_code", "population_code", "specialty_code", "group_code")


@dataclass(frozen=True)
class PackNumbers:
    """What a pack shows, whose numbers travel with it."""

    rows: Sequence[MeasureRow]
    figures: Sequence[Figure]
    specialties: Sequence[Specialty]
    challenge: Challenge
    sources: Sequence[SourceUsed]
    own: Own
    """All the provider's measures as they may be shown, drawn or not: groups and terms are found there."""
    reported: Reported = field(default_factory=dict)

    @property
    def measures(self) -> list[Measure]:
        return measures_shown(self)

    @property
    def provider(self) -> list[Measure]:
        """Those of the provider itself: of a peer only the month drawn is evidence, in measures.csv."""
        codes = {row.measure.org_code for row in self.rows} | {f.measure.org_code for f in self.figures}
        return [measure for measure in self.measures if measure.org_code in codes]


def tables(
    shown: PackNumbers, *, screen: str, rounded: bool = False, about: str = ""
) -> tuple[EvidenceTable, ...]:
    """Return all evidence of one pack; a table without a row is left out.

    `screen`: the charts' setting. `rounded`: small numbers are protected by rounding. `about`: the provider whose
    tables these are, in every name but that of the list of files, where others travel beside them.
    """
    found = {name: list(rows_of(shown)) for name, (_, rows_of) in _FILES.items()}
    funnels = (figure.funnel for figure in shown.figures if figure.funnel is not None)
    found |= {
        recomputing.funnel_file(f.metric.name, f.specialty_code): list(recomputing.funnel(f)) for f in funnels
    }
    made = {name: rows for name, rows in found.items() if rows}
    guide = how_to(shown.challenge, shown.own, files=made, screen=screen, rounded=rounded)
    if guide:
        made = {"how-to-recompute.csv": guide, **made}
    if made:
        made["columns.csv"] = columns(made)
    return tuple(
        EvidenceTable(
            _named(name, about),
            _description(name),
            as_csv([_renamed(row, about) for row in rows] if name in _GUIDES else rows),
        )
        for name, rows in made.items()
    )


SOURCES = "sources.csv"
"""The list of files, the same for every provider of a session."""


def sources_table(sources: Sequence[SourceUsed]) -> EvidenceTable:
    """The list of files alone."""
    return EvidenceTable(SOURCES, _description(SOURCES), as_csv(list(_listed(sources))))


def _named(text: str, about: str) -> str:
    """Put the provider into every name of a table that is its own: months.csv -> months-rza.csv."""
    return re.sub(r"(?<!\bsources)\.csv\b", f"-{about.lower()}.csv", text) if about else text


def _renamed(row: Row, about: str) -> Row:
    return {head: _named(cell, about) if isinstance(cell, str) else cell for head, cell in row.items()}


def measures_shown(pack: Pack | PackNumbers) -> list[Measure]:
    """List every measure that a row, a figure or a table shows, once, in the order in which they are met."""
    drawn = [m for figure in pack.figures for m in (figure.measure, *figure.others)]
    shown = [m for row in pack.rows for m in (row.measure, row.ours) if m is not None]
    apart = [m for one in pack.specialties for m in one.measures]
    return list({measure.key: measure for measure in (*shown, *drawn, *apart)}.values())


def _key(key: Iterable[str]) -> Row:
    return dict(zip(_KEY, key, strict=True))


def _latest(shown: PackNumbers) -> Iterator[Row]:
    for m in shown.measures:
        standard = m.standard
        yield {
            **_key(m.key),
            "title": m.metric.title,
            "org_name": m.org_name,
            "unit": m.metric.unit,
            **attributes(m.latest, *_COUNTED),
            "standard": standard.value if standard is not None else None,
            "standard_source": standard.source if standard is not None else None,
            **attributes(m, "plan", "england", "region", "board"),
            "peers_median": m.peers_value,
            **attributes(m, "variation", "assurance", "people_affected", "people_against"),
            "restated": "yes" if m.restated else "no",
            "source": m.source_line,
        }


def _months(shown: PackNumbers) -> Iterator[Row]:
    names = (*_COUNTED, "mean", "lower_limit", "upper_limit", "rule", "point_type")
    for m in shown.provider:
        yield from ({**_key(m.key), **attributes(point, *names)} for point in m.points)


def _peers(shown: PackNumbers) -> Iterator[Row]:
    for m in shown.provider:
        for peer in m.peers:
            named = {"peer_code": peer.org_code, "peer_name": peer.org_name}
            yield {**_key(m.key), **named, **attributes(peer, "distance", "value")}


def _exemplars(shown: PackNumbers) -> Iterator[Row]:
    names = ("kind", "as_bad_on", "as_bad", "since", "period", "value")
    for number, question in enumerate(shown.challenge.questions, start=1):
        measure = question.finding.measure or question.finding.beside
        if measure is None:
            continue
        for one in measure.exemplars:
            named = {"peer_code": one.org_code, "peer_name": one.org_name}
            told = {**attributes(one, *names), "instead": one.instead, "notes": "; ".join(one.notes)}
            yield {"question": number, **_key(measure.key), **named, **told}


def _waiting(shown: PackNumbers) -> Iterator[Row]:
    """A row a week of waiting, the first up to one week; the last, 53, is everybody over 52 weeks."""
    for each in dict.fromkeys(each for figure in shown.figures for each in figure.waiting):
        place = attributes(each, "org_code", "population_code", "period")
        yield from ({**place, "week": week, "people": n} for week, n in enumerate(each.weeks, start=1))


def _signals(shown: PackNumbers) -> Iterator[Row]:
    names = ("period", "rule", "direction", "strength", "q_value", "people_affected")
    for number, question, signal in recomputing.flagged(shown.challenge):
        yield {
            "question": number,
            "title": question.title,
            "pattern": question.finding.pattern.id,
            "push": question.push,
            "signal": signal.code,
            **_key(signal.key),
            **attributes(signal, *names),
        }


def _listed(sources: Iterable[SourceUsed]) -> Iterator[Row]:
    names = ("source", "title", "publisher", "period", "vintage", "file", "sha256")
    return (attributes(source, *names) for source in sources)


_FILES: dict[str, tuple[str, Callable[[PackNumbers], Iterable[Row]]]] = {
    "measures.csv": ("Every measure shown: latest value, standard, comparisons, variation", _latest),
    "months.csv": ("Every month of every measure shown: counts, value, interval, limits, rule", _months),
    "pprime.csv": (
        "The charts of shares, as briefing analyse pprime reads them",
        lambda shown: recomputing.pprime(shown.provider, shown.reported),
    ),
    "spc.csv": (
        "All other charts, as briefing analyse spc reads them",
        lambda shown: recomputing.spc(shown.provider, shown.reported),
    ),
    "gaps.csv": (
        "The groups of people behind a gap, as briefing analyse rates reads them",
        lambda shown: recomputing.gaps(shown.challenge, shown.own),
    ),
    "removals.csv": (
        "The waiting list's reconciliation, term by term",
        lambda shown: recomputing.removals(shown.provider, shown.own),
    ),
    "plan.csv": ("Plan against actual", lambda shown: recomputing.plan(shown.provider)),
    "peers.csv": ("The peers of each measure, their distance and value", _peers),
    "exemplars.csv": ("Similar trusts that do better on what is asked about, and since when", _exemplars),
    "waiting.csv": ("The waiting list by week of waiting, as it is drawn by age", _waiting),
    "signals.csv": ("The signals behind each question", _signals),
    SOURCES: (
        "The files the numbers come from, with their hashes",
        lambda shown: _listed(shown.sources),
    ),
}
_GUIDES = {
    "how-to-recompute.csv": "How to compute the flag behind each question again, with which file and command",
    "columns.csv": "What every column of these files holds",
}


def _description(name: str) -> str:
    if name in _FILES:
        return _FILES[name][0]
    return _GUIDES.get(name, "A funnel, whole, as briefing analyse funnel reads it")
