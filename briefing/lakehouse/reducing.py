"""From rows that stay elsewhere to loads of the warehouse: counts, their proofs, and what was asked for them.

One commit at the end: whatever goes wrong before it, the warehouse is as it was.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from briefing import metrics
from briefing.errors import ConfigError, LakehouseError
from briefing.formats import counted, listed
from briefing.lakehouse.spark import Spark, session
from briefing.lakehouse.statements import (
    Statement,
    rows_by_month,
    rows_without_a_key,
    statements,
)
from briefing.loading import FileReport, warehouse_of
from briefing.nearest import hint
from briefing.sources import Extract, Source, source_named
from briefing.sources.schemas import SCHEMAS
from briefing.sources.source import Check
from briefing.warehouse import Connection, Load, Warehouse, create_table, run
from briefing.workspace import Workspace
from briefing.workspace.settings import Engine, Lake

Progress = Callable[[str, int, int], None]
Months = dict[date | None, tuple[int, str]]
"""Month -> how many rows it has there, and their version."""


_ELSEWHERE = "rows elsewhere"


def to_read(workspace: Workspace) -> Iterator[str]:
    """Yield what will be asked, for the owner of the rows to read before it runs. Nobody is asked for it."""
    engine = _asked_for(workspace)
    for one in statements(engine):
        what = "stays there" if one.kept == "there" else "comes home"
        yield f"-- {one.name}: {what}\n{one.sql};\n"
    for name in sorted(engine.tables):
        source = source_named(name)
        yield f"-- proofs of {name}: come home\n{rows_by_month(source)};\n{rows_without_a_key(source)};\n"


def reduce_there(workspace: Workspace, *, progress: Progress | None = None) -> FileReport:
    """Count the rows of every table that the settings name, where they are, and load the counts.

    Raises `LakehouseError` for what the engine refuses or proves wrong, `ConfigError` for settings that fit no table.
    """
    engine = _asked_for(workspace)
    asked = statements(engine)
    warehouse = warehouse_of(workspace)
    _refuse_rows_here(warehouse, engine)
    with session(engine) as spark:
        for name, lake in engine.tables.items():
            _check_columns(spark, source_named(name), lake)
        for one in asked:
            if one.kept == "there":
                spark.make_view(one.name, one.sql)
        months = {name: _months(spark, source_named(name)) for name in engine.tables}
        extracts = list(_brought_home(spark, asked, workspace, warehouse, progress))
        _refuse_moved(spark, months)
        told = Check("engine", f"Spark {spark.version} at {spark.place}")
        path = f"{spark.place}/{'+'.join(sorted(lake.table for lake in engine.tables.values()))}"
    fresh = [*_months_of(months, engine, warehouse), *extracts]
    fresh = [replace(one, checks=(told, *one.checks)) for one in fresh]
    sha256 = _state(extracts, months, asked)
    loads = warehouse.add(fresh, path, sha256)
    shown = tuple(load for load in loads if load.source in engine.tables)
    return FileReport(path, "loaded" if loads else "known", shown, sha256=sha256)


def _asked_for(workspace: Workspace) -> Engine:
    engine = workspace.settings.engine
    if engine.reduce != "spark":
        raise ConfigError(
            'briefing.toml: [engine]: found no tables elsewhere; wanted reduce = "spark" and [engine.tables.<source>] '
            "with the name of each. See: briefing docs lakehouse"
        )
    free = only_counted()
    if bound := sorted(set(engine.tables) - free):
        raise ConfigError(
            f"briefing.toml: [engine.tables]: found {listed(bound)}, whose rows are needed here; wanted only "
            f"{listed(sorted(free))}. Load the others as files."
        )
    return engine


def only_counted() -> set[str]:
    """Find the sources that may stay elsewhere: no mart reads their rows, and no reduction reads them beside others.

    What holds fractions is read here: engines round them each in their own way.
    """
    readers = {name: metrics.read_by("reductions", f"stg_{name}") for name in metrics.in_order("staging")}
    shared = {one for readings in readers.values() for one in readings if _times(readers, one) > 1}
    return {
        name
        for name, used in readers.items()
        if used
        and shared.isdisjoint(used)
        and not metrics.read_by("marts", f"stg_{name}")
        and _is_exact(name)
    }


def _is_exact(source: str) -> bool:
    return source in SCHEMAS and pa.float64() not in SCHEMAS[source].types


def _times(readers: dict[str, list[str]], reduction: str) -> int:
    return sum(reduction in used for used in readers.values())


def _refuse_rows_here(warehouse: Warehouse, engine: Engine) -> None:
    here = [
        load
        for load in warehouse.loads()
        if load.counts and load.source in engine.tables and not _is_elsewhere(load)
    ]
    if here:
        files = listed(sorted({load.path for load in here})[:3])
        raise ConfigError(
            f"briefing.toml: [engine.tables]: {listed(sorted({load.source for load in here}))} would count twice: rows "
            f"of it are loaded here already, from {files}. Use a workspace into which they were never loaded."
        )


def _is_elsewhere(load: Load) -> bool:
    return any(check.name == _ELSEWHERE for check in load.checks)


def _check_columns(spark: Spark, source: Source, lake: Lake) -> None:
    there = spark.columns(lake.table)
    ours = {ours: theirs for theirs, ours in lake.columns.items()}
    wanted = [ours.get(name, name) for name in source.schema.names if name not in (*lake.lacks, "period")]
    wanted += [name for name in (lake.month or ours.get("period"), lake.version) if name]
    known = {name.casefold() for name in there}
    if missing := [name for name in wanted if name.casefold() not in known]:
        raise ConfigError(
            f"briefing.toml: [engine.tables.{source.name}]: found no column {listed(missing)} in {lake.table}. "
            f"{hint(missing[0], there)}Under columns, say theirs = ours; or name it under lacks."
        )


def _months(spark: Spark, source: Source) -> Months:
    """Count the rows there by month; refuse keys that two rows have, and rows of no month."""
    wrong = spark.rows(rows_without_a_key(source))[0][0].as_py()
    if wrong:
        keys = listed(list(source.key))
        raise LakehouseError(
            f"{source.title}: found {counted(wrong, 'row')} there that repeat a key ({keys}) or have no month; "
            "wanted none. Name the column that says which is the later under version, or mend the table."
        )
    found = spark.rows(rows_by_month(source)).to_pylist()
    months = {row["period"]: (int(row["n"]), row["version"] or "") for row in found if row["n"]}
    if not months:
        raise LakehouseError(f"{source.title}: found no row in its table. Check its name and your rights.")
    return months


def _refuse_moved(spark: Spark, months: dict[str, Months]) -> None:
    for name, before in months.items():
        if _months(spark, source_named(name)) != before:
            raise LakehouseError(
                f"{source_named(name).title}: rows came or went while it was counted. Try again."
            )


def _brought_home(
    spark: Spark,
    asked: Sequence[Statement],
    workspace: Workspace,
    warehouse: Warehouse,
    progress: Progress | None,
) -> Iterator[Extract]:
    home = [one for one in asked if one.kept == "home"]
    with warehouse.connect() as connection:
        for number, one in enumerate(home):
            if progress is not None:
                progress(one.name, number, len(home))
            table = _fitted(spark.rows(one.sql), _wanted(connection, one), one)
            yield Extract(one.name, None, table, checks=_proofs(spark, one, table))
            if one.name == "red_organisations":
                ours = _home_commissioners(connection, table, workspace)
                spark.send(f"red_{metrics.HOME}", ours)
                yield Extract(f"red_{metrics.HOME}", None, ours)


def _home_commissioners(connection: Connection, named: pa.Table, workspace: Workspace) -> pa.Table:
    """Find, of the registers here and of what the rows there name, the commissioners that are ours."""
    create_table(connection, "there", named)
    run(connection, "create or replace view held_organisations as from there")
    metrics.stage_rows(connection, home_boards=workspace.settings.commissioner.home_boards)
    metrics.make(connection, "reductions", metrics.HOME)
    return run(connection, f"from red_{metrics.HOME} order by commissioner_code")


def _wanted(connection: Connection, one: Statement) -> pa.Schema:
    """Ask DuckDB for the types that this reduction has here: rows it needs none for that."""
    if one.name == "red_organisations":
        return run(connection, "select * from held_organisations").schema
    metrics.make(connection, "reductions", one.name.removeprefix("red_"))
    return run(connection, f"select * from {one.name} limit 0").schema


def _fitted(table: pa.Table, wanted: pa.Schema, one: Statement) -> pa.Table:
    """Bring a table to our types, losing nothing, and into an order that does not depend on the engine."""
    try:
        fitted = table.select(wanted.names).cast(pa.schema([field.with_nullable(True) for field in wanted]))
    except (pa.ArrowInvalid, KeyError) as error:
        raise LakehouseError(f"{one.name}: what came home does not fit: {error}.") from None
    return fitted.sort_by([(name, "ascending") for name in wanted.names]).combine_chunks()


def _proofs(spark: Spark, one: Statement, table: pa.Table) -> tuple[Check, ...]:
    """Hold what came home to sums taken there, and keep what was asked and how it was gone about."""
    sums = [field.name for field in table.schema if pa.types.is_integer(field.type)]
    columns = "".join(f", cast(sum(cast({name} as bigint)) as bigint) as {name}" for name in sums)
    there = spark.rows(f"select count(*) as row_count{columns} from ({one.sql}) as counted").to_pylist()[0]
    here = {
        "row_count": table.num_rows,
        **{name: pc.sum(table[name].cast(pa.int64())).as_py() for name in sums},
    }
    if there != here:
        wrong = next(name for name, n in here.items() if there[name] != n)
        raise LakehouseError(
            f"{one.name}: {wrong} is {there[wrong]} there, and {here[wrong]} of what came home. Nothing was loaded. "
            "Try again."
        )
    return (
        Check("sums there", f"{table.num_rows:,} rows and {len(sums)} sums are equal there and here"),
        Check("SQL", one.sql),
        Check("plan", spark.plan(one.sql)),
    )


def _months_of(months: dict[str, Months], engine: Engine, warehouse: Warehouse) -> Iterator[Extract]:
    """Say of each month of each source how many rows it has there; of one that is as it was, nothing."""
    for name, by_month in months.items():
        source = source_named(name)
        lake = engine.tables[name]
        for period, (n, version) in by_month.items():
            of_version = f", version {version}" if version else ""
            told = Check(_ELSEWHERE, f"{n:,} rows of {lake.table}{of_version}, none of which came here")
            if not any(
                load.counts and (load.source, load.period) == (name, period) and told in load.checks
                for load in warehouse.loads()
            ):
                yield Extract(name, period, source.schema.empty_table(), checks=(told,), rows_elsewhere=n)


def _state(extracts: Sequence[Extract], months: dict[str, Months], asked: Sequence[Statement]) -> str:
    """Name all that came home: the same counts for the same words are known already."""
    state = hashlib.sha256(repr((sorted(months.items(), key=lambda one: one[0]), asked)).encode())
    for one in extracts:
        state.update(one.source.encode())
        for batch in one.table.to_batches():
            state.update(repr(batch.to_pydict()).encode())
    return state.hexdigest()
