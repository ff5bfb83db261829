"""Whole columns are judged: an identifier by chance is told from a column of identifiers."""

import numpy as np
import pyarrow as pa
import pytest

from briefing.sources.identifiers import nhs_number_is_valid
from briefing.sources.screening import screen_table

RNG = np.random.default_rng(20260331)


def ten_digit_numbers(n: int) -> list[str]:
    return [str(number) for number in RNG.choice(9 * 10**9, size=n) + 10**9]


def nhs_numbers(n: int) -> list[str]:
    return [number for number in ten_digit_numbers(20 * n) if nhs_number_is_valid(number)][:n]


def found(**columns: list[str | None]) -> list[tuple[str, str, int]]:
    return [(each.column, each.kind, each.n_rows) for each in screen_table(pa.table(columns))]


def test_a_column_of_nhs_numbers_is_found() -> None:
    assert found(patient=nhs_numbers(50)) == [("patient", "NHS number", 50)]


def test_a_single_nhs_number_is_found() -> None:
    assert found(patient=nhs_numbers(1)) == [("patient", "NHS number", 1)]


def test_numbers_with_prefix_spaces_or_a_point_are_found() -> None:
    for form in ("NHS-{}", "{}.0", " {} "):
        assert found(patient=[form.format(number) for number in nhs_numbers(20)])[0][1] == "NHS number"
    spaced = [f"{number[:3]} {number[3:6]} {number[6:]}" for number in nhs_numbers(20)]
    assert found(patient=spaced) == [("patient", "NHS number", 20)]


def test_ten_digit_pseudonyms_pass_although_one_in_eleven_has_a_check_digit() -> None:
    pseudonyms = ten_digit_numbers(11_000)
    by_chance = sum(nhs_number_is_valid(number) for number in pseudonyms)
    assert 800 < by_chance < 1200
    assert found(referral_id=pseudonyms) == []


def test_pseudonyms_with_more_check_digits_than_chance_allows_are_refused() -> None:
    mixed = ten_digit_numbers(11_000) + nhs_numbers(500)
    assert [kind for _, kind, _ in found(referral_id=mixed)] == ["NHS number"]


def test_ids_of_other_lengths_are_left_alone() -> None:
    assert found(referral_id=[f"{number}00" for number in nhs_numbers(50)]) == []
    assert found(referral_id=[f"R{number[:9]}" for number in nhs_numbers(50)]) == []


def test_a_column_of_births_is_found_whatever_its_name() -> None:
    births = [f"{1930 + n % 85}-0{1 + n % 9}-1{n % 10}" for n in range(200)]
    referred = [f"2026-0{1 + n % 3}-1{n % 10}" for n in range(200)]
    assert [each[:2] for each in found(when=births, referred_on=referred)] == [("when", "date of birth")]
    american = [f"0{1 + n % 9}/1{n % 10}/{1930 + n % 85}" for n in range(200)]
    assert [each[:2] for each in found(when=american, referred_on=referred)] == [("when", "date of birth")]


def test_one_mistyped_year_is_not_a_column_of_births() -> None:
    referred = [f"2026-0{1 + n % 3}-1{n % 10}" for n in range(199)] + ["1926-01-10"]
    assert found(referred_on=referred) == []


def test_contacts_and_postcodes_are_found_in_columns_of_codes() -> None:
    assert found(a=["07700900123"] * 3) == [("a", "phone number", 3)]
    assert found(a=["LS1 4AP", "R001", "R002", "R003"]) == [("a", "postcode", 1)]
    assert found(a=[None, "x@example.org"]) == [("a", "e-mail address", 1)]


def test_codes_of_organisations_are_left_alone() -> None:
    assert found(practice=["A81001", "V90003"], provider=["RXH", "D9Y0V"], specialty=["110", "X02"]) == []


def test_prose_is_judged_cell_by_cell_with_its_rows() -> None:
    table = pa.table(
        {"text": ["the letter was late", "Mrs Jones was not told", "it was late again", "DOB 1/2/56"]}
    )
    assert [(each.kind, each.rows) for each in screen_table(table, free_text=["text"])] == [
        ("name", (1,)),
        ("date of birth", (3,)),
    ]


def test_the_name_of_an_empty_column_is_enough() -> None:
    assert found(**{"Patient surname": [None, None]}) == [("Patient surname", "name", 0)]


CLEAN = {
    "NHS number": [f"R{n:04d}" for n in range(400)],
    "phone number": [f"R{n:04d}" for n in range(400)],
    "postcode": [f"R{n:04d}" for n in range(400)],
    "e-mail address": [f"R{n:04d}" for n in range(400)],
    "date of birth": [f"2026-0{1 + n % 9}-1{n % 10}" for n in range(400)],
    "name": [f"the letter was late, as in week {n}" for n in range(400)],
}
GUILTY = {
    "NHS number": ["9434765919"],
    "phone number": ["01632 960 123"],
    "postcode": ["LS1 4AP"],
    "e-mail address": ["x@example.org"],
    "date of birth": [f"1956-0{1 + n % 9}-1{n % 10}" for n in range(80)],
    "name": ["Mrs Jones was not told"],
}


@pytest.mark.parametrize("chunked", [False, True], ids=["whole", "in chunks"])
@pytest.mark.parametrize("place", ["first", "middle", "last"])
@pytest.mark.parametrize("kind", CLEAN)
def test_a_column_is_looked_at_to_its_end(kind: str, place: str, chunked: bool) -> None:
    """
    rows      1..400 clean, one row (of births 80) that isn't: first, in the middle or last
    found     that row, in every place, whether or not the table lies in chunks
    """
    clean, guilty = CLEAN[kind], GUILTY[kind]
    at = {"first": 0, "middle": 200, "last": 400}[place]
    values = [*clean[:at], *guilty, *clean[at:]]
    parts = [values[:210], values[210:390], values[390:]] if chunked else [values]
    dates = pa.chunked_array([[f"2026-0{1 + n % 9}-2{n % 9}" for n in range(len(values))]])
    table = pa.table({"what": pa.chunked_array(parts), "referred_on": dates})
    (found,) = screen_table(table)
    assert (found.column, found.kind, found.n_rows) == ("what", kind, len(guilty))
    assert found.rows[0] == at


@pytest.mark.parametrize("guilty", ["first", "last"])
def test_every_column_is_looked_at(guilty: str) -> None:
    columns = {f"c{n}": ["R1", "R2"] for n in range(9)}
    name = {"first": "c0", "last": "c8"}[guilty]
    assert [each[:2] for each in found(**{**columns, name: ["R1", "x@example.org"]})] == [
        (name, "e-mail address")
    ]


def test_each_of_two_kinds_in_one_text_is_told() -> None:
    table = pa.table({"text": ["ring Mrs Jones on 01632 960123"]})
    assert {each.kind for each in screen_table(table, free_text=["text"])} == {"name", "phone number"}
