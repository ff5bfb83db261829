"""A name for everything that derived tables are made from. Same name, same tables."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import briefing
from briefing.resources import folder
from briefing.warehouse.ledger import Load
from briefing.warehouse.organisations import organisations_sql

ROOMS = (
    "measures.py",
    "metrics.py",
    "organisations.py",
    "standards.*",
    "statistics/*.py",
    "context/*.py",
    "warehouse/*.py",
)
"""Where figures are computed. A change to a page or a command leaves them as they are."""


def fingerprint(loads: Iterable[Load], parts: Iterable[str]) -> str:
    """Hash the loads that count, the SQL, the code that computes, and further texts such as settings."""
    digest = hashlib.sha256(briefing.__version__.encode())
    for text in (*_load_texts(loads), *_program_texts(), *parts):
        digest.update(f"{len(text)}:{text}".encode())
    return digest.hexdigest()[:20]


def _load_texts(loads: Iterable[Load]) -> Iterator[str]:
    for load in loads:
        if load.counts:
            yield f"{load.source} {load.period} {load.vintage} {load.revised} {load.parquet} {load.layout}"


def _program_texts() -> Iterator[str]:
    """Give the SQL and Python that compute: by the version alone, who edits them would get old figures."""
    code = Path(briefing.__file__).parent
    rooms = (path for room in ROOMS for path in code.glob(room))
    for path in (*sorted(folder("queries").rglob("*.sql")), *sorted(rooms)):
        yield f"{path.name}\n{path.read_text('utf-8')}"
    yield organisations_sql()
