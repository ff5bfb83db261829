"""The evidence of one provider as a workbook: what stands on which sheet, before anyone writes a file.

    Contents | Questions | The picture | Elective waits, Cancer, ... | Peers | Signals | Definitions | Sources

A sheet for each topic of the metrics holds every month of what the pack shows. Values keep their type: a number
stays a number, a month a date. A figure that is hidden because few people stand behind it is `*`; one that was never
published is an empty cell.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing import formats
from briefing.challenge.model import Question
from briefing.measures import ALL, Measure, Point
from briefing.pack import parts, words
from briefing.pack.evidence import measures_shown
from briefing.pack.model import Pack

_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Amount:
    """A value in the unit of its metric; per cent is 0 to 100, as everywhere in the program."""

    value: float | None
    unit: str


Cell = str | int | float | date | Amount | None


@dataclass(frozen=True)
class Column:
    heading: str
    width: int
    """In characters of the usual type."""
    dates: Literal["day", "month"] = "day"


@dataclass(frozen=True)
class Sheet:
    """One table with its name, what it holds, and how many of its first columns say what a row is about."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fixed: int = 1


@dataclass(frozen=True)
class EvidenceWorkbook:
    """Everything behind one provider's pack, in sheets. The contents are made from the sheets themselves."""

    filename: str
    title: str
    lines: tuple[str, ...]
    """What stands above the contents: the meeting, the version, how far the numbers run."""
    author: str
    marking: str
    status: str
    made_on: date
    sheets: tuple[Sheet, ...]


def evidence_workbook(pack: Pack) -> EvidenceWorkbook:
    """The workbook of one provider. A sheet without a row is left out."""
    sheets = [
        _questions(pack),
        _picture(pack),
        *_topics(pack),
        _peers(pack),
        _signals(pack),
        _promises(pack),
        _changes(pack),
        _definitions(pack),
        _sources(pack),
    ]
    status = (
        f"Draft, version {pack.version}: not yet approved"
        if pack.status == "draft"
        else f"Version {pack.version}"
    )
    hidden = any(cell == formats.HIDDEN for sheet in sheets for row in sheet.rows for cell in row)
    return EvidenceWorkbook(
        filename=f"evidence-{pack.provider_code.lower()}.xlsx",
        title=f"{pack.provider_name}: the evidence",
        lines=(
            f"{pack.meeting.title}, {formats.day(pack.meeting.date)}",
            f"Numbers run to {formats.month(pack.data_date)} unless they say otherwise.",
            "It holds the words of our questions: take that sheet out before you pass the rest on.",
            *pack.caveats,
            *([words.STAR] if hidden else []),
        ),
        author=pack.commissioner_name,
        marking=pack.marking,
        status=status,
        made_on=pack.meeting.date,
        sheets=tuple(_named([sheet for sheet in sheets if sheet.rows])),
    )


def _named(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """The sheets under names that Excel takes: short, without its signs, each once whatever its capitals."""
    taken = {"contents", "history"}
    for sheet in sheets:
        plain = " ".join(_FORBIDDEN.sub(" ", sheet.name).split()).strip("'") or "Sheet"
        name, number = plain[:_LONGEST_NAME].strip("' "), 2
        while name.lower() in taken:
            ending = f" {number}"
            name, number = f"{plain[: _LONGEST_NAME - len(ending)].strip()}{ending}", number + 1
        taken.add(name.lower())
        yield Sheet(name, sheet.about, sheet.columns, sheet.rows, sheet.fixed)


def _questions(pack: Pack) -> Sheet:
    columns = (
        Column("No.", 6), Column("Question", 34), Column("Asked", 22), Column("Push", 10),
        Column("What the figures say", 60), Column("Opening words", 50), Column("Settle for", 50),
        Column("People affected", 12), Column("Metric", 30), Column("Specialty", 22), Column("Source", 50),
    )  # fmt: skip
    rows = tuple(_question(n, q, pack) for n, q in enumerate(pack.challenge.questions, start=1))
    return Sheet(
        "Questions", "The questions of the meeting, and the figures behind each", columns, rows, fixed=2
    )


def _question(number: int, question: Question, pack: Pack) -> tuple[Cell, ...]:
    measure = question.finding.measure
    found = question.finding.people_affected
    about: tuple[Cell, ...] = (None, None, None)
    if measure is not None:
        about = (measure.metric.title, _specialty(measure), measure.source_line)
    return (
        number, question.title, parts.asked_by(question, pack.meeting), question.push, question.fact,
        question.opener, question.settle_for, formats.HIDDEN if found in formats.SMALL else found, *about,
    )  # fmt: skip


def _picture(pack: Pack) -> Sheet:
    columns = (
        Column("Measure", 36), Column("Month", 11, "month"), Column("Now", 12), Column("Standard", 12),
        Column("Plan", 12), Column("England", 12), Column("Region", 12), Column(pack.terms["board"], 12),
        Column(f"{pack.terms['peers']}, middle", 12), Column(pack.terms["ours"], 12), Column("Trend", 24),
        Column("Against the standard", 24), Column("People affected", 14), Column("Against what", 34),
        Column("Source", 60),
    )  # fmt: skip
    rows = tuple(_row(row.measure, row.ours) for row in pack.rows)
    return Sheet("The picture", "The measures of the page with the picture, latest month", columns, rows)


def _row(measure: Measure, ours: Measure | None) -> tuple[Cell, ...]:
    unit = measure.metric.unit
    standard = measure.standard.value if measure.standard is not None else None
    others = (standard, measure.plan, measure.england, measure.region, measure.board, measure.peers_value)
    return (
        measure.metric.title,
        measure.latest.period,
        _value(measure, measure.latest),
        *(Amount(value, unit) for value in others),
        _value(ours, ours.latest) if ours is not None else None,
        _said(measure.variation),
        _said(measure.assurance),
        measure.people_affected,
        measure.people_against,
        measure.source_line,
    )


def _topics(pack: Pack) -> Iterator[Sheet]:
    """Every month of the provider's own measures: of a peer only the month drawn is evidence."""
    own = [m for m in measures_shown(pack) if m.org_code == pack.provider_code]
    columns = (
        Column("Measure", 36), Column("Specialty", 22), Column("People", 16), Column("Group", 20),
        Column("Month", 11, "month"), Column("Counted", 12), Column("Out of", 12), Column("Value", 12),
        Column("Unit", 12), Column("95% from", 12), Column("95% to", 12), Column("Mean", 12),
        Column("Usual, from", 12), Column("Usual, to", 12), Column("Marked", 28), Column("Source", 60),
    )  # fmt: skip
    for topic in dict.fromkeys(measure.metric.topic for measure in own):
        rows = tuple(_month(m, p, pack) for m in own if m.metric.topic == topic for p in m.points)
        about = f"Every month of each measure shown on {topic}: counts, value, interval, usual range"
        yield Sheet(formats.capital(topic), about, columns, rows, fixed=5)


def _month(measure: Measure, point: Point, pack: Pack) -> tuple[Cell, ...]:
    unit = measure.metric.unit
    lines = (point.low, point.high, point.mean, point.lower_limit, point.upper_limit)
    return (
        measure.metric.title,
        _specialty(measure),
        "all" if measure.population_code == ALL else pack.terms["ours"],
        "all" if measure.group_code == ALL else words.group_name(measure.group_code),
        point.period,
        *((formats.HIDDEN,) * 2 if point.hidden else (point.numerator, point.denominator)),
        _value(measure, point),
        UNITS[unit],
        *(Amount(value, unit) for value in lines),
        words.RULES[point.rule] if point.rule is not None else None,
        measure.source_line,
    )


UNITS = {
    "percent": "%",
    "weeks": "weeks",
    "days": "days",
    "people": "people",
    "per_1000": "per 1,000",
    "ratio": "ratio",
    "count": "count",
}


def _value(measure: Measure, point: Point) -> Cell:
    return formats.HIDDEN if point.hidden else Amount(point.value, measure.metric.unit)


def _specialty(measure: Measure) -> str:
    return (
        "all" if measure.specialty_code == ALL else formats.capital(formats.specialty(measure.specialty_name))
    )


def _said(code: str) -> str:
    return formats.capital(code.replace("_", " "))


def _peers(pack: Pack) -> Sheet:
    columns = (
        Column("Measure", 36), Column("Specialty", 22), Column("Month", 11, "month"), Column("Code", 8),
        Column("Provider", 56), Column("Distance", 10), Column("Value", 12), Column("Unit", 12),
    )  # fmt: skip
    drawn = [figure.measure for figure in pack.figures if figure.kind == "bars"]
    rows = tuple(row for measure in drawn for row in _ranked(measure))
    about = (
        "The providers most alike, and what each has; distance nought is identical in the factors compared"
    )
    return Sheet("Peers", about, columns, rows, fixed=2)


def _ranked(measure: Measure) -> Iterator[tuple[Cell, ...]]:
    about = (measure.metric.title, _specialty(measure), measure.latest.period)
    unit = measure.metric.unit
    yield (*about, measure.org_code, measure.org_name, 0.0, _value(measure, measure.latest), UNITS[unit])
    for peer in measure.peers:
        value = Amount(peer.value, unit)
        yield (*about, peer.org_code, peer.org_name, peer.distance, value, UNITS[unit])


def _signals(pack: Pack) -> Sheet:
    columns = (
        Column("No.", 6), Column("Question", 34), Column("Pattern", 14), Column("Signal", 10), Column("Rule", 18),
        Column("Direction", 14), Column("Month", 11, "month"), Column("Strength", 10), Column("q", 10),
        Column("Metric", 28), Column("Specialty code", 12), Column("Group", 18),
    )  # fmt: skip
    rows = []
    for number, question in enumerate(pack.challenge.questions, start=1):
        if (s := question.finding.signal) is not None:
            told = (
                number,
                question.title,
                question.finding.pattern.id,
                s.code,
                s.rule,
                s.direction,
                s.period,
            )
            rows.append((*told, s.strength, s.q_value, s.metric, s.specialty_code, s.group_code))
    about = (
        "Why each question is asked: the rule that fired; q is the chance of a false alarm among all scanned"
    )
    return Sheet("Signals", about, columns, tuple(rows), fixed=2)


def _promises(pack: Pack) -> Sheet:
    columns = (
        Column("Id", 24), Column("Promise", 60), Column("Owner", 28), Column("Due", 12), Column("Standing", 16),
        Column("What shows it", 60),
    )  # fmt: skip
    rows = tuple(
        (p.commitment_id, p.what, p.owner, p.due_on, _said(p.state), p.evidence)
        for p in pack.challenge.promises
    )
    return Sheet("Promises", "What was promised at earlier meetings", columns, rows)


def _changes(pack: Pack) -> Sheet:
    columns = (
        Column("Measure", 40), Column("What", 16), Column("Month", 11, "month"), Column("Said", 14),
        Column("Says", 14), Column("Counted, was", 14), Column("Out of, was", 14), Column("Counted", 14),
        Column("Out of", 14), Column("Why", 60),
    )  # fmt: skip
    if pack.changes is None:
        return Sheet("Changes", "", columns, ())
    rows: list[tuple[Cell, ...]] = [(sentence, *([None] * 9)) for sentence in pack.changes.questions]
    for one in pack.changes.numbers:
        counts = (*one.counts_before, *one.counts_after)
        rows.append((one.name, one.kind, one.period, one.before, one.after, *counts, one.why))
    about = f"What is not as version {pack.changes.since} said, number by number"
    return Sheet("Changes", about, columns, tuple(rows))


def _definitions(pack: Pack) -> Sheet:
    columns = (
        Column("Measure", 36), Column("What it means", 60), Column("Counted", 44), Column("Out of", 44),
        Column("Why it matters", 50), Column("Caveats", 60), Column("Metric", 30), Column("Reviewed", 12),
    )  # fmt: skip
    known = {m.metric.name: m.metric for m in measures_shown(pack)}
    rows = tuple(
        (
            metric.title, metric.meaning, metric.numerator, metric.denominator, metric.why_it_matters,
            " ".join(metric.caveats), metric.name, metric.reviewed,
        )
        for metric in known.values()
    )  # fmt: skip
    return Sheet("Definitions", "What each measure counts, and what to beware of", columns, rows)


def _sources(pack: Pack) -> Sheet:
    columns = (
        Column("Source", 44), Column("Publisher", 22), Column("Period", 18), Column("Vintage", 9),
        Column("File", 56), Column("SHA-256", 68),
    )  # fmt: skip
    rows: Sequence[tuple[Cell, ...]] = [
        (s.title, s.publisher, s.period, s.vintage, s.file, s.sha256) for s in pack.sources
    ]
    return Sheet(
        "Sources", "The files the numbers come from; vintage 1 is the first publication", columns, tuple(rows)
    )
