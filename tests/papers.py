"""A PDF as its readers and a validator have it."""

import io
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import page as validator
import pdfplumber
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


_MM = 72 / 25.4
HEAD, CONTENT = 15 * _MM, 297 * _MM - 17.5 * _MM
"""Where the running head of a page ends, and where its running foot begins."""


def numbers_of(made: bytes | Path) -> list[str]:
    """The pages by their printed numbers: 1, 2 ... of a core, A1, A2 ... of an annex."""
    return PdfReader(io.BytesIO(made) if isinstance(made, bytes) else made).page_labels


def core_of(made: bytes | Path) -> list[str]:
    return [number for number in numbers_of(made) if number.isdigit()]


def thin(made: bytes | Path) -> dict[str, float]:
    """Pages less than three quarters full, by their numbers: how far down words stand. The last of a part may be."""
    with pdfplumber.open(io.BytesIO(made) if isinstance(made, bytes) else made) as pdf:
        full = [_filled(page) for page in pdf.pages]
    pages = zip(pairwise(numbers_of(made)), full, strict=False)
    return {
        number: share
        for (number, after), share in pages
        if share < 0.75 and number.rstrip("0123456789") == after.rstrip("0123456789")
    }


def _filled(page: pdfplumber.page.Page) -> float:
    upright = page.filter(
        lambda part: part.get("upright", True) and part.get("size", 0) < 60
    )  # no mark of a draft
    down = [word["bottom"] for word in upright.extract_words() if HEAD < word["bottom"] < CONTENT]
    return round((max(down, default=HEAD) - HEAD) / (CONTENT - HEAD), 2)
