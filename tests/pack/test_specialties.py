"""The waits of each specialty beside England, from one month of figures: the table, the line of the first page."""

import csv
import io
from dataclasses import replace
from typing import Any

import builders
import editions
import packs
import pytest

from briefing.document.blocks import Section, Table, inside
from briefing.measures import Measure
from briefing.pack.model import Pack
from briefing.pack.specialties import specialties_of, worth_naming
from briefing.statistics.intervals import wilson

EYES = ("130", "Ophthalmology Service")
NERVES = ("400", "Neurology Service")
SKIN = ("330", "Dermatology Service")
ALL_TOGETHER = ("ALL", "All specialties")


def waits(
    place: tuple[str, str], value: float, waiting: float, england: float = 73.1, **changes: Any
) -> Measure:
    """One month of one specialty: so many waiting, this share of them within 18 weeks."""
    low, high = wilson([value * waiting / 100], [waiting])
    month = builders.point(
        value=value, denominator=waiting, low=100 * float(low[0]), high=100 * float(high[0])
    )
    place_names = {"specialty_code": place[0], "specialty_name": place[1]}
    return builders.measure(
        [value], england=england, org_code=packs.PROVIDER, **place_names | {"points": (month,)} | changes
    )


def own(*measures: Measure) -> dict[Any, Measure]:
    return {measure.key: measure for measure in measures}


LIST = (
    waits(ALL_TOGETHER, 66.0, 30_000, 64.9),
    waits(EYES, 62.2, 9_095),
    waits(NERVES, 60.0, 400, 62.0),
    waits(SKIN, 80.0, 12_000),
)
HOME = packs.BOARD


def test_those_with_most_people_over_the_standard_come_first_and_all_together_last() -> None:
    """9,095 at 62.2%: 3,438 over; at England's 73.1% it would be 991 fewer. 400 at 60% may be 62% by chance."""
    found = specialties_of(own(*LIST), provider_code=packs.PROVIDER, home=HOME)
    assert [
        (one.within.specialty_code, round(one.over or 0), one.more and round(one.more)) for one in found
    ] == [("130", 3438, 991), ("330", 2400, -828), ("400", 160, None), ("ALL", 10200, -330)]


@pytest.mark.parametrize(
    ("changes", "over"),
    [
        ({"points": (packs.hidden(builders.point()),)}, None),
        ({"england": None}, 3438),
        ({"points": (builders.point(value=20.0, denominator=15.0, low=7.0, high=45.2),)}, 12),
    ],
)
def test_what_is_hidden_alone_or_of_few_people_is_set_against_nobody(
    changes: dict[str, Any], over: int | None
) -> None:
    eyes = waits(EYES, 62.2, 9_095, **changes)
    found = specialties_of(own(LIST[0], eyes, LIST[2]), provider_code=packs.PROVIDER, home=HOME)
    (one,) = (each for each in found if each.within.specialty_code == "130")
    assert (one.over and round(one.over), one.more) == (over, None)


def test_one_specialty_or_an_older_month_makes_no_table() -> None:
    older = waits(SKIN, 80.0, 500, points=(builders.point(builders.months_before(builders.LATEST, 1)),))
    assert specialties_of(own(LIST[0], LIST[1], older), provider_code=packs.PROVIDER, home=HOME) == ()
    assert specialties_of(own(*LIST[1:]), provider_code=packs.PROVIDER, home=HOME) == ()


def test_the_worst_three_by_people_are_named_but_those_pressed_already() -> None:
    codes = ("100", "101", "110", "120", "130")
    parts = [waits((code, f"{code} Service"), 60.0, 1_000 * size) for size, code in enumerate(codes, start=1)]
    few = waits(NERVES, 60.0, 700)
    found = specialties_of(own(LIST[0], few, *parts), provider_code=packs.PROVIDER, home=HOME)
    named = worth_naming(found, named=[parts[4].key])
    assert [one.within.specialty_code for one in named] == ["120", "110", "101"]
    assert worth_naming(found[-1:], named=()) == (), "all together are no specialty"


@pytest.fixture
def pack() -> Pack:
    ours = replace(waits(EYES, 60.0, 4_000), population_code=HOME)
    over_52 = builders.metric(
        "rtt_over_52_weeks", title="Waiting over a year", better="lower", people="numerator"
    )
    long = waits(EYES, 2.0, 9_100, metric=over_52)
    return packs.bare(measures=(*LIST, ours, long))


def section(pack: Pack) -> Section:
    return next(each for each in editions.gp(pack).in_one.sections if each.id == "specialties")


def test_the_table_stands_on_paper_with_its_interval_and_everybody_beside_it(pack: Pack) -> None:
    page = editions.words(editions.gp(pack))
    rows = (
        "Ophthalmology 3,438 991 more 62.2% 61.2 to 63.2 73.1% – 60.0% 182 –",
        "Dermatology 2,400 828 fewer 80.0% 79.3 to 80.7 73.1% – – – –",
        "Neurology 160 – 60.0%",
        "All specialties 10,200 330 fewer 66.0%",
    )
    assert [row for row in rows if row not in page] == []
    assert (
        "Furthest behind England within 18 weeks: ophthalmology 62.2%, England 73.1% (about 990 more people). "
        "All specialties ." in page
    )


def test_the_table_is_looked_up_and_not_read_in_the_ten_minutes(pack: Pack) -> None:
    assert not section(pack).core
    assert [len(block.rows) for block in inside(section(pack).blocks) if isinstance(block, Table)] == [4]


def test_a_pack_without_specialties_has_neither_table_nor_line() -> None:
    document = editions.gp(packs.bare())
    assert not [each for each in document.in_one.sections if each.id == "specialties"]
    assert "Furthest behind England" not in editions.words(document)


def test_what_the_table_shows_travels_with_the_pack(pack: Pack) -> None:
    (table,) = (each for each in pack.evidence if each.filename == "measures.csv")
    rows = list(csv.DictReader(io.StringIO(table.csv.decode("utf-8-sig"))))
    found = {(r["metric"], r["population_code"], r["specialty_code"]): r["numerator"] for r in rows}
    assert float(found["rtt_within_18_weeks", "ALL", "130"]) == pytest.approx(9_095 * 0.622)
    assert float(found["rtt_within_18_weeks", HOME, "130"]) == 2_400
    assert float(found["rtt_over_52_weeks", "ALL", "130"]) == 182
