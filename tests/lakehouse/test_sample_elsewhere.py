"""The sample, and the real extract, counted by Spark and by DuckDB: no row differs, and the packs are the same."""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest
import sqlglot
from costly import Once
from lake import opened_lake, settings_of

from briefing import lakehouse, metrics, pipeline, resources
from briefing.lakehouse import reducing
from briefing.loading import load, warehouse_of
from briefing.sources.schemas import SCHEMAS
from briefing.warehouse import Connection, run
from briefing.workspace import Workspace, init, open_workspace

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning")]
ELSEWHERE = (
    "rtt",
    "ae",
    "cancer",
    "diagnostics",
    "referral_returns",
    "referrals",
    "advice",
    "wlmds",
    "gp_list_size",
)


@pytest.fixture(scope="module")
def loaded(once: Once) -> Workspace:
    """The sample workspace with all of its files loaded here."""

    def make(folder: Path) -> None:
        shutil.copytree(resources.folder("sample_data") / "workspace", folder)
        load(open_workspace(folder))

    return open_workspace(once("sample-loaded-here", make))


def beside(loaded: Workspace, folder: Path, settings: str) -> Workspace:
    """The sample without the files that are elsewhere, whose settings say where those are."""
    shutil.copytree(loaded.folder, folder, ignore=shutil.ignore_patterns("warehouse", "packs"))
    with (folder / "briefing.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    for load_ in warehouse_of(loaded).loads():
        if load_.source in ELSEWHERE:
            (folder / load_.path).unlink(missing_ok=True)
    return open_workspace(folder)


def differing(connection: Connection, here: str, there: str) -> int:
    """How many rows one has and the other has not, both ways."""
    one_way = "select count(*) as n from (from {} except all from {})"
    return sum(
        int(run(connection, one_way.format(*pair))["n"][0].as_py()) for pair in ((here, there), (there, here))
    )


def assert_nothing_differs(connection: Connection, workspace: Workspace) -> None:
    """Hold every reduction that came home to what DuckDB makes of the same rows."""
    with warehouse_of(workspace).connect() as other:
        held = {
            name: run(other, f"from held_{name}")
            for name in metrics.in_order("reductions")
            if name in _held(workspace)
        }
    assert len(held) >= 5
    for name, table in held.items():
        connection.register("came_home", table)
        assert table.num_rows == 0 or differing(connection, f"red_{name}", "came_home") == 0, name
        connection.unregister("came_home")


def _held(workspace: Workspace) -> set[str]:
    return {load_.source.removeprefix("red_") for load_ in warehouse_of(workspace).reductions()}


def test_the_sample_differs_in_no_row(loaded: Workspace, tmp_path: Path) -> None:
    with opened_lake() as lake, warehouse_of(loaded).connect() as connection:
        tables = {
            name: lake.hold(name, run(connection, f"from {name}"))
            for name in ELSEWHERE
            if _filled(connection, name)
        }
        workspace = beside(loaded, tmp_path / "w", settings_of(lake.address, tables))
        load(workspace)  # the registers and maps that say who is ours
        lakehouse.reduce_there(workspace)
        metrics.observe(connection, home_boards=workspace.settings.commissioner.home_boards)
        assert {"rtt_waiting", "referrals_made", "cancer_pathways", "list_sizes"} <= _held(workspace)
        assert_nothing_differs(connection, workspace)


def _filled(connection: Connection, name: str) -> bool:
    return run(connection, f"from {name} limit 1").num_rows > 0


def test_the_real_extract_differs_in_no_row(shared: Path, tmp_path: Path) -> None:
    init(tmp_path / "here")
    here = open_workspace(tmp_path / "here")
    load(here, [shared / "data" / "rtt" / "20260430-RTT-April-2026-full-extract.csv.zip"])
    with opened_lake() as lake, warehouse_of(here).connect() as connection:
        rows = run(connection, "from rtt")
        init(tmp_path / "w")
        with (tmp_path / "w" / "briefing.toml").open("a", encoding="utf-8") as file:
            file.write(settings_of(lake.address, {"rtt": lake.hold("rtt", rows)}))
        workspace = open_workspace(tmp_path / "w")
        [april] = lakehouse.reduce_there(workspace).loads
        assert april.rows == rows.num_rows > 100_000
        metrics.stage_rows(connection, home_boards=())
        for name in metrics.in_order("reductions"):
            metrics.make(connection, "reductions", name)
        assert_nothing_differs(connection, workspace)


def test_a_pack_of_counts_from_spark_is_the_bytes_of_one_from_duckdb(
    loaded: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workspaces whose rows are elsewhere: Spark counts for one, DuckDB for the other, asked the same."""
    with opened_lake() as lake, warehouse_of(loaded).connect() as connection:
        rows = {name: run(connection, f"from {name}") for name in ELSEWHERE if _filled(connection, name)}
        settings = settings_of(lake.address, {name: lake.hold(name, table) for name, table in rows.items()})
        by_spark = made(beside(loaded, tmp_path / "spark", settings))
        workspace = beside(loaded, tmp_path / "duckdb", settings)
    monkeypatch.setattr(reducing, "session", lambda engine: duckdb_session(rows, lake.address))
    by_duckdb = made(workspace)
    assert by_spark.keys() == by_duckdb.keys()
    assert [name for name in by_spark if name.endswith(".pdf")]
    assert {name for name in by_spark if by_spark[name] != by_duckdb[name]} <= {"manifest.json"}


def made(workspace: Workspace) -> dict[str, str]:
    """The hash of every file of the packs of a meeting."""
    pipeline.load(workspace, elsewhere=True)
    folder = pipeline.build(workspace, "2026-12-03-rza", workers=1).folder
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def duckdb_session(rows: dict[str, pa.Table], place: str) -> Iterator[SimpleNamespace]:
    """What `session` gives, with DuckDB behind it."""
    import duckdb

    connection = duckdb.connect()
    for name, table in rows.items():
        connection.register(f"lake_{name}", table)

    def in_duckdb(sql: str) -> str:
        text = sqlglot.transpile(sql, read="spark", write="duckdb")[0]
        return text.replace("global_temp.", "")

    def columns(table: str) -> Sequence[str]:
        return SCHEMAS[table.removeprefix("global_temp.lake_")].names

    yield SimpleNamespace(
        version="4.0",
        place=place,
        columns=columns,
        make_view=lambda name, sql: connection.execute(f"create or replace view {name} as {in_duckdb(sql)}"),
        send=lambda name, table: connection.register(name, table),
        rows=lambda sql: connection.sql(in_duckdb(sql)).to_arrow_table(),
        plan=lambda sql: "none",
    )
    connection.close()
