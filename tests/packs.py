"""Whole meetings for the tests of the pack and the page: a rich one, and one with almost nothing.

The series are drawn from a fixed seed; their limits and marks are set here, not computed, since how a rule
fires is tested with the statistics.
"""

import random
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import builders

from briefing.challenge.model import Challenge, Concern, LeaveAlone, Promise, Question
from briefing.measures import Measure, Note, Point, WaitingList
from briefing.meeting.model import Meeting
from briefing.pack.build import assemble
from briefing.pack.model import Pack, PackSettings, SourceUsed

WORDS: dict[str, list[Any]] = tomllib.loads(Path(__file__).with_name("packs.toml").read_text("utf-8"))
PROVIDER = "RQZ"
LONG_NAME = "Alderbrook, Thornmere and the Vale of Winterbourne University Hospitals NHS Foundation Trust"
BOARD = "QZA"
PEERS = (
    ("RQA", "Harrowdean University Hospitals NHS Foundation Trust"),
    ("RQB", "Mossgate and District Hospitals NHS Trust"),
    ("RQC", "The Royal Fenmarsh Infirmary NHS Foundation Trust"),
    ("RQD", "Coldwater Bay Hospitals NHS Trust"),
    ("RQE", "North Brackenshire Hospitals NHS Foundation Trust"),
    ("RQF", "Saltersford Teaching Hospitals NHS Foundation Trust"),
    ("RQG", "Elmwick and Tarn Valley NHS Trust"),
    ("RQH", "South Brackenshire and Kingsholt Acute and Community Hospitals NHS Foundation Trust"),
    ("RQJ", "Dunmarrow Hospital NHS Foundation Trust"),
    ("RQK", "Penhallow Hospitals NHS Trust"),
)


def series(
    start: float, end: float, *, months: int = 28, scatter: float = 0.8, seed: int = 1, **changes: Any
) -> tuple[Point, ...]:
    """Months from start to end with scatter, limits from the first half, the last eight marked if asked."""
    drawn = random.Random(seed)
    half = months // 2
    values = [
        start
        + (end - start) * max(0, index - half) / max(months - 1 - half, 1)
        + drawn.uniform(-scatter, scatter)
        for index in range(months)
    ]
    base = values[:half] or values
    mean = sum(base) / len(base)
    wide = 2.2 * scatter
    judged = months >= 10
    kind = changes.pop("kind", "common_cause")
    size = changes.pop("denominator", 41_250.0)
    found = []
    for index, value in enumerate(values):
        marked = judged and kind != "common_cause" and index >= months - 8
        limits = {"mean": mean, "lower_limit": mean - wide, "upper_limit": mean + wide} if judged else {}
        found.append(
            builders.point(
                builders.months_before(builders.LATEST, months - 1 - index),
                value,
                denominator=size,
                low=value - 0.5,
                high=value + 0.5,
                rule="shift" if marked else None,
                point_type=kind if marked else "common_cause",
                **limits,
            )
        )
    return tuple(found)


def counted(points: Iterable[Point]) -> tuple[Point, ...]:
    """Months of a count: what is counted is the value itself, of nothing."""
    return tuple(
        replace(point, value=round(point.value or 0), numerator=round(point.value or 0), denominator=None)
        for point in points
    )


def hidden(point: Point) -> Point:
    """A month whose figure is there and may not be shown."""
    return replace(point, value=None, numerator=None, denominator=None, low=None, high=None, hidden=True)


def measure(points: Sequence[Point], **changes: Any) -> Measure:
    defaults: dict[str, Any] = {
        "org_code": PROVIDER,
        "org_name": LONG_NAME,
        "points": tuple(points),
        "source_line": "NHS England, referral to treatment, March 2026, first publication of 14 May 2026",
    }
    return builders.measure(**defaults | changes)


def headline() -> tuple[Measure, ...]:
    """Eight measures of the whole trust, as different as they come."""
    m = builders.metric
    peers = tuple(
        builders.peer(code, org_name=name, distance=0.4 + 0.2 * index, value=71.5 - 1.3 * index)
        for index, (code, name) in enumerate(PEERS)
    )
    rtt = measure(
        series(66, 58.3, kind="special_cause_concern", seed=3),
        standard=92,
        plan=63.5,
        plans=tuple(
            (builders.months_before(builders.LATEST, -ahead), 60.0 + 0.7 * (ahead + 5))
            for ahead in range(-5, 7)
        ),
        england=64.95,
        board=61.2,
        region=62.0,
        peers_value=65.7,
        peers=peers,
        variation="concern",
        assurance="consistently_fails",
        people_affected=3052,
        people_against="the median of similar trusts, 65.7%",
        notes=(
            Note(date(2024, 9, 1), "break", "Community services left the count"),
            Note(date(2025, 6, 1), "annotation", "Theatre 4 closed for repairs"),
        ),
        metric=m(caveats=("Counts pathways, not people: one person may wait on two lists.",)),
    )
    over_52 = measure(
        series(3.1, 1.9, scatter=0.15, kind="special_cause_improvement", seed=4),
        metric=m("rtt_over_52_weeks", title="Waiting over 52 weeks", better="lower", people="numerator"),
        standard=1,
        england=1.37,
        board=1.7,
        peers_value=1.6,
        peers=peers[:4],
        variation="improvement",
        assurance="consistently_fails",
    )
    four_hours = measure(
        series(71, 70.6, scatter=3.4, seed=5, denominator=14_020.0),
        metric=m("ae_4_hours", title="A&E within 4 hours", topic="urgent care", source="ae"),
        standard=78,
        england=74.8,
        board=72.2,
        peers_value=73.0,
        assurance="hit_and_miss",
    )
    median = measure(
        series(15.2, 16.9, scatter=0.4, kind="special_cause_concern", seed=6),
        metric=m("rtt_median_wait", title="Median wait", unit="weeks", kind="percentile", better="lower"),
        england=11.9,
        board=14.0,
        peers_value=13.2,
        variation="concern",
        assurance="no_standard",
    )
    list_size = measure(
        counted(series(39_800, 41_250, scatter=400, kind="special_cause_neutral", seed=7)),
        metric=m(
            "rtt_list_size", title="People on the waiting list", unit="people", kind="count", better="neither"
        ),
        variation="neutral",
    )
    cancer = measure(
        series(73.0, 72.0, scatter=3, months=11, seed=8, denominator=1830.0),
        metric=m(
            "cancer_28_day", title="Cancer: told within 28 days", topic="cancer", source="cancer", safety=True
        ),
        standard=80,
        england=72.76,
        board=73.0,
        variation="too_few",
        assurance="too_few",
    )
    letters = measure(
        series(84, 83, scatter=2.5, seed=9, denominator=6100.0),
        metric=m(
            "letters_within_7_days",
            title="Clinic letters within 7 days",
            topic="letters",
            published=False,
            interface=True,
        ),
        standard=80,
        assurance="consistently_passes",
        source_line="Local feed, referrals, March 2026, loaded 2 April 2026",
    )
    advice = measure(
        series(6.0, 9.1, scatter=0.7, kind="special_cause_concern", seed=10),
        metric=m(
            "advice_turnaround",
            title="Advice and guidance: turnaround, 90th percentile",
            unit="days",
            kind="percentile",
            better="lower",
            published=False,
            interface=True,
        ),
        standard=builders.standard(5, source="Local agreement, April 2025", local=True),
        variation="concern",
        assurance="consistently_fails",
        source_line="Local feed, advice requests, March 2026, loaded 2 April 2026",
    )
    return (rtt, over_52, four_hours, median, list_size, cancer, letters, advice)


def part(of: Measure, group_code: str, *points: Point) -> Measure:
    """The same measure in one group of people: too few months to judge, with no standard of its own."""
    alone: dict[str, Any] = {"standard": None, "peers": (), "variation": "too_few", "notes": ()}
    return replace(of, group_code=group_code, points=points, **alone)


def fifths(of: Measure, *, months: int = 14) -> tuple[Measure, ...]:
    """The same measure in the five fifths of deprivation: a year ago they lay closer together."""

    def points(fifth: int, value: float) -> list[Point]:
        around: dict[str, Any] = {"denominator": 8250.0, "low": value - 1.1, "high": value + 1.1}
        back = [(builders.months_before(builders.LATEST, n), n) for n in reversed(range(months))]
        return [builders.point(day, value + n * (0.4 - 0.06 * fifth), **around) for day, n in back]

    values = (52.1, 55.0, 58.6, 60.2, 63.9)
    return tuple(part(of, f"deprivation:{n}", *points(n, value)) for n, value in enumerate(values, start=1))


def groups(of: Measure, dimension: str, *names: str) -> tuple[Measure, ...]:
    """The same measure in groups of people, further apart than chance: three points each."""
    return tuple(
        part(of, f"{dimension}:{name}", builders.point(value=62.0 - 3 * number, denominator=8250.0))
        for number, name in enumerate(names)
    )


SPECIALTIES = {
    "100": "General Surgery Service",
    "101": "Urology Service",
    "110": "Trauma and Orthopaedic Service",
    "120": "Ear Nose and Throat Service",
    "130": "Ophthalmology Service",
    "140": "Oral Surgery Service",
    "150": "Neurosurgical Service",
    "300": "Other - Medical Services",
    "502": "Gynaecology Service",
}


def specialties(of: Measure, count: int = 9, *, months: int = 28) -> tuple[Measure, ...]:
    """The same measure in so many specialties, each with months of its own; names grow longer."""
    known = list(SPECIALTIES.items())
    return tuple(
        replace(
            of,
            specialty_code=known[index][0] if index < len(known) else f"S{index}",
            specialty_name=known[index % len(known)][1] + (f" {index}" if index >= len(known) else ""),
            points=series(
                70 - index,
                66 - 2.3 * (index % 7),
                months=months,
                scatter=1.5,
                seed=40 + index,
                denominator=4000.0,
                kind="special_cause_concern" if index % 3 == 0 else "common_cause",
            ),
            people_affected=900 - 40 * index,
            peers=(),
            plan=None,
            notes=(),
        )
        for index in range(count)
    )


def counts(of: Measure, name: str, title: str, start: float, end: float, *, seed: int) -> Measure:
    """Another count of the same list: what joined it, or what left."""
    points = counted(series(start, end, scatter=0.04 * start, seed=seed))
    return replace(of, metric=builders.metric(name, title=title, unit="people", kind="count"), points=points)


def flows(of: Measure) -> tuple[Measure, ...]:
    """What joined the list, what left it treated, and the balance that makes each month's list add up."""
    starts = counts(of, "rtt_clock_starts", "New pathways", 9_300, 9_900, seed=21)
    treated = counts(of, "rtt_treatments", "Treated", 8_000, 8_250, seed=22)
    balance = [
        builders.point(
            now.period, 0.0, numerator=(was.value or 0) + (s.value or 0) - (t.value or 0) - (now.value or 0)
        )
        for was, now, s, t in zip(
            of.points, of.points[1:], starts.points[1:], treated.points[1:], strict=False
        )
    ]
    other = builders.metric("rtt_other_removals", title="Removed without treatment", kind="ratio")
    return starts, treated, replace(of, metric=other, points=tuple(balance))


def waiting_lists(scale: float = 0.775) -> tuple[WaitingList, ...]:
    """The list by week of waiting, now and a year before: fewer of the longest waits than then."""
    drawn = random.Random(31)

    def weeks(longest: float) -> tuple[int, ...]:
        by_week = [2600 * 0.955**week * drawn.uniform(0.93, 1.07) for week in range(52)]
        return tuple(round(scale * count) for count in (*by_week, longest))

    year_before = builders.months_before(builders.LATEST, 12)
    return (
        WaitingList(PROVIDER, "ALL", year_before, weeks(1280)),
        WaitingList(PROVIDER, "ALL", builders.LATEST, weeks(802)),
    )


def of_residents(of: Measure) -> Measure:
    shifted = tuple(replace(p, value=(p.value or 0) * 0.96, denominator=18_300.0) for p in of.points)
    return replace(of, population_code=BOARD, points=shifted, people_affected=1400)


def questions(measures: Sequence[Measure]) -> tuple[Question, ...]:
    """Four questions and the credit, in the words of packs.toml."""
    rtt, over_52, _, _, _, cancer, _, advice = measures
    about = {"q1": (rtt, 3052), "q2": (advice, None), "q3": (fifths(rtt)[0], 970), "q4": (cancer, 132)}
    found = {
        name: builders.finding(measure=series, people_affected=people)
        for name, (series, people) in about.items()
    } | {"credit": builders.finding(measure=over_52)}
    return tuple(
        builders.question(
            **{"finding": found[one["id"]], "lead": None, "supporter": None}
            | one
            | ({"listen_for": tuple(one["listen_for"])} if "listen_for" in one else {})
        )
        for one in WORDS["questions"]
    )


def challenge(measures: Sequence[Measure]) -> Challenge:
    *asked, credit = questions(measures)
    return Challenge(
        questions=tuple(asked),
        credit=credit,
        leave_alone=tuple(LeaveAlone(measures[2], **one) for one in WORDS["leave_alone"]),
        concerns=tuple(Concern(**one, clustered=True) for one in WORDS["concerns"]),
        promises=tuple(Promise(**{"due_on": None} | one) for one in WORDS["promises"]),
        scanned=184,
        by_chance=1.3,
        not_asked=("Waits for physiotherapy: beyond the limit of eight questions.",),
    )


def meeting(**changes: Any) -> Meeting:
    amara = builders.person("P1", name="Dr Amara Osei-Thistlewood", role="GP, clinical lead for planned care")
    defaults: dict[str, Any] = {
        "id": "2026-12-03-alderbrook",
        "title": "Contract and quality review",
        "kind": "quality_review",
        "place": "Committee Room 2, Winterbourne House",
        "commissioner_code": BOARD,
        "provider_codes": (PROVIDER,),
        "decision_wanted": "A recovery plan for waits over 18 weeks, by specialty, with a date for "
        "each step.",
        "minutes": 60,
        "panel": (amara, builders.person("P2", name="Dr Bryn ap Rhŷs", role="GP, Tarn Valley network")),
        "interests": (
            builders.interest("P1", kind="financial", organisation_code="NT9", topic="deprivation"),
        ),
        "agenda": (
            builders.agenda_item("Welcome, interests and last promises", minutes=10, topic=None),
            builders.agenda_item("Elective waits", minutes=25, topic="elective waits"),
            builders.agenda_item("Advice and letters", minutes=15, topic="letters"),
            builders.agenda_item("What was agreed", minutes=10, topic=None),
        ),
    }
    return builders.meeting(**defaults | changes)


def sources() -> tuple[SourceUsed, ...]:
    return tuple(SourceUsed(**one | {"sha256": one["sha256"] * 16}) for one in WORDS["sources"])


def full(**changes: Any) -> Pack:
    """A trust with a long name, four questions, eight measures over 28 months, peers and groups."""
    measures = headline()
    rtt = measures[0]
    defaults: dict[str, Any] = {
        "meeting": meeting(),
        "provider_code": PROVIDER,
        "provider_name": LONG_NAME,
        "commissioner_name": "Winterbourne and Brackenshire Integrated Care Board",
        "challenge": challenge(measures),
        "measures": (
            *measures,
            *fifths(rtt),
            of_residents(rtt),
            of_residents(measures[1]),
            *flows(measures[4]),
            *specialties(rtt),
        ),
        "lists": waiting_lists(),
        "version": 2,
        "status": "draft",
        "sources": sources(),
        "settings": PackSettings(suppression="hes", marking="OFFICIAL"),
    }
    return assemble(**defaults | changes)


def bare(**changes: Any) -> Pack:
    """One month of one published measure; no question, promise, concern or interest."""
    one = measure(
        series(61, 61, months=1),
        standard=92,
        england=64.95,
        board=61.2,
        variation="too_few",
        assurance="too_few",
    )
    nothing = builders.filled(Challenge, {}, scanned=1, by_chance=0.0)
    return full(
        **{
            "meeting": meeting(interests=(), agenda=(), measures=("rtt_within_18_weeks", "ae_4_hours")),
            "challenge": nothing,
            "measures": (one,),
            "sources": sources()[:1],
            "lists": (),
            "settings": PackSettings(),
            "status": "approved",
            "version": 1,
        }
        | changes
    )


def torture() -> Pack:
    """Everything at its longest: twelve questions, sixty specialties, texts three times over, hidden and missing
    months, many promises, concerns, items and notes."""
    measures = list(headline())
    noted = tuple(
        Note(
            builders.months_before(builders.LATEST, back),
            "annotation",
            f"Something happened, {back} months ago",
        )
        for back in (3, 4, 5, 12, 20)
    )
    rebase = Note(date(2025, 4, 1), "rebase", "A new unit opened, agreed with the trust; author: analytics")
    gap = tuple(
        replace(point, value=None, numerator=None) if index in (9, 10) else point
        for index, point in enumerate(measures[2].points)
    )
    measures[0] = replace(measures[0], notes=(*noted, rebase), restated=True)
    measures[2] = replace(measures[2], points=gap)
    measures[6] = replace(measures[6], points=(*measures[6].points[:-1], hidden(measures[6].points[-1])))
    usual = challenge(measures)
    long = tuple(
        replace(
            question,
            title=f"{question.title}, and what that means for the people who wait the longest of all",
            fact=" ".join([question.fact] * 3),
            opener=" ".join([question.opener] * 2),
            answer=" ".join([question.answer] * 3),
            likely_reply=" ".join([question.likely_reply] * 3),
            listen_for=question.listen_for * 2,
            settle_for=" ".join([question.settle_for] * 2),
            fair_ask=f"{question.fair_ask} ({question.id})",
            lead="P1",
        )
        for question in usual.questions
    )
    long += tuple(
        replace(question, id=f"{question.id}-{again}", lead=None, supporter=None)
        for again in (2, 3)
        for question in long
    )
    many = replace(
        usual,
        questions=long,
        promises=usual.promises * 3,
        concerns=usual.concerns * 3,
        leave_alone=usual.leave_alone,
    )
    agenda = tuple(
        builders.agenda_item(
            f"Item {i} with a title that goes on for longer than it should", minutes=7, topic=None
        )
        for i in range(8)
    )
    return full(
        challenge=many,
        meeting=meeting(agenda=agenda, decision_wanted="A recovery plan, agreed and dated. " * 5),
        measures=(
            *measures,
            *fifths(measures[0]),
            *groups(measures[0], "age", "0-17", "18-64", "65-74", "75+"),
            *groups(measures[0], "sex", "female", "male"),
            *groups(
                measures[0], "ethnicity", "Asian or Asian British", "White", "Mixed or multiple ethnic groups"
            ),
            *(part for one in measures[1:6] for part in groups(one, "age", "0-17", "18-64", "65-74", "75+")),
            of_residents(measures[0]),
            *flows(measures[4]),
            *specialties(measures[0], 60),
            *specialties(measures[1], 1),
        ),
        settings=PackSettings(suppression="hes", marking="OFFICIAL-SENSITIVE: COMMERCIAL"),
    )


def of_provider(code: str, name: str, *, meeting: Meeting, **changes: Any) -> Pack:
    """The full pack of another provider: its measures are its own, and lie a little lower the later its code."""
    lower = (ord(code[-1]) - ord("A")) / 2
    measures = tuple(
        replace(
            m,
            org_code=code,
            org_name=name,
            points=tuple(_lower(point, lower, m.metric.kind) for point in m.points),
        )
        for m in headline()
    )
    rtt = measures[0]
    defaults: dict[str, Any] = {
        "meeting": meeting,
        "provider_code": code,
        "provider_name": name,
        "challenge": challenge(measures),
        "measures": (*measures, *fifths(rtt), of_residents(rtt), *flows(measures[4]), *specialties(rtt)),
        "lists": (),
    }
    return full(**defaults | changes)


def _lower(point: Point, by: float, kind: str) -> Point:
    if kind != "proportion" or point.value is None:
        return point
    ends = {
        end: getattr(point, end) - by for end in ("value", "low", "high") if getattr(point, end) is not None
    }
    return replace(point, **ends)


def session(count: int = 3, **changes: Any) -> list[Pack]:
    """The packs of a session with so many providers, none of which is like another in every figure."""
    names = ("Alder Hospitals", "Birch Hospitals", "Cedar Hospitals", "Dogwood Hospitals", "Elder Hospitals")
    codes = ("RQ0A", "RQ0B", "RQ0C", "RQ0D", "RQ0E")[:count]
    defaults: dict[str, Any] = {
        "title": "Select committee on waits",
        "kind": "select_committee",
        "provider_codes": codes,
        "agenda": (),
        "minutes": 45 * count,
    }
    sitting = meeting(**defaults | changes)
    return [
        of_provider(code, f"{name} NHS Trust", meeting=sitting)
        for code, name in zip(codes, names, strict=False)
    ]
