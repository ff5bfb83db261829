"""A PDF as its readers and a validator have it."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import page as validator
from pypdf import PdfReader


def faults(made: bytes | Path) -> list[object]:
    """What a validator that is not ours finds against PDF/UA-1."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "made.pdf"
        file.write_bytes(made if isinstance(made, bytes) else made.read_bytes())
        report = validator.validate_pdf(str(file), profile="ua1")
    assert report.rules.total > 100
    return list(report.failures)


def pages_of(made: bytes | Path) -> list[str]:
    """The words of each page, in one line: a phrase may run over the end of one in print."""
    reader = PdfReader(io.BytesIO(made) if isinstance(made, bytes) else made)
    return [" ".join(page.extract_text().split()) for page in reader.pages]
