"""What would identify a patient is found in a text, and what only looks like it is left alone."""

import tomllib
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.sources.identifiers import nhs_number_is_valid, screen_header, screen_text


def kinds(text: str) -> list[str]:
    return [hit.kind for hit in screen_text(text)]


def check_digit(nine: str) -> int:
    """The check digit by another route: the one that, with weight 1, makes the weighted sum divide by 11."""
    weighted = sum(int(digit) * (10 - place) for place, digit in enumerate(nine))
    return next(digit for digit in range(11) if (weighted + digit) % 11 == 0)


NINE = st.text("0123456789", min_size=9, max_size=9)


# NHS numbers ------------------------------------------------------------------------------------------------


def test_the_published_example_of_an_nhs_number_is_valid() -> None:
    assert nhs_number_is_valid("9434765919")
    assert not nhs_number_is_valid("9434765918")
    assert not nhs_number_is_valid("943476591")
    assert not nhs_number_is_valid("943476591X")


@given(NINE)
def test_of_ten_last_digits_at_most_one_is_valid(nine: str) -> None:
    valid = [digit for digit in range(10) if nhs_number_is_valid(f"{nine}{digit}")]
    assert valid == [digit for digit in [check_digit(nine)] if digit < 10]


@given(NINE.filter(lambda nine: check_digit(nine) < 10), st.sampled_from(["", " ", "-", ".", " - "]))
def test_an_nhs_number_is_found_however_it_is_spaced(nine: str, gap: str) -> None:
    number = f"{nine}{check_digit(nine)}"
    written = gap.join((number[:3], number[3:6], number[6:]))
    assert "NHS number" in kinds(f"Number {written}, seen twice")


@given(NINE.filter(lambda nine: check_digit(nine) < 10), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_no_nhs_number(nine: str, place: int, by: int) -> None:
    number = f"{nine}{check_digit(nine)}"
    changed = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert not nhs_number_is_valid(changed)


# What people write -------------------------------------------------------------------------------------------

WRITTEN = tomllib.loads(Path(__file__).with_name("written.toml").read_text("utf-8"))
DRAWN = tomllib.loads(Path(__file__).with_name("drawn.toml").read_text("utf-8"))["sets"]
KINDS = sorted({kind for each in DRAWN for kind in each["identifiers"]})
PASSED = {"case of Zadie Quill"}
"""Forms that nothing catches: what is no word and no known name, and nothing a person has beside it."""
HELD_BACK = {"No-one at nhs.net mail desk could help.", "Professor Plum's lot never write."}
"""Plain sentences that are held back, until somebody releases their words."""


@pytest.mark.parametrize("kind", WRITTEN["identifiers"])
def test_an_identifier_is_found_however_it_is_written(kind: str) -> None:
    assert {text for text in WRITTEN["identifiers"][kind] if not kinds(text)} <= PASSED


def test_what_is_held_back_of_plain_sentences_is_at_most_one_in_fifty() -> None:
    held_back = {text for text in WRITTEN["plain"] if kinds(text)}
    assert held_back == HELD_BACK
    assert len(held_back) * 50 <= len(WRITTEN["plain"])


@pytest.mark.parametrize("kind", KINDS)
def test_of_the_forms_of_each_kind_nearly_all_are_found(kind: str) -> None:
    forms = [text for each in DRAWN for text in each["identifiers"].get(kind, ())]
    forms += WRITTEN["identifiers"].get(kind, [])
    found = [text for text in forms if kinds(text)]
    assert len(found) >= 0.94 * len(forms), sorted({*forms} - {*found})


def test_of_all_plain_sentences_at_most_one_in_fifty_is_held_back() -> None:
    plain = [text for each in DRAWN for text in each["plain"]] + WRITTEN["plain"]
    held_back = [text for text in plain if kinds(text)]
    assert len(held_back) * 50 <= len(plain), held_back


def test_the_example_of_a_row_with_three_identifiers() -> None:
    text = "Ring patient JOHN SMITH on 07700\u2013900\u2013123 about NHS no 9434 765 919"
    assert kinds(text) == ["name", "phone number", "NHS number"]


# Texts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Please ring Mrs Jones on 01632 960123", ["name", "phone number"]),
        ("Mr and Mrs Smith were told to wait", ["name"]),
        ("MR SMITH rang twice", ["name"]),
        ("mr smith rang twice", ["name"]),
        ("seen by Dr Patel", ["name"]),
        ("Prof. O'Neill wrote", ["name"]),
        ("our patient John Smith came back", ["name"]),
        ("a lady called Jane Jones", ["name"]),
        ("Surname: Jones", ["name"]),
        ("lives at LS1 4AP", ["postcode"]),
        ("lives at ls14ap", ["postcode"]),
        ("DOB 1/2/56", ["date of birth"]),
        ("d.o.b. 12-03-2019", ["date of birth"]),
        ("born on 12.03.2020", ["date of birth"]),
        ("date of birth: 12 March 1956", ["date of birth"]),
        ("(12 March 1956) attended", ["date of birth"]),
        ("reply to jane.jones@example.org please", ["e-mail address"]),
        ("+44 7700 900123", ["phone number"]),
        ("ring 07700900123", ["phone number"]),
        ("ring (0113) 496 0000", ["phone number"]),
        ("NHS no. 943 476 5919 and 943-476-5919", ["NHS number", "NHS number"]),
        (
            "Mrs Jones, 9434765919, LS1 4AP, jj@example.org",
            ["name", "NHS number", "postcode", "e-mail address"],
        ),
    ],
)
def test_an_identifier_is_found(text: str, found: list[str]) -> None:
    assert kinds(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The letter came on 12/03/2026, 28 days after the clinic of 2026-02-12.",
        "seen 01-02-2026 09:30 and 01/02/2026 10:12:33",
        "An MR scan was asked for, then an MR Spine.",
        "The MS nurse, the MS Teams call; patients miss Monday appointments.",
        "Patient Initiated Follow Up and the patient Transport Service",
        "RXH, A81001, E38000130, QWO, 15E, D9Y0V, G6V2S",
        "on level B2 1st floor",
        "4 to 6 weeks for 1,234,567 people in 2025-26, £1,234.56",
        "booking 1234 5678 9012",
        "the practice called Northmere University Hospital; drug name: Apixaban",
        "ten digits without a check: 9434765918",
        "the dr said so, as Mr A would",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_a_hit_says_where_and_never_what() -> None:
    (hit,) = screen_text("ring Mrs Jones")
    assert "ring Mrs Jones"[hit.start : hit.end] == "Mrs Jones"
    assert "Jones" not in repr(hit)


@given(st.text(max_size=200))
def test_hits_stand_in_order_and_never_overlap(text: str) -> None:
    hits = screen_text(text)
    assert all(a.end <= b.start for a, b in pairwise(hits))
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


@pytest.mark.parametrize(
    "unit",
    [
        *[
            "0",
            "x.y",
            "A1",
            ".",
            "Mr a. ",
            "Mr Smith ",
            "0 1 ",
            "12/",
            "a@",
            "name ",
            "a-",
            "0_",
            "one ",
            "dot ",
        ],
        *[
            "a at ",
            "patient ",
            "pt J. ",
            "J ",
            "NHS no ",
            "born ",
            "lives at 12 ",
            "John And ",
            "\u200b",
            "王",
        ],
    ],
)
def test_a_long_cell_takes_no_longer_than_it_must(unit: str) -> None:
    began = process_time()
    screen_text(unit * (20_000 // len(unit)))
    assert process_time() - began < 2, "a hundred times what it takes"


# Column names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("NHS_No", "NHS number"),
        ("NHSNumber", "NHS number"),
        ("Patient Surname", "name"),
        ("forename", "name"),
        ("dateOfBirth", "date of birth"),
        ("D.O.B.", "date of birth"),
        ("Year of birth", "date of birth"),
        ("Post Code", "postcode"),
        ("E-mail", "e-mail address"),
        ("Tel no", "phone number"),
        ("Home address", "address"),
        ("practice_name", None),
        ("site postcode", None),
        ("Consultant name", None),
        ("Postcode district", None),
        ("NHS number status", None),
        ("referral_id", None),
        ("theme", None),
    ],
)
def test_a_columns_name_can_give_it_away(header: str, kind: str | None) -> None:
    assert screen_header(header) == kind
