"""Values with defaults for every test: say what the test is about, the rest is filled in.

measure(values=[70, 69, 71], standard=92)          one series, newest last, a month apart
signal("SC-", of=measure(...))                     a flag on that series
meeting(panel=[person("P1"), person("P2")])        a sitting with two people
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from briefing.challenge.model import Finding, Pattern, Question
from briefing.measures import ALL, Funnel, FunnelPoint, Measure, Metric, Note, Peer, Point, Signal, Standard
from briefing.meeting.model import AgendaItem, Interest, Meeting, Person, ProviderPerson
from briefing.months import months_before
from briefing.statistics.funnel import funnel as judge

PROVIDER = "RXA"
BOARD = "QXA"
LATEST = date(2026, 3, 1)


def metric(name: str = "rtt_within_18_weeks", **changes: Any) -> Metric:
    defaults: dict[str, Any] = {
        "name": name,
        "title": "Waiting within 18 weeks",
        "meaning": "The share of people on the list who have waited 18 weeks or less.",
        "unit": "percent",
        "kind": "proportion",
        "better": "higher",
        "topic": "elective waits",
        "why_it_matters": "Long waits harm people.",
        "numerator": "people who have waited 18 weeks or less",
        "denominator": "people waiting",
        "source": "rtt",
        "caveats": (),
        "owner": "Analytics",
        "reviewed": date(2026, 1, 31),
        "published": True,
        "people": "shortfall",
        "safety": False,
        "interface": False,
        "sql": "select 1",
    }
    return Metric(**defaults | changes)


def standard(value: float = 92.0, **changes: Any) -> Standard:
    defaults: dict[str, Any] = {
        "value": value,
        "source": "NHS Constitution",
        "confidence": "H",
        "valid_from": date(2012, 4, 1),
    }
    return Standard(**defaults | changes)


def point(period: date = LATEST, value: float | None = 70.0, **changes: Any) -> Point:
    """One month; 1,000 people are counted unless the test says otherwise."""
    denominator = changes.pop("denominator", 1000.0)
    numerator = None if value is None or denominator is None else value * denominator / 100
    defaults: dict[str, Any] = {
        "period": period,
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "low": None,
        "high": None,
        "mean": None,
        "lower_limit": None,
        "upper_limit": None,
        "rule": None,
        "point_type": "common_cause",
    }
    return Point(**defaults | changes)


def points(values: Sequence[float | None], *, ending: date = LATEST, **changes: Any) -> tuple[Point, ...]:
    """A month each, the last one at `ending`, with plain XmR limits from 10 months on."""
    known = [value for value in values if value is not None]
    limits: dict[str, Any] = {}
    if len(known) >= 10:
        mean = sum(known) / len(known)
        moving_range = sum(abs(b - a) for a, b in pairwise(known)) / (len(known) - 1)
        limits = {
            "mean": mean,
            "lower_limit": mean - 2.66 * moving_range,
            "upper_limit": mean + 2.66 * moving_range,
        }
    return tuple(
        point(months_before(ending, len(values) - 1 - index), value, **limits | changes)
        for index, value in enumerate(values)
    )


STEADY = (70.0, 71.0, 69.5, 70.5, 70.0, 69.0, 71.5, 70.0, 70.5, 69.5, 71.0, 70.0, 69.0, 70.5, 70.0)


def _standard_of(given: Standard | float | None) -> Standard | None:
    return standard(given) if isinstance(given, int | float) else given


def _metric_of(given: Metric | str | None) -> Metric:
    return given if isinstance(given, Metric) else metric(given or "rtt_within_18_weeks")


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
    in_force, named = _standard_of(standard), _metric_of(metric)
    defaults: dict[str, Any] = {
        "metric": named,
        "org_code": PROVIDER,
        "org_name": "Alderbrook Hospitals NHS Trust",
        "population_code": ALL,
        "specialty_code": ALL,
        "specialty_name": "All specialties",
        "group_code": ALL,
        "points": _marked(points(values), special, changes.get("variation")),
        "standard": in_force,
        "plan": None,
        "england": None,
        "region": None,
        "board": None,
        "peers_value": None,
        "peers": (),
        "variation": "common_cause" if len(values) >= 13 else "too_few",
        "assurance": "hit_and_miss" if in_force else "no_standard",
        "people_affected": None,
        "people_against": None,
        "notes": (),
        "restated": False,
        "source_line": "NHS England, March 2026, first publication",
    }
    return Measure(**defaults | changes)


def peer(org_code: str = "RXB", **changes: Any) -> Peer:
    defaults: dict[str, Any] = {
        "org_code": org_code,
        "org_name": f"Trust {org_code}",
        "distance": 1.0,
        "value": 72.0,
    }
    return Peer(**defaults | changes)


def note(period: date = LATEST, **changes: Any) -> Note:
    defaults: dict[str, Any] = {"period": period, "kind": "annotation", "text": "A new ward opened"}
    return Note(**defaults | changes)


def signal(code: str = "SC-", *, of: Measure | None = None, **changes: Any) -> Signal:
    """A flag on a series: its keys, month and people are those of the measure."""
    series = of or measure()
    directions = {"SC+": "improvement", "HIT/MISS": "neutral"}
    defaults: dict[str, Any] = {
        "code": code,
        "metric": series.metric.name,
        "org_code": series.org_code,
        "population_code": series.population_code,
        "specialty_code": series.specialty_code,
        "group_code": series.group_code,
        "period": series.latest.period,
        "rule": "shift",
        "direction": directions.get(code, "concern"),
        "people_affected": series.people_affected,
        "strength": 4.0,
        "q_value": 0.001,
    }
    return Signal(**defaults | changes)


def person(person_id: str = "P1", **changes: Any) -> Person:
    defaults: dict[str, Any] = {
        "person_id": person_id,
        "name": f"Dr {person_id}",
        "role": "GP",
        "practice_code": "Y00001",
        "may_decide": False,
        "clinical": True,
    }
    return Person(**defaults | changes)


def interest(person_id: str = "P1", **changes: Any) -> Interest:
    defaults: dict[str, Any] = {
        "person_id": person_id,
        "kind": "financial",
        "organisation_code": PROVIDER,
        "topic": None,
        "starts": None,
        "ends": None,
    }
    return Interest(**defaults | changes)


def provider_person(name: str = "The chief operating officer", **changes: Any) -> ProviderPerson:
    defaults: dict[str, Any] = {
        "name": name,
        "role": "Chief operating officer",
        "may_decide": ("elective waits",),
    }
    return ProviderPerson(**defaults | changes)


def agenda_item(title: str = "Elective waits", **changes: Any) -> AgendaItem:
    defaults: dict[str, Any] = {"title": title, "minutes": 30, "topic": "elective waits"}
    return AgendaItem(**defaults | changes)


def meeting(**changes: Any) -> Meeting:
    panel = tuple(changes.pop("panel", (person("P1"), person("P2"))))
    defaults: dict[str, Any] = {
        "id": "2026-12-03-alderbrook",
        "kind": "contract_review",
        "title": "Contract review",
        "date": date(2026, 12, 3),
        "place": "Room 2",
        "commissioner_code": BOARD,
        "provider_codes": (PROVIDER,),
        "decision_wanted": "A dated recovery plan",
        "minutes": 60,
        "chair": person("CHAIR", name="The chair", role="Chair", clinical=False),
        "panel": panel,
        "provider_people": (provider_person(),),
        "agenda": (agenda_item(minutes=60),),
    }
    return Meeting(**defaults | changes)


def pattern(pattern_id: str = "RTT-01", **changes: Any) -> Pattern:
    """A pattern of plain sentences without slots. Text is one string, or sentences with alternatives."""
    text = {
        "fact": "The list is long.",
        "opener": "What will change?",
        "plain": "When will people be seen?",
        "likely_reply": "Everyone is struggling.",
        "answer": "Your peers are not.",
        "bring": "The chart.",
        "settle_for": "A date.",
        "fair_ask": "Have referrals grown?",
    }
    defaults: dict[str, Any] = {
        "id": pattern_id,
        "title": f"Pattern {pattern_id}",
        "topic": "elective waits",
        "push": "FIRM",
        "metrics": ("rtt_within_18_weeks",),
        "signals": ("SC-", "FAIL"),
        "listen_for": ("A date",),
        "author": "The project",
        "reviewed": date(2026, 6, 1),
    }
    return Pattern(**defaults | text | changes)


def finding(**changes: Any) -> Finding:
    series = changes.pop("measure", None) or measure(variation="concern", people_affected=420)
    defaults: dict[str, Any] = {
        "pattern": pattern(),
        "signal": signal(of=series),
        "measure": series,
        "concern": None,
        "promise": None,
        "people_affected": series.people_affected,
        "score": 1.0,
    }
    return Finding(**defaults | changes)


def question(question_id: str = "rtt-01", **changes: Any) -> Question:
    defaults: dict[str, Any] = {
        "id": question_id,
        "finding": finding(),
        "title": "Behind the line",
        "fact": "In March 2026 70.0 % had waited 18 weeks or less.",
        "opener": "What will change?",
        "listen_for": ("A named scheme", "A start date", "A number"),
        "likely_reply": "Everyone is struggling.",
        "answer": "Your peers are not.",
        "bring": "The chart.",
        "settle_for": "A recovery line by specialty, within 20 working days.",
        "fair_ask": "Have referrals grown?",
        "push": "FIRM",
        "lead": "P1",
        "supporter": "P2",
        "assignment_note": None,
    }
    return Question(**defaults | changes)


def funnel(of: Measure | None = None, **changes: Any) -> Funnel:
    """Twenty-four trusts of growing size near 70 %, and that of the measure, 15 points below them."""
    series = of or measure()
    size = [4000.0 + 500 * index for index in range(24)] + [10_000.0]
    share = [0.7 + 0.02 * (-1) ** index * (index % 5) / 4 for index in range(24)] + [0.55]
    counted = [round(n * p) for n, p in zip(size, share, strict=True)]
    found = judge(counted, size, kind="proportion")
    codes = [f"RV{chr(65 + index)}" for index in range(24)] + [series.org_code]
    names = [f"Trust {code}" for code in codes[:-1]] + [series.org_name]
    limits = [100 * getattr(found.limits, name) for name in ("low_95", "high_95", "low_998", "high_998")]
    points = tuple(
        FunnelPoint(code, name, x, n, 100 * x / n, z, *each)
        for code, name, x, n, z, *each in zip(
            codes, names, counted, size, found.adjusted_z.tolist(), *(e.tolist() for e in limits), strict=True
        )
    )
    defaults: dict[str, Any] = {
        "metric": series.metric,
        "specialty_code": series.specialty_code,
        "specialty_name": series.specialty_name,
        "compared_as": "nhs_trust",
        "period": LATEST,
        "kind": "proportion",
        "phi": found.phi,
        "tau2": found.tau2,
        "centre": 100 * found.centre,
        "points": points,
        "source_line": series.source_line,
    }
    return Funnel(**defaults | changes)
