"""Drawn measures for the specimen. Fictional throughout: the wave of each series is a formula, not data."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from briefing import metrics
from briefing.measures import (
    ALL,
    Funnel,
    FunnelPoint,
    Measure,
    Metric,
    Note,
    Peer,
    Point,
    Standard,
    WaitingList,
)
from briefing.months import months_before

CODE, NAME = "RQZ", "Alderbrook Hospitals NHS Trust"
LONGEST = "Alderbrook, Thornmere and the Vale of Winterbourne University Hospitals NHS Foundation Trust"
LATEST = date(2026, 9, 1)
SPECIALTIES = (
    "General Surgery Service",
    "Urology Service",
    "Trauma and Orthopaedic Service",
    "Ear Nose and Throat Service",
    "Ophthalmology Service",
    "Gynaecology Service",
    "Dermatology Service",
    "Cardiology Service",
)


@cache
def registry() -> dict[str, Metric]:
    return metrics.registry()


def wave(index: int, *, seed: int) -> float:
    """A scatter between -1 and 1 that looks like chance and is the same in every run."""
    far_down = math.sin(index * 12.9898 + seed * 78.233) * 43758.5453
    return 2 * (far_down - math.floor(far_down)) - 1


def months(
    start: float,
    end: float,
    *,
    count: int = 24,
    scatter: float = 1.0,
    seed: int = 1,
    kind: str = "common_cause",
    size: float | None = 40_000,
) -> tuple[Point, ...]:
    """A steady first half with its limits; then the way to the end, its last eight months marked as `kind`."""
    half = count // 2
    values = [
        start + (end - start) * max(0, i - half) / max(count - 1 - half, 1) + scatter * wave(i, seed=seed)
        for i in range(count)
    ]
    mean = sum(values[: half or 1]) / (half or 1)
    marked = kind != "common_cause"
    return tuple(
        Point(
            period=months_before(LATEST, count - 1 - index),
            numerator=value if size is None else value * size / 100,
            denominator=size,
            value=value,
            low=None if size is None else value - 1.2,
            high=None if size is None else value + 1.2,
            mean=mean if count >= 10 else None,
            lower_limit=mean - 2.2 * scatter if count >= 10 else None,
            upper_limit=mean + 2.2 * scatter if count >= 10 else None,
            rule="shift" if marked and index >= count - 8 else None,
            point_type=kind if marked and index >= count - 8 else "common_cause",  # type: ignore[arg-type]
        )
        for index, value in enumerate(values)
    )


def measure(name: str, points: Sequence[Point], **changes: object) -> Measure:
    """A measure of the fictional trust: what the example is about is said, the rest is plain."""
    plain: dict[str, object] = {
        "metric": registry()[name],
        "org_code": CODE,
        "org_name": NAME,
        "population_code": ALL,
        "specialty_code": ALL,
        "specialty_name": "All specialties",
        "group_code": ALL,
        "points": tuple(points),
        "standard": None,
        "plan": None,
        "england": None,
        "region": None,
        "board": None,
        "peers_value": None,
        "peers": (),
        "variation": "common_cause",
        "assurance": "no_standard",
        "people_affected": None,
        "people_against": None,
        "notes": (),
        "restated": False,
        "source_line": "drawn for this specimen, September 2026",
    }
    return Measure(**plain | changes)  # type: ignore[arg-type]


def worse() -> Measure:
    """The measure most of the specimen is about: falling, with every mark a control chart may bear."""
    return measure(
        "rtt_within_18_weeks",
        months(66, 58.3, kind="special_cause_concern"),
        standard=Standard(65, "agreed for this specimen", "H", date(2025, 4, 1), local=True),
        plan=63.5,
        plans=tuple((months_before(LATEST, -ahead), 60 + 0.7 * (ahead + 5)) for ahead in range(-5, 7)),
        england=64.9,
        board=61.2,
        peers_value=65.7,
        peers=peers(),
        variation="concern",
        assurance="consistently_fails",
        people_affected=3052,
        people_against="the peer median of 65.7%",
        notes=(
            Note(date(2025, 5, 1), "break", "Community services left the count"),
            Note(date(2026, 2, 1), "annotation", "Theatre 4 closed for repairs"),
        ),
    )


def better() -> Measure:
    return measure(
        "rtt_over_52_weeks",
        months(3.1, 1.6, scatter=0.2, seed=4, kind="special_cause_improvement"),
        standard=Standard(1, "agreed for this specimen", "M", date(2025, 4, 1)),
        england=1.4,
        variation="improvement",
        assurance="consistently_fails",
    )


def steady() -> Measure:
    return measure(
        "ae_4_hours",
        months(74, 74, scatter=3, seed=5),
        standard=Standard(75, "agreed for this specimen", "H", date(2025, 4, 1)),
        england=74.8,
        board=72.2,
        assurance="hit_and_miss",
    )


def list_size() -> Measure:
    rounded = _counted(months(39_800, 41_250, scatter=350, seed=7, kind="special_cause_neutral", size=None))
    return measure("rtt_list_size", rounded, variation="neutral")


def flows(whole: Measure) -> tuple[Measure, ...]:
    """What joined the list, what was treated, and the balance that makes each month add up."""
    joined = _counted(months(9300, 9900, scatter=300, seed=8, size=None))
    treated = _counted(months(8000, 8200, scatter=300, seed=9, size=None))
    balance = [
        replace(
            j, numerator=(was.numerator or 0) + (j.numerator or 0) - (t.numerator or 0) - (now.numerator or 0)
        )
        for was, now, j, t in zip(whole.points[:-1], whole.points[1:], joined[1:], treated[1:], strict=True)
    ]
    return (
        measure("rtt_clock_starts", joined),
        measure("rtt_treatments", treated),
        measure("rtt_other_removals", balance),
    )


def _counted(points: Iterable[Point]) -> list[Point]:
    """Whole people: what is counted is the value itself."""
    return [
        replace(point, value=round(point.value or 0), numerator=round(point.value or 0)) for point in points
    ]


def waiting_lists() -> tuple[WaitingList, ...]:
    """The list by week, now and a year before; fewer of the longest waits now."""
    return tuple(
        WaitingList(
            CODE,
            ALL,
            period,
            (*(round(2000 * 0.955**week * (1 + 0.06 * wave(week, seed=seed))) for week in range(52)), beyond),
        )
        for period, seed, beyond in ((months_before(LATEST, 12), 3, 980), (LATEST, 6, 610))
    )


def specialties(names: Iterable[str] = SPECIALTIES, *, count: int = 24) -> tuple[Measure, ...]:
    return tuple(
        measure(
            "rtt_within_18_weeks",
            months(
                70 - 2 * index,
                66 - 2.5 * index,
                count=count,
                seed=20 + index,
                kind="special_cause_concern" if index % 3 == 0 else "common_cause",
            ),
            specialty_code=f"{100 + index}",
            specialty_name=name,
            people_affected=300 + 60 * index,
            standard=worse().standard,
        )
        for index, name in enumerate(names)
    )


def fifths(*, first: float = 52.1) -> tuple[Measure, ...]:
    """The fifths of deprivation over two years; `first` is where the most deprived stand now."""
    now = (first, 55.0, 58.6, 60.2, 63.9)
    return tuple(
        measure(
            "rtt_within_18_weeks",
            months(value + 2.2 - 0.5 * fifth, value, scatter=0.2, seed=fifth),
            group_code=f"deprivation:{fifth}",
        )
        for fifth, value in enumerate(now, start=1)
    )


def peers(longest: bool = False) -> tuple[Peer, ...]:
    names = (
        "Harrowdean University Hospitals NHS Foundation Trust",
        "Mossgate and District Hospitals NHS Trust",
        "The Royal Fenmarsh Infirmary NHS Foundation Trust",
        "Coldwater Bay Hospitals NHS Trust",
        LONGEST if longest else "Elmwick and Tarn Valley NHS Trust",
    )
    return tuple(
        Peer(f"RQ{letter}", name, 0.5 + 0.2 * index, 71.5 - 2.6 * index)
        for index, (letter, name) in enumerate(zip("ABCDE", names, strict=True))
    )


def funnel() -> Funnel:
    """Forty trusts, two of them outside, ours one of these."""
    centre, tau2 = 64.9, 0.0009
    points = []
    for index in range(40):
        size = 4_000 + 2_000.0 * index
        error = 100 * math.sqrt(0.649 * 0.351 / size + tau2)
        z = {9: -4.2, 30: 3.9}.get(index, 1.9 * wave(index, seed=11))
        own = index == 9
        points.append(
            FunnelPoint(
                CODE if own else f"RZ{index}",
                NAME if own else f"Sample trust {index}",
                size * (centre + z * error) / 100,
                size,
                centre + z * error,
                z,
                *(centre + step * error for step in (-1.96, 1.96, -3.09, 3.09)),
            )
        )
    return Funnel(
        metric=registry()["rtt_within_18_weeks"],
        specialty_code=ALL,
        specialty_name="All specialties",
        compared_as="nhs_trust",
        period=LATEST,
        kind="proportion",
        phi=9.0,
        tau2=tau2,
        centre=centre,
        points=tuple(points),
        source_line="drawn for this specimen, September 2026",
    )
