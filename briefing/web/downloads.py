"""Files that a page offers: each is kept under a name that says what it is."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from starlette.exceptions import HTTPException
from starlette.responses import Response

from briefing import formats
from briefing.build.pages import files_of
from briefing.document.blocks import Document
from briefing.web.guard import PREVIEW_POLICY
from briefing.workspace import Workspace

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


def document_file(workspace: Workspace, document: Document, form: str) -> Response:
    """Return a document in one of its forms: pages and the screen to read here, Word to keep."""
    chosen = [one for one in document.forms if one == form]
    if not chosen:
        raise HTTPException(404)
    [(name, data)] = files_of(workspace, [replace(document, forms=(chosen[0],))]).items()
    if form == "docx":
        return download(name, data)
    kind = "text/html" if form == "html" else "application/pdf"
    headers = {"Content-Security-Policy": PREVIEW_POLICY} if form == "html" else {}
    return Response(data, media_type=kind, headers=headers)


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
