"""The specimen as one PDF: tokens with their values, components, charts in every state, page masters."""

from dataclasses import dataclass, replace
from datetime import date

from briefing.document.figure import Figure
from briefing.pack import figures
from briefing.pack.model import GpEdition
from briefing.peer_review.editions import PeerLine
from briefing.render import pdf
from briefing.render.arranging import environment
from briefing.render.charts.tokens import Token, contrast, luminance, tokens
from briefing.resources import folder
from briefing.specimen import samples
from briefing.specimen.examples import Kind, kinds
from briefing.specimen.practices import beside
from briefing.specimen.sitting import edition

DATED = date(2026, 9, 1)
"""Of the drawn data: a specimen carries no clock either."""


@dataclass(frozen=True)
class Swatch:
    """A colour with how it stands on paper and what is left of it in grey print."""

    token: Token
    on_paper: float
    grey: str


@dataclass(frozen=True)
class Master:
    """A page that editions are set on."""

    name: str
    use: str


MASTERS = (
    Master("cover", "The first page of every document: no running head, since the title stands at its top."),
    Master(
        "core", "The GP's five pages: provider above, reader and meeting below, the marking at the right."
    ),
    Master("evidence", "All behind the core: the word evidence beside the provider."),
    Master("order", "The chair's running order: the meeting above, since a session has several providers."),
    Master("letter", "What goes to the hospital: a left margin wide enough for a punch."),
    Master("bulletin", "To every practice: the meeting below, no reader by name."),
)


@dataclass(frozen=True)
class Specimen:
    """What the template arranges: the system itself, and one reader's pack for the components it is made of."""

    colours: tuple[Swatch, ...]
    type_scale: tuple[Token, ...]
    spaces: tuple[Token, ...]
    figure: Figure
    beside: tuple[PeerLine, ...]
    edition: GpEdition
    kinds: tuple[Kind, ...]
    masters: tuple[Master, ...]


def make() -> bytes:
    """The specimen as PDF: equal programs make equal bytes."""
    template = environment().get_template("packs/specimen.html")
    shown = specimen()
    page = template.render(shown=shown, edition=shown.edition, pack=shown.edition.pack)
    return pdf.write(page, title="The design system", lang="en-GB", folder=folder("templates"), made_on=DATED)


def specimen() -> Specimen:
    every = tokens().values()
    worse = samples.worse()
    return Specimen(
        colours=tuple(_swatch(token) for token in every if token.is_colour),
        type_scale=tuple(token for token in every if token.name.startswith("text-")),
        spaces=tuple(token for token in every if token.name.startswith("space-")),
        figure=replace(figures.series(worse, place="headline"), id="component-figure"),
        beside=beside(),
        edition=edition(),
        kinds=kinds(),
        masters=MASTERS,
    )


def _swatch(token: Token) -> Swatch:
    """Grey print keeps lightness alone: the grey with the same luminance."""
    linear = luminance(token.value)
    share = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    grey = "#" + f"{round(255 * share):02x}" * 3
    return Swatch(token, contrast(token.value, tokens()["paper"].value), grey)
