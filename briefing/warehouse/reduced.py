"""Reductions that were made where the rows are, and came home as small tables: views beside those of the sources."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from briefing.resources import folder
from briefing.warehouse.engine import Connection, create_view
from briefing.warehouse.ledger import REDUCED, Load, is_reduced
from briefing.warehouse.organisations import NO_ORGANISATIONS, organisations_sql
from briefing.warehouse.views import parquet_rows

HELD = "held_"
ORGANISATIONS = f"{HELD}organisations"
"""Those that the rows elsewhere name; a view without rows where all rows are here."""


@cache
def reductions_layout() -> str:
    """Name the SQL that reductions are made by: with any other, what came home says something else."""
    files = sorted(
        path for stage in ("staging", "reductions") for path in (folder("queries") / stage).glob("*.sql")
    )
    texts = (f"{path.name}\n{path.read_text('utf-8')}" for path in files)
    return hashlib.sha256("".join((*texts, organisations_sql())).encode()).hexdigest()[:8]


def create_held_views(connection: Connection, loads: Iterable[Load], place: Path) -> None:
    """Make a view `held_<reduction>` of each that came home, and always one of organisations."""
    held = {
        load.source.removeprefix(REDUCED): load for load in loads if is_reduced(load.source) and load.counts
    }
    for name, load in held.items():
        create_view(connection, HELD + name, f"select * from {parquet_rows([place / load.parquet])}")
    if "organisations" not in held:
        create_view(connection, ORGANISATIONS, NO_ORGANISATIONS)
