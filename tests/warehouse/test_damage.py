"""A warehouse that somebody or something has damaged says what is wrong and what to do."""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from shelf import APRIL, JUNE, MAY, add, advice, ae, ask, people, rows, sha, table, warehouse

from briefing.disk import remove
from briefing.errors import WarehouseError
from briefing.sources.source import Extract
from briefing.warehouse import Connection, Warehouse, open_derived, run

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


@pytest.mark.parametrize("place", range(0, 100, 7))
def test_a_flipped_bit_of_a_table_is_named_and_goes_with_its_file(shelf: Warehouse, place: int) -> None:
    april, may = shelf.loads()
    flip(shelf.folder / april.parquet, place / 100)
    with pytest.raises(WarehouseError) as caught:
        shelf.connect()
    assert f"{april.parquet} of april.csv: is damaged: its content is not what its name" in str(caught.value)
    assert "Run `briefing load` with the original files in the inbox" in str(caught.value)
    assert may.parquet not in str(caught.value)
    with pytest.raises(WarehouseError):
        shelf.derive("f1", lambda connection: ["ae"])
    assert not shelf.knows("april.csv", sha("april.csv"))
    add(shelf, "april.csv", ae(APRIL, attended=1))
    assert ask(shelf, ATTENDED) == [("2026-04-01", 1), ("2026-05-01", 2)]
    assert len(shelf.loads()) == 2


def flip(file: Path, share: float, *, bit: int = 3) -> None:
    content = bytearray(file.read_bytes())
    content[int(len(content) * share)] ^= 1 << bit
    file.write_bytes(content)


def test_a_table_is_read_for_its_hash_once_for_each_state(
    shelf: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    file_digest = hashlib.file_digest

    def counted(*how: Any) -> Any:
        read.append(how)
        return file_digest(*how)

    monkeypatch.setattr(hashlib, "file_digest", counted)
    for _ in range(3):
        ask(warehouse(shelf.folder), ATTENDED)
    assert len(read) == 2


LEDGERS: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda content: b"",
    "cut at a line's end": lambda content: content[: content.index(b"\n") + 1],
    "cut in a line": lambda content: content[:-9],
    "a letter changed": lambda content: content.replace(b'"april.csv"', b'"augus.csv"', 1),
    "a bit flipped": lambda content: content.replace(b'"rows":1', b'"rows":3', 1),
}


@pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "of a version without a seal"])
@pytest.mark.parametrize("damage", LEDGERS)
def test_nothing_is_swept_on_the_word_of_a_ledger_that_is_not_whole(
    shelf: Warehouse, damage: str, sealed: bool
) -> None:
    ledger = shelf.folder / "ledger.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(LEDGERS[damage](whole))
    assert ledger.read_bytes() != whole
    if not sealed:
        (shelf.folder / "ledger.sha256").unlink()
        if damage in ("a letter changed", "a bit flipped"):
            return  # no more than before is known of it
    before = state_of(shelf.folder)
    for use in (shelf.loads, shelf.connect, lambda: add(shelf, "june.csv", ae(MAY))):
        with pytest.raises(WarehouseError, match=r"ledger\.jsonl.*Put back the warehouse folder"):
            use()
    assert state_of(shelf.folder) == before
    ledger.write_bytes(whole)
    assert ask(shelf, ATTENDED) == [("2026-04-01", 1), ("2026-05-01", 2)]


def test_a_ledger_older_than_its_tables_stops_as_a_missing_one_does(shelf: Warehouse) -> None:
    older = {name: (shelf.folder / name).read_bytes() for name in ("ledger.jsonl", "ledger.sha256")}
    add(shelf, "june.csv", ae(JUNE, attended=9))
    for name, content in older.items():
        (shelf.folder / name).write_bytes(content)
    before = state_of(shelf.folder)
    with pytest.raises(WarehouseError, match="is older than its tables, or was cut: found 1 tables"):
        shelf.loads()
    with pytest.raises(WarehouseError):
        add(shelf, "may.csv", ae(MAY))
    assert state_of(shelf.folder) == before


def test_a_cut_that_loses_no_table_is_seen_too(tmp_path: Path) -> None:
    """The register of the first load was put back by the third, whose table is the first's."""
    shelf = warehouse(tmp_path)
    for content, name in enumerate(("A", "B", "A")):
        add(shelf, "people.xlsx", people(name), content=f"{content}")
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_text("".join(ledger.read_text().splitlines(keepends=True)[:2]))
    with pytest.raises(WarehouseError, match="lines were cut off or changed"):
        shelf.loads()


def test_the_advice_to_move_the_warehouse_aside_works(shelf: Warehouse) -> None:
    (shelf.folder / "ledger.jsonl").write_bytes(b"")
    for path in list(shelf.folder.iterdir()):
        remove(path)
    add(shelf, "april.csv", ae(APRIL, attended=1))
    assert ask(shelf, ATTENDED) == [("2026-04-01", 1)]


def totals(connection: Connection) -> list[str]:
    run(connection, "create table totals as select sum(attendances_type_1)::int as n from ae")
    return ["totals"]


def lose(table: Path) -> None:
    table.unlink()


def lose_the_list(table: Path) -> None:
    (table.parent / "timings.json").write_text("{")


@pytest.mark.parametrize("harm", [partial(flip, share=0.5), partial(flip, share=0.9), lose, lose_the_list])
def test_a_damaged_derived_table_is_computed_anew_by_itself(
    shelf: Warehouse, harm: Callable[[Path], None]
) -> None:
    built = shelf.derive("f1", totals)
    harm(built / "totals.parquet")
    with open_derived(shelf.derive("f1", totals)) as connection:
        assert rows(connection, "select n from totals") == [(3,)]
    assert [path.name for path in built.parent.iterdir() if path.is_dir()] == ["f1"]


def test_a_table_that_another_took_the_place_of_is_swept(tmp_path: Path) -> None:
    """A load of an older version, read again: its table has other columns now, and another name."""
    shelf = warehouse(tmp_path)
    add(shelf, "people.xlsx", people("Ann"))
    stored = tmp_path / shelf.loads()[0].parquet
    flip(stored, 0.5)
    add(shelf, "people.xlsx", people("Ann", "Bob"))
    (now,) = shelf.loads()
    assert [path.name for path in stored.parent.iterdir()] == [Path(now.parquet).name]
    assert not (tmp_path / "incoming").exists()


def test_a_table_in_the_columns_of_an_older_version_is_read_again_in_place(tmp_path: Path) -> None:
    """Three loads of row-level data; the second was stored by a version with other columns."""
    shelf = warehouse(tmp_path)
    for number in (1, 2, 3):
        add(shelf, f"{number}.csv", advice(**{f"R{number}": "advice", "R9": f"from file {number}"}))
    ledger = tmp_path / "ledger.jsonl"
    lines = [json.loads(line) for line in ledger.read_text().splitlines()]
    lines[1]["layout"] = "00000000"
    ledger.write_text("".join(json.dumps(line) + "\n" for line in lines))
    (tmp_path / "ledger.sha256").unlink()  # as in a version that had none
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
