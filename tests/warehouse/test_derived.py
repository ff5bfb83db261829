"""What is computed from the loads is computed once for each state, and found again."""

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from shelf import APRIL, MAY, add, advice, ae, rows, warehouse

import briefing
from briefing.errors import QueryError, WarehouseError
from briefing.warehouse import Connection, Warehouse, latest_derived, open_derived, run, timings


@pytest.fixture
def shelf(tmp_path: Path) -> Warehouse:
    shelf = warehouse(tmp_path / "w")
    add(shelf, "april.csv", ae(APRIL, attended=5))
    add(shelf, "one", advice(R1="advice", R2="advice"))
    add(shelf, "two", advice(R2="returned"))
    return shelf


def build(connection: Connection) -> Iterator[str]:
    run(connection, "create table totals as select sum(attendances_type_1)::int as n from ae")
    yield "totals"
    run(connection, "create view answers as select request_id, outcome from advice")
    yield "answers"
    yield "loads"


def test_named_tables_and_views_are_kept_and_nothing_else(shelf: Warehouse) -> None:
    built = shelf.derive("f1", build)
    assert sorted(path.name for path in built.iterdir()) == [
        "answers.parquet",
        "loads.parquet",
        "timings.json",
        "totals.parquet",
    ]
    with open_derived(built) as connection:
        assert rows(connection, "select n from totals") == [(5,)]
        assert rows(connection, "from answers order by all") == [("R1", "advice"), ("R2", "returned")]
        assert rows(connection, "select count(*)::int from loads where counts") == [(3,)]


def test_each_table_has_its_time_and_rows(shelf: Warehouse) -> None:
    seconds, tables = timings(shelf.derive("f1", build))
    assert [(each.table, each.rows) for each in tables] == [("totals", 1), ("answers", 2), ("loads", 3)]
    assert seconds >= sum(each.seconds for each in tables) > 0


def test_what_is_there_is_not_built_again(shelf: Warehouse) -> None:
    def never(connection: Connection) -> list[str]:
        raise AssertionError("built again")

    assert shelf.derive("f1", build) == shelf.derive("f1", never)


def test_a_build_may_give_a_list(shelf: Warehouse) -> None:
    assert (shelf.derive("f1", lambda connection: ["ae"]) / "ae.parquet").is_file()


def test_a_build_that_fails_leaves_nothing(shelf: Warehouse) -> None:
    def broken(connection: Connection) -> Iterator[str]:
        yield from build(connection)
        run(connection, "select wrong from ae", file="wrong.sql")

    with pytest.raises(QueryError, match=r"wrong\.sql"):
        shelf.derive("f1", broken)
    with pytest.raises(WarehouseError, match="no such"):
        shelf.derive("f1", lambda connection: ["no such"])
    assert [path.name for path in (shelf.folder / "derived").iterdir() if path.is_dir()] == []
    assert shelf.derive("f1", build).is_dir()


def test_the_two_states_used_last_are_kept(shelf: Warehouse) -> None:
    for number, name in enumerate(["f1", "f2", "f1", "f3"], start=1):
        os.utime(shelf.derive(name, build), (number, number))
    derived = shelf.folder / "derived"
    assert sorted(path.name for path in derived.iterdir() if path.is_dir()) == ["f1", "f3"]
    assert latest_derived(shelf.folder) == derived / "f3"


def test_a_build_reaches_its_own_folder_and_nothing_else(shelf: Warehouse, tmp_path: Path) -> None:
    def prying(connection: Connection) -> list[str]:
        for sql in ("select * from read_text('/etc/hostname')", f"copy ae to '{tmp_path / 'out.csv'}'"):
            with pytest.raises(duckdb.PermissionException):
                connection.execute(sql).fetchall()
        return ["ae"]

    with open_derived(shelf.derive("f1", prying)) as connection, pytest.raises(duckdb.PermissionException):
        connection.execute(
            f"select * from read_text('{(shelf.folder / 'ledger.jsonl').as_posix()}')"
        ).fetchall()


def test_a_folder_without_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="holds no derived tables"):
        open_derived(tmp_path)


def test_nothing_derived_yet_has_no_latest(tmp_path: Path) -> None:
    assert latest_derived(tmp_path) is None


def test_a_fingerprint_changes_with_what_counts(shelf: Warehouse) -> None:
    first = shelf.fingerprint("settings")
    assert warehouse(shelf.folder).fingerprint("settings") == first
    assert shelf.fingerprint("other settings") != first
    assert shelf.fingerprint("set", "tings") != shelf.fingerprint("settings", "")
    add(shelf, "may.csv", ae(MAY))
    second = shelf.fingerprint("settings")
    assert second != first
    add(shelf, "may-revised.csv", ae(MAY, revised=True))
    third = shelf.fingerprint("settings")
    assert third != second
    add(shelf, "may-late.csv", ae(MAY, attended=9))
    assert shelf.fingerprint("settings") == third, (
        "a late first publication doesn't count, so nothing changed"
    )


def test_a_fingerprint_changes_with_the_program(shelf: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    first = shelf.fingerprint()
    monkeypatch.setattr(briefing, "__version__", "99.0")
    assert shelf.fingerprint() != first


def test_a_fingerprint_changes_with_the_queries(
    shelf: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = tmp_path / "metrics" / "waits.sql"
    query.parent.mkdir()
    monkeypatch.setattr("briefing.warehouse.fingerprints.folder", lambda name: tmp_path)
    query.write_text("select 1")
    first = shelf.fingerprint()
    query.write_text("select 2")
    assert shelf.fingerprint() != first
