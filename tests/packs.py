"""Whole meetings for the tests of the pack and the page: a rich one, and one with almost nothing.

The series are drawn from a fixed seed; their limits and marks are set here, not computed, since how a rule
fires is tested with the statistics.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import builders

from briefing.challenge.model import Challenge, Concern, LeaveAlone, Promise, Question
from briefing.measures import Measure, Note, Point, WaitingList
from briefing.meeting.model import Meeting
from briefing.pack.build import assemble
from briefing.pack.model import Pack, PackSettings, SourceUsed

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
        people_against="the peer median of 65.7 %",
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


def fifths(of: Measure, *, months: int = 14) -> tuple[Measure, ...]:
    """The same measure in the five fifths of deprivation: a year ago they lay closer together."""
    values = (52.1, 55.0, 58.6, 60.2, 63.9)
    return tuple(
        replace(
            of,
            group_code=f"deprivation:{fifth}",
            points=tuple(
                builders.point(
                    builders.months_before(builders.LATEST, back),
                    value + back * (0.4 - 0.06 * fifth),
                    denominator=8250.0,
                    low=value - 1.1,
                    high=value + 1.1,
                )
                for back in reversed(range(months))
            ),
            standard=None,
            peers=(),
            variation="too_few",
            notes=(),
        )
        for fifth, value in enumerate(values, start=1)
    )


def groups(of: Measure, dimension: str, *names: str) -> tuple[Measure, ...]:
    """The same measure in groups of people, further apart than chance: three points each."""
    return tuple(
        replace(
            of,
            group_code=f"{dimension}:{name}",
            points=(builders.point(builders.LATEST, 62.0 - 3 * number, denominator=8250.0),),
            standard=None,
            peers=(),
            variation="too_few",
            notes=(),
        )
        for number, name in enumerate(names)
    )


SPECIALTIES = ("100", "101", "110", "120", "130", "140", "150", "300", "502")


def specialties(of: Measure, count: int = 9, *, months: int = 28) -> tuple[Measure, ...]:
    """The same measure in so many specialties, each with months of its own; names grow longer."""
    names = (
        "General Surgery Service",
        "Urology Service",
        "Trauma and Orthopaedic Service",
        "Ear Nose and Throat Service",
        "Ophthalmology Service",
        "Oral Surgery Service",
        "Neurosurgical Service",
        "Other - Medical Services",
        "Gynaecology Service",
    )
    return tuple(
        replace(
            of,
            specialty_code=SPECIALTIES[index] if index < len(SPECIALTIES) else f"S{index}",
            specialty_name=names[index % len(names)] + (f" {index}" if index >= len(names) else ""),
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
    rtt, _, _, _, _, cancer, _, advice = measures
    asked = (
        builders.question(
            "q1",
            title="Behind the line to the March target",
            finding=builders.finding(measure=rtt, people_affected=3052),
            fact="In March 2026, 58.3 % of people on the list had waited 18 weeks or less; the plan "
            "said 63.5 %. "
            "At the peer median about 3,100 fewer people would be waiting longer than 18 weeks, "
            "about 1,400 of them ours.",
            opener="You are at 58.3 % and your plan said 63.5 % by now. To reach the target by "
            "March you need 0.9 "
            "points a month; the last six months lost 0.6 a month. What is going to change the slope?",
            listen_for=(
                "Named schemes with activity numbers and start dates",
                "Which specialties carry the gap",
                "What happens if referrals grow",
                "Somebody who owns it",
            ),
            likely_reply="Nationally everyone is struggling.",
            answer="Your peers are on page 12; seven of the ten with a similar list are ahead of "
            "you. What is different here?",
            settle_for="A recovery line by specialty, month by month, from the chief operating "
            "officer within 20 working "
            "days, measured as the share within 18 weeks.",
            lead="P1",
            supporter="P2",
        ),
        builders.question(
            "q2",
            title="Advice that comes too late to use",
            push="ASK",
            finding=builders.finding(measure=advice, people_affected=None),
            fact="One request in ten waited longer than 9.1 days for advice in March 2026; the "
            "local agreement is 5 days.",
            opener="Advice takes nine days at the ninetieth percentile. While we wait, who holds "
            "the risk, and what "
            "should I tell the patient?",
            likely_reply="Volume has outstripped job plans.",
            answer="Requests rose by 4 % while the turnaround rose by half. What is the plan for "
            "consultant time?",
            settle_for="A turnaround standard per specialty in the local schedule, by 31 January 2027.",
            lead="P1",
            supporter=None,
        ),
        builders.question(
            "q3",
            title="The people in the most deprived fifth wait longest",
            push="ASK",
            finding=builders.finding(measure=fifths(rtt)[0], people_affected=970),
            fact="52.1 % of people from the most deprived fifth were within 18 weeks in March 2026, "
            "63.9 % of those from "
            "the least deprived: a gap of 11.8 points (95 % interval 10.2 to 13.4).",
            opener="People from our poorest streets are 11.8 points behind. Which of your schemes "
            "closes that, and how "
            "would you know?",
            lead="P2",
            supporter="P1",
            assignment_note="Not given to Dr Amara Osei-Thistlewood, who has declared an interest "
            "in this topic.",
        ),
        builders.question(
            "q4",
            title="Told on time, or not",
            push="EXPLORE",
            finding=builders.finding(measure=cancer, people_affected=132),
            fact="72.0 % were told within 28 days; eleven months are too few to call a trend.",
            lead=None,
            supporter=None,
        ),
    )
    return asked


def challenge(measures: Sequence[Measure]) -> Challenge:
    return Challenge(
        questions=questions(measures),
        credit=builders.question(
            "credit",
            title="Fewer very long waits",
            fact="The share waiting over a year fell from 3.1 % to 1.9 % and has stayed below its "
            "old range for eight "
            "months: that took work, and it shows.",
            finding=builders.finding(measure=measures[1]),
        ),
        leave_alone=(
            LeaveAlone(
                measures[2],
                "A&E within 4 hours fell to 70.6 % in March. It moves between 64 and 78 % anyway; "
                "nothing has changed.",
            ),
        ),
        concerns=(
            Concern(
                "Letters that ask the practice to order tests", "ALL", 34, 17, 9, date(2025, 10, 1), True
            ),
            Concern("Referrals returned without a plan", "301", 12, 8, 12, date(2025, 12, 1), True),
            Concern("No appointment slots to book", "110", 6, 5, 0, date(2026, 1, 1), True),
        ),
        promises=(
            Promise(
                "C1",
                "2026-06-04",
                "Publish the demand and capacity sheet for orthopaedics",
                "Chief operating officer",
                date(2026, 8, 31),
                "not_kept",
                "Nothing received by 20 November 2026.",
            ),
            Promise(
                "C2",
                "2026-06-04",
                "Answer every returned referral with a named clinician",
                "Medical director",
                date(2026, 9, 30),
                "kept",
                "Audit of 40 returns: all 40 named one.",
            ),
            Promise(
                "C3",
                "2026-03-05",
                "Agree a turnaround standard for advice in each specialty",
                "Director of strategy",
                date(2027, 1, 31),
                "open",
                "Draft seen in October.",
            ),
            Promise(
                "C4",
                "2026-03-05",
                "Weekly count of the slot worklist",
                "Chief operating officer",
                None,
                "repeated",
                "Promised in March and again in June.",
            ),
        ),
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
    return (
        SourceUsed(
            "rtt",
            "Referral to treatment waiting times, full extract",
            "NHS England",
            "March 2026",
            1,
            "20260331-RTT-March-2026-full-extract.csv.zip",
            "9f2c" * 16,
        ),
        SourceUsed(
            "ae",
            "A&E attendances and emergency admissions",
            "NHS England",
            "March 2026",
            2,
            "Monthly-AE-March-2026-revised.csv",
            "17ab" * 16,
        ),
        SourceUsed(
            "advice",
            "Advice and guidance requests",
            "local feed",
            "to March 2026",
            1,
            "advice.xlsx",
            "c0de" * 16,
        ),
    )


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
    nothing = Challenge(
        questions=(),
        credit=None,
        leave_alone=(),
        concerns=(),
        promises=(),
        scanned=1,
        by_chance=0.0,
        not_asked=(),
    )
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
