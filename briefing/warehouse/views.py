"""What queries see: one view a source, with only the rows that count, whether or not anything was loaded."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from briefing.sources.schemas import SCHEMAS
from briefing.sources.source import Source
from briefing.warehouse.engine import (
    Connection,
    create_table,
    create_view,
    quoted_name,
    quoted_text,
    write_parquet,
)
from briefing.warehouse.ledger import Load, is_reduced

_LOADS = pa.schema(
    [
        ("source", pa.string()),
        ("period", pa.date32()),
        ("vintage", pa.int32()),
        ("file", pa.string()),
        ("sha256", pa.string()),
        ("rows", pa.int64()),
        ("revised", pa.bool_()),
        ("loaded_at", pa.string()),
        ("counts", pa.bool_()),
    ]
)
_TYPES = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.float64(): "DOUBLE",
    pa.date32(): "DATE",
    pa.bool_(): "BOOLEAN",
}


def create_source_views(
    connection: Connection,
    loads: Sequence[Load],
    folder: Path,
    sources: Mapping[str, Source],
    *,
    settle_in: Path | None = None,
) -> None:
    """Make the view of every source, and the table `loads`.

    Finding the latest row of each key takes a pass over the keys of all files at every use. Where much is to
    be read, `settle_in` names a folder in which that is done once.
    """
    for name, schema in SCHEMAS.items():
        files = [folder / load.parquet for load in loads if load.source == name and load.counts]
        if not files:
            create_view(connection, name, _no_rows(schema))
        elif len(files) > 1 and sources[name].keeps == "rows":
            select = _latest_rows(schema.names, sources[name].key, files)
            if settle_in is not None:
                select = _settle(connection, select, settle_in / f"settled-{name}.parquet")
            create_view(connection, name, select)
        else:
            create_view(connection, name, _all_rows(schema.names, files))
    create_table(connection, "loads", _loads_table(loads))


def counting_files(loads: Iterable[Load], folder: Path) -> list[Path]:
    return [folder / load.parquet for load in loads if load.counts]


def parquet_rows(files: Iterable[Path]) -> str:
    """Read Parquet in SQL. A `region=north` in somebody's path is not a column."""
    listed = ", ".join(quoted_text(path) for path in files)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def _no_rows(schema: pa.Schema) -> str:
    columns = ", ".join(f"null::{_type(field)} as {quoted_name(field.name)}" for field in schema)
    return f"select {columns} where false"


def _type(field: pa.Field) -> str:
    """Name a column's type as DuckDB does when it reads it from Parquet."""
    if pa.types.is_decimal(field.type):
        return f"DECIMAL({field.type.precision}, {field.type.scale})"
    return _TYPES[field.type]


def _all_rows(columns: Iterable[str], files: Sequence[Path]) -> str:
    return f"select {_listed(columns)} from {parquet_rows(files)}"


def _latest_rows(columns: Sequence[str], key: Sequence[str], files: Sequence[Path]) -> str:
    """Take each key's row from the last file that has it: find that file by key, then pick its rows.

    load 1: (R1, open) (R2, open)      load 2: (R2, closed)      gives (R1, open) (R2, closed)
    """
    every = "\n  union all ".join(
        f"select {_listed(columns)}, {order} as load_order from {parquet_rows([path])}"
        for order, path in enumerate(files)
    )
    same_key = " and ".join(
        f"rows.{name} is not distinct from last_seen.{name}" for name in map(quoted_name, key)
    )
    return (
        f"with every_row as (\n  {every}\n), last_seen as (\n"
        f"  select {_listed(key)}, max(load_order) as load_order from every_row group by {_listed(key)}\n)\n"
        f"select {_listed(columns, 'rows.')} from every_row as rows\n"
        f"semi join last_seen on {same_key} and rows.load_order = last_seen.load_order"
    )


def _settle(connection: Connection, select: str, path: Path) -> str:
    write_parquet(connection, f"({select})", path)
    return f"select * from {parquet_rows([path])}"


def _listed(columns: Iterable[str], of: str = "") -> str:
    return ", ".join(of + quoted_name(name) for name in columns)


def _loads_table(loads: Iterable[Load]) -> pa.Table:
    sources = (load for load in loads if not is_reduced(load.source))
    rows = [{name: getattr(load, name) for name in _LOADS.names} for load in sources]
    return pa.Table.from_pylist(rows, schema=_LOADS)
