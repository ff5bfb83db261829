"""What a measure says, in the words that title its chart and describe it to readers who can't see it."""

from collections.abc import Sequence

from briefing import formats
from briefing.measures import ALL, Measure, Point

RULES = {
    "outside_limits": "outside the usual range",
    "trend": "all moving one way",
    "two_of_three": "close to a limit",
    "shift": "all on one side of the mean",
}
_MOVEMENT = {
    "concern": "getting worse",
    "improvement": "getting better",
    "neutral": "changed from its usual range",
    "common_cause": "steady",
}
_OUTLOOK = {
    "consistently_fails": "out of reach of the standard as things run",
    "consistently_passes": "meeting the standard every month",
    "hit_and_miss": "any month may meet or miss the standard",
}

VARIATION = {
    "concern": "Getting worse",
    "improvement": "Getting better",
    "neutral": "Changed",
    "common_cause": "Ordinary variation",
    "too_few": "Too few months to judge",
}
_ASSURANCE = {
    "consistently_fails": "Will miss the standard",
    "consistently_passes": "Will meet the standard",
    "hit_and_miss": "May hit or miss",
    "no_standard": "No standard",
    "too_few": "",
}
"""What the signs beside a measure say: of its months, and of its standard."""


STAR = "* Too small a number to print, or it would give one away."


def said(point: Point, unit: str) -> str:
    """A figure as it is read aloud: a star means nothing to who only hears it."""
    return "hidden" if point.hidden else formats.amount(point.value, unit)


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


def group_name(code: str) -> str:
    """The group as a reader says it: deprivation:1 is "Most deprived fifth", age:75+ is "Aged 75+"."""
    dimension, _, value = code.partition(":")
    match dimension:
        case "deprivation":
            ends = {"1": "Most deprived fifth", "5": "Least deprived fifth"}
            return ends.get(value, f"Fifth {value}")
        case "age":
            return f"Aged {value}"
        case _:
            return formats.capital(value.replace("_", " "))


def group_within(code: str) -> str:
    """The group inside a sentence: "most deprived fifth"; peoples keep their capitals, "Asian or Asian British"."""
    name = group_name(code)
    return name if code.startswith("ethnicity:") else name.lower()


def known(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple(point for point in points if point.value is not None)


def standing(measure: Measure) -> str:
    """The finding in a clause: "getting worse, and out of reach of the standard as things run"."""
    seen = known(measure.points)
    if not seen:
        return "no figure that can be shown"
    if measure.variation == "too_few" or measure.variation not in _MOVEMENT:
        now = f"{formats.amount(seen[-1].value, measure.metric.unit)} in {formats.month(seen[-1].period)}"
        return now if len(seen) == 1 else f"{now}; too few months to judge"
    movement = _MOVEMENT[measure.variation]
    if lately := met_lately(measure):
        return f"{movement}, {_met_words(measure, *lately)}"
    outlook = _OUTLOOK.get(measure.assurance)
    if outlook is None:
        return movement
    against = {("improvement", "consistently_fails"), ("concern", "consistently_passes")}
    joint = "but still" if (measure.variation, measure.assurance) in against else "and"
    return f"{movement}{';' if outlook.startswith('any') else f', {joint}'} {outlook}"


def met_lately(measure: Measure) -> tuple[int, int] | None:
    """How many of the latest marked months met the standard, and of how many: (10, 10).

    Limits tell what the standard can expect of a process that stays as it is. Where the latest months are marked, the
    limits are of months before and after the change, and "any month may meet or miss" beside ten that all met it would
    be two stories; so the months themselves are counted. None where the two agree, or no month is marked.
    """
    months = _latest_marked(measure.points)
    if measure.standard is None or measure.metric.better == "neither" or not months:
        return None
    sign = 1 if measure.metric.better == "higher" else -1
    met = sum(sign * ((p.value or 0) - measure.standard.value) >= 0 for p in months)
    foretold = {"consistently_fails": 0, "consistently_passes": len(months)}.get(measure.assurance)
    return None if met == foretold else (met, len(months))


def assurance(measure: Measure) -> str:
    """What the sign of the standard says; where the latest months are another story, how many of them met it."""
    if lately := met_lately(measure):
        met, of = lately
        if 0 < met < of:
            return f"Met {met} of {of} months"
        return f"{'Met' if met else 'Missed'} {f'for {of} months' if of > 1 else 'last month'}"
    return _ASSURANCE[measure.assurance]


def _met_words(measure: Measure, met: int, of: int) -> str:
    """ "and met the standard in each of the latest 10 months"."""
    surprise = {"improvement": 0, "concern": of}.get(measure.variation)
    joint = "but" if met == surprise else "and"
    if of == 1:
        return f"{joint} {'met' if met else 'missed'} the standard in the latest month"
    how_many = "none" if met == 0 else "each" if met == of else str(met)
    return f"{joint} met the standard in {how_many} of the latest {of} months"


def title(measure: Measure) -> str:
    return f"{name_of(measure)}: {standing(measure)}"


def people(measure: Measure, ours: Measure | None) -> str:
    """Rule 4, in people: "About 3,100 fewer people at the peer median of 65.7%; of ours, about 1,400"."""
    if not measure.people_affected or measure.people_against is None:
        return ""
    said = formats.people(measure.people_affected).replace(" people", " fewer people", 1)
    sentence = f"{formats.capital(said)} at {measure.people_against}"
    if ours is not None and ours.people_affected:
        sentence += f"; of ours, {formats.people(ours.people_affected).removesuffix(' people')}"
    return sentence + "."


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


def rule_words(points: Sequence[Point]) -> str:
    """Why the latest months are marked: "8 months, all on one side of the mean"; empty where they are not."""
    months = _latest_marked(points)
    if not months or (rule := months[-1].rule) is None:
        return ""
    joint = " " if len(months) == 1 else ", "
    return f"{formats.counted(len(months), 'month')}{joint}{RULES[rule]}"


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
    seen, unit = known(measure.points), measure.metric.unit
    if not seen:
        return ""
    last = seen[-1]
    now = f"{formats.amount(last.value, unit)} in {formats.month(last.period)}"
    if len(seen) == 1:
        return f"{now}, beside {_beside(measure)}."
    if last.mean is None or last.lower_limit is None or last.upper_limit is None:
        return f"{now}; too few months to say what is usual."
    low, high = (
        max(last.lower_limit, 0),
        min(last.upper_limit, 100) if unit == "percent" else last.upper_limit,
    )
    usual = f"{formats.amount(low, unit)} to {formats.amount(high, unit)}"
    if rule := rule_words(measure.points):
        return f"{now}; its usual range is {usual}. The latest {rule}."
    return f"{now}, within its usual range of {usual}."


def series_alt(measure: Measure) -> str:
    """The control chart for who can't see it: span, ends, range, marks and standard."""
    seen, unit = known(measure.points), measure.metric.unit
    if not seen:
        return f"{name_of(measure)}, {measure.org_name}: no figure that can be shown."
    first, last = seen[0], seen[-1]
    values = [point.value for point in seen if point.value is not None]
    now = f"{formats.amount(last.value, unit)} in {formats.month(last.period)}"
    if len(seen) == 1:
        return f"{name_of(measure)}, {measure.org_name}: {now}, beside {_beside(measure)}."
    parts = [
        f"{name_of(measure)}, {measure.org_name}, {formats.month(first.period)} to "
        f"{formats.month(last.period)}: "
        f"{len(seen)} months between {formats.amount(min(values), unit)} and "
        f"{formats.amount(max(values), unit)}, "
        f"last {now}"
    ]
    if last.mean is not None:
        limits = f"{formats.amount(last.lower_limit, unit)} to {formats.amount(last.upper_limit, unit)}"
        parts.append(f"Mean {formats.amount(last.mean, unit)}, usual range {limits}")
    else:
        parts.append("Too few months for limits or a trend")
    if rule := rule_words(measure.points):
        parts.append(f"The latest {rule}")
    if measure.standard is not None:
        parts.append(f"Standard {formats.standard(measure.standard.value, unit)}")
    return ". ".join(parts) + "."


def _beside(measure: Measure) -> str:
    unit = measure.metric.unit
    others = (
        ("England", measure.england),
        ("the board", measure.board),
        ("the peers' middle", measure.peers_value),
    )
    said = [f"{name} {formats.amount(value, unit)}" for name, value in others if value is not None]
    if measure.standard is not None:
        said.append(f"the standard {formats.standard(measure.standard.value, unit)}")
    return formats.listed(said) or "nothing to compare it with"
