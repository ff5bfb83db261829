"""SQL is run in one place, reaches the tables it may, and says which file failed."""

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from shelf import APRIL, add, ae, rows, warehouse

import briefing
from briefing.errors import QueryError, WarehouseError
from briefing.warehouse import (
    Connection,
    Limits,
    closed_engine,
    create_table,
    engine,
    open_derived,
    run,
    run_file,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A warehouse in a folder that people would really have."""
    return tmp_path / "Kath's files [2026] 50%=half"


@pytest.fixture
def connection(folder: Path) -> Iterator[Connection]:
    shelf = warehouse(folder)
    add(shelf, "april.csv", ae(APRIL))
    with shelf.connect() as connection:
        yield connection


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('/etc/passwd')",
        "select * from read_csv('{outside}/secret.csv')",
        "select * from read_text('{inside}/data/../../secret.csv')",
        "select * from read_text('{inside}/link.csv')",
        "select * from read_text('{inside}/ledger.jsonl')",
        "select * from glob('{outside}/*')",
        "select * from 'https://example.com/table.parquet'",
        "attach '{outside}/other.db'",
        "attach '{inside}/other.db'",
        "copy ae to '{outside}/out.csv'",
        "copy ae to '{inside}/out.parquet'",
        "export database '{outside}/all'",
        "import database '{outside}/all'",
        "select * from read_parquet('{outside}/*.parquet')",
        "load '{outside}/evil.duckdb_extension'",
        "force install httpfs",
        "install something from community",
        "update extensions",
        "set memory_limit = '100GB'",
        "pragma threads = 64",
        "reset memory_limit",
        "set temp_directory = '{outside}'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "reset lock_configuration",
    ],
)
def test_nothing_outside_can_be_reached(sql: str, folder: Path, connection: Connection) -> None:
    """Even past `run`, which would not have let the half of these through."""
    outside = folder.parent
    (outside / "secret.csv").write_text("secret\n1\n")
    (folder / "link.csv").symlink_to(outside / "secret.csv")
    sql = sql.format(inside=quoted(folder), outside=quoted(outside))
    with pytest.raises((duckdb.PermissionException, duckdb.InvalidInputException)):
        connection.execute(sql).fetchall()
    with pytest.raises(QueryError):
        run(connection, sql)
    assert rows(connection, "select count(*) from ae") == [(1,)]


def test_a_table_that_is_read_can_not_be_written_over(folder: Path, connection: Connection) -> None:
    """DuckDB allows it for a file that may be read; `run` doesn't."""
    (stored,) = folder.glob("data/ae/*/*.parquet")
    sql = f"copy (select 1) to '{quoted(stored)}' (use_tmp_file false)"
    with pytest.raises(QueryError, match=r"theft\.sql: found COPY; wanted statements that select or create"):
        run(connection, sql, file="theft.sql")


def test_a_python_variable_is_not_a_table(connection: Connection) -> None:
    frame = pa.table({"a": [1]})
    with pytest.raises(duckdb.CatalogException, match="frame does not exist"):
        connection.execute("select * from frame")
    connection.register("frame", frame)
    assert rows(connection, "select * from frame") == [(1,)]


def test_the_last_of_several_statements_answers(connection: Connection) -> None:
    sql = (
        "create table half as select 50 as n; insert into half values (51); select sum(n)::int as n from half"
    )
    assert run(connection, sql).to_pylist() == [{"n": 101}]


def test_values_are_bound_by_name(connection: Connection) -> None:
    sql = "select attendances_type_1 as n from ae where period = $period"
    assert run(connection, sql, {"period": APRIL})["n"].to_pylist() == [100]
    assert run(connection, sql, {"period": date(2020, 1, 1)}).num_rows == 0


@pytest.mark.parametrize(
    "params", [None, {}, {"period": APRIL, "organisation": "RXX"}, {"organisation": "RXX"}]
)
def test_a_missing_or_unused_value_is_refused(
    connection: Connection, params: dict[str, object] | None
) -> None:
    with pytest.raises(QueryError, match=r"waits\.sql: parameters without a value"):
        run(connection, "select * from ae where period = $period", params, file="waits.sql")


def test_a_failure_names_the_file_the_statement_and_what_is_wrong(connection: Connection) -> None:
    sql = "/*\ntitle = 'Waits'\n*/\nselect 1;\nselect attendance from ae"
    with pytest.raises(QueryError) as caught:
        run(connection, sql, file="queries/metrics/waits.sql")
    message = str(caught.value)
    assert "queries/metrics/waits.sql, statement 2 of 2" in message
    assert '"attendance" not found' in message
    assert "    select attendance from ae" in message


def test_a_failing_file_is_shown_without_the_definition_at_its_head(connection: Connection) -> None:
    sql = "/*\ntitle = 'Waits'\n*/\nselect attendance\nfrom ae\n"
    with pytest.raises(QueryError) as caught:
        run(connection, sql, file="waits.sql")
    assert "waits.sql, statement 1 of 1: " in str(caught.value)
    assert "select attendance\n    from ae" in str(caught.value)
    assert "title" not in str(caught.value)


def test_what_can_not_be_parsed_names_the_file(connection: Connection) -> None:
    with pytest.raises(QueryError, match=r"broken\.sql: Parser Error"):
        run(connection, "selct 1", file="broken.sql")


def test_a_file_answers_or_is_kept_under_a_name(
    connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "marts").mkdir()
    (tmp_path / "marts" / "seen.sql").write_text("-- in April\nselect attendances_type_1 as n from ae;\n")
    monkeypatch.setattr(engine, "shipped", lambda name: tmp_path)
    assert run_file(connection, "marts/seen").to_pylist() == [{"n": 100}]
    run_file(connection, "marts/seen", table="seen")
    run_file(connection, "marts/seen", view="stg_seen")
    run_file(connection, "marts/seen", table="seen")
    assert rows(connection, "select n from seen union all select n from stg_seen") == [(100,), (100,)]
    (tmp_path / "marts" / "seen.sql").write_text("select attendance from ae where period = $period")
    with pytest.raises(QueryError, match=r"queries/marts/seen\.sql, statement 1 of 1"):
        run_file(connection, "marts/seen", {"period": APRIL})


def test_an_extension_is_neither_loaded_nor_fetched_by_being_needed(connection: Connection) -> None:
    settings = ("autoinstall_known_extensions", "autoload_known_extensions", "allow_community_extensions")
    sql = "select " + ", ".join(f"current_setting('{name}')" for name in settings)
    assert connection.execute(sql).fetchone() == (False, False, False)
    with pytest.raises(QueryError):
        run(connection, "select st_point(1, 2)")


def test_no_other_database_is_attached_not_even_one_in_memory(connection: Connection) -> None:
    with pytest.raises(QueryError, match="found ATTACH"):
        run(connection, "attach ':memory:' as other")


def test_derived_tables_are_read_within_the_same_limits_and_locks(folder: Path) -> None:
    shelf = warehouse(folder)
    add(shelf, "april.csv", ae(APRIL))

    def derive(connection: Connection) -> list[str]:
        run(connection, "create table small as select count(*) as n from ae")
        return ["small"]

    derived = shelf.derive("state", derive)
    with open_derived(derived, limits=Limits(memory="123MiB", threads=1)) as connection:
        sql = "select current_setting('memory_limit') as memory, current_setting('threads')::int as threads"
        assert rows(connection, sql) == [("123.0 MiB", 1)]
        for forbidden in ("set threads = 8", "select * from read_text('/etc/passwd')", "load httpfs"):
            with pytest.raises((duckdb.PermissionException, duckdb.InvalidInputException)):
                connection.execute(forbidden).fetchall()


BOUNDS = """
    select
        parse_formatted_bytes(current_setting('memory_limit')) as memory,
        parse_formatted_bytes(current_setting('max_temp_directory_size')) as spilled
"""


def test_no_engine_takes_more_than_a_part_of_the_machine(folder: Path) -> None:
    shelf = warehouse(folder)
    add(shelf, "april.csv", ae(APRIL))
    machine, disk = engine.memory_of_machine(), shutil.disk_usage(folder).total
    with shelf.connect() as warehoused, closed_engine() as closed:
        for connection in (warehoused, closed):
            ((memory, spilled),) = rows(connection, BOUNDS)
            assert 0 < memory <= min(4 << 30, machine // 2)
            assert 0 < spilled <= disk // 2


@pytest.mark.skipif(
    sys.platform != "linux", reason="the most a process held is measured in the units of Linux"
)
def test_what_does_not_fit_is_spilled_or_ends_in_a_sentence_and_takes_no_more_memory(tmp_path: Path) -> None:
    import resource

    much = "from (select md5(cast(i as varchar)) as a from range(2000000) as drawn(i))"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with engine.open_engine(tmp_path, Limits(memory="64MiB", threads=1)) as connection:
        run(connection, f"create table sorted as select a {much} order by a")
        assert rows(connection, "select count(*) from sorted") == [(2_000_000,)]
        with pytest.raises(QueryError, match="Out of Memory"):
            run(connection, f"select length(string_agg(a, ',')) + length(list(a)) {much}")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10


def test_a_closed_engine_reads_what_it_is_handed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a\n1\n", encoding="utf-8")
    with closed_engine() as connection:
        create_table(connection, "handed", pa.table({"a": [2]}))
        assert rows(connection, "select a from handed") == [(2,)]
        for forbidden in (f"select * from '{tmp_path}/other.csv'", "set threads = 8", "load httpfs"):
            with pytest.raises((duckdb.PermissionException, duckdb.InvalidInputException)):
                connection.execute(forbidden).fetchall()


def test_only_the_warehouse_opens_an_engine() -> None:
    """Every other room is handed one whose doors are closed."""
    modules = Path(briefing.__file__).parent.rglob("*.py")
    opening = {path.parent.name for path in modules if "open_engine" in path.read_text("utf-8")}
    assert opening == {"warehouse"}


def test_limits_are_kept(folder: Path) -> None:
    shelf = warehouse(folder, limits=Limits(memory="123MiB", threads=1))
    with shelf.connect() as connection:
        sql = "select current_setting('memory_limit') as memory, current_setting('threads')::int as threads"
        assert rows(connection, sql) == [("123.0 MiB", 1)]


def test_a_limit_that_makes_no_sense_is_named(folder: Path) -> None:
    with pytest.raises(WarehouseError, match="memory 'plenty'"):
        warehouse(folder, limits=Limits(memory="plenty")).connect()


def test_work_larger_than_memory_spills_and_cleans_up(folder: Path) -> None:
    shelf = warehouse(folder, limits=Limits(memory="80MB", threads=1))
    add(shelf, "april.csv", ae(APRIL))
    with shelf.connect() as connection:
        sorted_hashes = "select hash(range) as h from range(3_000_000) order by h limit 2_000_000"
        sql = f"select count(*)::int as n from ({sorted_hashes})"
        assert rows(connection, sql) == [(2_000_000,)]
    assert list(folder.glob(".spill-*")) == []


def quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")
