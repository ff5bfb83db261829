"""Pages as pixels: what a slide, a Word file or a test that looks at pages needs.

The pages are rasterised by PDFium from the PDF that our own layout engine wrote, so that a picture of a chart is
the chart of the pack, in the shipped fonts, on any machine.
"""

import io
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import cache

import pypdfium2
from PIL import Image

from briefing.render.charts.tokens import tokens

POINTS_AN_INCH = 72
_SHADES = 8
"""Between a colour and paper, at the edges of letters and lines."""
_APART = 12
"""Shades nearer than that (of 255, in each of three) are one: else paper itself would become nearly paper."""


def pages(pdf: bytes, *, dpi: int, grey: bool = False) -> Iterator[Image.Image]:
    """Yield each page of a PDF as an image."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield page.render(scale=dpi / POINTS_AN_INCH, grayscale=grey).to_pil()
    finally:
        document.close()


_ONE_AT_A_TIME = threading.Lock()
"""PDFium may be used by one thread of a process; a browser asks for the pages of a document side by side."""


def count_pages(pdf: bytes) -> int:
    with _ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(pdf)) as document:
        return len(document)


def page_of(pdf: bytes, number: int, *, dpi: int) -> Image.Image:
    """Return one page of a PDF as an image, counted from 1."""
    with _ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(pdf)) as document:
        image: Image.Image = document[number - 1].render(scale=dpi / POINTS_AN_INCH).to_pil()
        return image


def png(image: Image.Image, *, dpi: int, ours: bool = True) -> bytes:
    """Write the image as a PNG that holds its resolution: a slide then shows it in its printed size.

    What is not in `ours`, our colours, such as a logo, keeps all of its own.
    """
    small = image.convert("RGB")
    if ours:
        small = small.quantize(palette=_palette(), dither=Image.Dither.NONE)
    file = io.BytesIO()
    small.save(file, "PNG", dpi=(dpi, dpi), optimize=False)
    return file.getvalue()


@cache
def _palette() -> Image.Image:
    """The colours that a chart is drawn with and the shades between each and paper: a quarter of the size.

    Chosen by us and not by how often they come: paper and the pale band of the usual range are never taken for one.
    """
    drawn = [_rgb(token.value) for token in tokens().values() if token.is_colour]
    chosen = list(dict.fromkeys(drawn))
    for shade in (
        tuple(round(part + (255 - part) * step / _SHADES) for part in colour)
        for colour in drawn
        for step in range(1, _SHADES)
    ):
        if all(sum(abs(a - b) for a, b in zip(shade, other, strict=True)) > 3 * _APART for other in chosen):
            chosen.append(shade)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in chosen for part in colour])
    return palette


def _rgb(hexadecimal: str) -> tuple[int, ...]:
    return tuple(int(hexadecimal[i : i + 2], 16) for i in (1, 3, 5))
