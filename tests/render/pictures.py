"""Pictures of whole documents, kept as reference and compared with a tolerance for how type is drawn.

    BRIEFING_RENEW_PICTURES=1 python -m pytest tests/render/test_page_pictures.py     # keep what is drawn now

A picture holds all pages of one document side by side, small and grey. Two pages are the same where nearly all of
their cells, of four by four dots each, are of the same shade: a letter drawn a little heavier passes, a line that
moved does not. What differs is written beside the reference that it was held against, for somebody to look at.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops

from briefing.render import raster

FOLDER = Path(__file__).parent / "pictures"
RENEW = "BRIEFING_RENEW_PICTURES"
DPI = 40
_ACROSS = 7
_SHADES = 16
_CELL = 4
_LIGHTER = 20
"""Cells whose shades (of 255) are no further apart are the same."""
_MOST_DIFFERENT = 0.002
"""The part of a page's cells that may differ: half a line of small print."""


def sheet(pdf: bytes) -> Image.Image:
    """All pages of a document in rows of seven, black on white."""
    pages = list(raster.pages(pdf, dpi=DPI, grey=True))
    width, height = pages[0].size
    rows = -(-len(pages) // _ACROSS)
    whole = Image.new("L", (width * min(len(pages), _ACROSS), height * rows), 255)
    for number, page in enumerate(pages):
        whole.paste(page, (number % _ACROSS * width, number // _ACROSS * height))
    return whole


def keep(picture: Image.Image, name: str) -> None:
    """Keep a picture as the reference of that name, in sixteen even shades: a third of the size."""
    FOLDER.mkdir(exist_ok=True)
    step = 255 // (_SHADES - 1)
    even = picture.point(lambda shade: (shade + step // 2) // step * step)
    even.quantize(_SHADES, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


def kept(name: str) -> Image.Image:
    with Image.open(FOLDER / f"{name}.png") as picture:
        return picture.convert("L")


def differences(made: Image.Image, reference: Image.Image) -> Iterator[str]:
    """What is not as it was, a sentence a page; nothing where the two look the same."""
    if made.size != reference.size:
        yield f"{_pages(made)} pages where there were {_pages(reference)}"
        return
    width, height = _page(made)
    for top in range(0, made.height, height):
        for left in range(0, made.width, width):
            place = (left, top, left + width, top + height)
            share = _share_of_cells(made.crop(place), reference.crop(place))
            if share > _MOST_DIFFERENT:
                number = top // height * _ACROSS + left // width + 1
                yield f"page {number}: {share:.1%} of it is not as it was"


def _share_of_cells(one: Image.Image, other: Image.Image) -> float:
    apart = ImageChops.difference(one.reduce(_CELL), other.reduce(_CELL)).histogram()
    return sum(apart[_LIGHTER + 1 :]) / sum(apart)


def _page(picture: Image.Image) -> tuple[int, int]:
    """Width and height of a page of A4 in dots, as PDFium rounds it."""
    width = next(w for w in (331, 330, 332) if picture.width % w == 0)
    return width, next(h for h in (468, 467, 469) if picture.height % h == 0)


def _pages(picture: Image.Image) -> str:
    width, height = _page(picture)
    return f"{picture.width // width} x {picture.height // height}"


def held_to_reference(pdf: bytes, name: str) -> list[str]:
    """The differences from the picture that is kept, which is renewed instead where somebody asks for that."""
    made = sheet(pdf)
    if os.environ.get(RENEW):
        keep(made, name)
    found = list(differences(made, kept(name)))
    if found:
        beside = FOLDER / f"{name}.found.png"
        made.save(beside)
        found.append(f"see {beside.name}; where it is right, renew: {RENEW}=1 (tests/render/pictures.py)")
    return found
