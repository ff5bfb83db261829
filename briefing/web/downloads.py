"""Files that a page offers: each is kept under a name that says what it is."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from starlette.responses import Response

from briefing import formats

_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(name: str, data: bytes) -> Response:
    """Return a file to keep: a drawing too, so that nothing in it can act as a page of the desk."""
    return Response(
        data,
        media_type=_TYPES[PurePath(name).suffix],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def csv_file(name: str, rows: Sequence[Mapping[str, object]], columns: Sequence[str] = ()) -> Response:
    """Return rows as Excel opens them: with a mark of their encoding, and no cell that would run as a formula."""
    written = io.StringIO()
    writer = csv.DictWriter(written, columns or list(rows[0]), extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow(
            {key: formats.held(cell) if isinstance(cell, str) else cell for key, cell in row.items()}
        )
    return download(name, written.getvalue().encode("utf-8-sig"))
