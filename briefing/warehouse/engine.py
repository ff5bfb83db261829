"""DuckDB: connections that can reach named files and nothing else, and the one place where SQL is run."""

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as pa

from briefing.errors import QueryError, WarehouseError
from briefing.resources import folder as shipped

Connection: TypeAlias = duckdb.DuckDBPyConnection
EngineError = duckdb.Error

_ALLOWED = {
    duckdb.StatementType.SELECT,
    duckdb.StatementType.CREATE,
    duckdb.StatementType.CREATE_FUNC,
    duckdb.StatementType.INSERT,
    duckdb.StatementType.DROP,
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.MULTI,  # what PIVOT is
}


@dataclass(frozen=True)
class Limits:
    """How much of the machine a connection may use."""

    memory: str | None = None
    """Such as "2GB"; without it half of what the machine has, and no more than `MOST_MEMORY`."""
    threads: int | None = None
    """None leaves it to DuckDB."""


MOST_MEMORY = 4 << 30
"""DuckDB by itself would take four fifths of the machine; what does not fit is spilled."""


def open_engine(folder: Path, limits: Limits) -> Connection:
    """Open an empty database in memory; short of it, DuckDB spills to a folder of its own in `folder`."""
    spill = folder if os.access(folder, os.W_OK) else Path(tempfile.gettempdir())
    memory = limits.memory or f"{min(MOST_MEMORY, memory_of_machine() // 2) >> 20}MiB"
    connection = duckdb.connect(":memory:")
    connection.execute(f"set temp_directory = {quoted_text(spill / f'.spill-{secrets.token_hex(8)}')}")
    # an answer must not depend on the machine's clock, nor on a Python variable that has a table's name
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set python_enable_replacements = false")
    connection.execute(f"set max_temp_directory_size = '{shutil.disk_usage(spill).free // 2 >> 20}MiB'")
    try:
        connection.execute(f"set memory_limit = {quoted_text(memory)}")
        if limits.threads is not None:
            connection.execute(f"set threads = {int(limits.threads)}")
    except EngineError as error:
        connection.close()
        raise WarehouseError(
            f"memory {memory!r} or threads {limits.threads!r} can't be used: {error}"
        ) from None
    return connection


def memory_of_machine() -> int:
    """Return the bytes of memory that there are; where the system does not say, twice what may be taken."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows
        return 2 * MOST_MEMORY


def lock_down(connection: Connection, files: Iterable[Path], *, writable: Path | None = None) -> None:
    """Close every door but the named files: no other path, no extension, no change of mind."""
    paths = ", ".join(quoted_text(path) for path in files)
    connection.execute(f"set allowed_paths = [{paths}]")
    if writable is not None:
        connection.execute(f"set allowed_directories = [{quoted_text(writable)}]")
    for setting in (
        "autoinstall_known_extensions",
        "autoload_known_extensions",
        "allow_community_extensions",
    ):
        connection.execute(f"set {setting} = false")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


@contextmanager
def closed_engine() -> Iterator[Connection]:
    """Open an engine for tables that are handed to it: it reaches no file, and what it spills goes with it."""
    with tempfile.TemporaryDirectory() as scratch:
        connection = open_engine(Path(scratch), Limits())
        try:
            lock_down(connection, ())
            yield connection
        finally:
            connection.close()


def create_table(connection: Connection, name: str, table: pa.Table) -> None:
    """Keep an Arrow table as the table `name`."""
    connection.register("incoming", table)
    run(connection, f"create or replace table {quoted_name(name)} as select * from incoming")
    connection.unregister("incoming")


def create_view(connection: Connection, name: str, select: str) -> None:
    """Make a view over Parquet. DuckDB opens the files now, so a damaged one is found here."""
    try:
        connection.execute(f"create view {quoted_name(name)} as {select}")
    except EngineError as error:
        raise WarehouseError(
            f"the stored table {name!r} can't be read: {str(error).splitlines()[0]}. "
            "Put back the file from a backup; or delete it and run `briefing load` on the original again."
        ) from None


def write_parquet(connection: Connection, table: str, path: Path) -> None:
    """Write a table, or a select in brackets, without holding it in memory."""
    try:
        connection.execute(
            f"copy {table} to {quoted_text(path)} (format parquet, compression zstd)"
        ).fetchall()
    except EngineError as error:
        raise WarehouseError(f"{path}: could not be written: {error}") from None


def run(
    connection: Connection, sql: str, params: Mapping[str, object] | None = None, *, file: str | Path = "SQL"
) -> pa.Table:
    """Run one or more statements and return the rows of the last: the one way SQL is run.

    Values are bound by name (`$period`), never written into the text; missing and unused ones are refused.
    Only statements that select and create are run: nothing is copied out or attached.
    """
    statements = _statements(connection, sql, file)
    _check_params(statements, params or {}, file)
    result = pa.table({})
    for number, statement in enumerate(statements, start=1):
        values = {name: (params or {})[name] for name in statement.named_parameters}
        try:
            result = _run_one(connection, statement, values)
        except EngineError as error:
            where = f"{file}, statement {number} of {len(statements)}"
            raise QueryError(f"{where}: {error}\n{_excerpt(statement.query)}") from None
    return result


def run_file(
    connection: Connection,
    name: str,
    params: Mapping[str, object] | None = None,
    *,
    table: str | None = None,
    view: str | None = None,
) -> pa.Table:
    """Run `queries/<name>.sql`: return its rows, or keep what it selects as a table or a view."""
    sql = sql_of(name)
    if kept := table or view:
        sql = f"create or replace {'table' if table else 'view'} {quoted_name(kept)} as\n{sql}"
    return run(connection, sql, params, file=f"queries/{name}.sql")


def sql_of(name: str) -> str:
    """Return the text of `queries/<name>.sql`."""
    return (shipped("queries") / f"{name}.sql").read_text("utf-8")


def quoted_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def quoted_text(value: str | Path) -> str:
    """Write a text or a path as SQL text: for names of files, where nothing can be bound."""
    text = value.as_posix() if isinstance(value, Path) else value
    return "'" + text.replace("'", "''") + "'"


def _kind(statement: duckdb.Statement) -> duckdb.StatementType | None:
    """None for a kind that DuckDB runs and its Python side has no name for, such as UPDATE EXTENSIONS."""
    try:
        return statement.type
    except ValueError:
        return None


def _statements(connection: Connection, sql: str, file: str | Path) -> list[duckdb.Statement]:
    try:
        statements = connection.extract_statements(sql)
    except EngineError as error:
        raise QueryError(f"{file}: {error}") from None
    barred = [statement for statement in statements if _kind(statement) not in _ALLOWED]
    if barred:
        kinds = ", ".join(sorted({getattr(_kind(s), "name", "another statement") for s in barred}))
        raise QueryError(
            f"{file}: found {kinds}; wanted statements that select or create.\n{_excerpt(barred[0].query)}"
        )
    return list(statements)


def _check_params(statements: list[duckdb.Statement], params: Mapping[str, object], file: str | Path) -> None:
    used = {name for statement in statements for name in statement.named_parameters}
    if used != set(params):
        missing, unused = sorted(used - set(params)), sorted(set(params) - used)
        raise QueryError(
            f"{file}: parameters without a value: {missing}; values that nothing uses: {unused}."
        )


def _run_one(connection: Connection, statement: duckdb.Statement, values: dict[str, object]) -> pa.Table:
    if statement.type == duckdb.StatementType.SELECT:
        return connection.sql(statement, params=values or None).to_arrow_table()
    connection.execute(statement, values or None).fetchall()
    return pa.table({})


def _excerpt(query: str, lines: int = 20) -> str:
    """Show the statement that failed, without the definition that heads its file."""
    shown = re.sub(r"/\*.*?\*/\s*", "", query, count=1, flags=re.DOTALL).strip().splitlines()
    return "\n".join([f"    {line}" for line in shown[:lines]] + (["    ..."] if len(shown) > lines else []))
