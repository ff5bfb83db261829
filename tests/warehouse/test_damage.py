"""A warehouse that somebody or something has damaged says what is wrong and what to do."""

import dataclasses
import json
from pathlib import Path

import pytest
from shelf import APRIL, MAY, add, advice, ae, ask, sha, table, warehouse

from briefing.errors import WarehouseError
from briefing.sources.source import Extract
from briefing.warehouse import Warehouse

ATTENDED = "select period::text, attendances_type_1 from ae order by all"


@pytest.fixture
def shelf(tmp_path: Path) -> Warehouse:
    shelf = warehouse(tmp_path)
    add(shelf, "april.csv", ae(APRIL, attended=1))
    add(shelf, "may.csv", ae(MAY, attended=2))
    return shelf


@pytest.mark.parametrize(
    "line",
    [
        "",
        "not JSON",
        "[]",
        '"text"',
        "{}",
        '{"source": "ae", "period": "April"}',
        '{"source": "ae", "period": null}',
    ],
)
def test_a_damaged_line_of_the_ledger_is_named(shelf: Warehouse, line: str) -> None:
    ledger = shelf.folder / "ledger.jsonl"
    first, second = ledger.read_text().splitlines()
    ledger.write_text(f"{first}\n{line}\n{second}\n")
    before = state_of(shelf.folder)
    with pytest.raises(WarehouseError, match=r"ledger\.jsonl, line 2: found .*Put back the warehouse folder"):
        shelf.connect()
    with pytest.raises(WarehouseError):
        add(shelf, "june.csv", ae(MAY))
    assert state_of(shelf.folder) == before, "nothing is swept that an unreadable ledger may name"


def test_a_ledger_that_is_no_text_is_told(shelf: Warehouse) -> None:
    (shelf.folder / "ledger.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WarehouseError, match=r"ledger\.jsonl: can't be read"):
        shelf.loads()


def test_a_lost_ledger_is_not_taken_for_an_empty_warehouse(shelf: Warehouse) -> None:
    (shelf.folder / "ledger.jsonl").unlink()
    before = state_of(shelf.folder)
    with pytest.raises(WarehouseError, match=r"ledger\.jsonl: is missing, but .* holds tables"):
        shelf.loads()
    with pytest.raises(WarehouseError):
        add(shelf, "june.csv", ae(MAY))
    assert state_of(shelf.folder) == before


def test_a_missing_table_is_named_and_comes_back_with_its_file(shelf: Warehouse) -> None:
    april, may = shelf.loads()
    (shelf.folder / april.parquet).unlink()
    with pytest.raises(WarehouseError) as caught:
        shelf.connect()
    assert f"{april.parquet} of april.csv: is missing" in str(caught.value)
    assert may.parquet not in str(caught.value)
    assert "Run `briefing load` with the original files in the inbox" in str(caught.value)
    assert not shelf.knows("april.csv", sha("april.csv"))
    (mended,) = add(shelf, "april.csv", ae(APRIL, attended=1))
    assert mended.vintage == 1
    assert ask(shelf, ATTENDED) == [("2026-04-01", 1), ("2026-05-01", 2)]
    assert len(shelf.loads()) == 2


def test_a_missing_table_that_no_longer_counts_is_no_trouble(shelf: Warehouse) -> None:
    add(shelf, "april-revised.csv", ae(APRIL, attended=3, revised=True))
    (shelf.folder / shelf.loads()[0].parquet).unlink()
    assert ask(shelf, ATTENDED) == [("2026-04-01", 3), ("2026-05-01", 2)]


def test_a_damaged_table_is_named(shelf: Warehouse) -> None:
    stored = shelf.folder / shelf.loads()[0].parquet
    stored.write_bytes(stored.read_bytes()[:100])
    with pytest.raises(
        WarehouseError, match=r"stored table 'ae' can't be read: .*parquet.*run `briefing load`"
    ):
        shelf.connect()


def test_a_table_in_the_columns_of_an_older_version_is_read_again_in_place(tmp_path: Path) -> None:
    """Three loads of row-level data; the second was stored by a version with other columns."""
    shelf = warehouse(tmp_path)
    for number in (1, 2, 3):
        add(shelf, f"{number}.csv", advice(**{f"R{number}": "advice", "R9": f"from file {number}"}))
    ledger = tmp_path / "ledger.jsonl"
    lines = [json.loads(line) for line in ledger.read_text().splitlines()]
    lines[1]["layout"] = "00000000"
    ledger.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with pytest.raises(WarehouseError, match=r"of 2\.csv: was stored by another version of this program"):
        shelf.connect()
    (mended,) = add(shelf, "2.csv", advice(R2="returned", R9="from file 2"))
    assert mended.vintage == 2
    assert [load.path for load in shelf.loads()] == ["1.csv", "2.csv", "3.csv"]
    assert ask(shelf, "select request_id, outcome from advice order by all") == [
        ("R1", "advice"),
        ("R2", "returned"),
        ("R3", "advice"),
        ("R9", "from file 3"),
    ]


def test_the_same_table_is_stored_once(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path)
    extract = Extract("people", None, table("people", [{"person_id": "P1"}]))
    for content in ("a", "b", "c"):
        add(shelf, "people.xlsx", dataclasses.replace(extract), content=content)
    assert len(list(tmp_path.glob("data/people/snapshot/*"))) == 1
    assert [load.vintage for load in shelf.loads()] == [1, 2, 3]


def state_of(folder: Path) -> dict[str, bytes]:
    kept = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("lock"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept}
