"""Monthly referral returns (MRR), on files made in the published layout."""

from datetime import date
from pathlib import Path

from published_files import loaded, referral_returns, refusal, replaced, write_csv

from briefing.sources import read_file
from briefing.sources.schemas import SCHEMAS


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


def test_a_blank_was_not_collected(tmp_path: Path) -> None:
    rows = replaced(referral_returns(), 2, "Op Otherrefsmade M", "")
    rows = replaced(rows, 2, "Op Otherrefsmade Ga M", "")
    assert loaded(tmp_path, rows).table.column("other_referrals").to_pylist() == [None, 200, 1]
