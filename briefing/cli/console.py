"""Any character on any console: what its letters can't write is written with the nearest that they can."""

import codecs
import sys

from briefing.sources.plain_text import plain

_ALIKE = "the nearest letters"
_SIGNS = {
    **dict.fromkeys("“”„", '"'),
    "…": "...",
    "•": "*",
    "→": "->",
    "≥": ">=",
    "≤": "<=",
    "×": "x",
    "£": "GBP ",
    "€": "EUR ",
}


def write_any_character() -> None:
    """Let both outputs take every text there is, whatever letters the console or the file has.

    Windows writes a redirected output in letters of its own (cp1252, cp437), in which a hospital's name, a quotation
    mark or half a surrogate of an odd file name has no place.
    """
    codecs.register_error(_ALIKE, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors=_ALIKE)


def writes_everything() -> bool:
    """Say whether standard output has a letter for every character."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = "".join(_SIGNS.get(each) or plain(each)[0] for each in error.object[error.start : error.end])
    return "".join(each if each.isascii() else "?" for each in letters), error.end
