"""A page of need: a place is the sum of its practices, beside its board and England; small flows stay unseen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from briefing.document.blocks import Masthead, Table
from briefing.pack.need import (
    Expected,
    Flow,
    Indicator,
    Need,
    Place,
    PracticePeople,
    flows_of,
    nation_of,
    need_document,
    neighbours,
    old,
    places_of,
)

LISTED, BEFORE = date(2026, 7, 1), date(2025, 7, 1)


def practice(code: str, network: str = "U1", board: str = "QAA", **changes: int | None) -> PracticePeople:
    plain = PracticePeople(
        *(code, f"Surgery {code}", network, f"Network {network}", "01A", "The Vale", board, f"Board {board}"),
        *(1000, 200, 100, 60, 40),
        *(1000, 950, LISTED, LISTED, BEFORE, 5),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


ONE, TWO, THREE = (
    practice("A1", people=3000, from_65=600, deprivation=1),
    practice("A2", deprivation=6),
    practice("A3", "U2", people=2000, deprivation=9),
)
OURS = (ONE, TWO, THREE, practice("B1", "U3", "QBB"))


def place(code: str, among: Sequence[PracticePeople] = OURS) -> Place:
    return next(one for one in places_of(among, ["QAA"]) if one.code == code)


def test_every_level_of_our_board_is_a_place_and_nothing_of_another() -> None:
    assert [(one.level, one.code, len(one.practices)) for one in places_of(OURS, ["QAA"])] == [
        ("board", "QAA", 3),
        ("sub_board", "01A", 3),
        ("network", "U1", 2),
        ("network", "U2", 1),
        *(("practice", code, 1) for code in ("A1", "A2", "A3")),
    ]


def test_a_place_adds_its_practices_up() -> None:
    network = place("U1")
    assert network.people == 4000
    assert network.share(old) == pytest.approx(100 * (600 + 100 + 2 * 100) / 4000)
    assert network.deprived == pytest.approx(75.0)
    assert network.growth == pytest.approx(100 * (2000 / 1900 - 1))


def test_what_too_few_are_known_of_is_not_said() -> None:
    unknown = replace(ONE, deprivation=None, listed_before=None)
    assert place("U1", (unknown, TWO)).deprived is None
    assert place("A1", (unknown, TWO)).growth is None


def test_all_the_practices_of_the_nation_are_england_and_a_few_are_not() -> None:
    assert nation_of(OURS).name == "4 practices loaded"
    assert nation_of([practice(f"C{n}") for n in range(5000)]).name == "England"


def test_the_nearest_neighbours_are_of_its_level_and_most_like_it() -> None:
    many = [
        *(practice(f"A{n}", f"U{n}", from_65=100 + n, deprivation=5) for n in range(3)),
        practice("A9", "U9", from_65=500, under_20=50, deprivation=1),
    ]
    places = places_of(many, ["QAA"])
    found = neighbours(next(one for one in places if one.code == "U0"), places)
    assert [one.code for one in found] == ["U1", "U2", "U9"]
    assert neighbours(place("QAA"), places_of(OURS, ["QAA"])) == ()


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"Elm": 900, "Oak": 300}, [("Elm", 900), ("Oak", 300)]),
        ({"Elm": 900, "Oak": 30, "Ash": 4}, [("Elm", 900), ("Elsewhere", 34)]),
        ({"Elm": 900, "Ash": 6, "Fir": 5}, [("Elm", 900), ("Elsewhere", 11)]),
        ({"Elm": 4}, []),
        ({f"H{n}": 100 - n for n in range(8)}, [*((f"H{n}", 100 - n) for n in range(6)), ("Elsewhere", 187)]),
    ],
)
def test_a_hospital_with_few_referrals_is_counted_with_others_never_alone(
    counts: dict[str, int], shown: list[tuple[str, int]]
) -> None:
    flows = flows_of([Flow(name, count) for name, count in counts.items()])
    assert [(one.hospital, one.referrals) for one in flows] == shown


def need(**changes: object) -> Need:
    plain = Need(place("U1"), place("QAA"), nation_of(OURS), ())
    return replace(plain, **changes)  # type: ignore[arg-type]


def text_of(found: Need) -> str:
    return str(need_document(found, masthead=Masthead("NHS Sample", 1, "approved", ""), today=LISTED))


def test_what_is_not_loaded_is_said_and_not_guessed() -> None:
    text = text_of(need())
    assert "No indicator of Fingertips is loaded" in text
    assert "No referrals of this place are loaded" in text
    assert "can't be told" in text


@pytest.mark.parametrize(
    ("made", "said"), [(130.0, "more than people"), (100.0, "as many as"), (70.0, "fewer than")]
)
def test_referrals_stand_beside_what_is_expected_with_their_interval(made: float, said: str) -> None:
    text = text_of(need(expected=Expected(made, 100.0, date(2026, 9, 1))))
    assert f"Referrals were {made / 100:.2f} times what is expected" in text
    assert said in text


def test_referrals_are_rounded_to_ten() -> None:
    flows = (Flow("Elm", 1234), Flow("Oak", 66))
    document = need_document(
        need(flows=flows, board_flows=(Flow("Elm", 4000), Flow("Oak", 4000))),
        masthead=Masthead("NHS Sample", 1, "approved", ""),
        today=LISTED,
    )
    (section,) = (one for one in document.sections if one.id == "sent")
    (table,) = section.blocks
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [("Elm", "1,230", "95%", "50%"), ("Oak", "70", "5%", "50%")]


def test_an_indicator_stands_beside_england_and_says_what_it_was_summed_from() -> None:
    text = text_of(need(indicators=(Indicator("Dementia", "2023/24", 0.81, 0.75, summed=True),)))
    assert "Dementia (sum of its practices)" in text
