"""A filled PDF form -> the text of its fields. A form comes by mail: nothing in it is trusted or run."""

import logging
from functools import partial
from pathlib import Path
from typing import Any

from briefing.errors import SourceError
from briefing.sources.sheets import refused

_refused = partial(refused, wanted="the filled form of a clerk's sheet")
LARGEST = 50 * 2**20
MOST_FIELDS = 20_000
TICKED = "ticked"
_SAVE_AGAIN = "Open the form, fill it in, and save it as a PDF; don't print it to one."


def read_form(path: Path) -> dict[str, str]:
    """The fields of a form by name: text stripped, a ticked box as "ticked", what is empty as ""."""
    file = path.name
    try:
        if path.stat().st_size > LARGEST:
            raise _refused(file, f"{path.stat().st_size:,} bytes", "Is it the right file? " + _SAVE_AGAIN)
        fields = _fields(path)
    except OSError as error:
        reason = error.strerror or "can't be opened"
        raise _refused(file, reason, "Check that the file is there and may be read.") from None
    if not fields:
        raise _refused(file, "a document without fields", _SAVE_AGAIN)
    if len(fields) > MOST_FIELDS:
        raise _refused(file, f"{len(fields):,} fields", "Is it the right file? " + _SAVE_AGAIN)
    return {name: _text(field) for name, field in fields.items()}


def _fields(path: Path) -> dict[str, Any]:
    from pypdf import PdfReader  # only where a form is read: it takes as long to import as all our commands

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # remarks on how other programs write PDF
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted:
            raise _refused(path.name, "a document locked with a password", "Save it without a password.")
        return {name: field for name, field in (reader.get_fields() or {}).items() if "/FT" in field}
    except (SourceError, OSError):
        raise
    except Exception as error:  # a damaged document fails anywhere in the library, in its own ways
        raise _refused(path.name, f"a damaged document ({type(error).__name__})", _SAVE_AGAIN) from None


def _text(field: Any) -> str:
    value = field.get("/V")
    if field["/FT"] == "/Btn":
        return TICKED if value not in (None, "", "/Off") else ""
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
