"""Tables in, SQL out: an immutable folder of Parquet and a ledger. The only room that knows DuckDB."""

from briefing.warehouse.derived import Timing, latest_derived, open_derived, timings
from briefing.warehouse.engine import Connection, Limits, closed_engine, create_table, run, run_file, sql_of
from briefing.warehouse.ledger import Load
from briefing.warehouse.organisations import known_codes_sql, organisations_sql, printed_names_sql
from briefing.warehouse.reduced import create_held_views
from briefing.warehouse.store import Warehouse

__all__ = [
    "Connection",
    "Limits",
    "Load",
    "Timing",
    "Warehouse",
    "closed_engine",
    "create_held_views",
    "create_table",
    "known_codes_sql",
    "latest_derived",
    "open_derived",
    "organisations_sql",
    "printed_names_sql",
    "run",
    "run_file",
    "sql_of",
    "timings",
]
