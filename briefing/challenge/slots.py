"""What may stand between braces in the bank, and how it is filled. What can't be filled is left out."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise, takewhile
from string import Formatter
from typing import Literal

from briefing import formats
from briefing.challenge.course import course, known, levels, run_of, usual_range
from briefing.challenge.model import Finding, Text
from briefing.measures import ALL, Measure, Metric, Point, Signal
from briefing.meeting.outline import meeting_day
from briefing.months import months_before, months_between

Facts = dict[str, str | None]

SLOTS = {
    "provider": "the hospital's name",
    "measure": "the metric's title, as said inside a sentence",
    "specialty": "the specialty, where it is one",
    "where": '"in urology", or "across the trust"',
    "group": "the people of a group: people in the most deprived fifth",
    "against": "who the group is compared with: people as a whole, or people in the least deprived fifth",
    "against_value": "their figure",
    "england_group": "the group's figure in England, where both are known there",
    "england_against": "in England the figure of those it is compared with",
    "gap_then": "of a gap that has widened beyond chance and beyond England's: 3 points in September 2025",
    "gap_now": "of such a gap, how wide it is: 9.1 points",
    "england_then": "how wide England's was then",
    "england_now": "how wide England's is now",
    "month": "the latest month",
    "value": "the latest value",
    "of": 'of how many it is a share, to stand before the noun: "of 520", or "of the" where that is not known',
    "figure": 'the latest value, and in a local feed of how many it is a share: "61.0% of 520"',
    "said": "the figure as somebody says it: 46% of waits in urology were within 18 weeks",
    "previous": "the value of the month before",
    "count": "how many people, waits or visits the latest value counts",
    "low": "the lower end of the usual range; after a step, of the months on one side of it",
    "high": "the upper end of it",
    "standard": "the standard in force",
    "standard_missed": "the standard in force, where the latest value misses it",
    "standard_met": "the standard in force, where the latest value meets it",
    "plan": "the plan for the latest month",
    "plan_missed": "that plan, where the latest value misses it",
    "plan_met": "that plan, where the latest value meets it",
    "peers": "the median of similar trusts, where it is better",
    "peers_behind": "the median of similar trusts, where it is worse",
    "england": "the value for England, where it is better",
    "england_behind": "the value for England, where it is worse",
    "since": "the month in which the present run began",
    "worse_since": "that month, where the run is one for the worse and not on its way back",
    "levels": "a step, as two levels: about 26% until November 2025, about 12% since",
    "turned": "the month since which it has been on its way back",
    "months": "for how many months running the standard has been missed",
    "behind": "for how many months running it has been worse than the plan",
    "target": "what the plan reaches in its last month; without a plan to come, the standard",
    "target_month": "that month; without a plan to come, the next March",
    "required": "the change a month that would reach the target by then",
    "achieved": "the change a month over the last six months",
    "people": "how many people, waits or visits are on the wrong side of the standard",
    "beyond": "of a burden: 2,225 waits across the trust were over 65 weeks",
    "share": "of a burden: the share of England's that is here: 39%",
    "england_people": "of a burden: how many there are in England: 5,706",
    "most": "of a burden: the specialty that holds more of them than any other",
    "most_people": "how many of them that is",
    "theme": "the theme of practices' concerns",
    "trouble": "what most of these reports say is wrong, in the register's words",
    "late": '"late", where most of these reports say so',
    "missing": '"missing", where most of these reports say so',
    "wrong": '"wrong", where most of these reports say so',
    "no_reason": '"without a reason", where most of these reports tell of changes without one',
    "reports": "how many concerns",
    "practices": "from how many practices",
    "promise": "what was promised",
    "promised": "the day of the meeting at which it was",
    "due": "the day it was due",
    "owner": "who promised it",
    "times": '"twice", "3 times"',
}


def slots_in(sentence: str) -> set[str]:
    """List the slots of a sentence; a brace without its twin raises ValueError."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def fill(text: Text, facts: Facts) -> str:
    """Say each sentence by its first alternative that can be filled, and leave out those that can't."""
    spoken = [next(filter(None, (fill_line(line, facts) for line in lines)), "") for lines in text]
    return " ".join(sentence for sentence in spoken if sentence)


def fill_line(line: str, facts: Facts) -> str:
    """Fill one line, or give nothing where a slot of it is not known."""
    if any(facts.get(slot) is None for slot in slots_in(line)):
        return ""
    return formats.capital(none_of(line.format(**facts)))


def none_of(sentence: str) -> str:
    """Say once of how many none was seen: "none of 120 of 120 letters" and "none of 120 of the waits"."""
    sentence = re.sub(r"\b(none of \d[\d,]*) of (?:the )?(?:\d[\d,]* )?", r"\1 ", sentence)
    return re.sub(r"\bnone of (?!the|us\b|our\b|your\b|\d)", "none of the ", sentence)


def facts_of(
    finding: Finding, *, provider: str, against: Measure | None = None, today: date | None = None
) -> Facts:
    """Fill every slot that the finding can prove, on the day of a meeting."""
    facts: Facts = dict.fromkeys(SLOTS)
    facts["provider"] = provider
    facts["people"] = some_people(finding.people_affected, finding.measure)
    if finding.measure is not None:
        facts |= _facts_of_measure(finding.measure, today)
    if finding.signal is not None and finding.is_burden:
        facts |= _facts_of_burden(finding, finding.signal)
    if against is not None:
        facts["against"] = group_name(against.group_code) or "people as a whole"
        facts["against_value"] = printed_share(against)
        facts |= _england_of_both(finding.measure, against)
        facts |= _widening(finding.measure)
    if (concern := finding.concern) is not None:
        facts["theme"] = concern.theme
        facts["reports"] = formats.several(concern.reports, "report")
        facts["practices"] = formats.counted(concern.practices, "practice")
        facts["trouble"] = concern.trouble
        facts |= _kind_of_trouble(concern.trouble)
    if (promise := finding.promise) is not None:
        made = meeting_day(promise.meeting_id)
        facts["promise"] = promise.what.strip().rstrip(".")
        facts["promised"] = formats.day(made) if made else None
        facts["due"] = formats.day(promise.due_on) if promise.due_on else None
        facts["owner"] = promise.owner or None
        facts["times"] = "twice" if promise.times == 2 else f"{formats.number(promise.times)} times"
    return facts


def _england_of_both(group: Measure | None, against: Measure) -> Facts:
    """Say what the two are in England, where a gap is a finding only beyond England's own."""
    if group is None or not group.metric.between_groups or None in (group.england, against.england):
        return {}
    unit = group.metric.unit
    return {
        "england_group": formats.amount(group.england, unit),
        "england_against": formats.amount(against.england, unit),
    }


def _widening(group: Measure | None) -> Facts:
    """Say how wide a gap was and is, here and in England, where it has widened beyond chance and England's change."""
    gap = group.gap if group is not None else None
    if gap is None or not gap.widened:
        return {}
    known = gap.england is not None and gap.england_before is not None
    return {
        "gap_then": f"{formats.points(gap.before)} in {formats.month(gap.before_on)}",
        "gap_now": formats.points(gap.points),
        "england_then": formats.points(gap.england_before) if known else None,
        "england_now": formats.points(gap.england) if known else None,
    }


def some_people(count: float | None, of: Measure | None) -> str | None:
    """Say how many people or waits, for sentences that need somebody: nobody and not known are no slot."""
    counts = of.metric.counts if of is not None else "people"
    return None if count is None or round(count) <= 0 else formats.people(count, counts)


def measure_name(measure: Measure) -> str:
    """Name a metric as the pack's tables do, in quotation marks: so no title breaks a sentence."""
    return f"“{measure.metric.title}”"


def where(measure: Measure) -> str:
    """Say of what the figure is: the whole or a specialty, and of our residents where it counts them alone."""
    whole = f"across {hospital(measure)}"
    place = whole if measure.specialty_code == ALL else f"in {formats.specialty(measure.specialty_name)}"
    return place if measure.population_code == ALL else f"{place} among our residents"


place = where


def hospital(measure: Measure) -> str:
    """Call an organisation what it is: "the trust", or "the hospital"."""
    return f"the {'trust' if 'trust' in measure.org_name.lower() else 'hospital'}"


def gained(metric: Metric, count: float, *, aim: str, ours: float | None, place: str = "it") -> str:
    """Say what a better figure would mean, where its metric has words for that.

    If the trust met the standard of 80%, about 85 more patients a month would have their letter within 7 days, about
    60 of them our residents.
    """
    number = formats.number(formats.about(count))
    whose = of_them(ours, count, metric.counts)
    if not metric.gain:
        return f"The gap to {aim} is about {number} {metric.counts}{whose}."
    reached = "met" if aim.startswith(("the standard", "the plan")) else "matched"
    return f"If {place} {reached} {aim}, {metric.gain.format(count=number)}{whose}."


def of_them(ours: float | None, count: float, counts: str) -> str:
    """Say how many of those counted are our residents: ", about 60 of them our residents"; empty where none is."""
    if not ours or ours <= 0 or ours > count:
        return ""
    few = "a few" if ours in formats.SMALL else f"about {formats.number(formats.about(ours))}"
    some = "nearly all" if formats.about(ours) == formats.about(count) else few
    return f", {some} of them {our_residents(counts)}"


def our_residents(counts: str) -> str:
    """Residents are people; a wait or a visit is one of theirs."""
    return "our residents" if counts in ("people", "patients") else "for our residents"


def months_in_run(measure: Measure) -> int:
    """Count the latest months that were special in one way; none where the latest is ordinary."""
    return len(run_of(measure.points))


def run_began(measure: Measure) -> date | None:
    """Find the first month of the present run of special points; None where the latest is ordinary."""
    run = run_of(measure.points)
    return run[0].period if run else None


def two_levels(measure: Measure) -> str:
    """Say a step as two levels: "about 26% until November 2025, about 12% since"; empty where there is none."""
    step, unit = levels(measure), measure.metric.unit
    if step is None:
        return ""
    before, since = _rounded(step.before, unit), _rounded(step.since, unit)
    if before == since:
        before, since = formats.amount(step.before, unit), formats.amount(step.since, unit)
    if before == since:
        return ""
    return f"about {before} until {formats.month(step.until)}, about {since} since"


def _rounded(value: float, unit: str) -> str:
    """Write a level as a speaker would: "26%", "1,200 people"."""
    if unit in formats.WHOLE:
        return formats.amount(formats.about(value), unit)
    return formats.percent(value, 0) if unit == "percent" and value >= 1 else formats.amount(value, unit)


def month_by_month(points: Sequence[Point]) -> int:
    """Count the latest known months that follow one another, without a month missing between them."""
    seen = known(points)
    steps = [months_between(one.period, other.period) == 1 for one, other in pairwise(seen)]
    return 1 + sum(1 for _ in takewhile(bool, reversed(steps))) if seen else 0


def misses(measure: Measure, value: float | None) -> bool:
    """Tell whether a value is on the wrong side of the standard."""
    if value is None or measure.standard is None or measure.metric.better == "neither":
        return False
    short = measure.standard.value - value
    return short > 0 if measure.metric.better == "higher" else short < 0


def months_missed(measure: Measure) -> int:
    """Count the latest months in a row that missed the standard."""
    return _running(measure, [misses(measure, point.value) for point in known(measure.points)])


def months_behind(measure: Measure) -> int:
    """Count the latest months in a row that were worse than the plan."""
    plan, sign = dict(measure.plans), {"higher": 1, "lower": -1}.get(measure.metric.better, 0)
    seen = known(measure.points)
    return _running(
        measure,
        [p.period in plan and sign * ((p.value or 0) - plan[p.period]) < 0 for p in seen],
    )


def _running(measure: Measure, each: Sequence[bool]) -> int:
    """Count how many of the latest months are so, none missing between them: others are not "running"."""
    alike = sum(1 for _ in takewhile(bool, reversed(each)))
    return min(alike, month_by_month(measure.points))


_KINDS_OF_TROUBLE = {
    "no_reason": ("without a reason", r"\b(no|without( a| any)?) (reason|explanation)\b|\bunexplained\b"),
    "missing": ("missing", r"\b(missing|lost|absent|never|not (sent|received|there))\b"),
    "late": ("late", r"\b(late|delay|delays|delayed|slow)\b"),
    "wrong": ("wrong", r"\b(wrong|incorrect|errors?|mistakes?|inaccurate)\b"),
}
"""The kinds of trouble for which the bank has words, and how a register may write them."""
TROUBLE_SLOTS = frozenset({"trouble", *_KINDS_OF_TROUBLE})


def _kind_of_trouble(trouble: str | None) -> Facts:
    """Fill the slot of the kind of trouble that most reports tell of, where the bank has words for it."""
    for slot, (words, written) in _KINDS_OF_TROUBLE.items():
        if trouble is not None and re.search(written, trouble):
            return {slot: words}
    return {}


def _facts_of_measure(measure: Measure, today: date | None) -> Facts:
    latest, unit = measure.latest, measure.metric.unit
    previous = months_ago(measure, 1)
    missed, behind = months_missed(measure), months_behind(measure)
    usual, found, began = usual_range(measure), course(measure), run_began(measure)
    turned = found.turned if found else None
    for_the_worse = latest.point_type == "special_cause_concern" and turned is None
    return {
        "measure": measure_name(measure),
        "specialty": None if measure.specialty_code == ALL else formats.specialty(measure.specialty_name),
        "where": where(measure),
        "group": group_name(measure.group_code),
        "month": formats.month(latest.period),
        "value": printed_value(measure, latest),
        "of": of_how_many(measure) or "of the",
        "figure": printed_share(measure),
        "said": spoken_figure(measure),
        "previous": printed_value(measure, previous) if previous else None,
        "count": _counted(measure),
        "low": _known(usual.low, unit) if usual else None,
        "high": _known(usual.high, unit) if usual else None,
        "since": formats.month(began) if began else None,
        "worse_since": formats.month(began) if began and for_the_worse else None,
        "levels": two_levels(measure) or None,
        "turned": formats.month(turned) if turned else None,
        "months": formats.counted(missed, "month") if missed > 1 else None,
        "behind": formats.counted(behind, "month") if behind > 1 else None,
        **_standard_and_plan(measure),
        **_others(measure),
        **_trajectory(measure, today),
    }


LEAST_SHARE = 0.01
"""Below one in a hundred of England's, a share is no argument."""


def _facts_of_burden(finding: Finding, signal: Signal) -> Facts:
    """Say how many people a standard has missed, how many of England's they are, and where most of them wait."""
    facts: Facts = {}
    if finding.measure is not None and (words := finding.measure.metric.beyond):
        count = formats.number(people_behind(signal, finding.measure))
        facts["beyond"] = words.format(count=count, where=where(finding.measure))
    if (share := signal.share_of_england) is not None and share >= LEAST_SHARE:
        facts["share"] = formats.percent(100 * share, 0)
        facts["england_people"] = formats.number(signal.england_people)
    if finding.most is not None:
        facts["most"] = formats.specialty(finding.most.specialty_name)
        there = people_beyond(finding.most)
        known = there is not None and round(there) not in formats.SMALL
        facts["most_people"] = formats.number(there) if known else None
    return facts


def people_behind(signal: Signal, measure: Measure) -> int | None:
    """Count the people of a signal; of a burden in a local feed all whom the standard missed, not the gap alone."""
    local_burden = signal.code == "BURDEN" and not measure.metric.published
    beyond = people_beyond(measure) if local_burden else None
    return signal.people_affected if beyond is None else round(beyond)


def people_beyond(measure: Measure) -> float | None:
    """Count those whom the standard has missed in the latest month; None where a measure counts no people."""
    latest = measure.latest
    if latest.numerator is None or measure.metric.people == "none":
        return None
    if measure.metric.people == "numerator":
        return latest.numerator
    return None if latest.denominator is None else latest.denominator - latest.numerator


def months_ago(measure: Measure, count: int) -> Point | None:
    """Return the point so many calendar months before the latest; None where that month has none."""
    then = months_before(measure.latest.period, count)
    return next((point for point in measure.points if point.period == then), None)


def _standard_and_plan(measure: Measure) -> Facts:
    """Name the standard and the plan, and each once more on the side on which the latest value lies."""
    facts: Facts = {"standard": standard_name(measure), "plan": _known(measure.plan, measure.metric.unit)}
    target = measure.standard.value if measure.standard else None
    for name, side in (("standard", _side(measure, target)), ("plan", _side(measure, measure.plan))):
        spoken = (facts[name] or "").removesuffix(_WEAK) or None
        facts[f"{name}_missed"] = spoken if side == "worse" else None
        facts[f"{name}_met"] = spoken if side in ("same", "better") else None
    return facts


def _others(measure: Measure) -> Facts:
    """Name similar trusts and England on the side on which they lie: an equal one, or an unfair one, is no argument."""
    facts: Facts = {}
    if measure.fairer is not None:
        return facts
    for name, value in (("peers", measure.peers_value), ("england", measure.england)):
        side, written = _side(measure, value), _known(value, measure.metric.unit)
        facts[name] = written if side in ("worse", "apart") else None
        facts[f"{name}_behind"] = written if side == "better" else None
    return facts


def _side(measure: Measure, other: float | None) -> Literal["worse", "same", "better", "apart"] | None:
    """Tell on which side of another value the latest one lies, as both are printed."""
    value, unit, better = measure.latest.value, measure.metric.unit, measure.metric.better
    if other is None or value is None:
        return None
    if formats.amount(value, unit) == formats.amount(other, unit):
        return "same"
    if better == "neither":
        return "apart"
    return "better" if (value > other) == (better == "higher") else "worse"


def of_how_many(measure: Measure, point: Point | None = None) -> str | None:
    """Say of how many a figure of a local feed is a share, its latest one unless a point is named: "of 520"."""
    counted = (point or measure.latest).denominator
    of_many = measure.metric.kind == "proportion" and not measure.metric.published
    if not of_many or counted is None or counted <= max(formats.SMALL):
        return None
    return f"of {formats.number(counted)}"


def with_how_many(measure: Measure, point: Point) -> str:
    """Write a value, and of a share in a local feed of how many it is one: "61.0% of 520"."""
    value, of = _share(measure, point), of_how_many(measure, point)
    return f"{value} {of}" if of and not value.startswith("none") else value


def _share(measure: Measure, point: Point) -> str:
    return formats.share_of(point.value, point.denominator, measure.metric.unit)


def printed_share(measure: Measure) -> str | None:
    """Write the latest value with how many it is a share of, where it may be printed."""
    hidden = printed_value(measure, measure.latest) is None
    return None if hidden else with_how_many(measure, measure.latest)


def _counted(measure: Measure) -> str | None:
    """Say how many people the latest value counts, where it counts people and more than a few of them."""
    latest, metric = measure.latest, measure.metric
    count = (
        latest.value if metric.kind == "count" else latest.numerator if metric.people == "numerator" else None
    )
    return None if count is None or round(count) in formats.SMALL else some_people(count, measure)


def _known(value: float | None, unit: str) -> str | None:
    return None if value is None else formats.standard(value, unit)


def printed_value(measure: Measure, point: Point) -> str | None:
    """Write a value unless it is unknown or, in a local feed, rests on so few that they could be known."""
    few = (
        not measure.metric.published
        and point.numerator is not None
        and round(point.numerator) in formats.SMALL
    )
    return None if point.value is None or few else _share(measure, point)


def spoken_figure(measure: Measure, *, where: str | None = None) -> str | None:
    """Say a figure as somebody speaks of it, where its metric has words for that."""
    value, words = printed_value(measure, measure.latest), measure.metric.said
    if not words or value is None:
        return None
    said = words.format(
        value=value, where=place(measure) if where is None else where, of=of_how_many(measure) or "of the"
    )
    return none_of(" ".join(said.split()))


def standard_name(measure: Measure) -> str | None:
    """Write the standard, and says so where its source is weak."""
    if measure.standard is None:
        return None
    written = formats.standard(measure.standard.value, measure.metric.unit)
    return f"{written}{_WEAK}" if measure.standard.confidence == "L" else written


_WEAK = " (source uncertain)"


def _trajectory(measure: Measure, today: date | None) -> Facts:
    """Set the pace needed to reach the plan's end, or the standard by the next March, beside that of six months."""
    latest, unit = measure.latest, measure.metric.unit
    month, target = _goal(measure, today or measure.latest.period)
    if target is None or latest.value is None or _side(measure, target) != "worse":
        return {}
    half_a_year_ago = months_ago(measure, 6)
    before = half_a_year_ago.value if half_a_year_ago else None
    left = months_between(latest.period, month)
    return {
        "target": _known(target, unit),
        "target_month": formats.month(month),
        "required": _pace((target - latest.value) / left, unit),
        "achieved": None if before is None else _pace((latest.value - before) / 6, unit),
    }


def _goal(measure: Measure, today: date) -> tuple[date, float | None]:
    """Find the last month of a plan to come and what it says; without one, the next March and the standard.

    What has gone by on the day of the meeting is no goal any more; a month itself is to come until its end.
    """
    latest, this_month = measure.latest.period, today.replace(day=1)
    to_come = [(period, value) for period, value in measure.plans if period > latest and period >= this_month]
    if to_come:
        return max(to_come)
    years = (latest.year, today.year, today.year + 1)
    marches = [march for year in years if (march := date(year, 3, 1)) > latest and march >= this_month]
    return marches[0], measure.standard.value if measure.standard else None


def _pace(change: float, unit: str) -> str:
    pace = formats.change(change, unit)
    return pace if pace == "no change" else f"{pace} a month"


_FIFTHS = {"1": "most deprived", "2": "second most deprived", "3": "middle", "4": "second least deprived"}


def fifth(value: str) -> str:
    """Name a fifth by deprivation, as it stands in a sentence: "second most deprived fifth"."""
    return f"{_FIFTHS.get(value, 'least deprived')} fifth"


def group_name(group_code: str) -> str | None:
    """Say who is meant by dimension:value: "people aged 75+", "people in the most deprived fifth"."""
    dimension, _, value = group_code.partition(":")
    match dimension:
        case "deprivation":
            return f"people in the {fifth(value)}"
        case "age":
            return f"people aged {value.replace('-', ' to ')}"
        case "sex":
            return {"female": "women and girls", "male": "men and boys"}.get(value)
        case "ethnicity":
            return f"people recorded as {value}"
        case _:
            return None
