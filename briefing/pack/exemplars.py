"""Who does better: similar trusts to be asked what they changed, a sentence each, or why nobody is named."""

from briefing import formats
from briefing.challenge.model import Question
from briefing.measures import ALL, Exemplar, Measure

ASK = "Ask them what they changed."
NOBODY = "Among similar trusts there is nobody."


def who_does_better(question: Question) -> tuple[str, ...]:
    """Say of each exemplar from where it came to where, and since when; or that there is none, and why."""
    measure = question.finding.measure or question.finding.beside
    if why := _unlooked(measure):
        return (f"Not looked for: {why}.",)
    if measure is None or not measure.exemplars:
        return (NOBODY,)
    return tuple(_told(one, measure) for one in measure.exemplars)


def has_exemplars(question: Question) -> bool:
    """Tell whether there is anybody to ask."""
    measure = question.finding.measure or question.finding.beside
    return measure is not None and bool(measure.exemplars)


def _unlooked(measure: Measure | None) -> str:
    if measure is None:
        return "no published figure stands behind this question"
    if not measure.metric.published:
        return "our own local feed"
    if measure.metric.own_past:
        return "it is compared with its own past alone, as its publisher asks"
    if measure.metric.kind == "count" or measure.metric.better == "neither":
        return "more or fewer is not better or worse in itself"
    if measure.group_code != ALL:
        return "groups at one trust"
    return "it is about our residents alone" if measure.population_code != ALL else ""


def _told(one: Exemplar, measure: Measure) -> str:
    now = f"{formats.amount(one.value, measure.metric.unit)} in {formats.month(one.period)}"
    since = formats.month(one.since)
    if one.as_bad_on is None:
        said = f"{now}; in every month since {since} it was better than England is now"
    else:
        before = f"{formats.amount(one.as_bad, measure.metric.unit)} in {formats.month(one.as_bad_on)}"
        said = f"from {before} to {now}; better since {since}, by more than chance"
    noted = f" Written down of it: {'; '.join(note.rstrip('.') for note in one.notes)}." if one.notes else ""
    like = f"{formats.inside(one.instead)}, " if one.instead else ""
    return f"{one.org_name}: {like}{said}.{noted}"
