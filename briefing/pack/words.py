"""What a measure says, in the words that title its chart and describe it to readers who can't see it."""

import re
from collections.abc import Sequence

from briefing import formats
from briefing.challenge.course import Course, course, known, usual_range
from briefing.challenge.slots import fifth, gained, hospital, month_by_month, two_levels, with_how_many
from briefing.measures import ALL, Measure, Point

RULES = {
    "outside_limits": "outside the usual range",
    "trend": "all moving one way",
    "two_of_three": "close to a limit",
    "shift": "all on one side of the mean",
}
_WAYS = {
    "concern": ("getting worse", "worse", "recovering"),
    "improvement": ("getting better", "better", "slipping back"),
    "rise": ("rising", "higher", "falling again"),
    "fall": ("falling", "lower", "rising again"),
}
"""While it goes on, where it stays, and on the way back."""
_OUTLOOK = {
    "consistently_fails": "out of reach of the standard",
    "consistently_passes": "meeting the standard every month",
    "hit_and_miss": "any month may meet or miss the standard",
}

_ASSURANCE = {
    "consistently_fails": "Will miss the standard",
    "consistently_passes": "Will meet the standard",
    "hit_and_miss": "May hit or miss",
    "no_standard": "No standard",
    "too_few": "",
}
"""What the sign of the standard says."""


STAR = "* Too small a number to print, or it would give one away."


def said(point: Point, unit: str) -> str:
    """A figure as it is read aloud: a star means nothing to who only hears it."""
    return "hidden" if point.hidden else formats.share_of(point.value, point.denominator, unit)


def name_of(measure: Measure) -> str:
    """The measure and what it is limited to: "Waiting within 18 weeks, urology, our residents"."""
    parts = [measure.metric.title]
    if measure.specialty_code != ALL:
        parts.append(formats.specialty(measure.specialty_name))
    if measure.group_code != ALL:
        parts.append(group_within(measure.group_code))
    if measure.population_code != ALL:
        parts.append("our residents")
    return ", ".join(parts)


def short_name(provider: str) -> str:
    """A provider as it is called in the room: without "NHS Foundation Trust"."""
    return re.sub(r",? NHS (Foundation )?Trust$", "", provider, flags=re.IGNORECASE) or provider


def group_name(code: str) -> str:
    """The group as a reader says it: deprivation:2 is "Second most deprived fifth", age:75+ is "Aged 75+"."""
    dimension, _, value = code.partition(":")
    match dimension:
        case "deprivation":
            return formats.capital(fifth(value))
        case "age":
            return f"Aged {value}"
        case _:
            return formats.capital(value.replace("_", " "))


def group_within(code: str) -> str:
    """The group inside a sentence: "most deprived fifth"; peoples keep their capitals, "Asian or Asian British"."""
    if code.startswith("deprivation:"):
        return fifth(code.removeprefix("deprivation:"))
    name = group_name(code)
    return name if code.startswith("ethnicity:") else name.lower()


def standing(measure: Measure) -> str:
    """The finding in a clause: "getting worse, and out of reach of the standard"."""
    seen = known(measure.points)
    if not seen:
        return "no figure that can be shown"
    now = f"{said(seen[-1], measure.metric.unit)} in {formats.month(seen[-1].period)}"
    if measure.old:
        return f"{now}, the last known"
    movement = _movement(measure)
    if movement is None:
        return now if len(seen) == 1 else f"{now}; too few months to judge"
    if lately := met_lately(measure):
        return f"{movement}, {_met_words(measure, *lately)}"
    outlook = _OUTLOOK.get(measure.assurance)
    if outlook is None:
        return movement
    against = {("improvement", "consistently_fails"), ("concern", "consistently_passes")}
    joint = "but still" if (measure.variation, measure.assurance) in against else "and"
    return f"{movement}{';' if outlook.startswith('any') else f', {joint}'} {outlook}"


def _movement(measure: Measure) -> str | None:
    """Say which way it went and goes: "worse since February 2026, recovering since May"; None where nobody can tell."""
    if measure.variation == "too_few":
        return None
    if measure.variation == "common_cause":
        return "steady"
    moving, stays, returning = _ways(measure)
    if (found := course(measure)) is None:
        return stays
    if found.lately == "on":
        return moving
    if found.months == 1:
        return f"{stays} in {formats.month(found.began)}"
    since = f"{stays} since {formats.month(found.began)}"
    return f"{since}, {returning} since {_turned(found)}" if found.turned else since


def _ways(measure: Measure) -> tuple[str, str, str]:
    """Choose the words by the mark of the latest month: for the worse, the better, or merely up or down."""
    if measure.variation != "neutral":
        return _WAYS[measure.variation]
    last = known(measure.points)[-1]
    return _WAYS["rise" if (last.value or 0) > (last.mean or 0) else "fall"]


def _turned(found: Course) -> str:
    """Name the month of the turn, with its year only where that is another than the change's."""
    turned = found.turned or found.began
    return f"{turned:%B}" if turned.year == found.began.year else formats.month(turned)


def variation(measure: Measure) -> str:
    """Say what the sign of its months says, in a few words: "Worse since Feb 2026"."""
    if measure.variation == "too_few":
        return "Too few months to judge"
    if measure.variation == "common_cause":
        return "Ordinary variation"
    moving, stays, returning = _ways(measure)
    found = course(measure)
    if found is None or found.lately != "level":
        words = stays if found is None else f"{stays}, {returning}" if found.turned else moving
        return formats.capital(words)
    return f"{formats.capital(stays)} {'in' if found.months == 1 else 'since'} {formats.short_month(found.began)}"


def met_lately(measure: Measure) -> tuple[int, int] | None:
    """Count how many of the latest months met the standard, and of how many: (10, 10).

    Limits tell what the standard can expect of a process that stays as it is. Where the latest months are marked, the
    limits are of months before and after the change, and "any month may meet or miss" beside ten that all met it would
    be two stories; so the months themselves are counted: those marked, and where all of them met it (or none), those
    before them that did the same. None where the two agree, or no month is marked.
    """
    months = _latest_marked(measure.points)
    if measure.standard is None or measure.metric.better == "neither" or not months:
        return None
    sign = 1 if measure.metric.better == "higher" else -1
    aim = measure.standard.value
    met = [sign * ((point.value or 0) - aim) >= 0 for point in known(measure.points)]
    marked = met[-len(months) :]
    foretold = {"consistently_fails": 0, "consistently_passes": len(marked)}.get(measure.assurance)
    if sum(marked) == foretold:
        return None
    if len(set(marked)) == 1:
        alike = next((n for n, one in enumerate(reversed(met)) if one != met[-1]), len(met))
        marked = met[-min(alike, month_by_month(measure.points)) :]
    return sum(marked), len(marked)


def assurance(measure: Measure) -> str:
    """What the sign of the standard says; where the latest months are another story, how many of them met it."""
    if lately := met_lately(measure):
        met, of = lately
        if 0 < met < of:
            return f"Met {met} of {of} months"
        when = f"for {of} months" if of > 1 else f"in {formats.short_month(known(measure.points)[-1].period)}"
        return f"{'Met' if met else 'Missed'} {when}"
    return _ASSURANCE[measure.assurance]


def _met_words(measure: Measure, met: int, of: int) -> str:
    """ "and met the standard in each of the latest 10 months"."""
    surprise = {"improvement": 0, "concern": of}.get(measure.variation)
    joint = "but" if met == surprise else "and"
    if of == 1:
        return f"{joint} {'met' if met else 'missed'} the standard in the latest month"
    how_many = "each" if met in (0, of) else str(met)
    return f"{joint} {'met' if met else 'missed'} the standard in {how_many} of the latest {of} months"


def title(measure: Measure) -> str:
    return f"{name_of(measure)}: {standing(measure)}"


TWO_LINES = 84
"""So many letters stand over a small chart on two lines."""


def subject(measure: Measure, *, by_month: bool) -> str:
    """What a small chart shows, above it: "Waiting within 18 weeks (%), Alderbrook Hospitals, Oct 2024 to Sep 2026".

    A hospital of a long name is named at the head of the page alone.
    """
    seen = known(measure.points)
    ends = [formats.short_month(point.period) for point in (*seen[:1], *seen[-1:])]
    period = " to ".join(dict.fromkeys(ends if by_month else ends[-1:]))
    name = f"{name_of(measure)} ({formats.UNITS[measure.metric.unit]})"
    whole = ", ".join(filter(None, (name, short_name(measure.org_name), period)))
    return whole if len(whole) <= TWO_LINES else ", ".join(filter(None, (name, period)))


def people(measure: Measure, ours: Measure | None) -> str:
    """Say in people or waits, and not only in per cent, what a better figure would mean; nothing of a handful."""
    affected, aim = measure.people_affected, measure.people_against
    if measure.old or not affected or affected in formats.SMALL or aim is None:
        return ""
    residents = ours.people_affected if ours is not None else None
    return gained(measure.metric, affected, aim=aim, ours=residents, place=hospital(measure))


def gradient(whole: Measure, shown: Sequence[Measure]) -> str:
    """The line through the fifths, to end a caption with; empty unless it is known and all five are shown.

    " From the most to the least deprived: 3.1 points up, 95% 1.0 to 5.2."
    """
    found = whole.gradient
    fifths = {f"deprivation:{fifth}" for fifth in range(1, 6)}
    if found is None or {measure.group_code for measure in shown} != fifths:
        return ""
    down = found.points < 0
    low, high = (-found.high, -found.low) if down else (found.low, found.high)
    way, chance = "down" if down else "up", "" if low > 0 else "; that may be chance"
    return (
        f" From the most to the least deprived, over all five: {formats.points(found.points)} {way}, "
        f"95% {formats.number(low, 1)} to {formats.number(high, 1)}{chance}."
    )


def latest_run(points: Sequence[Point]) -> list[Point]:
    """The last unbroken months marked by one rule to one side; empty after an ordinary month."""
    found: list[Point] = []
    for point in reversed(known(points)):
        if point.rule is None or (
            found and (point.rule, point.point_type) != (found[-1].rule, found[-1].point_type)
        ):
            break
        found.append(point)
    return found[::-1]


def rule_words(points: Sequence[Point], *, is_usual: bool = True) -> str:
    """Why the latest months are marked: "8 months, all on one side of the mean"; empty where they are not.

    The limits may be no usual range: after a step no month need lie between them.
    """
    months = _latest_marked(points)
    if not months or (rule := months[-1].rule) is None:
        return ""
    joint = " " if len(months) == 1 else ", "
    why = RULES[rule] if is_usual else RULES[rule].replace("usual range", "limits")
    return f"{formats.counted(len(months), 'month')}{joint}{why}"


def why_marked(measure: Measure) -> str:
    """Say the rule that marks its latest months, of the limits that they are judged by."""
    found = usual_range(measure)
    return rule_words(measure.points, is_usual=found is not None and found.step is None)


def _latest_marked(points: Sequence[Point]) -> Sequence[Point]:
    """The latest months that one rule marks; of a shift, with those of its side that another rule marks."""
    run = latest_run(points)
    if not run or run[-1].rule != "shift":
        return run
    return known(points)[-max(len(run), _on_one_side(points)) :]


def _on_one_side(points: Sequence[Point]) -> int:
    """How many of the last months lie on one side of their mean."""
    sides = [(p.value or 0) > p.mean for p in known(points) if p.mean is not None]
    return next((n for n, side in enumerate(reversed(sides)) if side != sides[-1]), len(sides))


def finding(measure: Measure) -> str:
    """The last month beside what is usual: "71.1% in May 2026, within its usual range of 67.8% to 78.4%."."""
    seen = known(measure.points)
    if not seen:
        return ""
    last = seen[-1]
    now = f"{with_how_many(measure, last)} in {formats.month(last.period)}"
    if measure.old:
        return f"{now}{_counts(measure, last)}, the last known: ask for today’s figure."
    if len(seen) == 1:
        return f"{now}{_counts(measure, last)}, beside {_beside(measure)}."
    if last.mean is None or last.lower_limit is None or last.upper_limit is None:
        return f"{now}; too few months to say what is usual."
    usual = _usual(measure)
    if step := two_levels(measure):
        return f"{formats.capital(step)}: {now}{f'; its {usual}' if usual else ''}."
    if rule := why_marked(measure):
        return f"{now}{f'; its {usual}' if usual else ''}. The latest {rule}."
    return f"{now}{f', within its {usual}' if usual else ''}."


def _counts(measure: Measure, point: Point) -> str:
    """The counts of a published share that stands without other months: " (141 of 298)"; none of a handful."""
    part, whole = point.numerator, point.denominator
    if measure.metric.kind != "proportion" or not measure.metric.published or part is None or whole is None:
        return ""
    if round(part) in formats.SMALL:
        return ""
    return f" ({formats.number(part)} of {formats.number(whole)})"


def _usual(measure: Measure) -> str:
    """Say between which values it lies without a change: "usual range of 67.8% to 78.4%"; empty where none is known."""
    found, unit = usual_range(measure), measure.metric.unit
    if found is None:
        return ""
    span = f"{formats.amount(found.low, unit)} to {formats.amount(found.high, unit)}"
    if found.step is None:
        return f"usual range {'is' if rule_words(measure.points) else 'of'} {span}"
    months = f"until {formats.month(found.step.until)} was" if found.is_of_before else "since is"
    return f"usual range {months} {span}"


def series_alt(measure: Measure) -> str:
    """The control chart for who can't see it: span, ends, range, marks and standard."""
    seen, unit = known(measure.points), measure.metric.unit
    if not seen:
        return f"{name_of(measure)}, {measure.org_name}: no figure that can be shown."
    first, last = seen[0], seen[-1]
    by_value = sorted(seen, key=lambda point: point.value or 0)
    now = f"{formats.shown(last, unit)} in {formats.month(last.period)}"
    if len(seen) == 1:
        return f"{name_of(measure)}, {measure.org_name}: {now}, beside {_beside(measure)}."
    parts = [
        f"{name_of(measure)}, {measure.org_name}, {formats.month(first.period)} to "
        f"{formats.month(last.period)}: "
        f"{len(seen)} months between {formats.shown(by_value[0], unit)} and "
        f"{formats.shown(by_value[-1], unit)}, "
        f"last {now}"
    ]
    if step := two_levels(measure):
        parts.append(formats.capital(step))
    if last.mean is None:
        parts.append("Too few months for limits or a trend")
    elif usual := _usual(measure):
        parts.append(f"Mean {formats.amount(last.mean, unit)}, {usual}")
    if rule := why_marked(measure):
        parts.append(f"The latest {rule}")
    if measure.standard is not None:
        parts.append(f"Standard {formats.standard(measure.standard.value, unit)}")
    return ". ".join(parts) + "."


def _beside(measure: Measure) -> str:
    unit = measure.metric.unit
    others = (
        ("England", measure.england),
        ("the board", measure.board),
        ("the median of similar trusts", measure.peers_value),
    )
    said = [f"{name} {formats.amount(value, unit)}" for name, value in others if value is not None]
    if measure.standard is not None:
        said.append(f"the standard {formats.standard(measure.standard.value, unit)}")
    return formats.listed(said) or "nothing to compare it with"
