"""Monthly referral returns (MRR), on files made in the published layout."""

from datetime import date
from pathlib import Path

import pytest
from published_files import Rows, column, referral_returns, replaced, swapped_values, write_csv

from briefing.errors import SourceError
from briefing.sources import Extract, read_file
from briefing.sources.schemas import SCHEMAS


def loaded(tmp_path: Path, rows: Rows, name: str = "mrr.csv") -> Extract:
    [found] = read_file(write_csv(tmp_path / name, rows))
    return found


def refusal(tmp_path: Path, rows: Rows) -> str:
    with pytest.raises(SourceError) as error:
        loaded(tmp_path, rows)
    return str(error.value)


def test_what_comes_out(tmp_path: Path) -> None:
    found = loaded(tmp_path, referral_returns())
    assert (found.source, found.period, found.revised) == ("referral_returns", date(2023, 4, 1), False)
    assert found.table.schema == SCHEMAS["referral_returns"]
    welsh = found.table.to_pylist()[2]
    assert (welsh["provider_code"], welsh["provider_parent_code"], welsh["gp_referrals"]) == ("7A9", None, 4)


def test_a_year_in_one_file_is_an_extract_for_each_of_its_months(tmp_path: Path) -> None:
    april, may = (referral_returns(period=f"MRR-{month}-2023") for month in ("April", "May"))
    may = replaced(may, 2, "Op Gprefsmade M", "950")
    found = read_file(write_csv(tmp_path / "Annual-CSV-2023-24.csv", [*april, *may[1:]]))
    assert [(each.period, each.table["gp_referrals"].to_pylist()) for each in found] == [
        (date(2023, 4, 1), [900, 300, 4]),
        (date(2023, 5, 1), [950, 300, 4]),
    ]
    assert [check.detail for each in found for check in each.checks if check.name == "rows"] == ["3 rows"] * 2
    message = refusal(tmp_path, [*april, *may[1:], may[1]])
    assert "row 8: found the same period and provider code and commissioner code as in row 5" in message


def test_a_revised_file_says_so_in_its_name(tmp_path: Path) -> None:
    assert loaded(tmp_path, referral_returns(), "MRR-Revised-April.csv").revised


def test_a_blank_was_not_collected(tmp_path: Path) -> None:
    rows = replaced(referral_returns(), 2, "Op Otherrefsmade M", "")
    rows = replaced(rows, 2, "Op Otherrefsmade Ga M", "")
    assert loaded(tmp_path, rows).table.column("other_referrals").to_pylist() == [None, 200, 1]


def test_a_dash_is_refused_for_nothing_proves_it_a_zero(tmp_path: Path) -> None:
    assert "Write 0 where nobody" in refusal(
        tmp_path, replaced(referral_returns(), 2, "Op Gprefsmade M", "-")
    )


def test_more_general_and_acute_than_all(tmp_path: Path) -> None:
    message = refusal(tmp_path, swapped_values(referral_returns(), "Op Gprefsmade M", "Op Gprefsmade Ga M"))
    assert "row 2, column 'Op Gprefsmade Ga M': found 900, more than 'Op Gprefsmade M', 800" in message


def test_all_of_one_kind_under_the_other(tmp_path: Path) -> None:
    """Referrals by GPs and by others changed about: general and acute no longer fit within all."""
    assert refusal(tmp_path, swapped_values(referral_returns(), "Op Gprefsmade M", "Op Otherrefsmade M"))


def test_a_row_that_stands_twice(tmp_path: Path) -> None:
    rows = referral_returns()
    assert "row 5: found the same provider code and commissioner code as in row 2" in refusal(
        tmp_path, [*rows, rows[1]]
    )


def test_a_column_missing(tmp_path: Path) -> None:
    rows = referral_returns()
    at = column(rows, "Op Gprefsmade Ga M")
    message = refusal(tmp_path, [[*row[:at], *row[at + 1 :]] for row in rows])
    assert (
        "a sheet like the monthly referral return (MRR) without the columns 'Op Gprefsmade Ga M'" in message
    )
