"""The GP pack as a Word file that a manager can edit: the same words, numbers and charts as the PDF."""

from collections.abc import Mapping

from briefing.pack.model import GpEdition
from briefing.render.chart_images import DPI, ChartImage
from briefing.render.look import PLAIN, Look
from briefing.render.word.paper import Paper
from briefing.render.word.sections import SECTIONS

__all__ = ["gp_word"]


def gp_word(
    edition: GpEdition, images: Mapping[str, ChartImage], look: Look = PLAIN, logo: bytes | None = None
) -> bytes:
    """The edition as bytes of a .docx file, its charts from `images` by the id of the figure.

    `logo` is the look's own as a PNG: Word shows no SVG on every laptop. Equal editions give equal bytes: the file is
    dated by the meeting.
    """
    pack = edition.pack
    status = (
        f"Draft, version {pack.version}: not yet approved"
        if pack.status == "draft"
        else f"Version {pack.version}"
    )
    paper = Paper(
        title=f"{pack.provider_name}: briefing for {edition.reader.name}",
        author=pack.commissioner_name,
        head=pack.provider_name,
        marking=pack.marking,
        foot="\n".join(
            filter(None, (f"{edition.reader.name} · {pack.meeting.title} · {status}", look.footer))
        ),
        made_on=pack.meeting.date,
        brand=look.colour,
    )
    if logo is not None:
        paper.logo(logo, dpi=DPI, alt=pack.commissioner_name)
    for section in SECTIONS:
        section(paper, edition, images)
    return paper.written()
