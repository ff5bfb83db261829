"""Nobody real is in the sample: no code and no name of it is in the real registers."""

import csv
from pathlib import Path

import pytest
from briefing.sample_data import economy, practices, registers
from python_calamine import CalamineWorkbook


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("latin-1").splitlines()))


@pytest.fixture(scope="module")
def real(shared: Path) -> dict[str, set[str]]:
    """Codes and names of the real registers: trusts, practices, networks, boards and their parts."""
    ods = shared / "data" / "ods"
    trusts, gps = rows_of(ods / "etr.csv"), rows_of(ods / "epraccur.csv")
    book = CalamineWorkbook.from_path(ods / "ePCN.xlsx")
    networks = book.get_sheet_by_name("PCNDetails").to_python()[1:]
    mapping = rows_of(shared / "data" / "ae" / "System-Mapping.csv")[1:]
    codes = [row[at] for row in (*trusts, *gps) for at in (0, 2, 3)] + [row[14] for row in gps]
    codes += [row[at] for row in networks for at in (0, 2)] + [row[at] for row in mapping for at in (0, 2)]
    names = [row[1] for row in (*trusts, *gps, *networks, *mapping)] + [row[3] for row in networks]
    return {"codes": {str(code) for code in codes}, "names": {str(name).upper() for name in names}}


def ours() -> tuple[set[str], set[str]]:
    organisations = [*economy.PROVIDERS, *practices.practices(), *practices.networks()]
    boards = [*economy.BOARDS, *economy.REGIONS]
    codes = {each.code for each in (*organisations, *boards, *economy.SUB_BOARDS)}
    return codes, {each.name.upper() for each in (*organisations, *boards)}


def test_no_code_is_a_real_organisation(real: dict[str, set[str]]) -> None:
    assert "RXH" in real["codes"]  # the registers were read
    assert "A81001" in real["codes"]
    assert ours()[0] & real["codes"] == set()


def test_no_name_is_a_real_organisation(real: dict[str, set[str]]) -> None:
    assert len(real["names"]) > 10_000
    assert ours()[1] & real["names"] == set()


def test_no_code_or_name_is_given_twice() -> None:
    organisations = [*economy.PROVIDERS, *practices.practices(), *practices.networks(), *economy.BOARDS]
    for values in ([each.code for each in organisations], [each.name for each in organisations]):
        assert len(values) == len(set(values))


def test_people_are_samples_that_nobody_can_write_to() -> None:
    head, *rows = registers.PEOPLE
    mails = [dict(zip(head, row, strict=True))["email"] for row in rows]
    assert mails
    assert all(str(mail).endswith("@example.org") for mail in mails)
