"""What Word files and slides have in common: their type, what they say of themselves, and no clock."""

import io
import zipfile
from datetime import datetime, time
from typing import Any

from briefing.document.blocks import Document

FONT = "Arial"
"""On every laptop in the service; ours is not, and Office would replace it by something else."""
_LONGEST_PROPERTY = 255
"""What a file may say of itself in one property."""


def describe(about: Any, document: Document) -> None:
    """Title, author, language and the day of the meeting, as the file's core properties."""
    about.title = document.title[:_LONGEST_PROPERTY]
    about.author = about.last_modified_by = document.masthead.commissioner_name[:_LONGEST_PROPERTY]
    about.created = about.modified = datetime.combine(document.dated, time())
    about.language, about.comments, about.revision = "en-GB", "", 1


def hexadecimal(value: str) -> str:
    """A colour as Office writes it: "#12395b" is "12395B"."""
    return value.lstrip("#").upper()


def without_clock(data: bytes) -> bytes:
    """The same archive with every member at the first moment a zip can hold: equal content, equal bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name), given.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()
