"""The door: each sheet read by the one source that recognises it, or refused with what was seen."""

from pathlib import Path

import pytest
from published_files import (
    SYSTEM_MAPPING,
    ae,
    csv_bytes,
    diagnostics,
    referral_returns,
    refused,
    rtt,
    write_csv,
    write_xlsx,
    write_zip,
)

from briefing.sources import SOURCES, read_file, source_named
from briefing.sources.files import open_file
from briefing.sources.schemas import SCHEMAS


def test_every_schema_has_one_source_and_every_source_a_schema() -> None:
    names = [source.name for source in SOURCES]
    assert len(names) == len(set(names))
    assert set(names) == set(SCHEMAS)
    for source in SOURCES:
        assert set(source.key) <= set(source.schema.names)
        assert source_named(source.name) is source


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (rtt(), "rtt"),
        (rtt(open_from=52), "rtt"),
        (ae(), "ae"),
        (diagnostics(), "diagnostics"),
        (referral_returns(), "referral_returns"),
        (SYSTEM_MAPPING, "system_mapping"),
    ],
)
def test_content_tells_the_source_whatever_the_name(tmp_path: Path, rows: list[list[str]], name: str) -> None:
    path = write_csv(tmp_path / "download (3).csv", rows)
    [sheet] = open_file(path)
    assert [source.name for source in SOURCES if source.recognises(sheet)] == [name]
    assert [extract.source for extract in read_file(path)] == [name]


def test_a_zip_of_several_data_sets_and_months(tmp_path: Path) -> None:
    members = {
        "april.csv": csv_bytes(ae()),
        "may.csv": csv_bytes(ae(period="MSitAE-MAY-2025")),
        "mrr.csv": csv_bytes(referral_returns()),
    }
    found = read_file(write_zip(tmp_path / "all.zip", members))
    assert [(extract.source, extract.period.isoformat()) for extract in found if extract.period] == [
        ("ae", "2025-04-01"),
        ("ae", "2025-05-01"),
        ("referral_returns", "2023-04-01"),
    ]


def test_the_same_month_twice_in_a_zip(tmp_path: Path) -> None:
    members = {"a.csv": csv_bytes(ae()), "b.csv": csv_bytes(ae())}
    assert "2 rows that stand in more than one sheet" in refused(write_zip(tmp_path / "all.zip", members))


def test_no_known_layout(tmp_path: Path) -> None:
    message = refused(write_csv(tmp_path / "t.csv", [["colour", "size"], ["red", "4"]]))
    assert message.startswith(
        "t.csv: found no known layout; its first cells are 'colour', 'size'; wanted one of: "
    )
    for source in SOURCES:
        assert source.title in message


@pytest.mark.parametrize(
    "row",
    [["4857773456", "hernia"], ["Mrs Ivy Okafor", "hernia"], ["Okafor", "03/04/1961"], ["LS1 4AP", "hernia"]],
)
def test_a_patient_in_the_first_row_is_not_repeated(tmp_path: Path, row: list[str]) -> None:
    message = refused(write_csv(tmp_path / "t.csv", [row, row]))
    assert "its first row is no row of headings" in message
    assert row[0] not in message


def test_every_unknown_sheet_is_told(tmp_path: Path) -> None:
    message = refused(write_xlsx(tmp_path / "t.xlsx", {"One": [["a"]], "Two": [["b"]]}))
    assert "sheet 'One'" in message
    assert "sheet 'Two'" in message


def test_the_real_index_of_deprivation(shared: Path) -> None:
    [path] = (shared / "data/imd").glob("*.csv")
    assert "by small area (LSOA)" in refused(path)
