"""Small sources with real schemas, one of each way of keeping, and extracts of them drawn as rows."""

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from briefing.sources import source_named
from briefing.sources.schemas import SCHEMAS
from briefing.sources.source import Extract, Keeping, Source
from briefing.warehouse import Connection, Warehouse, run


def _source(name: str, keeps: Keeping, *key: str) -> Source:
    return Source(
        name, name, "local feed", keeps, key, source_named(name).columns, lambda sheet: [], codes=()
    )


SOURCES = (
    _source("ae", "period", "period", "provider_code"),
    _source("diagnostics", "period", "period", "provider_code", "test_code"),
    _source("advice", "rows", "request_id"),
    _source("interests", "rows", "person_id", "organisation_code", "topic"),
    _source("people", "snapshot", "person_id"),
)
APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)


def table(source: str, rows: Iterable[dict[str, Any]]) -> pa.Table:
    """A table in the schema of the source: what a row doesn't say is null."""
    schema = SCHEMAS[source]
    return pa.Table.from_pylist(
        [{name: row.get(name) for name in schema.names} for row in rows], schema=schema
    )


def ae(period: date, *, attended: int = 100, revised: bool = False) -> Extract:
    rows = [{"period": period, "provider_code": "RXX", "attendances_type_1": attended}]
    return Extract("ae", period, table("ae", rows), revised=revised)


def advice(**outcomes: str | None) -> Extract:
    rows = [{"request_id": request, "outcome": outcome} for request, outcome in outcomes.items()]
    return Extract("advice", None, table("advice", rows))


def people(*names: str) -> Extract:
    return Extract("people", None, table("people", [{"person_id": name, "name": name} for name in names]))


def warehouse(folder: Path, **options: Any) -> Warehouse:
    return Warehouse(folder, SOURCES, **options)


def add(into: Warehouse, file: str, *extracts: Extract, content: str | None = None) -> tuple[Any, ...]:
    """Load extracts as the file of that name, whose content is its name unless said otherwise."""
    return into.add(extracts, file, sha(file if content is None else content))


def sha(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in run(connection, sql).to_pylist()]


def ask(of: Warehouse, sql: str) -> list[tuple[Any, ...]]:
    with of.connect() as connection:
        return rows(connection, sql)
