"""Every figure of a pack as an image of its own, for slides and papers: SVG to edit, PNG to paste.

    charts/rxx-spc-rtt_within_18_weeks-ALL-ALL-ALL.svg

An image that leaves the pack must still say whose figures it shows, what the finding is, and where the numbers
come from: all of that is drawn into it. One drawing serves both forms.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import escape
from PIL import ImageChops
from PIL.Image import Image
from PIL.Image import new as new_image

from briefing import formats
from briefing.document.figure import Figure, lettered
from briefing.render import pdf, raster
from briefing.render.charts import SIZES, draw
from briefing.render.charts.scales import width_of
from briefing.render.charts.svg import Shape, data_uri, drawing, tag, text
from briefing.render.charts.tokens import FONT, colour
from briefing.resources import folder

DPI = 200
_EDGE = 12.0
_SIZE = re.compile(r'<svg [^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"')
_OTHER_FONTS = f"{FONT}, Arial, Helvetica, sans-serif"
"""Where an SVG is opened outside a pack, our font may not be there."""


@dataclass(frozen=True)
class Card:
    """A figure on paper of its own, and where on it the chart alone stands, in points from the top."""

    svg: str
    top: float
    bottom: float


@dataclass(frozen=True)
class ChartImage:
    """One figure in every form of an image."""

    name: str
    svg: bytes
    png: bytes
    plain: bytes
    """The chart alone as PNG, for a page that has the words beside it."""


def chart_images(figures: Sequence[Figure], *, made_on: date) -> dict[str, ChartImage]:
    """Figure id -> its images. One document for all: starting the layout engine costs more than a chart."""
    cards = [card(figure) for figure in figures]
    made = {}
    for figure, drawn, picture in zip(
        figures, cards, _pictures([c.svg for c in cards], made_on), strict=True
    ):
        middle = picture.crop((0, _pixels(drawn.top), picture.width, _pixels(drawn.bottom)))
        made[figure.id] = ChartImage(
            image_name(figure), _alone(drawn.svg), raster.png(picture, dpi=DPI), raster.png(middle, dpi=DPI)
        )
    return made


def image_files(images: Iterable[ChartImage]) -> dict[str, bytes]:
    """File name -> bytes, in the folder `charts/`."""
    return {
        f"charts/{image.name}.{form}": data
        for image in images
        for form, data in (("svg", image.svg), ("png", image.png))
    }


def _pixels(points: float) -> int:
    return round(points * DPI / raster.POINTS_AN_INCH)


def image_name(figure: Figure) -> str:
    """The figure's id with the hospital in front: rxx-spc-rtt_within_18_weeks-ALL-120-ALL."""
    name, org = figure.id.removeprefix("fig-"), figure.measure.org_code
    return f"{org.lower()}-{name.replace(f'-{org}-', '-', 1)}"


def _pictures(drawings: Sequence[str], made_on: date) -> Iterator[Image]:
    """Each drawing as pixels: laid out by our engine, a page each, and rasterised."""
    if not drawings:
        return
    pages, styles = [], []
    for number, svg in enumerate(drawings):
        width, height = size_of(svg)
        styles.append(
            f"@page p{number} {{ size: {width}pt {height}pt; margin: 0 }} #p{number} {{ page: p{number} }}"
        )
        pages.append(f'<div id="p{number}"><img alt="chart" src="{data_uri(svg)}"></div>')
    document = (
        '<!doctype html><html lang="en-GB"><head><title>charts</title><link rel="stylesheet" href="css/tokens.css">'
        f"<style>body {{ margin: 0; font-family: {FONT} }} img {{ display: block }} {' '.join(styles)}</style>"
        f"</head><body>{''.join(pages)}</body></html>"
    )
    made = pdf.write(document, title="charts", lang="en-GB", folder=folder("templates"), made_on=made_on)
    yield from raster.pages(made, dpi=DPI)


def logo_image(logo: str, *, made_on: date) -> bytes:
    """A workspace's logo (the address of a picture) as PNG, as large as it stands on a page and no larger."""
    page = (
        "<!doctype html><html lang='en-GB'><head><title>logo</title><style>@page { size: 45mm 14mm; margin: 0 }"
        "body { margin: 0 } img { display: block; max-width: 45mm; max-height: 14mm }</style></head>"
        f"<body><img alt='logo' src='{logo}'></body></html>"
    )
    made = pdf.write(page, title="logo", lang="en-GB", folder=folder("templates"), made_on=made_on)
    (picture,) = raster.pages(made, dpi=DPI)
    paper = new_image(picture.mode, picture.size, "white")
    return raster.png(picture.crop(ImageChops.difference(picture, paper).getbbox()), dpi=DPI, drawn=False)


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a drawing, in points."""
    found = _SIZE.match(svg)
    assert found is not None, "every drawing of ours has a view box"
    return float(found[1]), float(found[2])


def card(figure: Figure) -> Card:
    """The figure on a card: whose it is, the finding, the chart, its dated notes and the source."""
    chart = draw(figure)
    width, height = size_of(chart)
    column = max(width, SIZES["full"][0])
    top = _EDGE
    shapes: list[Shape] = []
    for words, size, fill, bold in (
        (figure.measure.org_name, 8.0, "quiet", False),
        (figure.title, 11.0, "ink", True),
    ):
        top, lines = _paragraph(formats.tied(words), top, width=column, size=size, fill=fill, bold=bold)
        shapes += lines
    top += 8
    shapes.append(_placed(chart, left=_EDGE, top=top))
    place = (top - 2, top + height + 2)
    top += height + 4
    for words in _under(figure):
        top, lines = _paragraph(words, top, width=column, size=7.5, fill="quiet")
        shapes += lines
    whole = (column + 2 * _EDGE, top + _EDGE)
    paper = tag("rect", width=whole[0], height=whole[1], fill=colour("paper"))
    return Card(drawing(*whole, _described(figure), paper, *shapes), *place)


def _placed(svg: str, *, left: float, top: float) -> Shape:
    """A drawing inside another: its size is then counted in the units of the outer one, which are points."""
    width, height = size_of(svg)
    inside = Shape(svg[svg.index(">") + 1 : svg.rindex("</svg>")])
    return tag("svg", inside, x=left, y=top, width=width, height=height, viewBox=f"0 0 {width:g} {height:g}")


def _under(figure: Figure) -> Iterator[str]:
    if figure.kind == "spc":
        for letter, note in lettered(figure.measure.notes):
            yield f"{letter} {formats.month(note.period)}: {note.text}"
    yield f"Source: {figure.source_line}"


def _described(figure: Figure) -> Shape:
    """Title and description as SVG holds them, for those who can't see it."""
    return tag("title", figure.title) + tag("desc", figure.alt)


def _paragraph(
    words: str, top: float, *, width: float, size: float, fill: str, bold: bool = False
) -> tuple[float, list[Shape]]:
    """Lines of at most the width, and where the next paragraph begins."""
    leading = size * 1.32
    lines = _broken(words, width=width, size=size)
    shapes = [
        text(_EDGE, top + size + number * leading, line, size=size, fill=fill, bold=bold)
        for number, line in enumerate(lines)
    ]
    return top + len(lines) * leading, shapes


def _broken(words: str, *, width: float, size: float) -> list[str]:
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size=size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _alone(svg: str) -> bytes:
    fonts = svg.replace(f'font-family="{FONT}"', f'font-family="{escape(_OTHER_FONTS)}"')
    return fonts.encode()
