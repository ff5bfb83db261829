"""The RTT extract: read rightly in every form it comes in, refused where it can't be right."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest
from published_files import (
    column,
    csv_bytes,
    loaded,
    one_extract,
    reordered,
    replaced,
    rtt,
    rtt_row,
    write_csv,
    write_xlsx,
    write_zip,
)

from briefing.sources import Extract
from briefing.sources.rtt import RTT_BANDS
from briefing.sources.schemas import SCHEMAS
from briefing.sources.values import Unreadable


def test_what_comes_out(tmp_path: Path) -> None:
    """Part 2 of RZ1 and 01Z, as drawn in published_files: 10 + 7 + 6 + 3 and 8 + 2 + 1."""
    found = loaded(tmp_path, rtt())
    assert (found.source, found.period, found.revised) == ("rtt", date(2026, 4, 1), False)
    assert found.table.schema == SCHEMAS["rtt"]
    assert found.table.num_rows == 60
    waiting = found.table.filter(
        (pc.field("part") == "2")
        & (pc.field("provider_code") == "RZ1")
        & (pc.field("commissioner_code") == "01Z")
    ).to_pylist()
    counts = {
        row["specialty_code"]: (sum(row[band] for band in RTT_BANDS[:18]), row["weeks_open"], row["total"])
        for row in waiting
    }
    assert counts == {"100": (17, 0, 26), "X02": (8, 1, 11), "ALL": (25, 1, 37)}
    assert {row["open_from"] for row in waiting} == {104}


def test_blanks_and_what_was_not_collected(tmp_path: Path) -> None:
    """A blank band is a zero; new clock starts have no bands; unknown starts belong to 1A and 1B alone."""
    rows = rtt()
    rows = replaced(rows, rtt_row(rows, "Part_2", "X02"), "Gt 00 To 01 Weeks SUM 1", "")
    by_part = {
        row["part"]: row for row in loaded(tmp_path, rows).table.to_pylist() if row["specialty_code"] == "X02"
    }
    seen = {part: (row["weeks_000"], row["unknown_start"], row["total"]) for part, row in by_part.items()}
    assert seen == {
        "1A": (0, 0, 4),
        "1B": (0, 2, 6),
        "2": (0, None, 11),
        "2A": (0, None, 1),
        "3": (None, None, 9),
    }


def test_patients_without_a_commissioner_keep_their_rows(tmp_path: Path) -> None:
    table = loaded(tmp_path, rtt()).table
    nobody = table.filter(pc.field("commissioner_code") == "NONC")
    assert nobody.num_rows == 30
    assert set(nobody.column("commissioner_parent_code").to_pylist()) == {None}


@pytest.mark.parametrize(
    "codes", [{"C_100": "IP100", "C_999": "IP999"}, {"C_100": "100"}, {"C_100": "c_100"}]
)
def test_codes_of_treatment_functions(tmp_path: Path, codes: dict[str, str]) -> None:
    table = loaded(tmp_path, rtt(codes=codes)).table
    assert set(table.column("specialty_code").to_pylist()) == {"100", "X02", "ALL"}


def test_the_form_of_2017_to_2019(tmp_path: Path) -> None:
    """Three lines on top, an open band from 52 weeks, two empty columns at the right, codes such as IP100."""
    rows = rtt(open_from=52, period="RTT-April-2018", codes={"C_100": "IP100"})
    body = [[*row, "", ""] for row in rows]
    found = loaded(tmp_path, [["Full extract"], [""], ["Published June 2018"], *body])
    assert found.period == date(2018, 4, 1)
    assert "left out: 2 empty columns without a name" in found.notes
    row = found.table.filter((pc.field("part") == "2") & (pc.field("specialty_code") == "ALL")).to_pylist()[0]
    assert (row["weeks_open"], row["open_from"], row["weeks_051"], row["weeks_052"]) == (6, 52, 0, None)


@pytest.mark.parametrize(
    ("file", "member", "revised"),
    [
        ("a.zip", "b.csv", False),
        ("a-revised.zip", "b.csv", True),
        ("a.zip", "20260430-RTT-Revised.csv", True),
    ],
)
def test_a_revised_publication_says_so_in_its_name(
    tmp_path: Path, file: str, member: str, revised: bool
) -> None:
    assert one_extract(write_zip(tmp_path / file, {member: csv_bytes(rtt())})).revised is revised


def test_columns_in_any_order(tmp_path: Path) -> None:
    rows = rtt()
    order = random.Random(1).sample(range(len(rows[0])), len(rows[0]))
    found = loaded(tmp_path, reordered(rows, order))
    assert found.table == loaded(tmp_path, rows).table
    assert "the columns are not in the published order; they were matched by name" in found.notes


@pytest.mark.parametrize(
    "spoil",
    [
        lambda cell: f"  {cell}",
        lambda cell: "-" if cell == "0" else cell,
        lambda cell: f"{cell}.0" if cell.isdigit() else cell,
    ],
    ids=["leading spaces", "dashes for zero", ".0 from Excel"],
)
def test_damage_that_can_be_read_rightly(tmp_path: Path, spoil: Any) -> None:
    rows = rtt()
    first = column(rows, "Gt 00 To 01 Weeks SUM 1")
    spoilt = [rows[0], *([*row[:first], *map(spoil, row[first:])] for row in rows[1:])]
    assert loaded(tmp_path, spoilt).table == loaded(tmp_path, rows).table


def test_thousands_separators_a_mark_of_byte_order_and_a_workbook(tmp_path: Path) -> None:
    rows = rtt()
    many = [[cell if cell != "10" else "1010" for cell in row] for row in rows]
    bigger = [
        [{"26": "1026", "37": "1037"}.get(cell, cell) if "Part_2" in row else cell for cell in row]
        for row in many
    ]
    expected = loaded(tmp_path, bigger).table
    separated = [
        [f"{int(cell):,}" if len(cell) == 4 and cell.isdigit() else cell for cell in row] for row in bigger
    ]
    assert any("1,026" in row for row in separated)
    assert one_extract(write_csv(tmp_path / "mark.csv", separated, encoding="utf-8-sig")).table == expected
    assert one_extract(write_xlsx(tmp_path / "rtt.xlsx", {"Full extract": bigger})).table == expected


def test_part_and_function_alone() -> None:
    from briefing.sources.rtt import parse_function, parse_part

    assert [parse_part(text) for text in ("Part_1A", "part_2", "PART_3")] == ["1A", "2", "3"]
    assert [parse_function(text) for text in ("C_502", "AP320", "X06", "NP999")] == [
        "502",
        "320",
        "X06",
        "ALL",
    ]
    for text in ("X6", "C_1000", "C_099"):
        with pytest.raises(Unreadable):
            parse_function(text)


# the real extract


@pytest.fixture(scope="module")
def april(shared: Path) -> Extract:
    [path] = (shared / "data/rtt").glob("*April-2026*.zip")
    return one_extract(path)


def test_england_in_april_2026(april: Extract) -> None:
    waiting = (pc.field("part") == "2") & (pc.field("specialty_code") == "ALL")
    england = april.table.filter(waiting & (pc.field("commissioner_code") != "NONC"))

    def over(weeks: int) -> int:
        return sum(pc.sum(england[name]).as_py() for name in (*RTT_BANDS[weeks:], "weeks_open"))

    total = pc.sum(england["total"]).as_py()
    assert (total, total - over(18)) == (7_093_502, 4_607_182)
    assert [over(weeks) for weeks in (52, 65, 78, 104)] == [97_388, 5_692, 1_136, 191]
    assert pc.sum(april.table.filter(waiting)["total"]).as_py() == 7_123_980


def test_the_real_extract_is_whole(april: Extract) -> None:
    assert april.table.num_rows == 180_781
    assert (april.period, april.revised) == (date(2026, 4, 1), False)
    assert len(set(april.table["commissioner_parent_code"].to_pylist()) - {None}) == 36
    waiting = april.table.filter((pc.field("part") == "2") & (pc.field("commissioner_code") != "NONC"))
    assert len(set(waiting["provider_code"].to_pylist())) == 528
    assert "146 of 30,541 rows of part 2A exceed part 2 in some week, as trusts reported them" in april.notes
