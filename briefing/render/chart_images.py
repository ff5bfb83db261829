"""Every figure of a pack as an image of its own, for slides and papers: SVG to edit, PNG to paste.

    charts/rxx-spc-rtt_within_18_weeks-ALL-ALL-ALL.svg

An image that leaves the pack must still say whose figures it shows, what the finding is, and where the numbers
come from: all of that is drawn into it. One drawing serves both forms.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from PIL import ImageChops
from PIL.Image import Image
from PIL.Image import new as new_image

from briefing import formats
from briefing.document.figure import Figure, lettered
from briefing.render import pdf, raster
from briefing.render.charts import SIZES, draw
from briefing.render.charts.page import MARGIN, Page, Plate, Prose, page, size_of
from briefing.render.charts.svg import data_uri
from briefing.render.charts.tokens import FONT
from briefing.render.look import Look
from briefing.resources import folder

DPI = 200


@dataclass(frozen=True)
class ChartImage:
    """One figure in every form of an image."""

    name: str
    svg: bytes
    png: bytes
    plain: bytes
    """The chart alone as PNG, for a page that has the words beside it."""


def chart_images(figures: Sequence[Figure], *, made_on: date) -> dict[str, ChartImage]:
    """Return the images of each figure by its id.

    One document for all: starting the layout engine costs more than a chart.
    """
    cards = [card(figure) for figure in figures]
    made = {}
    pictures = _pictures([one.svg for one in cards], made_on)
    for figure, drawn, picture in zip(figures, cards, pictures, strict=True):
        [(top, bottom)] = drawn.charts
        side = _pixels(MARGIN - 2)
        middle = picture.crop((side, _pixels(top - 2), picture.width - side, _pixels(bottom + 2)))
        png, plain = (raster.png(each, dpi=DPI) for each in (picture, middle))
        made[figure.id] = ChartImage(image_name(figure), drawn.svg.encode(), png, plain)
    return made


def image_files(images: Iterable[ChartImage]) -> dict[str, bytes]:
    """Return the files of the folder `charts/` by name."""
    return {
        f"charts/{image.name}.{form}": data
        for image in images
        for form, data in (("svg", image.svg), ("png", image.png))
    }


def _pixels(points: float) -> int:
    return round(points * DPI / raster.POINTS_AN_INCH)


def image_name(figure: Figure) -> str:
    """Return the figure's id with the hospital in front: rxx-spc-rtt_within_18_weeks-ALL-120-ALL."""
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


def logo_image(look: Look, *, made_on: date) -> bytes | None:
    """Return a workspace's logo as PNG, as large as it stands on a page and no larger; None where it has none."""
    return None if look.logo is None else _as_printed(look.logo, made_on)


@cache
def _as_printed(logo: str, made_on: date) -> bytes:
    page = (
        "<!doctype html><html lang='en-GB'><head><title>logo</title><style>@page { size: 45mm 14mm; margin: 0 }"
        "body { margin: 0 } img { display: block; max-width: 45mm; max-height: 14mm }</style></head>"
        f"<body><img alt='logo' src='{logo}'></body></html>"
    )
    made = pdf.write(page, title="logo", lang="en-GB", folder=folder("templates"), made_on=made_on)
    (picture,) = raster.pages(made, dpi=DPI)
    paper = new_image(picture.mode, picture.size, "white")
    return raster.png(picture.crop(ImageChops.difference(picture, paper).getbbox()), dpi=DPI, ours=False)


def card(figure: Figure) -> Page:
    """Set the figure on a card: whose it is, the finding, the chart, its dated notes and the source."""
    chart = draw(figure, "image")
    notes = figure.measure.notes if figure.kind == "spc" else ()
    under = [f"{letter} {formats.month(note.period)}: {note.text}" for letter, note in lettered(notes)]
    return page(
        [
            Prose(formats.tied(figure.measure.org_name), size=8),
            Prose(formats.tied(figure.title), size=11, fill="ink", bold=True),
            Plate(chart),
            *(Prose(line) for line in [*under, f"Source: {figure.source_line}"]),
        ],
        title=figure.title,
        description=figure.alt,
        width=max(size_of(chart)[0], SIZES["image"][0]),
    )
