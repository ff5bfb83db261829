"""Values with defaults for every test: say what the test is about, the rest is filled in.

measure(values=[70, 69, 71], standard=92)          one series, newest last, a month apart
signal("SC-", of=measure(...))                     a flag on that series
meeting(panel=[person("P1"), person("P2")])        a sitting with two people
"""

from collections.abc import Sequence
from dataclasses import MISSING, fields, replace
from datetime import date
from functools import cache
from itertools import pairwise
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from briefing.challenge.model import Finding, Pattern, Question
from briefing.measures import ALL, Funnel, FunnelPoint, Measure, Metric, Note, Peer, Point, Signal, Standard
from briefing.meeting.model import AgendaItem, Interest, Meeting, Person, ProviderPerson
from briefing.months import months_before as months_before
from briefing.statistics.funnel import funnel as judge

PROVIDER = "RXA"
BOARD = "QXA"
LATEST = date(2026, 3, 1)
T = TypeVar("T")


def there(found: T | None) -> T:
    """What may be None in other cases, and is not here."""
    assert found is not None
    return found


def filled(kind: type[T], changes: dict[str, Any], /, **defaults: Any) -> T:
    """A value of the class with these fields; others are None where they may be, or empty, or false."""
    return kind(**_nothing(kind) | defaults | changes)


@cache
def _nothing(kind: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    wanted = [one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING]
    return {name: empty for name in wanted if (empty := _empty(hints[name])) is not MISSING}


def _empty(hint: Any) -> Any:
    if NoneType in get_args(hint):
        return None
    return {bool: False, str: "", tuple: ()}.get(get_origin(hint) or hint, MISSING)


def metric(name: str = "rtt_within_18_weeks", **changes: Any) -> Metric:
    return filled(
        Metric,
        changes,
        name=name,
        title="Waiting within 18 weeks",
        meaning="The share of people on the list who have waited 18 weeks or less.",
        unit="percent",
        kind="proportion",
        better="higher",
        topic="elective waits",
        why_it_matters="Long waits harm people.",
        numerator="people who have waited 18 weeks or less",
        denominator="people waiting",
        source="rtt",
        owner="Analytics",
        reviewed=date(2026, 1, 31),
        published=True,
        people="shortfall",
        sql="select 1",
    )


def standard(value: float = 92.0, **changes: Any) -> Standard:
    since = date(2012, 4, 1)
    return filled(Standard, changes, value=value, source="NHS Constitution", confidence="H", valid_from=since)


def point(period: date = LATEST, value: float | None = 70.0, **changes: Any) -> Point:
    """One month; 1,000 people are counted unless the test says otherwise."""
    denominator = changes.pop("denominator", 1000.0)
    return filled(
        Point,
        changes,
        period=period,
        numerator=None if value is None or denominator is None else value * denominator / 100,
        denominator=denominator,
        value=value,
        point_type="common_cause",
    )


def points(values: Sequence[float | None], *, ending: date = LATEST, **changes: Any) -> tuple[Point, ...]:
    """A month each, the last one at `ending`, with plain XmR limits from 10 months on."""
    known = [value for value in values if value is not None]
    limits: dict[str, Any] = {}
    if len(known) >= 10:
        mean = sum(known) / len(known)
        reach = 2.66 * sum(abs(b - a) for a, b in pairwise(known)) / (len(known) - 1)
        limits = {"mean": mean, "lower_limit": mean - reach, "upper_limit": mean + reach}
    return tuple(
        point(months_before(ending, len(values) - 1 - index), value, **limits | changes)
        for index, value in enumerate(values)
    )


STEADY = (70.0, 71.0, 69.5, 70.5, 70.0, 69.0, 71.5, 70.0, 70.5, 69.5, 71.0, 70.0, 69.0, 70.5, 70.0)


def _marked(series: tuple[Point, ...], special: int, variation: Any) -> tuple[Point, ...]:
    """The series with its latest months special: a concern, or an improvement."""
    kind: Any = f"special_cause_{variation}"
    ordinary = len(series) - special
    return series[:ordinary] + tuple(replace(one, point_type=kind) for one in series[ordinary:])


def measure(
    values: Sequence[float | None] = STEADY,
    *,
    standard: Standard | float | None = None,
    metric: Metric | str | None = None,
    **changes: Any,
) -> Measure:
    """One series of one provider, ordinary variation unless the test says otherwise.

    `special` marks so many of the latest months as special, in the way that `variation` says.
    """
    special = changes.pop("special", 0)
    return filled(
        Measure,
        changes,
        metric=metric if isinstance(metric, Metric) else _metric(metric or "rtt_within_18_weeks"),
        org_code=PROVIDER,
        org_name="Alderbrook Hospitals NHS Trust",
        population_code=ALL,
        specialty_code=ALL,
        specialty_name="All specialties",
        group_code=ALL,
        points=_marked(points(values), special, changes.get("variation")),
        standard=_standard(standard) if isinstance(standard, int | float) else standard,
        variation="common_cause" if len(values) >= 13 else "too_few",
        assurance="no_standard" if standard is None else "hit_and_miss",
        source_line="NHS England, March 2026, first publication",
    )


_metric, _standard = metric, standard


def peer(org_code: str = "RXB", **changes: Any) -> Peer:
    return filled(Peer, changes, org_code=org_code, org_name=f"Trust {org_code}", distance=1.0, value=72.0)


def note(period: date = LATEST, **changes: Any) -> Note:
    return filled(Note, changes, period=period, kind="annotation", text="A new ward opened")


def signal(code: str = "SC-", *, of: Measure | None = None, **changes: Any) -> Signal:
    """A flag on a series: its keys, month and people are those of the measure."""
    series = of or measure()
    return filled(
        Signal,
        changes,
        code=code,
        metric=series.metric.name,
        org_code=series.org_code,
        population_code=series.population_code,
        specialty_code=series.specialty_code,
        group_code=series.group_code,
        period=series.latest.period,
        rule="shift",
        direction={"SC+": "improvement", "HIT/MISS": "neutral"}.get(code, "concern"),
        people_affected=series.people_affected,
        strength=4.0,
        q_value=0.001,
    )


def person(person_id: str = "P1", **changes: Any) -> Person:
    return filled(
        Person,
        changes,
        person_id=person_id,
        name=f"Dr {person_id}",
        role="GP",
        practice_code="Y00001",
        clinical=True,
    )


def interest(person_id: str = "P1", **changes: Any) -> Interest:
    return filled(Interest, changes, person_id=person_id, kind="financial", organisation_code=PROVIDER)


def provider_person(name: str = "The chief operating officer", **changes: Any) -> ProviderPerson:
    role = "Chief operating officer"
    return filled(ProviderPerson, changes, name=name, role=role, may_decide=("elective waits",))


def agenda_item(title: str = "Elective waits", **changes: Any) -> AgendaItem:
    return filled(AgendaItem, changes, title=title, minutes=30, topic="elective waits")


def meeting(**changes: Any) -> Meeting:
    panel = tuple(changes.pop("panel", (person("P1"), person("P2"))))
    return filled(
        Meeting,
        changes,
        id="2026-12-03-alderbrook",
        kind="contract_review",
        title="Contract review",
        date=date(2026, 12, 3),
        place="Room 2",
        commissioner_code=BOARD,
        provider_codes=(PROVIDER,),
        decision_wanted="A dated recovery plan",
        minutes=60,
        chair=person("CHAIR", name="The chair", role="Chair", clinical=False),
        panel=panel,
        provider_people=(provider_person(),),
        agenda=(agenda_item(minutes=60),),
    )


def pattern(pattern_id: str = "RTT-01", **changes: Any) -> Pattern:
    """A pattern of plain sentences without slots."""
    defaults: dict[str, Any] = {
        "id": pattern_id,
        "title": f"Pattern {pattern_id}",
        "topic": "elective waits",
        "push": "FIRM",
        "metrics": ("rtt_within_18_weeks",),
        "signals": ("SC-", "FAIL"),
        "fact": "The list is long.",
        "opener": "What will change?",
        "plain": "When will people be seen?",
        "likely_reply": "Everyone is struggling.",
        "answer": "Your peers are not.",
        "bring": "The chart.",
        "settle_for": "A date.",
        "fair_ask": "Have referrals grown?",
        "listen_for": ("A date",),
        "basis": "standard",
        "duty": "92% of waits are within 18 weeks.",
        "duty_source": "NHS Constitution",
        "certainty": "H",
        "decides": "region",
        "author": "The project",
        "reviewed": date(2026, 6, 1),
    }
    return Pattern(**defaults | changes)


def finding(**changes: Any) -> Finding:
    series = changes.pop("measure", None) or measure(variation="concern", people_affected=420)
    return filled(
        Finding,
        changes,
        pattern=pattern(),
        signal=signal(of=series),
        measure=series,
        people_affected=series.people_affected,
        score=1.0,
    )


def question(question_id: str = "rtt-01", **changes: Any) -> Question:
    return filled(
        Question,
        changes,
        id=question_id,
        finding=finding(),
        title="Behind the line",
        fact="In March 2026 70.0% had waited 18 weeks or less.",
        opener="What will change?",
        listen_for=("A named scheme", "A start date", "A number"),
        likely_reply="Everyone is struggling.",
        answer="Your peers are not.",
        settle_for="A recovery line by specialty, within 20 working days.",
        fair_ask="Have referrals grown?",
        push="FIRM",
        lead="P1",
        supporter="P2",
    )


def funnel(of: Measure | None = None, **changes: Any) -> Funnel:
    """Twenty-four trusts of growing size near 70%, and that of the measure, 15 points below them."""
    series = of or measure()
    size = [4000.0 + 500 * index for index in range(24)] + [10_000.0]
    share = [0.7 + 0.02 * (-1) ** index * (index % 5) / 4 for index in range(24)] + [0.55]
    counted = [round(n * p) for n, p in zip(size, share, strict=True)]
    found = judge(counted, size, kind="proportion")
    codes = [f"RV{chr(65 + index)}" for index in range(24)] + [series.org_code]
    names = [f"Trust {code}" for code in codes[:-1]] + [series.org_name]
    limits = [100 * getattr(found.limits, name) for name in ("low_95", "high_95", "low_998", "high_998")]
    dots = zip(
        codes, names, counted, size, found.adjusted_z.tolist(), *(e.tolist() for e in limits), strict=True
    )
    return filled(
        Funnel,
        changes,
        metric=series.metric,
        specialty_code=series.specialty_code,
        specialty_name=series.specialty_name,
        compared_as="nhs_trust",
        period=LATEST,
        kind="proportion",
        phi=found.phi,
        tau2=found.tau2,
        centre=100 * found.centre,
        points=tuple(FunnelPoint(code, name, x, n, 100 * x / n, *rest) for code, name, x, n, *rest in dots),
        source_line=series.source_line,
    )
