"""An attacker who has everything that is printed: adds, subtracts, solves, and reads the drawings' coordinates.

The solver knows every number that a pack prints, and every sum that must hold between them. What it may not find
is a hidden count of few people: neither its value, nor proof that it is few.
"""

import csv
import io
import math
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path

import builders
import numpy as np
import packs
import pytest
from scipy.optimize import LinearConstraint, milp

from briefing import bench
from briefing.document.figure import EvidenceTable, Figure
from briefing.measures import ALL, Measure
from briefing.pack import figures
from briefing.pack.evidence import PackNumbers, tables
from briefing.pack.numbers import as_earlier, series_of
from briefing.protection.disclosure import Preset, protect
from briefing.protection.suppression import NOTHING_EARLIER
from briefing.render.charts import draw

LOCAL = builders.metric("letters_within_7_days", published=False)
OURS = "QXA"
SEX = ("sex:female", "sex:male", "sex:other")
AGE = ("age:0-64", "age:65-74", "age:75+")
SPECIALTIES = ("100", "110", "120")
SMALL = 4

Key = tuple[str, str, str]
"""Population, specialty, group."""
World = dict[Key, tuple[int, int]]
"""Numerator and denominator of every measure in one month."""


def world(seed: int) -> World:
    """People, each ours or not, of one specialty, sex and age, seen in time or not; and every count of them."""
    drawn = random.Random(seed)
    size = drawn.choice([40, 90, 200])
    people = [
        (
            drawn.random() < 0.8,
            drawn.choices(SPECIALTIES, [6, 3, 1])[0],
            drawn.choices(SEX, [8, 7, 1])[0],
            drawn.choices(AGE, [8, 3, 2])[0],
            drawn.random() < 0.6,
        )
        for _ in range(size)
    ]
    keys = [
        (pop, spec, group)
        for pop in (ALL, OURS)
        for spec in (ALL, *SPECIALTIES)
        for group in (ALL, *SEX, *AGE)
    ]
    return {
        key: (sum(p[4] for p in met), len(met))
        for key in keys
        for met in [[p for p in people if _is_in(p, key)]]
    }


def _is_in(person: tuple[bool, str, str, str, bool], key: Key) -> bool:
    ours, specialty, sex, age, _ = person
    return (key[0] == ALL or ours) and key[1] in (ALL, specialty) and key[2] in (ALL, sex, age)


def measures_of(counts: World) -> list[Measure]:
    return [
        builders.measure(
            metric=LOCAL,
            population_code=population,
            specialty_code=specialty,
            group_code=group,
            points=(
                builders.point(value=100 * n / d if d else None, numerator=float(n), denominator=float(d)),
            ),
        )
        for (population, specialty, group), (n, d) in counts.items()
    ]


def printed_counts(shown: Sequence[Measure]) -> World:
    """What stands in the CSV that travels with the pack: read from its bytes, as an attacker would."""
    drawn = [figures.series(measure, place="headline") for measure in shown]
    (months,) = (t for t in evidence_of(drawn, shown) if t.filename == "months.csv")
    lines = csv.DictReader(io.StringIO(months.csv.decode("utf-8-sig")))
    return {
        (line["population_code"], line["specialty_code"], line["group_code"]): (
            int(line["numerator"]),
            int(line["denominator"]),
        )
        for line in lines
        if line["numerator"] and line["denominator"]
    }


def evidence_of(drawn: Sequence[Figure], shown: Sequence[Measure]) -> tuple[EvidenceTable, ...]:
    own = {measure.key: measure for measure in shown}
    return tables(PackNumbers((), drawn, (), packs.challenge(packs.headline()), (), own), screen="nhsr")


# The solver -------------------------------------------------------------------------------------------------


class Attack:
    """Unknown: the people seen in time and not, by population, specialty, and sex or age. Known: what is printed.

    A count of two divisions at once isn't printed, so sex and age are two cubes that agree in their totals.
    """

    def __init__(self, known: World) -> None:
        self.names = [
            (ours, specialty, group, in_time)
            for ours in (True, False)
            for specialty in SPECIALTIES
            for group in (*SEX, *AGE)
            for in_time in (True, False)
        ]
        rows, values = [], []
        for key, (n, d) in known.items():
            for dimension in (SEX, AGE) if key[2] == ALL else ((key[2],),):
                rows += [self.row(key, dimension, in_time=True), self.row(key, dimension, in_time=None)]
                values += [n, d]
        for population in (ALL, OURS):
            for specialty in SPECIALTIES:
                key = (population, specialty, ALL)
                for in_time in (True, False):
                    rows.append(self.row(key, SEX, in_time=in_time) - self.row(key, AGE, in_time=in_time))
                    values.append(0)
        self.sums = LinearConstraint(np.array(rows), np.array(values), np.array(values))

    def row(self, key: Key, groups: Sequence[str], *, in_time: bool | None) -> np.ndarray:
        population, specialty, _ = key
        return np.array(
            [
                float(
                    (ours or population == ALL)
                    and specialty in (ALL, its_specialty)
                    and group in groups
                    and in_time in (None, seen)
                )
                for ours, its_specialty, group, seen in self.names
            ]
        )

    def range_of(self, key: Key, *, in_time: bool | None) -> tuple[int, float]:
        """The least and the most that a count can be, given all that is printed; no most where nothing bounds it."""
        row = self.row(key, SEX if key[2] == ALL else (key[2],), in_time=in_time)
        least = milp(row, constraints=self.sums, integrality=np.ones(len(row)))
        assert least.success, least.message
        most = milp(-row, constraints=self.sums, integrality=np.ones(len(row)))
        return round(least.fun), round(-most.fun) if most.success else math.inf


def counts_of(key: Key, counts: World) -> Iterator[tuple[bool | None, int]]:
    """The counts that a pair tells: in time, not in time, all."""
    n, d = counts[key]
    yield from ((True, n), (False, d - n), (None, d))


def found_out(truth: World, known: World) -> list[str]:
    """The hidden counts of few people that the attacker finds out, or proves to be few."""
    attack = Attack(known)
    found = []
    for key in truth.keys() - known.keys():
        for in_time, count in counts_of(key, truth):
            if 0 < count <= SMALL:
                low, high = attack.range_of(key, in_time=in_time)
                assert low <= count <= high
                if low == high or (low > 0 and high <= SMALL):
                    found.append(f"{key} in time {in_time}: {count} is within {low} and {high}")
    return found


@pytest.mark.parametrize("seed", range(6))
def test_no_sum_of_printed_numbers_gives_a_small_one_back(seed: int) -> None:
    truth = world(seed)
    known = printed_counts(protect(measures_of(truth), "under_5"))
    assert all(truth[key] == pair for key, pair in known.items())
    assert all(not 0 < count <= SMALL for key in known for _, count in counts_of(key, known))
    assert len(known) > 5, "something is still shown"
    assert found_out(truth, known) == []


def test_the_attacker_finds_what_is_hidden_alone() -> None:
    """The same attacker against a pack that hides small numbers and nothing else: so the test can fail."""
    truth = world(0)
    alone = {
        key: pair
        for key, pair in truth.items()
        if all(not 0 < count <= SMALL for _, count in counts_of(key, {key: pair}))
    }
    assert found_out(truth, alone)


# Two versions -----------------------------------------------------------------------------------------------


def revised(truth: World, seed: int) -> World:
    """The same people, but for those of one specialty, sex and age, who turn out to be more or fewer."""
    drawn = random.Random(seed)
    specialty, sex, age = drawn.choice(SPECIALTIES), drawn.choice(SEX), drawn.choice(AGE)
    by = drawn.choice([-6, -3, 3, 6])
    changed = dict(truth)
    for key, (n, d) in truth.items():
        if _is_in((True, specialty, sex, age, False), key):
            changed[key] = (n, d + by)
    sound = all(d >= n >= 0 for n, d in changed.values())
    return changed if sound else revised(truth, seed + 100)


def both_printed(one: World, other: World, *, apart: bool = False) -> tuple[World, World]:
    """What two versions print, the second made beside the first; `apart` as if it knew nothing of it."""
    first = protect(measures_of(one), "under_5")
    earlier = as_earlier(map(series_of, first))
    second = protect(measures_of(other), "under_5", earlier=NOTHING_EARLIER if apart else earlier)
    return printed_counts(first), printed_counts(second)


def found_by_subtraction(seed: int, *, apart: bool = False) -> list[str]:
    """What somebody finds out who has both versions, and guesses rightly which numbers are still the same."""
    one = world(seed)
    other = revised(one, seed)
    first, second = both_printed(one, other, apart=apart)
    same = {key for key in one if one[key] == other[key]}
    back = first | {key: second[key] for key in same & second.keys()}
    forth = second | {key: first[key] for key in same & first.keys()}
    return [*found_out(one, back), *found_out(other, forth)]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_two_versions_together_give_no_small_number_back(seed: int) -> None:
    assert found_by_subtraction(seed) == []


def test_two_versions_that_know_nothing_of_each_other_do() -> None:
    """The same attacker on the same worlds, each version protected by itself: so the test can fail."""
    assert any(found_by_subtraction(seed, apart=True) for seed in range(4))


def test_a_breakdown_that_was_left_out_for_a_version_is_remembered_beyond_it() -> None:
    """v1 has the groups, v2 not, for their question was barred; in v3 it is back and the three men are eight."""
    first = {(ALL, ALL, ALL): (45, 90), (ALL, ALL, SEX[0]): (25, 50), (ALL, ALL, SEX[1]): (18, 37)}
    first[ALL, ALL, SEX[2]] = (2, 3)
    last = first | {(ALL, ALL, ALL): (51, 95), (ALL, ALL, SEX[2]): (8, 8)}
    whole = {(ALL, ALL, ALL): (45, 90)}
    v1 = protect(measures_of(first), "under_5")
    v2 = protect(measures_of(whole), "under_5", earlier=as_earlier(map(series_of, v1)))
    v3 = protect(measures_of(last), "under_5", earlier=as_earlier(map(series_of, (*v1, *v2))))
    assert [m.latest.hidden for m in v1] == [m.latest.hidden for m in v3] == [False, False, True, True]
    forgetful = protect(measures_of(last), "under_5", earlier=as_earlier(map(series_of, v2)))
    assert not forgetful[2].latest.hidden, "37 of then and 90 of then leave three: so the test can fail"


def test_parts_that_stand_in_different_versions_are_subtracted_too() -> None:
    """What v1 alone showed is a part of v2's whole as well."""
    whole, female = {(ALL, ALL, ALL): (45, 90)}, {(ALL, ALL, SEX[0]): (25, 50)}
    male = {(ALL, ALL, SEX[1]): (18, 37)}
    before = protect(measures_of(whole | female), "under_5")
    beside = protect(measures_of(whole | male), "under_5", earlier=as_earlier(map(series_of, before)))
    assert [m.latest.hidden for m in beside] == [False, True]
    assert not any(m.latest.hidden for m in protect(measures_of(whole | male), "under_5"))


# Several metrics in one file ---------------------------------------------------------------------------------

METRICS = (
    "cancelled_by_hospital",
    "missed_appointments",
    "letters_within_7_days",
    "first_appointment_within_18_weeks",
)
Place = tuple[str, str]
"""Specialty and group."""
PLACES: tuple[Place, ...] = (
    (ALL, ALL),
    *((specialty, ALL) for specialty in SPECIALTIES),
    *((ALL, group) for group in SEX),
)
OUTCOMES = ("hospital", "patient", "missed", "attended")
KINDS = (
    *((outcome, False, False, False) for outcome in OUTCOMES[:3]),
    *(
        ("attended", urgent, letter, soon)
        for urgent in (True, False)
        for letter in (True, False)
        for soon in (True, False)
    ),
)
"""Of an appointment: what came of it, whether it was urgent, had its letter in time, came within 18 weeks."""
Kind = tuple[str, bool, bool, bool]


def _counts(metric: str, kind: Kind) -> tuple[bool, bool]:
    """Whether an appointment is in the numerator and in the denominator of a metric."""
    outcome, urgent, letter, soon = kind
    attended = outcome == "attended"
    return {
        "cancelled_by_hospital": (outcome == "hospital", True),
        "missed_appointments": (outcome == "missed", attended or outcome == "missed"),
        "letters_within_7_days": (attended and letter, attended),
        "first_appointment_within_18_weeks": (attended and not urgent and soon, attended and not urgent),
    }[metric]


SECRETS: tuple[Callable[[Kind], bool], ...] = (
    lambda kind: kind[0] == "attended" and kind[1],
    lambda kind: kind[0] == "patient",
    lambda kind: kind[0] == "missed",
    lambda kind: kind[0] == "hospital",
    lambda kind: kind[0] == "attended" and not kind[2],
    lambda kind: kind[0] == "attended" and kind[2],
)
"""People whom nobody may be able to count where they are few: urgent ones seen, those who cancelled, and so on."""
Clinic = list[tuple[str, str, Kind]]


def clinic(seed: int) -> Clinic:
    """Appointments, each of a specialty, a sex and a kind."""
    drawn = random.Random(seed)
    weights = [10, 4, 6, 1, 1, 0, 1, 40, 6, 20, 4]
    return [
        (
            drawn.choices(SPECIALTIES, [6, 3, 1])[0],
            drawn.choices(SEX, [8, 7, 1])[0],
            drawn.choices(KINDS, weights)[0],
        )
        for _ in range(drawn.choice([90, 200, 400]))
    ]


def _at(place: Place, specialty: str, group: str) -> bool:
    return place[0] in (ALL, specialty) and place[1] in (ALL, group)


def metrics_of(seen: Clinic) -> list[Measure]:
    """Every metric at every place, its counts taken from the appointments."""
    found = []
    for metric in METRICS:
        for place in PLACES:
            here = [_counts(metric, kind) for specialty, group, kind in seen if _at(place, specialty, group)]
            n, d = sum(one for one, _ in here), sum(of for _, of in here)
            months = (
                builders.point(value=100 * n / d if d else None, numerator=float(n), denominator=float(d)),
            )
            found.append(
                builders.measure(
                    metric=builders.metric(metric, published=False, source="referrals"),
                    specialty_code=place[0],
                    group_code=place[1],
                    points=months,
                )
            )
    return found


class ClinicAttack:
    """Unknown: the appointments of each kind in each specialty, and in each sex. Known: what any metric prints."""

    def __init__(self, shown: Sequence[Measure]) -> None:
        self.names = [(part, kind) for part in (*SPECIALTIES, *SEX) for kind in KINDS]
        rows, values = [], []
        for measure in shown:
            n, d = measure.latest.numerator, measure.latest.denominator
            if n is None or d is None:
                continue
            name, place = measure.metric.name, (measure.specialty_code, measure.group_code)
            for parts in self.parts_of(place):
                rows.append(self.row(parts, lambda kind: _counts(name, kind)[0]))  # noqa: B023
                rows.append(self.row(parts, lambda kind: _counts(name, kind)[1]))  # noqa: B023
                values += [n, d]
        for kind in KINDS:
            one, other = (self.row(parts, lambda each: each == kind) for parts in (SPECIALTIES, SEX))  # noqa: B023
            rows.append(one - other)
            values.append(0)
        self.sums = LinearConstraint(np.array(rows), np.array(values), np.array(values))

    def parts_of(self, place: Place) -> list[tuple[str, ...]]:
        if place == (ALL, ALL):
            return [SPECIALTIES, SEX]
        return [(place[0] if place[0] != ALL else place[1],)]

    def row(self, parts: Sequence[str], chosen: Callable[[Kind], bool]) -> np.ndarray:
        return np.array([float(part in parts and chosen(kind)) for part, kind in self.names])

    def range_of(self, place: Place, secret: Callable[[Kind], bool]) -> tuple[int, float]:
        row, whole = self.row(self.parts_of(place)[0], secret), np.ones(len(self.names))
        least = milp(row, constraints=self.sums, integrality=whole)
        assert least.success, least.message
        most = milp(-row, constraints=self.sums, integrality=whole)
        return round(least.fun), round(-most.fun) if most.success else math.inf


def counted_out(seen: Clinic, shown: Sequence[Measure]) -> list[str]:
    """The few people whom somebody counts who has every metric of a file."""
    attack, found = ClinicAttack(shown), []
    for place in PLACES:
        here = [kind for specialty, group, kind in seen if _at(place, specialty, group)]
        for number, secret in enumerate(SECRETS):
            count = sum(map(secret, here))
            if 0 < count <= SMALL:
                low, high = attack.range_of(place, secret)
                assert low <= count <= high
                if low == high or (low > 0 and high <= SMALL):
                    found.append(f"{place}, secret {number}: {count} is within {low} and {high}")
    return found


@pytest.mark.parametrize("seed", range(5))
def test_the_metrics_of_one_file_together_give_no_small_number_back(seed: int) -> None:
    seen = clinic(seed)
    shown = protect(metrics_of(seen), "under_5")
    assert sum(not m.latest.hidden for m in shown if (m.specialty_code, m.group_code) == (ALL, ALL)) >= 2
    assert counted_out(seen, shown) == []


def test_metrics_that_are_protected_one_by_one_do() -> None:
    """The same attacker, each metric judged without the others: so the test can fail."""
    alone = []
    for seed in range(3):
        seen = clinic(seed)
        every = metrics_of(seen)
        each = [
            m for name in METRICS for m in protect([m for m in every if m.metric.name == name], "under_5")
        ]
        alone += counted_out(seen, each)
    assert alone


# Two worlds -------------------------------------------------------------------------------------------------


def group(name: str, last: tuple[int, int]) -> Measure:
    """A year of one group; the months before the last are large."""
    n, d = last
    values = [52.0, 48.0, 50.0, 54.0, 46.0, 50.0, 52.0, 48.0, 50.0, 54.0, 46.0, 100 * n / d]
    months = list(builders.points(values, ending=builders.LATEST, denominator=200.0))
    months[-1] = replace(months[-1], numerator=float(n), denominator=float(d))
    return builders.measure(metric=LOCAL, group_code=name, points=tuple(months))


def everything_printed(measures: Sequence[Measure], preset: Preset) -> str:
    """Every drawing, alternative text, caption and table that could be made of some measures."""
    shown = protect(measures, preset)
    whole, *parts = shown
    made: list[Figure | None] = [figures.series(measure, place="headline") for measure in shown]
    made += [figures.spark(measure) for measure in shown]
    for _, dimension in groupby(parts, key=lambda part: part.group_code.partition(":")[0]):
        made.append(figures.groups(whole, list(dimension)))
    drawn = [figure for figure in made if figure is not None]
    said = [f"{figure.title}\n{figure.caption}\n{figure.alt}" for figure in drawn]
    svg = [draw(figure, size) for figure in drawn for size in ("full", "phone", "card", "spark")]  # type: ignore[arg-type]
    evidence = evidence_of(drawn, shown)
    return "\n".join([*said, *svg, *(table.csv.decode("utf-8-sig") for table in evidence)])


@pytest.mark.parametrize("preset", ["under_5", "hes"])
@pytest.mark.parametrize(("male", "female"), [(2, 98), (4, 96)])
def test_two_worlds_that_differ_in_what_is_hidden_print_the_same_bytes(
    preset: Preset, male: int, female: int
) -> None:
    def printed(in_time: int, others: int) -> str:
        parts = [group("sex:female", (others, 180)), group("sex:male", (in_time, 20))]
        return everything_printed([group(ALL, (100, 200)), *parts], preset)

    assert printed(male, female) == printed(3, 97)


def test_two_worlds_that_are_the_same_once_they_are_rounded_print_the_same_bytes() -> None:
    """Limits, means, intervals and shares come from the rounded counts: by them the exact ones would be known."""

    def printed(seed: int) -> str:
        drawn, months = random.Random(seed), []
        for point in builders.points([50.0, 45.0, 55.0, 52.5] * 4, ending=builders.LATEST, denominator=200.0):
            n, d = (
                round(float(count or 0)) + drawn.choice([-2, -1, 0, 1, 2]) for count in (point.numerator, 200)
            )
            months.append(
                replace(
                    point,
                    numerator=float(n),
                    denominator=float(d),
                    value=100 * n / d,
                    mean=100 * n / d / seed,
                    lower_limit=40.0 + seed,
                    upper_limit=60.0 - seed,
                )
            )
        mean = months[0].mean
        beside = {"board": 50.0 + seed / 10, "peers_value": 51.0 + seed / 10, "england": 52.0 - seed / 10}
        one = builders.measure(metric=LOCAL, points=tuple(replace(p, mean=mean) for p in months), **beside)
        rate = replace(one, metric=replace(LOCAL, kind="rate", unit="per_1000"), group_code="age:75+")
        rate = replace(rate, points=tuple(replace(p, value=10 * (p.value or 0)) for p in rate.points))
        return everything_printed([one, rate], "hes")

    assert printed(1) == printed(2) == printed(3)


def test_two_worlds_that_differ_in_what_is_shown_do_not() -> None:
    one, other = (everything_printed([group(ALL, (n, 200))], "under_5") for n in (100, 104))
    assert one != other


# Coordinates ------------------------------------------------------------------------------------------------


def dots(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)h0", svg)]


@pytest.mark.parametrize("size", ["full", "card", "spark"])
def test_a_reader_of_coordinates_finds_the_shown_months_and_no_other(size: str) -> None:
    hidden_at = 5
    values = [52.0, 48.0, 50.0, 54.0, 46.0, 15.0, 52.0, 48.0, 50.0, 54.0, 46.0, 50.0]
    months = builders.points(values, ending=builders.LATEST, denominator=20.0)
    raw = builders.measure(metric=LOCAL, points=months)
    assert months[hidden_at].numerator == 3
    (shown,) = protect([raw], "under_5")
    assert [point.hidden for point in shown.points] == [at == hidden_at for at in range(12)]
    read: Callable[[Measure], list[tuple[float, float]]] = lambda m: sorted(  # noqa: E731
        set(dots(draw(figures.series(m, place="headline"), size)))  # type: ignore[arg-type]
    )
    places = read(shown)
    known = [value for at, value in enumerate(values) if at != hidden_at]
    assert len(places) == len(known)
    slope = (places[3][1] - places[0][1]) / (known[3] - known[0])
    for (_, y), value in zip(places, known, strict=True):
        assert (y - places[0][1]) / slope + known[0] == pytest.approx(value, abs=0.5)
    step = places[1][0] - places[0][0]
    gaps = [round((b[0] - a[0]) / step) for a, b in pairwise(places)]
    assert gaps == [1, 1, 1, 1, 2, 1, 1, 1, 1, 1], "the hidden month has its place, and nothing stands there"


@pytest.mark.parametrize("unit", ["share", "days"])
def test_the_lines_of_a_series_are_those_that_the_engine_draws_of_its_shown_months(
    tmp_path: Path, unit: str
) -> None:
    """As somebody would who has the evidence alone: `briefing analyse` on the months that are not hidden."""
    drawn = random.Random(7)
    values = [round(drawn.gauss(50, 6), 1) for _ in range(14)]
    months = list(builders.points(values, ending=builders.LATEST, denominator=200.0))
    months = [replace(p, denominator=float(drawn.randrange(60, 300))) for p in months]
    months = [replace(p, numerator=float(round((p.value or 0) * (p.denominator or 0) / 100))) for p in months]
    months = [replace(p, value=100 * (p.numerator or 0) / (p.denominator or 1)) for p in months]
    months[4] = replace(months[4], numerator=3.0, denominator=20.0, value=15.0)
    metric = LOCAL if unit == "share" else replace(LOCAL, kind="rate", unit="days")
    (shown,) = protect([builders.measure(metric=metric, points=tuple(months))], "under_5")
    (table,) = (
        one
        for one in evidence_of([figures.series(shown, place="headline")], [shown])
        if one.filename == ("pprime.csv" if unit == "share" else "spc.csv")
    )
    (tmp_path / table.filename).write_bytes(table.csv)
    rows = (bench.pprime if unit == "share" else bench.spc)(tmp_path / table.filename)["points"]
    size = 100 if unit == "share" else 1
    by_month = {row["date"]: row for row in rows}
    assert sum(point.hidden for point in shown.points) == 1
    for point in shown.points:
        if point.hidden:
            continue
        row = by_month[point.period]
        assert point.mean == pytest.approx(size * row["mean"])
        assert point.upper_limit == pytest.approx(size * row["upl"])
        assert point.lower_limit == pytest.approx(size * row["lpl"])


def test_a_series_with_too_few_shown_months_has_no_lines() -> None:
    months = builders.points([50.0] * 9 + [15.0] * 3, ending=builders.LATEST, denominator=20.0)
    (shown,) = protect([builders.measure(metric=LOCAL, points=months)], "under_5")
    assert {point.mean for point in shown.points} == {None}
