"""Whole columns are judged: an identifier by chance is told from a column of identifiers."""

import numpy as np
import pyarrow as pa

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
