"""The evidence of one provider as a workbook: what stands on which sheet, before anyone writes a file.

    Contents | Questions | The picture | Elective waits, Cancer, ... | Peers | Signals | Definitions | Sources

A sheet for each topic of the metrics holds every month of what the pack shows. Values keep their type: a number
stays a number, a month a date. A figure that is hidden because few people stand behind it is `*`; one that was never
published is an empty cell.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest

from briefing import formats
from briefing.challenge.model import Question
from briefing.document.workbook import Amount, Cell, Month, Row, Sheet, Workbook
from briefing.measures import ALL, Measure, Point, Signal
from briefing.pack import parts, words
from briefing.pack.evidence import measures_shown
from briefing.pack.model import Pack
from briefing.pack.recomputing import flagged

_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_WIDTHS = {
    "Measure": 36, "Question": 34, "Asked": 22, "What the figures say": 60, "Opening words": 50, "Settle for": 50,
    "Metric": 30, "Specialty": 22, "Source": 60, "Trend": 24, "Against the standard": 24, "Against what": 34,
    "People": 16, "Group": 20, "Marked": 28, "Provider": 56, "Rule": 18, "Id": 24, "Promise": 60, "Owner": 28,
    "What shows it": 60, "What": 16, "Why": 60, "What it means": 60,
    "Written down of it": 60,
    "Why it matters": 50, "Caveats": 60, "Publisher": 22, "Period": 18, "File": 56, "SHA-256": 68, "No.": 6,
}  # fmt: skip
_USUAL_WIDTH = 14


def evidence_workbook(pack: Pack) -> Workbook:
    """The workbook of one provider. A sheet without a row is left out."""
    own = [m for m in measures_shown(pack) if m.org_code == pack.provider_code]
    asked = list(enumerate(pack.challenge.questions, start=1))
    made = [
        _sheet(
            "Questions",
            "The questions of the meeting, and the figures behind each",
            (_question(number, question, pack) for number, question in asked),
            fixed=2,
        ),
        _sheet(
            "The picture",
            "The measures of the page with the picture, latest month",
            (_in_the_picture(row.measure, row.ours, pack) for row in pack.rows),
        ),
        *_topics(own, pack),
        _sheet(
            "Peers",
            "The most similar providers and their figures; at a distance of 0 they are identical in what is compared",
            (row for figure in pack.figures if figure.kind == "bars" for row in _ranked(figure.measure)),
            fixed=2,
        ),
        _sheet(
            "Who does better",
            "Similar trusts that have become better, or hold a better level, beyond chance: ask what they changed",
            (row for number, question in asked for row in _exemplars(number, question)),
            fixed=2,
        ),
        _sheet(
            "Signals",
            "Why each question is asked: the rule that fired; q is the chance of a false alarm among all scanned",
            (_signal(*one) for one in flagged(pack.challenge)),
            fixed=2,
        ),
        _sheet("Promises", "What was promised at earlier meetings", _promises(pack)),
        _sheet("Changes", _what_changed(pack), _changes(pack), lists_files=True),
        _sheet(
            "Definitions",
            "What each measure counts, and what to watch for",
            _definitions(pack),
            widths={"Counted": 44, "Out of": 44},
        ),
        _sheet(
            "Sources",
            "The files the numbers come from; vintage 1 is the first publication",
            _sources(pack),
            lists_files=True,
        ),
    ]
    sheets = tuple(_named([sheet for sheet in made if sheet.rows]))
    hidden = any(cell == formats.HIDDEN for sheet in sheets for row in sheet.rows for cell in row.values())
    return Workbook(
        filename=f"evidence-{pack.provider_code.lower()}.xlsx",
        title=f"{pack.provider_name}: the evidence",
        masthead=pack.masthead,
        dated=pack.meeting.date,
        sheets=sheets,
        lines=(
            f"{pack.meeting.title}, {formats.day(pack.meeting.date)}",
            f"Figures run to {formats.month(pack.data_date)} unless they say otherwise.",
            "This holds the words of our questions: take that sheet out before you pass it on.",
            *pack.caveats,
            *([words.STAR] if hidden else []),
        ),
    )


def _sheet(
    name: str,
    about: str,
    rows: Iterable[Row],
    *,
    fixed: int = 1,
    widths: Mapping[str, int] = _WIDTHS,
    lists_files: bool = False,
) -> Sheet:
    held = tuple(rows)
    wide = {
        heading: widths.get(heading, _WIDTHS.get(heading, _USUAL_WIDTH))
        for row in held[:1]
        for heading in row
    }
    return Sheet(name, ((about,),), wide, held, fixed, lists_files=lists_files)


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
        yield replace(sheet, name=name)


def _question(number: int, question: Question, pack: Pack) -> Row:
    measure, people = question.finding.measure, question.finding.people_affected
    return {
        "No.": number,
        "Question": question.title,
        "Asked": parts.asked_by(question, pack.meeting),
        "Push": question.push,
        "What the figures say": question.fact,
        "Opening words": question.opener,
        "Settle for": question.settle_for,
        "People affected": formats.HIDDEN if people in formats.SMALL else people,
        "Metric": measure.metric.title if measure is not None else None,
        "Specialty": _specialty(measure) if measure is not None else None,
        "Source": measure.source_line if measure is not None else None,
    }


def _in_the_picture(measure: Measure, ours: Measure | None, pack: Pack) -> Row:
    unit = measure.metric.unit
    return {
        "Measure": measure.metric.title,
        "Month": Month(measure.latest.period),
        "Now": _value(measure, measure.latest),
        "Standard": Amount(measure.standard.value if measure.standard is not None else None, unit),
        "Plan": Amount(measure.plan, unit),
        "England": Amount(measure.england, unit),
        "Region": Amount(measure.region, unit),
        pack.terms["board"]: Amount(measure.board, unit),
        f"{pack.terms['peers']}, middle": Amount(measure.peers_value, unit),
        pack.terms["ours"]: _value(ours, ours.latest) if ours is not None else None,
        "Trend": _spoken(measure.variation),
        "Against the standard": _spoken(measure.assurance),
        "People affected": measure.people_affected,
        "Against what": measure.people_against,
        "Source": measure.source_line,
    }


def _topics(own: Iterable[Measure], pack: Pack) -> Iterator[Sheet]:
    """Every month of the provider's own measures: of a peer only the month drawn is evidence."""
    by_topic: dict[str, list[Measure]] = {}
    for measure in own:
        by_topic.setdefault(measure.metric.topic, []).append(measure)
    for topic, measures in by_topic.items():
        about = f"Every month of each measure shown on {topic}: counts, value, interval, usual range"
        rows = (_month(measure, point, pack) for measure in measures for point in measure.points)
        yield _sheet(formats.capital(topic), about, rows, fixed=5)


def _month(measure: Measure, point: Point, pack: Pack) -> Row:
    unit = measure.metric.unit
    return {
        "Measure": measure.metric.title,
        "Specialty": _specialty(measure),
        "People": "all" if measure.population_code == ALL else pack.terms["ours"],
        "Group": "all" if measure.group_code == ALL else words.group_name(measure.group_code),
        "Month": Month(point.period),
        "Counted": formats.HIDDEN if point.hidden else point.numerator,
        "Out of": formats.HIDDEN if point.hidden else point.denominator,
        "Value": _value(measure, point),
        "Unit": formats.UNITS[unit],
        "95% from": Amount(point.low, unit),
        "95% to": Amount(point.high, unit),
        "Mean": Amount(point.mean, unit),
        "Usual, from": Amount(point.lower_limit, unit),
        "Usual, to": Amount(point.upper_limit, unit),
        "Marked": words.RULES[point.rule] if point.rule is not None else None,
        "Source": measure.source_line,
    }


def _value(measure: Measure, point: Point) -> Cell:
    return formats.HIDDEN if point.hidden else Amount(point.value, measure.metric.unit)


def _specialty(measure: Measure) -> str:
    return (
        "all" if measure.specialty_code == ALL else formats.capital(formats.specialty(measure.specialty_name))
    )


def _spoken(code: str) -> str:
    return formats.capital(code.replace("_", " "))


def _ranked(measure: Measure) -> Iterator[Row]:
    """The provider, then its peers, nearest first."""
    unit = measure.metric.unit
    own = (measure.org_code, measure.org_name, 0.0, _value(measure, measure.latest))
    peers = ((p.org_code, p.org_name, p.distance, Amount(p.value, unit)) for p in measure.peers)
    for code, name, distance, value in (own, *peers):
        yield {
            "Measure": measure.metric.title,
            "Specialty": _specialty(measure),
            "Month": Month(measure.latest.period),
            "Code": code,
            "Provider": name,
            "Distance": distance,
            "Value": value,
            "Unit": formats.UNITS[unit],
        }


def _exemplars(number: int, question: Question) -> Iterator[Row]:
    measure = question.finding.measure or question.finding.beside
    if measure is None:
        return
    for one in measure.exemplars:
        unit = measure.metric.unit
        yield {
            "No.": number,
            "Measure": one.instead or measure.metric.title,
            "Specialty": _specialty(measure),
            "Code": one.org_code,
            "Provider": one.org_name,
            "As bad in": Month(one.as_bad_on) if one.as_bad_on is not None else None,
            "It was": Amount(one.as_bad, unit),
            "Better since": Month(one.since),
            "Month": Month(one.period),
            "Value": Amount(one.value, unit),
            "Unit": formats.UNITS[unit],
            "Written down of it": "; ".join(one.notes),
        }


def _signal(number: int, question: Question, signal: Signal) -> Row:
    return {
        "No.": number,
        "Question": question.title,
        "Pattern": question.finding.pattern.id,
        "Signal": signal.code,
        "Rule": signal.rule,
        "Direction": signal.direction,
        "Month": Month(signal.period),
        "Strength": signal.strength,
        "q": signal.q_value,
        "Metric": signal.metric,
        "Specialty code": signal.specialty_code,
        "Group": signal.group_code,
    }


def _promises(pack: Pack) -> Iterator[Row]:
    for promise in pack.challenge.promises:
        yield {
            "Id": promise.commitment_id,
            "Promise": promise.what,
            "Owner": promise.owner,
            "Due": promise.due_on,
            "Standing": _spoken(promise.state),
            "What shows it": promise.evidence,
        }


def _what_changed(pack: Pack) -> str:
    since = pack.changes.since if pack.changes is not None else 0
    return f"What differs from version {since}, number by number"


def _changes(pack: Pack) -> Iterator[Row]:
    """What differs, first the questions, in a sentence each, then the numbers."""
    if pack.changes is None:
        return
    for sentence in pack.changes.questions:
        yield _change(sentence)
    for one in pack.changes.numbers:
        counts = (*one.counts_before, *one.counts_after)
        yield _change(one.name, one.kind, Month(one.period), one.before, one.after, *counts, one.why)


def _change(*cells: Cell) -> Row:
    headings = (
        "Measure",
        "What",
        "Month",
        "Said",
        "Says",
        "Counted, was",
        "Out of, was",
        "Counted",
        "Out of",
        "Why",
    )
    return dict(zip_longest(headings, cells))


def _definitions(pack: Pack) -> Iterator[Row]:
    known = {m.metric.name: m.metric for m in measures_shown(pack)}
    for metric in known.values():
        yield {
            "Measure": metric.title,
            "What it means": metric.meaning,
            "Counted": metric.numerator,
            "Out of": metric.denominator,
            "Why it matters": metric.why_it_matters,
            "Caveats": " ".join(metric.caveats),
            "Metric": metric.name,
            "Reviewed": metric.reviewed,
        }


def _sources(pack: Pack) -> Iterator[Row]:
    for one in pack.sources:
        yield {
            "Source": one.title,
            "Publisher": one.publisher,
            "Period": one.period,
            "Vintage": one.vintage,
            "File": one.file,
            "SHA-256": one.sha256,
        }
