"""A PDF that opens with a password alone (AES, 256 bits). What is attached to it is locked with it."""

import io

from pypdf import PdfReader, PdfWriter

from briefing.errors import ConfigError

SHORTEST = 12


def locked(data: bytes, password: str) -> bytes:
    """The same pages under lock. Every lock has new random parts: two copies of one PDF differ."""
    if len(password) < SHORTEST:
        raise ConfigError(
            f"BRIEFING_PDF_PASSWORD: found {len(password)} characters; wanted {SHORTEST} or more. "
            "Four words that don't belong together are easy to say on the telephone."
        )
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
