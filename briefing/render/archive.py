"""The tables of a pack in one compressed file: what the HTML twin hands out, an eighth of their size."""

import io
from base64 import b64encode
from collections.abc import Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from briefing.document.figure import EvidenceTable

_ON_ANY_SYSTEM = 3
_NO_DAY = (1980, 1, 1, 0, 0, 0)
"""The first that the format knows: equal tables make equal bytes, whenever and wherever they are packed."""


def archive(tables: Sequence[EvidenceTable]) -> bytes:
    """A zip of the tables by their names, which every desktop and phone opens."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for table in tables:
            entry = ZipInfo(table.filename, _NO_DAY)
            entry.create_system, entry.compress_type = _ON_ANY_SYSTEM, ZIP_DEFLATED
            packed.writestr(entry, table.csv, compresslevel=9)
    return file.getvalue()


def archive_uri(tables: Sequence[EvidenceTable]) -> str:
    """The archive as an address that a link can hold: nothing is fetched."""
    return f"data:application/zip;base64,{b64encode(archive(tables)).decode()}"
