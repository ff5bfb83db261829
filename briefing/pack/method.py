"""What a reader who doubts a number looks up: how it was made, what it counts, what is missing."""

from collections.abc import Iterable, Sequence

from briefing import formats
from briefing.context.reading import scanned_sentence
from briefing.measures import Measure
from briefing.pack.model import MeasureRow, SourceGroup, SourceUsed
from briefing.pack.words import name_of
from briefing.protection.disclosure import Preset

_CONTROL_CHARTS = (
    "Control charts are drawn as NHS England's Making Data Count draws them. Shares are judged by p-prime "
    "charts (Laney). Their limits allow for the size of each month and for the scatter between months. All else "
    "is judged by individuals charts (XmR). Their limits are 2.66 times the average moving range from the mean, "
    "{screen}. A month is marked when it lies outside the limits, or when 2 of 3 lie close to one. So are 7 months "
    "in a row that move one way, or lie on one side of the mean. There are limits from 10 months on, and a "
    "judgement from 13. A series is never rebased automatically: a rebase has a date, a reason and an author."
)
_SCREENS: dict[str, str] = {
    "nhsr": "the ranges above 3.267 times their average left out once",
    "mdc_excel": "no range left out",
}
_INTERVALS = (
    "Intervals are 95%: Wilson's for shares, Byar's or exact Poisson for rates. How many people or waits are "
    "affected is counted against the standard or, without one, the median of similar trusts."
)
HIDDEN: dict[Preset, str] = {
    "none": "",
    "under_5": "Counts of 1 to 4 in local feeds are not shown, nor anything that would give one away.",
    "hes": "Counts of 1 to 7 in local feeds are not shown, nor anything that would give one away; "
    "others are rounded to 5.",
}

GLOSSARY = (
    ("Commitment", "A promise with an owner, a date and a way to measure it."),
    ("Control chart", "Months in a line, with the range to expect if nothing changes."),
    ("Mean", "The average of the months a chart starts from."),
    ("More than chance", "A change larger or longer than ordinary variation could explain."),
    ("Ordinary variation", "Months differ, but the service has not changed."),
    ("Pathway", "A wait from referral to treatment. One person may have two."),
    ("Push", "How hard to press. Firm: a signal and a rule. Ask: a signal. Explore: something to ask about."),
    (
        "Similar trusts",
        "The trusts most like this one in size, kind and population. Settings, similar trusts and "
        "tables names them.",
    ),
    ("Standard", "A dated target, national unless it says local."),
    (
        "Usual range",
        "Where nearly all ordinary months lie: between the limits of a control chart or, after a step "
        "to another level, of the months on one side of it.",
    ),
    ("Vintage", "One publication of a file; a revision is a later one."),
)


_STAR: dict[Preset, str] = {
    "none": "* A number that may not be shown.",
    "under_5": "* Fewer than 5, or a number that would give such a one away: hidden.",
    "hes": "* Fewer than 8, or a number that would give such a one away: hidden.",
}


def star(rows: Iterable[MeasureRow], *, preset: Preset) -> str:
    """Say what the star on the page with the picture stands for; empty where there is none."""
    shown = [measure.latest for row in rows for measure in (row.measure, row.ours) if measure is not None]
    return _STAR[preset] if any(point.hidden for point in shown) else ""


def paragraphs(*, scanned: int, by_chance: float, screen: str = "nhsr") -> tuple[str, ...]:
    """Write the method, and the honest sentence on how much was looked at."""
    said = scan(scanned=scanned, by_chance=by_chance)
    return (_CONTROL_CHARTS.format(screen=_SCREENS[screen]), _INTERVALS, said)


def scan(*, scanned: int, by_chance: float) -> str:
    """Say how much was looked at, and how much of it would stand out by chance."""
    return (
        f"{scanned_sentence(scanned, by_chance)} Questions are chosen by how many people they affect, "
        "not by how bad they look. Groups of people are drawn where their 95% intervals lie apart, or where a "
        "question is about them."
    )


def caveats(used: Iterable[Measure], *, hidden: bool, preset: Preset) -> tuple[str, ...]:
    """List what to know before leaning on a number, once each."""
    measures = list(used)
    titles: dict[str, dict[str, None]] = {}
    for measure in measures:
        for caveat in measure.metric.caveats:
            titles.setdefault(caveat, {})[measure.metric.title] = None
    shared: dict[tuple[str, ...], list[str]] = {}
    for caveat, shown in titles.items():
        shared.setdefault(tuple(shown), []).append(caveat)
    sentences = [f"{formats.listed(shown)}: {' '.join(each)}" for shown, each in shared.items()]
    if any(measure.restated for measure in measures):
        sentences.append("Months before a merger are those of the organisations that merged, added up.")
    sentences += [
        f"{m.metric.title}: the standard of {formats.standard(m.standard.value, m.metric.unit)} "
        f"comes from one weak source."
        for m in measures
        if m.standard is not None and m.standard.confidence == "L"
    ]
    if hidden:
        sentences.append(HIDDEN[preset])
    return tuple(dict.fromkeys(sentences))


def grouped(sources: Sequence[SourceUsed]) -> tuple[SourceGroup, ...]:
    """Group files, one line a source: "April 2024 to September 2026, 30 files", with the file that came last."""
    found: dict[str, list[SourceUsed]] = {}
    for source in sources:
        found.setdefault(source.source, []).append(source)
    return tuple(
        SourceGroup(
            title=formats.capital(files[-1].title),
            publisher=files[-1].publisher,
            periods=_span([file.period for file in files]),
            files=len(files),
            latest=files[-1],
        )
        for files in found.values()
    )


def _span(periods: Sequence[str]) -> str:
    return periods[0] if periods[0] == periods[-1] else f"{periods[0]} to {periods[-1]}"


def definitions(used: Iterable[Measure]) -> tuple[tuple[str, str], ...]:
    measures = {one.metric.name: one for one in sorted(used, key=lambda one: one.standard is not None)}
    return tuple(
        (measure.metric.title, _definition(measure))
        for measure in sorted(measures.values(), key=lambda measure: measure.metric.title)
    )


def _definition(measure: Measure) -> str:
    """What a measure counts and, where there is a standard for it, who set that."""
    metric, standard = measure.metric, measure.standard
    parts = [metric.meaning]
    if metric.kind == "proportion":
        parts.append(f"Counted: {metric.numerator}, of {metric.denominator}.")
    if standard is not None:
        source = f"{formats.standard(standard.value, metric.unit)}: {standard.source.rstrip('.')}"
        parts.append(f"The standard is {source}.")
    return " ".join(parts)


def missing(
    raw: Iterable[Measure], *, rows: Sequence[MeasureRow], wanted: Sequence[str], provider: str
) -> tuple[str, ...]:
    """List what could not be shown: measures asked for that have no figure, and months that nobody reported."""
    measures = list(raw)
    titles = {measure.metric.name: measure.metric.title for measure in measures}
    shown = {row.measure.metric.name for row in rows}
    sentences = [
        f"{titles.get(name, name)}: no figure for {provider} is loaded."
        for name in wanted
        if name not in shown
    ]
    rowed = {row.measure.key for row in rows}
    for measure in measures:
        absent = [point.period for point in measure.points if point.value is None]
        if measure.key in rowed and absent:
            months = formats.listed(formats.month(period) for period in absent)
            they = formats.plural(len(absent), "It is", "They are")
            sentences.append(
                f"{name_of(measure)}: no figure for {months}. {they} left out of the chart, not counted as zero."
            )
    return tuple(sentences)
