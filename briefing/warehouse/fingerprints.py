"""A name for everything that derived tables are made from. Same name, same tables."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import briefing
from briefing.resources import folder
from briefing.warehouse.ledger import Load


def fingerprint(loads: Iterable[Load], parts: Iterable[str]) -> str:
    """Hash the loads that count, every SQL file, the program itself, and further texts such as settings."""
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
    for path in (*sorted(folder("queries").rglob("*.sql")), *sorted(code.rglob("*.py"))):
        yield f"{path.name}\n{path.read_text('utf-8')}"
