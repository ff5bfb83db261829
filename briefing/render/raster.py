"""Pages as pixels: what a slide, a Word file or a test that looks at pages needs.

The pages are rasterised by PDFium from the PDF that our own layout engine wrote, so that a picture of a chart is
the chart of the pack, in the shipped fonts, on any machine.
"""

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image

POINTS_AN_INCH = 72
_COLOURS = 96
"""A chart has a dozen colours and the shades between them and paper: a palette is a quarter of the size."""


def pages(pdf: bytes, *, dpi: int, grey: bool = False) -> Iterator[Image.Image]:
    """Each page of a PDF as an image."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield page.render(scale=dpi / POINTS_AN_INCH, grayscale=grey).to_pil()
    finally:
        document.close()


def png(image: Image.Image, *, dpi: int) -> bytes:
    """The image as a PNG that holds its resolution: a slide then shows it in its printed size."""
    small = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    small.save(file, "PNG", dpi=(dpi, dpi), optimize=False)
    return file.getvalue()
