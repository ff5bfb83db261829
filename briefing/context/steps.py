"""Runs the files of `queries/context/`: each is one SELECT, kept as the table that it's named after."""

import pyarrow as pa

from briefing.resources import folder
from briefing.warehouse import Connection, run


def make(connection: Connection, name: str, *, file: str | None = None, **parameters: object) -> None:
    """Keeps what `queries/context/<file or name>.sql` selects as the table `name`."""
    path = f"context/{file or name}.sql"
    select = (folder("queries") / path).read_text(encoding="utf-8")
    run(connection, f"create or replace table {name} as\n{select}", parameters, file=f"queries/{path}")


def show_as(connection: Connection, name: str) -> None:
    """Makes what `queries/context/<name>.sql` selects the view `name`: worked out when it is read."""
    path = f"context/{name}.sql"
    select = (folder("queries") / path).read_text(encoding="utf-8")
    run(connection, f"create or replace view {name} as\n{select}", file=f"queries/{path}")


def define(connection: Connection, name: str) -> None:
    """Teaches the connection the macros of `queries/context/<name>.sql`."""
    path = f"context/{name}.sql"
    run(connection, (folder("queries") / path).read_text(encoding="utf-8"), file=f"queries/{path}")


def put(connection: Connection, name: str, table: pa.Table) -> None:
    """Keeps an Arrow table as the table `name`."""
    connection.register("incoming", table)
    run(connection, f"create or replace table {name} as select * from incoming")
    connection.unregister("incoming")
