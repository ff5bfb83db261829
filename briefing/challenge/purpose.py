"""What the meeting is for: which findings speak of it, and what the page says of the rest; and of figures too old.

about = ["Gynaecology"], nothing fires     "Gynaecology: in April 2026, 64.7% of waits were within 18 weeks, better than
                                           England’s 60.2%; none of the waits were over a year."
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from briefing import formats
from briefing.challenge.concerns import theme_key
from briefing.challenge.model import Concern, Finding, Pattern
from briefing.challenge.questions import reports_sentence
from briefing.challenge.slots import misses, printed_value, spoken_figure, standard_name
from briefing.measures import ALL, Measure
from briefing.meeting.purpose import Matter
from briefing.months import months_between

OF_A_SPECIALTY = ("rtt_within_18_weeks", "rtt_over_52_weeks")
"""What says most of one: how many are seen in time, and how many wait longest."""


def speaks_of(finding: Finding, matter: Matter) -> bool:
    """Tell whether a finding is about what the meeting is for."""
    if matter.theme is not None:
        heard = (finding.concern.theme,) if finding.concern else ()
        return theme_key(matter.theme) in map(theme_key, (*finding.pattern.themes, *heard))
    leads = [measure for measure in (finding.measure, finding.beside) if measure is not None]
    places = {measure.specialty_code for measure in leads}
    promised, _, place = ((finding.promise.measure or "") if finding.promise else "").partition("/")
    places |= {place.partition("/")[0]} if place else set()
    if matter.metric is None:
        heard = (finding.concern.specialty_code,) if finding.concern and not leads else ()
        return matter.specialty_code in {*places, *heard}
    names = {*(measure.metric.name for measure in leads), promised}
    return matter.metric in names and matter.specialty_code in {None, *places}


def is_wanted(measure: Measure, about: Iterable[Matter]) -> bool:
    """Tell whether the meeting is about the specialty of a measure, on whatever metric or on this one."""
    return any(
        matter.specialty_code == measure.specialty_code and matter.metric in (None, measure.metric.name)
        for matter in about
    )


def unasked(
    about: Iterable[Matter],
    *,
    chosen: Sequence[Finding],
    reasons: Sequence[tuple[Finding, str]],
    measures: Sequence[Measure],
    concerns: Sequence[Concern],
    patterns: Sequence[Pattern],
    today: date,
) -> tuple[str, ...]:
    """Say of each matter that no question asks about what its figures are, and why it is not asked.

    `measures` are the provider's own; `reasons` say of each finding that was left out why it was.
    """
    return tuple(
        _line(matter, reasons, measures_of(matter, measures, patterns), concerns, today=today)
        for matter in about
        if not any(speaks_of(finding, matter) for finding in chosen)
    )


def measures_of(
    matter: Matter, measures: Iterable[Measure], patterns: Iterable[Pattern] = ()
) -> list[Measure]:
    """Find the series of a matter, of everybody and of the whole of it."""
    whole = [m for m in measures if (m.population_code, m.group_code) == (ALL, ALL)]
    if matter.theme is not None:
        theme = theme_key(matter.theme)
        named = [name for p in patterns if theme in map(theme_key, p.themes) for name in p.metrics]
        return [m for name in dict.fromkeys(named) for m in whole if m.key[::3] == (name, ALL)]
    place = matter.specialty_code or ALL
    if matter.metric is not None:
        return [m for m in whole if (m.metric.name, m.specialty_code) == (matter.metric, place)]
    inside = [m for m in whole if m.specialty_code == place]
    usual = [m for name in OF_A_SPECIALTY for m in inside if m.metric.name == name]
    return usual or inside[: len(OF_A_SPECIALTY)]


def unmeasured(
    about: Iterable[Matter],
    *,
    measures: Sequence[Measure],
    concerns: Iterable[Concern],
    patterns: Sequence[Pattern],
) -> list[str]:
    """Name the matters of which a provider has neither a figure nor a report."""
    heard = {theme_key(concern.theme) for concern in concerns}
    return [
        matter.name
        for matter in about
        if not measures_of(matter, measures, patterns) and theme_key(matter.theme or "") not in heard
    ]


def last_known(old: Iterable[Finding], *, today: date, told: Iterable[Measure] = ()) -> tuple[str, ...]:
    """Say what was last known where the heaviest finding of a source is of an old figure, and ask for today's.

    `told` are the measures of which that is said already.
    """
    sources = {measure.metric.source for measure in told if measure.old}
    lines = []
    for finding in old:
        measure = finding.measure
        if measure is not None and measure.metric.source not in sources:
            sources.add(measure.metric.source)
            lines.append(f"{formats.capital(_clause(measure, first=True))}. {_ask_anew(measure, today)}")
    return tuple(lines)


def _ask_anew(measure: Measure, today: date) -> str:
    behind = formats.counted(months_between(measure.latest.period, today), "month")
    return f"That was {behind} before this meeting: ask for today’s figure."


def _line(
    matter: Matter,
    reasons: Sequence[tuple[Finding, str]],
    own: Sequence[Measure],
    concerns: Sequence[Concern],
    *,
    today: date,
) -> str:
    told = [_clause(measure, first=at == 0) for at, measure in enumerate(own)]
    said = f"{formats.capital(matter.name)}: {'; '.join(told) or 'no figure of it is loaded'}."
    heard = [c for c in concerns if matter.theme and theme_key(c.theme) == theme_key(matter.theme)]
    why = next((f"Not asked: {reason}." for finding, reason in reasons if speaks_of(finding, matter)), "")
    if own and own[0].old:
        why = _ask_anew(own[0], today)
    more = [*map(reports_sentence, heard), *([why] if why else ())]
    return " ".join([said, *more])


def _clause(measure: Measure, *, first: bool) -> str:
    """ "in April 2026, 64.7% of waits were within 18 weeks, better than England’s 60.2%"."""
    latest, month = measure.latest, formats.month(measure.latest.period)
    value = printed_value(measure, latest)
    if value is None:
        return f"the figure for {month} may not be printed" if latest.hidden else f"no figure for {month}"
    said = spoken_figure(measure, where="") or f"{formats.inside(measure.metric.title)}: {value}"
    if latest.numerator == 0:
        said = re.sub(rf"{re.escape(value)} of (?:the )?(\w+)", r"none of the \1", said)
    return f"{f'in {month}, ' if first else ''}{said}{_beside(measure) if latest.numerator and not measure.old else ''}"


def _beside(measure: Measure) -> str:
    """Set a figure beside England's and the standard; where neither is known, nothing is said."""
    unit, value = measure.metric.unit, measure.latest.value
    parts = []
    if measure.england is not None and value is not None and measure.metric.kind != "count":
        england, own = (formats.amount(one, unit) for one in (measure.england, value))
        higher = value > measure.england
        word = "higher" if higher else "lower"
        if measure.metric.better != "neither":
            word = "better" if higher == (measure.metric.better == "higher") else "worse"
        parts.append(f"as in England ({england})" if england == own else f"{word} than England’s {england}")
    if (standard := standard_name(measure)) is not None:
        short = "short of" if measure.metric.better == "higher" else "above"
        parts.append(f"{short if misses(measure, value) else 'meeting'} the standard of {standard}")
    return f", {' and '.join(parts)}" if parts else ""
